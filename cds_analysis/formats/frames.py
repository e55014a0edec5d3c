"""A table of numbers as an Excel sheet, as it is: no title, the headings in the first row."""

from pathlib import Path

import pandas as pd

from ..errors import CdsError
from ..paths import whole

PLAIN = {"options": {"strings_to_formulas": False, "strings_to_urls": False}}  # the comparator "=" is no formula


def write(frame: pd.DataFrame, path: Path, sheet: str, overwrite: bool) -> Path:
    """Write a table; see `TakenOut.to_excel`."""
    path = path.expanduser()
    if path.suffix != ".xlsx":
        raise CdsError(f"'{path}' is no name of an Excel file; end it in .xlsx")
    if not path.parent.is_dir():
        raise CdsError(f"no folder '{path.parent}' for {path.name}; make it first")
    if path.exists() and not overwrite:
        raise CdsError(f"'{path}' is there already; name another file, or say overwrite=True")
    with whole(path) as part, part.open("wb") as file:
        frame.to_excel(
            file, index=False, sheet_name=sheet, engine="xlsxwriter", freeze_panes=(1, 0), engine_kwargs=PLAIN
        )
    return path
