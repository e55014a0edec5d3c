"""Every target of a place against what is published: the figures that answer it, the forecast, the verdict.

What a verdict means is progress' business; here it is found out which figures and which model a target is held against.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

import numpy as np
import pandas as pd

from ..data import observations, provinces, targets
from ..data.known import Known
from ..errors import ModelError
from ..forecasting import single
from ..forecasting.distribution import PATHS, Forecast
from ..series import growth, productivity, ranks, revisions, share
from . import progress, published_methods
from .figure import Figure, births
from .progress import Verdict

# Since then one publication holds employment and one system GRDP; before it the electronics plants of 2014-15 arrived.
RATES_SINCE = 2017
NEAR = 2.0  # usual revisions within which a figure lies near the target
PRODUCTIVITY = "labour_productivity_growth"
MEASURE_ORDER = ("gso", "provincial-statistics-office", "reported", "press")


class View(Protocol):
    """What is known of a place on a day; a Study is one."""

    known: Known
    place: provinces.Place
    as_of: date
    horizon: int
    share: share.ShareView
    productivity: productivity.Productivity | None
    productivity_forecast: Forecast | None


def _figures(view: View, target: targets.Target) -> list[Figure]:
    """What is published on a target, oldest first.

    A target the old unit had set for a year before the change of borders is held against the old unit's figures;
    where only the old unit has any, they are shown, so marked.
    """
    own, former = _figures_on(view, target, view.place), view.known.former(view.place)
    if target.border != provinces.OLD or former is None:
        return own
    old = [replace(f, border=provinces.OLD) for f in _figures_on(view, target, former)]
    return (old or own) if target.by < provinces.CHANGE.year else (own or old)


def _rows_on(view: View, target: targets.Target, place: provinces.Place) -> pd.DataFrame:
    """The usable rows on a target's indicator and level of a place by one measure, in the target's unit."""
    rows = view.known.rows(target.indicator.id, place)
    if target.indicator.id == "grdp_current":  # and what follows from GRDP per head, where that is newer
        derived = growth.current_levels(view.known, place)
        rows = pd.concat([rows, derived[derived["kind"].eq("derived")]])
    levels = [target.level, "all"] if target.level in ("province", "national") else [target.level]
    rows = rows[rows["use"].eq("yes") & rows["level"].isin(levels) & rows["period"].ne("undated")]
    first, last = rows["period"].str[:4], rows["period"].str.split(r"\.\.").str[-1]
    rows = rows[first.eq(last.str[:4])].assign(end=last)  # a mean or sum of several years is no year's figure
    if target.indicator.id == share.INDICATOR:
        rows = rows[rows["measure"] == share.BASE]
    of_year = rows[rows["period"] == str(target.by)]  # of the best measure that has it, else of the best that has any
    order = [m for m in (target.indicator.measure, *MEASURE_ORDER) if (rows["measure"] == m).any()]
    chosen = next((m for m in order if (of_year["measure"] == m).any()), order[0] if order else "")
    rows = rows[rows["measure"] == chosen] if chosen else rows
    return rows.assign(value=view.known.in_unit(rows["value"], rows["unit"], target.unit))


def _figures_on(view: View, target: targets.Target, place: provinces.Place) -> list[Figure]:
    """What is published of `_rows_on`, the newest figure of each period, oldest first."""
    rows = _rows_on(view, target, place)
    dated = ~rows["flags"].str.contains("period_assumed")  # a figure whose time is stated goes before one whose is not
    rows = rows[dated] if dated.any() else rows
    rows = view.known.newest_figures(rows, ["period"])
    rows = rows.assign(day=rows["end"].map(observations.end_day)).sort_values(["day", "known"])
    return _as_printed(rows)


def _as_printed(rows: pd.DataFrame) -> list[Figure]:
    names = ["period", "value", "comparator", "status", "source", "known"]
    fields = [None if pd.isna(field) else int(field) for field in rows["field"]]
    return [Figure(*row.values(), of) for row, of in zip(rows[names].to_dict("records"), fields, strict=True)]


def _forecast(view: View, target: targets.Target, figures: list[Figure]) -> tuple[Forecast | None, float | None]:
    """A forecast that reaches a target's year, and the pace seen (per year), where the figures can carry one."""
    if target.indicator.id == share.INDICATOR:
        base = view.share.base
        seen = single.pace(base.values) if base is not None and len(base) > 1 else None
        return view.share.forecast, seen
    yearly = {f.year: f.value for f in figures if f.exact_year}
    about, until, simulated = target.indicator, max(view.horizon, target.by), None
    if about.kind == "rank":  # simulated from the scores of all places, where they are of the target's field
        simulated = ranks.of_rank(view.known, about.id, view.place, until, target.field)
    if len(yearly) < 2 or (about.kind == "rank" and len({f.of for f in figures}) > 1):
        return simulated, None
    values = pd.Series(yearly).sort_index()
    try:
        steps = until - int(values.index[-1])
        wanted = steps > 0 and about.kind not in ("rank", "count", "growth")
        forecast = single.Drift(about.lower, about.upper).fit(values).forecast(steps) if wanted else simulated
    except ModelError:
        forecast = None
    return forecast, None if about.kind == "growth" else single.pace(values)


def judge(view: View, target: targets.Target) -> Verdict:
    """The verdict on one target."""
    if target.indicator.id == PRODUCTIVITY:
        return growth_behind(view, target).judge(target, view.productivity_forecast, view.as_of)
    if target.indicator.id in ("grdp_growth", "gdp_growth"):
        behind = growth_behind(view, target)
        forecast = rate_forecast(view, behind.rates, behind.errors, behind.usual)
        if target.basis != "in_year":
            return behind.judge(target, forecast, view.as_of)
        known = [f for f in behind.rates.values() if f.year <= target.by] or _figures(view, target)
        verdict = progress.judge_state(target, known, forecast, view.as_of)
        return replace(verdict, turning=behind.turning(verdict))
    figures = _figures(view, target)
    if target.basis in ("each_year", "average", "cumulative"):
        rates = {f.year: f for f in figures if f.exact_year}
        forecast = None if target.basis == "cumulative" else rate_forecast(view, rates)
        return progress.judge_period(target, rates, forecast, view.as_of)
    forecast, seen = _forecast(view, target, figures)
    verdict = progress.judge_state(target, figures, forecast, view.as_of, pace_seen=seen)
    if verdict.status in ("met", "missed", "void") or not figures:
        return verdict
    place = view.known.former(view.place) if figures[-1].border else view.place
    return replace(verdict, births=births(target, _as_printed(_rows_on(view, target, place)), view.as_of))


def course(target: targets.Target, points: dict[int, float]) -> published_methods.Course | str:
    """A target and the values of its indicator by year as the published methods take them, or why none applies."""
    if target.indicator.kind == "growth":
        return "growth_rate"
    if target.basis != "by_year":
        return "period"
    if not points:
        return "one_point"
    rises = target.sense == "floor" or (target.sense == "equal" and target.value > points[min(points)])
    reached = bool(target.holds(points[max(points)]))
    return published_methods.Course(points, target.value, target.by, rises, reached, target.indicator.kind == "rank")


def milestones(view: View, verdicts: list[Verdict]) -> list[dict]:
    """The goals with several dated milestones still open, and the probability that all of them are met.

    A goal is what one group of decisions asks of one indicator on one level. Plain values for wording and results.json.
    """
    goals: dict[tuple, list[targets.Target]] = {}
    for verdict in verdicts:
        target = verdict.target
        if target.basis == "by_year" and verdict.status in ("on_course", "uncertain", "off_course"):
            goals.setdefault((target.origin, target.indicator.id, target.level), []).append(target)
    out = []
    for found in goals.values():
        years = sorted({target.by for target in found})
        if len(years) > 1:
            last = max(found, key=lambda target: target.by)
            forecast, _ = _forecast(view, last, _figures(view, last))
            names = {lang: last.name(lang) for lang in ("vi", "en")}
            chance = progress.together(found, forecast)
            out.append({"targets": [t.id for t in found], "name": names, "years": years, "probability": chance})
    return out


def by_all_methods(view: View, verdict: Verdict) -> dict:
    """The published methods on the figures behind a verdict, and ours: plain values for wording and results.json.

    Only exact figures of whole years up to the target's, on one measure, one border and, for a rank, one field.
    """
    target = verdict.target
    figures = [f for f in _figures(view, target) if f.exact_year and f.year <= target.by]
    points = {f.year: f.value for f in figures if f.of in (target.field, None)}
    found = published_methods.side_by_side(course(target, points), verdict.probability, verdict.status)
    why = published_methods.why_they_differ(found)
    if target.sense == "equal" and found[-1].reaches is False and why:
        why = ["equality", *why]  # no published method takes more than asked for a miss
    return {
        "target": target.id,
        "points": points,
        "readings": [r.__dict__ for r in found],
        "why": why,
        "reaches": {r.method: r.reaches for r in found if r.label},
    }


def rate_forecast(
    view: View,
    rates: dict[int, Figure],
    errors: dict[int, float] | None = None,
    usual: revisions.Usual | None = None,
) -> Forecast | None:
    """Growth rates to the horizon from those since RATES_SINCE, where they are enough, and the revision each awaits."""
    values = pd.Series({y: f.value for y, f in sorted(rates.items()) if y >= RATES_SINCE}, dtype=float)
    if values.empty or view.horizon <= values.index[-1]:
        return None
    try:
        carried = pd.Series({y: (errors or {}).get(y, 0.0) for y in values.index}, dtype=float)
        alike = usual and usual.alike(values.index, carried, carried)
        return single.MeanRate().fit(values, carried, alike).forecast(view.horizon - int(values.index[-1]))
    except ModelError:
        return None


@dataclass(frozen=True)
class Growth:
    """What a target on growth is held against: rates by year, the bridged ones, samples of years that are nowcast.

    `errors` holds, in points, the revision each rate may still see.
    """

    rates: dict[int, Figure]
    bridged: frozenset[int] = frozenset()
    drawn: dict[int, np.ndarray] = field(default_factory=dict)
    errors: dict[int, float] = field(default_factory=dict)
    usual: revisions.Usual | None = None

    def judge(self, target: targets.Target, forecast: Forecast | None, as_of: date) -> Verdict:
        """The verdict on a target for each year or on average, with a forecast of the rate."""
        revised = self.usual.by_year(self.errors) if self.usual else {}
        more = {"estimated": self.bridged, "drawn": self.drawn, "revised": revised}
        verdict = progress.judge_period(target, self.rates, forecast, as_of, **more)
        return replace(verdict, turning=self.turning(verdict))

    def turning(self, verdict: Verdict) -> revisions.Turning | None:
        """Whether revisions of the usual size could turn a verdict; None where that is out of reach.

        The verdict itself stays by what is published. Within NEAR usual revisions of the target's edge the published
        rates are drawn anew with the errors they await (Usual.by_year): the probability is the part of draws on
        which the target would be answered the other way. Of a target for every year the rate furthest on the losing
        side is looked at (bridged years decide nothing), of an average the mean.
        """
        target, basis = verdict.target, verdict.target.basis
        settled = verdict.status in ("met", "missed") and basis in ("each_year", "average", "in_year")
        if self.usual is None or not settled:
            return None
        each = basis == "each_year"
        asked = range(target.since or target.by, target.by + 1)
        years = [y for y in asked if y in self.rates and not (each and y in self.bridged)]
        sizes = np.array([self.errors.get(y, 0.0) for y in years])
        if not sizes.any():
            return None
        values = np.array([self.rates[y].value for y in years])
        least, most = target.band
        inside = np.minimum(values - least, most - values)
        worst, mean = int(np.argmin(inside)), float(progress.over_period(basis, values))
        gap = abs(float(inside[worst] if each else min(mean - least, most - mean)))
        size = float(sizes[worst]) if each else self.usual.of_mean(years, sizes)
        if gap >= NEAR * size:
            return None
        drawn = self.usual.by_year(dict(zip(years, sizes.tolist(), strict=True)))
        revised = [np.broadcast_to(self.rates[y].value + drawn.get(y, 0.0), PATHS) for y in years]
        paths = np.column_stack(revised)
        hit = target.holds(paths).all(axis=1) if each else target.holds(progress.over_period(basis, paths))
        other = float(np.mean(hit != (verdict.status == "met")))
        awaited = tuple(y for y, size_of_year in zip(years, sizes, strict=True) if size_of_year)
        return revisions.Turning(awaited, gap, self.usual.rms, len(self.usual.sizes), other)


def growth_behind(view: View, target: targets.Target) -> Growth:
    """The rates a target on growth is held against: up to 2024 on the border the target was set on."""
    old = view.known.former(view.place) if target.border == provinces.OLD else None  # it had set the target
    year = provinces.CHANGE.year
    if target.indicator.id != PRODUCTIVITY:
        tables = [revisions.real_growth(view.known, place) for place in (view.place, old) if place]
        samples, usual = [{}, {}], revisions.usual(view.known, view.place)
    elif view.productivity is None:
        return Growth({})
    else:
        found = [view.productivity]
        found += [productivity.measure(view.known, old, bridge=True, estimate=True)] if old else []
        tables = [each.table[each.table["kind"].isin(productivity.KNOWN)] for each in found]
        samples, usual = [each.drawn for each in found], view.productivity.usual
    table, drawn = tables[0].assign(border=""), samples[0]
    if old:
        before = tables[1].assign(border=provinces.OLD)
        table = pd.concat([before[before.index < year], table[table.index >= year]])
        drawn = {y: d for y, d in samples[1].items() if y < year} | {y: d for y, d in drawn.items() if y >= year}
    rates = {}
    for year, row in table.iterrows():
        status, source = "estimate" if row["kind"] == "published" else "derived", row["refs"].split("|")[0]
        of_year = (str(year), float(row["growth"]), "=", status, source, view.as_of)
        rates[int(year)] = Figure(*of_year, border=row["border"])
    bridged = frozenset(int(y) for y in table.index[table["kind"] == "bridged"])
    errors = {int(y): float(e) for y, e in table["revision"].items()}
    return Growth(rates, bridged, drawn, errors, usual)
