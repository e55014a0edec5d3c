"""Every error a user can cause: it says what, where, what was found and what to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from .said import said


class CdsError(Exception):
    """Base of all errors of this package; the command line prints its text and stops with exit code 2."""

    def _render_traceback_(self) -> list[str]:
        """What a notebook's cell shows of it: the text, without the way through the library that led to it."""
        return said(f"{type(self).__name__}: {self}").splitlines()


class UnknownName(CdsError):
    """A province, indicator, source or file that is not in its register."""


class SeriesError(CdsError):
    """The table holds no such series, or several that must not be mixed."""


class ModelError(CdsError):
    """A series that a model cannot carry."""


class ParameterError(CdsError):
    """A notebook's or command's parameter that is unknown or of a wrong type."""


@dataclass(frozen=True)
class Fault:
    """One fault of one cell or row of a data file; in a spreadsheet the line is the row of a sheet."""

    file: str
    line: int | None
    column: str
    found: str
    remedy: str
    sheet: str = ""

    def __str__(self) -> str:
        line = f", row {self.line}" if self.sheet else f":{self.line}"
        where = self.file + (f", sheet '{self.sheet}'" if self.sheet else "") + (line if self.line else "")
        where += f" [{self.column}]" if self.column else ""
        text = f"{where}: {self.found}; {self.remedy}"
        return "".join(c if c.isprintable() else " " for c in text)  # names of files may hold anything


class DataError(CdsError):
    """All faults found in the data, together; its text names the first `shown` of them."""

    def __init__(self, faults: Iterable[Fault], shown: int | None = None):
        self.faults = list(faults)
        lines = "\n".join(f"  {fault}" for fault in self.faults[:shown])
        if shown and len(self.faults) > shown:
            lines += f"\n  ... and {len(self.faults) - shown:,} more"
        count = "1 fault" if len(self.faults) == 1 else f"{len(self.faults):,} faults"
        super().__init__(f"{count}:\n{lines}")


def unknown(kind: str, name: str, known: Iterable[str], hint: str = "") -> UnknownName:
    """The error for a name that is not registered, with the closest ones that are."""
    close = get_close_matches(str(name), sorted(known), n=3, cutoff=0.4)
    nearest = f"; closest: {', '.join(close)}" if close else ""
    return UnknownName(f"no {kind} '{name}'{nearest}{'; ' + hint if hint else ''}")
