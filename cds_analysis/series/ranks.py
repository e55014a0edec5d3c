"""Ranks of a place among all provinces, from the scores of all: how firm a rank is, and where it may go.

No publisher prints standard errors. What provinces move beyond the common movement stands in for them: it holds true
change as well as noise, so that the sets are rather too wide.
"""

import numpy as np
import pandas as pd

from ..data import provinces
from ..data.known import Known, cached_by_news
from ..forecasting import panel
from ..forecasting.distribution import PATHS, SEED, Forecast
from .across import figures, rank
from .backtest import known_at

SCORES = {  # a score all provinces get, and the rank printed after it
    "dti_score": "dti_rank",
    "pci_score": "pci_rank",
    "pci_transparency": "",
    "papi_total": "papi_rank",
    "papi_transparency": "",
}
LEVEL = 0.9  # of the confidence set
LEADERS = 10  # the group whose chance is told
FULL = 0.95  # a year counts from so many of the 63 provinces with a score on
CHANGES = 5  # newest yearly changes from which the noise is taken
SHORTEST, FARTHEST = 6, 8  # years of scores a forecast needs, and how many years it may reach


def noises(table: pd.DataFrame) -> np.ndarray:
    """Yearly changes of every place, less the year's mean change, over root two: the error of a single score.

    Args:
        table: A row a place, a column a year; a change needs two neighbouring years.
    """
    years = table.columns.to_numpy(int)
    change = table.diff(axis=1).loc[:, np.diff(years, prepend=years[0] - 9) == 1].iloc[:, -CHANGES:]
    left = (change - change.mean()).to_numpy(float)
    return left[np.isfinite(left)] / np.sqrt(2)


@cached_by_news(most=32)
def _errors(known: Known, score: str) -> np.ndarray:
    return noises(scores(known, score))


def confidence_set(scores: np.ndarray, row: int, errors: np.ndarray) -> tuple[int, int]:
    """Best and worst rank of one place that its score and all others' do not exclude.

    The differences to all other places get intervals that hold together with probability LEVEL (errors drawn from
    `errors`, independent between places); places surely above or below bound the rank (Mogstad, Romano, Shaikh and
    Wilhelm, Inference for ranks, Review of Economic Studies 2024, the marginal set in one step).
    """
    draw = np.random.default_rng(SEED).choice(errors, size=(PATHS, len(scores)))
    others = np.arange(len(scores)) != row
    width = np.quantile(np.abs(draw[:, others] - draw[:, [row]]).max(axis=1), LEVEL)
    ahead = np.asarray(scores) - scores[row]
    return 1 + int(np.sum(ahead > width)), len(scores) - int(np.sum(ahead < -width))


def rank_paths(paths: np.ndarray, row: int) -> np.ndarray:
    """Ranks of one place on joint paths of all: (places, paths, years) to (paths, years)."""
    return 1 + (paths > paths[row]).sum(axis=0)


@cached_by_news(most=32)
def scores(known: Known, score: str) -> pd.DataFrame:
    """Scores of the old provinces as known on a day: a row a place, a column a year nearly all have; empty if none.

    Places without a score in the newest of these years are left out: the others are the field.
    """
    if score not in known.indicators:
        return pd.DataFrame()
    table = figures(known, score, known.indicator(score).measure, provinces.OLD)
    table = table.loc[:, table.notna().sum() >= FULL * len(table)]
    return table.dropna(subset=table.columns[-1]) if len(table.columns) else table.iloc[:0]


def joint_paths(table: pd.DataFrame, steps: int, paths: int = PATHS) -> np.ndarray:
    """Joint paths of all scores about the year's mean, (places, paths, steps): the common movement moves no rank.

    Args:
        table: A row a place, a column a year, the last without a gap; others are bridged and not learnt from.
    """
    apart = table - table.mean() + float(table.stack().mean())
    values = apart.reindex(columns=range(table.columns[0], table.columns[-1] + 1)).to_numpy(float)
    rows, past, real = known_at(values, values.shape[1] - 1, 1)
    found = panel.forecast(past, steps, real=real)
    drawn = [found.paths(row, 0, paths=paths, seed=SEED + row).paths for row in rows]
    return np.stack(drawn).astype(np.float32)


@cached_by_news(most=32)
def _joint(known: Known, score: str, until: int) -> np.ndarray:
    table = scores(known, score)
    return joint_paths(table, until - int(table.columns[-1]))


@cached_by_news(most=32)
def trial(known: Known, score: str) -> dict[str, int]:
    """Forecasts of ranks from earlier years alone: all places, every second year, up to FARTHEST years ahead.

    How often the 80 % interval `held`, of how many `cases`, over how many distinct `years`.
    """
    table, held, cases, years = scores(known, score), 0, 0, set()
    for origin in range(SHORTEST, len(table.columns), 2):
        past, ahead = table.iloc[:, :origin].dropna(subset=table.columns[origin - 1]), table.columns[origin:]
        ahead = ahead[ahead <= past.columns[-1] + FARTHEST]
        joint = joint_paths(past, int(ahead[-1] - past.columns[-1]), paths=500)
        for year in ahead:
            came = table.loc[past.index, year]
            there, step = came.notna().to_numpy(), int(year - past.columns[-1]) - 1
            simulated = rank(joint[there, :, step].T)
            low, high = np.quantile(simulated, (0.1, 0.9), axis=0, method="inverted_cdf")
            true = rank(came[there].to_numpy(float))
            held += int(np.sum((low <= true) & (true <= high)))
            cases += int(there.sum())
            years.add(int(year))
    return {"held": held, "cases": cases, "years": len(years)}


def standing(known: Known, score: str, place: provinces.Place, until: int) -> dict | None:
    """A place by one score in the newest year in which nearly all have one; a merged one as the old unit of its name.

    Keys score, year, value, unit, rank among the `field`, best and worst (`confidence_set`), noise (standard deviation
    of a score's error), years, forecast (of the rank among the same field), trial (of forecasts), and refusal, why
    there is none: too_short, too_old, field_ended (63 provinces became 34) or reached. None where the unit has no
    score in that year.
    """
    table = scores(known, score)
    if place.slug not in table.index or not len(errors := _errors(known, score)):
        return None
    row, now, last = table.index.get_loc(place.slug), table.iloc[:, -1].to_numpy(float), int(table.columns[-1])
    best, worst = confidence_set(now, row, errors)
    refusals = {
        "reached": until <= last,
        "too_short": len(table.columns) < SHORTEST,
        "field_ended": place.border == provinces.NEW,
        "too_old": until - last > FARTHEST,
    }
    refusal = next((why for why, holds in refusals.items() if holds), "")
    years = np.arange(last + 1, until + 1)
    return {
        "score": score,
        "year": last,
        "value": float(now[row]),
        "unit": known.indicator(score).unit,
        "rank": int(rank(now)[row]),
        "field": len(now),
        "best": best,
        "worst": worst,
        "noise": float(errors.std()),
        "years": len(table.columns),
        "forecast": None if refusal else Forecast(years, rank_paths(_joint(known, score, until), row)),
        "refusal": refusal,
        "trial": None if refusal else trial(known, score),
    }


def of_rank(known: Known, rank_id: str, place: provinces.Place, until: int, field: int | None) -> Forecast | None:
    """The forecast of a printed rank among so many, by the score behind it, where there is one."""
    score = next((s for s, r in SCORES.items() if r == rank_id), "")
    found = standing(known, score, place, until)
    return found["forecast"] if found and found["field"] == field else None


def standings(known: Known, place: provinces.Place, until: int) -> list[dict]:
    """The standing of a place by every score that all provinces get."""
    found = [standing(known, score, place, until) for score in SCORES]
    return [s for s in found if s is not None]
