"""Damped-trend smoothing of many short series at once, each with parameters of its own."""

import numpy as np

from .movement import running_mean


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
