"""Reference class, offsets of measures, borders, and the state-space model of a share."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from conftest import DAY, REAL
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit, logit

from cds_analysis.data import provinces
from cds_analysis.data.known import Known
from cds_analysis.errors import ModelError
from cds_analysis.forecasting import pooled, pooled_share
from cds_analysis.forecasting.pooled_share import Reading, Reference
from cds_analysis.series import growth, share

REFERENCE = Reference(drift=0.05, drift_sd=0.02, sigma=0.05, freedom=8, places=3, changes=11, revision=0.02)


def line(start: float, slope: float, years: int) -> pd.Series:
    return pd.Series(100 * expit(logit(start / 100) + slope * np.arange(years)), index=range(2020, 2020 + years))


def test_straight_lines_give_their_mean_slope_and_no_shock():
    found = pooled_share.reference({"a": line(10, 0.1, 4), "b": line(20, 0.3, 3)}, 0.0)
    assert found.drift == pytest.approx(0.2)
    assert found.sigma == pytest.approx(0, abs=1e-9)
    assert (found.places, found.changes, found.freedom) == (2, 5, 3)
    # between: variance of 0.1 and 0.3 is 0.02; error of their mean 0.02 / 2
    assert found.drift_sd == pytest.approx(np.sqrt(0.02 + 0.01))


def test_a_place_with_two_figures_is_no_reference():
    with pytest.raises(ModelError, match="a reference class needs 2"):
        pooled_share.reference({"a": line(10, 0.1, 4), "b": line(20, 0.3, 2)}, 0.0)


def test_a_revision_is_measured_on_the_logit_scale():
    first, latest = pd.Series({2022: 50.0, 2023: 40}), pd.Series({2022: 100 * expit(0.3), 2023: 40})
    assert pooled_share.revision_spread(first, latest) == pytest.approx(np.sqrt(0.3**2 / 2))


def test_an_offset_without_noise_is_found_exactly():
    rows = [
        ("a", 2021, 10.0, 0.0),
        ("a", 2022, 10.0, 0.1),
        ("a", 2023, 10.0, 0.2),
        ("b", 2022, 20.0, 0.1),
        ("c", 2022, 30.0, 0.1),
    ]
    pairs = pd.DataFrame([{"place": p, "year": y, "base": b, "other": b * np.exp(0.2 + e)} for p, y, b, e in rows])
    offset = pooled_share.measure_offset(pairs)
    assert (offset.slope, offset.level, offset.sd) == (
        pytest.approx(0.1),
        pytest.approx(0.3),
        pytest.approx(0, abs=1e-9),
    )
    assert offset.ratio(2024) == pytest.approx(np.exp(0.5))
    assert (offset.pairs, offset.places) == (5, 3)


def test_one_place_alone_gives_no_offset():
    pairs = pd.DataFrame({"place": ["a", "a"], "year": [2021, 2022], "base": [1.0, 2], "other": [2.0, 3]})
    with pytest.raises(ModelError, match="an offset needs 2 places"):
        pooled_share.measure_offset(pairs)


def test_a_share_across_a_border_is_bounded():
    place = provinces.find("thai-nguyen", REAL, "2025")
    found = share.cross(Known(REAL, DAY), place, 2023, 31.4, share.BASE)
    assert [found[name] for name in ("part", "part_low", "part_high")] == ["bac-kan", 4, 10]
    assert found["low"] == pytest.approx(31.4 - found["weight"] * (31.4 - 4)) and 0.05 < found["weight"] < 0.15
    assert found["high"] == pytest.approx(31.4 - found["weight"] * (31.4 - 10))


def test_paths_pass_through_an_exact_reading_and_fan_out():
    forecast = pooled_share.share_forecast([Reading(2025, 30.0, 1e-4, "base")], REFERENCE, 2030, paths=1_000)
    table = forecast.table
    assert table.loc[2025, "median"] == pytest.approx(30.0, abs=0.05)
    widths = forecast.interval(0.8).diff(axis=1)["high"]
    assert widths.loc[2026:].is_monotonic_increasing and widths[2025] < 0.1
    assert np.all((forecast.paths > 0) & (forecast.paths < 100))


def test_one_reading_moves_as_the_reference_class():
    forecast = pooled_share.share_forecast([Reading(2025, 50.0, 1e-4, "base")], REFERENCE, 2029, paths=4_000)
    assert forecast.median[2029] == pytest.approx(100 * expit(4 * 0.05), abs=0.5)


def test_many_readings_move_as_the_place_itself():
    own = [Reading(int(y), float(v), 1e-3, "base") for y, v in line(30, -0.1, 6).items()]
    steady = Reference(0.05, 0.2, 0.01, 50, 20, 60, 0.0)
    forecast = pooled_share.share_forecast(own, steady, 2027, paths=1_000)
    assert forecast.median[2027] == pytest.approx(100 * expit(logit(0.30) - 0.1 * 7), abs=0.7)


def test_a_vague_reading_changes_little_and_a_sharp_one_much():
    base = [Reading(2025, 30.0, 0.02, "base")]
    with_vague = pooled_share.share_forecast([*base, Reading(2024, 50.0, 3.0, "other")], REFERENCE, 2030, paths=1_000)
    with_sharp = pooled_share.share_forecast([*base, Reading(2024, 35.0, 0.02, "base")], REFERENCE, 2030, paths=1_000)
    alone = pooled_share.share_forecast(base, REFERENCE, 2030, paths=1_000)
    assert with_vague.median[2025] == pytest.approx(alone.median[2025], abs=0.3)
    assert with_sharp.median[2030] < alone.median[2030] - 0.5


def test_a_reading_between_bounds_lies_between_them():
    reading = pooled_share.reading_between(2023, 28.8, 29.4, 0.0)
    assert 28.8 < reading.value < 29.4 and reading.sd > 0


def test_no_reading_is_refused():
    with pytest.raises(ModelError, match="nothing to start from"):
        pooled_share.share_forecast([], REFERENCE, 2030)


def test_the_same_seed_gives_the_same_paths():
    one, two = (
        pooled_share.share_forecast([Reading(2025, 30.0, 0.02, "base")], REFERENCE, 2027, paths=200).paths
        for _ in range(2)
    )
    assert np.array_equal(one, two)


def test_one_reading_leaves_the_movement_to_the_reference_class():
    found = pooled_share.shrinkage([Reading(2025, 50.0, 0.02, "base")], REFERENCE)
    assert (found["weight"], found["own"], found["own_sd"]) == (0, None, None)
    assert (found["joined"], found["joined_sd"]) == (pytest.approx(0.05), pytest.approx(0.02))
    assert pooled_share.in_points(0.04, found["level"]) == pytest.approx(1.0)  # 100 x 0.5 x 0.5 x 0.04


def test_exact_readings_are_weighed_against_the_spread_between_places():
    """Readings 4 years apart without error: their drift has variance sigma^2 / 4 = 0.000625, the prior's is 0.0004."""
    readings = [Reading(y, float(v), 1e-6, "base") for y, v in zip((2021, 2025), (50, 100 * expit(0.4)), strict=True)]
    found = pooled_share.shrinkage(readings, REFERENCE)
    assert found["weight"] == pytest.approx(0.0004 / (0.0004 + 0.000625), abs=1e-4)
    assert found["own"] == pytest.approx(0.1, abs=1e-4) and found["own_sd"] == pytest.approx(0.025, abs=1e-4)
    assert found["joined"] == pytest.approx(found["weight"] * 0.1 + (1 - found["weight"]) * 0.05, abs=1e-5)


@given(
    st.lists(st.tuples(st.integers(2018, 2026), st.floats(1, 99), st.floats(0.001, 0.5)), min_size=1, max_size=6),
    st.floats(0.001, 0.5),
    st.floats(0.005, 0.3),
)
def test_the_weight_of_own_readings_lies_between_nothing_and_all(figures, drift_sd, sigma):
    readings = [Reading(year, value, sd, "base") for year, value, sd in figures]
    found = pooled_share.shrinkage(readings, replace(REFERENCE, drift_sd=drift_sd, sigma=sigma))
    assert 0 <= found["weight"] <= 1 and found["joined_sd"] <= found["prior_sd"] * (1 + 1e-9)
    if found["own"] is not None:
        own, prior = found["weight"] * found["own"], (1 - found["weight"]) * found["prior"]
        assert found["joined"] == pytest.approx(own + prior, abs=1e-6)


def test_a_newer_publication_joins_by_a_year_that_both_print():
    """One stands still at 50 %; another, on a higher level, moves by 0.4 on logits from 2021 to 2023."""
    rows = [("a", 2020, 50.0), ("a", 2021, 50.0), ("a", 2022, 50.0)]
    rows += [("b", 2021, 80.0), ("b", 2023, 100 * expit(logit(0.8) + 0.4)), ("c", 2024, 99.0)]  # c prints no other year
    table = pd.DataFrame(rows, columns=["vintage", "year", "value"]).assign(measure="m")
    found = growth.linked(table.assign(known=table["vintage"].map({"a": 1, "b": 2, "c": 3})))
    assert found.to_dict() == pytest.approx({2020: 50, 2021: 50, 2022: 50, 2023: 100 * expit(0.4)})


def test_the_nations_newest_release_is_in_its_movement():
    """14.02 % of 2025 stands beside 12.87 of 2021 in one release; 2020-2024 in the one before, 12.87 of 2021 too."""
    nation = share.reference_class(Known(REAL, DAY)).members["vn"]
    assert (nation.first, nation.last) == (2020, 2025)
    assert nation.drift == pytest.approx((logit(0.1402) - logit(0.1266)) / 5, abs=1e-6)


def test_movement_is_borrowed_on_three_scales():
    """One point a year at 10 and 20 % is, at 50 %, 0.01 / 0.25 on logits; 5 % a year is 0.05 / 0.5."""
    points = pooled_share.reference({"a": pd.Series([10, 11, 12.0]), "b": pd.Series([20, 21, 22, 23.0])}, 0.0)
    rising = np.exp(0.05 * np.arange(4))
    logs = pooled_share.reference({"a": pd.Series(10 * rising), "b": pd.Series(20 * rising)}, 0.0)
    here = [Reading(2025, 50.0, 1e-4, "base")]
    assert pooled_share.at_level(points, here)[1, 0] == pytest.approx(0.04)
    assert pooled_share.at_level(logs, here)[2, 0] == pytest.approx(0.10)


def test_a_third_of_the_paths_goes_by_each_scale():
    """At 50 % a movement of 0.02 in shares is 0.08 on logits, one of 0.03 in logarithms 0.06."""
    still = replace(REFERENCE, sigma=1e-9, drift_sd=0.0)  # 0.05 on logits
    thirds = replace(still, others=(replace(still, drift=0.02), replace(still, drift=0.03)))
    here = [Reading(2025, 50.0, 1e-9, "base")]
    assert pooled_share.averaged(thirds, here).drift == pytest.approx((0.05 + 0.08 + 0.06) / 3)
    moved = logit(pooled_share.share_forecast(here, thirds, 2026, paths=300).in_year(2026) / 100)
    assert np.sort(moved) == pytest.approx(np.repeat([0.05, 0.06, 0.08], 100), abs=1e-4)


def test_drifts_of_places_are_normal():
    """A scaled chi-square with 2 degrees of freedom would put one drift in 100 beyond 10 of their spreads."""
    still = replace(REFERENCE, drift=0.0, drift_sd=0.02, sigma=1e-9)
    moved = logit(pooled_share.share_forecast([Reading(2025, 50.0, 1e-9, "base")], still, 2026).in_year(2026) / 100)
    assert moved.std() == pytest.approx(0.02, rel=0.05) and np.abs(moved).max() < 5 * 0.02


def test_movement_is_as_wide_as_asked_from_the_newest_figure_on():
    here = [Reading(2025, 50.0, 1e-9, "base")]
    wide = logit(pooled_share.share_forecast(here, REFERENCE, 2028).paths / 100)
    told = logit(pooled_share.share_forecast(here, replace(REFERENCE, loose=(0.5, 0.25)), 2028).paths / 100)
    middle = np.median(wide, axis=0)
    assert told == pytest.approx(middle + (wide - middle) * [1, 0.5, 0.25, 0.25], abs=1e-6)


def test_chances_of_neighbouring_levels_and_years_agree():
    place = provinces.find("thai-nguyen", REAL, "2025")
    forecast = share.view(Known(REAL, DAY), place, 2031).forecast
    steps = np.diff([(forecast.in_year(2030) >= level).mean() for level in np.arange(20, 45, 0.25)])
    assert steps.max() <= 0 and steps.min() > -0.06  # no leap between levels a quarter of a point apart
    each = [(forecast.in_year(year) >= 30).mean() for year in (2030, 2031)]
    assert (forecast.paths[:, -2:] >= 30).all(axis=1).mean() <= min(each)
    assert forecast.interval(0.8).diff(axis=1)["high"].loc[2025:].is_monotonic_increasing


def test_no_reading_is_nothing_to_weigh():
    with pytest.raises(ModelError, match="nothing to weigh"):
        pooled_share.shrinkage([], REFERENCE)


def test_the_movement_of_each_sister_is_kept():
    found = pooled_share.reference({"a": line(10, 0.1, 4), "b": line(20, 0.3, 3)}, 0.0)
    assert [(name, round(m.drift, 6), m.first, m.last) for name, m in found.members.items()] == [
        ("a", 0.1, 2020, 2023),
        ("b", 0.3, 2020, 2022),
    ]


def growing(start: float, rate: float, years: int) -> pd.Series:
    return pd.Series(np.log(start) + rate * np.arange(years), index=range(2020, 2020 + years), dtype=float)


def test_two_places_of_one_constant_growth_give_that_growth():
    found = pooled.pool({name: pooled.walk(growing(size, 0.1, 4)) for name, size in (("a", 50), ("b", 700))})
    assert (found.drift, found.sigma, found.drift_sd) == (pytest.approx(0.1), *[pytest.approx(0, abs=1e-7)] * 2)
    paths = np.exp(pooled.onward(np.log(324), found, np.array([1.0, 2.5])))
    assert paths == pytest.approx(np.broadcast_to(324 * np.exp([0.1, 0.25]), paths.shape))


def test_of_one_series_alone_places_may_stand_still_or_go_twice_as_fast():
    """Changes 0.1 and 0.3 a year: drift 0.2, shock 0.1 root 2; a place differs by the drift and its error, 0.1."""
    one = pooled.pool({"a": pooled.walk(pd.Series([0.0, 0.1, 0.4, 0.6], index=range(4)))})
    assert one.drift == pytest.approx(0.2) and one.sigma == pytest.approx(0.1)
    assert one.drift_sd == pytest.approx(np.sqrt(0.2**2 + 0.1**2 / 3))


def test_a_lone_figure_moves_by_the_drift_of_others_and_a_known_walk_by_its_own():
    ref = replace(REFERENCE, drift=0.05, drift_sd=0.02, sigma=0.05)
    lone = pooled.onward(0.0, ref, np.array([4.0]))
    assert 100 * expit(np.median(lone)) == pytest.approx(100 * expit(0.2), abs=0.3)
    own = pooled.Walk(drift=0.3, span=6.25, squares=0.0, changes=5, first=2018, last=2024)
    weight = 0.02**2 / (0.02**2 + 0.05**2 / 6.25)  # 0.5
    moved = pooled.onward(0.0, ref, np.array([1.0]), own)
    assert np.median(moved) == pytest.approx(weight * 0.3 + (1 - weight) * 0.05, abs=0.005)


def test_no_movement_is_taken_across_a_break():
    line = pd.Series([0.0, 0.1, 5.0, 5.1], index=[2020.0, 2021, 2022, 2023])
    found = pooled.walk(line, (2022.0,))
    assert (found.drift, found.span, found.changes) == (pytest.approx(0.1), 2, 2)
    with pytest.raises(ModelError, match="needs 2"):
        pooled.walk(line.iloc[:1])


def test_one_change_tells_no_shock():
    with pytest.raises(ModelError, match="yearly shock needs 2"):
        pooled.pool({"a": pooled.walk(growing(50, 0.1, 2)), "b": pooled.walk(growing(50, 0.1, 3))})
