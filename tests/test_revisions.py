"""What past revisions teach, which rates await one, and what it may do to a verdict."""

from datetime import date

import numpy as np
import pytest
from conftest import DAY, REAL, TINY
from hypothesis import given
from hypothesis import strategies as st

from cds_analysis import findings
from cds_analysis.data import provinces
from cds_analysis.data.known import Known, newest
from cds_analysis.judging import growth_rates
from cds_analysis.judging.figure import Figure
from cds_analysis.judging.verdict import Verdict
from cds_analysis.series import growth, outlook, productivity, revisions
from cds_analysis.series.revisions import Usual
from cds_analysis.study import study
from cds_analysis.words import telling

NEWEST = newest(REAL).day
THEN = date(2026, 2, 28)  # before the statistics office printed 2018-2025 anew
NATION = provinces.find("vn", REAL)
OLD = provinces.find("thai-nguyen", REAL, "pre-2025")


def said(year: int, growth: float, grade: int, known: str, base: float = float("nan")) -> dict:
    return {"year": year, "growth": growth, "grade": grade, "known": date.fromisoformat(known), "base": base}


def test_only_a_better_graded_print_confirms_a_rate():
    prints = [
        said(2020, 3.0, 0, "2021-01-01"),
        said(2020, 3.0, 0, "2022-01-01"),  # the press repeats the estimate
        said(2021, 5.0, 0, "2022-01-01"),
        said(2021, 5.5, 1, "2023-01-01"),
        said(2021, 5.6, 1, "2024-01-01"),
        said(2022, 8.0, 2, "2023-01-01"),  # final when first seen: nothing to confirm
    ]
    found = revisions.confirmed(prints)
    assert list(found) == [2021] and (found[2021][0]["growth"], found[2021][1]["growth"]) == (5.0, 5.6)


def test_errors_to_come_have_the_size_of_those_seen():
    usual = Usual((3.0, -4.0, 0.0, 0.0), 4)
    assert usual.rms == pytest.approx(2.5)  # (9 + 16) / 4 = 6.25
    drawn = usual.by_year({2025: 2.5}, paths=200_000)[2025]
    assert drawn.std() == pytest.approx(2.5, rel=0.02) and drawn.mean() == pytest.approx(0, abs=0.03)
    assert np.mean(drawn == 0) == pytest.approx(0.5, abs=0.01)  # half of the past rates were never revised
    assert Usual().rms == 0 and Usual().by_year({2025: 2.5}) == {}


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=8), st.floats(0, 3))
def test_errors_of_a_year_scale_with_its_own_size(sizes, error):
    usual = Usual(tuple(sizes), 1)
    drawn = usual.by_year({2024: error, 2025: 0.0})
    assert 2025 not in drawn
    if error > 1e-9 and usual.rms > 1e-6:
        half = usual.by_year({2024: error / 2})[2024]
        np.testing.assert_allclose(drawn[2024], 2 * half, atol=1e-9)


def test_the_nation_has_four_confirmed_years_and_the_provinces_fourteen_of_one_compilation():
    nation = revisions.usual(Known(REAL, THEN), NATION)
    assert sorted(round(size, 2) for size in nation.sizes) == [-0.04, -0.03, 0.02, 0.52]
    assert nation.rms == pytest.approx(((0.04**2 + 0.03**2 + 0.02**2 + 0.52**2) / 4) ** 0.5)
    pool = revisions.usual(Known(REAL, THEN), OLD)
    assert (len(pool.sizes), pool.places, pool.anew) == (14, 12, 24)
    assert pool.rms == pytest.approx(1.155, abs=0.001) and min(pool.sizes) == pytest.approx(-4.142, abs=0.001)


def test_a_series_compiled_anew_teaches_no_revision():
    prints = revisions.confirmed(revisions.prints(Known(REAL, THEN), OLD))
    first, last = prints[2014]  # 20.0 in the yearbook of 2015, 29.6 in that of 2018, on another level of 2013
    assert (round(first["growth"], 1), round(last["growth"], 1)) == (20.0, 29.6)
    assert abs(last["base"] / first["base"] - 1) > revisions.SAME_BASE / 100
    assert not any(
        abs(size - (last["growth"] - first["growth"])) < 1e-9 for size in revisions.usual(Known(REAL, THEN), OLD).sizes
    )


def test_the_office_s_table_of_2026_teaches_larger_revisions():
    pool, nation = (revisions.usual(Known(REAL, NEWEST), place) for place in (OLD, NATION))
    assert {-0.69, -0.92, -0.28, -3.23, -4.48, -3.13} <= {round(size, 2) for size in pool.sizes}  # Thái Nguyên alone
    assert len(pool.sizes) >= 38 and pool.rms == pytest.approx(1.88, abs=0.05)
    assert sorted(round(size, 2) for size in nation.sizes) == [-0.07, -0.05, -0.04, -0.03, 0.34, 0.39, 0.52]
    rates = revisions.real_growth(Known(REAL, NEWEST), provinces.find("thai-nguyen", REAL, "2025"))
    assert not rates["revision"].loc[2018:2023].any() and (rates["revision"].loc[[2024, 2025]] == pool.rms).all()


def test_revisions_of_neighbouring_years_are_correlated_over_pooled_places(monkeypatch):
    monkeypatch.setattr(revisions, "PAIRS", 3)
    found = [{2020: 1.0, 2021: 1.0}, {2020: -2.0, 2021: -1.0, 2022: 0.0}, {2019: 3.0, 2021: 5.0}]
    # pairs (1, 1), (-2, -1), (-1, 0): 1 + 2 + 0 over the root of (1 + 4 + 1) (1 + 1 + 0)
    assert revisions.correlation(found) == (pytest.approx(3 / 12**0.5), 3)
    assert revisions.correlation([{2020: 1.0, 2021: -1.0}] * 3) == (0.0, 3)
    assert revisions.correlation(found[:1]) == (0.0, 1)  # too few
    learnt = revisions.usual(Known(REAL, NEWEST), OLD)
    assert learnt.pairs >= 11 and learnt.together == pytest.approx(0.67, abs=0.05)
    assert revisions.usual(Known(REAL, THEN), OLD).together == 0  # no pair: years are independent


def test_the_spread_of_a_mean_of_three_years_grows_with_the_correlation():
    years, errors = (2021, 2022, 2023), {2021: 2.0, 2022: 2.0, 2023: 2.0}
    for together in (0.0, 0.5, 0.8):
        usual = Usual((3.0, -4.0, 0.0, 0.0), 4, together=together)
        drawn = usual.by_year(errors, paths=200_000)
        expected = 2 / 3 * (3 + 4 * together + 2 * together**2) ** 0.5  # variances 4, covariances 4 r and 4 r^2
        assert np.mean([drawn[y] for y in years], axis=0).std() == pytest.approx(expected, rel=0.02)
        assert usual.of_mean(years, (2.0, 2.0, 2.0)) == pytest.approx(expected)
        assert drawn[2022].std() == pytest.approx(2, rel=0.02)  # each year for itself stays as it was
        again = usual.by_year({2023: 2.0}, paths=200_000)[2023]
        np.testing.assert_array_equal(again, drawn[2023])  # whichever years are asked about


def test_errors_are_alike_as_far_as_revisions_make_them():
    alike = Usual((1.0,), 1, together=0.5).alike([2020, 2022, 2023], [2.0, 2.0, 0.0], [2.0, 4.0, 1.0])
    assert alike.tolist() == [[1, 0.125, 0], [0.125, 1, 0], [0, 0, 1]]  # 0.5^2 times a half of the error of 2022


def test_an_earlier_day_knows_fewer_and_fewer_than_three_teach_nothing():
    early, then = (revisions.usual(Known(REAL, date(y, 12, 31)), NATION) for y in (2024, 2025))
    assert early.sizes == () and early.rms == 0 and len(then.sizes) == 4
    assert revisions.usual(Known(REAL, date(2015, 12, 31)), OLD).rms == 0
    assert len(revisions.usual(Known(REAL, date(2018, 12, 31)), OLD).sizes) == 10
    assert not revisions.real_growth(Known(TINY, DAY), provinces.find("thai-nguyen", TINY, "pre-2025"))[
        "revision"
    ].any()


def test_rates_that_a_better_print_confirmed_carry_none():
    nation = revisions.real_growth(Known(REAL, THEN), NATION)["revision"]
    assert not nation.loc[2020:2023].any() and (nation.loc[[2019, 2024, 2025]] > 0).all()
    before = revisions.real_growth(Known(REAL, date(2024, 12, 31)), NATION)
    assert before.at[2023, "growth"] == 5.05  # one confirmed year is too few to learn from
    own = revisions.real_growth(Known(REAL, THEN), OLD)["revision"]
    assert own.loc[2017] == 0 and own.loc[2022] == pytest.approx(1.155, abs=0.001)  # 12.81 for 2017 is final


def test_a_merged_rate_carries_the_part_of_its_parts_that_awaits_a_revision():
    place = provinces.find("thai-nguyen", REAL, "2025")
    table, size = revisions.real_growth(Known(REAL, THEN), place), revisions.usual(Known(REAL, THEN), place).rms
    part_of = growth.real_growth(Known(REAL, THEN), place).at[2017, "part_of"]
    assert part_of["bac-kan"] == pytest.approx(0.1, abs=0.01) and sum(part_of.values()) == pytest.approx(1)
    assert table.at[2017, "revision"] == pytest.approx(size * part_of["bac-kan"])  # the larger part's rate is final
    assert table.at[2024, "revision"] == pytest.approx(size) == table.at[2025, "revision"]


def test_employed_persons_of_the_nation_were_revised_by_two_tenths_of_a_point():
    found = revisions.employed(Known(REAL, THEN))
    assert len(found.sizes) == 7 and found.rms == pytest.approx(0.205, abs=0.001)
    assert revisions.employed(Known(REAL, date(2022, 12, 31))).rms == 0  # one publication alone
    assert revisions.employed_awaited(Known(REAL, THEN), OLD, 2022) and not revisions.employed_awaited(
        Known(REAL, THEN), OLD, 2021
    )


def test_revisions_widen_the_nowcast_and_the_forecast():
    found = productivity.measure(Known(REAL, THEN), OLD, bridge=True, estimate=True)
    row = found.table.loc[2024]
    assert row["revision"] == pytest.approx(1.155, abs=0.001)
    assert [np.quantile(found.drawn[2024], p) for p in (0.1, 0.9)] == pytest.approx([row["low"], row["high"]])
    employment = found.employment.table.loc[2024]
    alone = productivity.per_person(row["grdp_growth"], employment["low"]) - productivity.per_person(
        row["grdp_growth"], employment["high"]
    )
    assert row["high"] - row["low"] > alone
    assert found.errors[2024] == pytest.approx(np.hypot(row["sd"], row["revision"]))
    bare = productivity.Productivity(found.place, found.table.assign(revision=0.0))
    ahead = [outlook.of_productivity(Known(REAL, THEN), f, 2030).interval(0.8) for f in (found, bare)]
    wide, narrow = (ends.at[2030, "high"] - ends.at[2030, "low"] for ends in ahead)
    assert wide > narrow


def test_employed_of_the_newest_year_add_their_own_revision():
    table = productivity.measure(Known(REAL, THEN), OLD, bridge=True).table
    jobs, grdp = revisions.employed(Known(REAL, THEN)).rms, revisions.usual(Known(REAL, THEN), OLD).rms
    assert table.at[2022, "revision"] == pytest.approx((jobs**2 + grdp**2) ** 0.5)
    assert table.at[2020, "revision"] == pytest.approx(grdp)


def floor_of(value: float, basis: str, since: int | None, by: int):
    goal = next(t for t in study.open_study("thai-nguyen").targets if t.id == "labour_productivity_growth_2025block")
    return type(goal)(**{**goal.__dict__, "value": value, "basis": basis, "since": since, "by": by})


def turned(status: str, rates: dict[int, float], errors: dict[int, float], goal):
    figures = {y: Figure(str(y), v, "=", "estimate", "office", DAY) for y, v in rates.items()}
    growth_known = growth_rates.Growth(figures, errors=errors, usual=Usual((1.0,), 1))
    return growth_known.turning(Verdict(goal, status))


def test_half_of_the_revisions_turn_a_rate_that_just_misses():
    goal = floor_of(7.0, "in_year", None, 2024)
    found = turned("missed", {2024: 6.99}, {2024: 1.0}, goal)
    assert found["probability"] == pytest.approx(0.5, abs=0.03) and found["years"] == [2024]
    met = turned("met", {2024: 8.0}, {2024: 1.0}, goal)
    assert met["probability"] == pytest.approx(0.159, abs=0.02)  # one standard deviation
    assert met["gap"] == pytest.approx(1.0)
    assert turned("met", {2024: 9.0}, {2024: 1.0}, goal) is None  # two revisions away
    assert turned("missed", {2024: 6.99}, {2024: 0.0}, goal) is None  # final
    assert turned("on_course", {2024: 6.99}, {2024: 1.0}, goal) is None


def test_all_lost_years_have_to_turn_and_a_mean_is_revised_less_than_its_years():
    each = floor_of(7.0, "each_year", 2023, 2024)
    both = turned("missed", {2023: 6.9, 2024: 6.9}, {2023: 1.0, 2024: 1.0}, each)
    one = turned("missed", {2023: 6.9, 2024: 9.9}, {2023: 1.0, 2024: 1.0}, each)
    assert both["probability"] < one["probability"] < 0.5
    asked = {2023: 1.0, 2024: 1.0}, floor_of(7.0, "average", 2023, 2024)
    mean = turned("missed", {2023: 6.0, 2024: 6.0}, *asked)
    assert mean["usual"] == both["usual"] == 1.0  # the usual revision of a year, the one number that is told
    assert turned("missed", {2023: 5.5, 2024: 5.5}, *asked) is None  # that of the mean is 0.71: two are 1.41 points


def test_the_lost_target_of_thai_nguyen_says_how_likely_a_revision_turns_it():
    opened = study.open_study("thai-nguyen", as_of=THEN.isoformat())
    rates = findings.productivity(opened)
    claims = rates.parts["productivity"]
    lost = next(v for v in claims["targets"] if v["target"] == "labour_productivity_growth_2025block")
    assert lost["status"] == "missed" and lost["turning"]["years"] == [2022] and lost["turning"]["past"] == 14
    assert lost["turning"]["gap"] == pytest.approx(7 - lost["figure"]["value"])
    assert 0.03 < lost["turning"]["probability"] < 0.1
    vi, en = (telling.tell("productivity.targets", lang, rates.records)[0] for lang in ("vi", "en"))
    assert "Số liệu năm 2022 chưa phải số liệu chính thức" in vi and "dưới 10% (theo 14 lần điều chỉnh trước đây)" in vi
    assert "No final figure for 2022" in en and "14 past revisions" in en and "is less than 10%." in en
    told = rates.sentences("revisions")[0]
    assert "14 lần điều chỉnh" in told and "12 tỉnh, thành phố" in told and "1,15 điểm phần trăm" in told
    assert lost["turning"]["usual"] == claims["usual_revision"]["points"]  # one number
    nation = findings.productivity(opened.nation).records
    assert "4 past revisions of GDP growth" in telling.tell("productivity.revisions", "en", nation)[0]
