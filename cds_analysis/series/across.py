"""All units of a border side by side, by one indicator, one measure and one year, and what they gained over years."""

from functools import lru_cache

import numpy as np
import pandas as pd

from ..data.known import Known
from ..data.observations import documents

REWEIGHTED = 2021  # the last PCI with the old weights
BREAKS = {  # the last years before an index changed its weights or parts, or the employed their definition
    "labour_productivity": (2020,),
    "dti_score": (2021, 2023),
    "pci_score": (REWEIGHTED,),
    "pci_transparency": (REWEIGHTED,),
}
UNSTATED = ("provincial-statement",)  # measures whose method may differ from year to year: no change is told
SPAN = 5  # years at most between the figures of a change


def rank(scores: np.ndarray) -> np.ndarray:
    """Rank of each score along the last axis: one more than the number of scores above it."""
    scores = np.asarray(scores)
    order = np.sort(scores, axis=-1)
    flat, ordered = scores.reshape(-1, scores.shape[-1]), order.reshape(-1, scores.shape[-1])
    above = [row.size - np.searchsorted(s, row, side="right") for row, s in zip(flat, ordered, strict=True)]
    return 1 + np.reshape(above, scores.shape)


@lru_cache(maxsize=64)
def rows_of(known: Known, indicator: str, measure: str, border: str) -> pd.DataFrame:
    """One row a unit and year; units whose territory did not change keep their figures across 2025-07-01."""
    units = known.units_of(border)
    rows = known.yearly(indicator)
    rows = rows[rows["measure"].eq(measure)]
    same = {p.slug for p in units if p.unchanged}
    rows = rows[rows["border"].eq(border) | rows["place"].isin(same)]
    rows = rows[rows["place"].isin([p.slug for p in units])]
    if rows.empty:
        return rows
    unit = known.indicator(indicator).unit
    rows = rows.assign(value=known.in_unit(rows["value"], rows["unit"], unit))
    return known.newest_figures(rows, ["place", "period"]).astype({"period": int})


@lru_cache(maxsize=64)
def figures(known: Known, indicator: str, measure: str, border: str) -> pd.DataFrame:
    """Yearly figures of all units of a border by one measure as known on a day: a row a unit, a column a year."""
    rows, slugs = rows_of(known, indicator, measure, border), [p.slug for p in known.units_of(border)]
    if rows.empty:
        return pd.DataFrame(index=slugs)
    return rows.pivot(index="place", columns="period", values="value").reindex(slugs).sort_index(axis=1)


def refs(known: Known, indicator: str, measure: str, border: str) -> list[tuple[str, str]]:
    """The documents (source, vintage) behind `figures`, each once."""
    return documents(rows_of(known, indicator, measure, border))


@lru_cache(maxsize=64)
def cross(known: Known, indicator: str, measure: str, border: str) -> dict | None:
    """All units in the year in which most have a figure, the newest of such years; None where none has.

    `values` and `ranks` go by slug, the largest value first; `field` counts the units of the border.
    """
    table = figures(known, indicator, measure, border)
    if not len(table.columns):
        return None
    counts = table.notna().sum()
    year = int(counts[counts == counts.max()].index[-1])
    values = table[year].dropna().sort_values(ascending=False, kind="stable")
    places = rank(values.to_numpy(float))
    rows = rows_of(known, indicator, measure, border)
    return {
        "sources": documents(rows[rows["period"] == year]),
        "year": year,
        "field": len(table),
        "values": {slug: float(v) for slug, v in values.items()},
        "ranks": {slug: int(r) for slug, r in zip(values.index, places, strict=True)},
    }


def within(known: Known, indicator: str, measure: str, border: str, slugs: tuple[str, ...]) -> dict:
    """Ranks among some units in the year of `cross`, and what they gained between two years of one unbroken stretch.

    Keys ranks, changes (by slug), since and until (None where no two years are comparable). The two years are those
    that most of the units have, at most `SPAN` apart and with no year of `BREAKS` between them; of several pairs the
    newest, then the longest.
    """
    asked = (known, indicator, measure, border)
    found, table = cross(*asked), figures(*asked)
    values = {s: v for s, v in found["values"].items() if s in slugs} if found else {}
    places = rank(np.array(list(values.values()))) if values else []
    out: dict = {"ranks": {s: int(r) for s, r in zip(values, places, strict=True)}}
    out |= {"since": None, "until": None, "changes": {}}
    table = table[table.index.isin(slugs)]
    if measure in UNSTATED:
        return out
    ends, best = BREAKS.get(indicator, ()), (0, 0, 0)
    has = table.notna().to_numpy(int)
    both = has.T @ has  # how many units have two years
    for j, until in enumerate(table.columns):
        for i, since in enumerate(table.columns[:j]):
            if until - since <= SPAN and not any(since <= end < until for end in ends):
                best = max(best, (int(both[i, j]), int(until), int(until - since)))
    if best[0]:
        out |= {"since": best[1] - best[2], "until": best[1]}
        moved = (table[out["until"]] - table[out["since"]]).dropna()
        out["changes"] = {slug: float(moved[slug]) for slug in slugs if slug in moved.index}
    return out
