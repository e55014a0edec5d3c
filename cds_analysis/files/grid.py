"""A sheet or a text table as rows of texts: the one form from which tables made for people are read."""

import csv
import datetime
import io
import itertools
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import pandas as pd

from . import archives, base, extents, numbers
from .base import clean, refusal

DELIMITERS = "\t;|,"
EXCEL = {"xlsx": "an Excel file", "ods": "an ODS file", "xls": "an old Excel file"}


@dataclass
class Grid:
    """Rows of texts; `native` holds the places (row, column, from 0) of cells that are numbers and no texts."""

    path: Path
    rows: list[list[str]]
    sheet: str = ""
    native: set[tuple[int, int]] = field(default_factory=set)
    percent: bool = False

    def where(self, row: int, column: int) -> str:
        """The name of a cell for messages: C7 in a sheet, line 7 of a text."""
        return f"{extents.column_letters(column)}{row + 1}" if self.sheet else f"line {row + 1}"

    def at(self, row: int, column: int) -> str:
        """The text of a cell, empty beyond the table."""
        cells = self.rows[row] if row < len(self.rows) else []
        return cells[column] if column < len(cells) else ""

    def figures(self, rows: Sequence[int], columns: Iterable[int]) -> tuple[pd.Series, pd.Series, pd.Series]:
        """The cells of some columns, row by row: texts, where they stand, whether they are numbers of the file."""
        places = [(row, column) for row in rows for column in columns]
        texts = pd.Series([self.at(*place) for place in places], dtype="str")
        where = pd.Series([self.where(*place) for place in places], dtype="str")
        return texts, where, pd.Series([place in self.native for place in places], dtype=bool)

    def refuse(self, row: int | None, found: str, remedy: str):
        return refusal(self.path, "" if row is None else row + 1, found, remedy, self.sheet)


def opened(path: Path, kind: str) -> Iterator[tuple[str, list[list], list, extents.Extent]]:
    """Name, cells, ranges of merged cells and extent of every sheet with cells of an Excel or ODS file."""
    import python_calamine

    reach = extents.check_sheets(path, kind) if kind in ("xlsx", "ods") else {}
    parts = extents.sheet_parts(path) if kind == "xlsx" else {}
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        for number, name in enumerate(book.sheet_names):
            if book.sheets_metadata[number].typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_index(number)
            if sheet.total_height * sheet.total_width > base.MAX_CELLS:
                found = f"{sheet.total_height:,} rows and {sheet.total_width:,} columns"
                raise refusal(path, "", found, "copy the table alone into a new sheet", name)
            cells, merged = sheet.to_python(skip_empty_area=False), sheet.merged_cell_ranges or []
            yield name, cells, merged, reach.get(parts.get(name, name), extents.Extent())
    except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError, base.DataError):
        raise
    except BaseException as error:  # what the reader panics on is no Exception
        found = f"not readable as {EXCEL.get(kind, kind)} ({type(error).__name__}: {error})"
        raise refusal(path, "", found, archives.AGAIN + ", without a password") from None


def sheets(path: Path, kind: str) -> list[Grid]:
    """Every sheet of an Excel or ODS file that holds anything; merged cells have their value in each cell.

    Numbers shown as percentages are given as shown (0.125 as 12.5).
    """
    grids = (_sheet(path, name, cells, merged, extent.percent) for name, cells, merged, extent in opened(path, kind))
    if not (found := [grid for grid in grids if any(any(row) for row in grid.rows)]):
        raise refusal(path, "", "no sheet with anything in it", "save the sheet with the table")
    return found


def _sheet(path: Path, name: str, cells: list[list], merged: list, percent: set) -> Grid:
    grid = Grid(path, [], name or "sheet", percent=bool(percent))
    for row, line in enumerate(cells):
        texts = []
        for column, cell in enumerate(line):
            if isinstance(cell, bool) or not isinstance(cell, int | float):
                texts.append(_text(cell))
                continue
            text = numbers.of_number(cell)
            if (row, column) in percent:
                text = format((Decimal(text) * 100).normalize(), "f") if text else ""
            texts.append(text)
            grid.native.add((row, column))
        grid.rows.append(texts)
    budget = base.MAX_CELLS
    for (top, left), (bottom, right) in merged:
        bottom, right = min(bottom, len(grid.rows) - 1), min(right, len(grid.rows[0]) - 1 if grid.rows else -1)
        budget -= max(0, bottom - top + 1) * max(0, right - left + 1)
        if budget < 0:
            raise refusal(path, "", "merged cells over the whole sheet", "undo the merging", name)
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                grid.rows[row][column] = grid.rows[row][column] or grid.rows[top][left]
    return grid


def _text(cell) -> str:
    if isinstance(cell, datetime.datetime) and not (cell.hour or cell.minute or cell.second):
        return cell.date().isoformat()
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    return clean(cell)


def carried(cells: Iterable[str]) -> list[str]:
    """Cells in a row, of which an empty one takes the last text before it."""
    return list(itertools.accumulate(cells, lambda last, cell: cell or last))


def delimiter(text: str, path: Path) -> str:
    """The mark that parts the cells of a text table: the one by which most lines have equally many cells."""
    lines = text[:200_000].splitlines()[:200]
    best, chosen = 0.0, ""
    for mark in DELIMITERS:
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=mark) if len(row) > 1)
        except csv.Error:
            continue
        if widths:
            width, rows = widths.most_common(1)[0]
            score = rows + min(width, 50) / 100
            if score > best * 1.2:
                best, chosen = score, mark
    if not chosen:
        found = f"no table: no line has two cells (it begins '{lines[0][:60] if lines else ''}')"
        raise refusal(path, 1, found, "save it as CSV with semicolons, commas or tabs, or as Excel, .px or JSON-stat")
    return chosen


def text_rows(text: str, path: Path, mark: str, most: float = math.inf) -> Iterator[list[str]]:
    """The cells of a text table line by line, refused where there are more than so many."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    cells, tidy = 0, lru_cache(100_000)(clean)
    try:
        for row in reader:
            if len(row) > base.MAX_COLUMNS:
                found = f"{len(row):,} columns, more than the {base.MAX_COLUMNS:,} that are read"
                raise refusal(path, reader.line_num, found, base.SMALLER)
            cells += len(row)
            if cells > most:
                raise refusal(path, reader.line_num, f"more than {most:,} cells", base.SMALLER)
            yield [tidy(cell) for cell in row]
    except csv.Error as error:
        remedy = "close the quotation mark, or download it again"
        raise refusal(path, reader.line_num, f"not a table ({error})", remedy) from None


def text_grid(text: str, path: Path) -> Grid:
    return Grid(path, list(text_rows(text, path, delimiter(text, path), 2 * base.MAX_CELLS)))
