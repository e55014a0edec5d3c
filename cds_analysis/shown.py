"""What a reader takes out of the library: as a table, an Excel sheet or a chart; how it shows itself; one short line.

Also how far a long cell has come.

Charts and Excel sheets are made above this module, so they are named here, not imported (as pandas names its plotting
backends): who never asks for one never loads matplotlib.
"""

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sized
from dataclasses import dataclass, field, fields, replace
from importlib import import_module
from pathlib import Path

import pandas as pd

PLOTTED, WRITTEN = "cds_analysis.charts.plotted", "cds_analysis.formats.frames"
LONGEST = 60  # letters of one part in a line


class InOneLine:
    """A dataclass whose repr is one line: tables and arrays by their size, what is long by its length or beginning."""

    def __init_subclass__(cls):
        cls.__repr__ = cls.__dict__.get("__repr__", InOneLine.__repr__)  # which @dataclass then leaves as it is

    def __repr__(self) -> str:
        told = (f"{f.name}={_part(getattr(self, f.name))}" for f in fields(self) if f.repr)
        return f"{type(self).__name__}({', '.join(told)})"


def _part(thing) -> str:
    name = type(thing).__name__
    if isinstance(thing, InOneLine):
        return f"{name}(…)"
    if getattr(thing, "shape", ()):
        return f"{name} of {' x '.join(map(str, thing.shape))}"
    text = f"{thing:.4g}" if isinstance(thing, float) else repr(thing)
    if len(text) > LONGEST and isinstance(thing, Sized) and not isinstance(thing, str):
        return f"{name} of {len(thing):,}"
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


class TakenOut(ABC):
    """What can be had as a table, an Excel sheet and a chart."""

    @abstractmethod
    def to_frame(self) -> pd.DataFrame:
        """The numbers as a table of pandas, one row an observation, with the columns that say what they are of."""

    def to_excel(self, path: str | Path, *, overwrite: bool = False) -> Path:
        """Write `to_frame` as the one sheet of an Excel file, numbers as numbers; a relative path counts from here.

        Returns:
            The file, which is there whole or not at all.

        Raises:
            CdsError: The file is there and `overwrite` is false, its folder is not there, or it does not end in .xlsx.
        """
        return import_module(WRITTEN).write(self.to_frame(), Path(path), type(self).__name__.lower(), overwrite)

    def plot(self, ax=None, *, lang: str = ""):
        """Draw it by matplotlib's pyplot, so that a notebook shows it; several may share one `ax`.

        Args:
            ax: Axes to draw on; without, a new figure.
            lang: vi or en, of labels; by default that of the study, else Vietnamese.

        Returns:
            The matplotlib Axes.
        """
        return import_module(PLOTTED).plot(self, ax, lang)


SESSION = "JPY_SESSION_NAME"  # the variable by which the server of JupyterLab names a kernel's notebook


@dataclass(frozen=True)
class ShowsItself(TakenOut):
    """What a study hands out: `show` gives its HTML; without one a cell shows its one line of text."""

    show: Callable | None = field(default=None, kw_only=True, compare=False, repr=False)

    def shown_by(self, show: Callable):
        """The same, shown by something else."""
        return replace(self, show=show)

    def _repr_html_(self) -> str | None:
        return self.show(self) if self.show else None


def in_lab() -> bool:
    """Whether this kernel is of a notebook open in JupyterLab; those of briefs are not, see `batch/kernels.py`."""
    return SESSION in os.environ


def watched(things: Iterable, what: str) -> Iterable:
    """Things one by one, with a bar of what is done where it takes more than a second: on a terminal and in JupyterLab.

    Elsewhere there is none, so that no output of a brief depends on how fast it was made.
    """
    if in_lab():
        from tqdm.notebook import tqdm
    else:
        from tqdm import tqdm
    return tqdm(things, desc=what, delay=1, leave=False, disable=False if in_lab() else None)
