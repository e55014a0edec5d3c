"""What a document is made of, and how it is read from HTML: what has no place there is named, never passed over."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO

from bs4 import BeautifulSoup, Comment, NavigableString, Tag
from PIL import Image

from ..errors import CdsError

AROUND = frozenset("div section article main center body html blockquote details summary".split())
WRITING = frozenset("a abbr b br cite code del em font i kbd label q s samp small span strong sub sup u var".split())


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
class Lines:
    """Lines as printed, each letter as wide as another."""

    text: str


@dataclass(frozen=True)
class Items:
    """A list; a box (the conclusions) has a title. `below`: the lists below some of the items, by their place."""

    items: tuple[str, ...]
    ordered: bool = False
    title: str = ""
    start: int = 1
    below: tuple[tuple[int, "Items"], ...] = ()


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

    @property
    def encoded(self) -> str:
        """The picture as a page carries it."""
        return base64.b64encode(self.svg).decode()


Block = Heading | Paragraph | Lines | Items | Table | Figure


def parsed(text: str) -> BeautifulSoup:
    """HTML as a tree."""
    return BeautifulSoup(text, "html.parser")


class NoPlaceError(CdsError):
    """Something that no document has a place for."""

    def __init__(self, tag: Tag):
        super().__init__(f"<{tag.name}> has no place ({' '.join(str(tag).split())[:60]})")


def _text(tag: Tag) -> str:
    if other := tag.find(["img", "svg", "pre", "table", "iframe", "video", "audio", "canvas", "input"]):
        raise NoPlaceError(other)
    return " ".join(tag.get_text().split())


def blocks_of(parent: Tag) -> Iterator[Block]:
    """The blocks of a page or a part of it.

    Raises:
        NoPlaceError: Something has no place among them.
    """
    loose = []  # words that stand in no paragraph

    def said() -> Iterator[Block]:
        if text := " ".join("".join(loose).split()):
            yield Paragraph(text)
        loose.clear()

    for tag in parent.children:
        if isinstance(tag, Comment):
            continue
        if isinstance(tag, NavigableString) or (tag.name in WRITING and not tag.find("img")):
            loose.append("\n" if tag.name == "br" else tag.get_text())
            continue
        yield from said()
        yield from _block(tag)
    yield from said()


def _block(tag: Tag) -> Iterator[Block]:
    kinds = tag.get("class", [])
    match tag.name:
        case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
            yield Heading(int(tag.name[1]), _text(tag), bool(kinds), "annex" in kinds)
        case "pre":
            yield Lines(tag.get_text().rstrip())
        case "img":
            yield Figure(_drawing(tag), tag.get("alt") or "–", "")
        case _ if {"source", "cell-output"} & set(kinds) or tag.name in ("style", "script"):
            return  # belongs to the table before it, or to the page alone
        case "p" if not tag.img:
            yield Paragraph(_text(tag))
        case "hr":
            yield Paragraph("* * *")
        case "table":
            yield _table(tag)
        case "figure":
            yield _figure(tag)
        case "ul" | "ol":
            yield _items(tag)
        case "section" if tag.strong and tag.ul:
            yield replace(_items(tag.ul), title=_text(tag.strong))
        case name if name in AROUND | WRITING | {"p"}:
            yield from blocks_of(tag)
        case _:
            raise NoPlaceError(tag)


def _items(tag: Tag) -> Items:
    items, below = tag.find_all("li", recursive=False), []
    for at, item in enumerate(items):
        below += [(at, _items(inner.extract())) for inner in item.find_all(["ul", "ol"], recursive=False)]
    start = int(tag.get("start", 1))
    return Items(tuple(map(_text, items)), tag.name == "ol", start=start, below=tuple(below))


def _table(tag: Tag) -> Table:
    below = tag.parent.find_next_sibling()
    source = _text(below) if below and "source" in below.get("class", []) else ""
    cells: dict[tuple[int, int], str] = {}  # by row and column: one cell may stand in several
    for row, line in enumerate(tag.find_all("tr")):
        column = 0
        for cell in line.find_all(["th", "td"]):
            while (row, column) in cells:
                column += 1
            down, across = (max(int(cell.get(name, 1)), 1) for name in ("rowspan", "colspan"))
            cells |= {(row + y, column + x): "" for y in range(down) for x in range(across)}
            cells[row, column] = _text(cell)
    height, width = (1 + max((at[way] for at in cells), default=0) for way in (0, 1))
    head, *rows = (tuple(cells.get((y, x), "") for x in range(width)) for y in range(height))
    return Table(_text(tag.caption) if tag.caption else "", head, tuple(rows), source)


def _drawing(tag: Tag) -> bytes:
    """A picture as SVG; a PNG or JPEG stands in a frame of its size, at 96 points to the inch as on a screen."""
    kind, _, data = tag.get("src", "").partition(";base64,")
    if kind == "data:image/svg+xml":
        return base64.b64decode(data)
    try:
        with Image.open(BytesIO(base64.b64decode(data)), formats=("PNG", "JPEG")) as picture:
            size = [round(0.75 * side, 2) for side in picture.size]
    except OSError:  # none of these, or broken
        raise NoPlaceError(tag) from None
    frame = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}pt" height="{1}pt" viewBox="0 0 {0} {1}">'
    return f'{frame.format(*size)}<image width="{size[0]}" height="{size[1]}" href="{tag["src"]}"/></svg>'.encode()


def _figure(tag: Tag) -> Figure:
    data = tag.img["src"].split(",", 1)[1]
    source = tag.figcaption.find(class_="source")
    said = _text(source.extract()) if source else ""
    return Figure(base64.b64decode(data), tag.img["alt"], _text(tag.figcaption), said)
