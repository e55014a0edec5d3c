"""Tables as PX-Web writes them into CSV and Excel: a title, headings in one or several rows, labels at the left."""

import itertools
import re
from dataclasses import replace

import pandas as pd

from . import base, furniture, numbers
from .base import Incoming
from .grid import Grid, carried

_SOURCE = re.compile(r"^(?:source|nguồn(?: số liệu)?|copyright)\s*[:.]\s*(.+)$", re.I)
_UPDATED = re.compile(
    r"^(?:latest update|last updated?|updated|cập nhật(?: lần cuối)?|ngày cập nhật)\s*[:.]?\s*(.*)$", re.I
)
_UNIT = re.compile(r"^[(\[]?(?:unit|units|đơn vị(?: tính)?|đvt|unit of measure)\s*[:.]\s*(.+?)[)\]]?$", re.I)
_WORDS = re.compile(r"[^\s,;:|_-]+")  # of a heading
MAPPING = "describe it in a mapping file (--mapping, see docs/files.md)"


def split_year(label: str) -> tuple[str, str]:
    """A heading that joins two as PX-Web does ("GRDP 2023", "Sơ bộ 2023 GRDP"): the rest, and the year as printed."""
    if len(label) >= 300 or not numbers.holds_year(label) or numbers.is_year(label) or numbers.is_part_of_year(label):
        return "", ""
    words = [match.span() for match in _WORDS.finditer(label)]
    spans = [(first, last) for n, (first, _) in enumerate(words) for _, last in words[n : n + 6]]
    spans = [(first, last) for first, last in spans if numbers.is_year(label[first:last])]
    first, last = max(spans, key=lambda span: span[1] - span[0], default=(0, 0))
    rest = " ".join(filter(None, (label[:first].strip(",;:|_- "), label[last:].strip(",;:|_- "))))
    return ("", "") if not last or numbers.holds_year(rest) else (rest, label[first:last])


def is_heading_of_year(text: str) -> bool:
    return numbers.is_year(text) or numbers.is_part_of_year(text) or bool(split_year(text)[1])


def _is_figure(text: str) -> bool:
    if not text or numbers.is_year(text):
        return False
    return text in numbers.MISSING or numbers.is_figure(text)


def _count(row: list[str]) -> int:
    return sum(1 for cell in row if cell)


def first_data_row(rows: list[list[str]]) -> int | None:
    """The first row with a figure behind a label, where figures that look like years count if others stand above."""
    headed = False
    for number, row in enumerate(rows):
        if any(_is_figure(cell) for cell in row[1:]) and _count(row) > 1:
            return number
        years = [cell for cell in row[1:] if numbers.is_year(cell)]
        if years and headed and row[0] and not numbers.is_year(row[0]):
            return number  # its figures are all between 1800 and 2199
        headed = headed or bool(years)
    return None


def has_table(rows: list[list[str]]) -> bool:
    """Whether a sheet could hold figures by years."""
    years = any(map(is_heading_of_year, {cell for row in rows for cell in row if cell}))
    return years and first_data_row(rows) is not None


def heading_rows(rows: list[list[str]], data: int) -> list[int]:
    """The rows of headings above the data, from the top; lines of text alone are none."""
    found: list[int] = []
    for number in range(data - 1, -1, -1):
        row = rows[number]
        if len(set(filter(None, row))) < 3 and any(map(_UNIT.match, row)):
            continue
        alone = (_count(row) == 1 and row[0]) or not _count(row) or (len(set(filter(None, row))) == 1 and row[0])
        if alone and found:
            break
        if not alone:
            found.insert(0, number)
    return found


def read(grid: Grid, options: dict | None = None) -> Incoming:
    """A table in the form of PX-Web; `options` are `decimal` and `missing` of a mapping."""
    rows = grid.rows
    data = first_data_row(rows)
    if data is None:
        raise grid.refuse(None, "no row with a label and figures", MAPPING)
    heads = heading_rows(rows, data)
    if not heads:
        raise grid.refuse(data, "no headings above the first figures", MAPPING)
    if not grid.sheet and len(heads) > 1 and len(rows[heads[-1]]) < len(rows[data]):
        found = f"headings of {len(rows[heads[-1]])} cells over rows of {len(rows[data])}"
        remedy = "a cell over the labels is missing: download it as Excel or JSON-stat, or add an empty cell"
        raise grid.refuse(heads[-1], found, remedy)
    width = max(len(rows[number]) for number in heads)
    headings = [rows[number] + [""] * (width - len(rows[number])) for number in heads]
    stubs = _stub_count(headings, rows[data:])
    dims, columns = _columns(grid, headings, heads, stubs, width)
    body, tail = _body(grid, data, stubs, width, columns)
    if not body:
        raise grid.refuse(data, "no row with figures below the headings", MAPPING)
    names = [next((row[n] for row in reversed(headings) if row[n]), "") for n in range(stubs)]
    for number in range(stubs):
        of_years = all(numbers.is_year(row[number]) for _, row in body)
        names[number] = names[number] or ("year" if of_years else f"stub {number + 1}")
    names = base.unique_names([*names, *dims], grid.path, heads[-1] + 1, grid.sheet)
    base.check_dimensions(grid.path, len(names), grid.sheet)
    beside = {name: [row[n] for _, row in body] for n, name in enumerate(names[:stubs])}
    above = dict(zip(names[stubs:], zip(*columns.values(), strict=True), strict=True))
    parts = base.crossed(grid.path, beside, above, grid.sheet)
    figures = grid.figures([number for number, _ in body], columns)
    found = finish(grid, parts, figures, [*rows[: heads[0]], *(row for _, row in tail)], **options or {})
    above = [(n, row) for n, row in enumerate(rows[:data]) if n > heads[-1]]
    return replace(found, over=over([*above, *tail], body[-1][0]))


def over(tail: list[tuple[int, list[str]]], last: int) -> tuple[str, ...]:
    """The texts of rows without figures that stand among those with figures, of which the last is given."""
    return tuple(dict.fromkeys(cell for number, row in tail if number < last for cell in row if cell))


def _stub_count(headings: list[list[str]], body: list[list[str]]) -> int:
    """How many columns at the left hold labels."""
    width = len(headings[0])
    empty = next((n for n in range(width) if any(row[n] for row in headings)), width)
    if empty:
        return empty
    sample = body[:50]
    for number in range(1, width):
        if any(is_heading_of_year(row[number]) for row in headings):
            return number
        cells = {row[number] for row in sample if number < len(row) and row[number]}
        if cells - numbers.MISSING and all(map(_is_figure, cells)):
            return number
    return 1


def _columns(grid: Grid, headings, heads, stubs: int, width: int) -> tuple[list[str], dict[int, tuple[str, ...]]]:
    """Names of the dimensions of the headings, and for each column with figures its labels."""
    filled = headings
    if len(headings) > 1:
        filled = [row[:stubs] + carried(row[stubs:]) for row in headings]
        for upper, lower in itertools.pairwise(filled):  # one that stands alone goes over the empty cells below it
            for number in range(stubs, width):
                lower[number] = lower[number] or upper[number]
    columns = {n: tuple(row[n] for row in filled) for n in range(stubs, width) if any(row[n] for row in headings)}
    if not columns:
        raise grid.refuse(heads[-1], "no headings over the figures", MAPPING)
    depth = len(filled)
    joined = {n: split_year(labels[0]) for n, labels in columns.items()} if depth == 1 else {}
    if joined and all(year for _, year in joined.values()):
        columns = joined
        names = ["heading", "year"]
    else:
        is_years = [all(numbers.is_year(labels[d]) for labels in columns.values()) for d in range(depth)]
        names = ["year" if is_years[d] else "heading" if depth == 1 else f"heading {d + 1}" for d in range(depth)]
    over = pd.Series(list(columns.values()))
    if len(twice := over[over.duplicated()]):
        remedy = "keep one of the two columns, or give each a heading of its own"
        raise grid.refuse(heads[-1], f"the heading '{base.shorten(' '.join(twice.iloc[0]), 80)}' stands twice", remedy)
    return names, columns


def _body(grid: Grid, data: int, stubs: int, width: int, columns):
    """The rows with figures with their numbers, labels repeated where they were merged; and the lines below them."""
    body, tail, last = [], [], [""] * stubs
    for number in range(data, len(grid.rows)):
        row = grid.rows[number]
        here = [cell for cell in row[stubs:width] if cell]
        if not here:
            if _count(row) and (stubs == 1 or not all(row[:stubs])):
                tail.append((number, row))
                if stubs > 1:
                    last = [cell or "" for cell in row[:stubs]]
            continue
        if not any(_is_figure(cell) or numbers.is_year(cell) for cell in here) and len(set(filter(None, row))) == 1:
            tail.append((number, row))  # a line merged over all columns
            continue
        if body and len(row) != width and furniture.is_note(row):
            tail.append((number, row))
            continue
        if len(row) < max(columns) + 1:
            found = f"{len(row)} cells, the headings have {max(columns) + 1}"
            remedy = "the file is cut off, or has another mark between cells: download it again"
            raise grid.refuse(number, found, remedy)
        if any(row[width:]):
            found = f"more cells than the {width} headings"
            raise grid.refuse(number, found, "put texts with commas in quotation marks")
        labels = [cell or (last[n] if n < stubs - 1 or grid.sheet else "") for n, cell in enumerate(row[:stubs])]
        if not all(labels):
            raise grid.refuse(number, "figures without a label", "write the label into the first columns of this row")
        last = labels
        body.append((number, labels + row[stubs:]))
    return body, tail


def finish(
    grid: Grid, parts: dict[str, pd.Series], figures: tuple, texts: list[list[str]], *, kind: str = "csv", **options
) -> Incoming:
    """A table from its columns of labels, its `figures` (as printed, where, numbers of the file), the lines around."""
    said, (printed, where, native) = _said(texts), figures
    options |= {"footnotes": kind not in ("sdmx", "world-bank"), "sheet": grid.sheet, "native": native, "keyed": True}
    return base.incoming(kind, grid.path, parts, printed, where, **options, **said)


def _said(texts: list[list[str]]) -> dict:
    """Title, unit, source, day of update and notes from the lines around a table."""
    out = {"title": "", "unit": "", "source": "", "updated": ""}
    notes = []
    for row in texts:
        line = " ".join(dict.fromkeys(cell for cell in row if cell))
        if not line:
            continue
        known = False
        for key, pattern in (("source", _SOURCE), ("updated", _UPDATED), ("unit", _UNIT)):
            found = next((match for text in (*row, line) if (match := pattern.match(text))), None)
            if found and not out[key]:
                out[key], known = found[1].strip(), _count(row) == 1 or known
        if not known and (out["title"] or furniture.is_note([line])):
            notes.append(line)
        elif not known:
            out["title"] = line
    return out | {"notes": tuple(base.shorten(note, 1000) for note in notes[:200])}
