"""From the document to PDF, tagged and after PDF/UA-1; this room alone knows typst.

The page stands in brief.typ; texts reach it as data, so that no letter is taken for code. The fonts are those typst
carries inside, never those of the machine: each machine makes the same bytes.
"""

import json
from pathlib import Path

import typst

from ..errors import CdsError
from ..paths import whole
from .blocks import Figure, Heading, Items, Table
from .column_widths import fitted, parted
from .document import Document, opened

TEMPLATE = Path(__file__).with_name("brief.typ")
SHORT = TEMPLATE.with_name("short.typ")
NEARLY_EMPTY = 75.0  # mm from the top of the page: a page whose text ends above it
FONTS = ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono")  # the first has every Vietnamese letter


def write_pdf(document: Document, target: Path) -> Path:
    """Write a document as PDF (A4, margins after Decree 30/2020/NĐ-CP), replacing the old one only when whole.

    Raises:
        CdsError: Typst refuses the document, such as for a character no font has, or a chart without alt text.
    """
    given = _data(document)
    try:
        made, end = _compiled(given)
        if end["page"] > 1 and end["y"] < NEARLY_EMPTY:
            closer, other = _compiled(given | {"close": True})
            made = closer if other["page"] < end["page"] else made
    except typst.TypstError as error:
        raise CdsError(f"{target.name}: no PDF can be made: {error}; mend the text or the chart it names") from error
    with whole(target) as part:
        part.write_bytes(made)
    return target


def write_short(document: Document, target: Path) -> Path:
    """Write the first pages of a brief as a card of A5 or as slides, by the name of the file: .card.pdf, .card.png,
    .slides.pdf.

    Raises:
        CdsError: The document has no conclusions, tasks and chart, or Typst refuses it.
    """
    *_, form, kind = target.name.split(".")
    given = {"brief": json.dumps(_data(document), ensure_ascii=False), "form": form}
    asked = {"format": "png", "ppi": 200.0} if kind == "png" else {"format": "pdf", "pdf_standards": ["ua-1"]}
    try:
        made = typst.compile(str(SHORT), ignore_system_fonts=True, sys_inputs=given, **asked)
    except typst.TypstError as error:
        raise CdsError(f"{target.name}: cannot be made of this document: {error}") from error
    with whole(target) as part:
        part.write_bytes(made)
    return target


def _compiled(given: dict) -> tuple[bytes, dict]:
    """The PDF, and where its text ends: the page and how far down it, in mm."""
    inputs = {"brief": json.dumps(given, ensure_ascii=False)}
    made = typst.compile(
        str(TEMPLATE), format="pdf", ignore_system_fonts=True, sys_inputs=inputs, pdf_standards=["ua-1"]
    )
    told = typst.query(str(TEMPLATE), "<end>", field="value", one=True, ignore_system_fonts=True, sys_inputs=inputs)
    return made, json.loads(told)


def _data(document: Document) -> dict:
    """All that the page takes from outside."""
    day, head = document.published, document.letterhead
    return {
        "lang": document.lang,
        "title": head.summary if head and head.summary else document.title,
        "author": head.body if head else "cds_analysis",
        "heading": document.heading,
        "footer": document.footer,
        "mark": document.mark("page.own" if head else ""),
        "running": document.mark("page.own_short"),
        "paper": document.paper,
        "fonts": FONTS,
        "close": False,
        "published": {"year": day.year, "month": day.month, "day": day.day} if day else None,
        "letterhead": head.lines() if head else None,
        "blocks": _blocks(document),
    }


def _nested(block: Items) -> dict:
    """A list with the lists below its items."""
    return vars(block) | {"below": [[at, _nested(inner)] for at, inner in block.below]}


def _blocks(document: Document) -> list[dict]:
    """The blocks after the title, which is the heading of level 1; no later heading skips a level."""
    made, level = [], 1
    for block in document.text:
        given = {"kind": type(block).__name__.lower(), **vars(block)}
        match block:
            case Heading():
                level = given["level"] = min(max(block.level, 2), level + 1)
            case Items() if block.title:
                given["items"] = list(map(opened, block.items))
            case Table():
                given |= {"head": parted(block.head), "rows": list(map(parted, block.rows))} | fitted(block)
            case Items():
                given |= _nested(block)
            case Figure():
                given["svg"] = block.svg.decode("utf-8")
        made.append(given)
    return made
