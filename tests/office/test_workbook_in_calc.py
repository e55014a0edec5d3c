"""The workbook in LibreOffice Calc: it opens, prints, and its formulas give what results.json says."""

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

ROOT = Path(__file__).resolve().parents[2]
ALWAYS = (  # Calc works every formula out anew on opening
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    '<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">'
    "<value>0</value></prop></item></oor:items>"
)


@pytest.fixture(scope="module")
def workbooks(tmp_path_factory) -> list[Path]:
    """`cds brief --format xlsx` in both languages."""
    out = tmp_path_factory.mktemp("outputs")
    words = ("brief", "thai-nguyen", "--format", "html,xlsx", "--out", str(out), "--quiet")
    subprocess.run([sys.executable, "-m", "cds_analysis", *words], cwd=ROOT, check=True, capture_output=True)
    return [out / "2026" / "thai-nguyen" / f"brief.{lang}.xlsx" for lang in ("vi", "en")]


@pytest.fixture(scope="module")
def calc(tmp_path_factory):
    """Converts a file in a LibreOffice of its own, with Calc told to work out all formulas anew."""
    if not (office := shutil.which("soffice")):
        pytest.fail("LibreOffice is missing: apt-get install --no-install-recommends libreoffice-calc")
    profile = tmp_path_factory.mktemp("profile")
    (profile / "user").mkdir()
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS, encoding="utf-8")

    def convert(path: Path, form: str, folder: Path) -> Path:
        words = [office, "--headless", f"-env:UserInstallation=file://{profile}", "--convert-to", form]
        done = subprocess.run([*words, "--outdir", folder, path], capture_output=True, text=True, timeout=180)
        target = folder / f"{path.stem}.{form}"
        assert target.is_file(), done.stdout + done.stderr
        return target

    return convert


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


def test_calc_works_every_formula_out_to_the_number_of_results_json(workbooks, calc, tmp_path):
    for path in workbooks:
        stated = formulas_of(path)
        worked_out = formulas_of(calc(spoilt(path, tmp_path / path.name), "xlsx", tmp_path / path.stem))
        assert len(stated) > 20 and set(worked_out) == set(stated)
        for cell, value in stated.items():
            assert worked_out[cell] == pytest.approx(value, rel=1e-6, abs=1e-6), cell


def test_calc_keeps_every_sheet_and_prints_it(workbooks, calc, tmp_path):
    for path in workbooks:
        names = openpyxl.load_workbook(path).sheetnames
        assert openpyxl.load_workbook(calc(path, "xlsx", tmp_path / path.stem)).sheetnames == names
        pdf = calc(path, "pdf", tmp_path)
        text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
        assert all(re.search(rf"^\s*{re.escape(name)}\s+(Trang|Page) \d+/\d+$", text, re.M) for name in names)
        assert "###" not in text and "Err:" not in text and "#REF" not in text
