"""Scorecards: where every target of a place stands; what the brief says first."""

from ..data import targets
from ..data.targets import YARDSTICK
from ..data.vocabulary import ORIGINS
from ..judging import progress, scorecard
from ..judging.verdict import STATUSES, Verdict
from ..study.finding import Finding
from ..words.telling import Table

OTHERS = ORIGINS[1:]  # than the interview
OWN = ("programme", "provincial-plan", "annual-plan", "other-province", "national")  # where no interview speaks of it


class Targets(Finding):
    """A scorecard; results.json keeps it under its name, the template sees it as `card`."""

    def __init__(self, study, name: str, verdicts: list[Verdict] | None = None, *, closed: bool = True):
        """The scorecard of an origin, all `others` or some verdicts; `closed`: with deadlines passed and milestones."""
        origins = OTHERS if name == "others" else (name,)
        self.name, self.verdicts = name, study.scorecard(*origins) if verdicts is None else verdicts
        super().__init__(study, **{name: card(self.verdicts, study if closed else None)})

    @property
    def records(self) -> dict:
        found = super().records
        return found | {"card": found[self.name]}

    def scorecard(self, caption: str = "") -> Table | None:
        """Targets, published figures, verdicts and why, with the documents of all."""
        caption = caption or (YARDSTICK if self.parts[self.name]["origin"] == YARDSTICK else "all")
        used = self.study.cited.of(self.verdicts, self.study.as_of)
        return self.table("verdicts", caption, cite=used, classes="scorecard")

    @property
    def last(self) -> tuple:
        """The last target and the verdict on it, as they show themselves, or that there is none."""
        if not self.verdicts:
            return (self.study.stands.say("no_target"),)
        return self.verdicts[-1].target, self.verdicts[-1]


def programme(study) -> list[Verdict]:
    """The verdicts of a brief's scorecard: on the targets of the interview, its own, else the yardstick.

    A target of the reader's own folder is always one of them, unless it is one of the congress'.
    """
    found = study.scorecard("interview") or study.scorecard(*OWN) or study.scorecard(YARDSTICK)
    told = {v.target.id for v in (*found, *congress(study))}
    mine = [t for t in study.targets if targets.OWN in t.flags and t.asked and t.id not in told]
    return [*found, *map(study.judge, mine)]


def congress(study) -> list[Verdict]:
    """The verdicts on what the congress has set and a brief of this year still looks ahead to."""
    return [v for v in study.scorecard("congress") if v.target.by >= study.edition]


def card(verdicts: list[Verdict], view: scorecard.View | None = None) -> dict:
    """All verdicts, how many there are of each kind; with a view, the last deadline passed and open milestones."""
    counts = {status: sum(v.status == status for v in verdicts) for status in STATUSES}
    (vi, en), *more = {(v.target.decision_vi, v.target.decision_en) for v in verdicts} or {("", "")}
    origins = {v.target.origin for v in verdicts}
    return {
        "verdicts": [v.as_dict() for v in verdicts],
        "origin": origins.pop() if len(origins) == 1 else None,
        "counts": counts,
        "total": len(verdicts),
        "decision": {"vi": vi, "en": en} if vi and not more else None,
        "closed": view and progress.closed(verdicts, view.as_of),
        "milestones": scorecard.milestones(view, verdicts) if view else [],
    }
