"""Word files: real styles, editable tables, alt texts, every sign as it was, the look an office asks for."""

import io
import re
import struct
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st

from cds_analysis.errors import CdsError
from cds_analysis.formats import word as office
from cds_analysis.formats import word_frame
from cds_analysis.formats.blocks import Figure, Heading, Items, Paragraph, Table
from cds_analysis.formats.document import Document

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="345.6pt" height="244.8pt" viewBox="0 0 345.6 244.8">'
    b'<rect width="345.6" height="244.8" style="fill: #1f4e79"/></svg>'
)
SIGNS = (
    r"""a*b* _c_ `d` [e](f) <b>g</b> &amp; & $h$ ^i^ ~j~ ~~k~~ @l #m |n| \o "p" 'q' 1. r -- s... !{t} + u = v % : w"""
)
ROWS = (
    ("2022", "42,92%", "Ước tính của Bộ Thông tin và Truyền thông", "trước 01/7/2025", "ước tính", SIGNS),
    ("2025", "29,53%", "Thước đo của cơ quan thống kê", "từ 01/7/2025", "chính thức", ""),
)
BRIEF = Document(
    "vi",
    (
        Heading(1, "Chuyển đổi số có kịp đạt mục tiêu không?"),
        Paragraph("Số liệu theo địa giới mới. " + SIGNS),
        Items(("Đạt: 29,53%.", "Không đạt: " + SIGNS), title="Kết luận"),
        Heading(2, "I. Kinh tế số"),
        Figure(SVG, 'Biểu đồ "kinh tế số" \\ 2025: 29,53% <ước tính> & *dự báo*.', "Tỷ trọng kinh tế số: 29,53%."),
        Heading(3, "Chi tiết"),
        Table("Tỷ trọng theo các thước đo", ("Năm", "Tỷ trọng", "Thước đo", "Địa giới", "Loại", "Nguồn"), ROWS),
        Paragraph("1. Một câu mở đầu bằng số."),
        Heading(2, "V. Nguồn số liệu"),
        Items(("Báo A, https://a.vn/x_y?b=1&copy=2 (bản đăng lại).", "Báo B, https://b.vn/*c*."), ordered=True),
    ),
)


@pytest.fixture(scope="module")
def path(tmp_path_factory) -> Path:
    target = tmp_path_factory.mktemp("word") / "brief.vi.docx"
    frame = {"heading": "Báo cáo năm 2026 – tỉnh Thái Nguyên", "footer": "cds_analysis 0.1.0"}
    return office.write_docx(replace(BRIEF, **frame), target)


@pytest.fixture(scope="module")
def word(path):
    return docx.Document(str(path))


def texts(word, style: str) -> list[str]:
    return [paragraph.text for paragraph in word.paragraphs if paragraph.style.name == style]


def test_headings_have_real_styles(word):
    assert texts(word, "Title") == ["Chuyển đổi số có kịp đạt mục tiêu không?"]
    assert texts(word, "Heading 1") == ["Kết luận", "I. Kinh tế số", "V. Nguồn số liệu"]
    assert texts(word, "Heading 2") == ["Chi tiết"]


def test_every_text_stands_as_it_was(word):
    bodies = [paragraph.text for paragraph in word.paragraphs]
    assert "Số liệu theo địa giới mới. " + SIGNS in bodies and "Không đạt: " + SIGNS in bodies
    assert "1. Một câu mở đầu bằng số." in bodies
    assert "Báo A, https://a.vn/x_y?b=1&copy=2 (bản đăng lại)." in bodies


def test_tables_are_tables_with_a_repeated_heading_row(word):
    (table,) = word.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [list(BRIEF.blocks[6].head), *map(list, ROWS)]
    assert table.style.name == "Table" and table._tbl.tblPr.find(qn("w:tblLook")).get(qn("w:firstRow")) == "1"
    heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert heads == [True, False, False]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    fill = table.style.element.find(f"{qn('w:tblStylePr')}/{qn('w:tcPr')}/{qn('w:shd')}").get(qn("w:fill"))
    assert fill == "DCE6F1" and table.style.element.find(f"{qn('w:tblPr')}/{qn('w:tblBorders')}") is not None


def test_a_wide_table_fits_the_page_and_long_cells_get_more_room(word):
    (table,) = word.tables
    widths = [cell.width for cell in table.rows[0].cells]
    assert Mm(164) < sum(widths) < Mm(165.1)
    assert widths[2] > widths[0] and min(widths) > Mm(8)


def test_no_word_of_a_narrow_column_is_broken(tmp_path):
    head = ("Đơn vị", *(f"Chỉ tiêu {number} có tên rất dài, tính theo cách của cơ quan" for number in range(7)))
    made = Document("vi", (Table("", head, (("Tuyên Quang", *["không có số liệu"] * 7),)),))
    (table,) = docx.Document(str(office.write_docx(made, tmp_path / "a.docx"))).tables
    assert table.rows[1].cells[0].paragraphs[0].style.name == "Table Text Narrow"
    for cell in [cell for row in table.rows for cell in row.cells]:
        longest = max(map(len, cell.text.split()))
        assert cell.width.pt - 8.5 > longest * 9.5 * 0.55  # of Times New Roman a letter is half as wide as high


def test_the_caption_stands_above_a_table_and_below_a_figure(word):
    names = [element.pPr.pStyle.val if element.tag == qn("w:p") else "Table" for element in word.element.body[:-1]]
    assert names[names.index("TableCaption") + 1] == "Table"
    assert names[names.index("ImageCaption") - 1] == "CaptionedFigure"
    captions = [p._p for p in word.paragraphs if p.style.name.endswith(" Caption")]
    whole = [" ".join("".join(part.text for part in p.iter(qn("w:t"))).split()) for p in captions]
    assert whole == ["Hình 1: Tỷ trọng kinh tế số: 29,53%.", "Bảng 1: Tỷ trọng theo các thước đo"]
    assert all("SEQ" in p.xml for p in captions)  # numbered by Word itself


def test_every_picture_has_its_alt_text_and_is_sharp(path, word):
    (shape,) = word.inline_shapes
    named = [shape._inline.docPr, *shape._inline.iter("{*}cNvPr")]
    assert len(named) == 2 and {part.get("descr") for part in named} == {BRIEF.blocks[4].alt}
    with zipfile.ZipFile(path) as parts:
        (name,) = [name for name in parts.namelist() if name.endswith(".png")]
        pixels = struct.unpack(">I", parts.read(name)[16:20])[0]
    assert pixels / shape.width.inches >= 200 and shape.width <= Mm(165)


def test_addresses_can_be_followed(word):
    links = [link.address for paragraph in word.paragraphs for link in paragraph.hyperlinks]
    assert links == ["https://a.vn/x_y?b=1&copy=2", "https://b.vn/*c*"]


def test_page_font_and_language_are_those_of_an_office(path, word):
    section = word.sections[0]
    sides = ("page_width", "page_height", "top_margin", "bottom_margin", "left_margin", "right_margin")
    assert [round(getattr(section, side).mm) for side in sides] == [210, 297, 20, 20, 30, 15]
    assert word.styles["Body Text"].font.name == "Times New Roman" and word.styles["Body Text"].font.size.pt == 13
    assert (word.core_properties.title, word.core_properties.language) == (BRIEF.title, "vi-VN")
    with zipfile.ZipFile(path) as parts:
        assert re.search(r'<w:lang [^>]*w:val="vi-VN"', parts.read("word/styles.xml").decode())


def test_the_number_of_the_page_stands_at_the_top_from_the_second_page(word):
    section = word.sections[0]
    assert section.different_first_page_header_footer
    heading = section.first_page_header.paragraphs[0]  # long names would pass a centred stop
    assert heading.text.count("\t") == len(heading.paragraph_format.tab_stops) == 1
    assert "PAGE" in section.header._element.xml and "PAGE" not in section.first_page_header._element.xml
    assert "Báo cáo năm 2026 – tỉnh Thái Nguyên" in section.first_page_header.paragraphs[0].text
    assert "không phải văn bản hành chính" in section.first_page_header.paragraphs[1].text
    assert section.footer.paragraphs[0].text == section.first_page_footer.paragraphs[0].text == "cds_analysis 0.1.0"


@pytest.mark.parametrize(
    ("lang", "day", "mark"),
    [("vi", None, "DỰ THẢO"), ("en", None, "DRAFT"), ("vi", date(2026, 11, 30), "Công bố ngày 30/11/2026")],
)
def test_every_page_says_whether_it_is_a_draft(tmp_path, lang, day, mark):
    small = Document(lang, (Heading(1, "A"), Paragraph("B")), "H", "F", published=day)
    made = office.write_docx(small, tmp_path / "a.docx")
    section = docx.Document(str(made)).sections[0]
    marks = [part.paragraphs[0].text.rsplit("\t", 1)[1] for part in (section.first_page_header, section.header)]
    assert marks == [mark, mark]
    assert not list(tmp_path.glob("*.part"))


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp", "Zs", "Mn", "Me", "Co", "Cn"])
    | st.just(" ")
)
HARD = st.text(r"*_`[](){}<>&$^~@#|\"'.:;!?+-=/%1a ắ", min_size=1, max_size=40)


@settings(max_examples=60)
@given(many=st.lists((TEXTS | HARD).map(lambda text: " ".join(text.split())).filter(bool), min_size=1, max_size=8))
def test_any_text_goes_through_unchanged(many, tmp_path_factory):
    import unicodedata

    many = [unicodedata.normalize("NFC", text) for text in many]
    cells = tuple((text, "x") for text in many)
    blocks = (*map(Paragraph, many), Table(many[0], ("A", "B"), cells), Items(tuple(many)))
    target = tmp_path_factory.mktemp("any") / "any.docx"
    word = docx.Document(str(office.write_docx(Document("en", blocks), target)))
    assert [paragraph.text for paragraph in word.paragraphs[: len(many)]] == many
    assert [row.cells[0].text for row in word.tables[0].rows[1:]] == many
    assert [paragraph.text for paragraph in word.paragraphs[len(many) + 1 :]] == many


def test_a_chart_without_a_size_is_refused(tmp_path):
    made = Document("vi", (Figure(b"<svg/>", "alt", "caption"),))
    with pytest.raises(CdsError, match="does not say how many points it is wide"):
        office.write_docx(made, tmp_path / "a.docx")
    assert not list(tmp_path.iterdir())


def test_no_field_of_the_template_is_left_and_a_spoilt_template_is_named(path, tmp_path, monkeypatch):
    with zipfile.ZipFile(word_frame.TEMPLATE) as old, zipfile.ZipFile(path) as parts:
        fields = {field for name in old.namelist() for field in re.findall(rb"\{\w+\}", old.read(name))}
        assert len(fields) > 15
        assert not [name for name in parts.namelist() for field in fields if field in parts.read(name)]
    spoilt = docx.Document(str(word_frame.TEMPLATE))
    spoilt.element.body.remove(spoilt.paragraphs[0]._p)
    spoilt.save(str(tmp_path / "brief.docx"))
    monkeypatch.setattr(word_frame, "TEMPLATE", tmp_path / "brief.docx")
    with pytest.raises(CdsError, match=r"brief.docx: 10 parts where there must be 11: table, mark"):
        office.write_docx(BRIEF, tmp_path / "a.docx")


def test_each_list_of_numbers_begins_with_1(tmp_path):
    lists = (Items(("a", "b"), ordered=True), Paragraph("x"), Items(("c",), ordered=True), Items(("d", "e")))
    made = docx.Document(str(office.write_docx(Document("en", lists), tmp_path / "a.docx")))
    numbers = [p._p.pPr.numPr.numId.val if p._p.pPr.numPr is not None else 0 for p in made.paragraphs]
    assert numbers[0] == numbers[1] != numbers[3] and numbers[4] == numbers[5] and not numbers[2]
    starts = made.part.numbering_part.element.findall(f".//{qn('w:startOverride')}")
    assert [start.get(qn("w:val")) for start in starts] == ["1", "1"]


def test_the_file_is_a_sound_package(path):
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as parts:
        assert parts.testzip() is None and "word/document.xml" in parts.namelist()
