"""A place's labour productivity beside the nation and its region, and at current beside constant prices.

Only provinces whose figures are published count; how many of how many is part of the answer.
"""

from functools import lru_cache

import numpy as np
import pandas as pd

from ..data import provinces
from ..data.known import Known
from ..errors import SeriesError
from . import employed, growth, productivity

# By year: the value, and the documents behind it (source|vintage;source|vintage).
Figures = dict[int, tuple[float, str]]


def _figures(values: pd.Series, refs: pd.Series) -> Figures:
    return {int(y): (float(v), ref) for y, v, ref in zip(values.index, values, refs, strict=True)}


@lru_cache(maxsize=256)
def _rates(known: Known, place: provinces.Place) -> pd.DataFrame | None:
    try:
        return productivity.measure(known, place).table
    except SeriesError:
        return None


@lru_cache(maxsize=256)
def _levels(known: Known, place: provinces.Place) -> Figures:
    """Productivity at current prices by year, million VND: of provinces derived, of the nation as published."""
    if place.slug == provinces.NATION:
        official = productivity.official_level(known, place)
        return _figures(official.values, official.refs.values()) if official else {}
    try:
        table = productivity.level(known, place)
    except SeriesError:
        return {}
    return _figures(table["derived"], table["refs"])


def _growth(known: Known, place: provinces.Place) -> Figures:
    """Growth at constant prices in the years in which it rests on published figures without a bridge."""
    table = _rates(known, place)
    if table is None:
        return {}
    firm = table[table["kind"].isin(productivity.FIRM)]
    return _figures(firm["growth"], firm["refs"])


def compare(known: Known, place: provinces.Place) -> dict:
    """Level and growth of the place's newest year beside the nation and its region's other provinces in that year.

    Keys region (its names), level and growth, each None (no figure of the place) or year, own, nation (None where not
    published), peers (how many of the `of` other provinces have the figure), middle (their median), above (how many of
    them lie above the place) and refs (source|vintage of every figure).
    """
    nation = known.nation
    others = [p for p in known.units_of(place.border) if p.region == place.region and p.slug != place.slug]
    out: dict = {"region": provinces.region_names(known.folder, place.region), "level": None, "growth": None}
    if place.tier != "province":
        return out
    for key, figures in (("level", _levels), ("growth", _growth)):
        own = figures(known, place)
        if not own:
            continue
        year = max(own)
        value, whole = own[year][0], figures(known, nation).get(year)
        there = [f[year] for f in (figures(known, p) for p in others) if year in f]
        found = [figure for figure, _ in there]
        refs = [figure[1] for figure in (own[year], whole, *there) if figure]
        out[key] = {
            "year": year,
            "own": value,
            "nation": whole[0] if whole else None,
            "peers": len(found),
            "of": len(others),
            "middle": float(np.median(found)) if found else None,
            "above": sum(figure > value for figure in found),
            "refs": sorted(set(";".join(refs).split(";"))),
        }
    return out


def prices(known: Known, place: provinces.Place) -> list[dict]:
    """Level and growth by year at current and at constant 2010 prices; None where a figure cannot be had; refs behind.

    Growth at current prices is of GRDP within one publication; so is the level at constant prices and the nation's.
    """
    table, levels, total = _rates(known, place), _levels(known, place), "grdp"
    if place.slug == provinces.NATION:  # its levels were re-evaluated: never mix two publications in one column
        levels, total = _one_publication(known, place, "labour_productivity", "current"), "gdp"
    if table is None or not levels:
        return []
    current = _current_growth(known, place, f"{total}_current")
    constant, jobs = _one_publication(known, place, f"{total}_constant", "constant-2010"), {}
    if constant:
        jobs = employed.levels(known, place)["value"].to_dict()
    rows = []
    for year, (level, refs) in sorted(levels.items()):
        row = {"year": year, "level_current": level, "level_constant": None, "current": None, "constant": None}
        behind = [refs]
        if year in constant and year in jobs:
            row["level_constant"] = constant[year][0] / jobs[year]  # billion VND over thousand persons: million VND
            behind.append(constant[year][1])
        if year in table.index and table.at[year, "kind"] in productivity.FIRM:
            row["constant"], e = float(table.at[year, "growth"]), table.at[year, "employed_growth"]
            behind.append(table.at[year, "refs"])
            if year in current and not np.isnan(e):
                row["current"] = productivity.per_person(current[year][0], float(e))
                behind.append(current[year][1])
        rows.append(row | {"refs": sorted(set(";".join(behind).split(";")) - {""})})
    return rows


def _current_growth(known: Known, place: provinces.Place, indicator: str) -> Figures:
    def own(known: Known, p: provinces.Place) -> pd.DataFrame:
        rows = known.told(indicator, p)
        if indicator == "grdp_current":
            rows = rows + growth.per_head_times_population(known, p).to_dict("records")
        return growth.growth_within_publications(rows, growth.MEASURES)

    found = growth.of_parts(known, place, own) if place.merged else own(known, place)
    if found is None:
        return {}
    found = found[found["growth"].notna()]
    return _figures(found["growth"], found["refs"])


def _one_publication(known: Known, place: provinces.Place, indicator: str, price_basis: str) -> Figures:
    """A level by year from one publication: that with most years (two or more), the newest of several."""
    rows = known.cited(indicator, place)
    rows = rows[rows["price_basis"].eq(price_basis)]
    part = growth.fullest(rows) if len(rows) else rows
    return _figures(part["value"], part["ref"]) if len(part) > 1 else {}


def cited(known: Known, place: provinces.Place, claims: dict) -> list[tuple[str, str]]:
    """The documents (source, vintage), each once, behind `compare`, `prices` and the place's rates of all years."""
    found = [ref for key in ("level", "growth") if claims[key] for ref in claims[key]["refs"]]
    found += [ref for row in claims["prices"] for ref in row["refs"]]
    for table in (growth.real_growth(known, place), employed.rates(known, place)):
        found += [ref for refs in table["refs"] for ref in refs.split(";")]
    return [tuple(ref.split("|")) for ref in dict.fromkeys(found) if ref]


def foreign_part(known: Known, place: provinces.Place) -> dict | None:
    """Foreign-owned firms' part of industrial production value, percent, of the newest period one document gives both.

    Production value is turnover-like, not value added.
    """
    rows = known.rows(place=place)
    rows = rows[rows["use"].eq("yes") & rows["comparator"].isin(["=", "~"])]
    whole, foreign = (
        rows[rows["indicator"] == f"industrial_production_value{end}"].set_index(["source", "period"])
        for end in ("", "_fdi")
    )
    both = foreign.join(whole["value"].rename("whole"), how="inner").sort_values("known")
    if both.empty:
        return None
    (source, period), row = both.index[-1], both.iloc[-1]
    part = {"period": period, "percent": 100 * float(row["value"] / row["whole"])}
    return part | {"source": source, "vintage": row["vintage"]}
