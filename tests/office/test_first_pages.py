"""What a head of office sees first: page 1 of the PDF, and the screens of a phone before the annex."""

import re

import pytest
from running import APART, NUMBER
from test_pdf import poppler

PLACES = ("thai-nguyen", "hung-yen", "ho-chi-minh")
SCREEN, SCREENS = 844, 5


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("place", PLACES)
def test_page_1_is_short_and_whole(made, place, lang):
    paper = made.out / "2026" / place / f"brief.{lang}.pdf"
    first, second = (poppler("pdftotext", "-f", n, "-l", n, "-raw", paper, "-") for n in ("1", "2"))
    assert sum(bool(re.search(r"[^\W\d_]", word)) for word in first.split()) <= 330
    assert len(re.findall(NUMBER, re.sub(APART, " ", first))) <= 25
    assert len(re.findall(r"31/12/2026|31/3/2027|31 December 2026|31 March 2027", " ".join(first.split()))) >= 3
    assert re.search(r"(Hình|Figure) 1:", first) and not re.search(r"(Hình|Figure) 2:", first)  # the neighbours' chart
    assert re.search(r"\n?I\. (Muốn đạt|What the target)", second)


@pytest.mark.parametrize("place", PLACES)
def test_five_screens_of_a_phone_come_before_the_annex(made, browser, place):
    tab = browser.new_context(viewport={"width": 390, "height": SCREEN}).new_page()
    tab.goto((made.out / "2026" / place / "brief.vi.html").as_uri())
    assert tab.locator("h2.annex").bounding_box()["y"] <= SCREENS * SCREEN
