"""How forecasts did on the past."""

from functools import partial

import numpy as np

from ..judging import statements
from ..series import share
from ..words import spelling
from ..words.spelling import lexicon
from .style import BLUE, GREY, ORANGE, RED, Chart, drawing, finish, key

METHOD_MARKS = {
    "panel": {"color": BLUE, "marker": "o"},
    "drift": {"color": ORANGE, "marker": "^"},
    "last value": {"color": GREY, "marker": "s"},
}
PIT_OF = (*statements.GROWTH, share.INDICATOR)
KIND_MARKS = {"at_least": {"color": BLUE, "marker": "o"}, "every_year": {"color": ORANGE, "marker": "^"}}


def _coverage(finding, name: str, part: str) -> Chart | None:
    """How often 80 % (hollow) and 95 % (filled) intervals held what came, by method; dashed is what they promise.

    Across are horizons, for the method chosen alone the lengths of its series.
    """
    found, lang, lowest = finding.parts[part], finding.study.lang, 65.0
    if not found:
        return None
    held = {found["chosen"]: found["by_length"][found["chosen"]]} if name == "by_length" else found["by_step"]
    title, across = finding.sentences(f"{name}_axes")
    with drawing(title, lang) as (figure, axes):
        axes.set_xlabel(across)
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
        key(figure)
    return finish(figure, f"coverage_{name}.{lang}", finding.text(f"{name}_alt"), finding.text("coverage_caption"))


def _calibration(finding, name: str, part: str, file: str) -> Chart | None:
    """Probability said against the share that came true, by kind of statement; the size of a mark tells how many."""
    said, lang = finding.parts[part], finding.study.lang
    if not said:
        return None
    title, across = finding.sentences("said_axes")
    with drawing(title, lang) as (figure, axes):
        axes.set_xlabel(across)
        axes.plot([0, 100], [0, 100], color=RED, lw=1, ls="--")
        for kind, found in said.items():
            rows, style = found["parts"], KIND_MARKS[kind]
            across, up = ([100 * row[c] for row in rows] for c in ("said", "seen"))
            largest = max(row["n"] for row in rows)
            axes.plot(across, up, color=style["color"], lw=1.2)
            sizes = [20 + 80 * row["n"] / largest for row in rows]
            axes.scatter(across, up, s=sizes, label=lexicon()["form"][kind][lang], zorder=4, **style)
        axes.set_xlim(-2, 102)
        axes.set_ylim(-2, 102)
        axes.xaxis.set_major_formatter(lambda v, _: spelling.number(v, lang, 0) + "%")
        axes.set_xticks(range(0, 101, 20))
        key(figure)
    return finish(figure, f"{file}.{lang}", finding.text(f"{name}_alt"), finding.text("said_caption"))


def pit(finding) -> Chart | None:
    """Which part of what came lay in each tenth of what was forecast, of provinces; dashed is what should."""
    tried: dict[str, np.ndarray] = {}
    for row in finding.parts["scores"]:
        if row["who"] == "provinces" and row["indicator"] != share.INDICATOR:
            name = row["indicator"] if row["indicator"] in statements.GROWTH else share.INDICATOR
            tried[name] = tried.get(name, 0) + np.array(row["pit"])
    if not tried:
        return None
    title, across, *names = finding.sentences("pit_axes")
    with drawing(title, finding.study.lang) as (figure, axes):
        axes.set_xlabel(across)
        axes.axhline(10, color=RED, lw=1, ls="--")
        for kind, label, color, marker in zip(PIT_OF, names, (BLUE, ORANGE, GREY), "o^s", strict=True):
            if kind in tried:
                line = 100 * tried[kind] / tried[kind].sum()
                axes.plot(range(1, 11), line, color=color, marker=marker, lw=1.2, ms=4, label=label)
        axes.set_ylim(0, None)
        axes.set_xticks(range(1, 11))
        key(figure)
    return finish(figure, f"pit.{finding.study.lang}", finding.text("pit_alt"), finding.text("pit_caption"))


by_step = partial(_coverage, name="by_step", part="trials")
by_length = partial(_coverage, name="by_length", part="trials")
of_levels = partial(_calibration, name="of_levels", part="statements", file="calibration")
of_briefs = partial(_calibration, name="of_briefs", part="calibration", file="calibration_of_briefs")
