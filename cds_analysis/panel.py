"""Forecasts for a panel of short yearly series: what one series is too short to tell is learnt from all of them.

Everything is an array of series x years (values start in the first column and end with NaN), so that a thousand series
cost little more than one. Point forecasts are the mean of three plain methods; intervals are calibrated on the errors
that the same forecast made at earlier origins of the whole panel.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.stats import norm
from scipy.stats import t as student

from .forecast import PATHS, SEED, Forecast

TUNED_ON = 500  # a larger panel is tuned on a seeded sample of so many series
START = np.array([-1.5, -1.0, -2.0, 0.5, 0.3])  # where tuning starts, and what few series are drawn to
DEGREES = 4  # of freedom of the error distribution assumed in tuning and for a lone series
PRIOR_SERIES = 5.0  # how many series that assumption weighs
SCALE_PRIOR = 2.0  # how many yearly changes the panel's relative movement weighs in the scale of a series
STEP_PRIOR = 0.05  # power of the step expected before the panel has spoken


def future(values: np.ndarray, horizon: int) -> np.ndarray:
    """What came 1 to `horizon` years after each year: shape (series, years, horizon), NaN beyond the end."""
    series, years = values.shape
    padded = np.concatenate([values, np.full((series, horizon), np.nan)], axis=1)
    return np.stack([padded[:, h : h + years] for h in range(1, horizon + 1)], axis=-1)


def running_mean(values: np.ndarray) -> np.ndarray:
    """Mean of the values up to each year; a NaN counts as nothing."""
    seen = np.cumsum(np.isfinite(values), axis=1)
    return np.cumsum(np.nan_to_num(values), axis=1) / np.maximum(seen, 1)


def scales(values: np.ndarray) -> np.ndarray:
    """Typical yearly change of each series as known in each year, drawn to what the panel shows for its level.

    The mean absolute change of the n years so far counts n times, the panel's typical ratio of change to level
    SCALE_PRIOR times. A constant series, or one with a single value, gets the panel's scale alone.
    """
    change = np.abs(np.diff(values, axis=1, prepend=np.nan))
    seen = np.cumsum(np.isfinite(change), axis=1)
    mean, level = running_mean(change), running_mean(np.abs(values))
    length = np.isfinite(values).sum(axis=1)
    last = np.arange(len(values)), length - 1
    moving = (mean[last] > 0) & (level[last] > 0)
    ratio = np.exp(np.mean(np.log(mean[last][moving] / level[last][moving]))) if moving.any() else 0.05
    scale = (SCALE_PRIOR * ratio * level + seen * mean) / (SCALE_PRIOR + seen)
    typical = np.median(scale[last]) or 1.0
    return np.where(scale > 0, scale, typical)


@dataclass(frozen=True)
class Movement:
    """How the series of a panel move, in units of the yearly shock of their level.

    Each year the level moves by a lasting drift, a passing one that fades by `fading` a year, and a shock of variance
    one; a figure is the level plus an error of variance `error`. Lasting drifts scatter about `drift` (in units of the
    scale of a series) with variance `drifts`; `passing` is the yearly variance of the passing drift.
    """

    error: float
    drifts: float
    passing: float
    fading: float
    drift: float

    @classmethod
    def from_numbers(cls, numbers: np.ndarray) -> "Movement":
        error, drifts, passing = np.exp(np.clip(numbers[:3], -12, 12))
        return cls(error, drifts, passing, 0.98 / (1 + np.exp(-np.clip(numbers[3], -12, 12))), numbers[4])

    @property
    def step(self) -> np.ndarray:
        """Level, lasting and passing drift from one year to the next."""
        return np.array([[1, 1, self.fading], [0, 1, 0], [0, 0, self.fading]])

    @property
    def noise(self) -> np.ndarray:
        """Variance of the yearly shocks to level, lasting and passing drift."""
        return np.array([[1 + self.passing, 0, self.passing], [0, 0, 0], [self.passing, 0, self.passing]])

    @property
    def start(self) -> np.ndarray:
        """Variance of the three in the first year."""
        return np.diag([self.error, self.drifts, self.passing / (1 - self.fading**2)])

    def correlation(self, years: int, horizon: int) -> np.ndarray:
        """How the errors of the steps go together after so many years of figures: shape (horizon, horizon)."""
        cov = self.start
        for _ in range(1, years):
            cov = self.step @ cov @ self.step.T + self.noise
            cov = cov - np.outer(cov[:, 0], cov[:, 0]) / (cov[0, 0] + self.error)
        joint = np.empty((horizon, horizon))
        for h in range(horizon):
            cov = self.step @ cov @ self.step.T + self.noise
            row = cov[0]
            joint[h, h] = row[0] + self.error
            for k in range(h + 1, horizon):
                row = self.step @ row
                joint[h, k] = joint[k, h] = row[0]
        size = np.sqrt(np.diag(joint))
        return joint / np.outer(size, size)

    def filter(self, values: np.ndarray, scale: np.ndarray, horizon: int) -> tuple[np.ndarray, np.ndarray]:
        """Forecasts from every year by the Kalman filter, and their variance in units of the level's shock.

        All series share the gains, because they share the movement; so the filter is one pass over the years.

        Returns:
            Forecasts of shape (series, years, horizon) and variances of shape (years, horizon).
        """
        series, years = values.shape
        step, noise = self.step, self.noise
        fade = np.cumsum(self.fading ** np.arange(1, horizon + 1))
        ahead = np.stack([np.ones(horizon), np.arange(1.0, horizon + 1), fade])
        cov = self.start
        state, lean = np.zeros((series, 3)), np.array([0.0, 1.0, 0.0])  # lean: what one unit of mean drift adds
        state[:, 0] = values[:, 0]
        forecasts, variances = np.empty((series, years, horizon)), np.empty((years, horizon))
        for year in range(years):
            if year:
                state, lean, cov = state @ step.T, step @ lean, step @ cov @ step.T + noise
                spread = cov[0, 0] + self.error
                gain = cov[:, 0] / spread
                state = state + (values[:, year] - state[:, 0])[:, None] * gain
                lean, cov = lean - lean[0] * gain, cov - np.outer(gain, gain) * spread
            forecasts[:, year] = state @ ahead + (self.drift * scale[:, year])[:, None] * (lean @ ahead)
            later = cov
            for h in range(horizon):
                later = step @ later @ step.T + noise
                variances[year, h] = later[0, 0] + self.error
        return forecasts, variances


def tune(values: np.ndarray, horizon: int) -> Movement:
    """The movement under which the panel's later values were least surprising, seen from every earlier year.

    Errors of all steps, in units of each series' scale, are scored by the density of a Student-t with 4 degrees of
    freedom whose spread is free; five numbers, kept near their start when the panel is small.
    """
    if len(values) > TUNED_ON:
        values = values[np.random.default_rng(SEED).permutation(len(values))[:TUNED_ON]]
    scale, came = scales(values), future(values, horizon)
    length = np.isfinite(values).sum(axis=1)
    unit = scale[np.arange(len(values)), length - 1][:, None, None]
    seen = np.isfinite(came) & (np.arange(values.shape[1]) >= 2)[None, :, None]
    if not seen.any():
        return Movement.from_numbers(START)

    def surprise(numbers: np.ndarray) -> float:
        forecasts, variances = Movement.from_numbers(numbers).filter(values, scale, horizon)
        error = ((came - forecasts) / unit)[seen]
        spread = np.broadcast_to(np.sqrt(variances)[None], seen.shape)[seen]
        factor = np.exp(np.linspace(-1.5, 1.5, 13))[:, None]
        score = np.log(factor * spread) + (DEGREES + 1) / 2 * np.log1p((error / (factor * spread)) ** 2 / DEGREES)
        return float(score.mean(axis=1).min() + 0.2 / len(values) * np.mean((numbers - START) ** 2))

    found = minimize(surprise, START, method="Nelder-Mead", options={"maxfev": 150, "xatol": 0.05, "fatol": 1e-4})
    return Movement.from_numbers(found.x)


def damped_trends(values: np.ndarray, horizon: int) -> np.ndarray:
    """Damped-trend smoothing of each series with parameters of its own, forecast from every year.

    Of 60 settings (level 0.2-1, trend 0.05-0.7, damping 0.8-0.98) each year uses the one with the smallest squared
    one-step errors so far; the trend starts from the mean of the first four changes, or of those known by then (Gardner
    and McKenzie, Forecasting trends in time series, 1985).

    Returns:
        Shape (series, years, horizon).
    """
    grid = np.array(np.meshgrid([0.2, 0.4, 0.6, 0.8, 1.0], [0.05, 0.2, 0.4, 0.7], [0.8, 0.9, 0.98])).reshape(3, -1)
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


def at_end(values: np.ndarray, array: np.ndarray) -> np.ndarray:
    """The entries of an array (series, years, ...) that belong to the last year of each series."""
    length = np.isfinite(values).sum(axis=1)
    return array[np.arange(len(values)), length - 1]


@dataclass(frozen=True)
class PanelForecast:
    """Forecasts of every series from its last year: all arrays of shape (series, horizon).

    `spread` is the half-width unit: the forecast plus `spread` times a quantile of `errors` is a quantile.
    """

    mean: np.ndarray
    spread: np.ndarray
    errors: np.ndarray  # standardised absolute errors of earlier origins, sorted
    weights: np.ndarray  # their cumulated weights, from 0 to 1
    positive: np.ndarray  # series that cannot fall below zero
    lengths: np.ndarray  # years from the first to the last figure of each series
    movement: Movement

    def interval(self, level: float) -> tuple[np.ndarray, np.ndarray]:
        """Lower and upper end of the central interval, each of shape (series, horizon)."""
        half = float(np.interp(level, self.weights, self.errors)) * self.spread
        return departed(self.mean, -half, self.positive), departed(self.mean, half, self.positive)

    def paths(self, row: int, last_year: int, *, paths: int = PATHS, seed: int = SEED) -> Forecast:
        """Joint sample paths of one series, whose quantiles are the intervals.

        Errors of neighbouring steps go together as the movement says (a Gaussian copula with its correlations).
        """
        horizon = self.mean.shape[1]
        joint = self.movement.correlation(int(self.lengths[row]), horizon)
        shocks = np.random.default_rng(seed).multivariate_normal(
            np.zeros(horizon), joint, size=paths, method="cholesky"
        )
        size = np.interp(2 * norm.cdf(np.abs(shocks)) - 1, self.weights, self.errors)
        moved = np.sign(shocks) * size * self.spread[row]
        mean, positive = np.broadcast_to(self.mean[row], moved.shape), np.full(paths, self.positive[row])
        return Forecast(last_year + np.arange(1, horizon + 1), departed(mean, moved, positive), "panel")


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


def forecast(values: np.ndarray, horizon: int, *, real: np.ndarray | None = None) -> PanelForecast:
    """Forecast every series of a panel.

    Args:
        values: Shape (series, years), NaN after the last year of a series and nowhere else.
        real: False where a value was filled in between two years; such a year is neither an origin nor scored.
    """
    positive = ~(values <= 0).any(axis=1)
    real = np.isfinite(values) if real is None else real
    movement = tune(values, horizon)
    scale = scales(values)
    plain, variance = movement.filter(values, scale, horizon)
    points = [plain, damped_trends(values, horizon)]
    root = np.sqrt(np.where(positive[:, None], values, 1.0))
    on_root = tune(root[positive], horizon).filter(root, scales(root), horizon)[0] if positive.any() else plain
    points.append(np.where(positive[:, None, None], np.maximum(on_root, 0) ** 2, plain))
    mean = np.mean(points, axis=0)
    floor = 0.05 * np.abs(values)[:, :, None]
    mean = np.where(positive[:, None, None], np.maximum(mean, floor), mean)
    spread = scale[:, :, None] * np.sqrt(variance)[None]
    came = np.where(real[:, :, None], future(np.where(real, values, np.nan), horizon), np.nan)
    error = np.abs(departures(mean, came, positive)) / spread
    error[:, :2] = np.nan
    tilt = np.arange(1, horizon + 1) ** growth(error)
    spread, error = spread * tilt, error / tilt
    lengths = np.isfinite(values).sum(axis=1)
    return PanelForecast(at_end(values, mean), at_end(values, spread), *pooled(error), positive, lengths, movement)


def growth(error: np.ndarray) -> float:
    """By which power of the step errors grow faster than the filter's variance says.

    Least squares of the log of each step's typical error (its 80 % quantile over origins) on the log of the step, each
    step weighing the series that reach it; drawn half way to STEP_PRIOR, further in a small panel.
    """
    step = np.log(np.arange(1, error.shape[2] + 1))
    seen = np.isfinite(error)
    weight = seen.any(axis=1).sum(axis=0).astype(float)
    typical = [np.quantile(error[:, :, h][seen[:, :, h]], 0.8) if weight[h] else 1.0 for h in range(len(step))]
    typical = np.log(np.maximum(typical, 1e-12))
    centre = np.sum(weight * step) / max(weight.sum(), 1)
    slope = np.sum(weight * (step - centre) * typical)
    across = np.sum(weight * (step - centre) ** 2)
    prior = (PRIOR_SERIES + weight.max()) * len(step) * np.var(step)
    return float((slope + prior * STEP_PRIOR) / (across + prior)) if prior else 0.0


def pooled(error: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sorted standardised errors and their cumulated weights; every series weighs one, whatever its length.

    A Student-t with 4 degrees of freedom joins with the weight of PRIOR_SERIES series, so that a lone series gets wide
    tails and a panel decides for itself.
    """
    seen = np.isfinite(error)
    count = seen.sum(axis=(1, 2))
    each = np.broadcast_to((1 / np.maximum(count, 1))[:, None, None], error.shape)[seen]
    prior = student.ppf(0.5 + (np.arange(500) + 0.5) / 1000, DEGREES)
    found = np.concatenate([error[seen], prior])
    weight = np.concatenate([each, np.full(500, PRIOR_SERIES / 500)])
    order = np.argsort(found)
    found, weight = found[order], np.cumsum(weight[order])
    return np.concatenate([[0.0], found]), np.concatenate([[0.0], weight / weight[-1]])
