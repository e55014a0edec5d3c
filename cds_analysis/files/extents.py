"""The sheets of a spreadsheet before a library lays them out: their reach, what cells show, what is hidden.

A library hands over what a cell holds; a reader sees what its format makes of it: 0.0512 as 5.12 %, 326500 as 326.5, a
day as its year, a raised digit as the mark of a footnote.
"""

import io
import re
import zipfile
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from xml.parsers import expat

from . import base, numbers
from .archives import AGAIN, BROKEN, check_xml, feed, members, unpack
from .base import refusal

CELL = re.compile(r"^([A-Za-z]{1,7})(\d{1,12})$")
RELATED = "xl/_rels/workbook.xml.rels"
XML = (".xml", ".rels", ".vml")
ODS_CELLS = ("table:table-cell", "table:covered-table-cell")
YEAR = "yyyy"  # of a day of which the cell shows the year alone
BUILT_IN = {"9": "0%", "10": "0.00%"}  # number formats that no file spells out
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|[_*].')
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[\d.]+)\]")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_TEST = {
    "<": float.__lt__,
    ">": float.__gt__,
    "<=": float.__le__,
    ">=": float.__ge__,
    "=": float.__eq__,
    "<>": float.__ne__,
}


@dataclass
class Extent:
    """How far the cells of a sheet that hold something reach, and what a library does not say of them (row, column).

    `shown` holds the power of ten by which a number is shown, or the text that is shown in place of what a cell holds.
    """

    bottom: int = -1
    right: int = -1
    shown: dict[tuple[int, int], int | str] = field(default_factory=dict)
    strange: dict = field(default_factory=dict)  # formulas (or None) and values of errors, and of what nobody computed
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


@dataclass
class Sheet:
    """A sheet as a library lays it out, and what the library does not say of its cells."""

    name: str
    cells: list[list]
    merged: list
    extent: Extent
    hidden: bool = False
    strange: dict[tuple[int, int], tuple[str, tuple[str, str]]] = field(default_factory=dict)


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
        if (match := _CONDITION.search(part)) and _TEST[match[1]](float(value), float(match[2])):
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


def check_sheets(path: Path, kind: str) -> dict[str, Extent]:
    """The extents of the sheets of an .xlsx or .ods file by the names of their parts, after all checks of the file.

    A library keeps a sheet as a full rectangle, so that one cell far out would take all memory.
    """
    inside = members(path)
    extents = {}
    with zipfile.ZipFile(path) as archive:
        try:
            named = set(_targets(path, inside).values())
            parts = [n for n in inside if inside[n].file_size and (n.lower().endswith(XML) or n.lower() in named)]
            for name in parts:
                with archive.open(name) as stream:
                    check_xml(path, stream, name)
            shown = _formats(path, inside)
            texts = _shared_texts(archive, inside)
            for name in parts:
                if kind == "xlsx" and (name.lower() in named or re.match(r"xl/worksheets/[^/]+\.xml$", name)):
                    with archive.open(name) as stream:
                        extents[name] = _xlsx_extent(path, stream, name, shown, *texts)
                elif kind == "ods" and name == "content.xml":
                    with archive.open(name) as stream:
                        extents |= _ods_extents(path, stream)
        except BROKEN as error:
            raise refusal(path, "", f"broken or cut off ({error})", AGAIN) from None
    for name, extent in extents.items():
        extent.check(path, name)
        base.check_text(path, extent.text, name)
    return extents


def _attributes(path: Path, part: str, inside: dict) -> list[tuple[str, dict]]:
    """The elements of a part of a workbook with their attributes, none where it is missing or broken."""
    out: list[tuple[str, dict]] = []
    if name := next((name for name in inside if name.lower() == part), ""):
        _walk(io.BytesIO(unpack(path, name)), lambda tag, found: out.append((tag.rpartition(":")[2], found)))
    return out


def _targets(path: Path, inside: dict) -> dict[str, str]:
    """The parts that a workbook of Excel names as its own, in small letters, by their ids: sheets may have any name."""
    found = {about.get("Id", ""): about.get("Target", "") for _, about in _attributes(path, RELATED, inside)}
    return {i: (text[1:] if text.startswith("/") else f"xl/{text}").lower() for i, text in found.items() if text}


def sheet_parts(path: Path) -> dict[str, str]:
    """The part of each sheet of an .xlsx file by its name."""
    inside = members(path)
    targets, real = _targets(path, inside), {name.lower(): name for name in inside}
    sheets = [about for tag, about in _attributes(path, "xl/workbook.xml", inside) if tag == "sheet"]
    ids = {about.get("name", ""): next((v for k, v in about.items() if k.endswith(":id")), "") for about in sheets}
    return {name: real[targets[i]] for name, i in ids.items() if targets.get(i) in real}


class _Runs:
    """Texts of Excel put together of runs, of which some are raised."""

    def __init__(self) -> None:
        self.text, self.up, self.any, self.read = "", False, False, False

    def start(self, tag: str, found: dict) -> None:
        if tag in ("si", "is"):
            self.text, self.up, self.any = "", False, False
        elif tag == "r":
            self.up = False
        elif tag == "vertAlign":
            self.up = found.get("val") == "superscript"
        self.read = tag == "t"

    def data(self, text: str) -> None:
        if self.read and len(self.text) < 2000:
            self.text, self.any = self.text + (raised(text) if self.up else text), self.any or self.up


def _shared_texts(archive: zipfile.ZipFile, inside: dict) -> tuple[array, dict[int, str]]:
    """The lengths of the texts that cells of an .xlsx file share by number, and those of them with raised letters."""
    lengths, shown, runs = array("q"), {}, _Runs()

    def start(tag: str, found: dict) -> None:
        tag = tag.rpartition(":")[2]
        runs.start(tag, found)
        if tag == "si":
            lengths.append(0)

    def end(tag: str) -> None:
        if runs.any and tag.rpartition(":")[2] == "si":
            shown[len(lengths) - 1] = runs.text
        runs.read = False

    def data(text: str) -> None:
        runs.data(text)
        if lengths:
            lengths[-1] += len(text)

    for name in inside:
        if name.lower() == "xl/sharedstrings.xml":
            with archive.open(name) as stream:
                _walk(stream, start, end, data)
    return lengths, shown


def _walk(stream, start: Callable, end: Callable | None = None, data: Callable | None = None) -> str:
    """Call back for every element of a part of a file, its end and its texts; why it is broken, if it is."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, data
    try:
        feed(parser, stream)
    except (expat.ExpatError, ValueError, LookupError) as error:
        return f"not well-formed XML ({error})"
    return ""


def _formats(path: Path, inside: dict) -> dict[str, str]:
    """The number formats of those cell styles of an .xlsx file that show another number than the cell holds."""
    formats, styles, section = dict(BUILT_IN), [], ""
    for tag, found in _attributes(path, "xl/styles.xml", inside):
        if tag == "numFmt":
            formats[found.get("numFmtId", "")] = found.get("formatCode", "")
        elif tag in ("cellXfs", "cellStyleXfs"):
            section = tag
        elif tag == "xf" and section == "cellXfs":
            styles.append(formats.get(found.get("numFmtId", ""), ""))
    return {str(number): code for number, code in enumerate(styles) if matters(code)}


def _xlsx_extent(
    path: Path, stream, name: str, formats: dict[str, str], lengths: array, texts: dict[int, str]
) -> Extent:
    out, row, column, reading, runs = Extent(), -1, -1, "", _Runs()
    cell: dict[str, str] = {}  # its attributes
    held: dict[str, str] = {}  # the texts of its value and formula

    def start(tag: str, found: dict) -> None:
        nonlocal row, column, reading, cell
        out.count(path, name)
        reading = tag.rpartition(":")[2]
        if reading == "row":
            number = found.get("r", "")
            row, column = (int(number[:12]) - 1 if number.isdigit() else row + 1), -1
            if found.get("hidden") in ("1", "true"):
                out.rows.add(row)
        elif reading == "c":
            match = CELL.match(found.get("r", ""))
            row, column = (int(match[2]) - 1, column_number(match[1])) if match else (row, column + 1)
            cell = found
            held.clear()
        elif reading in ("f", "v", "is"):
            held[reading] = ""
        elif reading == "col" and found.get("hidden") in ("1", "true"):
            first, last = (found.get(key, "") for key in ("min", "max"))
            if first.isdigit() and last.isdigit() and len(last) < 7:
                out.columns.append(range(int(first[:7]) - 1, int(last)))
        runs.start(reading, found)

    def data(text: str) -> None:
        if reading in held:
            held[reading] += text if reading == "f" else text[:60]
        runs.data(text)

    def end(tag: str) -> None:
        nonlocal reading
        reading, runs.read = "", False
        if tag.rpartition(":")[2] != "c":
            return
        kind, value, formula = cell.get("t", "n"), held.get("v", ""), held.get("f")
        if row >= 0 and ("v" in held or "is" in held):
            out.add(row, column)
            if kind == "n" and (code := formats.get(cell.get("s", "0"))) and (how := _shown(code, value)):
                out.shown[row, column] = how
        if kind == "s" and value.isdigit() and int(value) < len(lengths):
            out.text += lengths[int(value)]
            if int(value) in texts:
                out.shown[row, column] = texts[int(value)]
        elif "is" in held and runs.any:
            out.shown[row, column] = runs.text
        if kind == "e" or (formula is not None and kind != "str" and value in ("", "0")):
            out.strange[row, column] = formula, value

    if broken := _walk(stream, start, end, data):
        raise refusal(path, name, broken, AGAIN)
    return out


def _shown(code: str, value: str) -> int | str:
    try:
        return YEAR if is_year(code) else shows(code, float(value))
    except (ValueError, OverflowError):
        return 0


def _power(value: str, shown: str) -> int:
    """The power of ten by which a cell of an ODS file shows its value, told by the digits of what it shows."""
    digits, behind = re.sub(r"\D", "", shown).lstrip("0"), len(re.split(r"[.,]", shown)[-1].rstrip("% "))
    try:
        number = abs(Decimal(value))
        for power in (0, 2, -3, -6, -9):
            for places in (behind, 0):
                if format(round(number.scaleb(power), places), "f").replace(".", "").lstrip("0") == digits:
                    return power if power != 2 or "%" in shown else 0
    except (ArithmeticError, ValueError):
        pass
    return 0


def _ods_extents(path: Path, stream) -> dict[str, Extent]:
    out: dict[str, Extent] = {}
    here, row, column, high, wide, next_row, next_column, next_heading = Extent(), 0, 0, 1, 1, 0, 0, 0
    cell: dict[str, str] = {}  # its attributes
    text: list[tuple[str, bool]] = []  # its pieces, and whether they are raised
    up: list[bool] = []
    notes, style, lifted = 0, "", set()

    def count(found: dict, key: str) -> int:
        number = found.get(f"table:number-{key}", "1")
        return max(1, int(number[:20])) if number.isdigit() else 1

    def start(tag: str, found: dict) -> None:
        nonlocal here, row, column, high, wide, next_row, next_column, next_heading, cell, notes, style
        here.count(path, "content.xml")
        hidden = found.get("table:visibility", "visible") != "visible"
        if tag == "table:table":
            here, next_row, next_heading = out.setdefault(found.get("table:name", str(len(out))), Extent()), 0, 0
        elif tag == "table:table-column":
            columns = range(next_heading, next_heading + min(count(found, "columns-repeated"), base.MAX_COLUMNS))
            next_heading = columns.stop
            here.columns += [columns] if hidden else []
        elif tag == "table:table-row":
            row, high, next_column = next_row, count(found, "rows-repeated"), 0
            next_row = row + high
            here.rows |= set(range(row, next_row)) if hidden and high < 100_000 else set()
        elif tag in ODS_CELLS:
            column, wide, cell = next_column, count(found, "columns-repeated"), found
            next_column += wide
            text.clear()
            if "office:value-type" in found:
                here.add(row, column, high, wide)
                here.check(path, "content.xml")
        elif tag == "office:annotation":
            notes += 1
        elif tag == "text:span":
            up.append(found.get("text:style-name", "") in lifted)
        elif tag == "style:style":
            style = found.get("style:name", "")
        elif tag == "style:text-properties" and re.match(r"super|[1-9]", found.get("style:text-position", "")):
            lifted.add(style)

    def data(words: str) -> None:
        here.text += len(words) * (high * wide if cell else 0)
        if cell and not notes and len(text) < 2000:
            text.append((words, any(up)))

    def end(tag: str) -> None:
        nonlocal cell, notes
        if tag == "text:span" and up:
            up.pop()
        notes -= tag == "office:annotation"
        if tag not in ODS_CELLS or not cell:
            return
        kind, said = cell.get("office:value-type"), "".join(raised(t) if is_up else t for t, is_up in text)
        how: int | str = 0
        if kind == "string":
            how = said if any(is_up for _, is_up in text) else 0
        elif kind == "date" or (kind == "float" and numbers.year_of(said)[1]):
            how = said if numbers.is_year(said) else 0
        elif kind in ("float", "percentage"):
            how = _power(cell.get("office:value", ""), said) if kind == "float" else 2
        places = [(row + r, column + c) for r in range(high) for c in range(wide)] if how else ()
        here.shown.update(dict.fromkeys(places, how))
        if cell.get("calcext:value-type") == "error":
            here.strange[row, column] = None, said
        elif "table:formula" in cell and not kind:
            here.strange[row, column] = cell["table:formula"].partition("=")[2], ""
        spans = [count(cell, f"{name}-spanned") - 1 for name in ("rows", "columns")]
        if any(spans) and kind:
            here.merged.append(((row, column), (row + spans[0], column + spans[1])))
        cell = {}

    if broken := _walk(stream, start, end, data):
        raise refusal(path, "content.xml", broken, AGAIN)
    return out
