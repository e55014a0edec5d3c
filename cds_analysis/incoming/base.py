"""What every reader of a publisher's file gives: one row a figure, nothing mapped, nothing filled in."""

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

MAX_BYTES = 200_000_000  # of a file on disk
MAX_CELLS = 5_000_000  # figures
MAX_UNPACKED = 1_000_000_000  # bytes of what a zip-based file holds
MAX_RATIO = 200  # unpacked over packed
EXTRA = ("value", "status", "missing", "where")


@dataclass(frozen=True)
class Incoming:
    """A file as its publisher meant it: one row a figure, nothing mapped yet, nothing filled in.

    `cells` has one column a dimension (texts as printed, NFC), then value (text of a plain number with a decimal point,
    empty where missing), status (empty or a status of observations), missing (empty or the publisher's sign: never
    zero) and where (line, cell or key in the file, for errors).
    """

    kind: str
    path: Path
    cells: pd.DataFrame
    dimensions: tuple[str, ...]
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    title: str = ""
    unit: str = ""
    source: str = ""
    updated: str = ""
    notes: tuple[str, ...] = ()
