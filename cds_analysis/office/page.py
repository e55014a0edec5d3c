"""What pandoc leaves to be done in a Word file: rows that stay whole, head and foot of its pages, the draft mark."""

from datetime import date
from pathlib import Path

from .. import wording
from ..publish import WORDS
from .look import FONT, SMALL

RED = "9B1C1C"
MANY = 6  # columns; more of them are set smaller
TWENTIETH = 635  # of a point, in the units lengths come in


def finish(path: Path, lang: str, *, language: str, heading: str, footer: str, published: date | None) -> None:
    """Complete the file pandoc wrote."""
    import docx

    made = docx.Document(str(path))
    section = made.sections[0]
    for table in made.tables:
        _table(table, section.page_width - section.left_margin - section.right_margin)
    for shape in made.inline_shapes:
        _picture(shape._inline)
    for paragraph in made.paragraphs:
        if paragraph.style.name == "Compact" and paragraph.hyperlinks:
            paragraph.style = "Source"
    _head_and_foot(made, lang, heading, footer, published)
    made.core_properties.subject = heading
    made.core_properties.language = language
    made.core_properties.author = made.core_properties.last_modified_by = "cds_analysis"
    made.save(str(path))


def _table(table, width: int) -> None:
    """Styles of its cells, widths in figures, rows no page break parts, the first column marked as heading its rows."""
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    columns = table._tbl.tblGrid.gridCol_lst
    whole = sum(column.w for column in columns)
    widths = [width * column.w // whole for column in columns]
    narrow = " Narrow" if len(columns) > MANY else ""
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


def _head_and_foot(made, lang: str, heading: str, footer: str, published: date | None) -> None:
    """First page: what it is; later ones: their number, as Decree 30/2020/NĐ-CP asks; on all: draft or published."""
    words, section = WORDS[lang], made.sections[0]
    mark = f"{words['published']} {wording.day(published, lang)}" if published else words["draft"]
    colour = "000000" if published else RED
    width = section.page_width - section.left_margin - section.right_margin
    first = _tabbed(section.first_page_header, width)
    _run(first, heading)
    _run(first, "\t\t")
    _run(first, mark, bold=not published, colour=colour)
    _run(_more(section.first_page_header), words["paper"], italic=True)
    later = _tabbed(section.header, width)
    _run(later, "\t")
    _number(later)
    _run(later, "\t")
    _run(later, mark, bold=not published, colour=colour)
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


def _run(paragraph, text: str, *, size: float = SMALL, bold=False, italic=False, colour: str = "000000"):
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
