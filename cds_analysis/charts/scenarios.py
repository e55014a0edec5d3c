"""Growth of digital value added that each target needs, against growth of GRDP."""

import numpy as np

from ..words.spelling import asked, number, pick, product
from .style import BLUE, GREY, ORANGE, RED, Chart, drawing, label, told

COLOURS = (BLUE, RED, ORANGE)


def growth(finding) -> Chart | None:
    """A line a target; the dotted line holds the share where it is."""
    found, lang = finding.parts["workbench"]["growth"], finding.study.lang
    if not found or not found["rows"]:
        return None
    base = product(finding.study.record["place"])
    x = np.array([r["grdp"] for r in found["rows"]])
    needed = np.array([r["needed"] for r in found["rows"]])
    title = pick(("Mức tăng cần có của kinh tế số, %/năm", "Growth the digital economy needs, % a year"), lang)
    with drawing(title, lang) as (figure, axes):
        axes.xaxis.set_major_formatter(lambda v, _: number(v, lang, 0) + "%")
        axes.plot(x, x, color=GREY, lw=1.2, ls=":")
        ends = [float(x[-1]), *map(float, needed[-1])]
        heights = _apart(ends, 0.07 * (max(ends) - min(x.min(), needed.min())))
        still = pick(("tỷ trọng giữ nguyên", "share unchanged"), lang)
        label(axes, still, x[-1], heights[0], (6, 0), GREY, ha="left", va="center")
        for i, goal in enumerate(found["goals"]):
            colour = COLOURS[i % len(COLOURS)]
            axes.plot(x, needed[:, i], color=colour, lw=1.6)
            text = f"{asked(goal, lang=lang)} ({goal['by']})"
            label(axes, text, x[-1], heights[i + 1], (6, 0), colour, ha="left", va="center")
            for row, y in zip(found["rows"], needed[:, i], strict=True):
                if row["kind"] != "round":
                    face = colour if row["kind"] == "past" else "white"
                    axes.plot(row["grdp"], y, "o", ms=6, mec=colour, mfc=face, mew=1.6)
        axes.set_xlabel(pick((f"{base} tăng mỗi năm", f"growth of {base} a year"), lang))
        low, high = min(x.min(), needed.min()), max(x.max(), needed.max())
        axes.set_xticks(range(int(np.ceil(x[0])), int(x[-1]) + 1))
        axes.set_xlim(x[0] - 0.3, x[-1] + 0.55 * (x[-1] - x[0]))
        axes.set_ylim(min(0.0, low) if low < 0 else low - 2.5, high + 0.18 * (high - low) + 1)
    return told(figure, finding, "growth_needed", "growth")


def _apart(values: list[float], gap: float) -> list[float]:
    """Heights for labels at some values, moved up where the one below is nearer than a gap."""
    out, floor = [0.0] * len(values), -np.inf
    for i in np.argsort(values):
        out[i] = floor = max(values[i], floor + gap)
    return out
