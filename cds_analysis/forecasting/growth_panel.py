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
so that m, f, c, a, v and e are integrated out exactly. Sizes are drawn by Metropolis steps along differences of past
states (ter Braak and Vrugt, 2008), u given a draw of g, place by place, from its prior.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from ..errors import ModelError
from .distribution import PATHS, SEED

NAMES = ("between", "walk", "common", "lasting", "shock", "narrow", "fading")
MIDDLE = np.append(np.log([2.0, 0.7, 1.5, 2.0, 2.5, 0.3]), logit(0.8))
SPREAD = np.array([0.5, 0.6, 0.7, 0.6, 0.5, 0.4, 0.5])
LEVEL, VAGUE = 5.0, 4.0  # m and its sd
FREEDOM = 4.0
CUT = -15.0, 25.0
CHAINS, WARM, KEEP = 8, 400, 400
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


def of_place(left: np.ndarray, inverse: np.ndarray, determinant: np.ndarray) -> np.ndarray:
    """Log density (D, N), but for a constant, of what is left (D, N, T) of rates once g is known."""
    return -0.5 * (np.einsum("dns,dnst,dnt->dn", left, inverse, left, optimize=True) + determinant)


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


def fit(panel: Panel, *, chains: int = CHAINS, warm: int = WARM, keep: int = KEEP, seed: int = SEED) -> Fitted:
    """Draws of the sizes and of u given all rates.

    Raises:
        ModelError: There is no rate.
    """
    if not panel.seen.any():
        raise ModelError("growth panel: no rate of any place; give one at least")
    draw, size = np.random.default_rng(seed), (chains, len(panel.rates))
    past = list(MIDDLE + SPREAD * draw.standard_normal((10, chains, len(NAMES))))
    at, loose = past[-1], _fresh(draw, size)
    blocks = panel.blocks(at, loose)
    kept = []
    for _ in range(warm + keep):
        new = at + _step(past, draw)
        proposed = panel.blocks(new, loose)
        taken = np.log(draw.random(chains)) < _log(panel, new, proposed) - _log(panel, at, blocks)
        at, blocks = np.where(taken[:, None], new, at), _chosen(taken, proposed, blocks)
        left = panel.centred - _common_path(panel, at, blocks[0], draw)[:, None, :]
        other = _fresh(draw, size)
        proposed = panel.blocks(at, other)
        taken = np.log(draw.random(size)) < of_place(left, *proposed) - of_place(left, *blocks)
        loose, blocks = np.where(taken, other, loose), _chosen(taken, proposed, blocks)
        past.append(at)
        kept.append((at, loose))
    return Fitted(panel, *(np.stack(each, axis=1) for each in zip(*kept[warm:], strict=True)))


def _fresh(draw: np.random.Generator, size: tuple[int, int]) -> np.ndarray:
    return 1 / draw.gamma(FREEDOM / 2, 2 / FREEDOM, size)


def _step(past: list[np.ndarray], draw: np.random.Generator) -> np.ndarray:
    """A difference of two states of the later half of the past for each chain, as long as suits their number."""
    states = np.concatenate(past[len(past) // 2 :])
    one, other = states[draw.integers(len(states), size=(2, len(past[0])))]
    return 2.38 / np.sqrt(2 * len(NAMES)) * (one - other) + 0.01 * draw.standard_normal(one.shape)


def _log(panel: Panel, at: np.ndarray, blocks: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    return log_likelihood(panel, at, *blocks) - (((at - MIDDLE) / SPREAD) ** 2).sum(axis=1) / 2


def _chosen(taken: np.ndarray, new: tuple[np.ndarray, ...], old: tuple[np.ndarray, ...]) -> tuple[np.ndarray, ...]:
    """New blocks where they are taken, by chain or by chain and place."""
    more = [taken.reshape(taken.shape + (1,) * (each.ndim - taken.ndim)) for each in new]
    return tuple(np.where(*each) for each in zip(more, new, old, strict=True))
