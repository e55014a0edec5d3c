"""Models for short yearly series: a specification, `fit`, a frozen fitted record, `forecast`.

They know no files, places or targets. Years may have gaps where the docstring says so.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from ..errors import ModelError
from .distribution import PATHS, SEED, Forecast

# How the mean of growth rates moves once they end: yearly shocks of WANDER times the variance of a rate, that fade by
# FADING a year. Set so that 80 % intervals of past growth held what they promise (docs/methods.md, "How the forecasts
# were tested"); without it they held too little.
WANDER, FADING = 0.3, 0.8


def wandering(horizon: int) -> np.ndarray:
    """Weights of the mean's yearly shocks in each year ahead, in standard deviations of a rate: (horizon, horizon)."""
    age = np.arange(horizon)[:, None] - np.arange(horizon)[None, :]
    return np.sqrt(WANDER) * np.where(age >= 0, FADING ** np.maximum(age, 0), 0.0)


class Fitted(Protocol):
    def forecast(self, horizon: int, *, paths: int = PATHS, seed: int = SEED) -> Forecast: ...


def _changes(values: pd.Series, needed: int, model: str) -> tuple[np.ndarray, np.ndarray]:
    """Changes between neighbouring observations and the years between them."""
    if len(values) < needed:
        years = f"{len(values)} year(s)" + (f" ({values.index[0]}-{values.index[-1]})" if len(values) else "")
        raise ModelError(f"{years} of figures, {model} needs {needed}; add years under data/raw or use a simpler model")
    if values.isna().any() or not values.index.is_monotonic_increasing or not values.index.is_unique:
        raise ModelError(f"{model} needs one finite value a year in rising order")
    return np.diff(values.to_numpy(float)), np.diff(values.index.to_numpy(int))


def _years(last: int, horizon: int) -> np.ndarray:
    return last + np.arange(1, horizon + 1)


def _spread(sigma: float, freedom: int, paths: int, draw: np.random.Generator) -> np.ndarray:
    """Sigma drawn once a path: it is estimated, so that sums of shocks have Student-t tails with `freedom` degrees."""
    return sigma * np.sqrt(freedom / draw.chisquare(freedom, size=(paths, 1)))


@dataclass(frozen=True)
class FittedRandomWalk:
    """Random walk from `last`, with or without drift.

    Over n changes that span T years the drift is the change over T, the variance of one year's shock is the mean of
    squared departures divided by the years each change spans, and the variance at step h is sigma^2 h (1 + h / T) with
    drift, sigma^2 h without (Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., 5.2 and 5.5).
    """

    last_year: int
    last: float
    slope: float
    sigma: float
    freedom: int
    span: float  # years behind the slope; infinite where the slope is fixed at zero

    def forecast(self, horizon: int, *, paths: int = PATHS, seed: int = SEED) -> Forecast:
        draw = np.random.default_rng(seed)
        sigma = _spread(self.sigma, self.freedom, paths, draw)
        slope = self.slope + sigma * draw.standard_normal((paths, 1)) / np.sqrt(self.span)
        changes = slope + sigma * draw.standard_normal((paths, horizon))
        name = "last value" if np.isinf(self.span) else "drift"
        return Forecast(_years(self.last_year, horizon), self.last + changes.cumsum(axis=1), name)


@dataclass(frozen=True)
class LastValue:
    """Random walk without drift: the last value stays, with growing uncertainty. Gaps are allowed."""

    def fit(self, values: pd.Series) -> FittedRandomWalk:
        """Fit to values indexed by year.

        Raises:
            ModelError: Fewer than 3 figures.
        """
        changes, gaps = _changes(values, 3, "last value")
        sigma = float(np.sqrt(np.mean(changes**2 / gaps)))
        return FittedRandomWalk(int(values.index[-1]), float(values.iloc[-1]), 0.0, sigma, len(changes), np.inf)


@dataclass(frozen=True)
class Drift:
    """Random walk with drift, uncertainty of the drift included. Gaps are allowed."""

    def fit(self, values: pd.Series) -> FittedRandomWalk:
        """Fit to values indexed by year.

        Raises:
            ModelError: Fewer than 5 figures.
        """
        changes, gaps = _changes(values, 5, "drift")
        slope = changes.sum() / gaps.sum()
        sigma = float(np.sqrt(np.sum((changes - slope * gaps) ** 2 / gaps) / (len(changes) - 1)))
        last_year, last = int(values.index[-1]), float(values.iloc[-1])
        return FittedRandomWalk(last_year, last, float(slope), sigma, len(changes) - 1, float(gaps.sum()))


@dataclass(frozen=True)
class FittedBounded:
    """A fitted model of the logit of the position between two bounds."""

    inner: Fitted
    lower: float
    upper: float

    def forecast(self, horizon: int, *, paths: int = PATHS, seed: int = SEED) -> Forecast:
        inner = self.inner.forecast(horizon, paths=paths, seed=seed)
        width = self.upper - self.lower
        return inner.through(lambda x: self.lower + width * expit(x), f"{inner.method}, bounded")


@dataclass(frozen=True)
class Bounded:
    """Another model on the logit scale, so that no path leaves the bounds: a share stays between 0 and 100."""

    inner: "LastValue | Drift"
    lower: float = 0.0
    upper: float = 100.0

    def fit(self, values: pd.Series) -> FittedBounded:
        """Fit to values indexed by year, all strictly between the bounds.

        Raises:
            ModelError: A value at or outside a bound, or what the inner model refuses.
        """
        outside = values[(values <= self.lower) | (values >= self.upper)]
        if len(outside):
            year, value = outside.index[0], outside.iloc[0]
            raise ModelError(
                f"{value:g} in {year} lies on or outside the bounds {self.lower:g}-{self.upper:g}: nothing to model"
            )
        inner = self.inner.fit(logit((values - self.lower) / (self.upper - self.lower)))
        return FittedBounded(inner, self.lower, self.upper)


@dataclass(frozen=True)
class FittedMeanRate:
    """Yearly rates that scatter about a mean: n past rates, each with the error it carries."""

    last_year: int
    rates: np.ndarray
    errors: np.ndarray

    def forecast(self, horizon: int, *, paths: int = PATHS, seed: int = SEED) -> Forecast:
        draw = np.random.default_rng(seed)
        n = len(self.rates)
        past = self.rates + self.errors * draw.standard_normal((paths, n))
        sigma = past.std(axis=1, ddof=1, keepdims=True) * np.sqrt((n - 1) / draw.chisquare(n - 1, size=(paths, 1)))
        mean = past.mean(axis=1, keepdims=True) + sigma / np.sqrt(n) * draw.standard_normal((paths, 1))
        rates = mean + sigma * draw.standard_normal((paths, horizon))
        moved = sigma * (draw.standard_normal((paths, horizon)) @ wandering(horizon).T)
        return Forecast(_years(self.last_year, horizon), rates + moved, "mean rate")


@dataclass(frozen=True)
class MeanRate:
    """A growth rate that is its mean plus a shock of its own each year, both mean and spread estimated.

    From the last year on the mean itself moves (`wandering`). The predictive distribution of step h is Student-t with
    n - 1 degrees of freedom and scale s sqrt(1 + 1/n + w), w the variance of that movement, 0.3, 0.49, 0.61 ... 0.83;
    years share the error and the movement of the mean. Gaps are allowed.
    """

    def fit(self, rates: pd.Series, errors: pd.Series | None = None) -> FittedMeanRate:
        """Fit to yearly rates (percent) and the standard error each carries (percentage points).

        Raises:
            ModelError: Fewer than 4 rates.
        """
        _changes(rates, 4, "mean rate")
        known = np.zeros(len(rates)) if errors is None else errors.to_numpy(float)
        return FittedMeanRate(int(rates.index[-1]), rates.to_numpy(float), known)


def pace(values: pd.Series) -> float:
    """Mean change a year from the first to the last of some values indexed by year."""
    return float((values.iloc[-1] - values.iloc[0]) / (values.index[-1] - values.index[0]))
