"""A job: one notebook for one place in some languages, made in a folder of its own, put in place, found done."""

import hashlib
import json
import shutil
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import distributions, version
from pathlib import Path

from filelock import FileLock

from .. import __version__, paths
from ..data import provinces
from ..errors import CdsError, ParameterError
from ..formats import letterhead, page, write
from ..formats.write import BRIEF, FORMATS, USUAL
from ..study import results
from ..study.settled import Settled, language, settle
from . import execution

HORIZON = 2030
CODE = (".py", ".css", ".typ", ".docx", ".jinja", ".yml", ".json")  # what the library is written in
LIBRARIES = ("numpy", "pandas", "statsmodels", "matplotlib", "papermill", "nbconvert", "babel", "typst")
NO_LIMITS = execution.Limits()
COMMON = ("province", "border", "edition", "as_of", "horizon", "lang", "data_dir", "output_dir")  # of every notebook


@dataclass(frozen=True)
class Job:
    """What is run and where it goes: `folder` counts from the outputs, such as 2026/thai-nguyen."""

    notebook: str
    settled: Settled
    languages: tuple[str, ...]
    formats: tuple[str, ...]
    folder: str
    parameters: dict = field(default_factory=dict)  # further ones the notebook has
    letterhead: str = ""  # the settings file of the issuing body

    @property
    def name(self) -> str:
        """How it is called in progress and errors."""
        return f"{self.folder} {self.notebook}"

    @property
    def path(self) -> Path:
        """The notebook's file."""
        return notebook_path(self.notebook)

    def asked(self) -> dict:
        """The settled parameters as plain values, such as a kernel and run.json take them."""
        place, day = self.settled.place, self.settled.as_of.isoformat()
        values = {"province": place.slug, "border": place.border, "edition": self.settled.edition, "as_of": day}
        return values | {"horizon": self.settled.horizon}

    def given(self, lang: str, output_dir: Path) -> dict:
        """The parameters of the notebook for one language."""
        where = {"data_dir": str(self.settled.data_dir), "lang": lang, "output_dir": str(output_dir)}
        return self.asked() | where | self.parameters

    def described(self) -> dict:
        """The parameters as run.json keeps them; secrets are masked."""
        further = {name: execution.shown(name, value) for name, value in self.parameters.items()}
        values = self.asked() | {"letterhead": paths.sha256(Path(self.letterhead)) if self.letterhead else ""}
        return values | {"languages": list(self.languages), "formats": list(self.formats), "further": further}


def notebook_path(name: str) -> Path:
    """The file of a notebook of the suite.

    Raises:
        ParameterError: There is none of this name; the error lists those there are.
    """
    folder = paths.root() / "notebooks"
    known = {p.stem: p for p in sorted(folder.glob("*.ipynb"))}
    if name not in known:
        raise ParameterError(f"no notebook '{name}'; there are {', '.join(known)}")
    return known[name]


def plan(
    province: str,
    *,
    notebook: str = BRIEF,
    border: str = "",
    edition: int = 0,
    as_of: str = "",
    horizon: int = HORIZON,
    languages: Sequence[str],
    formats: Sequence[str] = USUAL,
    data_dir: str = "data",
    parameters: Mapping | None = None,
    head: str = "",
) -> Job:
    """The job of some parameters, all of them checked.

    Its folder is <edition>/<place>[@border][~h<horizon>][~as_of]: suffixes only where other than the default was asked.

    Raises:
        CdsError: A parameter is unknown or of a wrong type or value.
    """
    if wrong := sorted(set(formats) - set(FORMATS)):
        raise ParameterError(f"no format {', '.join(wrong)}; there is {', '.join(FORMATS)}")
    if not languages:
        raise ParameterError("no language; name vi, en or both")
    if head:
        letterhead.read(Path(head))
        if not write.carried(languages, formats):
            raise ParameterError(f"letterhead {head}: {letterhead.WHERE}; add --format docx or pdf, and --lang vi")
    given = dict(parameters or {})
    if reserved := sorted(set(given) & set(COMMON)):
        raise ParameterError(f"{', '.join(reserved)}: set by the plan itself, not among the further parameters")
    execution.check(notebook_path(notebook), given)
    for lang in languages:
        language(lang)
    settled = settle(province, border, edition, as_of, horizon, data_dir)
    name = settled.place.slug
    default = settle(name, edition=settled.edition, horizon=horizon, data_dir=data_dir)
    if border and settled.border != default.border:
        name += f"@{settled.border}"
    if horizon != HORIZON:
        name += f"~h{horizon}"
    if as_of and settled.as_of != default.as_of:
        name += f"~{settled.as_of}"
    return Job(
        notebook=notebook,
        settled=settled,
        languages=tuple(languages),
        formats=tuple(formats),
        folder=f"{settled.edition}/{name}",
        parameters=given,
        letterhead=str(Path(head).resolve()) if head else "",
    )


def data_hash(data_dir: Path) -> str:
    """One hash of all registers and observations; raw files are behind these, ledger and calendar are no input."""
    found = [p for p in data_dir.iterdir() if p.suffix in (".csv", ".yml") and p.stem not in ("ledger", "calendar")]
    return paths.hash_of(found, data_dir)


def code_hash(notebook: Path) -> str:
    """One hash of the library and the notebook."""
    package = Path(__file__).resolve().parent.parent
    library = paths.hash_of([p for p in package.rglob("*") if p.suffix in CODE], package)
    return hashlib.sha256((library + paths.hash_of([notebook], notebook.parent)).encode()).hexdigest()


@cache
def environment_hash() -> str:
    """One hash of the Python version and of all installed packages, read once: what is imported stays."""
    found = sorted({f"{d.name}=={d.version}" for d in distributions()})
    return hashlib.sha256("\n".join([sys.version, *found]).encode()).hexdigest()


def made_of(job: Job) -> dict[str, str]:
    """Hashes of all a job's results depend on besides its parameters."""
    return {
        "data_sha256": data_hash(job.settled.data_dir),
        "code_sha256": code_hash(job.path),
        "environment_sha256": environment_hash(),
    }


def record_path(target: Path, notebook: str) -> Path:
    """Where the record of a finished run lies: of a brief beside its pages, of another notebook in its folder."""
    return target / "run.json" if notebook == BRIEF else target / notebook / "run.json"


def record_of(target: Path, notebook: str = BRIEF) -> dict:
    """The record of the run that made a folder; empty where there is none or it cannot be read."""
    try:
        found = json.loads(record_path(target, notebook).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _same(record: dict, job: Job, made: Mapping[str, str]) -> bool:
    """Whether a record is of the same data, code, environment and parameters, languages aside."""
    free = ("languages", "formats")
    before, now = record.get("parameters"), results.plain(job.described())
    if not isinstance(before, dict) or any(record.get(name) != value for name, value in made.items()):
        return False
    return all(before.get(name) == value for name, value in now.items() if name not in free)


def is_done(job: Job, out: Path, made: Mapping[str, str]) -> bool:
    """Whether a job is finished with the same data, code, environment, parameters and notes, its files whole."""
    target = out / job.folder
    record = record_of(target, job.notebook)
    if not _same(record, job, made) or _other_notes(record, job, target):
        return False
    files = _files(record, target)
    wanted = {write.page_name(job.notebook, lang, kind) for lang in job.languages for kind in job.formats}
    if wanted - set(files):
        return False
    return bool(files) and all(path.is_file() and paths.sha256(path) == record["files"][n] for n, path in files.items())


def _files(record: Mapping, target: Path) -> dict[str, Path]:
    """The files a record names, by name; a name that leads out of its folder is none of ours."""
    named = record.get("files")
    found = {str(name): target / str(name) for name in named} if isinstance(named, dict) else {}
    return {name: path for name, path in found.items() if path.resolve().is_relative_to(target.resolve())}


def part_folder(job: Job, out: Path) -> Path:
    """Where a job is made before it is put in place, on the same disk."""
    return out / ".part" / _file_name(job)


def _file_name(job: Job) -> str:
    return job.name.replace("/", "_").replace(" ", "_")


def lock(job: Job, out: Path) -> FileLock:
    """Held while a job runs: a second `cds run` on the same outputs waits for it."""
    folder = out / ".lock"
    folder.mkdir(parents=True, exist_ok=True)
    return FileLock(folder / f"{_file_name(job)}.lock")


def page_frame(place: provinces.Place, edition: int, lang: str, data: str, code: str) -> dict[str, str]:
    """What stands above and below a brief: heading and footer."""
    heading = {
        "vi": f"Báo cáo nghiên cứu năm {edition} – {place.full_name('vi')}",
        "en": f"Research brief {edition} – {place.name_en}",
    }[lang]
    named = {"vi": ("số liệu", "mã nguồn"), "en": ("data", "code")}[lang]
    footer = f"cds_analysis {__version__} · {edition} · {named[0]} {data[:12]} · {named[1]} {code[:12]}"
    return {"heading": heading, "footer": footer}


def _other_notes(record: Mapping, job: Job, target: Path) -> set[str]:
    """Languages of a job whose notes are others than those of a record."""
    before, now = record.get("notes") or {}, write.notes_of(target, job.notebook, job.languages)
    return {lang for lang in job.languages if before.get(lang) != now.get(lang)}


def produce(
    job: Job,
    folder: Path,
    final: Path,
    made: Mapping[str, str],
    *,
    progress: bool = False,
    limits: execution.Limits = NO_LIMITS,
    watch: Callable[[str, int, int], None] = lambda lang, cell, of: None,
) -> None:
    """Make everything of a job in an empty folder: executed notebooks, figures, results, pages, at last run.json.

    Args:
        final: Where the folder's contents will lie; texts kept name it instead of `folder`.
        made: What `made_of` gives.

    Raises:
        RunError: A notebook did not run to its end.
    """
    started, work, claims = time.perf_counter(), folder / job.notebook, {}
    scratch = folder / "scratch"
    scratch.mkdir(parents=True)
    for lang in job.languages:
        executed = work / f"{job.notebook}.{lang}.ipynb"
        execution.execute(
            job.path,
            executed,
            job.given(lang, work),
            progress=progress,
            limits=limits,
            cwd=scratch,
            instead={str(folder): str(final)},
            watch=lambda cell, of, lang=lang: watch(lang, cell, of),
        )
        execution.mask_files(work, job.parameters)
        claims[lang] = (work / "results.json").read_bytes()
        frame = page_frame(job.settled.place, job.settled.edition, lang, made["data_sha256"], made["code_sha256"])
        extra = {"notes": write.notes_path(final, lang), "head": job.letterhead}
        write.write(executed, folder, job.notebook, lang, job.formats, frame, **extra)
    shutil.rmtree(scratch)
    if len(set(claims.values())) > 1:
        raise CdsError(f"{job.name}: results.json differs between languages: a number depends on the language")
    if job.notebook == BRIEF:
        shutil.copyfile(work / "results.json", folder / "results.json")
    record = {"parameters": job.described(), **made, "cds_analysis": __version__, "python": sys.version.split()[0]}
    record |= {"notes": write.notes_of(final, job.notebook, job.languages)}
    record |= {"libraries": {name: version(name) for name in LIBRARIES}}
    record |= {"seconds": round(time.perf_counter() - started, 1)}
    found = [p for p in sorted(folder.rglob("*")) if p.is_file()]
    record |= {"files": {p.relative_to(folder).as_posix(): paths.sha256(p) for p in found}}
    write_record(record_path(folder, job.notebook), record)


def write_record(path: Path, record: dict) -> None:
    """Write a run.json, replacing the old one only when whole."""
    page.write(json.dumps(results.plain(record), ensure_ascii=False, indent=1) + "\n", path)


def put_in_place(job: Job, folder: Path, target: Path) -> list[Path]:
    """Move what was produced to its place; pages of another language or format stay if of the same run, else they go.

    The record goes first and comes last, so that a folder with a record is whole.

    Returns:
        The pages, results.json and run.json.
    """
    target.mkdir(parents=True, exist_ok=True)
    new, old = record_of(folder, job.notebook), record_of(target, job.notebook)
    record_path(target, job.notebook).unlink(missing_ok=True)
    made = {name: new[name] for name in ("data_sha256", "code_sha256", "environment_sha256")}
    new.setdefault("notes", {})
    stale = {lang for lang in job.languages if (old.get("notes") or {}).get(lang) != new["notes"].get(lang)}
    same = _same(old, job, made)
    for name, path in _files(old, target).items():
        if name in new["files"] or not path.is_file():
            continue
        if same and not any(f".{lang}." in name for lang in stale):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            path.replace(folder / name)
            new["files"][name] = old["files"][name]
        else:
            path.unlink()
    if same:
        languages = {*old["parameters"]["languages"], *job.languages}
        new["parameters"]["languages"] = sorted(languages, reverse=True)
        formats = {*old["parameters"].get("formats", []), *job.formats}
        new["parameters"]["formats"] = [form for form in FORMATS if form in formats]
        new["notes"] = (old.get("notes") or {}) | new["notes"]
    shutil.rmtree(target / job.notebook, ignore_errors=True)
    (folder / job.notebook).replace(target / job.notebook)
    record_path(folder, job.notebook).unlink(missing_ok=True)
    record_path(target, job.notebook).unlink(missing_ok=True)
    written = []
    for path in sorted(p for p in folder.iterdir() if p.is_file()):
        written.append(path.replace(target / path.name))
    write_record(record_path(target, job.notebook), new)
    shutil.rmtree(folder, ignore_errors=True)
    return [*written, record_path(target, job.notebook)]


def attempt(
    job: Job, folder: Path, final: Path, made: Mapping[str, str], *, limits: execution.Limits, **telling: object
) -> None:
    """`produce`, tried again in an empty folder as often as the limits allow while a kernel dies.

    Raises:
        RunError: A notebook did not run to its end.
    """
    for left in range(limits.retries, -1, -1):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        try:
            return produce(job, folder, final, made, limits=limits, **telling)
        except execution.RunError as error:
            if not (error.again and left):
                raise


def run(job: Job, out: Path, made: Mapping[str, str], *, limits: execution.Limits = NO_LIMITS, **telling) -> list[Path]:
    """Make a job beside its place and put it there.

    Raises:
        RunError: A notebook did not run to its end; as far as it ran it is kept as *.failed.ipynb.
    """
    target, folder = out / job.folder, part_folder(job, out)
    try:
        attempt(job, folder, target, made, limits=limits, **telling)
        return put_in_place(job, folder, target)
    except execution.RunError:
        for path in folder.rglob("*.failed.ipynb"):
            (target / job.notebook).mkdir(parents=True, exist_ok=True)
            path.replace(target / job.notebook / path.name)
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)
