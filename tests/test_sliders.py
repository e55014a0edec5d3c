"""The sliders of a brief's page: by hand on a small forecast, beside what is advised, and what the page holds."""

import json
from types import SimpleNamespace

import numpy as np
import pytest
from conftest import REAL

from cds_analysis import findings
from cds_analysis.errors import ModelError
from cds_analysis.findings.sliders import Question, filled, turns
from cds_analysis.forecasting.distribution import Forecast
from cds_analysis.judging import advice
from cds_analysis.judging.verdict import grade
from cds_analysis.series.share_arithmetic import share_after
from cds_analysis.study import open_study
from cds_analysis.words.spelling import about_chance

BYTES = 100_000  # of a page


def held(study) -> dict:
    """What the page of a study holds for its script."""
    shown = findings.sliders(study).panel().data
    assert len(shown.encode()) < BYTES
    return json.loads(shown.partition('<script type="application/json">')[2].partition("</script>")[0])


@pytest.fixture(scope="module")
def study():
    return open_study("thai-nguyen", data_dir=str(REAL))


def test_levels_and_opening_by_hand():
    # in 2027: 20.96, 21.5 and 40; half a point is five levels
    ahead = Forecast(np.array([2026, 2027]), np.array([[20.2, 20.96], [20.3, 21.5], [20.4, 40.0]]))
    goal = SimpleNamespace(threshold=33.25, by=2026)
    free, bound = Question(None, "by_year", 2026, ahead, ()), Question(None, "by_year", 2026, ahead, (goal,))
    assert free.opening == (21.5, 2027) and bound.opening == (33.25, 2026)
    assert free.levels[:3] == [20.2, 20.3, 20.4] and free.levels[-1] == 39.7  # 2 % below the highest of three
    assert 33.25 in bound.levels and bound.levels == sorted(bound.levels)
    assert Question(None, "by_year", 2026, ahead, (), {"year": 2025}).left(2027) == 2 and free.left(2027) == 0


def test_the_share_offered_lies_between_nothing_and_all():
    ahead = Forecast(np.array([2026]), np.repeat([[0.001], [99.999]], 50, axis=0))
    levels = Question(None, "by_year", 2026, ahead, (), {"year": 2025}).levels
    assert (levels[0], levels[-1]) == (0.1, 99.9)


def test_a_setting_says_what_is_advised(study):
    sliders = findings.sliders(study)
    assert [(q.about.indicator.id, q.basis) for q in sliders.questions] == [
        ("digital_economy_share", "by_year"),
        ("labour_productivity_growth", "average"),
        ("labour_productivity_growth", "each_year"),  # the target of the interview
        ("grdp_growth", "average"),
    ]
    for asked in sliders.questions:
        for year in asked.ahead.years.tolist()[::2]:
            for level in asked.levels[::40]:
                said = sliders.claims(asked, level, year, 7.0)
                told = advice.advice(study, asked.about.indicator, year, level=level)
                (row,) = (row for row in told["levels"] if row["kind"] == "level")
                each = asked.basis == "each_year"
                assert said["probability"] == row["every_year" if each else "probability"]
                if not each:
                    ends = {row["chance"]: row["value"] for row in told["levels"] if row["kind"] == "chance"}
                    assert (said["low80"], said["median"], said["high80"]) == pytest.approx(
                        (ends[0.9], ends[0.5], ends[0.1])
                    )
                if asked.now:
                    reached = share_after(asked.now["value"], said["growth"], 7.0, year - asked.now["year"])
                    assert reached == pytest.approx(level)


def test_the_opening_is_the_verdict_on_the_target(study):
    for asked, told in zip((sliders := findings.sliders(study)).questions, sliders.parts["sliders"], strict=True):
        for goal in asked.goals[-1:]:
            assert told["probability"] == study.judge(goal).probability
    opened = [told["probability"] for told in sliders.parts["sliders"]]
    assert filled(opened[0]) == 21 and opened[2] < 0.1  # 35 % of GRDP; 7 % a year in every year


def test_the_page_holds_how_many_paths_reach_each_level(study):
    found, sliders = held(study), findings.sliders(study)
    for asked, told in zip(sliders.questions, found["questions"], strict=True):
        for year, row in zip(asked.ahead.years.tolist(), told["years"], strict=True):
            assert row["reached"] == [int((asked.ahead.in_year(year) >= level).sum()) for level in told["levels"]]
        level, year = (
            options[at] for options, at in zip((told["levels"], asked.ahead.years), told["opens"], strict=True)
        )
        assert (level, year) == asked.opening


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_count_of_paths_has_its_words(lang):
    rows, at = held(open_study("thai-nguyen", lang=lang, data_dir=str(REAL)))["rows"], 0
    for k in range(4001):
        at += at + 1 < len(rows) and rows[at + 1][0] == k
        assert rows[at][1:3] == [filled(k / 4000), about_chance(k / 4000, lang)]
    assert rows[0][2] == about_chance(0, lang) and len({row[3] for row in rows}) == 3


def test_turns_are_where_what_is_told_changes():
    assert turns(lambda k: k // 3, 0, 10) == [3, 6, 9]
    assert turns(lambda k: 0, 0, 10) == []


def test_dots_never_cross_a_third_or_two_thirds_and_are_neither_none_nor_all():
    found = [filled(k / 4000) for k in range(4001)]
    assert found == sorted(found) and (found[0], found[-1]) == (1, 49)
    for k, n in enumerate(found):
        assert (n < 5) == (k < 400) and (n > 45) == (k > 3600)
        if 0.1 <= k / 4000 <= 0.9:
            assert grade(n / 50) == grade(k / 4000) and abs(n / 50 - k / 4000) < 0.014


def test_a_place_without_a_forecast_has_none(study, monkeypatch):
    def none(*_):
        raise ModelError("no forecast")

    monkeypatch.setattr(advice, "coming", none)
    assert findings.sliders(study).panel() is None
