"""Models for short yearly series: a specification, `fit`, a frozen fitted record, `forecast`.

They know no files, places or targets. Years may have gaps where the docstring says so.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..errors import ModelError
from .distribution import OPEN, PATHS, SEED, Forecast, from_line, to_line


def _changes(values: pd.Series, needed: int, model: str) -> tuple[np.ndarray, np.ndarray]:
    """Changes between neighbouring observations and the years between them."""
    if len(values) < needed:
        years = f"{len(values)} year(s)" + (f" ({values.index[0]}-{values.index[-1]})" if len(values) else "")
        raise ModelError(f"{years} of figures, {model} needs {needed}; add years under data/raw or use a simpler model")
    if values.isna().any() or not values.index.is_monotonic_increasing or not values.index.is_unique:
        raise ModelError(f"{model} needs one finite value a year in rising order")
    return np.diff(values.to_numpy(float)), np.diff(values.index.to_numpy(int))


def _spread(sigma, freedom: int, paths: int, draw: np.random.Generator) -> np.ndarray:
    """Sigma drawn once a path: it is estimated, so that sums of shocks have Student-t tails with `freedom` degrees."""
    return sigma * np.sqrt(freedom / draw.chisquare(freedom, size=(paths, 1)))


@dataclass(frozen=True)
class FittedDrift:
    """Random walk with drift from `last`, on the line of `to_line` where there are bounds.

    Over n changes that span T years the drift is the change over T, the variance of one year's shock is the mean of
    squared departures divided by the years each change spans, and the variance at step h is sigma^2 h (1 + h / T)
    (Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., 5.2 and 5.5).
    """

    last_year: int
    last: float
    slope: float
    sigma: float
    freedom: int
    span: float  # years behind the slope
    bounds: tuple[float, float]

    def forecast(self, horizon: int, *, paths: int = PATHS, seed: int = SEED) -> Forecast:
        draw = np.random.default_rng(seed)
        sigma = _spread(self.sigma, self.freedom, paths, draw)
        slope = self.slope + sigma * draw.standard_normal((paths, 1)) / np.sqrt(self.span)
        changes = slope + sigma * draw.standard_normal((paths, horizon))
        line = self.last + changes.cumsum(axis=1)
        return Forecast(self.last_year + np.arange(1, horizon + 1), from_line(line, self.bounds))


@dataclass(frozen=True)
class Drift:
    """Random walk with drift, uncertainty of the drift included. Gaps are allowed.

    Between two bounds it is one of the logit, so that no path leaves them: a share stays between 0 and 100.
    """

    lower: float = OPEN[0]  # without both bounds (NaN where an indicator has none) there are none
    upper: float = OPEN[1]

    def fit(self, values: pd.Series) -> FittedDrift:
        """Fit to values indexed by year.

        Raises:
            ModelError: Fewer than 5 figures, or one at or outside a bound.
        """
        bounds = (self.lower, self.upper) if np.isfinite([self.lower, self.upper]).all() else OPEN
        outside = values[(values <= bounds[0]) | (values >= bounds[1])]
        if len(outside):
            where = f"{outside.iloc[0]:g} in {outside.index[0]} lies on or outside the bounds"
            raise ModelError(f"{where} {self.lower:g}-{self.upper:g}: nothing to model")
        line = to_line(values, bounds)
        changes, gaps = _changes(line, 5, "drift")
        slope, freedom, span = float(changes.sum() / gaps.sum()), len(changes) - 1, float(gaps.sum())
        sigma = float(np.sqrt(np.sum((changes - slope * gaps) ** 2 / gaps) / freedom))
        return FittedDrift(int(line.index[-1]), float(line.iloc[-1]), slope, sigma, freedom, span, bounds)


def pace(values: pd.Series) -> float:
    """Mean change a year from the first to the last of some values indexed by year."""
    return float((values.iloc[-1] - values.iloc[0]) / (values.index[-1] - values.index[0]))
