"""Scenarios with a reader's own numbers: electronics fall, the rest digitises, firms are born. No forecasts.

The formulas are those of `share_arithmetic` and `judging.figure`; here the reader's values enter them. Pure functions.
"""

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
    rest: float | None  # digital part of the value added outside the core, percent: middle of what the core allows


def start(study: Study) -> Start:
    """Where the scenarios of a place begin, as known on the day of its study."""
    now = level(study)
    if now is None:
        return Start(study, None, None, [], [], None, None)
    core = core_now(study, now, parts(study))
    past = growth_needed(study, now)["past"]
    goals = [t for t in study.headline(share.INDICATOR) if t.sense == "floor" and t.by > now["year"]]
    rest = [mean_coefficient(now["value"], core[end]) for end in ("low", "high") if core[end] < 100]
    return Start(
        study,
        now,
        core,
        falls(study.known, study.place),
        [t for t in goals if not over(t, study.as_of)],
        past and past["growth"],
        sum(rest) / len(rest),
    )


def _ends(begin: Start, one) -> tuple[float, float]:
    """Lowest and highest result over what the core may be."""
    found = sorted(one(begin.core[end]) for end in ("low", "high"))
    return found[0], found[1]


def downturn(begin: Start, fall: float, recovery: int, until: int) -> Path:
    """The core falls by `fall` percent in the year after the level's and comes back in even steps.

    Args:
        recovery: Years until the core is where it was; 0: it stays down.
    """
    if not 0 <= fall <= 100:
        raise ModelError(f"a fall of {fall:g} %: give a number from 0 to 100")
    first, value = begin.level["year"], begin.level["value"]
    path = {first: (value, value)}
    for year in range(first + 1, until + 1):
        back = (year - first - 1) / recovery if recovery else 0.0
        left = fall * max(1 - back, 0.0)
        path[year] = _ends(begin, lambda core, left=left: after_fall(value, core, left))
    return path


def digitisation(begin: Start, points: float, until: int) -> Path:
    """The digital part of what is not core gains `points` percentage points a year; the core keeps its part of GRDP."""
    first, value = begin.level["year"], begin.level["value"]

    def after(core: float, years: int) -> float:
        rest = mean_coefficient(value, core) + points * years
        return core + (100 - core) * min(max(rest, 0.0), 100.0) / 100

    return {first: (value, value)} | {
        year: _ends(begin, lambda core, n=year - first: after(core, n)) for year in range(first + 1, until + 1)
    }


def pace(begin: Start, digital: float, grdp: float, until: int) -> Path:
    """Digital value added and GRDP each grow by a fixed rate, percent a year; no share passes 100."""
    first, value = begin.level["year"], begin.level["value"]
    ends = {y: min(share_after(value, digital, grdp, y - first), 100.0) for y in range(first, until + 1)}
    return {y: (v, v) for y, v in ends.items()}


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
