"""A figure that bears on a target, and what a count known once would have to gain until its deadline."""

from dataclasses import dataclass
from datetime import date

from ..data.observations import end_day
from ..data.targets import Target


def over(target: Target, as_of: date) -> bool:
    """Whether the last year of a target has ended."""
    return as_of >= date(target.by, 12, 31)


@dataclass(frozen=True)
class Figure:
    """A published or derived figure that bears on a target: value in the unit of the indicator."""

    period: str
    value: float
    comparator: str
    status: str
    source: str
    known: date
    of: int | None = None  # how many were ranked or counted
    border: str = ""  # filled where it is not the border that is judged
    doubt: dict | None = None  # what a conclusion must say of it, in both languages

    @property
    def year(self) -> int:
        return int(self.period.split("..")[-1][:4])

    @property
    def exact_year(self) -> bool:
        """Whether it states a value, exact or about, of a whole year."""
        return len(self.period) == 4 and self.comparator in ("=", "~")

    @property
    def day(self) -> date:
        """The day it speaks of: the end of its period, or its publication if that came before."""
        return min(end_day(self.period), self.known)

    def comparable(self, kind: str) -> bool:
        """Whether it stands for a whole year or a state, so that a distance to a yearly target means something."""
        return len(self.period) == 4 or kind not in ("growth", "level")

    def closes(self, year: int, kind: str) -> bool:
        """Whether it can close the account of a year.

        A state (count, coverage, rank) printed while the year was running says nothing of its end; growth and levels
        of a whole year are estimated by the offices themselves before it ends, and count as such.
        """
        if self.year != year or not (len(self.period) == 4 or self.period.endswith((f"{year}-12", f"{year}-12-31"))):
            return False
        return kind in ("growth", "level", "share") or self.known > date(year, 12, 31) or self.status == "final"


def births(target: Target, prints: list[Figure], as_of: date) -> dict | None:
    """What a count that is known once, however often reprinted, would have to gain a month, net of what closes.

    Keys count, period (of the first print), since (the day that speaks of: from it on the rate `a_month` is needed),
    last_print, prints, missing, months, now (the rate from the day of the view on if the count still stands, None where
    that adds nothing), over (the deadline has passed). None where not just one value is known, or it is enough.

    Args:
        prints: Every document's figure on one border, those whose own date is assumed included.
    """
    if target.indicator.kind != "count" or target.basis != "by_year" or len({p.value for p in prints}) != 1:
        return None
    first, count, end = min(prints, key=lambda p: p.day), prints[0].value, date(target.by, 12, 31)
    exact = all(p.comparator in ("=", "~") for p in prints)
    if not exact or target.holds(count) or target.sense != "floor" or first.day >= end:
        return None
    missing = target.value - count + (target.comparator == ">")  # more than 3,000 is 3,001
    months, left = _months(first.day, end), _months(as_of, end)
    now = missing / left if first.day < as_of and left > 0 else None
    told = {"count": count, "period": first.period, "since": first.day.isoformat(), "prints": len(prints)}
    told |= {"last_print": max(p.known for p in prints).isoformat(), "missing": missing, "months": months}
    return told | {"a_month": missing / months, "now": now, "over": over(target, as_of)}


def _months(first: date, last: date) -> int:
    """Whole months from the month of one day to that of another."""
    return 12 * (last.year - first.year) + last.month - first.month
