"""A long table of yearly series (series, year, value), read with care and forecast as one panel."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from tqdm import tqdm

from ..errors import DataError, Fault, ModelError
from ..files import usertable
from ..forecasting import panel
from ..forecasting.distribution import Forecast

COLUMNS = ["series", "year", "value"]
NEEDED = "the table needs one row a series and year, with the columns series, year and value"


def read(path: Path) -> pd.DataFrame:
    """Series, year and value of a CSV or Excel file, sorted; rows with an empty value are years without a figure.

    Raises:
        DataError: A column is missing, a value is no finite number, a year no whole number, a series is unnamed, or a
            series has two values for one year; with the series and the line of each of the first faults.
    """
    own = usertable.read(path, COLUMNS, COLUMNS[1:], NEEDED)
    raw, year, value = own.rows, own.numbers("year"), own.numbers("value")
    twice = raw.assign(year=year).duplicated(["series", "year"]) & year.notna()
    checks = [
        ("series", raw["series"] == "", "is empty", "name the series"),
        ("year", usertable.no_year(year), "is no year", "write it as 2024"),
        ("value", raw["value"].ne("") & value.isna(), "is no number", own.as_number),
        ("value", value.abs() == np.inf, "is not finite", "leave it empty where there is no figure"),
        ("year", twice, "stands twice in this series", "keep one row"),
    ]
    if faults := own.faults(checks, lambda row: f"series '{row.series}'"):
        raise DataError(faults, shown=20)
    table = raw.assign(year=year.astype(int), value=value).dropna(subset="value")
    if table.empty:
        raise DataError([Fault(own.file, None, "value", "no value at all", NEEDED, own.sheet)])
    return table[COLUMNS].sort_values(["series", "year"], kind="stable", ignore_index=True)


@dataclass(frozen=True)
class Ahead:
    """Forecasts of every series of a long table: `ends` holds the first and last year of each."""

    ends: pd.DataFrame
    found: panel.PanelForecast
    horizon: int

    def table(self, levels: tuple[int, ...] = (80, 95)) -> pd.DataFrame:
        """Columns series, year, step, mean and lo, hi of each level (percent), one row a series and year."""
        step = np.tile(np.arange(1, self.horizon + 1), len(self.ends))
        last = np.repeat(self.ends["max"].to_numpy(), self.horizon)
        out = {"series": np.repeat(self.ends.index, self.horizon), "year": last + step, "step": step}
        out |= {"mean": self.found.mean.ravel()}
        for level in levels:
            low, high = self.found.interval(level / 100)
            out |= {f"lo{level}": low.ravel(), f"hi{level}": high.ravel()}
        return pd.DataFrame(out)

    def paths(self, series: str) -> Forecast:
        """Joint sample paths of one series, from which the probability of a target is read."""
        row = self.ends.index.get_loc(series)
        return self.found.paths(row, int(self.ends["max"].iloc[row]))


def ahead(
    table: pd.DataFrame,
    horizon: int,
    *,
    bounds: tuple[float, float] = (-np.inf, np.inf),
    progress: bool = False,
) -> Ahead:
    """Forecast every series of a long table `horizon` years beyond its own last year, pooling over the table.

    Years without a figure are filled in on a straight line to find the movement; they are neither scored nor forecast
    from. `bounds` holds for every series; see `panel.forecast`.

    Raises:
        ModelError: A value on or outside a bound.
    """
    low, high = bounds
    if (outside := table[(table["value"] <= low) | (table["value"] >= high)]).shape[0]:
        first = outside.iloc[0]
        raise ModelError(
            f"{first['series']}, {first['year']}: {first['value']:g} lies on or outside the bounds {low:g} to {high:g} "
            f"({len(outside):,} such value(s)); widen the bounds or leave the series out"
        )
    ends = table.groupby("series")["year"].agg(["min", "max"])
    length = ends["max"] - ends["min"] + 1
    values = np.full((len(ends), int(length.max())), np.nan)
    rows = ends.index.get_indexer(table["series"])
    columns = table["year"].to_numpy() - ends["min"].to_numpy()[rows]
    values[rows, columns] = table["value"]
    real = np.isfinite(values)
    for row in np.flatnonzero(real.sum(axis=1) < length.to_numpy()):
        known = np.flatnonzero(real[row])
        inside = np.arange(length.iloc[row])
        values[row, inside] = np.interp(inside, known, values[row, known])
    with tqdm(total=panel.STAGES, desc=f"{len(ends):,} series", unit="stage", disable=not progress) as bar:
        found = panel.forecast(values, horizon, real=real, bounds=bounds, got_on=bar.update)
    return Ahead(ends, found, horizon)


def forecast(table: pd.DataFrame, horizon: int, levels: tuple[int, ...] = (80, 95), **options) -> pd.DataFrame:
    """The table of `ahead`, which takes the further options: see there."""
    return ahead(table, horizon, **options).table(levels)
