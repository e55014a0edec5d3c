"""Labour productivity on the tiny data and on the real one."""

from datetime import date

import pandas as pd
import pytest
from conftest import DAY, REAL, TINY
from hypothesis import given
from hypothesis import strategies as st

from cds_analysis import findings
from cds_analysis.data import prints, provinces
from cds_analysis.data.known import Known, newest
from cds_analysis.series import employed, growth, productivity
from cds_analysis.study import study
from cds_analysis.words import telling

NOW = Known(REAL, newest(REAL).day)
THEN = NOW.at(date(2026, 2, 28))


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
    assert employed.levels(Known(TINY, DAY), thai_nguyen)["value"].to_dict() == {
        2020: 700,
        2021: 500,
        2022: 520,
    }
    rates = employed.rates(Known(TINY, DAY), thai_nguyen)
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
    rates = growth.growth_within_publications(rows.to_dict("records"))["growth"]
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
    rates = growth.growth_within_publications(rows.to_dict("records"), employed.MEASURES)["growth"]
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
    assert (lost.status, lost.figure.border, round(lost.figure.value, 2)) == ("missed", "pre-2025", 3.0)
    mean = judged["thai-nguyen_grdp_growth_2025_congress-20"]
    assert round(mean.figure.value, 2) == 4.49  # 6.23, 5.36, 1.08, 3.37 and 6.52: 2025 is printed on both borders


@pytest.mark.parametrize(
    ("border", "rates"),
    [
        ("2025", {2020: 3.44, 2021: 6.06, 2022: 5.41, 2023: 1.79, 2024: 3.77, 2025: 6.33}),
        ("pre-2025", {2018: 9.75, 2019: 7.19, 2020: 3.32, 2021: 6.23, 2022: 5.36, 2023: 1.08, 2024: 3.37, 2025: 6.52}),
    ],
)
def test_growth_of_thai_nguyen_is_that_of_the_office_s_newest_table(border, rates):
    found = growth.real_growth(NOW, NOW.place("thai-nguyen", border))
    assert found["growth"].loc[list(rates)].round(2).to_dict() == rates
    assert all("nso-" in refs for refs in found["refs"].loc[list(rates)])


def test_2018_and_2019_of_a_merged_unit_come_from_its_parts():
    row = growth.real_growth(NOW, NOW.place("thai-nguyen")).loc[2019]
    assert row["kind"] == "parts" and 7.0 < row["growth"] < 7.1  # 7.19 and, for a tenth of GRDP, 5.62


def prints_of(*rows) -> list[dict]:
    names = ["year", "value", "measure", "known", "source"]
    return [dict(zip(names, row, strict=True)) | {"half": 0.005} for row in rows]


OFFICE, PAPER = "nso-v03-10-2026", "soha-1"


def test_the_newest_print_wins_but_a_paper_that_repeats_an_older_one_does_not():
    first = (2022, 8.59, "provincial-statistics-office", date(2023, 4, 12), PAPER)
    table = (2022, 5.36, "gso", date(2026, 8, 15), OFFICE)
    again = (2022, 8.59, "press", date(2026, 10, 1), PAPER)
    newer = (2022, 5.4, "press", date(2026, 11, 1), PAPER)

    def used(*rows):
        return [row["value"] for row in prints.newest(NOW, prints_of(*rows), growth.MEASURES)]

    assert used(first, table) == used(table, first) == used(first, table, again) == [5.36]
    assert used(first, table, newer) == [5.4]  # what it says is new
    assert used(first, (2022, 7.0, "press", date(2024, 1, 1), "aloxekhach-1")) == [8.59]  # a source of no office
    told = prints_of(table, (2022, 5.363, "press", date(2026, 9, 1), PAPER))
    assert [row["source"] for row in prints.newest(NOW, told, growth.MEASURES)] == [
        OFFICE
    ]  # the same but for rounding: the strongest source is cited


def test_a_newer_rate_goes_before_levels_of_an_older_publication():
    place = NOW.place("bac-kan", "pre-2025")
    now, then = (growth.real_growth(known, place) for known in (NOW, THEN))
    assert now.at[2023, "growth"] == pytest.approx(8.418, abs=1e-4) and then.at[2023, "growth"] == pytest.approx(6.33)
    assert now.at[2016, "kind"] == "levels"  # the office's new table begins in 2018


@pytest.mark.parametrize("slug", ["ha-noi", "lai-chau", "bac-giang"])
def test_a_broken_step_is_no_growth(slug):
    for known in (NOW, THEN):
        place = known.place(slug, "pre-2025")
        assert 2017 not in growth.real_growth(known, place).index
    table = productivity.measure(NOW, place, bridge=True).table
    assert table.at[2017, "kind"] == "other base" and pd.isna(table.at[2017, "growth"])


def test_employed_persons_of_two_publications_are_said_to_be_such():
    bac_kan = employed.rates(NOW, NOW.place("bac-kan", "pre-2025"))
    assert bac_kan.at[2022, "growth"] == pytest.approx(100 * (147.1 / 139.0 - 1)) and bac_kan.at[2022, "across"]
    assert not bac_kan.loc[2017:2020, "across"].any()  # one document has the labour force of all of them
    lai_chau = employed.rates(NOW, NOW.place("lai-chau", "pre-2025")).loc[2022]
    assert lai_chau["growth"] > 26 and lai_chau["broken"]  # no province's moved by 10 % within one publication
    merged = productivity.measure(NOW, NOW.place("thai-nguyen"), bridge=True).table.loc[2022]
    jobs = (602.9 + 147.1) / (589.4 + 139.0)
    assert merged["growth"] == pytest.approx(100 * (1.054081 / jobs - 1), abs=0.001) and merged["across"]
    old = productivity.measure(NOW, NOW.place("thai-nguyen", "pre-2025"), bridge=True).table.loc[2022]
    assert old["growth"] == pytest.approx(100 * (1.0536 / (602.9 / 589.4) - 1), abs=0.01)  # 3.0, held against 7
    told = findings.productivity(study.open_study("bac-kan", border="pre-2025")).records
    vi, en = (telling.tell("productivity.growth", lang, told)[-1] for lang in ("vi", "en"))
    assert "năm 2021 và năm 2022 dựa trên hai lần công bố" in vi and "in 2021 and 2022 come from two publications" in en


def test_the_nation_s_employed_of_2025_are_found():
    row = productivity.measure(NOW, NOW.nation, bridge=True, estimate=True).table.loc[2025]
    assert row["employed_growth"] == pytest.approx(100 * (52_400 / 51_860.3 - 1)) and row["across"]
    assert row["growth"] == pytest.approx(100 * (1.080188 / (52_400 / 51_860.3) - 1), abs=0.001)  # 6.9
    assert row["employment_known"] and row["sd"] > 0
