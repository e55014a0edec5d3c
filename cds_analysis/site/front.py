"""The front page: the tile map of verdicts, the shares as small charts, and all briefs with a search."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from .. import words
from ..data import provinces
from ..findings import compare
from . import small
from .parts import framed, link, listed, page_name
from .read import Brief, Headline
from .words import SIGN, UNITS, aim, say, verdict

SEARCH = """<script>
(function () {
  var field = document.getElementById("search"), told = document.getElementById("shown");
  function plain(text) {
    return text.toLowerCase().normalize("NFD").replace(/[\\u0300-\\u036f]/g, "").replace(/\\u0111/g, "d");
  }
  var parts = Array.prototype.slice.call(document.querySelectorAll("section.edition"));
  var rows = [];
  parts.forEach(function (part) {
    var year = plain(part.querySelector("h3").textContent);
    part.querySelectorAll("tbody tr").forEach(function (row) {
      rows.push({ row: row, part: part, text: year + " " + plain(row.textContent) });
    });
  });
  function filter() {
    var words = plain(field.value).split(/\\s+/).filter(Boolean), left = 0;
    parts.forEach(function (part) { part.hidden = true; });
    rows.forEach(function (one) {
      var fits = words.every(function (word) { return one.text.indexOf(word) >= 0; });
      one.row.hidden = !fits;
      if (fits) { left += 1; one.part.hidden = false; }
    });
    told.textContent = left;
  }
  field.addEventListener("input", filter);
  document.querySelector(".search").hidden = false;
  filter();
})();
</script>
"""


def shown_on_map(briefs: Sequence[Brief], border: str) -> list[Brief]:
    """One brief a place of a border, all of the newest edition there is on it; the nation is no tile."""
    own = [b for b in briefs if b.border == border and b.place["tier"] == "province"]
    own = [b for b in own if b.edition == max(o.edition for o in own)]
    best: dict[str, Brief] = {}
    for brief in sorted(own, key=lambda b: (not b.plain, b.folder)):
        best.setdefault(brief.slug, brief)
    return list(best.values())


def aims(briefs: Sequence[Brief]) -> list[tuple[str, int]]:
    """The headlines a map can show, (kind, year): those of the last year forecast first, then of earlier plans' ends.

    Plans run over five years; targets of years between their ends stand on the pages of the places.
    """
    found = {(h.kind, h.by) for b in briefs for h in b.headlines if h.by % 5 == 0 and h.by <= b.horizon}
    return sorted(found, key=lambda pair: (-pair[1], pair[0] != "share"))


def headline(brief: Brief, kind: str, by: int) -> Headline | None:
    """The target of a kind and year that was set last; None where the place has none."""
    own = [h for h in brief.headlines if (h.kind, h.by) == (kind, by)]
    return max(own, key=lambda h: h.decided, default=None)


def _tile(place: provinces.Place, brief: Brief | None, chosen: tuple[str, int] | None, lang: str) -> str:
    name = f'<span class="name">{escape(place.name(lang))}</span>'
    if brief is None:
        return f'<span class="tile absent">{name}<span class="unseen">: {escape(say("no_brief", lang))}</span></span>'
    found = headline(brief, *chosen) if chosen else None
    kind, sign, said, level = "none", "", say("no_target", lang) if chosen else "", ""
    if found:
        kind, sign = f"tint {found.status}", SIGN[found.status]
        sign += "" if found.probability is None else f" {words.chance(found.probability, lang)}"
        said = f"{verdict(found.status, lang)}, {found.asked[lang]}"
        level = f'<span class="level" aria-hidden="true">{escape(found.level[lang])}</span>'
    sign = f'<span class="sign" aria-hidden="true">{escape(sign)}</span>' if sign else ""
    if found and found.probability is not None:
        said += f", {words.lower(say('chance', lang))} {words.chance(found.probability, lang)}"
    said = f'<span class="unseen">: {escape(said)}</span>' if said else ""
    return f'<a class="tile {kind}" href="{page_name(brief.slug, lang)}">{sign}{name}{level}{said}</a>'


def tile_map(briefs: Sequence[Brief], border: str, chosen: tuple[str, int] | None, data_dir: Path, lang: str) -> str:
    """All units of a border as tiles roughly where they lie, from north to south, each with its verdict."""
    tiles, own = compare.tiles(data_dir), {b.slug: b for b in briefs}
    at = {t.slug: t for t in tiles[tiles["border"] == border].itertuples()}
    units = [p for p in provinces.units(data_dir, border) if p.slug in at]
    items = []
    for place in sorted(units, key=lambda p: (at[p.slug].row, at[p.slug].column)):
        cell = f"grid-row:{at[place.slug].row + 1};grid-column:{at[place.slug].column + 1}"
        items.append(f'<li style="{cell}">{_tile(place, own.get(place.slug), chosen, lang)}</li>\n')
    columns = max((t.column for t in at.values()), default=0) + 1
    return f'<ul class="tiles" style="--columns:{columns}">\n{"".join(items)}</ul>\n'


def _key(lang: str) -> str:
    """Every sign in words, and the tiles without one."""
    items = [(f"tint {s}", SIGN[s], verdict(s, lang)) for s in SIGN]
    items += [("none", "", say("no_target", lang)), ("absent", "", say("no_brief", lang))]
    lines = "".join(
        f'<li><span class="tile sample {kind}" aria-hidden="true">{sign}</span> {escape(text)}</li>'
        for kind, sign, text in items
    )
    return f'<p class="keyhead">{escape(say("key", lang))}</p>\n<ul class="key">{lines}</ul>\n'


def _maps(briefs: Sequence[Brief], border: str, data_dir: Path, lang: str) -> str:
    """A map a headline, one shown at a time where the browser can; in print and in older browsers all of them."""
    if not (data_dir / "tiles.csv").is_file():
        return ""
    choices: list = aims(briefs) or [None]
    picks, maps = "", ""
    for i, chosen in enumerate(choices):
        name = aim(*chosen, lang) if chosen else say("no_target", lang)
        head = f'<h4 id="map-{border}-{i}">{escape(name)}</h4>\n' if chosen else ""
        maps += f'<div class="one one-{i}">\n{head}{tile_map(briefs, border, chosen, data_dir, lang)}</div>\n'
        picks += (
            f'<label><input type="radio" name="map-{border}" class="pick-{i}"{" checked" * (i == 0)}> '
            f"{escape(name)}</label>\n"
        )
    choose = f'<fieldset class="choose"><legend>{escape(say("choose", lang))}</legend>\n{picks}</fieldset>\n'
    return (
        f'<h3>{escape(say("map", lang))}</h3>\n<p>{escape(say("map_about", lang))}</p>\n<div class="maps">\n'
        f'{choose if len(choices) > 1 else ""}<div class="side">{_key(lang)}</div>\n{maps}</div>\n'
    )


def _multiples(briefs: Sequence[Brief], lang: str) -> str:
    """A small chart for each place with figures of the share, all on one scale."""
    drawn = [b for b in briefs if b.share["figures"]]
    if not drawn:
        return ""
    ends, charts = small.scale(drawn), ""
    for brief in drawn:
        head = f"<h4>{link(page_name(brief.slug, lang), brief.name(lang))}</h4>"
        charts += f"<li>{small.figure(brief, lang, ends, heading=head)}</li>\n"
    return (
        f"<h3>{escape(say('small', lang))}</h3>\n<p>{escape(say('small_about', lang))}</p>\n{small.key(lang)}"
        f'<ul class="multiples">\n{charts}</ul>\n'
    )


def _list(briefs: Sequence[Brief], lang: str) -> str:
    body = f'<h2 id="list">{escape(say("list", lang))}</h2>\n'
    if not briefs:
        return body + f"<p>{escape(say('empty', lang))}</p>\n"
    body += (
        f'<div class="search" role="search" hidden><label for="search">{escape(say("search", lang))}</label>'
        f'<input id="search" type="search" autocomplete="off">'
        f'<p role="status">{escape(say("shown", lang))} <span id="shown">{len(briefs)}</span></p></div>\n'
    )
    for year in dict.fromkeys(b.edition for b in briefs):
        title = say("edition", lang, y=year)
        own = [b for b in briefs if b.edition == year]
        body += f'<section class="edition">\n<h3>{title}</h3>\n'
        body += listed(own, lang, caption=title, by_place=True) + "</section>\n"
    return body + SEARCH


def page(briefs: Sequence[Brief], skipped: Sequence[str], data_dir: Path, lang: str, *, batch: bool) -> str:
    """The front page of all briefs in one language.

    Args:
        skipped: Folders whose record cannot be read, each with what is wrong.
        batch: Whether there is a batch.html to lead to.
    """
    shown = {border: shown_on_map(briefs, border) for border in (provinces.NEW, provinces.OLD)}
    shown = {border: own for border, own in shown.items() if own}
    title = {
        border: words.pick(UNITS[border], lang).format(n=len(provinces.units(data_dir, border)), y=own[0].edition)
        for border, own in shown.items()
    }
    jumps = [("list", say("list", lang)), *((f"units-{border}", title[border]) for border in shown)]
    body = f"<p>{escape(say('about', lang))}</p>\n"
    body += f'<nav aria-label="{escape(say("on_page", lang))}"><ul>'
    body += "".join(f'<li><a href="#{name}">{escape(text)}</a></li>' for name, text in jumps) + "</ul></nav>\n"
    if skipped:
        body += f'<div class="box"><p>{escape(say("skipped", lang, n=len(skipped)))}</p><ul>'
        body += "".join(f"<li>{escape(text)}</li>" for text in skipped) + "</ul></div>\n"
    for border, own in shown.items():
        body += f'<h2 id="units-{border}">{escape(title[border])}</h2>\n'
        body += _maps(own, border, data_dir, lang) + _multiples(own, lang)
    body += _list(briefs, lang)
    if batch:
        body += f"<p>{link('batch.html', say('batch', lang), lang='vi')}</p>\n"
    return framed("index", say("title", lang), body, lang, heading="cds_analysis")
