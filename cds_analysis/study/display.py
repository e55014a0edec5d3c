"""How series, forecasts, targets and verdicts show themselves in a notebook: HTML with a small chart, no libraries.

Importing this room gives the four their `_repr_html_` and a `__repr__` of one line; `speak` sets the language and the
data whose registers name units and measures.
Nothing here is computed: the numbers are those of the object, and every text is escaped.
"""

from collections.abc import Iterable
from html import escape
from pathlib import Path

from .. import words
from ..data import indicators
from ..data.observations import Series
from ..data.targets import Target
from ..forecasting.distribution import Forecast
from ..judging.progress import Verdict
from ..words import spelling, telling
from ..words.spelling import pick, say

BLUE, GREY, RED = "#1f4e79", "#6b6b6b", "#b3261e"
WIDTH, HEIGHT, EDGE = 240, 60, 6
ROWS = 8  # years shown; older ones are counted
_spoken: dict = {"lang": "vi", "data_dir": None}


def speak(lang: str, data_dir: Path | None = None) -> None:
    """The language of what is shown from here on, and the folder whose registers name units and measures."""
    _spoken.update(lang=lang, data_dir=data_dir)


def _name(register, key: str, column: str) -> str:
    """The name in a register of the data, or the key itself where there is none."""
    folder = _spoken["data_dir"]
    table = register(folder) if folder is not None else None
    return str(table.at[key, column]) if table is not None and key in table.index else key


def amount(value: float, unit: str, lang: str) -> str:
    """A value with its unit, as a sentence writes it."""
    if unit == "percent" or _spoken["data_dir"] is None:
        text = words.number(value, lang)
        return f"{text}%" if unit == "percent" else f"{text} {unit}".strip()
    return words.quantity(value, unit, indicators.units(_spoken["data_dir"]), lang)


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


def name_of(series: Series, lang: str) -> str:
    """The name of a series' indicator; the product of the nation is GDP."""
    name = series.indicator.name(lang)
    return name.replace("GRDP", "GDP") if series.place.tier == "nation" else name


def series_html(series: Series, lang: str = "") -> str:
    """A series: what, where, by which measure, known on which day, and its newest years with status and vintage."""
    lang = lang or _spoken["lang"]
    unit, table = series.indicator.unit, series.table
    measure = _name(indicators.measures, series.measure, f"name_{lang}")
    how = say(
        ("{m}. Số liệu đã công bố đến ngày {d:day}.", "{m}. As published by {d:day}."),
        lang,
        m=words.cap(measure),
        d=series.as_of,
    )
    older = len(table) - ROWS
    more = say(("Còn {n} năm trước đó không hiện ở đây.", "{n} earlier years are not shown."), lang, n=older)
    rows = [
        [
            str(year),
            amount(float(row["value"]), unit, lang),
            pick(words.STATUS[row["status"]], lang),
            words.vintage(row["vintage"], lang).removeprefix("công bố ").removeprefix("published "),
        ]
        for year, row in table.tail(ROWS).iterrows()
    ]
    head = pick((["Năm", "Giá trị", "Trạng thái", "Công bố"], ["Year", "Value", "Status", "Published"]), lang)
    title = f"{name_of(series, lang)}, {series.place.full_name(lang)}"
    alt = "; ".join([title, *(f"{row[0]}: {row[1]}" for row in rows)])
    hollow = [int(y) for y in table.index[table["status"] != "final"]]
    points = {int(y): float(v) for y, v in series.values.items()}
    chart = sparkline(points, alt, hollow=hollow) if len(points) > 1 else ""
    return _block(title, [how, more if older > 0 else ""], chart, _table(head, rows))


def forecast_html(forecast: Forecast, lang: str = "") -> str:
    """A forecast: median and intervals by year, in the unit of its series, which it does not know."""
    lang = lang or _spoken["lang"]
    found = forecast.table()
    title = pick(("Dự báo", "Forecast"), lang) + f" {forecast.years[0]}–{forecast.years[-1]}"
    head = pick((["Năm", "Trung vị", "Khoảng 80%", "Khoảng 95%"], ["Year", "Median", "80%", "95%"]), lang)
    rows = []
    for year, row in found.iterrows():
        low80, high80, low95, high95, middle = (
            words.number(row[name], lang, 1, fixed=True) for name in ("low80", "high80", "low95", "high95", "median")
        )
        rows.append([str(year), middle, *(_between(*ends, lang) for ends in ((low80, high80), (low95, high95)))])
    alt = "; ".join([title, *(f"{row[0]}: {row[1]} ({row[2]})" for row in rows)])
    band = {int(y): (float(r["low80"]), float(r["high80"])) for y, r in found.iterrows()}
    chart = sparkline({int(y): float(v) for y, v in found["median"].items()}, alt, band=band)
    note = pick(("Theo đơn vị của chuỗi số liệu.", "In the unit of the series."), lang)
    return _block(title, [note], chart, _table(head, rows))


def _between(low: str, high: str, lang: str) -> str:
    return pick((f"từ {low} đến {high}", f"{low} to {high}"), lang)


def _asked(target: Target, lang: str) -> str:
    folder = _spoken["data_dir"]
    if folder is None:
        word = spelling.word("comparator", target.comparator, lang)
        return f"{word} {amount(target.value, target.unit, lang)} ({target.by})".strip()
    return telling.text("targets.asks", lang, {"units": indicators.units(folder)}, target)


def target_html(target: Target, lang: str = "") -> str:
    """A target: what it asks of which indicator by when, and which decision says so."""
    lang = lang or _spoken["lang"]
    title, asked = target.name(lang), _asked(target, lang)
    until = 100.0 if target.unit == "percent" and target.indicator.kind == "share" else None
    return _block(
        title, [words.cap(asked), target.decision(lang)], scale(target.value, f"{title}: {asked}", until=until)
    )


def verdict_html(verdict: Verdict, lang: str = "") -> str:
    """A verdict: the target, the word for it, its reason or probability, and the figure it rests on."""
    lang = lang or _spoken["lang"]
    target, plain, folder = verdict.target, verdict.as_dict(), _spoken["data_dir"]
    word = pick(words.VERDICT[verdict.status], lang)
    figure, why = "", verdict.reason
    if folder is not None:
        records = {"units": indicators.units(folder)}
        figure = telling.text("targets.newest", lang, records, plain, target.unit)
        why = telling.text("targets.reason", lang, records, plain, target.unit)
    elif verdict.figure is not None:
        figure = amount(verdict.figure.value, target.unit, lang)
    lines = [
        pick((f"Mục tiêu: {_asked(target, lang)}", f"Target: {_asked(target, lang)}"), lang),
        pick((f"Số liệu: {figure}", f"Figure: {figure}"), lang) if figure else "",
        pick((f"Đánh giá: {word}", f"Verdict: {word}"), lang) + (f" ({why})" if why else ""),
    ]
    value = verdict.figure.value if verdict.figure is not None else None
    until = 100.0 if target.unit == "percent" and target.indicator.kind == "share" else None
    return _block(target.name(lang), lines, scale(target.value, "; ".join(x for x in lines if x), value, until=until))


def series_text(series: Series) -> str:
    """A series in one line, for a list or a terminal."""
    what = f"{series.indicator.id}, {series.place.slug} on border {series.place.border}, {series.measure}"
    span = f"{series.years[0]}-{series.years[-1]}" if len(series.table) else "none"
    return f"Series({what}, as of {series.as_of}: {len(series.table)} years, {span})"


def forecast_text(forecast: Forecast) -> str:
    """A forecast in one line."""
    last = f"{forecast.years[0]}-{forecast.years[-1]}, median {forecast.median.iloc[-1]:.4g} in {forecast.years[-1]}"
    return f"Forecast({last}, {len(forecast.paths):,} paths)"


def target_text(target: Target) -> str:
    """A target in one line."""
    return f"Target({target.id}: {target.comparator} {target.value:g} {target.unit}, {target.basis} {target.by})"


def verdict_text(verdict: Verdict) -> str:
    """A verdict in one line."""
    facts = [
        verdict.status,
        verdict.reason,
        "" if verdict.probability is None else f"probability {verdict.probability:.3g}",
    ]
    return f"Verdict({verdict.target.id}: {', '.join(fact for fact in facts if fact)})"


for _kind, _form, _text in (
    (Series, series_html, series_text),
    (Forecast, forecast_html, forecast_text),
    (Target, target_html, target_text),
    (Verdict, verdict_html, verdict_text),
):
    _kind._repr_html_, _kind.__repr__ = _form, _text
