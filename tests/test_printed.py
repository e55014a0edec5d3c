"""The brief as PDF: whole, tagged, the same on each machine, and set as an office issues it only where asked."""

import shutil
import string
import time
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pandas as pd
import pypdf
import pytest
from click.testing import CliRunner
from conftest import REAL, ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from running import cds

from cds_analysis import paths
from cds_analysis.batch import briefs, jobs
from cds_analysis.commands.brief import main
from cds_analysis.errors import CdsError, ParameterError
from cds_analysis.formats import column_widths, document, letterhead, pdf
from cds_analysis.formats.blocks import Figure, Heading, Items, Paragraph, Table
from cds_analysis.formats.document import Document
from cds_analysis.words import telling

EXAMPLE = ROOT / "docs" / "letterhead.example.yml"
FRAME = {"heading": "Báo cáo nghiên cứu năm 2026 – tỉnh Thái Nguyên", "footer": "cds_analysis · số liệu 0123456789ab"}
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"><path d="M0 0 L300 200" stroke="black"/></svg>'
MARKS = ("\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
VOWELS = [unicodedata.normalize("NFC", letter + mark) for letter in "aăâeêioôơuưy" for mark in ("", *MARKS)]
LETTERS = "".join(VOWELS) + "đ" + "".join(VOWELS).upper() + "Đ"
SIGNS = "–—…“”‘’•−≥≤±×→₫²°·§"


def close(text: str) -> str:
    """A text without its spaces: where lines break is the page's affair."""
    return "".join(unicodedata.normalize("NFC", text).replace("\u200b", "").split())


def text_of(path: Path) -> str:
    """The text of a PDF without its spaces."""
    return close("".join(page.extract_text() for page in pypdf.PdfReader(path).pages))


def tags(path: Path) -> list[tuple[str, str]]:
    """Each element of the structure tree: its type and its alt text."""
    found = []

    def walk(node) -> None:
        node = node.get_object()
        for part in node if isinstance(node, list) else [node]:
            part = part.get_object()
            if isinstance(part, dict):
                if "/S" in part:
                    found.append((part["/S"], str(part.get("/Alt", ""))))
                if "/K" in part:
                    walk(part["/K"])

    walk(pypdf.PdfReader(path).trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


def sentences(found: Document) -> list[str]:
    """Every text of a document that a page must show."""
    texts = []
    for block in found.blocks:
        match block:
            case Heading(_, text) | Paragraph(text):
                texts.append(text)
            case Items(items, _, title):
                texts += [title, *items]
            case Table(caption, head, rows):
                texts += [caption, *head, *(cell for row in rows for cell in row)]
    return [part for text in texts for part in text.split(". ") if part]


def made(target: Path, *blocks, lang: str = "vi", **options) -> Path:
    """A small document as PDF."""
    blocks = (Heading(1, "Chuyển đổi số có kịp đạt mục tiêu không?"), *blocks)
    return pdf.write_pdf(Document(lang, blocks, **FRAME, **options), target / "small.pdf")


@pytest.fixture(scope="module")
def outputs(tmp_path_factory) -> Path:
    """What `cds brief` makes with a letterhead, in both languages."""
    out = tmp_path_factory.mktemp("outputs")
    done = cds("brief", "--format", "html,pdf,docx", "--letterhead", str(EXAMPLE), "--out", str(out), "--quiet")
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(scope="module")
def read(outputs) -> dict[str, Document]:
    """The documents of that brief."""
    folder = outputs / "2026" / "thai-nguyen" / jobs.BRIEF
    found = {lang: document.read(folder / f"{jobs.BRIEF}.{lang}.ipynb", lang) for lang in ("vi", "en")}
    return {lang: replace(made, **FRAME) for lang, made in found.items()}


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_sentence_is_in_the_pdf(read, tmp_path, lang):
    path = pdf.write_pdf(read[lang], tmp_path / "brief.pdf")
    pages = [page.extract_text() for page in pypdf.PdfReader(path).pages]
    assert 4 <= len(pages) <= 14
    # a sentence may run on over a page: heads, feet and what stands below a chart on its top are taken away first
    whole = close("".join(pages)).replace(close(FRAME["footer"]), "")
    mark = {"vi": "DỰTHẢO", "en": "DRAFT"}[lang]
    for number in range(2, len(pages) + 1):
        whole = whole.replace(f"{close(FRAME['heading'])}{number}{mark}", "")
    for number, chart in enumerate((b for b in read[lang].blocks if isinstance(b, Figure)), start=1):
        below = close(f"{dict(vi='Hình', en='Figure')[lang]}{number}: {chart.caption}{chart.source}")
        assert whole.count(below) == 1
        whole = whole.replace(below, "")
    missing = [text for text in sentences(read[lang]) if close(text) not in whole]
    assert not missing and len(sentences(read[lang])) > 150


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_it_is_tagged_in_its_language_with_alt_texts(read, tmp_path, lang):
    path = pdf.write_pdf(read[lang], tmp_path / "brief.pdf")
    reader = pypdf.PdfReader(path)
    root, found = reader.trailer["/Root"], tags(path)
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == lang and root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == read[lang].title and b"pdfuaid:part>1<" in root["/Metadata"].get_data()
    kinds = [kind for kind, _ in found]
    tables = [block for block in read[lang].blocks if isinstance(block, Table)]
    assert kinds.count("/Table") == kinds.count("/THead") == len(tables) == 8  # the last: documents behind the targets
    assert kinds.count("/TH") >= sum(len(table.head) for table in tables)
    assert kinds.count("/H1") == 1 and kinds.count("/H2") == 7
    alts = [block.alt for block in read[lang].blocks if isinstance(block, Figure)]
    assert [alt for kind, alt in found if kind == "/Figure"] == alts and len(alts) == 3


def test_charts_stay_drawings_and_fonts_are_inside(read, tmp_path):
    reader = pypdf.PdfReader(pdf.write_pdf(read["vi"], tmp_path / "brief.pdf"))
    assert not any(page.images for page in reader.pages)
    fonts = {f.get_object()["/BaseFont"] for page in reader.pages for f in page["/Resources"]["/Font"].values()}
    assert fonts and all("+Libertinus" in name for name in fonts)  # subsets, embedded; none borrowed from the machine


def test_the_same_document_gives_the_same_bytes_within_seconds(read, tmp_path):
    started = time.perf_counter()
    one, two = (pdf.write_pdf(read["vi"], tmp_path / f"{n}.pdf").read_bytes() for n in "12")
    assert one == two and time.perf_counter() - started < 10
    assert sorted(p.name for p in tmp_path.iterdir()) == ["1.pdf", "2.pdf"]


def test_each_style_has_every_vietnamese_letter(tmp_path, monkeypatch):
    """Each letter must come back as itself: one a font lacks is put together from two and read back as two."""
    monkeypatch.setattr(pdf, "FONTS", pdf.FONTS[:1])
    head = replace(letterhead.read(EXAMPLE), place=LETTERS, body=LETTERS)
    blocks = [
        Heading(2, LETTERS),
        Heading(3, LETTERS),
        Paragraph(LETTERS + SIGNS),
        Items((f"{LETTERS[:30]}: a",), title="b"),
    ]
    path = made(tmp_path, *blocks, letterhead=head)
    text = text_of(path)
    assert text.count(close(LETTERS)) == 5 and close(SIGNS) in text and "Nơinhận:" in text
    fonts = {
        f.get_object()["/BaseFont"].split("+")[1]
        for p in pypdf.PdfReader(path).pages
        for f in p["/Resources"]["/Font"].values()
    }
    assert {name.split("-")[1] for name in fonts} == {"Regular", "Bold", "Italic", "SemiboldItalic"}


ODD = st.text(string.printable.replace("\x0b", "").replace("\x0c", "") + "ằẵặữỹợđ–“”", max_size=60).map(
    lambda text: " ".join(text.split())
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=ODD, cell=ODD, lang=st.sampled_from(["vi", "en"]))
def test_no_letter_is_taken_for_code(tmp_path, text, cell, lang):
    blocks = Paragraph(text), Items((text,), title=text), Items((text,), ordered=True), Table(text, (cell,) * 3, ())
    path = made(tmp_path, Heading(2, text or "-"), *blocks, Figure(SVG, text or "-", text), lang=lang)
    whole = text_of(path)
    assert whole.count(close(text)) >= 6 and whole.count(close(cell)) >= 3


@pytest.mark.parametrize("text", ["#panic()", "$x$ *b* _i_", "\\ ' \" `", "[a] {b} <c> @d", "= H", "// c", "http://"])
def test_signs_of_markup_are_printed_as_they_stand(tmp_path, text):
    assert close(text) in text_of(made(tmp_path, Paragraph(text), Table("", ("a",), ((text,),))))


def test_a_letter_without_glyph_and_a_chart_without_alt_text_are_refused(tmp_path):
    with pytest.raises(CdsError, match=r"small\.pdf: no PDF can be made.*𓀀"):
        made(tmp_path, Paragraph("chữ 𓀀"))
    with pytest.raises(CdsError, match="alt"):
        made(tmp_path, Figure(SVG, "", "Hình"))
    assert not list(tmp_path.iterdir())


def test_headings_never_skip_a_level(tmp_path):
    path = made(tmp_path, Heading(4, "Bốn"), Heading(2, "Hai"), Heading(4, "Bốn nữa"), Heading(1, "Một"))
    assert [kind for kind, _ in tags(path) if kind.startswith("/H")] == ["/H1", "/H2", "/H2", "/H3", "/H2"]


words = st.text("abcđ mMW.ộ", min_size=1, max_size=40)


@settings(max_examples=50)
@given(st.integers(1, 9).flatmap(lambda n: st.lists(st.tuples(*[words] * n), min_size=1, max_size=6)))
def test_columns_fill_the_page_and_hold_their_longest_word(rows):
    found = column_widths.fitted(Table("", rows[0], tuple(rows[1:])))
    assert sum(found["widths"]) == pytest.approx(
        column_widths.ACROSS if found["across"] else column_widths.ROOM, abs=0.1
    )
    for column, width in zip(zip(*rows, strict=True), found["widths"], strict=True):
        pieces = [piece for cell in column_widths.parted(column) for piece in column_widths.PIECE.findall(cell)]
        longest = max(map(column_widths.width_of, pieces), default=0)
        assert longest * found["size"] + column_widths.PADDING <= width + 0.01


def test_overlong_words_of_a_cell_are_broken(tmp_path):
    name = "x" * 90
    found = column_widths.fitted(Table("", ("a", "b", "c"), ((name, f"u/{name}", "c"),)))
    assert found["size"] == column_widths.SIZE and not found["across"]
    page = pypdf.PdfReader(made(tmp_path, Table("", ("a", "b"), ((name, "viện-nghiên-cứu/2021-2025"),)))).pages[0]
    assert close(name) in close(page.extract_text()) and name not in page.extract_text()


def test_no_line_ends_inside_the_number_of_a_document_on_a_page():
    name = "Nghị quyết số 57-NQ/TW, Quyết định số 1893/QĐ-UBND và Nghị quyết số 202/2025/QH15"
    html = telling.Table(pd.DataFrame({"Văn bản": [name]}), "")._repr_html_()
    assert html.count('<span class="whole">') == 3 and '<span class="whole">57-NQ/TW</span>, Quyết' in html


def test_a_wide_table_lies_across_the_page(tmp_path):
    head = tuple(f"thuocdo{number}dai" for number in range(13))
    pages = pypdf.PdfReader(made(tmp_path, Table("Bảng rộng", head, (head,)), Paragraph("sau"))).pages
    assert [page.mediabox.width > page.mediabox.height for page in pages] == [False, True, False]


def test_a_long_table_repeats_its_head(tmp_path):
    rows = tuple((str(number), "chưa đủ số liệu để đánh giá") for number in range(120))
    pages = pypdf.PdfReader(made(tmp_path, Table("Bảng dài", ("Chỉtiêu", "Đánhgiá"), rows))).pages
    assert len(pages) > 2 and all("Chỉtiêu" in page.extract_text() for page in pages)


def test_drafts_are_marked_and_published_papers_say_when(tmp_path):
    draft = pypdf.PdfReader(made(tmp_path)).pages[0].extract_text()
    assert "DỰ THẢO" in draft and "không phải văn bản hành chính" in draft and FRAME["footer"] in draft
    done = pypdf.PdfReader(made(tmp_path, published=date(2026, 11, 30))).pages[0].extract_text()
    assert "DỰ THẢO" not in done and "Công bố ngày 30/11/2026" in done
    english = pypdf.PdfReader(made(tmp_path, lang="en")).pages[0].extract_text()
    assert "DRAFT" in english and "A research paper" in english


def test_a_letterhead_sets_the_official_parts(tmp_path):
    head = letterhead.read(EXAMPLE)
    path = made(tmp_path, Paragraph("Nội dung."), letterhead=head)
    text = unicodedata.normalize("NFC", " ".join(pypdf.PdfReader(path).pages[0].extract_text().split()))
    for part in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        head.superior,
        head.body,
        "/BC-VD",
        "BÁO CÁO",
        head.summary,
        "Kính gửi: Ủy ban nhân dân tỉnh (ví dụ)",
        "Nơi nhận:",
        "Như trên;",
        "Lưu: VT.",
        "PHÓ GIÁM ĐỐC",
        head.name,
        "DỰ THẢO",
    ):
        assert part in text, part
    assert "không phải văn bản hành chính" not in text
    assert pypdf.PdfReader(path).metadata.title == head.summary and pypdf.PdfReader(path).metadata.author == head.body
    assert "Nơi nhận" not in pypdf.PdfReader(made(tmp_path)).pages[0].extract_text()  # off by default


@pytest.mark.parametrize(
    ("day", "printed_as"),
    [("2020-01-05", "ngày 05 tháng 01 năm 2020"), ("2020-03-15", "ngày 15 tháng 3 năm 2020")],
)
def test_number_and_day_are_written_as_the_decree_asks(tmp_path, day, printed_as):
    path = tmp_path / "head.yml"
    text = EXAMPLE.read_text(encoding="utf-8").replace('number: ""', "number: 5").replace("date: ", f"date: {day} #")
    path.write_text(text, encoding="utf-8")
    head = letterhead.read(path, published=True)
    assert head.dated == f"Tên địa phương, {printed_as}" and head.numbered == "Số: 05/BC-VD"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("symbol: BC-VD", "", "symbol is missing; add it"),
        ("symbol: BC-VD", "symbols: BC-VD", r":8 \[symbols\]: no such key; did you mean symbol\?"),
        ("symbol: BC-VD", "symbol: 7", r"symbol\]: found 7 \(int\); write text in quotes"),
        ("position: PHÓ GIÁM ĐỐC", "positions: X", r"positions\]: no such key; did you mean position\?"),
        ("  - Như trên\n", "  - 3\n", r"recipients.0\]: found 3"),
        ('number: ""', "number: [1]", r"number\]: found \[1\]; write it as 5"),
        ("date: ", "date: hôm nay #", "date is 'hôm nay', not a day"),
        ("date: ", "date: 2026-02-31 #", "date is '2026-02-31', not a day"),
        ("symbol: BC-VD", "symbol: [", "10: not YAML"),
    ],
)
def test_a_broken_letterhead_is_refused(tmp_path, old, new, told):
    text = EXAMPLE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "head.yml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ParameterError, match=f"letterhead .*head.yml.*{told}"):
        letterhead.read(path)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--format", "pdf", "--letterhead", "/none.yml"], "/none.yml: cannot be read"),
        (["--letterhead", str(EXAMPLE)], "only a Vietnamese PDF or Word file carries one"),
        (
            ["--format", "pdf", "--lang", "en", "--letterhead", str(EXAMPLE)],
            "only a Vietnamese PDF or Word file carries one",
        ),
        (["--format", "pdff"], "no format pdff; there is html, pdf"),
    ],
)
def test_cds_refuses_a_letterhead_or_format_before_it_starts(tmp_path, words, told):
    done = CliRunner().invoke(main, ["brief", *words, "--out", str(tmp_path)])
    assert done.exit_code == 2 and told in done.stderr and not list(tmp_path.iterdir())


def test_cds_writes_all_formats_and_publishes_all(outputs, tmp_path):
    out, data = tmp_path / "outputs", tmp_path / "data"
    shutil.copytree(outputs, out)
    shutil.copytree(REAL, data, ignore=shutil.ignore_patterns("raw", "ledger.csv"))
    folder = out / "2026" / "thai-nguyen"
    names = {f"brief.{lang}.{kind}" for lang in ("vi", "en") for kind in ("html", "pdf", "docx")}
    assert names <= set(jobs.record_of(folder)["files"])
    assert "Nơinhận" in text_of(folder / "brief.vi.pdf") and "Nơinhận" not in text_of(folder / "brief.en.pdf")
    day = {"day": date(2026, 11, 23), "data_dir": str(data), "out": str(out)}
    with pytest.raises(CdsError, match="drafted with a letterhead"):
        briefs.publication(2026, "thai-nguyen", **day)
    with pytest.raises(ParameterError, match="number and date must be filled in"):
        briefs.publication(2026, "thai-nguyen", **day, letterhead=str(EXAMPLE))
    assert not (data / "ledger.csv").exists()
    filled = tmp_path / "head.yml"
    text = EXAMPLE.read_text(encoding="utf-8").replace('number: ""', "number: 5")
    filled.write_text(text.replace("date: ", "date: 2026-11-23 #"), encoding="utf-8")
    pages = briefs.publication(2026, "thai-nguyen", **day, letterhead=str(filled)).write(str(out))
    assert {page.name for page in pages} == names
    told = text_of(folder / "brief.vi.pdf")
    assert "Số:05/BC-VD" in told and "ngày23tháng11năm2026" in told and "DỰTHẢO" not in told
    assert "Published23November2026" in text_of(folder / "brief.en.pdf")
    word = docx.Document(str(folder / "brief.vi.docx"))
    assert word.tables[0].rows[1].cells[0].text == "Số: 05/BC-VD" and "DỰ THẢO" not in word.element.xml
    record = jobs.record_of(folder)
    assert record["parameters"]["letterhead"] == paths.sha256(filled)
    assert all(paths.sha256(folder / name) == value for name, value in record["files"].items())


LINE = "Một dòng chữ của báo cáo, đủ dài để chiếm hai dòng trên trang giấy khổ A4 giữa hai lề, không hơn."
CHART = SVG.replace(b'width="300" height="200"', b'width="345pt" height="245pt"')


def pages_of(target: Path, *blocks, **options) -> list[str]:
    """The text of each page, without spaces."""
    return [close(page.extract_text()) for page in pypdf.PdfReader(made(target, *blocks, **options)).pages]


@pytest.mark.parametrize("count", [12, 13, 15])
def test_text_fills_the_room_a_chart_does_not_fit_in(tmp_path, count):
    before, after = [Paragraph(LINE)] * count, [Paragraph(f"Đoạn sau hình, câu thứ {n}. " + LINE) for n in range(9)]
    first, second = pages_of(tmp_path, *before, Figure(CHART, "Biểu đồ.", "Chú thích của hình."), *after)
    assert first.count(close(LINE)) > count and "Chúthíchcủahình" not in first  # the text goes on
    assert second.index("Chúthíchcủahình") < second.index(close(LINE))  # at the top of the next page


@pytest.mark.parametrize("high", [150, *range(240, 270), 330])
def test_no_chart_of_any_height_leaves_a_gap(tmp_path, high):
    chart = CHART.replace(b'height="245pt"', f'height="{high}pt"'.encode())
    before, after = [Paragraph("Trước. " + LINE)] * 9, [Paragraph("Sau. " + LINE)] * 9
    first = pages_of(tmp_path, *before, Figure(chart, "Biểu đồ.", "Chú thích của hình."), *after)[0]
    assert first.count("Trước.") == 9
    if "Chúthíchcủahình" in first:
        assert first.index("Trước.") < first.index("Chúthíchcủahình")  # never above what comes before it
    else:
        assert first.count("Sau.") > 1


def test_a_chart_that_fits_stays_where_it_was_put(tmp_path):
    blocks = [Paragraph("Trước. " + LINE), Figure(CHART, "Biểu đồ.", "Chú thích của hình."), Paragraph("Sau. " + LINE)]
    (page,) = pages_of(tmp_path, *blocks)
    assert page.index("Trước.") < page.index("Chúthíchcủahình") < page.index("Sau.")


@pytest.mark.parametrize("count", range(8, 18))
def test_a_small_table_is_never_parted(tmp_path, count):
    rows = tuple((f"hàng {n}", "chưa đủ số liệu để đánh giá") for n in range(8))
    blocks = [*[Paragraph(LINE)] * count, Table("Bảng nhỏ", ("Chỉ tiêu", "Đánh giá"), rows), *[Paragraph(LINE)] * 9]
    pages = pages_of(tmp_path, *blocks)
    assert len([page for page in pages if "hàng" in page]) == 1
    assert sum("Bảngnhỏ" in page and "hàng7" in page for page in pages) == 1  # its caption with it


@pytest.mark.parametrize("rows", [4, 8, 14])
@pytest.mark.parametrize("count", [8, 11, 13, 15, 17])
def test_a_table_never_moves_into_the_next_section(tmp_path, count, rows):
    cells = tuple((f"hàng {n:02}", "chưa đủ số liệu để đánh giá") for n in range(rows))
    table = Table("Bảng nhỏ", ("Chỉ tiêu", "Đánh giá"), cells)
    after = [Heading(2, "Mục sau"), *[Paragraph("Sau. " + LINE)] * 19]
    pages = "".join(pages_of(tmp_path, *[Paragraph("Trước. " + LINE)] * count, table, *after))
    rows_at = [pages.index(close(name)) for name, _ in cells]
    order = [pages.rindex("Trước."), pages.index("Bảngnhỏ"), *rows_at, pages.index("Mụcsau"), pages.index("Sau.")]
    assert order == sorted(order)


def test_no_source_is_parted_by_a_page(tmp_path):
    sources = tuple(f"Nguồn {n}, một tài liệu có tên rất dài. " * 3 + f"https://a.vn/{n}" for n in range(60))
    pages = pages_of(tmp_path, Items(sources, ordered=True))
    assert len(pages) > 2 and all(any(close(source) in page for page in pages) for source in sources)


def test_a_last_page_of_a_few_lines_is_avoided(tmp_path):
    saved = 0
    for count in range(17, 27):
        document = Document("vi", (Heading(1, "Một câu hỏi?"), *[Paragraph(LINE)] * count), "Đầu", "Chân")
        _, end = pdf._compiled(pdf._data(document))
        path = pdf.write_pdf(document, tmp_path / "few.pdf")
        pages = len(pypdf.PdfReader(path).pages)
        assert text_of(path).count(close(LINE)) == count
        assert pages == end["page"] or (end["page"] == 2 and end["y"] < pdf.NEARLY_EMPTY and pages == 1)
        saved += pages < end["page"]
    assert saved


def test_under_a_letterhead_what_it_was_made_of_stands_once_at_the_end(tmp_path):
    blocks = [Paragraph(LINE)] * 40
    pages = pages_of(tmp_path, *blocks, letterhead=replace(letterhead.read(EXAMPLE), addressees=("Ban A", "Ban B")))
    assert "Kínhgửi:" in pages[0] and "BanA;" in pages[0] and "BanB." in pages[0]
    assert [page.count(close(FRAME["footer"])) for page in pages] == [*[0] * (len(pages) - 1), 1]
    assert pages[-1].index(close(FRAME["footer"])) > pages[-1].index("Nơinhận:")


def test_only_verdicts_open_a_conclusion():
    assert document.opened("Không đạt: mục tiêu 7%: xác suất 6%.") == ("Không đạt:", " mục tiêu 7%: xác suất 6%.")
    assert document.opened("Of 3 targets: 1 missed.") == ("", "Of 3 targets: 1 missed.")
    assert document.opened("Trong 18 mục tiêu có 1 đạt.") == ("", "Trong 18 mục tiêu có 1 đạt.")
