"""Published methods of judging progress towards a level by a year, side by side: numbers in, a reading out.

Formulas, sources and thresholds are in docs/methods.md ("The published methods side by side"). A method that does not
apply says why and gives neither ratio nor label.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

ON_TRACK, ACCELERATE = 0.95, 0.60  # Eurostat and Statistics Canada
FAIR, LIMITED = 0.50, 0.10  # UN Statistics Division
NEAR = 0.10  # ESCAP: a gap of a tenth of the whole way still counts as met
COMPOUND = ("growth_ratio", "projection_ratio")  # compare rates of compound growth
REACHES = ("achieved", "on_track", "will_meet", "ahead", "on_course")


@dataclass(frozen=True)
class Reading:
    """What one method says: a ratio (for the time distance years, for ours the probability), or why it says nothing."""

    method: str
    ratio: float | None = None
    label: str = ""
    reason: str = ""

    @property
    def reaches(self) -> bool | None:
        """Whether the label means that the target is reached at this pace; None where the method leaves it open."""
        return None if self.label in ("", "uncertain") else self.label in REACHES


@dataclass(frozen=True)
class Course:
    """A series of one measure and the level asked of it."""

    points: dict[int, float]  # value by year, oldest first
    target: float
    by: int  # the year of the target
    rising: bool  # more is better
    achieved: bool  # the newest value satisfies the target
    rank: bool = False

    @property
    def first(self) -> tuple[int, float]:
        return min(self.points.items())

    @property
    def last(self) -> tuple[int, float]:
        return max(self.points.items())

    def refusal(self, *, compound: bool) -> str:
        """Why a method cannot be used, or empty."""
        if len(self.points) < 2:
            return "one_point"
        if self.last[0] >= self.by:
            return "deadline_reached"
        if compound and self.rank:
            return "rank"
        ends = (self.first[1], self.last[1], self.target)
        if compound and not (min(ends) > 0 or max(ends) < 0):
            return "sign_change"
        passed = self.first[1] == self.target or (self.target > self.first[1]) != self.rising
        return "base_at_target" if passed else ""

    def growth(self) -> float:
        """Compound yearly growth rate from the first to the newest year."""
        (year0, value0), (year, value) = self.first, self.last
        return (value / value0) ** (1 / (year - year0)) - 1

    def way(self, value: float) -> float:
        """Which part of the way from the first value to the target a value has come."""
        return (value - self.first[1]) / (self.target - self.first[1])


def _label(ratio: float, cuts: tuple[tuple[float, str], ...], below: str) -> str:
    return next((label for cut, label in cuts if ratio >= cut), below)


def growth_ratio(course: Course) -> tuple[float, str]:
    """Observed against required compound growth, both from the first year: R = d CAGR / |CAGR required|."""
    (year0, value0), direction = course.first, 1 if course.rising else -1
    sign = 1 if value0 > 0 else -1
    required = (course.target / value0) ** (1 / (course.by - year0)) - 1
    ratio = sign * direction * course.growth() / abs(required)
    cuts = ((ON_TRACK, "on_track"), (ACCELERATE, "acceleration_needed"), (0.0, "limited"))
    return ratio, _label(ratio, cuts, "deterioration")


def projection_ratio(course: Course) -> tuple[float, str]:
    """Way come by the target's year if compound growth goes on, as a part of the whole way."""
    year, value = course.last
    ratio = course.way(value * (1 + course.growth()) ** (course.by - year))
    cuts = ((ON_TRACK, "on_track"), (FAIR, "fair"), (LIMITED, "limited"), (0.0, "no_progress"))
    return ratio, _label(ratio, cuts, "deterioration")


def current_status(course: Course) -> tuple[float, str]:
    """Way come so far, as a part of the whole way; ahead where that is no less than the time passed."""
    (year0, _), (year, value) = course.first, course.last
    ratio = course.way(value)
    passed = (year - year0) / (course.by - year0)
    return ratio, _label(ratio, ((passed, "ahead"), (0.0, "behind")), "regressed")


def anticipated_progress(course: Course) -> tuple[float, str]:
    """Gap left in the target's year on a line through all years, as a part of the whole way.

    The line is fitted by least squares with weights 1, 2, 3, ... from the first year on.
    """
    years, values = np.array(list(course.points)), np.array(list(course.points.values()))
    line = np.polyfit(years - years[0], values, 1, w=np.sqrt(years - years[0] + 1.0))
    predicted = float(np.polyval(line, course.by - years[0]))
    direction = 1 if course.rising else -1
    gap = direction * (course.target - predicted) / abs(course.target - course.first[1])
    return gap, "will_meet" if gap <= NEAR else "accelerate" if gap <= 1 else "reverse"


def time_distance(course: Course) -> tuple[float, str]:
    """Years ahead (negative: behind) of the straight line from the first value to the target."""
    (year0, _), (year, value) = course.first, course.last
    ahead = year0 + course.way(value) * (course.by - year0) - year
    return ahead, "ahead" if ahead >= 0 else "behind"


PUBLISHED = (growth_ratio, projection_ratio, current_status, anticipated_progress, time_distance)


def read(method: Callable[[Course], tuple[float, str]], course: Course | str) -> Reading:
    """What a published method says of a course, or why it cannot; a course may be the reason why none applies."""
    name = method.__name__
    if reason := course if isinstance(course, str) else course.refusal(compound=name in COMPOUND):
        return Reading(name, reason=reason)
    ratio, label = method(course)
    achieved = course.achieved and method is not anticipated_progress  # which looks ahead alone
    return Reading(name, ratio, "achieved" if achieved else label)


def side_by_side(course: Course | str, probability: float | None, label: str) -> list[Reading]:
    """Every method on one course, or the reason why no published one applies; ours from its probability and verdict."""
    found = [read(method, course) for method in PUBLISHED]
    if probability is None:
        return [*found, Reading("probability", reason="no_probability")]
    return [*found, Reading("probability", probability, label)]


def why_they_differ(readings: list[Reading]) -> list[str]:
    """Codes for what sets apart the methods that say yes from those that say no; empty where they do not contradict.

    to_date: some look only at the way come so far. curve: compound growth between two years against a straight line
    through all. near: a label counts a near miss as reached. spread: ours counts how far such series wander.
    """
    say = {r.method: r.reaches for r in readings if r.reaches is not None}
    if len(set(say.values())) < 2:
        return []

    def apart(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
        return any(say[a] != say[b] for a in one for b in other if {a, b} <= say.keys())

    so_far, rest = ("current_status", "time_distance"), (*COMPOUND, "anticipated_progress")
    ratio = {r.method: r.ratio for r in readings}
    near = any(say.get(m) and ON_TRACK <= ratio[m] < 1 for m in COMPOUND)
    near |= bool(say.get("anticipated_progress")) and 0 < ratio["anticipated_progress"] <= NEAR
    found = {
        "to_date": apart(so_far, rest),
        "curve": apart(COMPOUND, ("anticipated_progress",)),
        "near": near,
        "spread": apart(("probability",), (*so_far, *rest)),
    }
    return [code for code, holds in found.items() if holds]
