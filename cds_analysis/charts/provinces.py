"""A place among others: ranked dots, rank bands, small multiples."""

import re
from functools import lru_cache

import matplotlib.pyplot as plt
from matplotlib.collections import LineCollection

from .. import words
from .maps import alt_of, title_of
from .style import BLUE, GREY, ORANGE, STYLE, Chart, finish

MANY = 20  # units from which rows and panels stand closer
FREE = STYLE | {"figure.constrained_layout.use": False}  # margins are set: half the time of fitting them


def ranked(about: dict, claims: dict, record: dict, lang: str) -> Chart:
    """All units with a figure as dots from the highest down, the place in orange, the names of chosen units bold."""
    found, names = about["found"], claims["names"]
    few = words.chosen_few(claims)
    rows = [
        (
            names[slug],
            value,
            words.compact(value, about["unit"], lang),
            slug in claims["own"],
            few and slug in claims["peers"],
        )
        for slug, value in found["values"].items()
    ]
    title = title_of(about, lang)
    caption = words.ranked_caption(about, claims, record, any(row[4] for row in rows), lang)
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
        axes.xaxis.set_major_formatter(lambda v, _: words.number(v, lang, 0))
        axes.grid(axis="y", visible=False)
        figure.suptitle(title, fontsize=9.5, fontweight="bold", x=0.02, ha="left", wrap=True)
    return finish(figure, "", "", "").svg


def rank_bands(claims: dict, lang: str) -> Chart:
    """Rank and confidence set of each old unit compared, the best on top; the place's own units in orange."""
    bands, names = claims["bands"], claims["names_old"]
    units = bands["units"]
    title = words.say(
        ("Thứ hạng DTI năm {y} và khoảng tin cậy {l:pct0}", "DTI rank, {y}, and {l:pct0} confidence set"),
        lang,
        y=bands["year"],
        l=bands["level"],
    )
    rows = tuple((names[u["slug"]], u["rank"], u["best"], u["worst"]) for u in units)
    own = [u["slug"] in claims["own_old"] for u in units]
    svg = _painted(
        _bands(rows, bands["field"], title, lang),
        bar=[ORANGE if mine else BLUE for mine in own],
        dot=["none" if mine else BLUE for mine in own],
        diamond=[ORANGE if mine else "none" for mine in own],
    )
    pair = ("{name} {r:n0} (từ {a:n0} đến {b:n0})", "{name} {r:n0} ({a:n0} to {b:n0})")
    parts = [words.say(pair, lang, name=row[0], r=row[1], a=row[2], b=row[3]) for row in rows]
    caption = words.pick(
        (
            "Chấm: thứ hạng tính từ điểm số; dải: các thứ hạng chưa thể loại trừ. Địa giới cũ.",
            "Mark: rank from the scores; bar: ranks that cannot be excluded. Old borders.",
        ),
        lang,
    )
    return Chart(f"rank_bands.{lang}", svg, f"{title}: {'; '.join(parts)}.", caption)


PARTS = {"bar": 1, "dot": 2, "diamond": 3}


def _paints(part: str, n: int) -> list[str]:
    """A colour of its own for a part of each of n units, to be found and replaced by `_painted`."""
    return [f"#{PARTS[part]:02x}{i:04x}" for i in range(n)]


def _painted(svg: str, **colours: list[str]) -> str:
    """A drawing kept for all places, with the colours of each unit's parts for one of them."""
    known = {
        key: paint
        for part, paints in colours.items()
        for key, paint in zip(_paints(part, len(paints)), paints, strict=True)
    }
    return re.sub(r"#0[123]00[0-9a-f]{2}", lambda found: known[found[0]], svg)


@lru_cache(maxsize=32)
def _bands(rows: tuple, field: int, title: str, lang: str) -> str:
    """The SVG of rows (name, rank, best, worst) with a dot and a diamond at each rank, each part in its `_paints`."""
    n, many = len(rows), len(rows) > MANY
    high = 1.0 + (0.19 if many else 0.25) * n
    with plt.rc_context(FREE):
        figure, axes = plt.subplots(figsize=(4.8, high))
        figure.subplots_adjust(left=0.29, right=0.98, bottom=0.5 / high, top=1 - 0.35 / high)
        bars = [[(best, i), (worst, i)] for i, (_, _, best, worst) in enumerate(rows)]
        axes.add_collection(LineCollection(bars, colors=_paints("bar", n), lw=5, alpha=0.35, capstyle="butt"))
        for part, mark in (("dot", "o"), ("diamond", "D")):
            axes.scatter([r[1] for r in rows], range(n), s=42, marker=mark, c=_paints(part, n), zorder=3)
        axes.set_yticks(range(n), [row[0] for row in rows], fontsize=7.8 if many else 8.5)
        axes.set_ylim(n - 0.4, -0.6)
        axes.set_xlim(0, field + 1)
        axes.set_xlabel(words.pick(("thứ hạng (1 là cao nhất)", "rank (1 is the best)"), lang), fontsize=8.5)
        axes.grid(axis="y", visible=False)
        figure.suptitle(title, fontsize=9.5, fontweight="bold", x=0.02, ha="left", y=1 - 0.08 / high, va="top")
    return finish(figure, "", "", "").svg


def small_multiples(indicator: str, name: str, claims: dict, last_before: int, lang: str) -> Chart:
    """A panel an old unit compared: its scores in blue (the place's own in orange), the median of all in grey.

    Args:
        last_before: The year after which the lines break.
    """
    series, names = claims["series"][indicator], claims["names_old"]
    units = {s: v for s, v in series["units"].items() if v}
    panels = tuple((names[s], tuple(v.items())) for s, v in units.items())
    svg = _panels(panels, tuple(series["median"].items()), name, last_before, lang)
    svg = _painted(svg, bar=[ORANGE if s in claims["own_old"] else BLUE for s in units])
    parts = [f"{names[s]} {max(v)}: {words.number(v[max(v)], lang, 2)}" for s, v in units.items()]
    caption = words.say(
        (
            "Đường xám: trung vị các tỉnh, thành phố; đường chấm: thay đổi trọng số PCI sau năm {y}. Địa giới cũ.",
            "Grey: median of all units; dotted: PCI weights changed after {y}. Old borders.",
        ),
        lang,
        y=last_before,
    )
    head = words.pick(("Điểm mới nhất: ", "Newest scores: "), lang)
    return Chart(f"panels_{indicator}.{lang}", svg, f"{name}. {head}{'; '.join(parts)}.", caption)


@lru_cache(maxsize=32)
def _panels(panels: tuple, median: tuple, title: str, last_before: int, lang: str) -> str:
    """The SVG of panels (name, (year, value)s), each unit's line and name in its `_paints`."""
    paints = _paints("bar", len(panels))
    everything = [point for values in (median, *(p[1] for p in panels)) for point in values]
    low, high = min(v for _, v in everything), max(v for _, v in everything)
    first, last = min(y for y, _ in everything), max(y for y, _ in everything)
    across = min(len(panels), 5 if len(panels) > MANY else 3) or 1
    step = max(last - first, 1) * 1.22  # from panel to panel, in years
    down, tall = -(-len(panels) // across), 1.55  # in heights of a panel
    lines: dict[tuple, list] = {}
    with plt.rc_context(FREE | {"axes.grid": False}):
        figure, axes = plt.subplots(figsize=(7.4 if across == 5 else 5.6, 0.5 + 1.1 * down))
        figure.subplots_adjust(left=0.07, right=0.99, bottom=0.02, top=1 - 0.3 / figure.get_figheight())
        axes.axis("off")
        axes.set_xlim(-0.5, across * step - 0.2 * (last - first))
        axes.set_ylim(-tall * down + 0.2, 0.25)
        for i, ((name, values), paint) in enumerate(zip(panels, paints, strict=True)):
            left, floor = (i % across) * step - first, -tall * (i // across) - 1  # axes units of year 0 and of `low`
            lines.setdefault(("#999999", 0.8, "-"), []).append([(left + first, floor), (left + last, floor)])
            there = left + last_before + 0.5
            lines.setdefault((GREY, 0.8, ":"), []).append([(there, floor), (there, floor + 1)])
            for figures, colour, width in ((median, GREY, 1.0), (values, paint, 1.8)):
                for run in _runs(dict(figures), last_before):
                    points = [(left + y, floor + (v - low) / ((high - low) or 1.0)) for y, v in run]
                    lines.setdefault((colour, width, "-" if len(run) > 1 else "o"), []).append(points)
            axes.text(left + first, floor + 1.03, name, fontsize=8.2, fontweight="bold", color=paint)
            axes.text(left + first, floor - 0.04, str(first), fontsize=7, va="top")
            axes.text(left + last, floor - 0.04, str(last), fontsize=7, va="top", ha="right")
            if i % across == 0:
                for edge, at in ((low, floor), (high, floor + 1)):
                    text = words.number(edge, lang, 1)
                    axes.text(left + first - 0.5, at, text, fontsize=7, ha="right", va="center")
        for (colour, width, kind), segments in lines.items():
            if kind == "o":
                axes.plot(*zip(*[s[0] for s in segments], strict=True), ls="none", marker="o", ms=3, color=colour)
            else:
                axes.add_collection(LineCollection(segments, colors=colour, lw=width, ls=kind, capstyle="projecting"))
        axes.set_title(title, fontsize=9.5, fontweight="bold")
    return finish(figure, "", "", "").svg


def _runs(values: dict[int, float], last_before: int) -> list[list[tuple[int, float]]]:
    """Neighbouring years of one weighting, each a run of (year, value); a lone year is a run of its own."""
    runs: list[list[tuple[int, float]]] = []
    for year in sorted(values):
        if not runs or year != runs[-1][-1][0] + 1 or year == last_before + 1:
            runs.append([])
        runs[-1].append((year, values[year]))
    return runs
