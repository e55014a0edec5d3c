"""A user's own folder: what was added to a base, laid over it without touching it.

An overlay names its base in `overlay.yml` and holds raw files with their records, and register rows of its own. On
opening, base and overlay become one complete folder under `.merged/`, named after the hash of both and of the code that
merges, so that it is never stale; everything else goes on with that folder. An own figure stands beside those of the
base and is used only where `build.prefer` says so.
"""

import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import yaml

from .. import paths, settings
from ..errors import CdsError, DataError, Fault
from . import build, check, observations, sources, targets

MARK, CACHE, MERGED = "overlay.yml", ".merged", check.MERGED
KEPT = 3  # merged folders kept: a long run may still read an earlier one
REGISTERS = {name: about["key"] for name, about in check.REGISTERS.items() if not about.get("fixed")}  # own rows below
# The reader's own, in place of the base's:
WHOLE = ("scenarios.yml", "record.csv", "calendar.yml", "shares.parquet", "growth.npz")
OUTPUTS = "outputs"  # the briefs of the project, and of an overlay its own
LEFT = ("ledger.csv", MARK, OUTPUTS)  # of the overlay alone, and no data
ABOUT = """\
# Your own folder: what you add to the shipped data stands here and is laid over it; the shipped folder is not touched.
# raw.yml has a record for each file under raw/, sources.csv the documents, aliases.csv spellings (docs/data.md).
# You may add rows of your own in {registers}; an id of the base cannot be used again.
"""


def is_overlay(folder: Path) -> bool:
    """Whether a folder is an overlay, not a complete data folder."""
    return (folder / MARK).is_file()


def own(folder: Path) -> Path:
    """Where a user's own files of a data folder lie: the overlay a merged folder was made of, else the folder."""
    return folder.parent.parent if (folder / MERGED).is_file() and folder.parent.name == CACHE else folder


def outputs(folder: Path) -> Path:
    """Where the briefs made of a data folder go: of an overlay to its own outputs, never among the official ones."""
    mine = own(folder)
    return mine / OUTPUTS if is_overlay(mine) else paths.resolve(OUTPUTS)


def opened(data_dir: str | Path, say: Callable[[str], None] = lambda text: None) -> Path:
    """The complete data folder that is meant: a complete one as it is, an overlay merged with its base.

    Args:
        data_dir: A folder; the default "data" means CDS_DATA where that is set.
        say: Told that a merged folder was made anew, and that the base is not the one the overlay was made for.

    Raises:
        DataError: With all faults of the overlay and its base, by file and line.
        CdsError: overlay.yml cannot be read, or names no complete folder.
    """
    folder = paths.data(data_dir)  # a path that is absolute is never the default
    if not is_overlay(folder):
        return folder
    about, here = _about(folder), Path(__file__).parent
    base, noted = _complete(about["base"], folder), about.get("base_sha256")
    hashes = {"base_sha256": hash_of(base), "overlay_sha256": hash_of(folder)}
    key = "".join([*hashes.values(), paths.hash_of(here.glob("*.py"), here)])
    merged = folder / CACHE / hashlib.sha256(key.encode()).hexdigest()[:16]
    if not (merged / MERGED).is_file():
        rows, registered = _build(folder, base, hashes, merged)
        told = f"{rows:,} figures and {registered:,} rows of registers of your own"
        say(f"{folder.name} laid over {base}: {told}; merged in {merged}")
        if noted and noted != hashes["base_sha256"]:
            say(
                f"{base} has changed since {folder.name} was made for it; `cds data diff` of two folders shows what "
                f"moved, `cds data init {folder}` notes the present one"
            )
        _tidy(folder / CACHE, merged)
    return merged


def init(folder: Path, base: str = "data") -> bool:
    """Make an overlay of a base in a new or empty folder, or note the present base in one that is there.

    Returns:
        Whether the folder is new.

    Raises:
        CdsError: The folder holds something else, or the base is no complete data folder.
    """
    new = not is_overlay(folder)
    if not new:
        base = _about(folder)["base"]
    elif folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CdsError(f"{folder} is not empty and no overlay; name a new folder")
    below = _complete(base, folder)
    folder.joinpath("raw").mkdir(parents=True, exist_ok=True)
    text = ABOUT.format(registers=", ".join(REGISTERS))
    text += yaml.safe_dump({"base": base, "base_sha256": hash_of(below)}, sort_keys=False, allow_unicode=True)
    (folder / MARK).write_text(text, encoding="utf-8")
    for name in ("sources.csv", "aliases.csv") if new else ():
        heading = (below / name).read_text(encoding="utf-8-sig").splitlines()[0]
        (folder / name).write_text(heading + "\n", encoding="utf-8")
    if new:
        head = "# A record a raw file, as in the base: file, about, accessed, sha256, defaults. See docs/data.md\n"
        (folder / "raw.yml").write_text(head, encoding="utf-8")
    return new


def hash_of(folder: Path) -> str:
    """SHA-256 over names and contents of all files of a data folder; what it leaves in LEFT and caches are no input."""
    found = (p for top in folder.iterdir() if top.name not in LEFT for p in (top, *top.rglob("*")) if p.is_file())
    kept = (p for p in found if not any(part.startswith(".") for part in p.relative_to(folder).parts))
    return paths.hash_of(kept, folder)


def _about(folder: Path) -> dict:
    """What an overlay says of its base: where it lies, and its hash when that was noted."""
    try:
        about = settings.read(folder / MARK).value
    except DataError as error:
        raise CdsError(f"{folder / error.faults[0].file}: {error.faults[0].found}; correct it: base: data") from None
    if not isinstance(about, dict) or not isinstance(about.get("base"), str):
        raise CdsError(f"{folder / MARK}: names no base; write base: data (counted from the project's root)")
    return about


def _complete(said: str, folder: Path) -> Path:
    """A base that can be one: a complete folder, and no overlay."""
    base = paths.resolve(said)
    if base.resolve() == folder.resolve():
        raise CdsError(f"{folder}: is its own base; name the complete folder below it in {MARK}")
    if is_overlay(base):
        raise CdsError(f"{base}: is an overlay itself; the base of {folder} must be a complete data folder")
    if missing := [name for name in check.held_in(base) if not (base / name).is_file()]:
        raise CdsError(f"{base}: no complete data folder, it lacks {', '.join(missing)}; correct base in {MARK}")
    return base


def _tidy(cache: Path, newest: Path) -> None:
    """Remove all but the newest merged folders."""
    found = sorted((p for p in cache.iterdir() if p != newest), key=lambda p: p.stat().st_mtime, reverse=True)
    for path in [p for p in found if (p / MERGED).is_file()][KEPT - 1 :]:
        shutil.rmtree(path, ignore_errors=True)


def _build(folder: Path, base: Path, hashes: dict[str, str], merged: Path) -> tuple[int, int]:
    """Make the merged folder, whole or not at all; the number of own figures and of own rows of registers in it."""
    draft = merged.with_name(f"{merged.name}.{os.getpid()}.part")
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(base, draft, ignore=shutil.ignore_patterns(".*", *LEFT))
    try:
        faults, lines = _strangers(folder), {}
        for name, key in REGISTERS.items():
            if (folder / name).is_file():
                lines[name], more = _append(folder / name, draft / name, key, base)
                faults += more
        records, more = _records(folder, base)
        faults += more
        if faults:
            raise DataError(replace(fault, file=f"{folder.name}/{fault.file}") for fault in faults)
        mine = [str(kept["file"]) for record in records for kept in build.files(record)]
        mine += [name for name in WHOLE if (folder / name).is_file()]
        for name in mine:
            (draft / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / name, draft / name)
        if records:
            with (draft / "raw.yml").open("a", encoding="utf-8") as file:
                file.write("\n" + yaml.safe_dump(records, sort_keys=False, allow_unicode=True))
        (draft / MERGED).write_text(yaml.safe_dump(hashes), encoding="utf-8")
        try:
            table = check.checked(draft)
        except DataError as error:
            raise DataError(_told(error.faults, lines, mine, folder, base)) from None
        build.write(table, draft / "observations.csv")
        try:
            draft.replace(merged)
        except OSError:  # another process was first
            if not (merged / MERGED).is_file():
                raise
        below = base / "observations.csv"
        rows = len(table) - (len(observations.load(base)) if below.is_file() else 0)
        return rows, sum(map(len, lines.values()))
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _strangers(folder: Path) -> list[Fault]:
    """Files at the top of an overlay that cannot be laid over a base."""
    known = {*REGISTERS, *WHOLE, *LEFT, "raw.yml"}
    found = sorted(p.name for p in folder.iterdir() if p.suffix in (".csv", ".yml") and p.name not in known)
    remedy = f"remove it; an overlay may hold {', '.join(sorted(known - set(LEFT)))} and raw/"
    return [Fault(name, None, "", "this file cannot be laid over a base", remedy) for name in found]


def _append(path: Path, target: Path, key: list[str], base: Path) -> tuple[dict[int, int], list[Fault]]:
    """Put own rows below those of a register; the own line by the line in the merged file, and the faults."""
    name = path.name
    table, faults = build.read_text_table(path, name)
    if not target.is_file():  # one that the base may lack
        target.write_text(path.read_text(encoding="utf-8-sig").partition("\n")[0] + "\n", encoding="utf-8")
    below, _ = build.read_text_table(target, name)  # its faults are told when the whole is checked
    if table is None or below is None:
        return {}, faults
    columns, given = ([c for c in found if c != "_line"] for found in (below, table))
    if unknown := [c for c in given if c not in columns]:
        return {}, [Fault(name, 1, "", f"no such column: {', '.join(unknown)}", f"use {', '.join(columns)}")]
    if missing := [k for k in key if k not in given]:
        return {}, [Fault(name, 1, "", f"no column {', '.join(missing)}", "restore the heading")]
    taken = {tuple(row[k] for k in key): row for row in below.to_dict("records")}
    for row in table.to_dict("records"):
        if there := taken.get(tuple(row[k] for k in key)):
            other = next((c for c in given if there[c] != row[c]), "")
            said = f"with another {other}" if other else "word for word"
            remedy = f"remove your row, or give it another {key[-1]}" if other else "remove your row"
            found = f"'{', '.join(row[k] for k in key)}' is in {base.name}/{name} too, {said}"
            faults.append(Fault(name, row["_line"], key[-1], found, remedy))
    if name == "sources.csv" and "language" not in given and "title" in given:
        table["language"] = table["title"].map(sources.language)
    if name == "targets.csv":
        flags = table["flags"] if "flags" in table else ""
        table["flags"] = (flags + f";{targets.OWN}").str.lstrip(";") if len(flags) else targets.OWN
    text = target.read_text(encoding="utf-8-sig").removesuffix("\n") + "\n"
    text += table.reindex(columns=columns, fill_value="").to_csv(header=False, index=False, lineterminator="\n")
    target.write_text(text, encoding="utf-8", newline="")
    both, _ = build.read_text_table(target, name)
    return dict(zip(both["_line"].tail(len(table)), table["_line"], strict=True)), faults


def _records(folder: Path, base: Path) -> tuple[list[dict], list[Fault]]:
    """The records of own raw files, and what is wrong with them."""
    name = "raw.yml"
    try:
        found = settings.read(folder / name)
    except FileNotFoundError:
        return [], []
    except DataError as error:
        return [], error.faults
    records = found.value or []
    if not isinstance(records, list) or not all(isinstance(r, dict) for r in records):
        return [], [Fault(name, 1, "", "no list of records", "write each as - file: raw/...")]
    faults, seen = [], {str(r.get("file")) for r in build.records(base)}
    for number, record in enumerate(records):
        told = []
        for kept in build.files(record):
            file = str(kept.get("file") or "")
            told += _of_file(kept, file, seen, folder, base)
            seen.add(file)
        if not build.is_day(record.get("accessed")):
            remedy = "give the day you received it, as 2027-01-08"
            told.append(("accessed", f"no day for {record.get('file')}", remedy))
        if not isinstance(record.get("defaults", {}), dict):
            told.append(("defaults", "no names with values", "write {source: ID, vintage: 2027-01-06}"))
        faults += [Fault(name, found.line(number), *fault) for fault in told]
    return records, faults


def _of_file(record: dict, file: str, seen: set[str], folder: Path, base: Path) -> list[tuple[str, str, str]]:
    """Column, what was found, and remedy of each fault of a file of one record."""
    parts = Path(file).parts
    if not file or parts[0] != "raw" or ".." in parts or "\\" in file or Path(file).is_absolute():
        return [("file", f"'{file}' does not lie under raw/", "write raw/FOLDER/FILE.csv, inside this folder")]
    if file in seen or (base / file).exists():
        return [("file", f"{file} comes twice, or is a file of {base.name}", "give your file another name")]
    path = folder / file
    if not path.is_file():
        return [("file", f"{file} is missing", "restore it or remove its record")]
    faults = []
    if not path.resolve().is_relative_to(folder.resolve()):
        faults.append(("file", f"{file} leads out of this folder", "copy the file itself here"))
    if record.get("sha256") != (found := paths.sha256(path)):
        faults.append(("sha256", f"{file} has another", f"if it is the file you mean, write sha256: {found}"))
    return faults


def _told(faults: list[Fault], lines: dict, mine: list[str], folder: Path, base: Path) -> list[Fault]:
    """Faults found in the merged folder, told where they stand: in the overlay or in the base."""
    out = []
    for fault in faults:
        line = lines.get(fault.file, {}).get(fault.line)
        where = folder if line or fault.file in mine else base
        out.append(replace(fault, file=f"{where.name}/{fault.file}", line=line or fault.line))
    return out
