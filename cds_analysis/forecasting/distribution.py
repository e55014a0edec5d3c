"""A forecast is a distribution: joint sample paths by year, from which everything else is read."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from ..errors import ModelError
from ..shown import ShowsItself

PATHS = 4_000
SEED = 20_250_701
OPEN = (-np.inf, np.inf)  # bounds of what has none


def to_line(values: np.ndarray, bounds: tuple[float, float]) -> np.ndarray:
    """The logit of the position between two bounds, the distance from a lower one alone, or the values as they are.

    Raises:
        ModelError: A value on or outside a bound, or an upper bound without a lower one.
    """
    low, high = bounds
    if np.isinf(low) and np.isfinite(high):
        raise ModelError(f"an upper bound ({high:g}) without a lower one; give both")
    outside = values[(values <= low) | (values >= high)]
    if outside.size:
        raise ModelError(f"{outside[0]:g} lies on or outside the bounds {low:g} to {high:g}: nothing to model")
    if np.isfinite(high):
        return logit((values - low) / (high - low))
    return values - low if np.isfinite(low) else values


def from_line(line: np.ndarray, bounds: tuple[float, float]) -> np.ndarray:
    """The inverse of `to_line`."""
    low, high = bounds
    if np.isfinite(high):
        return low + (high - low) * expit(line)
    return line + low if np.isfinite(low) else line


@dataclass(frozen=True)
class Forecast(ShowsItself):
    """Joint sample paths of one indicator.

    Attributes:
        years: Shape (horizon,), consecutive calendar years.
        paths: Shape (paths, horizon), in the unit of the indicator.
    """

    years: np.ndarray
    paths: np.ndarray

    def __repr__(self) -> str:
        last = f"{self.years[0]}-{self.years[-1]}, median {self.median.iloc[-1]:.4g} in {self.years[-1]}"
        return f"Forecast({last}, {len(self.paths):,} paths)"

    def quantile(self, p: float) -> pd.Series:
        """The p-quantile of each year, 0 < p < 1."""
        return pd.Series(np.quantile(self.paths, p, axis=0), index=self.years, name=p)

    @property
    def median(self) -> pd.Series:
        return self.quantile(0.5)

    def interval(self, level: float) -> pd.DataFrame:
        """Equal-tailed forecast interval of each year, columns low and high; level 0.8 holds 80 % of the paths."""
        tail = (1 - level) / 2
        return pd.DataFrame({"low": self.quantile(tail), "high": self.quantile(1 - tail)})

    def in_year(self, year: int) -> np.ndarray:
        """The sample of one year, shape (paths,).

        Raises:
            KeyError: The year is not forecast.
        """
        if year not in self.years:
            raise KeyError(f"{year} is outside the forecast ({self.years[0]}-{self.years[-1]})")
        return self.paths[:, int(year - self.years[0])]

    def probability(self, statement: Callable[[np.ndarray], np.ndarray]) -> float:
        """Share of the paths for which a statement holds; it maps (paths, horizon) to (paths,) of bool."""
        return float(np.mean(statement(self.paths)))

    def table(self) -> pd.DataFrame:
        """Median and the 80 and 95 % intervals by year."""
        wide, narrow = self.interval(0.95), self.interval(0.8)
        columns = {"median": self.median, "low80": narrow["low"], "high80": narrow["high"]}
        return pd.DataFrame(columns | {"low95": wide["low"], "high95": wide["high"]}).rename_axis("year")
