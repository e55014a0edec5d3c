"""How the series of a panel move: their scale, and one structural model whose few parameters they share."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from .distribution import SEED

TUNED_ON = 500  # a larger panel is tuned on a seeded sample of so many series
START = np.array([-1.5, -1.0, -2.0, 0.5, 0.3])  # where tuning starts, and what few series are drawn to
FIRST = np.diag([1.0, 1.0, 1.0, 1.0, 0.5])  # the first steps of tuning: near ones stop short of smooth panels
DEGREES = 4  # of freedom of the error distribution assumed in tuning and for a lone series
LONGEST, SPAN_PRIOR = 6, 5.0  # years between figures from which `across` learns, and what the half weighs in it
SCALE_PRIOR = 2.0  # how many yearly changes the panel's relative movement weighs in the scale of a series


def sample(series: int) -> np.ndarray:
    """Rows of the series a panel is tuned on: all, or TUNED_ON of them."""
    return np.random.default_rng(SEED).permutation(series)[:TUNED_ON] if series > TUNED_ON else np.arange(series)


def future(values: np.ndarray, horizon: int) -> np.ndarray:
    """What came 1 to `horizon` years after each year: shape (series, years, horizon), NaN beyond the end."""
    series, years = values.shape
    padded = np.concatenate([values, np.full((series, horizon), np.nan)], axis=1)
    return np.stack([padded[:, h : h + years] for h in range(1, horizon + 1)], axis=-1)


def running_mean(values: np.ndarray) -> np.ndarray:
    """Mean of the values up to each year; a NaN counts as nothing."""
    seen = np.cumsum(np.isfinite(values), axis=1)
    return np.cumsum(np.nan_to_num(values), axis=1) / np.maximum(seen, 1)


def across(values: np.ndarray, real: np.ndarray) -> float:
    """By which power of the years between them two figures of a series lie apart: a half for a random walk.

    From the mean changes over 2 to LONGEST years of each series beside those over one, drawn to a half by SPAN_PRIOR.
    """
    known = np.where(real, values, np.nan)
    apart = [np.abs(known[:, span:] - known[:, :-span]) for span in range(1, min(LONGEST, values.shape[1] - 1) + 1)]
    each = np.array([running_mean(change)[:, -1] for change in apart])
    spans, rows = np.nonzero(each[1:] * each[:1] > 0) if len(each) else ((), ())
    far = np.log(np.arange(2, 2 + len(each)))[np.asarray(spans, dtype=int)]
    grown = np.log(each[1:][spans, rows] / each[0][rows]) if len(far) else far
    prior = SPAN_PRIOR * np.log(2) ** 2
    return float(np.clip((far @ grown + prior / 2) / (far @ far + prior), 0, 1))


def scales(values: np.ndarray, *, real: np.ndarray | None = None, relative: bool = True) -> np.ndarray:
    """Typical yearly change of each series as known in each year, drawn to what the panel shows for its level.

    The mean absolute change of the n years so far counts n times, the panel's typical ratio of change to level
    SCALE_PRIOR times (its typical change, where values have no level: `relative` false). A constant series, or one
    with a single value, gets the panel's scale alone; one of nothing but zeros, whose unit nobody knows, one. Two
    figures with years between them that nobody knows (`real` false) are one change, by `across` of so many years.
    """
    real = np.isfinite(values) if real is None else real
    years, rows = np.arange(values.shape[1]), np.arange(len(values))[:, None]
    before = np.maximum.accumulate(np.where(real, years, -1), axis=1)
    before = np.concatenate([np.full((len(values), 1), -1), before[:, :-1]], axis=1)
    seen = real & (before >= 0)
    span = np.where(seen, years - before, 1).astype(float)
    power = across(values, real) if (span > 1).any() else 0.5
    change = np.where(seen, np.abs(values - values[rows, np.maximum(before, 0)]) / span**power, np.nan)
    seen = np.cumsum(np.isfinite(change), axis=1)
    mean = running_mean(change)
    level = running_mean(np.abs(values)) if relative else np.ones(values.shape)
    length = np.isfinite(values).sum(axis=1)
    last = np.arange(len(values)), length - 1
    moving = (mean[last] > 0) & (level[last] > 0)
    ratio = np.exp(np.mean(np.log(mean[last][moving] / level[last][moving]))) if moving.any() else 0.05
    scale = (SCALE_PRIOR * ratio * level + seen * mean) / (SCALE_PRIOR + seen)
    return np.where(scale > 0, scale, 1.0)


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


def tune(values: np.ndarray, horizon: int, *, real: np.ndarray | None = None, relative: bool = True) -> Movement:
    """The movement under which the panel's later values were least surprising, seen from every earlier year.

    Errors of all steps, in units of each series' scale, are scored by the density of a Student-t with 4 degrees of
    freedom whose spread is free; five numbers, kept near their start when the panel is small.
    """
    rows = sample(len(values))
    values, real = values[rows], np.isfinite(values[rows]) if real is None else real[rows]
    scale, came = scales(values, real=real, relative=relative), future(np.where(real, values, np.nan), horizon)
    length = np.isfinite(values).sum(axis=1)
    unit = scale[np.arange(len(values)), length - 1][:, None, None]
    seen = np.isfinite(came) & (real & (np.arange(values.shape[1]) >= 2))[:, :, None]
    if not seen.any():
        return Movement.from_numbers(START)

    def surprise(numbers: np.ndarray) -> float:
        forecasts, variances = Movement.from_numbers(numbers).filter(values, scale, horizon)
        error = ((came - forecasts) / unit)[seen]
        spread = np.broadcast_to(np.sqrt(variances)[None], seen.shape)[seen]
        factor = np.exp(np.linspace(-1.5, 1.5, 13))[:, None]
        score = np.log(factor * spread) + (DEGREES + 1) / 2 * np.log1p((error / (factor * spread)) ** 2 / DEGREES)
        return float(score.mean(axis=1).min() + 0.2 / len(values) * np.mean((numbers - START) ** 2))

    options = {"initial_simplex": np.vstack([START, START + FIRST]), "maxfev": 150, "xatol": 0.05, "fatol": 1e-4}
    found = minimize(surprise, START, method="Nelder-Mead", options=options)
    return Movement.from_numbers(found.x)
