"""One run: a fresh kernel that knows nothing of another, limits that hold, values that stay data."""

import ast
import os
import time
from pathlib import Path

import nbformat
import psutil
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cds_analysis.batch import execution, kernels
from cds_analysis.batch.execution import Limits, RunError
from cds_analysis.errors import ParameterError


def notebook(folder: Path, *cells: str, parameters: str = 'text: str = "unset"') -> Path:
    """A notebook of a few code cells, the first of them the parameters."""
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in (parameters, *cells)])
    made.cells[0].metadata["tags"] = ["parameters"]
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(made, folder / "small.ipynb")
    return folder / "small.ipynb"


def said(path: Path) -> list[str]:
    """What the code cells of an executed notebook printed."""
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    return [text for cell in cells if (text := "".join(out.get("text", "") for out in cell.outputs).strip())]


def run(folder: Path, *cells: str, name: str = "out", values: dict | None = None, **options) -> list[str]:
    out = folder / f"{name}.ipynb"
    execution.execute(notebook(folder, *cells), out, values or {}, cwd=folder, **options)
    return said(out)


def test_a_run_knows_nothing_of_the_one_before(tmp_path):
    dirty = """
import os, random, sys, matplotlib, numpy, pandas
random.seed(1); numpy.random.seed(1)
matplotlib.rcParams["font.size"] = 77; pandas.options.display.max_rows = 7
os.environ["LEFT"] = "here"; sys.path.insert(0, "/left"); os.chdir("/"); os.umask(0o077)
secret = 5
"""
    look = """
import os, random, sys, matplotlib, numpy, pandas
print([matplotlib.rcParams["font.size"], pandas.options.display.max_rows, os.environ.get("LEFT"), "/left" in sys.path,
       "secret" in globals(), os.getcwd(), os.umask(0o022)])
"""
    before = run(tmp_path, look, name="before")
    run(tmp_path, dirty, name="dirty")
    assert run(tmp_path, look, name="after") == before
    assert str(tmp_path) in before[0] and "None, False, False" in before[0]


def test_no_two_kernels_draw_the_same_numbers(tmp_path):
    draw = "import random, numpy, uuid; print(random.random(), numpy.random.random(), uuid.uuid4())"
    first, second = run(tmp_path, draw, name="a")[0].split(), run(tmp_path, draw, name="b")[0].split()
    assert all(one != other for one, other in zip(first, second, strict=True))


def test_the_environment_of_the_caller_reaches_the_kernel_at_once(tmp_path, monkeypatch):
    look = "import os; print(os.environ.get('CDS_TEST'))"
    assert run(tmp_path, look) == ["None"]
    monkeypatch.setenv("CDS_TEST", "now")
    assert run(tmp_path, look) == ["now"]


@pytest.mark.skipif(not kernels.CAN_FORK, reason="ordinary kernels import for themselves")
def test_a_kernel_starts_with_the_libraries_imported(tmp_path):
    assert run(tmp_path, "import sys; print('statsmodels.regression.linear_model' in sys.modules)") == ["True"]


def test_charts_of_pyplot_are_shown_as_in_an_ordinary_kernel(tmp_path):
    run(tmp_path, "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()")
    outputs = nbformat.read(tmp_path / "out.ipynb", as_version=4).cells[-1].outputs
    assert [kind for out in outputs for kind in out.get("data", {}) if kind.startswith("image/")]


def test_a_chart_of_the_library_leaves_the_readers_pyplot_as_a_kernel_sets_it(tmp_path):
    drawn = "cds.models.Drift().fit(pd.Series([1.0, 2, 4, 3, 6], index=range(2019, 2024))).forecast(2).plot()"
    look = "import matplotlib.pyplot as plt; print(plt.isinteractive())"
    assert run(tmp_path, f"import cds_analysis as cds, pandas as pd\n{drawn}\n{look}") == ["True"]


def test_kernels_and_their_children_are_gone_afterwards(tmp_path):
    spawn = """import os, subprocess, time
child = subprocess.Popen(['sleep', '300'])
detached = subprocess.Popen("(setsid sleep 300 & echo $!)", shell=True, stdout=subprocess.PIPE, text=True)
print(os.getpid(), child.pid, detached.stdout.readline())"""
    (pids,) = run(tmp_path, spawn)
    for pid in map(int, pids.split()):
        assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_a_cell_may_have_a_pool_of_processes(tmp_path):
    pool = """from multiprocessing import Pool
def twice(x):
    return 2 * x
with Pool(2) as pool:
    print(pool.map(twice, [1, 2]))"""
    assert run(tmp_path, pool) == ["[2, 4]"]


def test_settings_of_the_users_home_change_nothing(tmp_path, monkeypatch):
    (startup := tmp_path / "profile_default" / "startup").mkdir(parents=True)
    for path in (startup / "00.py", tmp_path / "start.py"):
        path.write_text("left = 1", encoding="utf-8")
    (tmp_path / "matplotlibrc").write_text("axes.facecolor: yellow", encoding="utf-8")
    for name, value in (("IPYTHONDIR", ""), ("PYTHONSTARTUP", "start.py"), ("MATPLOTLIBRC", "matplotlibrc")):
        monkeypatch.setenv(name, str(tmp_path / value))
    monkeypatch.setenv("JPY_SESSION_NAME", "mine.ipynb")  # the command was given in a cell of JupyterLab
    look = """import matplotlib
from cds_analysis.shown import in_lab, watched
print('left' in globals(), matplotlib.rcParams['axes.facecolor'], in_lab(), *watched([1, 2], 'a'))"""
    assert run(tmp_path, look) == ["False white False 1 2"]


def test_a_long_name_of_the_folder_for_temporary_files_is_no_fault(tmp_path, monkeypatch):
    (long := tmp_path / ("t" * 87)).mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(long))
    assert run(tmp_path, "print(1)") == ["1"]


VALUES = st.text() | st.sampled_from(
    ["__import__('os').system('touch owned')", '"""', "'", "\\", "\n1/0\n", "{x}", "%s", "\u202e", "../../etc", "nan"]
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=VALUES)
def test_a_value_is_data_and_never_code(tmp_path, value):
    from papermill.iorw import load_notebook_node
    from papermill.parameterize import parameterize_notebook

    source = load_notebook_node(str(notebook(tmp_path)))
    made = parameterize_notebook(source, {"text": value}, kernel_name="python3")
    tree = ast.parse(made.cells[1].source)
    assert len(tree.body) == 1 and ast.literal_eval(tree.body[0].value) == value


def test_an_odd_value_arrives_as_it_is(tmp_path):
    value = "a\"'\\\n__import__('os').system('touch owned') \u202e%s{x} ắ"
    assert run(tmp_path, "print(repr(text))", values={"text": value}) == [repr(value)]
    assert not (tmp_path / "owned").exists()


def test_a_value_of_another_type_is_refused_before_a_kernel_starts(tmp_path):
    path = notebook(tmp_path, parameters="year: int = 2026\nflag: bool = False\nrate: float = 1.0")
    with pytest.raises(ParameterError, match=r"year is '2026', not int; .*flag is 1, not bool"):
        execution.execute(path, tmp_path / "out.ipynb", {"year": "2026", "flag": 1, "rate": 2})


def test_secrets_are_masked_in_all_that_is_kept(tmp_path):
    path = notebook(tmp_path, "print(api_key)", parameters='api_key: str = ""')
    execution.execute(path, tmp_path / "out.ipynb", {"api_key": "hunter2!"})
    assert "hunter2" not in (tmp_path / "out.ipynb").read_text() and said(tmp_path / "out.ipynb") == ["***"]
    path = notebook(tmp_path, "raise ValueError(api_key)", parameters='api_key: str = ""')
    with pytest.raises(RunError) as caught:
        execution.execute(path, tmp_path / "out.ipynb", {"api_key": "hunter2!"})
    assert "hunter2" not in str(caught.value) + caught.value.source
    with pytest.raises(RunError) as caught:  # a cell that shows its own value, as the injected one does
        execution.execute(
            notebook(tmp_path, "raise ValueError('hunter2!')", parameters='api_key: str = ""'),
            tmp_path / "out.ipynb",
            {"api_key": "hunter2!"},
        )
    assert "***" in caught.value.source and "hunter2" not in caught.value.source
    assert "hunter2" not in (tmp_path / "out.failed.ipynb").read_text()


def test_a_secret_that_reads_like_a_part_of_the_notebook_leaves_it_whole(tmp_path):
    path = notebook(tmp_path, "print(api_key, 10)", parameters='api_key: str = ""')
    for secret in ("text", "1"):
        execution.execute(path, tmp_path / "out.ipynb", {"api_key": secret})
        assert said(tmp_path / "out.ipynb")[0].startswith("*** ")


def test_a_killed_kernel_is_told_within_seconds_with_its_cell(tmp_path):
    started = time.monotonic()
    with pytest.raises(RunError, match=r"small.ipynb, cell 3: its kernel died \(killed by SIGKILL") as caught:
        run(tmp_path, "x = 1", "import os; os.kill(os.getpid(), 9)")
    assert time.monotonic() - started < 30 and caught.value.again and "os.kill" in caught.value.source
    assert not (tmp_path / "out.ipynb").exists()


def test_an_endless_cell_is_stopped(tmp_path):
    with pytest.raises(RunError, match=r"cell 2: the cell took more than 1 s") as caught:
        run(tmp_path, "while True: pass", limits=Limits(cell=1))
    assert not caught.value.again


def test_a_run_that_is_too_long_as_a_whole_is_stopped(tmp_path):
    with pytest.raises(RunError, match=r"the run took more than 2 s") as caught:
        run(tmp_path, *["import time; time.sleep(0.9)"] * 6, limits=Limits(run=2))
    assert not caught.value.again


@pytest.mark.skipif(not kernels.CAN_FORK, reason="only forked kernels keep a limit")
def test_a_cell_that_eats_memory_gets_an_error_of_its_own(tmp_path):
    with pytest.raises(RunError, match=r"cell 2: MemoryError") as caught:
        run(tmp_path, "held = bytearray(600_000_000)", limits=Limits(memory=200_000_000))
    assert not caught.value.again
    assert run(tmp_path, "held = bytearray(100_000_000); print(len(held))", limits=Limits(memory=200_000_000)) == [
        "100000000"
    ]


@pytest.mark.parametrize("early", ["raise SystemExit(0)", "import sys; sys.exit()", "import os; os._exit(0)"])
def test_a_notebook_that_leaves_early_is_not_finished(tmp_path, early):
    with pytest.raises(RunError, match="cell 2"):
        run(tmp_path, early, "print('never')")
    assert not (tmp_path / "out.ipynb").exists()


def test_what_is_kept_names_the_final_folder(tmp_path):
    run(tmp_path, "print(text)", values={"text": "/draft/x"}, instead={"/draft": "/final"})
    kept = (tmp_path / "out.ipynb").read_text()
    assert "/draft" not in kept and said(tmp_path / "out.ipynb") == ["/final/x"]


def test_without_fork_an_ordinary_kernel_does_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(kernels, "CAN_FORK", False)
    assert not kernels.prepare()
    assert run(tmp_path, "print(text)", values={"text": "ok"}) == ["ok"]
    with pytest.raises(RunError, match="ZeroDivisionError"):
        run(tmp_path, "1 / 0")


def test_a_program_without_a_guard_may_call_it(tmp_path):
    import subprocess
    import sys

    path = notebook(tmp_path, "print('ran')")
    program = tmp_path / "program.py"  # no `if __name__ == "__main__"`: multiprocessing would run it in each kernel
    program.write_text(
        "from pathlib import Path\nfrom cds_analysis.batch import execution\nprint('once')\n"
        f"execution.execute(Path({str(path)!r}), Path({str(tmp_path / 'out.ipynb')!r}), {{}})\n",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, program], capture_output=True, text=True, env=os.environ, timeout=120)
    assert done.stdout == "once\n" and said(tmp_path / "out.ipynb") == ["ran"], done.stderr
