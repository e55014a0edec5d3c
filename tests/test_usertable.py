"""A reader's own table: CSV and Excel give the same, and every wrong cell is told with its sheet, row and column."""

from datetime import date

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner

from cds_analysis.commands.brief import main
from cds_analysis.errors import DataError
from cds_analysis.explore import own_table
from cds_analysis.files import usertable

HEAD = ["series", "year", "value"]
ROWS = [["Hồ sơ", 2020, 12.5], ["Hồ sơ", 2021, 13], ["Hồ sơ", 2022, None], ["Hồ sơ", 2023, 15.25]]


@pytest.fixture
def save(tmp_path):
    """A workbook of these rows, whose cells are mended by `touch`; sheets by name, the first one current."""

    def saved(rows, touch=lambda sheet: None, name="Số liệu", **more):
        book = openpyxl.Workbook()
        book.active.title = name
        for row in rows:
            book.active.append(row)
        touch(book.active)
        for title, others in more.items():
            sheet = book.create_sheet(title)
            for row in others:
                sheet.append(row)
        book.save(tmp_path / "own.xlsx")
        return tmp_path / "own.xlsx"

    return saved


def fault(path) -> str:
    with pytest.raises(DataError) as refused:
        own_table.read_series(path)
    return "\n".join(map(str, refused.value.faults)).replace(str(path), path.name)


def test_a_workbook_and_a_csv_file_with_the_same_rows_give_the_same_table(save, tmp_path):
    csv = tmp_path / "own.csv"
    pd.DataFrame(ROWS, columns=HEAD).to_csv(csv, index=False)
    read = own_table.read_series(save([HEAD, *ROWS]))
    pd.testing.assert_frame_equal(read, own_table.read_series(csv))
    assert list(read["value"]) == [12.5, 13.0, 15.25]


def test_names_may_stand_lower_in_any_case_and_order_beside_others(save):
    path = save([[], ["Value", "Ghi chú", " YEAR ", "Series"], [1.5, "x", 2020, "a"], [], [2, "#", "2021", "a"]])
    assert own_table.read_series(path).values.tolist() == [["a", 2020, 1.5], ["a", 2021, 2.0]]


def test_the_one_sheet_with_the_columns_is_read_and_two_are_refused(save):
    notes = [["Ghi chú"], ["của tôi"]]
    assert len(own_table.read_series(save(notes, name="Notes", Data=[HEAD, *ROWS]))) == 3
    assert fault(save([HEAD, *ROWS], Copy=[HEAD, *ROWS])) == (
        "own.xlsx: the sheets 'Số liệu', 'Copy' have these columns; keep them in one"
    )


@pytest.mark.parametrize(
    ("cell", "value", "said"),
    [
        (
            "C3",
            "12,5",
            "own.xlsx, sheet 'Số liệu', row 3 [value]: series 'Hồ sơ': '12,5' is text, not a number; type it",
        ),
        ("C3", "12.5", "row 3 [value]: series 'Hồ sơ': '12.5' is text, not a number"),  # 125 to a Vietnamese reader
        ("C3", "chưa có", "row 3 [value]: series 'Hồ sơ': 'chưa có' is text, not a number"),
        ("B3", "năm 2021", "row 3 [year]: series 'Hồ sơ': 'năm 2021' is text, not a number"),
        ("B3", 2020, "row 3 [year]: series 'Hồ sơ': '2020' stands twice in this series; keep one row"),
        ("B3", date(2021, 12, 31), "row 3 [year]: series 'Hồ sơ': '2021-12-31' is no number"),
        ("B3", 2021.5, "row 3 [year]: series 'Hồ sơ': '2021.5' is no year; write it as 2024"),
        ("A3", None, "row 3 [series]: series '': '' is empty; name the series"),
        ("C3", "=C2*2", "row 3 [value]: series 'Hồ sơ': '=C2*2' is a formula without a value; open the file in Excel"),
        ("C3", "#DIV/0!", "row 3 [value]: series 'Hồ sơ': '#DIV/0!' is an error of the formula"),
        ("A3", "=A2", "row 3 [series]: series '=A2': '=A2' is a formula without a value"),
        ("C3", True, "row 3 [value]: series 'Hồ sơ': 'True' is no number"),
    ],
)
def test_a_wrong_cell_is_told_with_sheet_row_and_column(save, cell, value, said):
    def touch(sheet):
        sheet[cell] = value

    assert said in fault(save([HEAD, *ROWS], touch)) and "\n" not in fault(save([HEAD, *ROWS], touch))


def test_a_percentage_is_not_silently_a_hundredth(save):
    def touch(sheet):
        sheet["C2"], sheet["C2"].number_format = 0.2953, "0.00%"

    said = fault(save([HEAD, *ROWS], touch))
    assert "row 2 [value]: series 'Hồ sơ': 0.2953 is shown as a percentage, 29.53%" in said


def test_a_chart_before_the_sheet_and_what_lies_behind_the_figures_are_not_passed_over(tmp_path):
    import xlsxwriter

    path = tmp_path / "own.xlsx"
    with xlsxwriter.Workbook(path) as book:
        chart, page = book.add_chart({"type": "line"}), book.add_chartsheet("Hình")
        sheet = book.add_worksheet("S")
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ["a", 2020, 0.5], book.add_format({"num_format": "0%"}))
        sheet.write_formula(2, 2, "=1/0", None, "#DIV/0!")
        chart.add_series({"values": "=S!$C$2:$C$2"})
        page.set_chart(chart)
    said = fault(path)
    assert "row 2 [value]: series 'a': 0.5 is shown as a percentage, 50%" in said
    assert "row 3 [value]: series '': '#DIV/0!' is an error of the formula" in said


def test_a_formula_that_excel_computed_counts_and_the_zero_of_one_nobody_did_does_not(tmp_path):
    import xlsxwriter

    path = tmp_path / "own.xlsx"
    for result, read in ((27, True), (0, False)):
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet("S")
            sheet.write_row(0, 0, HEAD)
            sheet.write_row(1, 0, ["a", 2020, 13.5])
            sheet.write_row(2, 0, ["a", 2021])
            sheet.write_formula(2, 2, "=2*C2", None, result)
        if read:
            assert list(own_table.read_series(path)["value"]) == [13.5, 27.0]
        else:
            assert "row 3 [value]: series 'a': '=2*C2' is a formula without a value" in fault(path)


def test_all_faults_come_together_in_the_order_of_rows(save):
    rows = [HEAD, ["a", "x", 1], ["a", 2021, "1,5"], ["", 2022, 3]]
    assert [line.split("]")[0] for line in fault(save(rows)).splitlines()] == [
        "own.xlsx, sheet 'Số liệu', row 2 [year",
        "own.xlsx, sheet 'Số liệu', row 3 [value",
        "own.xlsx, sheet 'Số liệu', row 4 [series",
    ]


def test_no_such_column_names_the_sheet_and_what_it_has(save):
    said = fault(save([["series", "năm", "value"], ["a", 2020, 1]]))
    assert said.startswith("own.xlsx, sheet 'Số liệu', row 1: no column year among series, năm, value; the table needs")
    assert "the column year more than once" in fault(save([["series", "year", "value", "Year"], ["a", 2020, 1, 2]]))
    assert "no sheet with anything in it" in fault(save([]))
    assert "no value at all" in fault(save([HEAD, ["a", 2020, None]]))


@pytest.mark.parametrize("content", [b"", b"series,year,value\na,2020,1\n", b"PK\x03\x04 and no more"])
def test_what_only_calls_itself_excel_is_refused(tmp_path, content):
    path = tmp_path / "own.xlsx"
    path.write_bytes(content)
    assert fault(path) == "own.xlsx: not a readable Excel file; save it in Excel as .xlsx, no password"


def test_a_zip_that_is_no_workbook_and_a_workbook_that_calls_itself_csv_are_refused(save, tmp_path):
    import zipfile

    path = tmp_path / "zip.xlsx"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("a.txt", "a")
    assert "not a readable Excel file" in fault(path)
    assert "not a readable CSV file" in fault(save([HEAD, *ROWS]).rename(tmp_path / "own.csv"))


def test_a_sheet_formatted_to_its_last_row_is_refused_before_it_fills_the_memory(save):
    def touch(sheet):
        sheet.cell(1_048_576, 16).value = 1

    assert "1,048,576 rows and 16 columns" in fault(save([HEAD, *ROWS], touch))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("series,year,value\na,2020,12,5\na,2021,13,5\n", "write numbers with a point, or save the table as .xlsx"),
        ("series;year;value\na;2020;12,5\n", "separate cells by commas and write"),
        ("series\tyear\tvalue\na\t2020\t1\n", "separate cells by commas"),
        ("series,year,value,value\na,2020,1,2\n", "the column value more than once"),
        ("\n\n", "not a readable CSV file"),
        (",,\n,,\n", "nothing but empty rows"),
    ],
)
def test_commas_that_are_decimals_or_none_at_all_are_told(tmp_path, text, said):
    path = tmp_path / "own.csv"
    path.write_text(text, encoding="utf-8")
    assert said in fault(path)


def test_both_commands_take_a_workbook(save, tmp_path):
    rows = [[name, 2000 + n, 10.0 + n * k] for name, k in (("a", 1), ("b", 2)) for n in range(10)]
    out = tmp_path / "out.csv"
    ran = CliRunner().invoke(main, ["forecast", str(save([HEAD, *rows])), "--horizon", "2", "-o", str(out)])
    assert ran.exit_code == 0 and list(pd.read_csv(out)["year"]) == [2010, 2011] * 2
    sectors = [["farms", 60, 60, 60], ["plants", 140, 140, 40]], [["farms", 90, 60, 50], ["plants", 210, 200, 50]]
    rows = [[year, *row] for year, part in zip((2010, 2016), sectors, strict=True) for row in part]
    ran = CliRunner().invoke(main, ["decompose", str(save([own_table.SECTORS, *rows])), "--lang", "en"])
    assert ran.exit_code == 0 and "rose by 30%" in ran.output
    ran = CliRunner().invoke(main, ["decompose", str(save([own_table.SECTORS, [2010, "farms", "60", "6 0", 1]]))])
    assert ran.exit_code == 2 and "row 2 [value_added_constant]: 2010, farms: '6 0' is text" in ran.output


def test_a_table_is_told_where_it_was_found(save):
    table = usertable.read(save([HEAD, *ROWS]), HEAD, HEAD[1:], "")
    assert table.sheet == "Số liệu" and list(table.rows["line"]) == [2, 3, 4, 5]
