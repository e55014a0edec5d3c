"""Where things lie: relative paths count from the project's root, never from the working folder."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from .errors import CdsError

DATA, VARIABLE = "data", "CDS_DATA"  # the shipped folder, and the environment variable that names another


def root() -> Path:
    """The project's root: CDS_HOME if set, else the checkout of this package, else the working folder or one above it.

    Raises:
        CdsError: No folder with notebooks/ and data/ is found.
    """
    if home := os.environ.get("CDS_HOME"):
        return Path(home).resolve()
    here = Path.cwd()
    for folder in (Path(__file__).resolve().parent.parent, here, *here.parents):
        if (folder / "notebooks").is_dir() and (folder / DATA / "indicators.csv").is_file():
            return folder
    raise CdsError(f"no project folder (one with notebooks/ and data/) at or above {here}; go there or set CDS_HOME")


def resolve(path: str | Path) -> Path:
    """An absolute path: as given if absolute, else counted from the root."""
    path = Path(path).expanduser()
    return path if path.is_absolute() else root() / path


def from_root(path: str | Path) -> Path:
    """A path counted from the root where it lies below it: the same on every machine."""
    path = Path(path)
    return path.relative_to(root()) if path.is_relative_to(root()) else path


def data(folder: str | Path = DATA) -> Path:
    """The data folder that is meant: as given, or of CDS_DATA where the default is asked for and that is set."""
    return resolve(os.environ.get(VARIABLE) or DATA if str(folder) == DATA else folder)


@contextmanager
def whole(target: Path) -> Iterator[Path]:
    """A draft beside a file, which takes the file's place when everything in the block went well, and else is gone.

    A link stays and what it leads to is written, a file keeps its mode; a device is written into.
    """
    if through := target.exists() and not target.is_file():
        handle, name = tempfile.mkstemp(prefix="cds-")
        os.close(handle)
        part = Path(name)
    else:
        target = Path(os.path.realpath(target))
        part = target.with_name(target.name + ".part")
    try:
        yield part
        if through:
            with part.open("rb") as made, target.open("wb") as end:
                shutil.copyfileobj(made, end)
            return
        if target.exists():
            shutil.copymode(target, part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def zipped(target: Path, parts: Mapping[str, bytes]) -> None:
    """Write a zip file of some parts, replacing the old one only when whole; equal parts give equal bytes."""
    with whole(target) as part, ZipFile(part, "w") as file:
        for name, content in parts.items():
            file.writestr(ZipInfo(name), content, ZIP_DEFLATED)  # of 1980, not of the clock


def sha256(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def hashes(files: Iterable[Path], folder: Path) -> dict[str, str]:
    """SHA-256 of some files below a folder, by name."""
    return {path.relative_to(folder).as_posix(): sha256(path) for path in sorted(files)}


def sum_of(named: Mapping[str, str]) -> str:
    """One SHA-256 over names with what stands under each."""
    return hashlib.sha256("".join(f"{name}\0{value}\0" for name, value in sorted(named.items())).encode()).hexdigest()


def hash_of(files: Iterable[Path], folder: Path) -> str:
    """SHA-256 over names and contents of some files below a folder."""
    return sum_of(hashes(files, folder))
