"""Who gives which share: a row a year, a mark a measure, the targets as lines."""

import matplotlib.pyplot as plt

from .. import wording
from .base import BLUE, GREY, ORANGE, RED, STYLE, Chart, finish, label

MARKS = {"gso-experimental": ("o", BLUE), "mic-estimate": ("s", ORANGE), "provincial-statement": ("D", GREY)}
OTHER = ("v", GREY)
HEIGHTS = 3  # of the labels of targets


def share_conflicts(claims: dict, targets: list, record: dict, lang: str) -> Chart | None:
    """Every figure of the share by year: one row a year and border, one mark a voice with its label.

    Hollow marks are not final; a thin line spans the prints of one voice. None where there is no figure.
    """
    rows: dict[str, list[dict]] = {}
    for r in claims["share"]:
        rows.setdefault(wording.year_on(r["year"], r["border"], record["place"], lang), []).append(r)
    if not rows:
        return None
    names = list(rows)
    right = max([r["value"] for r in claims["share"]] + [t.value for t in targets])
    with plt.rc_context(STYLE):
        figure, axes = plt.subplots(figsize=(6.4, 1.5 + 0.52 * len(rows)))
        title = wording.pick(("Các số liệu về tỷ trọng kinh tế số", "Figures on the digital economy's share"), lang)
        axes.set_title(
            title, fontsize=10.5, fontweight="bold", pad=10 + 12 * min(HEIGHTS, len({t.value for t in targets}))
        )
        _targets(axes, targets, len(rows), lang)
        for y, name in enumerate(names):
            _row(axes, sorted(rows[name], key=lambda r: r["value"]), y, right, lang)
        axes.set_yticks(range(len(names)), names)
        axes.set_ylim(len(names) - 0.4, -0.6)
        axes.set_xlim(0, 1.42 * right)
        axes.xaxis.set_major_formatter(lambda v, _: wording.number(v, lang, 0) + "%")
        axes.grid(axis="y", visible=False)
    place = record["place"]
    caption = (
        f"Tỷ trọng kinh tế số của {place['vi']} theo từng nguồn. Điểm rỗng là số liệu chưa chính thức; nét ngang mảnh "
        "nối các lần công bố của cùng một thước đo; đường gạch đỏ là mức mục tiêu. Các thước đo không so sánh được "
        "với nhau.",
        f"The digital economy's share of {place['en']} by source. Hollow marks are not final; a thin line spans "
        "the prints of one measure; dashed red lines are targets. The measures do not compare directly.",
    )
    parts = [
        f"{wording.year_on(r['year'], r['border'], place, lang)}: {wording.number(r['value'], lang)}% "
        f"({r[f'measure_{lang}']})"
        for r in claims["share"]
    ]
    parts += [_asked(t, lang) for t in targets]
    head = wording.pick(("Biểu đồ các số liệu trái nhau. ", "Chart of contradicting figures. "), lang)
    return finish(figure, f"share_conflicts.{lang}", head + "; ".join(parts) + ".", wording.pick(caption, lang))


def _asked(target, lang: str) -> str:
    return wording.say(("mục tiêu {y}: {x:pct}", "target {y}: {x:pct}"), lang, y=target.by, x=target.value)


def _targets(axes, targets: list, rows: int, lang: str) -> None:
    """A dashed line a level asked, its label above the rows, on several heights so that neighbours do not meet."""
    levels: dict[float, list] = {}
    for t in targets:
        levels.setdefault(t.value, []).append(t)
    for i, (value, asked) in enumerate(sorted(levels.items())):
        axes.axvline(value, color=RED, lw=1.2, ls="--", zorder=1)
        years = ", ".join(sorted({str(t.by) for t in asked}))
        word = wording.pick(wording.COMPARATOR[asked[0].comparator], lang)
        text = f"{word} {wording.number(value, lang)}% ({years})".strip()
        label(axes, text, value, -0.6, (0, 4 + 12 * (i % HEIGHTS)), RED, ha="center", va="bottom")


def _row(axes, row: list[dict], y: int, right: float, lang: str) -> None:
    """The marks of one year: the first labelled to the left, the last to the right, those between above and below."""
    for i, r in enumerate(row):
        shape, colour = MARKS.get(r["measure"], OTHER)
        if r["high"] > r["low"]:
            axes.plot([r["low"], r["high"]], [y, y], color=colour, lw=1.4, zorder=2)
        face = colour if r["status"] == "final" else "white"
        axes.plot(r["value"], y, ls="none", marker=shape, ms=7, mec=colour, mfc=face, mew=1.6, zorder=4)
        text = f"{wording.number(r['value'], lang)}% {wording.voice(r['measure'], lang)}"
        if i == len(row) - 1 and (len(row) > 1 or r["value"] < 0.6 * right):
            at, shift, place = r["high"], (8, 0), {"ha": "left", "va": "center"}
        elif i == 0:
            at, shift, place = r["low"], (-8, 0), {"ha": "right", "va": "center"}
        else:
            at, shift, place = r["value"], (0, 7 if i % 2 else -7), {"ha": "center", "va": "bottom" if i % 2 else "top"}
        label(axes, text, at, y, shift, colour, **place)
