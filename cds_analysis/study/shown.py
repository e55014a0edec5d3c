"""How series, forecasts, targets and verdicts show themselves in a notebook: HTML with a small chart, no libraries.

A study hands them out with a `Show` of its language and data, whose registers name units and measures.
Nothing here is computed: the numbers are those of the object, and every text is escaped.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path

from ..data import indicators
from ..data.observations import Series
from ..data.targets import Target
from ..forecasting.distribution import Forecast
from ..judging.progress import Verdict
from ..words import telling

BLUE, RED = "#1f4e79", "#b3261e"
WIDTH, HEIGHT, EDGE = 240, 60, 6
ROWS = 8  # years shown; older ones are counted


@dataclass(frozen=True)
class Show:
    """Shows what a study hands out in its language."""

    lang: str
    data_dir: Path

    def __call__(self, thing) -> str:
        return FORMS[type(thing)](thing, self)

    def say(self, macro: str, *more, **records) -> list[str]:
        """What a macro of shown.jinja says of some records."""
        return telling.tell(f"shown.{macro}", self.lang, self._named(records), *more)

    def rows(self, macro: str, rows: list[dict], **records) -> tuple[str, list[str], list[list[str]]]:
        """The caption, the headings and the rows of a table of shown.jinja."""
        table = telling.table(f"shown.{macro}", self.lang, self._named(records), rows)
        return table.caption, list(table.frame.columns), table.frame.to_numpy().tolist()

    def _named(self, records: dict) -> dict:
        folder = self.data_dir
        return records | {"units": indicators.units(folder), "measures": indicators.measures(folder)}


def _scaled(values: Iterable[float], size: float, *, flip: bool = False):
    """A function from values to pixels that keeps all of them inside the edges."""
    found = list(values)
    low, high = min(found), max(found)
    width = (high - low) or 1.0

    def place(value: float) -> float:
        at = (value - low) / width if high > low else 0.5
        return round(EDGE + (1 - at if flip else at) * (size - 2 * EDGE), 1)

    return place


def sparkline(points: dict, alt: str, *, band: dict | None = None, hollow: Iterable = ()) -> str:
    """A small chart as SVG: values by year, joined, and a band of (low, high) by year behind them.

    Args:
        hollow: Years whose figure is not final, drawn as rings.
    """
    band, hollow = band or {}, set(hollow)
    years = [*points, *band]
    if not years:
        return ""
    x = _scaled(years, WIDTH)
    y = _scaled([*points.values(), *(v for pair in band.values() for v in pair)], HEIGHT, flip=True)
    parts = []
    if band:
        there = [f"{x(t)},{y(low)}" for t, (low, _) in band.items()]
        back = [f"{x(t)},{y(high)}" for t, (_, high) in reversed(band.items())]
        parts.append(f'<polygon points="{" ".join(there + back)}" fill="{BLUE}" fill-opacity="0.2"/>')
    line = " ".join(f"{x(t)},{y(v)}" for t, v in points.items())
    parts.append(f'<polyline points="{line}" fill="none" stroke="{BLUE}" stroke-width="1.5"/>')
    parts += [
        f'<circle cx="{x(t)}" cy="{y(v)}" r="2.5" stroke="{BLUE}" fill="{"#fff" if t in hollow else BLUE}"/>'
        for t, v in points.items()
    ]
    return _svg(parts, HEIGHT, alt)


def scale(goal: float, alt: str, value: float | None = None, *, until: float | None = None) -> str:
    """A level asked for, as a mark on a bar from zero; what is there so far is filled."""
    height, end = 24, until or max(abs(goal), abs(value or 0.0), 1e-9) * 1.15
    x = _scaled([min(0.0, goal, value or 0.0), end, max(goal, value or 0.0)], WIDTH)
    parts = [f'<rect x="{x(0)}" y="9" width="{max(x(end) - x(0), 0):.1f}" height="6" fill="#ddd"/>']
    if value is not None:
        first, last = sorted((x(0), x(value)))
        parts.append(f'<rect x="{first}" y="9" width="{last - first:.1f}" height="6" fill="{BLUE}"/>')
    at = x(goal)
    parts.append(f'<path d="M{at} 5 L{at + 5:.1f} 12 L{at} 19 L{at - 5:.1f} 12 Z" fill="{RED}"/>')
    return _svg(parts, height, alt)


def _svg(parts: list[str], height: int, alt: str) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" role="img"'
    return f'{head} aria-label="{escape(alt, quote=True)}">{"".join(parts)}</svg>'


def _block(title: str, lines: list[str], chart: str, table: str = "") -> str:
    said = "".join(f"<div>{escape(line)}</div>" for line in lines if line)
    return f"<div><strong>{escape(title)}</strong>{said}<div>{chart}</div>{table}</div>"


def _table(head: list[str], rows: list[list[str]]) -> str:
    top = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def _series(series: Series, by: Show) -> str:
    """What, where, by which measure, known on which day, and the newest years with status and vintage."""
    table, values = series.table, {int(y): float(v) for y, v in series.values.items()}
    newest = table.tail(ROWS).rename_axis("year").reset_index().to_dict("records")
    title, head, rows = by.rows("series_rows", newest, series=series)
    alt = "; ".join([title, *(f"{row[0]}: {row[1]}" for row in rows)])
    hollow = [int(y) for y in table.index[table["status"] != "final"]]
    chart = sparkline(values, alt, hollow=hollow) if len(values) > 1 else ""
    return _block(title, by.say("about_series", len(table) - ROWS, series=series), chart, _table(head, rows))


def _forecast(forecast: Forecast, by: Show) -> str:
    """Median and intervals by year, in the unit of the series, which a forecast does not know."""
    found = forecast.table().rename_axis("year").reset_index().to_dict("records")
    title, head, rows = by.rows("forecast_rows", found)
    alt = "; ".join([title, *(f"{row[0]}: {row[1]} ({row[2]})" for row in rows)])
    band = {int(r["year"]): (r["low80"], r["high80"]) for r in found}
    chart = sparkline({int(r["year"]): r["median"] for r in found}, alt, band=band)
    return _block(title, by.say("about_forecast"), chart, _table(head, rows))


def _target(target: Target, by: Show) -> str:
    """What it asks of which indicator by when, and which decision says so."""
    chart = _level(target, *by.say("target_alt", target=target))
    return _block(target.name(by.lang), by.say("about_target", target=target), chart)


def _verdict(verdict: Verdict, by: Show) -> str:
    """The target, the word for it, its reason or probability, and the figure it rests on."""
    target, figure = verdict.target, verdict.figure
    lines = by.say("about_verdict", verdict, verdict.as_dict(), target=target)
    return _block(target.name(by.lang), lines, _level(target, "; ".join(lines), figure.value if figure else None))


def _level(target: Target, alt: str, value: float | None = None) -> str:
    until = 100.0 if target.unit == "percent" and target.indicator.kind == "share" else None
    return scale(target.value, alt, value, until=until)


FORMS = {Series: _series, Forecast: _forecast, Target: _target, Verdict: _verdict}
