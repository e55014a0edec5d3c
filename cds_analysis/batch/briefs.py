"""The annual brief of one place: made in each language, published, held against an earlier one."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Publication:
    """A brief on the way to a published one: nothing is written before `write` is called."""

    job: jobs.Job
    target: Path
    run: dict
    said: list[dict]  # what the ledger gets
    day: date
    letterhead: str = ""

    @property
    def pages(self) -> list[Path]:
        """The pages that lose their draft mark."""
        languages = self.run["parameters"]["languages"]
        names = [write.page_name(jobs.BRIEF, lang, kind) for lang in languages for kind in jobs.FORMATS]
        return [self.target / name for name in names if name in self.run["files"]]

    def write(self, out: str) -> list[Path]:
        """Write pages and record, the ledger at last: a call that ended before can be made again."""
        written = _pages_anew(self.job, self.run, self.target, paths.resolve(out), self.day, self.letterhead)
        ledger.append(self.job.settled.data_dir, self.said)
        return written


def publication(
    edition: int,
    province: str,
    *,
    border: str = "",
    day: date,
    data_dir: str = "data",
    out: str = "outputs",
    letterhead: str = "",
) -> Publication:
    """What it takes to make a brief a published one.

    Raises:
        CdsError: There is no such brief, it stems from other data or code than the present ones, or it is published; or
            its letterhead is not given, lacks number or date, or has no page to stand on.
    """
    job, target, run = _made(edition, province, border, data_dir, out)
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
    return Publication(job, target, run, ledger.new(job.settled.data_dir, target, day), day, letterhead)


def unpublish(
    edition: int, province: str, *, border: str = "", data_dir: str = "data", out: str = "outputs", letterhead: str = ""
) -> tuple[list[Path], int]:
    """Make a brief published by mistake a draft again: its pages, and how many rows the ledger lost.

    Raises:
        CdsError: It is not published, its rows stand for good (`ledger.without`), or its letterhead is not given.
    """
    job, target, run = _made(edition, province, border, data_dir, out)
    if not run.get("published"):
        raise CdsError(f"{target}: this brief is a draft; there is nothing to undo")
    if run["parameters"].get("letterhead") and not letterhead:
        raise CdsError(f"{target}: published with a letterhead; give that of the draft: --letterhead FILE")
    entered = date.fromtimestamp((target / "run.json").stat().st_mtime)
    kept, lost = ledger.without(job.settled.data_dir, run, entered)
    written = _pages_anew(job, run, target, paths.resolve(out), None, letterhead)
    with paths.whole(own_folder.own(job.settled.data_dir) / ledger.FILE) as part:
        part.write_text(kept, encoding="utf-8", newline="")
    return written, lost


def _made(edition: int, province: str, border: str, data_dir: str, out: str) -> tuple[jobs.Job, Path, dict]:
    """The brief of an edition: its job, its folder, its record."""
    job = jobs.plan(province, border=border, edition=edition, languages=LANGUAGES, data_dir=data_dir)
    target = paths.resolve(out) / job.folder
    if not (run := jobs.record_of(target)):
        place = job.settled.place.slug
        raise CdsError(f"{target}: no brief there; make it first: cds brief {place} --edition {edition}")
    return job, target, run


def _pages_anew(job: jobs.Job, run: dict, target: Path, out: Path, day: date | None, letterhead: str) -> list[Path]:
    """Write the pages of a brief as published on a day, or as a draft, and its record."""
    written = []
    with making.draft(job, out) as folder:  # all pages are there before the first is replaced
        folder.mkdir(parents=True)
        for lang in run["parameters"]["languages"]:
            executed = target / jobs.BRIEF / f"{jobs.BRIEF}.{lang}.ipynb"
            frame = write.frame(job.settled.place, job.settled.edition, lang, run, own=job.settled.own)
            kinds = [kind for kind in jobs.FORMATS if write.page_name(jobs.BRIEF, lang, kind) in run["files"]]
            extra = {"notes": write.notes_path(target, lang), "head": letterhead}
            written += write.write(executed, folder, jobs.BRIEF, lang, kinds, frame, **extra, published=day)
        written = [Path(shutil.move(page, target / page.name)) for page in written]
    files = run["files"] | {page.name: paths.sha256(page) for page in written}
    asked = run["parameters"] | {"letterhead": paths.sha256(Path(letterhead)) if letterhead else ""}
    told = {"parameters": asked, "notes": write.notes_of(target, jobs.BRIEF, asked["languages"]), "files": files}
    kept = {name: value for name, value in run.items() if name != "published"} | told
    jobs.write_record(target / "run.json", kept | ({"published": day.isoformat()} if day else {}))
    return written


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
    stays: Callable[[str], None] = lambda text: None,
    **asked,
) -> list[Path]:
    """Write the annual brief of a place in some languages; the paths of what was written.

    A published brief stays (`stays` is told), and its pages are given, unless `again` is set: a new draft then takes
    its place, and the ledger keeps what it said. The data are checked first: no brief is made of faulty ones. A brief
    in another language that stems from other data, code or parameters is removed, so that a folder never mixes two.
    `jobs.plan` takes what else is asked for.

    Raises:
        CdsError: A parameter is wrong (before any kernel starts), or a notebook failed.
    """
    job, root = planned(province, languages=languages, out=out, letterhead=letterhead, **asked)
    run = jobs.record_of(root / job.folder) if job.notebook == jobs.BRIEF else {}
    if (day := run.get("published")) and not again:
        stays(f"{root / job.folder}: published on {day}; it stays as it is. --again puts a new draft in its place")
        return [path for path in jobs.files_of(run, root / job.folder).values() if path.name.startswith("brief.")]
    kernels.prepare(job.settled.data_dir)
    say(f"{job.settled.place.name_vi}, {job.settled.edition}: {', '.join(languages)}")
    with making.draft(job, root) as folder:
        made, limits = jobs.made_of(job), execution.Limits()
        return making.run(job, folder, root / job.folder, made, limits=limits, progress=progress)


def planned(
    province: str, *, languages: Sequence[str], out: str, letterhead: str = "", **asked
) -> tuple[jobs.Job, Path]:
    """The job of a brief, or of another notebook, and the outputs it goes to; all is checked that can be before a run.

    Raises:
        CdsError: A parameter, the data, the notebook or the notes are faulty.
    """
    job = jobs.plan(province, languages=languages, head=letterhead, **asked)
    check.sound(job.settled.data_dir)
    root = paths.resolve(out)
    job = jobs.after_earlier(job, root)
    if job.notebook == jobs.BRIEF:
        write.notes_sound(root / job.folder, languages)
    return job, root
