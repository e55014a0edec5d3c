"""Widths of a table's columns, for every format that is printed: as few lines as may be, no word broken."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import product
from math import ceil

from .blocks import Table

SIZE, SMALLEST = 10.5, 8.0  # of a table's letters, in points
ROOM, ACROSS = 165.0, 252.0  # mm between the margins, upright and across
NARROW, LETTER, WIDE, SPACE = 0.11, 0.18, 0.25, 0.09  # widths in mm for each point of size
PADDING = 3.2  # mm a cell leaves free
PIECE = re.compile(r"[^\s\u200b/-]+(?:[/-](?=\d|$)[^\s\u200b/-]*)*[/-]*|[/-]+")  # what no line break may divide
LONG = re.compile(r"[^\s/-]{24}(?=[^\s/-]{4})")
SURE = 1.1  # bold letters are wider


def fitted(table: Table, *, largest: float = SIZE, turned: bool = True) -> dict:
    """Widths of a table's columns (mm), the size of its letters (points) and whether it lies across the page.

    No column is narrower than its longest word, as words are not broken; the widths are those of the lowest table found
    by moving a little from one column to another. Letters shrink where the words alone are too wide; below 8 points the
    table lies across.

    Args:
        largest: Points of its letters where there is room enough.
        turned: Whether it may lie across; else its letters shrink further.
    """
    columns = list(zip(table.head, *table.rows, strict=True))
    words = [[[width_of(word) for word in PIECE.findall(cell)] for cell in parted(column)] for column in columns]
    longest = [SURE * max((word for cell in column for word in cell), default=LETTER) for column in words]
    words = [[[SURE * word for word in head], *cells] for head, *cells in words]  # as wide as bold letters are

    def size_in(room: float) -> float:
        return min(largest, (room - PADDING * len(columns)) / sum(longest))

    across = turned and size_in(ROOM) < SMALLEST
    room = ACROSS if across else ROOM
    size = max(size_in(room), 1.0)
    least = [size * word + PADDING for word in longest]
    texts = [sum(width_of(cell) ** 2 for cell in column) ** 0.5 for column in columns]
    spare = max(room - sum(least), 0)
    even = [low + spare / len(least) for low in least]
    by_text = [low + spare * text / (sum(texts) or 1) for low, text in zip(least, texts, strict=True)]
    widths = min(_lowest(start, least, words, size) for start in (even, by_text))[1]
    return {"widths": [round(width, 2) for width in widths], "size": round(size, 2), "across": across}


def parted(cells: Iterable[str]) -> list[str]:
    """Cells whose overlong words, such as file names, may be broken: by a space without width."""
    return [LONG.sub("\\g<0>\u200b", cell) for cell in cells]


def width_of(text: str) -> float:
    """About how wide a text is, in mm for each point of its letters' size; marks above and below add nothing."""
    plain = [letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter)]
    wide = sum(letter.isupper() or letter in "mw%@" for letter in plain)
    narrow = sum(letter in "ijltfr.,;:'()[]!|/- " for letter in plain)
    return NARROW * narrow + WIDE * wide + LETTER * (len(plain) - narrow - wide)


def lines_of(words: list[float], room: float) -> int:
    """How many lines of some width hold words of some widths; a word wider than a line is broken."""
    lines, used = 1, 0.0
    for word in words:
        if word > room > 0:
            lines += ceil(word / room) - 1 + bool(used)
            used = word % room
            continue
        if used and used + SPACE + word > room:
            lines, used = lines + 1, 0.0
        used += word + (SPACE if used else 0)
    return lines


def _lowest(widths: list[float], least: list[float], words: list[list[list[float]]], size: float) -> tuple:
    """Widths moved step by step (mm) between columns while the rows need fewer lines; before them, how many."""

    @cache
    def column(number: int, width: float) -> list[int]:
        return [lines_of(cell, (width - PADDING) / size) for cell in words[number]]

    def height(widths: list[float]) -> tuple[int, int]:
        found = [column(number, width) for number, width in enumerate(widths)]
        return sum(max(row) for row in zip(*found, strict=True)), sum(map(sum, found))

    best = height(widths)
    while True:
        moved = []
        for give, take, step in product(range(len(widths)), range(len(widths)), (2.0, 5.0, 9.0)):
            if give != take and widths[give] - step >= least[give]:
                other = list(widths)
                other[give], other[take] = other[give] - step, other[take] + step
                moved.append((height(other), other))
        if not moved or min(moved)[0] >= best:
            return best, widths
        best, widths = min(moved)
