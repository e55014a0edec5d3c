"""Long tables as CSV in UTF-8: one column a dimension, one row a figure."""

import re
from pathlib import Path

import pandas as pd

from ..errors import DataError, Fault
from .base import MAX_BYTES, Incoming

VALUES = ("value", "giá trị", "số liệu", "obs_value")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
SIGNS = ("", "-", "..", "...", "…", ":")


def read(path: Path) -> Incoming:
    """A long table with the column value.

    Raises:
        DataError: No such column, no UTF-8, or a value that is no number.
    """
    if path.stat().st_size > MAX_BYTES:
        found = f"{path.stat().st_size:,} bytes, {MAX_BYTES:,} are read"
        raise DataError([Fault(path.name, None, "", found, "split the file")])
    try:
        table = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise DataError(
            [Fault(path.name, None, "", f"not a readable CSV file ({error})", "save it as UTF-8")]
        ) from None
    value = next((c for c in table if c.strip().lower() in VALUES), None)
    if value is None:
        found = f"no column value among {', '.join(table)}"
        raise DataError([Fault(path.name, 1, "", found, "name the column of the figures value")])
    dimensions = tuple(c for c in table if c not in (value, "status", "where"))
    texts = table[value].str.strip()
    missing = texts.isin(SIGNS)
    bad = ~missing & ~texts.str.fullmatch(NUMBER.pattern)
    if bad.any():
        line = int(bad.to_numpy().argmax()) + 2
        found = f"'{texts[bad].iloc[0]}' is no number"
        raise DataError([Fault(path.name, line, value, found, "write a plain number with a decimal point")])
    cells = table[list(dimensions)].assign(
        value=texts.mask(missing, ""),
        status=table["status"] if "status" in table else "",
        missing=texts.where(missing, "").mask(missing & texts.eq(""), "…"),
        where=pd.Series(range(2, len(table) + 2), dtype="int32").astype("str"),
    )
    return Incoming("long", path, cells, dimensions)
