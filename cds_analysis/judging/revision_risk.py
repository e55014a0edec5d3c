"""Whether revisions of the usual size could turn a verdict on yearly rates; it stays by what is published."""

import numpy as np

from ..forecasting.distribution import PATHS
from ..series.revisions import Turning, Usual
from .figure import Figure
from .progress import Verdict, over_period

NEAR = 2.0  # usual revisions within which a figure lies near the target


def of_rates(
    verdict: Verdict, rates: dict[int, Figure], errors: dict[int, float], usual: Usual, estimated: frozenset[int]
) -> Turning | None:
    """Whether revisions of the usual size could turn a verdict on yearly rates; None where that is out of reach.

    The verdict itself stays by what is published. Within NEAR usual revisions of the target's edge the published rates
    are drawn anew with the errors they await, independent by year: the probability is the part of draws on which the
    target would be answered the other way. Of a target for every year the rate furthest on the losing side is looked at
    (bridged years, `estimated`, decide nothing), of an average the mean.

    Args:
        errors: The usual revision of each rate by year, percentage points; zero where it is confirmed.
    """
    target, settled = verdict.target, verdict.status in ("met", "missed")
    if not settled or target.basis not in ("each_year", "average", "in_year"):
        return None
    asked = range(target.since or target.by, target.by + 1)
    each = target.basis == "each_year"
    years = [y for y in asked if y in rates and not (each and y in estimated)]
    sizes = np.array([errors.get(y, 0.0) for y in years])
    if not years or not sizes.any():
        return None
    values = np.array([rates[y].value for y in years])
    inside = [min(v - target.band[0], target.band[1] - v) for v in values]
    worst = int(np.argmin(inside))
    mean = float(over_period(target.basis, values))
    gap = abs(float(inside[worst] if each else min(mean - target.band[0], target.band[1] - mean)))
    size = float(sizes[worst] if each else np.sqrt(np.sum(sizes**2)) / len(years))
    if gap >= NEAR * size:
        return None
    drawn = usual.by_year(dict(zip(years, sizes.tolist(), strict=True)))
    paths = np.column_stack([np.broadcast_to(v + drawn.get(y, 0.0), PATHS) for y, v in zip(years, values, strict=True)])
    hit = target.holds(paths).all(axis=1) if each else target.holds(over_period(target.basis, paths))
    other = float(np.mean(hit != (verdict.status == "met")))
    return Turning(tuple(y for y, s in zip(years, sizes, strict=True) if s), gap, size, len(usual.sizes), other)
