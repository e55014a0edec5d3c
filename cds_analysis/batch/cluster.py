"""The jobs of a batch on a Dask cluster: made in folders of the workers, the files come back to one place."""

import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

from .. import paths
from ..errors import CdsError
from ..formats import write
from ..study import results
from . import execution, jobs, kernels, making, pool


def moved(job: jobs.Job, to: Callable[[Path], Path]) -> jobs.Job:
    """A job whose data folder and letterhead are named in another way."""
    head = str(to(Path(job.letterhead))) if job.letterhead else ""
    return replace(job, settled=job.settled.moved(to(job.settled.data_dir)), letterhead=head)


def _produce(job: jobs.Job, made: Mapping[str, str], limits: execution.Limits, out: str) -> tuple[pool.Outcome, dict]:
    """On a worker: the outcome of a job and, by name, the files it made.

    The worker's own project, data and packages are used; they must be the same as the caller's.
    """
    started, job = time.monotonic(), moved(job, paths.resolve)
    try:
        own = jobs.made_of(job)
        if other := [name.split("_")[0] for name, value in made.items() if own[name] != value]:
            raise CdsError(f"the worker's {', '.join(other)} differ from the caller's; bring both to one state")
        kernels.prepare(job.settled.data_dir)
        with tempfile.TemporaryDirectory(prefix="cds-job-", ignore_cleanup_errors=True) as scratch:
            folder = Path(scratch) / "job"
            making.attempt(job, folder, Path(out) / job.folder, made, limits=limits)
            found = [path for path in sorted(folder.rglob("*")) if path.is_file()]
            files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
        return pool.Outcome(job, pool.MADE, time.monotonic() - started), files
    except Exception as error:
        return pool.failure(job, error, time.monotonic() - started), {}


def _accept(job: jobs.Job, files: Mapping[str, bytes], out: Path) -> list[Path]:
    """Here: write what came back and put it in place.

    Raises:
        CdsError: The worker did not see the notes beside the brief, or has another letterhead: `_produce` compares the
            rest.
    """
    with making.draft(job, out) as folder:
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        record = jobs.record_of(folder, job.notebook)
        if record["notes"] != write.notes_of(out / job.folder, job.notebook, job.languages):
            raise CdsError(f"{job.name}: the worker did not see the notes beside this brief; make it here, not there")
        for name, mine in (("letterhead", job.letterhead), ("earlier", job.earlier)):
            if record["parameters"][name] != results.plain(job.described()[name]):
                raise CdsError(f"{job.name}: the worker has another {name} {mine}; bring both to one state")
        return making.put_in_place(job, folder, out / job.folder)


def run(
    found: Sequence[jobs.Job],
    batch: pool.Batch,
    *,
    address: str,
    tell: pool.Tell = lambda event: None,
    produce: Callable[..., tuple[pool.Outcome, dict]] = _produce,
) -> list[pool.Outcome]:
    """Run jobs on the cluster at an address; the outcomes in the order of the jobs.

    A job whose worker died goes to another one. Ctrl-C cancels what has not begun. `produce` is what a worker does with
    a job; the benchmark hands over one without a kernel.

    Raises:
        CdsError: Dask is not installed, or no scheduler answers.
    """
    try:
        from distributed import Client
    except ImportError:
        raise CdsError("--cluster needs Dask: pip install 'cds_analysis[cluster]'") from None
    made = pool.hashes(found)
    try:
        client = Client(address, timeout=10, set_as_default=False)
    except (OSError, ValueError) as error:
        raise CdsError(f"--cluster {address}: no scheduler answers ({error}); start one with: dask scheduler") from None
    executor = client.get_executor(pure=False, retries=0)

    def begin(job: jobs.Job) -> Future:
        if state := pool.standing(job, batch, made[job.notebook]):
            (there := Future()).set_result((pool.Outcome(job, state), {}))
            return there
        return executor.submit(produce, moved(job, paths.from_root), made[job.notebook], batch.limits, str(batch.out))

    def end(job: jobs.Job, told: tuple[pool.Outcome, dict]) -> pool.Outcome:
        outcome, files = told
        written = _accept(job, files, batch.out) if outcome.state == pool.MADE else ()
        return replace(outcome, job=job, paths=tuple(map(str, written)))

    with client:
        workers = len(client.scheduler_info(n_workers=-1)["workers"])
        return pool.each(found, batch, begin, end, workers=workers, tell=tell)
