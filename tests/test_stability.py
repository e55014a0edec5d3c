"""How firm verdicts are: in how many variants of the calculation they come out the same."""

import json
from datetime import date

import pytest
from conftest import REAL, ROOT
from hypothesis import assume, given
from hypothesis import strategies as st
from test_notebooks import run

from cds_analysis.data.known import newest
from cds_analysis.findings.stability import (
    DIMENSIONS,
    FEWEST,
    OURS,
    PATHS,
    Variant,
    agreement,
    by_published_methods,
    of_share,
    printed,
    versions,
)
from cds_analysis.findings.stability import claims as stability_of
from cds_analysis.forecasting import pooled_share
from cds_analysis.judging import published_methods
from cds_analysis.study import study
from cds_analysis.words import telling

SERIES = {2020: 12.0, 2021: 13.0, 2022: 14.0, 2023: 15.0}
PUBLISHED = [f.__name__ for f in published_methods.PUBLISHED]
points_of = st.dictionaries(st.integers(2015, 2025), st.floats(1, 20), min_size=2, max_size=8)


def towards(target: float, by: int = 2030):
    return lambda points: published_methods.Course(points, target, by, True, points[max(points)] >= target)


def all_variants(points, target, earlier=None) -> tuple[dict, list[Variant]]:
    """What the published methods say of a series, and all their variants."""
    base = by_published_methods(towards(target)(dict(sorted(points.items()))))
    found = [Variant("method", "", method, says) for method, says in base.items()]
    for dimension, which, other in versions(points, earlier or {}, fewest=2):
        found += [Variant(dimension, which, m, s) for m, s in by_published_methods(towards(target)(other)).items()]
    return base, found


def test_versions_of_four_years_by_hand():
    """Two vintages, one of them no different; the last two years (the last three are one year less); each year out."""
    earlier = {"first": SERIES | {2022: 13.5}, "2024-12-31": dict(SERIES), "2023-12-31": {2020: 12.0}}
    found = versions(SERIES, earlier, fewest=2)
    assert [v[:2] for v in found] == [
        ("vintage", "first"),
        ("window", "last 2"),
        *(("point", f"without {year}") for year in SERIES),
    ]
    assert found[0][2][2022] == 13.5 and found[1][2] == {2022: 14.0, 2023: 15.0}
    assert list(found[2][2]) == [2021, 2022, 2023] and list(found[-1][2]) == [2020, 2021, 2022]
    assert versions({2024: 1.0, 2025: 2.0}, {}, fewest=2) == []


def test_agreement_by_hand():
    """Ours says not reached. Of five variants three say so: one of two methods, one of two vintages, one point."""
    found = [
        Variant("method", "", "growth_ratio", "not_reached"),
        Variant("method", "", "time_distance", "reached"),
        Variant("vintage", "first", "growth_ratio", "reached"),
        Variant("vintage", "first", OURS, "not_reached"),
        Variant("point", "without 2020", "time_distance", "not_reached"),
        Variant("window", "last 2", "growth_ratio", ""),
    ]
    said = agreement("not_reached", found)
    assert (said["n"], said["same"], said["share"]) == (5, 3, 0.6)
    assert {d: (v["same"], v["n"]) for d, v in said["by"].items()} == {
        "vintage": (1, 2),  # the growth ratio turned round
        "method": (1, 2),
        "window": (0, 0),  # says nothing
        "point": (0, 1),  # the time distance turned round, though it now agrees with the headline
    }
    assert [o["which"] for o in said["others"]] == ["", "first"]


def test_four_variants_give_no_share_and_an_open_verdict_is_not_held_against_methods_that_know_none():
    ours = [Variant("point", f"without {year}", OURS, "open") for year in range(2020, 2024)]
    said = agreement("open", [*ours, Variant("method", "", "growth_ratio", "reached")])
    assert (said["n"], said["same"], said["share"], said["left_out"]) == (4, 4, None, 1)
    assert said["by"]["method"]["n"] == 0
    assert FEWEST == 5


def test_one_early_year_decides_and_the_table_of_changes_shows_it():
    """10, 20, 20, 20 to 30 by 2030: from 2020 on track by far, without 2020 there is no growth at all."""
    points = {2020: 10.0, 2021: 20.0, 2022: 20.0, 2023: 20.0}
    base, found = all_variants(points, 30.0)
    assert set(base.values()) == {"reached"}
    said = agreement("reached", found)
    assert 0 < said["share"] < 1
    assert said["by"]["method"] == {"n": 5, "same": 5}
    turned = {v.which for v in found if v.dimension == "point" and v.says == "not_reached"}
    assert "without 2020" in turned and "without 2022" not in turned
    assert said["by"]["window"] == {"n": 5, "same": 0}


@given(points_of, st.floats(21, 60))
def test_agreement_lies_between_none_and_all(points, target):
    _, found = all_variants(points, target)
    for headline in ("reached", "not_reached"):
        said = agreement(headline, found)
        assert 0 <= said["same"] <= said["n"] and (said["share"] is None or 0 <= said["share"] <= 1)
        assert all(0 <= v["same"] <= v["n"] for v in said["by"].values())
        assert sum(v["n"] for v in said["by"].values()) <= said["n"] == said["same"] + len(said["others"])


@given(points_of, st.floats(21, 60))
def test_a_headline_that_all_variants_share_has_all_of_them(points, target):
    _, found = all_variants(points, target)
    agreed = [Variant(v.dimension, v.which, v.method, "reached") for v in found]
    said = agreement("reached", agreed)
    assert said["same"] == said["n"] and said["others"] == []
    assert all(v["same"] == v["n"] for v in said["by"].values())


@given(points_of, st.floats(21, 60), st.sampled_from([0.125, 4.0, 1024.0]))
def test_units_do_not_matter(points, target, scale):
    """Scales are powers of two, so that nothing is rounded; ratios that lie on a cut are left aside."""
    cuts = (
        published_methods.ON_TRACK,
        published_methods.ACCELERATE,
        published_methods.FAIR,
        published_methods.LIMITED,
        0.0,
        1.0,
    )
    ordered = dict(sorted(points.items()))
    series = [ordered, *(v[2] for v in versions(ordered, {}, fewest=2))]
    ratios = [r.ratio for p in series for r in published_methods.side_by_side(towards(target)(p), None, "") if r.label]
    for p in series:
        passed = (max(p) - min(p)) / (2030 - min(p))
        ratios += [r.ratio - passed for r in published_methods.side_by_side(towards(target)(p), None, "") if r.label]
    assume(all(abs(ratio - cut) > 1e-6 for ratio in ratios for cut in cuts))
    scaled = {y: scale * v for y, v in points.items()}
    assert all_variants(points, target) == all_variants(scaled, scale * target)


@given(st.integers(3, 9), st.floats(21, 60))
def test_equal_growth_in_every_year_gives_the_same_verdict_in_every_variant(n, target):
    """On a path of constant growth the compound methods say one thing whichever years are used."""
    points = {2010 + k: 10.0 * 1.02**k for k in range(n)}
    base, found = all_variants(points, target)
    compound = [v for v in found if v.method == "projection_ratio" and v.dimension != "method"]
    ratio = published_methods.read(published_methods.projection_ratio, towards(target)(points)).ratio
    if abs(10.0 * 1.02**20 - target) > 0.1 * target:  # 14.86 in 2030: far from the target it is never near the cut
        assert {v.says for v in compound} == {base["projection_ratio"]} and ratio is not None


def test_the_nations_verdict_on_30_percent_holds_in_every_variant():
    """12.66 in 2020 to 14.02 in 2025 is 1.36 points in five years; 16 more were needed in the next five."""
    found = stability_of(study.open_study("thai-nguyen").nation)
    row = next(r for r in found["targets"] if r["target"] == "nat_digital_economy_2030")
    assert row["headline"] == "not_reached" and row["share"] == 1 and row["others"] == []
    assert row["by"]["method"] == {"n": 5, "same": 5}
    # each of the six years left out, by six methods, but 2025: without it the figures are those known in January 2025
    assert row["by"]["point"] == {"n": 5 * 6, "same": 5 * 6}
    assert row["by"]["window"] == {"n": 3 * 5, "same": 3 * 5}  # the last 2, 3 and 4 years, by the published methods
    assert row["by"]["vintage"]["n"] > 10


def test_without_changes_our_probability_says_what_the_headline_says():
    nation = study.open_study("thai-nguyen").nation
    own = sorted(nation.share.own, key=lambda r: r.year)
    target = nation.goals["nat_digital_economy_2030"]
    paths = pooled_share.share_forecast(own, nation.share.reference, nation.horizon, paths=PATHS).in_year(2030)
    full = pooled_share.share_forecast(own, nation.share.reference, nation.horizon)
    assert {len(forecast.in_year(2030)) for *_, forecast in of_share(nation, 2030)} == {PATHS}
    assert abs(target.holds(paths).mean() - target.holds(full.in_year(2030)).mean()) < 0.05


def records(found: dict, place) -> dict:
    return {"stability": found, "goals": place.goals, "units": place.known.units}


def sentences(found: dict, place, lang: str) -> list[str]:
    return telling.tell("stability.summary", lang, records(found, place))


def test_of_thai_nguyens_share_too_few_variants_exist_and_the_sentence_says_so():
    place = study.open_study("thai-nguyen")
    found = stability_of(place)
    rows = {r["target"]: r for r in found["targets"]}
    assert (
        rows["digital_economy_share_grdp_2030"]["n"] == 2 and rows["digital_economy_share_grdp_2030"]["share"] is None
    )
    assert rows["labour_productivity_growth_2030block"]["by"]["vintage"]["n"] == 0
    text = " ".join(sentences(found, place, "vi"))
    assert "quá ít để nêu tỷ lệ" in text and "đánh giá giữ nguyên trong mọi phương án tính" in text
    assert text.count("%") == 0 and "“chưa chắc chắn”" not in text  # no published method reads one figure anyway
    table = telling.table("stability.variants", "vi", records(found, place)).frame
    assert table.iloc[0, 2] == "2/2" and table.iloc[-1, 2] == "13/13 (100%)"


def test_at_the_end_of_2023_the_verdict_on_thai_nguyens_growth_hung_on_how_many_years_are_used():
    """8 % a year in 2021-2025 was open; by the newest four to six years it was out of reach."""
    place = study.open_study("thai-nguyen", as_of="2023-12-31")
    row = next(r for r in stability_of(place)["targets"] if r["target"].endswith("growth_2025_congress-20"))
    assert (row["status"], row["n"], row["same"], row["share"]) == ("uncertain", 20, 16, 0.8)
    others = [(o["dimension"], o["which"]) for o in row["others"]]
    assert others == [("vintage", "2021-12-27"), *(("window", f"last {n}") for n in (4, 5, 6))]


def test_sentences_about_a_verdict_that_does_not_hold_and_about_nothing():
    place = study.open_study("thai-nguyen")
    by = {d: {"n": 0, "same": 0} for d in DIMENSIONS} | {"method": {"n": 5, "same": 2}}
    row = {"target": "digital_economy_share_grdp_2030", "status": "on_course", "headline": "reached"}
    row |= {"n": 5, "same": 2, "share": 0.4, "left_out": 0, "by": by}
    claims = {"open": 1, "fewest": 5, "targets": [row]}
    vi, en = (sentences(claims, place, lang)[1] for lang in ("vi", "en"))
    assert "2 trong 5 phương án tính cho cùng đánh giá (40%)" in vi and "cách đánh giá khác (3/5)" in vi
    assert "2 of 5 variants give the same verdict (40%)" in en and "It changes with other methods (3/5)." in en
    undecided = {**claims, "targets": [row | {"headline": "open", "left_out": 5}]}
    assert "“chưa chắc chắn”" in sentences(undecided, place, "vi")[-1]
    assert len(sentences({"open": 0, "fewest": 5, "targets": []}, place, "vi")) == 1
    assert "one open target" in sentences({"open": 1, "fewest": 5, "targets": []}, place, "en")[0]


def test_an_earlier_day_uses_no_later_print():
    """Known on 31 December 2024 the nation's share of 2023 was 12.33; the newest print says 12.87."""
    nation = study.open_study("thai-nguyen").nation
    shares = printed(nation)
    assert shares["2024-12-31"][2023] == 12.33 and 2025 not in shares["2024-12-31"]
    assert shares["first"][2022] == 12.86
    day = newest(REAL).day
    assert all(date.fromisoformat(name) < day for name in shares if name != "first")


def test_both_notebook_sections_stand_in_results_and_text(tmp_path):
    results, text = run("04_targets", tmp_path, province="thai-nguyen", lang="vi")
    own = {r["target"]: r for r in results["stability"]["targets"]}
    assert own["cong1_grdp_growth"]["share"] == 1 and own["cong1_digital_economy_share_2030"]["share"] is None
    nation = {r["target"]: r for r in results["stability_nation"]["targets"]}["nat_digital_economy_2030"]
    assert (nation["same"], nation["share"]) == (nation["n"], 1)
    assert f"{nation['n']}/{nation['n']} (100%)" in text
    source = json.loads((ROOT / "notebooks" / "04_targets.ipynb").read_text(encoding="utf-8"))
    assert any("đứng vững" in "".join(c["source"]) for c in source["cells"])


@pytest.mark.parametrize("why", ["one_point", "period", "growth_rate"])
def test_a_method_that_gives_no_verdict_says_nothing(why):
    assert set(by_published_methods(why).values()) == {""}
