"""The house style and what every chart is made of.

A chart carries its alt text and caption, shows itself in a notebook and is kept as SVG. Letters are drawn as outlines,
so that every Vietnamese letter looks the same wherever it is opened.
"""

import base64
import io
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

from ..forecasting.distribution import Forecast
from ..words import spelling, telling

BLUE, ORANGE, GREY, RED, INK = "#1f4e79", "#c55a11", "#6b6b6b", "#b3261e", "#111111"
STYLE = {
    "font.family": "DejaVu Sans",
    "font.size": 10,
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
FREE = STYLE | {"figure.constrained_layout.use": False}  # margins are set: half the time of fitting them
WHOLE = {"integer": True, "min_n_ticks": 1}  # of a span of one year one tick, not the same year three times
SIZE = (4.8, 3.4)  # inches; small, so that letters stay legible on a phone


@dataclass(frozen=True)
class Chart:
    """A finished chart: SVG text, alt text (what it shows, with numbers), caption, the line that names its sources."""

    name: str
    svg: str
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


def finish(figure, name: str, alt: str, caption: str, source: str = "") -> Chart:
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    plt.close(figure)
    return Chart(name, out.getvalue(), alt, caption, source)


def told(figure, finding, name: str, macro: str, tested: dict | None = None, source: str = "") -> Chart:
    """A finished chart, said by its macros <macro>_alt and <macro>_caption, and by the counts of its intervals."""
    lang = finding.study.lang
    caption = " ".join([finding.text(f"{macro}_caption"), *telling.tell("charts.tested", lang, {}, tested)])
    return finish(figure, f"{name}.{lang}", finding.text(f"{macro}_alt"), caption, source)


def key(figure, handles=None) -> None:
    """The legend below a chart, of all that has a name where no handles are given."""
    figure.legend(handles=handles, loc="outside lower center", ncols=2, frameon=False, fontsize=8.5)


MARKS = {  # hollow: not final
    "office": {"marker": "o", "ms": 7, "mec": BLUE, "mfc": "white", "mew": 1.6},
    "office, final": {"marker": "o", "ms": 7, "mec": BLUE, "mfc": BLUE, "mew": 1.6},
    "office, old border": {"marker": "^", "ms": 7, "mec": ORANGE, "mfc": "white", "mew": 1.6},
    "other measure": {"marker": "s", "ms": 6, "mec": GREY, "mfc": "white"},
    "target": {"marker": "D", "ms": 7, "mec": RED, "mfc": RED, "zorder": 5},
    "bridged": {"marker": "o", "ms": 7, "mec": ORANGE, "mfc": "white", "mew": 1.6},
    "nowcast": {"marker": "D", "ms": 6, "mec": GREY, "mfc": "white", "mew": 1.6},
    "carried": {"ls": "-", "lw": 5, "color": ORANGE},
}
MARKS |= {"computed": MARKS["office, final"], "computed, not final": MARKS["office"]}
GROUND = {"facecolor": "white", "alpha": 0.8, "edgecolor": "none", "pad": 0.6}  # of a label
BANDS = {80: 0.31, 95: 0.12}  # how dark an interval is drawn


@contextmanager
def drawing(title: str, lang: str, size: tuple[float, float] = SIZE):
    """Figure and axes in the house style: years across, per cent upwards."""
    with plt.rc_context(STYLE):
        figure, axes = plt.subplots(figsize=size)
        axes.yaxis.set_major_formatter(lambda v, _: spelling.number(v, lang, 0) + "%")
        axes.yaxis.set_major_locator(matplotlib.ticker.MaxNLocator(nbins=9, steps=[1, 2, 5, 10], **WHOLE))
        axes.xaxis.set_major_formatter(lambda v, _: f"{v:.0f}")
        axes.xaxis.set_major_locator(matplotlib.ticker.MaxNLocator(nbins=8, **WHOLE))
        axes.set_title(title, fontsize=10.5, fontweight="bold")
        yield figure, axes


def point(axes, mark: str, x: float, y: float) -> None:
    axes.plot(x, y, ls="none", clip_on=mark != "target", **MARKS[mark])


def band_name(level: int, tested: dict, lang: str) -> str:
    """dự báo 80% (khi thử: 138/177): an interval with what a test on the past said of it."""
    return telling.text("charts.band", lang, {}, level, tested[f"interval{level}"])


def legend(figure, axes, used: list[str], lang: str, tested: dict | None = None) -> None:
    """What was drawn, in this order, as it is drawn; intervals with their coverage by `track_record.tested`."""
    handles = []
    for mark in used:
        handles += axes.plot([], [], label=spelling.word("mark", mark, lang), **{"ls": "none"} | MARKS[mark])
    for level, alpha in BANDS.items() if tested else ():
        name = band_name(level, tested, lang)
        handles.append(axes.fill_between([], [], [], color=BLUE, alpha=alpha, lw=0, label=name))
    key(figure, handles)


def label(axes, text: str, x: float, y: float, shift: tuple[float, float], colour: str, **place) -> None:
    """A direct label on a light ground, so that lines behind it do not strike it out."""
    style = {"color": colour, "fontsize": 8.8, "bbox": GROUND, "annotation_clip": False, "zorder": 6}
    axes.annotate(text, (x, y), xytext=shift, textcoords="offset points", **style, **place)


def broken(axes, year: float, text: str) -> None:
    """A break before a year: what stands on both sides does not compare."""
    axes.axvline(year - 0.5, color=GREY, lw=1, ls=(0, (1, 2)), zorder=1)
    place = {"transform": axes.get_xaxis_transform(), "rotation": 90, "ha": "right", "va": "top"}
    axes.text(year - 0.5, 0.99, text, fontsize=8.5, color=GREY, bbox=GROUND, **place)


def draw_fan(axes, forecast: Forecast, lang: str, since: int) -> None:
    table = forecast.table().loc[since:]
    years, last = table.index.to_numpy(), table.iloc[-1]
    axes.fill_between(years, table["low95"], table["high95"], color=BLUE, alpha=BANDS[95], lw=0)
    axes.fill_between(years, table["low80"], table["high80"], color=BLUE, alpha=0.22, lw=0)
    axes.plot(years, table["median"], color=BLUE, lw=1.6)
    text = spelling.number(last["median"], lang, 1, fixed=True) + "%"
    label(axes, text, years[-1], last["median"], (9, 0), BLUE, va="center")


def top(values: list[float], forecast: Forecast | None) -> float:
    """The highest value that has to fit."""
    return max(values + ([] if forecast is None else [float(forecast.interval(0.95)["high"].max())]), default=10.0)
