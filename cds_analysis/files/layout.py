"""A sheet as a library lays it out, and what the library does not say: its reach, how cells show, what is hidden.

The formats of cells make another number of what they hold: 0.0512 shown as 5.12 %, 326500 as 326.5, a raised digit.
"""

import operator
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers import expat

from . import base, numbers
from .archives import DEEPEST, feed
from .base import refusal

LONGEST = 100_000  # letters of one cell that are looked at
YEAR = "yyyy"  # of a day of which the cell shows the year alone
BUILT_IN = {"9": "0%", "10": "0.00%"}  # number formats that no file spells out
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|[_*].')
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[\d.]+)\]")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_TEST = {"<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge, "=": operator.eq, "<>": operator.ne}


@dataclass
class Sheet:
    """A sheet as a library lays it out, how far its cells reach, and what a library does not say of them (row, column).

    `shown` holds the power of ten by which a number is shown, or the text that is shown in place of what a cell holds;
    `strange` formulas (or None) and values of errors, and of what nobody computed, or what `grid.opened` says of them.
    """

    name: str = ""
    cells: list[list] = field(default_factory=list)
    hidden: bool = False
    bottom: int = -1
    right: int = -1
    shown: dict[tuple[int, int], int | str] = field(default_factory=dict)
    strange: dict = field(default_factory=dict)
    merged: list = field(default_factory=list)  # first and last cell of ranges
    rows: set[int] = field(default_factory=set)  # hidden ones
    columns: list[range] = field(default_factory=list)
    text: int = 0  # letters in all cells together
    elements: int = 0

    def count(self, path: Path, name: str) -> None:
        """One element more, of which empty cells are some."""
        self.elements += 1
        if self.elements > 4 * base.MAX_CELLS:
            raise refusal(path, name, f"more than {4 * base.MAX_CELLS:,} elements", "copy the table into a new sheet")

    def add(self, row: int, column: int, rows: int = 1, columns: int = 1) -> None:
        self.bottom, self.right = max(self.bottom, row + rows - 1), max(self.right, column + columns - 1)

    def check(self, path: Path, name: str) -> None:
        if (self.bottom + 1) * (self.right + 1) > base.MAX_CELLS:
            found = f"{self.bottom + 1:,} rows and {self.right + 1:,} columns, more than {base.MAX_CELLS:,} cells"
            raise refusal(path, name, found, "copy the table alone into a new sheet")


def column_number(letters: str) -> int:
    """A is 0, Z is 25, AA is 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    letters, number = "", number + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def walk(stream, start: Callable, whole: Collection[str] = (), end: Callable | None = None) -> str:
    """Call back for the elements of a part of a file; why it is broken, if it is.

    Args:
        start: For each element as it begins: its name without a prefix, its attributes.
        whole: Names of elements that are wanted with all that is in them.
        end: For each of these as it ends: the element, and how many letters are in it, of which it holds the first.
    """
    parser, builder = expat.ParserCreate(), ElementTree.TreeBuilder()
    parser.buffer_text = True
    depth = letters = 0

    def begins(tag: str, about: dict) -> None:
        nonlocal builder, depth, letters
        start(name := tag.rpartition(":")[2], about)
        if not depth and name in whole:
            builder, letters = ElementTree.TreeBuilder(), 0
        if depth or name in whole:
            builder.start(name, about)
            depth += 1
        if depth > DEEPEST:
            raise ValueError(f"elements more than {DEEPEST} deep")

    def ends(tag: str) -> None:
        nonlocal depth
        if depth:
            element, depth = builder.end(tag.rpartition(":")[2]), depth - 1
            if not depth:
                end(element, letters)

    def data(text: str) -> None:
        nonlocal letters
        if depth:
            letters += len(text)
            if letters <= LONGEST:
                builder.data(text)

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begins, ends, data
    try:
        feed(parser, stream)
    except (expat.ExpatError, ValueError, LookupError) as error:
        return f"not well-formed XML ({error})"
    return ""


def raised(text: str) -> str:
    """A raised text in plain letters: digits of a footnote or of km² as raised ones, letters of grades as they are."""
    if digits := "".join(c for c in text if c in "0123456789"):
        return digits.translate(_RAISED)
    return text if "*" in text or numbers.status_of(text) else ""


def shows(code: str, value: float) -> int | str:
    """What a number format of Excel makes of a number: the power of ten by which it is shown, or a year with its grade.

    0.0% shows 0.01 as 1.0 (2), #,##0.0, shows 1000 as 1.0 (-3); "Sơ bộ "0 shows 2023 with its grade.
    """
    section = _section(code, value)
    bare = re.sub(r"\[[^\]]*\]", "", _LITERAL.sub("", section))
    power = 2 * bare.count("%") - 3 * sum(len(commas) for commas in re.findall(r"[0#?](,+)(?![0#?,])", bare))
    if power or value != int(value) or not 1800 <= value < 2200:
        return power
    said = re.sub(r"\[[^\]]*\]", "", _LITERAL.sub(lambda match: match[1] or match[2] or "", section))
    text = re.sub(r"[0#?][0#?,.]*|General", str(int(value)), said, count=1)
    return text if numbers.year_of(text)[1] else 0


def _section(code: str, value: float) -> str:
    """The part of a number format that holds for a number: each may state its condition, else by its sign."""
    parts = [""]
    for piece in re.findall(r'"[^"]*"|\\.|\[[^\]]*\]|.', code):
        parts = [*parts, ""] if piece == ";" else [*parts[:-1], parts[-1] + piece]
    for part in parts:
        if (match := _CONDITION.search(part)) and _TEST[match[1]](value, float(match[2])):
            return part
    free = [part for part in parts if not _CONDITION.search(part)] or parts
    if len(free) < len(parts) or value > 0 or len(free) == 1 or (value == 0 and len(free) == 2):
        return free[0]
    return free[1] if value < 0 else free[2]


def matters(code: str) -> bool:
    """Whether a format may show another number than the cell holds, a year with its grade, or of a day the year."""
    return is_year(code) or bool(re.search(r'%|[0#?],+(?![0#?,])|"[^"]*[^\W\d_]', code))


def is_year(code: str) -> bool:
    """Whether a format shows of a day its year alone."""
    return bool(re.fullmatch(r"\s*[ye]{2,4}\s*", re.sub(r"\[[^\]]*\]", "", _LITERAL.sub("", code.split(";")[0])), re.I))


def held_by(code: str, value: str) -> int | str:
    """How a format shows the text of a number, or that it shows of a day the year alone."""
    try:
        return YEAR if is_year(code) else shows(code, float(value))
    except (ValueError, OverflowError):
        return 0
