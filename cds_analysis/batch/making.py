"""A job made: in a folder of its own beside its place, then put there; run.json says of what."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from filelock import FileLock

from .. import paths
from ..errors import CdsError
from ..formats import write
from ..study.settled import LANGUAGES
from . import execution, jobs


@contextmanager
def draft(job: jobs.Job, out: Path) -> Iterator[Path]:
    """Where a job is made before it is put in place, on the same disk; a second `cds run` on the same outputs waits."""
    name = job.name.replace("/", "_").replace(" ", "_")
    folder, locks = out / ".part" / name, out / ".lock"
    locks.mkdir(parents=True, exist_ok=True)
    with FileLock(locks / f"{name}.lock"):
        shutil.rmtree(folder, ignore_errors=True)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def produce(
    job: jobs.Job,
    folder: Path,
    final: Path,
    made: Mapping[str, str],
    *,
    limits: execution.Limits,
    published: date | None = None,
    progress: bool = False,
    watch: Callable[[str, int, int], None] = lambda lang, cell, of: None,
) -> None:
    """Make everything of a job in an empty folder: executed notebooks, figures, results, pages, at last run.json.

    Args:
        final: Where the folder's contents will lie; texts kept name it instead of `folder`.
        made: What `made_of` gives.
        published: The day, of a published brief that is made once more.

    Raises:
        RunError: A notebook did not run to its end.
    """
    work, claims = folder / job.notebook, {}
    kept = {"data_dir": job.data_dir, "output_dir": f"outputs/{job.folder}/{job.notebook}"}
    if job.earlier:
        kept |= {"earlier": f"outputs/{job.described()['earlier']['folder']}"}
    (scratch := folder / "scratch").mkdir(parents=True)
    for lang in job.languages:
        executed = work / f"{job.notebook}.{lang}.ipynb"
        where = {"data_dir": str(job.settled.data_dir), "lang": lang, "output_dir": str(work)} | job.parameters
        if job.earlier:
            where |= {"earlier": str(paths.resolve(job.earlier))}
        execution.execute(
            jobs.notebook_path(job.notebook),
            executed,
            job.asked() | where,
            progress=progress,
            limits=limits,
            cwd=scratch,
            instead={str(folder): str(final)},
            kept=kept,
            watch=lambda cell, of, lang=lang: watch(lang, cell, of),
        )
        execution.mask_files(work, job.parameters)
        if not (work / "results.json").is_file():
            raise CdsError(f"{job.name}: it ran and left no results.json in output_dir; end with study.finish(...)")
        claims[lang] = (work / "results.json").read_bytes()
        frame = write.frame(job.settled.place, job.settled.edition, lang, made, own=job.settled.own)
        extra = {"notes": write.notes_path(final, lang), "head": job.letterhead, "published": published}
        write.write(executed, folder, job.notebook, lang, job.formats, frame, **extra)
    shutil.rmtree(scratch)
    if len(set(claims.values())) > 1:
        raise CdsError(f"{job.name}: results.json differs between languages: a number depends on the language")
    if job.notebook == write.BRIEF:
        shutil.copyfile(work / "results.json", folder / "results.json")
    found = [p for p in sorted(folder.rglob("*")) if p.is_file()]
    record = {
        **{"schema": jobs.SCHEMA, "parameters": job.described(), **made},
        "notes": write.notes_of(final, job.notebook, job.languages),
        **{"folder": job.folder, "data_dir": job.data_dir},
        **{"git": jobs.commit(), "lock_sha256": jobs.lock(), "inputs": jobs.inputs(job)},
        "files": {p.relative_to(folder).as_posix(): paths.sha256(p) for p in found},
    }
    jobs.write_record(jobs.record_path(folder, job.notebook), record)


def put_in_place(job: jobs.Job, folder: Path, target: Path) -> list[Path]:
    """Move what was produced to its place: the pages, results.json and run.json, as they then lie.

    Pages of another language or format stay if of the same run, else they go. The record goes first and comes last, so
    that a folder with a record is whole. All is brought to the disk of its place before anything there is touched, and
    where a step fails all that was there is put back.
    """
    target.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(stage := target / f".{job.notebook}.part", ignore_errors=True)
    moved = []

    def move(path: Path, to: Path) -> Path:
        to.parent.mkdir(parents=True, exist_ok=True)
        path.replace(to)
        moved.append((to, path))
        return to

    try:
        shutil.move(folder, stage)
        return _swap(job, stage, target, stage / "before", move)
    except BaseException:
        for now, there in reversed(moved):
            now.replace(there)
        raise
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _swap(job: jobs.Job, folder: Path, target: Path, before: Path, move: Callable[[Path, Path], Path]) -> list[Path]:
    """Put what is new in the place of what is old, which goes to `before`."""
    new, old = jobs.record_of(folder, job.notebook), jobs.record_of(target, job.notebook)
    jobs.record_path(folder, job.notebook).unlink()
    if (record := jobs.record_path(target, job.notebook)).is_file():
        move(record, before / "run.json")
    same = jobs.same(old, job, {name: new[name] for name in ("data_sha256", "code_sha256", "environment_sha256")})
    notes = old.get("notes") or {}
    stale = {lang for lang in job.languages if notes.get(lang) != new["notes"].get(lang)}
    for name, path in jobs.files_of(old, target).items():
        if name in new["files"] or not path.is_file():
            continue
        if same and not any(f".{lang}." in name for lang in stale):
            move(path, folder / name)
            new["files"][name] = old["files"][name]
        else:
            move(path, before / "gone" / name)
    if same:
        for name, every in (("languages", LANGUAGES), ("formats", write.FORMATS)):
            both = {*old["parameters"][name], *new["parameters"][name]}
            new["parameters"][name] = sorted(both, key=every.index)
        new["notes"] = notes | new["notes"]
    written = sorted(path for path in folder.iterdir() if path.is_file())
    for path in (folder / job.notebook, *written):
        if (there := target / path.name).exists():
            move(there, before / path.name)
        move(path, there)
    jobs.write_record(record, new)
    return [*(target / path.name for path in written), record]


def attempt(
    job: jobs.Job, folder: Path, final: Path, made: Mapping[str, str], *, limits: execution.Limits, **telling: object
) -> None:
    """`produce`, tried again in an empty folder as often as the limits allow while a kernel dies."""
    for left in range(limits.retries, -1, -1):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        try:
            return produce(job, folder, final, made, limits=limits, **telling)
        except execution.RunError as error:
            if not (error.again and left):
                raise


def run(job: jobs.Job, folder: Path, target: Path, made: Mapping[str, str], **telling) -> list[Path]:
    """Make a job in a draft folder as `attempt` does, and put it in place.

    Raises:
        RunError: A notebook did not run to its end; as far as it ran it is kept as *.failed.ipynb.
    """
    try:
        attempt(job, folder, target, made, **telling)
    except execution.RunError:
        for path in folder.rglob("*.failed.ipynb"):
            (target / job.notebook).mkdir(parents=True, exist_ok=True)
            shutil.move(path, target / job.notebook / path.name)
        raise
    return put_in_place(job, folder, target)
