"""`cds run` as a user meets it: what goes wrong is told, nothing finished is lost, --resume completes it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import psutil
import pytest
from conftest import ROOT, TINY
from running import cds

from cds_analysis.batch import console, jobs

FURTHER = """
trap: str = ""  # a file that says what goes wrong, a province a line
api_key: str = ""
"""
TRAP = """import json, os, pathlib, time
for line in pathlib.Path(trap).read_text().splitlines() if trap and pathlib.Path(trap).exists() else ():
    name, _, what = line.partition(" ")
    if name == province:
        exec(what)
pathlib.Path("left").write_text("in the working folder of this run")"""
RESULT = """folder = pathlib.Path(output_dir)
folder.mkdir(parents=True, exist_ok=True)
_ = (folder / "results.json").write_text(json.dumps({"place": {"vi": province}, "edition": edition, "key": api_key}))"""
PLAN = "provinces: all\nnotebooks: [small]\n"


def parameters() -> str:
    """The parameters every notebook has, and those of the small one."""
    brief = nbformat.read(ROOT / "notebooks" / "09_annual_brief.ipynb", as_version=4)
    common = next(cell for cell in brief.cells if "parameters" in cell.metadata.get("tags", []))
    return common.source + FURTHER


def new_project(folder: Path) -> Path:
    """A project of one small notebook and the tiny data: three runs of two languages each."""
    shutil.copytree(TINY, folder / "data")
    (folder / "notebooks").mkdir()
    cells = [nbformat.v4.new_markdown_cell("# Small", metadata={"tags": [lang]}) for lang in ("vi", "en")]
    cells += [nbformat.v4.new_code_cell(source) for source in (parameters(), TRAP, RESULT)]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"  # else random, and the hash of the code with it
    cells[2].metadata["tags"] = ["parameters"]
    made = nbformat.v4.new_notebook(cells=cells)
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(made, folder / "notebooks" / "small.ipynb")
    (folder / "plan.yml").write_text(PLAN + f"parameters: {{small: {{trap: {folder / 'trap'}}}}}\n", encoding="utf-8")
    return folder


@pytest.fixture
def project(tmp_path) -> Path:
    return new_project(tmp_path)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory) -> dict[str, str]:
    """What a run leaves in which nothing goes wrong."""
    folder = new_project(tmp_path_factory.mktemp("undisturbed"))
    code, _, err = run(folder)
    assert code == 0, err
    assert len(made(folder)) == 3 * 3
    return made(folder)


def start(project: Path, *words: str, plan: str = "plan.yml", **options) -> subprocess.Popen:
    command = [sys.executable, "-m", "cds_analysis", "run", str(project / plan), *words]
    env = {**os.environ, "CDS_HOME": str(project)}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, cwd=ROOT, env=env, **{**pipes, **options})


def run(project: Path, *words: str, plan: str = "plan.yml") -> tuple[int, str, str]:
    """The command in this process; where it gets a signal, `start` gives it one of its own."""
    done = cds("run", str(project / plan), *words, CDS_HOME=str(project))
    return done.returncode, done.stdout, done.stderr


def made(project: Path) -> dict[str, str]:
    """What a complete run leaves, by path: results and pages."""
    out = project / "outputs"
    files = [p for p in out.rglob("*") if p.suffix in (".json", ".html") and p.parent != out and p.name != "run.json"]
    return {p.relative_to(out).as_posix(): p.read_text(encoding="utf-8") for p in files}


def complete(project: Path, undisturbed: dict[str, str]) -> None:
    """--resume must come to the same whole as a run in which nothing went wrong."""
    (project / "trap").unlink(missing_ok=True)
    code, _, err = run(project, "--resume")
    assert code == 0, err
    assert made(project) == undisturbed
    assert not [p for p in (project / "outputs").rglob("*") if p.name == "left" or ".failed" in p.name]


def no_kernels_left(project: Path, besides: int = 0) -> bool:
    """Whether no process of this project is left after a while."""
    for _ in range(50):
        left = [p for p in psutil.process_iter() if p.pid != besides and _of(p, project)]
        if not left:
            return True
        time.sleep(0.2)
    return False


def _of(process: psutil.Process, project: Path) -> bool:
    try:
        if any("resource_tracker" in word for word in process.cmdline()):
            return False  # of the tests' own process, which has begun a cluster
        return process.environ().get("CDS_HOME") == str(project) and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def test_a_dry_run_shows_what_would_run_and_runs_nothing(project):
    code, out, err = run(project, "--dry-run")
    assert code == 0 and out.count("small  vi,en") == 3 and "3 runs, 6 notebooks" in err
    assert not (project / "outputs").exists()


def test_nothing_there_is_replaced_unasked_and_resume_keeps_it(project):
    assert run(project)[0] == 0
    before = {p: p.stat().st_mtime_ns for p in (project / "outputs").rglob("*.ipynb")}
    code, _, err = run(project)
    assert code == 2 and "3 of 3 exist already" in err and "--resume" in err and "--force" in err
    code, out, err = run(project, "--resume", "--json")
    assert code == 0
    events = [json.loads(line) for line in out.splitlines()]
    assert events[-1] == {"event": "end", "states": {"kept": 3}}
    assert {p: p.stat().st_mtime_ns for p in before} == before
    place = project / "data" / "notes.csv"
    place.write_text(place.read_text(encoding="utf-8") + "\n", encoding="utf-8")  # other data: made anew
    assert '"states": {"made": 3}' in run(project, "--resume", "--json")[1]
    assert '"states": {"made": 3}' in run(project, "--force", "--json")[1]


def test_a_killed_kernel_fails_its_run_alone_and_the_page_shows_the_cell(project, undisturbed):
    (project / "trap").write_text("lam-dong os.kill(os.getpid(), 9)")
    started = time.monotonic()
    code, _, err = run(project)
    assert code == 1 and time.monotonic() - started < 120
    assert "2 made, 1 failed" in err
    assert "small.ipynb, cell 3: its kernel died (killed by SIGKILL; often the system is out of memory)" in err
    page = (project / "outputs" / "batch.html").read_text(encoding="utf-8")
    assert (
        "small.ipynb, ô 3: kernel của nó dừng đột ngột" in page
        and "exec(what)" in page
        and "2026/lam-dong" in page
        and "<script" not in page
    )
    complete(project, undisturbed)


@pytest.mark.parametrize(
    ("words", "traps"),
    [
        (("--cell-limit", "2", "--memory", "0.5"),
         {"while True: pass": "the cell took more than 2 s", "held = bytearray(3 << 30)": "MemoryError"}),
        (("--run-limit", "3"),
         {"time.sleep(60)": "the run took more than 3 s", "raise SystemExit(0)": "left before its last cell"}),
        ((), {"raise ValueError('odd')": "ValueError: odd"}),
    ],
)  # fmt: skip
def test_a_run_over_its_limits_fails_alone(project, undisturbed, words, traps):
    (project / "trap").write_text("\n".join(" ".join(p) for p in zip(("ha-noi", "lam-dong"), traps, strict=False)))
    code, _, err = run(project, *words)
    assert code == 1 and f"{3 - len(traps)} made, {len(traps)} failed" in err
    for told in traps.values():
        assert told in err
    complete(project, undisturbed)


@pytest.mark.parametrize(("sent", "code"), [([signal.SIGINT] * 2, 130), ([signal.SIGTERM], 143)])
def test_a_signal_leaves_a_state_that_resumes_and_no_process(project, undisturbed, sent, code):
    (project / "trap").write_text("lam-dong time.sleep(600)")
    # a program that was started to ignore Ctrl-C, as in the background of a script, would hand that on
    heard = {"preexec_fn": lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)}
    process = start(project, "--workers", "1", "--json", start_new_session=True, **heard)
    while '"state": "made"' not in process.stdout.readline():
        pass
    time.sleep(1)
    for number in sent:
        os.killpg(process.pid, number)
        time.sleep(0.3)
    process.communicate(timeout=60)
    assert process.returncode == code
    assert no_kernels_left(project)
    assert 1 <= len(list((project / "outputs").rglob("run.json"))) < 3
    complete(project, undisturbed)


@pytest.mark.parametrize("after", [0.05, pytest.param(1, marks=pytest.mark.every)])  # as a kernel starts, as it works
def test_a_killed_program_leaves_no_process_and_resumes(project, undisturbed, after):
    (project / "trap").write_text("lam-dong time.sleep(600)")
    process = start(project, "--workers", "1", "--json")
    while '"state": "made"' not in process.stdout.readline():
        pass
    time.sleep(after)
    process.kill()
    process.communicate(timeout=60)
    assert no_kernels_left(project)
    complete(project, undisturbed)


def test_two_at_once_on_the_same_outputs_make_one_whole(project, undisturbed):
    other = start(project, "--force", "--json")
    other.stdout.readline()  # it is at work
    code, _, told = run(project, "--force")
    _, err = other.communicate(timeout=240)
    assert (code, other.returncode) == (0, 0), told + err
    complete(project, undisturbed)


BROKEN = ["", "[]", '{"parameters": 5}', '{"files": {"../../../keep": "0"}}', '{"parameters": {}, "files": []}']


def test_a_broken_record_is_no_record(project):
    assert run(project)[0] == 0
    (project / "keep").write_text("no file of the outputs")
    records = sorted((project / "outputs").rglob("run.json"))
    for broken, states in ((BROKEN[:3], {"made": 3}), (BROKEN[3:], {"made": 2, "kept": 1})):
        for record, content in zip(records, broken, strict=False):
            record.write_text(content, encoding="utf-8")
        code, out, _ = run(project, "--resume", "--json")
        assert code == 0 and json.loads(out.splitlines()[-1])["states"] == states
        assert all(json.loads(record.read_text(encoding="utf-8"))["files"] for record in records)
    assert (project / "keep").exists()


def test_a_damaged_page_is_made_again(project):
    assert run(project)[0] == 0
    page = next((project / "outputs").rglob("small.vi.html"))
    whole = page.read_text(encoding="utf-8")
    page.write_text(whole[:100], encoding="utf-8")
    assert '{"made": 1, "kept": 2}' in run(project, "--resume", "--json")[1]
    assert page.read_text(encoding="utf-8") == whole


def test_a_full_disk_is_told_and_nothing_finished_is_lost(project, undisturbed):
    small = project / "outputs"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=100k", "tmpfs", small], capture_output=True).returncode:
        pytest.skip("no right to mount a small disk")
    try:
        code, _, err = run(project, "--workers", "1")
        whole = made(project)
        assert code == 1 and "No space left on device" in err and "Traceback" not in err
        assert len(list(small.rglob("run.json"))) >= 1 and not list(small.rglob("*.part"))
        subprocess.run(["mount", "-o", "remount,size=20m", small], check=True)
        assert run(project, "--resume")[0] == 0
        assert whole.items() <= made(project).items() and made(project) == undisturbed
    finally:
        subprocess.run(["umount", small], check=True)


def test_an_unwritable_folder_is_told(project):
    out = project / "outputs"
    out.mkdir()
    root = not os.geteuid()
    if root:  # root writes everywhere but on a disk that nobody may write to
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", out], capture_output=True).returncode:
            pytest.skip("no right to mount a disk")
    else:
        out.chmod(0o500)
    try:
        code, _, err = run(project)
    finally:
        subprocess.run(["umount", out], check=True) if root else out.chmod(0o700)
    assert code in (1, 2) and "Traceback" not in err
    assert "Permission denied" in err or "Read-only file system" in err


def test_outputs_that_are_a_file_are_told(project):
    (project / "outputs").write_text("a file")
    code, _, err = run(project)
    assert code == 2 and "outputs" in err and "Traceback" not in err


def test_where_a_step_fails_what_was_there_is_put_back(project, monkeypatch):
    (project / "one.yml").write_text("provinces: [ha-noi]\nnotebooks: [small]\nlanguages: [vi]\n", encoding="utf-8")
    assert run(project, plan="one.yml")[0] == 0
    before = {path: path.read_bytes() for path in (project / "outputs" / "2026").rglob("*") if path.is_file()}
    with monkeypatch.context() as full:
        full.setattr(jobs, "write_record", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        code, _, err = run(project, "--force", plan="one.yml")
    assert code == 1 and "No space left" in err
    assert before == {path: path.read_bytes() for path in (project / "outputs" / "2026").rglob("*") if path.is_file()}


def test_a_batch_goes_on_where_its_reader_has_gone():
    told = []

    def tell(event: dict) -> None:
        told.append(event)
        raise BrokenPipeError

    lasting = console.lasting(tell)
    lasting({"event": "begin"})
    lasting({"event": "end"})
    assert told == [{"event": "begin"}]


def test_secrets_are_in_no_file_and_no_line(project):
    plan = project / "secret.yml"
    plan.write_text("provinces: [ha-noi]\nnotebooks: [small]\nparameters: {small: {api_key: hunter2}}\n")
    code, out, err = run(project, "--json", plan="secret.yml")
    assert code == 0 and "hunter2" not in out + err
    for path in (project / "outputs").rglob("*"):
        assert path.is_dir() or b"hunter2" not in path.read_bytes(), path


def test_without_a_terminal_there_are_plain_lines(project):
    _, _, err = run(project)
    assert "1/3 2026/" in err and "\r" not in err and "3 runs: 3 made" in err
    assert run(project, "--force", "--quiet")[2].strip() == "3 runs: 3 made"


def test_options_that_contradict_are_refused(project):
    assert "give one of them" in run(project, "--resume", "--force")[2]
    assert "on a cluster its workers are used" in run(project, "--workers", "2", "--cluster", "tcp://127.0.0.1:1")[2]
    for words in (("--retries", "-1"), ("--memory", "nan"), ("--memory", "-1"), ("--cell-limit", "nan")):
        code, _, err = run(project, *words, "--dry-run")
        assert code == 2 and words[0] in err and "Traceback" not in err
    assert "no scheduler answers" in run(project, "--cluster", "tcp://127.0.0.1:1")[2]
