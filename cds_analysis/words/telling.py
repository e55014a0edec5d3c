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
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup

from ..data.sources import UNTITLED
from ..data.targets import TOLERANCE
from ..keyed import bare, html
from .spelling import filters, pick, vintage, word

FOLDER = Path(__file__).parent
HEADING = re.compile(r"^== (?P<name>\w+)(?P<given>\(.*?\))?(?:: .*)?$")
SENTENCE = "\x1e"  # begins each; no text holds it
LINE = re.compile(r"^(?P<indent> *)(?P<lang>vi|en|)(?P<joint>[|+])(?: (?P<text>.*))?$")
REMARK = re.compile(r" *\{#.*?#\}$")  # at the end of a line; the blanks before it are no text
CELL = "\N{BROKEN BAR}"  # between the cells of a row
NUMBER = r"\d[\d/]*[/-][A-ZĐ]{2}\w*(?:[/-][A-ZĐ]{2}\w*)*"  # of a document, such as 57-NQ/TW: no line ends in it
BADGE = re.compile("\ue003([^\ue003]*)\ue003([^\ue003]*)\ue003")  # a verdict in a cell: its status, its words


def headline(title: str, lang: str) -> str:
    """The title of a document as printed, or that nobody has seen it."""
    return pick((UNTITLED, "(title not known)"), lang) if title == UNTITLED else title


@lru_cache(maxsize=1)
def _macros():
    made = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    made.filters["whole"] = whole
    made.filters |= {"keyed": lambda text: Markup(html(escape(text))), "headline": headline, "vintage": vintage}
    made.globals["word"] = word
    return made.get_template("markup.html.jinja").module


def whole(cell) -> Markup:
    """A cell as HTML, the numbers of documents in it in one piece."""
    return Markup(re.sub(NUMBER, r'<span class="whole">\g<0></span>', str(Markup.escape(cell))))


def markup(macro: str, *what) -> Markup:
    """What a macro of markup.html.jinja makes of something, every text escaped."""
    return getattr(_macros(), macro)(*what)


class InHtml:
    """Shows itself by the macro of its class."""

    def _repr_html_(self) -> str:
        return str(markup(type(self).__name__, self))


@dataclass(frozen=True)
class Table(InHtml):
    """A table of texts with a caption, the line below it naming its sources; `classes` are those of the HTML."""

    frame: pd.DataFrame
    caption: str
    classes: str = ""
    source: str = ""

    def lines(self, width: int = 40) -> list[str]:
        """The table for a terminal: the caption in capitals, texts of the first column cut at `width`."""
        rows = [list(self.frame.columns), *self.frame.astype(str).to_numpy().tolist()]
        rows = [[text if len(text) <= width else text[: width - 1] + "…", *others] for text, *others in rows]
        first, *widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        aligned = ([text.ljust(first), *map(str.rjust, others, widths)] for text, *others in rows)
        return [self.caption.upper(), *map("  ".join, aligned)]


def document_short(name: str) -> str:
    """A document by its number or title alone: without its day and what follows."""
    return re.sub(r"(,| ngày \d| tháng \d| of \d| of [A-Z][a-z]+ \d{4}).*", "", name)


@dataclass(frozen=True)
class Badge:
    """A verdict in a cell: its word, coloured by its status."""

    status: str
    text: str

    def __html__(self) -> str:
        return Markup('<span class="badge {}">{}</span>').format(self.status, self.text)


@dataclass(frozen=True)
class Box(InHtml):
    """The conclusions on the first page: what each is about, and its sentence."""

    lines: list[tuple[str, str]]
    title: str


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


def distinct(text: str) -> str:
    """The sentences in what a macro gives, each once."""
    return "".join(SENTENCE + line for line in dict.fromkeys(lines(text)))


@lru_cache(maxsize=2)
def _environment(lang: str) -> Environment:
    made = Environment(loader=FileSystemLoader(FOLDER), extensions=[_OneLanguage], undefined=StrictUndefined)
    made.globals |= {"lang": lang, "tolerance": TOLERANCE}
    made.tests["known"] = lambda value: value is not None and value == value  # a missing one is not equal to itself
    made.filters |= {"bare": bare, "lines": lines, "distinct": distinct, "document_short": document_short}
    made.filters["badge"] = lambda text, status: f"\ue003{status}\ue003{text}\ue003"
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
