"""Files of publishers are read as they were meant; numbers here are typed into the fixtures and checkable by eye."""

import subprocess
import sys
import unicodedata
from pathlib import Path

import pandas as pd
import pytest
from conftest import ROOT

from cds_analysis.data import observations
from cds_analysis.errors import DataError
from cds_analysis.files import base, encodings, numbers, recognise
from cds_analysis.files.base import TAIL

GOOD = ROOT / "tests" / "data" / "incoming" / "good"
FILES = sorted(path for path in GOOD.iterdir() if path.suffix != ".yml")


def told(path: Path) -> base.Incoming:
    beside = path.with_suffix(".yml")
    return recognise.read(path, mapping=beside if beside.exists() else None)


def rows(name: str) -> list[tuple]:
    """Value, status and sign of every figure by its labels."""
    found = told(GOOD / name)
    return [tuple(row) for row in found.cells[[*found.dimensions, "value", "status", "missing"]].to_numpy()]


def written(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_table_keeps_the_contract(path):
    found = told(path)
    cells = found.cells
    assert list(cells) == [*found.dimensions, *TAIL]
    assert all(cells[name].map(lambda text: isinstance(text, str)).all() for name in cells)
    assert cells["value"].str.fullmatch(r"(-?\d+(\.\d+)?)?").all()
    assert cells["status"].isin(["", *observations.STATUSES]).all()
    assert not (cells["value"].ne("") & cells["missing"].ne("")).any()  # a sign for a missing figure is never a number
    assert cells["where"].ne("").all()
    assert all(unicodedata.is_normalized("NFC", text) for name in found.dimensions for text in cells[name])
    assert found.kind in ("px", "json-stat", "sdmx", "world-bank", "csv", "table", "long", "template")


def test_px_is_read_in_vietnamese_with_marks_and_signs():
    found = told(GOOD / "languages.px")
    assert (found.kind, found.dimensions, found.unit) == ("px", ("Tỉnh", "Năm"), "Tỷ đồng")
    assert (found.title, found.source, found.updated) == ("GRDP theo tỉnh", "GSO", "20240601 08:00")
    assert rows("languages.px") == [
        ("Hà Nội", "2022", "1.5", "", ""),
        ("Hà Nội", "2023", "2", "preliminary", ""),
        ("(2)", "2022", "", "", ".."),
        ("(2)", "2023", "", "preliminary", "-"),
        ("Thái Nguyên", "2022", "1.234", "", ""),
        ("Thái Nguyên", "2023", "5", "preliminary", ""),
    ]


def test_px_by_keys_holds_the_rows_it_names_and_no_others():
    assert [row[:4] for row in rows("keys.px")] == [
        ("A", "x", "2020", "3"),
        ("A", "x", "2021", "4"),
        ("B", "y", "2020", "5"),
        ("B", "y", "2021", ""),
    ]


def test_px_and_pyaxis_agree_where_pyaxis_reads_rightly(tmp_path):
    """And differ where it does not: an empty value is lost to it, and the figures find no place."""
    plain = (
        'CHARSET="ANSI";\nTITLE="T";\nUNITS="n";\nSTUB="a";\nHEADING="y";\nVALUES("a")="p","q";\n'
        'VALUES("y")="2020","2021";\nDATA=\n1 2\n3 "..";\n'
    )
    written(tmp_path, "plain.px", plain)
    written(tmp_path, "blank.px", plain.replace('"p","q"', '"p","","r"').replace('3 "..";', "3 4\n5 6;"))
    code = (
        "import sys, json; from pyaxis import pyaxis; out = pyaxis.parse(sys.argv[1], encoding='utf-8')['DATA'];"
        "print(json.dumps(out.fillna('').astype(str).values.tolist()))"
    )

    def theirs(name: str):
        run = subprocess.run([sys.executable, "-c", code, str(tmp_path / name)], capture_output=True, text=True)
        return run.stdout.strip()

    ours = told(tmp_path / "plain.px").cells
    assert theirs("plain.px") == '[["p", "2020", "1"], ["p", "2021", "2"], ["q", "2020", "3"], ["q", "2021", ""]]'
    assert ours["value"].tolist() == ["1", "2", "3", ""]
    assert theirs("blank.px") == ""  # it stops with an error
    assert told(tmp_path / "blank.px").cells.query("a == 'r'")["value"].tolist() == ["5", "6"]


@pytest.mark.parametrize(("codepage", "encoding"), [("iso-8859-1", "latin-1"), ("utf-8", "utf-8"), ("utf-8", "cp1252")])
def test_px_in_its_encodings(tmp_path, codepage, encoding):
    """The last was saved anew in another encoding and kept its word: what the bytes are goes before it."""
    text = (
        f'CHARSET="ANSI";CODEPAGE="{codepage}";STUB="a";HEADING="y";VALUES("a")="Cataluña";VALUES("y")="2020";DATA=1;'
    )
    found = told(written(tmp_path, "x.px", text.encode(encoding)))
    assert found.cells["a"].tolist() == ["Cataluña"]


def test_px_with_units_by_contents_has_them_as_a_dimension(tmp_path):
    text = (
        'STUB="c";HEADING="y";VALUES("c")="GRDP","Dân số";VALUES("y")="2020";CONTVARIABLE="c";'
        'UNITS("GRDP")="Tỷ đồng";UNITS("Dân số")="Người";DATA=1 2;'
    )
    found = told(written(tmp_path, "x.px", text))
    assert found.dimensions == ("c", "y", "unit")
    assert found.cells["unit"].tolist() == ["Tỷ đồng", "Người"]


def test_jsonstat_of_the_first_version_with_a_stray_nul_and_sparse_values():
    assert rows("jsonstat1-nul.json") == [
        ("Việt Nam", "2020", "1.5", "preliminary", ""),
        ("Việt Nam", "2021", "", "", ":"),
        ("Thái", "2020", "", "", ""),
        ("Thái", "2021", "2", "", ""),
    ]


def test_jsonstat_2_with_units_of_a_metric_and_a_constant_dimension(tmp_path):
    text = (
        '\ufeff{"version":"2.0","class":"dataset","label":"T","source":"S","updated":"2024-01-01","id":["m","t"],"size":[2,1],'
        '"role":{"time":["t"],"metric":["m"]},"dimension":{"m":{"category":{"index":{"b":1,"a":0},"label":{"a":"GDP","b":"Pop"},'
        '"unit":{"a":{"base":"VND","multiplier":9},"b":{"label":"persons"}}}},"t":{"category":{"label":{"y":"2020"}}}},'
        '"value":[1e3,2.50]}'
    )
    found = told(written(tmp_path, "x.json", text))
    assert found.cells[["m", "t", "unit", "value"]].to_numpy().tolist() == [
        ["GDP", "2020", "billion VND", "1000"],
        ["Pop", "2020", "persons", "2.50"],
    ]


def test_a_bundle_of_several_datasets_asks_which(tmp_path):
    one = '{"dimension":{"t":{"category":{"index":["2020"]}},"id":["t"],"size":[1]},"value":[%s]}'
    path = written(tmp_path, "x.json", f'{{"a":{one % 1},"b":{one % 2}}}')
    with pytest.raises(DataError, match=r"2 datasets: 'a', 'b'; name one"):
        recognise.read(path)
    mapping = written(tmp_path, "m.yml", "dataset: b\n")
    assert recognise.read(path, mapping=mapping).cells["value"].tolist() == ["2"]


def test_pxweb_csv_has_a_title_marks_and_footnotes():
    found = told(GOOD / "pxweb.csv")
    assert (found.title, found.source) == ("Tổng sản phẩm theo Tỉnh, Năm", "Tổng cục Thống kê")
    assert rows("pxweb.csv")[2:4] == [
        ("Hà Nội", "2023", "", "preliminary", ".."),
        ("Thái Nguyên", "2021", "142.3", "", ""),
    ]


def test_headings_that_join_indicator_and_year_are_parted():
    assert rows("pxweb-utf16.csv")[:2] == [
        ("Hà Nội", "x", "GRDP", "2021", "1020.5", "", ""),
        ("Hà Nội", "x", "GRDP", "2022", "1196", "preliminary", ""),
    ]


def test_pxweb_xlsx_repeats_merged_labels_and_reads_the_notes_below():
    found = told(GOOD / "pxweb.xlsx")
    assert (found.title, found.source, found.updated) == ("GRDP theo tỉnh, chỉ tiêu và năm", "GSO", "2024-01-02")
    assert rows("pxweb.xlsx")[4:7] == [
        ("Hà Nội", "Nữ", "Tổng số", "2022", "1.25", "", ""),
        ("Hà Nội", "Nữ", "Tổng số", "2023", "", "preliminary", ".."),
        ("Hà Nội", "Nữ", "Nông nghiệp", "2022", "", "", "-"),
    ]
    assert found.cells["where"].iloc[4] == "C6"


def test_a_yearbook_table_described_by_a_mapping():
    found = told(GOOD / "yearbook.xlsx")
    assert (found.kind, found.unit, found.title) == ("table", "Tỷ đồng", "12. Tổng sản phẩm trên địa bàn")
    assert rows("yearbook.xlsx")[0] == ("CẢ NƯỚC - WHOLE COUNTRY", "Tổng số - Total", "2022", "1234.5", "", "")
    assert rows("yearbook.xlsx")[5] == (
        "Hà Nội",
        "Tổng số - Total",
        "2023",
        "2.5",
        "preliminary",
        "",
    )  # no (1), no newline
    assert "Đồng bằng sông Hồng" in found.notes  # a row without figures is no place


def test_a_yearbook_table_without_a_mapping_gives_the_same_figures():
    alone = recognise.read(GOOD / "yearbook.xlsx").cells
    assert alone["value"].tolist() == told(GOOD / "yearbook.xlsx").cells["value"].tolist()


def test_units_in_headings_become_a_dimension(tmp_path):
    path = written(tmp_path, "x.csv", "Tỉnh;GRDP (tỷ đồng);Dân số (nghìn người)\nHà Nội;1,5;2,5\n")
    mapping = "header_rows: {1: indicator}\nlabel_columns: {A: place}\nfirst_row: 2\n"
    mapping += "unit_in: indicator\nfixed: {year: 2023}\n"
    found = recognise.read(path, mapping=written(tmp_path, "m.yml", mapping))
    assert found.cells[["place", "indicator", "year", "unit", "value"]].to_numpy().tolist() == [
        ["Hà Nội", "GRDP", "2023", "tỷ đồng", "1.5"],
        ["Hà Nội", "Dân số", "2023", "nghìn người", "2.5"],
    ]


def test_cells_shown_as_percentages_are_taken_as_shown(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["Tỉnh", 2022, 2023], ["Hà Nội", 0.125, 12.5]):
        book.active.append(row)
    book.active["B2"].number_format = "0.0%"
    book.save(tmp_path / "x.xlsx")
    found = recognise.read(tmp_path / "x.xlsx")
    assert found.cells["value"].tolist() == ["12.5", "12.5"]
    assert any("percentages" in note for note in found.told)


ENCODED = ["tcvn3.csv", "tcvn3-as-unicode.csv", "windows-1258.csv", "utf8-as-latin1.csv", "nfd.csv"]


@pytest.mark.parametrize("name", ENCODED)
def test_one_table_in_every_encoding_reads_alike(name):
    found = told(GOOD / name)
    assert found.dimensions == ("Tỉnh", "year")
    assert found.cells["Tỉnh"].unique().tolist() == ["Hà Nội", "Thái Nguyên", "Đắk Lắk", "Thừa Thiên Huế"]


def test_tcvn3_is_the_standard_table():
    """Python knows no TCVN 5712; each letter of the alphabet is there once, Latin-1 alone stands for them."""
    marked = {
        unicodedata.normalize("NFC", letter + tone)
        for letter in "aăâeêioôơuưy"
        for tone in ("", *"\u0300\u0301\u0303\u0309\u0323")
    }
    wanted = {letter for letter in marked if not letter.isascii()} | {"đ", *"ĂÂĐÊÔƠƯ"}
    assert set(encodings.TCVN3.values()) == wanted
    assert len(set(encodings.TCVN3)) == len(wanted) == 74
    assert encodings.from_tcvn3("Th¸i Nguyªn, §¾k L¾k, B¹c Liªu, Qu¶ng TrÞ, Cµ Mau, VÜnh Phóc, Hµ Néi") == (
        "Thái Nguyên, Đắk Lắk, Bạc Liêu, Quảng Trị, Cà Mau, Vĩnh Phúc, Hà Nội"
    )
    assert encodings.from_tcvn3("TH¸I NGUY£N") == "THÁI NGUYÊN"


def test_western_text_is_not_taken_for_vietnamese(tmp_path):
    path = written(
        tmp_path, "x.csv", "Región;2020;2021\nCataluña;1,5;2\nAragón;2;3\nÎle-de-France;2;3\n".encode("latin-1")
    )
    assert told(path).cells.iloc[:, 0].unique().tolist() == ["Cataluña", "Aragón", "Île-de-France"]
    assert encodings.mended("Región, Cataluña, Aragón") == "Región, Cataluña, Aragón"


def test_world_bank_csv_has_four_lines_above_its_headings():
    found = told(GOOD / "world-bank.csv")
    assert (found.updated, found.source) == ("2024-06-28", "World Bank, World Development Indicators")
    assert found.cells["indicator"].unique().tolist() == ["GDP (current US$)"]
    assert [row[3] for row in rows("world-bank.csv")] == ["366474752771.0", "", "150000000000000", "3"]


def test_world_bank_api_and_databank(tmp_path):
    assert rows("world-bank-api.json") == [
        ("Viet Nam", "GDP", "2023", "420000000000", "", ""),
        ("Viet Nam", "GDP", "2022", "", "estimate", ""),
    ]
    text = "Series Name,Series Code,Country Name,Country Code,2019 [YR2019],2020 [YR2020]\nGDP,NY,Viet Nam,VNM,1.5,..\n"
    found = told(written(tmp_path, "x.csv", text))
    assert found.kind == "world-bank"
    assert found.cells["value"].tolist() == ["1.5", ""]


def test_sdmx_generic_structure_specific_and_csv():
    assert rows("sdmx-generic.xml") == [("A", "VN", "2019", "1.5", "estimate", ""), ("A", "VN", "2020", "", "", "NaN")]
    assert rows("sdmx-structure-specific.xml")[1] == (
        "LU",
        "B1GQ",
        "CP_MEUR",
        "A",
        "2013",
        "49094.5",
        "preliminary",
        "",
    )
    assert rows("sdmx.csv")[0] == ("Annual", "Viet Nam", "2020", "1.5", "preliminary", "")


def test_pxwebs_own_json(tmp_path):
    text = (
        '{"columns":[{"code":"T","text":"Tỉnh","type":"d"},{"code":"N","text":"Năm","type":"t"},{"code":"G","text":"GRDP","type":"c"}],'
        '"comments":[],"data":[{"key":["01","2020"],"values":["1.5"]},{"key":["01","2021"],"values":[".."]}]}'
    )
    found = told(written(tmp_path, "x.json", text))
    assert (found.title, found.cells["value"].tolist(), found.cells["missing"].tolist()) == (
        "GRDP",
        ["1.5", ""],
        ["", ".."],
    )


def test_long_tables_in_csv_and_parquet():
    assert rows("long.csv") == [
        ("Hà Nội", "2021", "GRDP", "1.5", "preliminary", ""),
        ("Hà Nội", "2022", "GRDP", "", "", ":"),
    ]
    assert rows("long.parquet") == [("Hà Nội", "2020", "1.5", "", ""), ("TN", "2021", "", "", "")]
    assert rows("long-two-indicators.csv")[2] == ("Hà Nội", "2021", "Dân số", "3", "", "")


@pytest.mark.parametrize("kind", ["float32", "float64"])
def test_a_figure_of_a_parquet_file_has_the_digits_it_was_written_with(kind, tmp_path):
    figures = pd.Series([29.53, 0.1, float("nan"), 1e7], dtype=kind)
    pd.DataFrame({"tinh": list("abcd"), "nam": [2020] * 4, "value": figures}).to_parquet(tmp_path / "x.parquet")
    assert recognise.read(tmp_path / "x.parquet").cells["value"].tolist() == ["29.53", "0.1", "", "10000000"]


def test_an_infinite_figure_of_a_parquet_file_is_refused(tmp_path):
    pd.DataFrame({"tinh": ["a", "b"], "nam": [2020, 2021], "value": [1.5, float("inf")]}).to_parquet(
        tmp_path / "x.parquet"
    )
    with pytest.raises(DataError, match=r"row 2.*'inf' is no number"):
        recognise.read(tmp_path / "x.parquet")


YEARS = {
    "2023": ("2023", ""),
    "Sơ bộ 2023": ("2023", "preliminary"),
    "Sơ bộ Prel. 2023": ("2023", "preliminary"),
    "2023 (Sb)": ("2023", "preliminary"),
    "2023(p)": ("2023", "preliminary"),
    "Ước tính 2024": ("2024", "estimate"),
    "Est. 2024": ("2024", "estimate"),
    "Năm 2023 (*)": ("2023", ""),
    "2020 [YR2020]": ("2020", ""),
    "YR2020": ("2020", ""),
    "2019-2020": ("", ""),
    "1990s": ("", ""),
    "2020Q1": ("", ""),
    "GRDP 2020": ("", ""),
    "Sơ bộ 2023 Est.": ("", ""),  # two grades at once
}


@pytest.mark.parametrize("label", YEARS)
def test_years_and_their_marks(label):
    assert numbers.year_of(label) == YEARS[label]


FORMS = {
    ("1.234,5", "2"): ["1234.5", "2"],
    ("1,234.5", "1.5"): ["1234.5", "1.5"],
    ("1 234,5", "−5"): ["1234.5", "-5"],
    ("12,3p", "5 (p)", "7*", "8(1)"): ["12.3", "5", "7", "8"],
    ("1.234", "12345"): ["1.234", "12345"],  # 12345 shows that thousands are not parted
    ("1.234.567", "1.234"): ["1234567", "1234"],
    ("1.5e3",): ["1500"],
    ("-", "..", "…", ":", ""): ["", "", "", "", ""],
}


@pytest.mark.parametrize("texts", FORMS)
def test_figures_in_the_publishers_form(texts):
    found = numbers.numbers(pd.Series(texts))
    assert found.fault is None
    assert found.value.tolist() == FORMS[texts]


@pytest.mark.parametrize(
    "texts", [("1.234",), ("1.234", "5.678"), ("1.234,5", "1.5"), ("inf",), ("12 abc",), ("1e999",)]
)
def test_figures_that_leave_their_meaning_open_are_refused(texts):
    assert numbers.numbers(pd.Series(texts)).fault


def test_a_long_sheet_whose_column_of_figures_is_called_value_is_read(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["Tỉnh", "Năm", "value"], ["Hà Nội", 2022, 1.5], ["Hà Nội", 2023, 2]):
        book.active.append(row)
    book.save(tmp_path / "x.xlsx")
    assert recognise.read(tmp_path / "x.xlsx").cells["value"].tolist() == ["1.5", "2"]


def test_a_mapping_settles_the_decimal_mark(tmp_path):
    path = written(tmp_path, "x.csv", "Tỉnh;2022;2023\nHà Nội;1.234;5.678\n")
    with pytest.raises(DataError, match=r"x.csv \[line 2\]: '1.234' may be .*decimal"):
        recognise.read(path)
    for mark, values in ((",", ["1234", "5678"]), (".", ["1.234", "5.678"])):
        assert (
            recognise.read(path, mapping=written(tmp_path, "m.yml", f"decimal: '{mark}'\n")).cells["value"].tolist()
            == values
        )


def test_figures_of_other_periods_are_left_out_and_named(tmp_path):
    found = told(written(tmp_path, "x.csv", "Tỉnh;2022;Sơ bộ 2023;Bình quân 2019-2023\nHà Nội;1,5;2,5;3,5\n"))
    assert found.cells["value"].tolist() == ["1.5", "2.5"]
    assert found.cells["status"].tolist() == ["", "preliminary"]
    assert [(label, count) for label, count, _ in found.left] == [("Bình quân 2019-2023", 1)]


def test_a_mapping_says_all_its_faults_with_their_lines(tmp_path):
    mapping = written(tmp_path, "m.yml", "header_row: {3: indicator}\nlabel_columns: {1: place}\nfirst_row: x\n")
    with pytest.raises(DataError) as error:
        recognise.read(GOOD / "yearbook.xlsx", mapping=mapping)
    assert [(fault.line, fault.column) for fault in error.value.faults] == [
        (1, "header_row"),
        (2, "1"),
        (3, "first_row"),
    ]
    assert "did you mean header_rows?" in str(error.value)


def test_sdmx_csv_with_names_beside_codes_and_attributes(tmp_path):
    text = (
        "STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,ACTION,REF_AREA,Reference area,UNIT_MEASURE,Unit of measure,"
        "TIME_PERIOD,Time period,"
        "OBS_VALUE,Observation value,OBS_STATUS,Observation status,UNIT_MULT,Unit multiplier,DECIMALS,Decimals\n"
        "DATAFLOW,OECD:X(1.0),X,I,VNM,Viet Nam,VND,Dong,2020,,1.5,,E,Estimated value,6,Millions,1,One\n"
        "DATAFLOW,OECD:X(1.0),X,I,VNM,Viet Nam,VND,Dong,2021,,2.5,,A,Normal value,6,Millions,2,Two\n"
    )
    found = told(written(tmp_path, "x.csv", text))
    assert (found.kind, found.dimensions) == ("sdmx", ("REF_AREA", "TIME_PERIOD"))
    assert found.cells["REF_AREA"].unique().tolist() == ["Viet Nam"]
    assert found.unit == "million Dong"
    assert found.cells[["value", "status"]].to_numpy().tolist() == [["1.5", "estimate"], ["2.5", ""]]


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("(p)", "preliminary"),
        ("Sb", "preliminary"),
        ("Prov.", "preliminary"),
        ("Chinh thuc", "final"),
        ("được báo cáo", "reported"),
        ("6 tháng", None),
        ("", ""),
    ],
)
def test_the_words_of_grades_are_the_same_wherever_they_stand(text, grade):
    assert numbers.grade(text) == grade
    assert numbers.status_of(text) == (grade or "")


def test_the_word_of_a_grade_is_taken_out_of_a_text():
    assert numbers.without_grade("sơ bộ 2023") == ("  2023", "preliminary")
    assert numbers.without_grade("epoch 2023") == ("epoch 2023", "")
