"""From a publisher's file to a table as the publisher meant it, offline: the kind is recognised by content."""

import dataclasses
import io
import re
from pathlib import Path

import pandas as pd

from . import (
    archives,
    base,
    encodings,
    form,
    furniture,
    grid,
    jsonstat,
    long,
    px,
    sdmx,
    table,
    usertable,
    wide,
    worldbank,
)
from .base import Incoming, refusal

SAID = ("title", "unit", "source", "updated")
SAVE = "save the table as .px, CSV, Excel (.xlsx), ODS, JSON-stat, SDMX-ML 2.1 or Parquet"
FOREIGN = {
    b"%PDF": "a PDF file", b"\x1f\x8b": "a gzip archive", b"7z\xbc\xaf": "a 7z archive", b"Rar!": "a RAR archive",
    b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"GIF8": "a picture", b"{\\rtf": "an RTF document",
    b"\x7fELF": "a program", b"MZ\x90": "a program", b"SQLite": "a database", b"BZh": "a bzip2 archive",
}  # fmt: skip


def recognise(path: Path, head: bytes) -> str:
    """The form of a file by how it begins: xlsx, ods, zip, xls, parquet, xml, json, text."""
    if kind := next((kind for mark, kind in FOREIGN.items() if head.startswith(mark)), ""):
        raise refusal(path, "", f"{kind}, which is not read", SAVE)
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        names = archives.members(path)
        if "xl/workbook.xml" in names:
            return "xlsx"
        if "content.xml" in names and "mimetype" in names:
            return "ods"
        if "xl/workbook.bin" in names:
            raise refusal(path, "", "an Excel file in binary form (.xlsb)", "save it as .xlsx")
        if "[Content_Types].xml" in names:
            raise refusal(path, "", "an office file without a workbook under its usual name", archives.AGAIN)
        return "zip"
    if head.startswith(b"PK"):
        raise refusal(path, "", "a part of a zip-based file", "download it again")
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "xls"
    if head.startswith(b"PAR1"):
        return "parquet"
    begins = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if re.match(rb"<!doctype html|<html", begins[:200], re.I):
        remedy = "open the address in a browser and save the file it offers, not the page"
        raise refusal(path, 1, "a web page, not a table (the server answered with a page)", remedy)
    if begins.startswith(b"<"):
        return "xml"
    return "json" if begins[:1] in (b"{", b"[") else "text"


def read(path: Path, *, mapping: Path | None = None) -> Incoming:
    """A file of a publisher as a table, one row a yearly figure; nothing is mapped or filled in.

    Args:
        mapping: A description of the table (docs/files.md), needed for tables whose form is not known, or to settle
            what a file leaves open: its encoding, its decimal mark, the year it holds for.

    Raises:
        DataError: The file is not read: what was found, where, and what to do.
    """
    path = base.bounded(Path(path))
    asked = table.read_mapping(mapping) if mapping else {}
    if form.is_one(path):
        return _held(path, form.read(path, "xlsx" if path.suffix.lower() in usertable.EXCEL else ""))
    with path.open("rb") as file:
        head = file.read(4096)
    kind = recognise(path, head)
    try:
        found = _with(_read(path, kind, asked), asked)
    except MemoryError:
        raise refusal(path, "", "more than the memory holds", base.SMALLER) from None
    except UnicodeEncodeError as error:  # JSON can spell them
        found = f"halves of letters that stand alone ({error.object[error.start]!r})"
        raise refusal(path, "", found, "download it again, in UTF-8") from None
    said = {key: base.shorten(getattr(found, key), 1000) for key in SAID}
    found = _held(path, dataclasses.replace(found, **said))
    return _held(path, base.yearly(found), " of a whole year")


def _held(path: Path, found: Incoming, of: str = "") -> Incoming:
    """The table, if it holds a figure at all."""
    if found.targets.empty and (found.cells.empty or not (found.cells["value"] != "").any()):
        raise refusal(path, "", f"a table without a single figure{of}", "choose places and years that have figures")
    return found


def _with(found: Incoming, asked: dict) -> Incoming:
    """What a mapping says of a file whose form is known: dimensions that hold for all of it, unit, title, source."""
    if "label_columns" in asked:
        return found
    said = {key: asked[key] for key in SAID if key in asked}
    fixed = {base.clean(k): base.clean(v) for k, v in asked.get("fixed", {}).items()}
    fixed = {name: text for name, text in fixed.items() if name not in found.dimensions}
    cells, names = found.cells, list(found.dimensions)
    base.check_text(found.path, sum(map(len, fixed.values())) * len(cells))
    if fixed:
        extra = pd.DataFrame({name: pd.Series([text] * len(cells), dtype="str") for name, text in fixed.items()})
        cells, names = pd.concat([extra, cells], axis=1), [*fixed, *names]
    return dataclasses.replace(found, cells=cells, dimensions=tuple(names), **said)


def _read(path: Path, kind: str, asked: dict) -> Incoming:
    if kind in ("xlsx", "ods", "xls"):
        return _sheets(path, kind, asked)
    if kind == "parquet":
        return long.from_parquet(path, _options(asked))
    if kind == "zip":
        return worldbank.read_zip(path)
    raw = path.read_bytes()
    if kind == "xml":
        if not sdmx.MESSAGE.search(raw[:20_000]):
            archives.check_xml(path, io.BytesIO(raw), whole=True)
            raise refusal(path, 1, "XML, but no message of SDMX", SAVE)
        return sdmx.read(path, raw)
    if kind == "json":
        return _json(path, raw, asked)
    return _text(path, raw, asked)


def _options(asked: dict) -> dict:
    return {key: asked[key] for key in ("decimal", "missing") if key in asked}


def _json(path: Path, raw: bytes, asked: dict) -> Incoming:
    text = encodings.decode(raw, path, asked.get("encoding", ""))
    tree = jsonstat.load(path, text)
    if jsonstat.is_jsonstat(tree):
        return jsonstat.read(path, tree, asked.get("dataset", ""))
    if px.is_json(tree):
        return px.read_json(path, tree)
    if worldbank.is_api(tree):
        return worldbank.read_api(path, tree)
    if sdmx.is_json(tree):
        return sdmx.read_json(path, text.strip("\ufeff \t\r\n\0"))
    if sdmx.is_structure(tree):
        raise refusal(path, "data", "a structure of SDMX-JSON, which holds no figures", sdmx.DATA_ITSELF)
    raise refusal(path, "", "JSON, but neither JSON-stat, SDMX-JSON nor an answer of the World Bank", SAVE)


def _text(path: Path, raw: bytes, asked: dict) -> Incoming:
    begins = raw[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe").decode("latin-1")
    if px.START.match(begins) and not furniture.SEPARATOR.match(begins):
        return px.read(path, raw, asked.get("encoding", ""))
    text = furniture.SEPARATOR.sub("", encodings.decode(raw, path, asked.get("encoding", "")))
    if "label_columns" in asked:
        return table.read(grid.text_grid(text, path), asked)
    if "country code" in text[:20_000].lower() and (found := worldbank.read_if_one(grid.text_grid(text, path))):
        return found
    return long.from_text(text, path, _options(asked))


def _sheets(path: Path, kind: str, asked: dict) -> Incoming:
    found = grid.sheets(path, kind)
    if any(map(form.has_headings, found)):  # saved by a program that drops the mark
        return form.read(path, kind)
    if not {"label_columns", "sheet"} & asked.keys() and (
        known := next(filter(None, map(worldbank.read_if_one, found)), None)
    ):
        return known
    sheet, others = _one_of(found, asked.get("sheet"))
    if sheet.unread:
        row, said, remedy = sheet.unread
        raise sheet.refuse(row, said, remedy)
    sheet = sheet if "label_columns" in asked else sheet.without_furniture()
    read = _sheet(sheet, asked)
    return dataclasses.replace(read, told=(*sheet.told, *others, *read.told))


def _sheet(sheet: grid.Grid, asked: dict) -> Incoming:
    if "label_columns" in asked:
        return table.read(sheet, asked)
    head = next((n for n, row in enumerate(sheet.rows[:20]) if len(set(row) - {""}) > 1), None)
    if head is None:
        raise sheet.refuse(None, "no row with two cells", wide.MAPPING)
    names = sheet.rows[head]
    wide_one = not names[0] or any(map(wide.is_heading_of_year, names[1:]))
    if not wide_one and any(long.key_of(name) in long.VALUES for name in names):
        return long.from_rows(sheet, head, sheet.rows[head + 1 :], _options(asked))
    return wide.read(sheet, _options(asked))


def _one_of(grids: list[grid.Grid], asked) -> tuple[grid.Grid, list[str]]:
    """The sheet a mapping names; else the one with a table that is not hidden; and what is to be said of the others."""
    names = ", ".join(f"'{sheet.sheet}'" for sheet in grids)
    if asked is not None:
        held = {sheet.sheet: sheet for sheet in reversed(grids)} | dict(enumerate(grids, 1))
        if not (found := held.get(asked) or held.get(base.clean(asked))):
            raise base.refusal(grids[0].path, "sheet", f"no sheet '{asked}'; there is {names}", "name one of them")
        return found, []
    tables = [sheet for sheet in grids if wide.has_table(sheet.rows)] or grids
    tables = [sheet for sheet in tables if not sheet.hidden] or tables
    if len(tables) > 1:
        raise grids[0].refuse(None, f"several sheets: {names}", "name one in a mapping file, as `sheet: 1`")
    others = [sheet for sheet in grids if sheet is not tables[0]]
    why = {True: "hidden", False: "no table of years"}
    return tables[0], [f"the sheet '{sheet.sheet}' is not read: {why[sheet.hidden]}" for sheet in others]
