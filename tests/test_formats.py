"""One text in every format: what the document says stands in HTML, PDF, Word and the workbook, in order and equal.

Each format is read by a library that did not write it. A number changed on the way is found.
"""

import base64
import re
import shutil
import unicodedata
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import zip_longest
from pathlib import Path

import docx
import nbformat
import openpyxl
import pypdf
import pytest
from bs4 import BeautifulSoup
from conftest import ROOT
from PIL import Image

from cds_analysis.batch import jobs
from cds_analysis.data import provinces
from cds_analysis.formats import document, word, workbook, write
from cds_analysis.formats import pdf as printed
from cds_analysis.formats.blocks import Figure, Heading, Items, Lines, Paragraph, Table
from cds_analysis.formats.document import Document
from cds_analysis.formats.page import said as worded
from cds_analysis.words import spelling

NOTES = {
    "vi": "## Nhận xét\n\nSố liệu *chưa* được xác nhận: 12,34%.\n\n- một\n- hai < ba & bốn\n\n"
    "| Đơn vị | Ghi chú |\n|---|---|\n| Phổ Yên | khu công nghiệp |\n",
    "en": "Not confirmed yet: 12.34%.\n",
}
NUMBERED = re.compile(r"^(Bảng|Hình|Table|Figure) \d*: ")
FRAME = {"heading": "Báo cáo – tỉnh Thái Nguyên", "footer": "cds_analysis 0123456789ab"}
OLD, NEW = {"vi": "29,53%", "en": "29.53%"}, {"vi": "29,54%", "en": "29.54%"}
LANGUAGES = pytest.mark.parametrize("lang", ["vi", "en"])


def texts(found: Document) -> list[str]:
    """All a document says, in order: what any format must show, alt texts aside."""
    said: list[str] = []
    for block in found.blocks:
        match block:
            case Heading(_, text) | Paragraph(text):
                said.append(text)
            case Figure(_, _, caption, source):
                said += [caption, source]
            case Items(items, _, title):
                said += [title, *items]
            case Table(caption, head, rows, source):
                said += [caption, *head, *(cell for row in rows for cell in row), source]
    return [plain(text) for text in said if text]


def plain(text: str) -> str:
    """A text in composed letters, its words parted by one space each."""
    return unicodedata.normalize("NFC", " ".join(text.replace("\u200b", "").split()))


def of_html(path: Path) -> list[str]:
    """What a page says, in order."""
    main = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").main
    for source in main.select("figcaption .source"):  # a line of its own below the caption
        source.find_parent("figure").append(source.extract())
    found = main.select("h1, h2, h3, h4, p, li, caption, th, td, figcaption, .source:not(p), section > strong")
    return [said for tag in found if (said := plain(tag.get_text())) and not tag.find_parent(class_="cell-output")]


def of_docx(path: Path) -> list[str]:
    """What a Word file says, in order; Word numbers captions itself."""
    said: list[str] = []
    for part in docx.Document(path).iter_inner_content():
        cells = [cell for row in part.rows for cell in row.cells] if hasattr(part, "rows") else [part]
        said += [NUMBERED.sub("", plain(cell.text)) for cell in cells]
    return [text for text in said if text]


def in_pdf(found: Document, whole: str) -> list[str]:
    """What a PDF's text lacks or adds, spaces aside: texts in order, between them only marks of lists and numbers.

    What stands below a chart goes with it, which may have moved to the top of a page, into the middle of a text.

    Args:
        whole: All its text, heads and feet of pages taken away.
    """
    said, at, wrong, charts = close(whole), 0, [], [b for b in found.blocks if isinstance(b, Figure)]
    for number, chart in enumerate(charts, start=1):
        below = close(f"{worded('page.figure', found.lang)} {number}: {chart.caption}{chart.source}")
        wrong += [] if below in said else [f"lacks {below}"]
        said = said.replace(below, "", 1)
    found = replace(found, blocks=tuple(b for b in found.blocks if b not in charts))
    heads = {close("".join(block.head)) for block in found.blocks if isinstance(block, Table)}
    marks = rf"(({close(worded('page.paper', found.lang))})|–|\d+\.|(Bảng|Table)\d+:)?"
    for text in map(close, texts(found)):
        start = said.find(text, at)
        if start < 0:
            wrong.append(f"lacks {text}")
            continue
        if (between := said[at:start]) not in heads and not re.fullmatch(marks, between):
            wrong.append(f"adds {between}")
        at = start + len(text)
    return wrong + ([f"adds {said[at:]}"] if said[at:] else [])


def close(text: str) -> str:
    """A text without spaces: where lines break is the page's affair."""
    return "".join(plain(text).split())


def body(pages: list[str], heading: str, mark: str, footer: str) -> str:
    """The text of a PDF's pages, spaces aside, without their heads and the foot of the last, which no other has."""
    parts, foot = [], close(footer)
    for number, said in enumerate(map(close, pages), start=1):
        head = close(f"{heading}{number if number > 1 else ''}{mark}")
        last = number == len(pages)
        assert said.startswith(head) and said.count(foot) == said.endswith(foot) == last
        parts.append(said[len(head) : -len(foot) if last else None])
    return "".join(parts)


def of_pdf(path: Path, lang: str, heading: str = FRAME["heading"], footer: str = FRAME["footer"]) -> str:
    """The text of a draft in PDF, without heads and feet of its pages."""
    pages = [page.extract_text() for page in pypdf.PdfReader(path).pages]
    return body(pages, heading, worded("page.draft", lang), footer)


def sheets(path: Path) -> dict[str, list[list]]:
    """Heading and rows of each sheet's table, its title before them."""
    book = openpyxl.load_workbook(path, data_only=True)
    refs = {page.title: next(iter(page.tables.values())).ref for page in book}
    return {page.title: [[page["A1"].value], *([c.value for c in r] for r in page[refs[page.title]])] for page in book}


def in_xlsx(found: Document, path: Path) -> list[str]:
    """What the tables, the notes and the sources of a workbook say otherwise than the document."""
    book, lang = sheets(path), found.lang
    names, wrong = {k: worded(f"sheets.{k}", lang) for k in worded.under("sheets")}, []
    for number, table in enumerate((b for b in found.blocks if isinstance(b, Table)), start=1):
        title, *rows = book[f"{names['table']} {number}"]
        wanted = [list(table.head), *map(list, table.rows)]
        shown = [[str(cell) for cell in row] for row in rows]
        wrong += [f"{a} is {b}" for a, b in zip(wanted, shown, strict=True) if a != b]
        if table.caption and title != [table.caption]:
            wrong.append(f"{table.caption} is {title}")
        wrong += [f"{column[0]} is not of numbers" for column in zip(*rows, strict=True) if not typed(column[1:])]
    abouts = (worded("from_brief", lang), worded("page.notes", lang))
    notes = [row[1] for row in book[names["notes"]][2:] if row[0] in abouts]
    wrong += [f"the notes are {b}, not {a}" for a, b in zip_longest(cautions(found), notes) if a != b]
    listed = [row[0] if row[1] == "[x]" else f"{row[0]} {row[1]}" for row in book[names["sources"]][2:]]
    sources = [block for block in found.blocks if isinstance(block, Items)][-1].items
    return wrong + [f"{a} is {b}" for a, b in zip(sources, listed, strict=True) if a != b]


def typed(cells: tuple) -> bool:
    """Whether a column of years or counts alone is one of numbers."""
    kind = int if all(re.fullmatch(r"0|[1-9]\d{0,2}|(19|20)\d\d", str(cell)) for cell in cells) else str
    return all(isinstance(cell, kind) for cell in cells)


def cautions(found: Document) -> list[str]:
    """What a reader of the workbook must be told: the opening, what stands below charts, limits, own notes."""
    at = [i for i, block in enumerate(found.blocks) if isinstance(block, Heading)]
    opening = [block.text for block in found.blocks[: at[1]] if isinstance(block, Paragraph)]
    below = [block.caption for block in found.blocks if isinstance(block, Figure)]
    limits = next(i for i in at if re.search("phương pháp và hạn chế|method and limits", found.blocks[i].text))
    last: list[str] = []
    for block in found.blocks[limits + 1 : at[-1]]:
        if not isinstance(block, Heading) or block.text != worded("page.notes", found.lang):
            last += block.items if isinstance(block, Items) else [] if isinstance(block, Table) else [block.text]
    return [*opening, *below, *last]


@pytest.fixture(scope="module")
def brief(thai_nguyens, tmp_path_factory) -> Path:
    """The brief of Thái Nguyên in every format, with a researcher's notes."""
    folder = shutil.copytree(thai_nguyens, tmp_path_factory.mktemp("noted") / "thai-nguyen")
    run, place = jobs.record_of(folder), provinces.find("thai-nguyen", ROOT / "data")
    for lang, text in NOTES.items():
        notes = write.notes_path(folder, lang)
        notes.write_text(text, encoding="utf-8")
        frame = write.frame(place, 2026, lang, run)
        executed = folder / jobs.BRIEF / f"{jobs.BRIEF}.{lang}.ipynb"
        write.write(executed, folder, jobs.BRIEF, lang, write.FORMATS, frame, notes=notes)
    return folder


@pytest.fixture(scope="module")
def read(brief) -> dict[str, Document]:
    """The document behind each language, with the notes."""
    executed = {lang: brief / "09_annual_brief" / f"09_annual_brief.{lang}.ipynb" for lang in NOTES}
    own = {lang: document.notes(brief / f"notes.{lang}.md", lang) for lang in NOTES}
    found = {lang: document.read(executed[lang], lang, own[lang]) for lang in NOTES}
    return {lang: replace(made, **FRAME) for lang, made in found.items()}


@pytest.mark.parametrize(
    ("given", "mark"),
    [
        ({}, "DRAFT"),
        ({"own": True}, "DRAFT – Own figures"),
        ({"own": True, "published": date(2026, 11, 30)}, "Published 30 November 2026 – Own figures"),
        ({"own": True, "published": date(2026, 11, 30), "letterhead": "x"}, "Own figures"),
        ({"published": date(2026, 11, 30), "letterhead": "x"}, ""),
    ],
)
def test_what_holds_figures_of_ones_own_says_so_published_or_not(given, mark):
    made = Document("en", (), **given)
    assert made.mark("page.own_short") == mark
    assert made.paper.endswith("Holds figures of one's own, not verified.") == made.own


@LANGUAGES
def test_html_and_word_say_what_the_document_says(brief, read, lang):
    wanted = texts(read[lang])
    assert len(wanted) > 200
    assert of_html(brief / f"brief.{lang}.html") == wanted
    assert of_docx(brief / f"brief.{lang}.docx") == wanted


@LANGUAGES
def test_the_pdf_says_what_the_document_says_and_nothing_else(brief, read, lang):
    page = BeautifulSoup((brief / f"brief.{lang}.html").read_text(encoding="utf-8"), "html.parser")
    frame = [page.select_one(place).text for place in ("header span", "footer")]
    assert in_pdf(read[lang], of_pdf(brief / f"brief.{lang}.pdf", lang, *frame)) == []


@LANGUAGES
def test_the_workbook_says_what_the_document_says(brief, read, lang):
    assert in_xlsx(read[lang], brief / f"brief.{lang}.xlsx") == []


@LANGUAGES
def test_typed_numbers_are_those_shown_in_words(brief, read, lang):
    names = {k: worded(f"sheets.{k}", lang) for k in worded.under("sheets")}
    book = sheets(brief / f"brief.{lang}.xlsx")
    shown = {row[:2]: row for block in read[lang].blocks if isinstance(block, Table) for row in block.rows}
    rows = book[names["targets"]][2:]
    assert len(rows) == 25  # of the Party committee's resolution and of the congress
    for name, asked, goal, by, figure, *_ in rows:
        row = shown[name, asked]
        assert spelling.number(goal, lang) in row[1] or (
            f"{spelling.number(goal / 1000, lang)} trillion" in row[1] and str(by) in row[1]
        )
        assert figure == "[x]" or spelling.number(figure, lang) in row[2] or str(figure)[:3] in row[2]
    _, fan, growth = (block.alt for block in read[lang].blocks if isinstance(block, Figure))
    for year, share, *_ in book[names["share"]][2:]:
        assert f"{year}: {spelling.number(share, lang)}%" in fan
    rates = [(row[0], row[4]) for row in book[names["rates"]][2:] if row[4] != "[x]"]
    assert len(rates) > 5
    for year, rate in rates:
        assert re.search(rf"{year}: \D*{re.escape(spelling.number(abs(rate), lang, 1))}\D", growth), (year, rate)


def changed(found: Document) -> Document:
    """The document with one digit of one cell changed."""
    old, blocks = OLD[found.lang], list(found.blocks)
    at = next(i for i, b in enumerate(blocks) if isinstance(b, Table) and any(old in c for row in b.rows for c in row))
    cells = [list(row) for row in blocks[at].rows]
    row, cell = next((row, j) for row in cells for j, text in enumerate(row) if old in text)
    row[cell] = row[cell].replace(old, NEW[found.lang])
    blocks[at] = replace(blocks[at], rows=tuple(map(tuple, cells)))
    return replace(found, blocks=tuple(blocks))


@LANGUAGES
def test_a_number_changed_in_one_format_is_found(brief, read, lang, tmp_path):
    other = changed(read[lang])
    assert len(set(texts(other)) - set(texts(read[lang]))) == 1
    page = tmp_path / "page.html"
    text = (brief / f"brief.{lang}.html").read_text(encoding="utf-8")
    head, table, rest = text.partition('class="board"')
    page.write_text(head + table + rest.replace(OLD[lang], NEW[lang], 1), encoding="utf-8")
    assert of_html(page) == texts(other)
    assert of_docx(word.write_docx(other, tmp_path / "a.docx")) == texts(other) != texts(read[lang])
    pdf = of_pdf(printed.write_pdf(other, tmp_path / "a.pdf"), lang)
    assert in_pdf(other, pdf) == [] and len(in_pdf(read[lang], pdf)) >= 1
    book = workbook.write_xlsx(other, {}, tmp_path / "a.xlsx")
    assert in_xlsx(other, book) == [] and len(in_xlsx(read[lang], book)) == 1


def test_a_lost_paragraph_and_a_strange_one_are_found(read, tmp_path):
    found = read["vi"]
    at = next(i for i, block in enumerate(found.blocks) if isinstance(block, Paragraph))
    less = replace(found, blocks=found.blocks[:at] + found.blocks[at + 1 :])
    pdf = of_pdf(printed.write_pdf(less, tmp_path / "a.pdf"), "vi")
    assert any(fault.startswith("lacks") for fault in in_pdf(found, pdf))
    more = of_pdf(printed.write_pdf(found, tmp_path / "b.pdf"), "vi")
    assert any(fault.startswith("adds") for fault in in_pdf(less, more))


def test_what_a_cell_prints_or_draws_itself_stands_in_the_page(tmp_path):
    Image.new("1", (40, 20)).save(content := BytesIO(), "PNG")
    new, pixel = nbformat.v4.new_output, base64.encodebytes(content.getvalue()).decode()
    outputs = [
        new("stream", text="\x1b[31mtổng\x1b[0m\n  <b> & 3\n"),
        new("execute_result", {"text/plain": "29.53"}, execution_count=1),
        new("display_data", {"text/plain": "<Figure>", "image/png": pixel}),
        new("display_data", {"text/plain": "a drawing", "image/png": pixel, "image/svg+xml": "<svg/>"}),
        new("display_data", {"text/plain": "<Markdown>", "text/markdown": "*one* word"}),
        new("display_data", {"text/plain": "   x", "text/html": "<p>a table</p>", "image/png": pixel}),
        new("display_data", {"text/plain": "<Markdown>", "text/markdown": ""}),
        new("display_data", {"application/json": {}}),
        new("display_data", {"text/plain": "Surface(children=())", document.WIDGET: {"model_id": "1"}}),
    ]
    cell = nbformat.v4.new_code_cell("...", outputs=outputs)
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "own.ipynb")
    shown = [line for line in document.html(tmp_path / "own.ipynb", "vi").splitlines() if line]
    assert shown == [
        '<pre class="cell-output">tổng',
        "  &lt;b&gt; &amp; 3",
        "</pre>",
        '<pre class="cell-output">29.53</pre>',
        f'<img class="cell-output" src="data:image/png;base64,{pixel.replace(chr(10), "")}" alt="&lt;Figure&gt;">',
        '<img class="cell-output" src="data:image/svg+xml;base64,PHN2Zy8+" alt="a drawing">',
        "<p><em>one</em> word</p>",
        "<p>a table</p>",
        *["<p><em>Phần này chỉ xem và thao tác được trong JupyterLab.</em></p>"] * 2,
    ]
    printed, value, drawn, drawing, *texts = document.read(tmp_path / "own.ipynb", "vi").blocks
    assert (printed, value) == (Lines("tổng\n  <b> & 3"), Lines("29.53"))
    assert drawing == Figure(b"<svg/>", "a drawing", "")
    assert drawn.alt == "<Figure>" and b'width="30.0pt" height="15.0pt"' in drawn.svg
    left = Paragraph("Phần này chỉ xem và thao tác được trong JupyterLab.")
    assert texts == [Paragraph("one word"), Paragraph("a table"), left, left]
