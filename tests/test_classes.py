"""Reference classes: what others' movements make of a figure known once or twice."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from conftest import REAL
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from cds_analysis.data import targets
from cds_analysis.data.known import Known
from cds_analysis.forecasting.distribution import Forecast
from cds_analysis.series import classes, fields, floors
from cds_analysis.series.classes import History
from cds_analysis.words.telling import text

DAY = date(2026, 11, 28)
TARGETS = {t.id: t for t in targets.load(REAL)}


@pytest.fixture(scope="module")
def known() -> Known:
    return Known(REAL, DAY)


def series(slug: str, first: int, *values: float) -> History:
    line = pd.Series(np.log(values), np.arange(first, first + len(values), dtype=float))
    return History("firms", slug, "", line, (), ())


def chance(forecast: Forecast, target: targets.Target) -> float:
    return float(np.mean(target.holds(forecast.in_year(target.by))))


def test_a_day_is_counted_in_years_from_the_end_of_the_year():
    assert classes.time_of(date(2023, 12, 31)) == 2023
    assert classes.time_of(date(2024, 6, 30)) == pytest.approx(2023 + 182 / 366)


def test_counts_move_on_logarithms_and_coverages_on_logits():
    known = Known(REAL, DAY)
    forth, back = classes.scale(known.indicator("digital_enterprises"))
    assert forth(np.array([np.e]))[0] == 1 and back(np.array([0.0]))[0] == 1
    forth, back = classes.scale(known.indicator("fibre_coverage_households"))
    assert forth(np.array([50.0]))[0] == 0 and back(np.array([np.log(3)]))[0] == pytest.approx(75)
    assert classes.scale(known.indicator("grdp_growth")) is None


def test_a_trial_forecasts_each_series_from_the_others():
    """Three series that grow by 8 to 12 % a year foretell each other; of one that halves twice they hold nothing."""
    alike = tuple(series(slug, 2019, 100, 112, 121, 135, 146 + i) for i, slug in enumerate("abc"))
    found, more = (classes.try_on_past(group) for group in (alike, (*alike, series("d", 2021, 100, 50, 25))))
    assert found["held"] / found["of"] > 0.6
    assert more["of"] - found["of"] >= 3 and more["held"] / more["of"] < found["held"] / found["of"]


def test_others_experience_is_that_of_two_other_places_or_the_nation(known):
    """Other coverages of Thái Nguyên, or of Bắc Kạn that joined it, are no other place; two of one are one place."""
    own = [replace(series(slug, 2020, 50, 60), indicator="another") for slug in ("thai-nguyen", "bac-kan")]
    one, again, two, nation = (series(slug, 2020, 50, 60) for slug in ("ha-noi", "ha-noi", "hue", "vn"))
    found = [classes._from([*own, *more], "thai-nguyen", known) for more in ((one, again), (one, two), (nation,))]
    assert found == [(), (one, two), (nation,)]


def test_where_nothing_came_later_nothing_is_tried():
    assert classes.try_on_past((series("a", 2019, 100, 110),)) is None


def test_digital_firms_grow_as_the_nations(known):
    """45,600 at the end of 2019 to 71,500 in May 2023, then 73,788 to 75,908 in half a year: 13 % a year.

    From 324 in July 2023 that is 324 x 1.13^2.42, about 435, at the end of 2025; 700 asks 37 % a year.
    """
    forecast, found = classes.ahead(known, TARGETS["digital_enterprises_2025"], (2023, 324.0), 2030)
    years = (classes.time_of(date(2023, 5, 31)) - 2019) + (classes.time_of(date(2025, 6, 30)) - 2024)
    drift = (np.log(71500 / 45600) + np.log(75908 / 73788)) / years
    assert found["pace"] == pytest.approx(100 * np.expm1(drift), rel=0.01)
    assert forecast.median[2025] == pytest.approx(324 * np.exp(drift * 2.42), rel=0.03)
    assert [found[part] for part in ("members", "changes", "since", "until")] == [["vn"], 7, 2019, 2025]
    assert chance(forecast, TARGETS["digital_enterprises_2025"]) < 0.15
    assert found["trial"]["of"] > 0


def test_a_reprint_is_no_new_count(known):
    """324 of July 2023, printed again with 2025: the figure is as old as its first print, and no movement."""
    about = known.indicator("digital_enterprises")
    assert classes.histories(known, about, "reported", "province").keys() == {"vn", "thai-nguyen"}
    assert len(classes.histories(known, about, "reported", "province")["thai-nguyen"].line) == 1


def test_firms_at_work_do_not_follow_registered_ones(known):
    """The count of 2024 is of firms at work: no change is taken from 71,500 registered ones to it."""
    line = classes.histories(known, known.indicator("digital_enterprises"), "reported", "province")["vn"]
    assert line.breaks == (2024.0,) and 42_000 not in np.round(np.exp(line.line)).tolist()


def test_fibre_fills_up_and_never_past_its_bounds(known):
    target = TARGETS["fibre_coverage_households_2030"]
    forecast, found = classes.ahead(known, target, (2024, 76.0), 2030)
    assert found["kind"] == "coverage" and found["own"] and "vn" in found["members"]
    assert forecast.paths.min() >= 0 and forecast.paths.max() <= 100
    assert 76 < forecast.median[2025] < forecast.median[2030] < 100
    assert 0.7 < chance(forecast, target) < 0.97


@settings(max_examples=20)
@given(st.floats(0.5, 99.9), st.integers(2023, 2025), st.integers(1, 8))
def test_bounds_hold_on_every_path(value, year, ahead):
    target = replace(TARGETS["nat411_smartphone_adults_2025"], place="lai-chau")
    forecast, _ = classes.ahead(Known(REAL, DAY), target, (year, value), year + ahead)
    assert forecast.paths.min() >= 0 and forecast.paths.max() <= 100
    assert forecast.years.tolist() == list(range(year + 1, year + ahead + 1))


def test_full_coverage_is_not_carried_on(known):
    """One place alone was seen again a year after it was full: no chance can be read from that."""
    assert classes.ahead(known, TARGETS["fibre_coverage_communes_2030"], (2020, 100.0), 2030) is None


def test_without_others_there_is_no_class(known):
    """No other place has a count of all its enterprises; nothing of what services were once graded by moved."""
    assert classes.ahead(known, TARGETS["thai-nguyen_enterprises_2030_plan-on-68-nq-tw"], (2025, 10980.0), 2030) is None
    assert classes.ahead(known, TARGETS["online_services_level4_share_2025"], (2021, 100.0), 2030) is None
    assert classes.ahead(known, TARGETS["thai-nguyen_grdp_growth_2026_plan-2026"], (2025, 6.33), 2030) is None
    assert classes.ahead(known, TARGETS["digital_enterprises_2025"], None, 2030) is None
    assert classes.ahead(known, TARGETS["fibre_coverage_households_2030"], (2024, 0.0), 2030) is None


def test_only_figures_known_on_the_day_are_used():
    """On the last day of 2022 four counts of the nation and two of its months are known, nothing of 2023."""
    known = Known(REAL, date(2022, 12, 31))
    _, found = classes.ahead(known, TARGETS["digital_enterprises_2025"], (2022, 300.0), 2025)
    assert found["until"] == 2022 and found["changes"] == 5


def test_normal_scores_and_ranks_go_both_ways():
    ranks = np.arange(1, 35)
    assert fields.rank_of(fields.normal_scores(ranks, 34), 34).tolist() == ranks.tolist()
    assert fields.normal_scores(17.5, 34) == 0


def test_persistence_is_learnt_from_correlations_by_distance():
    """Correlations .8 a year apart and .64 two years apart: nothing but fading, .8 a year."""
    draw = np.random.default_rng(1)
    first = draw.standard_normal(20_000)
    steps = [first]
    for _ in range(2):
        steps.append(0.8 * steps[-1] + 0.6 * draw.standard_normal(20_000))
    r, phi = fields.persistence(pd.DataFrame(dict(zip((2022, 2023, 2024), steps, strict=True))))
    assert r == pytest.approx(1, abs=0.03) and phi == pytest.approx(0.8, abs=0.02)


@given(st.integers(1, 34), st.floats(0.3, 1), st.floats(0.3, 0.99))
def test_ranks_stay_in_their_field(rank, r, phi):
    paths = fields.rank_paths(float(fields.normal_scores(rank, 34)), 3, 34, r, phi)
    assert paths.min() >= 1 and paths.max() <= 34 and (paths % 1 == 0).all()


def test_a_standing_that_never_fades_keeps_its_rank():
    assert (fields.rank_paths(float(fields.normal_scores(8, 34)), 2, 34, 1.0, 1.0) == 8).all()


def test_the_rank_of_thai_nguyen_is_foretold_among_34(known):
    """8th of 34 for 2024; set among 63, judged among 34."""
    forecast, found = classes.ahead(known, TARGETS["dti_rank_2025"], (2024, 8.0), 2030)
    assert {k: found[k] for k in ("rank", "field", "asked_of", "printed")} == {
        "rank": 8, "field": 34, "asked_of": 63, "printed": True,
    }  # fmt: skip
    assert forecast.years.tolist() == list(range(2025, 2031))
    assert 0.7 < chance(forecast, TARGETS["dti_rank_2025"]) < 0.87
    assert 0.3 < chance(forecast, TARGETS["dti_rank_2030"]) < 0.5
    assert 0.75 < found["trial"]["held"] / found["trial"]["of"] < 0.9 and len(found["members"]) == 63


def test_ranks_come_true_as_often_as_said_and_better_than_by_the_size_of_the_group(known):
    """Among the first 10, 15, 20 or 30 of 63, from every earlier rank to every later one."""
    ranked, learnt = fields.printed(known, "dti_rank", 63), fields.ranks.scores(known, "dti_score")
    (r, phi), said = fields.persistence(fields._scored(learnt)), []
    for gap, first, last in fields._pairs(ranked):
        kept = r * phi**gap
        for k in (10, 15, 20, 30):
            cut = norm.ppf(1 - k / 63)
            chances = norm.sf((cut - kept * fields.normal_scores(first, 63)) / np.sqrt(1 - kept**2))
            said += [(c, k / 63, came <= k) for c, came in zip(chances, last, strict=True)]
    chances, plain, came = np.array(said, dtype=float).T
    assert len(said) == 4 * 286
    assert np.mean((chances - came) ** 2) == pytest.approx(0.121, abs=0.005)
    assert np.mean((plain - came) ** 2) == pytest.approx(0.247, abs=0.005)
    for low in (0, 0.2, 0.4, 0.6, 0.8):
        part = (chances > low) & (chances <= low + 0.2)
        assert abs(chances[part].mean() - came[part].mean()) < 0.08


def test_scores_of_merged_units_rank_nearly_as_printed(known):
    """Thái Nguyên, 0.7924 with Bắc Kạn's 0.7118 by people, is 8th or near among 34."""
    scores = fields.merged_scores(known, fields.ranks.scores(known, "dti_score"))
    assert len(scores) == 34 and 0.77 < scores["thai-nguyen"] < 0.7924
    assert abs(int(scores.rank(ascending=False)["thai-nguyen"]) - 8) <= 3


def test_a_floor_in_every_sector_falls_at_farming(known):
    """0.13 points of 11.64 % of GDP is 1.1 % of farming."""
    parts, refs = floors.sector_parts(known)
    assert parts.loc[2025, "agriculture"] == pytest.approx(100 * 0.13 / 11.64) and len(refs) > 1
    for name, most in (
        ("digital_economy_share_sector_min_2025", 0.01),
        ("digital_economy_share_sector_min_2030", 0.05),
    ):
        forecast, found = classes.ahead(known, TARGETS[name], None, 2030)
        assert found["lowest"] == "agriculture" and chance(forecast, TARGETS[name]) < most


def test_what_a_reader_must_know_is_said_in_both_languages(known):
    _, floor = classes.ahead(known, TARGETS["digital_economy_share_sector_min_2030"], None, 2030)
    assert text("classes.beside", "vi", {}, floor) == "; kết quả có thể khác nếu chọn danh mục ngành khác"
    _, fibre = classes.ahead(known, TARGETS["fibre_coverage_households_2030"], (2024, 76.0), 2030)
    assert "together with share of households with internet" in text("classes.beside", "en", {}, fibre)
    _, firms = classes.ahead(known, TARGETS["digital_enterprises_2025"], (2023, 324.0), 2030)
    assert text("classes.beside", "vi", {}, firms) == "; bình quân tăng 13,0% một năm"


def test_the_nations_own_floor_is_its_figure(known):
    forecast, _ = classes.ahead(known, TARGETS["nat_sector_min_2025"], None, 2030)
    assert forecast.in_year(2025) == pytest.approx(100 * 0.13 / 11.64)
    assert classes.ahead(Known(REAL, date(2022, 1, 1)), TARGETS["nat_sector_min_2025"], None, 2030) is None
