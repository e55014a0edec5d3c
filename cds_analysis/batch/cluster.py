"""The jobs of a batch on a Dask cluster: made in folders of the workers, the files come back to one place."""

import shutil
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from .. import paths
from ..errors import CdsError
from ..formats import write
from . import execution, jobs, kernels, making, pool


def _produce(job: jobs.Job, made: Mapping[str, str], limits: execution.Limits, out: str) -> tuple[pool.Outcome, dict]:
    """On a worker: the outcome of a job and, by name, the files it made.

    The worker's own project, data and packages are used; they must be the same as the caller's.
    """
    started = time.monotonic()
    head = str(paths.resolve(job.letterhead)) if job.letterhead else ""
    job = replace(job, settled=job.settled.moved(paths.resolve(str(job.settled.data_dir))), letterhead=head)
    own = jobs.made_of(job)
    if other := [name.split("_")[0] for name, value in made.items() if own[name] != value]:
        error = CdsError(f"the worker's {' and '.join(other)} differ from the caller's; bring both to one state")
        return pool.failure(job, error, 0.0), {}
    kernels.prepare(job.settled.data_dir)
    folder = Path(tempfile.mkdtemp(prefix="cds-job-"))
    try:
        making.attempt(job, folder / "job", Path(out) / job.folder, made, limits=limits)
        found = [path for path in sorted((folder / "job").rglob("*")) if path.is_file()]
        files = {path.relative_to(folder / "job").as_posix(): path.read_bytes() for path in found}
        return pool.Outcome(job, pool.MADE, time.monotonic() - started), files
    except Exception as error:
        return pool.failure(job, error, time.monotonic() - started), {}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _accept(job: jobs.Job, files: Mapping[str, bytes], out: Path) -> list[Path]:
    """Here: write what came back and put it in place."""
    with making.lock(job, out):
        folder = making.part_folder(job, out)
        shutil.rmtree(folder, ignore_errors=True)
        try:
            for name, content in files.items():
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            _agrees(job, jobs.record_of(folder, job.notebook), out)
            return making.put_in_place(job, folder, out / job.folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _agrees(job: jobs.Job, record: Mapping, out: Path) -> None:
    """Whether a worker made a job of what lies here, beyond what `_produce` compares.

    Raises:
        CdsError: It did not see the notes beside the brief, or has another letterhead.
    """
    if (record.get("notes") or {}) != write.notes_of(out / job.folder, job.notebook, job.languages):
        raise CdsError(f"{job.name}: the worker did not see the notes beside this brief; make it here, not there")
    if record.get("parameters", {}).get("letterhead", "") != job.described()["letterhead"]:
        raise CdsError(f"{job.name}: the worker has another letterhead {job.letterhead}; bring both to one state")


def _portable(job: jobs.Job) -> jobs.Job:
    """A job whose data folder and letterhead count from the project's root, wherever a worker has it."""
    root = paths.root()

    def from_root(path: str) -> str:
        return Path(path).relative_to(root).as_posix() if path and Path(path).is_relative_to(root) else path

    folder = Path(from_root(str(job.settled.data_dir)))
    return replace(job, settled=job.settled.moved(folder), letterhead=from_root(job.letterhead))


def run(
    found: Sequence[jobs.Job],
    shared: pool.Batch,
    *,
    address: str,
    tell: pool.Tell = lambda event: None,
    produce: Callable[..., tuple[pool.Outcome, dict]] = _produce,
) -> list[pool.Outcome]:
    """Run jobs on the cluster at an address; the outcomes in the order of the jobs.

    `produce` is what a worker does with a job; the benchmark hands over one without a kernel.

    A job whose worker died goes to another one. Ctrl-C cancels what has not begun.

    Raises:
        CdsError: Dask is not installed, or no scheduler answers.
    """
    try:
        from distributed import Client, as_completed
    except ImportError:
        raise CdsError("--cluster needs Dask: pip install 'cds_analysis[cluster]'") from None
    made, outcomes = pool.hashes(found), {}
    try:
        client = Client(address, timeout=10, set_as_default=False)
    except (OSError, ValueError) as error:
        raise CdsError(f"--cluster {address}: no scheduler answers ({error}); start one with: dask scheduler") from None
    with client:
        workers = len(client.scheduler_info(n_workers=-1)["workers"])
        tell({"event": "begin", "total": len(found), "workers": workers})
        waiting = {}
        for job in found:
            if state := pool.standing(job, shared, made[job.notebook]):
                outcomes[job.name] = pool.Outcome(job, state)
                tell({"event": "done", "outcome": outcomes[job.name]})
                continue
            future = client.submit(
                produce, _portable(job), made[job.notebook], shared.limits, str(shared.out), pure=False, retries=0
            )
            waiting[future] = job
        try:
            for future in as_completed(list(waiting), loop=client.loop):
                job = waiting[future]
                outcomes[job.name] = _ended(future, job, shared)
                future.release()
                tell({"event": "done", "outcome": outcomes[job.name]})
        except KeyboardInterrupt:
            client.cancel(list(waiting))
            for job in waiting.values():
                outcomes.setdefault(job.name, pool.Outcome(job, pool.STOPPED))
    pool.tidy(shared.out)
    tell({"event": "end", "outcomes": [outcomes[job.name] for job in found]})
    return [outcomes[job.name] for job in found]


def _ended(future, job: jobs.Job, shared: pool.Batch) -> pool.Outcome:
    try:
        outcome, files = future.result()
        outcome = replace(outcome, job=job)
        if outcome.state == pool.MADE:
            outcome = replace(outcome, paths=tuple(str(p) for p in _accept(job, files, shared.out)))
        return outcome
    except Exception as error:  # a worker that died too often, a full disk here
        return pool.failure(job, error if isinstance(error, (CdsError, OSError)) else CdsError(str(error)), 0.0)
