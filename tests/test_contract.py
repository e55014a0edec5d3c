"""A notebook of one's own: made, run in both languages, linked; and what breaks the contract is told by its cell."""

import nbformat
import pytest
from click.testing import CliRunner
from conftest import TINY
from test_batch import new_project, parameters

from cds_analysis.batch import briefs, contract, jobs
from cds_analysis.commands.brief import main
from cds_analysis.errors import CdsError


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project of one small notebook and the tiny data."""
    monkeypatch.setenv("CDS_HOME", str(tmp_path))
    return new_project(tmp_path)


def cds(*words):
    return CliRunner().invoke(main, [*words])


def test_a_new_notebook_runs_at_once_and_is_linked(project):
    assert cds("new-notebook", "cua-toi").stdout.strip() == str(project / "notebooks" / "own" / "cua-toi.ipynb")
    for name, why in (
        ("cua-toi", "is there already"),
        ("small", "small.ipynb is there already"),
        ("a/b", "use letters"),
    ):
        refused = cds("new-notebook", name)
        assert refused.exit_code == 2 and why in refused.stderr
    dry = cds("brief", "thai-nguyen", "--notebook", "cua-toi", "--dry-run")
    assert (
        dry.exit_code == 0 and dry.stdout.startswith("2026/thai-nguyen cua-toi  vi,en") and "border 2025" in dry.stdout
    )
    done = cds("brief", "thai-nguyen", "--notebook", "cua-toi", "--quiet", "--data", str(TINY), "--format", "html,docx")
    assert done.exit_code == 0, done.stderr
    folder = project / "outputs" / "2026" / "thai-nguyen"
    page = (folder / "cua-toi.vi.html").read_text(encoding="utf-8")
    assert "<h1>cua-toi</h1>" in page and 'src="data:image/png' in page and "Nguồn số liệu" in page
    index = (project / "outputs" / "index.html").read_text(encoding="utf-8")
    assert 'href="2026/thai-nguyen/cua-toi.vi.html"' in index and jobs.record_of(folder, "cua-toi")["files"]


def broken(project, cells, **metadata) -> str:
    """What a dry run of a brief says of a notebook of these cells, the first one of parameters."""
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells], metadata=metadata)
    made.cells[0].metadata["tags"] = ["parameters"] if cells[0] else []
    nbformat.write(made, project / "notebooks" / "own.ipynb")
    told = cds("brief", "thai-nguyen", "--notebook", "own", "--dry-run").stderr
    (project / "plan.yml").write_text("provinces: thai-nguyen\nnotebooks: [own]\n", encoding="utf-8")
    plan = cds("run", str(project / "plan.yml"), "--dry-run")
    assert plan.exit_code == 2 * bool(told) and told.removeprefix("cds: ").split("; ")[0].strip() in plan.stderr
    return told


PYTHON = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


@pytest.mark.parametrize(
    ("first", "rest", "metadata", "told"),
    [
        ("province = ''", ["study.finish()"], PYTHON, "own.ipynb: cell 1 (parameters) lacks border, edition, as_of,"),
        ("province = ", ["study.finish()"], PYTHON, "cell 1 (parameters), line 1: invalid syntax; mend it"),
        ("", ["study.finish()"], PYTHON, "own.ipynb: no cell is tagged parameters; tag the one that holds province,"),
        (None, ["study.finish()"], {}, "own.ipynb: its metadata name no Python kernel (kernelspec); open it in"),
        (None, ["1 + 1"], PYTHON, "own.ipynb: none of its 2 cells writes results.json; end with study.finish(...)"),
    ],
)
def test_what_breaks_the_contract_is_told_before_anything_runs(project, first, rest, metadata, told):
    said = broken(project, [parameters() if first is None else first, *rest], **metadata)
    assert told in said and said.count("\n") == 1


def test_a_file_that_is_no_notebook_and_one_that_leaves_no_results_are_told(project):
    (path := project / "notebooks" / "bad.ipynb").write_text("{}", encoding="utf-8")
    assert "bad.ipynb: no notebook" in contract.broken(path)[0]
    said = broken(project, [parameters(), "# results.json"], **PYTHON)
    assert said == ""
    with pytest.raises(CdsError, match=r"it ran and left no results.json in output_dir; end with study.finish"):
        briefs.make("thai-nguyen", notebook="own", languages=["vi"], data_dir=str(TINY), progress=False)
