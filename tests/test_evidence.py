"""By what a verdict is given: figures, arithmetic, the target's own border, an estimate, or where the figure stands."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest
from conftest import DAY, REAL, TINY

from cds_analysis import findings
from cds_analysis.data import owners, provinces, targets
from cds_analysis.data.known import Known
from cds_analysis.forecasting.distribution import Forecast
from cds_analysis.judging import bounds, progress, scorecard
from cds_analysis.judging.bounds import between
from cds_analysis.judging.figure import Figure
from cds_analysis.series import classes, modelled, share
from cds_analysis.study import study
from cds_analysis.words import telling

GOALS = {t.id: t for t in targets.load(TINY)}
SHARE, GROWTH, RANK = (GOALS[i] for i in ("share_2025", "growth_2025", "rank_2025"))
AVERAGE = replace(GROWTH, basis="average", comparator=">", value=6.5)
LANGUAGES = ("vi", "en")


def figure(year: int, value: float, **more) -> Figure:
    return Figure(str(year), value, "=", "final", "office", DAY, **more)


def flat(year: int, values: list[float]) -> Forecast:
    return Forecast(np.array([year]), np.array(values)[:, None])


def reason(verdict, lang: str) -> str:
    return telling.text("targets.reason", lang, {}, verdict.as_dict(), verdict.target.unit)


FOUR = {2021 + k: figure(2021 + k, rate) for k, rate in enumerate((4.6, 4.8, 3.65, 5.88))}  # the nation's
SEEN = between("rates", 3.65, 6.4, (3.65, 6.4), 10, nation=True)


def test_what_the_missing_year_would_need_is_beyond_anything_published():
    """1.065^5 / (1.046 x 1.048 x 1.0365 x 1.0588) = 1.1389: 13.89 % in 2025, the nation never had more than 6.4."""
    found = progress.judge_period(AVERAGE, FOUR, None, DAY, bounds=SEEN)
    assert (found.status, found.evidence, found.years) == ("missed", "arithmetic", (2025,))
    assert found.pace_needed == pytest.approx(13.89, abs=0.01) and found.distance < -1.5
    assert "phải tăng 13,89%, cao hơn mọi mức của cả nước đã công bố từ năm 2011" in reason(found, "vi")
    assert "more than anything published for Viet Nam since 2011 (3.65% to 6.4%)" in reason(found, "en")


def test_arithmetic_decides_only_where_all_plausible_values_agree():
    wide = replace(SEEN, high=14.0)
    assert progress.judge_period(AVERAGE, FOUR, None, DAY, bounds=wide).evidence == "stands_at"
    low = replace(AVERAGE, value=4.5)  # with 3.65 in 2025 the mean is 4.51
    assert progress.judge_period(low, FOUR, None, DAY, bounds=SEEN).status == "met"


def test_before_the_end_a_mean_is_lost_in_its_last_year_alone_and_no_floor_of_every_year_is_settled():
    running = date(2025, 6, 30)
    found = progress.judge_period(AVERAGE, FOUR, None, running, bounds=SEEN)  # 13.89 % in 2025, as above
    assert (found.status, found.evidence, found.over) == ("missed", "arithmetic", False)
    low, each = replace(AVERAGE, value=4.5), {y: figure(y, 8.0) for y in (2021, 2022, 2023, 2024)}
    for target, known, day in [
        (AVERAGE, FOUR, date(2024, 12, 30)),  # the year is still to come
        (low, FOUR, running),  # no range makes it met before its figure is there
        (GROWTH, each, running),
    ]:
        assert progress.judge_period(target, known, None, day, bounds=SEEN).evidence == "stands_at"


def test_the_known_years_of_a_sum_may_suffice():
    target = replace(GROWTH, basis="cumulative", value=30.0)
    limits = between("limits", 0.0, float("inf"))
    known = {y: figure(y, 10.0) for y in (2021, 2022, 2023)}
    assert progress.judge_period(target, known, None, DAY, bounds=limits).evidence == "arithmetic"
    early = progress.judge_period(target, known, None, date(2024, 6, 30), bounds=limits)  # 30 of 30 after three years
    assert (early.status, early.evidence, early.years) == ("met", "arithmetic", (2024, 2025))
    assert progress.judge_period(replace(target, value=31.0), known, None, DAY, bounds=limits).evidence == "stands_at"


def test_a_floor_of_every_year_is_lost_where_the_missing_year_cannot_have_reached_it():
    known = {y: figure(y, 8.0) for y in (2021, 2022, 2023, 2024)}
    found = progress.judge_period(GROWTH, known, None, DAY, bounds=SEEN)  # 7 % every year; never more than 6.4
    assert (found.status, found.evidence) == ("missed", "arithmetic")


def test_a_passed_deadline_whose_year_is_forecast_is_an_estimate():
    """Nine of ten paths are above 20 % in 2025, whose figure is missing; the newest is 25 % in 2024."""
    found = progress.judge_state(SHARE, [figure(2024, 25.0)], flat(2025, [24.0] * 9 + [19.0]), DAY)
    assert (found.status, found.evidence, found.probability, found.over) == ("on_course", "estimate", 0.9, True)
    assert found.distance == 5 and "theo ước lượng của nhóm nghiên cứu, xác suất 90%" in reason(found, "vi")
    words = [telling.text("targets.judged", lang, {}, found.as_dict()) for lang in LANGUAGES]
    assert words == ["Nhiều khả năng đã đạt", "Likely to have been met"]
    before = progress.judge_state(SHARE, [figure(2024, 25.0)], flat(2025, [24.0] * 9 + [19.0]), date(2025, 6, 30))
    assert telling.text("targets.judged", "en", {}, before.as_dict()) == "On course"


PARTS = between(
    "parts", 25.2, 30.9, (4.0, 16.0), parts=[{"vi": "Hải Dương", "en": "Hải Dương"}], weight=0.32, edge=16.6
)


def test_a_merged_figure_below_the_target_does_not_miss_it_for_the_old_unit():
    """22.28 % after the merger; the old unit lies between 25.2 and 30.9: 25 % is met, by 0.2 points at least."""
    target, merged = replace(SHARE, value=25.0), figure(2025, 22.28)
    found = progress.judge_state(target, [merged], None, DAY, lies=PARTS)
    assert (found.status, found.evidence, found.distance) == ("met", "own_border", pytest.approx(0.2))
    found = progress.judge_state(replace(target, value=35.0), [merged], None, DAY, lies=PARTS)  # the bounds agree
    assert (found.status, found.evidence, found.bounds) == ("missed", "figures", None)


def test_a_merged_figure_decides_nothing_where_the_bounds_of_the_old_unit_do_not_tell():
    """28 % lies between 25.2 and 30.9; of the old unit's paths one in four reaches it."""
    asked, merged = replace(SHARE, value=28.0), [figure(2025, 22.28)]
    for ahead, answer in [
        (None, ("cannot_be_judged", "stands_at", None)),
        (flat(2025, [29.0, 27.0, 26.0, 25.0]), ("off_course", "estimate", 0.25)),
    ]:
        found = progress.judge_state(asked, merged, ahead, DAY, lies=PARTS)
        assert (found.status, found.evidence, found.probability) == answer
        assert (found.bounds, found.figure.value, found.distance) == (PARTS, 22.28, pytest.approx(-5.72))
        assert "chỉ có theo địa giới mới; theo địa giới cũ, tỷ trọng năm" in reason(found, "vi")
        assert "is on the new border alone; on the old border the share of" in reason(found, "en")


def test_the_bounds_of_the_old_unit_by_hand(monkeypatch):
    """0.7 own + 0.3 x (4 to 16) = 22.28: own from (22.28 - 4.8) / 0.7 = 24.97 to (22.28 - 1.2) / 0.7 = 30.11."""
    place = provinces.find("thai-nguyen", TINY, "2025")
    monkeypatch.setattr(bounds.growth, "weights", lambda *_: ({"thai-nguyen": 0.7, "bac-kan": 0.3}, 2024))
    monkeypatch.setattr(bounds.share, "unpublished", lambda *_: (4.0, 16.0))
    found = bounds.of_former(Known(TINY, DAY), SHARE, place, figure(2025, 22.28))
    assert (found.low, found.high) == (pytest.approx(24.971, abs=1e-3), pytest.approx(30.114, abs=1e-3))
    assert found.edge == pytest.approx((22.28 - 0.7 * 20) / 0.3) and found.weight_year == 2024


def test_where_the_last_figure_can_have_moved_to_by_hand(monkeypatch):
    """From 6 % in 2023 two years at twice -0.5 to +1.2 a year: 4 to 10.8 % in 2025; nine changes bound nothing."""
    for changes, ends in [((-0.5, 1.2, *[0.1] * 8), (4.0, 10.8)), ((-0.5, 1.2, *[0.1] * 7), None)]:
        monkeypatch.setattr(bounds.share, "movements", lambda known, told=changes: told)
        found = bounds.of_moves(Known(TINY, DAY), SHARE, figure(2023, 6.0))
        assert found is None if ends is None else (found.low, found.high) == pytest.approx(ends)
    lies = between("moves", 4.0, 10.8, (-0.5, 1.2), 10)
    old = progress.judge_state(SHARE, [figure(2023, 6.0, border="pre-2025")], None, DAY, lies=lies)
    assert (old.status, old.evidence, old.distance) == ("missed", "own_border", -14)
    assert progress.judge_state(SHARE, [figure(2023, 6.0)], None, DAY, lies=lies).evidence == "arithmetic"
    early = progress.judge_state(SHARE, [figure(2023, 6.0)], None, date(2024, 6, 30), lies=lies)
    assert early.evidence == "stands_at"  # the year is still to come


def test_a_figure_of_the_old_border_keeps_its_distance_and_pace():
    found = progress.judge_state(SHARE, [figure(2023, 16.0, border="pre-2025")], None, DAY, pace_seen=0.5)
    assert (found.status, found.evidence) == ("cannot_be_judged", "stands_at")
    assert (found.distance, found.pace_needed, found.pace_seen) == (-4, 2, 0.5)
    assert progress.judge_state(SHARE, [], None, DAY).evidence == "owner"


@pytest.mark.parametrize(("rank", "status"), [(8, "met"), (16, "missed"), (12, "cannot_be_judged")])
def test_a_rank_among_fewer_is_decided_where_its_number_and_its_part_of_the_field_agree(rank, status):
    """Among the first 15 of 63: 8 of 34 is 14.8 of 63, 16 of 34 is 29.6, 12 of 34 is 12 but 22.2 of 63."""
    found = progress.judge_state(RANK, [figure(2025, rank, of=34)], None, DAY)
    assert (found.status, found.reason) == (status, "another_field")
    assert found.evidence == ("stands_at" if status == "cannot_be_judged" else "arithmetic")
    assert len(reason(found, "vi")) > 20


TRIALS = [
    (
        None,
        "; chưa thử nghiệm được; bình quân tăng 13,0% một năm)",
        "; untested; on average up 13.0% a year)",
    ),
    ({"held": 5, "of": 6, "level": 0.8}, "khoảng 80% chứa số thực tế 5/6 lần;", "80% interval held 5 of 6 outcomes;"),
]


@pytest.mark.parametrize(("trial", "vi", "en"), TRIALS)
def test_what_others_movements_foretell_says_whose_they_are_and_how_it_was_tried(monkeypatch, trial, vi, en):
    opened = study.open_study("thai-nguyen")
    goal = opened.goals["digital_enterprises_2030"]
    asked = []

    def ahead(known, target, last, until):
        asked.append((target.id, last, until))
        told = {"kind": "growth", "pace": 13.0, "members": ["vn", "ha-noi"], "changes": 9, "trial": trial}
        return flat(2030, [2000.0, 4000.0]), told

    monkeypatch.setattr(classes, "ahead", ahead)
    found = scorecard.judge(opened, goal)
    assert asked[0][0] == goal.id and asked[0][1][1] == 324 and asked[0][2] == 2030
    assert (found.status, found.evidence, found.probability) == ("uncertain", "estimate", 0.5)
    assert vi in reason(found, "vi") and "theo 9 mức thay đổi đã ghi nhận của cả nước và" in reason(found, "vi")
    assert en in reason(found, "en") and "9 changes observed in Viet Nam and Hà Nội" in reason(found, "en")


def test_a_rank_and_a_floor_by_others_are_told_as_such():
    found = progress.judge_state(RANK, [figure(2024, 6, of=63)], flat(2030, [8.0]), DAY).as_dict()
    for kind, words in [
        (
            {"kind": "ranks", "rank": 8, "field": 34, "asked_of": 63, "until": 2024},
            "thứ 8/34 năm 2024, mục tiêu đặt trong số 63",
        ),
        ({"kind": "floors", "lowest": "agriculture", "parts": {"agriculture": 1.117}}, "thủy sản 1,1%; chưa thử"),
    ]:
        said = found | {"borrowed": kind | {"trial": None, "changes": 9, "members": ["vn"], "names": []}}
        assert words in telling.text("targets.by_others", "vi", {}, said)


def test_a_target_that_is_not_judged_names_who_would_have_the_figure(monkeypatch):
    opened = study.open_study("thai-nguyen")
    held = {"body_vi": "Sở Khoa học và Công nghệ", "body_en": "Department of Science and Technology"}
    held |= {"due": "2027-01-06", "late": False}
    monkeypatch.setattr(owners, "owner", lambda known, indicator, place, year: held)
    found = scorecard.judge(opened, opened.goals["shared_databases_connected_2025"])
    assert found.evidence in ("stands_at", "owner") and found.as_dict()["owner"]["due"] == "2027-01-06"
    said = telling.text("targets.stand", "vi", {"units": opened.known.units}, found.as_dict(), found.target)
    assert "Sở Khoa học và Công nghệ" in said
    settled = scorecard.judge(opened, opened.goals["digital_economy_share_grdp_2025"])
    assert settled.owner is None


# On the data held: kinds of errors that verdicts made.


@pytest.fixture(scope="module")
def open_study():
    kept = {}
    return lambda slug: kept.setdefault(slug, study.open_study(slug))


def told(opened, topic: str, target: str) -> SimpleNamespace:
    """The verdict on a target of a topic and its sentence in both languages."""
    found = getattr(findings, topic)(opened)
    n = [v["target"] for v in found.parts[topic]["targets"]].index(target)
    told = [telling.tell(f"{topic}.targets", lang, found.records)[n] for lang in LANGUAGES]
    return SimpleNamespace(record=found.parts[topic]["targets"][n], vi=told[0], en=told[1])


def test_the_merger_does_not_miss_a_target_of_old_hai_phong(open_study):
    found = told(open_study("hai-phong"), "share", "hai-phong_digital_economy_share_2025_resolution-city-party")
    lies = found.record["bounds"]
    assert (found.record["status"], found.record["evidence"]) == ("met", "own_border")
    assert (lies["low"], lies["high"]) == (pytest.approx(25.3, abs=0.1), pytest.approx(31.1, abs=0.1))
    assert 0.3 < lies["weight"] < 0.34 and lies["seen"] == [4, 16]
    assert "đã đạt: theo địa giới cũ, tỷ trọng năm 2025 từ 25,3% đến 31,1%" in found.vi and "nếu Hải Dương" in found.vi
    assert "theo địa giới mới là 22,28%" in found.vi and "on the new border is 22.28%" in found.en


def test_a_figure_of_the_old_border_is_not_told_as_of_the_new(open_study):
    found = told(open_study("ho-chi-minh"), "share", "ho-chi-minh_digital_economy_share_2022_programme-2020")
    assert (found.record["status"], found.record["figure"]["value"]) == ("missed", 13.51)
    assert "13,51% theo địa giới cũ" in found.vi and "13.51% on the old border" in found.en
    said = " ".join(telling.tell("share.targets", "vi", findings.share(open_study("ho-chi-minh")).records))
    assert "()" not in said and "tỉnh trước sắp xếp" not in said


def test_a_target_of_the_old_unit_up_to_the_change_gets_the_old_units_own_chance(open_study):
    """20 % by 2025, set by old Đà Nẵng: about 3 in 10 that its share reaches it, 1 in 30 for the merged unit."""
    found = told(open_study("da-nang"), "share", "da-nang_digital_economy_share_2025_it-industry-plan")
    known, chances = open_study("da-nang").known, []
    for border in provinces.BORDERS:
        drawn = modelled.of_year(known, known.place("da-nang", border), 2025).in_year(2025)
        chances.append(float(np.mean(drawn >= 20)))
    assert chances[1] < 0.1 and found.record["probability"] == chances[0]
    assert found.record["border"] == "pre-2025" and chances[0] > 0.25
    assert "nhóm nghiên cứu cho địa giới cũ, xác suất" in found.vi
    assert "by our estimate for the old border the probability is" in found.en
    later = told(open_study("da-nang"), "share", "da-nang_digital_economy_share_2030_it-industry-plan")
    assert later.record["border"] == "" and "địa giới cũ" not in later.vi  # of a year after the change: what came of it


@pytest.mark.parametrize(
    ("slug", "target", "level"),
    [
        ("lang-son", "lang-son_digital_economy_share_2022_131-kh-ubnd", 10),
        ("hue", "hue_digital_economy_share_2024_plan-2024", 15),
    ],
)
def test_a_share_of_a_year_before_the_forecast_is_read_from_the_draws_of_that_year(open_study, slug, target, level):
    opened = open_study(slug)
    found = opened.judge(opened.goals[target])
    drawn = modelled.of_year(opened.known, opened.place, found.target.by).in_year(found.target.by)
    assert found.evidence == "estimate" and found.probability == float(np.mean(drawn >= level)) < 0.1


def test_a_share_of_a_year_after_the_horizon_is_forecast_to_it_and_by_its_own_model_alone(open_study, monkeypatch):
    monkeypatch.setattr(classes, "ahead", None)
    opened = open_study("can-tho")
    goal = opened.goals["can-tho_digital_economy_share_2035_vietnam-10"]
    assert opened.judge(goal).evidence == "estimate" and opened.share.forecast.years[-1] == 2030
    assert scorecard.share_ahead(opened, goal)[0].years[-1] == 2035
    nothing = replace(opened.share, forecast=None)
    monkeypatch.setitem(opened.__dict__, "share", nothing)
    assert scorecard._ahead(opened, replace(goal, by=2030), []) == (None, None, None)


def test_tuyen_quang_cannot_have_come_from_6_to_20_in_two_years(open_study):
    found = told(open_study("tuyen-quang"), "share", "tuyen-quang_digital_economy_share_2025_nguoitaybac-1")
    assert (found.record["status"], found.record["evidence"]) == ("missed", "own_border")
    assert found.record["figure"]["value"] == 6.19 and found.record["bounds"]["high"] < 12
    assert "6,19% (địa giới cũ, năm 2023" in found.vi and "old border, 2023" in found.en
    assert "()" not in found.vi + found.en and "chưa rõ văn bản" in found.vi


def test_the_nations_productivity_was_missed_by_arithmetic_before_its_last_year_was_published():
    nation = study.open_study("vn", as_of="2025-12-31")
    for name, needed in [("16-2021-qh15", 13.9), ("52-nq-tw", 16.6)]:
        found = scorecard.judge(nation, nation.goals[f"vn_labour_productivity_growth_2025_{name}"])
        assert (found.status, found.evidence, found.years) == ("missed", "arithmetic", (2025,))
        assert found.pace_needed == pytest.approx(needed, abs=0.1) and found.bounds["high"] == 6.4


def test_final_prints_of_the_office_are_final(open_study):
    nation = open_study("vn")
    past = scorecard.judge(nation, nation.goals["vn_labour_productivity_growth_2020_05-nq-tw"])
    assert (past.figure.period, past.figure.value, past.figure.status) == ("2016..2020", 6.05, "final")
    first = scorecard.growth_behind(nation, past.target).rates[2021]
    assert (first.value, first.status) == (4.6, "final")
    mean = scorecard.judge(nation, nation.goals["vn_labour_productivity_growth_2025_16-2021-qh15"])
    assert mean.figure.status == "derived"  # worked out from the years


def test_agricultures_digital_part_is_the_floor_of_every_sector(open_study):
    """0.13 of the 11.64 points of agriculture are digital: 1.1 %."""
    nation = open_study("vn")
    found = scorecard.judge(nation, nation.goals["nat_sector_min_2025"])
    assert (found.status, found.evidence, found.figure.status) == ("missed", "figures", "derived")
    assert found.figure.value == pytest.approx(100 * 0.13 / 11.64)
    assert share.lowest_sector(Known(REAL, nation.as_of), provinces.find("hai-phong", REAL)).empty
