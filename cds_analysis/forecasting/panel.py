"""Forecasts for a panel of short yearly series: what one series is too short to tell is learnt from all of them.

Everything is an array of series x years (values start in the first column and end with NaN), so that a thousand series
cost little more than one. Point forecasts are a mean of plain methods, weighed by the errors they made at earlier
origins of the whole panel; intervals are calibrated on the errors that this mean made there.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import nnls

from ..shown import InOneLine
from .distribution import OPEN, PATHS, SEED, Forecast, Marginals, from_line, part_of_one, to_line
from .movement import START, future, running_mean, sample, scales, tune
from .spread import courses, growth, own_record, pooled, unseen, volatility, weights

EXPECTED = np.array([2, 1, 0, 0]) / 3  # weights of movement, damped trend, last value and mean before the panel speaks
MEMBER_PRIOR = 1.0  # how many series they weigh
STAGES = 4  # how often `forecast` reports that it got on


def departed(mean: np.ndarray, departure: np.ndarray, positive: np.ndarray) -> np.ndarray:
    """A forecast moved by a departure; below the forecast of a positive series departures count as proportions.

    m + d above, m exp(d / m) below: smooth at the forecast, never below zero, never explosive above.
    """
    safe = np.where(positive[:, None], np.maximum(mean, 1e-300), 1.0)
    return np.where(
        positive[:, None] & (departure < 0), safe * np.exp(np.minimum(departure, 0) / safe), mean + departure
    )


def departures(mean: np.ndarray, value: np.ndarray, positive: np.ndarray) -> np.ndarray:
    """The departure that leads from a forecast to a value: the inverse of `departed`."""
    safe = np.where(positive[:, None, None], np.maximum(mean, 1e-300), 1.0)
    low = positive[:, None, None] & (value < mean)
    return np.where(low, safe * np.log(np.maximum(np.where(low, value, 1.0), 1e-300) / safe), value - mean)


def in_common(
    values: np.ndarray,
    scale: np.ndarray,
    horizon: int,
    positive: np.ndarray,
    real: np.ndarray,
    learnt_on: int,
    *,
    relative: bool,
) -> tuple[np.ndarray, np.ndarray]:
    """Forecasts by the movement the panel's series share, that of positive series on their square roots.

    Returns:
        Forecasts, and variances in units of the yearly shock; each of shape (series, years, horizon).
    """
    root = np.sqrt(values[positive])
    means, variances = np.empty((2, *values.shape, horizon))
    if not positive.all():
        movement = tune(values, learnt_on, real=real, relative=relative)
        means[~positive], variances[~positive] = movement.filter(values[~positive], scale[~positive], horizon)
    if positive.any():
        movement, known = tune(root, learnt_on, real=real[positive]), real[positive]
        found, variances[positive] = movement.filter(root, scales(root, real=known), horizon)
        means[positive] = np.maximum(found, 0) ** 2
    return means, variances


def damped_trends(values: np.ndarray, horizon: int) -> np.ndarray:
    """Damped-trend smoothing of each series with parameters of its own, forecast from every year.

    Of 60 settings (level 0.2-1, trend 0.05-1, damping 0.8-0.98) each year uses the one with the smallest squared
    one-step errors so far; the trend starts from the mean of the first four changes, or of those known by then (Gardner
    and McKenzie, Forecasting trends in time series, 1985).

    Returns:
        Shape (series, years, horizon).
    """
    grid = np.array(np.meshgrid([0.2, 0.4, 0.6, 0.8, 1.0], [0.05, 0.2, 0.5, 1.0], [0.8, 0.9, 0.98])).reshape(3, -1)
    smooth, adapt, damping = (row[:, None] for row in grid)
    fade = np.cumsum(damping ** np.arange(1, horizon + 1), axis=1)
    series, years = values.shape
    rows = np.arange(series)
    out = np.repeat(values[:, :, None], horizon, axis=2)  # from one value: the last value
    starts = running_mean(np.diff(values, axis=1)[:, :4])
    for known in range(1, starts.shape[1] + 1):  # the start from `known` changes serves the year it is known in ...
        level, squares = np.repeat(values[None, :, 0], grid.shape[1], axis=0), np.zeros((grid.shape[1], series))
        trend = np.repeat(starts[None, :, known - 1], grid.shape[1], axis=0)
        final = years if known == starts.shape[1] else known + 1  # ... and the last one all later years
        for year in range(1, final):
            expected = level + damping * trend
            error = values[:, year] - expected
            level, trend = expected + smooth * error, damping * trend + smooth * adapt * error
            squares = squares + error**2
            if year >= known:
                best = squares.argmin(axis=0)
                out[:, year] = level[best, rows][:, None] + trend[best, rows][:, None] * fade[best]
    return out


def learnt(members: list[np.ndarray], values: np.ndarray, came: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """Weights of the members of a forecast, by which the panel's past errors were smallest: none below zero, sum one.

    Sum of absolute errors, by least squares iterated, each step in units of its typical error, weighed as in `pooled`;
    drawn to EXPECTED by MEMBER_PRIOR series (Granger and Ramanathan, Improved methods of combining forecasts, 1984;
    Diebold and Pauly, The use of prior information in forecast combination, 1990).

    Args:
        members: Forecasts by origin and step in the order of EXPECTED, each of shape (series, years, horizon or one).
        came: What came, NaN where not known, of the same shape.
        scale: Scale of each series, shape (series,).
    """
    rows, chosen = sample(len(values)), EXPECTED
    seen = np.isfinite(came[rows]) & (np.arange(values.shape[1]) >= 2)[None, :, None]
    base, unit = (np.broadcast_to(x, seen.shape)[seen] for x in (values[rows][:, :, None], scale[rows][:, None, None]))
    moves = np.stack([(np.broadcast_to(member[rows], seen.shape)[seen] - base) / unit for member in members], axis=1)
    move, weight, step = (came[rows][seen] - base) / unit, weights(seen)[seen], np.nonzero(seen)[2]
    each, apart = np.maximum(np.bincount(step, weight), 1e-300), moves - (moves @ EXPECTED)[:, None]
    for _ in range(4):
        error = np.abs(move - moves @ chosen)
        typical = (np.bincount(step, weight * error) / each)[step]
        pull = np.divide(weight, typical * np.maximum(error, 0.1 * typical), out=0 * weight, where=typical > 0)
        drawn = MEMBER_PRIOR * (pull @ apart**2).sum() / len(rows)
        if not drawn > 0:
            return EXPECTED
        square = (moves.T * pull) @ moves + drawn * np.eye(len(EXPECTED))
        one = 1e3 * np.trace(square)  # holds the sum of the weights at one
        root = np.linalg.cholesky(square + one)
        chosen = nnls(root.T, np.linalg.solve(root, (moves.T * pull) @ move + drawn * EXPECTED + one))[0]
        chosen = chosen / chosen.sum()
    return chosen


def at_end(values: np.ndarray, array: np.ndarray) -> np.ndarray:
    """The entries of an array (series, years, ...) that belong to the last year of each series."""
    length = np.isfinite(values).sum(axis=1)
    return array[np.arange(len(values)), length - 1]


@dataclass(frozen=True)
class PanelForecast(Marginals, InOneLine):
    """Forecasts of every series from its last year.

    `centre` and `spread`, both of shape (series, horizon), are on the line of `to_line`: the centre plus
    `spread` times a quantile of `errors` is a quantile.
    """

    centre: np.ndarray
    spread: np.ndarray
    errors: np.ndarray  # standardised absolute errors of earlier origins, sorted
    weights: np.ndarray  # their cumulated weights, from 0 to 1
    positive: np.ndarray  # series that cannot fall below zero
    courses: np.ndarray  # of errors over the years ahead, shape (any, horizon): see `spread.courses`
    bounds: tuple[float, float]

    def quantile(self, p: float) -> np.ndarray:
        """The p-quantiles, shape (series, horizon).

        Raises:
            ModelError: p is not between 0 and 1.
        """
        away = 2 * part_of_one(p, "quantile") - 1
        size = np.sign(away) * float(np.interp(abs(away), self.weights, self.errors)) * self.spread
        return from_line(departed(self.centre, size, self.positive), self.bounds)

    def paths(self, row: int, last_year: int, *, paths: int = PATHS, seed: int = SEED) -> Forecast:
        """Joint sample paths of one series, with its quantiles; series are drawn independently.

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
        years = last_year + np.arange(1, moved.shape[1] + 1)
        return Forecast(years, from_line(line, self.bounds), exact=lambda p: self.quantile(p)[row])


def forecast(
    values: np.ndarray,
    horizon: int,
    *,
    real: np.ndarray | None = None,
    bounds: tuple[float, float] = OPEN,
    learnt_on: int = 0,
    got_on: Callable[[], object] = lambda: None,
) -> PanelForecast:
    """Forecast every series of a panel.

    Args:
        values: Shape (series, years), NaN after the last year of a series and nowhere else.
        real: False where a value was filled in between two years; such a year is neither an origin nor scored.
        bounds: What no value can reach: (0, 100) for a share in percent, (0, inf) for a count; all is then done on the
            logit, or above the lower bound. Without bounds a series whose values are all above zero stays above zero.
        learnt_on: Up to how many years ahead past errors are looked at, `horizon` where none is said. With a number
            of its own a year gets one forecast, whatever the horizon.
        got_on: Called STAGES times on the way.

    Raises:
        ModelError: A value on or outside a bound.
    """
    values = to_line(values, bounds)
    open_line = bool(np.isinf(bounds[1]))  # a logit has no zero to stay above and no level to move in proportion to
    positive = ~(values <= 0).any(axis=1) & open_line
    real = np.isfinite(values) if real is None else real
    scale, asked, learnt_on = scales(values, real=real, relative=open_line), horizon, learnt_on or horizon
    horizon = max(horizon, learnt_on)
    structural, variance = in_common(values, scale, horizon, positive, real, learnt_on, relative=open_line)
    got_on()
    members = [structural, damped_trends(values, horizon), values[:, :, None], running_mean(values)[:, :, None]]
    got_on()
    came = np.where(real[:, :, None], future(np.where(real, values, np.nan), horizon), np.nan)
    came[:, :, learnt_on:] = np.nan
    mean = sum(w * x for w, x in zip(learnt(members, values, came, at_end(values, scale)), members, strict=True))
    got_on()
    floor = 0.05 * np.abs(values)[:, :, None]
    mean = np.where(positive[:, None, None], np.maximum(mean, floor), mean)
    spread = scale[:, :, None] * np.sqrt(variance)
    error = departures(mean, came, positive) / spread
    error[:, :2] = np.nan
    level = running_mean(np.abs(values)) if open_line else np.ones(values.shape)
    relative = np.log(scale / np.maximum(level, 1e-300))
    relative = np.clip(relative - np.median(at_end(values, relative)), -3, 3)
    tilt = np.exp(relative * volatility(np.abs(error), relative))[:, :, None]
    spread, error = spread * tilt, error / tilt
    own = own_record(np.abs(error))[:, :, None]
    tilt = np.arange(1, horizon + 1) ** growth((np.abs(error) / own)[:, :, :learnt_on])
    spread, error = spread * own * tilt, error / own / tilt
    together = courses(error[:, :, :asked])
    got_on()
    return PanelForecast(
        at_end(values, mean)[:, :asked],
        unseen(error, len(START) + len(EXPECTED) - 1) * at_end(values, spread)[:, :asked],
        *pooled(np.abs(error)),
        positive,
        together,
        bounds,
    )
