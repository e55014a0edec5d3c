"""The official layout of Decree 30/2020/NĐ-CP in Word files, in plans and on the way to a published brief."""

import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pypdf
import pytest
from conftest import REAL, ROOT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from test_office import BRIEF

from cds_analysis import paths
from cds_analysis.batch import briefs, jobs, plans
from cds_analysis.errors import CdsError, ParameterError
from cds_analysis.formats import letterhead, write
from cds_analysis.formats import word as office

EXAMPLE = ROOT / "docs" / "letterhead.example.yml"
FRAME = {"heading": "Báo cáo nghiên cứu năm 2026 – tỉnh Thái Nguyên", "footer": "cds_analysis · số liệu 0123456789ab"}
FILLED = replace(letterhead.read(EXAMPLE), number="05", day=date(2026, 11, 30))
TWO = ("Ủy ban nhân dân tỉnh", "Bộ Khoa học và Công nghệ.")


def made(folder: Path, head: letterhead.Letterhead | None, document=BRIEF, **options):
    path = office.write_docx(replace(document, **FRAME, letterhead=head, **options), folder / "brief.docx")
    return docx.Document(str(path))


@pytest.fixture(scope="module")
def draft(tmp_path_factory):
    return made(tmp_path_factory.mktemp("draft"), letterhead.read(EXAMPLE))


@pytest.fixture(scope="module")
def issued(tmp_path_factory):
    head = replace(FILLED, addressees=TWO)
    return made(tmp_path_factory.mktemp("issued"), head, published=date(2026, 11, 30))


def lines(cell) -> list[str]:
    return [paragraph.text for paragraph in cell.paragraphs if paragraph.text]


def order(word) -> list[str]:
    """What stands in the body, from above: tables, and paragraphs by their style."""
    names = {style.style_id: style.name for style in word.styles}
    return [
        "table" if part.tag == qn("w:tbl") else names[part.pPr.pStyle.val if part.pPr is not None else "Normal"]
        for part in word.element.body
        if part.tag in (qn("w:tbl"), qn("w:p"))
    ]


def looks(paragraph) -> tuple:
    """Size in points, bold, italic and place of a paragraph, as its style sets them."""
    font = paragraph.style.font
    return font.size.pt, font.bold, font.italic, paragraph.alignment or paragraph.style.paragraph_format.alignment


def test_the_head_stands_as_the_decree_sets_it(issued):
    (left, right), (under_left, under_right) = (row.cells for row in issued.tables[0].rows)
    assert lines(left) == [FILLED.superior, FILLED.body]
    assert lines(right) == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    assert lines(under_left) == ["Số: 05/BC-VD"]
    assert lines(under_right) == ["Tên địa phương, ngày 30 tháng 11 năm 2026"]
    assert [looks(p) for p in left.paragraphs[:2]] == [
        (12, False, False, ALIGN.CENTER),
        (12, True, False, ALIGN.CENTER),
    ]
    assert [looks(p) for p in right.paragraphs[:2]] == [
        (12, True, False, ALIGN.CENTER),
        (13, True, False, ALIGN.CENTER),
    ]
    assert looks(under_left.paragraphs[0]) == (13, False, False, ALIGN.CENTER)
    assert looks(under_right.paragraphs[0]) == (13, False, True, ALIGN.CENTER)


def test_kind_subject_and_addressees_follow_in_the_order_of_the_decree(issued, draft):
    assert order(issued)[:7] == ["table", "Kind", "Title", "Rule", "Addressee", "Addressee", "Addressee"]
    assert order(draft)[:6] == ["table", "Draft Mark", "Kind", "Title", "Rule", "Addressee"]
    text = {p.style.name: p for p in issued.paragraphs}
    assert text["Kind"].text == "BÁO CÁO" and looks(text["Kind"]) == (14, True, False, ALIGN.CENTER)
    assert text["Title"].text == FILLED.summary and looks(text["Title"]) == (14, True, False, ALIGN.CENTER)
    addressees = [p.text for p in issued.paragraphs if p.style.name == "Addressee"]
    assert addressees == ["Kính gửi:", "- Ủy ban nhân dân tỉnh;", "- Bộ Khoa học và Công nghệ."]
    assert [p.text for p in draft.paragraphs if p.style.name == "Addressee"] == [
        "Kính gửi: Ủy ban nhân dân tỉnh (ví dụ)"
    ]


def test_recipients_and_signature_close_the_paper_and_never_stand_alone(issued):
    assert order(issued)[-3:] == ["table", "Rule", "Source"]
    (row,) = issued.tables[-1].rows
    left, right = row.cells
    assert lines(left) == ["Nơi nhận:", "- Như trên;", "- Các đơn vị thuộc Sở (ví dụ);", "- Lưu: VT."]
    assert looks(left.paragraphs[0])[:3] == (12, True, True) and looks(left.paragraphs[1])[:3] == (11, False, False)
    assert lines(right) == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Họ và tên (ví dụ)"]
    assert {looks(p) for p in right.paragraphs} == {(14, True, False, ALIGN.CENTER)}
    assert right.paragraphs[-1].paragraph_format.space_before.mm > 20  # for signature and seal
    assert row._tr.trPr.find(qn("w:cantSplit")) is not None
    assert issued.paragraphs[-3].paragraph_format.keep_with_next
    assert all(p.paragraph_format.keep_with_next for cell in (left, right) for p in cell.paragraphs)
    assert issued.paragraphs[-2].paragraph_format.line_spacing.pt == 1  # no page of its own
    assert issued.paragraphs[-1].text == FRAME["footer"]  # what it was made of, once, at the end


def test_rules_are_as_long_as_the_decree_asks(issued):
    def rule(paragraph, room: float) -> float:
        assert paragraph._p.pPr.find(f"{qn('w:pBdr')}/{qn('w:bottom')}") is not None
        return room - paragraph.paragraph_format.left_indent.mm - paragraph.paragraph_format.right_indent.mm

    left, right = issued.tables[0].rows[0].cells
    motto = rule(right.paragraphs[2], right.width.mm - 2)
    assert motto == pytest.approx(53.1, abs=1.5)  # the motto in Times New Roman, bold, 13 points
    body = replace(FILLED, superior="", body="SỞ KHOA HỌC VÀ CÔNG NGHỆ").body
    assert 0.33 < rule(left.paragraphs[2], left.width.mm - 2) / min(59.7 * len(FILLED.body) / len(body), 72) < 0.5


def test_tables_that_lay_out_are_told_from_tables_of_figures(issued):
    head, data, foot = issued.tables
    for table in (head, foot):
        form = table._tbl.tblPr
        look = form.find(qn("w:tblLook"))
        assert {look.get(qn(f"w:{name}")) for name in ("firstRow", "firstColumn", "lastRow", "lastColumn")} == {"0"}
        assert form.find(qn("w:tblStyle")) is None  # so that the default style counts, which has borders
        borders = {side.tag: side.get(qn("w:val")) for side in form.find(qn("w:tblBorders"))}
        sides = ("top", "left", "bottom", "right", "insideH", "insideV")
        assert borders == {qn(f"w:{side}"): "nil" for side in sides}
        assert "chỉ để trình bày" in form.find(qn("w:tblDescription")).get(qn("w:val"))
        assert not list(table._tbl.iter(qn("w:tblHeader")))
    assert list(data._tbl.iter(qn("w:tblHeader")))


def test_parts_of_a_table_stand_in_the_order_word_wants(issued):
    wanted = ["tblStyle", "tblW", "jc", "tblBorders", "tblLayout", "tblCellMar", "tblLook", "tblCaption"]
    wanted += ["tblDescription"]
    for table in issued.tables:
        names = [part.tag.rsplit("}")[-1] for part in table._tbl.tblPr]
        assert names == [name for name in wanted if name in names], names


def test_an_official_paper_does_not_say_that_it_is_none(issued, draft, tmp_path):
    for word in (issued, draft):
        section = word.sections[0]
        parts = (section.first_page_header, section.header, section.first_page_footer, section.footer)
        said = " ".join(p.text for part in parts for p in part.paragraphs)
        assert "hành chính" not in said and "nghiên cứu" not in said and FRAME["footer"] not in said
        assert not section.first_page_header.paragraphs[0].text.strip() and "PAGE" in section.header._element.xml
        assert (word.core_properties.author, word.core_properties.title) == (FILLED.body, FILLED.summary)
    assert draft.sections[0].header.paragraphs[0].text.endswith("DỰ THẢO")
    assert not issued.sections[0].header.paragraphs[0].text.strip("\t0123456789")
    assert "DỰ THẢO" in [p.text.strip() for p in draft.paragraphs]
    assert "DỰ THẢO" not in " ".join(p.text for p in issued.paragraphs)
    plain = made(tmp_path, None)
    assert len(plain.tables) == 1 and "hành chính" in plain.sections[0].first_page_header.paragraphs[1].text


def test_without_a_summary_the_title_of_the_brief_is_the_subject(tmp_path):
    word = made(tmp_path, replace(FILLED, summary="", superior=""))
    assert [p.text for p in word.paragraphs if p.style.name == "Title"] == [BRIEF.title]
    assert lines(word.tables[0].rows[0].cells[0]) == [FILLED.body]


def test_the_whole_text_stands_between_head_and_foot(draft, tmp_path):
    plain = [p.text for p in made(tmp_path, None).paragraphs]
    assert [p.text for p in draft.paragraphs][5 : 5 + len(plain) - 1] == plain[1:]


@pytest.mark.parametrize(
    ("given", "closed"),
    [((), []), (("A",), ["A."]), (("A;", "B"), ["A;", "B."]), (("A", "B;", "C."), ["A;", "B;", "C."])],
)
def test_lists_are_closed_as_the_decree_asks(given, closed):
    assert letterhead.closed(given) == closed


def test_pages_hand_the_letterhead_to_pdf_and_word_alone(tmp_path, executed):
    frame = {"heading": "H", "footer": "F"}
    notes = {"notes": tmp_path / "none.md", "head": str(EXAMPLE)}
    written = write.write(executed["vi"], tmp_path, jobs.BRIEF, "vi", ["html", "docx", "pdf"], frame, **notes)
    names = {path.suffix: path for path in written}
    assert "Nơi nhận" not in names[".html"].read_text(encoding="utf-8")
    with zipfile.ZipFile(names[".docx"]) as parts:
        assert "Nơi nhận:" in parts.read("word/document.xml").decode()
    assert "Nơi nhận:" in pypdf.PdfReader(names[".pdf"]).pages[0].extract_text()


def test_an_english_paper_never_carries_a_letterhead(tmp_path, executed):
    frame, notes = {"heading": "H", "footer": "F"}, {"notes": tmp_path / "none.md"}
    word, pdf = write.write(executed["en"], tmp_path, jobs.BRIEF, "en", ["docx", "pdf"], frame, **notes)
    plain = pdf.read_bytes()
    write.write(executed["en"], tmp_path, jobs.BRIEF, "en", ["docx", "pdf"], frame, **notes, head=str(EXAMPLE))
    assert pdf.read_bytes() == plain
    found = docx.Document(str(word))
    assert not found.tables and found.core_properties.author == "cds_analysis"


@pytest.fixture(scope="module")
def executed(tmp_path_factory) -> dict[str, Path]:
    """A small executed notebook in both languages."""
    import nbformat

    folder, found = tmp_path_factory.mktemp("executed"), {}
    for lang in ("vi", "en"):
        cells = [nbformat.v4.new_markdown_cell("# Một câu hỏi\n\nMột câu.", metadata={"tags": [lang]})]
        found[lang] = folder / f"{lang}.ipynb"
        nbformat.write(nbformat.v4.new_notebook(cells=cells), found[lang])
    return found


PLAN = "provinces: [thai-nguyen, ha-noi]\n"


def planned(folder: Path, text: str) -> list[jobs.Job]:
    (folder / "head.yml").write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "plan.yml").write_text(PLAN + text, encoding="utf-8")
    return plans.load(folder / "plan.yml", data_dir=str(REAL))


def test_a_plan_names_a_letterhead_beside_itself(tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)  # its folder counts, not the working one
    text = "letterhead: head.yml\nformats: [docx]\nnotebooks: [09_annual_brief, 04_targets]\n"
    found = planned(tmp_path, text)
    heads = {(job.notebook, job.letterhead) for job in found}
    assert heads == {("09_annual_brief", str((tmp_path / "head.yml").resolve())), ("04_targets", "")}
    english = planned(tmp_path, text + "include:\n- {province: hue, languages: [en]}\n")
    assert [job.letterhead for job in english if job.settled.place.slug == "hue"] == [""]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("letterhead: none.yml\nformats: [docx]\n", r"\[letterhead\]: letterhead .*none.yml: cannot be read"),
        ("letterhead: plan.yml\nformats: [docx]\n", r"letterhead .*plan.yml:.*\[provinces\]: no such key"),
        ("letterhead: head.yml\n", r"\[letterhead\]: only a Vietnamese PDF or Word file carries one; add docx or pdf"),
        ("letterhead: head.yml\nformats: [pdf]\nlanguages: [en]\n", r"\[letterhead\]: no Vietnamese brief"),
        ("letterhead: head.yml\nformats: [pdf]\nnotebooks: [04_targets]\n", r"\[letterhead\]: no Vietnamese brief"),
        ("letterhead: [a]\nformats: [pdf]\n", r"plan.yml:2 \[letterhead\]: found \['a'\]"),
        ("letterhed: head.yml\nformats: [pdf]\n", "did you mean letterhead"),
    ],
)
def test_a_letterhead_a_plan_cannot_use_is_told_before_anything_runs(tmp_path, text, told):
    with pytest.raises(plans.PlanError) as caught:
        planned(tmp_path, text)
    assert len(caught.value.faults) == 1 and re.search(told, str(caught.value)), caught.value


@pytest.mark.parametrize(
    ("languages", "formats", "fits"),
    [("vi", "docx", True), ("vi", "pdf", True), ("vi", "html", False), ("vi", "xlsx", False), ("en", "docx", False)],
)
def test_a_letterhead_needs_a_page_to_stand_on(languages, formats, fits):
    asked = {"languages": [languages], "formats": [formats], "data_dir": str(REAL), "head": str(EXAMPLE)}
    if fits:
        assert jobs.plan("thai-nguyen", **asked).letterhead == str(EXAMPLE)
        return
    with pytest.raises(
        ParameterError, match="only a Vietnamese PDF or Word file carries one; add --format docx or pdf"
    ):
        jobs.plan("thai-nguyen", **asked)


def test_publishing_refuses_a_letterhead_where_no_page_carries_it(tmp_path):
    job, filled = jobs.plan("thai-nguyen", languages=["vi"], edition=2026, data_dir=str(REAL)), tmp_path / "head.yml"
    day = job.settled.as_of
    text = EXAMPLE.read_text(encoding="utf-8").replace('number: ""', "number: 5")
    filled.write_text(text.replace("date: ", f"date: {day} #"), encoding="utf-8")
    record = {"parameters": job.described(), **jobs.made_of(job), "files": {"brief.vi.html": ""}}
    (tmp_path / job.folder).mkdir(parents=True)
    jobs.write_record(tmp_path / job.folder / "run.json", record)
    before = (REAL / "ledger.csv").read_bytes() if (REAL / "ledger.csv").exists() else None
    given = {"day": day, "data_dir": str(REAL), "out": str(tmp_path)}
    with pytest.raises(CdsError, match="only a Vietnamese PDF or Word file carries one, this brief has none"):
        briefs.publication(2026, "thai-nguyen", **given, letterhead=str(filled))
    assert ((REAL / "ledger.csv").read_bytes() if (REAL / "ledger.csv").exists() else None) == before
    filled.write_text(text.replace("date: ", "date: 2019-05-01 #"), encoding="utf-8")
    with pytest.raises(CdsError, match="date is 2019-05-01; it must lie between"):
        briefs.publication(2026, "thai-nguyen", **given, letterhead=str(filled))


def test_resume_notices_another_letterhead(tmp_path):
    head = tmp_path / "head.yml"
    head.write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    given = {"languages": ["vi"], "formats": ["docx"], "data_dir": str(REAL)}
    job = jobs.plan("thai-nguyen", **given, head=str(head))
    page = tmp_path / job.folder / "brief.vi.docx"
    page.parent.mkdir(parents=True)
    page.write_bytes(b"a page")
    made_of = jobs.made_of(job)
    record = {"parameters": job.described(), **made_of, "notes": {}, "files": {page.name: paths.sha256(page)}}
    jobs.write_record(page.parent / "run.json", record)
    assert jobs.is_done(job, tmp_path, made_of)
    assert not jobs.is_done(jobs.plan("thai-nguyen", **given), tmp_path, made_of)  # none at all
    head.write_text(head.read_text(encoding="utf-8").replace("BC-VD", "BC-SKHCN"), encoding="utf-8")
    assert not jobs.is_done(job, tmp_path, made_of)


def test_parts_of_a_paragraph_stand_in_the_order_word_wants(issued, draft):
    wanted = "pStyle keepNext keepLines framePr widowControl numPr pBdr shd tabs spacing ind contextualSpacing jc rPr"
    for word in (issued, draft):
        for form in word.element.body.iter(qn("w:pPr")):
            names = [part.tag.rsplit("}")[-1] for part in form]
            assert names == [name for name in wanted.split() if name in names], names
