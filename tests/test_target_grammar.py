"""What each kind of target means, as properties that must hold for every number."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from conftest import DAY, REAL, TINY
from hypothesis import given
from hypothesis import strategies as st

from cds_analysis import progress, scorecard, study, targets, wording
from cds_analysis.forecast import Forecast
from cds_analysis.progress import Figure

GOALS = {t.id: t for t in targets.load(TINY)}
SHARE, GROWTH = GOALS["share_2025"], GOALS["growth_2025"]  # at least 20 % by 2025; 7 % every year of 2021-2025
VALUE = st.floats(0, 100, allow_nan=False)
RATES = st.lists(st.floats(-20, 30, allow_nan=False), min_size=5, max_size=5)


def figure(year: int, value: float) -> Figure:
    return Figure(str(year), value, "=", "final", "office", DAY)


def paths(rows: list[list[float]], first: int = 2021) -> Forecast:
    return Forecast(np.arange(first, first + len(rows[0])), np.array(rows, dtype=float))


@given(VALUE, st.floats(0, 50), st.sampled_from([">=", ">", "=", "~"]))
def test_more_than_asked_is_never_worse_for_a_floor(value, more, comparator):
    target = replace(SHARE, comparator=comparator)
    assert target.holds(value + more) >= target.holds(value)


@given(VALUE, st.floats(0, 50), st.sampled_from(["<=", "<"]))
def test_less_is_never_worse_for_a_ceiling(value, less, comparator):
    target = replace(SHARE, comparator=comparator)
    assert target.holds(value - less) >= target.holds(value)


@given(VALUE, VALUE, VALUE)
def test_between_holds_if_and_only_if_both_bounds_hold(value, one, other):
    low, high = sorted((one, other))
    target = replace(SHARE, value=low, upto=high)
    assert target.between(value) == (low <= value <= high)
    assert target.holds(value) >= target.between(value)  # above the upper end is no miss


@given(st.lists(RATES, min_size=1, max_size=20))
def test_every_year_is_never_likelier_than_any_single_year_or_than_the_average(rows):
    forecast, day = paths(rows), date(2020, 12, 31)
    every = progress.judge_period(GROWTH, {}, forecast, day).probability
    mean = progress.judge_period(replace(GROWTH, basis="average"), {}, forecast, day).probability
    single = [forecast.probability(lambda p, k=k: p[:, k] >= 7) for k in range(5)]
    slack = 1e-12
    assert every <= min(single) + slack and every <= mean + slack


@given(RATES)
def test_an_every_year_target_is_lost_with_its_first_miss_whatever_follows(rates):
    known = {2021: figure(2021, 6.9)} | {2022 + k: figure(2022 + k, r) for k, r in enumerate(rates[:4])}
    verdict = progress.judge_period(GROWTH, known, None, DAY)
    assert (verdict.status, verdict.reason, verdict.years) == ("missed", "lost_in_year", (2021,))


@given(st.lists(st.floats(-20, 30, allow_nan=False), min_size=1, max_size=4))
def test_the_pace_needed_of_an_average_meets_it_exactly(rates):
    target = replace(GROWTH, basis="average")
    known = {2021 + k: figure(2021 + k, r) for k, r in enumerate(rates)}
    needed = progress.judge_period(target, known, None, date(2024, 6, 30)).pace_needed
    full = known | {y: figure(y, needed) for y in range(2021 + len(rates), 2026)}
    assert progress.judge_period(target, full, None, DAY).figure.value == pytest.approx(7)


def test_the_pace_of_an_average_by_hand():
    """7 % a year over 2021-2025 after 5 % four times: 1.07^5 / 1.05^4 = 1.1539."""
    known = {y: figure(y, 5.0) for y in range(2021, 2025)}
    verdict = progress.judge_period(replace(GROWTH, basis="average"), known, None, date(2025, 6, 30))
    assert (verdict.pace_seen, verdict.pace_needed) == (pytest.approx(5), pytest.approx(15.39, abs=0.005))


def test_a_cumulative_target_asks_for_the_sum_and_no_single_year_closes_it():
    """10 in each of five years are 50; one year of 60 alone says nothing of the other four."""
    target = replace(GROWTH, basis="cumulative", value=50.0)
    full = {y: figure(y, 10.0) for y in range(2021, 2026)}
    assert progress.judge_period(target, full, None, DAY).status == "met"
    assert progress.judge_period(replace(target, value=50.1), full, None, DAY).status == "missed"
    one = progress.judge_period(target, {2025: figure(2025, 60.0)}, None, DAY)
    assert (one.status, one.reason) == ("cannot_be_judged", "years_unpublished")


@given(st.lists(VALUE, min_size=1, max_size=12), VALUE)
def test_a_floor_in_every_sector_holds_if_the_lowest_sector_holds(sectors, floor):
    target = replace(SHARE, value=floor)
    assert target.holds(min(sectors)) == all(target.holds(s) for s in sectors)


@given(st.lists(st.lists(VALUE, min_size=2, max_size=2), min_size=1, max_size=20))
def test_two_milestones_together_are_never_likelier_than_either(rows):
    forecast = paths(rows, 2029)
    first, second = replace(SHARE, by=2029), replace(SHARE, by=2030, value=30.0)
    each = [progress.judge_state(t, [], forecast, date(2026, 1, 1)).probability for t in (first, second)]
    both = forecast.probability(lambda p: first.holds(p[:, 0]) & second.holds(p[:, 1]))
    assert both <= min(each) + 1e-12


STRUCTURE = replace(SHARE, comparator="~", value=60.0, indicator=replace(SHARE.indicator, good=""))


@given(VALUE)
def test_a_share_that_is_neither_good_nor_bad_asks_for_equality(value):
    """About 60 % of industry: from 57 to 63, more is a miss too, and every distance is a distance off."""
    assert STRUCTURE.sense == "equal" and STRUCTURE.band == (57, 63)
    assert STRUCTURE.holds(value) == (57 <= value <= 63)
    assert progress.distance(STRUCTURE, value) <= 0


@pytest.mark.parametrize(
    ("sign", "value", "status"), [(">", 63.0, "missed"), ("<", 57.0, "missed"), ("=", 61.0, "met")]
)
def test_a_printed_bound_closes_an_equality_only_where_it_leaves_the_band(sign, value, status):
    printed = replace(figure(2025, value), comparator=sign)
    assert progress.judge_state(STRUCTURE, [printed], None, DAY).status == status
    wide = replace(figure(2025, 30.0), comparator=">")  # over 30: inside the band or not, who knows
    assert progress.judge_state(STRUCTURE, [wide], None, DAY).status == "cannot_be_judged"


def test_about_a_thing_to_be_kept_low_is_a_ceiling():
    low = replace(STRUCTURE, indicator=replace(SHARE.indicator, good="down"))
    assert (low.sense, low.threshold) == ("ceiling", 63)
    assert low.holds(np.array([10.0, 63.0, 63.1])).tolist() == [True, True, False]


def test_every_range_of_the_register_has_its_upper_end_and_is_worded_as_a_range():
    opened = study.open_study("thai-nguyen")
    lows = [t for t in targets.load(REAL) if "range_lower" in t.flags]
    assert lows and all(t.upto is not None and t.upto > t.value for t in lows)
    goal = opened.goals["thai-nguyen_labour_productivity_growth_2030_plan-on-68-nq-tw_low"]
    text = wording.target_text(goal, opened.units, "vi")
    assert text == "từ 8,5% đến 9,5% bình quân mỗi năm giai đoạn 2026-2030"
    verdict = scorecard.judge(opened, goal)
    assert 0 <= verdict.within <= verdict.probability


def test_every_kind_of_the_register_can_be_judged_and_worded():
    opened = study.open_study("thai-nguyen")
    kinds = {(t.basis, t.comparator) for t in opened.targets}
    for target in opened.targets:
        verdict = scorecard.judge(opened, target)
        assert verdict.status in progress.STATUSES and verdict.reason in progress.REASONS
        for lang in ("vi", "en"):
            assert wording.target_text(target, opened.units, lang)
    assert {basis for basis, _ in kinds} == {"by_year", "in_year", "each_year", "average", "cumulative"}
