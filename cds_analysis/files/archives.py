"""Zip-based files and XML, looked over before a library unpacks them: bombs, entities, paths, passwords."""

import contextlib
import io
import re
import zipfile
import zlib
from array import array
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from . import base
from .base import refusal

AGAIN = "download it again, or open it in Excel or LibreOffice and save it as .xlsx"
PROLOG = 1_000_000  # bytes in which an XML file's first element must come
DEEPEST = 200
CELL = re.compile(r"^([A-Za-z]{1,7})(\d{1,12})$")
RELATED = "xl/_rels/workbook.xml.rels"
XML = (".xml", ".rels", ".vml")


def members(path: Path) -> dict[str, zipfile.ZipInfo]:
    """The files inside a zip-based file, if it may be unpacked.

    Raises:
        DataError: It is broken, has a password, a name that leads outside, or unpacks to more than the bounds.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            found = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise refusal(path, "", f"a zip-based file that is broken or cut off ({error})", AGAIN) from None
    if len(found) > 10_000:
        raise refusal(path, "", f"{len(found):,} files inside, more than 10,000", AGAIN)
    for info in found:
        if info.flag_bits & 1:
            raise refusal(path, info.filename, "protected by a password", "save it without one")
        if (
            info.filename.startswith(("/", "\\"))
            or ".." in re.split(r"[/\\]", info.filename)
            or ":" in info.filename[:3]
        ):
            raise refusal(path, info.filename, "a name that leads outside the file", AGAIN)
    unpacked, packed = sum(i.file_size for i in found), max(path.stat().st_size, 1)
    if unpacked > base.MAX_UNPACKED or (unpacked > 5_000_000 and unpacked / packed > base.MAX_RATIO):
        found_ = (
            f"{packed:,} bytes that unpack to {unpacked:,}; at most {base.MAX_UNPACKED:,} and {base.MAX_RATIO} times"
        )
        raise refusal(path, "", found_, "it may be a zip bomb; copy the table into a new file and save that")
    return {info.filename: info for info in found}


def unpack(path: Path, name: str, most: int = base.MAX_BYTES) -> bytes:
    """One file inside, whose name comes from `members`."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(name) as file:
            raw = file.read(most + 1)
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError, KeyError) as error:
        raise refusal(path, name, f"broken ({error})", AGAIN) from None
    if len(raw) > most:
        raise refusal(path, name, f"more than {most:,} bytes", base.SMALLER)
    return raw


class _Stop(Exception):
    pass


def _feed(parser, stream) -> None:
    """Parse a stream in growing pieces: expat begins a comment or tag anew with each, however long it is by then."""
    size, done = PROLOG, 0
    while raw := stream.read(size):
        parser.Parse(raw, False)
        done += len(raw)
        size = min(max(size, done), 64 * PROLOG)
    parser.Parse(b"", True)


def check_xml(path: Path, stream, name: str = "", *, whole: bool = False) -> None:
    """That an XML file declares no entities, which are never needed in data; with `whole` also that it is well formed.

    Raises:
        DataError: It has a DOCTYPE, is not well formed (with the line), or is nested too deeply.
    """
    parser = expat.ParserCreate()
    depth = 0
    again = "download it again" if whole else AGAIN

    def doctype(*_) -> None:
        raise refusal(path, name or parser.CurrentLineNumber, "a DOCTYPE, by which entities are smuggled in", again)

    def start(*_) -> None:
        nonlocal depth
        depth += 1
        if not whole:
            raise _Stop
        if depth > DEEPEST:
            raise refusal(path, name or parser.CurrentLineNumber, f"elements more than {DEEPEST} deep", again)

    def end(*_) -> None:
        nonlocal depth
        depth -= 1

    parser.StartDoctypeDeclHandler, parser.StartElementHandler, parser.EndElementHandler = doctype, start, end
    try:
        if whole:
            _feed(parser, stream)
        else:
            parser.Parse(stream.read(PROLOG), False)
            raise refusal(path, name, f"no element in its first {PROLOG:,} bytes", again)
    except _Stop:
        return
    except (expat.ExpatError, zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, LookupError) as error:
        line = getattr(error, "lineno", None)
        raise refusal(path, name or line or "", f"not well-formed XML ({error})", again) from None


@dataclass
class Extent:
    """Where the cells of a sheet that hold something lie, and which of them are shown as percentages (row, column)."""

    top: int = 1 << 40
    left: int = 1 << 40
    bottom: int = -1
    right: int = -1
    percent: set[tuple[int, int]] = field(default_factory=set)
    text: int = 0  # letters in all cells together
    elements: int = 0

    def count(self, path: Path, name: str) -> None:
        """One element more, of which empty cells are some.

        Raises:
            DataError: They are too many.
        """
        self.elements += 1
        if self.elements > 4 * base.MAX_CELLS:
            raise refusal(path, name, f"more than {4 * base.MAX_CELLS:,} elements", "copy the table into a new sheet")

    def add(self, row: int, column: int, rows: int = 1, columns: int = 1) -> None:
        self.top, self.left = min(self.top, row), min(self.left, column)
        self.bottom, self.right = max(self.bottom, row + rows - 1), max(self.right, column + columns - 1)

    @property
    def size(self) -> int:
        return 0 if self.bottom < 0 else (self.bottom + 1) * (self.right + 1)


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

    Raises:
        DataError: A bound is passed, or a part is broken or has entities.
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
            texts = _string_lengths(path, archive, inside)
            for name in parts:
                if kind == "xlsx" and (name.lower() in named or re.match(r"xl/worksheets/[^/]+\.xml$", name)):
                    with archive.open(name) as stream:
                        extents[name] = _xlsx_extent(path, stream, name, shown, texts)
                elif kind == "ods" and name == "content.xml":
                    with archive.open(name) as stream:
                        extents |= _ods_extents(path, stream)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
            raise refusal(path, "", f"broken or cut off ({error})", AGAIN) from None
    for name, extent in extents.items():
        if extent.size > base.MAX_CELLS:
            found = f"{extent.bottom + 1:,} rows and {extent.right + 1:,} columns, more than {base.MAX_CELLS:,} cells"
            raise refusal(path, name, found, "copy the table alone into a new sheet")
        base.check_text(path, extent.text, name)
    return extents


def _attributes(path: Path, part: str, inside: dict) -> list[tuple[str, dict]]:
    """The elements of a part of a workbook with their attributes, none where it is missing or broken."""
    out = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, found: out.append((tag.rpartition(":")[2], found))
    for name in inside:
        if name.lower() == part:
            with contextlib.suppress(expat.ExpatError, ValueError, LookupError):
                parser.Parse(unpack(path, name), True)
            break
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


def _string_lengths(path: Path, archive: zipfile.ZipFile, inside: dict) -> array:
    """The lengths of the texts that cells of an .xlsx file share by number."""
    out, parser = array("q"), expat.ParserCreate()
    parser.buffer_text = True

    def start(tag: str, _) -> None:
        if tag.rpartition(":")[2] == "si":
            out.append(0)

    def data(text: str) -> None:
        if out:
            out[-1] += len(text)

    parser.StartElementHandler, parser.CharacterDataHandler = start, data
    for name in inside:
        if name.lower() == "xl/sharedstrings.xml":
            with archive.open(name) as stream, contextlib.suppress(expat.ExpatError):
                _feed(parser, stream)
    return out


def _percent_styles(raw: bytes) -> set[str]:
    """The numbers of those cell styles of an .xlsx file that show a percentage."""
    formats, styles, inside = {"9", "10"}, [], False
    parser = expat.ParserCreate()

    def start(tag: str, found: dict) -> None:
        nonlocal inside
        tag = tag.rpartition(":")[2]
        if tag == "numFmt" and "%" in re.sub(r'"[^"]*"|\\.', "", found.get("formatCode", "")):
            formats.add(found.get("numFmtId"))
        elif tag == "cellXfs":
            inside = True
        elif tag == "xf" and inside:
            styles.append(found.get("numFmtId"))

    def end(tag: str) -> None:
        nonlocal inside
        inside = inside and tag.rpartition(":")[2] != "cellXfs"

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.ParseFile(io.BytesIO(raw))
    except (expat.ExpatError, ValueError, LookupError):
        return set()
    return {str(number) for number, style in enumerate(styles) if style in formats}


def _xlsx_extent(path: Path, stream, name: str, shown: set[str], texts: array) -> Extent:
    out, row, column, percent, shared, digits = Extent(), -1, -1, False, False, ""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def start(tag: str, found: dict) -> None:
        nonlocal row, column, percent, shared, digits
        out.count(path, name)
        tag = tag.rpartition(":")[2]
        if tag == "row":
            number = found.get("r", "")
            row, column = (int(number[:12]) - 1 if number.isdigit() else row + 1), -1
        elif tag == "c":
            match = CELL.match(found.get("r", ""))
            row, column = (int(match[2]) - 1, column_number(match[1])) if match else (row, column + 1)
            kind = found.get("t", "n")
            percent, shared = found.get("s", "0") in shown and kind == "n", kind == "s"
        elif tag in ("v", "is") and row >= 0:
            out.add(row, column)
            digits = ""
            parser.CharacterDataHandler = data if shared and tag == "v" else None
            if percent:
                out.percent.add((row, column))

    def data(text: str) -> None:
        nonlocal digits
        digits += text[:12]

    def end(tag: str) -> None:
        nonlocal digits
        if digits:
            out.text += texts[int(digits)] if digits.isdigit() and int(digits) < len(texts) else 0
            digits, parser.CharacterDataHandler = "", None

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        _feed(parser, stream)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise refusal(path, name, f"not well-formed XML ({error})", AGAIN) from None
    return out


def _ods_extents(path: Path, stream) -> dict[str, Extent]:
    out: dict[str, Extent] = {}
    parser = expat.ParserCreate()
    parser.buffer_text = True
    row, column, next_row, next_column, here = 0, 0, 0, 0, Extent()

    def count(found: dict, key: str) -> int:
        text = found.get(key, "1")
        return int(text[:20]) if text.isdigit() else 1

    repeated, times = 1, 0

    def start(tag: str, found: dict) -> None:
        nonlocal row, column, next_row, next_column, here, repeated, times
        here.count(path, "content.xml")
        if tag == "table:table":
            here = out.setdefault(found.get("table:name", str(len(out))), Extent())
            next_row = 0
        elif tag == "table:table-row":
            row, repeated, next_column = next_row, count(found, "table:number-rows-repeated"), 0
            next_row = row + repeated
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            wide = count(found, "table:number-columns-repeated")
            column, next_column = next_column, next_column + wide
            if "office:value-type" in found:
                here.add(row, column, repeated, wide)
                times = repeated * wide
                if found["office:value-type"] == "percentage" and wide * repeated == 1:
                    here.percent.add((row, column))

    def data(text: str) -> None:
        here.text += len(text) * times

    def end(tag: str) -> None:
        nonlocal times
        times = 0 if tag in ("table:table-cell", "table:covered-table-cell") else times

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, data
    try:
        _feed(parser, stream)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise refusal(path, "content.xml", f"not well-formed XML ({error})", AGAIN) from None
    return out
