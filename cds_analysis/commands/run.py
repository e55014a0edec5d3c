"""`cds run`: a plan from file to exit code."""

import os
import sys
from contextlib import suppress
from pathlib import Path

import click

from .. import paths
from ..errors import CdsError, ParameterError
from ..said import said
from . import process, shared

MOST = 1e7  # of seconds and GiB: less than any clock or machine can take


def _limit(*names: str, **about):
    """An option for a number of something, 0 for no limit."""

    def checked(context, parameter, value: float) -> float:
        if not 0 <= value <= MOST:
            raise ParameterError(f"{names[0]} is {value:g}; give a number of {about['metavar']}, or 0 for no limit")
        return value

    return click.option(*names, type=float, callback=checked, **about)


@click.command()
@click.argument("plan", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check the plan and show what would run.")
@click.option("--resume", is_flag=True, help="Keep what is made of the same data, code, parameters and packages.")
@click.option("--force", is_flag=True, help="Make all anew.")
@click.option("--again", is_flag=True, help="Put new drafts in the place of published briefs too.")
@click.option("--workers", type=click.IntRange(1, 256), default=None, metavar="N", help="Runs at once; default: cores.")
@click.option("--cluster", default="", metavar="ADDRESS", help="Run on a Dask cluster: tcp://host:8786.")
@_limit("--cell-limit", default=600, show_default=True, metavar="SECONDS", help="Of one cell.")
@_limit("--run-limit", default=1800, show_default=True, metavar="SECONDS", help="Of one notebook.")
@_limit("--memory", default=0, metavar="GIB", help="Of one kernel; default: no limit.")
@click.option("--retries", type=click.IntRange(0, 9), default=1, show_default=True, help="Of a run whose kernel died.")
@shared.data
@shared.out("Where editions are written.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for machines.")
@click.option("--quiet", is_flag=True, help="Only failures and the summary.")
@click.pass_context
def run(context, plan, dry_run, force, folder, out, as_json, quiet, **asked) -> None:
    """Run every brief and notebook of a PLAN, a YAML file such as plans/annual.yml.

    The plan and all its parameters are checked before anything runs. What is finished appears at its place only when
    whole; --resume goes on after a stop. The page outputs/batch.html shows what ran and what failed. Exit code 0 means
    that everything is there, 1 that a run failed, 130 that Ctrl-C stopped it
    (143 and 129: another signal); a reader of --json that goes away stops nothing.
    """
    from ..batch import console, jobs, plans, pool
    from ..data import check
    from ..formats import write
    from ..site import pages

    if asked["resume"] and force:
        raise ParameterError("--resume keeps what is done, --force makes it anew; give one of them")
    if asked["cluster"] and asked["workers"]:
        raise ParameterError("--workers is for this machine; on a cluster its workers are used")
    root = paths.resolve(out)
    found = [jobs.after_earlier(job, root) for job in plans.load(plan, data_dir=str(folder))]
    for job in found:
        if job.notebook == jobs.BRIEF:
            write.notes_sound(root / job.folder, job.languages)
    if dry_run:
        shared.say(said(job.line) for job in found)
        shared.remark(f"{len(found)} runs, {sum(len(job.languages) for job in found)} notebooks to execute")
        return
    there = [job for job in found if jobs.record_of(root / job.folder, job.notebook)]
    if there and not asked["resume"] and not force:
        raise ParameterError(
            f"{len(there)} of {len(found)} exist already in {root}, first {there[0].name}; --resume keeps those made "
            "of the same data, code and parameters and makes the others, --force makes all anew"
        )
    check.sound(folder)
    root.mkdir(parents=True, exist_ok=True)
    made = pool.hashes(found)
    person = not quiet and sys.stderr.isatty()
    tell = console.lasting(console.lines() if as_json else console.bar() if person else console.plain(quiet=quiet))
    outcomes = _outcomes(found, root, made, tell, quiet, **asked)
    try:
        page = pages.write(outcomes, root, plan.stem)
        shared.renew_index(root, folder)
    except OSError as error:  # a full disk: what is finished is told all the same
        page = f"the page on this batch could not be written: {error}"
    if not as_json:
        with suppress(OSError):  # whoever listened is gone: what ran and how is kept in the page
            shared.remark(console.summary(outcomes))
            click.echo(said(page))
    if pool.hashes(found) != made:
        raise CdsError("data or code changed while the plan ran: its briefs may mix both; run it with --resume")
    states = {outcome.state for outcome in outcomes}
    context.exit(context.meta.get(process.STOP, 130) if pool.STOPPED in states else 1 if pool.FAILED in states else 0)


def _outcomes(found, root, made, tell, quiet, *, cluster, workers, memory, retries, **asked) -> list:
    """How the jobs of a plan ended, on the cluster at an address or on this machine."""
    from ..batch import execution, kernels, pool

    limits = execution.Limits(asked["cell_limit"], asked["run_limit"], int(memory * 1024**3), retries)
    batch = pool.Batch(root, limits, asked["resume"], asked["again"])
    if cluster:
        from ..batch import cluster as dask

        return dask.run(found, batch, address=cluster, tell=tell)
    to_do = any(not pool.standing(job, batch, made[job.notebook]) for job in found)
    if to_do and not kernels.prepare(found[0].settled.data_dir) and not quiet:
        shared.remark("no fork on this system: each notebook starts an ordinary kernel, which takes longer")
    return pool.run(found, batch, workers=workers or min(len(found), os.cpu_count() or 1), tell=tell)
