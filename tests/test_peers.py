"""Productivity beside nation and region, at two price bases, and who owns industry."""

from datetime import date

import pytest
from conftest import REAL

from cds_analysis import peers, provinces

DAY = date(2026, 6, 30)
OLD = provinces.find("thai-nguyen", REAL, "pre-2025")


def test_only_provinces_with_figures_count_and_their_number_is_told():
    found = peers.compare(REAL, OLD, DAY)
    assert (found["level"]["year"], found["level"]["peers"], found["level"]["of"]) == (2022, 13, 13)
    assert found["level"]["own"] == pytest.approx(243.8, abs=0.1) and found["level"]["above"] == 0
    assert (found["growth"]["year"], found["growth"]["peers"], found["growth"]["of"]) == (2022, 3, 13)
    assert found["growth"]["nation"] == 4.8 and found["growth"]["above"] == 2


def test_an_earlier_day_knows_an_earlier_year():
    early = peers.compare(REAL, OLD, date(2019, 12, 31))
    assert early["growth"]["year"] < 2020 and (early["level"] is None or early["level"]["year"] < 2020)


def test_growth_at_current_prices_is_above_that_at_constant_ones_in_2022():
    row = peers.prices(REAL, OLD, DAY)[-1]
    assert row["year"] == 2022 and row["current"] > row["constant"] == pytest.approx(
        100 * (1.0859 / (602.9 / 589.4) - 1)
    )


def test_levels_at_constant_prices_come_from_one_publication():
    rows = {r["year"]: r for r in peers.prices(REAL, OLD, DAY)}
    assert rows[2017]["level_constant"] and rows[2018]["level_constant"] is None  # that publication ends in 2017
    nation = {r["year"]: r["level_current"] for r in peers.prices(REAL, provinces.find("vn", REAL), DAY)}
    assert nation[2011] == 55.0 and 2022 not in nation  # 70.0 is of the re-evaluated GDP


def test_foreign_firms_part_needs_both_figures_of_one_document():
    assert peers.foreign_part(REAL, OLD, DAY)["percent"] == pytest.approx(100 * 643.8 / 695)
    assert peers.foreign_part(REAL, OLD, date(2022, 1, 1)) is None
