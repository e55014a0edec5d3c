"""How forecasts did on the past."""

import matplotlib.pyplot as plt

from .. import words
from .style import BLUE, GREY, ORANGE, RED, STYLE, Chart, finish, new_axes

METHOD_MARKS = {
    "panel": {"color": BLUE, "marker": "o"},
    "mean rate": {"color": ORANGE, "marker": "^"},
    "drift": {"color": ORANGE, "marker": "^"},
    "last value": {"color": GREY, "marker": "s"},
}
KIND_MARKS = {"at_least": {"color": BLUE, "marker": "o"}, "every_year": {"color": ORANGE, "marker": "^"}}


def _percent_axes(title: tuple[str, str], across: tuple[str, str], lang: str):
    figure, axes = new_axes(title, lang)
    axes.set_xlabel(words.pick(across, lang), fontsize=9)
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
            style, name = METHOD_MARKS[method], words.pick(words.METHODS[method], lang)
            for level, face in ((80, "white"), (95, style["color"])):
                line = [row[f"cov{level}"] for row in rows.values()]
                held += line
                look = {"lw": 1.3, "ms": 5, "mec": style["color"], "mfc": face, **style}
                axes.plot([int(x) for x in rows], line, label=f"{name}, {level}%", **look)
        axes.set_ylim(min(60, min(held) - 5), 101)
        figure.legend(loc="outside lower center", ncols=2, frameon=False, fontsize=8.5)
    texts = [
        f"{words.pick(words.METHODS[m], lang)}, {x}: {words.number(r['cov80'], lang, 0)}% ({r['n']})"
        for m, rows in claims.items()
        for x, r in rows.items()
    ]
    caption = (
        "Tỷ lệ số liệu thực tế nằm trong khoảng dự báo. Đường đứt nét là mức danh nghĩa: 80% và 95%.",
        "Share of outcomes inside the forecast interval. Dashed: what the intervals promise, 80% and 95%.",
    )
    head = words.pick(("Khoảng dự báo 80%. ", "80% intervals. "), lang)
    return finish(figure, f"coverage_{by}.{lang}", head + "; ".join(texts) + ".", words.pick(caption, lang))


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
            axes.scatter(said, seen, s=sizes, label=words.pick(words.KINDS_SHORT[kind], lang), zorder=4, **style)
        axes.set_xlim(-2, 102)
        axes.set_ylim(-2, 102)
        axes.xaxis.set_major_formatter(lambda v, _: words.number(v, lang, 0) + "%")
        axes.set_xticks(range(0, 101, 20))
        figure.legend(loc="outside lower center", ncols=2, frameon=False, fontsize=8.5)
    parts = []
    for kind, rows in claims.items():
        points = [f"{words.chance(r['said'], lang)} → {words.chance(r['seen'], lang)}" for r in rows]
        parts.append(f"{words.pick(words.KINDS_SHORT[kind], lang)}: {', '.join(points)}")
    caption = (
        "Nhận định được xếp theo xác suất nêu ra; điểm càng lớn thì càng nhiều nhận định. "
        "Trên đường chéo, tỷ lệ đúng bằng xác suất.",
        "Statements by the probability said; larger marks hold more. On the diagonal as many came true as said.",
    )
    return finish(figure, f"{name}.{lang}", "; ".join(parts) + ".", words.pick(caption, lang))
