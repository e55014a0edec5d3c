"""Tile maps: a tile a unit, roughly where it lies. The tiles are the same for every place of a border: drawn once."""

from functools import lru_cache

import pandas as pd
from matplotlib.patches import Rectangle

from ..words.spelling import compact
from .style import FREE, INK, ORANGE, Chart, finish, panel

FIFTHS = ("#eff3ff", "#bdd7e7", "#6baed6", "#3182bd", "#08519c")  # one hue, light to dark: safe for the colour-blind
HATCHED = FREE | {"axes.grid": False, "hatch.color": "#bbbbbb", "hatch.linewidth": 0.6}
TILE = (0.9, 0.36)  # inches
ABOVE = 1.1  # rows above the tiles, for the key
SIDE, HEAD, FOOT = 0.01, 0.3, 0.01  # margins: part of the width, inches, part of the height
POINTS = 72  # an inch in the units of an SVG


def tile_map(finding, about: dict, fifths: dict, tiles: pd.DataFrame) -> Chart:
    """A tile a unit, coloured by fifth; hatched where there is no figure, the place and the chosen units framed.

    Args:
        about: One of the compared, with figures.
        fifths: 0 to 4 by slug.
        tiles: slug, border, row, column.
    """
    claims, lang = finding.claims, finding.study.lang
    names, values = claims["names"], about["found"]["values"]
    tiles = tiles[(tiles["border"] == claims["border"]) & tiles["slug"].isin(names)]
    cells = []
    for tile in tiles.itertuples():
        lines = [names[tile.slug].replace(" - ", " -\n")]
        if tile.slug in fifths:
            lines.append(compact(values[tile.slug], about["unit"], lang))
        cells.append((tile.column, tile.row, "\n".join(lines), fifths.get(tile.slug)))
    size = (int(tiles["column"].max()) + 1, int(tiles["row"].max()) + 1)
    at = {tile.slug: (tile.column, tile.row) for tile in tiles.itertuples()}
    others = [slug for slug in claims["peers"] if slug not in claims["own"]] if finding.few else []
    frames = [_frame(*at[slug], size, INK, 1.5) for slug in others]
    frames += [_frame(*at[slug], size, ORANGE, 2.6) for slug in claims["own"]]
    svg = _tiles(tuple(cells), size, finding.text("title", about), finding.text("map_key"))
    svg = svg.replace("</svg>", "".join(frames) + "</svg>")
    caption = finding.text("map_caption", about, bool(others))
    return Chart(f"map_{about['indicator']}.{lang}", svg, finding.text("alt", about), caption)


def _measures(size: tuple[int, int]) -> tuple[float, float]:
    """Width and height of a map in inches from its columns and rows."""
    return size[0] * TILE[0] + 0.1, size[1] * TILE[1] + 0.8


def _frame(column: int, row: int, size: tuple[int, int], colour: str, width: float) -> str:
    """The frame of one tile in the SVG of `_tiles`."""
    wide, high = (POINTS * x for x in _measures(size))
    across, down = (1 - 2 * SIDE) * wide / size[0], ((1 - FOOT) * high - HEAD * POINTS) / (size[1] + ABOVE)
    x, y = SIDE * wide + (column + 0.03) * across, HEAD * POINTS + (row + ABOVE + 0.05) * down
    shape = f'x="{x:.2f}" y="{y:.2f}" width="{0.94 * across:.2f}" height="{0.9 * down:.2f}"'
    return f'<rect {shape} style="fill: none; stroke: {colour}; stroke-width: {width}"/>\n'


@lru_cache(maxsize=64)
def _tiles(cells: tuple, size: tuple[int, int], title: str, key: str) -> str:
    """The SVG of all tiles (column, row, text, fifth or None) without frames."""
    with panel(*_measures(size), **HATCHED) as (figure, axes):
        figure.subplots_adjust(left=SIDE, right=1 - SIDE, bottom=FOOT, top=1 - HEAD / figure.get_figheight())
        axes.set_xlim(0, size[0])
        axes.set_ylim(size[1], -ABOVE)
        axes.axis("off")
        axes.set_title(title, fontsize=9.5, fontweight="bold")
        for column, row, text, fifth in cells:
            look, written = {"facecolor": "white", "hatch": "////"}, {"color": "black"}
            if fifth is None:
                written["bbox"] = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}
            else:
                look, written["color"] = {"facecolor": FIFTHS[fifth]}, "white" if fifth > 2 else "black"
            axes.add_patch(Rectangle((column + 0.03, row + 0.05), 0.94, 0.9, edgecolor="#999999", lw=0.6, **look))
            written |= {"ha": "center", "va": "center", "fontsize": 7.2 if text.count("\n") < 2 else 6.2}
            axes.text(column + 0.5, row + 0.5, text, linespacing=1.05, **written)
        for fifth, colour in enumerate(FIFTHS):
            axes.add_patch(Rectangle((fifth * 0.4, -0.85), 0.4, 0.35, facecolor=colour, edgecolor="#999999", lw=0.6))
        axes.text(2.1, -0.67, key, fontsize=7.6, va="center")
    return finish(figure, "", "", "").svg
