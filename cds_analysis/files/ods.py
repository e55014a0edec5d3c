"""The sheets of an ODS file, where every repeat of a row or a cell counts, and a cell keeps the text that it shows."""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

from . import base, display, layout, numbers
from .archives import AGAIN
from .base import refusal

CELLS = ("table-cell", "covered-table-cell")


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


def extents(path: Path, stream) -> dict[str, layout.Sheet]:
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
        kind, said = cell.get("office:value-type"), "".join(display.raised(t) if up else t for t, up in text)
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
