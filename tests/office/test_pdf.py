"""Every PDF as poppler reads it: tagged, after PDF/UA-1, each paragraph with all its marks, nothing else."""

import re
import subprocess
import unicodedata
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from test_formats import body, changed, close, in_pdf

from cds_analysis.batch import jobs
from cds_analysis.formats import document
from cds_analysis.formats.document import Document


def poppler(*words) -> str:
    return subprocess.run(words, check=True, capture_output=True, text=True, errors="replace").stdout


@pytest.fixture(scope="module")
def papers(made) -> list[Path]:
    found = sorted(made.out.rglob("*.pdf"))
    assert len(found) == len(made.runs)
    return found


def read(paper: Path) -> Document:
    """The document behind a PDF, with the notes beside it."""
    stem, lang, _ = paper.name.split(".")
    notebook = jobs.BRIEF if stem == "brief" else stem
    own = document.notes(paper.parent / f"notes.{lang}.md", lang) if stem == "brief" else ()
    return document.read(paper.parent / notebook / f"{notebook}.{lang}.ipynb", lang, own)


def tagged(paper: Path) -> list[str]:
    """The texts of the tags, in the order a screen reader takes them; heads and feet of pages are no part of it."""
    return re.findall(r'^\s*"(.*)"$', poppler("pdfinfo", "-struct-text", paper), re.M)


def wrong(paper: Path, found: Document) -> list[str]:
    """What the text of a PDF lacks or adds; a chart may stand on a later page than text that is read after it.

    The pages themselves hold the same letters as the tags.
    """
    page = BeautifulSoup(paper.with_suffix(".html").read_text(encoding="utf-8"), "html.parser")
    heading, mark, _ = (tag.text for tag in page.select("header span"))
    text = poppler("pdftotext", "-raw", paper, "-")
    assert unicodedata.is_normalized("NFC", text)
    drawn = body(text.removesuffix("\f").split("\f"), heading, mark, page.select_one("footer").text)
    first, second, *said = tagged(paper)
    assert (first, second) == (heading, mark)
    lost = Counter(close("".join(said))) - Counter(drawn)
    return in_pdf(found, "".join(said)) + [f"pages lack the letters {''.join(lost.elements())}"] * bool(lost)


def test_every_paper_is_tagged_and_titled(papers):
    for paper in papers:
        about = dict(line.split(":", 1) for line in poppler("pdfinfo", paper).splitlines())
        assert about["Tagged"].strip() == "yes" and about["Title"].strip() == read(paper).title, paper
        assert "<pdfuaid:part>1</pdfuaid:part>" in poppler("pdfinfo", "-meta", paper), paper
        assert "Document" in poppler("pdfinfo", "-struct", paper).split("\n", 1)[0], paper


def test_every_paper_says_what_its_document_says_and_nothing_else(papers):
    asked = [paper for paper in papers if paper.stem.startswith("brief.") or paper.stem.endswith(".vi")]
    with ThreadPoolExecutor(2) as pool:  # poppler takes its time over tags
        found = dict(zip(asked, pool.map(lambda paper: wrong(paper, read(paper)), asked), strict=True))
    assert not any(found.values()), "\n".join(f"{p.parent.name}/{p.name}: {f}" for p, fs in found.items() for f in fs)


def test_a_changed_number_is_found(made):
    paper = made.brief / "brief.vi.pdf"
    assert len(wrong(paper, changed(read(paper)))) >= 1
