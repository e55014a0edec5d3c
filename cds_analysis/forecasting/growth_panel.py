"""Yearly growth of many places as one panel: what all share, what a place keeps, what fades, and the year's own shock.

A rate of place i in year t, in percent, is y_it = g_t + a_i + v_it + e_it + the known error of the reading. The common
part g_t = m + f_t + c_t is a level, a random walk and a shock of one year; a_i is normal between places; v_it a
stationary AR(1) of the place; e_it its shock of one year with a variance of the place's own, shock^2 u_i, where 1 / u_i
is Gamma(2, 2): e_it is Student-t with 4 degrees of freedom between places. A `narrow` row, the mean of others, has v
and e smaller by a common factor; that it is made of the others is left out of account. Rates are cut to -15 and 25.

Priors, written down before anything was scored and not changed since (percentage points; median and sd of the log):
m normal, 5 with sd 4; between (sd of a) 2, 0.5; walk (sd of a year's step of f) 0.7, 0.6; common (sd of c) 1.5, 0.7;
lasting (stationary sd of v) 2, 0.6; shock 2.5, 0.5; narrow 0.3, 0.4; fading (AR of v) 0.8 with sd 0.5 on the logit.

Given the sizes and u everything is normal: blocks of one place by their inverse, the common part by Woodbury's formula,
so that m, f, c, a, v and e are integrated out exactly. Sizes and u are drawn by Hamiltonian Monte Carlo
(`unit_shares.sample`) with that density and its gradient.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from ..errors import ModelError
from .distribution import PATHS, SEED
from .unit_shares import sample

NAMES = ("between", "walk", "common", "lasting", "shock", "narrow", "fading")
MIDDLE = np.append(np.log([2.0, 0.7, 1.5, 2.0, 2.5, 0.3]), logit(0.8))
SPREAD = np.array([0.5, 0.6, 0.7, 0.6, 0.5, 0.4, 0.5])
LEVEL, VAGUE = 5.0, 4.0  # m and its sd
FREEDOM = 4.0
CUT = -15.0, 25.0
SAMPLED = {"chains": 4, "warm": 200, "keep": 400, "steps": 8}
AT_ONCE = 100  # draws worked on together


@dataclass(frozen=True)
class Panel:
    """Rates of N places in T consecutive years.

    Attributes:
        rates: (N, T), percent, NaN where there is none.
        noise: (N, T, T), covariance of the known errors of the readings.
        narrow: (N,), true of a row that is a mean of others.
    """

    rates: np.ndarray
    noise: np.ndarray
    narrow: np.ndarray

    @property
    def seen(self) -> np.ndarray:
        return np.isfinite(self.rates)

    @property
    def centred(self) -> np.ndarray:
        """Rates less the prior's level; zero where there is none."""
        return np.where(self.seen, np.clip(self.rates, *CUT) - LEVEL, 0.0)

    def own(self, at: np.ndarray, loose: np.ndarray, more: int = 0) -> np.ndarray:
        """Covariance (D, N, T + more, T + more) of what is a place's own, for draws of sizes (D, 7) and of u (D, N)."""
        past = self.rates.shape[1]
        year, eye = np.arange(past + more), np.eye(past + more)
        between, _, _, lasting, shock, narrow = np.exp(at[:, :6]).T[:, :, None, None, None]
        fades = expit(at[:, 6])[:, None, None, None] ** np.abs(year[:, None] - year)
        small = np.where(self.narrow[:, None, None], narrow, 1.0) ** 2
        out = between**2 + small * (lasting**2 * fades + shock**2 * loose[:, :, None, None] * eye)
        out[..., :past, :past] += self.noise
        return out

    def shared(self, at: np.ndarray, more: int = 0) -> np.ndarray:
        """Covariance (D, T + more, T + more) of g."""
        year = np.arange(self.rates.shape[1] + more)
        walk, common = np.exp(2 * at[:, 1:3]).T[:, :, None, None]
        return VAGUE**2 + walk * np.minimum(year[:, None], year) + common * np.eye(len(year))

    def blocks(self, at: np.ndarray, loose: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Inverse (zero where nothing is seen) and log determinant of the covariance of each place's own part."""
        both = self.seen[:, :, None] & self.seen[:, None, :]
        block = np.where(both, self.own(at, loose), np.eye(self.rates.shape[1]))
        return np.where(both, np.linalg.inv(block), 0.0), np.linalg.slogdet(block)[1]

    def common(self, at: np.ndarray, inverse: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Mean (D, T) and precision of g given the rates, and the log determinant that g adds."""
        shared = self.shared(at)
        precision = np.linalg.inv(shared) + inverse.sum(axis=1)
        pull = np.einsum("dnst,nt->ds", inverse, self.centred)
        extra = np.linalg.slogdet(shared)[1] + np.linalg.slogdet(precision)[1]
        return np.linalg.solve(precision, pull[:, :, None])[:, :, 0], precision, extra


def log_likelihood(panel: Panel, at: np.ndarray, inverse: np.ndarray, determinant: np.ndarray) -> np.ndarray:
    """Of all rates, (D,), given sizes and u (in the blocks of `Panel.blocks`), the rest integrated out."""
    mean, precision, extra = panel.common(at, inverse)
    square = np.einsum("ns,dnst,nt->d", panel.centred, inverse, panel.centred, optimize=True)
    square -= np.einsum("ds,dst,dt->d", mean, precision, mean)
    return -0.5 * (square + determinant.sum(axis=1) + extra + panel.seen.sum() * np.log(2 * np.pi))


class Density:
    """The log density, (D,), of draws of sizes (in units of their priors) and of the logs of u, and its gradient."""

    def __init__(self, panel: Panel):
        self.panel, self.size = panel, len(NAMES) + len(panel.rates)

    def __call__(self, drawn: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        panel, (at, loose) = self.panel, natural(drawn)
        inverse, determinant = panel.blocks(at, loose)
        mean, precision, _ = panel.common(at, inverse)
        spread, inner = np.linalg.inv(precision), np.linalg.inv(panel.shared(at))
        left = inverse @ (panel.centred - mean[:, None])[..., None]
        own = left * left[..., 0][..., None, :] + inverse @ spread[:, None] @ inverse - inverse
        left = inner @ mean[..., None]
        shared = left * left[..., 0][:, None, :] + inner @ spread @ inner - inner
        free, line = drawn[:, : len(NAMES)], np.log(loose)
        log = log_likelihood(panel, at, inverse, determinant) - (free**2).sum(axis=1) / 2
        log -= FREEDOM / 2 * (line + 1 / loose).sum(axis=1)
        of_sizes, of_loose = _slopes(panel, at, loose, own, shared)
        return log, np.hstack([of_sizes * SPREAD - free, of_loose + FREEDOM / 2 * (1 / loose - 1)])


def natural(drawn: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sizes and u of unknowns as `Density` has them."""
    free, line = np.split(drawn, [len(NAMES)], axis=-1)
    return MIDDLE + SPREAD * np.clip(free, -8, 8), np.exp(np.clip(line, -10, 10))  # a leap may go anywhere


def _slopes(panel: Panel, at: np.ndarray, loose: np.ndarray, own: np.ndarray, shared: np.ndarray):
    """Gradient of the log likelihood by sizes and by log u, from twice that by each covariance (Fisher's identity)."""
    year, fading = np.arange(panel.rates.shape[1]), expit(at[:, 6])[:, None]
    apart = np.abs(year[:, None] - year)
    fades = fading[..., None] ** apart
    between, walk, common, lasting, shock, narrow = np.exp(2 * at[:, :6]).T
    small = np.where(panel.narrow, narrow[:, None], 1.0)
    persists = small * lasting[:, None] * np.einsum("dnst,dst->dn", own, fades)
    ages = small * lasting[:, None] * np.einsum("dnst,dst->dn", own, fades * apart) * (1 - fading) / 2
    passes = small * shock[:, None] * loose * np.einsum("dnss->dn", own)
    of_shared = walk * (shared * np.minimum(year[:, None], year)).sum(axis=(1, 2)), common * np.einsum("dss->d", shared)
    of_own = (each.sum(axis=1) for each in (persists, passes, (persists + passes) * panel.narrow, ages))
    slopes = between * own.sum(axis=(1, 2, 3)), *of_shared, *of_own
    return np.column_stack(slopes), passes / 2


def _common_path(panel: Panel, at: np.ndarray, inverse: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    """A draw of g, (D, T), given the rates."""
    mean, precision, _ = panel.common(at, inverse)
    turned = np.linalg.cholesky(precision).transpose(0, 2, 1)
    return mean + np.linalg.solve(turned, draw.standard_normal((*mean.shape, 1)))[:, :, 0]


@dataclass(frozen=True)
class Fitted:
    """Draws of the sizes, (chains, keep, 7) in the order of NAMES (logs, of fading the logit), and of u, (..., N)."""

    panel: Panel
    at: np.ndarray
    loose: np.ndarray

    def forecast(self, horizon: int, *, paths: int = PATHS, seed: int = SEED) -> np.ndarray:
        """Joint paths (N, paths, horizon) of the years after the last, percent; path k of all places is one world."""
        draw = np.random.default_rng(seed)
        at, loose = (each.reshape(-1, each.shape[-1]) for each in (self.at, self.loose))
        chosen = np.linspace(0, len(at) - 1, paths).round().astype(int)
        parts = np.array_split(chosen, max(1, paths // AT_ONCE))
        return np.concatenate([_ahead(self.panel, at[p], loose[p], horizon, draw) for p in parts], axis=1)


def _ahead(panel: Panel, at: np.ndarray, loose: np.ndarray, horizon: int, draw: np.random.Generator) -> np.ndarray:
    """One path a draw: g to the last year given the rates, g after it given g, then each place's own part."""
    past = panel.rates.shape[1]
    inverse, _ = panel.blocks(at, loose)
    g, shared = _common_path(panel, at, inverse, draw), panel.shared(at, horizon)
    common = _onward(shared, np.linalg.inv(shared[:, :past, :past]), g, draw)
    own = _onward(panel.own(at, loose, horizon), inverse, panel.centred - g[:, None, :], draw)
    return (LEVEL + common[:, None, :] + own).transpose(1, 0, 2)


def _onward(whole: np.ndarray, inverse: np.ndarray, past: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    """A normal draw of what follows the past, given it, from their joint covariance and the inverse of the past's."""
    cut = past.shape[-1]
    weight = whole[..., cut:, :cut] @ inverse
    left = whole[..., cut:, cut:] - weight @ whole[..., :cut, cut:]
    fresh = draw.standard_normal((*left.shape[:-1], 1))
    return (weight @ past[..., None] + np.linalg.cholesky(left) @ fresh)[..., 0]


def fit(panel: Panel, sampled: dict | None = None) -> Fitted:
    """Draws of the sizes and of u given all rates; `sampled` is for `unit_shares.sample`.

    Raises:
        ModelError: There is no rate.
    """
    if not panel.seen.any():
        raise ModelError("growth panel: no rate of any place; give one at least")
    return Fitted(panel, *natural(sample(Density(panel), **(sampled or SAMPLED))))
