"""What LibreOffice makes of the Word file: every text, heading, caption and table survives in ODT and PDF."""

import re
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from conftest import ROOT
from test_formats import NUMBERED, changed, close, plain, texts
from test_office import BRIEF

from cds_analysis.formats import document, letterhead, word
from cds_analysis.formats.blocks import Figure, Heading, Items, Table
from cds_analysis.formats.document import Document

LANGUAGES = pytest.mark.parametrize("lang", ["vi", "en"])
WORDS = {"vi": ("Bảng", "Hình"), "en": ("Table", "Figure")}


HEAD = replace(letterhead.read(ROOT / "docs" / "letterhead.example.yml"), body="SỞ KHOA HỌC VÀ CÔNG NGHỆ")


@pytest.fixture(scope="module")
def folder(made, office, tmp_path_factory) -> Path:
    """The brief of Thái Nguyên as ODT and PDF, a small official report as PDF, by LibreOffice from the Word files."""
    target, papers = tmp_path_factory.mktemp("word"), [made.brief / f"brief.{lang}.docx" for lang in WORDS]
    report = replace(BRIEF, heading="Báo cáo", footer="cds_analysis", letterhead=HEAD)
    issued = word.write_docx(report, target / "official.docx")
    office("odt", target, *papers)
    office("pdf", target, *papers, issued)
    return target


@pytest.fixture(scope="module")
def read(made) -> dict[str, Document]:
    return {lang: document.read(made.executed(lang), lang) for lang in WORDS}


def content(path: Path) -> BeautifulSoup:
    """The body of an OpenDocument file."""
    with zipfile.ZipFile(path) as parts:
        return BeautifulSoup(parts.read("content.xml"), "xml").find("text")


def said(body) -> list[str]:
    """Its texts in order, alt texts aside."""
    for alt in body.find_all("desc"):
        alt.extract()
    return [text for tag in body.find_all(["h", "p"]) if (text := NUMBERED.sub("", plain(tag.get_text())))]


@LANGUAGES
def test_every_text_survives_in_odt_in_order(folder, read, lang):
    found = said(content(folder / f"brief.{lang}.odt"))
    assert found == texts(read[lang]) and found != texts(changed(read[lang]))


@LANGUAGES
def test_headings_captions_and_tables_stay_what_they_are(folder, read, lang):
    body, blocks = content(folder / f"brief.{lang}.odt"), read[lang].blocks
    heads = [(max(block.level - 1, 1), block.text) for block in blocks[1:] if isinstance(block, Heading)]
    heads += [(1, block.title) for block in blocks if isinstance(block, Items) and block.title]
    found = [(int(tag["text:outline-level"]), plain(tag.get_text())) for tag in body.find_all("h")]
    assert sorted(found) == sorted(heads)
    tables = [[list(block.head), *map(list, block.rows)] for block in blocks if isinstance(block, Table)]
    shown = [[[plain(c.get_text()) for c in row.find_all("table-cell")] for row in t.find_all("table-row")]
             for t in body.find_all("table")]  # fmt: skip
    assert shown == tables and len(tables) >= 3
    assert all(tag.find("table-header-rows") for tag in body.find_all("table"))
    captions = [plain(s.parent.get_text()) for s in body.find_all("sequence")]
    assert sorted(captions) == sorted(numbered(read[lang]))
    alts = [plain(tag.get_text()) for tag in body.find_all("desc")]
    assert alts == [block.alt for block in blocks if isinstance(block, Figure)]


def numbered(found: Document) -> list[str]:
    """Captions as a reader sees them: tables and charts counted apart."""
    table, chart = WORDS[found.lang]
    tables = [block.caption for block in found.blocks if isinstance(block, Table) and block.caption]
    charts = [block.caption for block in found.blocks if isinstance(block, Figure)]
    return [
        f"{word} {n}: {text}" for word, some in ((table, tables), (chart, charts)) for n, text in enumerate(some, 1)
    ]


@LANGUAGES
def test_printed_by_libreoffice_nothing_is_lost(folder, read, lang):
    words = ["pdftotext", "-layout", folder / f"brief.{lang}.pdf", "-"]
    text = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    whole = close(text)
    wanted = [*numbered(read[lang]), *(block.text for block in read[lang].blocks if isinstance(block, Heading))]
    assert not [part for part in wanted if close(part) not in whole]
    assert {"vi": "DỰ THẢO", "en": "DRAFT"}[lang] in text
    assert ":::" not in text and "\\-" not in text and "{alt=" not in text
    assert re.search(r"\b2\b", text.split("\f")[1].strip().split("\n")[0])  # pages have their numbers


def test_libreoffice_sets_an_official_report_side_by_side(folder):
    words = ["pdftotext", "-layout", folder / "official.pdf", "-"]
    pages = subprocess.run(words, check=True, capture_output=True, text=True).stdout.split("\f")
    lines = [" ".join(line.split()) for line in pages[0].splitlines() if line.strip()]
    assert lines[0].endswith("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")  # on one line, beside the superior body
    assert "SỞ KHOA HỌC VÀ CÔNG NGHỆ Độc lập - Tự do - Hạnh phúc" in lines[1]
    order = ["Số:", "DỰ THẢO", "BÁO CÁO", HEAD.summary, "Kính gửi:", "Kết luận"]
    at = [next(i for i, line in enumerate(lines) if line.startswith(text)) for text in order]
    assert at == sorted(at)
    (last,) = [page for page in pages if "Nơi nhận:" in page]
    assert HEAD.name in last and "cds_analysis" in last and "không phải văn bản hành chính" not in "".join(pages)
