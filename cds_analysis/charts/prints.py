"""How far prints of one figure lie apart, against how much the figure moved."""

import matplotlib.pyplot as plt
import numpy as np

from .. import words
from .style import BLUE, GREY, ORANGE, RED, STYLE, Chart, finish, label, new_axes

COLOURS = {"own": BLUE, "old": ORANGE, "vn": GREY}


def revision_size(claims: dict, record: dict, lang: str) -> Chart | None:
    """Span of prints against movement of the year, both in per cent of the figure; None where nothing can be compared.

    Both axes are logarithmic; above the line the prints lie further apart than the figure moved.
    """
    points = []
    for group in claims["groups"]:
        kind = "vn" if group["slug"] == "vn" else "old" if group["split"] and group["border"] == "pre-2025" else "own"
        for r in group["rows"]:
            if r["ratio"] is not None and r["ratio"] == r["ratio"] and r["latest"]:
                scale = 100 / abs(r["latest"])
                points.append((abs(r["movement"]) * scale, r["span"] * scale, kind, group, r))
    if not points:
        return None
    x, y = np.array([p[0] for p in points]), np.array([p[1] for p in points])
    low, high = min(x.min(), y.min()) / 2, max(x.max(), y.max()) * 2.5
    title = ("Điều chỉnh so với biến động, % của số liệu", "Revision against movement, % of the figure")
    with plt.rc_context(STYLE):
        figure, axes = new_axes(title, lang)
        axes.set_xscale("log")
        axes.set_yscale("log")
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter(lambda v, _: words.number(v, lang, 3) + "%")
            axis.set_minor_formatter(lambda v, _: "")
        axes.plot([low, high], [low, high], color=RED, lw=1.2, ls="--")
        names = {}
        for kind in COLOURS:
            mine = [p for p in points if p[2] == kind]
            if mine:
                style = {"ls": "none", "marker": "o", "ms": 6, "mec": COLOURS[kind], "mfc": "white", "mew": 1.4}
                axes.plot([p[0] for p in mine], [p[1] for p in mine], **style)
                names[kind] = axes.plot([], [], label=_named(mine[0][3], kind, lang), **style)[0]
        furthest = [max((p for p in points if p[2] == kind), key=lambda p: p[4]["ratio"]) for kind in names]
        for px, py, kind, _, r in furthest:
            text = words.say(("{y}: {x:n1} lần", "{y}: {x:n1} times"), lang, y=r["year"], x=r["ratio"])
            label(axes, text, px, py, (0, 6), COLOURS[kind], ha="right" if kind == "old" else "left")
        axes.set_xlim(low, high)
        axes.set_ylim(low, high)
        axes.set_xlabel(words.pick(("biến động trong năm", "movement of the year"), lang), fontsize=9)
        axes.set_ylabel(words.pick(("chênh giữa các lần công bố", "span of prints"), lang), fontsize=9)
        figure.legend(handles=list(names.values()), loc="outside lower center", ncols=2, frameon=False, fontsize=8.5)
    whose = {"vi": "cả nước", "en": "the nation"}
    if record["place"]["slug"] != "vn":
        whose = {"vi": f"{record['place']['vi']} và cả nước", "en": f"{record['place']['en']} and the nation"}
    told = words.listing([f"{_short(r, lang)} {r['year']}" for *_, r in furthest], lang)
    caption = (
        f"Số liệu của {whose['vi']} được công bố lại với giá trị khác. Trên đường gạch: các lần công bố chênh nhau "
        f"nhiều hơn mức biến động trong năm. Hai trục theo thang logarit. Có nhãn là {told}.",
        f"Figures of {whose['en']} printed again with another value. Above the dashed line the prints lie further "
        f"apart than the figure moved in the year. Both scales are logarithmic. Labelled: {told}.",
    )
    head = words.pick(("Biểu đồ mức điều chỉnh và mức biến động. ", "Chart of revision against movement. "), lang)
    pair = ("{n} năm {y}: {s:n2}% và {m:n2}%", "{n} {y}: {s:n2}% and {m:n2}%")
    alt = head + "; ".join(
        words.say(pair, lang, n=_short(r, lang), y=r["year"], s=py, m=px) for px, py, _, _, r in points
    )
    return finish(figure, f"revision_size.{lang}", alt + ".", words.pick(caption, lang))


def _short(r: dict, lang: str) -> str:
    return words.lower(r[lang])


def _named(group: dict, kind: str, lang: str) -> str:
    if kind == "vn":
        return words.pick(("cả nước", "the nation"), lang)
    border = words.pick((", địa giới cũ", ", old border"), lang) if kind == "old" else ""
    return group[lang] + border
