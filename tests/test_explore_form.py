"""What a notebook to explore looks like: the parameters of all notebooks, two languages, widgets, no results."""

import re

import nbformat
import pytest
from conftest import ROOT
from test_notebook_form import PARAMETERS, tags

NOTEBOOKS = sorted((ROOT / "notebooks" / "explore").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_to_explore_has_the_form_of_all_but_no_results(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3" and "widgets" not in notebook.metadata
    code = [c for c in notebook.cells if c.cell_type == "code"]
    assert all(c.outputs == [] and c.execution_count is None for c in code)
    parameters = [c for c in code if "parameters" in tags(c)]
    assert [line.split(":")[0] for line in parameters[0].source.splitlines()] == PARAMETERS and len(parameters) == 1
    assert "open_study(" in code[1].source and not any("results.write" in c.source for c in code)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_its_prose_stands_twice_and_its_title_asks(path):
    prose = [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "markdown"]
    assert [next(iter(tags(c) & {"vi", "en"})) for c in prose] == ["vi", "en"] * (len(prose) // 2)
    for cell in prose[:2]:
        assert re.fullmatch(r"# [^\d]+\?", cell.source.splitlines()[0])


def test_the_two_are_there():
    assert [p.stem for p in NOTEBOOKS] == ["explorer", "scenarios"]
