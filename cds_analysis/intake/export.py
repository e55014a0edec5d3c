"""The data as a Frictionless data package: tables with schemas, units, licences, sources and foreign keys, for others.

Nothing is left out and nothing worked out: the observation table with every row, used or not, and its registers. Texts
that a spreadsheet would take for formulas are made harmless, comparators are written as words.
"""

import json
import os
import shutil
from pathlib import Path

import pandas as pd

from .. import __version__, paths, settings
from ..data import cells, check
from ..errors import CdsError

WORDS = {"=": "eq", ">": "gt", ">=": "ge", "<": "lt", "<=": "le", "~": "about"}  # of comparators: no cell begins with =
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
INNER = ("aliases.csv", "former.csv")  # spellings in raw files, which stay here
MEANING = {name: about for name, about in cells.DESCRIBED["columns"].items() if "vi" in about}


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: one beginning with = + - @ gets an apostrophe before it."""
    return "'" + text if text.lstrip(" ").startswith(FORMULA) else text


def export(data_dir: Path, folder: Path) -> dict[str, int]:
    """Write the data package into a new or empty folder, whole or not at all.

    Returns:
        The rows of each table.

    Raises:
        CdsError: The folder holds something, or is a file.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CdsError(f"{folder} is not empty; name a new folder, or empty this one yourself")
    names = ["observations.csv", *(name for name in check.held_in(data_dir) if name not in INNER)]
    tables = {name.removesuffix(".csv"): _table(data_dir / name) for name in names}
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    draft.mkdir()
    try:
        resources = [_write(draft, name, table) for name, table in tables.items()]
        about = _about(tables, resources)
        text = json.dumps(about, ensure_ascii=False, indent=2) + "\n"
        (draft / "datapackage.json").write_text(text, encoding="utf-8")
        (draft / "README.md").write_text(_readme(tables, about["created"][:10]), encoding="utf-8")
        if folder.exists():
            folder.rmdir()
        draft.replace(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return {name: len(table) for name, table in tables.items()}


def _table(path: Path) -> pd.DataFrame:
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    for column in table:
        if column == "comparator":
            table[column] = table[column].map(lambda sign: WORDS.get(sign, sign))
        elif cells.rules(path.stem, column).get("type") not in ("number", "integer"):
            table[column] = table[column].map(harmless)
    return table


def _write(draft: Path, name: str, table: pd.DataFrame) -> dict:
    """One table as CSV, and its description as a resource."""
    path = draft / f"{name}.csv"
    table.to_csv(path, index=False, lineterminator="\n")
    refers = [
        {"fields": [column], "reference": {"resource": other, "fields": check.REGISTERS[f"{other}.csv"]["key"][:1]}}
        for column in table
        if (other := cells.rules(name, column).get("in")) and f"{other}.csv" in check.REGISTERS
    ]
    schema = {
        "fields": [_field(name, column) for column in table],
        "missingValues": [""],
        "primaryKey": cells.DESCRIBED["tables"][name]["key"],
        "foreignKeys": refers,
    }
    schema = {said: value for said, value in schema.items() if value}
    about = {"name": name, "path": path.name, "format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
    return about | {"bytes": path.stat().st_size, "hash": f"sha256:{paths.sha256(path)}", "schema": schema}


def _field(table: str, column: str) -> dict:
    about = cells.rules(table, column)
    rules = {
        "enum": [WORDS.get(word, word) for word in about.get("one_of", ()) if "many" not in about],
        "pattern": about.get("form"),
        "required": about["full"],
    }
    field = {
        "name": column,
        "type": about.get("type", "string"),
        "description": f"{about['vi']} / {about['en']}" if column in MEANING else "",
        "constraints": {name: rule for name, rule in rules.items() if rule},
    }
    return {name: said for name, said in field.items() if said}


def _about(tables: dict[str, pd.DataFrame], resources: list[dict]) -> dict:
    documents = [
        {"title": f"{row['publisher']}: {row['title']}"} | ({"path": row["address"]} if row["address"] else {})
        for row in tables["sources"].to_dict("records")
    ]
    about = settings.read(Path(__file__).with_name("package.yml")).value
    said = {"version": __version__, "created": f"{tables['observations']['known'].max()}T00:00:00Z"}
    order = ("name", "title", "description", "version", "created", "licenses", "keywords")
    return {name: (about | said)[name] for name in order} | {"sources": documents, "resources": resources}


def _readme(tables: dict[str, pd.DataFrame], day: str) -> str:
    rows = f"{len(tables['observations']):,}"
    said = {"documents": len(tables["sources"]), "day": day, "day_vi": f"{day[8:]}/{day[5:7]}/{day[:4]}"}
    said |= {"size_vi": rows.replace(",", "."), "size_en": rows}
    for lang in ("vi", "en"):
        said[f"columns_{lang}"] = "\n".join(f"- `{name}`: {about[lang]}" for name, about in MEANING.items())
    return Path(__file__).with_name("package.md").read_text(encoding="utf-8").format(**said)
