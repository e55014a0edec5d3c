"""Targets: what a decision asks for, by when, in whose words."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import pandas as pd

from ..shown import ShowsItself
from . import indicators, provinces
from .known import Known
from .observations import last_day

YARDSTICK = "yardstick"  # the flag of a goal of the nation that can be asked of a place, and the origin it then has
OWN = "own"  # the flag of a target of the reader's own folder
TOLERANCE = 0.05  # "about 30 %" is met from 28.5 %: a floor 5 % of the level below it (docs/assumptions.md, A3)


@dataclass(frozen=True)
class Target(ShowsItself):
    """One statement of one document.

    `basis` says how it is read: by_year (a state reached by `by`), in_year, each_year (from `since` to `by`, lost with
    the first miss), average (mean yearly rate over the period), cumulative (the sum of the period's years).

    A range ("50 to 55 %") stands in the register as two rows; `upto` holds the upper end. Where more is good the lower
    end is the target, a floor like any other, and no document calls the upper end a ceiling; where neither more nor
    less is good, both ends bind.
    """

    id: str
    origin: str
    place: str
    border: str
    level: str
    indicator: indicators.Indicator
    basis: str
    since: int | None
    by: int
    comparator: str
    value: float
    unit: str
    decision_vi: str
    decision_en: str
    where: str
    decided: str
    source: str
    standing: str
    void_from: date | None
    flags: tuple[str, ...]
    name_vi: str
    name_en: str
    note_vi: str
    note_en: str
    upto: float | None = None

    def __repr__(self) -> str:
        return f"Target({self.id}: {self.comparator} {self.value:g} {self.unit}, {self.basis} {self.by})"

    def to_frame(self) -> pd.DataFrame:
        """One row: what is asked of whom by when, its value and unit, and the document that says so."""
        columns = (
            "id origin place border level indicator basis since by comparator value upto unit decision_vi decision_en"
        )
        row = {name: getattr(self, name) for name in f"{columns} where source standing".split()}
        return pd.DataFrame([row | {"indicator": self.indicator.id}])

    @property
    def sense(self) -> str:
        """floor, ceiling or equal: "=" and "~" take theirs from what is good, and mean equality where nothing is.

        The part of a sector in GRDP is neither good nor bad: 54.6 % of industry beside 36.5 and 8.9 % of the others is
        no floor. A range of such a thing asks to lie inside it.
        """
        if self.comparator in ("=", "~") or self.upto is not None:
            return {"up": "floor", "down": "ceiling"}.get(self.indicator.good, "equal")
        return "ceiling" if self.comparator in ("<=", "<") else "floor"

    @property
    def demand(self) -> tuple[float, bool]:
        """The value from which it counts as met, and whether more than that is asked."""
        return self.threshold, self.comparator in (">", "<")

    def same_clause(self, other: "Target") -> bool:
        """Whether two rows give one clause of one decision, as two sources read it."""
        clause = ("decision_vi", "indicator", "level", "basis", "since", "by", "place", "border")
        return all(getattr(self, part) == getattr(other, part) for part in clause)

    @property
    def asked(self) -> bool:
        """Whether it is judged by itself: neither a variant or context nor the upper end of a range."""
        return self.standing not in ("variant", "context") and "range_upper" not in self.flags

    @property
    def band(self) -> tuple[float, float]:
        """The lowest and highest value that count as met, in the unit of the indicator, a bare ">" or "<" aside."""
        exact = self.sense == "equal" and self.upto is None
        slack = abs(self.value) * TOLERANCE * (self.comparator == "~" or exact)
        low = -math.inf if self.sense == "ceiling" else self.value - slack
        return low, math.inf if self.sense == "floor" else self.top + slack

    @property
    def top(self) -> float:
        """The upper end of what is asked: that of a range, else the value itself."""
        return self.value if self.upto is None else self.upto

    def nearest(self, value: float) -> float:
        """The level asked for that lies nearest to a value; inside a range of structure the value itself."""
        if self.sense == "equal":
            return min(max(value, self.value), self.top)
        return self.top if self.sense == "ceiling" else self.value

    @property
    def threshold(self) -> float:
        """The value from which the target counts as met: the lower end of its band, of a ceiling the upper."""
        low, high = self.band
        return high if self.sense == "ceiling" else low

    @property
    def field(self) -> int | None:
        """Among how many places a rank target was set: 63 until the change of borders, 34 since."""
        if self.indicator.kind != "rank":
            return None
        return 63 if self.border == provinces.OLD else 34

    @property
    def void_reason(self) -> str:
        """Why it no longer applies from `void_from` on."""
        return "replaced" if self.standing == "superseded" else "tier_ended"

    def holds(self, value):
        """Whether a value, or each of an array, satisfies it; more than asked of a floor is never a miss."""
        if self.comparator in (">", "<"):
            return value > self.value if self.comparator == ">" else value < self.value
        low, high = self.band
        return (low <= value) & (value <= high)

    def between(self, value):
        """Whether a value, or each of an array, lies in the range asked for, both ends included."""
        inside = self.holds(value)
        return inside if self.upto is None else inside & (value <= self.upto)

    def name(self, lang: str) -> str:
        """What is asked for; the product of the nation is GDP."""
        name = (self.name_vi if lang == "vi" else self.name_en) or self.indicator.name(lang)
        return name.replace("GRDP", "GDP") if self.place == provinces.NATION else name

    def decision(self, lang: str) -> str:
        return self.decision_vi if lang == "vi" else self.decision_en

    def note(self, lang: str) -> str:
        return self.note_vi if lang == "vi" else self.note_en


@lru_cache(maxsize=8)
def load(data_dir: Path) -> tuple[Target, ...]:
    """The target register, values in the unit of their indicator."""
    out = of_rows(table(data_dir).to_dict("records"), data_dir)
    tops = {t.id: t.value for t in out if "range_upper" in t.flags}
    return tuple(replace(t, upto=tops.get(t.id.removesuffix("low") + "high")) for t in out)


def table(data_dir: Path) -> pd.DataFrame:
    """The register as it is written."""
    return pd.read_csv(data_dir / "targets.csv", dtype=str, keep_default_na=False)


def of_rows(rows: Iterable[dict[str, str]], data_dir: Path) -> list[Target]:
    """The targets of rows of targets.csv, each as it stands by itself."""
    factor = indicators.units(data_dir)["factor"]
    out = []
    for row in rows:
        about = indicators.get(row["indicator"], data_dir)
        value = float(row["value"]) * factor[row["unit"]] / factor[about.unit]
        typed = {
            "indicator": about,
            "value": round(value, 10),
            "unit": about.unit,
            "since": int(row["since"]) if row["since"] else None,
            "by": int(row["by"]),
            "void_from": date.fromisoformat(row["void_from"]) if row["void_from"] else None,
            "flags": tuple(f for f in row["flags"].split(";") if f),
        }
        out.append(Target(**row | typed))
    return out


def of(known: Known, place: provinces.Place, origins: tuple[str, ...] = ()) -> list[Target]:
    """The targets set for a place and, where it was merged, those its main predecessor had set, as decided by a day.

    The origin YARDSTICK gives goals of the nation, held up to the place: nothing it has promised.
    """
    register = load(known.folder)
    if YARDSTICK in origins and place.tier == "province":
        register = [_held_up_to(place, target, known) for target in register if YARDSTICK in target.flags]
    asked = [t for t in register if t.place == place.slug and (not origins or t.origin in origins)]
    return [target for target in asked if not hidden(target, known, place)]


def hidden(target: Target, known: Known, place: provinces.Place) -> str:
    """Why a target of a place is not seen in a view: set on a border still to come, or decided later; else nothing.

    A target without a date of decision counts from the publication of its source; where no more than the running year
    is known of that, or nothing, in a view of all data.
    """
    if not place.unchanged and place.border == provinces.OLD and target.border != provinces.OLD:
        return "border"  # the old unit knew nothing of what the merged one decided
    day = target.decided or known.sources.at[target.source, "published"]
    return "" if known.complete or (day and last_day(day) <= known.day) else "later"


def _held_up_to(place: provinces.Place, goal: Target, known: Known) -> Target:
    """A goal of the nation as a target of a place, on the border that is looked at; GDP becomes GRDP."""
    level = "province" if goal.level == "national" else goal.level
    about = known.indicator("grdp_growth") if goal.indicator.id == "gdp_growth" else goal.indicator
    own = {"origin": YARDSTICK, "place": place.slug, "border": place.border, "level": level, "indicator": about}
    return replace(goal, **own, note_vi="", note_en="")
