"""The share of one place as a small chart: an SVG drawn from the numbers of results.json, for pages alone."""

from collections.abc import Sequence
from html import escape

from .. import words as wording
from .read import Brief
from .words import say

WIDE, HIGH = 220, 130
LEFT, RIGHT, TOP, FOOT = 30, 10, 8, 18
OFFICE = "gso-experimental"
MARKS = ("office_final", "office", "former", "other_measure", "goal", "fan")


def scale(briefs: Sequence[Brief]) -> tuple[int, int, float]:
    """First and last year and the upper end of the values of some charts, the same for all of them."""
    years, values = [b.horizon for b in briefs], [0.0]
    for brief in briefs:
        years += [f["year"] for f in brief.share["figures"]]
        values += [f["value"] for f in brief.share["figures"]]
        values += [high for _, high in brief.share["bands"].values()]
        values += [h.value for h in _goals(brief)]
    return min(years), max(years), 10 * (max(values) // 10 + 1)


def _goals(brief: Brief) -> list:
    return [h for h in brief.headlines if h.kind == "share" and h.by <= brief.horizon]


def _mark(name: str, x: float, y: float) -> str:
    """Hollow: not final, as in the charts of the briefs."""
    if name in ("office", "office_final"):
        return f'<circle class="{name}" cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
    if name == "former":
        return f'<path class="{name}" d="M{x:.1f} {y - 4.5:.1f}l4.5 8h-9z"/>'
    if name == "goal":
        return f'<path class="{name}" d="M{x:.1f} {y - 5:.1f}l4 5l-4 5l-4 -5z"/>'
    if name == "fan":
        return f'<rect class="{name}" x="{x - 7:.1f}" y="{y - 5:.1f}" width="14" height="10"/>'
    return f'<rect class="{name}" x="{x - 3.2:.1f}" y="{y - 3.2:.1f}" width="6.4" height="6.4"/>'


def key(lang: str) -> str:
    """The marks in words."""
    items = "".join(
        f'<li><svg viewBox="0 0 16 12" width="16" height="12" aria-hidden="true">{_mark(name, 8, 6)}</svg> '
        f"{escape(say(name, lang))}</li>"
        for name in MARKS
    )
    return f'<ul class="key">{items}</ul>\n'


def _measured(figure: dict, brief: Brief, lang: str) -> str:
    """Who counted, and that it was on the old border, where that is another one."""
    old = figure["border"] != brief.border and not brief.place["unchanged"]
    return wording.lower(figure[f"measure_{lang}"]) + (f", {say('on_old', lang)}" if old else "")


def mark_of(figure: dict, brief: Brief) -> str:
    """How a figure is drawn: by measure, border and whether it is final."""
    if figure["measure"] != OFFICE:
        return "other_measure"
    if figure["border"] != brief.border and not brief.place["unchanged"]:
        return "former"
    return "office_final" if figure["status"] == "final" else "office"


def _spoken(brief: Brief, lang: str) -> str:
    """Every figure with its measure, as alt text."""
    figures = [
        f"{f['year']}: {wording.number(f['value'], lang)}% ({_measured(f, brief, lang)})"
        for f in brief.share["figures"]
    ]
    goals = [f"{say('goal', lang)}: {h.asked[lang]}" for h in _goals(brief)]
    return "; ".join([*figures, *goals])


def interval(brief: Brief, lang: str) -> str:
    """The 80 % interval of the last year in words, or that there is none."""
    band = brief.share["bands"].get(brief.horizon)
    if not band:
        return say("no_forecast", lang)
    pair = (
        "Khoảng dự báo 80% cho năm {y} là từ {a:pct1} đến {b:pct1}.",
        "80% forecast interval for {y}: {a:pct1} to {b:pct1}.",
    )
    return wording.say(pair, lang, y=brief.horizon, a=band[0], b=band[1])


def newest(brief: Brief, lang: str) -> str:
    """The newest figure with its year and measure: that of the statistics office, where there is one."""
    office = [f for f in brief.share["figures"] if mark_of(f, brief) in ("office", "office_final")]
    f = max(office or brief.share["figures"], key=lambda f: f["year"])
    words = ("Năm {y}: {x:pct} ({m}).", "{y}: {x:pct} ({m}).")
    return wording.say(words, lang, y=f["year"], x=f["value"], m=_measured(f, brief, lang))


def chart(brief: Brief, lang: str, ends: tuple[int, int, float]) -> str:
    """The chart on the scale of `scale`: figures by measure, the 80 % interval, the targets."""
    first, last, top = ends

    def at(year: float, value: float) -> tuple[float, float]:
        across = (year - first) / max(last - first, 1)
        return LEFT + across * (WIDE - LEFT - RIGHT), HIGH - FOOT - value / top * (HIGH - TOP - FOOT)

    parts = []
    for value in (0, top / 2, top):
        y = at(first, value)[1]
        parts.append(f'<path class="grid" d="M{LEFT} {y:.1f}H{WIDE - RIGHT}"/>')
        parts.append(f'<text x="{LEFT - 4}" y="{y + 3:.1f}" text-anchor="end">{wording.number(value, lang, 0)}%</text>')
    for year, anchor in ((first, "start"), (last, "end")):
        parts.append(f'<text x="{at(year, 0)[0]:.1f}" y="{HIGH - 4}" text-anchor="{anchor}">{year}</text>')
    bands = brief.share["bands"]
    if bands:
        edge = [at(y, high) for y, (_, high) in bands.items()] + [at(y, bands[y][0]) for y in reversed(bands)]
        parts.append(f'<polygon class="fan" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in edge)}"/>')
    parts += [_mark("goal", *at(h.by, h.value)) for h in _goals(brief)]
    parts += [_mark(mark_of(f, brief), *at(f["year"], f["value"])) for f in brief.share["figures"]]
    return (
        f'<svg class="small" viewBox="0 0 {WIDE} {HIGH}" role="img" aria-label="{escape(_spoken(brief, lang))}">'
        f"{''.join(parts)}</svg>"
    )


def figure(brief: Brief, lang: str, ends: tuple[int, int, float], *, heading: str = "") -> str:
    """A chart with its words under it."""
    said = f"{newest(brief, lang)} {interval(brief, lang)}"
    return f"<figure>{heading}{chart(brief, lang, ends)}<figcaption>{escape(said)}</figcaption></figure>\n"
