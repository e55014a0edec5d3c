"""What is said of forecasts made anew from earlier years, worded from records made by hand."""

import pytest

from cds_analysis.words import telling

HELD = {"cov80": 81.0, "cov95": 89.0, "n": 40}


def panel(name: str, error: float, cov80: float) -> dict:
    told = {"vi": name, "en": name, "places": 63, "first": 2013, "last": 2020, "as_known": True}
    return told | {
        "error": {"panel": error, "drift": 1.2, "last value": 1.0},
        "held": {"panel": HELD | {"cov80": cov80}},
    }


@pytest.fixture
def trials() -> dict:
    return {
        "panels": [panel("PCI score", 0.8, 82.0), panel("Labour force", 1.1, 71.0)],
        "methods": ["panel", "drift", "last value"],
        "origins": [2016, 2017, 2018],
        "error": {"panel": 0.9, "drift": 1.2, "last value": 1.0},
        "held": {"panel": HELD},
        "by_step": {"panel": {1: HELD}},
        "chosen": "panel",
        "least_held": 75,
    }


def told(macro: str, lang: str = "en", **records) -> list[str]:
    return telling.tell(f"trials.{macro}", lang, records)


def test_the_chosen_method_is_told_with_where_it_is_better(trials):
    said = told("chosen_for_levels", trials=trials)
    assert "at least 75% of the outcomes" in said[0] and "0.9 times" in said[1]
    assert "smaller on 1 of 2 indicators (PCI score)" in said[1] and said[2] == "For comparison: drift 1.2."


def test_leaving_the_last_value_is_told_apart(trials):
    said = told("chosen_for_levels", trials=trials | {"chosen": "last value"})
    assert (
        said[1].startswith("No other method meets it")
        and said[2] == "For comparison: panel forecast 0.9 and drift 1.2."
    )


def test_intervals_are_told_as_promised_too_narrow_and_on_which(trials):
    said = told("intervals_of_levels", trials=trials)
    assert said[0].endswith("(40 cases): as promised.") and said[1].endswith("(40 cases): too narrow.")
    assert said[2] == "80% intervals are too narrow on labour force (71%)." and "3 different starting years" in said[3]


def test_without_a_panel_nothing_is_said_and_the_table_is_none():
    assert told("chosen_for_levels", trials=None) == told("intervals_of_levels", trials=None) == []
    assert telling.table("trials.tried_levels", "vi", {"trials": None}) is None
    assert told("index", dti=None) == ["By the cut-off day fewer than three years of the DTI were available."]


def test_the_table_has_a_column_for_each_other_method(trials):
    found = telling.table("trials.tried_levels", "en", {"trials": trials}).frame
    assert list(found.columns[-4:]) == [
        "Error, panel forecast",
        "Error, drift",
        "80% interval held",
        "95% interval held",
    ]
    assert list(found.iloc[1])[1:4] == ["63", "2013–2020", "as published"] and found.iloc[1, 4] == "1.10"


def test_a_chart_is_told_in_words(trials):
    assert told("by_step_axes", "vi") == ["Khoảng dự báo theo số năm dự báo trước", "số năm dự báo trước"]
    assert told("by_step_alt", trials=trials) == ["80% intervals. panel forecast, 1: 81% (40)."]
    parts = {"at_least": {"parts": [{"said": 0.3, "seen": 0.25}, {"said": 0.7, "seen": 0.999}]}}
    assert told("of_levels_alt", statements=parts) == ["at least x in the last year: 30% → 25%, 70% → over 99%."]
