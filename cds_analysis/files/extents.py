"""How far the sheets of a spreadsheet reach, before a library lays them out: bounds, percentages, long texts."""

import io
import re
import zipfile
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from . import base
from .archives import AGAIN, BROKEN, check_xml, feed, members, unpack
from .base import refusal

CELL = re.compile(r"^([A-Za-z]{1,7})(\d{1,12})$")
RELATED = "xl/_rels/workbook.xml.rels"
XML = (".xml", ".rels", ".vml")
ODS_CELLS = ("table:table-cell", "table:covered-table-cell")


@dataclass
class Extent:
    """How far the cells of a sheet that hold something reach, and which of them are percentages (row, column)."""

    bottom: int = -1
    right: int = -1
    percent: set[tuple[int, int]] = field(default_factory=set)
    strange: dict = field(default_factory=dict)  # formulas (or None) and values of errors, and of what nobody computed
    text: int = 0  # letters in all cells together
    elements: int = 0

    def count(self, path: Path, name: str) -> None:
        """One element more, of which empty cells are some."""
        self.elements += 1
        if self.elements > 4 * base.MAX_CELLS:
            raise refusal(path, name, f"more than {4 * base.MAX_CELLS:,} elements", "copy the table into a new sheet")

    def add(self, row: int, column: int, rows: int = 1, columns: int = 1) -> None:
        self.bottom, self.right = max(self.bottom, row + rows - 1), max(self.right, column + columns - 1)


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
            shown = _percent_styles(unpack(path, "xl/styles.xml")) if "xl/styles.xml" in inside else set()
            texts = _string_lengths(archive, inside)
            for name in parts:
                if kind == "xlsx" and (name.lower() in named or re.match(r"xl/worksheets/[^/]+\.xml$", name)):
                    with archive.open(name) as stream:
                        extents[name] = _xlsx_extent(path, stream, name, shown, texts)
                elif kind == "ods" and name == "content.xml":
                    with archive.open(name) as stream:
                        extents |= _ods_extents(path, stream)
        except BROKEN as error:
            raise refusal(path, "", f"broken or cut off ({error})", AGAIN) from None
    for name, extent in extents.items():
        if (extent.bottom + 1) * (extent.right + 1) > base.MAX_CELLS:
            found = f"{extent.bottom + 1:,} rows and {extent.right + 1:,} columns, more than {base.MAX_CELLS:,} cells"
            raise refusal(path, name, found, "copy the table alone into a new sheet")
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


def _string_lengths(archive: zipfile.ZipFile, inside: dict) -> array:
    """The lengths of the texts that cells of an .xlsx file share by number."""
    out = array("q")

    def start(tag: str, _) -> None:
        if tag.rpartition(":")[2] == "si":
            out.append(0)

    def data(text: str) -> None:
        if out:
            out[-1] += len(text)

    for name in inside:
        if name.lower() == "xl/sharedstrings.xml":
            with archive.open(name) as stream:
                _walk(stream, start, data=data)
    return out


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


def _percent_styles(raw: bytes) -> set[str]:
    """The numbers of those cell styles of an .xlsx file that show a percentage."""
    formats, styles, section = {"9", "10"}, [], ""

    def start(tag: str, found: dict) -> None:
        nonlocal section
        tag = tag.rpartition(":")[2]
        if tag == "numFmt" and "%" in re.sub(r'"[^"]*"|\\.', "", found.get("formatCode", "")):
            formats.add(found.get("numFmtId"))
        elif tag in ("cellXfs", "cellStyleXfs"):
            section = tag
        elif tag == "xf" and section == "cellXfs":
            styles.append(found.get("numFmtId"))

    if _walk(io.BytesIO(raw), start):
        return set()
    return {str(number) for number, style in enumerate(styles) if style in formats}


def _xlsx_extent(path: Path, stream, name: str, shown: set[str], texts: array) -> Extent:
    out, row, column, reading = Extent(), -1, -1, ""
    cell: dict[str, str] = {}  # its attributes
    held: dict[str, str] = {}  # the texts of its value and formula

    def start(tag: str, found: dict) -> None:
        nonlocal row, column, reading, cell
        out.count(path, name)
        reading = tag.rpartition(":")[2]
        if reading == "row":
            number = found.get("r", "")
            row, column = (int(number[:12]) - 1 if number.isdigit() else row + 1), -1
        elif reading == "c":
            match = CELL.match(found.get("r", ""))
            row, column = (int(match[2]) - 1, column_number(match[1])) if match else (row, column + 1)
            cell = found
            held.clear()
        elif reading in ("f", "v", "is"):
            held[reading] = ""

    def data(text: str) -> None:
        if reading in held:
            held[reading] += text if reading == "f" else text[:60]

    def end(tag: str) -> None:
        nonlocal reading
        reading = ""
        if tag.rpartition(":")[2] != "c":
            return
        kind, value, formula = cell.get("t", "n"), held.get("v", ""), held.get("f")
        if row >= 0 and ("v" in held or "is" in held):
            out.add(row, column)
            if kind == "n" and cell.get("s", "0") in shown:
                out.percent.add((row, column))
        if kind == "s" and value.isdigit() and int(value) < len(texts):
            out.text += texts[int(value)]
        if kind == "e" or (formula is not None and value in ("", "0")):
            out.strange[row, column] = formula, value

    if broken := _walk(stream, start, end, data):
        raise refusal(path, name, broken, AGAIN)
    return out


def _ods_extents(path: Path, stream) -> dict[str, Extent]:
    out: dict[str, Extent] = {}
    here, row, next_row, next_column, high, times = Extent(), 0, 0, 0, 1, 0

    def count(found: dict, key: str) -> int:
        text = found.get(f"table:number-{key}-repeated", "1")
        return int(text[:20]) if text.isdigit() else 1

    def start(tag: str, found: dict) -> None:
        nonlocal here, row, next_row, next_column, high, times
        here.count(path, "content.xml")
        if tag == "table:table":
            here, next_row = out.setdefault(found.get("table:name", str(len(out))), Extent()), 0
        elif tag == "table:table-row":
            row, high, next_column = next_row, count(found, "rows"), 0
            next_row = row + high
        elif tag in ODS_CELLS:
            column, wide = next_column, count(found, "columns")
            next_column += wide
            if "office:value-type" in found:
                here.add(row, column, high, wide)
                times = high * wide
                if found["office:value-type"] == "percentage" and times == 1:
                    here.percent.add((row, column))

    def data(text: str) -> None:
        here.text += len(text) * times

    def end(tag: str) -> None:
        nonlocal times
        times = 0 if tag in ODS_CELLS else times

    if broken := _walk(stream, start, end, data):
        raise refusal(path, "content.xml", broken, AGAIN)
    return out
