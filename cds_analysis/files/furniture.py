"""What stands around a table and is none of it: a column that counts the rows, a line that counts the columns."""

import itertools
import re
from collections.abc import Callable

from . import numbers

SEPARATOR = re.compile(r"^\ufeff?sep=[^\r\n](?=\r?\n)", re.I)  # a line by which Excel is told the mark between cells
_INDEX = re.compile(
    r"(?:s\.?t\.?t\.?|tt|số tt|số thứ tự|no\.?|#)(?:\s*[-–/(]\s*(?:tt|no\.?|order|order no\.?)\)?)?", re.I
)
_ORDINAL = re.compile(r"(?:\d{1,4}|[ivxlc]{1,6}|[a-zđ])[.)]?|\d+(?:\.\d+)+\.?", re.I)


_NOTE = re.compile(r"(?:nguồn|ghi chú|chú thích|chú ý|source|notes?)\b|\*|\(\*|[(\[]\d{1,2}[)\]]", re.I)


def is_note(row: list[str]) -> bool:
    """Whether a line begins as notes do, and no figure stands behind that; what is in it may part its cells."""
    return bool(row and _NOTE.match(row[0])) and not _is_data(row)


def found(rows: list[list[str]]) -> tuple[Callable[[int, list[str]], list[str]], int, list[str]]:
    """What takes off a row what only counts (a first column STT, a line of column numbers), how many columns, and told.

    Args:
        rows: The first ones of a table.
    """
    head = next((n for n, row in enumerate(rows[:20]) if row and len(row) > 2 and _INDEX.fullmatch(row[0])), None)
    counted = head is not None or _is_counted(rows)
    first = head if head is not None else next((n for n, row in enumerate(rows) if sum(map(bool, row)) > 1), 0)
    below = [row for row in rows[first + 1 :] if len(row) > 1 and row[0]] if counted else []
    counted = any(_ORDINAL.fullmatch(row[0]) for row in below) and all(
        _ORDINAL.fullmatch(row[0].strip("()")) or row[1] in ("", row[0]) for row in below
    )
    numbered = next((n for n, row in enumerate(rows[:30]) if n and is_numbering(row)), None)
    if numbered is not None and any(map(_is_data, rows[:numbered])):
        numbered = None

    def shed(number: int, row: list[str]) -> list[str]:
        if number == numbered:
            return [""] * (len(row) - counted)
        if not counted or len(row) < 2:
            return row
        stays = row[0] and number != head and not row[1] and not _ORDINAL.fullmatch(row[0])
        return [row[0], *row[2:]] if stays else row[1:]

    told = [f"the column '{rows[first][0]}' counts the rows: it is not read"] if counted else []
    told += [f"row {numbered + 1} numbers the columns: it is not read"] if numbered is not None else []
    return shed, int(counted), told


def _is_counted(rows: list[list[str]]) -> bool:
    """Whether a first column without a heading counts the rows from 0 or 1."""
    first = next((n for n, row in enumerate(rows) if sum(map(bool, row)) > 1), None)
    if first is None or len(rows[first]) < 3 or rows[first][0] or not rows[first][1]:
        return False
    shown = [row[0] for row in rows[first + 1 :] if len(row) > 1 and row[0]]
    counts = [str(n) for n in range(len(shown) + 1)]
    return len(shown) > 1 and shown in (counts[:-1], counts[1:])


def is_numbering(row: list[str]) -> bool:
    """Whether a row gives the columns letters and numbers, as "A | B | 1 | 2" or "(1) | (2) | (3)"."""
    cells = [cell.strip("()[] ") for cell, _ in itertools.groupby(filter(None, row))]
    letters = list(itertools.takewhile(lambda cell: cell in "ABCDE" and cell, cells))
    found = [re.fullmatch(r"(\d{1,2})(?:\s*=.*)?", cell) for cell in cells[len(letters) :]]
    if len(cells) < 2 or not found or not all(found) or letters != list("ABCDE"[: len(letters)]):
        return False
    first = int(found[0][1])
    follow = [int(match[1]) for match in found] == list(range(first, first + len(found)))
    return follow and (first in (1, len(letters) + 1) if letters else first == 1 and len(found) > 2)


def _is_data(row: list[str]) -> bool:
    return any(numbers.is_figure(cell) and not numbers.is_year(cell) for cell in row[1:])
