"""Charts of the explorer: one series with its forecast, target and scenario; one scenario with its sliders' result."""

import pandas as pd

from ..data import sources
from ..words.spelling import number, titled, word
from ..words.telling import tell
from .plotted import asked, fan, goal_at, plain, points, unit_of, wide_enough
from .style import BANDS, BLUE, GREY, MARKS, ORANGE, Chart, finish, key, label


def explored(shown, lang: str) -> Chart:
    """A series with its fan, target and scenario; breaks the source marks are gaps, figures not final are hollow."""
    about = shown.series.indicator
    unit = unit_of(about.unit, shown.series.show, lang)
    title = titled(shown.series, lang) + (f", {unit}" if unit else "")
    with plain(title, lang) as (figure, axes):
        points(axes, shown.series, lang)
        if shown.forecast is not None:
            whole = about.kind in ("rank", "count")  # such a figure is exact, one of an estimated share is not
            ahead = shown.forecast.table.loc[shown.series.years[-1] + whole :]
            text = number(ahead["median"].iloc[-1], lang, 0 if whole else 1, fixed=True)
            fan(axes, ahead, text, lang)
        if shown.path:
            _path(axes, shown.path, lang)
        if shown.target is not None:
            asked(axes, shown.target, lang)
        wide_enough(axes)
        if about.kind == "rank":
            axes.invert_yaxis()
        key(figure)
    said = " ".join(shown.said(lang)).replace("**", "").replace("\n\n> ", " ")
    about = {"shown": shown, "measures": shown.study.known.measures}
    publishers = shown.series.table["source"].map(sources.load(shown.study.data_dir)["publisher"])
    caption = " ".join(tell("explorer.caption", lang, about, publishers.value_counts().index.tolist()))
    return finish(figure, f"explored.{lang}", f"{title}. {said}", caption)


def _path(axes, path: dict, lang: str) -> None:
    years = list(path)
    axes.fill_between(years, *zip(*path.values(), strict=True), color=ORANGE, alpha=0.5, lw=0)
    middle = [(low + high) / 2 for low, high in path.values()]
    axes.plot(years, middle, color=ORANGE, lw=1.8, ls="--", label=word("drawn", "scenario", lang))


def scenario(path: dict, goals: list[tuple[int, float]], title: str, said: list[str], lang: str) -> Chart:
    """The way a scenario goes: lowest and highest value by year, the present one first; targets are (year, value)."""
    with plain(title, lang) as (figure, axes):
        _path(axes, path, lang)
        first = min(path)
        axes.plot(first, path[first][0], ls="none", label=word("drawn", "now", lang), **MARKS["office"])
        label(axes, number(path[first][0], lang), first, path[first][0], (0, 8), BLUE, ha="center")
        for n, (year, value) in enumerate(dict.fromkeys(goals)):
            goal_at(axes, year, value, lang, name=not n)
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
    bands = [f"{side}{level}" for level in BANDS for side in ("low", "high")]
    ahead = pd.concat([rows.iloc[-1:].assign(**dict.fromkeys(["median", *bands], last["value"])), ahead])
    digits = 1 if abs(end["median"]) < 1000 else 0
    middle, low, high = (number(end[name], lang, digits) for name in ("median", "low80", "high80"))
    with plain(series, lang) as (figure, axes):
        axes.plot(rows["year"], rows["value"], color=BLUE, lw=1, marker="o", ms=4)
        fan(axes, ahead.set_index("year"), middle, lang)
        if goal is not None:
            goal_at(axes, *goal, lang)
        axes.margins(x=0.08)
        key(figure)
    (alt,) = tell("own_series.alt", lang, {}, series, int(end["year"]), middle, low, high)
    return finish(figure, f"own.{lang}", alt, alt)
