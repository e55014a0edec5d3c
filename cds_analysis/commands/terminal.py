"""What commands print of words: lines no longer than a terminal is wide."""

from collections.abc import Iterable
from textwrap import wrap

from ..data.targets import YARDSTICK
from ..findings.targets import ORIGINS, Targets
from ..site import due
from ..study import Study
from ..study.place import Place
from ..words import telling
from ..words.spelling import cap, word
from .shared import WIDTH

INDENT = " " * 4


def scorecard(study: Study) -> Iterable[str]:
    """The verdicts on a place's targets, after what has to be known of the place and the day first."""
    cards = {origin: card for origin in (*ORIGINS, YARDSTICK) if (card := Targets(study, origin)).verdicts}
    lang, told = study.lang, Place(study).sentences("about", "cut_off")
    yield from (cap(study.record["place"][lang]), *wrap(" ".join(told), WIDTH))
    if not cards:
        none = {"total": 0, "counts": {}, "decision": None, "origin": None}
        yield from ("", telling.text("targets.summary", lang, {"card": none}))
    left = study.left({verdict.target.id for card in cards.values() for verdict in card.verdicts})
    told = [line for text in telling.tell("targets.left", lang, {}, left) for line in wrap(text, WIDTH)]
    yield from ["", *told] if told else ()
    for origin, records in ((origin, card.records) for origin, card in cards.items()):
        said = (telling.text(f"targets.{part}", lang, records) for part in ("summary", "account", "milestones"))
        yield from ("", word("origin", origin, lang).upper(), *wrap(" ".join(filter(None, said)), WIDTH))
        yield from entries(records, lang)


def entries(records: dict, lang: str) -> Iterable[str]:
    """The targets of a scorecard, numbered, each with its newest figure and verdict."""
    for n, verdict in enumerate(records["card"]["verdicts"], start=1):
        head, *body = telling.tell("targets.entry", lang, records, verdict)
        yield from ("", *wrap(f"{n:>2}. {head}", WIDTH, subsequent_indent=INDENT))
        for line in body:
            yield from wrap(cap(line), WIDTH, initial_indent=INDENT, subsequent_indent=INDENT)


def status(found: due.Status, lang: str, everything: bool = False) -> Iterable[str]:
    """Releases by state, what is not final, what was revised, how new the figures are."""

    def tell(macro: str, *more) -> list[str]:
        return telling.tell(f"status.{macro}", lang, {"found": found}, *more)

    def listed(macro: str, *more) -> list[str]:
        head, *body = tell(macro, *more)
        return ["", head, *(f"  {line}" for line in body)]

    yield from tell("title")
    for state in due.STATES:
        if part := [release for release in found.releases if release["state"] == state]:
            yield from ("", f"{word('release', state, lang)} ({len(part)})")
            for release in part:
                head, *body = tell("release", release)
                yield from wrap(head, WIDTH + len(INDENT), initial_indent="  - ", subsequent_indent=INDENT)
                yield from (INDENT + line for text in body for line in wrap(text, WIDTH))
    rows, first = found.not_final.to_dict("records"), "" if everything else str(found.edition - 5)
    shown = [row | {"years": [y for y in row["years"].split(", ") if y >= first]} for row in rows]
    older = sum(len(row["years"].split(", ")) for row in rows) - sum(len(row["years"]) for row in shown)
    yield from listed("not_final", [row for row in shown if row["years"]], older)
    revised = found.diff.table.query("kind == 'revised'").to_dict("records")
    yield from listed("moved", found.diff.counts(), revised)
    years = found.newest["last"].value_counts().sort_index(ascending=False).to_dict()
    rows = found.newest.sort_values(["last", "indicator"]) if everything else found.newest[:0]
    yield from listed("newest", years, rows.to_dict("records"))
