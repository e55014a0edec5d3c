"""Printed names of units: spellings, codes, towns of a province's name, units that ended."""

import unicodedata

import pytest
from conftest import REAL

from cds_analysis.data import provinces
from cds_analysis.intake import place_labels
from cds_analysis.intake.place_labels import match


def bare(text: str) -> str:
    text = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in text if not unicodedata.combining(c))


def spellings(place: provinces.Place) -> list[str]:
    name, kind = place.name_vi, place.kind_vi.lower()
    city = kind == "thành phố"
    return [
        name,
        name.upper(),
        unicodedata.normalize("NFD", name),
        bare(name),
        bare(name).replace(" ", ""),
        f"  {name.replace(' ', '  ')}\u200b ",
        f"{'Thành phố' if city else 'Tỉnh'} {name}",
        f"TP. {name}" if city else f"TỈNH {name.upper()}",
        f"T.P {name}" if city else f"tỉnh {name.lower()}",
        f"{bare(name)} {'City' if city else 'Province'}",
        bare(name).replace(" - ", "-").replace(" ", "-"),
        f"{name} (1)",
        f"T. {name}" if not city else f"Tp.{name}",
        f"{name} ({'TP' if city else 'tỉnh'})",
        f"{'City' if city else 'Province'} of {bare(name)}",
        f"{place.code}. {name}",
        name.replace("oà", "òa").replace("oá", "óa").replace("òa", "oà").replace("óa", "oá"),  # the other way of tones
        name.replace("-", "–").replace(" ", "\u00a0"),
        place.slug,
        place.name_en,
    ]


@pytest.mark.parametrize("border", provinces.BORDERS)
def test_every_unit_is_recognised_in_twenty_spellings(border):
    units = provinces.units(REAL, border)
    assert len(units) == {"pre-2025": 63, "2025": 34}[border]
    for place in units:
        for text in spellings(place):
            found = match(text, REAL)
            assert (found.slug, border in found.borders) == (place.slug, True), text


@pytest.mark.parametrize(
    "text, slug",
    [
        ("TT Huế", "hue"),
        ("Thừa Thiên-Huế", "hue"),
        ("BR-VT", "ba-ria-vung-tau"),
        ("Bà Rịa – Vũng Tàu", "ba-ria-vung-tau"),
        ("TP.HCM", "ho-chi-minh"),
        ("Ho Chi Minh City", "ho-chi-minh"),
        ("Hoà Bình", "hoa-binh"),
        ("Thanh Hoá", "thanh-hoa"),
        ("Ðồng Nai", "dong-nai"),  # U+00D0, which only looks like Đ
        ("Đăk Nông", "dak-nong"),
        ("Kontum", "kon-tum"),
        ("T.T. Huế", "hue"),
        ("Thừa Thiên - Huế", "hue"),
        ("HCMC", "ho-chi-minh"),
        ("Tp. HCM", "ho-chi-minh"),
        ("Đăk Lăk", "dak-lak"),
        ("Đắc Lắc", "dak-lak"),
        ("Daklak", "dak-lak"),
        ("Bắc Cạn", "bac-kan"),
        ("Thủ đô Hà Nội", "ha-noi"),
        ("T. Hà Tĩnh", "ha-tinh"),
        ("CẢ NƯỚC", "vn"),
        ("Whole country", "vn"),
        ("Trung du và miền núi phía Bắc", "region-northern-midlands-mountains"),
    ],
)
def test_abbreviations_and_old_spellings(text, slug):
    assert match(text, REAL).slug == slug


@pytest.mark.parametrize("border", provinces.BORDERS)
def test_every_code_means_its_unit_on_its_border(border):
    codes = {p.code: p.slug for p in provinces.load(REAL).values() if p.border == border and p.code}
    assert len(codes) == len(provinces.units(REAL, border))
    assert {code: match(code, REAL, border).slug for code in codes} == codes
    assert match("1", REAL).slug == "ha-noi"


def test_a_code_of_two_units_asks_for_the_border():
    assert match("15", REAL).why == "code 15 is yen-bai before and lao-cai after 2025-07-01: give the border"


@pytest.mark.parametrize("text", ["TP. Thái Nguyên", "Thành phố Bắc Ninh", "Vinh Long City"])
def test_the_town_of_a_provinces_name_is_not_the_province(text):
    assert match(text, REAL).kind == place_labels.DISTRICT and "town" in match(text, REAL).why


def test_hue_is_a_city_from_2025_on_only():
    assert match("Thành phố Huế", REAL).borders == ("2025",)
    assert match("Thừa Thiên Huế", REAL).borders == ("pre-2025", "2025")


@pytest.mark.parametrize(
    "text", ["Hậu Giang (cũ)", "Hà Nội (cũ)", "Thái Nguyên (mới)", "Vũng Tàu", "Thành phố Thủ Đức"]
)
def test_what_may_mean_two_units_is_asked_for(text):
    """Hậu Giang was another unit before 1991, Hà Nội before 2008."""
    assert match(text, REAL).kind == place_labels.UNKNOWN


@pytest.mark.parametrize(
    "text",
    [
        "Đặc khu Phú Quốc",
        "Xã Cao Bằng",
        "Phường Thái Nguyên",
        "Thị xã Quảng Trị",
        "Huyện Đại Từ",
        "Quận 1",
        "Thị xã Phổ Yên",
        "Ba Dinh District",
        "Phường Tân Thịnh",
    ],
)
def test_districts_are_refused_with_the_reason(text):
    assert match(text, REAL).kind == place_labels.DISTRICT


@pytest.mark.parametrize(
    "text, now, when",
    [
        ("Hà Tây", "Hà Nội", "2008-08-01"),
        ("Hà Tây (cũ)", "Hà Nội", "2008-08-01"),
        ("Tỉnh Hà Tây cũ", "Hà Nội", "2008-08-01"),
        ("Nghệ Tĩnh", "Nghệ An and Hà Tĩnh", "1991-08-12"),
        ("Tỉnh Bình Trị Thiên", "Quảng Bình and Quảng Trị and Thừa Thiên Huế", "1989-06-30"),
        ("HÀ BẮC", "Bắc Giang and Bắc Ninh", "1996-11-06"),
        ("Bac Thai", "Bắc Kạn and Thái Nguyên", "1996-11-06"),
        ("Quảng Nam - Đà Nẵng", "Quảng Nam and Đà Nẵng", "1996-11-06"),
        ("Đặc khu Vũng Tàu - Côn Đảo", "Bà Rịa - Vũng Tàu", "1991-08-12"),
    ],
)
def test_units_that_ended_are_explained(text, now, when):
    found = match(text, REAL)
    assert found.kind == place_labels.FORMER
    assert f"land is that of {now} (" in found.why and when in found.why


def test_the_register_of_ended_units_names_units_we_know_and_its_sources():
    rows = {row["name"]: row for row in place_labels.former(REAL).values()}
    assert len(rows) == 23
    for row in rows.values():
        assert all((slug, "pre-2025") in provinces.load(REAL) for slug in row["became"].split(";")), row
        assert row["source"].startswith("http") and row["resolution_vi"].startswith("Nghị quyết")


def test_an_unknown_label_is_none_of_ours():
    assert match("TỔNG SỐ", REAL).kind == match("Paris", REAL).kind == match("=1+1", REAL).kind == place_labels.UNKNOWN
