"""What the figures of the old units say of a merged one: levels add up, ratios are rebuilt, ranks are neither.

Where a part is missing the merged value is known within bounds or not at all; it is never a plain mean of the parts.
"""

import math

import pandas as pd

from ..data import provinces
from ..data.known import Known
from ..errors import SeriesError
from . import employed, growth, share

LEVELS = ("grdp_current", "employed", "labour_force", "population")


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


def rebuild(known: Known, place: provinces.Place) -> dict[str, dict]:
    """Each headline indicator of a merged unit, in its unit; none for a place that was not merged.

    `how` is sum, ratio (numerators over denominators), weighted (mean weighted by GRDP) or cannot, for a `reason`; of
    the `year`, `low` and `high` are equal where every part is known (`exact`), `high` is infinite where a part of a sum
    is missing. `parts` holds the value of each part by slug, None where it is missing, `assumed` the bounds of such;
    `weights` the parts of the joint GRDP of `weight_year`.
    """
    if not place.merged:
        return {}
    found = {share.INDICATOR: _share(known, place), "grdp_growth": _growth(known, place)}
    found["labour_productivity"] = _productivity(known, place)
    found |= {name: _level(known, place, name) for name in LEVELS}
    return found | {"dti_rank": _cannot("rank")}


def _rebuilt(how: str, year: int, parts: dict, low: float, high: float, **more) -> dict:
    found = {"how": how, "year": year, "parts": parts, "low": low, "high": high, "exact": low == high, "reason": ""}
    return found | {"weights": {}, "weight_year": None, "assumed": {}} | more


def _cannot(reason: str) -> dict:
    return _rebuilt("cannot", None, {}, None, None, exact=False, reason=reason)


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


def _level(known: Known, place: provinces.Place, name: str) -> dict:
    """The sum in the newest year all parts have, else at least the sum of those known in the newest year any has."""
    table = _by_part(known, place, name)
    whole = table.dropna()
    if name == "employed":
        whole = whole[whole.index.isin(_employed_years(known, place))]
    if table.empty:
        return _cannot("no_part")
    last = (table if whole.empty else whole).iloc[-1]
    if whole.empty and last.notna().all():
        return _cannot("definitions")
    parts = _parts(last)
    return _rebuilt("sum", int(last.name), parts, *total(parts))


def _productivity(known: Known, place: provinces.Place) -> dict:
    """GRDP at current prices of the parts over their employed persons, in the newest year both sums exist."""
    tables = [_by_part(known, place, name).dropna() for name in ("grdp_current", "employed")]
    years = set(_employed_years(known, place)).intersection(*(table.index for table in tables))
    if not years:
        return _cannot("no_denominator")
    over, under = (_parts(table.loc[max(years)]) for table in tables)
    value = ratio(over, under)
    parts = {slug: over[slug] / under[slug] for slug in over}
    return _rebuilt("ratio", int(max(years)), parts, value, value)


def _growth(known: Known, place: provinces.Place) -> dict:
    """Growth of the sum: the parts' growth weighted by their GRDP of the year before (growth.of_parts)."""
    found = growth.of_parts(known, place, growth.real_growth)
    if found is None or found.empty:
        return _cannot("no_weights")
    year, value = int(found.index[-1]), float(found["growth"].iloc[-1])
    parts = {p.slug: float(growth.real_growth(known, p).at[year, "growth"]) for p in known.parts_of(place)}
    weights, weight_year = growth.weights(known, place, year - 1)
    return _rebuilt("weighted", year, parts, value, value, weights=weights, weight_year=weight_year)


def _share(known: Known, place: provinces.Place) -> dict:
    """The share in the newest year a part has it; a part without lies within a bridge's bounds, else 0 and 100 %."""
    table = _by_part(known, place, share.INDICATOR)
    if table.empty:
        return _cannot("no_part")
    year, parts = int(table.index[-1]), _parts(table.iloc[-1])
    weighed = growth.weights(known, place, year)
    if weighed is None:
        return _cannot("no_weights")
    about, bridged = known.indicator(share.INDICATOR), share.part_bounds(known)
    assumed = {s: bridged.get(s, (about.lower, about.upper)) for s, v in parts.items() if v is None}
    more = {"weights": weighed[0], "weight_year": weighed[1], "assumed": assumed}
    bounds = weighted({s: assumed.get(s, (v, v)) for s, v in parts.items()}, weighed[0])
    return _rebuilt("weighted", year, parts, *bounds, **more)


def _refs(known: Known, place: provinces.Place, indicator: str, found: dict) -> list[str]:
    """The documents (source|vintage) behind a rebuilt figure: those of its parts, then those of their weights."""
    asked = dict.fromkeys(("grdp_current", "employed") if found["how"] == "ratio" else (indicator,), found["year"])
    if found["weights"]:
        asked["grdp_current"] = found["weight_year"]
    refs = []
    for part in known.parts_of(place) if found["how"] != "cannot" else []:
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
    levels = [growth.current_levels(known, part) for part in known.parts_of(place)]
    for name, found in rebuild(known, place).items():
        about, own, published = known.indicator(name), known.cited(name, place), None
        own = own[own["measure"].eq(share.BASE)] if name == share.INDICATOR else own
        for row in own.sort_values(["period", "known"]).tail(1).to_dict("records"):
            field = None if pd.isna(row["field"]) else int(row["field"])
            published = {k: row[k] for k in PUBLISHED} | {"field": field}
        parts = []
        for slug, value in found["parts"].items():
            old = known.places[slug, provinces.OLD]
            part = {"slug": slug, "vi": old.name_vi, "en": old.name_en, "value": value}
            parts.append(part | {"weight": found["weights"].get(slug), "assumed": found["assumed"].get(slug)})
        row = {k: found[k] for k in ("how", "year", "low", "weight_year", "reason", "exact")} | {"indicator": name}
        row |= {"high": None if found["high"] == math.inf else found["high"], "parts": parts, "published": published}
        row |= {"vi": about.name_vi, "en": about.name_en, "unit": about.unit, "refs": _refs(known, place, name, found)}
        of_grdp = found["weight_year"] or (name in WITH_GRDP and found["year"])
        rows.append(row | {"by_head": growth.by_head(levels, of_grdp)})
    return rows
