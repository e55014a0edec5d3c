"""Ranks by every score that all provinces get: how firm they are, and where they may go."""

import numpy as np

from ..series import ranks
from ..study.finding import Finding, once


class Ranks(Finding):
    """The standings of a place; results.json keeps them as `ranks`."""

    def __init__(self, study):
        super().__init__(study, ranks=claims(study))


@once
def claims(study) -> dict:
    """What is said about the rank of a place by the scores that all provinces get."""
    rows = []
    for found in ranks.standings(study.known, study.place, study.horizon):
        about, forecast = study.known.indicator(found["score"]), None
        if found["forecast"]:
            ranked = found["forecast"].in_year(study.horizon)
            low, high = np.quantile(ranked, (0.1, 0.9), method="inverted_cdf")
            leaders = float(np.mean(ranked <= ranks.LEADERS))
            forecast = {"low80": int(low), "high80": int(high), "leaders": leaders}
        rows.append(found | {"vi": about.name_vi, "en": about.name_en, "forecast": forecast})
    return {
        "standings": rows,
        "level": ranks.LEVEL,
        "leaders": ranks.LEADERS,
        "until": study.horizon,
        "former": study.place.merged,
    }
