"""Growth of GRDP and of labour productivity to come, from all places together (`forecasting.growth_panel`).

The panel of a view holds the nation, the 63 old units and, in place of its parts, the unit that is asked about, each
with its rates of the YEARS years up to that unit's newest. It is fitted in the view itself: no later figure reaches it.
"""

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pandas as pd

from ..data import provinces
from ..data.known import Known, cached_by_news
from ..errors import SeriesError
from ..forecasting import growth_panel
from ..forecasting.distribution import Forecast
from . import growth, productivity, revisions

YEARS = 15
PRODUCTIVITY = "labour_productivity_growth"
BEHIND = (*growth.OF_GROWTH, "employed", "labour_force", PRODUCTIVITY)


@cached_by_news(*BEHIND, most=256)
def rates(known: Known, place: provinces.Place, indicator: str) -> tuple[pd.Series, np.ndarray]:
    """Growth by year as known on a day, percent, and the covariance of its errors (bridges, revisions to come)."""
    try:
        if indicator == PRODUCTIVITY:
            table = productivity.measure(known, place, bridge=True).table
            table = table[table["growth"].notna()]
            sd = np.hypot(table["sd"], table["revision"])
        else:
            table = revisions.real_growth(known, place)
            sd = table["revision"]
    except SeriesError:
        return pd.Series(dtype=float), np.zeros((0, 0))
    alike = revisions.usual(known, place).alike(table.index, table["revision"], sd)
    return table["growth"], np.outer(sd, sd) * alike


def _others(known: Known, place: provinces.Place) -> list[provinces.Place]:
    """The nation and the old units but for the place itself and what it is made of."""
    own = {part.slug for part in known.parts_of(place)}
    return [p for p in (known.nation, *known.units_of(provinces.OLD)) if p.slug not in own]


def _panel(known: Known, place: provinces.Place, indicator: str, last: int) -> growth_panel.Panel:
    """The panel up to a year; its first row, the place's own, is empty."""
    others = _others(known, place)
    found = [rates(known, p, indicator) for p in others]
    first = max(last - YEARS + 1, min((series.index[0] for series, _ in found if len(series)), default=last))
    values, noise = (
        np.full((len(others) + 1, last - first + 1), np.nan),
        np.zeros((len(others) + 1, *[last - first + 1] * 2)),
    )
    for row, (series, errors) in enumerate(found, 1):
        values[row], noise[row] = _laid(series, errors, first, last)
    return growth_panel.Panel(values, noise, np.array([p.slug == provinces.NATION for p in (place, *others)]))


def _laid(series: pd.Series, errors: np.ndarray, first: int, last: int) -> tuple[np.ndarray, np.ndarray]:
    """Rates and covariances of one place laid out over the years of the panel."""
    kept = (series.index >= first) & (series.index <= last)
    at, size = series.index[kept].to_numpy(int) - first, last - first + 1
    values, noise = np.full(size, np.nan), np.zeros((size, size))
    values[at], noise[np.ix_(at, at)] = series[kept], errors[np.ix_(kept, kept)]
    return values, noise


def _with(panel: growth_panel.Panel, own: pd.Series, errors: np.ndarray) -> growth_panel.Panel:
    last = int(own.index[-1])
    values, noise = _laid(own, errors, last - panel.rates.shape[1] + 1, last)
    return replace(
        panel, rates=np.vstack([values, panel.rates[1:]]), noise=np.concatenate([noise[None], panel.noise[1:]])
    )


@lru_cache(maxsize=64)
def _fitted(known: Known, place: provinces.Place, indicator: str, last: int) -> growth_panel.Fitted:
    own, errors = rates(known, place, indicator)
    kept = (own.index <= last).nonzero()[0]
    panel = _panel(known, place, indicator, last)
    return growth_panel.fit(_with(panel, own.iloc[kept], errors[np.ix_(kept, kept)]) if len(kept) else panel)


def forecast(
    known: Known, place: provinces.Place, indicator: str, own: pd.Series, errors: np.ndarray, until: int
) -> Forecast:
    """Growth of a place from the year after its last rate to `until`, percent.

    Args:
        own: Its rates by year, which may be others than those known (a nowcast, a year left out): the sizes are those
            that all known rates give.
        errors: The covariance of their errors.
    """
    last = int(own.index[-1])
    found = _fitted(known.at_news(BEHIND), place, indicator, last)
    paths = replace(found, panel=_with(found.panel, own, errors)).forecast([0], until - last)
    return Forecast(np.arange(last + 1, until + 1), paths[0])
