"""GRDP at current prices: as published, or per head times population where that is newer."""

from datetime import date

import pytest
from conftest import REAL

from cds_analysis.data import provinces
from cds_analysis.data.known import newest
from cds_analysis.series import growth, merged

ALL = newest(REAL)
OLD, NEW = ALL.place("thai-nguyen", "pre-2025"), ALL.place("thai-nguyen", "2025")


def test_thai_nguyen_is_its_grdp_per_head_times_its_people():
    found = growth.current_levels(ALL, NEW)
    assert found["value"].round().to_dict() == {2020: 136_366, 2024: 175_090, 2025: 192_385}
    assert found.at[2025, "value"] == pytest.approx(112.4020390046657 * 1711.58)
    assert set(found["kind"]) == set(found["status"]) == {"derived"}


def test_what_is_derived_names_formula_inputs_and_both_documents():
    row = growth.current_levels(ALL, NEW).loc[2025]
    assert row["formula"] == "GRDP per head x population"
    assert "grdp_per_capita thai-nguyen 2025 = 112.402" in row["text"] and "population thai-nguyen 2025" in row["text"]
    assert row["ref"].startswith("nso-pl-v03-02-2026|2026-08-18;") and row["ref"].endswith("|2026-10-04")
    assert row["known"] == date(2026, 10, 4)  # the later of the two
    weighted = growth.real_growth(ALL, NEW).at[2019, "formula"]
    assert "weighted by current GRDP (GRDP per head x population) of 2018" in weighted


def test_the_newest_publication_decides():
    found = growth.current_levels(ALL, OLD)
    assert found["kind"].to_dict() == dict.fromkeys((2016, 2017), "published") | dict.fromkeys(
        range(2018, 2025), "derived"
    )
    before = growth.current_levels(ALL.at(date(2026, 8, 14)), OLD)  # the figures per head came on the 15th
    assert set(before["kind"]) == {"published"} and before.at[2022, "value"] == 146_960
    bac_ninh = ALL.at(date(2026, 8, 14)).place("bac-ninh", "pre-2025")  # one article has total and per head
    same_day = growth.current_levels(ALL.at(date(2026, 8, 14)), bac_ninh).loc[2023]
    assert same_day["kind"] == "published"


def test_a_view_of_february_2026_rests_on_the_published_totals():
    table, levels = growth.current_grdp(ALL.at(date(2026, 2, 28)), NEW)
    assert table.loc[2022].to_dict() == {"thai-nguyen": 146_960, "bac-kan": 15_181.9}
    assert not growth.by_head(levels, 2022)


@pytest.mark.parametrize("year", range(2018, 2025))
def test_the_63_provinces_add_up_to_gdp(year):
    total = sum(growth.current_levels(ALL, place).at[year, "value"] for place in provinces.units(REAL, "pre-2025"))
    gdp = ALL.series("gdp_current", ALL.nation, measure="gso", price_basis="current").values[year]
    assert total == pytest.approx(gdp, rel=0.0101)  # 2024: 11,394.5 of 11,510.3 trillion


@pytest.mark.parametrize("place", [p for p in provinces.units(REAL, "2025") if p.merged], ids=lambda p: p.slug)
def test_the_parts_of_a_merged_unit_add_up_to_it(place):
    own, (parts, _) = growth.current_levels(ALL, place), growth.current_grdp(ALL, place)
    years = [y for y in (2020, 2024) if y in own.index]
    assert 2024 in years
    for year in years:
        assert parts.loc[year].sum() == pytest.approx(own.at[year, "value"], rel=2e-5)


def test_a_rebuilt_figure_says_that_its_grdp_is_derived():
    rows = {row["indicator"]: row for row in merged.claims(ALL, NEW)}
    assert (
        rows["grdp_current"]["by_head"] and rows["labour_productivity"]["by_head"] and not rows["employed"]["by_head"]
    )
    early = {row["indicator"]: row for row in merged.claims(ALL.at(date(2026, 2, 28)), NEW)}
    assert not any(row["by_head"] for row in early.values())
