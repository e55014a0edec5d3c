"""A real Dask cluster whose workers are processes: same results, one place, nothing lost with a worker."""

import os
import shutil
import signal
import threading
import time
from dataclasses import replace

import pytest
from conftest import ROOT
from test_batch import made, new_project, no_kernels_left, run

from cds_analysis import paths
from cds_analysis.batch import cluster, execution, jobs, plans, pool
from cds_analysis.errors import CdsError

distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """The project that the workers know."""
    return new_project(tmp_path_factory.mktemp("home"))


@pytest.fixture
def project(home, monkeypatch):
    """That project as it was at first."""
    monkeypatch.setenv("CDS_HOME", str(home))
    before = set(home.rglob("*"))
    yield home
    shutil.rmtree(home / "outputs", ignore_errors=True)
    for path in {path for path in home.rglob("*") if path.is_file()} - before:
        path.unlink()


@pytest.fixture(scope="module")
def workers(home):
    """Two workers for the whole module; one that is killed is started anew."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CDS_HOME", str(home))
        options = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": ":0"}
        with distributed.LocalCluster(**options, silence_logs=50) as found:
            yield found


def jobs_of(project):
    return plans.load(project / "plan.yml", data_dir=str(project / "data"))


def states(outcomes):
    return [outcome.state for outcome in outcomes]


def test_a_cluster_makes_what_one_machine_makes(project, workers):
    found, out = jobs_of(project), project / "outputs"
    outcomes = cluster.run(found, pool.Batch(out), address=workers.scheduler_address)
    assert states(outcomes) == ["made"] * 3, outcomes
    assert [outcome.job for outcome in outcomes] == found
    away = made(project)
    assert len(away) == 9 and not list(out.rglob("*.part"))
    assert states(cluster.run(found, pool.Batch(out, resume=True), address=workers.scheduler_address)) == ["kept"] * 3
    assert run(project, "--resume")[0] == 0  # here too it counts as done
    assert made(project) == away
    assert run(project, "--force")[0] == 0
    assert made(project) == away


def test_a_killed_worker_loses_nothing(project, workers):
    (project / "trap").write_text("lam-dong time.sleep(6)")
    with distributed.Client(workers, set_as_default=False) as client:
        pids = list(client.run(os.getpid).values())
    told, outcomes = [], []

    def work():
        address = workers.scheduler_address
        outcomes.extend(
            cluster.run(jobs_of(project), pool.Batch(project / "outputs"), address=address, tell=told.append)
        )

    thread = threading.Thread(target=work)
    thread.start()
    while not any(event["event"] == "done" for event in told):
        time.sleep(0.1)
    os.kill(pids[0], signal.SIGKILL)
    thread.join(timeout=120)
    assert states(outcomes) == ["made"] * 3, outcomes
    assert len(made(project)) == 9


def test_a_failing_cell_is_told_from_afar_and_not_tried_again(project, workers):
    (project / "trap").write_text("ha-noi raise ValueError('odd')")
    outcomes = cluster.run(jobs_of(project), pool.Batch(project / "outputs"), address=workers.scheduler_address)
    failed = [outcome for outcome in outcomes if outcome.state == "failed"]
    assert [outcome.job.settled.place.slug for outcome in failed] == ["ha-noi"] and states(outcomes).count("made") == 2
    assert "cell 3: ValueError: odd" in failed[0].error and "exec(what)" in failed[0].source


def test_a_kernel_killed_on_a_worker_is_tried_again_there(project, workers):
    trap = "ha-noi p = pathlib.Path(trap); p.unlink(); os.kill(os.getpid(), 9)"
    (project / "trap").write_text(trap)
    outcomes = cluster.run(jobs_of(project), pool.Batch(project / "outputs"), address=workers.scheduler_address)
    assert states(outcomes) == ["made"] * 3, outcomes


def test_a_worker_of_other_data_refuses(project, workers, monkeypatch):
    found = jobs_of(project)
    wrong = {"small": {**pool.hashes(found)["small"], "data_sha256": "0" * 64}}
    monkeypatch.setattr(pool, "hashes", lambda jobs: wrong)
    outcomes = cluster.run(found, pool.Batch(project / "outputs"), address=workers.scheduler_address)
    assert states(outcomes) == ["failed"] * 3
    assert "the worker's data differ from the caller's; bring both to one state" in outcomes[0].error


def test_no_scheduler_is_told(project):
    with pytest.raises(CdsError, match="no scheduler answers"):
        cluster.run(jobs_of(project), pool.Batch(project / "outputs", execution.Limits()), address="tcp://127.0.0.1:1")


@pytest.mark.every
def test_closing_the_cluster_leaves_no_process(tmp_path, monkeypatch):
    project = new_project(tmp_path)
    monkeypatch.setenv("CDS_HOME", str(project))
    options = {"n_workers": 1, "threads_per_worker": 1, "processes": True, "dashboard_address": ":0"}
    with distributed.LocalCluster(**options, silence_logs=50) as found:
        cluster.run(jobs_of(project)[:1], pool.Batch(project / "outputs"), address=found.scheduler_address)
    assert no_kernels_left(project, besides=os.getpid())


@pytest.fixture
def noted(project):
    """A brief's job with notes beside it, and the notes; its notebook is the small one."""
    shutil.copy(project / "notebooks" / "small.ipynb", project / "notebooks" / f"{jobs.BRIEF}.ipynb")
    job = jobs.plan("ha-noi", languages=["vi"], data_dir=str(project / "data"))
    notes = project / "outputs" / job.folder / "notes.vi.md"
    notes.parent.mkdir(parents=True)
    notes.write_text("Một nhận xét.", encoding="utf-8")
    return job, notes


def test_a_worker_that_saw_the_notes_puts_them_in_the_brief(project, workers, noted):
    job, notes = noted
    (outcome,) = cluster.run([job], pool.Batch(project / "outputs"), address=workers.scheduler_address)
    assert outcome.state == "made", outcome
    assert "Một nhận xét." in (notes.parent / "brief.vi.html").read_text(encoding="utf-8")
    assert jobs.record_of(notes.parent)["notes"] == {"vi": paths.sha256(notes)}


def test_a_brief_made_without_the_notes_beside_it_is_refused(project, workers, noted):
    job, notes = noted

    def blind(job, made, limits, out):
        """What a worker does that does not see the caller's outputs."""
        return cluster._produce(job, made, limits, f"{out}-elsewhere")

    shared = pool.Batch(project / "outputs")
    (outcome,) = cluster.run([job], shared, address=workers.scheduler_address, produce=blind)
    assert outcome.state == "failed" and "the worker did not see the notes beside this brief" in outcome.error
    assert [path.name for path in notes.parent.iterdir()] == ["notes.vi.md"]  # nothing of it is kept
    assert not (project / "outputs" / ".part").exists()
    notes.unlink()
    (outcome,) = cluster.run([job], shared, address=workers.scheduler_address, produce=blind)
    assert outcome.state == "made" and (notes.parent / "brief.vi.html").is_file()


def test_a_brief_of_another_letterhead_is_refused(project, noted):
    job, _ = noted
    head = project / "head.yml"
    shutil.copy(ROOT / "docs" / "letterhead.example.yml", head)
    job = replace(job, letterhead=str(head), formats=("docx",))
    shared, made = pool.Batch(project / "outputs"), pool.hashes([job])[job.notebook]
    outcome, files = cluster._produce(cluster.moved(job, paths.from_root), made, shared.limits, str(shared.out))
    assert outcome.state == "made" and outcome.job.letterhead == str(head), outcome
    head.write_text(head.read_text(encoding="utf-8").replace("BC-VD", "BC-SKHCN"), encoding="utf-8")
    with pytest.raises(CdsError, match="the worker has another letterhead"):
        cluster._accept(job, files, shared.out)
