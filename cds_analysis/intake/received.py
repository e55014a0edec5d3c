"""The record kept beside a fetched file, FILE.source.yml: whose it is, where and when it was got, and its hash."""

from datetime import date
from pathlib import Path

import yaml

from .. import paths

SUFFIX = ".source.yml"
DETAILS = ("publisher", "title", "address", "published")
MOST = 20_000  # bytes of a record


def beside(file: Path) -> Path:
    """Where the record of a file is, or would be."""
    return file.with_name(file.name + SUFFIX)


def read(record: Path) -> dict[str, str]:
    """The texts of a record; empty if there is none, or it is none. The file it describes need not be there."""
    try:
        said = yaml.safe_load(record.read_text(encoding="utf-8")) if record.stat().st_size <= MOST else {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return {}
    items = said.items() if isinstance(said, dict) else ()
    return {str(k): str(v) for k, v in items if isinstance(v, str | date | int)}


def write(file: Path, facts: dict[str, str]) -> None:
    """Write the record of a file, with its hash."""
    held = {"file": file.name} | {k: v for k, v in facts.items() if v} | {"sha256": paths.sha256(file)}
    with paths.whole(beside(file)) as part:
        part.write_text(yaml.safe_dump(held, allow_unicode=True, sort_keys=False, width=118), encoding="utf-8")


def details(file: Path) -> tuple[dict[str, str], str]:
    """Publisher, title, address and day of publication from the record beside a file, and a remark on its use.

    A record counts only for the very bytes whose hash it holds; the remark says so where it is left aside.
    """
    record = beside(file)
    if not record.is_file() or not file.is_file():
        return {}, ""
    said = read(record)
    if said.get("sha256") != paths.sha256(file):
        return {}, f"{record.name} is left aside: it has no hash, or the hash of another file"
    found = {name: said[name] for name in DETAILS if said.get(name)}
    return found, f"from {record.name}: {', '.join(found) or 'nothing'}"
