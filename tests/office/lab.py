"""JupyterLab as `make lab` starts it, on a copy of the notebooks, and what to ask of it in a browser."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
OPTIONS = ["--allow-root", "--IdentityProvider.token=", "--LabApp.expose_app_in_browser=True"]
CHART = ".jupyter-widgets.widget-html img"
RUN = ".lm-Menu-item[data-command='runmenu:run-all']"
DONE = """() => {
  const cells = [...window.jupyterapp.shell.currentWidget.content.model.cells].filter(c => c.type === 'code');
  const failed = cells.some(c => c.sharedModel.getOutputs().some(o => o.output_type === 'error'));
  return cells.length > 2 && (failed || cells.every(c => c.executionCount)) ? cells.length : 0;
}"""
READY = """() => {
  const context = window.jupyterapp?.shell.currentWidget?.sessionContext, kernel = context?.session?.kernel;
  return !!context?.isReady && kernel?.connectionStatus === 'connected' && kernel.status === 'idle';
}"""
APPENDED = """source => {
  const notebook = window.jupyterapp.shell.currentWidget.content, cells = notebook.model.sharedModel;
  cells.insertCell(cells.cells.length, {cell_type: 'code', source});
  notebook.activeCellIndex = cells.cells.length - 1;
}"""
OUTPUTS = """() => [...window.jupyterapp.shell.currentWidget.content.model.cells].filter(c => c.type === 'code')
  .flatMap(c => c.sharedModel.getOutputs())"""


@contextmanager
def project(folder: Path):
    """A copy of the notebooks beside the data, so that neither they nor outputs/ are touched; its folder."""
    shutil.copytree(ROOT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    (folder / "data").symlink_to(ROOT / "data")
    yield folder


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment without anybody's settings of Jupyter."""
    kept = {"JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "CDS_HOME"}
    return {k: v for k, v in os.environ.items() if k not in kept} | {"HOME": str(home), "PYTHONPATH": str(ROOT)} | more


@contextmanager
def started(command: list[str], cwd: Path, env: dict[str, str]):
    """A running JupyterLab and the address it says it opens; it and its kernels are gone afterwards."""
    log = Path(env["HOME"]) / "lab.log"
    with log.open("w") as out:
        process = subprocess.Popen(command, cwd=cwd, env=env, stdout=out, stderr=out, start_new_session=True)
    try:
        yield _address(log, process)
    finally:
        os.killpg(process.pid, signal.SIGINT)
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def _address(log: Path, process) -> str:
    end = time.monotonic() + 90
    while time.monotonic() < end:
        if found := re.search(r"http://(?:localhost|127\.0\.0\.1):\d+/\S*", log.read_text(encoding="utf-8")):
            return found.group(0)
        assert process.poll() is None, log.read_text(encoding="utf-8")
        time.sleep(0.2)
    raise AssertionError(f"JupyterLab did not start within 90 s:\n{log.read_text(encoding='utf-8')}")


def serve(folder: Path, home: Path):
    """JupyterLab on a project's folder with the settings of `make lab`, on any free port."""
    folders = [f"--LabApp.{what}={ROOT / 'jupyter'}" for what in ("app_settings_dir", "extra_labextensions_path")]
    settings = ["--notebook-dir=.", *folders, "--port=8900"]
    return started(
        [sys.executable, "-m", "jupyter", "lab", "--no-browser", *settings, *OPTIONS],
        folder,
        environment(home, CDS_HOME=str(folder)),
    )


def open_notebook(page, server: str, notebook: str) -> None:
    """Open a notebook in simple mode, its kernel ready."""
    page.goto(f"{server.split('/lab')[0]}/doc/tree/{notebook}")
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    end = time.monotonic() + 60
    while not page.evaluate(READY):  # what is asked for before is lost
        assert time.monotonic() < end, f"no kernel for {notebook} within a minute"
        if page.locator(".jp-Dialog .jp-mod-accept").count():  # on a slow machine it asks which kernel
            page.locator(".jp-Dialog .jp-mod-accept").first.click()
        page.wait_for_timeout(100)


def run_all(page, server: str, notebook: str) -> list[dict]:
    """Open a notebook, run every cell by the menu; what all cells put out."""
    open_notebook(page, server, notebook)
    page.get_by_role("menuitem", name="Chạy", exact=True).click()
    page.locator(RUN).click()
    page.wait_for_function(DONE, timeout=240_000)  # notebook 06 takes a minute by itself
    page.wait_for_selector('.jp-Notebook-ExecutionIndicator[data-status="idle"]', timeout=20_000)
    return page.evaluate(OUTPUTS)


def end_kernels(page) -> None:
    """Shut down every kernel of the server, so that they do not pile up."""
    page.evaluate("() => window.jupyterapp.serviceManager.sessions.shutdownAll()")
