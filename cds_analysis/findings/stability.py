"""How firm a verdict is: in what share of variants of its calculation it comes out the same.

A variant takes another method, or changes one thing about the figures: their vintage, how many of the newest years are
used, or one year less. What each variant says is reached, not reached or open; formulas are in docs/methods.md.
"""

from dataclasses import replace
from datetime import date
from operator import attrgetter
from types import SimpleNamespace
from typing import NamedTuple

from ..data import prints, provinces
from ..data.targets import Target
from ..errors import CdsError
from ..forecasting import pooled_share
from ..forecasting.distribution import Forecast
from ..judging import growth_rates, published_methods, scorecard
from ..judging.figure import over
from ..judging.verdict import Verdict, grade
from ..series import outlook, productivity, share
from ..study.finding import Finding, once
from .prints import PRINTS_BEHIND, SHARE_MEASURES
from .targets import Targets

DIMENSIONS = ("vintage", "method", "window", "point")
FEWEST = 5  # fewer variants than that give no share
EARLIER = 4  # days before the newest print that are looked at
PATHS = 250  # of a share's forecast in each variant: a standard error of 3 points at most
RATES = 4  # of a growth rate, the fewest that a version has
OURS = "probability"
SAYS = {"on_course": "reached", "uncertain": "open", "off_course": "not_reached"}

Points = dict[int, float]


class Variant(NamedTuple):
    """What one variant says of a target, empty where it says nothing."""

    dimension: str  # what it changes: one of DIMENSIONS
    which: str  # to what: first, a day, last 3, without 2021; empty for another method
    method: str
    says: str  # reached, not_reached, open


def versions(points: Points, earlier: dict[str, Points], *, fewest: int) -> list[tuple[str, str, Points]]:
    """Other versions of a yearly series: (dimension, which, points), none of them equal to it or to another.

    `earlier` is the same series as other vintages print it, by their name; a version has `fewest` years or more.
    """
    years = sorted(points)
    found = [("vintage", name, dict(sorted(values.items()))) for name, values in earlier.items()]
    for k in range(fewest, len(years) - 1):  # all but the first is one year less, not a window
        found.append(("window", f"last {k}", {y: points[y] for y in years[-k:]}))
    found += [("point", f"without {gone}", {y: points[y] for y in years if y != gone}) for gone in years]
    return _different(found, points, fewest)


def _different(found: list[tuple], first, fewest: int) -> list[tuple]:
    """The versions that have enough years and equal neither the first one nor one before them."""
    out: list[tuple] = []
    for version in found:
        if len(version[2]) >= fewest and version[2] not in [first, *(before for *_, before in out)]:
            out.append(version)
    return out


def by_published_methods(course: published_methods.Course | str) -> dict[str, str]:
    """What each published method says of a series and what is asked of it."""
    words = {True: "reached", False: "not_reached", None: ""}
    return {r.method: words[r.reaches] for r in published_methods.side_by_side(course, None, "")[:-1]}


def agreement(headline: str, found: list[Variant]) -> dict:
    """How many variants say the same as the headline verdict, and which kind of change alters what is said.

    Variants that say nothing are left out. Where the headline is open only our own method counts: no published one
    knows such a verdict.

    Args:
        headline: What our method says on the newest figures; what each published one says is its variant `method`.

    Returns:
        n, same and their ratio `share` (None below FEWEST); how many are `left_out`; `by` dimension n and same, where
        another method is held against the headline and other figures against the same method on the newest figures;
        the variants that say something else than the headline (`others`).
    """
    before = {OURS: headline} | {v.method: v.says for v in found if v.dimension == "method"}
    told = [v for v in found if v.says]
    found = [v for v in told if headline != "open" or v.method == OURS]
    by = {dimension: {"n": 0, "same": 0} for dimension in DIMENSIONS}
    for v in found:
        ours = headline if v.dimension == "method" else before[v.method]
        by[v.dimension]["n"] += bool(ours)
        by[v.dimension]["same"] += v.says == ours
    others = [v._asdict() for v in found if v.says != headline]
    n, same = len(found), len(found) - len(others)
    part = same / n if n >= FEWEST else None
    counts = {"n": n, "same": same, "share": part, "left_out": len(told) - n}
    return {"headline": headline} | counts | {"by": by, "others": others}


class Stability(Finding):
    """How firm the verdicts on the main indicators are, for the place and for the nation."""

    def __init__(self, study, *cards: Targets):
        own, nation = claims(study, *cards), study.nation
        there = own if nation.place == study.place else claims(nation)
        super().__init__(study, stability=own, stability_nation=there)

    @property
    def records(self) -> dict:
        return super().records | {"nation_goals": self.study.nation.goals}


@once
def claims(study, *cards: Targets) -> dict:
    """How firm the verdicts on the open headline targets of a place are, for wording and results.json.

    Verdicts of some cards are not worked out again. `open` counts the headline targets neither settled nor past
    their year, `targets` has a row for each of them that has a probability.
    """
    goals = [t for name in PRINTS_BEHIND for t in study.headline(name) if not over(t, study.as_of)]
    given = {v.target.id: v for card in cards for v in card.verdicts}
    verdicts = [given.get(t.id) or study.judge(t) for t in goals]
    verdicts = [v for v in verdicts if v.status not in ("met", "missed", "void")]
    rows = []
    for verdict in verdicts:
        if verdict.probability is not None and verdict.status in SAYS:
            row = {"target": verdict.target.id, "status": verdict.status, "probability": verdict.probability}
            rows.append(row | agreement(SAYS[verdict.status], variants(study, verdict)))
    return {"open": len(verdicts), "fewest": FEWEST, "targets": rows}


def variants(study, verdict: Verdict) -> list[Variant]:
    """What the published methods say of a target on the newest figures, and all methods on others."""
    target, found = verdict.target, []
    if target.indicator.id != share.INDICATOR:
        for dimension, which, day, rates, forecast in of_growth(study, target.indicator.id, target.border):
            status = rates.judge(target, forecast, day).status
            found.append(Variant(dimension, which, OURS, SAYS.get(status, "")))
        return found
    points = scorecard.by_all_methods(study, verdict)["points"]
    for dimension, which, values in [("method", "", points), *versions(points, printed(study), fewest=2)]:
        says = by_published_methods(scorecard.course(target, values))
        found += [Variant(dimension, which, method, what) for method, what in says.items()]
    for dimension, which, forecast in () if verdict.border else of_share(study, max(study.horizon, target.by)):
        probability = float(target.holds(forecast.in_year(target.by)).mean())
        found.append(Variant(dimension, which, OURS, SAYS[grade(probability)]))
    return found


def days(study, indicator: str) -> list[date]:
    """The newest days before the last print on which a figure behind an indicator was first printed or revised."""
    found = prints.of(study.known, study.place, PRINTS_BEHIND[indicator])
    found = [p for p in found if indicator != share.INDICATOR or p.measure in SHARE_MEASURES]
    news = sorted({day for p in found for day in p.table.loc[p.table["new"], "known"]})
    return [day for day in news if not study.place.merged or day >= provinces.CHANGE][:-1][-EARLIER:]


@once
def printed(study) -> dict[str, Points]:
    """The share on the office's measure in the first print of each year, and as known on earlier days."""
    earlier = days(study, share.INDICATOR)
    found: dict[str, Points] = {"first": {}} | {day.isoformat(): {} for day in earlier}
    for said in prints.of(study.known, study.place, PRINTS_BEHIND[share.INDICATOR]):
        if said.measure == share.BASE:
            found["first"] |= said.first()["value"].to_dict()
            for day in earlier:
                found[day.isoformat()] |= said.as_known(day).latest()["value"].to_dict()
    return found


@once
def of_share(study, until: int) -> list[tuple[str, str, Forecast]]:
    """Our forecast of the share to a year from other vintages of the place's own figures, or with a reading less."""
    reference, first, order = study.share.reference, printed(study)["first"], attrgetter("year", "kind", "value")
    own = sorted(study.share.own, key=order)
    at_first = [replace(r, value=first.get(r.year, r.value)) if r.kind == "base" else r for r in own]
    found = [("vintage", "first", at_first)]
    for day in days(study, share.INDICATOR):
        then, _ = share.own_readings(study.known.at(day), study.place, reference)
        found.append(("vintage", day.isoformat(), sorted(then, key=order)))
    gone = [r for r in own if r.kind != pooled_share.FORMER]
    found += [("point", f"without {r.year}", [o for o in own if o is not r]) for r in gone if len(gone) > 1]
    return [
        (dimension, which, pooled_share.share_forecast(readings, reference, until, paths=PATHS))
        for dimension, which, readings in _different(found, own, 1)
    ]


@once
def of_growth(study, name: str, border: str) -> list[tuple[str, str, date, growth_rates.Growth, Forecast | None]]:
    """Rates behind the targets on growth of one border, with our forecast: from earlier views, from the newest rates
    alone, or with a rate less; the day of each view beside them.

    Of productivity there are earlier views only where all rates are published: else each day would need its own
    estimate of employment, and employed persons not yet published are not estimated anew.
    """
    target = next(t for t in study.headline(name) if t.border == border)
    views = {"": (study, *_rates(study, study, target))}
    now = views[""][2]
    goes_back = name != growth_rates.PRODUCTIVITY or all(study.productivity.table.loc[list(now), "kind"] == "published")
    for day in days(study, name) if goes_back else []:
        view = SimpleNamespace(known=study.known.at(day), as_of=day, place=study.place, horizon=study.horizon)
        try:
            if name == growth_rates.PRODUCTIVITY:
                view.productivity = productivity.measure(view.known, study.place, bridge=True)
            views[day.isoformat()] = (view, *_rates(study, view, target))
        except CdsError:
            continue  # nothing to judge by was known yet
    earlier = {which: points for which, (_, _, points) in views.items() if which}
    out = []
    for dimension, which, points in versions(now, earlier, fewest=RATES):
        view, rates, _ = views.get(which, views[""])
        out.append((dimension, which, view.as_of, rates, _forecast(study, view, rates, name, points)))
    return out


def _rates(now, view, target: Target) -> tuple[growth_rates.Growth, Points]:
    """What a target on growth is held against in a view, and the rates that a forecast is fitted to, by year."""
    behind = growth_rates.growth_behind(view, target)
    name = growth_rates.PRODUCTIVITY if target.indicator.id == growth_rates.PRODUCTIVITY else outlook.GRDP
    if name == outlook.GRDP:
        rates = {year: figure.value for year, figure in behind.rates.items()}
    else:
        rates = view.productivity.growth.to_dict()
    since = max([outlook.newest(now.known, name), *rates]) - outlook.YEARS
    return behind, {int(y): float(v) for y, v in sorted(rates.items()) if y > since}


def _forecast(now, view, behind: growth_rates.Growth, name: str, points: Points) -> Forecast | None:
    """A forecast of growth from the rates of some years of a view, and of other places as they are known now."""
    if name != growth_rates.PRODUCTIVITY:
        return growth_rates.rate_forecast(now, {y: behind.rates[y] for y in points}, behind.errors, behind.usual)
    found = replace(view.productivity, table=view.productivity.table.loc[list(points)])
    return outlook.of_productivity(now.known, found, now.horizon)
