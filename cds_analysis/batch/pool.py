"""Many jobs in one go: workers, what is kept, what failed and why, a stop that leaves nothing behind."""

import contextlib
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue

from ..errors import CdsError
from . import execution, jobs, kernels, making

MADE, KEPT, PUBLISHED, FAILED, STOPPED = "made", "kept", "published", "failed", "stopped"
Tell = Callable[[dict], None]


@dataclass(frozen=True)
class Outcome:
    """How one job ended."""

    job: jobs.Job
    state: str  # made, kept (done before of the same), published (left as it is), failed, stopped
    seconds: float = 0.0
    paths: tuple[str, ...] = ()
    error: str = ""
    cell: int = 0
    source: str = ""  # of the failing cell

    def described(self) -> dict:
        """For machines: a plain record, without parameters."""
        about = {"job": self.job.name, "folder": self.job.folder, "notebook": self.job.notebook}
        about |= {"languages": list(self.job.languages), "state": self.state, "seconds": round(self.seconds, 2)}
        return about | {"paths": list(self.paths), "error": self.error, "cell": self.cell}


@dataclass(frozen=True)
class Batch:
    """What all jobs of a batch share."""

    out: Path
    limits: execution.Limits = field(default_factory=execution.Limits)
    resume: bool = False  # keep what is done of the same data, code, parameters and environment
    again: bool = False  # replace published briefs by drafts too


def hashes(found: Sequence[jobs.Job]) -> dict[str, dict[str, str]]:
    """Of each notebook of some jobs, what its results depend on."""
    return {job.notebook: jobs.made_of(job) for job in {job.notebook: job for job in found}.values()}


def standing(job: jobs.Job, batch: Batch, made: Mapping[str, str]) -> str:
    """kept or published where there is nothing to do, else empty."""
    record = jobs.record_of(batch.out / job.folder, job.notebook)
    if batch.resume and jobs.is_done(job, batch.out, made):
        return KEPT
    return PUBLISHED if record.get("published") and not batch.again else ""


def failure(job: jobs.Job, error: BaseException, seconds: float) -> Outcome:
    """The outcome of a job that raised: what a user can mend in words, a fault of ours with its traceback."""
    if isinstance(error, execution.RunError):
        return Outcome(job, FAILED, seconds, error=str(error), cell=error.cell, source=error.source)
    if isinstance(error, (CdsError, OSError)):
        return Outcome(job, FAILED, seconds, error=f"{job.name}: {error}")
    trace = "".join(traceback.format_exception(error))
    return Outcome(job, FAILED, seconds, error=f"{job.name}: {type(error).__name__}: {error}", source=trace)


def each(
    found: Sequence[jobs.Job],
    batch: Batch,
    begin: Callable[[jobs.Job], Future],
    end: Callable[[jobs.Job, object], Outcome],
    *,
    workers: int,
    tell: Tell,
) -> list[Outcome]:
    """The outcome of each job, in their order, made by workers wherever these are.

    On Ctrl-C kernels are killed and what is finished stays.

    Args:
        begin: Hands a job to a worker.
        end: The outcome of a job from what its worker gave, told here, one after the other.
        tell: Gets events: begin, start and cell of a job, done with its outcome, end.
    """
    waiting, ended, outcomes = {}, SimpleQueue(), {}
    tell({"event": "begin", "total": len(found), "workers": workers})
    try:
        for job in found:
            waiting[future := begin(job)] = job
            future.add_done_callback(ended.put)
        while waiting:
            with contextlib.suppress(Empty):  # the wait has a limit, so that Ctrl-C is heard at once
                future = ended.get(timeout=0.5)
                job = waiting[future]
                outcomes[job.name] = _ended(job, future, end)
                tell({"event": "done", "outcome": outcomes[job.name]})
                del waiting[future]  # and the files it brought
    except KeyboardInterrupt:
        for future in waiting:
            future.cancel()
        kernels.kill_all()
        while any(future.running() for future in waiting):
            time.sleep(0.1)
        for future, job in waiting.items():
            if job.name not in outcomes and not future.cancelled():
                last = _ended(job, future, end)
                outcomes[job.name] = Outcome(job, STOPPED, last.seconds) if last.state == FAILED else last
    with contextlib.suppress(OSError):  # another batch is working in it
        (batch.out / ".part").rmdir()
    told = [outcomes.get(job.name) or Outcome(job, STOPPED) for job in found]
    tell({"event": "end", "outcomes": told})
    return told


def _ended(job: jobs.Job, future: Future, end: Callable[[jobs.Job, object], Outcome]) -> Outcome:
    try:
        return end(job, future.result())
    except Exception as error:  # a worker that died too often, a full disk here
        return failure(job, error if isinstance(error, (CdsError, OSError)) else CdsError(str(error)), 0.0)


def run(found: Sequence[jobs.Job], batch: Batch, *, workers: int, tell: Tell = lambda event: None) -> list[Outcome]:
    """Run jobs in kernels of this machine, as many at once as workers; `each` says the rest."""
    made = hashes(found)

    def watch(job: jobs.Job, lang: str, cell: int, of: int) -> None:
        tell({"event": "cell", "job": job.name, "language": lang, "cell": cell, "of": of})

    def work(job: jobs.Job) -> Outcome:
        tell({"event": "start", "job": job.name})
        started = time.monotonic()
        try:
            with making.draft(job, batch.out) as folder:
                if state := standing(job, batch, made[job.notebook]):
                    return Outcome(job, state, time.monotonic() - started)
                told = {"limits": batch.limits, "watch": partial(watch, job)}
                paths = making.run(job, folder, batch.out / job.folder, made[job.notebook], **told)
            return Outcome(job, MADE, time.monotonic() - started, tuple(map(str, paths)))
        except Exception as error:
            return failure(job, error, time.monotonic() - started)

    try:
        with ThreadPoolExecutor(max_workers=workers, thread_name_prefix="cds") as pool:
            return each(found, batch, partial(pool.submit, work), lambda job, told: told, workers=workers, tell=tell)
    finally:
        kernels.reopen()
