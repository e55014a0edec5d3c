"""What differs between two states of the data: two days of knowledge, or two folders; new, gone, revised, regraded."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from ..data import indicators, observations, prints
from ..data.known import Known
from ..errors import ParameterError
from ..paths import whole
from .export import harmless

KEY = observations.FIGURE
TOLD = ["value", "unit", "status", "vintage", "source"]
KINDS = ("new", "revised", "regraded", "gone")


@dataclass(frozen=True)
class Diff:
    """`table` has one row a figure that differs: kind, the key, and value, unit, status, vintage, source, old and new.

    new: no figure before; gone: none any more; revised: another value, by more than the rounding of the coarser print;
    regraded: the same value with another status. `same` counts the figures that are as they were.
    """

    table: pd.DataFrame
    same: int

    def counts(self) -> dict[str, int]:
        """How many figures of each kind."""
        return {kind: int((self.table["kind"] == kind).sum()) for kind in KINDS}

    def by_indicator(self) -> pd.DataFrame:
        """Counts of each kind by indicator, the most changed first."""
        found = pd.crosstab(self.table["indicator"], self.table["kind"]).reindex(columns=list(KINDS), fill_value=0)
        return found.loc[found.sum(axis=1).sort_values(ascending=False, kind="stable").index]

    def write(self, path: Path) -> None:
        """As CSV, with texts that no spreadsheet takes for formulas."""
        texts = [c for c in self.table if not c.startswith("value")]
        out = self.table.assign(**{c: self.table[c].astype(str).map(harmless) for c in texts})
        with whole(path) as part:
            out.to_csv(part, index=False, lineterminator="\n")


def figures(data_dir: Path, day: date | None = None) -> pd.DataFrame:
    """One figure a key: the one that is used, of its newest print, as known on a day (all that is held without one).

    Values are in the unit of their indicator; `half` is half a unit of the last printed digit. Bounds and doubtful rows
    are no figures.
    """
    known = Known(data_dir, day or date.max)
    rows = known.rows() if day else observations.load(data_dir)  # with those of no day
    rows = rows[rows["use"].eq("yes") & rows["comparator"].isin(["=", "~"])]
    wanted = rows["indicator"].map({i.id: i.unit for i in indicators.load(data_dir).values()})
    scale = indicators.factor(rows["unit"], data_dir) / indicators.factor(wanted, data_dir)
    rows = rows.assign(value=(rows["value"] * scale).round(10), half=prints.halves(rows) * scale, unit=wanted)
    rows["field"] = rows["field"].astype("string").fillna("")
    rows["known"] = rows["known"].fillna(date.min)  # an undated print is no news against a dated one
    return known.newest_figures(rows, KEY)[[*KEY, *TOLD, "half"]]


def between(old: pd.DataFrame, new: pd.DataFrame) -> Diff:
    """What differs between two tables of `figures`."""
    both = old.merge(new, on=KEY, how="outer", suffixes=("_old", "_new"), indicator="side", validate="one_to_one")
    coarser = both[["half_old", "half_new"]].max(axis=1) * (1 + 1e-9)
    moved = (both["value_new"] - both["value_old"]).abs() > coarser
    kind = pd.Series("", index=both.index).mask(both["status_old"] != both["status_new"], "regraded")
    side = both["side"]
    kind = kind.mask(moved, "revised").mask(side.eq("right_only"), "new").mask(side.eq("left_only"), "gone")
    columns = [f"{name}_{side}" for name in TOLD for side in ("old", "new")]
    table = both.assign(kind=kind)[["kind", *KEY, *columns]]
    texts = [c for c in table if not c.startswith("value")]
    table[texts] = table[texts].fillna("")
    differs = table["kind"] != ""
    return Diff(table[differs].reset_index(drop=True), int((~differs).sum()))


def state(text: str, data_dir: Path, opened) -> pd.DataFrame:
    """The figures of a state as a user names it: a day (2025-12-31, 2025-12, 2025), or a data folder.

    Raises:
        ParameterError: It is neither.
    """
    if observations.VINTAGE.match(text):
        try:
            return figures(data_dir, observations.last_day(text))
        except ValueError:
            raise ParameterError(f"'{text}' is no day of the calendar; write 2025-12-31, or name a folder") from None
    folder = opened(text)
    if not (folder / "observations.csv").is_file():
        found = f"(no observations.csv in {folder})"
        raise ParameterError(f"'{text}' is neither a day (2025-12-31) nor a data folder {found}")
    return figures(folder)
