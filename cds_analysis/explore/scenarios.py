"""Scenarios with a reader's own numbers: electronics fall, the rest digitises, firms are born. No forecasts.

The formulas are those of `share_arithmetic` and `judging.figure`; here the reader's values enter them. Pure functions.
"""

from collections.abc import Callable
from datetime import date

from ..data.targets import Target
from ..errors import ModelError
from ..findings.scenarios import ENDS, claims
from ..judging.figure import over
from ..judging.verdict import Verdict
from ..series import share
from ..series.share_arithmetic import after_fall, mean_coefficient, share_after
from ..study.study import Study

Path = dict[int, tuple[float, float]]  # lowest and highest value by year, the present one first


def _path(study: Study, until: int, after: Callable[[float, float, int], float]) -> Path:
    """From the present level on, what `after` gives of it, the core and the years gone, over what the core may be."""
    begin = claims(study)
    first, value = begin["level"]["year"], begin["level"]["value"]
    path = {first: (value, value)}
    for year in range(first + 1, until + 1):
        low, high = sorted(after(value, begin["core"][end], year - first) for end in ENDS)
        path[year] = (low, high)
    return path


def downturn(study: Study, fall: float, recovery: int, until: int) -> Path:
    """The core falls by `fall` percent in the year after the level's and comes back in even steps.

    Args:
        recovery: Years until the core is where it was; 0: it stays down.
    """
    if not 0 <= fall <= 100:
        raise ModelError(f"a fall of {fall:g} %: give a number from 0 to 100")

    def after(level: float, core: float, years: int) -> float:
        back = (years - 1) / recovery if recovery else 0.0
        return after_fall(level, core, fall * max(1 - back, 0.0))

    return _path(study, until, after)


def digitisation(study: Study, points: float, until: int) -> Path:
    """The digital part of what is not core gains `points` percentage points a year; the core keeps its part of GRDP."""

    def after(level: float, core: float, years: int) -> float:
        rest = mean_coefficient(level, core) + points * years
        return core + (100 - core) * min(max(rest, 0.0), 100.0) / 100

    return _path(study, until, after)


def pace(study: Study, digital: float, grdp: float, until: int) -> Path:
    """Digital value added and GRDP each grow by a fixed rate, percent a year; no share passes 100."""
    return _path(study, until, lambda level, _, years: min(share_after(level, digital, grdp, years), 100.0))


def reached(study: Study, path: Path) -> list[tuple[Target, bool | None]]:
    """The open targets in the years to come of a path, and whether it reaches each; None where its ends disagree."""
    out = []
    for goal in study.headline(share.INDICATOR):
        if goal.sense == "floor" and goal.by in list(path)[1:] and not over(goal, study.as_of):
            low, high = (bool(goal.holds(v)) for v in path[goal.by])
            out.append((goal, low if low == high else None))
    return out


def births(study: Study) -> list[Verdict]:
    """Open targets on a count that is known once, with the births each needs: one a target's year and value."""
    counts = [t for t in study.targets if t.indicator.kind == "count" and t.standing == "in_force"]
    found = [study.judge(t) for t in counts if not over(t, study.as_of)]
    return [v for v in found if v.births is not None]


def firms(count: float, a_month: float, as_of: date, by: int) -> Path:
    """The count at the end of each year if it still stands on `as_of` and gains `a_month` a month from then on."""
    path = {as_of.year - 1: (count, count)}
    for year in range(as_of.year, by + 1):
        months = 12 * (year - as_of.year) + 12 - as_of.month
        path[year] = (count + a_month * months,) * 2
    return path
