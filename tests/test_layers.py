"""The rooms of the house: a module imports only from those named before it, heavy libraries stay in their room."""

import ast

import pytest
from conftest import ROOT

ROOMS = [
    "errors",
    "paths",
    "provinces",
    "chosen",
    "indicators",
    "sources",
    "observations",
    "vintages",
    "targets",
    "loaders",
    "check",
    "overlay",
    "package",
    "datadiff",
    "derive",
    "forecast",
    "models",
    "pooling",
    "panel",
    "decompose",
    "usertable",
    "longtable",
    "placenames",
    "labels",
    "incoming",
    "mapping",
    "received",
    "importing",
    "deposit",
    "ranks",
    "compare",
    "backtest",
    "history",
    "revisions",
    "share",
    "merged",
    "nowcast",
    "productivity",
    "sectors",
    "sectortable",
    "accounts",
    "peers",
    "progress",
    "turning",
    "audit",
    "methods",
    "scorecard",
    "conflicts",
    "workbench",
    "record",
    "keyed",
    "wording",
    "display",
    "figures",
    "tables",
    "results",
    "cited",
    "study",
    "changes",
    "explore",
    "mydata",
    "whatif",
    "widgets",
    "ledger",
    "asking",
    "fetching",
    "status",
    "hindsight",
    "stability",
    "publish",
    "document",
    "letterhead",
    "columns",
    "printed",
    "workbook",
    "office",
    "pages",
    "warm",
    "kernels",
    "runs",
    "jobs",
    "briefs",
    "plans",
    "batch",
    "cluster",
    "console",
    "overview",
    "together",
    "commands",
    "datacommands",
    "importcommand",
    "fetchcommand",
    "__main__",
]
ONLY_IN = {
    "matplotlib": {"figures"},
    "papermill": {"runs"},
    "nbconvert": {"publish"},
    "babel": {"wording"},
    "pandera": {"check"},
    "typst": {"printed"},
    "ipywidgets": {"widgets"},
    "xlsxwriter": {"workbook"},
    "pypandoc": {"office"},
    "docx": {"office"},
    "resvg_py": {"office"},
    "openpyxl": {"usertable"},
    "python_calamine": {"incoming"},
    "sdmx": {"incoming"},
    "pyarrow": {"incoming"},
}


def files(room: str) -> list:
    """A room is a module, or a folder of the same import path."""
    folder = ROOT / "cds_analysis" / room
    return sorted(folder.glob("*.py")) if folder.is_dir() else [folder.with_suffix(".py")]


def imports(room: str):
    """What a room imports: names of rooms and of libraries."""
    inside = {path.stem for path in files(room)} if len(files(room)) > 1 else set()
    for node in [n for path in files(room) for n in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]:
        if isinstance(node, ast.ImportFrom) and node.level == 1:
            names = [node.module] if node.module else [alias.name for alias in node.names]
            yield from (name for name in names if name not in inside)
        elif isinstance(node, ast.ImportFrom) and node.level == 2:
            yield from ([node.module] if node.module else [alias.name for alias in node.names])
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]
        elif isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)


def test_every_module_has_its_room():
    inside = (ROOT / "cds_analysis").iterdir()
    found = {p.stem for p in inside if p.suffix == ".py" or (p / "__init__.py").is_file()} - {"__init__"}
    assert found == set(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_imports_point_down(room):
    above = set(ROOMS[ROOMS.index(room) :])
    assert not above & set(imports(room))


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_stays_in_its_room(library):
    assert {room for room in ROOMS if library in set(imports(room))} == ONLY_IN[library]


def test_models_know_no_files_places_or_targets():
    for room in ("forecast", "models", "pooling", "panel", "decompose", "backtest"):
        assert not {"provinces", "paths", "targets", "observations", "indicators", "sources"} & set(imports(room)), room


def test_no_module_outgrows_its_room():
    for room in ROOMS:
        for path in files(room):
            assert path.read_text(encoding="utf-8").count("\n") <= 400, path.name
