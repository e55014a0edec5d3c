"""What "met", "on course" and the other verdicts mean, and what one says."""

from dataclasses import dataclass

import pandas as pd

from ..data.targets import Target
from ..shown import ShowsItself
from .figure import Figure

LIKELY, UNLIKELY = 2 / 3, 1 / 3  # "likely" from two in three on, as the IPCC's guidance note of 2010 words it

STATUSES = ("met", "missed", "on_course", "uncertain", "off_course", "void", "cannot_be_judged")
# By what a verdict is given: figures, arithmetic on what is missing, bounds or figures on the border the target was set
# on, a probability; else where the newest figure stands, or whoever would have one. A void target has none.
EVIDENCE = ("figures", "arithmetic", "own_border", "estimate", "stands_at", "owner", "")

SAID = ("status", "reason", "distance", "probability", "within", "strict", "pace_needed", "pace_seen")


@dataclass(frozen=True)
class Verdict(ShowsItself):
    """The answer to one target, with its evidence.

    `distance` is in the unit of the indicator and positive where the target is reached or passed; `probability` that of
    the statement on the forecast's paths; paces are per year and of one measure and border, of a period as in `_paces`.
    """

    target: Target
    status: str
    reason: str = ""  # why it is void, lost or cannot be judged, worded by `targets.reason`
    figure: Figure | None = None
    distance: float | None = None
    probability: float | None = None
    within: float | None = None  # the probability of ending inside a range, not above it
    strict: float | None = None  # of "about" that of the bare number, where that would be judged otherwise
    pace_needed: float | None = None
    pace_seen: float | None = None
    years: tuple[int, ...] = ()  # the years a reason speaks of
    births: dict | None = None  # of `figure.births`
    turning: dict | None = None  # of `growth_rates.Growth.turning`
    evidence: str = ""  # one of EVIDENCE
    bounds: dict | None = None  # (`bounds.between`) what decided it, where no figure of the target's year did
    borrowed: dict | None = None  # whose movements an estimate rests on
    owner: dict | None = None  # who would have the figure that is missing
    border: str = ""  # filled where an estimate is of the old unit that set the target, not of the merged one
    over: bool = False  # its last year has ended

    def __repr__(self) -> str:
        chance = "" if self.probability is None else f"probability {self.probability:.3g}"
        return f"Verdict({self.target.id}: {', '.join(filter(None, [self.status, self.reason, chance]))})"

    def to_frame(self) -> pd.DataFrame:
        """One row: the target's (`Target.to_frame`), what is said of it, and the figure it rests on."""
        said = {name: getattr(self, name) for name in (*SAID, "evidence")}
        of_figure = {f"figure_{name}": getattr(self.figure, name, None) for name in ("period", "value", "source")}
        return self.target.to_frame().assign(**said, **of_figure)

    def as_dict(self) -> dict:
        """Plain values for results.json."""
        asked, figure = self.target, self.figure
        kept = (*SAID, "evidence", "over", "borrowed", "owner", "border")
        of_figure = ("period", "value", "comparator", "status", "source", "of", "border", "doubt")
        return {
            "target": asked.id,
            "indicator": asked.indicator.id,
            **{name: getattr(asked, name) for name in ("value", "comparator", "by", "upto", "sense")},
            **{name: getattr(self, name) for name in kept},
            "figure": figure and {name: getattr(figure, name) for name in of_figure},
            "caution": {"vi": asked.note_vi, "en": asked.note_en} if "doubted" in asked.flags else None,
            "years": list(self.years),
            "bounds": self.bounds,
            "births": self.births,
            "turning": self.turning,
        }


def grade(probability: float) -> str:
    """On course, uncertain or off course, from the probability of reaching the target."""
    return "on_course" if probability >= LIKELY else "off_course" if probability <= UNLIKELY else "uncertain"
