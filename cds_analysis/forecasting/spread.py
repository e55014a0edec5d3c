"""How far forecasts err: the panel's past errors, each series' own record, and how errors grow with the step."""

import numpy as np
from scipy.stats import t as student

from .distribution import PATHS, SEED
from .movement import DEGREES

PRIOR_SERIES = 5.0  # how many series the assumed error distribution weighs
STEP_PRIOR = 0.2  # power of the step expected before the panel has spoken
OWN_PRIOR = 6.0  # how many errors the panel's record weighs beside a series' own
VOLATILITY_PRIOR = 30.0  # how many series expect errors in proportion to the scale
MEMORY = 0.6  # what last year's record still weighs this year
ENOUGH = 100  # past courses of errors from which their dependence is taken; with fewer it is a random walk's


def own_record(error: np.ndarray) -> np.ndarray:
    """How large the errors of each series have been beside the panel's, as known in each year: shape (series, years).

    Mean of its standardised absolute errors one year ahead that had come true by then, over the panel's mean, older
    ones fading, drawn to one by OWN_PRIOR.

    Args:
        error: Standardised absolute errors by origin and step, shape (series, years, horizon), NaN where not known.
    """
    size, known = np.nan_to_num(error[:, :, 0]), np.isfinite(error[:, :, 0])
    each = known.sum(axis=1)
    typical = np.mean(size.sum(axis=1)[each > 0] / each[each > 0]) if each.any() else 1.0
    record, so_far, weighed = np.ones(known.shape), np.zeros(len(known)), np.zeros(len(known))
    for year in range(1, known.shape[1]):
        so_far = MEMORY * so_far + size[:, year - 1] / (typical or 1.0)
        weighed = MEMORY * weighed + known[:, year - 1]
        record[:, year] = (OWN_PRIOR + so_far) / (OWN_PRIOR + weighed)
    return record


def _slope(x: np.ndarray, y: np.ndarray, weight: np.ndarray, prior: float, expected: float) -> float:
    """Least squares of y on x, drawn to an expected slope by cases of so much weight in all that scatter as these."""
    apart, scatter = x - np.sum(weight * x) / max(weight.sum(), 1e-12), prior * np.var(x)
    across = np.sum(weight * apart**2) + scatter
    return float((np.sum(weight * apart * y) + scatter * expected) / across) if across else 0.0


def growth(error: np.ndarray) -> float:
    """By which power of the step errors grow faster than the filter's variance says.

    From the log of each step's typical error (its 80 % quantile over origins) on the log of the step, each step
    weighing the series that reach it; drawn half way to STEP_PRIOR, further in a small panel.
    """
    step, seen = np.log(np.arange(1, error.shape[2] + 1)), np.isfinite(error)
    weight = seen.any(axis=1).sum(axis=0).astype(float)
    typical = [np.quantile(error[:, :, h][seen[:, :, h]], 0.8) if weight[h] else 1.0 for h in range(len(step))]
    prior = (PRIOR_SERIES + weight.max()) * len(step)
    return _slope(step, np.log(np.maximum(typical, 1e-12)), weight, prior, STEP_PRIOR)


def volatility(error: np.ndarray, scale: np.ndarray) -> float:
    """By which power of a series' scale, relative to its level, its errors exceed the scale; mostly below zero.

    What moved much moves less afterwards. From the log of each series' mean error on the log of its relative scale (of
    shape (series, years), as known in each year); drawn to zero by VOLATILITY_PRIOR series.
    """
    weight = weights(np.isfinite(error))
    size, at = (np.sum(weight * x, axis=(1, 2)) for x in (np.nan_to_num(error), np.nan_to_num(scale)[:, :, None]))
    seen = size > 0
    return _slope(at[seen], np.log(size[seen]), seen[seen], VOLATILITY_PRIOR, 0.0) if seen.any() else 0.0


def unseen(error: np.ndarray, numbers: int) -> float:
    """How much wider errors to come are than those by which so many numbers of the panel were fitted.

    Root of 1 + 2 numbers / n, n the errors one year ahead and as many of each of PRIOR_SERIES more (Akaike, Fitting
    autoregressive models for prediction, 1969).
    """
    seen = np.isfinite(error[:, :, 0]).sum(axis=1)
    return float(np.sqrt(1 + 2 * numbers / (seen.sum() + PRIOR_SERIES * max(seen.mean(), 1.0))))


def pooled(error: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sorted standardised errors and their cumulated weights; every series weighs one, whatever its length.

    Within a series an origin weighs the square of the years it knew: early ones had less to go by than today's. A
    Student-t with 4 degrees of freedom joins with the weight of PRIOR_SERIES series, so that a lone series gets wide
    tails and a panel decides for itself; its size too is the panel's, drawn to one by that weight.
    """
    seen = np.isfinite(error)
    each = weights(seen)[seen]
    prior = student.ppf(0.5 + (np.arange(500) + 0.5) / 1000, DEGREES)
    if (series := each.sum()) > 0:
        order = np.argsort(error[seen])
        middle = max(np.interp(series / 2, each[order].cumsum(), error[seen][order]), 1e-9)
        prior = prior * (middle / np.median(prior)) ** (series / (series + PRIOR_SERIES))
    found = np.concatenate([error[seen], prior])
    weight = np.concatenate([each, np.full(500, PRIOR_SERIES / 500)])
    order = np.argsort(found)
    found, weight = found[order], np.cumsum(weight[order])
    return np.concatenate([[0.0], found]), np.concatenate([[0.0], weight / weight[-1]])


def weights(seen: np.ndarray) -> np.ndarray:
    """What each error weighs: one in all for a series, within it the square of the years known at its origin."""
    late = seen * np.arange(1.0, seen.shape[1] + 1).reshape(-1, *[1] * (seen.ndim - 2)) ** 2
    return late / np.maximum(late.sum(axis=tuple(range(1, seen.ndim)), keepdims=True), 1)


def courses(error: np.ndarray) -> np.ndarray:
    """How the errors of one origin go together over the years ahead: PATHS courses, shape (PATHS, horizon).

    Only their order within a year matters: `PanelForecast.paths` puts the quantiles of each year in that order (the
    Schaake shuffle: Clark, Gangopadhyay, Hay, Rajagopalan and Wilby, Journal of Hydrometeorology, 2004). They are drawn
    from the courses the panel's errors took from earlier origins; so smooth courses stay smooth, and what holds in
    every year is as likely as it was. Where the panel is too short for all steps, each course goes on with changes of
    its own, drawn at random; where fewer than ENOUGH are known, all are random walks with Student-t shocks.

    Args:
        error: Signed standardised errors by origin and step, shape (series, years, horizon), NaN where not known.
    """
    draw, horizon = np.random.default_rng(SEED), error.shape[2]
    known = np.isfinite(error).cumprod(axis=2).astype(bool)  # up to each step without a gap
    steps = int((known.sum(axis=(0, 1)) >= ENOUGH).sum())
    if steps < min(2, horizon):
        walk = draw.standard_normal((PATHS, horizon)).cumsum(axis=1)
        return walk / np.sqrt(draw.chisquare(DEGREES, (PATHS, 1)) / DEGREES)
    whole = known[:, :, steps - 1]
    weight = weights(whole)[whole]
    found = error[whole][draw.choice(len(weight), PATHS, p=weight / weight.sum()), :steps]
    changes = np.diff(found, axis=1, prepend=0)
    onward = np.take_along_axis(changes, draw.integers(steps, size=(PATHS, horizon - steps)), axis=1)
    return np.concatenate([found, found[:, -1:] + onward.cumsum(axis=1)], axis=1)
