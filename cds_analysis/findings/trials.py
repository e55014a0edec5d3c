"""Forecasts made anew from earlier years: which method was chosen, whether intervals and probabilities held."""

from collections.abc import Iterable
from functools import partial

import pandas as pd

from ..judging import track_record
from ..series import backtest, panels
from ..study.finding import Finding, once

AHEAD = track_record.SPAN  # years
OF_BRIEFS = ("at_least", "every_year")  # kinds of statements drawn
History = panels.History


class Trials(Finding):
    """What was tried on the past; results.json keeps trials, statements, rates, record, calibration, dti."""

    topic = "trials"

    def __init__(self, study):
        super().__init__(study, **claims(study))

    def draw(self, name: str):
        """Intervals `by_step`, `by_length` and `of_rates`; probabilities `of_levels` and `of_briefs`."""
        from ..charts import trials as charts

        levels, rates = self.parts["trials"], self.parts["rates"]
        held = {
            "by_step": levels and levels["by_step"],
            "by_length": levels and {levels["chosen"]: levels["by_length"][levels["chosen"]]},
            "of_rates": rates and rates["by_step"],
        }
        if name in held:
            return charts.coverage(self, name, held[name]) if held[name] else None
        said = self.parts[{"of_levels": "statements", "of_briefs": "calibration"}[name]]
        return charts.calibration(self, name, said) if said else None


@once
def claims(study) -> dict:
    """What was tried by the day, on levels, growth rates and the statements of the briefs' own methods."""
    known = study.known
    of_levels = panels.panels(known)
    growth = [found for i in track_record.GROWTH if (found := track_record.rate_panel(known, i)) is not None]
    index = panels.panel_of(known, panels.SHOWN)
    kept = track_record.load(known)
    return {
        "trials": of_trials(of_levels, backtest.METHODS),
        "statements": _of_levels(of_levels),
        "rates": of_trials(growth, backtest.OF_RATES),
        "record": track_record.overall(known),
        "calibration": of_statements(kept[kept["kind"].isin(OF_BRIEFS) & (kept["steps"] > 1)]),
        "dti": of_index(index) if index is not None and len(index.years) > 2 else None,
    }


def _joined(of: Iterable[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(list(of), ignore_index=True)


def _of_levels(tried: list[History]) -> dict:
    """Statements of the panel forecast about the last year of a span, and about every year of two and more."""
    if not tried:
        return {}
    said = _joined(panels.statements(found, AHEAD) for found in tried)
    return of_statements(said[said["kind"].eq("at_least") | (said["steps"] > 1)])


def of_trials(tried: list[History], methods: dict[str, backtest.Method]) -> dict | None:
    """Errors relative to the last value, coverage, and the method chosen; None where nothing can be tried."""
    if not tried:
        return None
    trials = _joined(panels.trial(found, AHEAD, methods) for found in tried)
    names = list(trials["method"].unique())
    by_step, by_length = (backtest.coverage(trials, ["method", by]) for by in ("step", "length"))
    return {
        "panels": list(map(partial(_of_panel, trials), tried)),
        "methods": names,
        "origins": sorted(int(y) for y in trials["origin"].unique()),
        "error": backtest.relative_error(trials, ["method"]).to_dict(),
        "held": backtest.coverage(trials, ["method"]).to_dict("index"),
        "by_step": {m: by_step.loc[m].to_dict("index") for m in names},
        "by_length": {m: by_length.loc[m].to_dict("index") for m in names},
        "chosen": backtest.choice(trials),
        "least_held": backtest.NARROW,
    }


def _of_panel(trials: pd.DataFrame, found: History) -> dict:
    own = trials[trials["indicator"] == found.indicator.id]
    return {
        "indicator": found.indicator.id,
        "vi": found.name("vi"),
        "en": found.name("en"),
        "places": len(found.places),
        "first": int(found.years[0]),
        "last": int(found.years[-1]),
        "as_known": found.as_known,
        "origins": sorted(int(y) for y in own["origin"].unique()),
        "error": backtest.relative_error(own, ["method"]).to_dict(),
        "held": backtest.coverage(own, ["method"]).to_dict("index"),
        "error_by_step": backtest.relative_error(own, ["step", "method"]).unstack().to_dict("index"),
    }


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
    return {
        "indicator": found.indicator.id,
        "places": int(trial["place"].nunique()),
        "first": int(found.years[0]),
        "last": int(found.years[-1]),
        "error": float((trial["actual"] - trial["mean"]).abs().mean()) / naive,
        "cov80": float(100 * trial["actual"].between(trial["lo80"], trial["hi80"]).mean()),
    }
