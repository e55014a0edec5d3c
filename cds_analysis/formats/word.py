"""From the document to an editable Word file; this room alone, with word_frame, knows python-docx, and it resvg.

The look (page, styles, lists, head and foot) stands in brief.docx, where an office changes it in Word itself: what is
written here only names the styles.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from datetime import datetime, time
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import resvg_py
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Inches, Mm, Pt

from ..errors import CdsError
from ..paths import zipped
from . import word_frame
from .blocks import Block, Figure, Heading, Items, Lines, Paragraph, Table
from .column_widths import fitted
from .document import Document, opened
from .page import said

LANGUAGE = {"vi": "vi-VN", "en": "en-GB"}
ADDRESS = re.compile(r"(https?://[^\s<>\"\\]*[^\s<>\"\\.,;:!?)\]}'’”])")
UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\ufffe\uffff]")  # no XML holds them
NUMBER = re.compile(r"[-−+]?[\d.,]+ ?%?")
POINTS = re.compile(rb"<svg[^>]*?\bwidth=\"([\d.]+)pt\"[^>]*?\bheight=\"([\d.]+)pt\"", re.S)
SMALL, NARROW, MANY = 11, 9.5, 6  # points of a table's letters; where there are more columns
DOTS = 220  # of a picture per inch as printed
WIDEST, HIGHEST = 6.1, 7.6  # inches a picture may take on A4
GROWN = 1.12  # charts are drawn for a phone, with letters of 10 points
DASHES, NUMBERS, DEEPEST = 1, 2, 2  # the lists of brief.docx and their last level


def write_docx(document: Document, target: Path) -> Path:
    """Write a document as an editable Word file on A4, replacing the old file only when whole.

    Headings, captions, lists and tables have real styles; charts are pictures with their alt text. Margins, font and
    place of the page number are those of Decree 30/2020/NĐ-CP; a letterhead adds the parts of an issued report. Equal
    documents give equal bytes.

    Raises:
        CdsError: A chart does not say how large it is.
    """
    made, head = word_frame.template(), document.letterhead
    body = _Body(made, document.lang)
    for before, block in pairwise([None, *document.text]):
        body.add(block, before)
    title = (head and head.summary) or document.title
    headed = head.kind if head else document.head  # an official letter has no title
    word_frame.close(made, document, _plain(title) if headed else "", body.annex)
    about = made.core_properties
    about.title, about.subject, about.language = title[:255], document.heading[:255], LANGUAGE[document.lang]
    about.author = about.last_modified_by = head.body if head else "cds_analysis"
    for name in ("created", "modified"):  # of the template: a paper has the day of its publication, or none
        about._element.remove(about._element.find(f"{{*}}{name}"))
        if day := document.published:
            setattr(about, name, datetime.combine(day, time()))
    made.save(saved := BytesIO())
    with ZipFile(saved) as parts:
        zipped(target, {name: parts.read(name) for name in parts.namelist()})
    return target


def _plain(text: str) -> str:
    """A text in composed letters, its words parted by one space each."""
    return unicodedata.normalize("NFC", " ".join(UNSEEN.sub("", text).split()))


class _Body:
    """Adds blocks to a Word file, one after the other."""

    def __init__(self, made, lang: str):
        self.made, self.lang, self.counts = made, lang, Counter()
        self.annex = None  # the heading of the first annex
        for found in made.styles.element.iter("{*}lang"):
            found.set(next(name for name in found.keys() if name.endswith("}val")), LANGUAGE[lang])

    def add(self, block: Block, before: Block | None) -> None:
        """A block, set off where a table without a line of sources stands before it; below it that of its own."""
        match block:
            case Heading(level, text, page, annex):
                made = self.paragraph(f"Heading {min(max(level - 1, 1), 3)}", text, page)
                self.annex = made if annex else self.annex
            case Paragraph(text):
                self.paragraph("After Table" if isinstance(before, Table) and not before.source else "Body Text", text)
            case Lines(text):
                run = self.made.add_paragraph(style="Source Line").add_run(UNSEEN.sub("", text))
                run.font.name, run.font.size = "Courier New", Pt(9)
            case Items():
                self.items(block)
            case Table():
                self.table(block)
            case Figure():
                self.figure(block)
        if isinstance(block, Table | Figure) and block.source:
            self.paragraph("Source Line", block.source)

    def paragraph(self, style: str, text: str = "", page: bool = False):
        """A new paragraph at the end; `page`: on a new page."""
        made = self.made.add_paragraph(style=style)
        if page:
            made.paragraph_format.page_break_before = True
        self.linked(made, text)
        return made

    def linked(self, paragraph, text: str) -> None:
        """Adds a text in which web addresses can be followed."""
        for part in filter(None, ADDRESS.split(_plain(text))):
            run = paragraph.add_run(part)
            if ADDRESS.fullmatch(part):
                run.style = "Hyperlink"
                link = OxmlElement("w:hyperlink")
                link.set(qn("r:id"), self.made.part.relate_to(part, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
                paragraph._p.append(link)
                link.append(run._r)

    def items(self, block: Items, depth: int = 0) -> None:
        """A list; where it has a title, that is a heading, in one frame with the items."""
        if block.title:
            self.boxed(block)
            return
        style, number = "Source" if any(map(ADDRESS.search, block.items)) else "Compact", DASHES
        if block.ordered:  # each begins with a number of its own
            ordered = self.made.part.numbering_part.numbering_definitions._numbering.add_num(NUMBERS)
            ordered.add_lvlOverride(ilvl=min(depth, DEEPEST)).add_startOverride(block.start)
            number = ordered.numId
        for at, item in enumerate(block.items):
            form = self.paragraph(style, item)._p.get_or_add_pPr().get_or_add_numPr()
            form.get_or_add_ilvl().val, form.get_or_add_numId().val = min(depth, DEEPEST), number
            for inner in (inner for place, inner in block.below if place == at):
                self.items(inner, depth + 1)

    def boxed(self, block: Items) -> None:
        """Rules around a heading and the list below it: equal borders and indents make one frame of all."""
        form = self.paragraph("Heading 1", block.title)._p.get_or_add_pPr()
        box = self.made.styles["Box"].element.pPr
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
        if not text:
            return
        self.counts[kind] += 1
        paragraph = self.made.add_paragraph(said(f"page.{kind.lower()}", self.lang) + "\u00a0", style)
        field = f'w:instr=" SEQ {kind} \\* ARABIC "><w:r><w:t>{self.counts[kind]}</w:t></w:r>'
        paragraph._p.append(parse_xml(f"<w:fldSimple {nsdecls('w')} {field}</w:fldSimple>"))
        self.linked(paragraph, f": {text}")

    def figure(self, block: Figure) -> None:
        """A picture with its alt text, its caption below; other programs read the alt text of the drawing inside."""
        drawn, wide = picture(block.svg)
        placed = self.paragraph("Captioned Figure").add_run().add_picture(drawn, width=Inches(wide))
        for part in (placed._inline.docPr, *placed._inline.iter("{*}cNvPr")):
            part.set("descr", _plain(block.alt))
        self.caption("Image Caption", "Figure", block.caption)

    def table(self, block: Table) -> None:
        """A table with a repeated heading row, rows no page break parts, widths in figures, its caption above."""
        self.caption("Table Caption", "Table", block.caption)
        rows, (widths, size) = (block.head, *block.rows), _widths(block)
        table = self.made.add_table(len(rows), len(widths))
        table._tbl.tblStyle_val = "Table"  # named although it is the default: LibreOffice asks for it
        table.autofit = False
        table.alignment = WD_TABLE_ALIGNMENT.CENTER  # else its text, not its rule, stands at the margin
        if block.caption:
            table._tbl.tblPr.append(OxmlElement("w:tblCaption", {qn("w:val"): _plain(block.caption)}))
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        for row in table.rows:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        table.rows[0]._tr.trPr.append(OxmlElement("w:tblHeader"))
        self.cells(table, rows, [Mm(width) for width in widths], " Narrow" if size < SMALL else "")

    def cells(self, table, rows: Sequence[Sequence[str]], widths: Sequence[int], narrow: str) -> None:
        """The texts of a table; a column of numbers stands at the right."""
        columns = [cells[1:] for cells in zip(*rows, strict=True)]
        right = [at > 0 and all(map(NUMBER.fullmatch, filter(None, cells))) for at, cells in enumerate(columns)]
        for number, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
            for cell, text, width, at_right in zip(row.cells, texts, widths, right, strict=True):
                cell.width, paragraph = width, cell.paragraphs[0]
                paragraph.style = ("Table Text" if number else "Table Head") + narrow
                if at_right:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                self.linked(paragraph, text)


def _widths(table: Table) -> tuple[list[float], float]:
    """Widths of a table's columns in mm and the size of its letters, as large as lets every word stay whole."""
    for size in (SMALL, NARROW)[len(table.head) > MANY :]:
        found = fitted(table, largest=size, turned=False)
        if found["size"] >= size:
            break
    return found["widths"], size


def picture(svg: bytes) -> tuple[BytesIO, float]:
    """An SVG drawn as PNG, sharp in print, and the inches it is wide."""
    found = POINTS.search(svg)
    if not found:
        raise CdsError("a picture does not say how many points it is wide and high; keep it as PNG")
    wide, high = (float(found[at]) / 72 for at in (1, 2))
    width = wide * min(GROWN, WIDEST / wide, HIGHEST / high)
    drawn = resvg_py.svg_to_bytes(svg_string=svg.decode(), dpi=DOTS * width / wide, background="white")
    return BytesIO(drawn), width
