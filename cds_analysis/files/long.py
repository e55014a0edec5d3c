"""Long tables, one row a figure: CSV and Parquet with one column a dimension and one of values, SDMX-CSV among them."""

import csv
import io
import re
import unicodedata
from dataclasses import replace
from pathlib import Path

import pandas as pd

from . import base, grid, numbers, sdmxcsv, wide
from .base import Incoming, clean, refusal

VALUES = {"value", "obs_value", "values", "figure", "giá trị", "gia tri", "giá_trị", "gia_tri", "trị số", "số liệu",
          "so_lieu", "data", "dữ liệu", "val", "obsvalue", "observation"}  # fmt: skip
STATUS = {"status", "obs_status", "flag", "flags", "obs_flag", "trạng thái", "trang_thai", "tình trạng", "tinh_trang",
          "observation status", "obsstatus"}  # fmt: skip
UNITS = {"unit", "units", "đơn vị", "don_vi", "đơn vị tính", "đvt", "unit_measure", "unit of measure"}
CODES = re.compile(r"^(?:.*[ _])?(?:code|id|mã|ma|key|no|stt)$|^(?:code|id|mã|ma)[ _].*$", re.I)
SAMPLE = 200
ONE_VALUE = "name the column of figures 'value', or describe the table in a mapping file"


def key_of(name: str) -> str:
    """A column's name for comparison: lower case, in SDMX-CSV without what follows the colon."""
    return unicodedata.normalize("NFC", name.split(":")[0]).strip().lower()


def from_text(text: str, path: Path, options: dict | None = None) -> Incoming:
    """A text table of either form: years as headings (see `wide`), or one row a figure."""
    text = base.nfc(text)
    mark = grid.delimiter(text, path)
    sample = grid.text_rows(text[:2_000_000], path, mark, SAMPLE)
    head = next((n for n, row in enumerate(sample) if len(row) > 1 and sum(map(bool, row)) > 1), None)
    if head is None:
        raise refusal(path, 1, "no row of headings", wide.MAPPING)
    if any(map(wide.is_heading_of_year, sample[head][1:])) or not sample[head][0]:
        return wide.read(grid.Grid(path, grid.text_rows(text, path, mark)), options)
    names = headings(sample[head])
    above = [row for row in sample[:head] if any(row)]
    table = _table(text, path, mark, head, names)
    return from_frame(table, path, names, head + 1, above, kind="long", options=options)


def headings(row: list[str]) -> list[str]:
    """The headings of a row up to the last one."""
    return row[: max((n for n, name in enumerate(row, 1) if name), default=0)]


def _table(text: str, path: Path, mark: str, head: int, names: list[str]) -> pd.DataFrame:
    """The rows below the headings as texts, with their lines as index."""
    base.unique_names(names, path, head + 1)
    skip, width = _offset(text, head), len(names)
    _check_widths(text[skip:], path, mark, head, width)
    options = {"header": None, "dtype": "str", "keep_default_na": False, "skip_blank_lines": False, "sep": mark}
    try:
        table = pd.read_csv(io.StringIO(text[skip:]), names=range(width), usecols=range(width), engine="c", **options)
    except pd.errors.EmptyDataError:
        raise refusal(path, head + 1, "headings, and no row below them", "download it again") from None
    except (pd.errors.ParserError, ValueError, OverflowError) as error:
        match = re.search(r"line (\d+)|row (\d+)", str(error))
        line = int(match[1] or match[2]) + head + 1 if match else head + 1
        found = f"not a table ({str(error).split('C error:')[-1].strip()})"
        raise refusal(path, line, found, "each row needs as many cells as the heading; close quotation marks") from None
    table.index = pd.RangeIndex(head + 2, head + 2 + len(table))
    filled = table[table.fillna("").ne("").any(axis=1)]
    if filled.empty:
        raise refusal(path, head + 1, "headings, and no row below them", "download it again")
    base.check_size(path, [len(filled)])
    return filled


def _check_widths(text: str, path: Path, mark: str, head: int, width: int) -> None:
    """That each row has a cell for each heading and none beyond: pandas fills up short rows and cuts long ones."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        for row in reader:
            if len(row) < width and any(row):
                found = f"{len(row)} cells, the headings have {width}"
                remedy = "the file is cut off, or the row is a note: download it again, or remove the row"
                raise refusal(path, reader.line_num + head + 1, found, remedy)
            if len(row) > width and any(row[width:]):
                found = f"more cells than the {width} headings"
                raise refusal(path, reader.line_num + head + 1, found, "put texts with commas in quotation marks")
    except csv.Error as error:
        raise refusal(path, reader.line_num + head + 1, f"not a table ({error})", "close the quotation mark") from None


def _offset(text: str, lines: int) -> int:
    """Where the text below the headings begins; headings over several lines in quotation marks count as one."""
    at, rows, quoted = 0, 0, False
    for match in re.finditer(r'"|\r\n|\n|\r', text):
        if match[0] == '"':
            quoted = not quoted
        elif not quoted:
            at, rows = match.end(), rows + 1
            if rows > lines:
                return at
    return len(text)


def from_frame(
    table: pd.DataFrame,
    path: Path,
    names: list[str],
    line: int,
    above: list[list[str]],
    *,
    kind: str,
    sheet: str = "",
    native: pd.DataFrame | None = None,
    options: dict | None = None,
) -> Incoming:
    """A table of texts with one row a figure, or with several columns of figures, which become the last dimension.

    Columns are found by their names; else those of figures are the last ones that hold nothing else.
    """
    if line:
        base.unique_names(names, path, line, sheet)
    names = [name or f"dimension {number}" for number, name in enumerate(names, 1)]
    table = table.set_axis([re.sub(r" \(dimension\)$", "", name) for name in names], axis=1)
    names = list(table)
    for name in table:
        table[name] = _clean(table[name])
    codes, unit = {}, ""
    if sdmxcsv.is_one(list(table)):
        kind, kept = "sdmx", sdmxcsv.is_kept(table)
        if not kept.any():
            raise refusal(path, line, "only rows that take figures back (ACTION is D)", "download the data", sheet)
        table, native = table[kept], native if native is None else native[kept.to_numpy()]
        table, codes, unit = sdmxcsv.unfold(table)
    values = _value_columns(table, path, line, sheet)
    status = next((n for n in table if key_of(n) in STATUS and n not in values), None)
    dims = [n for n in table if n not in values and n != status]
    base.check_dimensions(path, len(dims), sheet)
    if not dims:
        raise refusal(path, line, "no column beside the figures", "add the columns of places and years", sheet)
    labels = {f"{name} (dimension)" if name in base.TAIL else name: table[name] for name in dims}
    for name in list(labels):
        if kind != "sdmx" and key_of(name) in UNITS and labels[name].nunique() == 1 and len(labels) > 1:
            unit = str(labels.pop(name).iloc[0])
    base.check_size(path, [len(table), len(values)], sheet)
    parts = {name: pd.concat([column] * len(values), ignore_index=True) for name, column in labels.items()}
    if len(values) > 1:
        name = "indicator" if "indicator" not in parts else "column"
        parts[name] = pd.Series(values, dtype="str").repeat(len(table)).reset_index(drop=True)
    where = ("row " if sheet else "line ") + pd.Series(table.index.astype("str"), dtype="str")
    where = pd.concat([where] * len(values), ignore_index=True)
    printed = pd.concat([table[name] for name in values], ignore_index=True)
    own = None if native is None else pd.concat([native.iloc[:, names.index(n)] for n in values], ignore_index=True)
    grades = None
    if status is not None:
        known = {text: numbers.status_of(text) for text in table[status].unique()}
        grades = pd.concat([table[status].map(known).astype("str")] * len(values), ignore_index=True)
    options = {"status": grades, "codes": codes} | (options or {})
    out = wide.finish(grid.Grid(path, [], sheet), parts, (printed, where, own), above, kind=kind, **options)
    return replace(out, unit=unit or out.unit)


def _clean(column: pd.Series) -> pd.Series:
    """Texts cleaned; distinct ones are looked at once, where there are few."""
    column = column.fillna("").astype("str")
    distinct = column.unique()
    if len(distinct) > 100_000:
        return column.str.strip()
    new = {text: clean(text) for text in distinct}
    return column if all(k == v for k, v in new.items()) else column.map(new).astype("str")


def _is_number_column(column: pd.Series) -> bool:
    shown = [text for text in column.unique()[:2000] if text and text not in numbers.MISSING]
    return bool(shown) and all(len(t) < 100 and numbers.FIGURE.match(t) for t in shown)


def _value_columns(table: pd.DataFrame, path: Path, line: int, sheet: str) -> list[str]:
    named = [name for name in table if key_of(name) in VALUES]
    if len(named) == 1:
        return named
    if len(named) > 1:
        raise refusal(path, line, f"two columns of figures: {', '.join(named)}", "keep one", sheet)
    found = []
    for name in reversed(list(table)):
        if key_of(name) in STATUS | UNITS:
            continue
        years = [text for text in table[name].unique()[:2000] if text]
        if CODES.match(key_of(name)) or not _is_number_column(table[name]) or all(map(numbers.is_year, years)):
            break
        found.insert(0, name)
    if not found:
        shown = ", ".join(repr(base.shorten(name, 30)) for name in list(table)[:12])
        raise refusal(path, line, f"no column of figures among {shown}", ONE_VALUE, sheet)
    return found


def from_parquet(path: Path, options: dict | None = None) -> Incoming:
    """A Parquet file with one column a dimension and one of values."""
    import pyarrow
    import pyarrow.parquet

    try:
        file = pyarrow.parquet.ParquetFile(path)
        texts = [f.name for f in file.schema_arrow if _is_text(f.type)]
        file = pyarrow.parquet.ParquetFile(path, read_dictionary=texts)  # few long texts may stand in many rows
        rows, names = file.metadata.num_rows, file.schema_arrow.names
        size = sum(file.metadata.row_group(n).total_byte_size for n in range(file.metadata.num_row_groups))
        if len(names) > base.MAX_COLUMNS:
            raise refusal(path, "", f"{len(names):,} columns", base.SMALLER)
        base.check_size(path, [rows])
        if size > base.MAX_UNPACKED:
            raise refusal(path, "", f"unpacks to {size:,} bytes, more than {base.MAX_UNPACKED:,}", base.SMALLER)
        base.unique_names([clean(name) for name in names], path, "heading")
        columns = file.read()
        columns.validate(full=True)  # to_pandas trusts that texts are UTF-8
        columns = _plain_texts(columns, path)
        frame = columns.replace_schema_metadata(None).to_pandas()  # what pandas wrote about itself may be broken
    except (UnicodeError, TypeError, pyarrow.ArrowException, OSError, ValueError, MemoryError, KeyError) as error:
        raise refusal(path, "", f"a broken Parquet file ({error})", "download it again") from None
    if frame.empty:
        raise refusal(path, "", "a Parquet file without rows", "download it again")
    frame = frame[[name for name in frame if not re.fullmatch(r"__index_level_\d+__", str(name))]]
    native = pd.DataFrame({name: False for name in frame}, index=frame.index)
    out = {}
    for name, column in frame.items():
        if pd.api.types.is_bool_dtype(column) or column.map(lambda v: isinstance(v, dict | list | bytes)).any():
            raise refusal(path, str(name), f"a column of {column.dtype}", "keep texts and numbers alone")
        if pd.api.types.is_float_dtype(column):
            # a short float as it was written, 29.53 and not 29.530000686645508; an infinite one keeps its name
            plain = [numbers.of_number(float(str(v))) for v in column.to_numpy()]
            out[name], native[name] = pd.Series(plain, index=column.index, dtype="str"), column.notna()
        else:
            native[name] = pd.api.types.is_integer_dtype(column)
            out[name] = column.astype("str").where(column.notna(), "")
    table = pd.DataFrame(out)
    table.index = pd.RangeIndex(1, len(table) + 1)
    names = [clean(name) for name in table]
    return from_frame(table, path, names, 0, [], kind="long", sheet=path.name, native=native, options=options)


def _is_text(kind) -> bool:
    import pyarrow

    return pyarrow.types.is_string(kind) or pyarrow.types.is_large_string(kind)


def _plain_texts(columns, path: Path):
    """A table of Arrow whose columns of texts by number are such of plain texts, if those fit into memory."""
    import pyarrow
    import pyarrow.compute as compute

    letters = 0
    for at, kind in enumerate(columns.schema.types):
        if not pyarrow.types.is_dictionary(kind):
            continue
        if _is_text(kind.value_type):
            for chunk in columns.column(at).chunks:
                lengths = compute.binary_length(chunk.dictionary).cast("int64")
                letters += compute.sum(lengths.take(chunk.indices)).as_py() or 0
        base.check_text(path, letters, columns.column_names[at])
        columns = columns.set_column(at, columns.column_names[at], columns.column(at).cast(kind.value_type))
    return columns
