"""Many jobs in one go: workers, what is kept, what failed and why, a stop that leaves nothing behind."""

import contextlib
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import CdsError, ParameterError
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


def refuse_to_overwrite(found: Sequence[jobs.Job], out: Path) -> None:
    """Refuse a batch that would replace what is there, unless it was asked for.

    Raises:
        ParameterError: Naming how many there are, and --resume and --force.
    """
    there = [job for job in found if jobs.record_of(out / job.folder, job.notebook)]
    if there:
        raise ParameterError(
            f"{len(there)} of {len(found)} exist already in {out}, first {there[0].name}; --resume keeps those made of "
            "the same data, code and parameters and makes the others, --force makes all anew"
        )


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


def one(job: jobs.Job, batch: Batch, made: Mapping[str, str], watch: Callable[[str, int, int], None]) -> Outcome:
    """Run one job to its outcome; never raises but when the program is stopped."""
    started = time.monotonic()
    try:
        with making.lock(job, batch.out):
            if state := standing(job, batch, made):
                return Outcome(job, state, time.monotonic() - started)
            paths = making.run(job, batch.out, made, limits=batch.limits, watch=watch)
        return Outcome(job, MADE, time.monotonic() - started, tuple(str(path) for path in paths))
    except Exception as error:
        return failure(job, error, time.monotonic() - started)


def tidy(out: Path) -> None:
    """Remove the folder in which jobs were made, unless another batch is working in it."""
    with contextlib.suppress(OSError):
        (out / ".part").rmdir()


def run(found: Sequence[jobs.Job], batch: Batch, *, workers: int, tell: Tell = lambda event: None) -> list[Outcome]:
    """Run jobs, as many at once as workers; on Ctrl-C kernels are killed and what is finished stays.

    Args:
        tell: Gets events: begin, start and cell of a job, done with its outcome.

    Returns:
        One outcome a job, in the order of the jobs.
    """
    made, stop = hashes(found), threading.Event()
    outcomes: dict[str, Outcome] = {}
    tell({"event": "begin", "total": len(found), "workers": workers})

    def work(job: jobs.Job) -> Outcome:
        if stop.is_set():
            return Outcome(job, STOPPED)
        tell({"event": "start", "job": job.name})

        def told(lang: str, cell: int, of: int) -> None:
            tell({"event": "cell", "job": job.name, "language": lang, "cell": cell, "of": of})

        outcome = one(job, batch, made[job.notebook], told)
        return Outcome(job, STOPPED, outcome.seconds) if stop.is_set() and outcome.state == FAILED else outcome

    with ThreadPoolExecutor(max_workers=workers, thread_name_prefix="cds") as pool:
        waiting = {pool.submit(work, job): job for job in found}
        try:
            for future in _as_they_end(waiting):
                outcomes[waiting[future].name] = future.result()
                tell({"event": "done", "outcome": future.result()})
        except KeyboardInterrupt:
            stop.set()
            for future in waiting:
                future.cancel()
            while any(future.running() for future in waiting):
                kernels.kill_all()  # again and again: one may just have been starting
                time.sleep(0.1)
            for future, job in waiting.items():
                if job.name not in outcomes:
                    outcomes[job.name] = Outcome(job, STOPPED) if future.cancelled() else future.result()
    tidy(batch.out)
    tell({"event": "end", "outcomes": [outcomes[job.name] for job in found]})
    return [outcomes[job.name] for job in found]


def _as_they_end(waiting: Mapping[Future, jobs.Job]) -> Iterator[Future]:
    """Futures as they end; the wait has a limit, so that Ctrl-C is heard at once."""
    left = set(waiting)
    while left:
        ended, left = wait(left, timeout=0.5, return_when=FIRST_COMPLETED)
        yield from ended
