"""What the figures of the old units say of a merged one: levels add up, ratios are rebuilt, ranks are neither.

Where a part is missing the merged value is known within bounds or not at all; it is never a plain mean of the parts.
"""

import math
from dataclasses import dataclass

import pandas as pd

from ..data import provinces
from ..data.known import Known
from ..errors import SeriesError
from . import employed, growth, share

LEVELS = ("grdp_current", "employed", "labour_force", "population")


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
    """Bounds of the mean of the parts' ratios weighted by their denominators, each part known within bounds."""
    whole = math.fsum(weights[slug] for slug in parts)
    low, high = (math.fsum(weights[s] * parts[s][end] for s in parts) / whole for end in (0, 1))
    return low, high


def rebuild(known: Known, place: provinces.Place) -> list[Rebuilt]:
    """Each headline indicator of a merged unit; an empty list for a place that was not merged."""
    if not place.merged:
        return []
    found = [_share(known, place), _growth(known, place), _productivity(known, place)]
    return [*found, *(_level(known, place, name) for name in LEVELS), Rebuilt("dti_rank", "cannot", reason="rank")]


def _values(known: Known, part: provinces.Place, name: str) -> pd.Series:
    """What is known of one old unit by year, on the central office's measure; empty where there is nothing.

    Employed persons are those from which sums are made, the share has the figures that stand in for the office's.
    """
    try:
        if name == share.INDICATOR:
            return pd.Series(share.readings_of(known, part), dtype=float)
        if name == "employed":
            return employed.publication(known, part)["value"]
        if name == "grdp_current":
            return growth.current_levels(known, part)["value"]
        return known.series(name, part, measure="gso").values
    except SeriesError:
        return pd.Series(dtype=float)


def _by_part(known: Known, place: provinces.Place, name: str) -> pd.DataFrame:
    """The same of each part of a merged unit: a row a year, a column a part."""
    return pd.DataFrame({p.slug: _values(known, p, name) for p in known.parts_of(place)}).sort_index()


def _employed_years(known: Known, place: provinces.Place) -> list[int]:
    """The years in which the parts' employed persons add up: all on one definition."""
    try:
        return list(employed.levels(known, place).index)
    except SeriesError:
        return []


def _parts(row: pd.Series) -> dict[str, float | None]:
    return {slug: None if pd.isna(value) else float(value) for slug, value in row.items()}


def _level(known: Known, place: provinces.Place, name: str) -> Rebuilt:
    """The sum in the newest year all parts have, else at least the sum of those known in the newest year any has."""
    table = _by_part(known, place, name)
    whole = table.dropna()
    if name == "employed":
        whole = whole[whole.index.isin(_employed_years(known, place))]
    if table.empty:
        return Rebuilt(name, "cannot", reason="no_part")
    last = (table if whole.empty else whole).iloc[-1]
    if whole.empty and last.notna().all():
        return Rebuilt(name, "cannot", reason="definitions")
    parts = _parts(last)
    return Rebuilt(name, "sum", int(last.name), *total(parts), parts)


def _productivity(known: Known, place: provinces.Place) -> Rebuilt:
    """GRDP at current prices of the parts over their employed persons, in the newest year both sums exist."""
    tables = [_by_part(known, place, name).dropna() for name in ("grdp_current", "employed")]
    years = set(_employed_years(known, place)).intersection(*(table.index for table in tables))
    if not years:
        return Rebuilt("labour_productivity", "cannot", reason="no_denominator")
    over, under = (_parts(table.loc[max(years)]) for table in tables)
    value = ratio(over, under)
    parts = {slug: over[slug] / under[slug] for slug in over}
    return Rebuilt("labour_productivity", "ratio", int(max(years)), value, value, parts)


def _growth(known: Known, place: provinces.Place) -> Rebuilt:
    """Growth of the sum: the parts' growth weighted by their GRDP of the year before (growth.of_parts)."""
    found = growth.of_parts(known, place, growth.real_growth)
    if found is None or found.empty:
        return Rebuilt("grdp_growth", "cannot", reason="no_weights")
    year, value = int(found.index[-1]), float(found["growth"].iloc[-1])
    parts = {p.slug: float(growth.real_growth(known, p).at[year, "growth"]) for p in known.parts_of(place)}
    return Rebuilt("grdp_growth", "weighted", year, value, value, parts, *growth.weights(known, place, year - 1))


def _share(known: Known, place: provinces.Place) -> Rebuilt:
    """The share in the newest year a part has it; a part without lies within a bridge's bounds, else 0 and 100 %."""
    table = _by_part(known, place, share.INDICATOR)
    if table.empty:
        return Rebuilt(share.INDICATOR, "cannot", reason="no_part")
    year, parts = int(table.index[-1]), _parts(table.iloc[-1])
    weights = growth.weights(known, place, year)
    if weights is None:
        return Rebuilt(share.INDICATOR, "cannot", reason="no_weights")
    about, bridged = known.indicator(share.INDICATOR), share.part_bounds(known)
    assumed = {s: bridged.get(s, (about.lower, about.upper)) for s, v in parts.items() if v is None}
    bounds = weighted({s: assumed.get(s, (v, v)) for s, v in parts.items()}, weights[0])
    return Rebuilt(share.INDICATOR, "weighted", year, *bounds, parts, *weights, assumed)


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
            if name == "grdp_current":
                refs += growth.current_levels(known, part).at[year, "ref"].split(";")
                continue
            rows = known.cited(name, part)
            rows = rows[rows["year"].eq(year) & rows["value"].eq(_values(known, part, name).get(year))]
            refs += list(rows.sort_values("known")["ref"].head(1))  # the first print of the value that is used
    return list(dict.fromkeys(refs))


WITH_GRDP = ("grdp_current", "labour_productivity")
PUBLISHED = ("period", "value", "unit", "comparator", "status", "source", "vintage")


def claims(known: Known, place: provinces.Place) -> list[dict]:
    """The same as plain values, with names and the newest figure published on the new border."""
    rows = []
    for found in rebuild(known, place):
        about = known.indicator(found.indicator)
        own = known.cited(found.indicator, place)
        own = own[own["measure"].eq(share.BASE)] if found.indicator == share.INDICATOR else own
        published = None
        for row in own.sort_values(["period", "known"]).tail(1).to_dict("records"):
            field = None if pd.isna(row["field"]) else int(row["field"])
            published = {k: row[k] for k in PUBLISHED} | {"field": field}
        parts = []
        for slug, value in (found.parts or {}).items():
            old = known.places[slug, provinces.OLD]
            part = {"slug": slug, "vi": old.name_vi, "en": old.name_en, "value": value}
            weight, assumed = (found.weights or {}).get(slug), (found.assumed or {}).get(slug)
            parts.append(part | {"weight": weight, "assumed": assumed})
        row = {k: getattr(found, k) for k in ("indicator", "how", "year", "low", "weight_year", "reason", "exact")}
        row |= {"vi": about.name_vi, "en": about.name_en, "unit": about.unit, "parts": parts}
        row |= {"published": published, "refs": _refs(known, place, found)}
        of_grdp = found.weight_year or (found.indicator in WITH_GRDP and found.year)
        levels = [growth.current_levels(known, part) for part in known.parts_of(place)]
        row["by_head"] = growth.by_head(levels, of_grdp)
        rows.append(row | {"high": None if found.high == math.inf else found.high})
    return rows
