"""What level to set for a year: those with a good, an even and a small chance, when one is reached, what it takes.

The forecast is the one that targets on the indicator are judged by. A growth rate is asked on average, from the first
year ahead to the year: one year's rate says little.
"""

from collections.abc import Callable, Iterable
from dataclasses import fields

import numpy as np

from ..data.indicators import Indicator
from ..data.known import Known
from ..data.targets import Target
from ..errors import ModelError, ParameterError
from ..forecasting.distribution import Forecast
from ..series import share
from . import growth_rates, progress, scorecard, track_record
from .growth_rates import View

CHANCES = (0.9, 0.5, 0.1)
EVEN = (0.45, 0.55)  # between these a chance counts as even
WHOLE = ("count", "rank")


def question(view: View, about: Indicator, year: int) -> Target:
    """A target of nobody on an indicator, to be held against what is published and forecast of a place."""
    level = "province" if view.place.tier == "province" else "national"
    asked = {"indicator": about, "unit": about.unit, "place": view.place.slug, "border": view.place.border}
    asked |= {"level": level, "basis": "by_year", "since": None, "by": year, "comparator": ">=", "value": 0.0}
    asked |= {"id": "question", "standing": "in_force", "void_from": None, "flags": (), "upto": None}
    return Target(**{field.name: "" for field in fields(Target)} | asked)


def coming(view: View, target: Target) -> tuple[Forecast, tuple[int, float] | None]:
    """The forecast a target is judged by after the newest exact figure, and year and value of that figure.

    Raises:
        ModelError: There is no forecast; the text names what is missing.
    """
    about, figures = target.indicator, scorecard._figures(view, target)
    known = {f.year: f.value for f in figures if f.exact_year}
    found, missing = None, f"{len(known)} yearly figures on one measure ({', '.join(map(str, known)) or 'none'})"
    if about.id == share.INDICATOR:
        found, missing = view.share.forecast, view.share.refusal
    elif about.kind == "growth":
        if about.id in growth_rates.GROWTHS:
            behind = growth_rates.growth_behind(view, target)
            known = {year: figure.value for year, figure in behind.rates.items()}
            found = growth_rates.ahead(view, target, behind)
        missing = f"{len(known)} yearly rates"
    else:
        found, _, whose = scorecard._ahead(view, target, figures)
        field = (whose or {}).get("field", target.field)
        known = {f.year: f.value for f in figures if f.exact_year and f.of in (field, None)}
    if found is None:
        where = f"{about.named}, {view.place.slug} on border {view.place.border}"
        raise ModelError(f"{where}: no forecast: {missing}; `cds data show {about.id}` lists what is held")
    last = max((figure for figure in known.items() if figure[0] < found.years[-1]), default=None)
    later = found.years > (last[0] if last else -1)
    return Forecast(found.years[later], found.paths[:, later]), last


def averaged(rates: Forecast) -> Forecast:
    """The mean rate from the first year to each."""
    ends = range(1, len(rates.years) + 1)
    return Forecast(rates.years, np.column_stack([progress.over_period("average", rates.paths[:, :n]) for n in ends]))


def advice(view: View, about: Indicator, year: int, goals: Iterable[Target] = (), level: float | None = None) -> dict:
    """Levels of an indicator for a year and what each takes, the likeliest first: plain values.

    The levels with a chance of CHANCES, those that `goals` ask for the year, and `level`. Of each: `probability` of
    reaching it in the year; `even`, the first year of the forecast with a chance of a half; `held`, whether the newest
    figure is there already; `pace`, what it takes beyond the middle of the forecast a year, in points of a percentage,
    places of a rank, else in percent. Of a growth rate, which is asked on average, `every_year` is the chance that each
    year reaches it.

    Raises:
        ModelError: There is no forecast.
        ParameterError: The year is not forecast, or no value of the indicator can be at the level.
    """
    if level is not None and (level < about.lower or level > about.upper):
        raise ParameterError(f"level is {level:g}; {about.named} lies between {about.lower:g} and {about.upper:g}")
    asks = question(view, about, year)
    rates, last = coming(view, asks)
    growth, ahead = about.kind == "growth", rates.years.tolist()
    if year not in ahead:
        what = f"{about.named}, {view.place.slug}"
        raise ParameterError(f"year is {year}; {what} is forecast for {ahead[0]}-{ahead[-1]}")
    asked = averaged(rates) if growth else rates
    paths, down = asked.in_year(year), about.good == "down"

    def row(value: float, holds: Callable, kind: str, target: str = "") -> dict:
        chances = {y: float(np.mean(holds(asked.in_year(y)))) for y in ahead}
        every = float(np.mean(holds(rates.paths[:, : ahead.index(year) + 1]).all(axis=1))) if growth else None
        even = next((y for y in ahead if chances[y] >= 0.5), None)
        pace = _pace(about, value, float(np.median(paths)), 1 if growth else year - (last[0] if last else ahead[0]))
        told = {"value": value, "kind": kind, "target": target, "probability": chances[year], "every_year": every}
        return told | {"even": even, "pace": pace, "held": bool(last and not growth and holds(last[1]))}

    def at(value: float) -> Callable:
        return (lambda drawn: drawn <= value) if down else (lambda drawn: drawn >= value)

    levels = {chance: float(np.quantile(paths, chance if down else 1 - chance)) for chance in CHANCES}
    if about.kind in WHOLE:
        levels = {chance: float(np.ceil(value) if down else np.floor(value)) for chance, value in levels.items()}
    rows = [row(value, at(value), "chance") | {"chance": chance} for chance, value in levels.items()]
    rows += [row(t.value, t.holds, "target", t.id) for t in goals]
    rows += [row(level, at(level), "level")] if level is not None else []
    told = {"indicator": about.id, "unit": about.unit, "name": {lang: asks.name(lang) for lang in ("vi", "en")}}
    told |= {"year": year, "first": ahead[0], "horizon": ahead[-1], "average": growth}
    told |= {"last": last and {"year": last[0], "value": last[1]}, "start": float(asked.median[ahead[0]])}
    return told | {"levels": sorted(rows, key=lambda r: -r["probability"]), "past": past_of(view.known, about.id)}


def _pace(about: Indicator, value: float, middle: float, years: int) -> float | None:
    """What a level takes a year beyond the middle of the forecast."""
    if not years:  # where no figure is known the first year of the forecast is where it starts
        return None
    if about.unit in ("percent", "rank"):
        return (value - middle) / years
    return 100 * ((value / middle) ** (1 / years) - 1) if value > 0 and middle > 0 else None


def past_of(known: Known, indicator: str) -> dict:
    """How many statements of even chance about the indicator came true, by the record known on a day.

    Of growth those on averages, of the share those of its stand-ins, in the last year of a span; others have none.
    """
    table, name = track_record.load(known), {"gdp_growth": "grdp_growth"}.get(indicator, indicator)
    stands_in = name == share.INDICATOR
    mine = table["method"].eq(track_record.SHARE) if stands_in else table["indicator"].eq(name)
    of_kind = table[mine & table["kind"].eq("at_least" if stands_in else "average")]
    even = of_kind[of_kind["probability"].between(*EVEN)]
    n, true = len(even), int(even["came_true"].sum())
    seen = true / n if n else None
    off = None if seen is None else seen - min(max(seen, EVEN[0]), EVEN[1])
    told = {"n": n, "true": true, "seen": seen, "off": off, "origins": int(even["origin"].nunique())}
    return told | {"stand_in": stands_in, "low": EVEN[0], "high": EVEN[1]}
