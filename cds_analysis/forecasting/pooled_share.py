"""A share seen through several measures, with gaps: what one place has is joined to what its sister places show.

All on the logit scale, so that every path stays between 0 and 100 %. The reference class gives the drift and the yearly
shock, pairs of measures give the offset of one measure from another, revisions give the error of a first figure; a
state-space model (statsmodels) joins them to the place's own readings.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from ..errors import ModelError
from .distribution import PATHS, SEED, Forecast
from .pooled import Reference, pool, walk


def reference(histories: dict[str, pd.Series], revision: float, averages: tuple[str, ...] = ()) -> Reference:
    """Pool yearly changes (`pool`) of several shares (percent, indexed by year, gaps allowed), logit scale.

    Raises:
        ModelError: Fewer than 2 places with 3 figures or more.
    """
    kept = {name: walk(logit(values / 100)) for name, values in histories.items() if len(values) >= 3}
    if len(kept) < 2:
        raise ModelError(f"{len(kept)} place(s) with 3 figures on this measure, a reference class needs 2")
    return pool(kept, revision, averages)


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
    import statsmodels.api as sm

    y = np.log(pairs["other"] / pairs["base"])
    year0 = int(pairs["year"].median())
    dummies = pd.get_dummies(pairs["place"], dtype=float)
    design = dummies.assign(slope=(pairs["year"] - year0).astype(float))
    fit = sm.OLS(y, design).fit()
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


def _state_space(readings: list[Reading], years: np.ndarray, ref: Reference):
    """The model of `share_forecast` with the reference's own shock and spread of drifts."""
    from statsmodels.tsa.statespace.mlemodel import MLEModel

    level, former = ([r for r in readings if (r.kind == FORMER) == apart] for apart in (False, True))
    widths = [max(sum(r.year == year for r in group) for year in years) for group in (level, former)]
    columns, states = sum(widths), 3 if former else 2
    endog = np.full((len(years), columns), np.nan)
    noise = np.repeat(np.eye(columns)[:, :, None], len(years), axis=2)
    for t, year in enumerate(years):
        for group, first in ((level, 0), (former, widths[0])):
            for i, r in enumerate((r for r in group if r.year == year), first):
                endog[t, i] = logit(r.value / 100)
                noise[i, i, t] = r.sd**2
    model = MLEModel(endog, k_states=states, k_posdef=1)
    design, transition = np.zeros((columns, states)), np.eye(states)
    design[:, 0], design[widths[0] :, 2:], transition[0, 1] = (
        1.0,
        1.0,
        1.0,
    )  # the third: how far off
    model["design"], model["transition"], model["selection"] = design, transition, np.eye(states)[:, :1]
    model["obs_cov"] = noise
    _set_movement(model, ref, ref.sigma**2, ref.drift_sd**2)
    return model


def _set_movement(model, ref: Reference, shock: float, between: float) -> None:
    """Variance of the yearly shock and of the drifts between places."""
    model["state_cov"], n = np.array([[shock]]), model.k_states
    first = np.array([float(np.nanmean(model.endog[0])), ref.drift, 0.0])
    model.ssm.initialize_known(first[:n], np.diag([4.0, between, 1.0][:n]))


@dataclass(frozen=True)
class Shrinkage:
    """How a place's own movement is joined to that of its sisters, logit scale a year.

    joined = weight own + (1 - weight) prior: what the readings alone would say (None where they say nothing) and what
    the reference class says. `level` is the smoothed share of `year`, the newest reading's, in percent.
    """

    prior: float
    prior_sd: float
    own: float | None
    own_sd: float | None
    joined: float
    joined_sd: float
    weight: float
    year: int
    level: float

    def points(self, movement: float) -> float:
        """A movement on the logit scale in percentage points a year at `level`."""
        return movement * self.level * (1 - self.level / 100)


def shrinkage(readings: list[Reading], ref: Reference) -> Shrinkage:
    """Drift before and after the readings, from the Kalman smoother of the model that `share_forecast` samples.

    The weight of the own readings is 1 - posterior variance / prior variance of the drift, at the reference's estimated
    shock and spread (the forecast draws both anew). One reading tells no movement: weight 0.

    Raises:
        ModelError: No reading.
    """
    if not readings:
        raise ModelError("no reading of the share on this measure: nothing to weigh")
    years = np.arange(min(r.year for r in readings), max(r.year for r in readings) + 1)
    found = _state_space(readings, years, ref).ssm.smooth()
    level, joined = found.smoothed_state[:2, -1]
    variance, before = float(found.smoothed_state_cov[1, 1, -1]), ref.drift_sd**2
    weight = min(max(1 - variance / before, 0.0), 1.0)
    own = own_sd = None
    if weight > 1e-9:
        own, own_sd = ref.drift + (float(joined) - ref.drift) / weight, float(np.sqrt(variance / weight))
    else:
        weight = 0.0
    return Shrinkage(
        prior=ref.drift,
        prior_sd=ref.drift_sd,
        own=own,
        own_sd=own_sd,
        joined=float(joined),
        joined_sd=float(np.sqrt(variance)),
        weight=weight,
        year=int(years[-1]),
        level=100 * float(expit(level)),
    )


def share_forecast(
    readings: list[Reading], ref: Reference, until: int, *, start: int | None = None, paths: int = PATHS
) -> Forecast:
    """Smoothed past and forecast of a share from its readings and a reference class.

    Local level with a drift that stays the same: x' = x + d + shock, each reading is x plus its error; d starts from
    the reference class, so that a place with few readings moves as its sisters do and one with many as it did itself.
    The yearly shock and the spread between places are drawn anew for each of 1,000 blocks of paths, because both are
    estimated with few degrees of freedom: shocks and drifts get Student-t tails. Sampled with the simulation smoother
    of statsmodels (Durbin and Koopman, 2002).

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
    draw = np.random.default_rng(SEED)
    model = _state_space(readings, years, ref)
    sampler, blocks = model.simulation_smoother(), min(1_000, paths)
    out = np.empty((paths, len(years)))
    for block in np.array_split(np.arange(paths), blocks):
        shock = ref.sigma**2 * ref.freedom / draw.chisquare(ref.freedom)
        between = ref.drift_sd**2 * (ref.places - 1) / draw.chisquare(ref.places - 1)
        _set_movement(model, ref, shock, between)
        for row in block:
            sampler.simulate(rng=draw)
            out[row] = sampler.simulated_state[0]
    keep = years >= (start or min(r.year for r in readings if r.kind != FORMER))
    return Forecast(years[keep], 100 * expit(out[:, keep]))
