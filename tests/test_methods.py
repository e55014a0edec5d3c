"""The published methods, on cases worked by hand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cds_analysis import findings
from cds_analysis.findings.methods import on_the_share
from cds_analysis.judging import published_methods
from cds_analysis.judging.published_methods import Course, read
from cds_analysis.study import study
from cds_analysis.words import telling


def course(points: dict[int, float], target: float, by: int = 2030, *, rising: bool = True, **more) -> Course:
    return Course(points, target, by, rising, more.get("achieved", False), more.get("rank", False))


METHODS = [*(method.__name__ for method in published_methods.PUBLISHED), "probability"]
REASONS = (
    "growth_rate",  # a growth rate of growth rates means nothing
    "rank",  # nor does the compound growth of a rank
    "period",  # asked of every year, on average or in all, not of one year
    "one_point",  # fewer than two years on one measure
    "sign_change",  # compound growth needs values of one sign, none of them zero
    "base_at_target",  # the first year was at the target or past it: there was no way to go
    "deadline_reached",  # the newest figure is of the target's year: nothing is left to project
    "no_probability",  # our own method gives none
)
DOUBLED = course({2020: 10.0, 2025: 20.0}, 40.0)  # doubled in five years, to double again in five
NATION = course({2020: 12.66, 2025: 14.02}, 30.0)  # the share of the nation, in per cent


def test_growth_ratio_of_a_doubling_on_the_way_to_four_times_is_one():
    """2^(1/5) against 4^(1/10): both 14.87 % a year."""
    found = read(published_methods.growth_ratio, DOUBLED)
    assert (found.ratio, found.label) == (pytest.approx(1), "on_track")


def test_growth_ratio_of_the_nation_by_hand():
    """(14.02 / 12.66)^(1/5) - 1 = 2.0618 %; (30 / 12.66)^(1/10) - 1 = 9.0114 %."""
    found = read(published_methods.growth_ratio, NATION)
    assert (round(found.ratio, 3), found.label) == (0.229, "limited")


def test_growth_ratio_turns_its_sign_where_less_is_better():
    """Open SDG's convention: d is -1. From 20 to 10 in five years, asked 5 after ten: both -12.94 % a year."""
    falling = course({2020: 20.0, 2025: 10.0}, 5.0, rising=False)
    assert read(published_methods.growth_ratio, falling).ratio == pytest.approx(1)
    worse = course({2020: 20.0, 2025: 21.0}, 5.0, rising=False)
    assert read(published_methods.growth_ratio, worse).label == "deterioration"


def test_projection_ratio_of_the_nation_by_hand():
    """14.02 x 14.02 / 12.66 = 15.526 in 2030; (15.526 - 12.66) / (30 - 12.66) = 0.165."""
    found = read(published_methods.projection_ratio, NATION)
    assert (round(found.ratio, 3), found.label) == (0.165, "limited")


@pytest.mark.parametrize(
    ("last", "label"),
    [(19.7, "on_track"), (19.0, "fair"), (12.0, "limited"), (10.2, "no_progress"), (9.0, "deterioration")],
)
def test_the_cuts_of_the_projection_ratio(last, label):
    """From 10 in 2020 to 40 in 2030: 19.7 leads to 38.8 (0.96), 19 to 36.1 (0.87), 12 to 14.4 (0.15), 10.2 to 10.4."""
    assert read(published_methods.projection_ratio, course({2020: 10.0, 2025: last}, 40.0)).label == label


def test_current_status_and_time_distance_of_half_the_way_in_half_the_time():
    halfway = course({2020: 10.0, 2025: 25.0}, 40.0)
    assert read(published_methods.current_status, halfway).ratio == pytest.approx(0.5)
    assert read(published_methods.time_distance, halfway).ratio == pytest.approx(0)
    late = course({2020: 10.0, 2025: 16.0}, 40.0)  # a fifth of the way: where the line was in 2022
    assert read(published_methods.current_status, late).label == "behind"
    assert read(published_methods.time_distance, late).ratio == pytest.approx(-3)


def test_anticipated_gap_on_a_straight_line_by_hand():
    """1 a year from 10 in 2020 leads to 20 in 2030; 30 was asked: half of the way is left."""
    found = read(published_methods.anticipated_progress, course({2020 + k: 10.0 + k for k in range(6)}, 30.0))
    assert (found.ratio, found.label) == (pytest.approx(0.5), "accelerate")
    back = read(published_methods.anticipated_progress, course({2020: 10.0, 2025: 9.0}, 30.0))
    assert (back.ratio, back.label) == (pytest.approx(1.1), "reverse")


def test_later_years_weigh_more_in_the_anticipated_gap():
    """Weights 1, 2, 3 on 0, 0, 3 in 2020-2022: slope 3 x (6 x 6 - 8 x 3) / (6 x 14 - 8 x 8) = 1.8, at zero -0.9."""
    found = read(published_methods.anticipated_progress, course({2020: 0.0, 2021: 0.0, 2022: 3.0}, 10.0))
    assert found.ratio == pytest.approx((10 - (-0.9 + 1.8 * 10)) / 10)


def test_a_method_that_does_not_apply_says_why_and_gives_no_number():
    for broken, reason in [
        (course({2025: 29.53}, 30.0), "one_point"),
        (course({2020: 10.0, 2030: 20.0}, 40.0), "deadline_reached"),
        (course({2020: 50.0, 2025: 60.0}, 40.0), "base_at_target"),
    ]:
        for found in published_methods.side_by_side(broken, None, "")[:-1]:
            assert (found.reason, found.ratio, found.label, found.reaches) == (reason, None, "", None)
    crossing = course({2020: -1.0, 2025: 1.0}, 3.0)
    assert [
        read(published_methods.growth_ratio, crossing).reason,
        read(published_methods.projection_ratio, crossing).reason,
    ] == ["sign_change"] * 2
    assert read(published_methods.current_status, crossing).ratio == pytest.approx(0.5)
    assert (
        read(published_methods.growth_ratio, course({2020: 12.0, 2022: 8.0}, 6.0, rising=False, rank=True)).reason
        == "rank"
    )
    assert {r.reason for r in published_methods.side_by_side("growth_rate", None, "")[:-1]} == {"growth_rate"}


@given(st.floats(1, 50), st.floats(1, 90), st.floats(51, 100), st.floats(0.1, 10))
def test_more_is_never_worse_on_any_method_and_units_do_not_matter(first, last, target, scale):
    low = course({2020: first, 2025: last}, target)
    high = course({2020: first, 2025: last + 5}, target)
    scaled = course({2020: scale * first, 2025: scale * last}, scale * target)
    for method in published_methods.PUBLISHED:
        better = -1 if method is published_methods.anticipated_progress else 1
        assert better * read(method, high).ratio >= better * read(method, low).ratio - 1e-9
        assert math.isclose(read(method, scaled).ratio, read(method, low).ratio, rel_tol=1e-6, abs_tol=1e-6)


def test_methods_that_agree_need_no_reason_and_those_that_do_not_get_one():
    assert published_methods.why_they_differ(published_methods.side_by_side(NATION, 0.01, "off_course")) == []
    found = published_methods.side_by_side(DOUBLED, 0.2, "off_course")
    assert "curve" in published_methods.why_they_differ(found) and "spread" in published_methods.why_they_differ(found)


def test_every_label_and_reason_has_its_words():
    labels = {"on_track", "acceleration_needed", "limited", "deterioration", "fair", "no_progress", "regressed"}
    labels |= {"ahead", "behind", "will_meet", "accelerate", "reverse", "achieved"}
    ours = {"on_course", "uncertain", "off_course", "cannot_be_judged"}
    for lang in ("vi", "en"):
        for method in METHODS:
            for label in ours if method == "probability" else labels:
                reading = published_methods.Reading(method, 0.5, label).__dict__
                assert telling.text("methods.one", lang, {}, reading)
            for reason in REASONS:
                reading = published_methods.Reading(method, reason=reason).__dict__
                assert len(telling.text("methods.one", lang, {}, reading)) > 10


def test_on_the_real_figures_all_methods_say_that_the_nation_falls_short_of_30_percent():
    found = on_the_share(study.open_study("thai-nguyen").nation)
    record = next(r for r in found if r["target"] == "nat_digital_economy_2030")
    assert list(record["points"]) == [2020, 2021, 2022, 2023, 2024, 2025] and record["why"] == []
    assert set(record["reaches"]) == set(METHODS) and not any(record["reaches"].values())
    ratios = {r["method"]: r["ratio"] for r in record["readings"]}
    assert round(ratios["growth_ratio"], 2) == 0.23 and round(ratios["time_distance"], 1) == -4.2


def test_with_one_figure_only_our_forecast_speaks():
    place = study.open_study("thai-nguyen")
    card = findings.targets(place, "one", [place.judge(place.goals["digital_economy_share_grdp_2030"])])
    methods = findings.methods(place, card)
    found = methods.parts["methods"]
    assert set(found[0]["reaches"]) == {"probability"} and found[0]["readings"][0]["reason"] == "one_point"
    assert "áp dụng được cho 0 mục tiêu" in methods.text("summary")
