"""Places: 63 old units, 34 new ones, their names and what became of them."""

from datetime import date

import pytest
from conftest import REAL

from cds_analysis.data import provinces
from cds_analysis.errors import UnknownName


def test_there_are_63_old_and_34_new_units():
    assert [len(provinces.units(REAL, border)) for border in provinces.BORDERS] == [63, 34]


def test_every_old_unit_became_part_of_one_new_one_and_none_is_lost():
    old = {p.slug: p.successor for p in provinces.units(REAL, provinces.OLD)}
    made_of = {p.slug: set(p.predecessors) for p in provinces.units(REAL, provinces.NEW)}
    assert set().union(*made_of.values()) == set(old)
    assert all(slug in made_of[new] for slug, new in old.items())


def test_eleven_units_did_not_change():
    assert sum(p.unchanged for p in provinces.units(REAL, provinces.NEW)) == 11


def test_bac_kan_joined_thai_nguyen():
    assert provinces.find("thai-nguyen", REAL).predecessors == ("thai-nguyen", "bac-kan")
    assert provinces.find("bac-kan", REAL).successor == "thai-nguyen"


@pytest.mark.parametrize(
    "name", ["thai-nguyen", "Thái Nguyên", "THAI NGUYEN", " thái nguyên ", "Tha\u0301i Nguye\u0302n"]
)
def test_a_name_is_found_with_or_without_diacritics(name):
    assert provinces.find(name, REAL).slug == "thai-nguyen"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Tỉnh Thái Nguyên", "thai-nguyen"),
        ("thai_nguyen", "thai-nguyen"),
        ("TP. Hồ Chí Minh", "ho-chi-minh"),
        ("TP.HCM", "ho-chi-minh"),
        ("Thành phố Hồ Chí Minh", "ho-chi-minh"),
        ("Thành phố Huế", "hue"),
        ("Thừa Thiên Huế", "hue"),
        ("Hanoi", "ha-noi"),
        ("Bà Rịa – Vũng Tàu", "ba-ria-vung-tau"),
        ("Bắc Cạn", "bac-kan"),
        ("Cả nước", "vn"),
    ],
)
def test_usual_spellings_are_known(name, slug):
    assert provinces.find(name, REAL).slug == slug


def test_d_with_a_stroke_is_a_letter():
    assert provinces.find("Đắk Lắk", REAL).slug == provinces.find("dak lak", REAL).slug == "dak-lak"


def test_an_unknown_name_names_the_closest():
    with pytest.raises(UnknownName, match=r"no province 'bac-khan'; closest: .*bac-kan"):
        provinces.find("bac-khan", REAL)


def test_a_unit_that_ended_is_refused_on_the_new_border_with_its_successor():
    with pytest.raises(UnknownName, match="now part of thai-nguyen"):
        provinces.find("bac-kan", REAL, "2025")


def test_the_border_follows_the_day():
    assert provinces.border_at(date(2025, 6, 30)) == "pre-2025"
    assert provinces.border_at(date(2025, 7, 1)) == "2025"


def test_a_place_takes_its_kind():
    assert provinces.find("thai-nguyen", REAL).full_name("vi") == "tỉnh Thái Nguyên"
    assert provinces.find("ho-chi-minh", REAL).full_name("vi") == "Thành phố Hồ Chí Minh"
    assert provinces.find("hue", REAL, "2025").full_name("vi") == "thành phố Huế"


def test_a_letter_typed_in_its_place_is_read_and_a_code_is_no_name():
    assert provinces.find("Ðồng Nai", REAL).slug == "dong-nai"  # U+00D0
    for code in ("VN-69", "vn 1", "Thái Nguyên 2"):
        with pytest.raises(UnknownName):
            provinces.find(code, REAL)
