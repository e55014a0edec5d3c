"""A job: one notebook for one place in some languages; of what it is made, and whether that is done."""

import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

from .. import paths
from ..errors import CdsError, ParameterError
from ..formats import letterhead, page, write
from ..formats.write import BRIEF, FORMATS, USUAL
from ..study import results
from ..study.settled import Settled, settle
from . import execution

HORIZON = 2030
CODE = (".py", ".css", ".typ", ".docx", ".jinja", ".yml", ".json")  # what the library is written in
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

    def asked(self) -> dict:
        """The settled parameters as plain values, such as a kernel and run.json take them."""
        return {
            "province": self.settled.place.slug,
            "border": self.settled.border,
            "edition": self.settled.edition,
            "as_of": self.settled.as_of.isoformat(),
            "horizon": self.settled.horizon,
        }

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


def unfit(notebook: str, parameters: Mapping) -> list[str]:
    """What is wrong with a notebook's name or its further parameters."""
    try:
        found = execution.faults(notebook_path(notebook), parameters)
    except CdsError as error:
        return [str(error)]
    if reserved := sorted(set(parameters) & set(COMMON)):
        found.append(f"{', '.join(reserved)}: set by the plan itself, not among the further parameters")
    return found


def plan(
    province: str,
    *,
    notebook: str = BRIEF,
    languages: Sequence[str],
    formats: Sequence[str] = USUAL,
    parameters: Mapping | None = None,
    head: str = "",
    **asked,
) -> Job:
    """The job of some parameters, all but the languages checked; `settle` takes those asked for beside the place.

    Its folder is <edition>/<place>[@border][~h<horizon>][~as_of]: suffixes only where other than the default was asked.

    Raises:
        CdsError: A parameter is unknown or of a wrong type or value.
    """
    if wrong := sorted(set(formats) - set(FORMATS)):
        raise ParameterError(f"no format {', '.join(wrong)}; there is {', '.join(FORMATS)}")
    if notebook != BRIEF and (short := [kind for kind in formats if kind in write.SHORT]):
        raise ParameterError(f"{', '.join(short)}: only of {BRIEF}; leave it out for {notebook}")
    if head:
        letterhead.read(Path(head))
        if not write.carried(languages, formats):
            raise ParameterError(f"letterhead {head}: {letterhead.WHERE}; add --format docx or pdf, and --lang vi")
    given = dict(parameters or {})
    if wrong := unfit(notebook, given):
        raise ParameterError("; ".join(wrong))
    settled = settle(province, **asked)
    name, edition, horizon = settled.place.slug, settled.edition, settled.horizon
    default = settle(name, edition=edition, horizon=horizon, data_dir=asked.get("data_dir", "data"))
    if asked.get("border") and settled.border != default.border:
        name += f"@{settled.border}"
    if horizon != HORIZON:
        name += f"~h{horizon}"
    if asked.get("as_of") and settled.as_of != default.as_of:
        name += f"~{settled.as_of}"
    head = str(Path(head).resolve()) if head else ""
    return Job(notebook, settled, tuple(languages), tuple(formats), f"{edition}/{name}", given, head)


def after_earlier(job: Job, out: Path) -> Job:
    """A brief's job that says what changed since the newest earlier edition of its place among the outputs, if any."""
    final = out / job.folder
    editions = [
        p for p in out.glob(f"[12][0-9][0-9][0-9]/{final.name}") if p < final and (p / "results.json").is_file()
    ]
    if job.notebook != BRIEF or not editions:
        return job
    last, root = max(editions), paths.root()
    named = last.relative_to(root) if last.is_relative_to(root) else last
    return replace(job, parameters={"earlier": str(named)} | job.parameters)


def data_hash(data_dir: Path) -> str:
    """One hash of all registers, observations and draws; raw files are behind these, the ledger is no input."""
    found = [p for p in data_dir.iterdir() if p.suffix in (".csv", ".yml", ".parquet") and p.stem != "ledger"]
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
    made = {"data_sha256": data_hash(job.settled.data_dir), "code_sha256": code_hash(notebook_path(job.notebook))}
    return made | {"environment_sha256": environment_hash()}


def record_path(target: Path, notebook: str) -> Path:
    """Where the record of a finished run lies: of a brief beside its pages, of another notebook in its folder."""
    return target / "run.json" if notebook == BRIEF else target / notebook / "run.json"


def record_of(target: Path, notebook: str = BRIEF) -> dict:
    """The record of the run that made a folder; empty where there is none or it is broken."""
    try:
        found = json.loads(record_path(target, notebook).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and isinstance(found.get("parameters"), dict) else {}


def same(record: dict, job: Job, made: Mapping[str, str]) -> bool:
    """Whether a record is of the same data, code, environment and parameters, languages aside."""
    now = {name: value for name, value in job.described().items() if name not in ("languages", "formats")}
    return made.items() <= record.items() and results.plain(now).items() <= record.get("parameters", {}).items()


def is_done(job: Job, out: Path, made: Mapping[str, str]) -> bool:
    """Whether a job is finished with the same data, code, environment, parameters and notes, its files whole."""
    target = out / job.folder
    record, notes = record_of(target, job.notebook), write.notes_of(target, job.notebook, job.languages)
    files, before = files_of(record, target), record.get("notes") or {}
    if not same(record, job, made) or any(before.get(lang) != notes.get(lang) for lang in job.languages):
        return False
    wanted = {write.page_name(job.notebook, lang, kind) for lang in job.languages for kind in job.formats}
    whole = (path.is_file() and paths.sha256(path) == record["files"][name] for name, path in files.items())
    return bool(files) and wanted <= set(files) and all(whole)


def files_of(record: Mapping, target: Path) -> dict[str, Path]:
    """The files a record names, by name; a name that leads out of its folder is none of ours."""
    named = record.get("files")
    found = {str(name): target / str(name) for name in named} if isinstance(named, dict) else {}
    return {name: path for name, path in found.items() if path.resolve().is_relative_to(target.resolve())}


def write_record(path: Path, record: dict) -> None:
    """Write a run.json, replacing the old one only when whole."""
    page.write(json.dumps(results.plain(record), ensure_ascii=False, indent=1) + "\n", path)
