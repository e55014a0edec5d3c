"""The page of a place: what its briefs said, edition by edition, on both borders."""

from collections.abc import Mapping, Sequence
from html import escape

from .. import words
from . import small
from .parts import badge, framed, link, listed, page_name, table
from .read import Brief, Headline
from .words import aim, border, say


def histories(briefs: Sequence[Brief]) -> dict[tuple, list[tuple[Brief, Headline]]]:
    """What was said of each headline target, newest edition first: by kind, year, and id of the target."""
    found: dict[tuple, list] = {}
    for brief in briefs:
        for headline in brief.headlines:
            found.setdefault((headline.kind, headline.by, headline.target), []).append((brief, headline))
    return dict(sorted(found.items(), key=lambda item: (item[0][0] != "share", -item[0][1])))


def _interval(headline: Headline, lang: str) -> str:
    if headline.low is None or headline.high is None:
        return "–"
    return words.say(("từ {a:pct1} đến {b:pct1}", "{a:pct1} to {b:pct1}"), lang, a=headline.low, b=headline.high)


def _history(said: Sequence[tuple[Brief, Headline]], lang: str) -> str:
    """One target through the editions; reasons where there are any."""
    newest, rows, told = said[0][1], [], any(headline.reason[lang] for _, headline in said)
    for brief, headline in said:
        chance = "–" if headline.probability is None else words.chance(headline.probability, lang)
        cells = [words.day(brief.as_of, lang), border(brief.border, lang)]
        rest = [chance, _interval(headline, lang), headline.figure[lang]]
        rest += [headline.reason[lang] or "–"] * told
        rows.append([str(brief.edition), *map(escape, cells), badge(headline.status, lang), *map(escape, rest)])
    head = [say(name, lang) for name in ("year", "as_of", "border", "verdict", "chance")]
    head += [say("interval", lang, y=newest.by), say("figure", lang), *[say("reason", lang)] * told]
    decision = newest.decision[lang]
    caption = words.cap(newest.asked[lang]) + (f" ({decision})" if decision else "")
    return f'<div class="wide">{table(head, rows, caption=caption, kind="past")}</div>\n'


def _relatives(briefs: Sequence[Brief], there: Mapping[str, str], lang: str) -> str:
    """The old units a place was made of, or the new one it became part of, with links to those that have a page."""
    body = ""
    for name, label in (("made_of", "made_of"), ("joined", "joined")):
        found = next((b.place[name] for b in briefs if b.place[name]), None)
        others = [found] if isinstance(found, dict) else found or []
        if not others or [o["slug"] for o in others] == [briefs[0].slug]:
            continue
        shown = [
            link(page_name(o["slug"], lang), o[lang])
            if o["slug"] in there and o["slug"] != briefs[0].slug
            else escape(o[lang])
            for o in others
        ]
        body += f"<p>{escape(say(label, lang))} {words.listing(shown, lang)}.</p>\n"
    return body


def page(briefs: Sequence[Brief], there: Mapping[str, str], lang: str) -> str:
    """The page of one place from all its briefs, newest edition first.

    Args:
        there: The places that have a page, by slug.
    """
    newest = next((b for b in briefs if b.plain), briefs[0])
    body = _relatives(briefs, there, lang)
    if newest.share["figures"]:
        body += f"<h2>{escape(say('small', lang))}</h2>\n{small.key(lang)}"
        body += f'<div class="large">{small.figure(newest, lang, small.scale([newest]))}</div>\n'
    body += f"<h2>{escape(say('history', lang))}</h2>\n"
    found, told = histories(briefs), ""
    for (kind, by, _), said in found.items():
        if (title := aim(kind, by, lang)) != told:
            body += f"<h3>{escape(title)}</h3>\n"
        body, told = body + _history(said, lang), title
    if not found:
        body += f"<p>{escape(say('no_headline', lang))}</p>\n"
    caption = say("list", lang)
    body += f"<h2>{escape(caption)}</h2>\n{listed(briefs, lang, caption=caption, by_place=False)}"
    return framed(briefs[0].slug, newest.name(lang), body, lang, heading="cds_analysis")
