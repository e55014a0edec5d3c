"""Ranks from scores of a few years, also among another number of places than the target was set among.

A place keeps part of its standing: with z the normal score of its rank, what is seen is z = root(r) u + noise, and u
fades by phi a year, so that ranks k years apart correlate by r phi^k. Both are learnt from the ranks of all places. A
merged province's score is the mean of its parts' scores weighted by people; since 1 July 2025 ranks are among 34.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

import numpy as np
import pandas as pd
from scipy.stats import norm

from ..data import observations, provinces
from ..data.known import Known
from ..data.targets import Target
from ..forecasting.distribution import PATHS, SEED, Forecast
from . import across, borrowed, ranks
from .borrowed import LEVEL


def normal_scores(rank: np.ndarray, field: int | np.ndarray) -> np.ndarray:
    """The standard normal value of a rank in a field: the middle one has 0, the first the highest."""
    return norm.ppf((field - np.asarray(rank) + 0.5) / field)


def rank_of(score: np.ndarray, field: int) -> np.ndarray:
    """The rank a normal score has in a field."""
    return np.minimum(1 + np.floor(field * norm.sf(score)), field)


def _pairs(table: pd.DataFrame) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
    """Normal scores in two years, of the places ranked in both, and the years between."""
    values = table.to_numpy(float)
    seen = np.isfinite(values)
    for (i, first), (j, last) in combinations(enumerate(table.columns), 2):
        both = seen[:, i] & seen[:, j]
        yield int(last - first), values[both, i], values[both, j]


def persistence(table: pd.DataFrame) -> tuple[float, float]:
    """r and phi of normal scores (a row a place, a column a year), from correlations by the years between them."""
    by_gap: dict[int, list[float]] = {}
    for gap, first, last in _pairs(table):
        by_gap.setdefault(gap, []).append(float(np.corrcoef(first, last)[0, 1]))
    gaps = np.array(sorted(by_gap), dtype=float)
    seen = np.clip([np.mean(by_gap[gap]) for gap in sorted(by_gap)], 0.01, 0.99)
    slope, level = np.polyfit(gaps, np.log(seen), 1) if len(gaps) > 1 else (np.log(seen[0]) / gaps[0], 0.0)
    if level > 0 or slope > 0:  # no noise, or no fading, is all the figures tell
        slope, level = float(np.mean(np.log(seen) / gaps)), 0.0
    return float(np.exp(level)), float(np.exp(slope))


def rank_paths(score: float, steps: int, field: int, r: float, phi: float) -> np.ndarray:
    """Paths of a rank, (paths, steps), from the normal score of the last year."""
    draw = np.random.default_rng(SEED)
    standing = np.sqrt(r) * score + np.sqrt(1 - r) * draw.standard_normal(PATHS)
    out = np.empty((PATHS, steps))
    for step in range(steps):
        standing = phi * standing + np.sqrt(1 - phi**2) * draw.standard_normal(PATHS)
        out[:, step] = np.sqrt(r) * standing + np.sqrt(1 - r) * draw.standard_normal(PATHS)
    return rank_of(out, field)


def printed(known: Known, rank_id: str, field: int) -> pd.DataFrame:
    """The ranks of old provinces among a field, a row a place, a column a year, as far as known."""
    rows = known.yearly(rank_id)
    rows = rows[rows["field"].eq(field) & rows["border"].eq(provinces.OLD)]
    rows = known.newest_figures(rows, ["place", "period"]).astype({"period": int})
    return rows.pivot(index="place", columns="period", values="value")


@lru_cache(maxsize=16)
def trial(known: Known, score: str) -> dict | None:
    """Every later rank of a place from each earlier one, persistence learnt from the other places."""
    table = ranks.scores(known, score)
    field, learnt = len(table), _scored(table)
    ranked = printed(known, ranks.SCORES[score], field)
    ranked = pd.DataFrame(normal_scores(ranked, field), *ranked.axes)
    held, of, wide = 0, 0, norm.ppf((1 + LEVEL) / 2)
    for slug in ranked.index:
        r, phi = persistence(learnt.drop(index=slug, errors="ignore"))
        for gap, first, last in _pairs(ranked.loc[[slug]]):
            if len(first):
                middle, half = r * phi**gap * first[0], wide * np.sqrt(1 - (r * phi**gap) ** 2)
                best, worst, came = rank_of(np.array([middle + half, middle - half, last[0]]), field)
                held, of = held + int(best <= came <= worst), of + 1
    return borrowed.trial(held, of)


def _scored(table: pd.DataFrame) -> pd.DataFrame:
    """Normal scores of the ranks that scores give, year by year."""
    placed = table.rank(ascending=False, method="min")
    return pd.DataFrame(normal_scores(placed, placed.notna().sum().to_numpy()), *placed.axes)


def merged_scores(known: Known, table: pd.DataFrame) -> pd.Series:
    """The newest scores of the units of 2025: the mean of their parts' weighted by people, of the newest year each."""
    people = across.figures(known, "population", "gso", provinces.OLD).ffill(axis=1).iloc[:, -1]
    found = {}
    for place in known.units_of(provinces.NEW):
        parts = [part.slug for part in known.parts_of(place)] if place.merged else [place.slug]
        if set(parts) <= set(table.index) and people[parts].notna().all():
            found[place.slug] = float(np.average(table.loc[parts].iloc[:, -1], weights=people[parts]))
    return pd.Series(found, dtype=float)


def _standing(known: Known, rank_id: str, scored: pd.Series, slug: str, year: int, border: str) -> tuple[int, bool]:
    """The rank of a place in a year among its field as printed, else as its score gives it; whether it is printed."""
    rows = known.yearly(rank_id, slug)
    rows = rows[rows["field"].eq(len(scored)) & rows["period"].eq(str(year)) & rows["border"].eq(border)]
    if len(rows):
        return int(known.newest_figures(rows, ["period"])["value"].iloc[0]), True
    return int(scored.rank(ascending=False, method="min")[slug]), False


def ahead(known: Known, target: Target, until: int) -> tuple[Forecast, dict] | None:
    """The rank of a place to `until`: from 2025 on, once the border is known, among the units of the present one."""
    rank_id = target.indicator.id
    score = next((s for s, r in ranks.SCORES.items() if r == rank_id), "")
    table = ranks.scores(known, score) if score else pd.DataFrame()
    if len(table.columns) < 2 or until <= table.columns[-1]:
        return None
    now = target.by >= provinces.CHANGE.year and known.day >= provinces.CHANGE
    scored = merged_scores(known, table) if now else table.iloc[:, -1]
    if target.place not in scored.index:
        return None
    year, field = int(table.columns[-1]), len(scored)
    border = provinces.NEW if now else provinces.OLD
    rank, is_printed = _standing(known, rank_id, scored, target.place, year, border)
    r, phi = persistence(_scored(table))
    pairs = sum(len(first) for _, first, _ in _pairs(table))
    behind = across.rows_of(known, score, known.indicator(score).measure, provinces.OLD)
    behind = observations.documents(behind[behind["period"].isin(table.columns)])
    paths = rank_paths(float(normal_scores(rank, field)), until - year, field, r, phi)
    return Forecast(np.arange(year + 1, until + 1), paths), {
        "kind": "ranks",
        "members": list(table.index),
        "changes": pairs,
        "trial": trial(known.at_news((score, rank_id)), score),
        "indicators": [score],
        "since": int(table.columns[0]),
        "until": year,
        "refs": ["|".join(document) for document in behind],
        "pace": None,
        "rank": rank,
        "field": field,
        "asked_of": target.field,
        "printed": is_printed,
        "kept": [r, phi],
    }
