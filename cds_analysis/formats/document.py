"""The document behind every format: an executed notebook as headings, paragraphs, lists, tables and figures.

Word, PDF and workbooks are made from this, never from the notebook, so that no computed sentence and no table is lost
on the way and all formats say the same.
"""

import base64
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import mistune
import nbformat
from bs4 import BeautifulSoup, Tag
from markupsafe import Markup

from ..errors import CdsError
from ..words.spelling import day
from .letterhead import Letterhead
from .page import HERE, OTHER, rendered, said

OPENING = re.compile(r"[^:.\d]{2,40}:(?= )")  # the verdict with which a conclusion begins
RICHEST = ("text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg", "text/plain")
WIDGET = "application/vnd.jupyter.widget-view+json"  # moves in JupyterLab alone
COLOURS = re.compile(r"\x1b\[[\d;]*m")  # of a terminal


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the title. `page`: it begins a page on paper; `annex`: the annexes, and these begin one."""

    level: int
    text: str
    page: bool = False
    annex: bool = False


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
    """A table of texts: the first column heads its rows; the line below it names its sources."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    source: str = ""


@dataclass(frozen=True)
class Figure:
    """A chart as SVG, with its alt text (what it shows, with numbers) and its caption."""

    svg: bytes
    alt: str
    caption: str
    source: str = ""


Block = Heading | Paragraph | Items | Table | Figure


@dataclass(frozen=True)
class Document:
    """A brief in one language, ready for any format, with what stands around it.

    `heading` and `footer` are those of a page on the web; a draft has no day of publication; only a Vietnamese paper in
    PDF or Word carries a letterhead.
    """

    lang: str
    blocks: tuple[Block, ...]
    heading: str = ""
    footer: str = ""
    published: date | None = None
    letterhead: Letterhead | None = None

    @property
    def head(self) -> Heading | None:
        """The first heading, which is the title."""
        return next((block for block in self.blocks if isinstance(block, Heading)), None)

    @property
    def title(self) -> str:
        """The text of the first heading."""
        return self.head.text if self.head else "cds_analysis"

    @property
    def text(self) -> list[Block]:
        """All blocks but the title."""
        return [block for block in self.blocks if block is not self.head]

    @property
    def mark(self) -> str:
        """What every page says: that it is a draft, or when it was published."""
        if not self.published:
            return said("page.draft", self.lang)
        return f"{said('page.published', self.lang)} {day(self.published, self.lang)}"


def html(executed: Path, lang: str, own: tuple[Block, ...] = ()) -> str:
    """What an executed notebook shows, in one language, and a researcher's own paragraphs before its sources."""
    pieces = []
    for cell in nbformat.read(executed, as_version=4).cells:
        tags = set(cell.metadata.get("tags", []))
        if {OTHER[lang], "parameters", "injected-parameters"} & tags:
            continue
        prose = [{"data": {"text/markdown": cell.source}}] if cell.cell_type == "markdown" else []
        shown = [_richest(output) for output in prose or cell.get("outputs", [])]
        begun = " ".join(tag for tag in ("page", "annex") if tag in tags)
        pieces += [shown[0].replace("<h2>", f'<h2 class="{begun}">', 1)] if begun else shown
    whole = "\n".join(pieces)
    sources = re.search(rf"<h2[^>]*>[^<]*{said('page.sources', lang)}</h2>", whole)
    at = sources.start() if sources else len(whole)
    more = rendered(HERE / "blocks.html.jinja", "vi", blocks=[(type(block).__name__, block) for block in own])
    return whole[:at] + more + whole[at:]


def _richest(output: Mapping) -> str:
    """The richest form in which an output can stand in a page; printed lines are plain text, pictures go along."""
    data = {"text/plain": output["text"]} if "text" in output else output.get("data", {})
    if WIDGET in data:
        return ""
    kind, shown = next(((kind, data[kind]) for kind in RICHEST if kind in data), ("text/html", ""))
    match kind:
        case "text/html":
            return shown
        case "text/markdown":
            return mistune.html(shown)
        case "text/plain":
            return Markup('<pre class="cell-output">{}</pre>').format(COLOURS.sub("", shown))
    encoded = base64.b64encode(shown.encode()).decode() if kind == "image/svg+xml" else "".join(shown.split())
    picture = Markup('<img class="cell-output" src="data:{};base64,{}" alt="{}">')
    return picture.format(kind, encoded, data.get("text/plain", ""))


def read(executed: Path, lang: str, own: tuple[Block, ...] = ()) -> Document:
    """The document of an executed notebook and a researcher's own paragraphs: what `html` says, as blocks."""
    return Document(lang, tuple(_blocks(BeautifulSoup(html(executed, lang, own), "html.parser"))))


def official(document: Document) -> Document:
    """A brief in the parts of an issued report: assessment, shortcomings, measures, requests; then its annexes.

    A document without annexes stays as it is.
    """
    blocks = document.text
    starts = [i for i, block in enumerate(blocks) if isinstance(block, Heading)]
    annex = next((i for i in starts if blocks[i].annex), None)
    if annex is None:
        return document
    before = [i for i in starts if i < annex]
    first, needed, targets, changed = (blocks[a:b] for a, b in pairwise([0, *before, annex]))
    asked = [block for block in first if isinstance(block, Table)]
    assessed = [replace(b, title="") if isinstance(b, Items) else b for b in first if b not in asked]
    parts = {"assessed": assessed + targets[1:], "lacking": changed[1:], "measures": needed[1:], "asked": asked}
    made = [b for name, part in parts.items() for b in (Heading(2, said(f"parts.{name}", document.lang)), *part)]
    return replace(document, blocks=(*filter(None, [document.head]), *made, *blocks[annex:]))


def opened(item: str) -> tuple[str, str]:
    """The verdict that opens a conclusion, with its colon, and what follows; without one, nothing and the whole."""
    found = OPENING.match(item)
    return (found[0], item[found.end() :]) if found else ("", item)


def own_notes(document: Document) -> tuple[Document, tuple[Block, ...]]:
    """The document without a researcher's own paragraphs, and these."""
    blocks, heads = document.blocks, [i for i, block in enumerate(document.blocks) if isinstance(block, Heading)]
    start = next((i for i in heads if blocks[i].text == said("page.notes", document.lang)), len(blocks))
    end = next((i for i in heads if i > start and blocks[i].level <= blocks[start].level), len(blocks))
    return replace(document, blocks=blocks[:start] + blocks[end:]), blocks[start + 1 : end]


def notes(path: Path, lang: str) -> tuple[Block, ...]:
    """A researcher's own paragraphs under a heading of their own; none where there is no file or nothing in it.

    Args:
        path: A Markdown file.

    Raises:
        CdsError: It is no text in UTF-8, or holds more than headings, paragraphs, lists and tables.
    """
    try:
        text = path.read_text(encoding="utf-8-sig") if path.is_file() else ""
    except UnicodeDecodeError as error:
        raise CdsError(f"{path}: no text in UTF-8 ({error}); save it as UTF-8") from None
    soup = BeautifulSoup(mistune.create_markdown(escape=True, plugins=["table"])(text), "html.parser")
    if other := soup.find(["img", "pre", "hr"]):
        raise CdsError(f"{path}: <{other.name}> has no place in notes; use headings, paragraphs, lists and tables")
    for link in soup.find_all("a"):
        shown, address = link.get_text(), link.get("href", "")
        link.replace_with(shown if shown == address else f"{shown} ({address})")
    blocks = list(_blocks(soup))
    top = min((block.level for block in blocks if isinstance(block, Heading)), default=1)
    lower = [replace(b, level=min(b.level - top + 3, 4)) if isinstance(b, Heading) else b for b in blocks]
    return (Heading(2, said("page.notes", lang)), *lower) if lower else ()


def _text(tag: Tag) -> str:
    return " ".join(tag.get_text().split())


def _blocks(parent: Tag) -> Iterator[Block]:
    for tag in parent.find_all(True, recursive=False):
        if tag.name in ("h1", "h2", "h3", "h4"):
            kinds = tag.get("class", [])
            yield Heading(int(tag.name[1]), _text(tag), bool(kinds), "annex" in kinds)
        elif {"source", "cell-output"} & set(tag.get("class", [])):
            continue  # belongs to the table before it, or to the page alone
        elif tag.name == "p":
            yield Paragraph(_text(tag))
        elif tag.name == "table":
            yield _table(tag)
        elif tag.name == "figure":
            yield _figure(tag)
        elif tag.name in ("ul", "ol") or (tag.name == "section" and tag.strong and tag.ul):
            boxed = tag.name == "section"
            items = (tag.ul if boxed else tag).find_all("li", recursive=False)
            yield Items(tuple(map(_text, items)), tag.name == "ol", _text(tag.strong) if boxed else "")
        elif tag.name in ("div", "section", "body", "html", "blockquote"):
            yield from _blocks(tag)
        else:
            raise ValueError(f"<{tag.name}> has no place in a document: {str(tag)[:200]}")


def _table(tag: Tag) -> Table:
    below = tag.parent.find_next_sibling()
    source = _text(below) if below and "source" in below.get("class", []) else ""
    head, *rows = (tuple(map(_text, row.find_all(["th", "td"]))) for row in tag.find_all("tr"))
    return Table(_text(tag.caption) if tag.caption else "", head, tuple(rows), source)


def _figure(tag: Tag) -> Figure:
    data = tag.img["src"].split(",", 1)[1]
    source = tag.figcaption.find(class_="source")
    said = _text(source.extract()) if source else ""
    return Figure(base64.b64decode(data), tag.img["alt"], _text(tag.figcaption), said)
