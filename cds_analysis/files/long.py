"""Long tables, one row a figure: CSV and Parquet with one column a dimension and one of values, SDMX-CSV among them."""

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path

import pandas as pd

from . import base, furniture, grid, numbers, sdmx, wide
from .base import Incoming, clean, refusal
from .powers import POWERS, UNITS, key_of

VALUES, STATUS = set(numbers.SAID["values"]), set(numbers.SAID["statuses"])  # headings of columns
CODES = re.compile(r"^(?:.*[ _])?(?:code|id|mã|ma|key|no|stt)$|^(?:code|id|mã|ma)[ _].*$", re.I)
SAMPLE = 200
ONE_VALUE = "name the column of figures 'value', or describe the table in a mapping file"


def from_text(text: str, path: Path, options: dict | None = None) -> Incoming:
    """A text table of either form: years as headings (see `wide`), or one row a figure."""
    text = base.nfc(text)
    mark = grid.delimiter(text, path)
    top = list(itertools.islice(grid.text_rows(text, path, mark), SAMPLE))
    shed, _, told = furniture.found(top)
    top = [shed(number, row) for number, row in enumerate(top)]
    head = next((n for n, row in enumerate(top) if len(row) > 1 and sum(map(bool, row)) > 1), None)
    if head is None:
        raise refusal(path, 1, "no row of headings", wide.MAPPING)
    if any(map(wide.is_heading_of_year, top[head][1:])) or not top[head][0]:
        return replace(wide.read(grid.text_grid(text, path, shed), options), told=tuple(told))
    below = itertools.islice(enumerate(grid.text_rows(text, path, mark)), head + 1, None)
    below = itertools.starmap(shed, below) if told else (row for _, row in below)
    return replace(from_rows(grid.Grid(path, top[: head + 1]), head, below, options), told=tuple(told))


def from_rows(table: grid.Grid, head: int, below: Iterable[list[str]], options: dict | None = None) -> Incoming:
    """The rows below the headings of a text or a sheet, one a figure; in a text each has a cell for each heading."""
    heading = table.rows[head]
    names = heading[: max((n for n, name in enumerate(heading, 1) if name), default=0)]
    base.unique_names(names, table.path, head + 1, table.sheet)
    cells: list[list[str]] = [[] for _ in names]
    lines, notes, blank = [], [], False
    for line, row in enumerate(below, head + 1):
        if not any(row):
            blank = True
            continue
        alone = (len(row) == 1 or not row[-1]) and row[0] and not any(row[1:]) and len(names) > 1
        if alone or (len(row) != len(names) and furniture.is_note(row)):  # a note, if no figures come below it
            notes.append((line, row, blank or len(row) >= len(names) or furniture.is_note(row)))
            continue
        if notes or (len(row) < len(names) and not table.sheet):
            _refuse_short(table, *(notes[0][:2] if notes else (line, row)), len(names))
        if any(row[len(names) :]) and not table.sheet:
            found = f"more cells than the {len(names)} headings"
            raise table.refuse(line, found, "put texts with commas in quotation marks")
        lines.append(line + 1)
        for column, cell in zip(cells, row, strict=False):
            column.append(cell)
    if notes and not notes[0][2]:
        _refuse_short(table, *notes[0][:2], len(names))
    if not lines:
        remedy = "fill in the table" if table.sheet else "download it again"
        raise table.refuse(head, "headings, and no row below them", remedy)
    frame = pd.DataFrame({n: pd.array(column, dtype="str") for n, column in enumerate(cells)}, index=lines)
    numeric = [[(line - 1, n) in table.native for n in frame] for line in lines] if table.native else None
    native = numeric and pd.DataFrame(numeric, index=lines)
    return from_frame(table, head, frame.set_axis(names, axis=1), native, options, [row for _, row, _ in notes])


def _refuse_short(table: grid.Grid, line: int, row: list[str], most: int) -> None:
    remedy = "the file is cut off, or the row is a note: download it again, or remove the row"
    raise table.refuse(line, f"{sum(map(bool, row))} cells, the headings have {most}", remedy)


def from_frame(
    source: grid.Grid,
    head: int,
    table: pd.DataFrame,
    native: pd.DataFrame | None,
    options: dict | None,
    notes: Sequence[list[str]] = (),
) -> Incoming:
    """A table of texts with one row a figure, or with several columns of figures, which become the last dimension.

    Columns are found by their names; else those of figures are the last ones that hold nothing else.

    Args:
        source: Where the table stands, below the row `head` of it.
        native: Which of its cells are numbers and no texts.
        notes: The lines below it.
    """
    names = [re.sub(r" \(dimension\)$", "", name or f"dimension {n}") for n, name in enumerate(table, 1)]
    table = table.set_axis(names, axis=1)
    kind, unit = "long", ""
    if sdmx.is_csv(names):
        kind, table = "sdmx", sdmx.unfold(table)
        if table.empty:
            raise source.refuse(head, "only rows that take figures back (ACTION is D)", "download the data")
    values = _value_columns(source, head, table)
    if source.merged:
        source.check_merged([(line - 1, list(table).index(name)) for line in table.index for name in values])
    status = next((n for n in table if key_of(n) in STATUS and n not in values), None)
    dims = [n for n in table if n not in values and n != status]
    base.check_dimensions(source.path, len(dims), source.sheet)
    if not dims:
        raise source.refuse(head, "no column beside the figures", "add the columns of places and years")
    labels = {f"{name} (dimension)" if name in base.TAIL else name: table[name] for name in dims}
    in_powers = any(key_of(name) in POWERS for name in labels)
    for name in [] if in_powers or kind == "sdmx" else list(labels):
        if key_of(name) in UNITS and labels[name].nunique() == 1 and len(labels) > 1:
            unit = str(labels.pop(name).iloc[0])
    base.check_size(source.path, [len(table), len(values)], source.sheet)

    below = partial(pd.concat, ignore_index=True)
    parts = {name: below([column] * len(values)) for name, column in labels.items()}
    if len(values) > 1 or key_of(values[0]) not in VALUES:  # the heading may say what the figures are
        name = "column" if "indicator" in parts or len(values) == 1 else "indicator"
        parts[name] = pd.Series(values, dtype="str").repeat(len(table)).reset_index(drop=True)
    lines = ("row " if source.sheet else "line ") + pd.Series(table.index.astype("str"), dtype="str")
    own = None
    if native is not None:
        native = native.set_axis(names, axis=1).loc[table.index]
        own = below([native[name] for name in values])
    grades = None
    if status is not None:
        known = {text: numbers.status_of(text) for text in table[status].unique()}
        grades = below([table[status].map(known).astype("str")] * len(values))
    options = {"status": grades} | (options or {})
    figures = (below([table[name] for name in values]), below([lines] * len(values)), own)
    above = [row for row in source.rows[: max(head, 0)] if any(row)]
    out = wide.finish(source, parts, figures, [*above, *notes], kind=kind, **options)
    return replace(out, unit=unit or out.unit)


def _value_columns(source: grid.Grid, head: int, table: pd.DataFrame) -> list[str]:
    named = [name for name in table if key_of(name) in VALUES]
    if len(named) == 1:
        return named
    if len(named) > 1:
        raise source.refuse(head, f"two columns of figures: {', '.join(named)}", "keep one")
    found = []
    for name in reversed(list(table)):
        if key_of(name) in STATUS | UNITS:
            continue
        shown = [text for text in table[name].unique()[:2000] if text]
        figures = [text for text in shown if text not in numbers.MISSING]
        of_figures = figures and all(map(numbers.is_figure, figures)) and not all(map(numbers.is_year, shown))
        if CODES.match(key_of(name)) or not of_figures:
            break
        found.insert(0, name)
    if not found:
        shown = ", ".join(repr(base.shorten(name, 30)) for name in list(table)[:12])
        raise source.refuse(head, f"no column of figures among {shown}", ONE_VALUE)
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
    tidy, out, native = lru_cache(100_000)(clean), {}, {}
    for name, column in frame.items():
        if pd.api.types.is_bool_dtype(column) or column.map(lambda v: isinstance(v, dict | list | bytes)).any():
            raise refusal(path, str(name), f"a column of {column.dtype}", "keep texts and numbers alone")
        if pd.api.types.is_float_dtype(column):
            # a short float as it was written, 29.53 and not 29.530000686645508; an infinite one keeps its name
            plain = [numbers.of_number(float(str(v))) for v in column.to_numpy()]
            out[name], native[name] = pd.array(plain, dtype="str"), column.notna().to_numpy()
        else:
            native[name] = pd.api.types.is_integer_dtype(column)
            out[name] = pd.array([tidy(text) for text in column.astype("str").where(column.notna(), "")], dtype="str")
    table, native = (pd.DataFrame(cells, index=pd.RangeIndex(1, len(frame) + 1)) for cells in (out, native))
    return from_frame(grid.Grid(path, [], path.name), -1, table.rename(columns=clean), native, options)


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
