"""The scorecard as plain lines for a terminal."""

from collections.abc import Iterable, Mapping
from textwrap import wrap

from . import telling
from .spelling import cap, word

WIDTH = 110
INDENT = " " * 4


def scorecard_lines(place: str, told: list[str], cards: Mapping, lang: str, width: int = WIDTH) -> list[str]:
    """The scorecard as lines no longer than `width`.

    Args:
        told: What has to be known of the place and the day first, a sentence each.
        cards: By origin, in the order to print, what the template of targets sees.
    """
    out = [cap(place), *wrap(" ".join(told), width)]
    if not cards:
        out += ["", telling.text("targets.summary", lang, {"card": {"total": 0, "counts": {}, "decision": None}})]
    for origin, records in cards.items():
        said = (telling.text(f"targets.{part}", lang, records) for part in ("summary", "account", "milestones"))
        out += ["", word("origin", origin, lang).upper(), *wrap(" ".join(filter(None, said)), width)]
        for n, verdict in enumerate(records["card"]["verdicts"], start=1):
            out += ["", *_entry(n, telling.tell("targets.entry", lang, records, verdict), width)]
    return out


def _entry(n: int, lines: Iterable[str], width: int) -> Iterable[str]:
    head, *body = lines
    yield from wrap(f"{n:>2}. {head}", width, subsequent_indent=INDENT)
    for line in body:
        yield from wrap(cap(line), width, initial_indent=INDENT, subsequent_indent=INDENT)
