"""A job: one notebook for one place in some languages; of what it is made, and whether that is done."""

import json
import platform
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

from .. import paths
from ..data import own_folder
from ..errors import CdsError, ParameterError
from ..formats import letterhead, page, write
from ..formats.write import BRIEF, FORMATS, USUAL
from ..study import results
from ..study.settled import LANGUAGES, Settled, settle
from . import contract, execution

HORIZON = 2030
SCHEMA = "urn:cds-analysis:run:1"  # of run.json: docs/run.schema.json
DATA = (".csv", ".yml", ".parquet", ".npz")
CODE = (".py", ".css", ".typ", ".docx", ".jinja", ".yml", ".json")  # what the library is written in


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
    earlier: str = ""  # the folder of the brief that this one is held against, counted from the root
    data_dir: str = ""  # what the data folder is called in what is kept

    @property
    def name(self) -> str:
        """How it is called in progress and errors."""
        return f"{self.folder} {self.notebook}"

    @property
    def line(self) -> str:
        """What would run, for a dry run."""
        return f"{self.name}  {','.join(self.languages)}  border {self.settled.border}  as of {self.settled.as_of}"

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
        values |= {"earlier": None}
        if self.earlier:
            folder = paths.resolve(self.earlier)
            name, claims = f"{folder.parent.name}/{folder.name}", folder / "results.json"
            values["earlier"] = {"folder": name, "sha256": paths.sha256(claims) if claims.is_file() else ""}
        return values | {"languages": list(self.languages), "formats": list(self.formats), "further": further}


def notebook_path(name: str) -> Path:
    """The file of a notebook of the suite, or of one's own.

    Raises:
        ParameterError: There is none of this name; the error lists those there are.
    """
    if name not in (known := contract.known()):
        raise ParameterError(f"no notebook '{name}'; there are {', '.join(known)}")
    return known[name]


def unfit(notebook: str, parameters: Mapping) -> list[str]:
    """What is wrong with a notebook: its name, the contract it must keep, or its further parameters."""
    try:
        path = notebook_path(notebook)
    except CdsError as error:
        return [str(error)]
    if found := contract.broken(path):
        return found
    found = execution.faults(path, parameters)
    if reserved := sorted(set(parameters) & set(contract.COMMON)):
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
    told, kinds = (
        tuple(sorted(set(some), key=every.index)) for some, every in ((languages, LANGUAGES), (formats, FORMATS))
    )
    named = paths.from_root(own_folder.own(settled.data_dir)).as_posix()
    return Job(notebook, settled, told, kinds, f"{edition}/{name}", given, head, data_dir=named)


def after_earlier(job: Job, out: Path) -> Job:
    """A brief's job that says what changed since the newest earlier edition of its place among the outputs, if any."""
    final, further = out / job.folder, dict(job.parameters)
    found = out.glob(f"[12][0-9][0-9][0-9]/{final.name}") if job.notebook == BRIEF else ()
    editions = [p for p in found if p < final and (p / "results.json").is_file()]
    last = further.pop("earlier", None)
    if last is None and editions:
        last = str(paths.from_root(max(editions)))
    return replace(job, parameters=further, earlier=last or "")


def data_files(folder: Path) -> dict[str, str]:
    """Hashes of all registers, observations and draws; raw files are behind these, the ledger is no input."""
    return paths.hashes((p for p in folder.iterdir() if p.suffix in DATA and p.stem != "ledger"), folder)


def inputs(job: Job) -> dict[str, dict[str, str]]:
    """All a job's results depend on besides its parameters: hashes of data and code by file, versions of packages."""
    package = Path(__file__).resolve().parent.parent
    library = paths.hashes((p for p in package.rglob("*") if p.suffix in CODE), package)
    code = {f"{package.name}/{name}": value for name, value in library.items()}
    code[f"notebooks/{job.notebook}.ipynb"] = paths.sha256(notebook_path(job.notebook))
    return {"data": data_files(job.settled.data_dir), "code": code, "environment": environment()}


@cache
def environment() -> dict[str, str]:
    """The versions of Python and of all installed packages, read once: what is imported stays."""
    return {"python": platform.python_version()} | dict(sorted((d.name, d.version) for d in distributions() if d.name))


def made_of(job: Job) -> dict[str, str]:
    """One hash of each of `inputs`."""
    return {f"{kind}_sha256": paths.sum_of(named) for kind, named in inputs(job).items()}


def lock() -> str | None:
    """The hash of the checkout's list of locked versions; None where there is none."""
    return paths.sha256(path) if (path := paths.root() / "requirements.lock").is_file() else None


def commit() -> dict | None:
    """The commit of the checkout that runs, and whether files differ from it; None outside git."""
    if (root := paths.root()) != Path(__file__).resolve().parents[2]:
        return None
    asked = ["git", "--no-optional-locks", "-C", str(root), "status", "--porcelain=v2", "--branch"]
    try:
        told = subprocess.run(asked, capture_output=True, text=True, check=True, timeout=20).stdout.splitlines()
    except (OSError, subprocess.SubprocessError):
        return None
    number = next((line.split()[-1] for line in told if line.startswith("# branch.oid ")), "(initial)")
    return {"commit": number, "changed": any(not line.startswith("#") for line in told)}


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


def data_of(record: Mapping, target: Path) -> Path:
    """Where the data lie that a run was made of: as its record says.

    Raises:
        CdsError: There is no such folder any more.
    """
    folder = paths.resolve(record.get("data_dir") or paths.DATA)
    if not folder.is_dir():
        raise CdsError(f"{target}: its data lay in {folder}, which is gone; name where they lie now: --data FOLDER")
    return folder


def own_data(record: Mapping) -> str:
    """The folder of one's own that a run's data were laid over others in, as it is called; empty: of published data."""
    return str(record.get("data_dir")) if own_folder.MERGED in record.get("inputs", {}).get("data", {}) else ""


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
