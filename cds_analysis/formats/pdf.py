"""From the document to PDF, tagged and after PDF/UA-1; this room alone knows typst.

The page stands in brief.typ; texts reach it as data, so that no letter is taken for code. The fonts are those typst
carries inside, never those of the machine: each machine makes the same bytes.
"""

import json
from datetime import date
from pathlib import Path

from ..errors import CdsError
from ..paths import whole
from .column_widths import fitted, parted
from .document import Block, Document, Figure, Heading, Items, Paragraph, Table, opened
from .letterhead import Letterhead, closed
from .page import mark, said

TEMPLATE = Path(__file__).with_name("brief.typ")
NEARLY_EMPTY = 75.0  # mm from the top of the page: a page whose text ends above it
FONTS = ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono")  # the first has every Vietnamese letter


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
        heading, footer, published: As of a page on the web.
        letterhead: The issuing body's; only a Vietnamese paper carries it.

    Raises:
        CdsError: Typst refuses the document, such as for a character no font has, or a chart without alt text.
    """
    import typst

    given = _data(document, heading, footer, published, letterhead if document.lang == "vi" else None)
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


def _compiled(given: dict) -> tuple[bytes, dict]:
    """The PDF, and where its text ends: the page and how far down it, in mm."""
    import typst

    inputs = {"brief": json.dumps(given, ensure_ascii=False)}
    made = typst.compile(
        str(TEMPLATE), format="pdf", ignore_system_fonts=True, sys_inputs=inputs, pdf_standards=["ua-1"]
    )
    told = typst.query(str(TEMPLATE), "<end>", field="value", one=True, ignore_system_fonts=True, sys_inputs=inputs)
    return made, json.loads(told)


def _data(document: Document, heading: str, footer: str, published: date | None, head: Letterhead | None) -> dict:
    return {
        "lang": document.lang,
        "title": head.summary if head and head.summary else document.title,
        "author": head.body if head else "cds_analysis",
        "heading": heading,
        "footer": footer,
        "mark": "" if head and published else mark(document.lang, published),
        "paper": said("page.paper", document.lang),
        "fonts": FONTS,
        "close": False,
        "published": {"year": published.year, "month": published.month, "day": published.day} if published else None,
        "letterhead": _of_letterhead(head) if head else None,
        "blocks": _blocks(document),
    }


def _of_letterhead(head: Letterhead) -> dict:
    names = ("superior", "body", "kind", "numbered", "dated", "addressees", "recipients", "by", "position", "name")
    given = {name: getattr(head, name) for name in names} | {"recipients": closed(head.recipients)}
    return given | ({"addressees": closed(head.addressees)} if len(head.addressees) > 1 else {})


def _blocks(document: Document) -> list[dict]:
    """The blocks after the title, which is the heading of level 1; no later heading skips a level."""
    made, level = [], 1
    for block in document.after(document.head):
        if isinstance(block, Heading):
            level = min(max(block.level, 2), level + 1)
            made.append({"kind": "heading", "level": level, "text": block.text})
        else:
            made.append(_block(block))
    return made


def _block(block: Block) -> dict:
    match block:
        case Paragraph(text):
            return {"kind": "paragraph", "text": text}
        case Items(items, ordered, title):
            items = [opened(item) for item in items] if title else items
            return {"kind": "items", "items": items, "ordered": ordered, "title": title}
        case Table():
            head, rows = parted(block.head), [parted(row) for row in block.rows]
            told = {"caption": block.caption, "source": block.source}
            return {"kind": "table", "head": head, "rows": rows} | told | fitted(block)
        case Figure(svg, alt, caption, source):
            return {"kind": "figure", "svg": svg.decode("utf-8"), "alt": alt, "caption": caption, "source": source}
    raise TypeError(f"{type(block).__name__} has no place in a PDF")
