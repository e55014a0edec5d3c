"""The house: imports point down (import-linter), heavy libraries stay in their room, folders and modules stay small."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

LIBRARY = ROOT / "cds_analysis"
ONLY_IN = {  # of each library the folders or modules that may import it
    "matplotlib": {"charts"},
    "papermill": {"batch/execution"},
    "mistune": {"explore/widgets", "formats/document"},
    "jinja2": {"findings/audit", "formats/page", "words/telling"},
    "babel": {"words"},
    "typst": {"formats/pdf"},
    "ipywidgets": {"explore/widgets"},
    "xlsxwriter": {"formats/sheet", "intake/template"},
    "docx": {"formats/word", "formats/word_frame"},
    "resvg_py": {"formats/word"},
    "PIL": {"formats/blocks", "formats/document"},
    "python_calamine": {"files"},
    "xlrd": {"files"},
    "sdmx": {"files"},
    "pyarrow": {"files"},
}


def modules() -> list[Path]:
    return sorted(LIBRARY.rglob("*.py"))


def libraries(path: Path) -> set[str]:
    """The packages of others that a module imports."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    found = {a.name for n in nodes if isinstance(n, ast.Import) for a in n.names}
    found |= {n.module for n in nodes if isinstance(n, ast.ImportFrom) and not n.level and n.module}
    return {name.split(".")[0] for name in found}


def test_imports_point_down():
    """The contracts stand in pyproject.toml, in the order of docs/house.md."""
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_stays_in_its_room(library):
    found = [p.relative_to(LIBRARY).with_suffix("").as_posix() for p in modules() if library in libraries(p)]
    assert found, "nobody imports it"
    for name in found:
        assert name in ONLY_IN[library] or name.split("/")[0] in ONLY_IN[library], f"{name} imports {library}"


def test_a_reader_finds_few_names_at_the_top():
    assert len([p for p in LIBRARY.iterdir() if p.name != "__pycache__"]) <= 23


def test_no_module_outgrows_its_room():
    long = {p.name: n for p in modules() if (n := p.read_text(encoding="utf-8").count("\n")) > 320}
    assert not long
