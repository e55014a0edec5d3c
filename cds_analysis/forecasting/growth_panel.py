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
so that m, f, c, a, v and e are integrated out exactly. Sizes are drawn from their priors, weighed by that likelihood
and drawn again from a Student-t fitted to what weighs most (population Monte Carlo: Cappe, Guillin, Marin and Robert,
2004); u, on a few values, from its chances at the sizes' mean. A fit takes a second or less.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from ..errors import ModelError
from ..shown import InOneLine
from .distribution import SEED

NAMES = ("between", "walk", "common", "lasting", "shock", "narrow", "fading")
MIDDLE = np.append(np.log([2.0, 0.7, 1.5, 2.0, 2.5, 0.3]), logit(0.8))
SPREAD = np.array([0.5, 0.6, 0.7, 0.6, 0.5, 0.4, 0.5])
LEVEL, VAGUE = 5.0, 4.0  # m and its sd
FREEDOM = 4.0
CUT = -15.0, 25.0
LOOSE = np.array([0.35, 0.6, 0.85, 1.2, 1.9, 3.5])  # values that u may take,
EDGES = np.array([0.27, 0.46, 0.71, 1.01, 1.51, 2.58, 4.75])  # each for those between two of these
DRAWS, EACH = 400, 10  # of the sizes, paths of each
ROUNDS, FEWEST = 6, 30
AT_ONCE = 100  # draws worked on together


@dataclass(frozen=True)
class Panel(InOneLine):
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

    def blocks(self, at: np.ndarray, loose: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Inverse (zero where nothing is seen) and log determinant of the covariance of each place's own part."""
        both = self.seen[:, :, None] & self.seen[:, None, :]
        block = np.where(both, self.own(at, loose), np.eye(self.rates.shape[1]))
        return np.where(both, np.linalg.inv(block), 0.0), np.linalg.slogdet(block)[1]

    def told(self, at: np.ndarray, loose: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """What the rates add to the precision of g, (D, T, T), and to that times its mean, (D, T)."""
        parts = np.array_split(np.arange(len(at)), max(1, len(at) // AT_ONCE))
        found = [_summed(self, self.blocks(at[p], loose[p])[0]) for p in parts]
        return np.concatenate([f[0] for f in found]), np.concatenate([f[1] for f in found])


def _summed(panel: Panel, inverse: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return inverse.sum(axis=1), np.einsum("dnst,nt->ds", inverse, panel.centred)


def shared(at: np.ndarray, years: int) -> np.ndarray:
    """Covariance (D, years, years) of g."""
    year = np.arange(years)
    walk, common = np.exp(2 * at[:, 1:3]).T[:, :, None, None]
    return VAGUE**2 + walk * np.minimum(year[:, None], year) + common * np.eye(years)


def common(at: np.ndarray, precision: np.ndarray, pull: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean (D, T) and precision of g given what the rates tell, and the log determinant that g adds."""
    before = shared(at, pull.shape[1])
    whole = np.linalg.inv(before) + precision
    extra = np.linalg.slogdet(before)[1] + np.linalg.slogdet(whole)[1]
    return np.linalg.solve(whole, pull[:, :, None])[:, :, 0], whole, extra


def log_likelihood(panel: Panel, at: np.ndarray, inverse: np.ndarray, determinant: np.ndarray) -> np.ndarray:
    """Of all rates, (D,), given sizes and u (in the blocks of `Panel.blocks`), the rest integrated out."""
    precision, pull = _summed(panel, inverse)
    mean, _, extra = common(at, precision, pull)
    square = np.einsum("ns,dnst,nt->d", panel.centred, inverse, panel.centred, optimize=True)
    square -= np.einsum("ds,ds->d", mean, pull)
    return -0.5 * (square + determinant.sum(axis=1) + extra + panel.seen.sum() * np.log(2 * np.pi))


@dataclass(frozen=True)
class Fitted(InOneLine):
    """Draws of the sizes, (D, 7) in the order of NAMES (logs, of fading the logit), and of u, (D, N).

    `precision` and `pull` are what all rates tell of g in each draw (`Panel.told`); `effective` is how many independent
    draws those weighed at last are worth.
    """

    at: np.ndarray
    loose: np.ndarray
    precision: np.ndarray
    pull: np.ndarray
    effective: float

    def forecast(
        self, own: Panel, loose: np.ndarray, horizon: int, instead: tuple[Panel, np.ndarray] | None = None, **drawn
    ) -> np.ndarray:
        """Paths (D x each, .) of one place from the year after its last rate to `horizon` years after the panel's last.

        Args:
            own: Its rates, one row, in the years of the panel.
            loose: Its u, (D, 1).
            instead: Rows of the panel, with their u, that the place stands in for; none where it is in it as it is.
        """
        precision, pull = self.precision, self.pull
        for sign, (panel, u) in ((1, (own, loose)), (-1, instead)) if instead else ():
            more, further = panel.told(self.at, u)
            precision, pull = precision + sign * more, pull + sign * further
        return _ahead(self.at, common(self.at, precision, pull), own, loose, horizon, **drawn)

    def looseness(self, own: Panel) -> np.ndarray:
        """Draws of u, (D, 1), of a place that the panel was not fitted to."""
        g = common(self.at, self.precision, self.pull)[0].mean(axis=0)
        return _picked(_chances(own, self.at.mean(axis=0), g), len(self.at), np.random.default_rng(SEED))


def _ahead(
    at: np.ndarray, known: tuple, own: Panel, loose: np.ndarray, horizon: int, each: int = EACH, seed: int = SEED
) -> np.ndarray:
    """Some paths a draw: g to the last year given the rates, g after it given g, then the place's own part."""
    draw, past, (mean, precision, _) = np.random.default_rng(seed), own.rates.shape[1], known
    turned, prior = np.linalg.cholesky(precision).transpose(0, 2, 1), shared(at, past + horizon)
    g = mean[:, None] + np.linalg.solve(turned, draw.standard_normal((len(at), past, each))).transpose(0, 2, 1)
    later = _onward(prior, np.linalg.inv(prior[:, :past, :past]), g, past, draw)
    last = 1 + int(np.flatnonzero(own.seen[0])[-1]) if own.seen.any() else past
    whole, inverse = own.own(at, loose, horizon)[:, 0], own.blocks(at, loose)[0][:, 0]
    paths = np.concatenate([g[:, :, last:], later], axis=2)
    paths = LEVEL + paths + _onward(whole, inverse, own.centred[0] - g, last, draw)
    return paths.reshape(len(at) * each, -1)


def _onward(
    whole: np.ndarray, inverse: np.ndarray, past: np.ndarray, start: int, draw: np.random.Generator
) -> np.ndarray:
    """Normal draws (D, each, .) of the years from `start` on, given the past, from their joint covariance (D, ., .)."""
    cut = past.shape[-1]
    weight = whole[:, start:, :cut] @ inverse
    left = whole[:, start:, start:] - weight @ whole[:, :cut, start:]
    fresh = draw.standard_normal((*past.shape[:2], left.shape[1]))
    return past @ weight.transpose(0, 2, 1) + fresh @ np.linalg.cholesky(left).transpose(0, 2, 1)


def fit(panel: Panel, draws: int = DRAWS) -> Fitted:
    """Draws of the sizes and of u given all rates.

    Raises:
        ModelError: There is no rate.
    """
    if not panel.seen.any():
        raise ModelError("growth panel: no rate of any place; give one at least")
    which = panel.seen.any(axis=1)
    whole, panel = panel, Panel(panel.rates[which], panel.noise[which], panel.narrow[which])
    draw, loose = np.random.default_rng(SEED), np.ones(len(panel.rates))
    free = draw.standard_normal((draws, len(NAMES)))
    proposed = -(free**2).sum(axis=1) / 2
    for turn in range(ROUNDS):
        weight = _tempered(_weigh(panel, free, loose) - proposed)
        mean = weight @ free
        spread = (weight[:, None] * (free - mean)).T @ (free - mean)
        if 0 < turn < ROUNDS - 2:  # by then the sizes are about right; the last rounds are for them alone
            size = MIDDLE + SPREAD * mean
            inverse, _ = panel.blocks(size[None], loose[None])
            g = common(size[None], *_summed(panel, inverse))[0][0]
            loose = np.exp(np.log(LOOSE) @ _chances(panel, size, g))
        free, proposed = _proposal(mean, spread, draws, draw)
    log = _weigh(panel, free, loose) - proposed
    weight = _normal(log)
    at = MIDDLE + SPREAD * free[draw.choice(draws, draws, p=weight)]
    picked = _picked(_chances(whole, size, g), draws, draw)
    return Fitted(at, picked, *whole.told(at, picked), float(1 / np.sum(weight**2)))


def _picked(chances: np.ndarray, draws: int, draw: np.random.Generator) -> np.ndarray:
    """Draws (D, N) of u from the chances of each value."""
    picked = (draw.random((draws, 1, chances.shape[1])) > chances.cumsum(axis=0)).sum(axis=1)
    return LOOSE[picked.clip(max=len(LOOSE) - 1)]


def _weigh(panel: Panel, free: np.ndarray, loose: np.ndarray) -> np.ndarray:
    """The log density, (D,), of sizes in units of their priors, given u (N,) and all rates."""
    found = []
    for part in np.array_split(free, max(1, len(free) // AT_ONCE)):
        at, each = MIDDLE + SPREAD * part, np.broadcast_to(loose, (len(part), len(loose)))
        found.append(log_likelihood(panel, at, *panel.blocks(at, each)) - (part**2).sum(axis=1) / 2)
    return np.concatenate(found)


def _chances(panel: Panel, size: np.ndarray, g: np.ndarray) -> np.ndarray:
    """The chance of each value of LOOSE (6, N), given sizes (7,) and g (T,)."""
    at, loose = size[None], np.ones((1, len(panel.rates)))
    left, log = np.where(panel.seen, panel.centred - g, 0.0), []
    for value, width in zip(LOOSE, np.diff(np.log(EDGES)), strict=True):
        inverse, determinant = panel.blocks(at, value * loose)
        square = np.einsum("ns,nst,nt->n", left, inverse[0], left)
        log.append(-(square + determinant[0] + FREEDOM * (np.log(value) + 1 / value)) / 2 + np.log(width))
    return np.stack([_normal(column) for column in np.transpose(log)], axis=1)


def _normal(log: np.ndarray) -> np.ndarray:
    """Weights that add up to one."""
    weight = np.exp(log - log.max())
    return weight / weight.sum()


def _tempered(log: np.ndarray) -> np.ndarray:
    """Weights flat enough to be worth FEWEST draws, so that few good draws do not narrow the search at once."""
    power = 1.0
    while 1 / np.sum(_normal(power * log) ** 2) < FEWEST:
        power *= 0.7
    return _normal(power * log)


def _proposal(mean: np.ndarray, spread: np.ndarray, draws: int, draw: np.random.Generator):
    """Draws of a Student-t a little wider than what was seen, and their log density but for a constant."""
    root = np.linalg.cholesky(1.3 * (spread + 0.02 * np.eye(len(mean))))
    tails = len(mean)
    drawn = draw.standard_normal((draws, tails)) * np.sqrt(tails / draw.chisquare(tails, (draws, 1)))
    return mean + drawn @ root.T, -tails * np.log1p((drawn**2).sum(axis=1) / tails)
