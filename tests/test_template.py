"""The Excel file to fill in, and its way back into the data."""

import csv
import zipfile
from datetime import datetime

import openpyxl
import pytest
from click.testing import CliRunner
from conftest import REAL, TINY
from running import cds

from cds_analysis.commands import own_target
from cds_analysis.commands.brief import main
from cds_analysis.data import own_folder, vocabulary
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


STATED = "Số liệu địa phương nêu"  # a measure of the tiny data
ASKED = ["Tỷ trọng kinh tế số trong GRDP", "Thái Nguyên", "trước 01/7/2025 (63 tỉnh, thành phố)"]
ASKED += ["mức đạt được khi đến hạn", "tối thiểu", "29,5", "%", None, 2030, "Kế hoạch hằng năm"]
ASKED += ["Kế hoạch thử số 1", "mục 2", "31/12/2024"]


@pytest.fixture
def asking(tmp_path):
    """A form of the tiny data with targets typed in, each the one above but for some cells by column, and figures."""

    def fill(*changes: dict[str, object], figures: dict[str, object] | None = None):
        path = tmp_path / "t.xlsx"
        path.unlink(missing_ok=True)
        book = openpyxl.load_workbook(template.write(["digital_economy_share"], path, TINY, border="pre-2025"))
        for n, change in enumerate(changes, start=2):
            for letter, value in zip("ABCDEFGHIJKLM", ASKED, strict=True):
                book["Mục tiêu"][f"{letter}{n}"] = change.get(letter, value)
        for cell, value in (figures or {}).items():
            book["Số liệu"][cell] = value
        for cell, value in {"B2": "Cục Thống kê", "B3": "Công bố thử", "B5": "31/12/2025"}.items():
            book["Nguồn"][cell] = value
        book.save(path)
        return path

    return fill


def test_targets_of_a_form_are_shown_written_with_the_figures_and_counted(asking, tmp_path, broken):
    mine = str(tmp_path / "mine")
    own_folder.init(tmp_path / "mine", str(broken))
    period = {"D": "bình quân năm của giai đoạn", "H": 2026, "F": 40}
    form_ = str(asking({}, {}, period, figures={"F3": 12.5, "I3": STATED}))
    seen = cds("data", "import", form_, "--data", mine, CDS_LANG="vi")
    assert seen.returncode == 0 and not (tmp_path / "mine" / "targets.csv").exists(), seen
    assert "Thái Nguyên (trước 01/7/2025): tối thiểu 29,5% đến năm 2030; Kế hoạch hằng năm" in seen.stdout
    assert "bình quân từ 40%/năm trở lên giai đoạn 2026-2030" in seen.stdout and seen.stdout.count("29,5%") == 1
    done = cds("data", "import", form_, "--data", mine, "--yes")
    assert done.returncode == 0 and "1 new" in done.stdout, done
    with (tmp_path / "mine" / "targets.csv").open(encoding="utf-8") as file:
        first, second = csv.DictReader(file)
    assert (first["value"], first["decided"], first["decision_vi"]) == ("29.5", "2024-12-31", "Kế hoạch thử số 1")
    assert (second["basis"], second["since"], second["source"]) == ("average", "2026", "own-targets")
    told = cds("targets", "thai-nguyen", "--border", "pre-2025", "--data", mine, "--lang", "vi").stdout
    assert "tối thiểu 29,5% đến năm 2030" in told and "KẾ HOẠCH HẰNG NĂM" in told
    before = (tmp_path / "mine" / "targets.csv").read_bytes()
    again = cds("data", "import", str(asking({}, period)), "--data", mine, "--yes")  # no figure in it
    assert "Every target is there already" in again.stdout and again.stdout.count("as held") == 2
    more = cds("data", "import", str(asking({}, {"F": 25})), "--data", mine, "--yes")
    assert more.returncode == 0 and (tmp_path / "mine" / "targets.csv").read_bytes().startswith(before)
    with (tmp_path / "mine" / "targets.csv").open(encoding="utf-8") as file:
        assert [row["id"][-2:] for row in csv.DictReader(file)] == ["30", "_2", "_3"]


@pytest.mark.parametrize(
    ("change", "column", "why"),
    [
        ({"A": "GRDP"}, "chỉ tiêu", "choose one from the list of the cell"),
        ({"B": "Atlantis"}, "địa phương", "no province 'Atlantis'"),
        ({"B": "Bắc Kạn", "C": "từ 01/7/2025 (34 tỉnh, thành phố)"}, "địa phương", "use border trước 01/7/2025 (63"),
        ({"C": None}, "địa giới", "nothing here; fill it in"),
        ({"D": "mỗi năm trong giai đoạn"}, "từ năm", "'' with mỗi năm trong giai đoạn to 2030; give the first year"),
        ({"H": 2026}, "từ năm", "leave it empty"),
        ({"E": "cỡ"}, "yêu cầu", "choose one from the list of the cell"),
        ({"F": None}, "giá trị", "nothing here; fill it in"),
        ({"F": 295}, "giá trị", "295 % is outside the bounds of Tỷ trọng kinh tế số trong GRDP"),
        ({"F": "khoảng 30"}, "giá trị", "type it into the cell as a number"),
        ({"F": "12,345"}, "giá trị", "type it into the cell as a number"),
        ({"G": "tỷ đồng"}, "đơn vị", "'tỷ đồng' does not fit Tỷ trọng kinh tế số trong GRDP; use one of %"),
        ({"I": "năm 2030"}, "đến năm", "write a year"),
        ({"J": None}, "nhóm mục tiêu", "nothing here; fill it in"),
        ({"M": "hôm nay"}, "ngày ban hành", "write 2025, 2025-01 or 2025-01-06"),
    ],
)
def test_a_target_of_a_form_that_is_none_is_told_by_its_cell(asking, change, column, why):
    path = asking({}, change, figures={"F3": 12.5, "I3": STATED})
    try:
        (fault,) = propose.propose(path, TINY).faults
    except DataError as error:  # a number that is none is told when the file is read
        (fault,) = error.faults
    assert (fault.sheet, fault.line, fault.column) == ("Mục tiêu", 3, column) and why in str(fault)


def test_a_sheet_of_targets_may_be_missing_renamed_or_moved_and_never_goes_into_the_shipped_data(asking):
    path = asking({})
    book = openpyxl.load_workbook(path)
    book["Mục tiêu"].title = "Sheet3"
    book.move_sheet("Sheet3", -2)
    book.save(path)
    assert len(recognise.read(path).targets) == 1
    refused = cds("data", "import", str(path))
    assert refused.returncode == 2 and "targets of your own do not go into the shipped" in refused.stderr
    del book["Sheet3"]
    book["Số liệu"]["F3"] = 12.5
    book.save(path)
    read = recognise.read(path)
    assert read.targets.empty and len(read.cells) == 1


def test_a_form_that_nobody_filled_in_is_refused(asking):
    with pytest.raises(DataError, match="without a single figure"):
        recognise.read(asking())


def test_the_words_of_a_target_are_all_that_the_command_takes():
    words = template.words(REAL)
    assert list(words["basis"]) == list(vocabulary.BASES) and set(words["border"]) == {"2025", "pre-2025"}
    assert {*words["origin"], "interview"} == set(vocabulary.ORIGINS)
    assert set(words["comparator"]) == set(own_target.COMPARATORS.values())
    assert [head.lower() for head in template.SAID["targets"]] == list(form.ASKED)
