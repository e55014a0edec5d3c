"""Labour productivity on the tiny data and on the real one."""

from datetime import date

import pandas as pd
import pytest
from conftest import DAY, REAL, TINY
from hypothesis import given
from hypothesis import strategies as st

from cds_analysis.data import provinces
from cds_analysis.data.known import Known
from cds_analysis.series import growth, productivity
from cds_analysis.study import study


def test_growth_comes_from_levels_where_they_exist_else_as_published(thai_nguyen_old):
    rates = growth.real_growth(Known(TINY, DAY), thai_nguyen_old)
    assert rates["growth"].round(6).to_dict() == {2019: 10.0, 2020: 5.0, 2021: 6.0, 2022: 9.2, 2023: 8.0}
    assert rates["kind"].to_dict()[2019] == "levels" and rates["kind"].to_dict()[2020] == "published"
    assert "grdp_constant thai-nguyen 2018 = 1000" in rates.at[2019, "inputs"]


def test_the_redefinition_of_2021_is_refused_without_a_bridge(thai_nguyen_old):
    table = productivity.measure(Known(TINY, DAY), thai_nguyen_old).table
    assert table.at[2021, "kind"] == "break" and pd.isna(table.at[2021, "growth"])
    assert table.at[2022, "growth"] == pytest.approx(5.0)  # 1.092 / 1.04
    assert table.at[2019, "growth"] == pytest.approx(10.0)
    assert table.at[2023, "kind"] == "no employment"


def test_a_bridge_takes_the_growth_of_the_years_before_and_carries_its_error(thai_nguyen_old):
    row = productivity.measure(Known(TINY, DAY), thai_nguyen_old, bridge=True).table.loc[2021]
    e = (2.0408163 + 0 + 0) / 3  # 500 / 490, then no change twice
    assert row["kind"] == "bridged" and row["employed_growth"] == pytest.approx(e)
    assert row["growth"] == pytest.approx(100 * (1.06 / (1 + e / 100) - 1))
    factor = 1.06 / (1 + e / 100) ** 2  # from the growth of employment to that of productivity
    assert row["sd"] == pytest.approx(2.0408163 / 3**0.5 * (1 + 1 / 3) ** 0.5 * factor)


def test_a_derived_row_names_its_formula_and_inputs(thai_nguyen_old):
    row = productivity.measure(Known(TINY, DAY), thai_nguyen_old).table.loc[2022]
    assert row["formula"] and "employed thai-nguyen 2022 = 416" in row["inputs"] and "grdp_growth" in row["inputs"]
    assert row["refs"] == "office-old|2024;office-old|2024"


def test_growth_of_a_merged_unit_is_weighted_by_the_year_before(thai_nguyen):
    row = growth.real_growth(Known(TINY, DAY), thai_nguyen).loc[2022]
    assert row["growth"] == pytest.approx((90_000 * 9.2 + 10_000 * 4) / 100_000)  # weights of 2020, the newest before
    assert "weighted by current GRDP of 2020 (thai-nguyen 90.00 %, bac-kan 10.00 %)" in row["formula"]


def test_levels_of_a_merged_unit_add_up(thai_nguyen):
    assert growth.current_grdp(Known(TINY, DAY), thai_nguyen)[0].sum(axis=1).to_dict() == {
        2020: 100_000,
        2022: 125_000,
    }
    assert growth.employed_levels(Known(TINY, DAY), thai_nguyen)["value"].to_dict() == {
        2020: 700,
        2021: 500,
        2022: 520,
    }
    rates = growth.employed_growth(Known(TINY, DAY), thai_nguyen)
    assert rates.at[2022, "growth"] == pytest.approx(4.0) and bool(rates.at[2021, "broken"])


def test_growth_is_never_taken_across_two_publications():
    rows = pd.DataFrame(
        {
            "year": [2015, 2016, 2016, 2017],
            "value": [100.0, 110, 200, 220],
            "vintage": ["2018", "2018", "2024", "2024"],
            "measure": "gso",
            "price_basis": "none",
            "unit": "u",
            "flags": "",
            "text": "t",
            "ref": "r|v",
        }
    )
    rates = growth.growth_within_publications(rows)["growth"]
    assert rates.round(9).to_dict() == {2016: 10.0, 2017: 10.0}


def test_a_better_measure_goes_before_one_that_is_not_listed():
    rows = pd.DataFrame(
        {
            "year": [2015, 2016, 2015, 2016],
            "value": [100.0, 110, 100, 150],
            "vintage": ["2017", "2017", "2018", "2018"],
            "measure": ["gso", "gso", "press", "press"],
            "price_basis": "none",
            "unit": "u",
            "flags": "",
            "text": "t",
            "ref": "r|v",
        }
    )
    rates = growth.growth_within_publications(rows, growth.EMPLOYED)["growth"]
    assert rates.round(9).to_dict() == {2016: 10.0}


def test_the_real_level_of_2022_agrees_with_the_official_one():
    place = provinces.find("thai-nguyen", REAL, "pre-2025")
    row = productivity.level(Known(REAL, date(2026, 7, 31)), place).loc[2022]  # both on GRDP as printed in 2024
    assert row["official"] == 243.9
    assert abs(row["gap_percent"]) < 0.1 and not row["by_head"]
    now = productivity.level(Known(REAL, study.open_study("thai-nguyen").as_of), place).loc[2022]
    assert now["derived"] == pytest.approx(144_473.9 / 602.9) and now["by_head"]  # 239.6: GRDP was revised downwards
    assert now["gap_percent"] == pytest.approx(-1.75, abs=0.01)


def test_the_level_is_grdp_over_employed(thai_nguyen_old):
    table = productivity.level(Known(TINY, DAY), thai_nguyen_old)
    assert table.at[2022, "derived"] == pytest.approx(100_000 / 416)
    assert table.at[2022, "gap_percent"] == pytest.approx(100 * (100_000 / 416 / 240.4 - 1))


@given(st.floats(-10, 20), st.floats(-5, 15))
def test_employment_needed_gives_back_the_productivity_asked(grdp, wanted):
    jobs = productivity.per_person(grdp, wanted)
    assert 100 * ((1 + grdp / 100) / (1 + jobs / 100) - 1) == pytest.approx(wanted, abs=1e-9)


def test_a_rate_that_an_office_publishes_is_taken_as_it_is():
    nation = provinces.find("vn", REAL)
    table = productivity.measure(Known(REAL, study.open_study("vn").as_of), nation).table
    assert (table.at[2024, "kind"], table.at[2024, "growth"]) == ("published", 5.88)


def test_an_inherited_target_is_judged_on_the_border_it_was_set_on():
    judged = {v.target.id: v for v in study.open_study("thai-nguyen").scorecard("interview", "congress")}
    lost = judged["labour_productivity_growth_2025block"]
    assert (lost.status, lost.figure.border, round(lost.figure.value, 2)) == ("missed", "pre-2025", 6.16)
    mean = judged["thai-nguyen_grdp_growth_2025_congress-20"]
    assert round(mean.figure.value, 2) == 6.69  # 6.51, 8.59, 5.56 and 6.5 of the old province, 6.33 of the merged one
