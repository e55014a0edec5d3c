"""What level to set: numbers by hand on a small forecast, and what is refused."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from conftest import REAL

from cds_analysis import findings
from cds_analysis.commands.brief import main
from cds_analysis.data import indicators
from cds_analysis.errors import ParameterError
from cds_analysis.findings.advice import of_share
from cds_analysis.forecasting.distribution import Forecast
from cds_analysis.judging import advice, scorecard, track_record
from cds_analysis.series.share_arithmetic import core_needed, mean_coefficient
from cds_analysis.study import open_study


def about(**more) -> indicators.Indicator:
    return replace(indicators.get("digital_economy_share", REAL), id="tried", **more)


@pytest.fixture
def ahead(monkeypatch):
    """A forecast of five paths for 2026-2028, known as 20 in 2025: 21 to 25, then 22 to 30, then 23 to 35."""
    steps = np.arange(1, 6)[:, None] * np.array([1.0, 2.0, 3.0])
    forecast = Forecast(np.array([2026, 2027, 2028]), 20.0 + steps)
    monkeypatch.setattr(advice, "coming", lambda view, target: (forecast, (2025, 20.0)))
    monkeypatch.setattr(advice, "past_of", lambda known, indicator: {"n": 0})
    place = SimpleNamespace(slug="here", border="2025", tier="province")
    return SimpleNamespace(place=place, known=None)


def levels(told: dict, kind: str) -> list[dict]:
    return [row for row in told["levels"] if row["kind"] == kind]


def test_levels_with_a_chance_of_90_50_and_10_percent_by_hand(ahead):
    # in 2028: 23, 26, 29, 32, 35; the 10 % quantile lies 0.4 of the way from the first to the second
    told = advice.advice(ahead, about(), 2028)
    assert [row["value"] for row in told["levels"]] == pytest.approx([24.2, 29.0, 33.8])
    assert [row["probability"] for row in told["levels"]] == [0.8, 0.6, 0.2]
    assert told["start"] == 23.0 and (told["first"], told["last"]) == (2026, {"year": 2025, "value": 20.0})


def test_the_year_of_an_even_chance_and_the_pace_beyond_the_middle_by_hand(ahead):
    # at least 26: none of 21..25, three of 22, 24, 26, 28, 30
    (row,) = levels(advice.advice(ahead, about(), 2028, level=26), "level")
    assert (row["probability"], row["even"]) == (0.8, 2027)
    assert row["pace"] == pytest.approx((26 - 29) / 3) and not row["held"]  # below the middle nothing more is needed
    assert levels(advice.advice(ahead, about(), 2028, level=20), "level")[0]["held"]  # 20 in 2025
    (row,) = levels(advice.advice(ahead, about(), 2028, level=32), "level")
    assert (row["probability"], row["even"]) == (0.4, None)  # not by the horizon
    assert row["pace"] == pytest.approx(1.0)  # 3 points in 3 years
    (row,) = levels(advice.advice(ahead, about(unit="billion_vnd", upper=float("nan")), 2028, level=32), "level")
    assert row["pace"] == pytest.approx(100 * ((32 / 29) ** (1 / 3) - 1))  # percent a year


def test_without_a_figure_the_pace_counts_from_the_first_year_of_the_forecast(ahead, monkeypatch):
    known = advice.coming(None, None)[0]  # 23, 26, 29, 32, 35 in 2028
    monkeypatch.setattr(advice, "coming", lambda view, target: (known, None))
    (later,), (now,) = (levels(advice.advice(ahead, about(), year, level=32), "level") for year in (2028, 2026))
    assert later["pace"] == pytest.approx((32 - 29) / 2) and now["pace"] is None  # from 2026


def test_of_a_rank_fewer_is_better_and_levels_are_whole(ahead):
    told = advice.advice(ahead, about(unit="rank", kind="rank", good="down", upper=63), 2028, level=26)
    assert [row["value"] for row in levels(told, "chance")] == [34, 29, 25]
    (row,) = levels(told, "level")
    assert row["probability"] == 0.4 and row["even"] == 2026  # of 21..25 all are 26th or better


def test_growth_is_asked_on_average_and_in_every_year(ahead):
    told = advice.advice(ahead, about(kind="growth"), 2027, level=24)
    (row,) = levels(told, "level")
    # means of two years: 21.5, 22.998, 24.496, 25.99, 27.49; both at least 24 on paths 4 (24, 28) and 5 (25, 30)
    assert told["average"] and row["probability"] == 0.6 and row["every_year"] == 0.4
    assert row["pace"] == pytest.approx(24 - 100 * ((1.23 * 1.26) ** 0.5 - 1))


def test_a_year_that_is_not_forecast_and_an_impossible_level_are_refused(ahead):
    with pytest.raises(ParameterError, match=r"year is 2031; .*tried.*, here is forecast for 2026-2028"):
        advice.advice(ahead, about(), 2031)
    with pytest.raises(ParameterError, match=r"level is 120; .*tried.* lies between 0 and 100"):
        advice.advice(ahead, about(), 2028, level=120)


def test_the_core_needed_by_hand():
    # 20 of 100 are digital, 10 of them core: of the other 90 a ninth is digital; 30 asks (30 - 11.1) / 88.9 of core
    assert core_needed(30, 20, 10) == pytest.approx(100 * (30 - 100 / 9) / (100 - 100 / 9))
    core = core_needed(30, 20, 10)
    assert core + (100 - core) * mean_coefficient(20, 10) / 100 == pytest.approx(30)
    assert core_needed(30, 20, 20) == 30 and core_needed(20, 20, 0) == 0


def test_even_chances_are_counted_from_the_record(monkeypatch):
    rows = [
        ("mean rate", "grdp_growth", "average", p, true, o)
        for p, true, o in [
            (0.5, True, 2015),
            (0.46, True, 2015),
            (0.54, False, 2016),
            (0.55, True, 2017),
            (0.6, False, 2017),
        ]
    ]
    rows += [("mean rate", "grdp_growth", "every_year", 0.5, False, 2015)]
    table = pd.DataFrame(rows, columns=["method", "indicator", "kind", "probability", "came_true", "origin"])
    monkeypatch.setattr(track_record, "load", lambda known: table)
    past = advice.past_of(None, "gdp_growth")
    assert (past["n"], past["true"], past["origins"]) == (4, 3, 3) and past["off"] == pytest.approx(0.2)
    assert advice.past_of(None, "dti_rank")["n"] == 0


@pytest.fixture(scope="module")
def study():
    return open_study("thai-nguyen", lang="en")


def test_advice_reads_the_forecast_of_the_brief(study):
    told = findings.advice(study).parts["advice"]
    forecast, rows = study.share.forecast, told["levels"]
    chance = {row["chance"]: row["value"] for row in rows if row["kind"] == "chance"}
    assert chance[0.5] == pytest.approx(forecast.median[2030])
    assert (chance[0.9], chance[0.1]) == pytest.approx(tuple(forecast.interval(0.8).loc[2030]))
    by_target = {row["target"]: row["probability"] for row in rows if row["target"]}
    verdicts = {v.target.id: v.probability for v in study.verdicts("digital_economy_share") if v.target.by == 2030}
    assert by_target and by_target.items() <= verdicts.items()


def test_the_newest_rank_is_one_among_the_field_that_is_forecast():
    """Hà Nội was 4th of 63 and 1st of 34 in 2024."""
    here = open_study("ha-noi")
    figures = scorecard._figures(here, advice.question(here, here.known.indicator("dti_rank"), 2030))
    assert {(f.of, f.value) for f in figures if f.year == 2024} == {(63, 4.0), (34, 1.0)} and figures[-1].of == 34
    assert advice.advice(here, here.known.indicator("dti_rank"), 2030)["last"] == {"year": 2024, "value": 1.0}


@pytest.mark.parametrize("indicator", ["dti_rank", "digital_economy_share_sector_min"])
def test_what_others_foretell_needs_no_figure_of_the_place(indicator):
    """Nobody has ranked the merged Lào Cai, or counted its sectors."""
    here = open_study("lao-cai")
    assert advice.advice(here, here.known.indicator(indicator), 2030)["last"] is None


def test_money_is_the_level_of_grdp_as_it_grows_on(study):
    told = findings.advice(study).parts["advice"]
    money, now = told["money"], told["now"]
    years = money["last"] - money["first"]
    assert money["from"] * (1 + money["rate"] / 100) ** years == pytest.approx(money["to"])
    for row in told["levels"]:
        assert row["trillion_vnd"] == pytest.approx(row["value"] / 100 * money["grdp"])
        left, grown = 2030 - now["year"], row["trillion_vnd"] / (now["value"] / 100)
        grdp_now = money["grdp"] / (1 + money["rate"] / 100) ** left
        assert (1 + row["growth"] / 100) ** left == pytest.approx(grown / grdp_now)


def test_where_nobody_published_the_share_it_starts_from_the_estimate(study, monkeypatch):
    monkeypatch.setitem(of_share.__globals__, "level", lambda study: None)
    told = {"year": 2030, "first": 2025, "start": 10.0, "levels": [{"value": 20.0}]}
    of = of_share(study, told)
    assert of["now"] == {"year": 2025, "value": 10.0, "kind": "model"}
    assert of["core"]["part_low"] == 87  # of the level it starts from
    rest = 100 * (10 - 9.6) / (100 - 9.6)
    assert of["levels"][0]["core"]["high"] == pytest.approx(100 * (20 - rest) / (100 - rest))


def test_without_a_forecast_the_finding_says_why(study):
    told = findings.advice(study, "smart_cities")
    assert told.table("rows") is None and "no forecast" in told.sentences("levels")[0]


def run(*words: str):
    return CliRunner().invoke(main, ("advise", *words))


def test_the_command_prints_levels_money_and_the_past_and_writes_a_file(tmp_path):
    out = tmp_path / "levels.csv"
    done = run("thai-nguyen", "digital_economy_share", "--level", "40", "--lang", "en", "-o", str(out))
    assert done.exit_code == 0, done.output
    assert "the level with a chance of 90%" in done.output and "40%" in done.output and "VND trillion" in done.output
    said = " ".join(done.output.split())
    assert "Tested on the past (on other indicators in place of the share): of 382 levels" in said
    assert max(map(len, done.output.splitlines())) <= 110
    table = pd.read_csv(out)
    assert len(table) == len(set(table["value"])) and {
        "probability",
        "even",
        "pace",
        "trillion_vnd",
        "core_low",
    } <= set(table)


def test_what_is_wrong_is_refused_in_one_line():
    for words, why in [
        (("khong-co", "dti_rank"), "no province 'khong-co'; closest: "),
        (
            ("thai-nguyen", "digital_economy_shar"),
            "no indicator 'digital_economy_shar'; closest: digital_economy_share",
        ),
        (("thai-nguyen", "digital_economy_share", "--year", "2090"), "--year is 2090; use a year from 2026 to 2056"),
        (
            ("thai-nguyen", "digital_economy_share", "--year", "2019"),
            "--year is 2019; use a year from 2026",
        ),
        (("thai-nguyen", "digital_enterprises"), "no forecast: "),
        (("thai-nguyen", "digital_economy_share", "--lang", "fr"), "'fr' is not one of 'vi', 'en'"),
    ]:
        done = run(*words)
        assert done.exit_code == 2 and why in done.output and "Traceback" not in done.output, (words, done.output)
