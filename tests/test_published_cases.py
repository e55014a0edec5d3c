"""The published methods on cases, cuts and statements that others published; facts only, each with where it was seen.

Where a published rule differs from ours the difference is tested too, and named in docs/methods.md.
"""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cds_analysis.judging import published_methods
from cds_analysis.judging.published_methods import Course

# sdg-build, tests/assets/progress-calculation: indicators 1-2-1 (whole country), 3-3-3, 3-1-1 with their targets; the
# base year there is 2015, the target's year 2030, the direction negative.
LOW_INCOME = {2015: 14.5, 2016: 12.8, 2017: 11.7, 2018: 11.0, 2019: 10.1}
INDICATOR_3_3_3 = {2015: 1.55, 2016: 1.69, 2017: 1.65, 2018: 1.62, 2019: 1.82}
INDICATOR_3_1_1 = {2015: 7.060817171907362, 2019: 7.526112923948628}


def course(points: dict[int, float], target: float, by: int = 2030, *, rising: bool = False) -> Course:
    reached = points[max(points)] >= target if rising else points[max(points)] <= target
    return Course(points, target, by, rising, reached)


def test_open_sdg_low_income_in_canada_to_be_halved():
    """ProgressMeasure.py: -1 x ((10.1 / 14.5)^(1/4) - 1) / |(7.25 / 14.5)^(1/15) - 1| = 0.08644 / 0.04516 = 1.914."""
    found = published_methods.read(published_methods.growth_ratio, course(LOW_INCOME, 7.25))
    assert (round(found.ratio, 3), found.label) == (1.914, "on_track")


def test_open_sdg_replaces_a_target_of_zero_and_we_do_not():
    """There 0 becomes 0.001: -((1.82 / 1.55)^(1/4) - 1) / |(0.001 / 1.55)^(1/15) - 1| = -0.0410 / 0.3872 = -0.106."""
    found = published_methods.read(published_methods.growth_ratio, course(INDICATOR_3_3_3, 0.001))
    assert (round(found.ratio, 3), found.label) == (-0.106, "deterioration")
    assert published_methods.read(published_methods.growth_ratio, course(INDICATOR_3_3_3, 0.0)).reason == "sign_change"


def test_open_sdg_calls_a_series_past_its_target_achieved_and_we_say_that_there_was_no_way_to_go():
    """Indicator 3-1-1: 7.06 in 2015 against a target of 70 or less."""
    found = course(INDICATOR_3_1_1, 70.0)
    assert found.achieved and published_methods.read(published_methods.growth_ratio, found).reason == "base_at_target"


@pytest.mark.parametrize(
    ("ratio", "label"),
    [
        (0.951, "on_track"),
        (0.949, "acceleration_needed"),
        (0.601, "acceleration_needed"),
        (0.599, "limited"),
        (0.001, "limited"),
        (-0.001, "deterioration"),
    ],
)
@pytest.mark.parametrize("rising", [True, False])
def test_open_sdg_cuts_of_the_growth_ratio(ratio, label, rising):
    """open-sdg, docs/progress-methodology.md: from 95 %, 60 %, 0 %; here 2 % a year are required, up or down."""
    rate = 0.02 if rising else -0.02
    points = {2015: 100.0, 2025: 100.0 * (1 + rate * ratio) ** 10}
    found = published_methods.read(
        published_methods.growth_ratio, course(points, 100.0 * (1 + rate) ** 15, rising=rising)
    )
    assert found.ratio == pytest.approx(ratio) and found.label == label


def test_open_sdg_turns_the_direction_where_all_values_are_negative():
    """Same page: -10 towards -5, more being better; (1 - 0.75^(1/5)) / (1 - 0.5^(1/10)) = 0.0559 / 0.0670 = 0.835."""
    found = published_methods.read(published_methods.growth_ratio, course({2020: -10.0, 2025: -7.5}, -5.0, rising=True))
    assert (round(found.ratio, 3), found.label) == (0.835, "acceleration_needed")


@pytest.mark.parametrize(
    ("last", "expected", "score", "label"),
    [
        (14.0, 20.566, 3, "on_track"),  # 1.057
        (13.0, 17.545, 2, "fair"),  # 0.755
        (11.0, 12.266, 2, "limited"),  # 0.227
        (10.2, 10.434, 1, "no_progress"),  # 0.043
        (9.8, 9.576, 1, "deterioration"),  # -0.042
    ],
)
def test_un_formula_by_hand_and_the_three_scores_of_the_basque_office(last, expected, score, label):
    """EUSTAT-DES/site, metodologia.md: v (v / v_b)^((2030 - t)/(t - b)), its part of the way; 3 from 0.95, 2 from 0.1.

    From 10 in 2015 to `last` in 2022, 20 wanted: 14 x 1.4^(8/7) = 20.566, and so on. Our names split scores 2 and 1.
    """
    found = published_methods.read(
        published_methods.projection_ratio, course({2015: 10.0, 2022: last}, 20.0, rising=True)
    )
    assert last * (last / 10) ** (8 / 7) == pytest.approx(expected, abs=0.001)
    assert found.ratio == pytest.approx((expected - 10) / 10, abs=0.001)
    assert (found.label, 3 if found.ratio >= 0.95 else 2 if found.ratio >= 0.10 else 1) == (label, score)


def test_a_newest_value_at_the_target_counts_as_reached_whatever_the_trend():
    """The first exception of the same page."""
    found = course({2015: 10.0, 2021: 25.0, 2022: 20.5}, 20.0, rising=True)
    assert {
        published_methods.read(m, found).label
        for m in (published_methods.growth_ratio, published_methods.projection_ratio)
    } == {"achieved"}


def test_tertiary_education_in_the_eu_on_the_way_to_40_percent():
    """Eurostat releases STAT/18/3530 and STAT/19/2288: 23.6 % in 2002, 39.9 in 2017, 40.7 in 2018; 40 by 2020.

    (39.9 / 23.6)^(1/15) - 1 = 3.563 %, (40 / 23.6)^(1/18) - 1 = 2.974 %: R = 1.198. In 2018 the target was crossed, as
    the second release says. Eurostat's own label was not seen.
    """
    almost = course({2002: 23.6, 2017: 39.9}, 40.0, 2020, rising=True)
    found = published_methods.read(published_methods.growth_ratio, almost)
    assert (round(found.ratio, 3), found.label) == (1.198, "on_track")
    crossed = course({2002: 23.6, 2017: 39.9, 2018: 40.7}, 40.0, 2020, rising=True)
    assert published_methods.read(published_methods.growth_ratio, crossed).label == "achieved"


def test_early_leavers_in_the_eu_on_the_way_below_10_percent():
    """Eurostat, 25 April 2018: 15.3 % in 2006, 10.6 in 2017, below 10 by 2020: -3.281 against -2.992 %, 1.097."""
    found = published_methods.read(published_methods.growth_ratio, course({2006: 15.3, 2017: 10.6}, 10.0, 2020))
    assert (round(found.ratio, 3), found.label) == (1.097, "on_track")


@given(st.floats(-5, 5), st.integers(3, 12))
def test_unece_asks_to_reverse_a_trend_that_runs_against_the_target(slope, years):
    """w3.unece.org/sdg2024, progress assessment: red where the trend runs counter to the desired direction, green where
    the pace is enough. On a straight line from 50 towards 100 that is the sign of its slope, and 50 points in all."""
    points = {2010 + k: 50.0 + slope * k for k in range(years)}
    found = published_methods.read(published_methods.anticipated_progress, Course(points, 100.0, 2030, True, False))
    if abs(slope) < 1e-3:
        return
    assert (found.label == "reverse") == (slope < 0)
    if slope * 20 >= 50:
        assert found.label == "will_meet"
    elif slope * 20 < 44:
        assert found.label != "will_meet"


def test_sicherl_the_employment_rate_of_the_eu_was_2_8_years_late_in_2007():
    """gaptimer.eu, 29 September 2008: "about 2.8 years behind the line to target", 70 % in 2010 from 2000 on.

    Eurostat's rates of the time (Euractiv, July 2008): 62.1 % in 2000, 64.5 in 2006, 65.4 in 2007. 3.3 of
    7.9 points are 4.18 of ten years.
    """
    found = published_methods.read(
        published_methods.time_distance, course({2000: 62.1, 2006: 64.5, 2007: 65.4}, 70.0, 2010, rising=True)
    )
    assert (round(found.ratio, 1), found.label) == (-2.8, "behind")


def test_sicherl_china_reached_the_poverty_target_of_2015_in_2002():
    """P. Sicherl, "MDG implementation in the time distance perspective", 2013: a time lead of 13 years."""
    for first in (60.0, 80.0):  # halving: the lead at the target's level does not depend on where it began
        found = published_methods.read(
            published_methods.time_distance, course({1990: first, 2002: first / 2}, first / 2, 2015)
        )
        assert (found.ratio, found.label) == (pytest.approx(13), "achieved")


@given(st.floats(0.5, 3), st.floats(0.001, 0.4))
def test_sicherl_a_value_below_the_start_is_late_by_more_than_the_time_passed(first, loss):
    """gaptimer.eu, 29 September 2008: R&D of the EU27 in 2006 below 2000, "more than 6 years in a 6 year period".

    There a minus stands for years ahead, here for years behind.
    """
    found = published_methods.read(
        published_methods.time_distance, course({2000: first, 2006: first - loss}, 3.5, 2010, rising=True)
    )
    assert found.ratio < -6 and found.label == "behind"
    assert math.isclose(found.ratio, -6 - 10 * loss / (3.5 - first), rel_tol=1e-6)
