"""The annual brief of one place: made in each language, published, held against an earlier one."""

import shutil
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from .. import paths
from ..data import check, indicators, known, own_folder, provinces, sources, targets
from ..errors import CdsError, ParameterError
from ..findings import changes
from ..formats import letterhead as heads
from ..formats import page, write
from ..study.settled import LANGUAGES
from ..words import telling
from . import execution, jobs, kernels, ledger, making

CHANGED = Path(__file__).with_name("changed.html.jinja")


def publish_brief(
    edition: int,
    province: str,
    *,
    border: str = "",
    day: date,
    data_dir: str = "data",
    out: str = "outputs",
    letterhead: str = "",
) -> tuple[list[Path], int]:
    """Make a brief a published one: its pages without the draft mark, and how many of its statements the ledger got.

    Raises:
        CdsError: There is no such brief, it stems from other data or code than the present ones, or it is published; or
            its letterhead is not given, lacks number or date, or has no page to stand on.
    """
    job = jobs.plan(province, border=border, edition=edition, languages=LANGUAGES, data_dir=data_dir)
    target, place = paths.resolve(out) / job.folder, job.settled.place
    run = jobs.record_of(target)
    if not run:
        raise CdsError(f"{target}: no brief there; make it first: cds brief {place.slug} --edition {edition}")
    present = jobs.made_of(job)
    if changed := [name.split("_")[0] for name, value in present.items() if run.get(name) != value]:
        raise CdsError(f"{target}: {', '.join(changed)} changed since this brief was made; make it again first")
    if run["parameters"].get("letterhead") and not letterhead:
        raise CdsError(f"{target}: drafted with a letterhead; give it, number and date filled in: --letterhead FILE")
    since = date.fromisoformat(run["parameters"]["as_of"])
    _within("day of publication", day, since, max(date.today(), known.newest(job.settled.data_dir).day))
    if letterhead:
        _within(f"letterhead {letterhead}: date", heads.read(Path(letterhead), published=True).day, since, day)
        if not any(write.page_name(jobs.BRIEF, "vi", kind) in run["files"] for kind in write.OFFICIAL):
            raise CdsError(f"{target}: {heads.WHERE}, this brief has none; make it again with --format docx or pdf")
    said, written = ledger.new(job.settled.data_dir, target, day), []
    with making.draft(job, paths.resolve(out)) as folder:  # all pages are there before the first is replaced
        folder.mkdir(parents=True)
        for lang in run["parameters"]["languages"]:
            executed = target / jobs.BRIEF / f"{jobs.BRIEF}.{lang}.ipynb"
            frame = write.frame(place, edition, lang, run, own=job.settled.own)
            kinds = [kind for kind in jobs.FORMATS if write.page_name(jobs.BRIEF, lang, kind) in run["files"]]
            extra = {"notes": write.notes_path(target, lang), "head": letterhead}
            written += write.write(executed, folder, jobs.BRIEF, lang, kinds, frame, **extra, published=day)
        written = [Path(shutil.move(page, target / page.name)) for page in written]
    files = run["files"] | {page.name: paths.sha256(page) for page in written}
    run["parameters"]["letterhead"] = paths.sha256(Path(letterhead)) if letterhead else ""
    run["notes"] = write.notes_of(target, jobs.BRIEF, run["parameters"]["languages"])
    jobs.write_record(target / "run.json", run | {"files": files, "published": day.isoformat()})
    ledger.append(job.settled.data_dir, said)  # at last: a call that ended before this can be made again
    return written, len(said)


def _within(what: str, day: date, first: date, last: date) -> None:
    if not first <= day <= last:
        raise ParameterError(f"{what} is {day}; it must lie between {first}, the last day of the data, and {last}")


def changed(old: Path, new: Path, *, data_dir: str | Path = paths.DATA) -> list[Path]:
    """Write changed.<lang>.html beside a brief: what moved since an earlier one, and by what.

    Raises:
        CdsError: A folder holds no brief, or the newer one stems from other data or code than the present ones.
    """
    folder = own_folder.opened(data_dir)
    found = changes.between(old, new, folder)
    run = jobs.record_of(new)
    asked = {name: found.new[name] for name in ("province", "border", "edition", "as_of", "horizon")}
    job = jobs.plan(**asked, languages=LANGUAGES, data_dir=str(folder))
    present = jobs.made_of(job)
    if any(run[name] != present[name] for name in ("data_sha256", "code_sha256")):
        raise CdsError(f"{new}: data or code changed since this brief was made; make it again first")
    place = provinces.find(found.new["province"], folder, found.new["border"])
    register = {"goals": {t.id: t for t in targets.load(folder)}, "units": indicators.units(folder)}
    register["place"] = {"tier": place.tier}
    publishers = sources.load(folder)["publisher"].to_dict()
    records, written = found.records | register | {"sources": publishers}, []
    for lang in run["parameters"]["languages"]:
        frame = write.frame(place, found.new["edition"], lang, run, own=job.settled.own)
        table = telling.table("changes.rows", lang, records)
        told = {name: telling.text(f"changes.{name}", lang, records) for name in ("briefs", "counts")}
        told["table"] = table._repr_html_() if table else ""
        told["told_first"] = [
            s for name in ("verdicts", "figures") for s in telling.tell(f"changes.{name}", lang, records)
        ]
        told["only"] = telling.tell("changes.only", lang, records)
        written.append(page.write(page.page(lang, CHANGED, **frame, **told), new / f"changed.{lang}.html"))
    return written


def make(
    province: str = "thai-nguyen",
    *,
    languages: Sequence[str] = LANGUAGES,
    out: str = "outputs",
    letterhead: str = "",
    again: bool = False,
    progress: bool = True,
    say: Callable[[str], None] = lambda text: None,
    **asked,
) -> list[Path]:
    """Write the annual brief of a place in some languages; the paths of what was written.

    A published brief is replaced by a new draft only where `again` is set; the ledger keeps what it said. The data are
    checked first: no brief is made of faulty ones. A brief in another language that stems from other data, code or
    parameters is removed, so that a folder never mixes two. `jobs.plan` takes what else is asked for.

    Raises:
        CdsError: A parameter is wrong (before any kernel starts), or a notebook failed.
    """
    job = jobs.plan(province, languages=languages, head=letterhead, **asked)
    check.sound(job.settled.data_dir)
    root = paths.resolve(out)
    job = jobs.after_earlier(job, root)
    write.notes_sound(root / job.folder, languages)
    if not again and (day := jobs.record_of(root / job.folder).get("published")):
        raise ParameterError(
            f"{root / job.folder}: this brief was published on {day}; with --again a new draft takes its place "
            "(the ledger keeps what was published)"
        )
    kernels.prepare(job.settled.data_dir)
    say(f"{job.settled.place.name_vi}, {job.settled.edition}: {', '.join(languages)}")
    with making.draft(job, root) as folder:
        made, limits = jobs.made_of(job), execution.Limits()
        return making.run(job, folder, root / job.folder, made, limits=limits, progress=progress)
