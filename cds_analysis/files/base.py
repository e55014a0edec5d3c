"""What every reader of a publisher's file hands over, and the bounds that all of them keep.

What passes a bound or cannot be read is refused by a DataError: where it is, what was found, what to do.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from ..errors import DataError, Fault
from . import numbers, powers

MAX_BYTES = 200_000_000  # of a file as it lies on the disk
MAX_CELLS = 5_000_000  # figures of one file
MAX_UNPACKED = 1_000_000_000  # bytes of what a zip-based file holds
MAX_RATIO = 200  # of unpacked to packed bytes, above which a zip-based file is a bomb
MAX_COLUMNS = 20_000  # of a table
MAX_DIMENSIONS = 100
MAX_TEXT = 400_000_000  # letters in all cells of a table, a label counted wherever it stands
SMALLER = "choose fewer places, years or indicators where you download it, and import the parts one by one"
TAIL = ("value", "status", "missing", "where")

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Incoming:
    """A file as its publisher meant it: one row a figure, nothing mapped yet, nothing filled in.

    `cells` has one column a dimension (texts as printed, NFC; the mark of a preliminary or estimated year stands in
    `status` alone), then `value` (a plain number with a decimal point, "" where missing), `status` ("" or one of
    observations.STATUSES), `missing` ("" or the publisher's sign, never zero) and `where` (line, cell or key). Where
    figures of one file have different units, the last dimension is `unit`.
    """

    kind: str
    path: Path
    cells: pd.DataFrame
    dimensions: tuple[str, ...]
    title: str = ""
    unit: str = ""
    source: str = ""
    updated: str = ""
    notes: tuple[str, ...] = ()
    sheet: str = ""  # the name of its tab
    over: tuple[str, ...] = ()  # texts that stand over some of its rows, without a figure
    left: tuple[tuple[str, int, str], ...] = ()  # labels that are not read: how many figures they have, and why
    told: tuple[str, ...] = ()  # what the reader itself has to say: of hidden rows, sheets not read, figures as shown


def refusal(path: Path, where: str | int, found: str, remedy: str, sheet: str = "") -> DataError:
    """The error for a file that is not read: where in it, what was found, what to do.

    Args:
        where: The line of a text or row of a sheet as a number, or a key, cell or part as text.
    """
    line = where if isinstance(where, int) else None
    return DataError([Fault(path.name, line, "" if line else str(where), shorten(found), remedy, sheet)])


def shorten(text: str, most: int = 300) -> str:
    """A text from a file as it can stand in a message: one line, no control characters, not endless."""
    text = " ".join(_INVISIBLE.sub("", str(text)).split())
    return text if len(text) <= most else text[: most - 1] + "…"


_HIGH = re.compile("[\u0300-\U0010ffff]{50,}")
MARKS = 30  # on one letter, more than any writing has; the limit of Unicode's stream-safe form


def nfc(text: str) -> str:
    """A text in NFC; marks piled up on one letter without end, which would take a time by their square, are cut."""
    return unicodedata.normalize("NFC", _HIGH.sub(_cut, text))


def _cut(match: re.Match) -> str:
    out, marks = [], 0
    for letter in match[0]:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks <= MARKS:
            out.append(letter)
    return "".join(out)


def clean(text: object) -> str:
    """A label as printed, in NFC, without invisible marks (of direction, of order of bytes) and doubled blanks."""
    if text is None:
        return ""
    text = str(text)
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join(_INVISIBLE.sub("", nfc(text)).split())


def bounded(path: Path, most: int = MAX_BYTES) -> Path:
    """The path of a file that exists, is one, is not empty and not larger than the bound."""
    if not path.is_file():
        found = "is a folder" if path.is_dir() else "is no file that exists"
        raise refusal(path, "", found, "name one file, as it was downloaded")
    size = path.stat().st_size
    if size == 0:
        raise refusal(path, "", "the file is empty (0 bytes)", "download it again")
    if size > most:
        raise refusal(path, "", f"{size:,} bytes, more than the {most:,} that are read", SMALLER)
    return path


def check_size(path: Path, sizes: Sequence[int], where: str = "") -> int:
    """How many figures a table of these sizes holds, MAX_CELLS at most."""
    count = math.prod(sizes)
    if count > MAX_CELLS:
        shown = " x ".join(f"{size:,}" for size in sizes[:8])
        raise refusal(path, where, f"{shown} = {count:,} figures, more than the {MAX_CELLS:,} that are read", SMALLER)
    return count


def check_text(path: Path, count: int, where: str = "") -> None:
    """That the texts of a table fit into memory: few long labels can stand in many cells."""
    if count > MAX_TEXT:
        found = f"{count:,} letters in all its cells, more than the {MAX_TEXT:,} that are read"
        raise refusal(path, where, found, "shorten its longest labels, or choose fewer places, years or indicators")


def check_dimensions(path: Path, count: int, where: str = "") -> None:
    if count > MAX_DIMENSIONS:
        raise refusal(path, where, f"{count:,} dimensions, more than the {MAX_DIMENSIONS} that are read", SMALLER)


def unique_names(names: Sequence[str], path: Path, where: str | int = "", sheet: str = "") -> tuple[str, ...]:
    """Names of dimensions, none empty, none like a column every table has; one that stands twice is refused."""
    named = [name or f"dimension {number}" for number, name in enumerate(names, 1)]
    if twice := sorted(name for name, count in Counter(named).items() if count > 1):
        found = f"the heading {', '.join(repr(n) for n in twice[:20])} stands more than once"
        raise refusal(path, where, found, "give each column a heading of its own", sheet)
    return tuple(f"{name} (dimension)" if name in TAIL else name for name in named)


def told_apart(labels: Sequence[str], codes: Sequence) -> list[str] | None:
    """Labels, those that stand twice with their codes behind them; None where that does not help."""
    twice = {label for label, count in Counter(labels).items() if count > 1}
    told = [f"{label} [{code}]" if label in twice else label for label, code in zip(labels, codes, strict=True)]
    return told if len(set(told)) == len(told) else None


def spread(labels: dict[str, Sequence[str]], path: Path) -> dict[str, pd.Series]:
    """Columns of labels of a full table whose last dimension changes fastest."""
    total = math.prod(map(len, labels.values()))
    check_text(path, sum(sum(map(len, part)) * total // max(len(part), 1) for part in labels.values()))
    return dict(pd.MultiIndex.from_product(labels.values(), names=labels).to_frame(index=False).astype("str").items())


def crossed(path: Path, rows: dict, columns: dict, where: str = "", width: int = 0) -> dict[str, pd.Series]:
    """Columns of labels of a table, cell by cell of each row: those of its rows and those over its columns."""
    height = max(map(len, rows.values()), default=1)
    width = width or max(map(len, columns.values()), default=1)
    check_size(path, [height, width], where)
    beside, above = (sum(len(t) for part in labels.values() for t in part) for labels in (rows, columns))
    check_text(path, beside * width + above * height, where)
    beside, above = pd.DataFrame(rows, range(height), dtype="str"), pd.DataFrame(columns, range(width), dtype="str")
    return dict(beside.merge(above, how="cross").items())


def unit_of(parts: dict[str, pd.Series], name: str, units: dict[str, str], general: str = "") -> str:
    """The one unit of all figures; where the labels of a dimension have several these become a dimension, the last."""
    if len(set(units.values())) <= 1 or not name:
        return general if len(set(units.values())) != 1 else next(iter(units.values()))
    parts.setdefault("unit", parts[name].map(units).fillna(general).astype("str"))
    return ""


def numbered(what: str, count: int, *, first: int = 1, each: int = 1) -> pd.Series:
    """Where figures stand that are counted, or those of rows that are: DATA 1, DATA 2, …"""
    return f"{what} " + pd.Series(range(first, first + count), dtype="str").repeat(each).reset_index(drop=True)


def incoming(
    kind: str,
    path: Path,
    parts: dict[str, pd.Series],
    texts: pd.Series,
    where: pd.Series,
    *,
    status: pd.Series | None = None,
    decimal: str = "",
    footnotes: bool = False,
    missing: Sequence[str] = (),
    sheet: str = "",
    native: pd.Series | None = None,
    keyed: bool = False,
    **said,
) -> Incoming:
    """A table from columns of labels and the figures as printed; a figure that is no number is refused.

    Marks of status are taken off years and figures; of labels that are no years they are kept.

    Args:
        status: Grades that the file gives beside its figures.
        decimal: The decimal mark, "" to find it out.
        footnotes: Whether marks of footnotes are taken off labels (of printed tables, not of formats for machines).
        missing: Further signs for a missing figure.
        native: Which figures are numbers of a binary format, whose point is no mark of the publisher.
        keyed: Whether a key that stands twice is refused.
        said: Title, unit, source, day of update, notes.
    """
    frame = {}
    marked = pd.Series("", index=texts.index, dtype="str")
    for name, column in parts.items():
        labels, marks = numbers.tidy_labels(column, footnotes=footnotes)
        frame[name] = column if all(k == v for k, v in labels.items()) else column.map(labels).astype("str")
        if marks:
            found = column.map(marks).fillna("").astype("str")
            marked = marked.where(marked.ne(""), found)
    typed = pd.Series(False, index=texts.index) if native is None else native & texts.str.match(numbers.PLAIN)
    read = numbers.numbers(texts.mask(typed, ""), decimal=decimal, missing=missing)
    if read.fault:
        position, found, remedy = read.fault
        raise refusal(path, str(where.iloc[position]), found, remedy, sheet)
    own = read.status if status is None else status.where(status.ne(""), read.status)
    if odd := powers.odd(frame):
        raise refusal(path, *odd, "write 6 for millions, or Millions")
    value, where = powers.applied(frame, read.value.mask(typed, texts), where, said)
    names = list(frame)
    frame |= {"value": value, "status": own.where(own.ne(""), marked), "missing": read.missing, "where": where}
    cells = pd.DataFrame(frame)
    if keyed:
        _once(path, cells, names, sheet)
    return Incoming(kind, path, cells, tuple(names), sheet=sheet, **said)


def _once(path: Path, cells: pd.DataFrame, names: list[str], sheet: str) -> None:
    twice = cells.duplicated(names)
    if twice.any():
        row = cells[twice].iloc[0]
        key = ", ".join(str(row[name]) for name in names)
        remedy = "keep one of the two, or name the dimension by which they differ in a mapping file"
        raise refusal(path, row["where"], f"'{shorten(key, 120)}' stands twice", remedy, sheet)


def yearly(found: Incoming) -> Incoming:
    """The table, if it holds figures of whole years; those of other periods among them are left out and told."""
    best, other = "", ""
    for name in found.dimensions:
        labels = found.cells[name].drop_duplicates()
        is_year, is_part = labels.map(numbers.is_year), labels.map(numbers.is_part_of_year)
        if is_year.any() and (is_year.mean() >= 0.5 or (is_year | is_part | labels.map(numbers.holds_year)).all()):
            best = name
        if is_part.mean() > 0.5:
            other = f"'{name}' holds parts of years or spans of them ({', '.join(labels.iloc[:3])})"
    if not best:
        names = ", ".join(repr(shorten(n, 40)) for n in found.dimensions[:20])
        shown = other or f"no dimension of years among {names or 'none'}"
        remedy = "choose a table with years, or say the one it holds for: `fixed: {year: YEAR}` in a mapping"
        raise refusal(found.path, "", shown, "choose the yearly table" if other else remedy)
    labels = found.cells[best].drop_duplicates()
    no_years = [label for label in labels if not numbers.is_year(label)]
    if (odd := next((label for label in no_years if label.isdigit() or not label), None)) is not None:
        where = found.cells["where"][found.cells[best] == odd].iloc[0]
        shown = f"'{odd}' is no year, unlike the others in '{best}'"
        raise refusal(found.path, where, shown, "mend it, or download it again")
    if not no_years:
        return found
    counts = found.cells.loc[found.cells["value"].ne(""), best].value_counts()
    left = (
        (shorten(label, 60), int(counts.get(label, 0)), f"not of one year, unlike the rest of '{best}'")
        for label in no_years
    )
    cells = found.cells[~found.cells[best].isin(no_years)].reset_index(drop=True)
    return replace(found, cells=cells, left=(*found.left, *left))
