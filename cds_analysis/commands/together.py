"""`cds run`: a plan from file to exit code."""

import os
import sys
from pathlib import Path

import click

from .. import paths
from ..batch import console, execution, kernels, plans, pool
from ..data import check, own_folder
from ..errors import CdsError, ParameterError
from ..site import pages

GIB = 1024**3
OK, FAILED, STOPPED = 0, 1, 130


def run(
    plan: str,
    *,
    dry_run: bool,
    resume: bool,
    force: bool,
    again: bool,
    workers: int | None,
    cluster: str,
    cell_limit: float,
    run_limit: float,
    memory: float,
    retries: int,
    data_dir: str,
    out: str,
    as_json: bool,
    quiet: bool,
) -> int:
    """Check a plan, run it, print the summary; the exit code.

    Raises:
        CdsError: The plan, an option or the data are at fault; nothing has run.
    """
    if resume and force:
        raise ParameterError("--resume keeps what is done, --force makes it anew; give one of them")
    if cluster and workers:
        raise ParameterError("--workers is for this machine; on a cluster its workers are used")
    folder, root = own_folder.opened(data_dir), paths.resolve(out)
    found = plans.load(Path(plan), data_dir=str(folder))
    if dry_run:
        for job in found:
            click.echo(f"{job.name}  {','.join(job.languages)}  border {job.settled.border}  as of {job.settled.as_of}")
        click.echo(f"{len(found)} runs, {sum(len(job.languages) for job in found)} notebooks to execute", err=True)
        return OK
    if not resume and not force:
        pool.refuse_to_overwrite(found, root)
    check.sound(folder)
    root.mkdir(parents=True, exist_ok=True)
    limits = execution.Limits(cell_limit, run_limit, int(memory * GIB), retries)
    shared, made = pool.Batch(root, limits, resume, again), pool.hashes(found)
    tell = console.lines() if as_json else console.bar() if _a_person(quiet) else console.plain(quiet=quiet)
    if cluster:
        from ..batch import cluster as dask

        outcomes = dask.run(found, shared, address=cluster, tell=tell)
    else:
        to_do = any(not pool.standing(job, shared, made[job.notebook]) for job in found)
        if to_do and not kernels.prepare(folder) and not quiet:
            click.echo("no fork on this system: each notebook starts an ordinary kernel, which takes longer", err=True)
        outcomes = pool.run(found, shared, workers=workers or min(len(found), os.cpu_count() or 1), tell=tell)
    try:
        page = str(pages.write(outcomes, root, Path(plan).stem))
        for fault in pages.write_index(root, folder)[1]:
            click.echo(f"left out of index.html: {fault}", err=True)
    except OSError as error:  # a full disk: what is finished is told all the same
        page = f"the page on this batch could not be written: {error}"
    if not as_json:
        for line in console.summary(outcomes):
            click.echo(line, err=True)
        click.echo(page)
    if pool.hashes(found) != made:
        raise CdsError("data or code changed while the plan ran: its briefs may mix both; run it with --resume")
    states = {outcome.state for outcome in outcomes}
    return STOPPED if pool.STOPPED in states else FAILED if pool.FAILED in states else OK


def _a_person(quiet: bool) -> bool:
    return not quiet and sys.stderr.isatty()
