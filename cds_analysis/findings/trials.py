"""Forecasts made anew from earlier years: which method was chosen, whether intervals and probabilities held."""

import pandas as pd

from ..judging import statements, track_record
from ..series import backtest, panels
from ..series.panels import History
from ..shown import watched
from ..study.finding import Finding, once
from ..words.spelling import word

AHEAD = statements.SPAN  # years
OF_BRIEFS = ("at_least", "every_year")  # kinds of statements drawn


class Trials(Finding):
    """What was tried on the past; results.json keeps trials, statements, record, scores, calibration, dti."""

    def __init__(self, study):
        super().__init__(study, **claims(study))


@once
def claims(study) -> dict:
    """What was tried by the day, on levels and on the statements of the briefs' own methods."""
    known = study.known
    of_levels, what = panels.panels(known), word("running", "panels", study.lang)
    index = panels.panel_of(known, panels.SHOWN)
    said = [panels.statements(found, AHEAD) for found in watched(of_levels, what)]
    said = [table.query("kind == 'at_least' or steps > 1") for table in said]
    kept = track_record.load(known)
    return {
        "trials": of_trials(of_levels, backtest.METHODS, what),
        "statements": of_statements(pd.concat(said, ignore_index=True)) if said else {},
        "record": track_record.overall(known),
        "scores": track_record.scores(known),
        "calibration": of_statements(kept[kept["kind"].isin(OF_BRIEFS) & (kept["steps"] > 1)]),
        "dti": of_index(index) if index is not None and len(index.years) > 2 else None,
    }


def of_trials(tried: list[History], methods: dict[str, backtest.Method], what: str) -> dict | None:
    """Errors relative to the last value, coverage, the method chosen; None where there is nothing to try."""
    if not tried:
        return None
    trials = pd.concat([panels.trial(found, AHEAD, methods) for found in watched(tried, what)], ignore_index=True)
    names = list(trials["method"].unique())
    by_step, by_length = (backtest.coverage(trials, ["method", by]) for by in ("step", "length"))
    return {
        "panels": [_of_panel(trials[trials["indicator"] == found.indicator.id], found) for found in tried],
        "methods": names,
        **_scored(trials),
        "by_step": {m: by_step.loc[m].to_dict("index") for m in names},
        "by_length": {m: by_length.loc[m].to_dict("index") for m in names},
        "chosen": backtest.choice(trials),
        "least_held": backtest.NARROW,
    }


def _scored(trials: pd.DataFrame) -> dict:
    return {
        "origins": sorted(int(y) for y in trials["origin"].unique()),
        "error": backtest.relative_error(trials, ["method"]).to_dict(),
        "held": backtest.coverage(trials, ["method"]).to_dict("index"),
    }


def _of_panel(trials: pd.DataFrame, found: History) -> dict:
    about = found.indicator
    named = _span(found) | {"vi": about.name_vi, "en": about.name_en, "places": len(found.places)}
    return _scored(trials) | named | {"as_known": found.as_known}


def _span(found: History) -> dict:
    return {"indicator": found.indicator.id, "first": int(found.years[0]), "last": int(found.years[-1])}


def of_statements(said: pd.DataFrame) -> dict:
    """Probabilities said at earlier origins against what came true, by kind of statement."""
    return {
        str(kind): {
            "n": len(rows),
            "true": int(rows["came_true"].sum()),
            "said": float(rows["probability"].mean()),
            "origins": int(rows["origin"].nunique()),
            "parts": backtest.calibration(rows).to_dict("records"),
        }
        for kind, rows in said.groupby("kind")
    }


def of_index(found: History) -> dict:
    """One year of an index forecast from the two before it: shown, never calibrated on."""
    trial = panels.trial(found, 1, {"panel": backtest.engine}, shortest=2)
    naive = float((trial["actual"] - trial["last"]).abs().mean())
    return _span(found) | {
        "places": int(trial["place"].nunique()),
        "error": float((trial["actual"] - trial["median"]).abs().mean()) / naive,
        "cov80": float(100 * trial["actual"].between(trial["low80"], trial["high80"]).mean()),
    }
