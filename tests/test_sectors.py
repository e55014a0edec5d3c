"""Growth of productivity by sector: worked by hand, adding up on any panel, refusals."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from conftest import REAL
from hypothesis import given
from hypothesis import strategies as st

from cds_analysis import findings
from cds_analysis.data import provinces
from cds_analysis.data.known import Known
from cds_analysis.errors import ModelError, SeriesError
from cds_analysis.series import sectors as decompose
from cds_analysis.study import open_study


def sectors(constant, employed, current=None) -> pd.DataFrame:
    table = pd.DataFrame({"constant": constant, "employed": employed, "current": current or constant}, dtype=float)
    return table.set_axis(["farms", "plants", "shops", "rest"][: len(table)])


# 100 persons: 60 on farms make 1 each, 40 in plants 3.5 each, Z0 = 2; later 50 make 1.2, 50 make 4, Z1 = 2.6
BEFORE, AFTER = sectors([60, 140], [60, 40], [60, 140]), sectors([60, 200], [50, 50], [90, 210])


def test_shift_share_by_hand():
    found = decompose.shift_share(BEFORE, AFTER)
    assert found.loc["farms"].tolist() == pytest.approx([6.0, -5.0, -1.0])  # 0.6 x 0.2, -0.1 x 1, -0.1 x 0.2, over 2
    assert found.loc["plants"].tolist() == pytest.approx([10.0, 17.5, 2.5])  # 0.4 x 0.5, 0.1 x 3.5, 0.1 x 0.5
    assert found.to_numpy().sum() == pytest.approx(30.0)


def test_mcmillan_and_rodrik_by_hand():
    found = decompose.mcmillan_rodrik(BEFORE, AFTER)
    assert found["within"].tolist() == pytest.approx([6.0, 10.0])
    assert found["structural"].tolist() == pytest.approx([-6.0, 20.0])  # -0.1 x 1.2, 0.1 x 4, over 2


def test_gead_by_hand():
    # deflators 1, 1 and 1 before; 1.5, 1.05 and 300 / 260 later: relative prices 1.3 and 0.91
    found = decompose.gead(BEFORE, AFTER)
    size = [1.3 * 50 / 60 - 1, 0.91 * 50 / 40 - 1]
    assert found["within"].tolist() == pytest.approx([0.3 * 20, 0.7 * 100 / 7])
    assert found["size"].tolist() == pytest.approx([30 * size[0], 70 * size[1]])
    assert found.to_numpy().sum() == pytest.approx(30.0)


def test_product_taxes_by_hand():
    # value added per person 2.0 to 2.6, taxes 20 to 52: GDP 220 to 312 for 100 persons
    found = decompose.product_taxes((200, 260), (220, 312), (100, 100))
    assert found["value_added"] == pytest.approx(30.0)
    assert found["taxes"] == pytest.approx(100 * (1.2 / 1.1 - 1) * 1.3)
    assert found["total"] == pytest.approx(100 * (312 / 220 - 1))


@st.composite
def panels(draw):
    """Up to twelve sectors of any size; from year to year each amount halves at most or doubles at most."""
    n = draw(st.integers(1, 12))
    amounts, ratios = (st.lists(st.floats(*ends), min_size=n, max_size=n) for ends in ((0.1, 1000), (0.5, 2)))
    before = pd.DataFrame({c: draw(amounts) for c in ("constant", "current", "employed")})
    return before, before * pd.DataFrame({c: draw(ratios) for c in before})


def growth(before, after, totals=None) -> float:
    totals = totals or (before["constant"].sum(), after["constant"].sum())
    return 100 * (totals[1] / after["employed"].sum() / (totals[0] / before["employed"].sum()) - 1)


def adds_up(parts: float, total: float) -> bool:
    return abs(parts - total) <= 1e-10  # percentage points


@given(panels())
def test_each_adds_up_on_random_panels(panel):
    for method in (decompose.shift_share, decompose.mcmillan_rodrik, decompose.gead):
        assert adds_up(float(method(*panel).to_numpy().sum()), growth(*panel)), method.__name__


@given(panels(), st.floats(0.5, 2), st.floats(0.5, 2))
def test_gead_adds_up_on_chained_volumes_and_with_product_taxes(panel, first, last):
    before, after = panel
    totals = (before["constant"].sum() * first, after["constant"].sum() * last)
    assert adds_up(float(decompose.gead(before, after, totals).to_numpy().sum()), growth(before, after, totals))
    gdp = (totals[0] * 1.1, totals[1] * 1.2)
    split = decompose.product_taxes(totals, gdp, (before["employed"].sum(), after["employed"].sum()))
    assert adds_up(split["total"], growth(before, after, gdp)) and adds_up(split["value_added"], growth(*panel, totals))


@given(panels())
def test_structural_change_is_the_static_and_the_dynamic_part(panel):
    three, two = decompose.shift_share(*panel), decompose.mcmillan_rodrik(*panel)
    assert np.allclose(three["static"] + three["dynamic"], two["structural"], rtol=1e-9, atol=1e-7)


@given(panels())
def test_without_movement_between_sectors_all_growth_is_within(panel):
    before, after = panel
    found = decompose.shift_share(before, after.assign(employed=2 * before["employed"]))
    assert np.allclose(found[["static", "dynamic"]], 0, atol=1e-7)


def test_other_sectors_and_missing_figures_are_refused():
    with pytest.raises(ModelError, match="sectors differ"):
        decompose.shift_share(BEFORE, AFTER.iloc[::-1])
    with pytest.raises(ModelError, match=r"employed of .'plants'. is missing or not positive"):
        decompose.mcmillan_rodrik(BEFORE, sectors([60, 200], [50, float("nan")]))
    with pytest.raises(ModelError, match="no column current"):
        decompose.gead(BEFORE.drop(columns="current"), AFTER)
    with pytest.raises(ModelError, match="all must be positive"):
        decompose.product_taxes((200, 260), (220, 0), (100, 100))


def test_the_nation_by_sector_from_2010_to_2016():
    nation = provinces.find("vn", REAL)
    found = decompose.split(Known(REAL, date(2026, 6, 30)), nation)
    assert (found["first"], found["last"]) == (2010, 2016)
    assert adds_up(found["total"], 100 * (3054470 / 53302.8 / (2157828 / 49048.5) - 1))  # published GDP, summed persons
    for method in ("shift_share", "mcmillan_rodrik", "gead"):
        assert adds_up(sum(sum(row.values()) for row in found[method].values()), found["value_added"])
    assert found["shift_share"]["services"]["within"] == pytest.approx(8.62, abs=0.005)


def test_a_province_and_an_earlier_day_have_no_sectors():
    with pytest.raises(SeriesError, match="employed_agriculture, thai-nguyen"):
        decompose.split(Known(REAL, date(2026, 6, 30)), provinces.find("thai-nguyen", REAL))
    early = findings.sectors(open_study("thai-nguyen", border="pre-2025", as_of="2019-08-05"))
    assert early.parts["sectors"]["own"] is None and early.parts["sectors"]["nation"] is None
    assert early.table("parts") is None
