"""A place among others: ranked dots, rank bands, small multiples."""

from functools import lru_cache

import matplotlib.pyplot as plt
from matplotlib.collections import LineCollection

from .. import wording
from .base import BLUE, GREY, ORANGE, STYLE, Chart, finish
from .maps import alt_of, title_of

MANY = 20  # units from which rows and panels stand closer
FREE = STYLE | {"figure.constrained_layout.use": False}  # margins are set: half the time of fitting them


def ranked(about: dict, claims: dict, record: dict, lang: str) -> Chart:
    """All units with a figure as dots from the highest down, the place in orange, the names of chosen units bold."""
    found, names = about["found"], claims["names"]
    few = wording.chosen_few(claims)
    rows = [
        (
            names[slug],
            value,
            wording.compact(value, about["unit"], lang),
            slug in claims["own"],
            few and slug in claims["peers"],
        )
        for slug, value in found["values"].items()
    ]
    title = title_of(about, lang)
    caption = wording.ranked_caption(about, claims, record, any(row[4] for row in rows), lang)
    name = f"ranked_{about['indicator']}_{about['measure']}.{lang}"
    return Chart(name, _dots(tuple(rows), title, lang), alt_of(about, claims, title, lang), caption)


@lru_cache(maxsize=64)
def _dots(rows: tuple, title: str, lang: str) -> str:
    """The SVG of rows (name, value, its text, whether it is the place's own, whether its name is bold)."""
    with plt.rc_context(STYLE):
        figure, axes = plt.subplots(figsize=(4.8, 1.1 + 0.24 * len(rows)))
        for i, (_, value, text, own, _) in enumerate(rows):
            look = {"marker": "D" if own else "o", "ms": 7 if own else 6, "color": ORANGE if own else BLUE}
            axes.plot([0, value], [i, i], color="#cccccc", lw=1)
            axes.plot(value, i, ls="none", **look)
            place = {"xytext": (8, 0), "textcoords": "offset points", "va": "center", "fontsize": 8.5}
            axes.annotate(text, (value, i), **place)
        axes.set_yticks(range(len(rows)), [row[0] for row in rows], fontsize=8.5)
        for label, row in zip(axes.get_yticklabels(), rows, strict=True):
            label.set_fontweight("bold" if row[4] else "normal")
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.set_xlim(0, max(row[1] for row in rows) * 1.18)
        axes.xaxis.set_major_formatter(lambda v, _: wording.number(v, lang, 0))
        axes.grid(axis="y", visible=False)
        figure.suptitle(title, fontsize=9.5, fontweight="bold", x=0.02, ha="left", wrap=True)
    return finish(figure, "", "", "").svg


def rank_bands(claims: dict, lang: str) -> Chart:
    """Rank and confidence set of each old unit compared, the best on top; the place's own units in orange."""
    bands, names = claims["bands"], claims["names_old"]
    units = bands["units"]
    title = wording.say(
        ("Thứ hạng DTI năm {y} và khoảng tin cậy {l:pct0}", "DTI rank, {y}, and {l:pct0} confidence set"),
        lang,
        y=bands["year"],
        l=bands["level"],
    )
    many = len(units) > MANY
    high = 1.0 + (0.19 if many else 0.25) * len(units)
    with plt.rc_context(FREE):
        figure, axes = plt.subplots(figsize=(4.8, high))
        figure.subplots_adjust(left=0.29, right=0.98, bottom=0.5 / high, top=1 - 0.35 / high)
        for mine, colour, mark in ((False, BLUE, "o"), (True, ORANGE, "D")):
            rows = [(i, u) for i, u in enumerate(units) if (u["slug"] in claims["own_old"]) == mine]
            bars = [[(u["best"], i), (u["worst"], i)] for i, u in rows]
            axes.add_collection(LineCollection(bars, colors=colour, lw=5, alpha=0.35, capstyle="butt"))
            axes.plot([u["rank"] for _, u in rows], [i for i, _ in rows], ls="none", marker=mark, ms=6.5, color=colour)
        axes.set_yticks(range(len(units)), [names[u["slug"]] for u in units], fontsize=7.8 if many else 8.5)
        axes.set_ylim(len(units) - 0.4, -0.6)
        axes.set_xlim(0, bands["field"] + 1)
        axes.set_xlabel(wording.pick(("thứ hạng (1 là cao nhất)", "rank (1 is the best)"), lang), fontsize=8.5)
        axes.grid(axis="y", visible=False)
        figure.suptitle(title, fontsize=9.5, fontweight="bold", x=0.02, ha="left", y=1 - 0.08 / high, va="top")
    pair = ("{name} {r:n0} (từ {a:n0} đến {b:n0})", "{name} {r:n0} ({a:n0} to {b:n0})")
    parts = [wording.say(pair, lang, name=names[u["slug"]], r=u["rank"], a=u["best"], b=u["worst"]) for u in units]
    caption = wording.pick(
        (
            "Chấm: thứ hạng tính từ điểm số; dải: các thứ hạng chưa thể loại trừ. Địa giới cũ.",
            "Mark: rank from the scores; bar: ranks that cannot be excluded. Old borders.",
        ),
        lang,
    )
    return finish(figure, f"rank_bands.{lang}", f"{title}: {'; '.join(parts)}.", caption)


def small_multiples(indicator: str, name: str, claims: dict, last_before: int, lang: str) -> Chart:
    """A panel an old unit compared: its scores in blue (the place's own in orange), the median of all in grey.

    Args:
        last_before: The year after which the lines break.
    """
    series = claims["series"][indicator]
    units = {s: v for s, v in series["units"].items() if v}
    middle = {int(y): v for y, v in series["median"].items()}
    everything = [v for values in (middle, *units.values()) for v in values.values()]
    years = [y for values in (middle, *units.values()) for y in values]
    low, high, first, last = min(everything), max(everything), min(years), max(years)
    across = min(len(units), 5 if len(units) > MANY else 3) or 1
    step = max(last - first, 1) * 1.22  # from panel to panel, in years
    down, tall = -(-len(units) // across), 1.55  # in heights of a panel
    lines: dict[tuple, list] = {}
    with plt.rc_context(FREE | {"axes.grid": False}):
        figure, axes = plt.subplots(figsize=(7.4 if across == 5 else 5.6, 0.5 + 1.1 * down))
        figure.subplots_adjust(left=0.07, right=0.99, bottom=0.02, top=1 - 0.3 / figure.get_figheight())
        axes.axis("off")
        axes.set_xlim(-0.5, across * step - 0.2 * (last - first))
        axes.set_ylim(-tall * down + 0.2, 0.25)
        for i, (slug, values) in enumerate(units.items()):
            colour = ORANGE if slug in claims["own_old"] else BLUE
            left, floor = (i % across) * step - first, -tall * (i // across) - 1  # axes units of year 0 and of `low`
            lines.setdefault(("#999999", 0.8, "-"), []).append([(left + first, floor), (left + last, floor)])
            there = left + last_before + 0.5
            lines.setdefault((GREY, 0.8, ":"), []).append([(there, floor), (there, floor + 1)])
            for run, paint, width in [(r, GREY, 1.0) for r in _runs(middle, last_before)] + [
                (r, colour, 1.8) for r in _runs(values, last_before)
            ]:
                points = [(left + y, floor + (v - low) / ((high - low) or 1.0)) for y, v in run]
                lines.setdefault((paint, width, "-" if len(run) > 1 else "o"), []).append(points)
            axes.text(
                left + first, floor + 1.03, claims["names_old"][slug], fontsize=8.2, fontweight="bold", color=colour
            )
            axes.text(left + first, floor - 0.04, str(first), fontsize=7, va="top")
            axes.text(left + last, floor - 0.04, str(last), fontsize=7, va="top", ha="right")
            if i % across == 0:
                for edge, at in ((low, floor), (high, floor + 1)):
                    text = wording.number(edge, lang, 1)
                    axes.text(left + first - 0.5, at, text, fontsize=7, ha="right", va="center")
        for (colour, width, kind), segments in lines.items():
            if kind == "o":
                axes.plot(*zip(*[s[0] for s in segments], strict=True), ls="none", marker="o", ms=3, color=colour)
            else:
                axes.add_collection(LineCollection(segments, colors=colour, lw=width, ls=kind, capstyle="projecting"))
        axes.set_title(name, fontsize=9.5, fontweight="bold")
    parts = [f"{claims['names_old'][s]} {max(v)}: {wording.number(v[max(v)], lang, 2)}" for s, v in units.items()]
    caption = wording.say(
        (
            "Đường xám: trung vị các tỉnh, thành phố; đường chấm: thay đổi trọng số PCI sau năm {y}. Địa giới cũ.",
            "Grey: median of all units; dotted: PCI weights changed after {y}. Old borders.",
        ),
        lang,
        y=last_before,
    )
    head = wording.pick(("Điểm mới nhất: ", "Newest scores: "), lang)
    return finish(figure, f"panels_{indicator}.{lang}", f"{name}. {head}{'; '.join(parts)}.", caption)


def _runs(values: dict[int, float], last_before: int) -> list[list[tuple[int, float]]]:
    """Neighbouring years of one weighting, each a run of (year, value); a lone year is a run of its own."""
    runs: list[list[tuple[int, float]]] = []
    for year in sorted(values):
        if not runs or year != runs[-1][-1][0] + 1 or year == last_before + 1:
            runs.append([])
        runs[-1].append((year, values[year]))
    return runs
