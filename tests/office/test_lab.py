"""JupyterLab itself in a real browser: open every notebook, run all cells, move a widget, see the chart change.

Needs Chromium (apt-get install chromium) and Playwright's client (in the dev group); run by `make test-office`.
`CDS_SCREENSHOTS=<folder>` keeps what was seen.
"""

import os
import socket
from pathlib import Path

import lab
import nbformat
import openpyxl
import pytest
from playwright.sync_api import sync_playwright

NOTEBOOKS = sorted(
    p.relative_to(lab.ROOT).as_posix()
    for p in (lab.ROOT / "notebooks").rglob("[!.]*.ipynb")
    if "checkpoint" not in p.stem
)
EXPLORER, SCENARIOS = "notebooks/explore/explorer.ipynb", "notebooks/explore/scenarios.ipynb"
EACH_TIME = [f"notebooks/{name}.ipynb" for name in ("01_data_quality", "02_digital_economy_share")]
HIDDEN = """() => [...window.jupyterapp.shell.currentWidget.content.model.cells]
  .filter(cell => cell.getMetadata('jupyter')?.source_hidden).length"""
SPOKEN = """lang => {
  const cells = [...window.jupyterapp.shell.currentWidget.content.model.cells].map(cell => cell.sharedModel);
  const told = cells.find(cell => cell.source.includes('lang: str'));
  told.source = told.source.replace(/lang: str = ".."/, `lang: str = "${lang}"`);
}"""
CHANGED = "old => document.querySelector('.widget-html img')?.src !== old"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with (
        lab.project(tmp_path_factory.mktemp("project")) as folder,
        lab.serve(folder, tmp_path_factory.mktemp("home")) as at,
    ):
        yield at


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as opened:
        found = opened.chromium.launch(executable_path=lab.CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def page(browser):
    granted = ["clipboard-read", "clipboard-write"]
    page = browser.new_page(viewport={"width": 1360, "height": 1000}, locale="vi-VN", permissions=granted)
    page.set_default_timeout(20_000)
    yield page
    if page.evaluate("() => !!window.jupyterapp"):
        lab.end_kernels(page)
    page.close()


def keep(page, name: str) -> None:
    if folder := os.environ.get("CDS_SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(folder) / f"{name}.png"))


def sound(outputs: list[dict]) -> list[str]:
    """MIME types of what a notebook put out; no error, nothing on the error stream."""
    errors = [o for o in outputs if o["output_type"] == "error" or o.get("name") == "stderr"]
    assert not errors, errors
    return [kind for o in outputs for kind in o.get("data", {})]


def test_a_reader_sees_one_language_sorts_copies_saves_completes_and_draws(page, server):
    """In one sitting: each opening of a notebook takes seconds."""
    lab.open_notebook(page, server, NOTEBOOKS[0])
    cells = nbformat.read(lab.ROOT / NOTEBOOKS[0], as_version=4).cells
    page.evaluate("window.jupyterapp.commands.execute('toc:show-panel')")
    page.locator(".jp-tocItem.cds-folded").first.wait_for(state="attached")
    assert page.evaluate(HIDDEN) == sum("en" in cell.metadata.get("tags", []) for cell in cells)  # as in the file
    for lang in ("en", "vi"):  # of the cell of parameters, whether run or not
        page.evaluate(SPOKEN, lang)
        prose = [cell.source for cell in cells if lang in cell.metadata.get("tags", [])]
        written = [line.strip("# ") for text in prose for line in text.splitlines() if line.startswith("#")]
        page.locator(".jp-tocItem-heading:visible", has_text=written[0]).wait_for()
        assert page.locator(".jp-tocItem-heading:visible").all_inner_texts() == written
        assert page.locator(".jp-MarkdownCell").locator("h1:visible, h2:visible").all_inner_texts() == written
    keep(page, "one-language")
    sound(lab.run_all(page, server, NOTEBOOKS[0]))  # by which JupyterLab unfolds every cell
    page.locator("table.cds-fitted").first.wait_for()
    hidden = page.locator(".jp-MarkdownCell.cds-folded")
    assert hidden.count() == len(prose) and not any(cell.is_visible() for cell in hidden.all())
    table = page.locator("table.cds-fitted").first
    table.scroll_into_view_if_needed()
    given = table.locator("tbody tr > :first-child").all_text_contents()
    assert given == sorted(given)
    for way in (False, True):
        table.locator("thead th", has_text="Giá trị").click()
        values = [
            float(text.rstrip("%").replace(",", "."))
            for text in table.locator("tr > :nth-child(2)").all_text_contents()[1:]
        ]
        assert values == sorted(values, reverse=way)
    table.locator("thead th", has_text="Giá trị").click()  # as it was given
    assert table.locator("tbody tr > :first-child").all_text_contents() == given
    assert table.locator("tbody td").nth(2).evaluate("cell => getComputedStyle(cell).textAlign") == "left"
    page.get_by_role("button", name="Sao chép").first.click()
    assert "2025\t14,02%\tước tính" in page.evaluate("navigator.clipboard.readText()")
    for kind, begin in (("CSV", b"\xef\xbb\xbf"), ("SVG", b"<?xml"), ("PNG", b"\x89PNG")):
        with page.expect_download() as download:
            page.get_by_role("button", name=f"Lưu {kind}").first.click()
        assert Path(download.value.path()).read_bytes().startswith(begin)
    page.evaluate(lab.APPENDED, "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()")
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-cell')")
    page.locator(".jp-RenderedImage img").wait_for(timeout=30_000)
    keep(page, "own-chart")
    page.evaluate("window.jupyterapp.commands.execute('notebook:insert-cell-below')")
    page.keyboard.press("Enter")
    page.keyboard.type('open_study("thai-')
    page.keyboard.press("Tab")
    page.locator(".jp-Completer-item").first.wait_for()
    assert [text.split()[1] for text in page.locator(".jp-Completer-item").all_inner_texts()] == [
        "thai-binh",
        "thai-nguyen",
    ]
    keep(page, "completed")
    page.keyboard.press("Escape")
    page.evaluate("window.jupyterapp.commands.execute('apputils:change-theme', {theme: 'JupyterLab Dark'})")
    page.wait_for_function("document.body.dataset.jpThemeLight === 'false'")
    assert "invert" in page.locator("figure > img").first.evaluate("image => getComputedStyle(image).filter")
    keep(page, "dark")
    page.evaluate("window.jupyterapp.commands.execute('apputils:change-theme', {theme: 'JupyterLab Light'})")


@pytest.mark.parametrize(
    "notebook",
    [
        pytest.param(name, marks=() if name in EACH_TIME else pytest.mark.every)
        for name in NOTEBOOKS
        if name not in (NOTEBOOKS[0], EXPLORER, SCENARIOS)  # they run below and above
    ],
)
def test_every_cell_of_a_notebook_runs(page, server, notebook):
    kinds = sound(lab.run_all(page, server, notebook))
    assert kinds.count("text/markdown") + kinds.count("text/html") > 5
    page.locator(".jp-OutputArea-output.jp-RenderedHTMLCommon").first.wait_for(state="attached")
    assert page.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
    keep(page, Path(notebook).stem)


def test_the_explorer_follows_its_lists_by_keyboard_alone_and_takes_a_table_of_ones_own(page, server, tmp_path):
    assert "application/vnd.jupyter.widget-view+json" in sound(lab.run_all(page, server, EXPLORER))
    chart = page.locator(lab.CHART).first
    chart.wait_for(timeout=60_000)
    before, seen = chart.get_attribute("src"), chart.screenshot()
    assert "29,53%" in chart.get_attribute("alt")
    keep(page, "explorer")
    page.locator(".widget-dropdown select").nth(0).focus()
    page.keyboard.press("Tab")  # from the border to the place
    assert page.evaluate("document.activeElement.selectedOptions[0].text").split() == ["Thái", "Nguyên"]
    page.keyboard.press("Home")  # the nation stands first
    page.wait_for_function(CHANGED, arg=before, timeout=60_000)
    assert "14,02%" in chart.get_attribute("alt") and chart.screenshot() != seen
    slider, before = page.locator(".noUi-handle, .widget-slider [role=slider]").first, chart.get_attribute("src")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(CHANGED, arg=before, timeout=60_000)
    assert "Dự báo năm 2031" in chart.get_attribute("alt")
    for name in page.locator(".widget-dropdown, .widget-slider").all():  # each control says what it is
        assert name.locator("label").first.inner_text().strip()
    keep(page, "explorer-moved")
    own_table(page, tmp_path)


def own_table(page, tmp_path: Path) -> None:
    """A reader's own Excel file is checked and used."""
    book = openpyxl.Workbook()
    rows = [["series", "year", "value"], *(["Hồ sơ trực tuyến", 2010 + n, 20 + 3.5 * n] for n in range(14))]
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "so-lieu.xlsx")
    book.active["C4"] = "27,5"
    book.save(tmp_path / "hong.xlsx")
    view = page.locator(".widget-html").last

    def give(name: str) -> None:
        with page.expect_file_chooser() as chooser:
            page.locator(".widget-upload").click()
        chooser.value.set_files(tmp_path / name)

    give("hong.xlsx")
    page.get_by_text("'27,5' là chữ, không phải số").wait_for(timeout=30_000)
    assert "dòng 4 [value]" in view.inner_text() and view.locator("img").count() == 0
    give("so-lieu.xlsx")
    view.locator("img").wait_for(timeout=30_000)
    page.get_by_label("Mức mục tiêu").fill("80")
    page.keyboard.press("Enter")
    page.get_by_text("mục tiêu tối thiểu 80 đến năm 2028").wait_for(timeout=30_000)
    view.scroll_into_view_if_needed()
    keep(page, "own")


def test_the_scenarios_follow_their_sliders(page, server):
    assert "application/vnd.jupyter.widget-view+json" in sound(lab.run_all(page, server, SCENARIOS))
    chart = page.locator(lab.CHART).first
    chart.wait_for(timeout=60_000)
    before, seen = chart.get_attribute("src"), chart.screenshot()
    handle = page.locator(".noUi-handle").first
    handle.scroll_into_view_if_needed()
    keep(page, "scenarios")
    handle.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.wait_for_function(CHANGED, arg=before, timeout=60_000)
    assert chart.screenshot() != seen


def test_make_lab_opens_the_tour_in_vietnamese_although_its_port_is_taken(page, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        options = " ".join([*lab.OPTIONS, f"--port={port}"])
        told, browser = tmp_path / "opened", tmp_path / "browser"  # stands for the reader's browser
        browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {told}\n', encoding="utf-8")
        browser.chmod(0o755)
        env = lab.environment(tmp_path, BROWSER=f"{browser} %s")
        with lab.started(["make", "lab", f"LAB={options}"], lab.ROOT, env) as address:
            assert f":{port}/" not in address
            page.wait_for_timeout(500)
            page.goto(told.read_text(encoding="utf-8"))
            page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
            assert page.url.split("?")[0].endswith("/lab/tree/notebooks/00_start_here.ipynb")
            assert page.evaluate("document.documentElement.lang").lower().startswith("vi")
            page.get_by_text("Tệp tin", exact=True).or_(page.get_by_text("Tệp", exact=True)).first.wait_for()
            page.get_by_role("heading", name="Bắt đầu từ đâu?").wait_for()
            page.locator(".jp-DirListing-itemText", has_text="02_digital_economy_share").first.wait_for()
            keep(page, "make-lab")
            lab.end_kernels(page)
            page.goto("about:blank")  # this server ends here, before the page does
