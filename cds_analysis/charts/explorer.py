"""Charts of the explorer: one series with its forecast, target and scenario; one scenario with its sliders' result."""

from contextlib import contextmanager
from itertools import pairwise

import pandas as pd
from matplotlib.ticker import AutoLocator

from ..data import indicators, own_folder, sources
from ..words.spelling import number, titled, word
from ..words.telling import tell
from .style import BANDS, BLUE, GREY, MARKS, ORANGE, RED, Chart, band_name, drawing, finish, key, label

SIZE = (6.4, 3.8)
FEW = 6  # up to so many points each has its number


@contextmanager
def _drawing(title: str, lang: str):
    """Figure and axes as of every chart, with plain numbers upwards."""
    with drawing(title, lang, SIZE) as (figure, axes):
        axes.yaxis.set_major_locator(AutoLocator())
        axes.yaxis.set_major_formatter(lambda v, _: number(v, lang))
        yield figure, axes


def explored(shown, lang: str) -> Chart:
    """A series with its fan, target and scenario; breaks the source marks are gaps, figures not final are hollow."""
    about, units = shown.series.indicator, shown.study.known.units
    unit = "%" if about.unit == "percent" else units.at[about.unit, f"label_{lang}"]
    title = titled(shown.series, lang) + (f", {unit}" if str(unit) else "")
    with _drawing(title, lang) as (figure, axes):
        _points(axes, shown, lang)
        if shown.forecast is not None:
            whole = about.kind in ("rank", "count")  # such a figure is exact, one of an estimated share is not
            ahead = shown.forecast.table().loc[shown.series.years[-1] + whole :]
            text = number(ahead["median"].iloc[-1], lang, 0 if whole else 1, fixed=True)
            _fan(axes, ahead, text, lang)
        if shown.path:
            _path(axes, shown.path, lang)
        goal = shown.target
        if goal is not None and goal.since is None:
            _target(axes, goal.by, goal.value, lang)
        elif goal is not None:
            line = {"color": RED, "lw": 1.8, "ls": "--", "label": word("drawn", "target", lang)}
            axes.plot((goal.since, goal.by), (goal.value, goal.value), **line)
        axes.margins(x=0.08)
        seen = axes.dataLim
        if seen.width < 4:
            axes.set_xlim(seen.x0 - 2, seen.x1 + 2)
        if about.kind == "rank":
            axes.invert_yaxis()
        key(figure)
    said = " ".join(shown.said(lang)).replace("**", "").replace("\n\n> ", " ")
    about = {"shown": shown, "measures": shown.study.known.measures}
    publishers = shown.series.table["source"].map(sources.load(shown.study.data_dir)["publisher"])
    caption = " ".join(tell("explorer.caption", lang, about, publishers.value_counts().index.tolist()))
    return finish(figure, f"explored.{lang}", f"{title}. {said}", caption)


def _points(axes, shown, lang: str) -> None:
    values, table = shown.series.values, shown.series.table
    for first, end in pairwise([-1, *shown.series.breaks, 10_000]):
        part = values[(values.index >= first) & (values.index < end)]
        axes.plot(part.index, part, color=BLUE, lw=1)
    for final, mark, name in ((True, "office, final", "final"), (False, "office", "open")):
        part = values[(table["status"] == "final") == final]
        if len(part):
            axes.plot(part.index, part, ls="none", label=word("drawn", name, lang), **MARKS[mark])
    told = values if len(values) <= FEW else values.iloc[-1:]
    for year, value in told.items():
        label(axes, number(value, lang), year, value, (0, 8), BLUE, ha="center")


def _fan(axes, table, text: str, lang: str) -> None:
    """Median and intervals by year, the narrow one over the wide one."""
    years = table.index.to_numpy()
    for level in sorted(BANDS, reverse=True):
        shade = BANDS[level] - (BANDS[95] if level == 80 else 0)
        style = {"color": BLUE, "alpha": shade, "lw": 0, "label": band_name(level, lang)}
        axes.fill_between(years, table[f"low{level}"], table[f"high{level}"], **style)
    axes.plot(years, table["median"], color=BLUE, lw=1.6)
    label(axes, text, years[-1], table["median"].iloc[-1], (8, 0), BLUE, va="center")


def _path(axes, path: dict, lang: str) -> None:
    years = list(path)
    axes.fill_between(years, *zip(*path.values(), strict=True), color=ORANGE, alpha=0.5, lw=0)
    middle = [(low + high) / 2 for low, high in path.values()]
    axes.plot(years, middle, color=ORANGE, lw=1.8, ls="--", label=word("drawn", "scenario", lang))


def _target(axes, year: int, value: float, lang: str, name: bool = True) -> None:
    axes.plot(year, value, ls="none", label=word("drawn", "target", lang) if name else None, **MARKS["target"])
    label(axes, number(value, lang), year, value, (-8, 0), RED, ha="right", va="center")


def scenario(path: dict, goals: list[tuple[int, float]], title: str, said: list[str], lang: str) -> Chart:
    """The way a scenario goes: lowest and highest value by year, the present one first; targets are (year, value)."""
    with _drawing(title, lang) as (figure, axes):
        _path(axes, path, lang)
        first = min(path)
        axes.plot(first, path[first][0], ls="none", label=word("drawn", "now", lang), **MARKS["office"])
        label(axes, number(path[first][0], lang), first, path[first][0], (0, 8), BLUE, ha="center")
        for n, (year, value) in enumerate(dict.fromkeys(goals)):
            _target(axes, year, value, lang, name=not n)
        last = max(path)
        digits = 1 if max(path[last]) < 1000 else 0
        low, high = (number(v, lang, digits, fixed=True) for v in path[last])
        text = low if low == high else f"{low}–{high}"
        label(axes, text, last, sum(path[last]) / 2, (8, 0), ORANGE, va="center")
        axes.margins(x=0.12, y=0.12)
        axes.axhline(0, color=GREY, lw=0)
        key(figure)
    alt = " ".join(said).replace("**", "")
    return finish(figure, f"scenario.{lang}", alt, *tell("what_if.caption", lang, {}))


def own_series(own, series: str, lang: str, goal: tuple[int, float] | None = None) -> Chart:
    """One series of a reader's own table with its forecast; `goal` is (year, value) of a target."""
    rows, ahead = (table[table["series"] == series] for table in (own.table, own.forecast()))
    last, end = rows.iloc[-1], ahead.iloc[-1]
    named = {"mean": "median", "lo80": "low80", "hi80": "high80", "lo95": "low95", "hi95": "high95"}
    ahead = pd.concat([pd.DataFrame([{"year": last["year"]} | dict.fromkeys(named, last["value"])]), ahead])
    middle, low, high = (number(end[of], lang, 1 if abs(end["mean"]) < 1000 else 0) for of in ("mean", "lo80", "hi80"))
    about = indicators.load(own_folder.opened("data")).get(series)
    title = about.name(lang) if about else series
    with _drawing(title, lang) as (figure, axes):
        axes.plot(rows["year"], rows["value"], color=BLUE, lw=1, marker="o", ms=4)
        _fan(axes, ahead.set_index("year").rename(columns=named), middle, lang)
        if goal is not None:
            _target(axes, *goal, lang)
        axes.margins(x=0.08)
        key(figure)
    (alt,) = tell("own_series.alt", lang, {}, title, int(end["year"]), middle, low, high)
    return finish(figure, f"own.{lang}", alt, alt)
