"""From the document to PDF, tagged and after PDF/UA-1; this room alone knows typst.

The page stands in brief.typ; texts reach it as data, so that no letter is taken for code. The fonts are those typst
carries inside, never those of the machine: each machine makes the same bytes.
"""

import json
import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path

from . import wording
from .document import Block, Document, Figure, Heading, Items, Paragraph, Table
from .errors import CdsError
from .letterhead import Letterhead
from .publish import WORDS

TEMPLATE = Path(__file__).with_name("brief.typ")
FONTS = ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono")  # the first has every Vietnamese letter
SIZE, SMALLEST = 10.5, 8.0  # of a table's letters, in points
ROOM, ACROSS = 165.0, 252.0  # mm between the margins, upright and across
NARROW, LETTER, WIDE, SPACE = 0.11, 0.18, 0.25, 0.09  # widths in mm for each point of size
PADDING = 3.2  # mm a cell leaves free
PIECE = re.compile(r"[^\s\u200b/-]+(?:[/-](?=\d|$)[^\s\u200b/-]*)*[/-]*|[/-]+")  # what no line break may divide
LONG = re.compile(r"[^\s/-]{24}(?=[^\s/-]{4})")
SURE = 1.1  # bold letters are wider


def write_pdf(
    document: Document,
    target: Path,
    *,
    heading: str,
    footer: str,
    published: date | None = None,
    letterhead: Letterhead | None = None,
) -> Path:
    """Write a document as PDF (A4, margins after Decree 30/2020/NĐ-CP), replacing the old one only when whole.

    Args:
        heading: Place and edition: above the title and in the header of later pages.
        footer: Edition, version and hashes, at the foot of each page.
        published: The day of publication; a draft, marked so, has none.
        letterhead: The issuing body's; only a Vietnamese paper carries it.

    Raises:
        CdsError: Typst refuses the document, such as for a character no font has, or a chart without alt text.
    """
    import typst

    given = _data(document, heading, footer, published, letterhead if document.lang == "vi" else None)
    try:
        made = typst.compile(
            str(TEMPLATE),
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs={"brief": json.dumps(given, ensure_ascii=False)},
            pdf_standards=["ua-1"],
        )
    except typst.TypstError as error:
        raise CdsError(f"{target.name}: no PDF can be made: {error}; mend the text or the chart it names") from error
    part = target.with_suffix(".pdf.part")
    part.write_bytes(made)
    part.replace(target)
    return target


def _data(document: Document, heading: str, footer: str, published: date | None, head: Letterhead | None) -> dict:
    words = WORDS[document.lang]
    mark = f"{words['published']} {wording.day(published, document.lang)}" if published else words["draft"]
    return {
        "lang": document.lang,
        "title": head.summary if head and head.summary else document.title,
        "author": head.body if head else "cds_analysis",
        "heading": heading,
        "footer": footer,
        "mark": "" if head and published else mark,
        "paper": words["paper"],
        "fonts": FONTS,
        "published": {"year": published.year, "month": published.month, "day": published.day} if published else None,
        "letterhead": _of_letterhead(head) if head else None,
        "blocks": _blocks(document),
    }


def _of_letterhead(head: Letterhead) -> dict:
    names = ("superior", "body", "kind", "numbered", "dated", "addressees", "recipients", "by", "position", "name")
    given = {name: getattr(head, name) for name in names}
    lines = [*head.recipients[:-1], f"{head.recipients[-1].rstrip('.')}."]
    return given | {"recipients": [f"{line.rstrip(';')};" for line in lines[:-1]] + lines[-1:]}


def _blocks(document: Document) -> list[dict]:
    """The blocks after the title, which is the heading of level 1; no later heading skips a level."""
    first = next((block for block in document.blocks if isinstance(block, Heading)), None)
    made, level = [], 1
    for block in document.blocks:
        if block is first:
            continue
        if isinstance(block, Heading):
            level = min(max(block.level, 2), level + 1)
            made.append({"kind": "heading", "level": level, "text": block.text})
        else:
            made.append(_block(block))
        if isinstance(block, Table | Figure) and block.source:
            made.append({"kind": "source", "text": block.source})
    return made


def _block(block: Block) -> dict:
    match block:
        case Paragraph(text):
            return {"kind": "paragraph", "text": text}
        case Items(items, ordered, title):
            return {"kind": "items", "items": items, "ordered": ordered, "title": title}
        case Table():
            head, rows = _parted(block.head), [_parted(row) for row in block.rows]
            return {"kind": "table", "caption": block.caption, "head": head, "rows": rows} | fitted(block)
        case Figure(svg, alt, caption, _):
            return {"kind": "figure", "svg": svg.decode("utf-8"), "alt": alt, "caption": caption}
    raise TypeError(f"{type(block).__name__} has no place in a PDF")


def fitted(table: Table) -> dict:
    """Widths of a table's columns (mm), the size of its letters (points) and whether it lies across the page.

    No column is narrower than its longest word, as words are not broken; the widths are those of the lowest table found
    by moving a little from one column to another. Letters shrink where the words alone are too wide; below 8 points the
    table lies across.
    """
    columns = list(zip(table.head, *table.rows, strict=True))
    words = [[[_width(word) for word in PIECE.findall(cell)] for cell in _parted(column)] for column in columns]
    longest = [SURE * max((word for cell in column for word in cell), default=LETTER) for column in words]

    def size_in(room: float) -> float:
        return min(SIZE, (room - PADDING * len(columns)) / sum(longest))

    across = size_in(ROOM) < SMALLEST
    room = ACROSS if across else ROOM
    size = max(size_in(room), 1.0)
    least = [size * word + PADDING for word in longest]
    texts = [sum(_width(cell) ** 2 for cell in column) ** 0.5 for column in columns]
    spare = max(room - sum(least), 0)
    even = [low + spare / len(least) for low in least]
    by_text = [low + spare * text / (sum(texts) or 1) for low, text in zip(least, texts, strict=True)]
    widths = min(_lowest(start, least, words, size) for start in (even, by_text))[1]
    return {"widths": [round(width, 2) for width in widths], "size": round(size, 2), "across": across}


def _part(cell: str) -> str:
    """A cell whose overlong words, such as file names, may be broken: by a space without width."""
    return LONG.sub("\\g<0>\u200b", cell)


def _parted(cells: Iterable[str]) -> list[str]:
    return [_part(cell) for cell in cells]


def _width(text: str) -> float:
    """About how wide a text is, in mm for each point of its letters' size; marks above and below add nothing."""
    plain = [letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter)]
    wide = sum(letter.isupper() or letter in "mw%@" for letter in plain)
    narrow = sum(letter in "ijltfr.,;:'()[]!|/- " for letter in plain)
    return NARROW * narrow + WIDE * wide + LETTER * (len(plain) - narrow - wide)


def _lines(words: list[float], room: float) -> int:
    """How many lines of some width hold words of some widths."""
    lines, used = 1, 0.0
    for word in words:
        if used and used + SPACE + word > room:
            lines, used = lines + 1, 0.0
        used += word + (SPACE if used else 0)
    return lines


def _lowest(widths: list[float], least: list[float], words: list[list[list[float]]], size: float) -> tuple:
    """Widths moved step by step (mm) between columns while the rows need fewer lines; before them, how many."""

    @cache
    def column(number: int, width: float) -> list[int]:
        return [_lines(cell, (width - PADDING) / size) for cell in words[number]]

    def height(widths: list[float]) -> tuple[int, int]:
        found = [column(number, width) for number, width in enumerate(widths)]
        return sum(max(row) for row in zip(*found, strict=True)), sum(map(sum, found))

    best = height(widths)
    while True:
        moved = []
        for give, take, step in product(range(len(widths)), range(len(widths)), (2.0, 5.0, 9.0)):
            if give != take and widths[give] - step >= least[give]:
                other = list(widths)
                other[give], other[take] = other[give] - step, other[take] + step
                moved.append((height(other), other))
        if not moved or min(moved)[0] >= best:
            return best, widths
        best, widths = min(moved)
