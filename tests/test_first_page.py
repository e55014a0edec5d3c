"""The first page of a brief: short, with tasks that name a body and a day, and the place among its neighbours."""

import re
from dataclasses import replace
from datetime import date

import pytest
from conftest import REAL
from running import APART, NUMBER

from cds_analysis import findings
from cds_analysis.data import provinces
from cds_analysis.keyed import bare
from cds_analysis.study import open_study

UNITS = [place.slug for place in provinces.units(REAL, "2025") if place.tier == "province"]
FRAME = {  # what a page has around it: running head, title, what it is, headings
    "vi": "Báo cáo nghiên cứu năm 2026 – tỉnh Thái Nguyên DỰ THẢO Các mục tiêu chuyển đổi số: đến đâu, có đạt không? "
    "Tài liệu nghiên cứu, không phải văn bản hành chính. Bảng 1: Hình 1:",
    "en": "Research brief 2026 – Thái Nguyên DRAFT Digital targets: how far along, and will they be met? "
    "A research paper, not an administrative document. Table 1: Figure 1:",
}


def brief_of(slug: str, lang: str = "vi", study=None):
    """The brief of a place; in another language from what a study has made already."""
    study = replace(study, lang=lang) if study else open_study(slug, lang=lang, edition=2026, data_dir=str(REAL))
    return findings.brief(study, findings.share(study), findings.productivity(study))


def first_page(brief, lang: str) -> str:
    """All that stands on it."""
    box, table, chart = brief.box(), brief.to_do(), brief.draw("neighbours")
    rows = [cell for row in table.frame.to_numpy() for cell in row]
    lines = [f"{about}: {text}" for about, text in box.lines]
    parts = [FRAME[lang], brief.text("head"), box.title, *lines, table.caption, *table.frame.columns, *rows]
    return bare(" ".join(map(str, [*parts, chart.caption, chart.source])))


def faults(brief, lang: str) -> dict:
    """What a first page has too much or too little of."""
    page, tasks, lines = first_page(brief, lang), brief.parts["tasks"], len(brief.box().lines)
    words = [word for word in page.split() if re.search(r"[^\W\d_]", word)]
    numbers = re.findall(NUMBER, re.sub(APART, " ", page))
    dated = [t for t in tasks if t[f"body_{lang}"] and date.fromisoformat(t["due"]) > brief.study.as_of]
    found = {"words": len(words), "numbers": len(numbers), "tasks": len(dated), "lines": lines}
    good = len(words) <= 330 and len(numbers) <= 25 and 3 <= len(dated) == len(tasks) <= 6
    return {} if good and 3 <= lines <= 5 and len(brief.parts["position"]["rows"]) >= 4 else found


@pytest.mark.parametrize("slug", UNITS)
def test_every_unit_has_a_first_page_that_can_be_acted_on(slug):
    brief = brief_of(slug)
    assert len(UNITS) == 34 and faults(brief, "vi") == faults(brief_of(slug, "en", brief.study), "en") == {}


def test_the_nation_is_told_by_the_offices_figure_although_it_has_no_neighbours():
    brief = brief_of("vn", "vi")
    about, said = brief.box().lines[0]
    assert (about, said) == ("Kinh tế số", "năm 2025 ước chiếm 14,02% GDP.") and brief.draw("neighbours") is None
