"""A real Dask cluster whose workers are processes: same results, one place, nothing lost with a worker."""

import os
import signal
import threading
import time

import pytest
from test_batch import made, new_project, no_kernels_left, run

from cds_analysis import batch, cluster, plans, runs
from cds_analysis.errors import CdsError

distributed = pytest.importorskip("distributed")


@pytest.fixture
def project(tmp_path, monkeypatch):
    folder = new_project(tmp_path)
    monkeypatch.setenv("CDS_HOME", str(folder))
    return folder


@pytest.fixture
def workers(project):
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": ":0"}
    with distributed.LocalCluster(**options, silence_logs=50) as found:
        yield found


def jobs_of(project):
    return plans.load(project / "plan.yml", data_dir=str(project / "data"))


def states(outcomes):
    return [outcome.state for outcome in outcomes]


def test_a_cluster_makes_what_one_machine_makes(project, workers):
    found, out = jobs_of(project), project / "outputs"
    outcomes = cluster.run(found, batch.Batch(out), address=workers.scheduler_address)
    assert states(outcomes) == ["made"] * 3, outcomes
    assert [outcome.job for outcome in outcomes] == found
    away = made(project)
    assert len(away) == 9 and not list(out.rglob("*.part"))
    assert states(cluster.run(found, batch.Batch(out, resume=True), address=workers.scheduler_address)) == ["kept"] * 3
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
            cluster.run(jobs_of(project), batch.Batch(project / "outputs"), address=address, tell=told.append)
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
    outcomes = cluster.run(jobs_of(project), batch.Batch(project / "outputs"), address=workers.scheduler_address)
    failed = [outcome for outcome in outcomes if outcome.state == "failed"]
    assert [outcome.job.province for outcome in failed] == ["ha-noi"] and states(outcomes).count("made") == 2
    assert "cell 3: ValueError: odd" in failed[0].error and "exec(what)" in failed[0].source


def test_a_kernel_killed_on_a_worker_is_tried_again_there(project, workers):
    trap = "ha-noi p = pathlib.Path(trap); p.unlink(); os.kill(os.getpid(), 9)"
    (project / "trap").write_text(trap)
    outcomes = cluster.run(jobs_of(project), batch.Batch(project / "outputs"), address=workers.scheduler_address)
    assert states(outcomes) == ["made"] * 3, outcomes


def test_a_worker_of_other_data_refuses(project, workers, monkeypatch):
    found = jobs_of(project)
    wrong = {"small": {**batch.hashes(found)["small"], "data_sha256": "0" * 64}}
    monkeypatch.setattr(batch, "hashes", lambda jobs: wrong)
    outcomes = cluster.run(found, batch.Batch(project / "outputs"), address=workers.scheduler_address)
    assert states(outcomes) == ["failed"] * 3
    assert "the worker's data differ from the caller's; bring both to one state" in outcomes[0].error


def test_no_scheduler_is_told(project):
    with pytest.raises(CdsError, match="no scheduler answers"):
        cluster.run(jobs_of(project), batch.Batch(project / "outputs", runs.Limits()), address="tcp://127.0.0.1:1")


def test_closing_the_cluster_leaves_no_process(project):
    options = {"n_workers": 1, "threads_per_worker": 1, "processes": True, "dashboard_address": ":0"}
    with distributed.LocalCluster(**options, silence_logs=50) as found:
        cluster.run(jobs_of(project)[:1], batch.Batch(project / "outputs"), address=found.scheduler_address)
    assert no_kernels_left(project, besides=os.getpid())
