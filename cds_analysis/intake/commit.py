"""Writing what was agreed, all or nothing: beside the data first, checked there, then moved into place.

A run that is cut off before the move leaves a folder that the next one clears; one cut off during it is finished by the
next, as everything lies ready.
"""

import itertools
import json
import os
import re
import shutil
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from uuid import uuid4

import pandas as pd
import yaml
from filelock import FileLock, Timeout

from .. import paths
from ..data import build, check, known, own_folder
from ..errors import CdsError, DataError
from .export import harmless
from .propose import ID, LONG, Proposal

BESIDE, READY, LOCK = ".import", "ready.json", "lock"


def settle(data_dir: Path) -> None:
    """Finish an import that was cut off while it was moved into place, clear one that was cut off before."""
    for folder in sorted((data_dir / BESIDE).glob("*")):
        if (folder / READY).is_file():
            _move(folder, data_dir)
            continue
        try:
            with FileLock(folder / LOCK, timeout=0):
                pass
        except Timeout:
            found = f"{folder}: another import is at work; wait for it, or remove the folder if there is none"
            raise CdsError(found) from None
        shutil.rmtree(folder)
    if (data_dir / BESIDE).is_dir() and not any((data_dir / BESIDE).iterdir()):
        (data_dir / BESIDE).rmdir()


def write(proposal: Proposal, data_dir: Path) -> list[Path]:
    """Write raw file, tidy table and records as `put` does.

    Raises:
        CdsError: The proposal has faults, or the very same file is in already.
    """
    if proposal.faults:
        raise DataError(proposal.faults, shown=10)
    if proposal.already:
        raise CdsError(f"{proposal.incoming.path.name} is in already, as {proposal.already}; nothing to do")
    return put(data_dir, lambda stage: _staged(proposal, stage))


def put(data_dir: Path, write_into: Callable[[Path], list[str]]) -> list[Path]:
    """Change a copy of a data folder, check it, move what changed into place; of a complete one observations.csv too.

    Args:
        data_dir: A complete data folder, or an overlay: then its base stays as it is.
        write_into: Writes into the copy; gives the paths written, in the order of their move.

    Raises:
        DataError: The data as a whole would have faults; nothing is changed.
    """
    settle(data_dir)
    folder = data_dir / BESIDE / uuid4().hex
    stage = folder / data_dir.name
    folder.mkdir(parents=True)
    try:
        with FileLock(folder / LOCK):
            left = shutil.ignore_patterns(".*", "*.part", own_folder.OUTPUTS)
            shutil.copytree(data_dir, stage, ignore=left)
            changed = write_into(stage)
            if own_folder.is_overlay(stage):
                own_folder.opened(stage)
            else:
                build.write(check.checked(stage), stage / "observations.csv")
                changed.append("observations.csv")
            with paths.whole(folder / READY) as part, part.open("w", encoding="utf-8") as file:
                json.dump(changed, file)  # from here on the import is finished, not cleared
                file.flush()
                os.fsync(file.fileno())
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        settle(data_dir)
        raise
    _move(folder, data_dir)
    settle(data_dir)
    known.forget()
    return [data_dir / name for name in changed]


def _staged(proposal: Proposal, stage: Path) -> list[str]:
    """Write everything but observations.csv beside the data; the paths written, in the order of their move."""
    record = proposal.source
    if not ID.fullmatch(record.id):
        raise CdsError(f"'{record.id}' is no id of a source")
    (stage / "raw" / record.id).mkdir(parents=True, exist_ok=True)
    raw, tidy = _names(proposal.incoming.path.name, proposal.vintage, stage / "raw" / record.id)
    shutil.copyfile(proposal.incoming.path, raw)
    if paths.sha256(raw) != proposal.sha256:
        raise CdsError(f"{proposal.incoming.path.name} changed since it was read; import it again")
    proposal.rows[LONG].to_csv(tidy, index=False, lineterminator="\n")
    relative = [path.relative_to(stage).as_posix() for path in (raw, tidy)]
    entry = {
        "file": relative[1],
        "about": record.title,
        "accessed": proposal.accessed,
        "sha256": paths.sha256(tidy),
        "received": {"file": relative[0], "sha256": paths.sha256(raw), "kind": proposal.incoming.kind},
    }
    _append(stage / "raw.yml", yaml.safe_dump([entry], allow_unicode=True, sort_keys=False, width=118))
    if not record.new:
        return [*relative, "raw.yml"]
    add_row(stage / "sources.csv", {name: harmless(said) for name, said in vars(record).items() if name != "new"})
    return [*relative, "sources.csv", "raw.yml"]


def add_row(path: Path, row: Mapping[str, str]) -> None:
    """A row behind those of a register, its values by the names of the columns."""
    fields = path.read_text(encoding="utf-8-sig").splitlines()[0].split(",")
    line = pd.DataFrame([[row.get(name, "") for name in fields]], columns=fields)
    _append(path, line.to_csv(index=False, header=False, lineterminator="\n"))


def _append(path: Path, more: str) -> None:
    """Lines behind those of a register."""
    text = path.read_text(encoding="utf-8")
    with paths.whole(path) as part:
        part.write_text(text + ("" if text.endswith("\n") or not text else "\n") + more, encoding="utf-8", newline="\n")


def _names(name: str, vintage: str, folder: Path) -> tuple[Path, Path]:
    """Names for the raw file and its tidy table that nothing has yet: small letters, digits, points, hyphens."""
    plain = unicodedata.normalize("NFKD", name.replace("đ", "d").replace("Đ", "D")).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^a-z0-9.]+", "-", plain.lower()).strip(".-")
    stem, _, suffix = plain.rpartition(".")
    stem, suffix = (re.sub(r"[.]+", "-", stem), "." + suffix[:10]) if stem else (plain, "")
    stem = (stem[:80].strip("-") or "file") + f"-{vintage}"
    stems = itertools.chain([stem], (f"{stem}-{n}" for n in itertools.count(2)))
    pairs = ((folder / f"{name}{suffix}", folder / f"{name}.tidy.csv") for name in stems)
    return next((raw, tidy) for raw, tidy in pairs if not raw.exists() and not tidy.exists())


def _move(folder: Path, data_dir: Path) -> None:
    """Move what lies ready into place; what is there already was moved before."""
    for name in json.loads((folder / READY).read_text(encoding="utf-8")):
        source, target = folder / data_dir.name / name, data_dir / name
        if source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(source, target)
    shutil.rmtree(folder)
