"""The published methods of judging progress side by side, on the open targets of the place and of the nation."""

from collections import Counter

from ..judging import scorecard
from ..judging.figure import over
from ..judging.verdict import Verdict
from ..series import share
from ..study.finding import Finding, once
from .targets import Targets


class Methods(Finding):
    """What each method says of each open target; of the nation those on the share."""

    def __init__(self, study, *cards: Targets):
        own = claims(study, [verdict for card in cards for verdict in card.verdicts])
        super().__init__(study, methods=own, methods_nation=on_the_share(study.nation))

    @property
    def records(self) -> dict:
        found = super().records
        read, nation_read = (_read(found[name]) for name in ("methods", "methods_nation"))
        others = [record for record in found["methods"] if record not in read]
        codes = Counter(sorted(record["readings"][0]["reason"] for record in others))
        more = {"read": read, "unread": codes.most_common(), "nation_read": nation_read}
        more["alone"] = sum(record["readings"][-1]["label"] != "" for record in others)
        return found | more | {"nation_goals": self.study.nation.goals}


def _read(found: list[dict]) -> list[dict]:
    """The records on which a published method says anything."""
    return [record for record in found if set(record["reaches"]) - {"probability"}]


def claims(study, verdicts: list[Verdict]) -> list[dict]:
    """The published methods and ours on each target that is still open: neither settled nor past its year."""
    settled = ("met", "missed", "void")
    still = [v for v in verdicts if v.status not in settled and not over(v.target, study.as_of)]
    return [scorecard.by_all_methods(study, v) for v in still]


@once
def on_the_share(study) -> list[dict]:
    """The same on the targets in force on the share."""
    return claims(study, [study.judge(t) for t in study.headline(share.INDICATOR)])
