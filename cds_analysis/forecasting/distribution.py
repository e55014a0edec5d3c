"""A forecast is a distribution: joint sample paths by year, from which everything else is read."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

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


def part_of_one(part: float, what: str) -> float:
    """A level or chance as it was given.

    Raises:
        ModelError: It is not between 0 and 1, such as 80 for 0.8.
    """
    if not 0 < part < 1:
        hint = f", such as {part / 100:g} for {part:g} %" if 1 < part < 100 else ""
        raise ModelError(f"{what} {part:g}: give a number between 0 and 1{hint}")
    return part


class Marginals(ABC):
    """Forecasts of each year, all read from `quantile`: `median`, `interval`, `named`."""

    @abstractmethod
    def quantile(self, p: float) -> np.ndarray:
        """The p-quantiles, 0 < p < 1; of a panel shape (series, horizon)."""

    @property
    def median(self) -> np.ndarray:
        """The point forecast: what is passed as often as not."""
        return self.quantile(0.5)

    def interval(self, level: float) -> tuple[np.ndarray, np.ndarray]:
        """Lower and upper end of the equal-tailed interval; level 0.8 holds 80 % of the chances.

        Raises:
            ModelError: The level is not between 0 and 1.
        """
        tail = (1 - part_of_one(level, "level")) / 2
        return self.quantile(tail), self.quantile(1 - tail)

    def named(self, levels: tuple[int, ...] = (80, 95)) -> dict[str, np.ndarray]:
        """Under the names that all tables use: median, low80, high80, low95, high95 (levels in percent)."""
        found = {"median": self.median}
        for level in levels:
            found[f"low{level}"], found[f"high{level}"] = Marginals.interval(self, level / 100)
        return found


@dataclass(frozen=True)
class Forecast(Marginals, ShowsItself):
    """A forecast of one indicator: joint sample paths, and the quantiles of each year where the model knows them.

    Attributes:
        years: Shape (horizon,), consecutive calendar years.
        paths: Shape (paths, horizon), in the unit of the indicator.
        exact: From a chance p to the p-quantiles of all years, shape (horizon,); without, they are those of the paths.
        about: What it is of, by the columns of the table of observations (indicator, place, unit, ...), if known.
    """

    years: np.ndarray
    paths: np.ndarray
    exact: Callable[[float], np.ndarray] | None = field(default=None, kw_only=True, compare=False, repr=False)
    about: Mapping[str, str] = field(default_factory=dict, kw_only=True, compare=False, repr=False)

    def __repr__(self) -> str:
        last = f"{self.years[0]}-{self.years[-1]}, median {self.median.iloc[-1]:.4g} in {self.years[-1]}"
        return f"Forecast({last}, {len(self.paths):,} paths)"

    def quantile(self, p: float) -> pd.Series:
        """The p-quantile of each year, 0 < p < 1: a series by year, in the unit of the indicator.

        Raises:
            ModelError: p is not between 0 and 1.
        """
        part_of_one(p, "quantile")
        found = np.quantile(self.paths, p, axis=0) if self.exact is None else self.exact(p)
        return pd.Series(found, index=self.years, name=p)

    def interval(self, level: float) -> pd.DataFrame:
        """Equal-tailed forecast interval of each year, columns low and high; level 0.8 holds 80 % of the chances.

        Raises:
            ModelError: The level is not between 0 and 1.
        """
        return pd.DataFrame(dict(zip(("low", "high"), super().interval(level), strict=True)))

    def in_year(self, year: int) -> np.ndarray:
        """The sample of one year, shape (paths,).

        Raises:
            KeyError: The year is not forecast.
        """
        if year not in self.years:
            raise KeyError(f"{year} is outside the forecast ({self.years[0]}-{self.years[-1]})")
        return self.paths[:, int(year - self.years[0])]

    def probability(self, statement: Callable[[np.ndarray], np.ndarray]) -> float:
        """Share of the paths, 0 to 1, for which a statement holds; it maps (paths, horizon) to (paths,) of bool."""
        return float(np.mean(statement(self.paths)))

    @property
    def table(self) -> pd.DataFrame:
        """By year the columns median, low80, high80, low95, high95, in the unit of the indicator."""
        return pd.DataFrame(self.named()).rename_axis("year")

    def to_frame(self) -> pd.DataFrame:
        """What it is of, where that is known, year and the columns of `table`."""
        return self.table.reset_index().assign(**self.about)[[*self.about, "year", *self.table]]
