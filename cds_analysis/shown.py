"""What shows itself in a notebook, in the words of whoever handed it out; how far a long cell has come."""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

SESSION = "JPY_SESSION_NAME"  # the variable by which the server of JupyterLab names a kernel's notebook


@dataclass(frozen=True)
class ShowsItself:
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
