"""What a cell shows beside sentences and charts: tables and boxes, which markup.html.jinja writes as HTML."""

from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path

import pandas as pd
from IPython.display import HTML
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ..keyed import html
from .spelling import vintage


@lru_cache(maxsize=1)
def _macros():
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"keyed": lambda text: Markup(html(escape(text))), "vintage": vintage}
    return made.get_template("markup.html.jinja").module


def markup(macro: str, *what) -> Markup:
    """What a macro of markup.html.jinja makes of something, every text escaped."""
    return getattr(_macros(), macro)(*what)


class InHtml:
    """Shows itself by the macro of its class."""

    def _repr_html_(self) -> str:
        return markup(type(self).__name__, self)


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


@dataclass(frozen=True)
class Badge:
    """A verdict in a cell: its word, coloured by its status."""

    status: str
    text: str

    def __html__(self) -> str:
        return Markup('<span class="badge {}">{}</span>').format(self.status, self.text)


@dataclass(frozen=True)
class Box(InHtml):
    """The verdicts on the first page: one line each, the verdict's word before its sentence."""

    lines: list[tuple[Badge | None, str]]
    title: str


def blocks(*parts) -> HTML | None:
    """Several things that one cell shows, one below the other, but for those that are None; texts are HTML."""
    shown = [part if isinstance(part, str) else part._repr_html_() for part in parts if part is not None]
    return HTML("".join(shown)) if shown else None
