"""The statistics office's titles: what data/tables.csv says of a table is taken, and a word beside it is asked about.

The four tables of August 2026 are read here by the json module alone and held against the table of observations.
"""

import csv
import json
import unicodedata
from datetime import date
from decimal import Decimal, localcontext
from pathlib import Path

import pytest
from conftest import REAL

from cds_analysis.data import indicators
from cds_analysis.intake import propose, titles
from cds_analysis.intake.mapping import Asked

GROWTH = "Chỉ số phát triển tổng sản phẩm trong nước theo giá so sánh 2010 phân theo địa phương (Năm trước = 100)"
PER_HEAD = "Tổng sản phẩm trên địa bàn bình quân đầu người phân theo địa phương"
BEHIND = " chia theo Tỉnh, thành phố và Năm"  # as PX-Web names the dimensions
SAID = {"publisher": "Cục Thống kê (pxweb.nso.gov.vn)"}
TODAY = date(2026, 11, 27)
FILES = {  # source: border, indicator of provinces and of the nation, less, cells of all and of regions not kept
    "nso-v03-10-2026": ("pre-2025", "grdp_growth", "gdp_growth", 100, 552, 24),
    "nso-v03-12-2026": ("pre-2025", "grdp_per_capita", "gdp_per_capita", 0, 552, 24),
    "nso-pl-v03-01-2026": ("2025", "grdp_growth", "gdp_growth", 100, 246, 36),
    "nso-pl-v03-02-2026": ("2025", "grdp_per_capita", "gdp_per_capita", 0, 246, 36),
}
GRADES = {"Sơ bộ": "preliminary", "Ước tính": "estimate", "": "final"}  # unmarked, before years that are marked


def letters(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d").replace("ð", "d"))
    return "".join(c for c in plain if c.isascii() and c.isalpha()).removeprefix("tp")


def rows_of(name: str) -> list[dict]:
    with (REAL / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def cells(source: str) -> list[tuple[str, str, str]]:
    """Place, year and figure of every cell of a received file, as printed there."""
    path = next((REAL / "raw" / source).glob("*.json"))
    found = json.loads(path.read_text(encoding="utf-8"), parse_float=str, parse_int=str)
    labels = [list(found["dimension"][name]["category"]["label"].values()) for name in ("Tỉnh, thành phố", "Năm")]
    return [
        (p, y, found["value"][n * len(labels[1]) + m]) for n, p in enumerate(labels[0]) for m, y in enumerate(labels[1])
    ]


@pytest.mark.parametrize("source", FILES)
def test_every_cell_of_the_four_tables_stands_in_the_data(source):
    border, indicator, of_nation, less, count, left = FILES[source]
    kept = {letters(r["name_vi"]): r["slug"] for r in rows_of("provinces.csv") if r["border"] == border}
    kept |= {"canuoc": "vn"}
    wanted, printed = {}, cells(source)
    for place, label, figure in printed:
        grade, year = label[:-4].strip(), label[-4:]
        if slug := kept.get(letters(place)):
            own = border if slug != "vn" or year >= "2025" else "pre-2025"
            with localcontext(prec=60):
                value = f"{Decimal(figure) - less:f}"
            wanted[slug, year] = (of_nation if slug == "vn" else indicator, own, value, GRADES[grade])
    ours = [row for row in rows_of("observations.csv") if row["source"] == source]
    found = {(r["place"], r["period"]): (r["indicator"], r["border"], r["value"], r["status"]) for r in ours}
    assert found == wanted and len(ours) == len(wanted) == count - left and len(printed) == count
    assert {r["where"] for r in ours} == {
        f"value {n}" + f": {figure} less {less}" * bool(less)
        for n, (place, _, figure) in enumerate(printed)
        if letters(place) in kept
    }


def file(folder: Path, title: str, figures: dict[str, list[str]], years=("2023", "Sơ bộ 2024"), updated="") -> Path:
    """A table as PX-Web hands it out, figures as texts of numbers."""
    parts = {"Tỉnh, thành phố": list(figures), "Năm": list(years)}
    dimension = {
        name: {"label": name, "category": {"label": {str(n): text for n, text in enumerate(texts)}}}
        for name, texts in parts.items()
    }
    dimension |= {"id": list(parts), "size": [len(texts) for texts in parts.values()]}
    about = json.dumps({"dimension": dimension, "label": title, "updated": updated}, ensure_ascii=False)
    values = ", ".join(figure for row in figures.values() for figure in row)
    (folder / "table.json").write_text(f'{{"dataset": {about[:-1]}, "value": [{values}]}}}}', encoding="utf-8")
    return folder / "table.json"


def proposed(path: Path, asked: Asked | None = None, **more) -> propose.Proposal:
    details = SAID | {"published": "2026-08"} | more
    return propose.propose(path, REAL, asked=asked or Asked(), details=details, today=TODAY)


def faults(*args, **more) -> str:
    return "\n".join(map(str, proposed(*args, **more).faults))


FAR = Asked(far=("grdp_per_capita", "gdp_per_capita"))  # made-up figures, which are far from those held
OLD = {"Bắc Kạn": ["109.44", "101"], "Thái Nguyên": ["99.42", "100.0000001"]}


def test_an_index_of_the_year_before_becomes_growth_to_the_last_digit(tmp_path):
    rows = proposed(file(tmp_path, GROWTH + BEHIND, OLD)).rows
    assert rows["value"].tolist() == ["9.44", "1", "-0.58", "0.0000001"]  # 109.44 - 100 is 9.439999999999998 in floats
    assert rows["where"].tolist()[:2] == ["value 0: 109.44 less 100", "value 1: 101 less 100"]
    assert set(rows["unit"]) == {"percent"} and set(rows["price_basis"]) == {"constant-2010"}
    assert set(rows["measure"]) == {"gso"} and rows["status"].tolist() == ["final", "preliminary"] * 2


def test_a_level_is_taken_as_printed(tmp_path):
    rows = proposed(file(tmp_path, PER_HEAD + BEHIND, OLD)).rows
    assert rows[["value", "unit", "where"]].values.tolist()[0] == ["109.44", "million_vnd", "value 0"]


@pytest.mark.parametrize(
    ("title", "left"),
    [
        ("Dân số trung bình nữ phân theo địa phương", "nu"),
        ("Dân số trung bình nam phân theo địa phương (Nghìn người)", "nam"),
        ("Dân số trung bình thành thị phân theo địa phương", "thanh thi"),
        ("Lực lượng lao động từ 15 tuổi trở lên phân theo địa phương, 6 tháng đầu năm 2024", "6 thang dau"),
        (PER_HEAD + " (Nghìn đồng)", "nghin dong"),
        (GROWTH + ", khu vực dịch vụ", "dich vu"),
        ("Dân số nữ trung bình phân theo địa phương", "nu trung binh"),
    ],
)
def test_a_word_beside_a_title_is_asked_about(tmp_path, title, left):
    assert f"'{left}' in its title '{title[:40]}" in faults(file(tmp_path, title + BEHIND, OLD))


def test_prices_at_which_an_indicator_is_not_held_are_asked_about(tmp_path):
    asked = faults(file(tmp_path, PER_HEAD + " theo giá so sánh 2010" + BEHIND, OLD))
    assert "grdp_per_capita at constant-2010 prices; it is held at current" in asked


@pytest.mark.parametrize(
    "title",
    [
        "Dân số trung bình tỉnh Thái Nguyên năm 2015-2024 (Nghìn người)",
        "12. Dân số trung bình (1) của Quảng Nam, đơn vị tính: Nghìn người",
        "Bảng 3. DÂN SỐ TRUNG BÌNH phân theo địa phương (*), giai đoạn 2015 - 2024",
        "Average population by province, 2015-2024",
    ],
)
def test_the_usual_words_the_name_of_a_place_years_and_marks_change_nothing(tmp_path, title):
    rows = proposed(file(tmp_path, title, OLD), Asked(measure="gso", unit="thousand_persons")).rows
    assert set(rows["indicator"]) == {"population"}


@pytest.mark.parametrize(
    "title",
    [
        "Chỉ số phát triển tổng sản phẩm trong nước theo giá so sánh 2010 phân theo địa phương (Năm 2010 = 100)",
        "Chỉ số giá tiêu dùng phân theo địa phương (Năm trước = 100)",
    ],
)
def test_a_title_that_is_not_registered_is_asked_about(tmp_path, title):
    assert "which indicator it is cannot be told" in faults(file(tmp_path, title + BEHIND, OLD))


def test_a_unit_of_the_file_that_is_not_known_is_never_replaced_by_that_of_the_title(tmp_path):
    path = file(tmp_path, PER_HEAD, OLD)
    tree = json.loads(path.read_text(encoding="utf-8"))
    years = tree["dataset"]["dimension"]["Năm"]["category"]
    years["unit"] = {code: {"base": "Nghìn đồng"} for code in years["label"]}
    path.write_text(json.dumps(tree), encoding="utf-8")
    assert "the unit 'Nghìn đồng' is none we know" in faults(path)


def test_9999_is_no_day_of_publication_and_a_real_one_is_the_default(tmp_path):
    path = file(tmp_path, PER_HEAD + BEHIND, OLD, updated="9999-12-31T16:59:59Z")
    assert "of the source is not known: published" in faults(path, published="")
    found = proposed(path)
    assert not found.faults and (found.source.published, found.vintage) == ("2026-08", "2026-08")
    dated = proposed(file(tmp_path, PER_HEAD + BEHIND, OLD, updated="2026-08-15T02:00:00Z"), published="")
    assert not dated.faults and (dated.source.title, dated.source.published) == (PER_HEAD + BEHIND, "2026-08-15")


def test_regions_of_the_new_map_are_left_out_with_the_reason(tmp_path):
    names = [row["name_vi"] for row in rows_of("provinces.csv") if (row["border"], row["tier"]) == ("2025", "province")]
    figures = {name: ["1", "2"] for name in ["Cả nước", "Trung du và miền núi phía Bắc", "Bắc Trung Bộ", *names]}
    found = proposed(file(tmp_path, PER_HEAD + BEHIND, figures), FAR)
    assert not found.faults and found.rows["place"].nunique() == 35
    left = {label: (count, why) for label, count, why in found.understood.left}
    assert left["Bắc Trung Bộ"] == (2, "Bắc Trung Bộ is a region that the register of places does not keep")
    count, why = left["Trung du và miền núi phía Bắc"]
    assert count == 2 and why.startswith("another region than that of this name on the border pre-2025")
    nation = found.rows[found.rows["place"] == "vn"]
    assert nation[["indicator", "border"]].values.tolist() == [["gdp_per_capita", "pre-2025"]] * 2
    assert set(found.rows["border"][found.rows["place"] != "vn"]) == {"2025"}


def test_regions_of_the_old_map_stay_where_they_are_kept(tmp_path):
    figures = {"Ðồng bằng sông Hồng": ["1", "2"], "  Ðông  Nam Bộ": ["3", "4"], " Hoà Bình": ["5", "6"]}
    found = proposed(file(tmp_path, PER_HEAD + BEHIND, figures, years=("2018 (*)", "Ước tính 2025")), FAR)
    assert not found.faults
    rows = found.rows.drop_duplicates("place")[["place", "border", "period"]].values.tolist()
    assert [place for place, *_ in rows] == ["region-red-river-delta", "region-south-east", "hoa-binh"]
    assert {tuple(rest) for _, *rest in rows} == {("pre-2025", "2018")}
    assert found.rows["status"].tolist() == ["final", "estimate"] * 3


def test_an_unmarked_year_is_no_final_one_where_no_later_year_is_marked(tmp_path):
    assert set(proposed(file(tmp_path, PER_HEAD, OLD, years=("2023", "2024"))).rows["status"]) == {"reported"}
    assert proposed(file(tmp_path, PER_HEAD, OLD, years=("Sơ bộ 2023", "2024"))).rows["status"].tolist() == [
        "preliminary", "reported"] * 2  # fmt: skip


def test_an_indicator_given_does_not_turn_an_index_into_growth(tmp_path):
    path = file(tmp_path, GROWTH + BEHIND, OLD)
    same = proposed(path, Asked(indicator="grdp_growth"))
    assert not same.faults and same.rows["value"].iat[0] == "9.44"
    path = file(tmp_path, GROWTH + ", khu vực dịch vụ" + BEHIND, OLD)
    other = Asked(indicator="growth_services", unit="percent", measure="gso", price_basis="constant-2010")
    assert proposed(path, other).rows["value"].iat[0] == "9.44"  # an index stays an index


def test_every_registered_title_says_itself_and_fits_its_indicator():
    rows = rows_of("tables.csv")
    assert len(rows) >= 40
    units = indicators.units(REAL)["dimension"]
    for row in rows:
        found, left = titles.read(f"V02.10. {row['title']} 2015-2024 (*)", REAL)
        assert [meaning.title for meaning in found] == [row["title"]] and left == "", row["title"]
        of_title, nation = (indicators.get(row[name], REAL) for name in ("indicator", "nation"))
        assert row["unit"] == "" or units[row["unit"]] == units[of_title.unit] == units[nation.unit]
        assert row["measure"] in {"", *indicators.measures(REAL).index}
        assert row["less"] == ("100" if "= 100" in row["title"] else "")
        assert (of_title.kind == "growth") == bool(row["less"])


def test_a_title_of_ones_own_is_a_row_of_ones_own(tmp_path):
    import shutil

    data = Path(shutil.copytree(REAL, tmp_path / "data"))
    with (data / "tables.csv").open("a", encoding="utf-8") as lines:
        lines.write("Quy mô kinh tế các tỉnh,grdp_current,,grdp_current,billion_vnd,current,gso,\n")
    path = file(tmp_path, "Quy mô kinh tế các tỉnh" + BEHIND, OLD)
    found = propose.propose(path, data, details=SAID | {"published": "2026-08"}, today=TODAY)
    assert not found.faults and set(found.rows["unit"]) == {"billion_vnd"}
