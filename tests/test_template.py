"""The Excel file to fill in, and its way back into the data."""

import zipfile
from datetime import datetime

import openpyxl
import pytest
from click.testing import CliRunner
from conftest import REAL

from cds_analysis.commands.brief import main
from cds_analysis.errors import DataError, ParameterError, UnknownName
from cds_analysis.files import form, recognise
from cds_analysis.intake import propose, template

SHARE = "Theo phương pháp của Cục Thống kê"


@pytest.fixture
def filled(tmp_path):
    """A template with some cells written, by column of the first rows."""
    path = template.write(
        ["digital_economy_share", "dti_rank", "grdp_current"], tmp_path / "t.xlsx", REAL, years=[2025]
    )

    def fill(cells: dict[str, object], published: str = "2026-03-31"):
        book = openpyxl.load_workbook(path)
        for cell, value in cells.items():
            book["Số liệu"][cell] = value
        for cell, value in {"B2": "Cục Thống kê", "B3": "Công bố thử", "B5": published}.items():
            book["Nguồn"][cell] = value
        book.save(tmp_path / "filled.xlsx")
        return tmp_path / "filled.xlsx"

    return fill


def test_a_filled_template_imports_without_questions(filled):
    cells = {"F2": 17.5, "I2": SHARE, "H2": "sơ bộ", "F36": 3, "F70": 1234.5, "I70": "Cơ quan thống kê trung ương"}
    proposal = propose.propose(filled(cells), REAL)
    assert not proposal.faults and proposal.incoming.kind == "template"
    columns = ["indicator", "place", "border", "value", "unit", "measure", "price_basis", "field", "status"]
    assert proposal.rows[columns].values.tolist() == [
        ["digital_economy_share", "ha-noi", "2025", "17.5", "percent", "gso-experimental", "none", "", "preliminary"],
        ["dti_rank", "ha-noi", "2025", "3", "rank", "dti", "none", "34", "reported"],
        ["grdp_current", "ha-noi", "2025", "1234.5", "billion_vnd", "gso", "current", "", "reported"],
    ]
    assert proposal.source.publisher == "Cục Thống kê" and proposal.vintage == "2026-03-31"


def test_rows_left_empty_are_no_figures(filled):
    assert len(recognise.read(filled({"F2": 0})).cells) == 1  # zero is a figure


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("29,53", "29.53"),
        ("29,53%", "29.53"),
        ("12,5 %", "12.5"),
        ("0,125", "0.125"),
        ("\u22121,5", "-1.5"),
        ("7%", "7"),
        ("1.234,5", "1234.5"),
        ("1.234.567", "1234567"),
        ("17.34", None),
        ("12,345", None),  # or twelve thousand, in the English way
        ("1.234", None),
        ("1.23,4", None),
        ("khoảng 12,5", None),
        ("=1/0", None),
        ("-", None),
    ],
)
def test_a_figure_typed_as_text_is_read_the_vietnamese_way(text, number):
    assert form.typed(text, True) == number
    assert form.typed(text, False) == (None if "%" in text else number)


def test_what_a_clerk_types_is_read_or_told_by_its_cell(filled):
    path = filled({"F2": "29,53%", "F3": 0.2953, "F4": " 12,5 ", "F70": "1.234,5"})
    book = openpyxl.load_workbook(path)
    book["Số liệu"]["F3"].number_format = "0.00%"
    book.save(path)
    assert recognise.read(path).cells["value"].tolist() == ["29.53", "29.53", "12.5", "1234.5"]
    for cell, value in {"F2": "17.34 %", "F3": "-", "F4": "=1/0", "F5": "chưa công bố", "F70": 0.2953}.items():
        book["Số liệu"][cell] = value
    book["Số liệu"]["F70"].number_format = "0.00%"  # billions of dong
    book.save(path)
    with pytest.raises(DataError) as error:
        recognise.read(path)
    told = {fault.line: (fault.column, fault.remedy) for fault in error.value.faults}
    assert set(told) == {2, 3, 4, 5, 70} and {column for column, _ in told.values()} == {"giá trị"}
    assert told[3][1] == told[5][1] == "leave the cell empty where there is no figure"
    assert told[2][1].startswith("type it into the cell as a number") and told[70][1].startswith(
        "give the cell a plain"
    )


def test_a_measure_chosen_once_holds_for_the_rows_below_it(filled):
    last = 1 + 3 * 34 + 1  # the first row to spare
    spare = {f"A{last}": "digital_economy_share", f"C{last}": "Cả nước", f"E{last}": 2025, f"F{last}": 13.5}
    cells = {"I2": SHARE, "F4": 12.5, "I10": "Số liệu địa phương nêu", "F11": 7, "F36": 3, **spare}
    read = recognise.read(filled(cells)).cells
    assert read["thước đo"].tolist()[:2] == [SHARE, "Số liệu địa phương nêu"]
    assert read["thước đo"].tolist()[2:] == ["Bộ chỉ số chuyển đổi số", "Số liệu địa phương nêu"]
    assert read["đơn vị"].tolist() == ["%", "%", "hạng", "%"]


def test_a_measure_left_open_is_asked_for(filled):
    proposal = propose.propose(filled({"F2": 12.5}), REAL)
    assert len(proposal.faults) == 1 and "or choose one in its column of the form" in str(proposal.faults[0])


def test_a_rate_has_the_prices_it_is_counted_in(tmp_path):
    sheet = openpyxl.load_workbook(template.write(["grdp_growth"], tmp_path / "t.xlsx", REAL))["Số liệu"]
    assert sheet["J2"].value == "giá so sánh năm 2010"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("31/3/2026", "2026-03-31"),
        ("06/01/2026", "2026-01-06"),
        ("3/2026", "2026-03"),
        ("2026-03-31", "2026-03-31"),
        (str(datetime(2026, 3, 31)), "2026-03-31"),
        ("tháng 3 năm 2026", "tháng 3 năm 2026"),  # asked about, as it was typed
    ],
)
def test_the_day_of_publication_is_read_day_first(typed, day):
    assert form._day(typed) == day


def test_the_form_in_another_format_is_named(tmp_path):
    with zipfile.ZipFile(tmp_path / "t.ods", "w") as archive:
        archive.writestr("meta.xml", '<meta:user-defined meta:name="cds-template">1</meta:user-defined>')
    with pytest.raises(DataError, match=r"the form of cds, saved in another format; save it as Excel \(.xlsx\)"):
        recognise.read(tmp_path / "t.ods")


def test_every_sheet_prints_on_a4_and_days_are_no_dates_of_another_country(filled):
    book = openpyxl.load_workbook(filled({}))
    for sheet in book.worksheets:
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0
    assert book["Nguồn"]["B5"].number_format == "@"


def test_a_status_outside_the_list_is_told(filled):
    with pytest.raises(DataError, match="is no status"):
        recognise.read(filled({"F2": 1, "H2": "chắc chắn"}))


def test_headings_are_locked_cells_to_fill_in_are_open_and_choose_from_lists(filled):
    sheet = openpyxl.load_workbook(filled({}))["Số liệu"]
    assert sheet.protection.sheet and sheet["A1"].protection.locked and not sheet["F2"].protection.locked
    lists = [v for v in sheet.data_validations.dataValidation if v.type == "list"]
    assert {str(v.sqref).split(":")[0] for v in lists} >= {"C2", "D2", "H2", "I2"}
    assert sheet.max_row == 1 + 3 * 34 + template.SPARE


def test_the_command_writes_once(tmp_path):
    out = tmp_path / "b.xlsx"
    args = [
        "data",
        "template",
        "digital_economy_share",
        "--border",
        "pre-2025",
        "--years",
        "2022-2024",
        "--out",
        str(out),
    ]
    assert CliRunner().invoke(main, args).exit_code == 0 and out.is_file()
    again = CliRunner().invoke(main, args)
    assert again.exit_code == 2 and "is there already" in again.output


def test_what_cannot_be_made_is_refused(tmp_path):
    with pytest.raises(UnknownName):
        template.write(["no_such"], tmp_path / "t.xlsx", REAL)
    with pytest.raises(ParameterError):
        template.write(["dti_rank"], tmp_path / "t.xlsx", REAL, border="1802")
    assert not list(tmp_path.iterdir())


def test_examples_are_said_as_they_are_typed(filled):
    book = openpyxl.load_workbook(filled({}))
    told = " ".join(str(row[2].value) for row in book["Hướng dẫn"].iter_rows() if row[2].value)
    assert "Ví dụ: Thái Nguyên, năm 2025: 29,53%." in told and ": hạng " in told
