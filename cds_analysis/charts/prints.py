"""How far prints of one figure lie apart, against how much the figure moved."""

import numpy as np

from ..words.spelling import number
from .style import BLUE, GREY, ORANGE, RED, Chart, drawing, finish, key, label

COLOURS = {"own": BLUE, "old": ORANGE, "vn": GREY}


def size(finding) -> Chart | None:
    """Span of prints against movement of the year, both in per cent of the figure; None where nothing can be compared.

    Both axes are logarithmic; above the line the prints lie further apart than the figure moved.
    """
    lang, points = finding.study.lang, []
    for group in finding.parts["revisions"]["groups"]:
        kind = "vn" if group["slug"] == "vn" else "old" if group["split"] and group["border"] == "pre-2025" else "own"
        for r in group["rows"]:
            if r["ratio"] is not None and r["ratio"] == r["ratio"] and r["latest"]:
                scale = 100 / abs(r["latest"])
                points.append((abs(r["movement"]) * scale, r["span"] * scale, kind, group, r))
    if not points:
        return None
    x, y = np.array([p[0] for p in points]), np.array([p[1] for p in points])
    low, high = min(x.min(), y.min()) / 2, max(x.max(), y.max()) * 2.5
    with drawing(finding.text("size_title"), lang) as (figure, axes):
        axes.set_xscale("log")
        axes.set_yscale("log")
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter(lambda v, _: number(v, lang, 3) + "%")
            axis.set_minor_formatter(lambda v, _: "")
        axes.plot([low, high], [low, high], color=RED, lw=1.2, ls="--")
        names, furthest = [], []
        for kind, colour in COLOURS.items():
            if mine := [p for p in points if p[2] == kind]:
                style = {"ls": "none", "marker": "o", "ms": 6, "mec": colour, "mfc": "white", "mew": 1.4}
                axes.plot([p[0] for p in mine], [p[1] for p in mine], **style)
                names += axes.plot([], [], label=finding.text("size_group", mine[0][3], kind), **style)
                furthest.append(max(mine, key=lambda p: p[4]["ratio"]))
        for px, py, kind, _, r in furthest:
            place = {"ha": "right" if kind == "old" else "left"}
            label(axes, finding.text("size_label", r), px, py, (0, 6), COLOURS[kind], **place)
        axes.set_xlim(low, high)
        axes.set_ylim(low, high)
        across, up = finding.sentences("size_axes")
        axes.set_xlabel(across)
        axes.set_ylabel(up)
        key(figure, names)
    alt = finding.text("size_alt", [(px, py, r) for px, py, _, _, r in points])
    caption = finding.text("size_caption", [r for *_, r in furthest])
    return finish(figure, f"revision_size.{lang}", alt, caption)
