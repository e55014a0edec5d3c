"""Yearly rates that come back to a mean of their own: nothing of a year's height is carried on into the next."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import t as student

from ..errors import ModelError
from ..shown import InOneLine
from .distribution import PATHS, SEED, Forecast, Marginals, part_of_one

LEAST = 4  # rates that tell a mean and a spread
NEWEST = 8  # rates the mean rests on
WANDER, FADING = 0.3, 0.8  # the mean's yearly shocks, in variances of a rate, and what is left of one a year later


def wandering(horizon: int) -> np.ndarray:
    """Weights of the mean's yearly shocks in each year ahead, in standard deviations of a rate: (horizon, horizon)."""
    age = np.arange(horizon)[:, None] - np.arange(horizon)[None, :]
    return np.sqrt(WANDER) * np.where(age >= 0, FADING ** np.maximum(age, 0), 0.0)


@dataclass(frozen=True)
class MeanRates(Marginals, InOneLine):
    """Forecasts of several series of rates, each from its own newest figures alone.

    A rate is the mean of the newest ones plus a shock of its own each year, both mean and spread estimated; from the
    last year on the mean itself moves (`wandering`). So step h is Student-t with n - 1 degrees of freedom and scale
    s sqrt(1 + 1/n + w), w the variance of that movement: 0.3, 0.49, 0.61 ... 0.83. Quantiles are exact.
    """

    centre: np.ndarray  # of each series
    scale: np.ndarray
    n: np.ndarray
    horizon: int

    @classmethod
    def fit(cls, values: np.ndarray, horizon: int, real: np.ndarray) -> "MeanRates":
        """Fit to rates, shape (series, years), of which the figures are `real`.

        Raises:
            ModelError: A series of fewer than LEAST figures.
        """
        kept = real & (real[:, ::-1].cumsum(axis=1)[:, ::-1] <= NEWEST)
        n = kept.sum(axis=1)
        if (n < LEAST).any():
            raise ModelError(f"{n.min()} rate(s): their mean needs {LEAST}; add years, or leave the series out")
        known = np.where(kept, values, np.nan)
        return cls(np.nanmean(known, axis=1), np.nanstd(known, axis=1, ddof=1), n, horizon)

    def quantile(self, p: float) -> np.ndarray:
        """The p-quantiles, shape (series, horizon), in the unit of the rates.

        Raises:
            ModelError: p is not between 0 and 1.
        """
        away = student.ppf(part_of_one(p, "quantile"), self.n - 1) * self.scale
        moved = (wandering(self.horizon) ** 2).sum(axis=1)
        return self.centre[:, None] + away[:, None] * np.sqrt(1 + 1 / self.n[:, None] + moved)

    def paths(self, row: int, last_year: int, *, paths: int = PATHS, seed: int = SEED) -> Forecast:
        """Joint sample paths of one series, with its quantiles; the years share error and movement of the mean."""
        draw, n, ahead = np.random.default_rng([seed, row]), self.n[row], self.horizon
        sigma = self.scale[row] * np.sqrt((n - 1) / draw.chisquare(n - 1, size=(paths, 1)))
        mean = self.centre[row] + sigma / np.sqrt(n) * draw.standard_normal((paths, 1))
        moved = draw.standard_normal((paths, ahead)) @ wandering(ahead).T
        rates = mean + sigma * (moved + draw.standard_normal((paths, ahead)))
        return Forecast(last_year + np.arange(1, ahead + 1), rates, exact=lambda p: self.quantile(p)[row])
