"""The workbook in LibreOffice Calc: it opens, prints, goes to ODS and CSV, its formulas give what results.json says."""

import csv
import re
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
from bs4 import BeautifulSoup

from cds_analysis import paths
from cds_analysis.files import recognise
from cds_analysis.intake import template

CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,false,false,false,false,-1"  # numbers in full, all sheets


@pytest.fixture(scope="module")
def workbooks(made) -> list[Path]:
    """The brief of Thái Nguyên in both languages."""
    return [made.brief / f"brief.{lang}.xlsx" for lang in ("vi", "en")]


@pytest.fixture(scope="module")
def folder(workbooks, office, tmp_path_factory) -> Path:
    """What Calc makes of them: ODS, PDF, a CSV file a sheet."""
    target = tmp_path_factory.mktemp("calc")
    for form in ("ods", "pdf", CSV):
        office(form, target, *workbooks)
    return target


def spoilt(path: Path, target: Path) -> Path:
    """The workbook with a wrong number kept for each formula, so that only one worked out anew is right."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                data = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1<v>-999</v>", data)
            new.writestr(name, data)
    return target


def formulas_of(path: Path) -> dict[tuple[str, str], float]:
    """What each formula cell of a workbook shows, by sheet and cell."""
    live, shown = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    cells = [c for page in live for row in page.iter_rows() for c in row if c.data_type == "f"]
    return {(c.parent.title, c.coordinate): shown[c.parent.title][c.coordinate].value for c in cells}


def rows_of(page) -> list[list]:
    """All cells of a sheet, without the empty ones at the end of a row."""
    rows = [["" if cell is None else cell for cell in row] for row in page.iter_rows(values_only=True)]
    return [row[: max((j + 1 for j, cell in enumerate(row) if cell != ""), default=0)] for row in rows]


def same(a, b) -> bool:
    """Whether two cells hold the same: numbers as numbers, texts letter by letter."""
    if isinstance(a, int | float):
        b = float(b[:-1]) / 100 if str(b).endswith("%") else float(b)
        return b == pytest.approx(a, rel=1e-6, abs=1e-6)
    return a == b


def test_calc_works_every_formula_out_to_the_number_of_results_json(workbooks, office, tmp_path):
    stated = {path.name: formulas_of(path) for path in workbooks}
    wrong = [spoilt(path, tmp_path / path.name) for path in workbooks]
    assert set(formulas_of(wrong[0]).values()) == {-999}
    for path in office("xlsx", tmp_path / "anew", *wrong):
        worked_out = formulas_of(path)
        assert len(worked_out) > 20 and set(worked_out) == set(stated[path.name])
        for cell, value in stated[path.name].items():
            assert worked_out[cell] == pytest.approx(value, rel=1e-6, abs=1e-6), cell


def test_calc_prints_every_sheet(workbooks, folder):
    for path in workbooks:
        words = ["pdftotext", "-layout", folder / f"{path.stem}.pdf", "-"]
        text = subprocess.run(words, capture_output=True, text=True, check=True).stdout
        for name in openpyxl.load_workbook(path).sheetnames:
            assert re.search(rf"^\s*{re.escape(name)}\s+(Trang|Page) \d+/\d+$", text, re.M), name
        assert "###" not in text and "Err:" not in text and "#REF" not in text


def test_a_csv_of_each_sheet_holds_every_cell(workbooks, folder):
    for path in workbooks:
        for page in openpyxl.load_workbook(path, data_only=True):
            with (folder / f"{path.stem}-{page.title}.csv").open(encoding="utf-8", newline="") as file:
                found = [row[: max((j + 1 for j, c in enumerate(row) if c), default=0)] for row in csv.reader(file)]
            wanted = rows_of(page)
            assert [len(row) for row in found] == [len(row) for row in wanted], page.title
            for got, row in zip(found, wanted, strict=True):
                assert all(same(a, b) for a, b in zip(row, got, strict=True)), (page.title, got, row)


def ods_tables(path: Path) -> dict[str, list[list]]:
    """The cells of an ODS file by sheet: a number as a number, a formula as the number it gives."""
    with zipfile.ZipFile(path) as parts:
        body = BeautifulSoup(parts.read("content.xml"), "xml")
    found = {}
    for table in body.find_all("table:table"):
        rows = []
        for row in table.find_all("table:table-row"):
            cells: list = []
            for cell in row.find_all("table:table-cell", recursive=False):
                times = int(cell.get("table:number-columns-repeated", 1))
                value = cell.get("office:value")
                text = "\n".join(p.get_text() for p in cell.find_all("text:p"))
                cells += [float(value) if value else text] * (times if value or text else min(times, 1))
            rows.append(cells[: max((j + 1 for j, c in enumerate(cells) if c != ""), default=0)])
        found[table["table:name"]] = rows[: max((j + 1 for j, row in enumerate(rows) if row), default=0)]
    return found


def test_ods_keeps_sheets_numbers_and_formulas(workbooks, folder):
    for path in workbooks:
        found, book = ods_tables(folder / f"{path.stem}.ods"), openpyxl.load_workbook(path, data_only=True)
        assert list(found) == book.sheetnames
        for page in book:
            for got, row in zip(found[page.title], rows_of(page), strict=True):
                assert len(got) == len(row) and all(same(a, b) for a, b in zip(row, got, strict=True)), (got, row)
        with zipfile.ZipFile(folder / f"{path.stem}.ods") as parts:
            assert parts.read("content.xml").decode().count("table:formula=") == len(formulas_of(path))


def test_a_form_that_calc_saved_says_the_same(office, tmp_path):
    path = template.write(["digital_economy_share"], tmp_path / "form.xlsx", paths.resolve(paths.DATA), years=[2026])
    book = openpyxl.load_workbook(path)
    book["Số liệu"]["F2"] = 30.2
    typed = ("Tỷ trọng kinh tế số trong GRDP", "Hà Nội", "từ 01/7/2025 (34 tỉnh, thành phố)", "mỗi năm trong giai đoạn")
    typed += ("tối thiểu", 31.5, "%", 2026, 2030, "Kế hoạch hằng năm", "Kế hoạch thử", "mục 2", "31/12/2025")
    for column, value in enumerate(typed, start=1):
        book["Mục tiêu"].cell(2, column).value = value
    book.save(path)
    (anew,) = office("xlsx", tmp_path / "anew", path)
    before, after = recognise.read(path), recognise.read(anew)
    assert len(before.targets) == 1 and after.targets.equals(before.targets) and after.cells.equals(before.cells)
