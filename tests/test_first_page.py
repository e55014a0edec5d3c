"""The first page of a brief: short, with tasks that name a body and a day, and the place among its neighbours."""

import re
from dataclasses import replace
from datetime import date

import pytest
from conftest import REAL
from running import APART, NUMBER

from cds_analysis import findings
from cds_analysis.data import provinces
from cds_analysis.errors import CdsError
from cds_analysis.keyed import bare
from cds_analysis.study import open_study, results

UNITS = [place.slug for place in provinces.units(REAL, "2025") if place.tier == "province"]
FRAME = {  # what a page has around it: running head, title, what it is, headings
    "vi": "Báo cáo nghiên cứu năm 2026 – tỉnh Thái Nguyên DỰ THẢO Các mục tiêu chuyển đổi số: đến đâu, có đạt không? "
    "Tài liệu nghiên cứu, không phải văn bản hành chính. Bảng 1: Hình 1:",
    "en": "Research brief 2026 – Thái Nguyên DRAFT Digital targets: how far along, and will they be met? "
    "A research paper, not an administrative document. Table 1: Figure 1:",
}


def brief_of(slug: str, lang: str = "vi", study=None):
    """The brief of a place; in another language from what a study has made already."""
    asked = {"lang": lang, "edition": 2026, "data_dir": str(REAL), "keyed": True}  # each number names its key
    study = replace(study, lang=lang) if study else open_study(slug, **asked)
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
    found |= {"twice": twice} if (twice := re.findall(r"đều \d+|all \d+ are \d+", page)) else {}
    board = brief.scoreboard()
    starred = board.frame.astype(str).apply(lambda column: column.str.contains("*", regex=False)).any(axis=None)
    found |= {"a star of": board.caption} if starred != ("*" in board.caption) else {}
    good = len(found) == 4 and len(words) <= 330 and len(numbers) <= 25 and 3 <= len(dated) == len(tasks) <= 6
    return {} if good and 3 <= lines <= 5 and len(brief.parts["position"]["rows"]) >= 4 else found


@pytest.mark.parametrize("slug", UNITS)
def test_every_unit_has_a_first_page_that_can_be_acted_on(slug):
    brief = brief_of(slug)
    assert len(UNITS) == 34 and faults(brief, "vi") == faults(brief_of(slug, "en", brief.study), "en") == {}


def test_the_nation_is_told_by_the_offices_figure_although_it_has_no_neighbours():
    brief = brief_of("vn", "vi")
    about, said = map(bare, brief.box().lines[0])
    assert (about, said) == ("Kinh tế số", "năm 2025 ước chiếm 14,02% GDP.") and brief.draw("neighbours") is None


def test_what_changed_since_an_earlier_brief_is_told_from_both(tmp_path):
    made = {}
    for day in ("2025-06-30", "2026-06-30"):
        study = open_study("thai-nguyen", as_of=day, data_dir=str(REAL))
        share, pace = findings.share(study), findings.productivity(study)
        made[day] = findings.brief(study, share, pace, str(tmp_path) if made else "")
        results.write(tmp_path, study.record | share.parts | pace.parts | made[day].parts)
    since = made["2026-06-30"].parts["since"]
    assert made["2025-06-30"].parts["since"] is None and since["day"] == "2025-06-30"
    said = "\n".join(block.data for block in made["2026-06-30"].changed())
    assert "30/6/2025" in said
    # the office's figure of 2025 was printed in January 2026; what has no new figure moved with the border
    assert "(tối thiểu 20% đến năm 2025): từ “nhiều khả năng đạt” sang “đạt”, vì có số liệu năm 2025 là 29,53%" in said
    assert "sang “không còn áp dụng”, vì chuyển sang địa giới mới" in said
    with pytest.raises(CdsError, match=r"nowhere/results.json: not there"):
        findings.brief(study, share, pace, str(tmp_path / "nowhere"))
