"""A place among the others: tile map, ranked dots, rank bands, small multiples."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.patches import Rectangle

from .. import wording
from .base import BLUE, GREY, ORANGE, STYLE, Chart, finish

FIFTHS = ("#eff3ff", "#bdd7e7", "#6baed6", "#3182bd", "#08519c")  # one hue, light to dark: safe for the colour-blind
TILE = (0.9, 0.36)  # inches


def tile_map(about: dict, fifths: dict, tiles: pd.DataFrame, claims: dict, record: dict, lang: str) -> Chart:
    """A tile a unit, roughly where it lies, coloured by fifth; hatched where there is no figure, the place framed.

    Args:
        about: One of the compared, with figures.
        fifths: 0 to 4 by slug.
        tiles: slug, border, row, column.
    """
    found, names = about["found"], claims["names"]
    tiles = tiles[(tiles["border"] == claims["border"]) & tiles["slug"].isin(names)]
    rows, columns = tiles["row"].max() + 1, tiles["column"].max() + 1
    title = _title(about, lang)
    style = STYLE | {
        "figure.constrained_layout.use": False,
        "axes.grid": False,
        "hatch.color": "#bbbbbb",
        "hatch.linewidth": 0.6,
    }
    with plt.rc_context(style):
        figure, axes = plt.subplots(figsize=(columns * TILE[0] + 0.1, rows * TILE[1] + 0.8))
        figure.subplots_adjust(left=0.01, right=0.99, bottom=0.01, top=1 - 0.3 / figure.get_figheight())
        axes.set_xlim(0, columns)
        axes.set_ylim(rows, -1.1)
        axes.axis("off")
        axes.set_title(title, fontsize=9.5, fontweight="bold")
        for tile in tiles.itertuples():
            fifth = fifths.get(tile.slug)
            look = {"facecolor": "white", "hatch": "////"} if fifth is None else {"facecolor": FIFTHS[fifth]}
            axes.add_patch(
                Rectangle((tile.column + 0.03, tile.row + 0.05), 0.94, 0.9, edgecolor="#999999", lw=0.6, **look)
            )
            if tile.slug in claims["own"]:
                frame = {"facecolor": "none", "edgecolor": ORANGE, "lw": 2.6, "zorder": 4}
                axes.add_patch(Rectangle((tile.column + 0.03, tile.row + 0.05), 0.94, 0.9, **frame))
            name = names[tile.slug].replace(" - ", " -\n")
            text = (
                name if fifth is None else f"{name}\n{wording.compact(found['values'][tile.slug], about['unit'], lang)}"
            )
            ground = {"facecolor": "white", "edgecolor": "none", "pad": 0.8} if fifth is None else None
            axes.text(
                tile.column + 0.5,
                tile.row + 0.5,
                text,
                ha="center",
                va="center",
                fontsize=7.2 if text.count("\n") < 2 else 6.2,
                linespacing=1.05,
                color="white" if fifth is not None and fifth > 2 else "black",
                bbox=ground,
            )
        for fifth, colour in enumerate(FIFTHS):
            axes.add_patch(Rectangle((fifth * 0.4, -0.85), 0.4, 0.35, facecolor=colour, edgecolor="#999999", lw=0.6))
        key = wording.pick(("thấp → cao, năm nhóm bằng nhau", "low → high, five equal groups"), lang)
        axes.text(2.1, -0.67, key, fontsize=7.6, va="center")
    caption = wording.say(
        (
            "Mỗi ô là một tỉnh, thành phố, đặt gần đúng vị trí, {border}. "
            "Ô gạch chéo: không có số liệu ({m:n0} đơn vị). Khung cam: {place}.",
            "A tile a unit, roughly where it lies, {border}. Hatched: no figure ({m:n0} units). Orange frame: {place}.",
        ),
        lang,
        border=wording.on_border(claims["border"], lang),
        m=found["field"] - len(found["values"]),
        place=record["place"][lang],
    )
    return finish(figure, f"map_{about['indicator']}.{lang}", _alt(about, claims, title, lang), caption)


def _title(about: dict, lang: str) -> str:
    """Indicator, measure and year; the unit where the values do not carry it."""
    plain = about["unit"] == "percent" or about["unit"].startswith("score")
    unit = "" if plain else f" ({about[f'unit_{lang}']})"
    return f"{wording.compared_name(about, lang)}, {about['found']['year']}{unit}"


def _alt(about: dict, claims: dict, title: str, lang: str) -> str:
    """Every value in words, from the highest down; units without a figure by number."""
    found, names = about["found"], claims["names"]
    own = [s for s in claims["own"] if s in found["values"]]
    parts = [
        f"{found['ranks'][s]}. {names[s]} {wording.compact(v, about['unit'], lang)}" for s, v in found["values"].items()
    ]
    head = [
        wording.say(
            ("{name} thứ {r:n0} trong {n:n0} đơn vị có số liệu", "{name} is {r:n0} of {n:n0} units with a figure"),
            lang,
            name=names[s],
            r=found["ranks"][s],
            n=len(found["values"]),
        )
        for s in own
    ]
    return ". ".join([title, *head, "; ".join(parts)]) + "."


def ranked(about: dict, claims: dict, record: dict, lang: str) -> Chart:
    """All units with a figure as dots from the highest down, the place in orange; names where there is room."""
    found, names = about["found"], claims["names"]
    slugs = list(found["values"])
    title = _title(about, lang)
    with plt.rc_context(STYLE):
        figure, axes = plt.subplots(figsize=(4.8, 1.1 + 0.24 * len(slugs)))
        for i, slug in enumerate(slugs):
            own, value = slug in claims["own"], found["values"][slug]
            axes.plot([0, value], [i, i], color="#cccccc", lw=1)
            axes.plot(
                value, i, ls="none", marker="D" if own else "o", ms=7 if own else 6, color=ORANGE if own else BLUE
            )
            axes.annotate(
                wording.compact(value, about["unit"], lang),
                (value, i),
                xytext=(8, 0),
                textcoords="offset points",
                va="center",
                fontsize=8.5,
            )
        axes.set_yticks(range(len(slugs)), [names[s] for s in slugs], fontsize=8.5)
        axes.set_ylim(len(slugs) - 0.4, -0.6)
        axes.set_xlim(0, max(found["values"].values()) * 1.18)
        axes.xaxis.set_major_formatter(lambda v, _: wording.number(v, lang, 0))
        axes.grid(axis="y", visible=False)
        figure.suptitle(title, fontsize=9.5, fontweight="bold", x=0.02, ha="left", wrap=True)
    caption = wording.say(
        (
            "Chỉ gồm {n:n0}/{m:n0} đơn vị có số liệu {border} theo thước đo này; hình thoi: {place}.",
            "Only the {n:n0} of {m:n0} units with a figure {border} by this measure; diamond: {place}.",
        ),
        lang,
        n=len(slugs),
        m=found["field"],
        border=wording.on_border(claims["border"], lang),
        place=record["place"][lang],
    )
    name = f"ranked_{about['indicator']}_{about['measure']}.{lang}"
    return finish(figure, name, _alt(about, claims, title, lang), caption)


def rank_bands(claims: dict, lang: str) -> Chart:
    """Rank and confidence set of each old unit of the region, the best on top; the place's own units in orange."""
    bands, names = claims["bands"], claims["names_old"]
    title = wording.say(
        ("Thứ hạng DTI năm {y} và khoảng tin cậy {l:pct0}", "DTI rank, {y}, and {l:pct0} confidence set"),
        lang,
        y=bands["year"],
        l=bands["level"],
    )
    with plt.rc_context(STYLE):
        figure, axes = plt.subplots(figsize=(4.8, 1.2 + 0.25 * len(bands["units"])))
        for i, unit in enumerate(bands["units"]):
            own = unit["slug"] in claims["own_old"]
            colour = ORANGE if own else BLUE
            axes.plot([unit["best"], unit["worst"]], [i, i], color=colour, lw=5, alpha=0.35, solid_capstyle="butt")
            axes.plot(unit["rank"], i, ls="none", marker="D" if own else "o", ms=6.5, color=colour)
        axes.set_yticks(range(len(bands["units"])), [names[u["slug"]] for u in bands["units"]], fontsize=8.5)
        axes.set_ylim(len(bands["units"]) - 0.4, -0.6)
        axes.set_xlim(0, bands["field"] + 1)
        axes.set_xlabel(wording.pick(("thứ hạng (1 là cao nhất)", "rank (1 is the best)"), lang), fontsize=8.5)
        axes.grid(axis="y", visible=False)
        figure.suptitle(title, fontsize=9.5, fontweight="bold", x=0.02, ha="left")
    pair = ("{name} {r:n0} (từ {a:n0} đến {b:n0})", "{name} {r:n0} ({a:n0} to {b:n0})")
    parts = [
        wording.say(pair, lang, name=names[u["slug"]], r=u["rank"], a=u["best"], b=u["worst"]) for u in bands["units"]
    ]
    caption = wording.pick(
        (
            "Điểm: thứ hạng tính từ điểm số; dải: những thứ hạng chưa thể loại trừ. Địa giới cũ.",
            "Mark: rank from the scores; bar: ranks that cannot be excluded. Old borders.",
        ),
        lang,
    )
    return finish(figure, f"rank_bands.{lang}", f"{title}: {'; '.join(parts)}.", caption)


def small_multiples(indicator: str, name: str, claims: dict, last_before: int, lang: str) -> Chart:
    """A panel an old unit of the region: its scores in blue (the place's own in orange), the median of all in grey.

    Args:
        last_before: The year after which the lines break.
    """
    series = claims["series"][indicator]
    units = {s: v for s, v in series["units"].items() if v}
    middle = {int(y): v for y, v in series["median"].items()}
    everything = [v for values in (middle, *units.values()) for v in values.values()]
    low, high = min(everything), max(everything)
    years = [y for values in (middle, *units.values()) for y in values]
    first, last = min(years), max(years)
    across, wide, tall = (
        3,
        max(last - first, 1) * 1.22,
        1.55,
    )  # a panel with its gap, in years and in heights of a panel
    down = -(-len(units) // across)
    style = STYLE | {"figure.constrained_layout.use": False, "axes.grid": False}
    with plt.rc_context(style):
        figure, axes = plt.subplots(figsize=(5.6, 0.5 + 1.1 * down))
        figure.subplots_adjust(left=0.07, right=0.99, bottom=0.02, top=1 - 0.3 / figure.get_figheight())
        axes.axis("off")
        axes.set_xlim(-0.5, across * wide - 0.2 * (last - first))
        axes.set_ylim(-tall * down + 0.2, 0.25)
        for i, (slug, values) in enumerate(units.items()):
            own = slug in claims["own_old"]
            left, floor = (i % across) * wide - first, -tall * (i // across) - 1  # axes units of year 0 and of `low`
            ground = [left + first, left + last]
            axes.plot(ground, [floor, floor], color="#999999", lw=0.8)
            axes.plot([left + last_before + 0.5] * 2, [floor, floor + 1], color=GREY, lw=0.8, ls=":")
            place = {"left": left, "floor": floor, "low": low, "span": (high - low) or 1.0}
            _broken(axes, middle, last_before, GREY, 1.0, **place)
            _broken(axes, values, last_before, ORANGE if own else BLUE, 1.8, **place)
            look = {"fontsize": 8.2, "fontweight": "bold", "color": ORANGE if own else BLUE, "va": "bottom"}
            axes.text(left + first, floor + 1.03, claims["names_old"][slug], **look)
            axes.text(left + first, floor - 0.04, str(first), fontsize=7, va="top")
            axes.text(left + last, floor - 0.04, str(last), fontsize=7, va="top", ha="right")
            if i % across == 0:
                for edge, at in ((low, floor), (high, floor + 1)):
                    text = wording.number(edge, lang, 1)
                    axes.text(left + first - 0.5, at, text, fontsize=7, ha="right", va="center")
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


def _broken(axes, values: dict[int, float], last_before: int, colour: str, width: float, **place: float) -> None:
    """Lines through neighbouring years of one weighting, moved to their panel; a lone year is a dot."""
    years, run = sorted(values), []
    for year in [*years, None]:
        if run and (year is None or year != run[-1] + 1 or run[-1] == last_before):
            dot = {"marker": "o", "ms": 3} if len(run) == 1 else {}
            heights = [place["floor"] + (values[y] - place["low"]) / place["span"] for y in run]
            axes.plot([place["left"] + y for y in run], heights, color=colour, lw=width, **dot)
            run = []
        run.append(year)
