"""The line under a table or chart names its sources by the numbers of the list at the end."""

import re

import pytest
from conftest import REAL
from hypothesis import given
from hypothesis import strategies as st

from cds_analysis import findings
from cds_analysis.charts.style import band_name
from cds_analysis.data import sources
from cds_analysis.study import open_study
from cds_analysis.study.citations import Citations
from cds_analysis.words import telling

NAMES = list(sources.load(REAL).index[:40])


@given(st.lists(st.lists(st.sampled_from(NAMES), max_size=6), min_size=1, max_size=5))
def test_a_number_never_changes_and_is_that_of_the_list(groups):
    cited, seen = Citations(REAL), {}
    for group in groups:
        cited.line(group, "vi")
        for number, record in enumerate(cited.records(), 1):
            assert seen.setdefault(record["source"], number) == number
    assert set(seen) == {name for group in groups for name in group}
    assert sorted(seen.values()) == list(range(1, len(seen) + 1))


def test_few_are_named_and_many_are_numbers():
    cited = Citations(REAL)
    few = cited.line(NAMES[:2], "vi")
    assert few.startswith("Nguồn: ") and few.endswith("; tính toán của nhóm nghiên cứu.")
    publishers = [record["publisher"] for record in cited.records()]
    assert few == f"Nguồn: {publishers[0]} [1]; {publishers[1]} [2]; tính toán của nhóm nghiên cứu."
    assert cited.line(NAMES[:6], "vi", own=False) == "Nguồn: [1]-[6]."
    assert cited.line([*NAMES[:3], NAMES[5]], "en") != cited.line(NAMES[:4], "en")
    assert cited.line([], "en") == "Source: own calculation." and cited.line([], "en", own=False) == ""


def test_numbers_not_in_a_row_stand_alone():
    cited = Citations(REAL)
    cited.line(NAMES[:9], "vi")
    order = [record["source"] for record in cited.records()]
    some = [order[at] for at in (0, 1, 2, 4, 5, 8)]
    assert cited.line(some, "vi", own=False) == "Nguồn: [1]-[3], [5], [6], [9]."
    assert cited.line(some, "en", own=False) == "Source: [1]–[3], [5], [6], [9]."


def test_a_caption_says_what_the_test_on_the_past_said():
    tested = {"interval80": {"n": 177, "held": 138}, "interval95": {"n": 177, "held": 170}, "stand_in": False}
    nothing = {"interval80": {"n": 0, "held": 0}, "stand_in": True}
    assert (band_name(80, "vi"), band_name(95, "en")) == ("dự báo 80%", "95% forecast")
    assert "khoảng 80% chứa 138/177 số liệu thực tế" in telling.text("charts.tested", "vi", {}, tested)
    assert telling.tell("charts.tested", "vi", {}, nothing) == []


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_charts_of_the_brief_name_sources_and_coverage(lang):
    study = open_study("thai-nguyen", lang=lang)
    share = findings.share(study)
    claims, page = share.parts["share"], share.draw("fan")._repr_html_()
    line = re.search(r'<span class="source">([^<]*)</span></figcaption>', page)[1]
    numbers = [int(n) for n in re.findall(r"\[(\d+)\]", line)]
    listed = [record["source"] for record in study.cited.records()]
    assert {listed[n - 1] for n in numbers} == {f["source"] for f in claims["figures"]}
    held = claims["tested"]["interval80"]
    assert 0 < held["held"] <= held["n"] and claims["tested"]["stand_in"]
