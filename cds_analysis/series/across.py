"""All units of a border side by side, by one indicator, one measure and one year, and what they gained over years."""

from itertools import combinations

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from ..data.known import Known, cached_by_news
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
    return rankdata(-np.asarray(scores), method="min", axis=-1).astype(int)


@cached_by_news(most=64)
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


@cached_by_news(most=64)
def figures(known: Known, indicator: str, measure: str, border: str) -> pd.DataFrame:
    """Yearly figures of all units of a border by one measure as known on a day: a row a unit, a column a year."""
    rows, slugs = rows_of(known, indicator, measure, border), [p.slug for p in known.units_of(border)]
    if rows.empty:
        return pd.DataFrame(index=slugs)
    return rows.pivot(index="place", columns="period", values="value").reindex(slugs).sort_index(axis=1)


@cached_by_news(most=64)
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
    found, table = cross(known, indicator, measure, border), figures(known, indicator, measure, border)
    values = {s: v for s, v in found["values"].items() if s in slugs} if found else {}
    places = rank(np.array(list(values.values())))
    out = {"ranks": {s: int(r) for s, r in zip(values, places, strict=True)}, "changes": {}}
    table, ends, best = table[table.index.isin(slugs)], BREAKS.get(indicator, ()), (0, None, 0)
    has = table.notna().to_numpy(int)
    both = has.T @ has  # how many units have two years
    pairs = [] if measure in UNSTATED else combinations(enumerate(table.columns), 2)
    for (i, since), (j, until) in pairs:
        if until - since <= SPAN and both[i, j] and not any(since <= end < until for end in ends):
            best = max(best, (int(both[i, j]), int(until), int(until - since)))
    count, until, length = best
    since = until - length if count else None
    if count:
        moved = (table[until] - table[since]).dropna()
        out["changes"] = {slug: float(moved[slug]) for slug in slugs if slug in moved.index}
    return out | {"since": since, "until": until}
