"""How firm a verdict is: in what share of variants of its calculation it comes out the same.

A variant takes another method, or changes one thing about the figures: their vintage, how many of the newest years are
used, or one year less. What each variant says is reached, not reached or open; formulas are in docs/methods.md.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial

from ..data import prints, provinces
from ..data.targets import Target
from ..errors import CdsError, ModelError
from ..forecasting import pooled_share
from ..forecasting.distribution import Forecast
from ..judging import progress, published_methods, scorecard
from ..judging.figure import over
from ..judging.progress import Verdict
from ..series import productivity, share
from ..study.finding import Finding, once
from .prints import PRINTS_BEHIND, SHARE_MEASURES
from .targets import Targets

DIMENSIONS = ("vintage", "method", "window", "point")
FEWEST = 5  # fewer variants than that give no share
EARLIER = 4  # days before the newest print that are looked at
PATHS = 250  # of a share's forecast in each variant: a standard error of 3 points at most
RATES = 4  # that a forecast of growth needs
OURS = "probability"
SAYS = {"on_course": "reached", "uncertain": "open", "off_course": "not_reached"}

Points = dict[int, float]


@dataclass(frozen=True)
class Variant:
    """What one variant says of a target, empty where it says nothing."""

    dimension: str  # what it changes: one of DIMENSIONS
    which: str  # to what: first, a day, last 3, without 2021; empty for another method
    method: str
    says: str  # reached, not_reached, open


def versions(points: Points, earlier: dict[str, Points], *, fewest: int, windows: bool = True) -> list[tuple]:
    """Other versions of a yearly series: (dimension, which, points), none of them equal to it or to another.

    Args:
        points: Value by year.
        earlier: The same series as other vintages print it, by the name of the vintage.
        fewest: Years a version must have.
        windows: Whether to take the newest years alone; all but the first is one year less, not a window.
    """
    years, found = sorted(points), []
    found += [("vintage", name, dict(sorted(values.items()))) for name, values in earlier.items()]
    if windows:
        spans = range(fewest, len(years) - 1)
        found += [("window", f"last {k}", {y: points[y] for y in years[-k:]}) for k in spans]
    found += [("point", f"without {gone}", {y: points[y] for y in years if y != gone}) for gone in years]
    return _different(found, dict(sorted(points.items())), fewest)


def _different(found: list[tuple], first, fewest: int) -> list[tuple]:
    """The versions that have enough years and equal neither the first one nor one before them."""
    out, seen = [], [first]
    for version in found:
        if len(version[2]) >= fewest and version[2] not in seen:
            out.append(version)
            seen.append(version[2])
    return out


def _sorted(readings: Iterable[pooled_share.Reading]) -> tuple[pooled_share.Reading, ...]:
    return tuple(sorted(readings, key=lambda r: (r.year, r.kind, r.value)))


def said(reading: published_methods.Reading) -> str:
    """What a method says of a target: reached, not_reached, open, or empty where it does not apply."""
    if not reading.label or reading.label == "cannot_be_judged":
        return ""
    return {True: "reached", False: "not_reached", None: "open"}[reading.reaches]


def by_published_methods(course: Callable[[Points], published_methods.Course | str], points: Points) -> dict[str, str]:
    """What each published method says of a series."""
    asked = course(dict(sorted(points.items())))
    return {r.method: said(r) for r in published_methods.side_by_side(asked, None, "")[:-1]}


def agreement(headline: str, base: dict[str, str], found: list[Variant]) -> dict:
    """How many variants say the same as the headline verdict, and which kind of change alters what is said.

    Variants that say nothing are left out. Where the headline is open only our own method counts: no published one
    knows such a verdict.

    Args:
        headline: What our method says on the newest figures.
        base: What each published method says on the newest figures.

    Returns:
        n, same and their ratio `share` (None below FEWEST); how many are `left_out`; `by` dimension n and same, where
        another method is held against the headline and other figures against the same method on the newest figures;
        the variants that say something else than the headline (`others`).
    """
    before = base | {OURS: headline}
    told = [v for v in found if v.says]
    found = [v for v in told if headline != "open" or v.method == OURS]
    same, by = sum(v.says == headline for v in found), {}
    for dimension in DIMENSIONS:
        against = {
            v: headline if dimension == "method" else before[v.method] for v in found if v.dimension == dimension
        }
        held = [v.says == ours for v, ours in against.items() if ours]
        by[dimension] = {"n": len(held), "same": sum(held)}
    part = same / len(found) if len(found) >= FEWEST else None
    others = [v.__dict__ for v in found if v.says != headline]
    counts = {"n": len(found), "same": same, "share": part, "left_out": len(told) - len(found)}
    return {"headline": headline} | counts | {"by": by, "others": others}


class Stability(Finding):
    """How firm the verdicts on the main indicators are, for the place and for the nation."""

    topic = "stability"

    def __init__(self, study, *cards: Targets):
        own, nation = claims(study, [v for card in cards for v in card.verdicts]), study.nation
        there = own if nation.place == study.place else of_nation(nation)
        super().__init__(study, stability=own, stability_nation=there)

    @property
    def records(self) -> dict:
        return super().records | {"nation_goals": self.study.nation.goals}


@once
def of_nation(study) -> dict:
    """The claims of the nation, with which every place is shown."""
    return claims(study)


def claims(study, given: Iterable[Verdict] = ()) -> dict:
    """How firm the verdicts on the open headline targets of a place are, for wording and results.json.

    Verdicts already `given` are not worked out again. `open` counts the headline targets neither settled nor past
    their year, `targets` has a row for each of them that has a probability.
    """
    goals = [t for name in PRINTS_BEHIND for t in study.headline(name) if not over(t, study.as_of)]
    given = {v.target.id: v for v in given}
    verdicts = [given.get(t.id) or study.judge(t) for t in goals]
    verdicts = [v for v in verdicts if v.status not in ("met", "missed", "void")]
    gather, rows = _Gathering(study), []
    for verdict in verdicts:
        if verdict.probability is None or verdict.status not in SAYS:
            continue
        base, found = gather.variants(verdict)
        row = {"target": verdict.target.id, "status": verdict.status, "probability": verdict.probability}
        rows.append(row | agreement(SAYS[verdict.status], base, found))
    return {"open": len(verdicts), "fewest": FEWEST, "targets": rows}


class _With:
    """A study with something of it replaced, for what asks a view of a place."""

    def __init__(self, study, **changed):
        self._study, self._changed = study, changed

    def __getattr__(self, name: str):
        return self._changed[name] if name in self._changed else getattr(self._study, name)


class _Gathering:
    """The variants of a study's verdicts; forecasts and earlier views are made once for all targets."""

    def __init__(self, study):
        self.study, self.memo = study, {}
        self.known = study.known

    def variants(self, verdict: Verdict) -> tuple[dict[str, str], list[Variant]]:
        """What the published methods say on the newest figures, and all variants."""
        if verdict.target.indicator.id != share.INDICATOR:
            return {}, self._growth(verdict.target)
        readings = scorecard.by_all_methods(self.study, verdict)
        base = by_published_methods(lambda p: scorecard.course(verdict.target, p), readings["points"])
        found = [Variant("method", "", method, says) for method, says in base.items()]
        for dimension, which, points in versions(readings["points"], self._first_and_earlier, fewest=2):
            says = by_published_methods(lambda p: scorecard.course(verdict.target, p), points)
            found += [Variant(dimension, which, method, what) for method, what in says.items()]
        return base, found + self._share(verdict.target)

    def _once(self, key: tuple, make: Callable):
        if key not in self.memo:
            self.memo[key] = make()
        return self.memo[key]

    def _prints(self, indicator: str) -> list[prints.Prints]:
        found = prints.of(self.known, self.study.place, PRINTS_BEHIND[indicator])
        return [p for p in found if indicator != share.INDICATOR or p.measure in SHARE_MEASURES]

    def _days(self, indicator: str) -> list[date]:
        """The newest days before the last print on which a figure behind an indicator was first printed or revised."""
        return self._once(("days", indicator), lambda: self._find_days(indicator))

    def _find_days(self, indicator: str) -> list[date]:
        days = {d for p in self._prints(indicator) for d in p.table.loc[p.table["new"], "known"]}
        if self.study.place.merged:
            days = {d for d in days if d >= provinces.CHANGE}
        return sorted(days)[:-1][-EARLIER:]

    @cached_property
    def _first_and_earlier(self) -> dict[str, Points]:
        """The share on the office's measure in the first print of each year, and as known on earlier days."""
        days = self._days(share.INDICATOR)
        found: dict[str, Points] = {"first": {}} | {day.isoformat(): {} for day in days}
        for said in [p for p in self._prints(share.INDICATOR) if p.measure == share.BASE]:
            found["first"] |= said.first()["value"].to_dict()
            for day in days:
                found[day.isoformat()] |= said.as_known(day).latest()["value"].to_dict()
        return found

    def _share(self, target: Target) -> list[Variant]:
        """Our probability of a share from other vintages of the place's own figures, or with a reading less."""
        out = []
        for dimension, which, readings in self._readings:
            probability = float(target.holds(self._paths(readings).in_year(target.by)).mean())
            out.append(Variant(dimension, which, OURS, SAYS[progress.grade(probability)]))
        return out

    @cached_property
    def _readings(self) -> list[tuple[str, str, tuple[pooled_share.Reading, ...]]]:
        """Other versions of the readings behind our forecast of the share, none equal to them or to another."""
        own = _sorted(r for r in self.study.share.readings if r.kind != "other measure")
        first, reference = self._first_and_earlier["first"], self.study.share.reference
        printed = tuple(replace(r, value=first.get(r.year, r.value)) if r.kind == "base" else r for r in own)
        found = [("vintage", "first", printed)]
        for day in self._days(share.INDICATOR):
            then = _sorted(share.own_readings(self.known.at(day), self.study.place, reference)[0])
            found.append(("vintage", day.isoformat(), then))
        found += [("point", f"without {gone.year}", tuple(r for r in own if r is not gone)) for gone in own]
        return _different(found, own, 1)

    def _paths(self, readings: tuple[pooled_share.Reading, ...]) -> Forecast:
        make = partial(pooled_share.share_forecast, list(readings), self.study.share.reference, self.study.horizon)
        return self._once(readings, partial(make, paths=PATHS))

    def _view(self, day: date, indicator: str) -> _With:
        """The place as known on an earlier day; employed persons not yet published are not estimated anew."""
        known = self.known.at(day)
        if indicator != scorecard.PRODUCTIVITY:
            return _With(self.study, known=known, as_of=day)
        found = self._once((day, indicator), lambda: productivity.measure(known, self.study.place, bridge=True))
        return _With(self.study, known=known, as_of=day, productivity=found)

    def _behind(self, view: scorecard.View, target: Target) -> scorecard.Growth:
        key = (view.as_of, target.indicator.id, target.border)
        return self._once(key, lambda: scorecard.growth_behind(view, target))

    def _growth(self, target: Target) -> list[Variant]:
        """Our probability of a growth target from earlier views, from the newest rates alone, or with a rate less."""
        name, now = target.indicator.id, (self.study, self._behind(self.study, target))
        points, earlier = self._rates(*now, name), {}
        for day in self._days(name) if self._goes_back(name, points) else []:
            try:
                view = self._view(day, name)
            except CdsError:
                continue  # nothing to judge by was known yet
            earlier[day.isoformat()] = (view, self._behind(view, target))
        out, known = [], {which: self._rates(*then, name) for which, then in earlier.items()}
        for dimension, which, rates in versions(points, known, fewest=RATES):
            view, behind = earlier.get(which, now)
            verdict = behind.judge(target, self._fit(view, behind, name, rates), view.as_of)
            out.append(Variant(dimension, which, OURS, SAYS.get(verdict.status, "")))
        return out

    def _goes_back(self, name: str, points: Points) -> bool:
        """Whether the rates can be had for earlier days: not where each day needs its own estimate of employment."""
        if name != scorecard.PRODUCTIVITY:
            return True
        return bool(points) and bool((self.study.productivity.table.loc[list(points), "kind"] == "published").all())

    @staticmethod
    def _rates(view: scorecard.View, behind: scorecard.Growth, name: str) -> Points:
        """The rates that a forecast of growth is fitted to, by year."""
        if name == scorecard.PRODUCTIVITY:
            rates = {} if view.productivity is None else view.productivity.growth.to_dict()
        else:
            rates = {year: figure.value for year, figure in behind.rates.items()}
        return {int(y): float(v) for y, v in rates.items() if y >= scorecard.RATES_SINCE}

    @staticmethod
    def _fit(view: scorecard.View, behind: scorecard.Growth, name: str, rates: Points) -> Forecast | None:
        """A forecast of growth from the rates of some years alone."""
        if name != scorecard.PRODUCTIVITY:
            return scorecard.rate_forecast(view, {y: behind.rates[y] for y in rates}, behind.errors)
        found = replace(view.productivity, table=view.productivity.table.loc[sorted(rates)])
        try:
            return productivity.forecast(found, view.horizon, since=scorecard.RATES_SINCE)
        except ModelError:
            return None
