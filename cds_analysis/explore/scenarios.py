"""Scenarios with a reader's own numbers: electronics fall, the rest digitises, firms are born. No forecasts.

The formulas are those of `share_arithmetic` and `judging.figure`; here the reader's values enter them. Pure functions.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ..data.targets import Target
from ..errors import ModelError
from ..findings.scenarios import core_now, falls, growth_needed, level, parts
from ..judging.figure import Births, over
from ..judging.progress import Verdict
from ..series import share
from ..series.share_arithmetic import after_fall, mean_coefficient, share_after
from ..study.study import Study

Path = dict[int, tuple[float, float]]  # lowest and highest value by year, the present one first


@dataclass(frozen=True)
class Start:
    """Where the scenarios of the share begin: level today, the core's part of GRDP, falls seen, open targets.

    `level` is None where the place has no share on the office's measure; then nothing else is known either.
    """

    study: Study
    level: dict | None
    core: dict | None
    falls: list[dict]
    goals: list[Target]
    growth: float | None  # of GRDP a year in the years with figures, percent


def start(study: Study) -> Start:
    """Where the scenarios of a place begin, as known on the day of its study."""
    now = level(study)
    if now is None:
        return Start(study, None, None, [], [], None)
    core, past = core_now(study, now, parts(study)), growth_needed(study, now)["past"]
    goals = [t for t in study.headline(share.INDICATOR) if t.sense == "floor" and t.by > now["year"]]
    goals = [t for t in goals if not over(t, study.as_of)]
    return Start(study, now, core, falls(study.known, study.place), goals, past and past["growth"])


def _path(begin: Start, until: int, after: Callable[[float, int], float]) -> Path:
    """From the present level on, what `after` gives of the core and the years gone, over what the core may be."""
    first, value = begin.level["year"], begin.level["value"]
    path = {first: (value, value)}
    for year in range(first + 1, until + 1):
        low, high = sorted(after(begin.core[end], year - first) for end in ("low", "high"))
        path[year] = (low, high)
    return path


def downturn(begin: Start, fall: float, recovery: int, until: int) -> Path:
    """The core falls by `fall` percent in the year after the level's and comes back in even steps.

    Args:
        recovery: Years until the core is where it was; 0: it stays down.
    """
    if not 0 <= fall <= 100:
        raise ModelError(f"a fall of {fall:g} %: give a number from 0 to 100")

    def after(core: float, years: int) -> float:
        back = (years - 1) / recovery if recovery else 0.0
        return after_fall(begin.level["value"], core, fall * max(1 - back, 0.0))

    return _path(begin, until, after)


def digitisation(begin: Start, points: float, until: int) -> Path:
    """The digital part of what is not core gains `points` percentage points a year; the core keeps its part of GRDP."""

    def after(core: float, years: int) -> float:
        rest = mean_coefficient(begin.level["value"], core) + points * years
        return core + (100 - core) * min(max(rest, 0.0), 100.0) / 100

    return _path(begin, until, after)


def pace(begin: Start, digital: float, grdp: float, until: int) -> Path:
    """Digital value added and GRDP each grow by a fixed rate, percent a year; no share passes 100."""
    return _path(begin, until, lambda _, years: min(share_after(begin.level["value"], digital, grdp, years), 100.0))


def reached(begin: Start, path: Path) -> list[tuple[Target, bool | None]]:
    """The open targets within the years of a path, and whether it reaches each; None where its ends disagree."""
    out = []
    for goal in begin.goals:
        if goal.by in path:
            low, high = (bool(goal.holds(v)) for v in path[goal.by])
            out.append((goal, low if low == high else None))
    return out


def births(study: Study) -> list[Verdict]:
    """Open targets on a count that is known once, with the births each needs: one a target's year and value."""
    counts = [t for t in study.targets if t.indicator.kind == "count" and t.standing == "in_force"]
    found = [study.judge(t) for t in counts if not over(t, study.as_of)]
    return [v for v in found if v.births is not None]


def firms(found: Births, a_month: float, as_of: date, by: int) -> Path:
    """The count at the end of each year if it still stands on `as_of` and gains `a_month` a month from then on."""
    path = {as_of.year - 1: (found.count, found.count)}
    for year in range(as_of.year, by + 1):
        months = 12 * (year - as_of.year) + 12 - as_of.month
        path[year] = (found.count + a_month * months,) * 2
    return path
