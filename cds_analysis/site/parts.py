"""Pieces of HTML that the pages about many briefs share; all text is escaped here."""

from collections.abc import Sequence
from html import escape
from pathlib import Path
from urllib.parse import quote

from .. import words
from ..formats import html_page
from .read import LANGUAGES, Brief
from .words import LANGUAGE, SIGN, border, say, verdict

STYLE = Path(__file__).with_name("front.css")


def link(path: str, text: str, *, more: str = "", lang: str = "") -> str:
    """A relative link; `more` is for screen readers alone, `lang` that of the page it leads to."""
    other = f' hreflang="{lang}"' if lang else ""
    hidden = f'<span class="unseen"> {escape(more)}</span>' if more else ""
    return f'<a href="{escape(quote(path))}"{other}>{escape(text)}{hidden}</a>'


def page_name(stem: str, lang: str) -> str:
    """index.html and thai-nguyen.html in Vietnamese, index.en.html and thai-nguyen.en.html in English."""
    return f"{stem}.html" if lang == "vi" else f"{stem}.{lang}.html"


def badge(status: str, lang: str) -> str:
    """A verdict with its sign."""
    sign = f'<span aria-hidden="true">{SIGN[status]}</span>'
    return f'<span class="badge tint {status}">{sign} {escape(verdict(status, lang))}</span>'


def table(head: Sequence[str], rows: Sequence[Sequence[str]], *, caption: str, kind: str) -> str:
    """A table whose cells are HTML, the first of each row its heading; on a phone each cell says its column."""
    top = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    lines = []
    for first, *cells in rows:
        rest = "".join(f'<td data-label="{escape(n)}">{c}</td>' for n, c in zip(head[1:], cells, strict=True))
        lines.append(f'<tr><th scope="row">{first}</th>{rest}</tr>\n')
    return (
        f'<table class="{kind}">\n<caption>{escape(caption)}</caption>\n<thead><tr>{top}</tr></thead>\n'
        f"<tbody>\n{''.join(lines)}</tbody>\n</table>\n"
    )


def listed(briefs: Sequence[Brief], lang: str, *, caption: str, by_place: bool) -> str:
    """Briefs as a table, each with a link to every language and format and to what changed."""
    rows = []
    for brief in briefs:
        name = brief.name(lang)
        first = link(page_name(brief.slug, lang), name) if by_place else escape(str(brief.edition))
        if "~h" in brief.folder:
            first += f' <span class="note">({escape(say("until", lang, y=brief.horizon))})</span>'
        day = words.day(brief.published, lang) if brief.published else say("draft", lang)
        cells = [border(brief.border, lang), words.day(brief.as_of, lang), day]
        rows.append([first, *map(escape, cells), *(_files(brief, other, lang) for other in LANGUAGES)])
    head = [say("place" if by_place else "year", lang), *(say(n, lang) for n in ("border", "as_of", "published"))]
    head += [words.pick(LANGUAGE[other], lang) for other in LANGUAGES]
    return table(head, rows, caption=caption, kind="briefs")


def _files(brief: Brief, other: str, lang: str) -> str:
    about = f"{brief.name(lang)}, {brief.edition}, {words.lower(words.pick(LANGUAGE[other], lang))}"
    links = [link(path, name.upper(), more=about, lang=other) for name, path in brief.pages[other].items()]
    if other in brief.changed:
        links.append(link(brief.changed[other], say("changed", lang), more=about, lang=other))
    return ", ".join(links) or "–"


def framed(stem: str, title: str, body: str, lang: str, *, heading: str) -> str:
    """A whole page with the link to its other language."""
    other = next(name for name in LANGUAGES if name != lang)
    back = "" if stem == "index" else link(page_name("index", lang), say("home", lang)) + " · "
    turn = f'<a href="{page_name(stem, other)}" lang="{other}" hreflang="{other}">{say("other", lang)}</a>'
    body = f'<p class="turn">{back}{turn}</p>\n<h1>{escape(title)}</h1>\n{body}'
    style = STYLE.read_text(encoding="utf-8")
    return html_page.page(title, body, lang, heading=heading, footer="cds_analysis", marked=False, style=style)
