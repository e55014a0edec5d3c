"""How forecasts did on the past."""

import matplotlib.pyplot as plt

from ..words import spelling
from ..words.spelling import lexicon
from .style import BLUE, GREY, ORANGE, RED, STYLE, Chart, finish, new_axes

METHOD_MARKS = {
    "panel": {"color": BLUE, "marker": "o"},
    "mean rate": {"color": ORANGE, "marker": "^"},
    "drift": {"color": ORANGE, "marker": "^"},
    "last value": {"color": GREY, "marker": "s"},
}
KIND_MARKS = {"at_least": {"color": BLUE, "marker": "o"}, "every_year": {"color": ORANGE, "marker": "^"}}
KEPT = {"of_levels": "calibration", "of_briefs": "calibration_of_briefs"}  # names of files


def _axes(finding, macro: str):
    """Axes in per cent with the title and the name across that a macro gives."""
    title, across = finding.sentences(macro)
    figure, axes = new_axes((title, title), finding.study.lang)
    axes.set_xlabel(across, fontsize=9)
    return figure, axes


def coverage(finding, name: str, held: dict) -> Chart:
    """How often 80 % (hollow) and 95 % (filled) intervals held what came, by method; dashed is what they promise.

    Args:
        held: {method: {x: {cov80, cov95, n}}}, x being a horizon or a length.
    """
    lang, lowest = finding.study.lang, 65.0
    with plt.rc_context(STYLE):
        figure, axes = _axes(finding, f"{name}_axes")
        for level in (80, 95):
            axes.axhline(level, color=RED, lw=1, ls="--")
        for method, rows in held.items():
            style, method_name = METHOD_MARKS[method], lexicon()["trial_method"][method][lang]
            for level, face in ((80, "white"), (95, style["color"])):
                line = [row[f"cov{level}"] for row in rows.values()]
                lowest = min(lowest, *line)
                look = {"lw": 1.3, "ms": 5, "mec": style["color"], "mfc": face, **style}
                axes.plot([int(x) for x in rows], line, label=f"{method_name}, {level}%", **look)
        axes.set_ylim(lowest - 5, 101)
        figure.legend(loc="outside lower center", ncols=2, frameon=False, fontsize=8.5)
    return finish(figure, f"coverage_{name}.{lang}", finding.text(f"{name}_alt"), finding.text("coverage_caption"))


def calibration(finding, name: str, said: dict) -> Chart:
    """Probability said against the share that came true, by kind of statement; the size of a mark tells how many.

    Args:
        said: {kind: {parts: [{said, seen, n}]}}.
    """
    lang = finding.study.lang
    with plt.rc_context(STYLE):
        figure, axes = _axes(finding, "said_axes")
        axes.plot([0, 100], [0, 100], color=RED, lw=1, ls="--")
        for kind, rows in ((kind, found["parts"]) for kind, found in said.items()):
            style = KIND_MARKS[kind]
            across, up = ([100 * row[c] for row in rows] for c in ("said", "seen"))
            largest = max(row["n"] for row in rows)
            axes.plot(across, up, color=style["color"], lw=1.2)
            sizes = [20 + 80 * row["n"] / largest for row in rows]
            axes.scatter(across, up, s=sizes, label=lexicon()["form"][kind][lang], zorder=4, **style)
        axes.set_xlim(-2, 102)
        axes.set_ylim(-2, 102)
        axes.xaxis.set_major_formatter(lambda v, _: spelling.number(v, lang, 0) + "%")
        axes.set_xticks(range(0, 101, 20))
        figure.legend(loc="outside lower center", ncols=2, frameon=False, fontsize=8.5)
    return finish(figure, f"{KEPT[name]}.{lang}", finding.text(f"{name}_alt"), finding.text("said_caption"))
