"""What the old units say of a merged one."""

import math
from datetime import date

import pytest
from conftest import REAL
from hypothesis import given
from hypothesis import strategies as st

from cds_analysis.data import provinces
from cds_analysis.data.known import Known, newest
from cds_analysis.series import merged, productivity

DAY = newest(REAL).day
level, percent = st.floats(0.1, 1e6), st.floats(0, 100)


def of(slug: str, as_of: date = DAY) -> dict[str, dict]:
    return merged.rebuild(Known(REAL, as_of), provinces.find(slug, REAL, "2025"))


@given(st.lists(level, min_size=1, max_size=3), st.booleans())
def test_a_sum_is_that_of_its_parts_and_at_least_what_is_known(values, missing):
    parts = {str(i): v for i, v in enumerate(values)} | ({"gap": None} if missing else {})
    low, high = merged.total(parts)
    assert low == pytest.approx(sum(values)) and high == (math.inf if missing else low)


@given(st.lists(st.tuples(level, level), min_size=1, max_size=4))
def test_a_rebuilt_ratio_lies_between_those_of_its_parts(pairs):
    numerators, denominators = ({str(i): p[end] for i, p in enumerate(pairs)} for end in (0, 1))
    ratios = [n / d for n, d in pairs]
    value = merged.ratio(numerators, denominators)
    assert min(ratios) * (1 - 1e-9) <= value <= max(ratios) * (1 + 1e-9)
    weighted = merged.weighted({s: (r, r) for s, r in zip(numerators, ratios, strict=True)}, denominators)
    assert weighted == pytest.approx((value, value))  # the same by weights as by numerators


@given(st.lists(st.tuples(percent, level), min_size=1, max_size=3), level, percent, percent, st.floats(0, 1))
def test_bounds_hold_the_true_value_for_any_value_of_the_missing_part(known, weight, one, other, at):
    low, high = sorted((one, other))
    true = low + at * (high - low)
    weights = {str(i): w for i, (_, w) in enumerate(known)} | {"gap": weight}
    parts = {str(i): (v, v) for i, (v, _) in enumerate(known)}
    bounds = merged.weighted(parts | {"gap": (low, high)}, weights)
    value = merged.weighted(parts | {"gap": (true, true)}, weights)[0]
    assert bounds[0] - 1e-9 <= value <= bounds[1] + 1e-9


def test_thai_nguyen_from_its_two_parts():
    found = of("thai-nguyen")
    assert found["grdp_current"]["low"] == pytest.approx(156_304 + 18_786) and found["grdp_current"]["exact"]  # 2024
    assert found["employed"]["low"] == pytest.approx(602.9 + 147.1)
    assert found["labour_productivity"]["low"] == pytest.approx((144_473.9 + 15_260.0) / 750)  # 2022
    plain = sum(found["labour_productivity"]["parts"].values()) / 2
    assert found["labour_productivity"]["low"] > plain + 40  # a plain mean of the parts would be far off
    share = found["digital_economy_share"]
    assert share["parts"] == {"thai-nguyen": 31.4, "bac-kan": None} and not share["exact"]
    weight = 16_946.8 / (149_105.6 + 16_946.8)  # GRDP of 2023
    assert (share["low"], share["high"]) == pytest.approx(
        (31.4 * (1 - weight) + 4 * weight, 31.4 * (1 - weight) + 10 * weight)
    )
    assert found["dti_rank"]["how"] == "cannot" and found["dti_rank"]["reason"] == "rank"


def test_a_part_without_a_bridge_may_have_any_share():
    share = of("bac-ninh")["digital_economy_share"]
    assert share["assumed"] == {"bac-giang": (0, 100)}
    assert share["high"] - share["low"] == pytest.approx(100 * share["weights"]["bac-giang"])


@pytest.mark.parametrize("place", [p for p in provinces.units(REAL, "2025") if not p.unchanged], ids=lambda p: p.slug)
def test_every_merged_unit_agrees_with_its_parts(place):
    found = of(place.slug)
    ratios = ["digital_economy_share", "grdp_growth", "labour_productivity"]
    assert list(found) == [*ratios, *merged.LEVELS, "dti_rank"]
    for row in found.values():
        if row["how"] == "sum":
            assert set(row["parts"]) == set(place.predecessors) and row["exact"] == (None not in row["parts"].values())
        if row["how"] in ("ratio", "weighted"):
            ends = [(v, v) if v is not None else row["assumed"][s] for s, v in row["parts"].items()]
            assert min(e[0] for e in ends) <= row["low"] <= row["high"] <= max(e[1] for e in ends)
    productive = found["labour_productivity"]
    if productive["how"] == "ratio":
        level = productivity.level(Known(REAL, DAY), place)
        assert level.at[productive["year"], "derived"] == pytest.approx(productive["low"])


def test_what_was_not_merged_or_not_yet_known_is_not_rebuilt():
    assert merged.rebuild(Known(REAL, DAY), provinces.find("thai-nguyen", REAL, "pre-2025")) == {}
    assert merged.rebuild(Known(REAL, DAY), provinces.find("ha-noi", REAL, "2025")) == {}
    early = of("thai-nguyen", date(2018, 12, 31))
    assert early["digital_economy_share"]["reason"] == "no_part" and early["labour_productivity"]["how"] == "cannot"


def test_beside_it_stands_what_is_published_on_the_new_border_with_its_field():
    rows = {r["indicator"]: r for r in merged.claims(Known(REAL, DAY), provinces.find("thai-nguyen", REAL, "2025"))}
    published = rows["dti_rank"]["published"]
    assert (published["value"], published["field"], published["period"]) == (8, 34, "2024")
    assert rows["grdp_growth"]["published"]["value"] == pytest.approx(6.33, abs=0.01)  # the newest print, no bound
    assert all(r["refs"] for r in rows.values() if r["how"] != "cannot")
