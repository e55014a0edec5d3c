"""Growth of GRDP and of labour productivity to come, from all places together (`forecasting.growth_panel`).

The panel of a view holds the rates of the nation and the 63 old units in the YEARS years up to the newest; a merged
unit stands in for its parts. No later figure reaches a view: what was fitted to the newest one is kept in
data/growth.npz (`cds data growth`) and serves views that know just the same; an earlier one has the sizes of the year
before it.
"""

from datetime import date
from functools import lru_cache
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
from tqdm import tqdm

from ..data import provinces
from ..data.known import Known, cached_by_news
from ..errors import ModelError, SeriesError
from ..forecasting import growth_panel
from ..forecasting.distribution import Forecast
from ..forecasting.growth_panel import Fitted, Panel
from . import modelled, productivity, revisions

FILE = "growth.npz"
YEARS = 15
SIZES = ("at", "loose", "effective")  # what is kept of an earlier view
SINCE = 2010  # views from the end of that year on have sizes of their own kept
PRODUCTIVITY, GRDP = "labour_productivity_growth", "grdp_growth"
OF_PANEL = (GRDP, PRODUCTIVITY)
BEHIND = productivity.BEHIND


@cached_by_news(*BEHIND)
def rates(known: Known, place: provinces.Place, indicator: str) -> tuple[pd.Series, np.ndarray]:
    """Growth by year as known on a day, percent, and the covariance of its errors (bridges, revisions to come)."""
    try:
        if indicator == PRODUCTIVITY:
            return measured(productivity.measure(known, place, bridge=True))
        table = revisions.real_growth(known, place)
    except SeriesError:
        return pd.Series(dtype=float), np.zeros((0, 0))
    return table["growth"], covariance(revisions.usual(known, place), table["revision"], table["revision"])


def measured(found: productivity.Productivity) -> tuple[pd.Series, np.ndarray]:
    """The same of growth of productivity that is computed already."""
    years = found.growth.index
    return found.growth, covariance(found.usual, found.table["revision"][years], found.errors)


def of_productivity(known: Known, found: productivity.Productivity, until: int) -> Forecast | None:
    """`forecast` of growth of productivity from rates that are computed already."""
    return forecast(known, found.place, PRODUCTIVITY, *measured(found), until)


def covariance(usual: revisions.Usual | None, sizes: pd.Series, errors: pd.Series) -> np.ndarray:
    """Of the errors of rates by year, of which revisions to come, of some sizes, are a part."""
    alike = usual.alike(errors.index, sizes, errors) if usual else np.eye(len(errors))
    return np.outer(errors, errors) * alike


def everyone(known: Known) -> list[provinces.Place]:
    """The places of the panel in its order."""
    return [known.nation, *known.units_of(provinces.OLD)]


def panel(known: Known, indicator: str, last: int) -> Panel:
    """What is known of all places, in the YEARS years up to one or from the first that has a rate."""
    found = {place: rates(known, place, indicator) for place in everyone(known)}
    first = min((int(series.index[0]) for series, _ in found.values() if len(series)), default=last)
    return laid(found, last, min(YEARS, max(1, last - first + 1)))


def laid(found: dict[provinces.Place, tuple[pd.Series, np.ndarray]], last: int, years: int) -> Panel:
    """Rates and covariances of their errors by place, a row each, in so many years up to one."""
    values, noise = np.full((len(found), years), np.nan), np.zeros((len(found), years, years))
    for row, (series, errors) in enumerate(found.values()):
        kept = (series.index > last - years) & (series.index <= last)
        at = series.index[kept].to_numpy(int) - (last - years + 1)
        values[row, at], noise[row][np.ix_(at, at)] = series[kept], errors[np.ix_(kept, kept)]
    return Panel(values, noise, np.array([place.slug == provinces.NATION for place in found], bool))


@cached_by_news(*BEHIND, most=64)
def newest(known: Known, indicator: str) -> int:
    """The last year of which any place has a rate; 0 where there is none."""
    if (kept := _kept(known)) is not None:
        return int(kept[f"{indicator} last"])
    return max((int(r.index[-1]) for p in everyone(known) if len(r := rates(known, p, indicator)[0])), default=0)


@cached_by_news(*BEHIND, most=64)
def fitted(known: Known, indicator: str, last: int, anew: bool = False) -> Fitted:
    """The panel up to a year, fitted, or as it is kept.

    A view of which nothing is kept has the sizes that were fitted to the end of the year before it, where these are
    kept, and what its own rates tell by them; `anew` fits in any case.

    Raises:
        ModelError: No place has a rate.
    """
    kept, before = _kept(known), known.at(date(known.day.year - 1, 12, 31))
    if kept is not None and last == kept[f"{indicator} last"]:
        return Fitted(*(kept[f"{indicator} {part}"] for part in Fitted.__dataclass_fields__))
    whole, sizes = panel(known, indicator, last), _read(known.folder / FILE)
    key = f"{indicator} {before.day.year}"
    if anew or str(sizes.get(f"{key} evidence")) != stamp(before):
        return growth_panel.fit(whole)
    at, loose = sizes[f"{key} at"], sizes[f"{key} loose"]
    return Fitted(at, loose, *whole.told(at, loose), float(sizes[f"{key} effective"]))


def stale(known: Known) -> bool:
    """Whether what a folder keeps was fitted to other figures than are known; then it does not serve."""
    return bool(_read(known.folder / FILE)) and _kept(known) is None


def _kept(known: Known) -> dict[str, np.ndarray] | None:
    """What was written down, if it was fitted to just what is known."""
    found = _read(known.folder / FILE)
    return found if found and str(found["evidence"]) == stamp(known) else None


@lru_cache(maxsize=2)
def _read(path: Path) -> dict[str, np.ndarray]:
    found = np.load(path).items() if path.is_file() else ()
    return {name: value if name.endswith("evidence") else value.astype(float) for name, value in found}


@cached_by_news(*BEHIND, most=64)
def stamp(known: Known) -> str:
    """A hash of all that the rates rest on, as known by a day."""
    more = ("status", "flags", "unit", "price_basis", "known", "source")  # what grades and revisions go by
    return modelled.hashed(known, BEHIND, ("bridges.yml",), more)


def keep(known: Known, path: Path) -> dict[str, Fitted]:
    """Fit the panels of a view and write them down, with the sizes fitted to the end of each year before it."""
    out, parts = {}, {"evidence": np.array(stamp(known))}
    views = {f" {year}": known.at(date(year, 12, 31)) for year in range(SINCE, known.day.year)}
    for name, (key, view) in tqdm([*product(OF_PANEL, {**views, "": known}.items())], unit="panel", disable=None):
        if last := newest(view, name):
            out[name] = growth_panel.fit(panel(view, name, last))
            kept = {part: value for part, value in vars(out[name]).items() if not key or part in SIZES}
            parts |= {f"{name}{key} {part}": np.float32(value) for part, value in kept.items()}
            parts |= {f"{name}{key} last": np.array(last), f"{name}{key} evidence": np.array(stamp(view))}
    np.savez_compressed(path, **parts)
    return out


def forecast(
    known: Known,
    place: provinces.Place,
    indicator: str,
    own: pd.Series,
    errors: np.ndarray,
    until: int,
    last: int | None = None,
) -> Forecast | None:
    """Growth of a place from the year after its last rate to `until`, percent; None where none is to be.

    Args:
        own: Its rates by year, which may be others than those known (a nowcast, a year left out).
        errors: The covariance of their errors.
        last: The last year of which others' rates are taken, the panel then fitted anew; none: the newest.
    """
    if own.empty or until <= own.index[-1]:
        return None
    begin = int(own.index[-1])
    anew, last = last is not None, max(newest(known, indicator), begin) if last is None else last
    try:
        fit, places = fitted(known, indicator, last, anew), everyone(known)
    except ModelError:  # no place of the panel has a rate
        return None
    years = fit.pull.shape[1]
    parts = {part.slug for part in known.parts_of(place)}
    inside = [row for row, p in enumerate(places) if p.slug in parts]
    mine = laid({place: (own, errors)}, last, years)
    if not mine.seen.any():
        return None
    loose = fit.loose[:, inside] if len(inside) == 1 else fit.looseness(mine)
    there = {places[row]: rates(known, places[row], indicator) for row in inside}
    instead = laid(there, last, years), fit.loose[:, inside]
    paths = fit.forecast(mine, loose, max(until - last, 0), instead)
    return Forecast(np.arange(begin + 1, until + 1), paths[:, : until - begin])
