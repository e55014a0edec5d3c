"""A sheet as a library lays it out, and what the library does not say: its reach, how cells show, what is hidden."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers import expat

from . import base
from .archives import DEEPEST, feed
from .base import refusal

LONGEST = 100_000  # letters of one cell that are looked at


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
