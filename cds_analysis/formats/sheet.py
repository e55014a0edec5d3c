"""A sheet of a workbook: a title, what has to be known, one table; and how it is written."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from textwrap import wrap

import xlsxwriter
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from .. import settings
from ..errors import CdsError
from ..paths import whole
from .column_widths import SURE
from .page import said

NOT_AVAILABLE, NOT_APPLICABLE = "[x]", "[z]"  # of a figure; the first stands for None
SAID = settings.read(Path(__file__).with_name("sheet.yml")).value
FONT, NUMBER, LOOKS = (SAID[name] for name in ("font", "numbers", "looks"))
CAPS = (100, 60, 50, 40, 34, 28, 24, 20, 17)  # of the widths of texts: the first with which all fits a page across
PAGE, NARROWEST, LINE = 150, 9, 14.5  # width of a page and of a column in digits; height of a line in points
AROUND = 5  # points above and below the text of a row
HIGHEST = 409.0  # points, of a row
LONGEST_TEXT, LONGEST_ADDRESS = 32_767, 2_000  # what a cell and a link can hold


@dataclass(frozen=True)
class Formula:
    """A formula over cells of its row, named by their columns: "{grdp}/{employed}"; `value` is its known result."""

    text: str
    value: float


@dataclass(frozen=True)
class Link:
    """A text that leads to an address or, as "internal:'Sheet'!A1", to a sheet."""

    text: str
    address: str


Cell = str | int | float | Formula | Link | None


@dataclass(frozen=True)
class Column:
    """A column: its key in formulas, its heading, the form of its numbers (of NUMBER, or "fitting"; empty: texts)."""

    key: str
    head: str
    form: str = ""


@dataclass(frozen=True)
class Sheet:
    """One table with what stands above it; `lines` come under the title, one a row."""

    name: str
    title: str
    lines: tuple[Cell, ...]
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    table: str = "table"  # the table object's name


def save(sheets: Sequence[Sheet], target: Path, *, properties: dict, header: str, lang: str) -> Path:
    """Write a workbook, replacing the old one only when whole; equal contents give equal bytes.

    Args:
        properties: Title, subject and the like; `created` is the file's time, never the clock's.
        header: What is printed above every page.

    Raises:
        CdsError: A text is longer than a cell can hold.
    """
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with whole(target) as part:
        book = xlsxwriter.Workbook(part, options | {"default_format_properties": dict(FONT)})  # which it changes
        book.set_properties(properties)

        @cache
        def form_of(name: str):
            """The format of what is named, made once."""
            return book.add_format(FONT | (LOOKS.get(name) or LOOKS["number"] | {"num_format": NUMBER[name]}))

        for sheet in sheets:
            _write(book.add_worksheet(sheet.name), sheet, form_of, header, lang)
        book.close()
    return target


def _write(page, sheet: Sheet, form_of: Callable, header: str, lang: str) -> None:
    """The title and the lines under it, each in column A and running over the columns beside it; then the table."""
    first, columns = 1 + len(sheet.lines), sheet.columns
    rows = [[NOT_AVAILABLE if c is None else c for c in row] for row in sheet.rows or [[None] * len(columns)]]
    page.set_row(0, 1.5 * LINE)
    _put(page, 0, 0, sheet.title, form_of, "title")
    for i, line in enumerate(sheet.lines, start=1):
        page.set_row(i, LINE + (2 * AROUND if i == len(sheet.lines) else 0))  # room before the table
        _put(page, i, 0, line, form_of, "line")
    heads = [
        {"header": c.head, "header_format": form_of("head right" if c.form and c.form != "year" else "head")}
        for c in columns
    ]
    shape = {"columns": heads, "name": sheet.table, "style": "Table Style Light 1", "autofilter": False}
    area = first, 0, first + len(rows), len(columns) - 1
    page.ignore_errors({"number_stored_as_text": xl_range(*area)})
    page.add_table(*area, shape)
    widths = _widths(columns, rows)
    page.set_row(first, _height([c.head for c in columns], [width / SURE for width in widths]))
    for i, row in enumerate(rows, start=first + 1):
        page.set_row(i, _height(list(map(_shown, row)), widths))
        names = {column.key: xl_rowcol_to_cell(i, j) for j, column in enumerate(columns)}
        for j, (column, cell) in enumerate(zip(columns, row, strict=True)):
            _put(page, i, j, cell, form_of, column.form, names)
    for j, width in enumerate(widths):
        page.set_column(j, j, width)
    page.freeze_panes(first + 1, 1)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, int(sheet.table == "contents"))  # the cover stays one page
    page.repeat_rows(first)
    page.set_header("&L" + header.replace("&", "&&")[:200])
    page.set_footer(f"&L&A&R{said('frame.page', lang)} &P/&N")


def _put(page, row: int, col: int, cell: Cell, form_of: Callable, form: str, names: dict | None = None) -> None:
    """A number as a number; a text always as a text, whatever it begins with.

    Args:
        names: Of the cells of the row, for a formula.
    """
    if isinstance(cell, Formula | int | float):
        value = cell.value if isinstance(cell, Formula) else cell
        if form in ("fitting", ""):  # whole numbers without decimals, others with two
            form = "whole" if value == round(value, 6) == round(value) else "hundredths"
        if isinstance(cell, Formula):
            page.write_formula(row, col, "=" + cell.text.format(**names), form_of(form), value)
        else:
            page.write_number(row, col, value, form_of(form))
        return
    if isinstance(cell, Link):
        if re.match(r"https?://|internal:", cell.address) and len(cell.address) <= LONGEST_ADDRESS:
            page.write_url(row, col, cell.address, form_of("back" if form == "line" else "link"), cell.text)
            return
        cell = cell.text
    if len(cell) > LONGEST_TEXT:
        raise CdsError(f"sheet {page.get_name()}, row {row + 1}: a text of {len(cell)} characters, a cell holds 32767")
    name = form or "text"
    if form in NUMBER or form == "fitting":
        name = "missing year" if form == "year" else "missing"
    elif cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
        name = "quoted"
    page.write_string(row, col, cell, form_of(name))


def _shown(cell: Cell) -> str:
    """About what a cell shows, to measure it."""
    if isinstance(cell, Formula):
        cell = cell.value
    if isinstance(cell, int | float):
        return f"{cell:,.2f}"
    return cell.text if isinstance(cell, Link) else cell


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> list[float]:
    """Widths in characters: numbers and the words of headings fit, texts are wrapped so that all fits a page across."""
    least = [max([NARROWEST, *(len(word) + 4 for word in c.head.split())]) for c in columns]
    longest = [max(len(_shown(row[j])) for row in rows) + 3 for j in range(len(columns))]
    head, most = (2.2, 19) if len(columns) <= 8 else (3.5, 13)  # of columns of numbers, whose headings are the longer
    longest = [max(n, len(c.head) / head) if c.form else n for c, n in zip(columns, longest, strict=True)]
    for cap in CAPS:
        widths = [
            max(low, min(long, most if c.form else cap)) for c, low, long in zip(columns, least, longest, strict=True)
        ]
        if sum(widths) <= PAGE:
            break
    return widths


def _height(texts: Sequence[str], widths: Sequence[float]) -> float:
    """Height of a row in points: not every program makes rows as high as wrapped texts need."""
    lines = [len(wrap(text, int(width) - 2)) for text, width in zip(texts, widths, strict=True)]
    return min(LINE * max([1, *lines]) + AROUND, HIGHEST)
