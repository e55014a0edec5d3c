"""Reference classes: what the movements of other places make of a figure that is known once or twice.

Counts and levels grow, coverages fill up, both pooled over the places with two figures or more on the same measure
(`pooled`); ranks come from the scores of all (`fields`), floors of sectors from the nation's sectors (`floors`). Each
series is of one measure and one border, of a place never both, and of figures known on the day alone.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd

from ..data import observations, provinces
from ..data.indicators import Indicator
from ..data.known import Known
from ..data.targets import Target
from ..errors import ModelError
from ..forecasting.distribution import Forecast, from_line, to_line
from ..forecasting.pooled import Reference, Walk, onward, pool, walk
from . import borrowed, fields, floors, growth, share
from .borrowed import LEVEL

STATES = ("count", "rate")  # a month of a state is a figure, of a flow it is no year's
WHOLE = ("province", "national", "all")  # levels that stand for a whole place
ALIKE = (("infrastructure", "digital-society"), ("digital-government",), ("digital-economy",))  # coverages of a kind
TRIED = 400  # paths of a forecast that is tried on the past


@dataclass(frozen=True, eq=False)  # one object a series, kept by the caches
class History:
    """The figures of one indicator, place, border and measure on their line, indexed by time: 2023 is its last day."""

    indicator: str
    slug: str
    border: str
    line: pd.Series
    breaks: tuple[float, ...]
    refs: tuple[str, ...]


def time_of(day: date) -> float:
    """A day in years: 31 December 2023 is 2023, 30 June 2024 is 2023.5."""
    first = date(day.year, 1, 1)
    return day.year - 1 + ((day - first).days + 1) / (date(day.year + 1, 1, 1) - first).days


def scale(about: Indicator) -> tuple[Callable, Callable] | None:
    """To the line on which an indicator is moved, and back: logit between two bounds, logarithm above zero."""
    if about.kind in ("rank", "growth", "flag"):
        return None
    if np.isfinite([about.lower, about.upper]).all():
        ends = (about.lower, about.upper)
        return lambda values: to_line(values, ends), lambda line: from_line(line, ends)
    return (np.log, np.exp) if about.lower == 0 else None


def _usable(known: Known, about: Indicator, level: str) -> pd.DataFrame:
    """The figures a movement may be taken from, in the unit of the indicator, with their time in years."""
    rows = known.rows(about.id)
    rows = rows[rows["use"].eq("yes") & rows["comparator"].isin(["=", "~"])]
    rows = rows[rows["level"].isin(WHOLE if level in WHOLE else (level,))]
    rows = rows[~observations.flagged(rows, "period_assumed") & ~rows["period"].str.contains(r"undated|\.\.")]
    rows = rows if about.kind in STATES else observations.annual(rows)
    times = [time_of(observations.end_day(period)) for period in rows["period"]]
    return rows.assign(value=known.in_unit(rows["value"], rows["unit"], about.unit), year=times)


def _of_place(known: Known, about: Indicator, place: provinces.Place, rows: pd.DataFrame) -> pd.DataFrame:
    """The figures of one series by time: of states the newest print of each, else those of one publication.

    A state printed again with the same value is no new figure.
    """
    if about.id == "grdp_current":
        return growth.current_levels(known, place).assign(flags="")
    if about.kind not in STATES:
        return growth.fullest(rows)
    table = known.newest_figures(rows, ["year"]).set_index("year").sort_index()
    return table[table["value"].ne(table["value"].shift())]


def histories(known: Known, about: Indicator, measure: str, level: str) -> dict[str, History]:
    """Every series of an indicator by one measure, by slug; of a place with figures on both borders the longer one.

    The three measures that quote the statistics office are one; each series is of one of them.
    """
    news = growth.OF_CURRENT if about.id == "grdp_current" else (about.id,)
    return _histories(known.at_news(news), about, measure, level)


@lru_cache(maxsize=256)
def _histories(known: Known, about: Indicator, measure: str, level: str) -> dict[str, History]:
    rows, (forth, _) = _usable(known, about, level), scale(about)
    rows, found = rows[rows["measure"].isin(growth.MEASURES if measure in growth.MEASURES else (measure,))], {}
    for (slug, border), part in rows.groupby(["place", "border"]):
        place = known.places[slug, border] if (slug, border) in known.places else known.place(slug)
        part = rows[rows["place"].eq(slug)] if place.unchanged else part
        table = _of_place(known, about, place, part)
        inside = table[(table["value"] > about.lower) & ~(table["value"] >= about.upper)]
        if len(inside) and len(inside) >= len(found[slug].line if slug in found else ()):
            line = pd.Series(forth(inside["value"].to_numpy(float)), inside.index.astype(float))
            breaks = tuple(line.index[observations.flagged(inside, "break").to_numpy()])
            refs = inside["ref"] if "ref" in inside else inside["source"] + "|" + inside["vintage"]
            border = "" if place.unchanged else place.border
            found[slug] = History(about.id, slug, border, line, breaks, tuple(sorted(set(refs))))
    return found


def _coverages(known: Known, about: Indicator) -> list[History]:
    """Series of whole places on coverages of a kind: rates of which more is good, of pillars that go together."""
    group = next((pillars for pillars in ALIKE if about.pillar in pillars), ())
    alike = [i for i in known.indicators.values() if (i.kind, i.good) == ("rate", "up") and i.pillar in group]
    alike = [i for i in alike if scale(i) and len(known.rows(i.id))]
    return [h for i in alike for h in histories(known, i, i.measure, "all").values() if len(h.line) > 1]


@lru_cache(maxsize=4096)
def _walk(h: History, time: float = np.inf) -> Walk | None:
    """A series as of a time; None where that holds no movement."""
    try:
        return walk(h.line[h.line.index <= time], h.breaks)
    except ModelError:
        return None


def _pooled(series: Iterable[History], time: float = np.inf) -> Reference:
    """What series show as of a time; a nation's is an average over places.

    Raises:
        ModelError: They show too little.
    """
    walks = {f"{h.indicator} {h.slug}": w for h in series if (w := _walk(h, time))}
    averages = tuple(f"{h.indicator} {h.slug}" for h in series if h.slug == provinces.NATION)
    return pool(walks, averages=averages)


@lru_cache(maxsize=64)
def try_on_past(series: tuple[History, ...]) -> dict | None:
    """Each series forecast from each of its earlier figures by the others as of then, a lone one by its own past.

    The interval of LEVEL is held against every later figure up to a break; None where nothing can be tried.
    """
    held, of = 0, 0
    for h in series:
        others = [o for o in series if o is not h]
        for time in h.line.index[:-1]:
            end = min((b for b in h.breaks if b > time), default=np.inf)
            came = h.line[(h.line.index > time) & (h.line.index < end)]
            try:
                ref = _pooled(others or [h], time)
            except ModelError:
                continue
            own, times = _walk(h, time) if others else None, came.index.to_numpy() - time
            drawn = onward(h.line[time], ref, times, own, paths=TRIED)
            low, high = np.quantile(drawn, ((1 - LEVEL) / 2, (1 + LEVEL) / 2), axis=0)
            held, of = held + int(np.sum((low <= came) & (came <= high))), of + len(came)
    return borrowed.trial(held, of)


@lru_cache(maxsize=64)
def sisters(known: Known, about: Indicator, measure: str, level: str, slug: str = "") -> tuple[History, ...]:
    """The series a place learns from, its own included.

    Those of the indicator itself by the measure. Of a coverage fewer than two of other places are joined by all
    coverages of a kind.
    """
    found = [h for h in histories(known, about, measure, level).values() if len(h.line) > 1]
    if about.kind == "rate" and about.good == "up" and sum(h.slug != slug for h in found) < 2:
        found = [h for h in _coverages(known, about) if h not in found] + found
    return tuple(found)


def _own(known: Known, target: Target, last: tuple[int, float]) -> tuple[str, float, str]:
    """Measure, time and border of the newest figure, in its first print: a reprint is no new count."""
    about = target.indicator
    rows = known.rows(about.id, target.place)
    rows = rows[rows["use"].eq("yes") & rows["period"].ne("undated")]
    ends = {i: observations.end_day(period) for i, period in rows["period"].items()}
    near = np.isclose(known.in_unit(rows["value"], rows["unit"], about.unit), last[1])
    same = [i for i, alike in zip(rows.index, near, strict=True) if alike and ends[i].year == last[0]]
    if not same:
        return "gso" if about.id == "grdp_current" else about.measure, float(last[0]), provinces.NEW
    first = min(same, key=ends.get)
    when = time_of(ends[first]) if about.kind in STATES else float(last[0])
    return rows.at[first, "measure"], when, rows.at[first, "border"]


def ahead(known: Known, target: Target, last: tuple[int, float] | None, until: int) -> tuple[Forecast, dict] | None:
    """A forecast to `until` of what a target asks, from its newest comparable figure and what others' show.

    With it whose movements these are: kind growth (of a count or level), coverage (that fills up), ranks (from the
    scores of all) or floors (the lowest sector, from those of the nation); members (slugs of the places), how many
    changes, the trial (None where no later figure tells), indicators, since, until, refs (source|vintage); pace, the
    mean movement a year in percent of a count, in points of a coverage at its newest value; and what one kind alone has
    to say.

    Args:
        last: Year and value in the unit of the indicator; None where the place has no figure, which the scores of all
            (ranks) and the nation's sectors (floors) do without.
    """
    if target.indicator.id == share.LOWEST:
        return floors.ahead(known, target, until)
    if target.indicator.kind == "rank":
        return fields.ahead(known, target, until)
    if last is None or scale(target.indicator) is None:
        return None
    return _moved(known, target, last, until)


def _from(series: Iterable[History], place: str, known: Known) -> tuple[History, ...]:
    """Those of other ground, whatever they count: of two places or more, or of the nation; else none."""
    merged, old = known.places.get((place, provinces.NEW)), known.places.get((place, provinces.OLD))
    same = {place, *(merged.predecessors if merged else ()), old.successor if old else ""}
    found = [h for h in series if h.slug not in same]
    slugs = {h.slug for h in found}
    return tuple(found) if len(slugs) > 1 or provinces.NATION in slugs else ()


def _moved(known: Known, target: Target, last: tuple[int, float], until: int) -> tuple[Forecast, dict] | None:
    about, (measure, when, border) = target.indicator, _own(known, target, last)
    years = np.arange(last[0] + (when >= last[0]), until + 1)  # of a month, the end of its year is still ahead
    if not len(years) or not about.lower < last[1] or last[1] >= about.upper:
        return None  # on a bound nothing moves: no coverage was followed for long after it was full
    found = sisters(known, about, measure, target.level, target.place)
    mine = [h for h in found if (h.indicator, h.slug, h.border or border) == (about.id, target.place, border)]
    others = _from(found, target.place, known)
    used = others or tuple(mine)
    try:
        ref, (forth, back) = _pooled(used), scale(about)
    except ModelError:
        return None
    own = _walk(mine[0], when) if others and mine else None
    start = float(forth(np.array([last[1]]))[0])
    paths, further = back(onward(start, ref, years - when, own)), float(back(np.array([start + ref.drift]))[0])
    filling, names = bool(np.isfinite(about.upper)), dict.fromkeys(h.indicator for h in used)
    joined = [known.indicator(name) for name in names if name != about.id]
    forecast = Forecast(years, np.round(paths, 1) if about.kind == "rate" else paths)  # as printed: 99.96 is 100
    return forecast, {
        "kind": "coverage" if filling else "growth",
        "members": list(dict.fromkeys(h.slug for h in used)),
        "changes": ref.changes,
        "trial": try_on_past(found),
        "indicators": list(names),
        "since": int(min(np.ceil(h.line.index[0]) for h in used)),
        "until": int(max(np.ceil(h.line.index[-1]) for h in used)),
        "refs": sorted({r for h in used for r in h.refs}),
        "pace": (further - last[1]) * (1 if filling else 100 / last[1]),
        "own": own is not None,
        "joined": [{"vi": i.name_vi, "en": i.name_en} for i in joined],
    }
