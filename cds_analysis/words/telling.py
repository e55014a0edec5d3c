"""Sentences and tables from templates: `<topic>.jinja` says in both languages, side by side, what the records hold.

A line `== name` or `== name(what it is given): a remark` begins a macro, which ends where the next begins. A line that
begins with `vi|` or `en|` is one sentence of that language, one with `|` of both; `vi+`, `en+` and `+` go on with the one
before, and deeper lines below belong to the same line. The rest is Jinja: macros see the records by the names they have
in results.json, so a sentence names the keys of the numbers it states. A template chooses and loops, it never computes:
what needs arithmetic is a claim that is missing. Numbers, days and lists are spelt by the filters of `spelling`, single
words stand in lexicon.yml.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension

from ..data.targets import TOLERANCE
from ..keyed import bare
from .spelling import filters
from .table import Badge, Table

FOLDER = Path(__file__).parent
HEADING = re.compile(r"^== (?P<name>\w+)(?P<given>\(.*?\))?(?:: .*)?$")
SENTENCE = "\x1e"  # begins each; no text holds it
LINE = re.compile(r"^(?P<indent> *)(?P<lang>vi|en|)(?P<joint>[|+])(?: (?P<text>.*))?$")
REMARK = re.compile(r" *\{#.*?#\}$")  # at the end of a line; the blanks before it are no text
CELL = "\N{BROKEN BAR}"  # between the cells of a row
BADGE = re.compile("\ue003([^\ue003]*)\ue003([^\ue003]*)\ue003")  # a verdict in a cell: its status, its words


class _OneLanguage(Extension):
    """Keeps of each template the lines of the environment's language as macros; line numbers stay those of the file."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        kept, deep, mine, end = [], None, False, ""
        for line in source.splitlines():
            if found := HEADING.match(line):
                kept.append(f"{end}{{% macro {found['name']}{found['given'] or '()'} %}}")
                deep, end = None, "{% endmacro %}"
            elif found := LINE.match(line):
                deep, mine = len(found["indent"]), found["lang"] in ("", self.environment.globals["lang"])
                kept.append(mine * (SENTENCE * (found["joint"] == "|") + (found["text"] or "")))
            elif deep is not None and len(line) - len(line.lstrip()) > deep:
                kept.append(mine * f" {line.strip()}")
            else:
                deep = None
                kept.append(REMARK.sub("", line.strip()))
        return "\n".join(kept) + end


def lines(text: str) -> list[str]:
    """The sentences in what a macro gives."""
    return [line.strip() for line in text.replace("\n", "").split(SENTENCE) if line.strip()]


@lru_cache(maxsize=2)
def _environment(lang: str) -> Environment:
    made = Environment(loader=FileSystemLoader(FOLDER), extensions=[_OneLanguage], undefined=StrictUndefined)
    made.globals |= {"lang": lang, "tolerance": TOLERANCE}
    made.tests["known"] = lambda value: value is not None and value == value  # a missing one is not equal to itself
    made.filters |= {"bare": bare, "lines": lines, "badge": lambda text, status: f"\ue003{status}\ue003{text}\ue003"}
    made.filters |= filters(lang)
    return made


def tell(what: str, lang: str, records: Mapping, *more) -> list[str]:
    """The sentences of a macro, named as topic.macro, about some records; none where the macro says nothing.

    Args:
        more: What the macro asks for beside the records.
    """
    topic, _, macro = what.partition(".")
    words = _environment(lang)
    try:
        return lines(getattr(words.get_template(f"{topic}.jinja").make_module(dict(records)), macro)(*more))
    except Exception:
        words.handle_exception()  # raises it again, with the line of the template


def text(what: str, lang: str, records: Mapping, *more) -> str:
    """What a macro says as one text, such as a part of a sentence; empty where it says nothing."""
    return " ".join(tell(what, lang, records, *more))


def table(what: str, lang: str, records: Mapping, *more) -> Table | None:
    """A table told by a macro: its caption, its headings, then a row a line; None where there are no rows."""
    caption, head, *rows = [bare(line) for line in tell(what, lang, records, *more)] or ["", ""]
    if not rows:
        return None
    cells = [[_cell(cell) for cell in row.split(CELL)] for row in rows]
    return Table(pd.DataFrame(cells, columns=[cell.strip() for cell in head.split(CELL)]), caption)


def _cell(text: str) -> str | Badge:
    found = BADGE.fullmatch(text.strip())
    return Badge(found[1], found[2]) if found else text.strip()
