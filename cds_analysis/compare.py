"""One unit beside all others on its border: one indicator, one measure, one year at a time."""

from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from . import indicators, observations, provinces, ranks
from .errors import CdsError

COMPARED = (  # indicator, measure; figures of two measures are never put side by side as if they were one
    ("digital_economy_share", "gso-experimental"),
    ("digital_economy_share", "mic-estimate"),
    ("digital_economy_share", "provincial-statement"),
    ("labour_productivity", "gso"),
    ("dti_score", "dti"),
    ("pci_score", "pci"),
    ("pci_transparency", "pci"),
)
REWEIGHTED = 2021  # the last PCI with the old weights
SERIES = ("pci_score", "pci_transparency")
BANDS = "dti_score"


@lru_cache(maxsize=4)
def tiles(data_dir: Path) -> pd.DataFrame:
    """Where each unit stands on the tile map, data/tiles.csv: slug, border, row (0 is north), column (0 is west).

    Raises:
        CdsError: The register is missing.
    """
    path = data_dir / "tiles.csv"
    if not path.is_file():
        raise CdsError(f"{path} is missing; it holds slug, border, row, column of every unit on the map")
    return pd.read_csv(path, dtype={"slug": str, "border": str, "row": int, "column": int})


@lru_cache(maxsize=64)
def _rows(data_dir: Path, indicator: str, measure: str, border: str, as_of: date) -> pd.DataFrame:
    """One row a unit and year; units whose territory did not change keep their figures across 2025-07-01."""
    units = provinces.units(data_dir, border)
    rows = observations.load(data_dir)
    rows = rows[rows["indicator"].eq(indicator) & rows["measure"].eq(measure) & rows["use"].eq("yes")]
    rows = observations.as_known(observations.annual(rows), as_of)
    same = {p.slug for p in units if p.unchanged}
    rows = rows[rows["border"].eq(border) | rows["place"].isin(same)]
    rows = rows[rows["comparator"].isin(["=", "~"]) & rows["place"].isin([p.slug for p in units])]
    if rows.empty:
        return rows
    unit = indicators.get(indicator, data_dir).unit
    rows = rows.assign(value=indicators.in_unit(rows["value"], rows["unit"], unit, data_dir))
    return observations.newest_figures(rows, ["place", "period"], data_dir).astype({"period": int})


def figures(data_dir: Path, indicator: str, measure: str, border: str, as_of: date) -> pd.DataFrame:
    """Yearly figures of all units of a border by one measure as known on a day: a row a unit, a column a year."""
    rows, slugs = (
        _rows(data_dir, indicator, measure, border, as_of),
        [p.slug for p in provinces.units(data_dir, border)],
    )
    if rows.empty:
        return pd.DataFrame(index=slugs)
    return rows.pivot(index="place", columns="period", values="value").reindex(slugs).sort_index(axis=1)


def cross(data_dir: Path, indicator: str, measure: str, border: str, as_of: date) -> dict | None:
    """All units in the year in which most have a figure, the newest of such years; None where none has.

    `values` and `ranks` go by slug, the largest value first; `field` counts the units of the border.
    """
    table = figures(data_dir, indicator, measure, border, as_of)
    if not len(table.columns):
        return None
    counts = table.notna().sum()
    year = int(counts[counts == counts.max()].index[-1])
    values = table[year].dropna().sort_values(ascending=False, kind="stable")
    places = ranks.rank(values.to_numpy(float))
    rows = _rows(data_dir, indicator, measure, border, as_of)
    rows = rows[rows["period"] == year].drop_duplicates(["source", "vintage"])
    return {
        "sources": sorted(zip(rows["source"], rows["vintage"], strict=True)),
        "year": year,
        "field": len(table),
        "values": {slug: float(v) for slug, v in values.items()},
        "ranks": {slug: int(r) for slug, r in zip(values.index, places, strict=True)},
    }


def printed_rank(data_dir: Path, place: provinces.Place, as_of: date) -> dict | None:
    """The newest rank of the DTI as published, among all units of the place's border."""
    rows = observations.load(data_dir)
    rows = rows[rows["indicator"].eq("dti_rank") & rows["place"].eq(place.slug) & rows["border"].eq(place.border)]
    field = len(provinces.units(data_dir, place.border))
    rows = observations.as_known(observations.annual(rows[rows["use"].eq("yes") & rows["field"].eq(field)]), as_of)
    if rows.empty:
        return None
    row = observations.newest_figures(rows, ["period"], data_dir).iloc[-1]
    return {"year": int(row["period"]), "rank": int(row["value"]), "field": field}


@lru_cache(maxsize=8)
def bands(data_dir: Path, score: str, as_of: date) -> dict[str, tuple[int, int, int]]:
    """Rank, best and worst rank of the confidence set (`ranks.confidence_set`) of every old province; empty if none."""
    if score not in indicators.load(data_dir):
        return {}
    table = ranks.scores(data_dir, score, as_of)
    if not len(table.columns):
        return {}
    errors, now = ranks.noises(table), table.iloc[:, -1].to_numpy(float)
    if not len(errors):
        return {}
    order = ranks.rank(now)
    sets = [ranks.confidence_set(now, row, errors) for row in range(len(table))]
    return {slug: (int(r), *found) for slug, r, found in zip(table.index, order, sets, strict=True)}


def peers(data_dir: Path, place: provinces.Place, border: str) -> list[provinces.Place]:
    """The units of a border in the place's region, with the place itself or the old units it was made of."""
    own = own_slugs(place, border)
    units = provinces.units(data_dir, border)
    region = next((p.region for p in units if p.slug == place.slug), place.region)
    return [p for p in units if p.region == region or p.slug in own]


def own_slugs(place: provinces.Place, border: str) -> list[str]:
    """The slugs under which a place stands on a border: its own, or those of its old parts."""
    if place.tier != "province":
        return []
    return [place.slug] if border == place.border or place.unchanged else list(place.predecessors)


def claims(data_dir: Path, place: provinces.Place, as_of: date) -> dict:
    """What is said of a place among the others, for wording, charts and results.json."""
    border, register = place.border, indicators.load(data_dir)
    measures, units = indicators.measures(data_dir), indicators.units(data_dir)
    compared = []
    for indicator, measure in COMPARED:
        if indicator not in register or measure not in measures.index:
            continue
        about = register[indicator]
        compared.append(
            {
                "indicator": indicator,
                "measure": measure,
                "vi": about.name_vi,
                "en": about.name_en,
                "measure_vi": measures.at[measure, "name_vi"],
                "measure_en": measures.at[measure, "name_en"],
                "unit": about.unit,
                "unit_vi": units.at[about.unit, "label_vi"],
                "unit_en": units.at[about.unit, "label_en"],
                "found": cross(data_dir, indicator, measure, border, as_of),
            }
        )
    old = peers(data_dir, place, provinces.OLD)
    series = {}
    for indicator in [i for i in SERIES if i in register]:
        table = figures(data_dir, indicator, "pci", provinces.OLD, as_of)
        if old and len(table.columns):
            by_unit = {p.slug: table.loc[p.slug].dropna().to_dict() for p in old}
            series[indicator] = {
                "units": by_unit,
                "median": table.loc[:, table.notna().mean() > 0.9].median().to_dict(),
            }
    found = bands(data_dir, BANDS, as_of)
    own_old = own_slugs(place, provinces.OLD)
    return {
        "border": border,
        "own": own_slugs(place, border),
        "own_old": own_old,
        "region": place.region,
        "peers": [p.slug for p in peers(data_dir, place, border)],
        "names": {p.slug: p.name_vi for p in provinces.units(data_dir, border)},
        "names_old": {p.slug: p.name_vi for p in provinces.units(data_dir, provinces.OLD)},
        "compared": compared,
        "printed": printed_rank(data_dir, place, as_of),
        "series": series,
        "bands": {
            "level": 100 * ranks.LEVEL,
            "year": int(ranks.scores(data_dir, BANDS, as_of).columns[-1]) if found else None,
            "field": len(found),
            "units": [
                {"slug": p.slug, "rank": found[p.slug][0], "best": found[p.slug][1], "worst": found[p.slug][2]}
                for p in sorted(old, key=lambda p: found.get(p.slug, (99,)))
                if p.slug in found
            ],
        },
    }


def quintiles(values: dict[str, float]) -> dict[str, int]:
    """Fifth of each unit among those with a figure, 0 the lowest; equal values share a fifth."""
    order = np.array(list(values.values()))
    return {slug: int(min(4, 5 * np.mean(order < v))) for slug, v in values.items()}
