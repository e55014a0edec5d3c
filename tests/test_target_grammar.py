"""What each kind of target means, as properties that must hold for every number."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from conftest import DAY, REAL, REASONS, TINY
from hypothesis import given
from hypothesis import strategies as st

from cds_analysis.data import targets
from cds_analysis.findings.targets import Targets
from cds_analysis.forecasting.distribution import Forecast
from cds_analysis.judging import progress, scorecard
from cds_analysis.judging.figure import Figure
from cds_analysis.judging.verdict import STATUSES, grade
from cds_analysis.study import study
from cds_analysis.words import telling

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
    single = (forecast.paths >= 7).mean(axis=0)[:5]
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
    both = np.mean(first.holds(forecast.paths[:, 0]) & second.holds(forecast.paths[:, 1]))
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
    text = telling.text("targets.asks", "vi", {"units": opened.known.units}, goal)
    assert text == "bình quân từ 8,5% đến 9,5%/năm giai đoạn 2026-2030"
    verdict = scorecard.judge(opened, goal)
    assert 0 <= verdict.within <= verdict.probability


def test_every_kind_of_the_register_can_be_judged_and_worded():
    opened = study.open_study("thai-nguyen")
    kinds = {(t.basis, t.comparator) for t in opened.targets}
    for target in opened.targets:
        verdict = scorecard.judge(opened, target)
        assert verdict.status in STATUSES and verdict.reason in REASONS
        for lang in ("vi", "en"):
            assert telling.text("targets.asks", lang, {"units": opened.known.units}, target)
    assert {basis for basis, _ in kinds} == {"by_year", "in_year", "each_year", "average", "cumulative"}


TODAY = date(2024, 6, 30)
# Four joint paths of a share in 2024 to 2026 after 24 in 2023, and of a rate in 2024 and 2025.
SHARES = paths([[25, 26, 31], [24, 25, 29], [22, 20, 33], [26, 27, 27]], 2024)
GROWTHS = paths([[8, 8], [8, 6], [6, 9], [5, 6]], 2024)
COUNTS = paths([[500, 700, 3100], [400, 600, 2500], [450, 700, 2900], [600, 800, 3500]], 2024)
PLACES = paths([[9, 8, 7], [9, 11, 12], [8, 12, 9], [7, 6, 15]], 2024)
BY_2026 = replace(SHARE, by=2026)
NEUTRAL = replace(SHARE.indicator, good="")
COUNT = replace(SHARE.indicator, id="firms", kind="count", unit="enterprises")
RANKED = replace(SHARE.indicator, id="dti_rank", kind="rank", unit="rank", good="down")
LOW = replace(SHARE.indicator, good="down")

# A state of 24 in 2023 (four years before: 20), asked for 2026: each with distance, pace needed, probability, verdict.
STATES = {
    "at least 30": (replace(BY_2026, value=30.0), SHARES, (-6, 2, 0.5)),  # 31 and 33
    "more than 29": (replace(BY_2026, comparator=">", value=29.0), SHARES, (-5, 5 / 3, 0.5)),  # 29 is not more
    "about 30": (replace(BY_2026, comparator="~", value=30.0), SHARES, (-6, 2, 0.75)),  # from 28.5
    "at most 28": (replace(BY_2026, comparator="<=", value=28.0, indicator=LOW), SHARES, (4, 4 / 3, 0.25)),
    "less than 27": (replace(BY_2026, comparator="<", value=27.0, indicator=LOW), SHARES, (3, 1, 0.0)),
    "exactly 28": (replace(BY_2026, comparator="=", value=28.0, indicator=NEUTRAL), SHARES, (-4, 4 / 3, 0.5)),
    "between 29 and 32, neither good": (
        replace(BY_2026, value=29.0, upto=32.0, indicator=NEUTRAL),
        SHARES,
        (-5, 5 / 3, 0.5),
    ),
    "29 to 32, more is good": (replace(BY_2026, value=29.0, upto=32.0), SHARES, (-5, 5 / 3, 0.75)),
    "full coverage": (replace(BY_2026, comparator="=", value=100.0), SHARES, (-76, 76 / 3, 0.0)),
}


@pytest.mark.parametrize("kind", STATES)
def test_every_kind_of_state_has_distance_paces_probability_and_verdict(kind):
    target, forecast, (gap, needed, probability) = STATES[kind]
    found = progress.judge_state(target, [figure(2023, 24.0)], forecast, TODAY, pace_seen=1.0)
    assert found.distance == gap and found.pace_needed == pytest.approx(needed) and found.pace_seen == 1.0
    assert (found.probability, found.status) == (probability, grade(probability))


def test_a_count_and_a_rank_too():
    firms = replace(BY_2026, comparator=">", value=3000.0, indicator=COUNT)
    found = progress.judge_state(firms, [figure(2023, 300)], COUNTS, TODAY, pace_seen=100.0)
    assert (found.distance, found.pace_needed, found.probability) == (-2700, 900, 0.5)
    rank = replace(BY_2026, comparator="<=", value=10.0, indicator=RANKED, border="pre-2025")
    found = progress.judge_state(rank, [replace(figure(2023, 13), of=63)], PLACES, TODAY, pace_seen=-1.0)
    assert (found.distance, found.pace_needed, found.probability) == (
        -3,
        -1,
        0.5,
    )  # 7 and 9; three places in three years


def test_inside_a_range_of_structure_nothing_is_missing_and_both_sides_can_miss():
    target = replace(SHARE, by=2023, value=29.0, upto=32.0, indicator=NEUTRAL)
    for value, gap, status in [
        (29, 0, "met"),
        (31, 0, "met"),
        (32, 0, "met"),
        (28.9, -0.1, "missed"),
        (33, -1, "missed"),
    ]:
        found = progress.judge_state(target, [figure(2023, value)], None, TODAY)
        assert (found.status, found.distance) == (status, pytest.approx(gap))
    open_ = progress.judge_state(replace(target, by=2026), [figure(2023, 35.0)], SHARES, TODAY)
    assert open_.pace_needed == -1 and open_.within is None  # down to 32 in three years


# A rate of 9 in 2022 and 8 in 2023, the period 2022-2025: seen 8.4988 a year.
SO_FAR = {2022: figure(2022, 9.0), 2023: figure(2023, 8.0)}
MEAN = 100 * ((1.09 * 1.08) ** 0.5 - 1)
PERIODS = {
    # every year: 8 is one point above the floor; both years to come at 7 or more on the first path alone
    "each_year": (7.0, 1.0, 7.0, MEAN, 0.25),
    # on average: the paths give 8.25, 7.74, 7.99 and 6.99 over the four years
    "average": (7.0, MEAN - 7, 100 * ((1.07**4 / (1.09 * 1.08)) ** 0.5 - 1), MEAN, 0.75),
    # in all: 17 of 32 so far, 7.5 a year to come; the paths give 16, 14, 15 and 11
    "cumulative": (32.0, -15.0, 7.5, 8.5, 0.5),
}


@pytest.mark.parametrize("basis", PERIODS)
def test_every_kind_of_period_has_distance_paces_probability_and_verdict(basis):
    value, gap, needed, seen, probability = PERIODS[basis]
    target = replace(GROWTH, basis=basis, value=value, since=2022, by=2025)
    found = progress.judge_period(target, SO_FAR, GROWTHS, TODAY)
    got = (found.distance, found.pace_needed, found.pace_seen)
    assert got == pytest.approx((gap, needed, seen)) and found.probability == probability
    assert found.status == grade(probability)


def test_a_floor_in_every_sector_is_judged_on_the_lowest_of_joint_paths():
    """Sectors at 12 and 30 now; on two of four joint paths the low one falls short, on a third the high one does."""
    first, second = np.array([[21.0], [19], [25], [18]]), np.array([[30.0], [40], [19], [35]])
    lowest = Forecast(np.array([2026]), np.minimum(first, second))
    found = progress.judge_state(replace(BY_2026, value=20.0), [figure(2023, min(12.0, 30.0))], lowest, TODAY)
    assert (found.distance, found.pace_needed, found.probability) == (-8, pytest.approx(8 / 3), 0.25)


def test_milestones_of_one_goal_are_met_together_on_joint_paths():
    """25 by 2025 on three paths, 30 by 2026 on two, both on the first alone; likewise 700 firms, then over 3,000."""
    one, two = replace(SHARE, by=2025, value=25.0), replace(SHARE, by=2026, value=30.0)
    assert progress.together([one, two], SHARES) == 0.25
    assert [progress.together([t], SHARES) for t in (one, two)] == [0.75, 0.5]
    firms = [
        replace(one, value=700.0, comparator="=", indicator=COUNT),
        replace(two, value=3000.0, comparator=">", indicator=COUNT),
    ]
    assert progress.together(firms, COUNTS) == 0.5
    with pytest.raises(KeyError, match="2031 is outside the forecast"):
        progress.together([replace(two, by=2031)], SHARES)


def test_the_open_milestones_of_hanoi_are_told_together():
    """22 % by 2026 and 40 % by 2030 are open, 30 % by 2025 is settled; Thái Nguyên has one milestone left."""
    opened = study.open_study("ha-noi")
    card = Targets(opened, "other-province").records["card"]
    (found,) = card["milestones"]
    singles = [v["probability"] for v in card["verdicts"] if v["by"] in found["years"]]
    assert found["years"] == [2026, 2030] and 0 <= found["probability"] <= min(singles)
    assert "xác suất đạt tất cả các mốc năm 2026 và 2030" in telling.tell("targets.milestones", "vi", {"card": card})[0]
    own = study.open_study("thai-nguyen")
    card = Targets(own, "interview").records["card"]
    assert card["milestones"] == [] and card["closed"]["year"] == 2025
    assert {s: n for s, n in card["closed"]["counts"].items() if n} == {
        "met": 1,
        "missed": 1,
        "void": 2,
        "on_course": 1,
        "off_course": 2,
        "cannot_be_judged": 4,
    }
    assert telling.text("targets.account", "vi", {"card": card}) == (
        "Đã hết thời hạn năm 2025; trong 11 mục tiêu của năm này: đạt 1; không đạt 1; nhiều khả năng đã đạt 1; "
        "ít khả năng đã đạt 2; không còn áp dụng 2; chưa đủ số liệu để kết luận 4."
    )


def reason(verdict: dict, lang: str) -> str:
    return telling.text("targets.reason", lang, {}, verdict, "percent")


def test_the_wording_of_an_equality_and_of_a_range_of_structure():
    exact = progress.judge_state(STATES["exactly 28"][0], [figure(2023, 24.0)], SHARES, TODAY).as_dict()
    inside = progress.judge_state(
        STATES["between 29 and 32, neither good"][0], [figure(2023, 24.0)], SHARES, TODAY
    ).as_dict()
    assert reason(exact, "vi") == "xác suất lệch không quá 5% mức mục tiêu là 50%"
    assert reason(inside, "vi") == "xác suất nằm giữa hai cận là 50%"
    assert "between the two ends 50%" in reason(inside, "en")
    closed = replace(STRUCTURE, by=2023)
    for value, text in [(60.0, "bằng mục tiêu"), (61.0, "lệch mục tiêu 1 điểm phần trăm, trong biên độ cho phép 5%")]:
        found = progress.judge_state(closed, [figure(2023, value)], None, TODAY).as_dict()
        assert reason(found, "vi") == text
