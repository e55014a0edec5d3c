"""Scenarios of the share: growth needed, a downturn, digitisation of the rest of the economy."""

from datetime import date

import pytest
import yaml
from conftest import REAL, TINY
from hypothesis import given
from hypothesis import strategies as st

from cds_analysis import findings
from cds_analysis.data import provinces
from cds_analysis.data.known import Known
from cds_analysis.errors import ModelError
from cds_analysis.findings.scenarios import assumptions, claims, core_now, falls, parts
from cds_analysis.series import share_arithmetic
from cds_analysis.study import open_study

shares = st.floats(0.5, 90)
rates = st.floats(-10, 20)


def opened(name: str, border: str = "", folder=REAL, **more):
    return open_study(name, border=border, data_dir=str(folder), **more)


def test_growth_needed_by_hand():
    # from 20 to 22.05 % in two years is 1.05 a year over GRDP: 1.05 x 1.10 - 1
    assert share_arithmetic.needed_growth(20, 22.05, 2, 10.0) == pytest.approx(15.5)
    assert share_arithmetic.needed_growth(30, 30, 5, 7.0) == pytest.approx(7.0)  # the share stays where it is


@given(shares, shares, st.integers(1, 20), rates)
def test_growth_needed_plugged_back_in_gives_the_goal(level, goal, years, grdp):
    digital = share_arithmetic.needed_growth(level, goal, years, grdp)
    assert share_arithmetic.share_after(level, digital, grdp, years) == pytest.approx(goal, rel=1e-12)


@given(shares, shares, shares, st.integers(1, 20), rates, rates)
def test_growth_needed_rises_with_the_goal_and_with_grdp(level, goal, other, years, grdp, faster):
    low, high = sorted((goal, other))
    slow, fast = sorted((grdp, faster))
    assert share_arithmetic.needed_growth(level, low, years, grdp) <= share_arithmetic.needed_growth(
        level, high, years, grdp
    )
    assert share_arithmetic.needed_growth(level, goal, years, slow) <= share_arithmetic.needed_growth(
        level, goal, years, fast
    )


@pytest.mark.parametrize(("level", "goal", "years"), [(0, 30, 5), (30, 100, 5), (30, 35, 0), (-1, 30, 2)])
def test_growth_needed_refuses_what_is_no_share_or_no_time(level, goal, years):
    with pytest.raises(ModelError, match="shares lie between 0 and 100"):
        share_arithmetic.needed_growth(level, goal, years, 7.0)


def test_a_fall_of_the_core_by_hand():
    # 20 of 100 are digital; a tenth of the 10 that are core is lost: 19 of 99
    assert share_arithmetic.after_fall(20, 10, 10) == pytest.approx(100 * 19 / 99)
    assert share_arithmetic.after_fall(20, 10, 0) == 20 and share_arithmetic.after_fall(20, 0, 50) == 20


@given(st.floats(2, 90), st.floats(0.1, 1), st.floats(0.01, 0.99))
def test_the_break_even_fall_brings_the_share_to_the_goal(level, part, ratio):
    core, goal = level * part, level * ratio
    fall = share_arithmetic.break_even(level, core, goal)
    assert fall > 0
    if fall <= 100:
        assert share_arithmetic.after_fall(level, core, fall) == pytest.approx(goal, rel=1e-9)
    else:
        assert share_arithmetic.after_fall(level, core, 100) > goal - 1e-9  # even a total loss leaves more


@given(st.floats(2, 90), st.floats(0, 1), st.floats(0, 100))
def test_a_fall_never_raises_the_share(level, part, fall):
    assert share_arithmetic.after_fall(level, level * part, fall) <= level + 1e-9


@given(shares, st.floats(0, 1))
def test_core_and_mean_coefficient_give_the_share_back(level, part):
    core = level * part
    k = share_arithmetic.mean_coefficient(level, core)
    assert core + (100 - core) * k / 100 == pytest.approx(level)


def test_sectors_times_coefficients():
    sectors = {"agriculture": 10.0, "industry_construction": 60.0, "services": 30.0}
    given_ = {"agriculture": 1.0, "industry_construction": 40.0, "services": 15.0}
    assert share_arithmetic.share_from_sectors(sectors, given_) == pytest.approx(0.1 + 24 + 4.5)
    assert share_arithmetic.share_from_sectors(sectors, dict.fromkeys(sectors, 100.0)) == pytest.approx(100)
    with pytest.raises(ModelError, match="coefficients for mining"):
        share_arithmetic.share_from_sectors(sectors, {"mining": 5.0})
    with pytest.raises(ModelError, match="services outside 0 to 100"):
        share_arithmetic.share_from_sectors(sectors, {"services": 150.0})


def test_the_nations_parts_each_year_from_one_publication():
    found = {r["year"]: r for r in parts(opened("vn"))}
    assert (found[2025]["core"], found[2025]["digitised"], found[2025]["total"]) == (8.42, 5.6, 14.02)
    assert (found[2023]["core"], found[2023]["digitised"], found[2023]["total"]) == (7.42, 4.91, 12.33)
    assert found[2024]["computed"] == "core" and found[2024]["core"] == pytest.approx(13.17 - 5.01)
    assert {r["measure"] for r in found.values()} == {"gso-experimental"}  # the ministry splits otherwise


def test_thai_nguyen_needs_seven_to_fourteen_percent_a_year():
    study = opened("thai-nguyen")
    found = findings.scenarios(study)
    bench = found.parts["workbench"]
    assert bench["parts"] == [] and bench["level"] == {"year": 2025, "value": 29.53, "kind": "base"}
    goals, rows = bench["growth"]["goals"], {r["kind"]: r for r in bench["growth"]["rows"] if r["kind"] != "round"}
    assert [(g["value"], g["by"]) for g in goals] == [(30, 2030), (35, 2030)]
    for kind, grdp in (("past", bench["growth"]["past"]["growth"]), ("plan", 10.5)):
        assert rows[kind]["grdp"] == grdp
        for goal, needed in zip(goals, rows[kind]["needed"], strict=True):
            assert share_arithmetic.share_after(29.53, needed, grdp, 5) == pytest.approx(goal["value"], rel=1e-12)
    assert rows["plan"]["needed"] == pytest.approx([10.85, 14.32], abs=0.01)
    table = found.table("growth_rows")
    assert "14,3%" in table._repr_html_() and "10,5% (theo mục tiêu)" in table._repr_html_()


def test_a_downturn_like_that_of_2023_is_a_scenario_on_the_readers_assumption():
    study = opened("thai-nguyen")
    found = findings.scenarios(study)
    bench = found.parts["workbench"]
    core, own = bench["core"], bench["downturn"]["falls"][0]
    assert core["kind"] == "assumed" and (core["part_low"], core["part_high"]) == (87, 96)
    assert (own["fall"], own["period"], own["source"]) == (6.0, "2023-01..2023-09", "interview-2023")
    assert own["low"] == pytest.approx(share_arithmetic.after_fall(29.53, 0.96 * 29.53, 6))
    nation = bench["downturn"]["falls"][1]
    assert nation["place"] == "vn" and nation["bound"] == "at_most"
    assert nation["fall"] == pytest.approx(100 * (1 - 1220 / 1321))
    goal = next(g for g in bench["downturn"]["goals"] if g["value"] == 30)
    assert goal["threshold"] == 28.5 and 5 < goal["low"] < goal["high"] < 6  # the fall of 2023 would do
    texts = found.sentences("downturn")
    rests = [t for t in texts if "28,3%" in t or "5,1%" in t or "87%" in t]
    assert len(rests) == 3 and all("giả định" in t.lower() for t in rests)


def test_where_nothing_is_known_of_the_core_only_the_two_ends_are_given():
    study = opened("ha-noi", lang="en")
    found = findings.scenarios(study)
    bench = found.parts["workbench"]
    core, fall = bench["core"], bench["downturn"]["falls"][0]
    assert (core["kind"], core["low"], core["high"]) == ("bounds", 0.0, 17.34)
    assert fall["high"] == 17.34 and fall["low"] == pytest.approx(
        share_arithmetic.after_fall(17.34, 17.34, fall["fall"])
    )
    assert bench["digitisation"]["low"] == 0 and bench["digitisation"]["high"] == 17.34
    assert "no core at all" in found.sentences("core")[0]


def test_the_nations_growth_of_digital_value_added_is_taken_within_one_publication():
    seen = claims(opened("vn"))["growth"]["seen"]
    assert (seen["first"], seen["last"], seen["from"], seen["to"]) == (2021, 2025, 12.87, 14.02)
    assert share_arithmetic.share_after(12.87, seen["digital"], seen["grdp"], 4) == pytest.approx(14.02, rel=1e-12)


def test_digital_parts_of_sectors_follow_from_published_figures():
    digital = claims(opened("vn"))["sectors"]["digital"]
    assert digital["services"][0]["part"] == pytest.approx(100 * 6.65 / 42.54)
    assert digital["agriculture"][-1]["part"] == pytest.approx(100 * 0.13 / 11.64)


def test_the_readers_coefficients_are_used_and_labelled(tmp_path):
    for path in [p for p in REAL.iterdir() if p.name != "scenarios.yml"]:
        (tmp_path / path.name).symlink_to(path)
    chosen = {"place": "thai-nguyen", "agriculture": 1, "industry_construction": 40, "services_and_taxes": 15}
    (tmp_path / "scenarios.yml").write_text(yaml.safe_dump({"coefficients": [chosen]}), encoding="utf-8")
    study = opened("thai-nguyen", "pre-2025", tmp_path, lang="en")
    found = findings.scenarios(study)
    bench = found.parts["workbench"]
    assert bench["sectors"]["shares"] == {"agriculture": 10.5, "industry_construction": 59.5, "services_and_taxes": 30}
    assert bench["sectors"]["share"] == pytest.approx(0.105 + 23.8 + 4.5)
    assert "which are assumptions" in found.sentences("coefficients")[0]
    assert any("assumed" in c for c in found.table("sector_rows").frame.columns)
    assert bench["core"]["kind"] == "bounds"  # the file in the data folder is the only place for assumptions


def test_no_coefficient_is_made_up():
    assert assumptions(REAL)["coefficients"] == [] and assumptions(TINY) == {}
    assert claims(opened("thai-nguyen", "pre-2025"))["sectors"]["coefficients"] == {}


def test_an_assumption_is_not_known_before_its_source():
    study = opened("bac-ninh", "pre-2025", as_of="2023-11-30", edition=2023)
    assert core_now(study, {"value": 46.7}, [])["kind"] == "bounds"
    study = opened("bac-ninh", "pre-2025", as_of="2023-12-31", edition=2023)
    assert core_now(study, {"value": 46.7}, [])["kind"] == "assumed"


def test_falls_are_not_known_before_they_were_printed():
    place = provinces.find("thai-nguyen", REAL, "pre-2025")
    assert falls(Known(REAL, date(2023, 5, 31)), place) == []
    assert [f["place"] for f in falls(Known(REAL, date(2023, 7, 1)), place)] == ["vn"]


def test_a_place_without_a_share_says_so():
    found = findings.scenarios(opened("hoa-binh", "pre-2025", lang="en"))
    bench = found.parts["workbench"]
    assert bench["level"] is None and bench["growth"] is None and found.chart("growth") is None
    assert found.table("growth_rows") is None and found.sentences("digitisation") == []
    assert "growth needed cannot be computed" in found.sentences("growth")[0]
    assert "no scenario" in found.sentences("downturn")[0]


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ((120.0, None), "Even with the whole core lost the present share would not fall below"),
        ((5.0, None), "The fall of the whole digital economy that matters is 5.0%: beyond it"),
        ((5.0, 130.0), "The fall of the core that matters is 5.0% to 100.0% (assumed): beyond it"),
    ],
)
def test_the_fall_that_matters_is_of_the_core_or_of_all(ends, said):
    found = findings.scenarios(opened("thai-nguyen", lang="en"))
    bench = found.parts["workbench"]
    goal = bench["downturn"]["goals"][0] | {"low": ends[0], "high": ends[1]}
    found.parts = {"workbench": bench | {"downturn": {"falls": [], "goals": [goal]}}}
    assert found.sentences("downturn")[-1].startswith(said)
