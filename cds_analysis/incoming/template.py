"""The workbook that `cds data template` writes, filled in."""

import zipfile
from pathlib import Path

from .. import labels, usertable
from ..errors import DataError, Fault
from . import archives
from .base import Incoming, refusal

MARK = "cds-template"  # a property of the workbook
VALUE, STATUS = "giá trị", "trạng thái"
DIMENSIONS = ("mã chỉ tiêu", "địa phương", "địa giới", "năm", "đơn vị", "thước đo", "loại giá", "trong số")
SOURCE = ("mục", "nội dung")
MOST = 500_000  # rows, cells and values of a sheet
NEEDED = "write a new one with `cds data template INDICATOR` and copy the figures into it"
ROLES = {"mã chỉ tiêu": "indicator", "đơn vị": "unit", "thước đo": "measure", "loại giá": "price_basis"}


def is_one(path: Path) -> bool:
    """Whether a file is a workbook with the mark of a template."""
    try:
        with zipfile.ZipFile(path) as archive:
            info = archive.getinfo("docProps/custom.xml")
            return info.file_size < 100_000 and MARK.encode() in archive.read(info)
    except (zipfile.BadZipFile, KeyError, OSError):
        return False


def read(path: Path) -> Incoming:
    """The figures that were filled in; rows without one are left aside, they are no missing figures.

    Raises:
        DataError: A cell holds something else than a number, a status that is none, or columns are gone.
    """
    for part, extent in archives.check_sheets(path, "xlsx").items():
        if extent.elements > MOST:
            found = f"more than {MOST:,} cells and rows, no template as it was written"
            raise refusal(path, part, found, NEEDED)
    table = usertable.read(path, [*DIMENSIONS, VALUE, STATUS], [VALUE], NEEDED)
    rows = table.rows[table.rows[VALUE] != ""].reset_index(drop=True)
    status = rows[STATUS].map(labels.status)
    faults = table.faults([], lambda row: f"row {row.line}")
    remedy = "choose one from the list of the cell"
    for line, text in zip(rows["line"][status.isna()], rows[STATUS][status.isna()], strict=True):
        faults.append(Fault(table.file, int(line), STATUS, f"'{text}' is no status", remedy, table.sheet))
    if faults:
        raise DataError(faults, shown=10)
    cells = rows[list(DIMENSIONS)].astype("str")
    cells = cells.assign(
        value=rows[VALUE], status=status, missing="", where=f"{table.sheet}, row " + rows["line"].astype(str)
    )
    said = usertable.read(path, list(SOURCE), [], "keep the sheet of the source").rows
    facts = {labels.plain(row[1]): row[2] for row in said.itertuples(index=False)}
    notes = (facts.get("dia chi", ""),) if facts.get("dia chi") else ()
    return Incoming(
        kind="template",
        path=path,
        cells=cells,
        dimensions=DIMENSIONS,
        title=facts.get("ten tai lieu", ""),
        source=facts.get("co quan cong bo", ""),
        updated=facts.get("ngay cong bo", "")[:10],
        notes=notes,
    )
