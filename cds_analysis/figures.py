"""Charts in one house style; this room alone knows matplotlib.

A figure carries its alt text and caption, shows itself in a notebook and is kept as SVG. Letters are drawn as outlines,
so that every Vietnamese letter looks the same wherever it is opened.
"""

import base64
import io
from dataclasses import dataclass
from html import escape
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

from . import wording
from .forecast import Forecast

BLUE, ORANGE, GREY, RED = "#1f4e79", "#c55a11", "#6b6b6b", "#b3261e"
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
SIZE = (4.8, 3.4)  # inches; small, so that letters stay legible on a phone


@dataclass(frozen=True)
class Chart:
    """A finished chart: SVG text, alt text (what it shows, with numbers), caption."""

    name: str
    svg: str
    alt: str
    caption: str

    def save(self, folder: Path) -> Path:
        """Keep it as <folder>/figures/<name>.svg."""
        path = folder / "figures" / f"{self.name}.svg"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.svg, encoding="utf-8")
        return path

    def _repr_html_(self) -> str:
        data = base64.b64encode(self.svg.encode()).decode()
        return (
            f'<figure><img src="data:image/svg+xml;base64,{data}" alt="{escape(self.alt, quote=True)}">'
            f"<figcaption>{escape(self.caption)}</figcaption></figure>"
        )


def _finish(figure, name: str, alt: str, caption: str) -> Chart:
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    plt.close(figure)
    return Chart(name, out.getvalue(), alt, caption)


MARKS = {  # hollow: not final
    "office": {"marker": "o", "ms": 7, "mec": BLUE, "mfc": "white", "mew": 1.6},
    "office, final": {"marker": "o", "ms": 7, "mec": BLUE, "mfc": BLUE, "mew": 1.6},
    "office, old border": {"marker": "^", "ms": 7, "mec": ORANGE, "mfc": "white", "mew": 1.6},
    "other measure": {"marker": "s", "ms": 6, "mec": GREY, "mfc": "white"},
    "target": {"marker": "D", "ms": 7, "mec": RED, "mfc": RED, "zorder": 5},
    "computed": {"marker": "o", "ms": 7, "mec": BLUE, "mfc": BLUE, "mew": 1.6},
    "bridged": {"marker": "o", "ms": 7, "mec": ORANGE, "mfc": "white", "mew": 1.6},
    "nowcast": {"marker": "D", "ms": 6, "mec": GREY, "mfc": "white", "mew": 1.6},
}
NAMES = {
    "office": ("cơ quan thống kê", "statistics office"),
    "office, old border": ("cơ quan thống kê, địa giới cũ", "statistics office, old border"),
    "other measure": ("thước đo khác", "other measures"),
    "carried": ("quy đổi từ địa giới cũ", "carried from old border"),
    "target": ("mục tiêu", "target"),
    "computed": ("tính từ số liệu công bố", "from published figures"),
    "bridged": ("nối chuỗi năm 2021", "bridged, 2021"),
    "nowcast": ("ước lượng, chưa công bố", "our estimate, unpublished"),
    "forecast": ("khoảng dự báo 80% và 95%", "80% and 95% forecast"),
}


def _axes(title: tuple[str, str], lang: str):
    figure, axes = plt.subplots(figsize=SIZE)
    axes.yaxis.set_major_formatter(lambda v, _: wording.number(v, lang, 0) + "%")
    axes.yaxis.set_major_locator(matplotlib.ticker.MaxNLocator(nbins=9, steps=[1, 2, 5, 10], integer=True))
    axes.xaxis.set_major_formatter(lambda v, _: f"{v:.0f}")
    axes.xaxis.set_major_locator(matplotlib.ticker.MaxNLocator(integer=True, nbins=8))
    axes.set_title(wording.pick(title, lang), fontsize=10.5, fontweight="bold")
    return figure, axes


def _point(axes, mark: str, x: float, y: float) -> None:
    axes.plot(x, y, ls="none", clip_on=mark != "target", **MARKS[mark])


def _legend(figure, axes, used: list[str], lang: str) -> None:
    """What was drawn, in this order; marks are shown as they are drawn."""
    handles = []
    for mark in used:
        label = wording.pick(NAMES[mark], lang)
        if mark == "forecast":
            handles.append(axes.fill_between([], [], [], color=BLUE, alpha=0.3, lw=0, label=label))
        elif mark == "carried":
            handles += axes.plot([], [], color=ORANGE, lw=5, label=label)
        else:
            handles += axes.plot([], [], ls="none", label=label, **MARKS[mark])
    figure.legend(handles=handles, loc="outside lower center", ncols=2, frameon=False, fontsize=8.5)


def _label(axes, text: str, x: float, y: float, shift: tuple[float, float], colour: str, **place) -> None:
    """A direct label on a light ground, so that lines behind it do not strike it out."""
    ground = {"facecolor": "white", "alpha": 0.8, "edgecolor": "none", "pad": 0.6}
    style = {"color": colour, "fontsize": 8.8, "bbox": ground, "annotation_clip": False, "zorder": 6}
    axes.annotate(text, (x, y), xytext=shift, textcoords="offset points", **style, **place)


def _fan(axes, forecast: Forecast, lang: str, since: int) -> None:
    table = forecast.table().loc[since:]
    years, last = table.index.to_numpy(), table.iloc[-1]
    axes.fill_between(years, table["low95"], table["high95"], color=BLUE, alpha=0.12, lw=0)
    axes.fill_between(years, table["low80"], table["high80"], color=BLUE, alpha=0.22, lw=0)
    axes.plot(years, table["median"], color=BLUE, lw=1.6)
    text = wording.number(last["median"], lang, 1, fixed=True) + "%"
    _label(axes, text, years[-1], last["median"], (9, 0), BLUE, va="center")


def _top(values: list[float], forecast: Forecast | None) -> float:
    """The highest value that has to fit."""
    return max(values + ([] if forecast is None else [float(forecast.interval(0.95)["high"].max())]), default=10.0)


def share_fan(claims: dict, forecast: Forecast | None, targets: list, record: dict, lang: str) -> Chart:
    """The share by every measure and border, the forecast on the office's measure, and the targets.

    Other measures and the old border have marks of their own and are joined to nothing; a figure carried across the
    border is a bar between its bounds.
    """
    place = record["place"]
    of_office = [f for f in claims["figures"] if f["measure"] == "gso-experimental"]
    other = [f for f in claims["figures"] if f["measure"] != "gso-experimental"]
    base = [f for f in of_office if f["border"] == place["border"] or place["unchanged"]]
    former = [f for f in of_office if f not in base]
    with plt.rc_context(STYLE):
        figure, axes = _axes(("Tỷ trọng kinh tế số, % GRDP", "Digital economy, % of GRDP"), lang)
        if forecast is not None:
            _fan(axes, forecast, lang, max(r["year"] for r in claims["readings"] if r["kind"] != "other measure"))
        if len(base) > 1:
            axes.plot([f["year"] for f in base], [f["value"] for f in base], color=BLUE, lw=1)
        for f in base:
            _point(axes, "office, final" if f["status"] == "final" else "office", f["year"], f["value"])
        for f in former:
            _point(axes, "office, old border", f["year"], f["value"])
        for f in other:
            _point(axes, "other measure", f["year"], f["value"])
        labelled = [(f, BLUE) for f in (base if len(base) < 4 else base[-1:])]
        for f, colour in labelled + [(f, ORANGE) for f in former[-1:]] + [(f, GREY) for f in other]:
            _label(axes, wording.number(f["value"], lang) + "%", f["year"], f["value"], (0, 8), colour, ha="center")
        for c in claims["crossings"]:
            axes.plot([c["year"]] * 2, [c["low"], c["high"]], color=ORANGE, lw=5, solid_capstyle="butt")
        for target in targets:
            _point(axes, "target", target.by, target.value)
            above = forecast is not None and target.by in forecast.years and target.value > forecast.median[target.by]
            word = wording.pick(wording.COMPARATOR[target.comparator], lang)
            text = f"{word} {wording.number(target.value, lang)}%".strip()
            _label(axes, text, target.by, target.value, (-8, 8 if above else -8), RED, ha="right", va="center")
        axes.set_ylim(0, 1.15 * _top([f["value"] for f in claims["figures"]] + [t.value for t in targets], forecast))
        years = [f["year"] for f in claims["figures"]] + [t.by for t in targets]
        years += [] if forecast is None else [record["horizon"]]
        axes.set_xlim(min(years) - 0.6, max(max(years), min(years) + 3) + 0.9)
        drawn = {"office": base, "office, old border": former, "other measure": other, "carried": claims["crossings"]}
        used = [mark for mark, points in (drawn | {"target": targets}).items() if points]
        _legend(figure, axes, used + ([] if forecast is None else ["forecast"]), lang)
    caption = (
        f"Tỷ trọng kinh tế số của {place['vi']}. Điểm rỗng là số liệu chưa chính thức; số liệu theo các thước đo khác "
        "nhau không được nối với nhau.",
        f"Digital economy's share, {place['en']}. Hollow points are not final; measures are not joined to one another.",
    )
    alt = _share_alt(claims, forecast, targets, record, lang)
    return _finish(figure, f"share_fan.{lang}", alt, wording.pick(caption, lang))


def _share_alt(claims: dict, forecast: Forecast | None, targets: list, record: dict, lang: str) -> str:
    parts = [f"{f['year']}: {wording.number(f['value'], lang)}% ({f[f'measure_{lang}']})" for f in claims["figures"]]
    if forecast is not None:
        f = claims["forecast"][record["horizon"]]
        pair = ("dự báo {y}: từ {a:pct1} đến {b:pct1}", "forecast {y}: {a:pct1} to {b:pct1}")
        parts.append(wording.say(pair, lang, y=record["horizon"], a=f["low80"], b=f["high80"]))
    parts += [wording.say(("mục tiêu {y}: {x:pct}", "target {y}: {x:pct}"), lang, y=t.by, x=t.value) for t in targets]
    head = wording.pick(("Biểu đồ tỷ trọng kinh tế số. ", "Chart of the digital economy's share. "), lang)
    return head + "; ".join(parts) + "."


def productivity_rates(claims: dict, forecast: Forecast | None, floor: float | None, record: dict, lang: str) -> Chart:
    """Yearly growth of labour productivity: computed, bridged, missing; its forecast and the floor of the target."""
    growth = {int(y): row for y, row in claims["growth"].items()}
    shown = {y: r for y, r in growth.items() if y >= claims["rates_used"]["since"] or len(growth) < 10}
    rated = {y: r for y, r in shown.items() if r["growth"] is not None and r["growth"] == r["growth"]}
    bridged, guessed = ([y for y, r in rated.items() if r["kind"] == kind] for kind in ("bridged", "nowcast"))
    missing = [y for y in shown if y not in rated and (forecast is None or y not in forecast.years)]
    first = min(shown, default=record["edition"])
    last = int(forecast.years[-1]) if forecast is not None else max(shown, default=record["edition"])
    title = ("Tốc độ tăng năng suất lao động, %/năm", "Growth of labour productivity, % a year")
    with plt.rc_context(STYLE):
        figure, axes = _axes(title, lang)
        for year in missing:
            axes.axvspan(year - 0.5, year + 0.5, color="#f0f0f0", lw=0, zorder=0)
        if forecast is not None:
            _fan(axes, forecast, lang, 0)
        for year, row in rated.items():
            if year in bridged:
                axes.errorbar(year, row["growth"], yerr=1.2816 * row["sd"], color=ORANGE, capsize=3, lw=1.2)
            text = wording.number(row["growth"], lang, 1, fixed=True) + "%"
            if year in guessed:  # labels at the ends of the bars, by turns above and below: neighbours overlap
                ends = [[row["growth"] - row["low"]], [row["high"] - row["growth"]]]
                axes.errorbar(year, row["growth"], yerr=ends, color=GREY, capsize=3, lw=1.2)
                _point(axes, "nowcast", year, row["growth"])
                below = guessed.index(year) % 2 == 0
                _label(axes, text, year, row["low" if below else "high"], (0, -13 if below else 5), GREY, ha="center")
                continue
            _point(axes, "bridged" if year in bridged else "computed", year, row["growth"])
            above = year in bridged or floor is None or row["growth"] > floor
            _label(axes, text, year, row["growth"], (0, 8 if above else -16), BLUE, ha="center")
        if floor is not None:
            axes.axhline(floor, color=RED, lw=1.2, ls="--")
            _label(
                axes,
                wording.say(("mục tiêu {x:pct}", "target {x:pct}"), lang, x=floor),
                first - 0.6,
                floor,
                (0, 4),
                RED,
            )
        rates = [r["growth"] for r in rated.values()] + [rated[y][end] for y in guessed for end in ("low", "high")]
        low = min([*rates, 0.0] + ([] if forecast is None else [float(forecast.interval(0.95)["low"].min())]))
        axes.set_ylim(low * 1.15, _top([*rates, floor or 0.0], forecast) * 1.12 + 0.5)
        axes.set_xlim(first - 0.7, last + 0.9)
        used = ["computed"] + ["bridged"] * bool(bridged) + ["nowcast"] * bool(guessed)
        used += [] if forecast is None else ["forecast"]
        _legend(figure, axes, used, lang)
    parts = [f"{year}: {wording.number(row['growth'], lang, 1, fixed=True)}%" for year, row in rated.items()]
    head = ("Biểu đồ tốc độ tăng năng suất lao động. ", "Chart of the growth of labour productivity. ")
    vi = f"Tốc độ tăng năng suất lao động của {record['place']['vi']}, giá so sánh."
    en = f"Growth of labour productivity, {record['place']['en']}, at constant prices."
    if missing:
        vi, en = f"{vi} Nền xám là năm chưa đủ số liệu.", f"{en} Grey years lack figures."
    if bridged:
        vi += " Năm 2021 được nối chuỗi do thay đổi định nghĩa lao động có việc làm."
        en += " 2021 is bridged across the change in who counts as employed."
    if guessed:
        vi += " Điểm hình thoi là ước lượng của nhóm nghiên cứu (khoảng 80%), vì số lao động chưa được công bố."
        en += " Diamonds are our own estimate (80% interval), because employment is not published yet."
    alt = wording.pick(head, lang) + "; ".join(parts) + "."
    return _finish(figure, f"productivity_rates.{lang}", alt, wording.pick((vi, en), lang))


METHOD_MARKS = {
    "panel": {"color": BLUE, "marker": "o"},
    "mean rate": {"color": ORANGE, "marker": "^"},
    "drift": {"color": ORANGE, "marker": "^"},
    "last value": {"color": GREY, "marker": "s"},
}
KIND_MARKS = {"at_least": {"color": BLUE, "marker": "o"}, "every_year": {"color": ORANGE, "marker": "^"}}


def _percent_axes(title: tuple[str, str], across: tuple[str, str], lang: str):
    figure, axes = _axes(title, lang)
    axes.set_xlabel(wording.pick(across, lang), fontsize=9)
    return figure, axes


def coverage(claims: dict, by: str, title: tuple[str, str], across: tuple[str, str], lang: str) -> Chart:
    """How often 80 % (hollow) and 95 % (filled) intervals held what came, by method; dashed is what they promise.

    Args:
        claims: {method: {x: {cov80, cov95, n}}}, x being a horizon or a length.
        by: Ends the name of the chart.
    """
    held = []
    with plt.rc_context(STYLE):
        figure, axes = _percent_axes(title, across, lang)
        for level in (80, 95):
            axes.axhline(level, color=RED, lw=1, ls="--")
        for method, rows in claims.items():
            style, name = METHOD_MARKS[method], wording.pick(wording.METHODS[method], lang)
            for level, face in ((80, "white"), (95, style["color"])):
                line = [row[f"cov{level}"] for row in rows.values()]
                held += line
                look = {"lw": 1.3, "ms": 5, "mec": style["color"], "mfc": face, **style}
                axes.plot([int(x) for x in rows], line, label=f"{name}, {level}%", **look)
        axes.set_ylim(min(60, min(held) - 5), 101)
        figure.legend(loc="outside lower center", ncols=2, frameon=False, fontsize=8.5)
    texts = [
        f"{wording.pick(wording.METHODS[m], lang)}, {x}: {wording.number(r['cov80'], lang, 0)}% ({r['n']})"
        for m, rows in claims.items()
        for x, r in rows.items()
    ]
    caption = (
        "Tỷ lệ số liệu thực tế nằm trong khoảng dự báo. Đường đứt nét là mức danh nghĩa: 80% và 95%.",
        "Share of outcomes inside the forecast interval. Dashed: what the intervals promise, 80% and 95%.",
    )
    head = wording.pick(("Khoảng dự báo 80%. ", "80% intervals. "), lang)
    return _finish(figure, f"coverage_{by}.{lang}", head + "; ".join(texts) + ".", wording.pick(caption, lang))


def calibration(claims: dict, lang: str, name: str = "calibration") -> Chart:
    """Probability said against the share that came true, by kind of statement; the size of a mark tells how many.

    Args:
        claims: {kind: [{said, seen, n}]}.
    """
    with plt.rc_context(STYLE):
        title = ("Xác suất nêu ra và tỷ lệ nhận định đúng", "Probability said, share that came true")
        figure, axes = _percent_axes(title, ("xác suất nêu ra", "probability said"), lang)
        axes.plot([0, 100], [0, 100], color=RED, lw=1, ls="--")
        for kind, rows in claims.items():
            style = KIND_MARKS[kind]
            said, seen = ([100 * row[c] for row in rows] for c in ("said", "seen"))
            largest = max(row["n"] for row in rows)
            axes.plot(said, seen, color=style["color"], lw=1.2)
            sizes = [20 + 80 * row["n"] / largest for row in rows]
            axes.scatter(said, seen, s=sizes, label=wording.pick(wording.KINDS_SHORT[kind], lang), zorder=4, **style)
        axes.set_xlim(-2, 102)
        axes.set_ylim(-2, 102)
        axes.xaxis.set_major_formatter(lambda v, _: wording.number(v, lang, 0) + "%")
        axes.set_xticks(range(0, 101, 20))
        figure.legend(loc="outside lower center", ncols=2, frameon=False, fontsize=8.5)
    parts = []
    for kind, rows in claims.items():
        points = [f"{wording.chance(r['said'], lang)} → {wording.chance(r['seen'], lang)}" for r in rows]
        parts.append(f"{wording.pick(wording.KINDS_SHORT[kind], lang)}: {', '.join(points)}")
    caption = (
        "Nhận định được xếp theo xác suất nêu ra; điểm càng lớn thì càng nhiều nhận định. "
        "Trên đường chéo, tỷ lệ đúng bằng xác suất.",
        "Statements by the probability said; larger marks hold more. On the diagonal as many came true as said.",
    )
    return _finish(figure, f"{name}.{lang}", "; ".join(parts) + ".", wording.pick(caption, lang))
