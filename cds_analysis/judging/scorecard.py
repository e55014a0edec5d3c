"""Every target of a place against what is published: the figures that answer it, the forecast, the verdict.

What a verdict means is progress' business; here it is found out which figures and which model a target is held against.
"""

from dataclasses import replace

import pandas as pd

from ..data import observations, owners, provinces, targets
from ..errors import ModelError
from ..forecasting import single
from ..forecasting.distribution import Forecast
from ..series import classes, growth, modelled, ranks, share
from . import bounds, progress, published_methods
from .figure import Figure, births, over
from .growth_rates import GROWTHS, PRODUCTIVITY, View, ahead, growth_behind
from .verdict import Verdict

FEW = 3  # places, up to which they are named
MEASURE_ORDER = ("gso", "provincial-statistics-office", "reported", "press")


def _figures(view: View, target: targets.Target) -> list[Figure]:
    """What is published on a target, oldest first.

    A target the old unit had set for a year before the change of borders is held against the old unit's figures, so
    marked; so is one for a later year where the merged unit has none, or none of a rank among the target's field.
    """
    own, former = _figures_on(view, target, view.place), view.known.former(view.place)
    if target.border != provinces.OLD or former is None:
        return own
    old = [replace(f, border=provinces.OLD) for f in _figures_on(view, target, former)]
    alike = [f for f in own if target.field in (None, f.of) or f.closes(target.by, target.indicator.kind)]
    return (old or own) if target.by < provinces.CHANGE.year or not alike else own


def _rows_on(view: View, target: targets.Target, place: provinces.Place) -> pd.DataFrame:
    """The usable rows on a target's indicator and level of a place by one measure, in the target's unit."""
    rows = view.known.rows(target.indicator.id, place)
    if target.indicator.id == share.LOWEST:  # nobody prints it
        rows = pd.concat([rows, share.lowest_sector(view.known, place)])
    if target.indicator.id == "grdp_current":  # and what follows from GRDP per head, where that is newer
        derived = growth.current_levels(view.known, place)
        rows = pd.concat([rows, derived[derived["kind"].eq("derived")]])
    levels = [target.level, "all"] if target.level in ("province", "national") else [target.level]
    rows = rows[rows["use"].eq("yes") & rows["level"].isin(levels) & rows["period"].ne("undated")]
    ends = pd.Series([period.split("..")[-1] for period in rows["period"]], rows.index, dtype="str")
    of_year = [i for i, (first, last) in enumerate(zip(rows["period"], ends, strict=True)) if first[:4] == last[:4]]
    rows = rows.assign(end=ends).iloc[of_year]  # a mean or sum of several years is no year's figure
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
    ranked = target.field is not None  # a year may have a rank in each of two fields: the one asked for comes last
    rows = view.known.newest_figures(rows, ["period", "field"] if ranked else ["period"])
    rows = rows.assign(day=rows["end"].map(observations.end_day), alike=rows["field"].eq(target.field or 0))
    rows = rows.sort_values(["day", "alike", "known"])
    return _as_printed(rows)


def _as_printed(rows: pd.DataFrame) -> list[Figure]:
    names = ["period", "value", "comparator", "status", "source", "known"]
    fields = [None if pd.isna(field) else int(field) for field in rows["field"]]
    return [Figure(*row.values(), of) for row, of in zip(rows[names].to_dict("records"), fields, strict=True)]


def setter(view: View, target: targets.Target) -> provinces.Place:
    """Whose share answers a target: that of the old unit which set it for a year up to the change, else the place's."""
    own = target.border == provinces.OLD and target.by <= provinces.CHANGE.year
    return (own and view.known.former(view.place)) or view.place


def share_ahead(view: View, target: targets.Target) -> tuple[Forecast | None, float | None]:
    """The share of `setter` in a target's year, and the pace seen.

    Its forecast; of an old unit, and in a year before that, the draws of the model of all units, which knows the merged
    unit's figures too.
    """
    place, until, found = setter(view, target), max(view.horizon, target.by), view.share
    if (place, until) != (view.place, view.horizon):
        found = share.view(view.known, place, until)
    seen = single.pace(found.base.values) if found.base is not None and len(found.base) > 1 else None
    forecast = found.forecast
    if place is not view.place or forecast is None or target.by < forecast.years[0]:
        forecast = modelled.of_year(view.known, place, target.by) or forecast
    return forecast, seen


def _forecast(view: View, target: targets.Target, figures: list[Figure]) -> tuple[Forecast | None, float | None]:
    """A forecast that reaches a target's year, and the pace seen (per year), where the figures can carry one."""
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


def _ahead(
    view: View, target: targets.Target, figures: list[Figure]
) -> tuple[Forecast | None, float | None, dict | None]:
    """The same, else what others' movements make of the newest comparable figure, and whose they are.

    The share has its own model and no other.
    """
    if target.indicator.id == share.INDICATOR:
        return *share_ahead(view, target), None
    forecast, seen = _forecast(view, target, figures)
    closed = any(f.closes(target.by, target.indicator.kind) for f in figures)
    if not closed and (forecast is None or target.by not in forecast.years):
        alike = [f for f in figures if target.field in (None, f.of) and f.comparable(target.indicator.kind)]
        last = (alike[-1].year, alike[-1].value) if alike else None
        found = classes.ahead(view.known, target, last, max(view.horizon, target.by))
        if found is not None:
            forecast, whose = found
            few = whose["members"] if len(whose["members"]) <= FEW else ()
            places = {p.slug: p for p in view.known.places.values() if p.slug in few}
            names = [{"slug": p.slug} | {lang: p.full_name(lang) for lang in ("vi", "en")} for p in places.values()]
            return forecast, seen, whose | {"names": names}
    return forecast, seen, None


def _lies(view: View, target: targets.Target, figures: list[Figure]) -> dict | None:
    """Where the value of a target's year lies on the border it was set on, where no figure of that border says so."""
    known, closing = view.known, [f for f in figures if f.closes(target.by, target.indicator.kind)]
    if closing:
        other = target.border == provinces.OLD and view.place.merged and not closing[-1].border
        return bounds.of_former(known, target, view.place, closing[-1]) if other else None
    before = [f for f in figures if f.year <= target.by]
    return bounds.of_moves(known, target, before[-1]) if before else None


def judge(view: View, target: targets.Target) -> Verdict:
    """The verdict on one target; where no figure, bound or forecast gives one, with who would have the figure."""
    verdict = _judged(view, target)
    if verdict.evidence not in ("stands_at", "owner"):
        return verdict
    year = target.by if over(target, view.as_of) else 0
    return replace(verdict, owner=owners.owner(view.known, target.indicator.id, view.place, year))


def _judged(view: View, target: targets.Target) -> Verdict:
    if target.indicator.id in GROWTHS:
        behind = growth_behind(view, target)
        forecast = ahead(view, target, behind, target.by)
        if target.basis != "in_year" or target.indicator.id == PRODUCTIVITY:
            return behind.judge(target, forecast, view.as_of)
        known = [f for f in behind.rates.values() if f.year <= target.by] or _figures(view, target)
        verdict = progress.judge_state(target, known, forecast, view.as_of)
        return replace(verdict, turning=behind.turning(verdict))
    figures = _figures(view, target)
    if target.basis in ("each_year", "average", "cumulative"):
        rates = {f.year: f for f in figures if f.exact_year}
        within = bounds.of_years(view.known, target, view.place)
        return progress.judge_period(target, rates, None, view.as_of, bounds=within)
    forecast, seen, whose = _ahead(view, target, figures)
    more = {"pace_seen": seen, "lies": _lies(view, target, figures), "borrowed": whose}
    verdict = progress.judge_state(target, figures, forecast, view.as_of, **more)
    if target.indicator.id == share.INDICATOR and setter(view, target) != view.place and verdict.evidence == "estimate":
        return replace(verdict, border=provinces.OLD)
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
        if target.basis == "by_year" and verdict.evidence == "estimate" and not (verdict.over or verdict.border):
            goals.setdefault((target.origin, target.indicator.id, target.level), []).append(target)
    out = []
    for found in goals.values():
        years = sorted({target.by for target in found})
        if len(years) > 1:
            last = max(found, key=lambda target: target.by)
            forecast, *_ = _ahead(view, last, _figures(view, last))
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
