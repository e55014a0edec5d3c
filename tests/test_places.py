"""A place among all others: one indicator, one measure, one year, one border at a time."""

from dataclasses import replace
from datetime import date

import pytest
from conftest import REAL, UNITS, by_turns
from hypothesis import given
from hypothesis import strategies as st
from test_notebooks import run, show_in_process

from cds_analysis import findings
from cds_analysis.data import provinces
from cds_analysis.data.known import Known
from cds_analysis.errors import CdsError
from cds_analysis.findings.places import COMPARED, mapped, quintiles
from cds_analysis.findings.places import claims as claims_of
from cds_analysis.findings.places import tiles as tiles_of
from cds_analysis.study import open_study

DAY = date(2026, 11, 23)


def test_every_unit_has_one_tile_and_no_two_share_one():
    tiles = tiles_of(REAL)
    for border, n in (("pre-2025", 63), ("2025", 34)):
        there = tiles[tiles["border"] == border]
        assert sorted(there["slug"]) == sorted(p.slug for p in provinces.units(REAL, border)) and len(there) == n
        assert not there.duplicated(["row", "column"]).any() and (there[["row", "column"]] >= 0).all(axis=None)


def test_north_is_above_south_and_west_left_of_east():
    for border in provinces.BORDERS:
        tiles = tiles_of(REAL)
        tiles = tiles[tiles["border"] == border].set_index("slug")
        order = ["cao-bang", "thai-nguyen", "ha-noi", "thanh-hoa", "hue", "da-nang", "ho-chi-minh", "ca-mau"]
        assert tiles.loc[order, "row"].is_monotonic_increasing
        assert tiles.at["dien-bien", "column"] < tiles.at["ha-noi", "column"] < tiles.at["quang-ninh", "column"]


def test_a_missing_register_of_tiles_is_named(tmp_path):
    with pytest.raises(CdsError, match=r"tiles\.csv is missing"):
        tiles_of(tmp_path)


def test_measures_years_and_borders_stay_apart():
    claims = claims_of(Known(REAL, DAY), provinces.find("thai-nguyen", REAL, "2025"))
    shares = {r["measure"]: r["found"] for r in claims["compared"] if r["indicator"] == "digital_economy_share"}
    office = shares["gso-experimental"]
    assert (office["year"], office["field"], office["values"]["thai-nguyen"]) == (2025, 34, 29.53)
    assert office["ranks"] == {
        "bac-ninh": 1, "thai-nguyen": 2, "phu-tho": 3, "hai-phong": 4, "ha-noi": 5, "ho-chi-minh": 6
    }  # fmt: skip
    assert "thai-nguyen" not in shares["mic-estimate"]["values"]  # 42.92 was of the old border
    assert claims["printed"].items() >= {"year": 2024, "rank": 8, "field": 34}.items()
    assert claims["own_old"] == ["thai-nguyen", "bac-kan"] and len(claims["peers"]) == 9


def test_the_old_province_among_63():
    claims = claims_of(Known(REAL, DAY), provinces.find("thai-nguyen", REAL, "pre-2025"))
    found = {(r["indicator"], r["measure"]): r["found"] for r in claims["compared"]}
    level = found["labour_productivity", "gso"]
    assert (level["year"], level["values"]["thai-nguyen"], level["ranks"]["thai-nguyen"]) == (2022, 243.9, 9)
    index = found["dti_score", "dti"]
    assert (index["year"], len(index["values"]), index["ranks"]["thai-nguyen"]) == (2024, 63, 6)
    band = next(u for u in claims["bands"]["units"] if u["slug"] == "thai-nguyen")
    assert (band["rank"], band["best"], band["worst"]) == (6, 1, 49)


def test_an_earlier_view_knows_less():
    claims = claims_of(Known(REAL, date(2023, 12, 31)), provinces.find("thai-nguyen", REAL, "pre-2025"))
    index = next(r["found"] for r in claims["compared"] if r["indicator"] == "dti_score")
    assert index["year"] == 2022 and max(claims["series"]["pci_score"]["units"]["thai-nguyen"]) == 2022
    assert claims["bands"]["units"] == []  # one year of scores tells nothing of their noise


@given(st.dictionaries(st.text(min_size=1), st.floats(-1e6, 1e6), min_size=1, max_size=40))
def test_fifths_keep_the_order_and_equal_values_share_one(values):
    fifths = quintiles(values)
    assert set(fifths) == set(values) and set(fifths.values()) <= set(range(5))
    for a in values:
        for b in values:
            assert values[a] != values[b] or fifths[a] == fifths[b]
            assert values[a] < values[b] or fifths[a] >= fifths[b]


def test_ten_units_make_five_pairs():
    assert sorted(quintiles({str(i): float(i) for i in range(10)}).values()) == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]


@pytest.mark.parametrize(("slug", "border"), UNITS)
def test_every_unit_is_told_where_it_stands_or_that_it_has_no_figure(slug, border):
    study = open_study(slug, border=border)
    for lang in ("vi", "en"):
        places = findings.places(replace(study, lang=lang))
        claims, sentences = places.claims, places.sentences("standing")
        assert len(sentences) == len(COMPARED) + bool(claims["printed"])
        own = sum(slug in row["found"]["values"] for row in claims["compared"])
        none = {"vi": "chưa thu thập được số liệu của", "en": "none has been collected for"}[lang]
        assert sum(none in s for s in sentences) == len(COMPARED) - own
        assert len(places.table("figures").frame) == len(claims["peers"]) >= 3
        assert places.say("firmness") and {u["slug"] for u in claims["bands"]["units"]} >= set(claims["own_old"])


def test_the_map_says_every_value_in_words():
    study = open_study("thai-nguyen", border="pre-2025", lang="vi")
    places = findings.places(study)
    row = next(r for r in mapped(places.claims) if r["indicator"] == "dti_score")
    alt = places.text("alt", row)
    assert "Thái Nguyên thứ 6 trong 63 đơn vị" in alt and all(n in alt for n in places.claims["names"].values())


def test_a_rank_worked_out_from_scores_is_not_called_published():
    for border, words in (
        ("pre-2025", "tính từ điểm số, không phải thứ hạng công bố"),
        ("2025", "được công bố gần nhất: thứ 8/34"),
    ):
        study = open_study("thai-nguyen", border=border, lang="vi")
        assert words in findings.places(study).sentences("standing")[-1]


def test_the_first_of_the_chart_is_not_compared_with_itself():
    places = findings.places(open_study("ha-noi", border="pre-2025"), "Cao Bằng, Gia Lai")
    best, *rest = places.claims["bands"]["units"]
    k = sum(u["best"] <= best["worst"] for u in rest)
    assert f"{k}/2 đơn vị còn lại" in places.text("firmness")
    alone = findings.places(open_study("ha-noi", border="pre-2025"), "Hà Nội")
    assert "còn lại" not in alone.text("firmness")


def test_the_notebook_compares_the_old_province(tmp_path):
    results, text = run("05_provinces", tmp_path, province="thai-nguyen", border="pre-2025", lang="vi")
    assert results["comparison"]["printed"]["rank"] == 6 and "243,9 triệu đồng/lao động, xếp thứ 9" in text
    names = {p.name.split(".")[0] for p in (tmp_path / "figures").iterdir()}
    assert {"map_dti_score", "map_labour_productivity", "rank_bands", "panels_pci_score"} <= names


@pytest.mark.parametrize(("slug", "border", "lang"), by_turns(("vn", "2025"), ("bac-kan", "pre-2025"), ("hue", "2025")))
def test_the_notebook_ends_well_in_both_languages(slug, border, lang, tmp_path):
    text = show_in_process("05_provinces", tmp_path, province=slug, border=border, lang=lang)
    assert "nan" not in text.lower().replace("nam", "").split()


def test_before_there_are_figures_it_says_so(tmp_path):
    text = show_in_process("05_provinces", tmp_path, province="ha-noi", as_of="2006-06-30", edition=2010, lang="en")
    assert "no figure collected for any unit" in text and "No figures have been collected for a map." in text
