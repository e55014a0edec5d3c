"""A share seen through several measures, with gaps: what one place has is joined to what its sister places show.

All on the logit scale, so that every path stays between 0 and 100 %. The reference class gives the drift and the yearly
shock, seen on three scales, pairs of measures give the offset of one measure from another, revisions give the error of
a first figure; one state-space model joins them to the place's own readings.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from ..errors import ModelError
from .distribution import PATHS, SEED, Forecast
from .pooled import Reference, pool, walk

# Where movement may be the same at any level: on logits, in points, on logarithms; each with its slope in a share.
SCALES = (logit, lambda p: 1 / (p * (1 - p))), (np.asarray, np.ones_like), (np.log, np.reciprocal)


def reference(
    histories: dict[str, pd.Series], revision: float, averages: tuple[str, ...] = (), shock: pd.Series | None = None
) -> Reference:
    """Pool yearly changes (`pool`) of several shares (percent, indexed by year, gaps allowed), on each of SCALES.

    Args:
        shock: A share whose own yearly shock counts instead of theirs, if it has 4 figures.

    Raises:
        ModelError: Fewer than 2 places with 3 figures or more.
    """
    kept = {name: values / 100 for name, values in histories.items() if len(values) >= 3}
    if len(kept) < 2:
        raise ModelError(f"{len(kept)} place(s) with 3 figures on this measure, a reference class needs 2")
    found = []
    for on, _ in SCALES:
        lines = {name: walk(pd.Series(on(values), values.index)) for name, values in kept.items()}
        found.append(pool(lines, revision, averages))
        if shock is not None and len(shock) > 3:
            own = pool({"": walk(pd.Series(on(shock / 100), shock.index))})
            found[-1] = replace(found[-1], sigma=own.sigma, freedom=own.freedom)
    return replace(found[0], others=tuple(found[1:]))


def _slopes(ref: Reference, readings: list["Reading"]) -> np.ndarray:
    """What a small step on each scale is on logits, at the level of the newest reading."""
    level = max((r.year, r.value / 100) for r in readings if r.kind != FORMER)[1]
    return np.array([SCALES[0][1](level) / float(slope(level)) for _, slope in SCALES[: 1 + len(ref.others)]])


def at_level(ref: Reference, readings: list["Reading"]) -> np.ndarray:
    """Drift, its spread and the yearly shock by each scale, on logits at the level of the newest reading."""
    parts = np.array([(r.drift, r.drift_sd, r.sigma) for r in (ref, *ref.others)])
    return parts * _slopes(ref, readings)[:, None]


def averaged(ref: Reference, readings: list["Reading"]) -> Reference:
    """Mean and spread of all scales together (`at_level`)."""
    drift, spread, sigma = at_level(ref, readings).T
    drifts = [[m.drift for m in each.members.values()] for each in (ref, *ref.others)]
    of_members = _slopes(ref, readings) @ drifts / len(drift)
    return replace(
        ref,
        drift=float(drift.mean()),
        drift_sd=float(np.sqrt(np.mean(spread**2) + drift.var())),
        sigma=float(np.sqrt(np.mean(sigma**2))),
        members={n: replace(m, drift=float(d)) for (n, m), d in zip(ref.members.items(), of_members, strict=True)},
        others=(),
    )


def revision_spread(first: pd.Series, latest: pd.Series) -> float:
    """Root mean square revision from first to latest figure of the same years, on the logit scale."""
    return float(np.sqrt(np.mean((logit(latest / 100) - logit(first / 100)) ** 2)))


@dataclass(frozen=True)
class Offset:
    """Log ratio of another measure to the base measure: at `year0` on average `level`, changing by `slope` a year.

    `sd` is the spread to expect for a place that has no pair of its own; one that has keeps its own level, with the
    residual spread `residual`.
    """

    year0: int
    level: float
    slope: float
    sd: float
    pairs: int
    places: int
    own: dict[str, float]
    residual: float

    def ratio(self, year: int, place: str = "") -> float:
        """Expected ratio other / base in a year."""
        return float(np.exp(self.own.get(place, self.level) + self.slope * (year - self.year0)))

    def spread(self, place: str = "") -> float:
        """Standard deviation of the log ratio for a place."""
        return self.residual if place in self.own else self.sd


def measure_offset(pairs: pd.DataFrame) -> Offset:
    """Fit log(other / base) = place effect + slope (year - year0) by least squares to the pairs that exist.

    Args:
        pairs: Columns place, year, base, other (percent); one row where one place has both measures for one year.

    Raises:
        ModelError: Fewer than 2 places or no place with 2 years.
    """
    if pairs["place"].nunique() < 2 or pairs.groupby("place").size().max() < 2:
        raise ModelError(
            f"{len(pairs)} pair(s) of the two measures, an offset needs 2 places and 2 years of one of them"
        )
    from statsmodels.regression.linear_model import OLS

    y = np.log(pairs["other"] / pairs["base"])
    year0 = int(pairs["year"].median())
    dummies = pd.get_dummies(pairs["place"], dtype=float)
    design = dummies.assign(slope=(pairs["year"] - year0).astype(float))
    fit = OLS(y, design).fit()
    effects = fit.params[list(dummies.columns)]
    residual = float(np.sum(fit.resid**2)) / max(int(fit.df_resid), 1)
    sd = np.sqrt(effects.var(ddof=1) * (1 + 1 / len(effects)) + residual)
    own = {str(place): float(effect) for place, effect in effects.items()}
    level, slope = float(effects.mean()), float(fit.params["slope"])
    return Offset(year0, level, slope, float(sd), len(pairs), len(effects), own, float(np.sqrt(residual)))


@dataclass(frozen=True)
class Reading:
    """One figure about the share of one year: percent, and its error on the logit scale."""

    year: int
    value: float
    sd: float
    kind: str  # base, stand-in, bridged, other measure, model, or FORMER


FORMER = "former"  # of the same place on other territory: tells its movement, not its level


def reading_between(year: int, low: float, high: float, sd: float, kind: str = "bridged") -> Reading:
    """A reading known only within bounds: the middle, with the spread of a uniform between them added to `sd`."""
    a, b = logit(low / 100), logit(high / 100)
    return Reading(year, 100 * float(expit((a + b) / 2)), float(np.hypot(sd, (b - a) / np.sqrt(12))), kind)


START, APART = 4.0, 1.0  # variances before any reading: of the first year's share, of how far off the former place is


def _told(readings: list[Reading]) -> tuple[np.ndarray, ...]:
    """Of each reading: years since the first, logit, error, and 1 if it is of the former place, else 0."""
    first = min(r.year for r in readings)
    return tuple(np.array([(r.year - first, logit(r.value / 100), r.sd, r.kind == FORMER) for r in readings], float).T)


def _with(at: np.ndarray, times: np.ndarray, shock, between) -> np.ndarray:
    """Covariance of the share at some times with that at the readings' (times, readings), before any reading.

    Args:
        shock: Variance of the yearly shock, a number or (paths, 1, 1); `between` of the drift, the same.
    """
    return START + between * times[:, None] * at + shock * np.minimum(times[:, None], at)


def _among(at: np.ndarray, error: np.ndarray, former: np.ndarray, shock, between) -> np.ndarray:
    """Covariance of the readings, their errors included."""
    return _with(at, at, shock, between) + APART * np.outer(former, former) + np.diag(error**2 + 1e-12)


def shrinkage(readings: list[Reading], ref: Reference) -> dict[str, float | None]:
    """How a place's own movement, on logits a year, is joined to that of its sisters by the model of `share_forecast`.

    joined = weight own + (1 - weight) prior: what the readings alone would say (None where they say nothing) and what
    the reference class says, each with its `_sd`. `level` is the smoothed share, percent, of the newest reading's year.
    The weight of the own readings is 1 - posterior variance / prior variance of the drift, at the reference's estimated
    shock (the forecast draws it anew). One reading tells no movement: weight 0.

    Raises:
        ModelError: No reading.
    """
    if not readings:
        raise ModelError("no reading of the share on this measure: nothing to weigh")
    (at, said, error, former), before = _told(readings), ref.drift_sd**2
    start, last = said[at == 0].mean(), np.array([at.max()])
    given = np.vstack([_with(at, last, ref.sigma**2, before), before * at])  # of the last level and of the drift
    pull = np.linalg.solve(_among(at, error, former, ref.sigma**2, before), given.T)
    level, joined = np.array([start + ref.drift * last[0], ref.drift]) + (said - start - ref.drift * at) @ pull
    variance = before - float(given[1] @ pull[:, 1])
    weight = min(max(1 - variance / before, 0.0), 1.0)
    found = {"prior": ref.drift, "prior_sd": ref.drift_sd}
    found |= {"joined": float(joined), "joined_sd": float(np.sqrt(variance))}
    found |= {"own": None, "own_sd": None, "weight": 0.0, "level": 100 * float(expit(level))}
    if weight > 1e-9:
        own = ref.drift + (found["joined"] - ref.drift) / weight
        found |= {"own": own, "own_sd": float(np.sqrt(variance / weight)), "weight": weight}
    return found


def in_points(movement: float, level: float) -> float:
    """A movement on the logit scale in percentage points a year at a level, percent."""
    return movement * level * (1 - level / 100)


def share_forecast(
    readings: list[Reading], ref: Reference, until: int, *, start: int | None = None, paths: int = PATHS
) -> Forecast:
    """Smoothed past and forecast of a share from its readings and a reference class.

    Local level with a drift that stays the same: x' = x + d + shock, each reading is x plus its error; d starts from
    the reference class, so that a place with few readings moves as its sisters do and one with many as it did itself.
    Paths take its scales in turn. Drifts of places are normal; the yearly shock is drawn anew for each path, because it
    is estimated with few degrees of freedom. Each path is drawn as if nothing were read and moved by what its readings
    would have missed (the simulation smoother of Durbin and Koopman, 2002); what moves after the newest reading keeps
    its middle by each scale and is made as wide as the past asks (`Reference.loose`).

    Returns:
        Paths from the first reading (or `start`) to `until`, in percent; readings of the former place do not count.

    Raises:
        ModelError: No reading, or all readings after `until`.
    """
    if all(r.kind == FORMER for r in readings):
        raise ModelError("no reading of the share on this measure: nothing to start from")
    years = np.arange(min(r.year for r in readings), until + 1)
    if len(years) < 2:
        raise ModelError(
            f"the newest reading is of {years[0] if len(years) else '?'}, nothing to forecast until {until}"
        )
    (at, said, error, former), times = _told(readings), years - years[0]
    draw, parts = np.random.default_rng(SEED), at_level(ref, readings)
    turn = np.arange(paths) % len(parts)
    drift, spread, sigma = parts[turn].T[..., None]
    shock, between = sigma**2 * ref.freedom / draw.chisquare(ref.freedom, (paths, 1)), spread**2
    first = said[at == 0].mean() + np.sqrt(START) * draw.standard_normal((paths, 1))
    drift = drift + spread * draw.standard_normal((paths, 1))
    shocks = np.sqrt(shock) * draw.standard_normal((paths, len(years) - 1))
    line = first + drift * times + np.hstack([np.zeros((paths, 1)), shocks.cumsum(axis=1)])
    off = np.sqrt(APART) * draw.standard_normal((paths, 1)) * former + error * draw.standard_normal((paths, len(at)))
    missed = said - line[:, at.astype(int)] - off
    sizes = shock[..., None], between[..., None]
    pull = np.linalg.solve(_among(at, error, former, *sizes), missed[..., None])
    line = line + (_with(at, times, *sizes) @ pull)[..., 0]
    own = [r.year for r in readings if r.kind != FORMER]
    keep, ahead = years >= (start or min(own)), years > max(own)
    moved = line[:, ahead] - line[:, years == max(own)]
    middle = np.array([np.median(moved[turn == part], axis=0) for part in range(len(parts))])[turn]
    line[:, ahead] += (ref.widening(ahead.sum()) - 1) * (moved - middle)
    return Forecast(years[keep], 100 * expit(line[:, keep]))
