"""What the figures of the old units say of a merged one: levels add up, ratios are rebuilt, ranks are neither.

Where a part is missing the merged value is known within bounds or not at all; it is never a plain mean of the parts.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from ..data import provinces
from ..data.known import Known
from ..errors import SeriesError
from . import growth, share

LEVELS = ("grdp_current", "employed", "labour_force", "population")
HEADLINES = (share.INDICATOR, "grdp_growth", "labour_productivity", *LEVELS, "dti_rank")


@dataclass(frozen=True)
class Rebuilt:
    """One headline figure of a merged unit from those of its parts, in the unit of the indicator.

    `how` is sum, ratio (numerators over denominators), weighted (mean weighted by GRDP) or cannot; `low` and `high`
    are equal where every part is known, `high` is infinite where a part of a sum is missing. `parts` holds the value of
    each part by slug, None where it is missing; `weights` the parts of the joint GRDP of `weight_year`.
    """

    indicator: str
    how: str
    year: int | None = None
    low: float | None = None
    high: float | None = None
    parts: dict[str, float | None] | None = None
    weights: dict[str, float] | None = None
    weight_year: int | None = None
    assumed: dict[str, tuple[float, float]] | None = None  # bounds of a missing part
    reason: str = ""

    @property
    def exact(self) -> bool:
        return self.low is not None and self.low == self.high


def total(parts: dict[str, float | None]) -> tuple[float, float]:
    """Bounds of the sum of parts that cannot be negative: the sum itself, or at least what is known of it."""
    known = math.fsum(v for v in parts.values() if v is not None)
    return known, known if None not in parts.values() else math.inf


def ratio(numerators: dict[str, float], denominators: dict[str, float]) -> float:
    """The ratio of a merged unit: the sum of numerators over the sum of denominators."""
    return math.fsum(numerators.values()) / math.fsum(denominators[slug] for slug in numerators)


def weighted(parts: dict[str, tuple[float, float]], weights: dict[str, float]) -> tuple[float, float]:
    """Bounds of the mean of the parts' ratios weighted by their denominators, each part known within bounds.

    Any value of a part within its bounds gives a mean within these.
    """
    whole = math.fsum(weights[slug] for slug in parts)
    low, high = (math.fsum(weights[s] * parts[s][end] for s in parts) / whole for end in (0, 1))
    return low, high


def rebuild(known: Known, place: provinces.Place) -> list[Rebuilt]:
    """Each headline indicator of a merged unit; an empty list for a place that was not merged."""
    if not place.merged:
        return []
    makers: dict[str, Callable[[Known, provinces.Place], Rebuilt]] = {
        share.INDICATOR: _share,
        "grdp_growth": _growth,
        "labour_productivity": _productivity,
    }
    found = [makers[name](known, place) for name in HEADLINES[:3]]
    found += [_level(known, place, name) for name in LEVELS]
    return [*found, Rebuilt("dti_rank", "cannot", reason="rank")]


def _level_of(known: Known, part: provinces.Place, name: str) -> pd.Series:
    """A level of one old unit by year; empty where there is none.

    On the central office's measure; employed persons as the publication gives them from which sums are made.
    """
    try:
        if name == "employed":
            return growth.employed_publication(known, part)["value"]
        basis = "current" if name == "grdp_current" else ""
        return known.series(name, part, measure="gso", price_basis=basis).values
    except SeriesError:
        return pd.Series(dtype=float)


def _levels(known: Known, place: provinces.Place, name: str) -> pd.DataFrame:
    """A level of each part of a merged unit: a row a year, a column a part."""
    return pd.DataFrame({p.slug: _level_of(known, p, name) for p in known.parts_of(place)}).sort_index()


def _employed_years(known: Known, place: provinces.Place) -> list[int]:
    """The years in which the parts' employed persons add up: all on one definition."""
    try:
        return list(growth.employed_levels(known, place).index)
    except SeriesError:
        return []


def _level(known: Known, place: provinces.Place, name: str) -> Rebuilt:
    """The sum in the newest year all parts have, else at least the sum of those known in the newest year any has."""
    table = _levels(known, place, name)
    whole = table.dropna()
    if name == "employed":
        whole = whole[whole.index.isin(_employed_years(known, place))]
    if table.empty:
        return Rebuilt(name, "cannot", reason="no_part")
    last = (table if whole.empty else whole).iloc[-1]
    if whole.empty and last.notna().all():
        return Rebuilt(name, "cannot", reason="definitions")
    parts = {slug: None if pd.isna(value) else float(value) for slug, value in last.items()}
    low, high = total(parts)
    return Rebuilt(name, "sum", int(last.name), low, high, parts)


def _productivity(known: Known, place: provinces.Place) -> Rebuilt:
    """GRDP at current prices of the parts over their employed persons, in the newest year both sums exist."""
    grdp, employed = (_levels(known, place, name).dropna() for name in ("grdp_current", "employed"))
    years = set(_employed_years(known, place)) & set(grdp.index) & set(employed.index)
    if not years:
        return Rebuilt("labour_productivity", "cannot", reason="no_denominator")
    year = int(max(years))
    over, under = ({s: float(v) for s, v in table.loc[year].items()} for table in (grdp, employed))
    value = ratio(over, under)
    return Rebuilt("labour_productivity", "ratio", year, value, value, {s: over[s] / under[s] for s in over})


def _growth(known: Known, place: provinces.Place) -> Rebuilt:
    """Growth of the sum: the parts' growth weighted by their GRDP of the year before (derive.merged_growth)."""
    found = growth.real_growth(known, place)
    found = found[found["kind"] == "parts"] if len(found) else found
    if found.empty:
        return Rebuilt("grdp_growth", "cannot", reason="no_weights")
    year = int(found.index[-1])
    units = known.parts_of(place)
    parts = {p.slug: float(growth.real_growth(known, p).at[year, "growth"]) for p in units}
    value = float(found["growth"].iloc[-1])
    weights, at = growth.weights(known, place, year - 1)
    return Rebuilt("grdp_growth", "weighted", year, value, value, parts, weights, at)


def _share(known: Known, place: provinces.Place) -> Rebuilt:
    """The share on the office's measure in the newest year a part has it; a part without lies between its bounds.

    Those are the bounds of a named bridge, else 0 and 100 %. A figure that a bridge lets stand for the office's counts.
    """
    units = known.parts_of(place)
    readings = {p.slug: share.readings_of(known, p) for p in units}
    years = sorted({y for values in readings.values() for y in values})
    if not years:
        return Rebuilt(share.INDICATOR, "cannot", reason="no_part")
    weights = growth.weights(known, place, years[-1])
    if weights is None:
        return Rebuilt(share.INDICATOR, "cannot", reason="no_weights")
    about = known.indicator(share.INDICATOR)
    bridged = share.part_bounds(known)
    parts = {slug: values.get(years[-1]) for slug, values in readings.items()}
    assumed = {s: bridged.get(s, (about.lower, about.upper)) for s, v in parts.items() if v is None}
    low, high = weighted({s: assumed.get(s, (v, v)) for s, v in parts.items()}, weights[0])
    return Rebuilt(share.INDICATOR, "weighted", years[-1], low, high, parts, *weights, assumed)


def _refs(known: Known, place: provinces.Place, found: Rebuilt) -> list[str]:
    """The documents (source|vintage) behind a rebuilt figure: those of its parts, then those of their weights."""
    asked = {found.indicator: found.year}
    if found.how == "ratio":
        asked = {"grdp_current": found.year, "employed": found.year}
    if found.weights:
        asked["grdp_current"] = found.weight_year
    refs = []
    for part in known.parts_of(place) if found.how != "cannot" else []:
        for name, year in asked.items():
            if name == "grdp_growth":
                refs += growth.real_growth(known, part).at[year, "refs"].split(";")
                continue
            used = (found.parts or {}).get(part.slug)
            if name != found.indicator:
                used = _level_of(known, part, name).get(year)
            rows = growth.usable(known, name, part)
            rows = rows[rows["year"].eq(year) & rows["value"].eq(used)].sort_values("known")
            refs += list(rows["ref"].head(1))  # the first print of the value that is used
    return list(dict.fromkeys(refs))


def claims(known: Known, place: provinces.Place) -> list[dict]:
    """The same as plain values, with names and the newest figure published on the new border."""
    register = known.places
    rows = []
    for found in rebuild(known, place):
        about = known.indicator(found.indicator)
        own = growth.usable(known, found.indicator, place)
        own = own[own["measure"].eq(share.BASE)] if found.indicator == share.INDICATOR else own
        own = own.sort_values(["period", "known"])
        parts = [
            {"slug": s, "vi": register[s, provinces.OLD].name_vi, "en": register[s, provinces.OLD].name_en, "value": v}
            | {"weight": (found.weights or {}).get(s), "assumed": (found.assumed or {}).get(s)}
            for s, v in (found.parts or {}).items()
        ]
        published = None
        if len(own):
            last = own.iloc[-1]
            published = {k: last[k] for k in ("period", "value", "unit", "comparator", "status", "source", "vintage")}
            published["field"] = None if pd.isna(last["field"]) else int(last["field"])
        row = {k: getattr(found, k) for k in ("indicator", "how", "year", "low", "weight_year", "reason", "exact")}
        row |= {"vi": about.name_vi, "en": about.name_en, "unit": about.unit, "parts": parts, "published": published}
        row["refs"] = _refs(known, place, found)
        rows.append(row | {"high": None if found.high == math.inf else found.high})
    return rows
