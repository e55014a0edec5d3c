"""A sheet or a text table as rows of texts: the one form from which tables made for people are read."""

import csv
import datetime
import io
import itertools
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import pandas as pd

from . import archives, base, encodings, extents, furniture, layout, numbers, xls
from .base import clean, refusal

DELIMITERS = "\t;|,"
EXCEL = {"xlsx": "an Excel file", "ods": "an ODS file"}
STALE = re.compile(rb'fullCalcOnLoad\s*=\s*"(?:1|true)"')
FORMULA = "formula without a value"


@dataclass
class Grid:
    """Rows of texts; `native` holds the places (row, column, from 0) of cells that are numbers and no texts.

    `merged` holds ranges of merged cells by the places of all their cells, `told` what is to be said of the sheet, and
    `unread` the first formula without a value: its row, what was found, what to do.
    """

    path: Path
    rows: list[list[str]]
    sheet: str = ""
    native: set[tuple[int, int]] = field(default_factory=set)
    merged: dict[tuple[int, int], str] = field(default_factory=dict)
    told: tuple[str, ...] = ()
    hidden: bool = False
    dropped: int = 0  # columns at the left
    unread: tuple[int, str, str] | None = None

    def where(self, row: int, column: int) -> str:
        """The name of a cell for messages: C7 in a sheet, line 7 of a text."""
        return f"{layout.column_letters(column + self.dropped)}{row + 1}" if self.sheet else f"line {row + 1}"

    def at(self, row: int, column: int) -> str:
        """The text of a cell, empty beyond the table."""
        cells = self.rows[row] if row < len(self.rows) else []
        return cells[column] if column < len(cells) else ""

    def figures(self, rows: Sequence[int], columns: Iterable[int]) -> tuple[pd.Series, pd.Series, pd.Series]:
        """The cells of some columns, row by row: texts, where they stand, whether they are numbers of the file."""
        places = [(row, column) for row in rows for column in columns]
        self.check_merged(places)
        texts = pd.Series([self.at(*place) for place in places], dtype="str")
        where = pd.Series([self.where(*place) for place in places], dtype="str")
        return texts, where, pd.Series([place in self.native for place in places], dtype=bool)

    def without_furniture(self) -> "Grid":
        """The sheet without a first column that counts the rows and rows that count the columns, which is told."""
        shed, by, told = furniture.found(self.rows)
        if not told:
            return self
        rows = [shed(number, row) for number, row in enumerate(self.rows)]
        native = {(row, column - by) for row, column in self.native}
        merged = {(row, column - by): name for (row, column), name in self.merged.items()}
        return replace(self, rows=rows, native=native, merged=merged, dropped=by, told=(*self.told, *told))

    def check_merged(self, places: Iterable[tuple[int, int]]) -> None:
        """That none of these figures is merged over several cells: it would be given to each of them."""
        if self.merged and (place := next((p for p in places if p in self.merged and self.at(*p)), None)):
            found = f"one figure, '{self.at(*place)}', merged over the cells {self.merged[place]}"
            raise self.refuse(place[0], found, "undo the merging, and give each row its own figure or none")

    def refuse(self, row: int | None, found: str, remedy: str):
        return refusal(self.path, "" if row is None or row < 0 else row + 1, found, remedy, self.sheet)


def opened(path: Path, kind: str) -> Iterator[layout.Sheet]:
    """Every sheet with cells of an Excel or ODS file.

    `strange` holds the text of an error or of a formula that nobody computed, what was found, and what to do.
    """
    import python_calamine

    if kind == "xls":
        yield from xls.sheets(path)
        return
    reach = extents.check_sheets(path, kind)
    parts = extents.sheet_parts(path) if kind == "xlsx" else {}
    stale = kind == "xlsx" and bool(STALE.search(archives.unpack(path, "xl/workbook.xml")))
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        for number, name in enumerate(book.sheet_names):
            about = book.sheets_metadata[number]
            if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_index(number)
            if sheet.total_height * sheet.total_width > base.MAX_CELLS:
                found = f"{sheet.total_height:,} rows and {sheet.total_width:,} columns"
                raise refusal(path, "", found, "copy the table alone into a new sheet", name)
            held = reach.get(parts.get(name, name), layout.Sheet())
            cells, merged = sheet.to_python(skip_empty_area=False), sheet.merged_cell_ranges or held.merged
            hidden = about.visible != python_calamine.SheetVisibleEnum.Visible
            strange = {at: told for at, cell in held.strange.items() if (told := _strange(*cell, stale=stale))}
            yield replace(held, name=name, cells=cells, merged=merged, hidden=hidden, strange=strange)
    except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError, base.DataError):
        raise
    except BaseException as error:  # what the reader panics on is no Exception
        raise xls.broken(path, EXCEL[kind], error) from None


def _strange(formula: str | None, value: str, *, stale: bool) -> tuple[str, tuple[str, str]] | None:
    """The text of an error or of a formula that nobody computed, and what to do about it.

    Args:
        stale: Whether formulas are to be computed anew on opening, so that 0 is no value yet.
    """
    if formula is not None and (not value or (stale and value == "0")):
        told = f"'={formula}' is a {FORMULA}", "open the file in Excel, save it, and read it again"
        return f"={formula}", told
    told = f"'{value}' is an error of the formula in the cell", "mend the formula or leave the cell empty"
    return (value, told) if value != "0" else None


def sheets(path: Path, kind: str) -> list[Grid]:
    """Every sheet of an Excel or ODS file that holds anything; merged cells have their value in each cell.

    Numbers are given as their cells show them (0.125 as 12.5 where it is shown as a percentage).
    """
    grids = (_sheet(path, sheet) for sheet in opened(path, kind))
    if not (found := [grid for grid in grids if any(any(row) for row in grid.rows)]):
        raise refusal(path, "", "no sheet with anything in it", "save the sheet with the table")
    return found


def _sheet(path: Path, sheet: layout.Sheet) -> Grid:
    grid = Grid(path, [], sheet.name or "sheet", hidden=sheet.hidden)
    shown, powers = sheet.shown, set()
    eight = (cell for line in sheet.cells for cell in line if isinstance(cell, str) and _is_eight_bit(cell))
    mend = encodings.mender(" ".join(eight))

    def text_of(cell) -> str:
        return _text(mend(cell) if mend and isinstance(cell, str) and _is_eight_bit(cell) else cell)

    for row, line in enumerate(sheet.cells):
        texts = []
        for column, cell in enumerate(line):
            how = shown.get((row, column), 0)
            if isinstance(how, str):
                texts.append(str(cell.year) if how == layout.YEAR and hasattr(cell, "year") else text_of(how or cell))
            elif isinstance(cell, bool) or not isinstance(cell, int | float):
                texts.append(text_of(cell))
            else:
                texts.append(numbers.shifted(numbers.of_number(cell), how))
                grid.native.add((row, column))
                powers.add(how)
        grid.rows.append(texts)
    for (row, column), (text, told) in sorted(sheet.strange.items()):
        if row < len(grid.rows) and column < len(grid.rows[row]):
            grid.rows[row][column] = text
            grid.native.discard((row, column))
        if not grid.unread and told[0].endswith(FORMULA):
            grid.unread = row, f"{grid.where(row, column)}: {told[0]}", told[1]
    _tell(grid, powers, sheet)
    budget = base.MAX_CELLS
    for (top, left), (bottom, right) in sheet.merged:
        name = f"{grid.where(top, left)}:{grid.where(bottom, right)}"
        bottom, right = min(bottom, len(grid.rows) - 1), min(right, len(grid.rows[0]) - 1 if grid.rows else -1)
        budget -= max(0, bottom - top + 1) * max(0, right - left + 1)
        if budget < 0:
            raise refusal(path, "", "merged cells over the whole sheet", "undo the merging", sheet.name)
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                grid.rows[row][column] = grid.rows[row][column] or grid.rows[top][left]
                grid.merged[row, column] = name
    return grid


def _is_eight_bit(text: str) -> bool:
    """Whether a text could be one of the time before Unicode, shown by the letters of Western Europe."""
    return not text.isascii() and max(text) <= "\xff"


def _tell(grid: Grid, powers: set[int], sheet: layout.Sheet) -> None:
    """Say what is read otherwise than a cell holds it, and what is read though it is hidden."""
    told = []
    if 2 in powers:
        told.append("cells shown as percentages are taken as shown: 0.125 as 12.5")
    if powers - {0, 2}:
        told.append("cells whose format shows them in thousands or millions are taken as shown: 892700 as 892.7")
    columns = sorted({n for across in sheet.columns for n in range(across.start, min(across.stop, sheet.right + 1))})
    filled = [n for n in columns if any(grid.at(row, n) for row in range(len(grid.rows)))]
    hidden = [f"column {layout.column_letters(n)}" for n in filled]
    hidden += [f"row {row + 1}" for row in sorted(sheet.rows) if any(map(any, grid.rows[row : row + 1]))]
    if hidden:
        more = f" and {len(hidden) - 8} more" if len(hidden) > 8 else ""
        told.append(f"hidden in the sheet '{grid.sheet}', and read all the same: {', '.join(hidden[:8])}{more}")
    grid.told = tuple(told)


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


def text_grid(text: str, path: Path, shed: Callable = lambda _, row: row) -> Grid:
    rows = text_rows(text, path, delimiter(text, path), 2 * base.MAX_CELLS)
    return Grid(path, list(itertools.starmap(shed, enumerate(rows))))
