"""A set of units as a reader writes it, and what notebook 05 makes of it."""

import re

import pytest
from conftest import REAL
from hypothesis import given, settings
from hypothesis import strategies as st
from test_notebooks import run, show_in_process

from cds_analysis import findings
from cds_analysis.charts.maps import tile_map
from cds_analysis.data import provinces
from cds_analysis.data.known import Known
from cds_analysis.errors import ParameterError, UnknownName
from cds_analysis.findings.places import MAPPED, SERIES, mapped, quintiles
from cds_analysis.findings.places import claims as claims_of
from cds_analysis.findings.places import tiles as tiles_of
from cds_analysis.series import across
from cds_analysis.study import open_study

NEW, OLD = provinces.NEW, provinces.OLD
SLUGS = [p.slug for p in provinces.units(REAL, OLD)]


def test_names_slugs_and_spellings_name_the_same_units():
    written = (
        "cao-bang, ha-noi, ho-chi-minh",
        "TP. Hồ Chí Minh; tỉnh Cao Bằng; hà nội",
        "CAO BANG,Thành phố Hà Nội,hochiminh",
    )
    for text in written:
        assert provinces.choose(text, REAL, NEW)[0] == (
            "ha-noi",
            "cao-bang",
            "ho-chi-minh",
        )  # by administrative code


def test_regions_and_all_name_their_units():
    highlands, _ = provinces.choose("Tây Nguyên", REAL, OLD)
    assert highlands == ("kon-tum", "gia-lai", "dak-lak", "dak-nong", "lam-dong")
    assert provinces.choose("vùng tây nguyên", REAL, NEW)[0] == ("gia-lai", "dak-lak", "lam-dong")
    south_east = provinces.choose("South East", REAL, OLD)
    assert south_east == provinces.choose("region-south-east", REAL, OLD) and len(south_east[0]) == 6
    for word in ("all", "Tất cả"):
        assert [len(provinces.choose(word, REAL, b)[0]) for b in (OLD, NEW)] == [63, 34]


def test_an_ended_unit_stands_for_the_one_it_became_part_of_and_this_is_told():
    found, replaced = provinces.choose("Bắc Giang, vinh-phuc, Huế", REAL, NEW)
    assert found == ("bac-ninh", "phu-tho", "hue")
    assert replaced == {"bac-giang": "bac-ninh", "vinh-phuc": "phu-tho"}
    assert provinces.choose("Bắc Giang, vinh-phuc", REAL, OLD)[1] == {}


@settings(max_examples=40)
@given(st.lists(st.sampled_from(SLUGS), min_size=1, max_size=63), st.sampled_from([OLD, NEW]))
def test_any_list_of_provinces_is_read_on_both_borders(slugs, border):
    found, _ = provinces.choose(", ".join(slugs), REAL, border)
    wanted = {s if border == OLD else provinces.find(s, REAL, OLD).successor for s in slugs}
    assert set(found) == wanted and len(found) == len(wanted)


@pytest.mark.parametrize(
    ("text", "error", "says"),
    [
        ("ha-noi, thai nguyn", UnknownName, "no province or region 'thai nguyn'; closest: thai-nguyen"),
        ("Dong bang song Hog", UnknownName, "Đồng bằng sông Hồng"),
        ("vn", ParameterError, "'vn' is a country, only provinces are compared"),
        ("dai-tu", ParameterError, "'dai-tu' is a district"),
        (" , ", ParameterError, "names no unit"),
        (["ha-noi"], ParameterError, "not text; write names in quotes, separated by commas"),
    ],
)
def test_what_is_no_province_is_refused_with_what_to_write(text, error, says):
    with pytest.raises(error, match=says):
        provinces.choose(text, REAL, NEW)


def group(claims: dict, indicator: str) -> dict:
    return next(row["group"] for row in claims["compared"] if row["indicator"] == indicator)


def test_changes_stay_within_one_way_of_counting():
    claims = findings.places(open_study("thai-nguyen", border=OLD), "Hà Nội, Đà Nẵng, Huế").claims
    assert claims["peers"] == ["ha-noi", "thai-nguyen", "hue", "da-nang"]
    index = group(claims, "dti_score")  # 2024 has other components than 2023
    assert (index["since"], index["until"]) == (2022, 2023)
    table = across.figures(Known(REAL, open_study("thai-nguyen").as_of), "dti_score", "dti", OLD)
    assert index["changes"]["hue"] == pytest.approx(table.at["hue", 2023] - table.at["hue", 2022])
    assert (group(claims, "pci_score")["since"], group(claims, "pci_score")["until"]) == (2016, 2021)
    statement = next(r["group"] for r in claims["compared"] if r["measure"] == "provincial-statement")
    assert statement["changes"] == {} and statement["ranks"]


def test_where_all_have_newer_figures_the_change_is_newer():
    claims = findings.places(open_study("thai-nguyen", border=OLD), "quang-ninh").claims
    assert (group(claims, "pci_score")["since"], group(claims, "pci_score")["until"]) == (2022, 2024)


@settings(max_examples=25)
@given(st.lists(st.sampled_from(SLUGS), max_size=12), st.sampled_from(SLUGS), st.sampled_from([OLD, NEW]))
def test_a_set_has_its_place_its_ranks_and_no_change_over_a_break(slugs, own, border):
    place = (
        provinces.find(own, REAL, OLD)
        if border == OLD
        else provinces.find(provinces.find(own, REAL, OLD).successor, REAL)
    )
    claims = claims_of(Known(REAL, open_study("thai-nguyen").as_of), place, ",".join(slugs))
    assert place.slug in claims["peers"] and set(claims["own_old"]) <= {u["slug"] for u in claims["bands"]["units"]}
    for row in claims["compared"]:
        found, inner = row["found"]["values"], row["group"]
        assert set(inner["ranks"]) == set(found) & set(claims["peers"])
        for slug, rank in inner["ranks"].items():
            assert rank == 1 + sum(found[other] > found[slug] for other in inner["ranks"])
        if inner["changes"]:
            assert 0 < inner["until"] - inner["since"] <= across.SPAN and set(inner["changes"]) <= set(claims["peers"])
            assert not [y for y in across.BREAKS.get(row["indicator"], ()) if inner["since"] <= y < inner["until"]]


def test_a_set_of_one_has_no_ranks_but_its_change():
    study = open_study("ha-noi", lang="vi")
    places = findings.places(study, "Hà Nội")
    said = places.sentences("in_set")
    assert said[0].startswith("Điểm DTI: thành phố Hà Nội giai đoạn 2022-2023 tăng 0,135") and "xếp thứ" not in "".join(
        said
    )
    assert "thứ" not in str(places.table("in_set_rows").frame.iloc[0, 1])


def test_rank_and_change_within_the_set_are_said_together():
    study = open_study("thai-nguyen", border=OLD, lang="vi")
    places = findings.places(study)
    claims, said = places.claims, places.sentences("in_set")
    change = group(claims, "pci_score")["changes"]
    place = 1 + sum(v > change["thai-nguyen"] for v in change.values())
    first = "Điểm PCI, năm 2022: tỉnh Thái Nguyên xếp thứ 5/14 đơn vị có số liệu trong nhóm"
    assert f"{first}; giai đoạn 2016-2021 tăng 2,99, thứ {place}/14 về mức thay đổi." in said


def test_every_document_behind_the_figures_is_in_the_list():
    study = open_study("thai-nguyen", border=OLD)
    claims = findings.places(study, "all").claims
    cited = {row["source"] for row in study.cited.records()}
    for indicator in SERIES:
        assert set(across.rows_of(study.known, indicator, "pci", OLD)["source"]) <= cited
    assert (
        claims["printed"]["source"] in cited
        and {s for r in claims["compared"] for s, _ in r["found"]["sources"]} <= cited
    )


def test_the_notebook_compares_a_chosen_set(tmp_path):
    results, text = run("05_provinces", tmp_path, province="thai-nguyen", others="Bắc Giang, Cao Bằng", lang="vi")
    assert results["comparison"]["peers"] == ["cao-bang", "thai-nguyen", "bac-ninh"]
    assert "Nhóm so sánh theo địa giới mới: Cao Bằng, Thái Nguyên và Bắc Ninh." in text
    assert "Bắc Giang nay thuộc Bắc Ninh nên được thay bằng Bắc Ninh" in text
    assert "11/34 đơn vị theo địa giới mới có số liệu" in text and "không được lấy bình quân" in text
    assert sorted(results["comparison"]["series"]["pci_score"]["units"]) == [
        "bac-giang", "bac-kan", "bac-ninh", "cao-bang", "thai-nguyen"
    ]  # fmt: skip
    maps = {p.name.split(".")[0] for p in (tmp_path / "figures").glob("map_*")}
    assert maps == {f"map_{indicator}" for indicator in MAPPED}
    svg = (tmp_path / "figures" / "map_pci_score.vi.svg").read_text(encoding="utf-8")
    assert svg.count("stroke: #111111") == 2 and svg.count("stroke-width: 2.6") == 1


def test_a_wrong_name_stops_the_notebook_with_the_closest_ones(tmp_path):
    with pytest.raises(UnknownName, match="closest: thai-nguyen"):
        show_in_process("05_provinces", tmp_path, others="thai nguyn")


def test_a_frame_lies_on_the_tile_of_its_unit():
    study = open_study("thai-nguyen", border=OLD)
    places, tiles = findings.places(study, "ca-mau"), tiles_of(REAL)
    row = mapped(places.claims)[0]
    svg = tile_map(places, row, quintiles(row["found"]["values"]), tiles).svg
    here = tiles[tiles["border"] == OLD].reset_index(drop=True)
    corners = re.findall(r'<path d="M ([\d.]+) ([\d.]+) \nL ([\d.]+) [\d.]+ \nL [\d.]+ ([\d.]+) ', svg)  # of rectangles
    frames = re.findall(r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" style', svg)
    assert len(frames) == 2
    for slug, frame in zip(["ca-mau", "thai-nguyen"], frames, strict=True):
        x, y, wide, high = map(float, frame)
        left, bottom, right, top = map(
            float, corners[1 + here.index[here["slug"] == slug][0]]
        )  # the first is the ground
        assert [x, y, x + wide, y + high] == pytest.approx(
            [left, *sorted([top, bottom])[:1], right, max(top, bottom)], abs=0.02
        )


@pytest.mark.parametrize(
    ("province", "border", "others"),
    [
        ("thai-nguyen", OLD, "all"),
        ("ha-noi", NEW, "all"),
        ("ha-noi", NEW, "ha-noi"),
        ("bac-kan", OLD, "Tây Nguyên, hue"),
        ("vn", "", "ha-noi, bac-giang"),
    ],
)
def test_any_set_ends_well(province, border, others, tmp_path):
    for lang in ("vi", "en"):
        text = show_in_process("05_provinces", tmp_path, province=province, border=border, others=others, lang=lang)
        assert "nan" not in text.lower().replace("nam", "").split()
        assert ("Nhóm so sánh" if lang == "vi" else "Compared") in text
