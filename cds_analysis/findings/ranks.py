"""Ranks by every score that all provinces get: how firm they are, and where they may go."""

import numpy as np

from ..forecasting.distribution import Forecast
from ..series import ranks
from ..study.finding import Finding, once


class Ranks(Finding):
    """The standings of a place; results.json keeps them as `ranks`."""

    topic = "ranks"

    def __init__(self, study):
        super().__init__(study, ranks=claims(study))


@once
def claims(study) -> dict:
    """What is said about the rank of a place by the scores that all provinces get."""
    rows = []
    for found in ranks.standings(study.known, study.place, study.horizon):
        about = study.known.indicator(found.score)
        forecast = found.forecast and _in_year(found.forecast, study.horizon)
        named = {"vi": about.name_vi, "en": about.name_en}
        rows.append(found.__dict__ | named | {"forecast": forecast, "trial": found.trial and found.trial.__dict__})
    return {
        "standings": rows,
        "level": ranks.LEVEL,
        "leaders": ranks.LEADERS,
        "until": study.horizon,
        "former": study.place.merged,
    }


def _in_year(forecast: Forecast, year: int) -> dict:
    ranked = forecast.in_year(year)
    low, high = (float(np.quantile(ranked, p, method="inverted_cdf")) for p in (0.1, 0.9))
    return {"low80": int(low), "high80": int(high), "leaders": float(np.mean(ranked <= ranks.LEADERS))}
