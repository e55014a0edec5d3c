"""A reader's own table, as CSV or Excel: some columns as texts with their rows, and every fault told by its cell.

A spreadsheet hides more than a CSV file does: numbers that are texts, percentages whose cell holds a hundredth, errors,
formulas that nobody computed. None of them is taken for a figure, none for an empty cell.
"""

import datetime
import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from ..errors import DataError, Fault
from . import archives, encodings, furniture, grid, layout, long, numbers

EXCEL = (".xlsx", ".xlsm")
OTHER = (".xls", ".xlsb", ".ods", ".numbers")  # spreadsheets that are not read
WHOLE = r"-?\d+"  # a text that is the same number in every country
MOST = 2_000_000  # cells of a sheet; formats laid over whole columns count too
POINT = "use a decimal point, no thousands separators"
EMPTY = "leave the cell empty where there is no figure"
EITHER = "write {} if it means thousands, {}0 if it has decimals"
COMMAS = "separate cells by semicolons where numbers have a comma, or save the table as .xlsx"
ALSO = {"year": {"năm", "nam"}, "series": {"chuỗi", "chuoi", "tên chuỗi", "ten chuoi"}, "value": long.VALUES}
SHOWN = "is shown as a percentage"
NUMBER = "type it into the cell as a number, without a unit"


@dataclass(frozen=True)
class UserTable:
    """Some columns of a file as stripped texts, with the `line` of each row; empty rows are left out.

    `odd` holds, by line and column, what a cell of a spreadsheet has in place of a number, and what to do.
    """

    rows: pd.DataFrame
    file: str
    sheet: str = ""
    odd: dict[tuple[int, str], tuple[str, str]] = field(default_factory=dict)

    @property
    def as_number(self) -> str:
        """How to write a number that is none."""
        return NUMBER if self.sheet else POINT

    def numbers(self, column: str) -> pd.Series:
        """A column as numbers; empty or no number is missing."""
        return pd.to_numeric(self.rows[column].where(self.rows[column] != ""), errors="coerce")

    def faults(self, checks: Iterable[tuple[str, pd.Series, str, str]], about: Callable) -> list[Fault]:
        """What is wrong with single cells, by line.

        Args:
            checks: Column, where it is wrong, what is wrong with what was found, what to do.
            about: What a row speaks of, from the row.
        """
        told = [
            (
                row,
                column,
                f"'{getattr(row, column)}' {what}",
                EMPTY if getattr(row, column) in numbers.MISSING else remedy,
            )
            for column, bad, what, remedy in checks
            for row in self.rows[bad].itertuples()
            if (row.line, column) not in self.odd
        ]
        lines = {row.line: row for row in self.rows.itertuples()} if self.odd else {}
        told += [(lines[line], column, *cell) for (line, column), cell in self.odd.items()]
        faults = [
            Fault(self.file, row.line, column, f"{about(row)}: {found}", remedy, self.sheet)
            for row, column, found, remedy in told
        ]
        return sorted(faults, key=lambda fault: fault.line)


def read(path: Path, columns: list[str], numeric: list[str], needed: str) -> UserTable:
    """Some columns of a CSV file or of the one sheet of an Excel file that has them.

    The first row that is not empty holds their names, in any case and order.

    Args:
        numeric: Those of the columns that hold numbers.
        needed: What the table must hold, told where a column is missing.

    Raises:
        DataError: The file is no CSV or Excel file, a column is missing or stands twice, or two sheets have them all.
    """
    kind = path.suffix.lower()
    if kind in OTHER:
        raise _refusal(path, f"a {kind} file, which is not read", "save it as .xlsx or CSV")
    found, first = [], None
    for sheet, cells, odd in _sheets(path) if kind in EXCEL else [("", _csv(path), {})]:
        try:
            found.append(_picked(cells, odd, columns, numeric, needed, path, sheet))
        except DataError as error:
            first = first or error
    if not found:
        raise first or _refusal(path, "no sheet with anything in it", needed)
    if len(found) > 1:
        names = ", ".join(f"'{table.sheet}'" for table in found)
        raise _refusal(path, f"the sheets {names} have these columns", "keep them in one")
    return found[0]


def _refusal(path: Path, found: str, remedy: str, sheet: str = "", line: int | None = None) -> DataError:
    return DataError([Fault(str(path), line, "", found, remedy, sheet)])


def _csv(path: Path) -> pd.DataFrame:
    """All cells of a text file as texts, whatever its encoding and the mark between cells: as an import reads them."""
    text = furniture.SEPARATOR.sub("", encodings.decode(path.read_bytes(), path))
    if not text.strip():
        return pd.DataFrame([""])
    rows = list(grid.text_rows(text, path, grid.delimiter(text, path), MOST))
    width = next((len(row) for row in rows if any(row)), 1)
    if wrong := next((n for n, row in enumerate(rows, 1) if any(row[width:])), None):
        raise _refusal(path, f"more cells than the {width} headings", COMMAS, line=wrong)
    return pd.DataFrame([row[:width] + [""] * (width - len(row)) for row in rows])


def _as_written(texts: pd.Series, groups: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Figures of a text file with a decimal point, by the mark they show, and where one may mean thousands as well."""
    bare = texts.map(numbers.bare)
    figures = bare[bare.str.fullmatch(r"-?[\d.,]*\d")]
    mark, fault = numbers.decimal_mark(list(figures))
    if len(fault) == 2:
        return texts, numbers.doubtful(texts, groups)  # two marks: those with a comma are no numbers
    if mark == "," or (fault and "," in fault[0]):
        figures = figures.str.translate(str.maketrans(",.", ".,"))
    doubt = numbers.doubtful(figures, groups.loc[figures.index]).reindex(texts.index, fill_value=False)
    plain = figures.map(lambda text: numbers.plain(text, "."))
    return texts.mask(plain.reindex(texts.index).notna() & ~doubt, plain.reindex(texts.index)), doubt


def _sheets(path: Path) -> list[tuple[str, pd.DataFrame, dict]]:
    """Name and texts of every sheet that has any, and what its cells (row, column) have in place of numbers."""
    with path.open("rb") as file:
        if not zipfile.is_zipfile(file) or "xl/workbook.xml" not in archives.members(path):
            raise _refusal(path, "not a readable Excel file", "save it in Excel as .xlsx, no password")
    out = []
    for sheet in grid.opened(path, "xlsx"):
        name, cells, strange, shown = sheet.name, sheet.cells, sheet.strange, sheet.shown
        height = max([len(cells), *(row + 1 for row, _ in strange)])
        width = max([*map(len, cells[:1]), *(column + 1 for _, column in strange)], default=0)
        if height * width > MOST:
            found = f"{height:,} rows and {width:,} columns, most of them surely empty"
            raise _refusal(path, found, "copy the table into a new sheet", name)
        texts, odd = [[""] * width for _ in range(height)], {}
        for row, line in enumerate(cells):
            for column, cell in enumerate(line):
                texts[row][column], told = _cell(cell, shown.get((row, column), 0))
                if told:
                    odd[row, column] = told
        for (row, column), (text, told) in strange.items():
            texts[row][column], odd[row, column] = text, told
        if any(map(any, texts)):
            out.append((name, pd.DataFrame(texts), odd))
    return out


def _cell(value, how: int | str) -> tuple[str, tuple[str, str] | None]:
    """The text of a cell as it is shown; and, where it holds no plain number, what was found and what to do."""
    if how == layout.YEAR and isinstance(value, datetime.date):
        return str(value.year), None
    if isinstance(value, str):
        text = (how if isinstance(how, str) else value).strip()
        plain = re.fullmatch(WHOLE, text) or not text
        return text, None if plain else (f"'{text}' is text, not a number", NUMBER)
    if isinstance(value, bool) or not isinstance(value, int | float):
        text = str(value.date()) if isinstance(value, datetime.datetime) else str(value)
        return text, (f"'{text}' is no number", NUMBER)
    if how:
        shown = (
            f"{SHOWN}, {100 * value:g}%"
            if how == 2
            else f"is shown as {how if isinstance(how, str) else value * 10.0**how}"
        )
        return repr(value), (f"{value!r} {shown}", "give the cell a plain number format and type the number you mean")
    return numbers.of_number(value), None


def _picked(
    cells: pd.DataFrame, odd: dict, columns: list[str], numeric: list[str], needed: str, path: Path, sheet: str
) -> UserTable:
    """The columns asked for of a table of texts, whose first row that is not empty names them.

    What stands in place of numbers counts in the numeric columns; formulas and errors count in all.
    """
    cells = cells.apply(lambda column: column.str.strip())
    filled = (cells != "").any(axis=1).to_numpy()
    if not filled.any():
        raise _refusal(path, "nothing but empty rows", needed, sheet)
    head = int(filled.argmax())
    names = [str(name).lower() for name in cells.iloc[head]]
    for column in set(columns) - set(names):
        names = [column if name in ALSO.get(column, ()) else name for name in names]
    lacking, double = [c for c in columns if c not in names], [c for c in columns if names.count(c) > 1]
    for wrong, what in ((lacking, "no column {} among {}"), (double, "the column {} more than once among {}")):
        if wrong:
            found = what.format(", ".join(wrong), ", ".join(filter(None, names)))
            raise _refusal(path, found, needed, sheet, head + 1)
    rows = cells.iloc[head + 1 :, [names.index(c) for c in columns]].set_axis(columns, axis=1)
    rows.insert(0, "line", np.arange(head + 2, len(cells) + 1))
    rows = rows[(rows[columns] != "").any(axis=1)].reset_index(drop=True)
    strange = {}
    for column in numeric if not sheet else ():
        if column != "year":
            rows[column], doubt = _as_written(rows[column], rows[columns[0]])
            for line, text in rows.loc[doubt, ["line", column]].itertuples(index=False):
                remedy = EITHER.format(text.replace(".", "").replace(",", ""), text)
                strange[int(line), column] = (f"'{text}' may be thousands or have decimals", remedy)
    strange |= {
        (int(line), column): told
        for line in rows["line"]
        for column in columns
        if (told := odd.get((line - 1, names.index(column)))) and (column in numeric or "formula" in told[0])
    }
    for name, (_, beside) in zip(names, cells.iloc[head + 1 :].items(), strict=True):  # columns that are not read
        if name not in columns and numeric:
            plans = [text for text in beside.unique() if len(text) > 1 and numbers.grade(text) == numbers.FORECAST]
            found = (f"'{{}}' in the column {name}: a plan or forecast is no figure", "leave the row out")
            at = beside[beside.isin(plans)]
            strange |= {(int(n) + 1, numeric[-1]): (found[0].format(text), found[1]) for n, text in at.items()}
    return UserTable(rows, str(path), sheet, strange)


def no_year(year: pd.Series) -> pd.Series:
    """Where a number is no whole year of which there may be figures: 24 is none, nor is 2204."""
    return ~((year % 1 == 0) & year.between(1800, 2100))
