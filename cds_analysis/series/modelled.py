"""The share of every unit as the model of all units gives it (`unit_shares`): draws kept in data/shares.parquet.

They serve only views that know just what the model was fitted to, so that no earlier day sees a later figure.
"""

import hashlib
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import expit, logit
from scipy.stats import norm

from ..data import provinces
from ..data.known import Known, cached_by_news
from ..forecasting.distribution import Forecast
from ..forecasting.pooled_share import Reading
from . import growth

FILE, RANKS, TRIALS, KIND = "shares.parquet", "share_ranks.csv", "share_trials.csv", "model"
BASE_YEAR = 2022  # most is known of that year
FEW = 3  # figures, fewer of which tell nothing of the width of intervals
INDICATOR = "digital_economy_share"
COUNTS = {f"provinces_digital_share_{band}": level for band, level in (("over_20", 20), ("10_20", 10), ("5_10", 5))}
FEATURES = {"grdp_per_capita": "gso", "dti_act_economy": "dti"}  # and by whose measure
BEHIND = (INDICATOR, *COUNTS, *growth.OF_CURRENT, *FEATURES)
HASHED = ["place", "border", "period", "value", "comparator", "measure", "vintage", "use"]


@cached_by_news(*BEHIND)
def stamp(known: Known) -> str:
    """A hash of all that the model rests on, as known by a day."""
    return hashed(known, BEHIND, (RANKS, "bridges.yml"))


def hashed(known: Known, names: tuple[str, ...], files: tuple[str, ...], more: tuple[str, ...] = ()) -> str:
    """A hash of the figures of some indicators as known by a day, with more of their columns, and of files."""
    found = hashlib.sha256()
    for name in names:
        found.update(known.rows(name)[[*HASHED, *more]].to_csv(index=False, lineterminator="\n").encode())
    for path in (known.folder / name for name in files):
        found.update(path.read_bytes() if path.is_file() else b"")
    return found.hexdigest()[:16]


@lru_cache(maxsize=2)
def _kept(path: Path) -> pd.DataFrame | None:
    return pd.read_parquet(path) if path.is_file() else None


def stale(known: Known) -> bool:
    """Whether the draws that a folder keeps were fitted to other evidence than is known."""
    kept = _kept(known.folder / FILE)
    return kept is not None and kept.attrs["evidence"] != stamp(known)


@cached_by_news(*BEHIND)
def draws(known: Known, place: provinces.Place) -> pd.DataFrame | None:
    """Draws of a unit's share, a row each, a column a year, in percent; None where none were made of what is known.

    Of a merged unit the mean of its parts, weighted by their GRDP of the year (`growth.weights`).
    """
    kept = _kept(known.folder / FILE)
    if kept is None or place.tier != "province" or stale(known):
        return None
    if not place.merged:
        return kept.loc[place.slug]
    weights = {year: growth.weights(known, place, int(year))[0] for year in kept}
    return sum(kept.loc[slug] * [weights[y][slug] for y in kept] for slug in place.predecessors)


@lru_cache(maxsize=16)
def trial(folder: Path, year: int) -> dict:
    """How the model did on the figures of a year when fitted without all that is told of their place.

    `loose` is by how much its intervals have to be widened there (root mean square of the standardised errors), `held`
    how many of the `of` figures lay in the 80 % interval so widened; fewer than FEW figures widen nothing.
    """
    path = folder / TRIALS
    rows = pd.read_csv(path) if path.is_file() else pd.DataFrame(columns=["year"])
    rows = rows[rows["year"] == year]
    if len(rows) < FEW:
        return {"loose": 1.0, "held": 0, "of": 0}
    value, median, low, high = logit(rows[["value", "median", "low80", "high80"]].to_numpy(float).T / 100)
    z = (value - median) / ((high - low) / 2 / norm.ppf(0.9))
    loose = max(1.0, float(np.sqrt(np.mean(z**2))))
    return {"loose": loose, "held": int(np.sum(np.abs(z) <= norm.ppf(0.9) * loose)), "of": len(rows)}


def _line(known: Known, draws: pd.DataFrame, year: int) -> np.ndarray:
    """Draws of a year on the logit scale, as wide about their median as trials showed them to have to be."""
    line = logit(draws[str(year)].to_numpy() / 100)
    return np.median(line) + trial(known.folder, year)["loose"] * (line - np.median(line))


def of_year(known: Known, place: provinces.Place, year: int) -> Forecast | None:
    """The draws of one year, as wide as `_line` makes them; None where there are none."""
    found = draws(known, place)
    if found is None or str(year) not in found:
        return None
    return Forecast(np.array([year]), 100 * expit(_line(known, found, year))[:, None])


def reading(known: Known, place: provinces.Place) -> Reading | None:
    """The newest year's draws as one reading of the share."""
    found = draws(known, place)
    if found is None:
        return None
    year = int(found.columns[-1])
    line = _line(known, found, year)
    return Reading(year, 100 * float(expit(np.median(line))), float(line.std(ddof=1)), KIND)


def summary(known: Known, draws: pd.DataFrame, year: int) -> dict[str, float]:
    """Median and 80 % interval of one year of the draws, widened as the trials of the year ask."""
    low, median, high = 100 * expit(np.quantile(_line(known, draws, year), [0.1, 0.5, 0.9]))
    return {"low80": float(low), "median": float(median), "high80": float(high)}
