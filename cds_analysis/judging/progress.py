"""How a verdict is reached: a target asks, published figures and a distribution answer."""

import math
from dataclasses import replace
from datetime import date

import numpy as np

from ..data.targets import Target
from ..forecasting.distribution import Forecast
from .figure import Figure, over
from .verdict import STATUSES, Verdict, grade


def distance(target: Target, value: float) -> float:
    """How far a value is past the target (negative: short of it, or off it where equality or a range is asked)."""
    goal = target.nearest(value)
    if target.sense == "equal":
        return 0.0 - abs(value - goal)
    return (goal - value) if target.sense == "ceiling" else (value - goal)


def settled(target: Target, low: float, high: float) -> str | None:
    """Met if every value between two reaches the target, missed if none does, else None."""
    (least, most), answers = target.band, {bool(target.holds(low)), bool(target.holds(high))}
    if len(answers) > 1 or (answers == {False} and low < least and high > most):
        return None  # they reach over an edge of the target, or over its whole band
    return "met" if True in answers else "missed"


def account(target: Target, figure: Figure) -> str | None:
    """Met if every value a printed figure allows reaches the target, missed if none does, else None."""
    value = figure.value
    allows = {
        ">": (math.nextafter(value, math.inf), math.inf),
        ">=": (value, math.inf),
        "<": (-math.inf, math.nextafter(value, -math.inf)),
        "<=": (-math.inf, value),
    }
    return settled(target, *allows.get(figure.comparator, (value, value)))


def _chances(target: Target, ends: np.ndarray) -> dict[str, float | None]:
    """The probability of a target, of ending inside the range of a floor that names two ends, and `Verdict.strict`."""
    chance, within, strict = float(np.mean(target.holds(ends))), None, None
    if target.upto is not None and target.sense != "equal":
        within = float(np.mean(target.between(ends)))
    if target.comparator == "~" and target.sense != "equal":
        bare = replace(target, comparator=">=" if target.sense == "floor" else "<=")
        of_bare = float(np.mean(bare.holds(ends)))
        strict = of_bare if grade(of_bare) != grade(chance) else None
    return {"probability": chance, "within": within, "strict": strict}


def together(goals: list[Target], forecast: Forecast) -> float:
    """The probability that all dated milestones of one goal are met, on the joint paths.

    Raises:
        KeyError: A milestone's year is not forecast.
    """
    return float(np.mean(np.all([target.holds(forecast.in_year(target.by)) for target in goals], axis=0)))


def over_period(basis: str, values: np.ndarray) -> np.ndarray:
    """Yearly values (last axis) of a period as one: their sum, or the geometric mean of rates in percent."""
    if basis == "cumulative":
        return values.sum(axis=-1)
    return 100 * (np.prod(np.maximum(1 + values / 100, 0), axis=-1) ** (1 / values.shape[-1]) - 1)


def _paces(target: Target, known: dict[int, Figure], years: range, firm: dict[int, Figure]) -> dict:
    """What the known years of a period gave, what the others need, and the distance to the target so far.

    Rates in percent: the mean of the known years (geometric), the mean the others need or, of every year, the floor
    itself, and the distance of that mean or, of every year, of the worst firm year. Of a sum: amounts a year, and the
    distance of the sum so far.
    """
    if target.basis == "in_year":
        return {}
    left, values = len(years) - len(known), np.array([f.value for f in known.values()])
    if target.basis == "cumulative":
        gone = float(values.sum())
        seen, gap = (float(values.mean()), distance(target, gone)) if known else (None, None)
        needed = max(target.value - gone, 0.0) / left if left else None
    else:
        seen = float(over_period("average", values)) if known else None
        gap, needed = distance(target, seen) if known else None, target.value
        if target.basis == "each_year":
            gap = min((distance(target, f.value) for f in firm.values()), default=None)
        else:
            past, whole = float(np.prod(1 + values / 100)), (1 + target.value / 100) ** len(years)
            needed = 100 * ((whole / past) ** (1 / left) - 1) if left and past > 0 else None
    return {"distance": gap, "pace_needed": needed, "pace_seen": seen}


def closed(verdicts: list[Verdict], as_of: date) -> dict | None:
    """The verdicts on the newest deadline that has passed: year, total, counts by status; None where none has."""
    past = [v for v in verdicts if over(v.target, as_of)]
    if not past:
        return None
    year = max(v.target.by for v in past)
    found = [v.status for v in past if v.target.by == year]
    return {"year": year, "total": len(found), "counts": {s: found.count(s) for s in STATUSES}}


def _by_figures(target: Target, closing: Figure, lies: dict | None) -> dict | None:
    """How the figure of the target's year answers it; bounds on the target's own border go before one of another."""
    facts = {"figure": closing, "distance": distance(target, closing.value), "evidence": "figures"}
    status, own = account(target, closing), lies and settled(target, lies["low"], lies["high"])
    if target.field and closing.of != target.field:
        # among another number of places an answer needs that rank and the same part of the field to give it
        status = closing.of and settled(target, *sorted((closing.value, closing.value * target.field / closing.of)))
        facts |= {"reason": "another_field", "distance": None, "evidence": "arithmetic"}
    elif lies is not None and own is None:
        return None
    elif lies is not None and own != status:
        status, gaps = own, (distance(target, end) for end in (lies["low"], lies["high"]))
        facts |= {"bounds": lies, "distance": min(gaps, key=abs), "evidence": "own_border"}
    return facts | {"status": status} if status else None


def judge_state(
    target: Target,
    figures: list[Figure],
    forecast: Forecast | None,
    as_of: date,
    *,
    pace_seen: float | None = None,
    lies: dict | None = None,
    borrowed: dict | None = None,
) -> Verdict:
    """Judge a state to be reached by a year, or the figure of one year.

    Args:
        figures: What is published on this measure, border and level, oldest first.
        forecast: Paths of the indicator that contain the target's year, or None.
        lies: Where the value of the target's year lies on the border the target was set on.
        borrowed: Whose movements the forecast rests on, where the place has none of its own.
    """
    if target.void_from and as_of >= target.void_from:
        return Verdict(target, "void", target.void_reason, figures[-1] if figures else None)
    passed = over(target, as_of)
    closing = [f for f in figures if f.closes(target.by, target.indicator.kind)]
    if closing and (found := _by_figures(target, closing[-1], lies)):
        return Verdict(target, pace_seen=pace_seen, over=passed, **found)
    before = [f for f in figures if f.year <= target.by]
    last = before[-1] if before else figures[-1] if figures else None
    alike = last is not None and target.field in (None, last.of)
    usable = alike and last.comparable(target.indicator.kind)
    needed = None
    if usable and target.by > last.year and (target.basis == "by_year" or target.indicator.kind != "growth"):
        needed = (target.nearest(last.value) - last.value) / (target.by - last.year)
    facts = {"figure": last, "distance": distance(target, last.value) if usable else None, "pace_needed": needed}
    facts |= {"pace_seen": pace_seen, "over": passed}
    unclear = bool(closing) and lies is not None  # the figure is of another border, and nothing tells of the target's
    facts |= {"bounds": lies} if unclear else {}
    late = "other_border" if unclear else "deadline_unpublished" if passed else ""
    if passed and not closing and lies is not None and (status := settled(target, lies["low"], lies["high"])):
        return Verdict(target, status, evidence="own_border" if last.border else "arithmetic", bounds=lies, **facts)
    if forecast is not None and target.by in forecast.years:
        facts |= _chances(target, forecast.in_year(target.by))
        facts |= {"evidence": "estimate", "borrowed": borrowed, "reason": late}
        return Verdict(target, grade(facts["probability"]), **facts)
    other = last is not None and last.of and not alike
    reason = "no_figure" if last is None else "another_field" if other else late or "one_measure_too_short"
    return Verdict(target, "cannot_be_judged", reason, evidence="owner" if last is None else "stands_at", **facts)


def _reach(target: Target, known: list[float], missing: int, bounds: dict) -> tuple[float, float]:
    """Between what a period ends if each missing year lies within bounds; of every year, its worst one."""
    worst = max if target.sense == "ceiling" else min
    ends = [np.array([*known, *[end] * missing]) for end in (bounds["low"], bounds["high"])]
    low, high = (worst(e) if target.basis == "each_year" else over_period(target.basis, e) for e in ends)
    return float(low), float(high)


def judge_period(
    target: Target,
    rates: dict[int, Figure],
    forecast: Forecast | None,
    as_of: date,
    *,
    estimated: frozenset[int] = frozenset(),
    drawn: dict[int, np.ndarray] | None = None,
    revised: dict[int, np.ndarray] | None = None,
    bounds: dict | None = None,
    printed: Figure | None = None,
) -> Verdict:
    """Judge yearly figures that must hold in every year, on average or in all, from `since` to `by`.

    An every-year target is lost with its first miss. A bridged rate (year in `estimated`) neither loses nor wins it.
    A target is decided where whatever the missing years can plausibly be (`bounds`) gives one answer: once all are
    over; a sum before that by the limits of its indicator; a mean is lost from its last year on, which published rates
    bound as they bound no later one. A year that is only our own estimate (`drawn`) or forecast decides nothing: it
    gives a probability.

    Args:
        rates: Yearly rates by year, in percent; only years of the target's period are looked at.
        forecast: Paths of the yearly rate, or None.
        drawn: Samples of the rate of past years whose figure is not published, by year.
        revised: Samples of the revision to come of published rates, by year; they enter an average still open.
        bounds: Within which the figure of a year lies that nobody has published.
        printed: The mean of the whole period as an office prints it.
    """
    if target.void_from and as_of >= target.void_from:
        return Verdict(target, "void", target.void_reason)
    drawn, revised, passed = drawn or {}, revised or {}, over(target, as_of)
    decided = {"evidence": "figures", "over": passed}
    if printed is not None and target.basis == "average":
        gap = distance(target, printed.value)
        return Verdict(target, account(target, printed), "", printed, gap, **decided)
    years = range(target.since or target.by, target.by + 1)
    known = {y: f for y, f in rates.items() if y in years}
    firm = {y: f for y, f in known.items() if y not in estimated}
    open_years = tuple(y for y in years if y not in firm)
    newest, each = known[max(known)] if known else None, target.basis == "each_year"
    if each:
        for year, figure in sorted(firm.items()):
            if not target.holds(figure.value):
                gap = distance(target, figure.value)
                return Verdict(target, "missed", "lost_in_year", figure, gap, years=(year,), **decided)
        if not open_years:
            gap = min(distance(target, f.value) for f in firm.values())
            return Verdict(target, "met", "", newest, gap, **decided)
    elif not [y for y in years if y not in known]:
        mean = float(over_period(target.basis, np.array([f.value for f in known.values()])))
        status = "met" if target.holds(mean) else "missed"
        span = f"{years[0]}..{years[-1]}" if len(years) > 1 else str(years[0])
        status_of = newest.status if len(years) == 1 else "derived"
        border = newest.border if len({f.border for f in known.values()}) == 1 else ""
        figure = Figure(span, mean, "=", status_of, newest.source, newest.known, border=border)
        bridged = tuple(sorted(estimated & set(years)))
        return Verdict(target, status, "", figure, distance(target, mean), years=bridged, **decided)
    facts = _paces(target, known, years, firm) | {"figure": newest, "over": passed}
    missing = tuple(y for y in years if y not in (firm if each else known))
    if known and bounds is not None and (passed or not each):
        values = [f.value for y, f in known.items() if y not in missing]
        status = settled(target, *_reach(target, values, len(missing), bounds))
        if status and (passed or bounds["kind"] == "limits" or (status == "missed" and as_of.year == target.by)):
            return Verdict(target, status, evidence="arithmetic", bounds=bounds, years=missing, **facts)
    unpublished = tuple(y for y in open_years if date(y, 12, 31) <= as_of)
    if set(open_years) <= {*drawn, *(() if forecast is None else forecast.years.tolist())}:
        paths = np.column_stack([drawn[y] if y in drawn else forecast.in_year(y) for y in open_years])
        if each:
            facts |= {"probability": float(np.mean(target.holds(paths).all(axis=1)))}
        else:
            past = [np.broadcast_to(f.value + revised.get(y, 0.0), len(paths)) for y, f in known.items() if y in firm]
            facts |= _chances(target, over_period(target.basis, np.column_stack([*past, paths])))
        facts |= {"evidence": "estimate", "years": open_years}
        reason = "" if not passed else "nowcast_years" if set(open_years) <= set(drawn) else "years_unpublished"
        return Verdict(target, grade(facts["probability"]), reason, **facts)
    reason = "no_figure" if not known else "years_unpublished" if unpublished else "one_measure_too_short"
    evidence = "stands_at" if known else "owner"
    return Verdict(target, "cannot_be_judged", reason, evidence=evidence, years=unpublished, **facts)
