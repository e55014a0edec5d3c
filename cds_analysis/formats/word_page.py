"""What pandoc leaves to be done in a Word file: tables, the box, head and foot of its pages, the draft mark."""

from collections.abc import Sequence
from datetime import date
from itertools import takewhile
from pathlib import Path

from .column_widths import fitted
from .document import Document, Items, Table
from .letterhead import Letterhead
from .page import mark as mark_of
from .page import said
from .word_look import FONT, NARROW, SMALL, named, set_space
from .word_official import set_foot, set_head

RED, BLACK = "9B1C1C", "000000"
SIDES = ("top", "left", "bottom", "right")  # of the box
MANY = 6  # columns; more of them are set smaller
DEEP, HANGING = 510, 397  # of lists, in twentieths of a point: 9 and 7 mm
TWENTIETH = 635  # of a point, in the units lengths come in


def finish(
    path: Path,
    document: Document,
    *,
    language: str,
    heading: str,
    footer: str,
    published: date | None,
    head: Letterhead | None,
) -> None:
    """Complete the file pandoc wrote."""
    import docx

    made, lang = docx.Document(str(path)), document.lang
    for table, given in zip(made.tables, [b for b in document.blocks if isinstance(b, Table)], strict=True):
        _table(table, given)
    for shape in made.inline_shapes:
        _picture(shape._inline)
    items = [(_list_of(p), p) for p in made.paragraphs if p.style.name == "Compact" and _list_of(p)]
    linked = {number for number, paragraph in items if paragraph.hyperlinks}
    for paragraph in [paragraph for number, paragraph in items if number in linked]:
        paragraph.style = "Source"
    _lists(made)
    for title in [block.title for block in document.blocks if isinstance(block, Items) and block.title]:
        _box(made, title)
    mark = mark_of(lang, published)
    if head:
        mark = "" if published else mark
        set_head(made, head, mark)
        set_foot(made, head, footer)
        _head_and_foot(made, ("", "", ""), mark, "", BLACK)
    else:
        _head_and_foot(made, (heading, mark, said("page.paper", lang)), mark, footer, BLACK if published else RED)
    about = made.core_properties
    about.title, about.subject, about.language = document.title, heading, language
    about.author = about.last_modified_by = head.body if head else "cds_analysis"
    made.save(str(path))


def _list_of(paragraph) -> int:
    """The number of the list a paragraph belongs to; 0 where to none."""
    form = paragraph._p.pPr
    return form.numPr.numId.val if form is not None and form.numPr is not None else 0


def _lists(made) -> None:
    """Lists have dashes, as official papers do, and stand no deeper than a first line."""
    from docx.oxml.ns import qn

    for level in made.part.numbering_part.element.iter(qn("w:lvl")):
        indent, deep = level.find(f"{qn('w:pPr')}/{qn('w:ind')}"), int(level.get(qn("w:ilvl"))) + 1
        indent.set(qn("w:left"), str(DEEP * deep))
        indent.set(qn("w:hanging"), str(HANGING))
        if level.find(qn("w:numFmt")).get(qn("w:val")) == "bullet":
            level.find(qn("w:lvlText")).set(qn("w:val"), "–")
            for form in level.findall(qn("w:rPr")):
                level.remove(form)


def _box(made, title: str) -> None:
    """Rules around a heading and the list below it: equal borders and indents make one frame of all."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import Mm

    paragraphs = made.paragraphs
    at = next(i for i, p in enumerate(paragraphs) if p.style.name == "Heading 1" and p.text == title)
    listed = list(takewhile(lambda p: p.style.name == "Compact", paragraphs[at + 1 :]))
    set_space(named(made, "Box", "Compact"), 0, 4)
    sides = "".join(f'<w:{side} w:val="single" w:sz="8" w:space="6" w:color="000000"/>' for side in SIDES)
    for paragraph in [paragraphs[at], *listed]:
        if paragraph.style.name == "Compact":
            paragraph.style = "Box"
        form = paragraph._p.get_or_add_pPr()
        border = parse_xml(f"<w:pBdr {nsdecls('w')}>{sides}</w:pBdr>")
        form.insert_element_before(border, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc")
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.right_indent = Mm(8), Mm(2.5)
        paragraph.paragraph_format.first_line_indent = Mm(-5.5)


def _widths(given: Table) -> tuple[list[float], float]:
    """Widths of a table's columns in mm and the size of its letters, as large as lets every word stay whole."""
    wide = max(map(len, [given.head, *given.rows]))
    head, *rows = [(*row, *[""] * (wide - len(row))) for row in (given.head, *given.rows)]
    for size in (SMALL, NARROW)[wide > MANY :]:
        found = fitted(Table("", head, tuple(rows)), largest=size, turned=False)
        if found["size"] >= size:
            break
    return found["widths"], size


def _table(table, given: Table) -> None:
    """Styles of its cells, widths in figures, rows no page break parts, the first column marked as heading its rows."""
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm

    columns = table._tbl.tblGrid.gridCol_lst
    mm, size = _widths(given)
    widths = [Mm(width) for width in mm]
    narrow = " Narrow" if size < SMALL else ""
    for column, wide in zip(columns, widths, strict=True):
        column.w = wide
    table.alignment = WD_TABLE_ALIGNMENT.CENTER  # else its text, not its rule, stands at the margin
    form = table._tbl.tblPr
    form.find(qn("w:tblLook")).set(qn("w:firstColumn"), "1")
    form.find(qn("w:tblLook")).set(qn("w:val"), "00A0")
    form.find(qn("w:tblW")).set(qn("w:type"), "dxa")
    form.find(qn("w:tblW")).set(qn("w:w"), str(sum(widths) // TWENTIETH))
    for number, row in enumerate(table.rows):
        row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
        for cell, wide in zip(row.cells, widths, strict=True):
            cell.width = wide
            for paragraph in cell.paragraphs:
                paragraph.style = ("Table Head" if number == 0 else "Table Text") + narrow
    following = table._tbl.getnext()
    if following is not None and following.tag == qn("w:p") and following.style in ("BodyText", "FirstParagraph"):
        following.style = "AfterTable"


def _picture(inline) -> None:
    """The alt text also where the picture itself has one; pandoc leaves the file's name there."""
    for part in inline.iter("{*}cNvPr"):
        part.set("descr", inline.docPr.get("descr", ""))


def _head_and_foot(made, opening: Sequence[str], mark: str, footer: str, colour: str) -> None:
    """Later pages: their number, as Decree 30/2020/NĐ-CP asks, and the mark; the first: what it is, where that is said.

    Args:
        opening: Of the first page: place and edition, the mark, what kind of paper it is; all empty under a letterhead.
        mark: Draft or published, on later pages, in this colour.
    """
    section = made.sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    heading, said, paper = opening
    first = _tabbed(section.first_page_header, width)
    if heading or said:
        _run(first, f"{heading}\t\t")
        _run(first, said, bold=True, colour=colour)
        _run(_more(section.first_page_header), paper, italic=True)
    later = _tabbed(section.header, width)
    _run(later, "\t")
    _number(later)
    _run(later, "\t")
    _run(later, mark, bold=True, colour=colour)
    for part in (section.first_page_footer, section.footer):
        _run(_tabbed(part, width), footer, size=9)


def _tabbed(part, width):
    """The first paragraph of a header or footer, with tabs at the middle and the right end."""
    from docx.enum.text import WD_TAB_ALIGNMENT as TAB

    part.is_linked_to_previous = False
    paragraph = part.paragraphs[0]
    _tight(paragraph)
    paragraph.paragraph_format.tab_stops.add_tab_stop(width // 2, TAB.CENTER)
    paragraph.paragraph_format.tab_stops.add_tab_stop(width, TAB.RIGHT)
    return paragraph


def _more(part):
    paragraph = part.add_paragraph()
    _tight(paragraph)
    return paragraph


def _tight(paragraph) -> None:
    from docx.shared import Pt

    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)


def _run(paragraph, text: str, *, size: float = SMALL, bold=False, italic=False, colour: str = BLACK):
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run(text)
    run.font.name, run.font.size, run.font.bold, run.font.italic = FONT, Pt(size), bold, italic
    run.font.color.rgb = RGBColor.from_string(colour)
    return run


def _number(paragraph) -> None:
    """The number of the page, as a field."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("", "2"), ("end", "")):
        run = _run(paragraph, "" if not kind and text == "PAGE" else text if not kind else "", size=13)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        elif text == "PAGE":
            code = OxmlElement("w:instrText")
            code.text = text
            run._r.append(code)
