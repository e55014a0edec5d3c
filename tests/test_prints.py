"""Every print of a figure, and how far they lie apart."""

from datetime import date

import pandas as pd
import pytest
from conftest import REAL
from hypothesis import given
from hypothesis import strategies as st

from cds_analysis.data import indicators, prints, provinces
from cds_analysis.data.known import Known, newest

DAY = newest(REAL).day


def question(place: str, indicator: str, measure: str, border: str = "", as_of: date = DAY, **more):
    found = prints.of(Known(REAL, as_of), provinces.find(place, REAL, border), (indicator,))
    return next(p for p in found if p.measure == measure and all(getattr(p, k) == v for k, v in more.items()))


def test_the_nations_share_was_revised_by_more_than_it_moved():
    table = question("vn", "digital_economy_share", "gso-experimental").revisions()
    row = table.loc[2023]
    assert (row["first"], row["latest"], row["prints"]) == (12.33, 12.87, 2)
    assert row["revision"] == pytest.approx(0.54) and row["movement"] == pytest.approx(12.87 - 12.83)
    assert row["ratio"] == pytest.approx(0.54 / 0.04)
    assert table.loc[2022, "prints"] == 4 and table.loc[2022, "span"] == pytest.approx(12.86 - 12.63)
    assert table.loc[2024, "revision"] == 0 and table.loc[2024, "prints"] == 1


def test_first_latest_and_as_known_views_differ():
    said = question("vn", "digital_economy_share", "gso-experimental")
    assert said.first().loc[2022, "value"] == 12.86 and said.latest().loc[2022, "value"] == 12.83
    earlier = said.as_known(date(2024, 12, 31))
    assert earlier.latest()["value"].loc[[2022, 2023]].tolist() == [12.63, 12.33]
    known = prints.of(Known(REAL, date(2024, 12, 31)), said.place, ("digital_economy_share",))
    pd.testing.assert_frame_equal(
        next(p for p in known if p.measure == "gso-experimental").revisions(), earlier.revisions()
    )


def test_growth_of_gdp_and_employed_persons():
    growth = question("vn", "gdp_growth", "gso", price_basis="constant-2010").revisions()
    assert growth.loc[2022, ["first", "latest"]].tolist() == [8.02, 8.54]
    employed = question("vn", "employed", "gso", redefined=False).revisions()
    assert employed.index.max() == 2020 and employed.loc[2015, "revision"] == pytest.approx(53110.5 - 52840.0)


def test_a_print_with_more_digits_is_no_revision():
    employed = question("vn", "employed", "gso", redefined=True).revisions()
    assert employed.index.min() == 2021 and (employed["prints"] == 1).all()  # 50,600 rounded and 50,604.71
    assert prints.half_unit(50600, True) == 50 and prints.half_unit(50600, False) == 0.5
    assert prints.half_unit(12.9, False) == pytest.approx(0.05)


def test_figures_computed_by_different_formulas_are_not_compared():
    place = provinces.find("thai-nguyen", REAL, "pre-2025")
    derived = [p for p in prints.of(Known(REAL, DAY), place, ("employed",)) if p.measure == "derived-gso"]
    assert len(derived) > 1 and all((p.revisions()["prints"] == 1).all() for p in derived)


@given(st.lists(st.floats(1, 99).map(lambda x: round(x, 2)), min_size=1, max_size=6))
def test_what_always_holds_of_the_prints_of_a_year(values):
    days = [date(2020, 1, 1 + i) for i in range(len(values))]
    table = pd.DataFrame({"year": 2019, "value": values, "known": days, "status": "final", "source": "office"})
    table = table.assign(vintage=[d.isoformat() for d in days], flags="")
    table["new"] = prints.says_more(table.assign(half=prints.halves))
    about = indicators.get("digital_economy_share", REAL)
    row = prints.Prints(about, provinces.find("vn", REAL), "", "", "", False, table).revisions().loc[2019]
    assert 1 <= row["prints"] <= len(values) and row["first"] == values[0]
    assert abs(row["revision"]) <= row["span"] + 1e-9 and min(values) <= row["latest"] <= max(values)
    assert row["prints"] > 1 or row["span"] == 0


def test_the_office_s_table_revises_what_others_quoted_before():
    table = question("thai-nguyen", "grdp_growth", "gso", "pre-2025").revisions()
    assert (table.loc[2022, "first"], round(table.loc[2022, "latest"], 2)) == (8.59, 5.36)  # printed three times before
    assert table.loc[2022, "prints"] == 2 and table.loc[2022, "revision"] == pytest.approx(-3.23, abs=0.005)
    then = question("thai-nguyen", "grdp_growth", "press", "pre-2025", date(2026, 2, 28)).revisions()
    assert then.loc[2022, "prints"] == 1  # until then each measure is a question of its own
