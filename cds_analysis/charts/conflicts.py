"""Who gives which share: a row a year, a mark a measure, the targets as lines."""

from ..words.spelling import asked, lexicon, number, pick, year_on
from .style import BLUE, GREY, ORANGE, RED, SIZE, Chart, key, label, panel, rows, told

MARKS = {
    "gso-experimental": ("o", BLUE),
    "mic-estimate": ("s", ORANGE),
    "provincial-statement": ("D", GREY),
    "hids-estimate": ("^", GREY),
    "econ-sea-gmv": ("P", GREY),
}
OTHER = ("v", GREY)
HEIGHTS = 4  # of the labels of targets


def voices(finding) -> Chart | None:
    """Every figure of the share by year: one row a year and border, one mark a voice with its label.

    Hollow marks are not final; a thin line spans the prints of one voice.
    """
    found, targets, lang = finding.parts["conflicts"]["share"], finding.goals, finding.study.lang
    if not found:
        return None
    years: dict[str, list[dict]] = {}
    for r in found:
        years.setdefault(year_on(r, finding.study.record["place"], lang), []).append(r)
    right = max([r["value"] for r in found] + [t.value for t in targets])
    with panel(SIZE[0], 1.7 + 0.42 * len(years)) as (figure, axes):
        title = pick(("Các số liệu về tỷ trọng kinh tế số", "Figures on the digital economy's share"), lang)
        above = 10 + 12 * min(HEIGHTS, len({t.value for t in targets}))
        axes.set_title(title, fontsize=10.5, fontweight="bold", pad=above)
        _targets(axes, targets, lang)
        for y, row in enumerate(years.values()):
            _row(axes, sorted(row, key=lambda r: r["value"]), y, lang)
        rows(axes, [name.replace(" (", "\n(") for name in years], 1.15 * right, lang, unit="%")
        handles, names = [], lexicon()["voice"]
        for measure in dict.fromkeys(r["measure"] for r in found):
            handles += axes.plot([], [], label=names.get(measure, {lang: measure})[lang], **_style(measure, False))
        key(figure, handles)
    line = finding.study.source_line(r["source"] for r in found)
    return told(figure, finding, "share_conflicts", "voices", source=line)


def _targets(axes, targets: list, lang: str) -> None:
    """A dashed line a level asked, its label above the rows, on several heights so that neighbours do not meet."""
    for i, value in enumerate(sorted({t.value for t in targets})):
        alike = [t for t in targets if t.value == value]
        axes.axvline(value, color=RED, lw=1.2, ls="--", zorder=1)
        years = ", ".join(sorted({str(t.by) for t in alike}))
        text, shift = f"{asked(alike[0], lang=lang)} ({years})", (0, 4 + 12 * (i % HEIGHTS))
        label(axes, text, value, -0.6, shift, RED, ha="center", va="bottom")


def _style(measure: str, final: bool) -> dict:
    shape, colour = MARKS.get(measure, OTHER)
    return {"marker": shape, "ms": 7, "mec": colour, "mfc": colour if final else "white", "mew": 1.6, "ls": "none"}


def _row(axes, row: list[dict], y: int, lang: str) -> None:
    """The marks of one year: the first labelled to the left, the last to the right, those between above and below."""
    for i, r in enumerate(row):
        style = _style(r["measure"], r["status"] == "final")
        colour = style["mec"]
        if r["high"] > r["low"]:
            axes.plot([r["low"], r["high"]], [y, y], color=colour, lw=1.4, zorder=2)
        axes.plot(r["value"], y, zorder=4, **style)
        if i == len(row) - 1:
            at, shift, place = r["high"], (8, 0), {"ha": "left", "va": "center"}
        elif i == 0:
            at, shift, place = r["low"], (-8, 0), {"ha": "right", "va": "center"}
        else:
            at, shift, place = r["value"], (0, 5 if i % 2 else -5), {"ha": "center", "va": "bottom" if i % 2 else "top"}
        label(axes, number(r["value"], lang) + "%", at, y, shift, colour, **place)
