"""How series, forecasts, targets and verdicts show themselves in a notebook: HTML with a small chart, no libraries.

A study hands them out with a `Show` of its language and data, whose registers name units and measures.
Nothing here is computed: the numbers are those of the object.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..data import indicators
from ..data.observations import Series
from ..data.targets import Target
from ..forecasting.distribution import Forecast
from ..judging.verdict import Verdict
from ..words import telling

WIDTH, HEIGHT, EDGE = 240, 60, 6
ROWS = 8  # years shown; older ones are counted


@dataclass(frozen=True)
class Show:
    """Shows what a study hands out in its language."""

    lang: str
    data_dir: Path

    def __call__(self, thing) -> str:
        forms = {Series: self._series, Forecast: self._forecast, Target: self._target, Verdict: self._verdict}
        return str(forms[type(thing)](thing))

    def _told(self, tell: Callable, macro: str, *more, **records):
        """What a macro of shown.jinja says of some records, as sentences or as a table."""
        named = {"units": indicators.units(self.data_dir), "measures": indicators.measures(self.data_dir)}
        return tell(f"shown.{macro}", self.lang, records | named, *more)

    def _series(self, series: Series) -> str:
        """What, where, by which measure, known on which day, and the newest years with status and vintage."""
        rows = series.table.tail(ROWS).rename_axis("year").reset_index().to_dict("records")
        table = self._told(telling.table, "series_rows", rows, series=series)
        alt = "; ".join([table.caption, *(f"{year}: {value}" for year, value, *_ in table.frame.to_numpy())])
        values = {int(year): float(value) for year, value in series.values.items()}
        hollow = series.table.index[series.table["status"] != "final"]
        chart = sparkline(values, alt, hollow=hollow) if len(values) > 1 else ""
        said = self._told(telling.tell, "about_series", len(series.table) - ROWS, series=series)
        return telling.markup("block", table.caption, said, chart, table)

    def _forecast(self, forecast: Forecast) -> str:
        """Median and intervals by year, in the unit of the series, which a forecast does not know."""
        rows = forecast.table.reset_index().to_dict("records")
        table = self._told(telling.table, "forecast_rows", rows)
        told = (f"{year}: {median} ({interval})" for year, median, interval, *_ in table.frame.to_numpy())
        band = {int(row["year"]): (row["low80"], row["high80"]) for row in rows}
        chart = sparkline(
            {int(row["year"]): row["median"] for row in rows}, "; ".join([table.caption, *told]), band=band
        )
        return telling.markup("block", table.caption, self._told(telling.tell, "about_forecast"), chart, table)

    def _target(self, target: Target) -> str:
        """What it asks of which indicator by when, and which decision says so."""
        (alt,) = self._told(telling.tell, "target_alt", target=target)
        said = self._told(telling.tell, "about_target", target=target)
        return telling.markup("block", target.name(self.lang), said, _level(target, alt))

    def _verdict(self, verdict: Verdict) -> str:
        """The target, the word for it, its reason or probability, and the figure it rests on."""
        target, figure = verdict.target, verdict.figure
        said = self._told(telling.tell, "about_verdict", verdict, verdict.as_dict(), target=target)
        chart = _level(target, "; ".join(said), figure.value if figure else None)
        return telling.markup("block", target.name(self.lang), said, chart)


def _scaled(values: list[float], first: float, last: float) -> Callable[[float], float]:
    """From values to pixels between a first and a last one; a single value stands in the middle."""
    low, high = min(values), max(values)
    if low == high:
        low, high = low - 1.0, high + 1.0
    return lambda value: round(float(np.interp(value, [low, high], [first, last])), 1)


def sparkline(points: dict, alt: str, *, band: dict | None = None, hollow: Iterable = ()) -> str:
    """A small chart as SVG: values by year, joined, and a band of (low, high) by year behind them.

    Args:
        hollow: Years whose figure is not final, drawn as rings.
    """
    band = band or {}
    x = _scaled([*points, *band], EDGE, WIDTH - EDGE)
    y = _scaled([*points.values(), *(end for pair in band.values() for end in pair)], HEIGHT - EDGE, EDGE)
    around = [(year, low) for year, (low, _) in band.items()]
    around += [(year, high) for year, (_, high) in reversed(band.items())]
    marks = [(x(year), y(value), year in set(hollow)) for year, value in points.items()]
    return telling.markup("sparkline", (WIDTH, HEIGHT, alt), [(x(year), y(end)) for year, end in around], marks)


def _level(target: Target, alt: str, value: float | None = None) -> str:
    """A level asked for, as a mark on a bar from zero; what is there so far is filled."""
    goal, reached = target.value, value or 0.0
    whole = target.unit == "percent" and target.indicator.kind == "share"
    end = 100.0 if whole else max(abs(goal), abs(reached), 1e-9) * 1.15
    x = _scaled([min(0.0, goal, reached), end, max(goal, reached)], EDGE, WIDTH - EDGE)
    filled = None if value is None else sorted((x(0), x(value)))
    return telling.markup("level", (WIDTH, 24, alt), (x(0), max(x(0), x(end))), filled, x(goal))
