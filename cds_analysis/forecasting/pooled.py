"""What several series show of yearly movement on one line (logarithms, logits), and a value carried on by it."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from ..errors import ModelError
from ..shown import InOneLine
from .distribution import PATHS, SEED


@dataclass(frozen=True)
class Walk:
    """A series as a random walk with drift: its mean movement a year, and how far its changes depart from it.

    `squares` is the sum of squared departures, each over the years it spans; `span` the years its changes span.
    """

    drift: float
    span: float
    squares: float
    changes: int
    first: float
    last: float


def walk(line: pd.Series, breaks: tuple[float, ...] = ()) -> Walk:
    """The walk of values indexed by time in years, gaps allowed; no change is taken to a time of `breaks`.

    Raises:
        ModelError: No change to take.
    """
    times = line.index.to_numpy(float)
    kept = ~np.isin(times[1:], breaks)
    change, gap = np.diff(line.to_numpy(float))[kept], np.diff(times)[kept]
    if not len(change):
        raise ModelError(f"{len(line)} figure(s), a movement needs 2 on one side of a break")
    drift = float(change.sum() / gap.sum())
    squares = float(np.sum((change - drift * gap) ** 2 / gap))
    return Walk(drift, float(gap.sum()), squares, len(change), float(times[0]), float(times[-1]))


@dataclass(frozen=True)
class Reference(InOneLine):
    """What sister series show about yearly movement on their line.

    `drift` is their mean drift, `drift_sd` the spread to expect for another place, `sigma` the pooled yearly shock with
    `freedom` degrees of freedom, `revision` the typical revision of a first figure; `others` the same on other lines,
    `loose` by how much what moves 1, 2, ... years after the newest figure is to be widened, the last going on.
    """

    drift: float
    drift_sd: float
    sigma: float
    freedom: int
    places: int
    changes: int
    revision: float
    members: dict[str, Walk] = field(default_factory=dict)  # the sister series by name
    others: tuple["Reference", ...] = ()
    loose: tuple[float, ...] = (1.0,)

    def widening(self, years: int) -> np.ndarray:
        """`loose` for so many years."""
        return np.array(self.loose)[np.minimum(np.arange(years), len(self.loose) - 1)]


def pool(walks: dict[str, Walk], revision: float = 0.0, averages: tuple[str, ...] = ()) -> Reference:
    """Pool the movements of several series by name.

    A series that is itself an average over places (a nation) counts for the drift and, where other series can carry it,
    not for the yearly shock. The spread between the drifts of places is their variance less what shocks alone would
    give (the moment estimate of a random-effects model); a new place gets it plus the error of the mean. Of one series
    alone it cannot be seen and is taken as large as the drift itself: places from standing still to twice its pace.

    Raises:
        ModelError: Too few changes to tell the yearly shock.
    """
    alone = [w for name, w in walks.items() if name not in averages]
    for_shock = alone if sum(w.changes - 1 for w in alone) >= 2 else list(walks.values())
    freedom = sum(w.changes - 1 for w in for_shock)
    if freedom < 2:
        raise ModelError(f"{len(walks)} series with {freedom} change(s) beyond the first, the yearly shock needs 2")
    sigma = np.sqrt(sum(w.squares for w in for_shock) / freedom)
    drifts = np.array([w.drift for w in walks.values()])
    by_shocks = float(np.mean(sigma**2 / np.array([w.span for w in walks.values()])))
    between, many = float(drifts[0]) ** 2, len(drifts) > 1
    if many:
        between = max(0.0, float(drifts.var(ddof=1)) - by_shocks)
    return Reference(
        drift=float(drifts.mean()),
        drift_sd=float(np.sqrt(between + (between * many + by_shocks) / len(drifts))),
        sigma=float(sigma),
        freedom=freedom,
        places=len(drifts),
        changes=sum(w.changes for w in walks.values()),
        revision=revision,
        members=walks,
    )


def onward(
    last: float, ref: Reference, times: np.ndarray, own: Walk | None = None, *, paths: int = PATHS
) -> np.ndarray:
    """Joint paths, (paths, times), from a last value on the line to so many years after it, each time later.

    The drift of the place is one of the reference's, weighed against its own walk: of the variance b between places
    and the variance v of the own drift the own one gets b / (b + v). The size of shocks is estimated, so it is drawn
    anew on each path; the spread between places goes with it.
    """
    draw = np.random.default_rng(SEED)
    scale = np.sqrt(ref.freedom / draw.chisquare(ref.freedom, size=(paths, 1)))
    weight = 0.0
    if own is not None:
        weight = ref.drift_sd**2 / (ref.drift_sd**2 + ref.sigma**2 / own.span) if ref.drift_sd else 0.0
    middle = ref.drift if own is None else weight * own.drift + (1 - weight) * ref.drift
    drift = middle + scale * ref.drift_sd * np.sqrt(1 - weight) * draw.standard_normal((paths, 1))
    steps = np.diff(times, prepend=0.0)
    shocks = scale * ref.sigma * np.sqrt(steps) * draw.standard_normal((paths, len(steps)))
    return last + drift * times + shocks.cumsum(axis=1)
