"""The annual brief: run the notebook in each language, publish it, record what it was made of."""

import hashlib
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from html import escape
from importlib.metadata import version
from pathlib import Path

from . import __version__, changes, check, ledger, paths, provinces, publish, results, tables, targets, wording
from .errors import CdsError, ParameterError
from .study import LANGUAGES, check_parameters

NOTEBOOK = "09_annual_brief"
FORMATS = ("html",)
HORIZON = 2030
LIBRARIES = ("numpy", "pandas", "statsmodels", "matplotlib", "papermill", "nbconvert", "babel")


def folder_name(settled: dict, explicit_border: str, explicit_as_of: str) -> str:
    """<place>[@border][~h<horizon>][~as_of]: suffixes only where the caller chose other than the default."""
    place = settled["place"]
    default = check_parameters(
        place.slug, edition=settled["edition"], horizon=settled["horizon"], data_dir=str(settled["data_dir"])
    )
    name = place.slug
    if explicit_border and place.border != default["place"].border:
        name += f"@{place.border}"
    if settled["horizon"] != HORIZON:
        name += f"~h{settled['horizon']}"
    if explicit_as_of and settled["as_of"] != default["as_of"]:
        name += f"~{settled['as_of']}"
    return name


def hash_of(files: Sequence[Path], root: Path) -> str:
    """SHA-256 over names and contents of some files."""
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def data_hash(data_dir: Path) -> str:
    """One hash of all registers and observations (raw files are behind the observations; the ledger is no input)."""
    return hash_of([p for p in data_dir.iterdir() if p.suffix in (".csv", ".yml") and p.stem != "ledger"], data_dir)


def code_hash(notebook: Path) -> str:
    """One hash of the library and the notebook."""
    package = Path(__file__).resolve().parent
    library = hash_of([p for p in package.rglob("*") if p.suffix in (".py", ".css")], package)
    return hashlib.sha256((library + hash_of([notebook], notebook.parent)).encode()).hexdigest()


def check_names(notebook: Path, parameters: dict) -> None:
    """Refuse parameters the notebook does not have.

    Raises:
        ParameterError: With all unknown names and those the notebook knows.
    """
    import papermill

    known = papermill.inspect_notebook(str(notebook))
    unknown = sorted(set(parameters) - set(known))
    if unknown:
        raise ParameterError(f"{notebook.name} has no parameter {', '.join(unknown)}; it has {', '.join(known)}")


def execute(notebook: Path, executed: Path, parameters: dict, *, progress: bool) -> None:
    """Run one notebook with papermill into `executed`, which appears only when every cell ran.

    Raises:
        CdsError: A cell failed; the cell and the error are named, and the notebook as far as it ran is kept beside.
    """
    import papermill
    from papermill.exceptions import PapermillExecutionError

    check_names(notebook, parameters)
    executed.parent.mkdir(parents=True, exist_ok=True)
    part = executed.with_suffix(".failed.ipynb")
    try:
        papermill.execute_notebook(
            str(notebook),
            str(part),
            parameters=parameters,
            progress_bar=progress,
            cwd=str(paths.root()),
            kernel_name="python3",
            extra_arguments=["--IPKernelApp.log_level=50"],  # errors of cells come back by themselves
        )
    except PapermillExecutionError as error:
        raise CdsError(
            f"{notebook.name}, cell {error.exec_count}: {error.ename}: {error.evalue}; "
            f"the notebook as far as it ran: {part}"
        ) from None
    except BaseException:
        part.unlink(missing_ok=True)  # interrupted: the old one stays, no half one is left
        raise
    part.replace(executed)


def _run(folder: Path) -> dict:
    """The run.json of a folder, empty where there is none."""
    path = folder / "run.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def publish_brief(
    edition: int,
    province: str,
    *,
    border: str = "",
    day: date,
    data_dir: str = "data",
    out: str = "outputs",
) -> tuple[list[Path], int]:
    """Make the brief of an edition a published one: no draft mark, its statements in the ledger.

    Returns:
        The pages written anew and the number of entries added to the ledger.

    Raises:
        CdsError: There is no such brief, it stems from other data or code than the present ones, or it is published.
    """
    settled = check_parameters(province, border, edition, data_dir=data_dir)
    place = settled["place"]
    target = paths.resolve(out) / str(edition) / folder_name(settled, border, "")
    run = _run(target)
    if not run:
        raise CdsError(f"{target}: no brief there; make it first: cds brief {place.slug} --edition {edition}")
    notebook = paths.root() / "notebooks" / f"{NOTEBOOK}.ipynb"
    present = {"data_sha256": data_hash(settled["data_dir"]), "code_sha256": code_hash(notebook)}
    if changed := [name.split("_")[0] for name, value in present.items() if run[name] != value]:
        raise CdsError(f"{target}: {' and '.join(changed)} changed since this brief was made; make it again first")
    added = ledger.append(settled["data_dir"], target, day)
    written = []
    for lang in run["parameters"]["languages"]:
        executed = target / NOTEBOOK / f"{NOTEBOOK}.{lang}.ipynb"
        frame = page_frame(place, edition, lang, run["data_sha256"], run["code_sha256"])
        page = target / f"brief.{lang}.html"
        written.append(publish.write_html(executed, page, lang, **frame, published=day))
    record = json.dumps(run | {"published": day.isoformat()}, ensure_ascii=False, indent=1) + "\n"
    (target / "run.json").write_text(record, encoding="utf-8")
    return written, added


def changed(old: Path, new: Path, *, data_dir: str = "data") -> list[Path]:
    """Write changed.<lang>.html beside a brief: what moved since an earlier one, and by what.

    Raises:
        CdsError: A folder holds no brief, or the newer one stems from other data or code than the present ones.
    """
    folder = paths.resolve(data_dir)
    found = changes.between(old, new, folder)
    run = _run(new)
    notebook = paths.root() / "notebooks" / f"{NOTEBOOK}.ipynb"
    if (run["data_sha256"], run["code_sha256"]) != (data_hash(folder), code_hash(notebook)):
        raise CdsError(f"{new}: data or code changed since this brief was made; make it again first")
    place = provinces.find(found.new["province"], folder, found.new["border"])
    written = []
    for lang in run["parameters"]["languages"]:
        names = {t.id: f"{t.name(lang)}, {t.by}" for t in targets.load(folder)}
        title = {"vi": "Có gì thay đổi so với báo cáo trước?", "en": "What changed since the earlier brief?"}[lang]
        counts = (found.same, len(found.appeared), len(found.gone))
        days = (found.old["as_of"], found.new["as_of"])
        text = wording.changed(found.moved.to_dict("records"), *counts, days, lang)
        body = f"<h1>{escape(title)}</h1>\n<p>{escape(text)}</p>\n"
        only = wording.one_sided(found.appeared, found.gone, names, lang)
        body += tables.changes(found.moved, names, lang)._repr_html_() if len(found.moved) else ""
        body += "".join(f"<p>{escape(sentence)}</p>\n" for sentence in only)
        frame = page_frame(place, found.new["edition"], lang, run["data_sha256"], run["code_sha256"])
        written.append(publish.write(publish.page(title, body, lang, **frame), new / f"changed.{lang}.html"))
    return written


def _remove_stale(target: Path, record: dict, written: list[Path]) -> None:
    """Remove briefs of an earlier run unless it had the same data, code and parameters; note their languages if so."""
    old = [path for path in target.glob("brief.*.html") if path not in written]
    if not old or not (target / "run.json").is_file():
        return
    before = json.loads((target / "run.json").read_text(encoding="utf-8"))
    same = all(before.get(name) == record[name] for name in ("data_sha256", "code_sha256"))
    free = ("languages", "formats")
    now = results.plain(record["parameters"])
    if same and all(before["parameters"].get(n) == v for n, v in now.items() if n not in free):
        record["parameters"]["languages"] = sorted(
            {*before["parameters"]["languages"], *now["languages"]}, reverse=True
        )
        return
    for path in old:
        path.unlink()


def page_frame(place: provinces.Place, edition: int, lang: str, data: str, code: str) -> dict[str, str]:
    """What stands above and below a brief: heading and footer."""
    heading = {
        "vi": f"Báo cáo nghiên cứu năm {edition} – {place.full_name('vi')}",
        "en": f"Research brief {edition} – {place.name_en}",
    }[lang]
    named = {"vi": ("số liệu", "mã nguồn"), "en": ("data", "code")}[lang]
    footer = f"cds_analysis {__version__} · {edition} · {named[0]} {data[:12]} · {named[1]} {code[:12]}"
    return {"heading": heading, "footer": footer}


def make(
    province: str = "thai-nguyen",
    *,
    border: str = "",
    edition: int = 0,
    as_of: str = "",
    horizon: int = HORIZON,
    languages: Sequence[str] = LANGUAGES,
    formats: Sequence[str] = FORMATS,
    data_dir: str = "data",
    out: str = "outputs",
    again: bool = False,
    progress: bool = True,
    say: Callable[[str], None] = lambda text: None,
) -> list[Path]:
    """Write the annual brief of a place in some languages; the paths of what was written.

    A published brief is replaced by a new draft only where `again` is set; the ledger keeps what it said.

    The data are checked first: no brief is made of faulty ones. A brief in another language that stems from other data,
    code or parameters is removed, so that a folder never mixes two.

    Raises:
        CdsError: A parameter is wrong (before any kernel starts), or a notebook failed.
    """
    if wrong := sorted(set(formats) - set(FORMATS)):
        raise ParameterError(f"no format {', '.join(wrong)}; there is {', '.join(FORMATS)}")
    settled = check_parameters(province, border, edition, as_of, horizon, languages[0], data_dir)
    check.against_committed(check.checked(settled["data_dir"]), settled["data_dir"])
    place = settled["place"]
    target = paths.resolve(out) / str(settled["edition"]) / folder_name(settled, border, as_of)
    if not again and (day := _run(target).get("published")):
        raise ParameterError(
            f"{target}: this brief was published on {day}; with --again a new draft takes its place "
            "(the ledger keeps what was published)"
        )
    work = target / NOTEBOOK
    notebook = paths.root() / "notebooks" / f"{NOTEBOOK}.ipynb"
    data, code = data_hash(settled["data_dir"]), code_hash(notebook)
    started, written, claims = time.perf_counter(), [], {}
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")  # else each kernel warns about frozen modules
    for lang in languages:
        parameters = {
            "province": place.slug,
            "border": place.border,
            "edition": settled["edition"],
            "as_of": settled["as_of"].isoformat(),
            "horizon": horizon,
            "lang": lang,
            "data_dir": str(settled["data_dir"]),
            "output_dir": str(work),
        }
        say({"vi": "tiếng Việt", "en": "English"}[lang] + f": {place.name_vi}, {settled['edition']}")
        executed = work / f"{NOTEBOOK}.{lang}.ipynb"
        execute(notebook, executed, parameters, progress=progress)
        claims[lang] = (work / "results.json").read_bytes()
        frame = page_frame(place, settled["edition"], lang, data, code)
        written.append(publish.write_html(executed, target / f"brief.{lang}.html", lang, **frame))
    if len(set(claims.values())) > 1:
        raise CdsError(f"results.json differs between languages in {work}: a number depends on the language")
    shutil.copyfile(work / "results.json", target / "results.json")
    record = {
        "parameters": {
            "province": place.slug,
            "border": place.border,
            "edition": settled["edition"],
            "as_of": settled["as_of"],
            "horizon": horizon,
            "languages": list(languages),
            "formats": list(formats),
        },
        "data_sha256": data,
        "code_sha256": code,
        "cds_analysis": __version__,
        "python": sys.version.split()[0],
        "libraries": {name: version(name) for name in LIBRARIES},
        "seconds": round(time.perf_counter() - started, 1),
    }
    _remove_stale(target, record, written)
    (target / "run.json").write_text(
        json.dumps(results.plain(record), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    return [*written, target / "results.json", target / "run.json"]
