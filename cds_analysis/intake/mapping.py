"""From a file as its publisher meant it to rows of ours: which dimension is what, and what every label means.

Nothing is guessed silently: each role says why it was given, each label that is none of ours is named with what to do,
and what stays open (border, indicator, unit, measure) is asked for.
"""

from pathlib import Path

import pandas as pd

from ..files.recognise import Incoming
from . import dimensions, whole
from .asked import Asked, Role, Understood, Work

__all__ = ["Asked", "Role", "Understood", "understand"]


def understand(incoming: Incoming, data_dir: Path, asked: Asked | None = None, *, vintage: str = "") -> Understood:
    """Rows of ours for the figures of a file, or what keeps it from giving any.

    Args:
        vintage: Its day of publication, if known: before the new units were announced the border is the old one.
    """
    work = Work(incoming, data_dir, asked or Asked(), vintage)
    dimensions.picked(work)
    for name in incoming.dimensions:
        dimensions.turned(name, work)
    if "place" not in work.columns:
        work.fault("", "no dimension of places", "give one under roles in a mapping file (its heading: place)")
    if "period" not in work.columns:
        work.fault("", "no dimension of years", "give one under roles in a mapping file (its heading: period)")
    whole.indicator(work)
    whole.unit(work)
    whole.aligned(work)
    whole.price_basis(work)
    whole.measure(work)
    whole.border(work)
    return _finished(work)


def _finished(work: Work) -> Understood:
    """The rows of what was understood; the grade a figure states comes before that of its year."""
    cells, missing = work.cells, work.cells["value"].eq("").to_numpy()
    beside = next((work.columns[name].astype(str) for name in ("status", "mark") if name in work.columns), "")
    printed = cells["status"].astype(str).reset_index(drop=True)
    work.columns["status"] = printed.mask(printed == "", beside).replace("", "reported").astype("category")
    rows = pd.DataFrame({name: column.array for name, column in work.columns.items() if name != "mark"})
    rows["value"], rows["where"] = cells["value"].to_numpy(), cells["where"].to_numpy()
    rows = rows[work.keep & ~missing].reset_index(drop=True)
    if not len(rows) and not work.faults:
        work.fault("", "no figure is left", "see what was left out and why")
    counted = int((missing & work.keep).sum())
    return Understood(rows, tuple(work.roles), tuple(work.left), tuple(work.faults), counted, int((~missing).sum()))
