"""From the document to an editable Word file; this room alone, with word_frame, knows python-docx, and it resvg.

The look (page, styles, lists, head and foot) stands in brief.docx, where an office changes it in Word itself: what is
written here only names the styles.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

from ..paths import whole
from .column_widths import fitted
from .document import Block, Document, Figure, Heading, Items, Paragraph, Table, opened
from .letterhead import Letterhead
from .page import said
from .word_frame import Frame

LANGUAGE = {"vi": "vi-VN", "en": "en-GB"}
ADDRESS = re.compile(r"(https?://[^\s<>\"\\]*[^\s<>\"\\.,;:!?)\]}'’”])")
UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\ufffe\uffff]")  # no XML holds them
NUMBER = re.compile(r"[-−+]?[\d.,]+ ?%?")
POINTS = re.compile(rb"<svg[^>]*?\bwidth=\"([\d.]+)pt\"[^>]*?\bheight=\"([\d.]+)pt\"", re.S)
SMALL, NARROW, MANY = 11, 9.5, 6  # points of a table's letters; where there are more columns
DOTS = 220  # of a picture per inch as printed
WIDEST, HIGHEST = 6.1, 7.6  # inches a picture may take on A4
GROWN = 1.12  # charts are drawn for a phone, with letters of 10 points
DASHES, NUMBERS = 1, 2  # the lists of brief.docx


def write_docx(
    document: Document,
    target: Path,
    *,
    heading: str,
    footer: str,
    published: date | None = None,
    letterhead: Letterhead | None = None,
) -> Path:
    """Write a document as an editable Word file on A4, replacing the old file only when whole.

    Headings, captions, lists and tables have real styles; charts are pictures with their alt text. Margins, font and
    place of the page number are those of Decree 30/2020/NĐ-CP; the parts of an issued report (national name, issuing
    body, number, recipients, signature) come with a letterhead alone.

    Args:
        heading, footer, published: As of a page on the web.
        letterhead: The issuing body's; only a Vietnamese paper carries it, and then neither `heading` nor the line that
            it is no administrative document.

    Raises:
        ValueError: A chart does not say how large it is.
    """
    head, first = letterhead if document.lang == "vi" else None, document.head
    title, own = (head and head.summary) or document.title, head or (first and first.level == 1)
    frame = Frame(document.lang, head, heading=heading, footer=footer, published=published)
    body = _Body(frame.made, document.lang)
    for block in document.after(first if own else None):
        body.add(block)
    frame.close(_plain(title) if own else "")
    about = frame.made.core_properties
    about.title, about.subject, about.language = title, heading, LANGUAGE[document.lang]
    about.author = about.last_modified_by = head.body if head else "cds_analysis"
    with whole(target) as part:
        frame.made.save(str(part))
    return target


def _plain(text: str) -> str:
    """A text in composed letters, its words parted by one space each."""
    return unicodedata.normalize("NFC", " ".join(UNSEEN.sub("", text).split()))


class _Body:
    """Adds blocks to a Word file, one after the other."""

    def __init__(self, made, lang: str):
        self.made, self.lang, self.counts, self.after_table = made, lang, Counter(), False
        for found in made.styles.element.iter("{*}lang"):
            found.set(next(name for name in found.keys() if name.endswith("}val")), LANGUAGE[lang])

    def add(self, block: Block) -> None:
        """A block; below a table or chart the line of its sources."""
        after_table, self.after_table = self.after_table, False
        match block:
            case Heading(level, text):
                self.paragraph(f"Heading {min(max(level - 1, 1), 3)}").add_run(_plain(text))
            case Paragraph(text):
                self.linked(self.paragraph("After Table" if after_table else "Body Text"), text)
            case Items():
                self.items(block)
            case Table():
                self.table(block)
                self.after_table = not block.source
            case Figure():
                self.figure(block)
        if isinstance(block, Table | Figure) and block.source:
            self.linked(self.paragraph("Source Line"), block.source)

    def paragraph(self, style: str):
        """A new paragraph at the end."""
        return self.made.add_paragraph(style=style)

    def linked(self, paragraph, text: str) -> None:
        """Adds a text in which web addresses can be followed."""
        for part in filter(None, ADDRESS.split(_plain(text))):
            if ADDRESS.fullmatch(part):
                self.link(paragraph, part)
            else:
                paragraph.add_run(part)

    def link(self, paragraph, address: str) -> None:
        """Adds an address that leads there."""
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), self.made.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        run = paragraph.add_run(address)
        run.style = "Hyperlink"
        link.append(run._r)
        paragraph._p.append(link)

    def items(self, block: Items) -> None:
        """A list; where it has a title, that is a heading, in one frame with the items."""
        if block.title:
            self.boxed(block)
            return
        style = "Source" if any(map(ADDRESS.search, block.items)) else "Compact"
        number = self.numbering() if block.ordered else DASHES
        for item in block.items:
            paragraph = self.paragraph(style)
            form = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            form.get_or_add_ilvl().val, form.get_or_add_numId().val = 0, number
            self.linked(paragraph, item)

    def numbering(self) -> int:
        """A list of numbers that begins with 1."""
        found = self.made.part.numbering_part.numbering_definitions._numbering
        number = found.add_num(NUMBERS)
        number.add_lvlOverride(ilvl=0).add_startOverride(1)
        return number.numId

    def boxed(self, block: Items) -> None:
        """Rules around a heading and the list below it: equal borders and indents make one frame of all."""
        from copy import deepcopy

        title = self.paragraph("Heading 1")
        title.add_run(_plain(block.title))
        form, box = title._p.get_or_add_pPr(), self.made.styles["Box"].element.pPr
        form.insert_element_before(deepcopy(box.find("{*}pBdr")), "w:spacing", "w:ind", "w:jc")
        form.insert_element_before(deepcopy(box.ind), "w:jc")
        for item in block.items:
            paragraph, (verdict, rest) = self.paragraph("Box"), opened(item)
            if verdict:
                paragraph.add_run(_plain(verdict)).bold = True
                paragraph.add_run(" ")
            self.linked(paragraph, rest)

    def caption(self, style: str, kind: str, text: str) -> None:
        """A caption that Word numbers itself."""
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls

        if not text:
            return
        paragraph = self.paragraph(style)
        self.counts[kind] += 1
        paragraph.add_run(said(f"page.{kind.lower()}", self.lang) + "\u00a0")
        field = f'w:instr=" SEQ {kind} \\* ARABIC "><w:r><w:t>{self.counts[kind]}</w:t></w:r>'
        paragraph._p.append(parse_xml(f"<w:fldSimple {nsdecls('w')} {field}</w:fldSimple>"))
        self.linked(paragraph, f": {text}")

    def figure(self, block: Figure) -> None:
        """A picture with its alt text, its caption below; other programs read the alt text of the drawing inside."""
        from docx.shared import Inches

        drawn, wide = _picture(block.svg)
        picture = self.paragraph("Captioned Figure").add_run().add_picture(drawn, width=Inches(wide))
        for part in (picture._inline.docPr, *picture._inline.iter("{*}cNvPr")):
            part.set("descr", _plain(block.alt))
        self.caption("Image Caption", "Figure", block.caption)

    def table(self, block: Table) -> None:
        """A table with a repeated heading row, rows no page break parts, widths in figures, its caption above."""
        self.caption("Table Caption", "Table", block.caption)
        rows = block.squared()
        widths, size = _widths(rows)
        columns = [cells[1:] for cells in zip(*rows, strict=True)]
        right = [at > 0 and all(map(NUMBER.fullmatch, filter(None, cells))) for at, cells in enumerate(columns)]
        table = self.made.add_table(0, len(widths))
        self.form(table, widths, block.caption)
        for number, row in enumerate(rows):
            style = ("Table Text" if number else "Table Head") + (" Narrow" if size < SMALL else "")
            self.row(table, row, style, widths, right)

    def form(self, table, widths: Sequence[float], caption: str) -> None:
        """The form of a table as a whole; its first row and column are marked as headings."""
        from docx.enum.table import WD_TABLE_ALIGNMENT
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Mm

        table._tbl.tblStyle_val = "Table"  # named although it is the default: LibreOffice asks for it
        table.autofit = False
        table.alignment = WD_TABLE_ALIGNMENT.CENTER  # else its text, not its rule, stands at the margin
        form = table._tbl.tblPr
        look, wide = form.find(qn("w:tblLook")), form.find(qn("w:tblW"))
        wide.set(qn("w:type"), "dxa")
        wide.set(qn("w:w"), str(round(sum(Mm(width).twips for width in widths))))
        look.attrib.clear()
        for name in ("firstRow", "firstColumn", "lastRow", "lastColumn", "noHBand", "noVBand"):
            look.set(qn(f"w:{name}"), "1" if name.startswith("first") else "0")
        look.set(qn("w:val"), "00A0")
        if caption:
            form.append(OxmlElement("w:tblCaption", {qn("w:val"): _plain(caption)}))
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)

    def row(self, table, texts: Sequence[str], style: str, widths: Sequence[float], right: Sequence[bool]) -> None:
        """A row; a column of numbers stands at the right."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.oxml import OxmlElement
        from docx.shared import Mm

        row = table.add_row()
        form = row._tr.get_or_add_trPr()
        form.append(OxmlElement("w:cantSplit"))
        if style.startswith("Table Head"):
            form.append(OxmlElement("w:tblHeader"))
        for cell, text, width, at_right in zip(row.cells, texts, widths, right, strict=True):
            cell.width, paragraph = Mm(width), cell.paragraphs[0]
            paragraph.style = style
            if at_right:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            self.linked(paragraph, text)


def _widths(rows: Sequence[Sequence[str]]) -> tuple[list[float], float]:
    """Widths of a table's columns in mm and the size of its letters, as large as lets every word stay whole."""
    head, *others = rows
    for size in (SMALL, NARROW)[len(head) > MANY :]:
        found = fitted(Table("", tuple(head), tuple(others)), largest=size, turned=False)
        if found["size"] >= size:
            break
    return found["widths"], size


def _picture(svg: bytes) -> tuple[BytesIO, float]:
    """An SVG drawn as PNG, sharp in print, and the inches it is wide."""
    import resvg_py

    found = POINTS.search(svg)
    if not found:
        raise ValueError("a chart does not say how many points it is wide and high")
    wide, high = (float(found[at]) / 72 for at in (1, 2))
    width = wide * min(GROWN, WIDEST / wide, HIGHEST / high)
    drawn = resvg_py.svg_to_bytes(svg_string=svg.decode(), dpi=DOTS * width / wide, background="white")
    return BytesIO(drawn), width
