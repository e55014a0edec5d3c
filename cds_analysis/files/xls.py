"""Excel files of before 2007 (.xls), by xlrd: it alone says how their cells are shown, merged and hidden."""

import contextlib
import io
from collections.abc import Iterator
from pathlib import Path

from . import archives, base, layout

STREAM = 2  # the kind of a part that holds something


def broken(path: Path, kind: str, error: BaseException) -> base.DataError:
    found = f"not readable as {kind} ({type(error).__name__}: {error})"
    return base.refusal(path, "", found, archives.AGAIN + ", without a password")


def sheets(path: Path) -> Iterator[layout.Sheet]:
    """Every sheet with its cells as far as they hold something."""
    import xlrd

    try:
        options = {"formatting_info": True, "ragged_rows": True, "on_demand": True, "logfile": io.StringIO()}
        content = path.read_bytes()
        _check_ends(content)
        with xlrd.open_workbook(file_contents=content, **options) as book:
            for number, name in enumerate(book.sheet_names()):
                yield _sheet(path, book, book.sheet_by_index(number), name)
                book.unload_sheet(number)
    except (MemoryError, base.DataError):
        raise
    except Exception as error:  # xlrd ends in any of them where a file is broken
        raise broken(path, "an old Excel file", error) from None


def _check_ends(content: bytes) -> None:
    """Refuse a file whose small parts run in a ring of sectors, which xlrd would follow without end."""
    from xlrd import compdoc

    if not content.startswith(compdoc.SIGNATURE):
        return  # a sheet without a folder of parts around it
    held = compdoc.CompDoc(content, logfile=io.StringIO())
    for part in held.dirlist:
        at, left = part.first_SID, len(held.SSAT)
        while part.etype == STREAM and part.tot_size < held.min_size_std_stream and 0 <= at < len(held.SSAT):
            if not left:
                raise compdoc.CompDocError(f"{part.name}: its sectors run in a ring")
            at, left = held.SSAT[at], left - 1


def _sheet(path: Path, book, sheet, name: str) -> layout.Sheet:
    import xlrd

    hidden = {row for row, about in sheet.rowinfo_map.items() if about.hidden}
    found = layout.Sheet(name, hidden=sheet.visibility != 0, rows=hidden)
    found.columns = [range(n, n + 1) for n, about in sheet.colinfo_map.items() if about.hidden]
    held = (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)
    for row in range(sheet.nrows):
        filled = [column for column, kind in enumerate(sheet.row_types(row)) if kind not in held]
        if filled:
            found.add(row, filled[-1])
            found.check(path, name)
    found.cells = cells = [[""] * (found.right + 1) for _ in range(found.bottom + 1)]
    codes = [book.format_map[style.format_key].format_str for style in book.xf_list]
    telling = {number: code for number, code in enumerate(codes) if layout.matters(code)}
    for row, line in enumerate(cells):
        for column in range(min(sheet.row_len(row), len(line))):
            kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
            code = telling.get(sheet.cell_xf_index(row, column), "")
            if kind == xlrd.XL_CELL_DATE:
                line[column] = value
                with contextlib.suppress(ValueError, OverflowError):  # a number that is no day
                    line[column] = xlrd.xldate_as_datetime(value, book.datemode)
                if layout.is_year(code):
                    found.shown[row, column] = layout.YEAR
            elif kind == xlrd.XL_CELL_ERROR:
                line[column] = xlrd.error_text_from_code.get(value, "#N/A")
            elif kind == xlrd.XL_CELL_BOOLEAN:
                line[column] = bool(value)
            elif kind not in held:
                line[column] = value
                if kind == xlrd.XL_CELL_NUMBER and code and (how := layout.shows(code, value)):
                    found.shown[row, column] = how
            found.text += len(value) if isinstance(value, str) else 0
    for (row, column), runs in sheet.rich_text_runlist_map.items():
        text = cells[row][column] if row < len(cells) and column < len(cells[row]) else ""
        ends = [*(at for at, _ in runs[1:]), len(text)]
        pieces = [
            (text[at:end], book.font_list[font].escapement == 1) for (at, font), end in zip(runs, ends, strict=True)
        ]
        if any(up for _, up in pieces):
            shown = [layout.raised(piece) if up else piece for piece, up in pieces]
            found.shown[row, column] = text[: runs[0][0]] + "".join(shown)
    base.check_text(path, found.text, name)
    found.merged = [((top, left), (bottom - 1, right - 1)) for top, bottom, left, right in sheet.merged_cells]
    return found
