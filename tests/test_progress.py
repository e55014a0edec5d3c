"""What the verdicts mean."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from conftest import DAY, REASONS, TINY

from cds_analysis.data import targets
from cds_analysis.forecasting.distribution import Forecast
from cds_analysis.judging import progress
from cds_analysis.judging.figure import Figure, births
from cds_analysis.judging.verdict import Verdict
from cds_analysis.words import telling

GOALS = {t.id: t for t in targets.load(TINY)}
SHARE, LATER, GROWTH, RANK = (GOALS[i] for i in ("share_2025", "share_2030", "growth_2025", "rank_2025"))


def figure(
    period: str, value: float, comparator: str = "=", status: str = "final", known: date = DAY, **more
) -> Figure:
    return Figure(period, value, comparator, status, "office", known, **more)


def flat(year: int, values: list[float]) -> Forecast:
    return Forecast(np.array([year]), np.array(values)[:, None])


def test_every_reason_has_its_words():
    for reason in REASONS[1:]:
        record = Verdict(GROWTH, "cannot_be_judged", reason, years=(2022,)).as_dict()
        assert all(len(telling.text("targets.reason", lang, {}, record, "percent")) > 10 for lang in ("vi", "en"))


def test_a_reached_level_is_met_and_the_distance_is_past_the_target():
    verdict = progress.judge_state(SHARE, [figure("2025", 29.53)], None, DAY)
    assert (verdict.status, round(verdict.distance, 2)) == ("met", 9.53)


def test_a_level_below_is_missed():
    assert progress.judge_state(SHARE, [figure("2025", 19.99)], None, DAY).status == "missed"


def test_a_passed_deadline_without_its_figure_is_not_judged():
    verdict = progress.judge_state(SHARE, [figure("2024", 25.0)], None, DAY)
    assert (verdict.status, verdict.reason) == ("cannot_be_judged", "deadline_unpublished")


def test_about_30_is_met_from_28_and_a_half_and_more_is_no_miss():
    assert LATER.threshold == 28.5
    assert LATER.holds(np.array([28.4, 28.5, 40.0])).tolist() == [False, True, True]


def test_a_year_of_our_own_estimate_neither_wins_nor_loses():
    """Every year from 2021 to 2025 is asked; 2021-2024 hold, 2025 is drawn: 8 in one half of the samples, else 6.

    It gives a probability, never met or missed.
    """
    rates = {y: figure(str(y), 7.5) for y in range(2021, 2025)}
    drawn = {2025: np.array([8.0, 6.0])}
    verdict = progress.judge_period(GROWTH, rates, None, date(2026, 6, 30), drawn=drawn)
    assert (verdict.status, verdict.reason, verdict.probability) == ("uncertain", "nowcast_years", 0.5)
    assert (verdict.years, verdict.evidence) == ((2025,), "estimate")
    never = progress.judge_period(GROWTH, rates, None, date(2026, 6, 30), drawn={2025: np.array([1.0, 2.0])})
    assert (never.status, never.probability) == ("off_course", 0)
    text = telling.text("targets.reason", "vi", {}, verdict.as_dict(), "percent")
    assert "ước lượng" in text and "50%" in text


def test_a_rank_target_wants_small_numbers():
    assert progress.judge_state(RANK, [figure("2025", 8, of=63)], None, DAY).status == "met"
    assert progress.judge_state(RANK, [figure("2025", 16, of=63)], None, DAY).status == "missed"


def test_a_lower_bound_proves_success_and_never_failure():
    assert progress.judge_state(SHARE, [figure("2025", 21, ">")], None, DAY).status == "met"
    assert progress.judge_state(SHARE, [figure("2025", 15, ">")], None, DAY).status == "cannot_be_judged"


def test_an_upper_bound_proves_failure_and_never_success():
    assert progress.judge_state(SHARE, [figure("2025", 15, "<")], None, DAY).status == "missed"
    assert progress.judge_state(SHARE, [figure("2025", 25, "<")], None, DAY).status == "cannot_be_judged"


def test_a_state_counted_during_the_year_does_not_close_it():
    early = figure("2025", 8, status="reported", known=date(2025, 6, 30))
    assert progress.judge_state(RANK, [early], None, DAY).reason == "deadline_unpublished"


@pytest.mark.parametrize(("hits", "status"), [(9, "on_course"), (5, "uncertain"), (1, "off_course")])
def test_the_future_is_graded_by_probability(hits, status):
    verdict = progress.judge_state(LATER, [figure("2025", 25.0)], flat(2030, [31.0] * hits + [20.0] * (10 - hits)), DAY)
    assert (verdict.status, verdict.probability) == (status, hits / 10)
    assert verdict.pace_needed == 1.0  # five points in five years


def test_a_target_of_a_tier_that_ended_is_void_from_that_day():
    void = replace(SHARE, void_from=date(2025, 7, 1))
    assert progress.judge_state(void, [], None, DAY).status == "void"
    assert progress.judge_state(void, [], None, date(2025, 6, 30)).status == "cannot_be_judged"


def test_before_the_change_of_borders_the_old_border_is_the_one_that_counts():
    verdict = progress.judge_state(replace(SHARE, by=2024), [figure("2024", 25.0, border="pre-2025")], None, DAY)
    assert verdict.status == "met"


@pytest.mark.parametrize(
    ("asked", "printed", "verdict"),
    [
        ((">=", 20), ("<=", 20), "cannot_be_judged"),
        ((">=", 20), ("<", 20), "missed"),
        ((">", 90), (">=", 90), "cannot_be_judged"),
        ((">", 90), (">", 90), "met"),
        (("<=", 15), ("<", 15), "met"),
        (("<=", 15), (">", 15), "missed"),
    ],
)
def test_a_bound_decides_only_if_all_it_allows_agree(asked, printed, verdict):
    target = replace(SHARE, comparator=asked[0], value=asked[1])
    assert progress.judge_state(target, [figure("2025", printed[1], printed[0])], None, DAY).status == verdict


def test_a_rank_among_others_is_not_compared():
    assert RANK.field == 63
    verdict = progress.judge_state(RANK, [figure("2025", 12, of=34)], None, DAY)
    assert (verdict.status, verdict.reason, verdict.distance) == ("cannot_be_judged", "another_field", None)


def test_part_of_a_year_gives_no_distance_to_a_yearly_level():
    level = replace(SHARE, by=2026, indicator=replace(SHARE.indicator, kind="level"))
    assert progress.judge_state(level, [figure("2025-01..2025-09", 760)], None, DAY).distance is None


def test_every_year_is_lost_with_the_first_miss_even_before_the_deadline():
    rates = {2021: figure("2021", 8.0), 2022: figure("2022", 6.9), 2023: figure("2023", 20.0)}
    verdict = progress.judge_period(GROWTH, rates, None, date(2024, 1, 1))
    assert (verdict.status, verdict.reason, verdict.years) == ("missed", "lost_in_year", (2022,))


def test_every_year_is_no_average():
    rates = {y: figure(str(y), v) for y, v in zip(range(2021, 2026), [30, 6, 30, 30, 30], strict=True)}
    assert progress.judge_period(GROWTH, rates, None, DAY).status == "missed"
    assert progress.judge_period(replace(GROWTH, basis="average"), rates, None, DAY).status == "met"


def test_an_average_is_geometric():
    rates = {y: figure(str(y), v) for y, v in zip(range(2021, 2026), [44, 0, 0, 0, 0], strict=True)}
    verdict = progress.judge_period(replace(GROWTH, basis="average"), rates, None, DAY)
    assert verdict.figure.value == pytest.approx(100 * (1.44**0.2 - 1))


def test_a_bridged_year_neither_loses_nor_wins():
    rates = {y: figure(str(y), 8.0) for y in range(2021, 2026)} | {2021: figure("2021", 6.0)}
    verdict = progress.judge_period(GROWTH, rates, None, DAY, estimated=frozenset({2021}))
    assert (verdict.status, verdict.years) == ("cannot_be_judged", (2021,))


def test_every_year_met_takes_all_years():
    rates = {y: figure(str(y), 8.0) for y in range(2021, 2026)}
    assert progress.judge_period(GROWTH, rates, None, DAY).status == "met"
    del rates[2023]
    assert progress.judge_period(GROWTH, rates, None, DAY).years == (2023,)


def test_the_chance_of_every_year_is_read_from_joint_paths():
    ahead = replace(GROWTH, since=2026, by=2027)
    paths = np.array([[8.0, 8], [8, 6], [6, 8], [6, 6]])
    assert progress.judge_period(ahead, {}, Forecast(np.array([2026, 2027]), paths), DAY).probability == 0.25


FIRMS = replace(
    SHARE,
    indicator=replace(SHARE.indicator, id="firms", kind="count", unit="enterprises"),
    comparator=">",
    value=3000,
    by=2030,
)


def printed(period: str, value: float, known: date, comparator: str = "=") -> Figure:
    return figure(period, value, comparator, known=known)


REPRINTS = [
    printed("2023-07", 324, date(2023, 8, 31)),
    printed("2023", 324, date(2023, 12, 31)),
    printed("2025", 324, date(2025, 12, 31)),
]


def test_a_reprinted_count_is_as_old_as_its_first_print():
    found = births(FIRMS, REPRINTS, date(2026, 12, 31))
    assert (found["since"], found["period"], found["prints"]) == ("2023-07-31", "2023-07", 3)
    assert (found["missing"], found["months"]) == (2677, 89)  # 3,001 less 324; July 2023 to December 2030
    assert found["a_month"] == 2677 / 89 and found["now"] == 2677 / 48


def test_births_of_a_passed_deadline_end_there():
    found = births(replace(FIRMS, value=700, comparator="=", by=2025), REPRINTS, date(2026, 6, 30))
    assert [found[part] for part in ("over", "now", "missing", "months")] == [True, None, 376, 29]


@pytest.mark.parametrize(
    ("prints", "why"),
    [
        ([*REPRINTS, printed("2024", 400, date(2025, 1, 1))], "two values"),
        ([printed("2024", 324, date(2025, 1, 1), ">")], "a bound"),
        ([printed("2024", 3200, date(2025, 1, 1))], "reached"),
        ([], "nothing"),
    ],
)
def test_births_need_one_exact_count_below_the_target(prints, why):
    assert births(FIRMS, prints, DAY) is None, why


def test_a_share_has_no_births():
    assert births(SHARE, REPRINTS, DAY) is None
