"""Forecasts for a panel of short yearly series: what one series is too short to tell is learnt from all of them.

Everything is an array of series x years (values start in the first column and end with NaN), so that a thousand series
cost little more than one. Point forecasts are the mean of three plain methods; intervals are calibrated on the errors
that the same forecast made at earlier origins of the whole panel.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .bounds import departed, departures, from_line, to_line
from .distribution import PATHS, SEED, Forecast
from .movement import Movement, future, scales, tune
from .smoothing import damped_trends
from .spread import courses, growth, own_record, pooled

__all__ = ["STAGES", "Movement", "PanelForecast", "forecast"]

WIDER = 1.07  # half-widths over what past errors say: years to come bring shocks that hit many series at once
STAGES = 4  # how often `forecast` reports that it got on


def at_end(values: np.ndarray, array: np.ndarray) -> np.ndarray:
    """The entries of an array (series, years, ...) that belong to the last year of each series."""
    length = np.isfinite(values).sum(axis=1)
    return array[np.arange(len(values)), length - 1]


@dataclass(frozen=True)
class PanelForecast:
    """Forecasts of every series from its last year.

    `centre` and `spread`, both of shape (series, horizon), are on the line of `bounds.to_line`: the centre plus
    `spread` times a quantile of `errors` is a quantile.
    """

    centre: np.ndarray
    spread: np.ndarray
    errors: np.ndarray  # standardised absolute errors of earlier origins, sorted
    weights: np.ndarray  # their cumulated weights, from 0 to 1
    positive: np.ndarray  # series that cannot fall below zero
    courses: np.ndarray  # of errors over the years ahead, shape (any, horizon): see `spread.courses`
    bounds: tuple[float, float]

    @property
    def mean(self) -> np.ndarray:
        """The point forecast, shape (series, horizon); between two bounds it is the median."""
        return from_line(self.centre, self.bounds)

    def interval(self, level: float) -> tuple[np.ndarray, np.ndarray]:
        """Lower and upper end of the central interval, each of shape (series, horizon)."""
        half = float(np.interp(level, self.weights, self.errors)) * self.spread
        ends = (departed(self.centre, way * half, self.positive) for way in (-1, 1))
        low, high = (from_line(end, self.bounds) for end in ends)
        return low, high

    def paths(self, row: int, last_year: int, *, paths: int = PATHS, seed: int = SEED) -> Forecast:
        """Joint sample paths of one series, whose quantiles are the intervals; series are drawn independently.

        The years of a path go together as the errors of the panel did (see `spread.courses`).
        """
        draw = np.random.default_rng([seed, row])
        chosen = self.courses[draw.integers(len(self.courses), size=paths)]
        order = np.lexsort((draw.random((paths, chosen.shape[1])), chosen), axis=0)  # equal ones in random order
        rank = (order.argsort(axis=0) + draw.random((paths, 1))) / paths
        size = np.interp(np.abs(2 * rank - 1), self.weights, self.errors)
        moved = np.sign(rank - 0.5) * size * self.spread[row]
        centre, positive = np.broadcast_to(self.centre[row], moved.shape), np.full(paths, self.positive[row])
        line = departed(centre, moved, positive)
        return Forecast(last_year + np.arange(1, moved.shape[1] + 1), from_line(line, self.bounds), "panel")


def forecast(
    values: np.ndarray,
    horizon: int,
    *,
    real: np.ndarray | None = None,
    bounds: tuple[float, float] = (-np.inf, np.inf),
    got_on: Callable[[], object] = lambda: None,
) -> PanelForecast:
    """Forecast every series of a panel.

    Args:
        values: Shape (series, years), NaN after the last year of a series and nowhere else.
        real: False where a value was filled in between two years; such a year is neither an origin nor scored.
        bounds: What no value can reach: (0, 100) for a share in percent, (0, inf) for a count; all is then done on the
            logit, or above the lower bound. Without bounds a series whose values are all above zero stays above zero.
        got_on: Called STAGES times on the way.

    Raises:
        ModelError: A value on or outside a bound.
    """
    values = to_line(values, bounds)
    open_line = bool(np.isinf(bounds[1]))  # a logit has no zero to stay above and no level to move in proportion to
    positive = ~(values <= 0).any(axis=1) & open_line
    real = np.isfinite(values) if real is None else real
    movement, scale = tune(values, horizon, relative=open_line), scales(values, relative=open_line)
    got_on()
    plain, variance = movement.filter(values, scale, horizon)
    points = [plain, damped_trends(values, horizon)]
    got_on()
    if positive.any():
        root = np.sqrt(np.where(positive[:, None], values, 1.0))
        on_root = tune(root[positive], horizon).filter(root, scales(root), horizon)[0]
        points.append(np.where(positive[:, None, None], np.maximum(on_root, 0) ** 2, plain))
    got_on()
    mean = np.mean(points, axis=0)
    floor = 0.05 * np.abs(values)[:, :, None]
    mean = np.where(positive[:, None, None], np.maximum(mean, floor), mean)
    spread = scale[:, :, None] * np.sqrt(variance)[None]
    came = np.where(real[:, :, None], future(np.where(real, values, np.nan), horizon), np.nan)
    error = departures(mean, came, positive) / spread
    error[:, :2] = np.nan
    own = own_record(np.abs(error))[:, :, None]
    tilt = np.arange(1, horizon + 1) ** growth(np.abs(error) / own)
    spread, error = spread * own * tilt, error / own / tilt
    together = courses(error, movement, int(np.median(np.isfinite(values).sum(axis=1))))
    got_on()
    return PanelForecast(
        at_end(values, mean),
        WIDER * at_end(values, spread),
        *pooled(np.abs(error)),
        positive,
        together,
        bounds,
    )
