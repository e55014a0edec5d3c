"""The digital economy's share of GRDP: a place's readings on the office's measure, what stands in for it, a forecast.

The measure of the statistics office carries every headline. A figure on another measure or border enters only through a
bridge named in `data/bridges.yml`; the ministry's estimates are context and shown apart.
"""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from ..data import observations, provinces
from ..data.known import Known, cached_by_news
from ..errors import ModelError
from ..forecasting import pooled_share
from ..forecasting.distribution import Forecast
from ..shown import InOneLine
from . import borrowed, growth, modelled

INDICATOR = modelled.INDICATOR
LOWEST = "digital_economy_share_sector_min"
BASE, CONTEXT = "gso-experimental", "mic-estimate"
SECTORS = {"agriculture": "agriculture", "industry_construction": "industry", "services": "services"}


@dataclass(frozen=True)
class ShareView(InOneLine):
    """All that is known about the share of one place on one border as of one day; other measures when asked for."""

    known: Known  # as of the last day on which a figure behind it became known
    place: provinces.Place
    horizon: int
    own: list[pooled_share.Reading]  # on the office's measure, by bridges too
    crossings: list[dict]  # of `cross`
    reference: pooled_share.Reference | None
    forecast: Forecast | None
    refusal: str  # why there is no forecast

    @property
    def modelled(self) -> bool:
        """Whether the forecast starts from the model of all units, for want of a figure of the place."""
        return any(reading.kind == modelled.KIND for reading in self.own)

    @cached_property
    def figures(self) -> pd.DataFrame:
        """Every yearly figure of the place (`all_figures`), of a merged one on both borders."""
        figures = all_figures(self.known, [self.place.slug])
        both = self.place.unchanged or self.place.border == provinces.NEW
        return figures if both else figures[figures["border"] == provinces.OLD]

    @cached_property
    def base(self) -> observations.Series | None:
        """The series on the office's measure."""
        return self.known.series_if_any(INDICATOR, self.place, measure=BASE)

    @cached_property
    def offset(self) -> pooled_share.Offset | None:
        """The ministry's measure over the office's; without it its figures are shown unconverted."""
        try:
            return pooled_share.measure_offset(measure_pairs(self.known))
        except ModelError:
            return None

    @cached_property
    def _context(self) -> list[pooled_share.Reading]:
        """The ministry's figures converted to the office's measure, and carried over the border where there is one."""
        main, readings, offset = self.known.former(self.place) or self.place, [], self.offset
        for year, value in values_of(self.known, main, CONTEXT).items() if offset else ():
            like_base = value / offset.ratio(year, self.place.slug)
            low = high = like_base
            if main is not self.place:
                crossing = cross(self.known, self.place, year, like_base, CONTEXT)
                if crossing is None:
                    continue
                low, high = crossing["low"], crossing["high"]
            sd = offset.spread(self.place.slug) / (1 - like_base / 100)  # d logit = d log / (1 - share)
            readings.append(pooled_share.reading_between(year, low, high, sd, "other measure"))
        return readings

    @property
    def readings(self) -> list[pooled_share.Reading]:
        """All readings, those from other measures too, by year."""
        return sorted(self.own + self._context, key=lambda r: r.year)

    @cached_property
    def with_context(self) -> Forecast | None:
        """The forecast that the ministry's figures enter as well; the model of all units has them already."""
        if self.forecast is None or self.modelled or not self._context:
            return None
        return pooled_share.share_forecast(self.own + self._context, self.reference, self.horizon)


@lru_cache(maxsize=8)
def _bridges(folder: Path, kind: str) -> list[dict]:
    bridges = yaml.safe_load((folder / "bridges.yml").read_text(encoding="utf-8")) or {}
    return [b for b in bridges.get(kind) or [] if b["indicator"] == INDICATOR]


def values_of(known: Known, place: provinces.Place, measure: str, indicator: str = INDICATOR) -> dict[int, float]:
    """The figures of a place on one measure by year; none where there are none."""
    found = known.series_if_any(indicator, place, measure=measure)
    return {int(y): float(v) for y, v in found.values.items()} if found else {}


def _places(known: Known) -> list[provinces.Place]:
    """Every place and border with a share; places whose territory did not change once."""
    told = known.rows(INDICATOR)[["place", "border"]].drop_duplicates().sort_values(["place", "border"])
    found = (known.places.get(key) or known.place(key[0]) for key in told.itertuples(index=False, name=None))
    return list({(place.slug, place.unchanged or place.border): place for place in found}.values())


def all_figures(known: Known, slugs: list[str]) -> pd.DataFrame:
    """Every yearly figure of the share of some places: all measures, borders and vintages known by a day."""
    rows = known.rows(INDICATOR)
    rows = rows[rows["place"].isin(slugs) & rows["use"].eq("yes")]
    rows = observations.annual(rows).assign(year=lambda t: t["period"].astype(int))
    columns = "place border measure year value comparator status vintage known source flags note".split()
    return rows[columns].sort_values(["place", "measure", "year", "known"], ignore_index=True)


def _prints(known: Known, place: provinces.Place) -> pd.DataFrame:
    """All figures of the share on the office's measure and the place's border."""
    figures = all_figures(known, [place.slug])
    return figures[(figures["measure"] == BASE) & (place.unchanged | figures["border"].eq(place.border))]


@cached_by_news(INDICATOR, most=256)
def _linked(known: Known, place: provinces.Place) -> pd.Series:
    """The share on the office's measure for its changes (`growth.linked`)."""
    figures = _prints(known, place)
    return pd.Series(dtype=float) if figures.empty else growth.linked(figures)


@cached_by_news(INDICATOR, most=256)
def reference_class(known: Known, without: str = "") -> pooled_share.Reference:
    """Yearly movement of the share (`_linked`) in the nation and the provinces that have 3 years of it.

    The place to be forecast is left out (`without`): its own figures speak for it already. The nation, an average that
    moves less than a province, has its own yearly shock, and no width learnt of places.

    Raises:
        ModelError: Too few such places are known by the day.
    """
    histories = {p.slug: _linked(known, p) for p in _places(known) if p.slug != without}
    nation = all_figures(known, [provinces.NATION])
    again = growth.printed_again(nation[nation["measure"] == BASE])
    revision = pooled_share.revision_spread(*again) if len(again[0]) else 0.0
    if without == provinces.NATION:
        return pooled_share.reference(histories, revision, shock=_linked(known, known.nation))
    loose = borrowed.widths(borrowed.record(known.folder, known.day))
    return replace(pooled_share.reference(histories, revision, (provinces.NATION,)), loose=loose)


@cached_by_news(INDICATOR, most=32)
def measure_pairs(known: Known) -> pd.DataFrame:
    """The years for which one place on one border has both the office's and the ministry's figure."""
    rows = []
    for place in _places(known):
        base, other = (values_of(known, place, m) for m in (BASE, CONTEXT))
        rows += [(place.slug, year, base[year], other[year]) for year in sorted(base.keys() & other.keys())]
    return pd.DataFrame(rows, columns=["place", "year", "base", "other"])


def cross(known: Known, place: provinces.Place, year: int, share: float, measure: str) -> dict | None:
    """Carry a share of the main old unit over to the merged one, where the other part is bounded by a named bridge.

    It is the mean of the parts' shares weighted by GRDP at current prices of the same year, as in `growth.weights`:
    low and high, from share and measure of the year, the joining part, its weight (0-1, of weight_year), part_low and
    part_high.
    """
    bounds, joining = part_bounds(known), [p.slug for p in known.parts_of(place) if p.slug != place.slug]
    weighed = growth.weights(known, place, year) if len(joining) == 1 and joining[0] in bounds else None
    if weighed is None:
        return None
    (part,), (weights, weight_year) = joining, weighed
    weight, (part_low, part_high) = weights[part], bounds[part]
    found = {"year": year, "share": share, "measure": measure, "part": part, "weight": weight}
    found |= {"weight_year": weight_year, "part_low": part_low, "part_high": part_high}
    low, high = ((1 - weight) * share + weight * end for end in bounds[part])
    return found | {"low": low, "high": high}


def stated(known: Known, place: provinces.Place) -> list[tuple[int, float, str]]:
    """Figures as (year, value, measure): those a bridge lets stand for the office's, then the office's own."""
    found = []
    for bridge in _bridges(known.folder, "measures"):
        if (bridge["place"], bridge["border"], bridge["stands_for"]) == (place.slug, place.border, BASE):
            values = values_of(known, place, bridge["measure"])
            found += [(year, values[year], bridge["measure"]) for year in values if year == int(bridge["period"])]
    return found + [(year, value, BASE) for year, value in values_of(known, place, BASE).items()]


def readings_of(known: Known, place: provinces.Place) -> dict[int, float]:
    """The share by year on the office's measure, and the figures a bridge lets stand for it."""
    return {year: value for year, value, _ in stated(known, place)}


def part_bounds(known: Known) -> dict[str, tuple[float, float]]:
    """Within which bounds a named bridge puts the share of an old unit without one, by slug."""
    return {b["place"]: (float(b["low"]), float(b["high"])) for b in _bridges(known.folder, "parts")}


def unpublished(known: Known, slug: str) -> tuple[float, float] | None:
    """Where the share of an old unit lies for which the office publishes none, by a named bridge.

    Its own or, for a unit that no source puts higher, that of all such units; None where there is neither.
    """
    if slug in (named := part_bounds(known)):
        return named[slug]
    bridges, stated = _bridges(known.folder, "unpublished"), all_figures(known, [slug])["value"]
    return next(((float(b["low"]), float(b["high"])) for b in bridges if not (stated > b["high"]).any()), None)


@cached_by_news(INDICATOR, most=32)
def movements(known: Known) -> tuple[float, ...]:
    """The yearly changes of the share in points that one publication shows, of every place with neighbouring years."""
    printed = [figures for place in _places(known) if len(figures := _prints(known, place))]
    found = [growth.fullest(figures)["value"] for figures in printed]
    return tuple(float(v[y] - v[y - 1]) for v in found for y in v.index if y - 1 in v.index)


def lowest_sector(known: Known, place: provinces.Place) -> pd.DataFrame:
    """The digital part of the lowest of the three sectors, percent, by year: digital points over the sector's share.

    Rows as of the table, marked derived; only years in which all three are published.
    """
    found = []
    for sector, digital in SECTORS.items():
        points, part_of = (
            known.newest_figures(known.yearly(name, place), ["period"])
            for name in (f"{INDICATOR}_{digital}", f"share_{sector}")
        )
        both = points.merge(part_of[["period", "value"]], on="period", suffixes=("", "_of"))
        found.append(both.assign(value=100 * both["value"] / both["value_of"], status="derived"))
    rows = pd.concat(found).sort_values("value")
    return rows[rows.groupby("period")["value"].transform("size").eq(len(SECTORS))].drop_duplicates("period")


def own_readings(
    known: Known, place: provinces.Place, reference: pooled_share.Reference | None
) -> tuple[list[pooled_share.Reading], list[dict]]:
    """The office's figures, those that stand in for them and those carried over the border, with their errors."""
    revision, shock = (reference.revision, reference.sigma) if reference else (0.0, 0.0)
    vague, readings = float(np.hypot(revision, shock)), []  # what stands in may be of the year before
    for year, value, measure in stated(known, place):
        error, kind = (revision, "base") if measure == BASE else (vague, "stand-in")
        readings.append(pooled_share.Reading(year, value, error, kind))
    carried = (cross(known, place, *figure) for figure in stated(known, known.former(place) or place))
    crossings = [c for c in carried if c]
    readings += [pooled_share.reading_between(c["year"], c["low"], c["high"], vague) for c in crossings]
    return readings, crossings


def former_readings(known: Known, place: provinces.Place, vague: float) -> list[pooled_share.Reading]:
    """Of a merged unit the office's figures of the unit of its name (`_linked`), from two on.

    They tell how it moves, not where it stands: what is not carried over (`cross`) is of another territory.
    """
    former = known.former(place)
    values = pd.Series(dtype=float) if former is None else _linked(known, former)
    told = [pooled_share.Reading(int(y), float(v), vague, pooled_share.FORMER) for y, v in values.items()]
    return told if len(told) > 1 else []


@cached_by_news(*modelled.BEHIND, most=64)
def view(known: Known, place: provinces.Place, horizon: int) -> ShareView:
    """Gather the readings of a place, the reference class and the pairs of measures, and forecast to `horizon`."""
    reference, forecast, refusal = None, None, ""
    try:
        reference = reference_class(known, place.slug)
    except ModelError as error:
        refusal = str(error)
    own, crossings = own_readings(known, place, reference)
    if reference and not own and (estimate := modelled.reading(known, place)):
        own = [estimate]
    if reference and own and not crossings:
        own = own + former_readings(known, place, float(np.hypot(reference.revision, reference.sigma)))
    newest_year = max((r.year for r in own), default=None)
    if reference and newest_year is None:
        refusal = "no reading on the office's measure, and no named bridge"
    elif reference and horizon <= newest_year:
        refusal = f"the newest reading is of {newest_year}, nothing is left to forecast until {horizon}"
    elif reference:
        forecast = pooled_share.share_forecast(own, reference, horizon)
    return ShareView(known, place, horizon, own, crossings, reference, forecast, refusal)
