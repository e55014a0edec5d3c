"""The share of every unit as the model of all units gives it (`unit_shares`): draws kept in data/shares.parquet.

They serve only views that know just what the model was fitted to, so that no earlier day sees a later figure.
"""

import hashlib
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from ..data import provinces
from ..data.known import Known, cached_by_news
from ..forecasting.pooled_share import Reading
from . import growth

FILE, RANKS, KIND = "shares.parquet", "share_ranks.csv", "model"
BASE_YEAR = 2022  # most is known of that year
INDICATOR = "digital_economy_share"
COUNTS = {f"provinces_digital_share_{band}": level for band, level in (("over_20", 20), ("10_20", 10), ("5_10", 5))}
FEATURES = {"grdp_per_capita": "gso", "dti_act_economy": "dti"}  # and by whose measure
BEHIND = (INDICATOR, *COUNTS, *growth.OF_CURRENT, *FEATURES)
HASHED = ["place", "border", "period", "value", "comparator", "measure", "vintage", "use"]


@cached_by_news(*BEHIND)
def stamp(known: Known) -> str:
    """A hash of all that the model rests on, as known by a day."""
    found = hashlib.sha256()
    for name in BEHIND:
        found.update(known.rows(name)[HASHED].to_csv(index=False, lineterminator="\n").encode())
    for name in (RANKS, "bridges.yml"):
        path = known.folder / name
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


def reading(known: Known, place: provinces.Place) -> Reading | None:
    """The newest year's draws as one reading of the share."""
    found = draws(known, place)
    if found is None:
        return None
    line = logit(found.iloc[:, -1].to_numpy() / 100)
    return Reading(int(found.columns[-1]), 100 * float(expit(np.median(line))), float(line.std(ddof=1)), KIND)


def summary(draws: pd.DataFrame, year: int) -> dict[str, float]:
    """Median and 80 % interval of one year of the draws."""
    low, median, high = np.quantile(draws[str(year)], [0.1, 0.5, 0.9])
    return {"low80": float(low), "median": float(median), "high80": float(high)}
