"""A place among others: ranked dots, rank bands, small multiples."""

from matplotlib.collections import LineCollection

from ..series.across import REWEIGHTED
from ..words.spelling import compact, number
from .style import BLUE, FREE, GREY, ORANGE, SIZE, STYLE, Chart, finish, panel, rows, told

MANY = 20  # units from which rows and panels stand closer


def ranked(finding, about: dict) -> Chart:
    """All units with a figure as dots from the highest down, the place in orange, the names of chosen units bold."""
    claims, lang, values = finding.claims, finding.study.lang, about["found"]["values"]
    bold = [finding.few and slug in claims["peers"] for slug in values]
    with panel(SIZE[0], 1.1 + 0.24 * len(values)) as (figure, axes):
        for i, (slug, value) in enumerate(values.items()):
            own = slug in claims["own"]
            look = {"marker": "D" if own else "o", "ms": 7 if own else 6, "color": ORANGE if own else BLUE}
            axes.plot([0, value], [i, i], color="#cccccc", lw=1)
            axes.plot(value, i, ls="none", **look)
            place = {"xytext": (8, 0), "textcoords": "offset points", "va": "center"}
            axes.annotate(compact(value, about["unit"], lang), (value, i), **place)
        rows(axes, [claims["names"][slug] for slug in values], max(values.values()) * 1.22, lang, bold)
        figure.suptitle(finding.text("title", about), fontsize=9.5, fontweight="bold", x=0.02, ha="left", wrap=True)
    name = f"ranked_{about['indicator']}_{about['measure']}.{lang}"
    return finish(figure, name, finding.text("alt", about), finding.text("ranked_caption", about, any(bold)))


def bands(finding) -> Chart | None:
    """Rank and confidence set of each old unit compared, the best on top; the place's own units in orange."""
    claims, units = finding.claims, finding.claims["bands"]["units"]
    if not units:
        return None
    n, many = len(units), len(units) > MANY
    high = 1.0 + (0.19 if many else 0.25) * n
    own = [unit["slug"] in claims["own_old"] for unit in units]
    with panel(SIZE[0], high, **FREE) as (figure, axes):
        figure.subplots_adjust(left=0.36, right=0.98, bottom=0.5 / high, top=1 - 0.35 / high)
        bars = [[(unit["best"], i), (unit["worst"], i)] for i, unit in enumerate(units)]
        colours = [ORANGE if mine else BLUE for mine in own]
        axes.add_collection(LineCollection(bars, colors=colours, lw=5, alpha=0.35, capstyle="butt"))
        for mark, colour, mine in (("o", BLUE, False), ("D", ORANGE, True)):
            at = [i for i in range(n) if own[i] == mine]
            axes.scatter([units[i]["rank"] for i in at], at, s=42, marker=mark, c=colour, zorder=3)
        names = [claims["names_old"][unit["slug"]] for unit in units]
        rows(axes, names, claims["bands"]["field"] + 1, finding.study.lang)
        axes.set_xlabel(finding.text("bands_axis"))
        title = {"x": 0.02, "ha": "left", "y": 1 - 0.08 / high, "va": "top"}
        figure.suptitle(finding.text("bands_title"), fontsize=9.5, fontweight="bold", **title)
    return told(figure, finding, "rank_bands", "bands")


def small_multiples(finding, indicator: str) -> Chart:
    """A panel an old unit compared: its scores in blue (the place's own in orange), the median of all in grey."""
    claims, lang = finding.claims, finding.study.lang
    series, names = claims["series"][indicator], claims["names_old"]
    units = {slug: values for slug, values in series["units"].items() if values}
    title = finding.study.known.indicator(indicator).name(lang)
    panels = [(names[s], values, ORANGE if s in claims["own_old"] else BLUE) for s, values in units.items()]
    everything = [point for values in (series["median"], *units.values()) for point in values.items()]
    low, high = min(v for _, v in everything), max(v for _, v in everything)
    first, last = min(y for y, _ in everything), max(y for y, _ in everything)
    across = min(len(panels), 5 if len(panels) > MANY else 3) or 1
    step = max(last - first, 1) * 1.22  # from panel to panel, in years
    down, tall = -(-len(panels) // across), 1.55  # in heights of a panel
    wide, size = (7.4, 7) if across == 5 else (SIZE[0], STYLE["font.size"])
    lines: dict[tuple, list] = {}
    with panel(wide, 0.5 + 1.1 * down, **FREE, **{"axes.grid": False}) as (figure, axes):
        figure.subplots_adjust(
            left=0.03 + 5 * size / (72 * wide), right=0.99, bottom=0.02, top=1 - 0.3 / figure.get_figheight()
        )
        axes.axis("off")
        axes.set_xlim(-0.5, across * step - 0.2 * (last - first))
        axes.set_ylim(-tall * down + 0.2, 0.25)
        for i, (name, values, paint) in enumerate(panels):
            left, floor = (i % across) * step - first, -tall * (i // across) - 1  # axes units of year 0 and of `low`
            lines.setdefault(("#999999", 0.8, "-"), []).append([(left + first, floor), (left + last, floor)])
            there = left + REWEIGHTED + 0.5
            lines.setdefault((GREY, 0.8, ":"), []).append([(there, floor), (there, floor + 1)])
            for figures, colour, width in ((series["median"], GREY, 1.0), (values, paint, 1.8)):
                for run in _runs(figures):
                    points = [(left + y, floor + (v - low) / ((high - low) or 1.0)) for y, v in run]
                    lines.setdefault((colour, width, "-" if len(run) > 1 else "o"), []).append(points)
            axes.text(left + first, floor + 1.03, name, fontsize=size * 1.02, fontweight="bold", color=paint)
            axes.text(left + first, floor - 0.04, str(first), fontsize=size, va="top")
            axes.text(left + last, floor - 0.04, str(last), fontsize=size, va="top", ha="right")
            if i % across == 0:
                for edge, at in ((low, floor), (high, floor + 1)):
                    text = number(edge, lang, 1)
                    axes.text(left + first - 0.5, at, text, fontsize=size, ha="right", va="center")
        for (colour, width, kind), segments in lines.items():
            if kind == "o":
                axes.plot(*zip(*[s[0] for s in segments], strict=True), ls="none", marker="o", ms=3, color=colour)
            else:
                axes.add_collection(LineCollection(segments, colors=colour, lw=width, ls=kind, capstyle="projecting"))
        axes.set_title(title, fontsize=9.5, fontweight="bold")
    newest = [(names[slug], max(values), values[max(values)]) for slug, values in units.items()]
    alt, caption = finding.text("panels_alt", title, newest), finding.text("panels_caption", REWEIGHTED)
    return finish(figure, f"panels_{indicator}.{lang}", alt, caption)


def _runs(values: dict[int, float]) -> list[list[tuple[int, float]]]:
    """Neighbouring years of one weighting, each a run of (year, value); a lone year is a run of its own."""
    runs: list[list[tuple[int, float]]] = []
    for year in sorted(values):
        if not runs or year != runs[-1][-1][0] + 1 or year == REWEIGHTED + 1:
            runs.append([])
        runs[-1].append((year, values[year]))
    return runs
