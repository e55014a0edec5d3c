"""Tables made for people (yearbooks), described by a small mapping file in YAML: what stands where."""

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd

from .. import settings
from ..errors import DataError, Fault
from . import base, numbers, wide
from .base import Incoming, clean
from .grid import Grid, carried
from .layout import column_letters, column_number

SCHEMA = Path(__file__).with_name("mapping.schema.json")
_CELL = re.compile(r"^([A-Za-z]{1,3})([1-9]\d{0,6})$")
_BRACKET = re.compile(r"^(?P<label>.+?)\s*[(\[](?P<unit>[^()\[\]]+)[)\]]$")
_UNIT = re.compile(r"^[(\[]?\s*(?:đơn vị(?: tính)?|đvt|units?|unit of measure)\s*[:.]?\s*(.+?)\s*[)\]]?$", re.I)
MOST = 1_000_000  # bytes of a mapping file


def read_mapping(path: Path) -> dict:
    """A mapping file as plain values, valid by `mapping.schema.json`; all faults are told, each with its line."""
    found = settings.read(base.bounded(path, MOST))
    if not isinstance(found.value, dict) or not found.value:
        remedy = "write keys as `first_row: 5`, see docs/files.md"
        raise DataError([Fault(path.name, None, "", "no mapping of keys to values", remedy)])
    if faults := found.faults(SCHEMA):
        raise DataError(faults)
    return found.value


def _columns(asked, grid: Grid, heads: list[int], labels: list[int], first: int) -> list[int]:
    width = max((len(row) for row in grid.rows), default=0)
    if isinstance(asked, list):
        found = [column_number(letters) for letters in asked]
    elif asked:
        left, _, right = asked.partition(":")
        found = list(range(column_number(left), column_number(right or left) + 1))
    else:
        top = heads or [first]
        found = [n for n in range(width) if n not in labels and any(grid.at(row, n) for row in top)]
    if not found:
        raise grid.refuse(first, "no column of figures", "name them in the mapping, as `columns: C:H`")
    if (outside := next((n for n in found if n >= width or n in labels), None)) is not None:
        kind = "a column of labels" if outside in labels else f"beyond the last, {column_letters(width - 1)}"
        raise grid.refuse(first, f"the column {column_letters(outside)} is {kind}", "mend `columns` in the mapping")
    return found


def _text(grid: Grid, said: str) -> str:
    """A text of the mapping, or that of the cell it names."""
    match = _CELL.match(said)
    return grid.at(int(match[2]) - 1, column_number(match[1])) if match else clean(said)


def read(grid: Grid, mapping: dict) -> Incoming:
    """The table of a sheet as a mapping describes it.

    Labels left empty below or beside one another (merged cells) take the last one above or at the left. A row without
    any figure is left out; what it says stands in the notes.
    """
    heads = dict(sorted((int(row) - 1, clean(name)) for row, name in mapping.get("header_rows", {}).items()))
    labels = {column_number(col): clean(name) for col, name in mapping["label_columns"].items()}
    first, last = mapping["first_row"] - 1, mapping.get("last_row", len(grid.rows)) - 1
    if first >= len(grid.rows) or last < first or any(row >= first for row in heads):
        headings = [row + 1 for row in heads]
        found = f"headings in rows {headings}, figures in rows {first + 1} to {last + 1} of {len(grid.rows)}"
        raise grid.refuse(None, found, "mend `header_rows`, `first_row` and `last_row` in the mapping")
    columns = _columns(mapping.get("columns"), grid, list(heads), list(labels), first)
    names = base.unique_names([*labels.values(), *heads.values(), *mapping.get("fixed", {})], grid.path, "mapping")
    skip = {row - 1 for row in mapping.get("skip_rows", [])}
    body, texts = _body(grid, range(first, min(last, len(grid.rows) - 1) + 1), skip, list(labels), columns)
    across = _across(grid, heads, columns)
    fixed = {clean(name): [clean(value)] * len(body) for name, value in mapping.get("fixed", {}).items()}
    beside = dict(zip(labels.values(), zip(*(found for _, found in body), strict=True), strict=False))
    above = {name: across[row] for row, name in heads.items()}
    parts = base.crossed(grid.path, beside | fixed, above, grid.sheet, len(columns))
    parts = {name: parts[key] for name, key in zip(names, (*beside, *above, *fixed), strict=True)}
    _units_of(grid, parts, mapping.get("unit_in"))
    options = {"decimal": mapping.get("decimal", ""), "missing": mapping.get("missing", [])}
    over = wide.over([line for line in texts if line[0] not in skip], body[-1][0])
    texts = [row for n, row in enumerate(grid.rows) if n not in heads and (n < first or n > last)] + [
        cells for _, cells in texts
    ]
    figures = grid.figures([row for row, _ in body], columns)
    found = wide.finish(grid, parts, figures, texts, kind="table", **options)
    said = {key: _text(grid, mapping[key]) for key in ("title", "source") if key in mapping}
    said |= {key: clean(mapping[key]) for key in ("unit", "updated") if key in mapping}
    if "unit_cell" in mapping:
        text = _text(grid, mapping["unit_cell"])
        said["unit"] = match[1] if (match := _UNIT.match(text)) else text
    return replace(found, over=over, **said)


def _body(grid: Grid, rows: range, skip: set[int], labels: list[int], columns: list[int]):
    """Rows with figures and their labels, and rows of text alone."""
    body, texts, last = [], [], [""] * len(labels)
    for row in rows:
        own = [grid.at(row, n) for n in labels]
        cells = [grid.at(row, n) for n in columns]
        if (
            row in skip
            or not any(cells)
            or (len(set(filter(None, own + cells))) == 1 and not any(map(numbers.is_figure, cells)))
        ):
            if any(own):
                texts.append((row, [cell for cell in own if cell]))
                last = [cell if cell and len(labels) > 1 else old for cell, old in zip(own, last, strict=True)]
            continue
        own = [cell or (old if len(labels) > 1 or grid.sheet else "") for cell, old in zip(own, last, strict=True)]
        if not all(own):
            raise grid.refuse(row, "figures without a label", "write the label, or name the row under `skip_rows`")
        last = own
        body.append((row, own))
    if not body:
        raise grid.refuse(rows.start, "no row with figures", "mend `first_row` and `columns` in the mapping")
    return body, texts


def _across(grid: Grid, heads: dict[int, str], columns: list[int]) -> dict[int, list[str]]:
    out = {}
    for row, name in heads.items():
        out[row] = carried(grid.at(row, column) for column in columns)
        if not all(out[row]):
            cell = grid.where(row, columns[0])
            raise grid.refuse(row, f"no heading for '{name}' at {cell}", "name the right row under `header_rows`")
    return out


def _units_of(grid: Grid, parts: dict[str, pd.Series], name: str | None) -> None:
    """Take units in brackets off the labels of a dimension and make a dimension `unit` of them."""
    if not name:
        return
    if clean(name) not in parts:
        raise base.refusal(grid.path, "unit_in", f"no dimension '{name}'", f"name one of {', '.join(parts)}")
    column = parts[clean(name)]
    found = {text: _BRACKET.match(text) for text in column.unique()}
    if (lacking := next((text for text, match in found.items() if not match), None)) is not None:
        remedy = "write the unit in brackets behind it, or give one `unit` for the table"
        raise base.refusal(grid.path, "unit_in", f"no unit in brackets behind '{base.shorten(lacking, 80)}'", remedy)
    parts[clean(name)] = column.map({text: match["label"] for text, match in found.items()}).astype("str")
    parts["unit"] = column.map({text: match["unit"].strip() for text, match in found.items()}).astype("str")
