"""The sheets of a spreadsheet before a library lays them out: their reach, what cells show, what is hidden.

A library hands over what a cell holds; a reader sees what its format makes of it: 0.0512 as 5.12 %, 326500 as 326.5, a
day as its year, a raised digit as the mark of a footnote.
"""

import io
import posixpath
import re
import zipfile
from array import array
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

from . import base, layout, numbers
from .archives import AGAIN, BROKEN, check_xml, members, unpack
from .base import refusal

CELL = re.compile(r"^([A-Za-z]{1,7})(\d{1,12})$")
RELATED = "xl/_rels/workbook.xml.rels"
XML = (".xml", ".rels", ".vml")
CELLS = ("table-cell", "covered-table-cell")  # of an .ods file


def check_sheets(path: Path, kind: str) -> dict[str, layout.Sheet]:
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
            formats = _formats(path, inside)
            texts = _shared_texts(archive, inside)
            for name in parts:
                if kind == "xlsx" and (name.lower() in named or re.match(r"xl/worksheets/[^/]+\.xml$", name)):
                    with archive.open(name) as stream:
                        extents[name] = _xlsx_sheet(path, stream, name, formats, *texts)
                elif kind == "ods" and name == "content.xml":
                    with archive.open(name) as stream:
                        extents |= _ods_sheets(path, stream)
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
        layout.walk(io.BytesIO(unpack(path, name)), lambda *found: out.append(found))
    return out


def _targets(path: Path, inside: dict, key: str = "Id") -> dict[str, str]:
    """The parts that a workbook of Excel names as its own, in small letters, by their ids: sheets may have any name."""
    found = {about.get(key, ""): about.get("Target", "") for _, about in _attributes(path, RELATED, inside)}
    whole = {i: posixpath.join("/xl", text.replace("\\", "/")) for i, text in found.items() if text}
    return {i: posixpath.normpath(text).lstrip("/").lower() for i, text in whole.items()}


def sheet_parts(path: Path) -> dict[str, str]:
    """The part of each sheet of an .xlsx file by its name."""
    inside = members(path)
    targets, real = _targets(path, inside), {name.lower(): name for name in inside}
    sheets = [about for tag, about in _attributes(path, "xl/workbook.xml", inside) if tag == "sheet"]
    ids = {about.get("name", ""): next((v for k, v in about.items() if k.endswith(":id")), "") for about in sheets}
    return {name: real[targets[i]] for name, i in ids.items() if targets.get(i) in real}


def _raised(parts: ElementTree.Element) -> str | None:
    """A text of Excel as it is shown, if some of its runs are raised."""
    shown, up, some = "", False, False
    for part in parts.iter():
        if part.tag == "r":
            up = False
        elif part.tag == "vertAlign":
            up = part.get("val") == "superscript"
        elif part.tag == "t" and part.text:
            shown, some = shown + (layout.raised(part.text) if up else part.text), some or up
    return shown if some else None


def _shared_texts(archive: zipfile.ZipFile, inside: dict) -> tuple[array, dict[int, str]]:
    """The lengths of the texts that cells of an .xlsx file share by number, and those of them with raised letters."""
    lengths, raised = array("q"), {}

    def end(text: ElementTree.Element, letters: int) -> None:
        if (shown := _raised(text)) is not None:
            raised[len(lengths)] = shown
        lengths.append(letters)

    for name in inside:
        if name.lower() == "xl/sharedstrings.xml":
            with archive.open(name) as stream:
                layout.walk(stream, lambda *_: None, {"si"}, end)
    return lengths, raised


def _formats(path: Path, inside: dict) -> dict[str, str]:
    """The number formats of those cell styles of an .xlsx file that show another number than the cell holds."""
    formats, styles, section = dict(layout.BUILT_IN), [], ""
    named = (part for kind, part in _targets(path, inside, "Type").items() if kind.endswith("/styles"))
    for tag, found in _attributes(path, next(named, "xl/styles.xml"), inside):
        if tag == "numFmt":
            formats[found.get("numFmtId", "")] = found.get("formatCode", "")
        elif tag in ("cellXfs", "cellStyleXfs"):
            section = tag
        elif tag == "xf" and section == "cellXfs":
            styles.append(formats.get(found.get("numFmtId", ""), ""))
    return {str(number): code for number, code in enumerate(styles) if layout.matters(code)}


def _xlsx_sheet(
    path: Path, stream, name: str, formats: dict[str, str], lengths: array, texts: dict[int, str]
) -> layout.Sheet:
    out, row, column = layout.Sheet(), -1, -1

    def start(tag: str, about: dict) -> None:
        nonlocal row, column
        out.count(path, name)
        if tag == "row":
            number = about.get("r", "")
            row, column = (int(number[:12]) - 1 if number.isdigit() else row + 1), -1
            if about.get("hidden") in ("1", "true"):
                out.rows.add(row)
        elif tag == "c":
            match = CELL.match(about.get("r", ""))
            row, column = (int(match[2]) - 1, layout.column_number(match[1])) if match else (row, column + 1)
        elif tag == "col" and about.get("hidden") in ("1", "true"):
            first, last = (about.get(key, "") for key in ("min", "max"))
            if first.isdigit() and last.isdigit() and len(last) < 7:
                out.columns.append(range(int(first[:7]) - 1, int(last)))

    def end(cell: ElementTree.Element, _: int) -> None:
        kind, held, formula, own = cell.get("t", "n"), cell.findtext("v"), cell.findtext("f"), cell.find("is")
        value = (held or "")[:60]
        if row >= 0 and (held is not None or own is not None):
            out.add(row, column)
            if kind == "n" and (code := formats.get(cell.get("s", "0"))) and (how := layout.held_by(code, value)):
                out.shown[row, column] = how
        shown = None if own is None else _raised(own)
        if kind == "s" and value.isdigit() and int(value) < len(lengths):
            out.text += lengths[int(value)]
            shown = texts.get(int(value))
        if shown is not None:
            out.shown[row, column] = shown
        if kind == "e" or (formula is not None and kind != "str" and value in ("", "0")):
            out.strange[row, column] = formula, value

    if broken := layout.walk(stream, start, {"c"}, end):
        raise refusal(path, name, broken, AGAIN)
    return out


def _power(value: str, shown: str) -> int:
    """The power of ten by which a cell of an ODS file shows its value, told by the digits of what it shows."""
    digits, behind = re.sub(r"\D", "", shown).lstrip("0"), len(re.split(r"[.,]", shown)[-1].rstrip("% "))
    try:
        number = abs(Decimal(value))
        for power in (0, 2, -3, -6, -9) if digits else ():
            for places in (behind, 0):
                if format(round(number.scaleb(power), places), "f").replace(".", "").lstrip("0") == digits:
                    return power if power != 2 or "%" in shown else 0
    except (ArithmeticError, ValueError):
        pass
    return 0


def _ods_sheets(path: Path, stream) -> dict[str, layout.Sheet]:
    out: dict[str, layout.Sheet] = {}
    here, row, column, high, wide, next_row, next_column, next_heading = layout.Sheet(), 0, 0, 1, 1, 0, 0, 0
    style, lifted = "", set()

    def count(found: dict, key: str) -> int:
        number = found.get(f"table:number-{key}", "1")
        return max(1, int(number[:20])) if number.isdigit() else 1

    def start(tag: str, found: dict) -> None:
        nonlocal here, row, column, high, wide, next_row, next_column, next_heading, style
        here.count(path, "content.xml")
        hidden = found.get("table:visibility", "visible") != "visible"
        if tag == "table":
            here, next_row, next_heading = out.setdefault(found.get("table:name", str(len(out))), layout.Sheet()), 0, 0
        elif tag == "table-column":
            columns = range(next_heading, next_heading + min(count(found, "columns-repeated"), base.MAX_COLUMNS))
            next_heading = columns.stop
            here.columns += [columns] if hidden else []
        elif tag == "table-row":
            row, high, next_column = next_row, count(found, "rows-repeated"), 0
            next_row = row + high
            here.rows |= set(range(row, next_row)) if hidden and high < 100_000 else set()
        elif tag in CELLS:
            column, wide = next_column, count(found, "columns-repeated")
            next_column += wide
            if "office:value-type" in found:
                here.add(row, column, high, wide)
                here.check(path, "content.xml")
        elif tag == "style":
            style = found.get("style:name", "")
        elif tag == "text-properties" and re.match(r"super|[1-9]", found.get("style:text-position", "")):
            lifted.add(style)

    def pieces(part: ElementTree.Element, up: bool = False) -> Iterator[tuple[str, bool]]:
        """The texts of a cell, and whether they are raised."""
        up = up or (part.tag == "span" and part.get("text:style-name", "") in lifted)
        yield part.text or "", up
        for inner in part:
            yield from pieces(inner, up) if inner.tag != "annotation" else ()
            yield inner.tail or "", up

    def end(cell: ElementTree.Element, letters: int) -> None:
        here.text += letters * high * wide
        text = [(words, up) for words, up in pieces(cell) if words]
        kind, said = cell.get("office:value-type"), "".join(layout.raised(t) if up else t for t, up in text)
        how: int | str = 0
        if kind == "string":
            how = said if any(up for _, up in text) else 0
        elif kind == "date":
            how = said if numbers.is_year(said) else 0
        elif kind == "percentage":
            how = 2
        elif kind == "float" and said.replace(",", ".") != (value := cell.get("office:value", "")):
            how = said if numbers.year_of(said)[1] else _power(value, said)
        places = [(row + r, column + c) for r in range(high) for c in range(wide)] if how else ()
        here.shown.update(dict.fromkeys(places, how))
        if cell.get("calcext:value-type") == "error":
            here.strange[row, column] = None, said
        elif (formula := cell.get("table:formula")) is not None and not kind:
            here.strange[row, column] = formula.partition("=")[2], ""
        spans = [count(cell, f"{name}-spanned") - 1 for name in ("rows", "columns")]
        if any(spans) and kind:
            here.merged.append(((row, column), (row + spans[0], column + spans[1])))

    if broken := layout.walk(stream, start, CELLS, end):
        raise refusal(path, "content.xml", broken, AGAIN)
    return out
