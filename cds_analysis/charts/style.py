"""The house style and what every chart is made of.

A chart carries its alt text and caption, shows itself in a notebook and is kept as SVG. Letters are drawn as outlines,
so that every Vietnamese letter looks the same wherever it is opened.
"""

import base64
import io
from collections.abc import Callable, Collection
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from html import escape
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib import style as styles
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from ..words import spelling, telling

BLUE, ORANGE, GREY, RED, INK = "#1f4e79", "#c55a11", "#6b6b6b", "#b3261e", "#111111"
STYLE = {
    "font.family": "DejaVu Sans",
    "font.size": 9.4,  # on a page 358 pixels wide 11 pixels, where a chart is as wide as SIZE
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#999999",
    "axes.grid": True,
    "grid.color": "#e6e6e6",
    "axes.axisbelow": True,
    "svg.fonttype": "path",
    "svg.hashsalt": "cds_analysis",
    "axes.titlelocation": "left",
    "figure.constrained_layout.use": True,
}
FREE = {"figure.constrained_layout.use": False}  # margins are set: half the time of fitting them
WHOLE = {"integer": True, "min_n_ticks": 1}  # of a span of one year one tick, not the same year three times
SIZE = (4.2, 3.8)  # inches; small, so that letters stay legible on a phone


@dataclass(frozen=True)
class Chart:
    """A finished chart: SVG text, alt text (what it shows, with numbers), caption, the line that names its sources."""

    name: str
    svg: str = field(repr=False)  # not twice in a notebook
    alt: str
    caption: str
    source: str = ""

    def save(self, folder: Path) -> Path:
        """Keep it as <folder>/figures/<name>.svg."""
        path = folder / "figures" / f"{self.name}.svg"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.svg, encoding="utf-8")
        return path

    def _repr_html_(self) -> str:
        source = f'<span class="source">{escape(self.source)}</span>' if self.source else ""
        data = base64.b64encode(self.svg.encode()).decode()
        return (
            f'<figure><img src="data:image/svg+xml;base64,{data}" alt="{escape(self.alt, quote=True)}">'
            f"<figcaption>{escape(self.caption)}{source}</figcaption></figure>"
        )


READERS: ContextVar[Callable | None] = ContextVar("readers", default=None)


@contextmanager
def drawn_for_a_reader(ax=None):
    """What `panel` makes in the block is drawn on the axes given, or a new figure of pyplot; gives all axes drawn."""
    from matplotlib import pyplot

    pyplot.draw_if_interactive()  # loads the backend, which in a style's context would lose what it sets
    drawn = []

    def ground(wide: float, high: float, grid: tuple):
        figure = ax.figure if ax else pyplot.figure(figsize=(wide, high))
        drawn.append(ax or figure.subplots(*grid))
        return figure, drawn[-1]

    before = READERS.set(ground)
    try:
        yield drawn
    finally:
        READERS.reset(before)


@contextmanager
def panel(wide: float, high: float, *grid: int, **style):
    """A figure of so many inches and its axes, in the house style (`style`: what differs in it) and in no other.

    It belongs to no window or notebook, so that a reader's own charts by pyplot stay as that reader has set them, but
    for `drawn_for_a_reader`.
    """
    with styles.context(["default", STYLE | style]):
        if ground := READERS.get():
            yield ground(wide, high, grid)
            return
        figure = Figure(figsize=(wide, high))
        yield figure, figure.subplots(*grid)


def finish(figure: Figure, name: str, alt: str, caption: str, source: str = "") -> Chart:
    """A figure kept as a chart."""
    out = io.StringIO()
    with styles.context(["default", STYLE]):  # without its salt the marks of an SVG are drawn by lot
        READERS.get() or figure.savefig(
            out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None}
        )
    return Chart(name, out.getvalue(), alt, caption, source)


def told(figure, finding, name: str, macro: str, tested: dict | None = None, source: str = "") -> Chart:
    """A finished chart, said by its macros <macro>_alt and <macro>_caption, and by the counts of its intervals."""
    lang = finding.study.lang
    caption = " ".join([finding.text(f"{macro}_caption"), *telling.tell("charts.tested", lang, {}, tested)])
    return finish(figure, f"{name}.{lang}", finding.text(f"{macro}_alt"), caption, source)


def key(figure, handles=None) -> None:
    """The legend below a chart, of all that has a name where no handles are given."""
    close = {"handlelength": 1.4, "handletextpad": 0.5, "columnspacing": 1.0, "labelspacing": 0.3, "borderpad": 0.1}
    figure.legend(handles=handles, loc="outside lower center", ncols=2, frameon=False, **close)


MARKS = {  # hollow: not final; each tells itself by shape or filling, in grey too
    "office": {"marker": "o", "ms": 7, "mec": BLUE, "mfc": "white", "mew": 1.6},
    "office, final": {"marker": "o", "ms": 7, "mec": BLUE, "mfc": BLUE, "mew": 1.6},
    "office, old border": {"marker": "^", "ms": 7, "mec": ORANGE, "mfc": "white", "mew": 1.6},
    "other measure": {"marker": "s", "ms": 6, "mec": GREY, "mfc": "white"},
    "target": {"marker": "D", "ms": 7, "mec": RED, "mfc": RED, "zorder": 5},
    "bridged": {"marker": "s", "ms": 6.5, "mec": ORANGE, "mfc": "white", "mew": 1.6},
    "nowcast": {"marker": "D", "ms": 6, "mec": GREY, "mfc": "white", "mew": 1.6},
    "carried": {"ls": "-", "lw": 2.2, "color": ORANGE, "marker": "_", "ms": 13, "mew": 2.2},
    "asked": {"ls": "--", "lw": 1.2, "color": RED},
}
MARKS |= {"computed": MARKS["office, final"], "computed, not final": MARKS["office"]}
GROUND = {"facecolor": "white", "alpha": 0.8, "edgecolor": "none", "pad": 0.6}  # of a label
BANDS = {80: 0.31, 95: 0.12}  # how dark an interval is drawn
SIDES = {"above": (0, 1), "right": (1, 0), "below": (0, -1), "left": (-1, 0), "over": (1, 1), "under": (-1, -1)}


@contextmanager
def drawing(title: str, lang: str, size: tuple[float, float] = SIZE, *, unit: str = ""):
    """Figure and axes in the house style: years across, per cent upwards; what is measured stands below the title."""
    with panel(*size) as (figure, axes):
        axes.yaxis.set_major_formatter(lambda v, _: spelling.number(v, lang, 0) + "%")
        axes.yaxis.set_major_locator(MaxNLocator(nbins=9, steps=[1, 2, 5, 10], **WHOLE))
        axes.xaxis.set_major_formatter(lambda v, _: f"{v:.0f}")
        axes.xaxis.set_major_locator(MaxNLocator(nbins=9, steps=[1, 2, 5, 10], **WHOLE))
        figure.suptitle(title, fontsize=10, fontweight="bold", x=0.01, ha="left", wrap=True)
        axes.set_title(unit, fontsize=STYLE["font.size"], color=GREY)
        yield figure, axes


def rows(axes, names: list[str], right: float, lang: str, bold: Collection[bool] = (), unit: str = "") -> None:
    """Rows from the top down, their names on the left, some in bold; numbers across, from zero."""
    axes.set_yticks(range(len(names)), names)
    for name, heavy in zip(axes.get_yticklabels(), bold, strict=False):
        name.set_fontweight("bold" if heavy else "normal")
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.set_xlim(0, right)
    axes.xaxis.set_major_formatter(lambda v, _: spelling.number(v, lang, 0) + unit)
    axes.grid(axis="y", visible=False)


def across(axes, first: int, last: int, ahead: bool) -> None:
    """The years of the axis, with room on the right for the label of a forecast."""
    span = max(last - first, 3)
    axes.set_xlim(first - 0.08 * span, first + (1.21 if ahead else 1.08) * span)
    axes.set_xticks([year for year in axes.get_xticks() if first <= year <= last])


def point(axes, mark: str, x: float, y: float) -> None:
    axes.plot(x, y, ls="none", clip_on=mark != "target", **MARKS[mark])


def band_name(level: int, lang: str) -> str:
    """dự báo 80%: an interval in a legend."""
    return telling.text("charts.band", lang, {}, level)


def explained(figure, axes, used: list[str], labels: list[tuple], lang: str, *, ahead: bool) -> None:
    """The legend of what was drawn, in this order, and of a forecast's intervals; then the labels, by `beside`."""
    handles = []
    for mark in used:
        handles += axes.plot([], [], label=spelling.word("mark", mark, lang), **{"ls": "none"} | MARKS[mark])
    for level in BANDS if ahead else ():
        look = {"color": BLUE, "alpha": BANDS[level], "lw": 0, "label": band_name(level, lang)}
        handles.append(axes.fill_between([], [], [], **look))
    key(figure, handles)
    beside(figure, axes, labels)


def label(axes, text: str, x: float, y: float, shift: tuple[float, float], colour: str, **place) -> None:
    """A direct label on a light ground, so that lines behind it do not strike it out."""
    style = {"color": colour, "bbox": GROUND, "annotation_clip": False, "zorder": 6}
    axes.annotate(text, (x, y), xytext=shift, textcoords="offset points", **style, **place)


def bar(axes, x: float, low: float, high: float, colour: str) -> None:
    """From the lowest to the highest a value may be."""
    axes.plot([x, x], [low, high], color=colour, lw=1.2, marker="_", ms=7)


def draw_fan(axes, table: pd.DataFrame, lang: str = "") -> None:
    """Intervals and median by year; with a language the intervals have their names in a legend."""
    for level, alpha in ((95, BANDS[95]), (80, 0.22)):
        look = {"color": BLUE, "alpha": alpha, "lw": 0, "label": band_name(level, lang) if lang else None}
        axes.fill_between(table.index, table[f"low{level}"], table[f"high{level}"], **look)
    axes.plot(table.index, table["median"], color=BLUE, lw=1.6)


def shared(boxes: np.ndarray, others: np.ndarray) -> np.ndarray:
    """The area each of some boxes (left, bottom, right, top) has in common with some others."""
    a, b = boxes[:, None], others[None]
    sides = np.minimum(a[..., 2:], b[..., 2:]) - np.maximum(a[..., :2], b[..., :2])
    return sides.clip(0).prod(axis=-1).sum(axis=1)


def beside(figure, axes, labels: list[tuple[str, str, str, list]]) -> None:
    """Labels (text, colour, side, points), each at that one of its points and on that side where it covers least.

    It should not cover marks, lines, texts and the labels before it, nor leave the axes, whose limits have to stand;
    the side named is tried first, and the nearer place. `along` is above or below one of many
    points.
    """
    figure.draw_without_rendering()
    pixel, frame = figure.dpi / 72, axes.get_window_extent().extents[None]
    taken = 3 * [text.get_window_extent().extents for text in axes.texts]
    for line in axes.lines:
        dots = line.get_transform().transform(line.get_xydata())
        if line.get_marker() != "None":
            reach = pixel * line.get_markersize() / 2 + 1
            taken += [(*(dot - reach), *(dot + reach)) for dot in dots]
        if line.get_linestyle() != "None" and len(dots) > 1:
            steps = np.linspace(0, len(dots) - 1, 100)
            path = np.column_stack([np.interp(steps, range(len(dots)), part) for part in dots.T])
            taken += [(*(dot - 1), *(dot + 1)) for dot in path]
    for text, colour, side, points in labels:
        style = {"color": colour, "bbox": GROUND, "annotation_clip": False, "zorder": 6, "ha": "center", "va": "center"}
        note = axes.annotate(text, points[0], xytext=(0, 0), textcoords="offset points", **style)
        note.set_in_layout(False)
        half, boxes, places = note.get_window_extent().size / 2, [], []
        ways = ("above", "below") if side == "along" else (side, *SIDES)
        for gap, point, way in product((7, 11, 16, 26), points, ways):
            shift = np.array(SIDES[way]) * (half + gap * pixel)
            middle = axes.transData.transform(point) + shift
            boxes.append((*(middle - half), *(middle + half)))
            places.append((point, shift / pixel))
        found, far = np.array(boxes), np.linspace(0, 260, len(boxes))
        cost = 4 * shared(found, np.array(taken)) + 8 * (4 * half.prod() - shared(found, frame)) + far
        note.xy, note.xyann = places[cost.argmin()]
        taken += 3 * [boxes[cost.argmin()]]


def broken(axes, year: float, text: str) -> tuple:
    """A break before a year: what stands on both sides does not compare. The label of it, for `beside`."""
    axes.axvline(year - 0.5, color=GREY, lw=1, ls=(0, (1, 2)), zorder=1)
    return text, GREY, "along", [(year - 0.5, y) for y in np.linspace(*axes.get_ylim(), 20)[::-1]]
