"""What every table is made of: a frame of texts with a caption, and a verdict in a cell."""

from dataclasses import dataclass, replace
from html import escape

import pandas as pd

from ..keyed import html
from .spelling import vintage


@dataclass(frozen=True)
class Table:
    """A table of texts with a caption; it shows itself in a notebook and as HTML with real heading cells."""

    frame: pd.DataFrame
    caption: str
    classes: str = ""
    source: str = ""

    def sourced(self, line: str) -> "Table":
        """The table with a line below that names its sources, as `Study.source_line` gives it."""
        return replace(self, source=line)

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col">{escape(str(c))}</th>' for c in self.frame.columns)
        rows = []
        for row in self.frame.itertuples(index=False):
            labels = [escape(str(c), quote=True) for c in self.frame.columns]
            cells = [f'<th scope="row">{escape(str(row[0]))}</th>']
            cells += [f'<td data-label="{label}">{_cell(v)}</td>' for label, v in zip(labels[1:], row[1:], strict=True)]
            rows.append("<tr>" + "".join(cells) + "</tr>")
        return (
            f'<div class="wide" tabindex="0"><table class="{self.classes}"><caption>{escape(self.caption)}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>{below(self.source)}"
        )

    def lines(self, width: int = 40) -> list[str]:
        """The table for a terminal: the caption in capitals, texts of the first column cut at `width`."""
        first, *others = self.frame.columns
        left = [str(cell) if len(str(cell)) <= width else str(cell)[: width - 1] + "…" for cell in self.frame[first]]
        columns = [[first, *left], *([name, *map(str, self.frame[name])] for name in others)]
        widths = [max(map(len, column)) for column in columns]
        rows = zip(*columns, strict=True)
        aligned = (
            [row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))] for row in rows
        )
        return [self.caption.upper(), *("  ".join(row) for row in aligned)]


def below(source: str) -> str:
    """The line of sources below a table."""
    return f'<p class="source">{escape(source)}</p>' if source else ""


def _cell(value) -> str:
    if isinstance(value, Badge):
        return f'<span class="badge {value.status}">{escape(value.text)}</span>'
    return escape(str(value))


@dataclass(frozen=True)
class Badge:
    """A verdict in a cell: its word, coloured by its status."""

    status: str
    text: str


@dataclass(frozen=True)
class Box:
    """The verdicts on the first page: one line each, the verdict's word before its sentence."""

    lines: list[tuple[Badge | None, str]]
    title: str

    def _repr_html_(self) -> str:
        items = "".join(
            f"<li>{_cell(badge) + ': ' if badge else ''}{html(escape(text))}</li>" for badge, text in self.lines
        )
        title = escape(self.title, quote=True)
        return f'<section class="box" aria-label="{title}"><strong>{title}</strong><ul>{items}</ul></section>'


@dataclass(frozen=True)
class Blocks:
    """Several things that one cell shows, one below the other; texts are HTML."""

    blocks: tuple

    def _repr_html_(self) -> str:
        return "".join(block if isinstance(block, str) else block._repr_html_() for block in self.blocks)


@dataclass(frozen=True)
class SourceList:
    """The documents cited, one line each, with the address where each was seen."""

    documents: list[dict]  # as `Citations.records` gives them
    lang: str
    nothing: str

    def _repr_html_(self) -> str:
        if not self.documents:
            return f"<p>{escape(self.nothing)}</p>"
        return f'<ol class="sources">{"".join(map(self._line, self.documents))}</ol>'

    def _line(self, found: dict) -> str:
        day = vintage(found["vintage"], self.lang)
        address = f". <span class=address>{escape(found['address'])}</span>" if found["address"] else "."
        title = f"<b>{escape(found['publisher'])}</b>, <i>{escape(found['title'])}</i>"
        return f"<li>{title}{', ' + escape(day) if day else ''}{address}</li>"
