"""How far growth rates of first prints lay from what later, better graded prints said, and which rates still await one.

Growth of GDP and GRDP at constant prices, whatever the prints are of: levels of one publication or rates. What the past
taught goes onto rates not confirmed yet as an error of their own (docs/methods.md, "Revisions").
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd

from ..data import observations, provinces
from ..data.known import Known, cached_by_news
from ..forecasting.distribution import PATHS, SEED
from . import growth

GRADES = {"preliminary": 1, "final": 2}  # an estimate, or a figure of which no grade is stated, is below both
NEEDED = 3  # confirmed rates without which nothing is learnt
PAIRS = 10  # of neighbouring years of one place without which revisions of years count as independent
SINCE = 2000  # no revision is drawn of an earlier year
SAME_BASE = 1.0  # percent: a level of the year before that moved by more shows that the series was compiled anew


@dataclass(frozen=True)
class Usual:
    """Past revisions of growth, percentage points, one a rate that a better graded print confirmed or revised.

    `anew` counts those left out because the whole series had been compiled anew in between; `together` is the
    correlation of the revisions of neighbouring years of one place, from `pairs` of them.
    """

    sizes: tuple[float, ...] = ()
    places: int = 0
    anew: int = 0
    together: float = 0.0
    pairs: int = 0

    @property
    def rms(self) -> float:
        """Their root mean square; zero where there are none to learn from."""
        return float(np.sqrt(np.mean(np.square(self.sizes)))) if self.sizes else 0.0

    def by_year(self, errors: dict[int, float], *, paths: int = PATHS) -> dict[int, np.ndarray]:
        """Errors to come of several years, each of its own root mean square; years without an error are left out.

        A past revision picked at random times a standard normal: a few large ones among many small ones stay so. With
        probability `together` a year repeats the draw of the year before, each in its own size, so that years k apart
        are correlated by its k-th power (Jacobs and Lewis, 1978). The same draws whichever years are asked about.
        """
        return {y: _drawn(self, y, paths) * (e / self.rms) for y, e in errors.items() if e and self.rms}

    def alike(self, years, sizes, errors) -> np.ndarray:
        """Correlation matrix of the errors of some years of which revisions to come, of some sizes, are a part."""
        sizes, errors = np.asarray(sizes, float), np.asarray(errors, float)
        part = np.divide(sizes, errors, out=np.zeros_like(errors), where=errors > 0)
        apart = np.abs(np.subtract.outer(np.asarray(years), np.asarray(years)))
        return np.where(apart == 0, 1.0, self.together**apart * np.outer(part, part))

    def of_mean(self, years, sizes) -> float:
        """The root mean square revision of the mean of some years, from that of each."""
        sizes = np.asarray(sizes, float)
        return float(np.sqrt(sizes @ self.alike(years, sizes, sizes) @ sizes)) / len(sizes)


@lru_cache(maxsize=256)
def _drawn(usual: Usual, year: int, paths: int) -> np.ndarray:
    draw = np.random.default_rng(SEED + year)
    fresh = draw.choice(usual.sizes, paths) * draw.standard_normal(paths)
    if not usual.together or year <= SINCE:
        return fresh
    return np.where(draw.random(paths) < usual.together, _drawn(usual, year - 1, paths), fresh)


def correlation(found: list[dict[int, float]]) -> tuple[float, int]:
    """Of revisions of neighbouring years of one place, pooled over places (their means taken as zero), and the pairs.

    Zero where it is negative or rests on fewer than PAIRS, and never quite one.
    """
    pairs = np.array([(sizes[y], sizes[y + 1]) for sizes in found for y in sizes if y + 1 in sizes]).reshape(-1, 2)
    before, after = pairs.T
    scale = float(np.sqrt(np.sum(before**2) * np.sum(after**2)))
    found = float(before @ after) / scale if len(pairs) >= PAIRS and scale else 0.0
    return min(max(found, 0.0), 0.99), len(pairs)


def prints(known: Known, place: provinces.Place) -> list[dict]:
    """Every print of a place's real growth known by a day, oldest first: year, growth, grade, known, base.

    `base` is the level of the year before in the same publication, or for a printed rate in the newest one known then;
    missing where there is none.
    """
    return [said for said in _prints(known.at(date.max), place) if said["known"] <= known.day]


@lru_cache(maxsize=256)
def _prints(known: Known, place: provinces.Place) -> list[dict]:
    """The same whenever known: nothing in a print depends on later ones."""
    name = "gdp" if place.slug == provinces.NATION else "grdp"
    rows = known.cited(f"{name}_constant", place).sort_values("known", kind="stable")
    levels, found = [*growth.by_publication(rows).values()], []
    for level in levels:
        for year in sorted(y for y in level if y - 1 in level):
            base = level[year - 1]["value"]
            found.append(_print(level[year], 100 * (level[year]["value"] / base - 1), base))
    rates = growth.printed_rates(known, f"{name}_growth", place)
    for row in rates.sort_values("known", kind="stable").to_dict("records"):
        before = [level[row["year"] - 1] for level in levels if row["year"] - 1 in level]
        out = [r["value"] for r in sorted(before, key=lambda r: r["known"]) if r["known"] <= row["known"]]
        found.append(_print(row, float(row["value"]), out[-1] if out else float("nan")))
    return sorted(found, key=lambda r: (r["year"], r["known"]))


def _print(row: dict, rate: float = 0.0, base: float = 0.0) -> dict:
    said = {"growth": rate, "base": base, "grade": GRADES.get(row["status"], 0)}
    return said | {"year": row["year"], "known": row["known"]}


def confirmed(said: list[dict]) -> dict[int, tuple[dict, dict]]:
    """By year the first print and the last of the best grade, where that grade is better than the first print's."""
    out = {}
    for year in dict.fromkeys(p["year"] for p in said):
        own = [p for p in said if p["year"] == year]
        best = max(p["grade"] for p in own)
        if best > own[0]["grade"]:
            out[year] = own[0], [p for p in own if p["grade"] == best][-1]
    return out


@cached_by_news(*growth.OF_GROWTH, of_place=True)
def _of_place(known: Known, place: provinces.Place) -> tuple[dict[int, float], int]:
    """Revisions of a place by year, and how many were left out as compiled anew."""
    sizes, anew = {}, 0
    for year, (first, last) in confirmed(prints(known, place)).items():
        moved = abs(last["base"] / first["base"] - 1) > SAME_BASE / 100  # false where a base is missing
        if moved or (place.slug, year) in growth.BROKEN:
            anew += 1
        else:
            sizes[year] = last["growth"] - first["growth"]
    return sizes, anew


@cached_by_news(*growth.OF_GROWTH, of_place=True)
def awaited(known: Known, place: provinces.Place) -> frozenset[int]:
    """The years whose growth no final print, and none graded better than the first, has confirmed on this border."""
    return _awaited(prints(known, place))


def _awaited(said: list[dict]) -> frozenset[int]:
    """The years of some prints of which none is final and none graded better than the first."""
    final = {p["year"] for p in said if p["grade"] == max(GRADES.values())}
    return frozenset(p["year"] for p in said) - final - set(confirmed(said))


@cached_by_news(*growth.OF_GROWTH, most=64)
def _learnt(known: Known) -> tuple[Usual, Usual]:
    """Of the nation and of the provinces, as known on a day."""
    places = [p for border in provinces.BORDERS for p in known.units_of(border)]
    places = [p for p in dict.fromkeys(places) if p.border == provinces.OLD or p.merged]
    found = [_of_place(known, p) for p in places]
    sizes, together = tuple(s for own, _ in found for s in own.values()), correlation([own for own, _ in found])
    pool = Usual(sizes, sum(bool(own) for own, _ in found), sum(anew for _, anew in found), *together)
    own, anew = _of_place(known, known.nation)
    return Usual(tuple(own.values()), 1, anew, *together), pool


def usual(known: Known, place: provinces.Place) -> Usual:
    """The revisions to expect of a place's unconfirmed growth: the nation's own, or those of all provinces together.

    Fewer than NEEDED teach nothing; provinces never get less than the nation, whose figure is an average of theirs.
    """
    taught = _learnt(known)
    nation, pool = (u if len(u.sizes) >= NEEDED else Usual(places=u.places, anew=u.anew) for u in taught)
    return nation if place.slug == provinces.NATION or nation.rms > pool.rms else pool


def real_growth(known: Known, place: provinces.Place) -> pd.DataFrame:
    """`growth.real_growth` with the column revision: the usual revision (points) of a rate that awaits one, else zero.

    Of a rate computed from parts it is the part that rests on rates which await one: revisions of parts go together.
    """
    table, of_parts = growth.real_growth(known, place), {p.slug: awaited(known, p) for p in known.parts_of(place)}
    part = pd.Series([float(year in awaited(known, place)) for year in table.index], table.index)
    for year, row in table[table["kind"].eq("parts")].iterrows():
        part[year] = sum(weight for slug, weight in row["part_of"].items() if year in of_parts[slug])
    return table.assign(revision=usual(known, place).rms * part)


def published_rate(known: Known, indicator: str, place: provinces.Place) -> frozenset[int]:
    """The years of a rate that an office prints itself of which no print is final and none better than the first."""
    rows = known.cited(indicator, place).sort_values("known", kind="stable")
    return _awaited([_print(row) for row in rows.to_dict("records")])


@cached_by_news("employed", most=64)
def employed(known: Known) -> Usual:
    """Revisions of the nation's growth of employed persons, from the first publication that gives it to the newest.

    A lower bound for provinces, which have next to no such pair: it is an average.
    """
    rows = known.cited("employed", known.nation)
    rows = rows[rows["measure"] == "gso"]
    found: dict[int, list[float]] = {}
    for vintage in sorted(rows["vintage"].unique(), key=observations.last_day):
        rates = growth.growth_within_publications(rows[rows["vintage"] == vintage])["growth"].dropna()
        for year, rate in rates.items():
            found.setdefault(int(year), []).append(float(rate))
    sizes = tuple(rates[-1] - rates[0] for rates in found.values() if len(rates) > 1)
    return Usual(sizes if len(sizes) >= NEEDED else (), 1)


def employed_awaited(known: Known, place: provinces.Place, year: int) -> bool:
    """Whether the employed of a year are the newest of a place, or of a part of it, and marked final by no print."""
    tables = [known.cited("employed", p) for p in known.parts_of(place)]
    return any(t["year"].max() == year and "final" not in set(t["status"][t["year"] == year]) for t in tables if len(t))
