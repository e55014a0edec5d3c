"""Series, forecasts, targets and verdicts as a reader plots them: each alone, or several on the same axes."""

from contextlib import contextmanager
from itertools import pairwise

from matplotlib.ticker import AutoLocator

from ..data import indicators
from ..data.observations import Series
from ..data.targets import Target
from ..forecasting.distribution import Forecast
from ..judging.verdict import Verdict
from ..words.spelling import number, titled, word
from ..words.telling import table
from .style import BLUE, MARKS, RED, draw_fan, drawing, drawn_for_a_reader, label

SIZE = (6.4, 3.8)
FEW = 6  # up to so many points each has its number


def plot(thing, ax, lang: str):
    """Draw a series, forecast, target or verdict; see `TakenOut.plot`."""
    lang = lang or (thing.show.lang if thing.show else "vi")
    title, draw = FORMS[type(thing)]
    if ax is None:
        with drawn_for_a_reader(), plain(title(thing, lang), lang, unit=_below(thing, lang)) as (_, ax):
            ax.margins(y=0.12)
    draw(ax, thing, lang)
    wide_enough(ax)
    if _kind(thing) == "rank":
        ax.yaxis.set_inverted(True)
    ax.legend(frameon=False, fontsize="small")
    return ax


@contextmanager
def plain(title: str, lang: str, unit: str = ""):
    """Figure and axes as of every chart, with plain numbers upwards."""
    with drawing(title, lang, SIZE, unit=unit) as (figure, axes):
        axes.yaxis.set_major_locator(AutoLocator())
        axes.yaxis.set_major_formatter(lambda v, _: number(v, lang))
        yield figure, axes


def unit_of(unit: str, show, lang: str) -> str:
    """A unit in words, where a study shows what has it; else its name."""
    if unit == "percent":
        return "%"
    return str(indicators.units(show.data_dir).at[unit, f"label_{lang}"]) if unit and show else unit


def wide_enough(axes) -> None:
    """Room beside the first and the last year; a single year does not fill the chart."""
    axes.margins(x=0.08)
    seen = axes.dataLim
    if seen.width < 4:
        axes.update_datalim([(seen.x0 - 2, seen.y0), (seen.x1 + 2, seen.y1)])
        axes.autoscale_view()


def points(axes, series: Series, lang: str) -> None:
    """The figures of a series, joined but for breaks; hollow where they are not final."""
    values, status = series.values, series.table["status"]
    for first, end in pairwise([-1, *series.breaks, 10_000]):
        part = values[(values.index >= first) & (values.index < end)]
        axes.plot(part.index, part, color=BLUE, lw=1)
    for final, mark, name in ((True, "office, final", "final"), (False, "office", "open")):
        part = values[(status == "final") == final]
        if len(part):
            axes.plot(part.index, part, ls="none", label=word("drawn", name, lang), **MARKS[mark])
    told = values if len(values) <= FEW else values.iloc[-1:]
    for year, value in told.items():
        label(axes, number(value, lang), year, value, (0, 8), BLUE, ha="center")


def fan(axes, ahead, text: str, lang: str) -> None:
    """Intervals and median by year, with their names, and a text beside the last median."""
    draw_fan(axes, ahead, lang)
    label(axes, text, ahead.index[-1], ahead["median"].iloc[-1], (8, 0), BLUE, va="center")


def goal_at(axes, year: int, value: float, lang: str, name: bool = True) -> None:
    """A level asked for by a year."""
    axes.plot(year, value, ls="none", label=word("drawn", "target", lang) if name else None, **MARKS["target"])
    label(axes, number(value, lang), year, value, (-8, 0), RED, ha="right", va="center")


def asked(axes, target: Target, lang: str) -> None:
    """What a target asks for: a level by a year, or over a period."""
    if target.since is None:
        goal_at(axes, target.by, target.value, lang)
    else:
        line = {"color": RED, "lw": 1.8, "ls": "--", "label": word("drawn", "target", lang)}
        axes.plot((target.since, target.by), (target.value, target.value), **line)


def _judged(axes, verdict: Verdict, lang: str) -> None:
    if verdict.figure:
        year, value = verdict.figure.year, verdict.figure.value
        axes.plot(year, value, ls="none", **MARKS["office"])
        label(axes, number(value, lang), year, value, (0, 8), BLUE, ha="center")
    asked(axes, verdict.target, lang)


def _ahead(axes, forecast: Forecast, lang: str) -> None:
    fan(axes, forecast.table, number(forecast.median.iloc[-1], lang, 1, fixed=True), lang)


def _title(forecast: Forecast, lang: str) -> str:
    years = table("shown.forecast_rows", lang, {}, forecast.to_frame().to_dict("records")).caption
    if not (forecast.show and forecast.about):
        return years
    named = indicators.get(forecast.about["indicator"], forecast.show.data_dir).name(lang)
    return f"{named}, {years[0].lower()}{years[1:]}"


def _kind(thing) -> str:
    thing = thing.target if isinstance(thing, Verdict) else thing
    return "" if isinstance(thing, Forecast) else thing.indicator.kind


def _below(thing, lang: str) -> str:
    """The unit, of a verdict its word before."""
    if isinstance(thing, Verdict):
        return f"{word('verdict', thing.status, lang)}; {unit_of(thing.target.unit, thing.show, lang)}"
    unit = thing.about.get("unit", "") if isinstance(thing, Forecast) else thing.indicator.unit
    return unit_of(unit, thing.show, lang)


FORMS = {  # the title of each, and how it is drawn
    Series: (lambda series, lang: f"{titled(series, lang)}, {series.place.name(lang)}", points),
    Forecast: (_title, _ahead),
    Target: (lambda target, lang: target.name(lang), asked),
    Verdict: (lambda verdict, lang: verdict.target.name(lang), _judged),
}
