"""A place's labour productivity beside the nation and its region, and at current beside constant prices.

Only provinces whose figures are published count; how many of how many is part of the answer.
"""

from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from ..data import observations, provinces
from ..errors import SeriesError
from ..series import productivity, published_growth

FIRM = ("published", "direct")
Figures = dict[
    int, tuple[float, str]
]  # by year: the value, and the documents behind it (source|vintage;source|vintage)


@lru_cache(maxsize=256)
def _rates(data_dir: Path, place: provinces.Place, as_of: date) -> pd.DataFrame | None:
    try:
        return productivity.measure(data_dir, place, as_of).table
    except SeriesError:
        return None


def _refs(table: pd.DataFrame) -> dict[int, str]:
    return {int(y): f"{s}|{v}" for y, s, v in zip(table.index, table["source"], table["vintage"], strict=True)}


@lru_cache(maxsize=256)
def _levels(data_dir: Path, place: provinces.Place, as_of: date) -> Figures:
    """Productivity at current prices by year, million VND: of provinces derived, of the nation as published."""
    try:
        if place.slug == provinces.NATION:
            found = _official(data_dir, place, as_of)
            behind = [_refs(found)]
            found = found["value"]
        else:
            found = productivity.level(data_dir, place, as_of)["derived"]
            behind = _behind_levels(data_dir, place, as_of)
    except SeriesError:
        return {}
    return {int(y): (float(v), ";".join(b[int(y)] for b in behind if int(y) in b)) for y, v in found.items()}


def _official(data_dir: Path, place: provinces.Place, as_of: date) -> pd.DataFrame:
    choices = {"measure": "gso", "price_basis": "current"}
    return observations.series(data_dir, "labour_productivity", place, as_of=as_of, **choices).table


def _behind_levels(data_dir: Path, place: provinces.Place, as_of: date) -> list[dict[int, str]]:
    """The documents by year behind GRDP, employed persons (of all parts of a merged unit) and the official level."""
    merged = not place.unchanged and place.border == provinces.NEW
    found = []
    for part in published_growth.parts_of(data_dir, place) if merged else [place]:
        choices = {"measure": "gso", "price_basis": "current"}
        found.append(_refs(observations.series(data_dir, "grdp_current", part, as_of=as_of, **choices).table))
        if merged:
            found.append(published_growth.employed_publication(data_dir, part, as_of)["ref"].to_dict())
        else:
            found.append(_refs(published_growth.employed(data_dir, part, as_of).table))
    try:
        found.append(_refs(_official(data_dir, place, as_of)))
    except SeriesError:
        pass  # few provinces have one
    return found


def _growth(data_dir: Path, place: provinces.Place, as_of: date) -> Figures:
    """Growth at constant prices in the years in which it rests on published figures without a bridge."""
    table = _rates(data_dir, place, as_of)
    if table is None:
        return {}
    firm = table[table["kind"].isin(FIRM)]
    return {int(y): (float(v), refs) for y, v, refs in zip(firm.index, firm["growth"], firm["refs"], strict=True)}


def compare(data_dir: Path, place: provinces.Place, as_of: date) -> dict:
    """Level and growth of the place's newest year beside the nation and its region's other provinces in that year.

    Keys region (its names), level and growth, each None (no figure of the place) or year, own, nation (None where not
    published), peers (how many other provinces of the region on this border have the figure), of (how many there are),
    middle (their median), above (how many of them lie above the place) and refs (source|vintage of every figure).
    """
    nation = provinces.find(provinces.NATION, data_dir)
    others = [p for p in provinces.units(data_dir, place.border) if p.region == place.region and p.slug != place.slug]
    out: dict = {"region": provinces.region_names(data_dir, place.region), "level": None, "growth": None}
    if place.tier != "province":
        return out
    for key, figures in (("level", _levels), ("growth", _growth)):
        own = figures(data_dir, place, as_of)
        if not own:
            continue
        year = max(own)
        value, whole = own[year][0], figures(data_dir, nation, as_of).get(year)
        known = [f[year] for f in (figures(data_dir, p, as_of) for p in others) if year in f]
        found = [figure for figure, _ in known]
        refs = [figure[1] for figure in (own[year], whole, *known) if figure]
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


def prices(data_dir: Path, place: provinces.Place, as_of: date) -> list[dict]:
    """Level and growth by year at current and at constant 2010 prices; None where a figure cannot be had; refs behind.

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
        jobs = published_growth.employed_levels(data_dir, place, as_of).to_dict()
    rows = []
    for year, (level, refs) in sorted(levels.items()):
        row = {"year": year, "level_current": level, "level_constant": None, "current": None, "constant": None}
        behind = [refs]
        if year in constant and year in jobs:
            row["level_constant"] = constant[year][0] / jobs[year]  # billion VND over thousand persons: million VND
            behind.append(constant[year][1])
        if year in table.index and table.at[year, "kind"] in FIRM:
            row["constant"], e = float(table.at[year, "growth"]), table.at[year, "employed_growth"]
            behind.append(table.at[year, "refs"])
            if year in current and not np.isnan(e):
                row["current"] = productivity.per_person(current[year][0], float(e))
                behind.append(current[year][1])
        rows.append(row | {"refs": sorted(set(";".join(behind).split(";")) - {""})})
    return rows


def _current_growth(data_dir: Path, place: provinces.Place, as_of: date, indicator: str) -> Figures:
    def own(p: provinces.Place) -> pd.DataFrame:
        return published_growth.growth_within_publications(
            published_growth.usable(data_dir, indicator, p, as_of), published_growth.MEASURES
        )

    found = own(place)
    if not place.unchanged and place.border == provinces.NEW:
        parts = published_growth.parts_of(data_dir, place)
        try:
            weights = {p.slug: published_growth.levels(data_dir, indicator, p, as_of, "gso", "current") for p in parts}
            found = published_growth.merged_growth({p.slug: own(p) for p in parts}, weights)
        except SeriesError:
            return {}
    found = found[found["growth"].notna()]
    return {int(y): (float(g), refs) for y, g, refs in zip(found.index, found["growth"], found["refs"], strict=True)}


def _one_publication(data_dir: Path, place: provinces.Place, as_of: date, indicator: str, price_basis: str) -> Figures:
    """A level by year from one publication: that with most years (two or more), the newest of several."""
    rows = published_growth.usable(data_dir, indicator, place, as_of)
    rows = rows[rows["price_basis"].eq(price_basis)]
    sizes = rows.groupby(["measure", "vintage"]).agg(years=("year", "nunique"), known=("known", "max"))
    sizes = sizes[sizes["years"] >= 2].sort_values(["years", "known"])
    if sizes.empty:
        return {}
    measure, vintage = sizes.index[-1]
    part = rows[(rows["measure"] == measure) & (rows["vintage"] == vintage)].drop_duplicates("year")
    return {int(y): (float(v), ref) for y, v, ref in zip(part["year"], part["value"], part["ref"], strict=True)}


def cited(data_dir: Path, place: provinces.Place, as_of: date, claims: dict) -> list[tuple[str, str]]:
    """The documents (source, vintage), each once, behind `compare`, `prices` and the place's own yearly rates.

    Those are the rates of GRDP and of employed persons of all years, also of years that give no rate of productivity.
    """
    found = [ref for key in ("level", "growth") if claims[key] for ref in claims[key]["refs"]]
    found += [ref for row in claims["prices"] for ref in row["refs"]]
    for table in (
        published_growth.real_growth(data_dir, place, as_of),
        published_growth.employed_growth(data_dir, place, as_of),
    ):
        found += [ref for refs in table["refs"] for ref in refs.split(";")]
    return [tuple(ref.split("|")) for ref in dict.fromkeys(found) if ref]


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
