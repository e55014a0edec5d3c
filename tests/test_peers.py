"""Productivity beside nation and region, at two price bases, and who owns industry."""

from datetime import date

import pytest
from conftest import REAL

from cds_analysis import findings
from cds_analysis.data import provinces
from cds_analysis.data.known import Known
from cds_analysis.series import employed, growth, peers
from cds_analysis.study import open_study

DAY = date(2026, 6, 30)
OLD = provinces.find("thai-nguyen", REAL, "pre-2025")


def test_only_provinces_with_figures_count_and_their_number_is_told():
    found = peers.compare(Known(REAL, DAY), OLD)
    assert (found["level"]["year"], found["level"]["peers"], found["level"]["of"]) == (2022, 13, 13)
    assert found["level"]["own"] == pytest.approx(243.8, abs=0.1) and found["level"]["above"] == 0
    assert (found["growth"]["year"], found["growth"]["peers"], found["growth"]["of"]) == (2022, 3, 13)
    assert found["growth"]["nation"] == 4.8 and found["growth"]["above"] == 2


def test_an_earlier_day_knows_an_earlier_year():
    early = peers.compare(Known(REAL, date(2019, 12, 31)), OLD)
    assert early["growth"]["year"] < 2020 and (early["level"] is None or early["level"]["year"] < 2020)


def test_growth_at_current_prices_is_above_that_at_constant_ones_in_2022():
    row = peers.prices(Known(REAL, DAY), OLD)[-1]
    assert row["year"] == 2022 and row["current"] > row["constant"] == pytest.approx(
        100 * (1.0859 / (602.9 / 589.4) - 1)
    )


def test_levels_at_constant_prices_come_from_one_publication():
    rows = {r["year"]: r for r in peers.prices(Known(REAL, DAY), OLD)}
    assert rows[2017]["level_constant"] and rows[2018]["level_constant"] is None  # that publication ends in 2017
    nation = {r["year"]: r["level_current"] for r in peers.prices(Known(REAL, DAY), provinces.find("vn", REAL))}
    assert nation[2011] == 55.0 and 2022 not in nation  # 70.0 is of the re-evaluated GDP


def test_foreign_firms_part_needs_both_figures_of_one_document():
    assert peers.foreign_part(Known(REAL, DAY), OLD)["percent"] == pytest.approx(100 * 643.8 / 695)
    assert peers.foreign_part(Known(REAL, date(2022, 1, 1)), OLD) is None


def test_every_figure_of_the_peers_has_its_source_in_the_list():
    study = open_study("thai-nguyen", border="pre-2025")
    assert findings.productivity(study).parts["productivity"]["computed"]
    before = {row["source"] for row in study.cited.records()}
    claims = findings.productivity_compared(study).parts["peers"]
    cited = {row["source"] for row in study.cited.records()}
    region = [p for p in provinces.units(REAL, "pre-2025") if p.region == OLD.region]
    for place in region:  # 2022: GRDP and employed persons of each of the 14
        level = Known(REAL, study.as_of).series("grdp_current", place, measure="gso", price_basis="current").table
        assert level.at[2022, "source"] in cited
        assert employed.series(Known(REAL, study.as_of), place).table.at[2022, "source"] in cited
    nation = provinces.find("vn", REAL)
    official = growth.published_growth(Known(REAL, study.as_of), "labour_productivity_growth", nation)
    assert official.at[2022, "refs"].split("|")[0] in cited
    assert {ref.split("|")[0] for ref in claims["level"]["refs"] + claims["growth"]["refs"]} <= cited
    assert len(cited) > len(before)


@pytest.mark.parametrize("border", ["pre-2025", "2025"])
def test_every_yearly_rate_and_level_shown_has_its_source_in_the_list(border):
    study = open_study("thai-nguyen", border=border)
    claims = findings.productivity_compared(study).parts["peers"]
    cited = {row["source"] for row in study.cited.records()}
    for rates in (growth.real_growth, employed.rates):
        table = rates(study.known, study.place)
        assert {ref.split("|")[0] for refs in table["refs"] for ref in refs.split(";")} <= cited
    for row in claims["prices"]:
        assert row["refs"] and {ref.split("|")[0] for ref in row["refs"]} <= cited
