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

BLUE, ORANGE, GREY, GREEN, RED = "#1f4e79", "#c55a11", "#6b6b6b", "#2e7d32", "#b3261e"
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


def _axes(lang: str, digits: int = 0):
    with plt.rc_context(STYLE):
        figure, axes = plt.subplots(figsize=SIZE)
    axes.yaxis.set_major_formatter(lambda v, _: wording.number(v, lang, digits) + "%")
    axes.xaxis.set_major_formatter(lambda v, _: f"{v:.0f}")
    axes.xaxis.set_major_locator(matplotlib.ticker.MaxNLocator(integer=True, nbins=8))
    return figure, axes


def _marker(status: str, colour: str) -> dict:
    """Preliminary and estimated figures are hollow."""
    return {
        "marker": "o",
        "ms": 7,
        "mec": colour,
        "mew": 1.6,
        "mfc": colour if status == "final" else "white",
        "ls": "none",
    }


def _label(axes, text: str, x: float, y: float, shift: tuple[float, float], colour: str, **place) -> None:
    """A direct label on a light ground, so that lines behind it do not strike it out."""
    ground = {"facecolor": "white", "alpha": 0.8, "edgecolor": "none", "pad": 0.6}
    axes.annotate(
        text,
        (x, y),
        xytext=shift,
        textcoords="offset points",
        color=colour,
        fontsize=8.8,
        bbox=ground,
        annotation_clip=False,
        zorder=6,
        **place,
    )


def _fan(axes, forecast: Forecast, lang: str, since: int) -> None:
    table = forecast.table().loc[since:]
    years = table.index.to_numpy()
    axes.fill_between(years, table["low95"], table["high95"], color=BLUE, alpha=0.12, lw=0)
    axes.fill_between(years, table["low80"], table["high80"], color=BLUE, alpha=0.22, lw=0)
    axes.plot(years, table["median"], color=BLUE, lw=1.6)
    last = table.iloc[-1]
    _label(
        axes,
        wording.number(last["median"], lang, 1, fixed=True) + "%",
        years[-1],
        last["median"],
        (9, 0),
        BLUE,
        va="center",
    )


def share_fan(claims: dict, forecast: Forecast | None, targets: list, record: dict, lang: str) -> Chart:
    """The share by every measure and border, the forecast on the office's measure, and the targets.

    Other measures are drawn in grey and joined to nothing; a figure carried across the border is a bar between bounds.
    """
    with plt.rc_context(STYLE):
        figure, axes = _axes(lang)
        if forecast is not None:
            _fan(
                axes,
                forecast,
                lang,
                max((r["year"] for r in claims["readings"] if r["kind"] != "other measure"), default=0),
            )
        of_office = [f for f in claims["figures"] if f["measure"] == "gso-experimental"]
        here = record["place"]["border"]
        base = [f for f in of_office if f["border"] == here or record["place"]["unchanged"]]
        former = [f for f in of_office if f not in base]
        other = [f for f in claims["figures"] if f["measure"] != "gso-experimental"]
        if (len(base) > 1 and len({f["border"] for f in base}) == 1) or record["place"]["unchanged"]:
            axes.plot([f["year"] for f in base], [f["value"] for f in base], color=BLUE, lw=1)
        for f in base:
            axes.plot(f["year"], f["value"], **_marker(f["status"], BLUE))
            if len(base) < 4 or f is base[-1]:
                _label(axes, wording.number(f["value"], lang) + "%", f["year"], f["value"], (0, 8), BLUE, ha="center")
        for f in former:
            axes.plot(f["year"], f["value"], marker="^", ms=7, mec=ORANGE, mfc="white", mew=1.6, ls="none")
        for f in former[-1:]:
            _label(axes, wording.number(f["value"], lang) + "%", f["year"], f["value"], (0, 8), ORANGE, ha="center")
        for f in other:
            axes.plot(f["year"], f["value"], marker="s", ms=6, mec=GREY, mfc="white", ls="none")
            _label(axes, wording.number(f["value"], lang) + "%", f["year"], f["value"], (0, 8), GREY, ha="center")
        for c in claims["crossings"]:
            axes.plot([c["year"]] * 2, [c["low"], c["high"]], color=ORANGE, lw=5, solid_capstyle="butt")
        for target in targets:
            axes.plot(target.by, target.value, marker="D", ms=7, color=RED, ls="none", clip_on=False, zorder=5)
            word = wording.pick(wording.COMPARATOR[target.comparator], lang)
            above = forecast is not None and target.by in forecast.years and target.value > forecast.median[target.by]
            _label(
                axes,
                f"{word} {wording.number(target.value, lang)}%",
                target.by,
                target.value,
                (-8, 8 if above else -8),
                RED,
                ha="right",
                va="center",
            )
        values = [f["value"] for f in claims["figures"]] + [t.value for t in targets]
        top = max(values + ([float(forecast.interval(0.95)["high"].max())] if forecast is not None else []), default=10)
        axes.set_ylim(0, top * 1.15)
        years = (
            [f["year"] for f in claims["figures"]]
            + [t.by for t in targets]
            + ([record["horizon"]] if forecast is not None else [])
        )
        axes.set_xlim(min(years) - 0.6, max(max(years), min(years) + 3) + 0.9)
        axes.set_title(
            wording.pick(("Tỷ trọng kinh tế số, % GRDP", "Digital economy, % of GRDP"), lang),
            fontsize=10.5,
            fontweight="bold",
        )
        handles = []
        if base or not former:
            name = wording.pick(("cơ quan thống kê", "statistics office"), lang)
            handles.append(axes.plot([], [], **_marker("estimate", BLUE), label=name)[0])
        if former:
            name = wording.pick(("cơ quan thống kê, địa giới cũ", "statistics office, old border"), lang)
            handles.append(
                axes.plot([], [], marker="^", ms=7, mec=ORANGE, mfc="white", mew=1.6, ls="none", label=name)[0]
            )
        if other:
            handles.append(
                axes.plot(
                    [],
                    [],
                    marker="s",
                    ms=6,
                    mec=GREY,
                    mfc="white",
                    ls="none",
                    label=wording.pick(("thước đo khác", "other measures"), lang),
                )[0]
            )
        if claims["crossings"]:
            handles.append(
                axes.plot(
                    [],
                    [],
                    color=ORANGE,
                    lw=5,
                    label=wording.pick(("quy đổi từ địa giới cũ", "carried from old border"), lang),
                )[0]
            )
        if targets:
            handles.append(
                axes.plot(
                    [], [], marker="D", ms=7, color=RED, ls="none", label=wording.pick(("mục tiêu", "target"), lang)
                )[0]
            )
        if forecast is not None:
            handles.append(
                axes.fill_between(
                    [],
                    [],
                    [],
                    color=BLUE,
                    alpha=0.3,
                    lw=0,
                    label=wording.pick(("khoảng dự báo 80% và 95%", "80% and 95% forecast"), lang),
                )
            )
        figure.legend(handles=handles, loc="outside lower center", ncols=2, frameon=False, fontsize=8.5)
    alt = _share_alt(claims, forecast, targets, record, lang)
    caption = wording.pick(
        (
            f"Tỷ trọng kinh tế số của {record['place']['vi']}. Điểm rỗng là số liệu chưa chính thức; số liệu theo các "
            "thước đo khác nhau không được nối với nhau.",
            f"Digital economy's share, {record['place']['en']}. Hollow points are not final; measures are not joined "
            "to one another.",
        ),
        lang,
    )
    return _finish(figure, f"share_fan.{lang}", alt, caption)


def _share_alt(claims: dict, forecast: Forecast | None, targets: list, record: dict, lang: str) -> str:
    parts = [
        wording.say(
            ("{y}: {x:pct} ({m})", "{y}: {x:pct} ({m})"), lang, y=f["year"], x=f["value"], m=f[f"measure_{lang}"]
        )
        for f in claims["figures"]
    ]
    if forecast is not None:
        f = claims["forecast"][record["horizon"]]
        parts.append(
            wording.say(
                ("dự báo {y}: từ {a:pct1} đến {b:pct1}", "forecast {y}: {a:pct1} to {b:pct1}"),
                lang,
                y=record["horizon"],
                a=f["low80"],
                b=f["high80"],
            )
        )
    parts += [wording.say(("mục tiêu {y}: {x:pct}", "target {y}: {x:pct}"), lang, y=t.by, x=t.value) for t in targets]
    head = wording.pick(("Biểu đồ tỷ trọng kinh tế số. ", "Chart of the digital economy's share. "), lang)
    return head + "; ".join(parts) + "."


def productivity_rates(claims: dict, forecast: Forecast | None, floor: float | None, record: dict, lang: str) -> Chart:
    """Yearly growth of labour productivity: direct, bridged, missing; its forecast and the floor of the target."""
    growth = {int(y): row for y, row in claims["growth"].items()}
    shown = {y: r for y, r in growth.items() if y >= claims["rates_used"]["since"] or len(growth) < 10}
    with plt.rc_context(STYLE):
        figure, axes = _axes(lang)
        if forecast is not None:
            _fan(axes, forecast, lang, 0)
        rated = {y: r for y, r in shown.items() if r["growth"] is not None and r["growth"] == r["growth"]}
        for year, row in rated.items():
            bridged = row["kind"] == "bridged"
            if bridged:
                axes.errorbar(year, row["growth"], yerr=1.2816 * row["sd"], color=ORANGE, capsize=3, lw=1.2)
            axes.plot(
                year,
                row["growth"],
                marker="o",
                ms=7,
                mec=ORANGE if bridged else BLUE,
                mfc="white" if bridged else BLUE,
                mew=1.6,
                ls="none",
            )
            text = wording.number(row["growth"], lang, 1, fixed=True) + "%"
            _label(
                axes,
                text,
                year,
                row["growth"],
                (0, 8 if bridged or floor is None or row["growth"] > floor else -16),
                BLUE,
                ha="center",
            )
        missing = [y for y in shown if y not in rated and (forecast is None or y not in forecast.years)]
        if floor is not None:
            axes.axhline(floor, color=RED, lw=1.2, ls="--")
        last = int(forecast.years[-1]) if forecast is not None else max(shown, default=record["edition"])
        first = min(shown, default=record["edition"])
        for year in missing:
            axes.axvspan(year - 0.5, year + 0.5, color="#f0f0f0", lw=0, zorder=0)
        axes.set_xlim(first - 0.7, last + 0.9)
        low = min(
            [r["growth"] for r in rated.values()]
            + [0.0]
            + ([float(forecast.interval(0.95)["low"].min())] if forecast is not None else [])
        )
        tops = [r["growth"] for r in rated.values()] + [floor or 0.0]
        if forecast is not None:
            tops.append(float(forecast.interval(0.95)["high"].max()))
        axes.set_ylim(min(low, 0) * 1.15, max(tops) * 1.12 + 0.5)
        if floor is not None:
            text = wording.say(("mục tiêu {x:pct}", "target {x:pct}"), lang, x=floor)
            _label(axes, text, first - 0.6, floor, (0, 4), RED)
        axes.set_title(
            wording.pick(
                (
                    "Tốc độ tăng năng suất lao động, %/năm (giá so sánh)",
                    "Growth of labour productivity, % a year (constant prices)",
                ),
                lang,
            ),
            fontsize=10.5,
            fontweight="bold",
        )
        handles = [
            axes.plot(
                [],
                [],
                marker="o",
                ms=7,
                mec=BLUE,
                mfc=BLUE,
                ls="none",
                label=wording.pick(("tính từ số liệu công bố", "from published figures"), lang),
            )[0]
        ]
        if any(r["kind"] == "bridged" for r in rated.values()):
            handles.append(
                axes.plot(
                    [],
                    [],
                    marker="o",
                    ms=7,
                    mec=ORANGE,
                    mfc="white",
                    ls="none",
                    label=wording.pick(("nối chuỗi năm 2021", "bridged, 2021"), lang),
                )[0]
            )
        if forecast is not None:
            handles.append(
                axes.fill_between(
                    [],
                    [],
                    [],
                    color=BLUE,
                    alpha=0.3,
                    lw=0,
                    label=wording.pick(("khoảng dự báo 80% và 95%", "80% and 95% forecast"), lang),
                )
            )
        figure.legend(handles=handles, loc="outside lower center", ncols=2, frameon=False, fontsize=8.5)
    parts = [wording.say(("{y}: {x:pct1}", "{y}: {x:pct1}"), lang, y=y, x=r["growth"]) for y, r in rated.items()]
    alt = (
        wording.pick(("Biểu đồ tốc độ tăng năng suất lao động. ", "Chart of the growth of labour productivity. "), lang)
        + "; ".join(parts)
        + "."
    )
    vi, en = (
        f"Tốc độ tăng năng suất lao động của {record['place']['vi']}.",
        f"Growth of labour productivity, {record['place']['en']}.",
    )
    if missing:
        vi, en = f"{vi} Nền xám là năm chưa đủ số liệu.", f"{en} Grey years lack figures."
    if any(r["kind"] == "bridged" for r in rated.values()):
        vi += " Năm 2021 được nối chuỗi do thay đổi định nghĩa lao động có việc làm."
        en += " 2021 is bridged across the change in who counts as employed."
    caption = wording.pick((vi, en), lang)
    return _finish(figure, f"productivity_rates.{lang}", alt, caption)
