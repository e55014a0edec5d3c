"""JupyterLab itself in a real browser: open the explorer, run all cells, move a widget, see the chart change.

Needs Chromium (apt-get install chromium) and Playwright's client (in the dev group); run by `make test-office`.
`CDS_SCREENSHOTS=<folder>` keeps what was seen.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

playwright = pytest.importorskip("playwright.sync_api", reason="pip install playwright")
if CHROMIUM is None:
    pytest.skip("no Chromium: apt-get install chromium", allow_module_level=True)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """`make lab` as it starts, on a free port, with the settings of the project and of nobody's home."""
    home = tmp_path_factory.mktemp("home")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyter", "lab", "--notebook-dir=.", "--LabApp.app_settings_dir=jupyter"]
    command += ["--no-browser", f"--port={port}", "--IdentityProvider.token=", "--allow-root"]
    kept = {"JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR"}
    env = {k: v for k, v in os.environ.items() if k not in kept} | {"HOME": str(home), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def _wait(address: str, process) -> None:
    for _ in range(120):
        assert process.poll() is None, "JupyterLab did not start"
        try:
            urllib.request.urlopen(f"{address}/api/status", timeout=2)
            return
        except OSError:
            time.sleep(0.5)
    raise AssertionError("JupyterLab did not answer within a minute")


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as opened:
        found = opened.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def page(browser):
    page = browser.new_page(viewport={"width": 1360, "height": 1000}, locale="vi-VN")
    yield page
    page.close()


def run_all(page, server: str, notebook: str) -> None:
    """Open a notebook in simple mode and run every cell."""
    page.goto(f"{server}/doc/tree/notebooks/{notebook}")
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    page.wait_for_selector('.jp-Notebook-ExecutionIndicator[data-status="idle"]', timeout=90_000)
    page.locator(".jp-NotebookPanel-toolbar [data-command='notebook:restart-and-run-all'], "
                 ".jp-NotebookPanel-toolbar [data-jp-item-name='restart-and-run'] jp-button").first.click()  # fmt: skip
    page.locator(".jp-Dialog .jp-mod-accept").click()
    page.wait_for_function(
        "[...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].length > 2 &&"
        " [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].every(p => /\\[\\d+\\]/.test(p.textContent))",
        timeout=120_000,
    )


def keep(page, name: str) -> None:
    if folder := os.environ.get("CDS_SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(folder) / f"{name}.png"))


CHART = ".jupyter-widgets.widget-html img"


def test_the_explorer_follows_its_lists(page, server):
    run_all(page, server, "explore/explorer.ipynb")
    chart = page.locator(CHART).first
    chart.wait_for(timeout=60_000)
    before, alt = chart.get_attribute("src"), chart.get_attribute("alt")
    assert "29,53%" in alt
    chart.scroll_into_view_if_needed()
    keep(page, "lab-explorer")
    page.locator(".widget-dropdown select").nth(1).select_option(label="Việt Nam")
    page.wait_for_function("old => document.querySelector('.widget-html img').src !== old", arg=before, timeout=60_000)
    assert "14,02%" in page.locator(CHART).first.get_attribute("alt")
    assert page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
    page.locator(CHART).first.scroll_into_view_if_needed()
    keep(page, "lab-explorer-moved")


def test_the_interface_is_vietnamese(page, server):
    page.goto(f"{server}/lab/tree/notebooks/00_start_here.ipynb")
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    assert (
        page.evaluate("document.documentElement.lang").lower().startswith("vi")
        or page.get_by_text("Tệp tin", exact=True).or_(page.get_by_text("Tệp", exact=True)).first.is_visible()
    )
    keep(page, "lab-vietnamese")


def test_the_tour_runs_to_its_end(page, server):
    run_all(page, server, "00_start_here.ipynb")
    assert page.locator(".jp-RenderedHTMLCommon svg[role=img]").count() >= 3
    page.locator(".jp-RenderedHTMLCommon svg[role=img]").first.scroll_into_view_if_needed()
    keep(page, "lab-start-here")


def test_the_scenarios_follow_their_sliders(page, server):
    run_all(page, server, "explore/scenarios.ipynb")
    chart = page.locator(CHART).first
    chart.wait_for(timeout=60_000)
    before = chart.get_attribute("src")
    handle = page.locator(".noUi-handle").first
    handle.scroll_into_view_if_needed()
    keep(page, "lab-scenarios")
    handle.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("old => document.querySelector('.widget-html img').src !== old", arg=before, timeout=60_000)
