"""What makes a Word file an official report after Decree 30/2020/NĐ-CP, Appendix I: issuer, recipients, signature.

Bodies and places stand side by side in tables without rules, as offices set them; Word knows no mark for a table that
only lays out, so theirs has no heading row, no style, and a description that says what it is for.
"""

from collections.abc import Sequence

from .column_widths import width_of
from .letterhead import Letterhead, closed
from .word_look import MARGINS, named, set_font, set_space

ROOM = 210 - MARGINS["left"] - MARGINS["right"]  # mm between the margins
HALVES = (70, 95)  # mm of the national heading
FEET = (75, 90)  # mm of recipients and signature
NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
MOTTO_WIDTH = 54  # mm, bold, 13 points
COLON, DASH = 62, 20  # mm: where "Kính gửi:" begins, and how far behind it the dashes stand, under its colon
LAYOUT = {
    "head": ("Phần đầu văn bản", "Bảng chỉ để trình bày: cơ quan ban hành, Quốc hiệu, số, ký hiệu, địa danh, ngày."),
    "foot": ("Phần cuối văn bản", "Bảng chỉ để trình bày: nơi nhận và chữ ký."),
}
STYLES = {  # name: points, bold, italic, where its lines stand
    "Issuer": (12, False, False, "center"),
    "Issuer Bold": (12, True, False, "center"),
    "Motto": (13, True, False, "center"),
    "Number": (13, False, False, "center"),
    "Place and Date": (13, False, True, "center"),
    "Rule": (2, False, False, "center"),
    "Draft Mark": (12, True, False, "left"),
    "Kind": (14, True, False, "center"),
    "Addressee": (13, False, False, "left"),
    "Recipients": (12, True, True, "left"),
    "Recipient": (11, False, False, "left"),
    "Signature": (14, True, False, "center"),
}
SPACES = {
    "Number": (4, 0),
    "Place and Date": (4, 0),
    "Draft Mark": (6, 0),
    "Rule": (2, 0),
    "Kind": (18, 0),
    "Addressee": (0, 2),
}


def set_head(made, head: Letterhead, mark: str) -> None:
    """The parts above the text, around the title, which stays the document's title.

    Args:
        made: The python-docx document; its title is the report's subject.
        mark: The draft mark; empty on a published report.
    """
    title = next(paragraph for paragraph in made.paragraphs if paragraph.style.name == "Title")
    _styles(made)
    table = _table(made, 2, HALVES, "head")
    left, right = table.rows[0].cells
    _fill(left, [(head.superior, "Issuer"), (head.body, "Issuer Bold")])
    _rule(left.add_paragraph(style="Rule"), HALVES[0] - 2, 0.4 * min(width_of(head.body) * 12, HALVES[0]))
    _fill(right, [(NATION, "Issuer Bold"), (MOTTO, "Motto")])
    _rule(right.add_paragraph(style="Rule"), HALVES[1] - 2, MOTTO_WIDTH)
    left, right = table.rows[1].cells
    _fill(left, [(head.numbered, "Number")])
    _fill(right, [(head.dated, "Place and Date")])
    before = [table._tbl]
    if mark:
        before.append(_boxed(made.add_paragraph(style="Draft Mark"), mark)._p)
    before.append(made.add_paragraph(head.kind, style="Kind")._p)
    title._p.addprevious(before[0])
    for element in before[1:]:
        title._p.addprevious(element)
    title.paragraph_format.space_before = title.paragraph_format.space_after = 0
    rule = made.add_paragraph(style="Rule")
    _rule(rule, ROOM, 35)
    at = rule._p
    title._p.addnext(at)
    for paragraph in _addressees(made, head.addressees):
        at.addnext(paragraph._p)
        at = paragraph._p
    _gap_below(at)


def set_foot(made, head: Letterhead, footer: str) -> None:
    """Below the text: of which data it was made, recipients on the left, the signature on the right, never alone."""
    from docx.shared import Pt

    for paragraph in [*made.paragraphs[-1:], made.add_paragraph(footer, style="Source")]:
        paragraph.paragraph_format.keep_with_next = True
    table = _table(made, 1, FEET, "foot")
    left, right = table.rows[0].cells
    _fill(left, [("Nơi nhận:", "Recipients"), *((f"- {line}", "Recipient") for line in closed(head.recipients))])
    _fill(right, [(line, "Signature") for line in (*head.by, head.position)])
    _fill(right, [(head.name, "Signature")])
    right.paragraphs[-1].paragraph_format.space_before = Pt(74)  # room for signature and seal
    for cell in (left, right):
        cell.paragraphs[0].paragraph_format.space_before = Pt(18)
    for paragraph in [*left.paragraphs, *right.paragraphs]:
        paragraph.paragraph_format.keep_with_next = True
    last = made.add_paragraph(style="Rule").paragraph_format  # Word wants a paragraph below a table, not a page for it
    last.line_spacing, last.space_before = Pt(1), Pt(0)


def _styles(made) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

    for name, (size, bold, italic, where) in STYLES.items():
        style = named(made, name, "Normal")
        set_font(style, size, bold=bold, italic=italic)
        set_space(style, *SPACES.get(name, (0, 0)), line=1.0)
        style.paragraph_format.alignment = getattr(ALIGN, where.upper())
    made.styles["Kind"].paragraph_format.keep_with_next = True


def _table(made, rows: int, widths: Sequence[float], about: str):
    """A table that only lays out: no rules, no heading row or column, told so to those who cannot see it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm

    table = made.add_table(rows, len(widths))
    table.autofit = False
    form = table._tbl.tblPr
    for child in list(form):
        if child.tag in (qn("w:tblStyle"), qn("w:tblLook")):
            form.remove(child)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "57")  # a millimetre
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    look = OxmlElement("w:tblLook")
    look.set(qn("w:val"), "0600")
    for name in ("firstRow", "lastRow", "firstColumn", "lastColumn"):
        look.set(qn(f"w:{name}"), "0")
    form.extend([margins, look])
    for name, text in zip(("w:tblCaption", "w:tblDescription"), LAYOUT[about], strict=True):
        form.append(OxmlElement(name, {qn("w:val"): text}))
    for row in table.rows:
        row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def _fill(cell, lines: Sequence[tuple[str, str]]) -> None:
    """Lines with their styles, one paragraph each, the first in the cell's own; empty ones are left out."""
    for text, style in [line for line in lines if line[0]]:
        fresh = len(cell.paragraphs) == 1 and not cell.paragraphs[0].text
        paragraph = cell.paragraphs[0] if fresh else cell.add_paragraph()
        paragraph.style = style
        paragraph.add_run(text)


def _rule(paragraph, room: float, width: float) -> None:
    """A rule in the middle: the lower border of an empty paragraph."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import Mm, Pt

    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Mm((room - width) / 2)
    form.line_spacing = Pt(3)
    border = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
    )
    paragraph._p.get_or_add_pPr().insert_element_before(border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


def _boxed(paragraph, text: str):
    """A mark in a frame, as a stamp would be."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    run = paragraph.add_run(f" {text} ")
    form = run._r.get_or_add_rPr()
    form.append(parse_xml(f'<w:bdr {nsdecls("w")} w:val="single" w:sz="6" w:space="0" w:color="000000"/>'))
    return paragraph


def _addressees(made, addressees: Sequence[str]) -> list:
    """To whom it goes: one on the line of "Kính gửi:", several below it, each behind a dash under the colon."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
    from docx.shared import Mm

    if not addressees:
        return []
    if len(addressees) == 1:
        line = made.add_paragraph(f"Kính gửi: {addressees[0]}", style="Addressee")
        line.alignment = ALIGN.CENTER
        lines = [line]
    else:
        lines = [made.add_paragraph("Kính gửi:", style="Addressee")]
        lines += [made.add_paragraph(f"- {name}", style="Addressee") for name in closed(tuple(addressees))]
        for number, line in enumerate(lines):
            line.paragraph_format.left_indent = Mm(COLON / 2 + DASH + 3 if number else COLON / 2)
            line.paragraph_format.first_line_indent = Mm(-3 if number else 0)
    _gap_above(lines[0])
    return lines


def _gap_above(paragraph) -> None:
    from docx.shared import Pt

    paragraph.paragraph_format.space_before = Pt(12)


def _gap_below(element) -> None:
    from docx.shared import Pt
    from docx.text.paragraph import Paragraph

    Paragraph(element, None).paragraph_format.space_after = Pt(12)
