"""A brief in short: one card of A5 as PDF and picture, slides for a meeting."""

import pypdf
import pytest
from conftest import REAL
from PIL import Image

from cds_analysis.batch import jobs
from cds_analysis.errors import ParameterError

MILLIMETRE = 72 / 25.4


def words(page) -> str:
    return " ".join(page.extract_text().split())


def test_the_card_is_one_page_of_a5_with_conclusions_chart_and_tasks(thai_nguyens):
    (page,) = pypdf.PdfReader(thai_nguyens / "brief.vi.card.pdf").pages
    assert [round(float(side) / MILLIMETRE) for side in page.mediabox[2:]] == [148, 210]
    assert "Kinh tế số:" in words(page) and "tỉnh Thái Nguyên" in words(page) and "Hạn đề xuất" in words(page)
    with Image.open(thai_nguyens / "brief.vi.card.png") as picture:
        assert picture.width > 1000 and round(picture.height / picture.width, 1) == 1.4


def test_the_slides_are_five_and_end_with_what_is_to_be_done(thai_nguyens):
    pages = pypdf.PdfReader(thai_nguyens / "brief.vi.slides.pdf").pages
    assert len(pages) == 5 and all(page.mediabox.width > page.mediabox.height for page in pages)
    assert "Kinh tế số:" in words(pages[0]) and "Việc cần làm" in words(pages[-1])


def test_other_notebooks_have_neither():
    with pytest.raises(ParameterError, match=r"card\.pdf: only of 09_annual_brief; leave it out for 04_targets"):
        jobs.plan("lai-chau", notebook="04_targets", languages=["vi"], formats=["card.pdf"], data_dir=str(REAL))
