"""The national yardstick: the nation's goals held up to a province that has none of its own."""

from dataclasses import replace
from datetime import date

import pytest
from conftest import REAL

from cds_analysis import findings
from cds_analysis.data import indicators, provinces, targets
from cds_analysis.data.known import Known, newest
from cds_analysis.site import read
from cds_analysis.study import open_study
from cds_analysis.words import telling


def test_the_nations_goals_are_a_yardstick_of_every_province_and_nobodys_target():
    known = newest(REAL)
    place = provinces.find("dien-bien", REAL)
    found = targets.of(known, place, ("yardstick",))
    assert targets.of(known, place) == [] and {t.origin for t in found} == {"yardstick"}
    assert {(t.place, t.border) for t in found} == {("dien-bien", "2025")}
    assert {t.level for t in found} == {"province", "commune"}
    asked = {(t.indicator.id, t.by): (t.comparator, t.value) for t in found}
    assert asked["digital_economy_share", 2025] == ("=", 20) and asked["digital_economy_share", 2030] == ("=", 30)
    assert asked["grdp_growth", 2025] == (">=", 6.5) and ("gdp_growth", 2025) not in asked
    assert next(t for t in found if t.indicator.id == "grdp_growth" and t.by == 2025).upto == 7
    assert targets.of(known, known.nation, ("yardstick",)) == []
    old = provinces.find("thai-binh", REAL, "pre-2025")
    assert {t.border for t in targets.of(known, old, ("yardstick",))} == {"pre-2025"}
    early = targets.of(Known(REAL, date(2021, 12, 31)), place, ("yardstick",))
    assert early and all(t.by <= 2025 for t in early)  # what was decided later is not known yet


def test_a_place_with_targets_of_its_own_gets_the_yardstick_of_headlines_it_lacks():
    with_own, without = open_study("an-giang"), open_study("ca-mau")
    assert {v.target.indicator.id for v in with_own.scorecard("yardstick")} == {"labour_productivity_growth"}
    assert {t.origin for t in with_own.headline("digital_economy_share")} == {"other-province"}
    assert {t.origin for t in without.targets} == {"yardstick"} and len(without.targets) == 10
    assert open_study("thai-nguyen").scorecard("yardstick") == open_study("vn").scorecard("yardstick") == []


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_brief_without_targets_holds_share_productivity_and_growth_against_the_yardstick(lang):
    study = open_study("dak-lak", lang=lang)
    brief = findings.brief(study, findings.share(study), findings.productivity(study))
    _, share, productivity, *_ = (text for _, text in brief.box().lines)
    yardstick = "so với mức chung cả nước, " if lang == "vi" else "by the national yardstick, "
    assert share.startswith(yardstick) and productivity.startswith(yardstick) and "20%" in share and "30%" in share
    growth = brief.programme.sentences("growth")
    assert len(growth) == 2 and ("5,81%" if lang == "vi" else "5.81%") in growth[0]  # the mean of 2021-2025
    assert brief.programme.parts["scorecard"]["origin"] == "yardstick"


def test_a_yardstick_never_passes_for_what_the_province_promised():
    study = open_study("nghe-an", lang="en")
    card = findings.targets(study, "yardstick")
    assert "nothing the province has promised" in " ".join(card.sentences("summary"))
    assert "nothing it has promised" in card.scorecard().caption
    for goal in study.goals.values():
        document = telling.text("targets.document", "en", card.records, goal)
        assert document.startswith("the national yardstick, ")


def test_front_page_and_explorer_name_the_yardstick_too():
    goal = replace(next(t for t in targets.load(REAL) if t.id == "nat749_digital_economy_2025"), origin="yardstick")
    verdict = {"value": 20.0, "comparator": "=", "by": 2025, "upto": None, "probability": None, "figure": None}
    verdict |= {"status": "cannot_be_judged", "reason": "no_figure", "years": [], "births": None, "turning": None}
    said = read._said(read.UNSAID | verdict | {"target": goal.id, "distance": None}, goal, indicators.units(REAL), "en")
    assert said["decision"] == "the national yardstick, Decision 749/QĐ-TTg of 3 June 2020"
    choice = telling.text("explorer.goal", "vi", {"units": indicators.units(REAL)}, goal)
    assert choice == "20% đến năm 2025: mức chung cả nước, Quyết định số 749/QĐ-TTg ngày 03/6/2020"
