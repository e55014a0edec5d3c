"""A floor in every sector: the digital part of the lowest one in a place, from the sectors of the nation.

No province's sectors are measured. Of the nation the statistics office prints what each of three sectors adds to the
digital economy; over the sector's share of GDP that is its digital part.
"""

from functools import lru_cache

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from ..data import provinces
from ..data.known import Known
from ..data.targets import Target
from ..forecasting.distribution import PATHS, SEED, Forecast
from . import share


def _span(period: str) -> float:
    """The middle of a year or of years on average: 2020..2022 is 2021."""
    return float(np.mean([int(end[:4]) for end in period.split("..")]))


@lru_cache(maxsize=32)
def sector_parts(known: Known) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The nation's digital part of each sector, percent, by time, and the documents: only where all three are printed.

    A sector's share of GDP is that of the year, else of the nearest year that has one.
    """
    columns, refs = {}, set()
    for sector, digital in share.SECTORS.items():
        points = known.rows(f"{share.INDICATOR}_{digital}", provinces.NATION)
        points = points[points["use"].eq("yes") & points["measure"].eq(share.BASE)]
        points = known.newest_figures(points, ["period"])
        of = known.newest_figures(known.yearly(f"share_{sector}", provinces.NATION), ["period"])
        if points.empty or of.empty:
            return pd.DataFrame(), ()
        years = of["period"].astype(float).to_numpy()
        times = points["period"].map(_span).to_numpy(float)
        near = np.abs(years[None, :] - times[:, None]).argmin(axis=1)
        columns[digital] = pd.Series(100 * points["value"].to_numpy() / of["value"].to_numpy()[near], times)
        refs |= {*(points["source"] + "|" + points["vintage"]), *(of["source"] + "|" + of["vintage"])}
    return pd.concat(columns, axis=1, join="inner").sort_index(), tuple(sorted(refs))


def between_places(known: Known) -> tuple[float, tuple[str, ...]]:
    """How far the whole share of places lies from the nation's, root mean square on the logit scale, and the places."""
    rows = known.newest_figures(known.yearly(share.INDICATOR), ["place", "border", "measure", "period"])
    rows = rows[rows["measure"].eq(share.BASE)].sort_values("period").drop_duplicates("place", keep="last")
    line = pd.Series(logit(rows["value"].to_numpy() / 100), rows["place"])
    apart = (line - line[provinces.NATION]).drop(provinces.NATION)
    return float(np.sqrt(np.mean(apart**2))), tuple(sorted(apart.index))


def ahead(known: Known, target: Target, until: int) -> tuple[Forecast, dict] | None:
    """The lowest sector of a place to `until`, from the newest year the nation's sectors are known for.

    Each sector goes on from the nation's by its own movement; how far that may change is the spread of the three
    movements, how far a place is from the nation the spread of their whole shares. The nation itself has no such
    distance. None where the sectors of two times a year apart are not known.
    """
    parts, refs = sector_parts(known)
    if len(parts) < 2 or until < parts.index[-1] or parts.index[-1] - parts.index[-2] < 1:
        return None
    line = logit(parts / 100)
    drifts = (line.iloc[-1] - line.iloc[-2]) / (line.index[-1] - line.index[-2])
    distance, places = (0.0, ()) if target.place == provinces.NATION else between_places(known)
    years, draw = np.arange(int(parts.index[-1]), until + 1), np.random.default_rng(SEED)
    steps, lowest, off = years - years[0], np.inf, distance * draw.standard_normal((PATHS, 1))
    for sector in parts:
        moved = steps * (drifts[sector] + drifts.std(ddof=1) * draw.standard_normal((PATHS, 1)))
        lowest = np.minimum(lowest, 100 * expit(line[sector].iloc[-1] + off + moved))
    newest = parts.iloc[-1]
    return Forecast(years, lowest), {
        "kind": "floors",
        "members": [provinces.NATION],
        "changes": len(drifts),
        "trial": None,
        "indicators": [f"{share.INDICATOR}_{digital}" for digital in share.SECTORS.values()],
        "since": int(parts.index[-2]),
        "until": int(years[0]),
        "refs": list(refs),
        "pace": None,
        "parts": newest.to_dict(),
        "lowest": str(newest.idxmin()),
        "distance": distance,
        "places": list(places),
    }
