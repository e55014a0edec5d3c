"""Scorecards and the brief's box: what the templates of targets say of the records that notebooks hold."""

from dataclasses import replace
from datetime import date

import IPython.display
import pytest

from cds_analysis import findings
from cds_analysis.findings.brief import chances
from cds_analysis.findings.targets import programme
from cds_analysis.judging.figure import Figure
from cds_analysis.judging.verdict import Verdict
from cds_analysis.keyed import bare, keyed
from cds_analysis.study import study
from cds_analysis.words import spelling, telling

LANGUAGES = ("vi", "en")


@pytest.fixture(scope="module")
def opened():
    return study.open_study("thai-nguyen")


def test_records_with_keys_are_worded_as_plain_ones(opened):
    card = findings.targets(opened, "others")
    told = card.records | {"card": keyed(card.parts["others"], "others")}
    for lang in LANGUAGES:
        for macro in ("summary", "account", "milestones", "births"):
            with_keys = telling.tell(f"targets.{macro}", lang, told)
            assert [bare(line) for line in with_keys] == telling.tell(f"targets.{macro}", lang, card.records)
        for one, other in zip(told["card"]["verdicts"], card.parts["others"]["verdicts"], strict=True):
            unit = opened.goals[other["target"]].unit
            texts = [telling.text("targets.reason", lang, told, verdict, unit) for verdict in (one, other)]
            assert bare(texts[0]) == texts[1]


def test_a_figure_from_within_the_last_year_is_named_as_such(opened):
    goal = next(iter(opened.goals.values()))
    figure = Figure(f"{goal.by}-06", 1.0, "=", "estimate", "", date(goal.by, 7, 1))
    record = Verdict(goal, "cannot_be_judged", "deadline_unpublished", figure).as_dict()
    for found in (record, keyed(record, "one")):
        text = bare(telling.text("targets.reason", "en", {}, found, "percent"))
        assert text == f"a figure from within {goal.by}, none collected for its end"


def test_what_a_target_asks_is_written_with_its_unit(opened):
    goal = next(t for t in opened.goals.values() if t.unit == "percent")
    assert spelling.asked(replace(goal, comparator=">=", value=20.0), lang="vi") == "tối thiểu 20%"
    firms = replace(goal, unit="enterprises", comparator=">", value=3000.0)
    assert spelling.asked(firms, opened.known.units, lang="en").startswith("more than 3,000 enterprise")
    assert spelling.asked({"comparator": "~", "value": 30.0}, lang="en") == "about 30%"


def test_a_scorecard_names_the_documents_of_its_targets_and_shows_nothing_where_there_are_none(opened):
    table = findings.targets(opened, "interview").scorecard()
    assert table.classes == "scorecard" and table.source.startswith("Nguồn:") and len(table.frame) == 18
    assert findings.targets(opened, "congress", []).scorecard() is None
    assert findings.targets(opened, "congress", []).text("summary").startswith("Chưa thu thập được mục tiêu nào")


def test_the_box_has_a_line_a_topic_and_the_board_every_target_once(opened):
    brief = findings.brief(opened, findings.share(opened), findings.productivity(opened))
    lines = brief.box().lines
    assert [about for about, _ in lines[:2]] == ["Kinh tế số", "Mục tiêu kinh tế số"] and 3 <= len(lines) <= 5
    shown = [row["verdict"]["target"] for row in brief.parts["board"]["rows"]]
    asked = {v["target"] for part in ("scorecard", "congress") for v in brief.parts[part]["verdicts"]}
    assert set(shown) >= asked and len(shown) == len(set(shown)) == brief.parts["board"]["total"]
    assert set(brief.parts) == {"scorecard", "congress", "record", "rivals", "board", "position", "plan", "needs"} | {
        "told",
        "tasks",
        "since",
    }


def test_a_target_of_ones_own_is_always_counted_and_its_probability_told_first():
    view = study.open_study("thai-nguyen", edition=2026)
    plan = next(t for t in view.targets if t.origin == "programme" and t.asked and t.by > 2026)
    assert plan.id not in {v.target.id for v in programme(view)}
    view.__dict__["targets"] = [replace(t, flags=("own",)) if t is plan else t for t in view.targets]
    judged = programme(view)
    assert judged[-1].target.id == plan.id and len(judged) == len(view.scorecard("interview")) + 1
    rows = [{"verdict": v.as_dict() | {"probability": 0.5, "over": False}} for v in judged]
    assert chances(view, rows, None) == [len(rows) - 1]
    left = view.left({v.target.id for v in judged})
    assert left["origins"]["programme"] == sum(t.origin == "programme" and t.asked for t in view.targets) - 1


def test_the_interview_speaks_of_one_province():
    here, there = (findings.interview(study.open_study(name), "achieved") for name in ("thai-nguyen", "ha-noi"))
    assert len(here.figures().frame) == here.parts["achieved"] > 0
    assert there.figures() is None and there.parts == {"achieved": 0} and "Thái Nguyên" in there.text("elsewhere")


def test_a_target_is_judged_once_in_a_study(monkeypatch):
    opened, asked = study.open_study("thai-nguyen"), []
    judge = study.scorecard.judge
    monkeypatch.setattr(study.scorecard, "judge", lambda view, goal: asked.append(goal.id) or judge(view, goal))
    goal = opened.goals["digital_economy_share_grdp_2030"]
    first, again, harder = (opened.judge(g) for g in (goal, replace(goal), replace(goal, value=45.0)))
    assert first is again and harder.probability < first.probability and asked == [goal.id, goal.id]


def test_what_is_none_is_not_shown(monkeypatch):
    shown = []
    monkeypatch.setattr(IPython.display, "display", lambda *parts: shown.extend(parts))
    findings.show("a", None, "b")
    assert shown == ["a", "b"]
