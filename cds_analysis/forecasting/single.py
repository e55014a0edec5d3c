"""Models for short yearly series: a specification, `fit`, a frozen fitted record, `forecast`.

They know no files, places or targets. A year without a figure is left out of what they are given.
"""

from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
from scipy.stats import t as student

from ..errors import ModelError
from .distribution import OPEN, PATHS, SEED, Forecast, from_line, part_of_one, to_line

INDEXED = "a pandas Series of numbers indexed by year, such as pd.Series([7.1, 6.9], index=[2019, 2020])"


def yearly(values: pd.Series, needed: int, model: str) -> pd.Series:
    """Values as a model takes them: a finite number a year, in the order of the years; of dates the years count.

    Raises:
        ModelError: They are no series by year, a value is no finite number, a year stands twice, or there are too few.
    """
    if not isinstance(values, pd.Series):
        raise ModelError(f"a {type(values).__name__} is given, {model} needs {INDEXED}; of a table take one column")
    years = values.index.year if isinstance(values.index, pd.DatetimeIndex | pd.PeriodIndex) else values.index
    no_year = [year for year in years if isinstance(year, str) or not (1800 <= year <= 2100 and year % 1 == 0)]
    if no_year:
        raise ModelError(f"{no_year[0]!r} in the index is no year; {model} needs {INDEXED}")
    numbers = pd.to_numeric(values, errors="coerce").to_numpy(float, na_value=np.nan)
    for year, value, number in zip(years, values, numbers, strict=True):
        if isinstance(value, str) or not np.isfinite(number):
            raise ModelError(f"{year} is {value!r}, no finite number; leave a year without a figure out")
    found = pd.Series(numbers, np.asarray(years, dtype=int), name=values.name).sort_index()
    if not found.index.is_unique:
        raise ModelError(f"{found.index[found.index.duplicated()][0]} stands twice; {model} needs one value a year")
    if len(found) < needed:
        span = f" ({found.index[0]}-{found.index[-1]})" if len(found) else ""
        raise ModelError(f"{len(found)} year(s){span} of figures, {model} needs {needed}; add figures of other years")
    return found


@dataclass(frozen=True)
class FittedDrift:
    """Random walk with drift from `last`, on the line of `to_line` where there are bounds.

    Over n changes that span T years the drift is the change over T, the variance of one year's shock is the mean of
    squared departures divided by the years each change spans, and the variance at step h is sigma^2 h (1 + h / T)
    (Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., 5.2 and 5.5). As sigma is estimated,
    each year is Student-t with `freedom` degrees of freedom on that line.
    """

    last_year: int
    last: float
    slope: float
    sigma: float
    freedom: int
    span: float  # years behind the slope
    bounds: tuple[float, float]

    def quantiles(self, p: float, horizon: int) -> np.ndarray:
        """The p-quantiles of 1 to `horizon` years ahead, exact, in the unit of the values; shape (horizon,)."""
        step = np.arange(1, horizon + 1)
        away = (
            student.ppf(part_of_one(p, "quantile"), self.freedom) * self.sigma * np.sqrt(step * (1 + step / self.span))
        )
        return from_line(self.last + self.slope * step + away, self.bounds)

    def forecast(self, horizon: int, *, paths: int = PATHS, seed: int = SEED) -> Forecast:
        """Sample paths of `horizon` years after the last, in the unit of the values; the quantiles are exact.

        The drift is drawn once a path, sigma too: sums of shocks then have the tails of the quantiles.

        Raises:
            ModelError: The horizon is no whole number from 1 on.
        """
        if horizon < 1 or horizon % 1:
            raise ModelError(f"horizon {horizon}: give a whole number of years, 1 or more")
        draw = np.random.default_rng(seed)
        sigma = self.sigma * np.sqrt(self.freedom / draw.chisquare(self.freedom, size=(paths, 1)))
        slope = self.slope + sigma * draw.standard_normal((paths, 1)) / np.sqrt(self.span)
        changes = slope + sigma * draw.standard_normal((paths, horizon))
        line, years = self.last + changes.cumsum(axis=1), self.last_year + np.arange(1, horizon + 1)
        return Forecast(years, from_line(line, self.bounds), exact=partial(self.quantiles, horizon=horizon))


@dataclass(frozen=True)
class Drift:
    """Random walk with drift, uncertainty of the drift included. Years may be missing between the figures.

    Between two bounds, in the unit of the values, it is one of the logit, so that no path leaves them: with 0 and 100 a
    share in percent stays between them.
    """

    lower: float = OPEN[0]  # without both bounds (NaN where an indicator has none) there are none
    upper: float = OPEN[1]

    def fit(self, values: pd.Series) -> FittedDrift:
        """Fit to values indexed by year, in any unit; a year without a figure is left out (see `yearly`).

        Raises:
            ModelError: Fewer than 5 figures, one at or outside a bound, or what `yearly` refuses.
        """
        values = yearly(values, 5, "drift")
        bounds = (self.lower, self.upper) if np.isfinite([self.lower, self.upper]).all() else OPEN
        outside = values[(values <= bounds[0]) | (values >= bounds[1])]
        if len(outside):
            where = f"{outside.iloc[0]:g} in {outside.index[0]} lies on or outside the bounds"
            raise ModelError(f"{where} {self.lower:g}-{self.upper:g}: nothing to model")
        line = to_line(values, bounds)
        changes, gaps = np.diff(line), np.diff(line.index)
        slope, freedom, span = float(changes.sum() / gaps.sum()), len(changes) - 1, float(gaps.sum())
        sigma = float(np.sqrt(np.sum((changes - slope * gaps) ** 2 / gaps) / freedom))
        return FittedDrift(int(line.index[-1]), float(line.iloc[-1]), slope, sigma, freedom, span, bounds)


def pace(values: pd.Series) -> float:
    """Mean change a year from the first to the last of some values indexed by year."""
    return float((values.iloc[-1] - values.iloc[0]) / (values.index[-1] - values.index[0]))
