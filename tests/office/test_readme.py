"""README's lines as a newcomer gives them, in order, in a fresh clone: each ends well, and the clone stays clean.

So do those of the Vietnamese start page and of how to extend, after them in the same clone. Then its first
hour: six jobs by the commands the documents print, going on from what those lines made.

Not run here: lines of make, which set up what the tests run in already; blocks marked `sh online`, which need the
internet; blocks of PowerShell. Both languages print the same code (tests/test_documents.py).
"""

import json
import re
import sys
from datetime import date

import openpyxl
import pandas as pd
import pytest
from conftest import run
from running import blocks

SETTLED = ("figures", "own_border")
MARK = "Có số liệu riêng, chưa kiểm chứng"
OUTPUTS = "mine/outputs/2026"
CHART = "import matplotlib.pyplot as plt\nplt.plot([2024, 2025, 2026], [1.0, 2.0, 4.0])\nplt.show()"
LIBRARY = """
import cds_analysis as cds
study = cds.open_study("thai-nguyen")
forecast = study.share.forecast
frame = forecast.to_frame()
assert list(frame)[-6:] == ["year", "median", "low80", "high80", "low95", "high95"], list(frame)
forecast.to_excel("outputs/forecast.xlsx")
axes = study.series("digital_economy_share", measure="gso-experimental").plot()
forecast.plot(axes)
axes.figure.savefig("outputs/forecast.png")
"""


@pytest.mark.parametrize("document", ["README.md", "docs/bat-dau.md", "docs/mo-rong.md"])
def test_every_line_runs_in_order_and_leaves_the_checkout_clean(clone, typed, document):
    code = blocks(clone / document)
    lines = [line for kind, lines in code if kind == "sh" for line in lines if not line.startswith("make ")]
    assert lines
    for line in lines:
        typed(line)
    for kind, text in code:
        if kind == "python":
            run(clone, sys.executable, "-c", "\n".join(text))
    assert run(clone, "git", "status", "--porcelain") == ""


def test_readme_counts_what_the_briefs_can_say_as_the_command_does(clone):
    table = pd.read_csv(clone / "outputs" / "targets.csv")  # made by a line of README
    kinds = table["evidence"].mask(table["evidence"].isin(SETTLED), "settled")
    kinds = kinds.mask(table["status"].eq("void"), "void")
    names = ("settled", "estimate", "owner", "stands_at", "void")
    wanted = [str(kinds.eq(name).sum()) for name in names]
    units = [str(table.loc[kinds.eq(name), "place"].nunique()) for name in names[:3]]
    yardstick = table["origin"].eq("yardstick")
    for document in ("README.md", "README.vi.md"):
        text = (clone / document).read_text(encoding="utf-8")
        assert re.findall(r"^\| (\d+) \|", text, re.M) == wanted
        assert re.findall(r"\| (?:all |cả )?(\d+) (?:units|tỉnh)", text) == units
        assert {str(len(table)), str(yardstick.sum())} <= set(re.findall(r"\d+", text))


def fill_in(form, figures: dict[tuple[str, str], float]) -> None:
    """Fill in a form of `cds data template` as a clerk does in Excel: figures by id of indicator and name of place."""
    book = openpyxl.load_workbook(form)
    sheet, source = book["Số liệu"], book["Nguồn"]
    column = {cell.value: cell.column for cell in sheet[1]}
    measure = next(n for name, n in column.items() if name in ("Thước đo", "Cách tính"))
    named = {"digital_economy_share": "Theo phương pháp của Cục Thống kê", "grdp_growth": "Cơ quan thống kê trung ương"}
    for row in range(2, sheet.max_row + 1):
        of, place = sheet.cell(row, 1).value, sheet.cell(row, column["Địa phương"]).value
        if (value := figures.get((of, place))) is not None:
            sheet.cell(row, column["Giá trị"]).value = value
            sheet.cell(row, column["Trạng thái"]).value = "ước tính"
            sheet.cell(row, measure).value = named[of]
    for row, text in enumerate(("Cục Thống kê", "Số giả định để làm thử", None, date(2026, 11, 25)), start=2):
        source.cell(row, 2).value = text
    book.save(form)


def test_1_next_years_figures_change_the_brief_and_stay_apart(clone, typed):
    own = "hour/outputs/2026"  # a folder in which README's lines left nothing
    typed("cds data init hour")
    typed("cds data template digital_economy_share grdp_growth --years 2026 --out form.xlsx")
    fill_in(clone / "form.xlsx", {("digital_economy_share", "Thái Nguyên"): 30.2, ("grdp_growth", "Thái Nguyên"): 8.1})
    assert "2 new" in typed("cds data import form.xlsx --data hour")
    typed("cds data import form.xlsx --data hour --yes")
    typed("cds brief thai-nguyen --lang vi --quiet --data hour")
    page = (clone / own / "thai-nguyen" / "brief.vi.html").read_text(encoding="utf-8")
    assert MARK in page and re.search(r"30,2\b", re.sub(r"<[^>]+>", "", page))
    for official in (clone / "outputs").rglob("*.html"):
        assert MARK not in official.read_text(encoding="utf-8")
    typed(f"cds changed outputs/2026/thai-nguyen {own}/thai-nguyen")
    assert (clone / own / "thai-nguyen" / "changed.vi.html").is_file()


def test_2_a_target_of_ones_own_is_judged_in_the_brief(clone, typed):
    assert "own_bac_giang_grdp_growth_2030" in (clone / "mine" / "targets.csv").read_text(encoding="utf-8")
    typed("cds brief bac-giang --edition 2026 --lang vi --quiet --data mine")
    board = json.loads(next((clone / OUTPUTS).glob("bac-giang*/results.json")).read_text(encoding="utf-8"))["board"]
    judged = [row["verdict"] for row in board["rows"]]
    own = next(verdict for verdict in judged if verdict["target"] == "own_bac_giang_grdp_growth_2030")
    assert own["status"] in ("on_course", "uncertain", "off_course") and 0 < own["probability"] < 1


def test_3_a_place_gets_an_answer_from_figures_of_ones_own(clone):
    page = (clone / OUTPUTS / "can-tho" / "brief.vi.html").read_text(encoding="utf-8")  # made by a line of README
    assert MARK in page and "14,1" in page and "Chưa có số liệu" not in page


def test_4_a_sentence_a_chart_and_a_notebook_of_ones_own(clone, typed):
    template = clone / "cds_analysis" / "words" / "brief.jinja"
    text = template.read_text(encoding="utf-8")
    assert "vi| Kết luận chính" in text
    template.write_text(text.replace("vi| Kết luận chính", "vi| Kết luận của tôi"), encoding="utf-8")
    run(clone, *"cds brief thai-nguyen --lang vi --quiet".split())
    assert "Kết luận của tôi" in (clone / "outputs/2026/thai-nguyen/brief.vi.html").read_text(encoding="utf-8")
    own = clone / "notebooks" / "own" / "thu.ipynb"  # by a line of mo-rong
    book = json.loads(own.read_text(encoding="utf-8"))
    cell = {"cell_type": "code", "id": "chart", "metadata": {}, "outputs": [], "execution_count": None, "source": CHART}
    book["cells"].insert(-1, cell)
    own.write_text(json.dumps(book, ensure_ascii=False), encoding="utf-8")
    typed("cds brief thai-nguyen --notebook thu --lang vi --quiet")
    [page] = (clone / "outputs/2026/thai-nguyen").glob("**/thu.vi.html")
    assert "data:image/png" in page.read_text(encoding="utf-8")


def test_5_the_library_in_ten_lines(clone):
    run(clone, sys.executable, "-c", LIBRARY)
    assert (clone / "outputs" / "forecast.png").stat().st_size > 5_000
    assert len(pd.read_excel(clone / "outputs" / "forecast.xlsx")) >= 4


def test_6_rates_as_a_vietnamese_excel_saves_them(clone, typed):
    typed("cds forecast docs/examples/rates.csv --kind rate --horizon 5 -o outputs/rates.csv")
    last = pd.read_csv(clone / "outputs" / "rates.csv").iloc[-1]  # 2030; as a level 10.9 and 3.8 to 22.6
    middle, low, high = last[["median", "low80", "high80"]]
    assert 5 < middle < 7 and 1 < low < 2.5 and 9.5 < high < 11
