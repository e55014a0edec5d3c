"""The workbook that `cds data template` writes, filled in."""

import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pandas as pd

from ..errors import DataError, Fault
from . import archives, extents, numbers, usertable
from .base import Incoming, clean, refusal
from .grid import Grid

MARK = "cds-template"  # a property of the workbook
VALUE, STATUS = "giá trị", "trạng thái"
DIMENSIONS = ("mã chỉ tiêu", "địa phương", "địa giới", "năm", "đơn vị", "thước đo", "loại giá", "trong số")
SOURCE = ("mục", "nội dung")
SAID = {"title": "tên tài liệu", "source": "cơ quan công bố"}
MOST = 500_000  # rows, cells and values of a sheet
NEEDED = "write a new one with `cds data template INDICATOR` and copy the figures into it"
TARGETS = "mục tiêu"  # the sheet of targets of one's own; a form may lack it
ASKED = {
    "chỉ tiêu": "indicator", "địa phương": "place", "địa giới": "border", "loại mục tiêu": "basis",
    "yêu cầu": "comparator", VALUE: "value", "đơn vị": "unit", "từ năm": "since", "đến năm": "by",
    "nhóm mục tiêu": "origin", "văn bản": "decision", "điều, khoản, trang": "where", "ngày ban hành": "decided",
}  # fmt: skip
BELOW = ("đơn vị", "thước đo", "loại giá")  # left empty, as in the row above of the same indicator
ROLES = {"mã chỉ tiêu": "indicator", "đơn vị": "unit", "thước đo": "measure", "loại giá": "price_basis"}


def is_one(path: Path) -> bool:
    """Whether a file is a workbook with the mark of a template."""
    try:
        with zipfile.ZipFile(path) as archive:
            held = set(archive.namelist())
            info = archive.getinfo("docProps/custom.xml" if "docProps/custom.xml" in held else "meta.xml")
            return info.file_size < 100_000 and MARK.encode() in archive.read(info)
    except (RuntimeError, *archives.BROKEN):
        return False  # no zip, or one whose reader tells what is wrong


def has_headings(sheet: Grid) -> bool:
    """Whether a sheet begins with the headings of a template."""
    return any({*DIMENSIONS, VALUE} <= {cell.lower() for cell in row} for row in sheet.rows[:20])


def typed(text: str, percent: bool) -> str | None:
    """A figure typed as text in the Vietnamese way (29,53 or 1.234,5, a percent sign where that is the unit).

    None where it is none, or may as well mean thousands in the English way: 12,345 and 1.234.
    """
    match = re.fullmatch(r"([+-]?)(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?(\s*%)?", text.replace("\u2212", "-"))
    if not match or (match[4] and not percent):
        return None
    sign, whole, decimals = match[1].strip("+"), match[2], match[3] or ""
    thousands = len(decimals) == 3 and "." not in whole and len(whole) <= 3 and whole.strip("0")
    if thousands or (whole.count(".") == 1 and not decimals):
        return None
    return sign + whole.replace(".", "") + (f".{decimals}" if decimals else "")


def _as_meant(table: usertable.UserTable) -> usertable.UserTable:
    """The table with figures that are texts or shown as percentages as plain numbers, where only one is meant."""
    rows, odd = table.rows.copy(), {}
    for (line, column), (found, remedy) in table.odd.items():
        at = rows.index[rows["line"] == line][0]
        text, percent = rows.at[at, column], rows.at[at, "đơn vị"] == "%"
        number = None
        if column == VALUE and usertable.SHOWN in found:
            number = numbers.of_number(round(100 * float(text), 10)) if percent else None
        elif column == VALUE:
            number = typed(text, percent)
        if number is None:
            odd[line, column] = (found, remedy if any(c.isdigit() for c in text) else usertable.EMPTY)
        else:
            rows.at[at, column] = number
    return replace(table, rows=rows, odd=odd)


def _day(text: str) -> str:
    """A day as 2026-03-31, also where it is written 31/3/2026 or 3/2026."""
    if match := re.search(r"(?<!\d)(?:(\d{1,2})[/.-])?(\d{1,2})[/.-](\d{4})$", text):
        return "-".join(part.zfill(2) for part in match.groups()[::-1] if part)
    return text[:10] if re.match(r"\d{4}-\d{2}-\d{2}", text) else text


def read(path: Path, kind: str) -> Incoming:
    """The figures that were filled in; rows without one are left aside, they are no missing figures.

    Unit, measure and price basis left empty are those of the row above of the same indicator.
    """
    if kind != "xlsx":
        raise refusal(path, "", "the form of cds, saved in another format", "save it as Excel (.xlsx)")
    for part, extent in extents.check_sheets(path, "xlsx").items():
        if extent.elements > MOST:
            raise refusal(path, part, f"more than {MOST:,} cells and rows, no template as it was written", NEEDED)
    sheets = usertable.sheets_of(path)
    table = _as_meant(usertable.read(path, [*DIMENSIONS, VALUE, STATUS], [VALUE], NEEDED, sheets))
    for column in BELOW:
        above = table.rows[column].replace("", None).groupby(table.rows[DIMENSIONS[0]]).ffill()
        table.rows[column] = above.fillna("")
    rows = table.rows[table.rows[VALUE] != ""].reset_index(drop=True)
    status = rows[STATUS].map(numbers.grade)
    faults = table.faults([], lambda row: f"row {row.line}")
    remedy = "choose one from the list of the cell"
    for line, text in zip(rows["line"][status.isna()], rows[STATUS][status.isna()], strict=True):
        faults.append(Fault(table.file, int(line), STATUS, f"'{text}' is no status", remedy, table.sheet))
    targets, more = _targets(path, sheets)
    if faults := faults + more:
        raise DataError(faults, shown=10)
    where = f"{table.sheet}, row " + rows["line"].astype(str)
    cells = rows[list(DIMENSIONS)].astype("str").assign(value=rows[VALUE], status=status, missing="", where=where)
    said = usertable.read(path, list(SOURCE), [], "keep the sheet of the source", sheets).rows
    facts = {clean(row[1]).lower(): row[2] for row in said.itertuples(index=False)}
    said = {key: facts.get(name, "") for key, name in SAID.items()} | {"updated": _day(facts.get("ngày công bố", ""))}
    notes = tuple(filter(None, [facts.get("địa chỉ")]))
    return Incoming("template", path, cells, DIMENSIONS, notes=notes, targets=targets, **said)


def _targets(path: Path, sheets: list) -> tuple[pd.DataFrame, list[Fault]]:
    """The rows of the sheet of targets, and what is wrong with their values; none where the form has no such sheet."""
    headed = {"Loại mục tiêu", "Đến năm"}  # as no other sheet is, however this one is called now
    mine = [one for one in sheets if one[0].strip().lower() == TARGETS or headed <= {*one[1].to_numpy()[:20].flat}]
    if not mine:
        return pd.DataFrame(), []
    table = _as_meant(usertable.read(path, list(ASKED), [VALUE], NEEDED, mine))
    rows = table.rows.rename(columns=ASKED).assign(sheet=table.sheet)
    rows[[*ASKED.values()]] = rows[[*ASKED.values()]].map(clean)
    return rows.assign(decided=rows["decided"].map(_day)), table.faults([], lambda row: f"row {row.line}")
