"""The Excel file to fill in, and its way back into the data."""

import openpyxl
import pytest
from click.testing import CliRunner
from conftest import REAL

from cds_analysis import importing, incoming
from cds_analysis.__main__ import main
from cds_analysis.errors import DataError, ParameterError, UnknownName
from cds_analysis.workbook import template

SHARE = "Thước đo của cơ quan thống kê"


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
    proposal = importing.propose(filled(cells), REAL)
    assert not proposal.faults and proposal.incoming.kind == "template"
    columns = ["indicator", "place", "border", "value", "unit", "measure", "price_basis", "field", "status"]
    assert proposal.rows[columns].values.tolist() == [
        ["digital_economy_share", "ha-noi", "2025", "17.5", "percent", "gso-experimental", "none", "", "preliminary"],
        ["dti_rank", "ha-noi", "2025", "3", "rank", "dti", "none", "34", "reported"],
        ["grdp_current", "ha-noi", "2025", "1234.5", "billion_vnd", "gso", "current", "", "reported"],
    ]
    assert proposal.source.publisher == "Cục Thống kê" and proposal.vintage == "2026-03-31"


def test_rows_left_empty_are_no_figures(filled):
    assert len(incoming.read(filled({"F2": 0})).cells) == 1  # zero is a figure


@pytest.mark.parametrize("value", ["12,5", "17.34 %", "-", "=1/0"])
def test_what_is_no_number_is_told_by_its_cell(filled, value):
    with pytest.raises(DataError, match=r"'Số liệu', row 2 \[giá trị\]"):
        incoming.read(filled({"F2": value}))


def test_a_status_outside_the_list_is_told(filled):
    with pytest.raises(DataError, match="is no status"):
        incoming.read(filled({"F2": 1, "H2": "chắc chắn"}))


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
