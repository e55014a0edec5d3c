"""What publishers' files hold otherwise than they show it, and what they say beside their figures, is read or asked."""

import json
import zipfile

import openpyxl
import pytest
from test_incoming import GOOD, told, written

from cds_analysis.errors import DataError
from cds_analysis.explore import own_table
from cds_analysis.files import furniture, layout, recognise
from cds_analysis.files.encodings import TCVN3

HEAD = ["Địa phương", 2022, 2023]
BODY = [["Hà Giang", 892.7, 899.9], ["Bắc Kạn", 324.4, 326.5]]


def sheet(folder, rows, change=lambda book: None):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    change(book)
    book.save(folder / "x.xlsx")
    return folder / "x.xlsx"


def figures(path):
    """Every figure with its labels, and what the reader has to say."""
    found = told(path)
    return found.cells[[*found.dimensions, "value"]].to_numpy().tolist(), " ".join(found.told)


def refused(path, says):
    with pytest.raises(DataError) as error:
        recognise.read(path)
    assert says in str(error.value)


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_cells_are_read_as_they_are_shown_in_every_form_of_sheet(kind):
    found = told(GOOD / f"shown.{kind}")  # per cent, thousands and plain, raised digits, days as years, repeated cells
    assert found.cells["value"].tolist() == [
        *("5", "5", "5", "5.34"),
        *("4.87", "4.92", "4.9", "5.02"),
        *("28.5", "28.83", "29", "29.53"),
    ]
    assert found.cells["year"].unique().tolist() == ["2020", "2021", "2022", "2023"]
    assert found.cells["Địa phương"].unique().tolist() == ["Hà Giang", "Bắc Kạn", "Thái Nguyên"]
    assert found.cells["status"].unique().tolist() == ["", "preliminary"]
    said = " ".join(found.told)
    assert "column B, row 4" in said and "'Ghi chú' is not read" in said and "percentages" in said


@pytest.mark.parametrize(
    ("code", "value", "power"),
    [
        ("0.00%", 0.05, 2),
        ('0.0"%"', 5.1, 0),
        (r"0.0\%", 5.1, 0),
        ("#,##0", 892700, 0),
        ("#,##0.0,", 892700, -3),
        ("0.0,,", 892700000, -6),
        ("0,.0", 892700, -3),
        ('0.0%;-0.0%;"-"', 0, 0),
        ("0.0;[Red]0.0%", -0.1, 2),
        ("[>=1000]#,##0.0,;0", 892700, -3),
        ("[>=1000]#,##0.0,;0", 892, 0),
        ('"Sơ bộ "0', 2023, "Sơ bộ 2023"),
        ('0" tỷ"', 2023, 0),
    ],
)
def test_what_a_number_format_shows(code, value, power):
    assert layout.shows(code, value) == power


@pytest.mark.parametrize("target", ["/xl/worksheets/Bang 1.xml", "tables/data.dat"])
def test_the_part_of_a_sheet_is_found_by_its_relationship(tmp_path, target):
    path = GOOD / "shown.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "x.xlsx", "w") as new:
        own = "xl/worksheets/sheet2.xml"
        for name in old.namelist():
            text = old.read(name).replace(b"/" + own.encode(), target.encode())
            new.writestr(
                target.lstrip("/") if name == own and target[0] == "/" else name.replace(own, "xl/" + target), text
            )
    assert figures(tmp_path / "x.xlsx") == figures(path)


def test_one_figure_merged_over_several_rows_is_refused_with_its_cells(tmp_path):
    path = sheet(tmp_path, [HEAD, *BODY], lambda book: book.active.merge_cells("B2:B3"))
    refused(path, "one figure, '892.7', merged over the cells B2:B3")
    rows = [["Tỉnh", "Năm", "Giá trị"], ["Hà Giang", 2022, 892.7], ["Bắc Kạn", 2022, None]]
    refused(sheet(tmp_path, rows, lambda book: book.active.merge_cells("C2:C3")), "merged over the cells C2:C3")


def test_a_formula_that_nobody_computed_is_told(tmp_path):
    path = sheet(tmp_path, [["Địa phương", 2022, "=B1+1"], *BODY])
    refused(path, "C1: '=B1+1' is a formula without a value; open the file in Excel")


@pytest.mark.parametrize(
    "rows",
    [
        [["STT", *HEAD], ["A", "B", 1, 2], ["I", "Miền núi", 1, 2], [1, *BODY[0]], [2, *BODY[1]]],
        [["TT", *HEAD], [None, "Miền núi", 1, 2], [1, *BODY[0]], [2, *BODY[1]]],
        [["", *HEAD], [1, "Miền núi", 1, 2], [2, *BODY[0]], [3, *BODY[1]]],
        [HEAD, ["(1)", "(2)", "(3)"], ["Miền núi", 1, 2], *BODY],
        [["Đơn vị tính: Người"] * 3, HEAD, ["Miền núi", 1, 2], *BODY, ["Nguồn: Cục Thống kê"]],
    ],
)
def test_what_only_counts_rows_and_columns_is_no_figure(tmp_path, rows):
    found, _ = figures(sheet(tmp_path, rows))
    assert [row[-1] for row in found] == ["1", "2", "892.7", "899.9", "324.4", "326.5"]
    assert [row[0] for row in found[::2]] == ["Miền núi", "Hà Giang", "Bắc Kạn"]
    assert not furniture.is_numbering(["Hà Giang", "1", "2"])


LONG = "Tỉnh;Năm;Giá trị\nBắc Kạn;2022;324,4\n"


@pytest.mark.parametrize("text", ["sep=;\n" + LONG, LONG + "\nNguồn: X", LONG + "Nguồn: X;;\n", LONG + "\nbảng tiếp"])
def test_lines_around_a_long_table(tmp_path, text):
    assert figures(written(tmp_path, "x.csv", text))[0] == [["Bắc Kạn", "2022", "324.4"]]


def test_a_row_that_is_cut_off_is_no_note(tmp_path):
    refused(written(tmp_path, "x.csv", LONG + "Thái Ngu"), "1 cells, the headings have 3")
    refused(written(tmp_path, "x.csv", "Tỉnh;Năm;Giá trị\nHà Giang\nBắc Kạn;2022;324,4\n"), "x.csv:2")


def test_the_sheet_with_the_table_is_read_unless_there_are_two(tmp_path):
    def more(book, *, state):
        other = book.create_sheet("Khác")
        for row in [HEAD, *BODY]:
            other.append(row)
        other.sheet_state = state

    assert "'Khác' is not read: hidden" in figures(sheet(tmp_path, [HEAD, *BODY], lambda b: more(b, state="hidden")))[1]
    refused(sheet(tmp_path, [HEAD, *BODY], lambda b: more(b, state="visible")), "several sheets: 'Sheet', 'Khác'")


def test_text_of_before_unicode_in_cells(tmp_path):
    old = str.maketrans({v: k for k, v in TCVN3.items()})
    rows = [
        ["Dân số trung bình", None, None],
        HEAD,
        ["Bình Dương", 1, 2],
        ["Thừa Thiên Huế", 3, 4],
    ]  # ư is a soft hyphen
    path = sheet(tmp_path, [[c.translate(old) if isinstance(c, str) else c for c in row] for row in rows])
    assert told(path).title == "Dân số trung bình"
    assert [row[0] for row in figures(path)[0][::2]] == ["Bình Dương", "Thừa Thiên Huế"]


ML = """<m:GenericData xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"
 xmlns:c="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common"
 xmlns:g="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/generic"><m:Header><m:ID>1</m:ID><m:Test>false</m:Test>
 <m:Prepared>2025-01-01T00:00:00</m:Prepared><m:Sender id="E"/><m:Structure structureID="S"
 dimensionAtObservation="TIME_PERIOD"><c:Structure><Ref agencyID="E" id="X" version="1.0"/></c:Structure></m:Structure>
 </m:Header><m:DataSet structureRef="S">{all}<g:Series><g:SeriesKey><g:Value id="REF_AREA" value="VN"/>
 {key}</g:SeriesKey>{series}<g:Obs><g:ObsDimension value="2022"/><g:ObsValue value="22.4"/>{first}</g:Obs>
 <g:Obs><g:ObsDimension value="2023"/><g:ObsValue value="23183"/>{second}</g:Obs></g:Series></m:DataSet>
 </m:GenericData>"""
EMPTY = dict.fromkeys(("all", "key", "series", "first", "second"), "")


def said(power, kind="Attributes"):
    values = f'<g:Value id="UNIT_MEASURE" value="USD"/><g:Value id="UNIT_MULT" value="{power}"/>'
    return f"<g:{kind}>{values}</g:{kind}>" if kind else values


def units(power, base="USD"):
    return {"base": base, "multiplier": power}


def jsonstat(**of):
    dimensions = {"t": {"category": {"index": ["2022"]}}, "m": {"category": {"index": list(of), "unit": of}}}
    about = {"class": "dataset", "version": "2.0", "id": ["t", "m"], "size": [1, len(of)], "dimension": dimensions}
    return json.dumps(about | {"value": [22.4, 23183][: len(of)]})


MIXED = [["22400", "million USD"], ["23183", "million USD"]]
SAME = [["22.4", "million USD"], ["23183", "million USD"]]
OTHER = [["22.4", "billion USD"], ["23183", "thousand persons"]]
CODES = "DATAFLOW,REF_AREA,UNIT_MEASURE,UNIT_MULT,TIME_PERIOD,OBS_VALUE\nX,VN,USD,9,2022,22.4\nX,VN,USD,6,2023,23183\n"
WORDS = CODES.replace(",9,", ",Billions,").replace(",6,", ",Millions,").replace("UNIT_MULT", "SCALE")
IN_ML = [({"series": said(6)}, SAME), ({"key": said(6, "")}, SAME), ({"all": said(6)}, SAME)]
IN_ML += [({"first": said(9), "second": said(6)}, MIXED)]


@pytest.mark.parametrize(
    ("name", "text", "right"),
    [
        ("x.csv", CODES, MIXED),
        ("x.csv", WORDS.replace("DATAFLOW", "Nguồn"), MIXED),
        *(("x.xml", ML.format(**EMPTY | where), right) for where, right in IN_ML),
        ("x.json", jsonstat(a=units(9), b=units(6)), MIXED),
        ("x.json", jsonstat(a=units(9), b=units(3, "persons")), OTHER),
    ],
)
def test_each_figure_gets_its_own_power_of_ten(tmp_path, name, text, right):
    found = told(written(tmp_path, name, text))
    unit = found.cells["unit"] if "unit" in found.cells else [found.unit] * len(found.cells)
    assert [list(pair) for pair in zip(found.cells["value"], unit, strict=True)] == right
    assert not any("MULT" in name for name in found.dimensions)


def test_a_power_that_is_none_or_stands_in_the_title_alone_is_asked_about(tmp_path):
    head = "REF_AREA,UNIT_MEASURE,UNIT_MULT,TIME_PERIOD,OBS_VALUE\n"
    refused(written(tmp_path, "x.csv", head + "VN,USD,many,2022,22.4\n"), "'many' is no power of ten")
    tree = json.loads(jsonstat(a={"base": "USD"})) | {"label": "FDI (million)"}
    assert told(written(tmp_path, "x.json", json.dumps(tree))).unit == "USD (the title says million)"


@pytest.mark.parametrize("texts", [["9250", "10.871", "31.019"], ["912", "1.012"]])
def test_thousands_are_asked_about_in_publishers_tables(tmp_path, texts):
    rows = "".join(f"Bắc Kạn;{2020 + n};{text}\n" for n, text in enumerate(texts))
    refused(written(tmp_path, "x.csv", "Tỉnh;Năm;Giá trị\n" + rows), "`decimal: ','` in a mapping file if it means 1")


def test_thousands_are_asked_about_in_own_tables(tmp_path):
    series = "series,year,value\na,2020,950\na,2021,1.012\nb,2020,12.5\n"
    with pytest.raises(DataError, match=r"csv:3 \[value\]: series 'a': '1.012' may be thousands or have decimals"):
        own_table.read_series(written(tmp_path, "x.csv", series))
    assert own_table.read_series(written(tmp_path, "x.csv", series.replace("1.012", "1.0120")))["value"].max() == 950
    head = "year,sector,value_added_current,value_added_constant,employed\n"
    with pytest.raises(DataError, match=r"'1.200' may be thousands"):
        own_table.read_sectors(written(tmp_path, "x.csv", head + "2010,a,1.200,1.1,60.5\n2010,b,950,950,40\n"))
    excel = "sep=,\n" + series.replace("1.012", "1012")
    assert own_table.read_series(written(tmp_path, "x.csv", excel))["value"].tolist() == [950, 1012, 12.5]


PX = 'STUB="T";HEADING="N";VALUES("T")="Hà Giang";{years}SOURCE="X";\nDATA=892.7 899.9;'
YEARS = 'VALUES("N")="2022","2023";'


@pytest.mark.parametrize(
    "text",
    [
        PX.format(years='TIMEVAL("N")=TLIST(A1),"2022","2023";'),
        PX.format(years='TIMEVAL("N")=TLIST(A1,"2022"-"2023");'),
        PX.format(years=YEARS).replace('STUB="T";HEADING="N"', 'STUB="";HEADING="T","N"'),
        PX.format(years=YEARS) + '\nNOTE="ghi chú 12";\n',
    ],
)
def test_px_as_other_programs_write_it(tmp_path, text):
    path = written(tmp_path, "x.px", text)
    assert figures(path)[0] == [["Hà Giang", "2022", "892.7"], ["Hà Giang", "2023", "899.9"]]


def test_a_stray_quotation_mark_of_px_is_told_by_its_line(tmp_path):
    text = PX.format(years='\nTIMEVAL("N")=TLIST(A1)","2022","2023";\n' + YEARS)
    refused(written(tmp_path, "x.px", text), "x.px:2: an odd number of quotation marks")


def test_flags_of_letters_behind_figures(tmp_path):
    found = told(written(tmp_path, "x.csv", "Tỉnh;2022;2023;2024\nBắc Kạn;3950 b;4010 ep;: c\n"))
    assert found.cells[["value", "status", "missing"]].to_numpy().tolist() == [
        ["3950", "", ""], ["4010", "estimate", ""], ["", "", ": c"]
    ]  # fmt: skip


def test_labels_that_stand_twice_leave_the_others_as_they_are(tmp_path):
    tree = json.loads(jsonstat(a=units(6), b=units(6), c=units(6))) | {"value": [1, 2, 3]}
    tree["dimension"]["m"]["category"]["label"] = {"a": "Hà Giang", "b": "Hà Giang", "c": "Bắc Kạn"}
    found = told(written(tmp_path, "x.json", json.dumps(tree)))
    assert found.cells["m"].tolist() == ["Hà Giang [a]", "Hà Giang [b]", "Bắc Kạn"]


def test_headings_with_too_few_cells_and_tables_without_figures_say_so(tmp_path):
    text = "T\nTỉnh;2022;2023\nNam;Nữ;Nam;Nữ\nBắc Kạn;1,5;2;3;4\n"
    refused(written(tmp_path, "x.csv", text), "x.csv:3: headings of 4 cells over rows of 5")
    import pandas as pd

    pd.DataFrame({"a": ["x"], "b": ["y"]}).to_parquet(tmp_path / "x.parquet")
    refused(tmp_path / "x.parquet", "no column of figures among 'a', 'b'")


def test_notes_below_are_no_title_whatever_parts_their_cells(tmp_path):
    found = told(written(tmp_path, "x.csv", "Tỉnh;2022;2023\nBắc Kạn;1,5;2\nGhi chú: sơ bộ; theo quý\n"))
    assert (found.title, found.notes) == ("", ("Ghi chú: sơ bộ theo quý",))
