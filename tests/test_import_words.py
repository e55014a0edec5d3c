"""Words left over beside a recognised name are a question; what is left out is told; advice makes nothing wrong."""

from datetime import date

import openpyxl
import pytest
from conftest import REAL

from cds_analysis.errors import CdsError
from cds_analysis.files import numbers, wide
from cds_analysis.intake import propose, titles, words
from cds_analysis.intake.mapping import Asked

SAID = {"publisher": "Cục Thống kê", "title": "Dân số", "published": "2026-06-30"}
WHAT = "Dân số trung bình (Nghìn người)"
HELD = [("ha-giang", "2022", "892.7"), ("ha-giang", "2023", "899.9")]
HELD += [("bac-kan", "2022", "324.4"), ("bac-kan", "2023", "326.5")]


@pytest.fixture
def take(tmp_path):
    """What an import makes of a table: its rows, what is left out, and all questions as one text."""

    def taken(text: str | dict[str, list], mapping: str = "", **asked) -> tuple[list, dict, str]:
        path, said = tmp_path / ("x.csv" if isinstance(text, str) else "x.xlsx"), tmp_path / "m.yml"
        if isinstance(text, str):
            path.write_text(text, encoding="utf-8")
        else:
            book = openpyxl.Workbook()
            book.remove(book.active)
            for title, rows in text.items():
                sheet = book.create_sheet(title)
                for row in rows:
                    sheet.append(row)
            book.save(path)
        said.write_text(mapping, encoding="utf-8")
        given = {"asked": Asked(**{"measure": "gso"} | asked), "details": SAID, "today": date(2026, 11, 24)}
        try:
            found = propose.propose(path, REAL, mapping_file=said if mapping else None, **given)
        except CdsError as error:
            return [], {}, str(error)
        rows = [] if found.faults else list(found.rows[["place", "period", "value"]].itertuples(index=False, name=None))
        return rows, {label: n for label, n, _ in found.understood.left}, "\n".join(map(str, found.faults))

    return taken


def printed(title=WHAT, heads="2022;2023", rows=("Hà Giang;892,7;899,9", "Bắc Kạn;324,4;326,5"), corner="Địa phương"):
    return "\n".join([f"{title};;", f"{corner};{heads}", *rows]) + "\n"


def long(columns: str, *rows: str) -> str:
    return "\n".join([f"Tỉnh,Năm,{columns}Chỉ tiêu,value", *(f"Bắc Kạn,2022,{row}" for row in rows)]) + "\n"


@pytest.mark.parametrize(
    "title",
    [
        "Bảng 5. Dân số trung bình phân theo địa phương các năm 2022-2023 (Nghìn người)",
        "Dân số trung bình theo tỉnh, thành phố (Tiếp theo) (Nghìn người)",
        "12. Dân số trung bình phân theo địa phương - Average population by province (Nghìn người - Thous. pers.)",
        "Dân số trung bình phân theo địa phương - Niên giám thống kê 2023 (Nghìn người)",
    ],
)
def test_a_plain_table_of_the_office_is_taken_without_a_question(take, title):
    assert take(printed(title)) == (HELD, {}, "")


@pytest.mark.parametrize(
    "beside",
    [
        "nữ", "nam", "khu vực nông thôn", "dân tộc Mông", "kế hoạch 2025", "6 tháng đầu năm", "quý I", "so với cùng kỳ",
        "từ 15 tuổi trở lên", "của các hộ làm mắm", "of which: men", "at 2015 prices",
    ],
)  # fmt: skip
def test_a_word_beside_the_name_is_a_question_that_the_indicator_does_not_settle(take, beside):
    """In the title, over the only column of figures, as label of an indicator, over the years, in the corner."""
    name = f"Dân số trung bình {beside} (Nghìn người)"
    everywhere = [
        printed(name),
        f"Tỉnh;Năm;{name}\nBắc Kạn;2022;324,4\n",
        long("", f"{name},324.4"),
        printed("", f"{name[:-14]} 2022;{name[:-14]} 2023"),
        printed("", corner=name),
    ]
    for text in everywhere:
        rows, _, said = take(text, indicator="population", unit="thousand_persons")
        assert not rows and said, text


@pytest.mark.parametrize(
    ("text", "mapping", "says"),
    [
        (long("Giới tính,", f"Nữ,{WHAT},324.4"), "", "'nu' in 'Giới tính'"),
        (long("SEX,", f"F,{WHAT},324.4"), "", "'SEX' 'F' holds for all figures"),
        (long("Quý,", f"1,{WHAT},324.4"), "", "'Quý' '1' holds for all figures"),
        (long("Dân tộc,", f"Kinh,{WHAT},324.4"), "", "'Dân tộc' 'Kinh' holds for all figures"),
        (long("Ghi chú,", f"Kế hoạch,{WHAT},324.4"), "", "[Ghi chú]: 'ke hoach' in what is left aside"),
        (long("Giới tính,", f"Nữ,{WHAT},324.4"), "roles: {Giới tính: ignore}\n", "'nu' in what is left aside"),
        (long("Giới tính,", f"Nữ,{WHAT},1", f"Nam,{WHAT},2"), "pick: {Giới tính: Nữ}\n", "'nu' in 'Giới tính'"),
        (printed(), "fixed: {Giới tính: Nữ}\n", "'nu' in 'Giới tính'"),
        (printed(rows=("Nữ;;", "Hà Giang;892,7;899,9")), "", "'nu' in a row over others"),
        (printed(rows=("Nữ;49000;49500", "Hà Giang;892,7;899,9")), "", "in a mapping file: first_row, last_row"),
        (printed(rows=("Địa phương;2022;2023", "Hà Giang;892,7;899,9")), "", "in a mapping file: first_row, last_row"),
        ({"Thành thị": [[WHAT], ["Tỉnh", 2022], ["Bắc Kạn", 324.4]]}, "", "'thanh thi' in its tab"),
        (printed("Dân số trung bình (Người)", rows=("Bắc Kạn;324,4;326,5",)), "unit: Nghìn người\n", "two units"),
        (printed(), "unit: Người\n", "two units"),
        (printed("GRDP theo giá so sánh 2020 (Tỷ đồng)"), "", "prices of 2020: not kept"),
        (printed("Tổng sản phẩm, at constant 2015 prices (Tỷ đồng)"), "indicator: grdp_constant\n", "prices of 2015"),
        (printed("GRDP theo giá hiện hành (Tỷ đồng)"), "price_basis: constant-2010\n", "the file says current prices"),
        (printed("Tổng sản phẩm theo giá hiện hành (Tỷ đồng)"), "indicator: grdp_constant\n", "never mixed"),
        (printed("Thu ngân sách nhà nước trên địa bàn (nghìn đồng)"), "unit: billion_vnd\n", "may change what"),
        (printed(), "indicator: labour_force\n", "is population, --indicator says labour_force"),
    ],
)  # fmt: skip
def test_what_says_less_than_the_whole_is_a_question_wherever_it_stands(take, text, mapping, says):
    rows, _, said = take(text, mapping)
    assert not rows and says in said, said


def test_words_that_the_user_says_to_change_nothing_are_none(take):
    text = long("Giới tính,", f"Nữ,{WHAT},324.4")
    assert take(text, "usual: [nữ]\n") == ([("bac-kan", "2022", "324.4")], {}, "")


def test_labels_and_rows_that_are_left_out_are_told(take):
    own, two = ("bac-kan", "2022", "324.4"), (f"{WHAT},324.4", "Trong đó: nữ (Nghìn người),160")
    _, _, said = take(long("", *two))
    assert "`indicators: {label: skip}`" in said and "{label: id}" not in said
    skip = "indicators: {'Trong đó: nữ (Nghìn người)': skip}\n"
    assert take(long("", *two), skip) == ([own], {"Trong đó: nữ (Nghìn người)": 1}, "")
    kinds = long("Loại,", f"Kế hoạch,{WHAT},330", f"Thực hiện,{WHAT},324.4")
    assert take(kinds) == ([own], {"plans or forecasts of 2022": 1}, "")
    sexes = long("Giới tính,", f"Nữ,{WHAT},160", f"Tổng số - Total,{WHAT},324.4")
    assert take(sexes, pick={"Giới tính": "Tổng số - Total"}) == ([own], {"Nữ": 1}, "")


@pytest.mark.parametrize(
    ("heads", "years", "left"),
    [
        ("2022;Sơ bộ năm 2023", ["2022", "2023"], []),
        ("Thực hiện 2022;Ước TH 2023", ["2022", "2023"], []),
        ("2022 r/;2023 p/", ["2022", "2023"], []),
        ("2022;ƯTH 2023", ["2022", "2023"], []),
        ("2022;6 tháng đầu năm 2023", ["2022"], ["6 tháng đầu năm 2023"]),
        ("2022;2023/2022 (%)", ["2022"], ["2023/2022 (%)"]),
        ("Năm 2022;So với năm 2021", ["2022"], ["So với năm 2021"]),
        ("TH 2022;KH 2023", ["2022"], ["plans or forecasts of 2023"]),
        ("2022;2023f", ["2022"], ["plans or forecasts of 2023"]),
        ("H1 2022;2023", ["2023"], ["H1 2022"]),
    ],
)
def test_headings_are_years_with_their_status_or_told_as_left_out(take, heads, years, left):
    rows, out, said = take(printed(heads=heads))
    assert (sorted({row[1] for row in rows}), list(out), said) == (years, left, "")


@pytest.mark.parametrize(
    ("heads", "says"),
    [
        ("6 tháng đầu năm 2022;6 tháng đầu năm 2023", "parts of years"),
        ("Quý I năm 2022;Quý I năm 2023", "parts of years"),
        ("Niên vụ 2021-2022;Niên vụ 2022-2023", "spans of them"),
        ("First half 2022;First half 2023", "parts of years"),
        ("So với năm 2022;So với năm 2023", "'so voi' in 'heading'"),
        ("Nam 2022;Nam 2023", "'nam' in 'heading'"),
        ("Dự báo 2024;Dự báo 2025", "no figure is left"),
    ],
)
def test_a_table_without_a_year_of_the_whole_is_not_taken(take, heads, says):
    rows, _, said = take(printed(heads=heads))
    assert not rows and says in said, said


@pytest.mark.parametrize(
    "text",
    [
        "Tỉnh;Năm;" + WHAT + "\nHà Giang;2022;892,7\nHà Giang;2023;899,9\nBắc Kạn;2022;324,4\nBắc Kạn;2023;326,5\n",
        printed("", corner=WHAT),
        printed("", "Dân số trung bình 2022 (Nghìn người);Dân số trung bình 2023 (Nghìn người)"),
        "Tỉnh,dan_so_2022,dan_so_2023\nHà Giang,892.7,899.9\nBắc Kạn,324.4,326.5\n",
        {WHAT: [["Tỉnh", 2022, 2023], ["Hà Giang", 892.7, 899.9], ["Bắc Kạn", 324.4, 326.5]]},
    ],
)
def test_the_indicator_is_read_in_the_heading_of_the_column_the_corner_or_the_tab(take, text):
    unit = {"unit": "thousand_persons"} if "dan_so" in text else {}
    rows, left, said = take(text, **unit)
    assert (sorted(rows), left, said) == (sorted(HELD), {}, "")


@pytest.mark.parametrize(
    ("text", "asked", "says"),
    [
        (printed("GRDP bình quân đầu người (triệu đồng)"), {}, "892.7 million_vnd, held 33.7"),
        (printed(rows=("Hà Giang;450;452", "Bắc Kạn;160;161")), {}, "4 of 4 figures"),
        (printed("FDI (triệu USD)", rows=("Hà Giang;22,4;23183",)), {}, "23183 million_usd after 22.4"),
        (printed("Phát triển (%)", rows=("Hà Giang;107,1;106,2",)),
         {"indicator": "grdp_growth", "price_basis": "constant-2010"}, "an index, of which 100 is to be taken?"),
    ],
)  # fmt: skip
def test_figures_far_from_those_held_or_of_the_year_before_are_a_question(take, text, asked, says):
    rows, _, said = take(text, **asked)
    assert not rows and says in said, said


def test_figures_that_are_rightly_far_are_taken_when_it_is_said(take):
    text = printed(rows=("Hà Giang;450;452", "Bắc Kạn;160;161"))
    assert [value for *_, value in take(text, "far: [population]\n")[0]] == ["450", "452", "160", "161"]


def test_an_index_of_the_year_before_is_growth_less_a_hundred(take):
    rows = ("Hà Giang;107,1;106,2",)
    for title, asked in (
        ("Chỉ số phát triển tổng sản phẩm trên địa bàn theo giá so sánh 2010 (Năm trước = 100)", {}),
        ("Chỉ số phát triển của tỉnh (Năm trước = 100) (%)",
         {"indicator": "grdp_growth", "price_basis": "constant-2010"}),
    ):  # fmt: skip
        found, _, said = take(printed(title, rows=rows), **asked)
        assert ([value for *_, value in found], said) == (["7.1", "6.2"], "")


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("GRDP theo giá so sánh 2010", "constant-2010"),
        ("GRDP theo giá so sánh năm 2020", "constant-2020"),
        ("GRDP at constant 1994 prices", "constant-1994"),
        ("GRDP at 2015 prices", "constant-2015"),
        ("GRDP hiện hành", "current"),
        ("Điều tra quốc gia năm 2020", ""),
    ],
)
def test_the_year_of_prices_is_read_with_them(text, basis):
    assert words.price_basis(text) == basis


@pytest.mark.parametrize(
    ("text", "found", "beside"),
    [
        ("GRDP hiện hành (tỷ đồng)", "grdp_current", ""),
        ("Tốc độ tăng GRDP theo giá so sánh 2010 (%)", "grdp_growth", ""),
        ("Dân số trung bình của tỉnh Nam Định năm 2023", "population", ""),
        ("Dân số trung bình phân theo địa phương, giới tính và thành thị, nông thôn", "population", ""),
        ("Dân số trung bình thành thị, nông thôn", "population", "thanh thi nong thon"),
        ("Diện tích (Km2)", "", "dien tich km2"),
        ("Nghìn người", "", ""),
        ("Tổng số - Total", "", ""),
        ("Đồng bằng sông Cửu Long - Mekong River Delta", "", ""),
    ],
)
def test_what_a_text_names_and_its_words_beside(text, found, beside):
    read = titles.read(text, REAL)
    assert ("".join(meaning.indicator for meaning in read[0]), read[1]) == (found, beside)


@pytest.mark.parametrize(
    ("heading", "parts"),
    [
        ("GRDP 2023", ("GRDP", "2023")),
        ("Sơ bộ 2023 GRDP", ("GRDP", "Sơ bộ 2023")),
        ("GRDP 2023 (Sơ bộ)", ("GRDP", "2023 (Sơ bộ)")),
        ("GRDP năm 2023 (tỷ đồng)", ("GRDP (tỷ đồng)", "năm 2023")),
        ("gdp_2023", ("gdp", "2023")),
        ("Sơ bộ năm 2023", ("", "")),
        ("GRDP 2023 so với 2022", ("", "")),
        ("6 tháng 2023", ("", "")),
    ],
)
def test_a_heading_of_name_and_year_is_parted(heading, parts):
    assert wide.split_year(heading) == parts


def test_a_plan_is_a_grade_that_nothing_keeps():
    assert [numbers.grade(text) for text in ("Kế hoạch", "dự báo", "thực hiện")] == ["forecast", "forecast", ""]
    assert numbers.status_of("F") == "forecast" and numbers.year_of("Kế hoạch năm 2025") == ("2025", "forecast")
