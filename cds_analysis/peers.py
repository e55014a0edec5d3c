"""A place's labour productivity beside the nation and its region, and at current beside constant prices.

Only provinces whose figures are published count; how many of how many is part of the answer.
"""

from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from . import derive, observations, productivity, provinces
from .errors import SeriesError

FIRM = ("published", "direct")


@lru_cache(maxsize=256)
def _rates(data_dir: Path, place: provinces.Place, as_of: date) -> pd.DataFrame | None:
    try:
        return productivity.measure(data_dir, place, as_of).table
    except SeriesError:
        return None


@lru_cache(maxsize=256)
def _levels(data_dir: Path, place: provinces.Place, as_of: date) -> dict[int, float]:
    """Productivity at current prices by year, million VND: of provinces derived, of the nation as published."""
    try:
        if place.slug == provinces.NATION:
            name = "labour_productivity"
            found = observations.series(data_dir, name, place, as_of=as_of, measure="gso", price_basis="current").values
        else:
            found = productivity.level(data_dir, place, as_of)["derived"]
    except SeriesError:
        return {}
    return {int(y): float(v) for y, v in found.items()}


def _growth(data_dir: Path, place: provinces.Place, as_of: date) -> dict[int, float]:
    """Growth at constant prices in the years in which it rests on published figures without a bridge."""
    table = _rates(data_dir, place, as_of)
    firm = {} if table is None else table.loc[table["kind"].isin(FIRM), "growth"].to_dict()
    return {int(y): float(v) for y, v in firm.items()}


def _region(data_dir: Path, place: provinces.Place) -> dict[str, str]:
    """The name of the place's region; only some regions stand in the register with an English name."""
    named = (p for p in provinces.load(data_dir).values() if p.tier == "region" and p.name_vi == place.region)
    english = next((p.name_en for p in named), place.region)
    return {"vi": place.region, "en": english}


def compare(data_dir: Path, place: provinces.Place, as_of: date) -> dict:
    """Level and growth of the place's newest year beside the nation and its region's other provinces in that year.

    Keys region (its names), level and growth, each None (no figure of the place) or year, own, nation (None where not
    published), peers (how many other provinces of the region on this border have the figure), of (how many there are),
    middle (their median) and above (how many of them lie above the place).
    """
    nation = provinces.find(provinces.NATION, data_dir)
    others = [p for p in provinces.units(data_dir, place.border) if p.region == place.region and p.slug != place.slug]
    out: dict = {"region": _region(data_dir, place), "level": None, "growth": None}
    if place.tier != "province":
        return out
    for key, figures in (("level", _levels), ("growth", _growth)):
        own = figures(data_dir, place, as_of)
        if not own:
            continue
        year = max(own)
        found = [f[year] for f in (figures(data_dir, p, as_of) for p in others) if year in f]
        out[key] = {
            "year": year,
            "own": own[year],
            "nation": figures(data_dir, nation, as_of).get(year),
            "peers": len(found),
            "of": len(others),
            "middle": float(np.median(found)) if found else None,
            "above": sum(value > own[year] for value in found),
        }
    return out


def prices(data_dir: Path, place: provinces.Place, as_of: date) -> list[dict]:
    """Level and growth by year at current and at constant 2010 prices; None where a figure cannot be had.

    Growth at current prices divides that of current GRDP, within one publication, by that of employed persons.
    The level at constant prices takes GRDP from one publication, that with most years; so does the nation's level.
    """
    table, levels = _rates(data_dir, place, as_of), _levels(data_dir, place, as_of)
    if place.slug == provinces.NATION:  # its levels were re-evaluated: never mix two publications in one column
        levels = _one_publication(data_dir, place, as_of, "labour_productivity", "current")
    if table is None or not levels:
        return []
    total = "gdp" if place.slug == provinces.NATION else "grdp"
    current = _current_growth(data_dir, place, as_of, f"{total}_current")
    constant, jobs = _one_publication(data_dir, place, as_of, f"{total}_constant", "constant-2010"), {}
    if constant:
        jobs = derive.employed_levels(data_dir, place, as_of).to_dict()
    rows = []
    for year, level in sorted(levels.items()):
        row = {"year": year, "level_current": level, "level_constant": None, "current": None, "constant": None}
        if year in constant and year in jobs:
            row["level_constant"] = constant[year] / jobs[year]  # billion VND over thousand persons: million VND
        if year in table.index and table.at[year, "kind"] in FIRM:
            row["constant"], e = float(table.at[year, "growth"]), table.at[year, "employed_growth"]
            if year in current and not np.isnan(e):
                row["current"] = productivity.per_person(current[year], float(e))
        rows.append(row)
    return rows


def _current_growth(data_dir: Path, place: provinces.Place, as_of: date, indicator: str) -> dict[int, float]:
    def own(p: provinces.Place) -> pd.DataFrame:
        return derive.growth_within_publications(derive.usable(data_dir, indicator, p, as_of), derive.MEASURES)

    found = own(place)
    if not place.unchanged and place.border == provinces.NEW:
        parts = derive.parts_of(data_dir, place)
        try:
            weights = {p.slug: derive.levels(data_dir, indicator, p, as_of, "gso", "current") for p in parts}
            found = derive.merged_growth({p.slug: own(p) for p in parts}, weights)
        except SeriesError:
            return {}
    return {int(y): float(g) for y, g in found["growth"].dropna().items()}


def _one_publication(
    data_dir: Path, place: provinces.Place, as_of: date, indicator: str, price_basis: str
) -> dict[int, float]:
    """A level by year from one publication: that with most years (two or more), the newest of several."""
    rows = derive.usable(data_dir, indicator, place, as_of)
    rows = rows[rows["price_basis"].eq(price_basis)]
    sizes = rows.groupby(["measure", "vintage"]).agg(years=("year", "nunique"), known=("known", "max"))
    sizes = sizes[sizes["years"] >= 2].sort_values(["years", "known"])
    if sizes.empty:
        return {}
    measure, vintage = sizes.index[-1]
    part = rows[(rows["measure"] == measure) & (rows["vintage"] == vintage)].drop_duplicates("year")
    return {int(y): float(v) for y, v in zip(part["year"], part["value"], strict=True)}


def foreign_part(data_dir: Path, place: provinces.Place, as_of: date) -> dict | None:
    """Foreign-owned firms' part of industrial production value, percent, of the newest period one document gives both.

    Production value is turnover-like, not value added: the part says who produces, not how much of GRDP it is.
    """
    rows = observations.load(data_dir)
    rows = rows[(rows["place"] == place.slug) & rows["use"].eq("yes") & rows["comparator"].isin(["=", "~"])]
    rows = observations.as_known(rows[place.unchanged | rows["border"].eq(place.border)], as_of)
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
