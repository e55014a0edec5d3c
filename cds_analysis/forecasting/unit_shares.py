"""The share of every unit from figures of a few, counts of units by level and the nation's share of each year.

On the logit scale a unit is x = features b + tau u + sigma w + f: u its level (Student-t with 3 degrees of freedom, so
that a few may stand far out), w a random walk of its own, pooled in size, f the movement common to all. f is solved so
that the units weighted by GDP give the nation's share exactly, each year. Sampled by Hamiltonian Monte Carlo (Neal,
2011) with this density and its gradient; the step and the scales are learnt while warming up.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.special import expit, log_ndtr, logit, ndtr, ndtri
from scipy.stats import rankdata

SEED = 20_260_105
TAILS = 3.0
SIZES = np.log([0.35, 0.06]), 0.5  # tau and sigma before the figures: median, and sd of the log
SLOPE = 0.5  # sd of b before the figures, of features with variance one
SLACK = 0.1  # of a count, beside the variance that the error of figures near its level gives it


@dataclass(frozen=True)
class Evidence:
    """What is known: N units, T years, all shares as parts of one; a row of a mixture is of N x T unit-years.

    Attributes:
        weights: (N, T) of GDP, each year adding up to one.
        nation: (T,) its share.
        features: (N, K), with mean zero and variance one.
        base: The year, counted from zero, in which the random walks are zero.
        mixtures: (R, N T), the unit-years whose weighted mean a reading is of.
        readings: (R, 3): logit, error, and how far the error common to all of another measure moves it.
        counted: (Q, N T), the same for the members of counts, one count after the other.
        counts: (M, 6): the first row of its members, the level (logit), the error of figures, the common one as of
            readings, how many lie above, and whether none at all does.
    """

    weights: np.ndarray
    nation: np.ndarray
    features: np.ndarray
    base: int
    mixtures: np.ndarray
    readings: np.ndarray
    counted: np.ndarray
    counts: np.ndarray

    @property
    def shape(self) -> tuple[int, int]:
        return self.weights.shape


class Density:
    """The log density of the unknowns of several chains at once, (C, D), and its gradient."""

    def __init__(self, evidence: Evidence):
        self.evidence, (n, years) = evidence, evidence.shape
        step, year = np.arange(years - 1)[:, None], np.arange(years)[None, :]
        self.walk = ((step >= evidence.base) & (step < year)) * 1.0 - ((step < evidence.base) & (step >= year))
        self.cuts = np.cumsum([n, n * (years - 1), evidence.features.shape[1], 1])
        self.size = self.cuts[-1] + 2
        self.rows = csr_array(np.vstack([evidence.mixtures, evidence.counted]))
        self.common = np.zeros(1)  # where the search for f begins

    def shares(self, at: np.ndarray) -> tuple[np.ndarray, tuple]:
        """Shares (C, N, T) with the parts they are made of."""
        e, (n, years) = self.evidence, self.evidence.shape
        level, steps, slopes, shared, sizes = np.split(at, self.cuts, axis=1)
        moved = steps.reshape(-1, n, years - 1) @ self.walk
        tau, sigma = np.exp(sizes).T[:, :, None, None]
        line = (slopes @ e.features.T + tau[:, :, 0] * level)[:, :, None] + sigma * moved
        near = self.common.shape == line[:, :1].shape and np.isfinite(self.common).all()
        common = self.common if near else np.zeros(line[:, :1].shape)
        for _ in range(50):
            share = expit(line + common)
            slope = e.weights * share * (1 - share)
            off = (e.weights * share).sum(axis=1, keepdims=True) - e.nation
            if np.abs(off).max() < 1e-10:
                break
            common = common - np.clip(off / slope.sum(axis=1, keepdims=True), -1, 1)
        self.common = common
        return share, (level, steps, slopes, shared, sizes, moved, slope)

    def __call__(self, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        e = self.evidence
        share, (level, steps, slopes, shared, sizes, moved, slope) = self.shares(at)
        mixed = (self.rows @ share.reshape(len(at), -1).T).T
        said, value, error, leans = logit(mixed), *e.readings.T
        cut = len(value)
        gap = (said[:, :cut] - value - shared * leans) / error
        counted, pull, leaning = self._counts(said[:, cut:], shared)
        pull = np.hstack([-gap / error, pull]) / (mixed * (1 - mixed))
        pull = (self.rows.T @ pull.T).T.reshape(share.shape) * share * (1 - share)
        pull = pull - slope * (pull.sum(axis=1, keepdims=True) / slope.sum(axis=1, keepdims=True))
        tau, sigma = np.exp(sizes).T[:, :, None, None]
        (middle, spread), across = SIZES, pull.sum(axis=2)
        log = counted - (gap**2).sum(axis=1) / 2 - (steps**2).sum(axis=1) / 2 - (slopes**2).sum(axis=1) / (2 * SLOPE**2)
        log -= (TAILS + 1) / 2 * np.log1p(level**2 / TAILS).sum(axis=1)
        log -= (shared**2).sum(axis=1) / 2 + (((sizes - middle) / spread) ** 2).sum(axis=1) / 2
        of_sizes = np.column_stack([(across * level).sum(axis=1), (pull * moved).sum(axis=(1, 2))]) * np.exp(sizes)
        gradient = [
            tau[:, :, 0] * across - (TAILS + 1) * level / (TAILS + level**2),
            (sigma * pull @ self.walk.T).reshape(steps.shape) - steps,
            across @ e.features - slopes / SLOPE**2,
            (gap / error * leans).sum(axis=1, keepdims=True) + leaning - shared,
            of_sizes - (sizes - middle) / spread**2,
        ]
        return log, np.hstack(gradient)

    def _counts(self, said: np.ndarray, shared: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The log likelihood of all counts, its gradient by the logit of each member and by the common error.

        A member's figure lies above a level with the chance that its error gives; their number has the mean and the
        variance of independent trials, taken as normal. That none lies above is taken as it is.
        """
        e, first = self.evidence, self.evidence.counts[:, 0].astype(int)
        if not len(first):
            return np.zeros(len(said)), said, np.zeros((len(said), 1))
        members = np.diff([*first, said.shape[1]])
        level, error, leans, _, none = (np.repeat(column, members) for column in e.counts.T[1:])
        z = (said - level - shared * leans) / error
        chance, dense = ndtr(z), np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi) / error
        gap = np.add.reduceat(chance, first, axis=1) - e.counts[:, 4]
        variance = np.add.reduceat(chance * (1 - chance), first, axis=1) + SLACK
        below = np.add.reduceat(log_ndtr(-z), first, axis=1)
        log = np.where(e.counts[:, 5] > 0, below, -(gap**2 / variance + np.log(variance)) / 2)
        gap, variance = (np.repeat(each, members, axis=1) for each in (gap, variance))
        pull = -gap / variance + ((gap / variance) ** 2 - 1 / variance) / 2 * (1 - 2 * chance)
        beyond = -np.exp(-(z**2) / 2 - log_ndtr(-z)) / np.sqrt(2 * np.pi) / error
        pull = np.where(none > 0, beyond, pull * dense)
        return log.sum(axis=1), pull, -(pull * leans).sum(axis=1, keepdims=True)


@np.errstate(all="ignore")  # a leap that leaves the numbers is not taken
def sample(density, chains: int = 8, warm: int = 1_000, keep: int = 2_500, steps: int = 30) -> np.ndarray:
    """Draws of the unknowns, (chains, keep, D): leaps of `steps` on average, four in five accepted."""
    draw = np.random.default_rng(SEED)
    at = 0.3 * draw.standard_normal((chains, density.size))
    log, gradient = density(at)
    scale, step, past, kept = np.ones(density.size), 0.02, [], []
    for turn in range(warm + keep):
        push = draw.standard_normal(at.shape)
        new, pull, energy = at, gradient, log - (push**2).sum(axis=1) / 2
        for _ in range(draw.integers(1, 2 * steps)):
            push = push + step / 2 * scale * pull
            new = new + step * scale * push
            found, pull = density(new)
            push = push + step / 2 * scale * pull
        chance = np.exp(np.minimum(0, np.nan_to_num(found - (push**2).sum(axis=1) / 2 - energy, nan=-np.inf)))
        taken = draw.random(chains) < chance
        at, gradient, log = (np.where(t, a, b) for t, a, b in (
            (taken[:, None], new, at), (taken[:, None], pull, gradient), (taken, found, log)))  # fmt: skip
        if turn < warm:
            past.append(at)
            step *= np.exp((chance.mean() - 0.8) / (1 + turn % (warm // 4)) ** 0.6)
            if turn + 1 in (warm // 4, warm // 2, 3 * warm // 4):  # scales anew, from the later half of what was seen
                scale, step = np.concatenate(past[len(past) // 2 :]).std(axis=0) + 1e-3, 0.1
        else:
            kept.append(at)
    return np.stack(kept, axis=1)


def convergence(values: np.ndarray) -> tuple[float, float]:
    """The largest split R-hat and the smallest effective size over columns of draws (chains, keep, columns).

    Of ranks made normal, as tails are heavy (Vehtari, Gelman, Simpson, Carpenter and Buerkner, 2021).
    """
    ranks = rankdata(values.reshape(-1, values.shape[2]), axis=0).reshape(values.shape)
    halves = np.concatenate(np.split(ndtri((ranks - 0.375) / (ranks.max() + 0.25)), 2, axis=1))
    m, n, _ = halves.shape
    means = halves.mean(axis=1)
    within, between = halves.var(axis=1, ddof=1).mean(axis=0), means.var(axis=0, ddof=1)
    total = within * (n - 1) / n + between
    off = np.fft.rfft(halves - means[:, None], 2 * n, axis=1)
    alike = np.fft.irfft(np.abs(off) ** 2, axis=1)[:, :n].mean(axis=0) / n
    rho = 1 - (within - alike) / total
    pairs = rho[0 : n - 1 : 2] + rho[1:n:2]
    positive = np.cumprod(pairs > 0, axis=0)  # up to the first negative pair (Geyer, 1992)
    size = m * n / np.maximum(2 * (pairs * positive).sum(axis=0) - 1, 1 / np.log10(m * n))
    return float(np.sqrt(total / within).max()), float(size.min())
