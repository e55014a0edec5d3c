"""What the pages draw: the tile maps and the shares as small charts, as data for the templates."""

from collections.abc import Sequence
from pathlib import Path

from ..data import provinces
from ..findings.places import tiles as placed
from ..words.spelling import lower
from .read import Brief, say

STEPS = (10, 15, 20, 30)  # per cent, where the tiles of the share change colour
WIDE, HIGH = 220, 130  # of a small chart
LEFT, RIGHT, TOP, FOOT = 30, 10, 8, 18
MARKS = ("office_final", "office", "former", "goal", "fan")


def shown_on_map(briefs: Sequence[Brief], border: str) -> list[Brief]:
    """One brief a place of a border, of the newest edition the place has on it; the nation is no tile."""
    own = [b for b in briefs if b.border == border and b.place["tier"] == "province"]
    best: dict[str, Brief] = {}
    for brief in sorted(own, key=lambda b: (-b.edition, not b.plain, b.folder)):
        best.setdefault(brief.slug, brief)
    return list(best.values())


def views(briefs: Sequence[Brief]) -> list[tuple]:
    """What a map can show: the share of a year, (year,), then headlines, (kind, year, n), the last year forecast first.

    n is 0 for the target set last, 1 for the one before it. Plans run over five years; targets of years between their
    ends stand on the pages of the places, as older ones do.
    """
    years = [year for b in briefs for year in levels(b)]
    found = {(h["kind"], h["by"]) for b in briefs for h in b.headlines if h["by"] % 5 == 0 and h["by"] <= b.horizon}
    ordered = sorted(found, key=lambda pair: (-pair[1], pair[0] != "share"))
    aims = [(*pair, n) for pair in ordered for n in (0, 1) if any(headline(b, *pair, n) for b in briefs)]
    return ([(max(years),)] if years else []) + aims


def levels(brief: Brief) -> dict[int, tuple[float, bool]]:
    """The share by year, and whether it is an estimate: figures of the statistics office on the brief's border."""
    own = [f for f in brief.figures if not _elsewhere(f, brief)]
    return brief.modelled | {f["year"]: (f["value"], False) for f in own}


def step(value: float) -> int:
    return sum(value >= edge for edge in STEPS)


def headline(brief: Brief, kind: str, by: int, n: int = 0) -> dict | None:
    """Of the targets of a kind and year the one set last, or the n-th before it; None where the place has none."""
    own = [h for h in brief.headlines if (h["kind"], h["by"]) == (kind, by)]
    ordered = sorted(own, key=lambda h: h["decided"], reverse=True)
    return ordered[n] if n < len(ordered) else None


def tiles(border: str, data_dir: Path) -> list[tuple[provinces.Place, int, int]]:
    """The units of a border with their row and column, from north to south; none where data has no map."""
    if not (data_dir / "tiles.csv").is_file():
        return []
    found = placed(data_dir)
    at = {t.slug: (t.row + 1, t.column + 1) for t in found[found["border"] == border].itertuples()}
    units = [(place, *at[place.slug]) for place in provinces.units(data_dir, border) if place.slug in at]
    return sorted(units, key=lambda tile: tile[1:])


def scale(briefs: Sequence[Brief]) -> tuple[int, int, float]:
    """First and last year and the upper end of the values of some charts, the same for all of them."""
    years, values = [b.horizon for b in briefs], [0.0]
    for brief in briefs:
        years += [f["year"] for f in brief.figures]
        values += [f["value"] for f in brief.figures]
        values += [high for _, high in brief.bands.values()]
        values += [h["value"] for h in goals(brief)]
    return min(years), max(years), 10 * (max(values) // 10 + 1)


def goals(brief: Brief) -> list[dict]:
    """The targets for the share that a small chart shows."""
    return [h for h in brief.headlines if h["kind"] == "share" and h["by"] <= brief.horizon]


def _elsewhere(figure: dict, brief: Brief) -> bool:
    return figure["border"] != brief.border and not brief.place["unchanged"]


def measured(figure: dict, brief: Brief, lang: str) -> str:
    """Who counted, and that it was on the old border, where that is another one."""
    old = f", {say('on_old', lang)}" if _elsewhere(figure, brief) else ""
    return lower(figure[f"measure_{lang}"]) + old


def mark_of(figure: dict, brief: Brief) -> str:
    """How a figure is drawn: by border and whether it is final."""
    if _elsewhere(figure, brief):
        return "former"
    return "office_final" if figure["status"] == "final" else "office"


def newest(brief: Brief) -> dict:
    """The newest figure, on the brief's own border where there is one."""
    own = [f for f in brief.figures if not _elsewhere(f, brief)]
    return max(own or brief.figures, key=lambda f: f["year"])


def chart(brief: Brief, ends: tuple[int, int, float]) -> dict[str, list]:
    """A small chart on the scale of `scale`: where its lines, years, marks and the 80 % interval stand."""
    (first, last, top), bands = ends, brief.bands

    def at(year: float, value: float) -> tuple[float, float]:
        across = (year - first) / max(last - first, 1)
        return LEFT + across * (WIDE - LEFT - RIGHT), HIGH - FOOT - value / top * (HIGH - TOP - FOOT)

    return {
        "levels": [(value, at(first, value)[1]) for value in (0, top / 2, top)],
        "years": [(year, at(year, 0)[0], anchor) for year, anchor in ((first, "start"), (last, "end"))],
        "fan": [at(y, high) for y, (_, high) in bands.items()] + [at(y, bands[y][0]) for y in reversed(bands)],
        "marks": [("goal", *at(h["by"], h["value"])) for h in goals(brief)]
        + [(mark_of(f, brief), *at(f["year"], f["value"])) for f in brief.figures],
    }
