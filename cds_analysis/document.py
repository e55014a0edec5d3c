"""The document behind every format: an executed notebook as headings, paragraphs, lists, tables and figures.

Word, PDF and workbooks are made from this, never from the notebook, so that no computed sentence and no table is lost
on the way and all formats say the same.
"""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from bs4 import BeautifulSoup, Tag

OTHER = {"vi": "en", "en": "vi"}


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the title."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of plain text."""

    text: str


@dataclass(frozen=True)
class Items:
    """A list; a box (the conclusions) has a title."""

    items: tuple[str, ...]
    ordered: bool = False
    title: str = ""


@dataclass(frozen=True)
class Table:
    """A table of texts: the first column heads its rows."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Figure:
    """A chart as SVG, with its alt text (what it shows, with numbers) and its caption."""

    svg: bytes
    alt: str
    caption: str


Block = Heading | Paragraph | Items | Table | Figure


@dataclass(frozen=True)
class Document:
    """A brief in one language, ready for any format."""

    lang: str
    blocks: tuple[Block, ...]

    @property
    def title(self) -> str:
        """The first heading."""
        return next((block.text for block in self.blocks if isinstance(block, Heading)), "cds_analysis")


def read(executed: Path, lang: str) -> Document:
    """The document of an executed notebook: its prose in one language and what its cells show."""
    notebook = nbformat.read(executed, as_version=4)
    blocks: list[Block] = []
    for cell in notebook.cells:
        tags = set(cell.metadata.get("tags", []))
        if tags & {OTHER[lang], "parameters", "injected-parameters"}:
            continue
        if cell.cell_type == "markdown":
            blocks += _of_markdown(cell.source)
            continue
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "text/html" in data:
                blocks += _of_html(data["text/html"])
            elif "text/markdown" in data:
                blocks += _of_markdown(data["text/markdown"])
    return Document(lang, tuple(blocks))


def _of_markdown(source: str) -> Iterator[Block]:
    """Blocks of Markdown, read by the reader nbconvert brings along."""
    import mistune

    yield from _of_html(mistune.html(source))


def _text(tag: Tag) -> str:
    return " ".join(tag.get_text("", strip=False).split())


def _of_html(source: str) -> Iterator[Block]:
    yield from _blocks(BeautifulSoup(source, "html.parser"))


def _blocks(parent: Tag) -> Iterator[Block]:
    for tag in parent.find_all(True, recursive=False):
        if tag.name in ("h1", "h2", "h3", "h4"):
            yield Heading(int(tag.name[1]), _text(tag))
        elif tag.name == "p":
            yield Paragraph(_text(tag))
        elif tag.name in ("ul", "ol"):
            yield Items(tuple(_text(item) for item in tag.find_all("li", recursive=False)), tag.name == "ol")
        elif tag.name == "table":
            yield _table(tag)
        elif tag.name == "figure":
            yield _figure(tag)
        elif tag.name == "section" and tag.strong and tag.ul:
            items = tuple(_text(item) for item in tag.ul.find_all("li", recursive=False))
            yield Items(items, title=_text(tag.strong))
        elif tag.name in ("div", "section", "body", "html"):
            yield from _blocks(tag)
        else:
            raise ValueError(f"<{tag.name}> has no place in a document: {str(tag)[:200]}")


def _table(tag: Tag) -> Table:
    rows = [tuple(_text(cell) for cell in row.find_all(["th", "td"])) for row in tag.tbody.find_all("tr")]
    head = tuple(_text(cell) for cell in tag.thead.find_all("th"))
    return Table(_text(tag.caption) if tag.caption else "", head, tuple(rows))


def _figure(tag: Tag) -> Figure:
    data = tag.img["src"].split(",", 1)[1]
    return Figure(base64.b64decode(data), tag.img["alt"], _text(tag.figcaption))
