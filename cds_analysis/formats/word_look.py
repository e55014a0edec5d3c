"""The look of a Word file: pandoc's own template with the styles an office expects."""

import subprocess
from pathlib import Path

FONT, BLUE, LIGHT, RULE = "Times New Roman", "1F4E79", "DCE6F1", "8496A9"
BODY, SMALL, NARROW = 13, 11, 9.5  # points
MARGINS = {"top": 20, "bottom": 20, "left": 30, "right": 15}  # mm, Decree 30/2020/NĐ-CP, appendix I
HEADINGS = {"Title": 14, "Heading 1": 13, "Heading 2": 13, "Heading 3": 13}


def reference(path: Path) -> Path:
    """Write the reference document that pandoc takes styles and page from."""
    import docx
    import pypandoc

    words = [pypandoc.get_pandoc_path(), "--print-default-data-file", "reference.docx"]
    path.write_bytes(subprocess.run(words, capture_output=True, check=True).stdout)
    made = docx.Document(str(path))
    _page(made)
    _texts(made)
    _headings(made)
    _table(made)
    made.save(str(path))
    return path


def _page(made) -> None:
    from docx.shared import Mm

    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side, millimetres in MARGINS.items():
        setattr(section, f"{side}_margin", Mm(millimetres))
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True


def set_font(style, size: float | None, *, bold: bool = False, italic: bool = False, colour: str = "000000") -> None:
    """One font for all scripts; pandoc's template names theme fonts, which would win over it."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.name, style.font.bold, style.font.italic = FONT, bold, italic
    style.font.size = Pt(size) if size else None
    style.font.color.rgb = RGBColor.from_string(colour)
    fonts = style.element.rPr.rFonts
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.attrib.pop(qn(f"w:{name}Theme"), None)
        fonts.set(qn(f"w:{name}"), FONT)


def set_space(style, before: float, after: float, *, line: float = 1.1, first: float = 0, keep: bool = False) -> None:
    """Points above and below, line spacing, first line in mm; `keep`: on one page with what follows."""
    from docx.shared import Mm, Pt

    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), line
    form.first_line_indent, form.keep_with_next = Mm(first), keep
    form.widow_control = True


def named(made, name: str, base: str = "Body Text"):
    from docx.enum.style import WD_STYLE_TYPE

    if name in [style.name for style in made.styles]:
        return made.styles[name]
    style = made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style, style.quick_style = made.styles[base], True
    return style


def _texts(made) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

    for name in ("Normal", "Body Text", "First Paragraph", "Compact", "Block Text"):
        set_font(made.styles[name], BODY)
    for name in ("Body Text", "First Paragraph"):
        set_space(made.styles[name], 0, 6, first=10)
        made.styles[name].paragraph_format.alignment = ALIGN.JUSTIFY
    set_space(made.styles["Compact"], 0, 4)
    made.styles["Compact"].paragraph_format.alignment = ALIGN.JUSTIFY
    for name in ("Table Text", "Table Head", "Source"):
        style = named(made, name, "Compact")
        set_font(style, SMALL, bold=name == "Table Head")
        set_space(style, 2, 2, line=1.0)
        style.paragraph_format.alignment = ALIGN.LEFT
    set_font(made.styles["Source"], SMALL - 1)
    set_space(made.styles["Source"], 1, 1, line=1.0)
    set_space(named(made, "Source Line", "Source"), 2, 9, line=1.0)
    made.styles["Source"].paragraph_format.keep_together = True
    set_space(named(made, "After Table", "Body Text"), 9, 6, first=10)
    made.styles["Table Head"].paragraph_format.alignment = ALIGN.CENTER
    made.styles["Table Head"].paragraph_format.keep_with_next = True
    for name in ("Table Text", "Table Head"):  # for many columns
        set_font(named(made, f"{name} Narrow", name), NARROW, bold=name == "Table Head")
    for name in ("Table Caption", "Image Caption"):
        set_font(made.styles[name], SMALL + 1, bold=name == "Table Caption", italic=name == "Image Caption")
        set_space(
            made.styles[name], 8 if name == "Table Caption" else 2, 4 if name == "Table Caption" else 10, line=1.0
        )
        made.styles[name].paragraph_format.alignment = ALIGN.CENTER
    made.styles["Table Caption"].paragraph_format.keep_with_next = True
    for name in ("Figure", "Captioned Figure"):
        set_space(made.styles[name], 8, 0, line=1.0, keep=True)
        made.styles[name].paragraph_format.alignment = ALIGN.CENTER
    set_font(made.styles["Hyperlink"], None, colour=BLUE)


def _headings(made) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

    for name, size in HEADINGS.items():
        set_font(made.styles[name], size, bold=name != "Heading 3", italic=name == "Heading 3")
        set_space(made.styles[name], 12, 6, line=1.0, keep=True)
    made.styles["Title"].paragraph_format.alignment = ALIGN.CENTER


def _table(made) -> None:
    """Rules around every cell, the first row light blue and bold."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    rules = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    inner = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in (("left", 85), ("right", 85)))
    style = made.styles["Table"].element
    for child in [c for c in style if c.tag.rsplit("}")[-1] in ("pPr", "rPr", "tblPr", "tblStylePr", "tcPr", "trPr")]:
        style.remove(child)
    space = nsdecls("w")
    style.append(
        parse_xml(
            f"<w:tblPr {space}><w:tblBorders>{rules}</w:tblBorders><w:tblCellMar>{inner}</w:tblCellMar></w:tblPr>"
        )
    )
    style.append(
        parse_xml(
            f'<w:tblStylePr {space} w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr>'
            f'<w:shd w:val="clear" w:color="auto" w:fill="{LIGHT}"/><w:vAlign w:val="center"/></w:tcPr></w:tblStylePr>'
        )
    )
