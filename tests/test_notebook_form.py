"""What a notebook looks like here."""

import ast
import re

import nbformat
import pytest
from conftest import REAL, ROOT

from cds_analysis.data import provinces

NOTEBOOKS = sorted(p for p in (ROOT / "notebooks").rglob("*.ipynb") if not {".ipynb_checkpoints", "own"} & set(p.parts))
EXPLORE = {"explorer", "scenarios"}  # show widgets and write no results
BRIEF = "09_annual_brief"
LOGIC = (ast.If, ast.IfExp, ast.For, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Dict)
PARAMETERS = ["province", "border", "edition", "as_of", "horizon", "lang", "data_dir", "output_dir"]
FURTHER = {"05_provinces": ["others"], BRIEF: ["earlier"]}  # what a notebook asks beyond the eight, after them


ALLOWED = (
    r"\d{2}/\d{1,2}/\d{4}|\d{1,2} July \d{4}|Nghị quyết số \S+|Resolution \S+|năm \d{4}|\d{4} interview"
    r"|như năm 2022-2023|as in 2022–2023|[Ss]ince 2021|break of 2021|\(1 \+|− 1,|`\d\d\w+`"
)


@pytest.fixture(params=NOTEBOOKS, ids=lambda p: p.stem)
def path(request):
    return request.param


@pytest.fixture
def notebook(path):
    return nbformat.read(path, as_version=4)


def tags(cell) -> set[str]:
    return set(cell.metadata.get("tags", []))


def code(notebook) -> list:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_all_are_there():
    assert len(NOTEBOOKS) == 13 and EXPLORE == {p.stem for p in NOTEBOOKS if p.parent.name == "explore"}


def test_it_is_valid_and_committed_without_outputs(notebook):
    nbformat.validate(notebook)
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code(notebook))


def test_one_cell_holds_the_annotated_and_commented_parameters(notebook, path):
    cells = [c for c in notebook.cells if "parameters" in tags(c)]
    assert len(cells) == 1
    lines = cells[0].source.splitlines()
    assert [line.split(":")[0] for line in lines] == PARAMETERS + FURTHER.get(path.stem, [])
    for line in lines:
        assert re.fullmatch(r"\w+: (str|int) = (\"[^\"]*\"|\d+)  # .+", line), line  # plain values only


def test_prose_stands_twice_side_by_side(notebook):
    prose = [c for c in notebook.cells if c.cell_type == "markdown"]
    languages = [next(iter(tags(c) & {"vi", "en"})) for c in prose]
    assert languages == ["vi", "en"] * (len(prose) // 2)
    folded = [cell.metadata.get("jupyter", {}).get("source_hidden", False) for cell in prose]
    assert folded == [False, True] * (len(prose) // 2)  # JupyterLab shows one language; briefs go by the tag
    for vi, en in zip(prose[::2], prose[1::2], strict=True):
        assert re.findall(r"^#+", vi.source, re.M) == re.findall(r"^#+", en.source, re.M)


def test_the_title_is_a_question_without_place_or_year(notebook):
    names = {p.name_vi for p in provinces.units(REAL, "pre-2025")}
    for cell in notebook.cells[:2]:
        title = cell.source.splitlines()[0]
        assert title.startswith("# ") and title.endswith("?") and not re.search(r"\d", title)
        assert not [n for n in names if n in title]


def test_cells_are_few_and_short_and_hold_no_logic(notebook):
    assert len(notebook.cells) <= 30
    for cell in code(notebook):
        nodes = list(ast.walk(ast.parse(cell.source)))
        never = (*LOGIC, ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef, ast.Lambda, ast.Try)
        assert not [node for node in nodes if isinstance(node, never)], cell.source
        assert len(cell.source.splitlines()) <= 12 and max(map(len, cell.source.splitlines())) <= 120


def test_the_brief_is_short(path, notebook):
    assert path.stem != BRIEF or sum(len(cell.source.splitlines()) for cell in code(notebook)) <= 45


def test_it_opens_its_study_first_and_writes_its_results_last(path, notebook):
    cells = [cell.source for cell in code(notebook)]
    assert "open_study(" in cells[1] and (path.stem in EXPLORE) == ("study.finish(" not in cells[-1])
    assert notebook.metadata.kernelspec.name == "python3" and "widgets" not in notebook.metadata


def test_it_tells_what_would_change_the_answer(notebook):
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    for told in (r"thay đổi câu trả lời|[Cc]âu trả lời thay đổi", r"change this answer|[Aa]nswer changes"):
        assert re.search(told, prose), told


def test_numbers_in_sentences_are_computed(notebook):
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            bare = re.sub(ALLOWED, "", cell.source)
            assert not re.search(r"\d", bare), bare
