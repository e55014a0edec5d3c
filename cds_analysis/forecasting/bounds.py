"""Bounds kept by transformation: what cannot be below or above a value is forecast on a line without ends."""

import numpy as np
from scipy.special import expit, logit

from ..errors import ModelError


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
