"""Which figures verdicts still want, who has them, when they are due, how much each would settle; the counted table."""

from collections.abc import Iterable
from datetime import date

from ..data import owners, provinces
from ..data.targets import Target
from ..judging import scorecard
from ..judging.verdict import Verdict
from ..series import share
from ..study.finding import Finding
from ..words import telling
from .targets import congress, programme

OPEN = ("estimate", "stands_at", "owner")  # the kinds of evidence that a figure would replace
ANSWERED = ("figures", "arithmetic", "own_border", "estimate")


def lacking(verdict: Verdict, as_of: date) -> list[int]:
    """The years up to its deadline that have ended and whose figure a verdict does without."""
    target, figure, last = verdict.target, verdict.figure, as_of.year - (as_of < date(as_of.year, 12, 31))
    if target.basis in ("by_year", "in_year"):
        year = min(target.by, last)
        of_old = figure is not None and figure.border and year >= provinces.CHANGE.year
        held = figure is not None and not of_old and figure.closes(year, target.indicator.kind)
        return [] if held or (target.basis == "in_year" and target.by > last) else [year]
    whole = range(target.since or target.by, target.by + 1)
    return [year for year in (verdict.years if verdict.figure else whole) if year <= last]


def border(target: Target, place: provinces.Place, year: int) -> str:
    """The border that a figure of a year is wanted on; empty where the place has only one."""
    if not place.merged:
        return "" if place.unchanged else place.border
    return provinces.OLD if target.border == provinces.OLD and year < provinces.CHANGE.year else provinces.NEW


def wanted(verdict: Verdict, study) -> list[dict]:
    """The figures a verdict does without, one of each border, with who has them; none where it is settled.

    `change` is the expected absolute change of the probability p by knowing whether the target was reached, 2p(1 - p);
    `decides` says that these figures tell it, the deadline being past: else the change is the most they can bring.
    """
    target, p, found = verdict.target, verdict.probability, {}
    for year in lacking(verdict, study.as_of) if verdict.evidence in OPEN else ():
        found.setdefault(border(target, study.place, year), []).append(year)
    told = {
        "targets": [target.id],
        "indicator": target.indicator.id,
        "level": target.level,
        "unit": target.unit,
        "change": None if p is None else 2 * p * (1 - p),
        "decides": study.as_of >= date(target.by, 12, 31),
    }
    return [told | {"border": of, "years": years, "owner": _owed(target, study, years)} for of, years in found.items()]


def _owed(target: Target, study, years: list[int]) -> dict | None:
    """Who has the figures of some years."""
    return owners.owner(study.known, target.indicator.id, study.place, max(years))


def _order(figure: dict) -> tuple:
    """First what decides, by how much; then what may bring something, by how much at most; then the unknown."""
    change = figure["change"]
    return (change is None, not figure["decides"], -(change or 0.0))


def joined(figures: Iterable[dict]) -> list[dict]:
    """Each figure once, for all targets that want it, what would settle most first: their changes add up."""
    found: dict[tuple, dict] = {}
    for one in sorted(figures, key=_order):
        key = (one["indicator"], one["level"], one["border"], tuple(one["years"]))
        first = found.setdefault(key, one | {"targets": [], "change": None})
        first["targets"] = first["targets"] + one["targets"]
        if one["change"] is not None and one["decides"] == first["decides"]:
            first["change"] = (first["change"] or 0.0) + one["change"]
    return sorted(found.values(), key=_order)


def of_brief(study) -> list[Verdict]:
    """The verdicts on the targets of both scorecards of a brief."""
    return [*programme(study), *congress(study)]


def owed(study) -> dict:
    """What is missing of the targets in the brief of a place, by the bodies that have it, and of how many targets."""
    verdicts = of_brief(study)
    figures = joined(figure for verdict in verdicts for figure in wanted(verdict, study) if figure["owner"])
    bodies: dict[str, list[dict]] = {}
    for figure in figures:  # the body with the figure that settles most comes first
        bodies.setdefault(figure["owner"]["body_vi"], []).append(figure)
    asked = {name for figure in figures for name in figure["targets"]}
    return {
        "targets": len(verdicts),
        "open": sum(verdict.evidence in OPEN for verdict in verdicts),
        "lacking": len(asked),
        "figures": len(figures),
        "bodies": [{"owner": found[0]["owner"], "figures": found} for found in bodies.values()],
        "probability": {v.target.id: v.probability for v in verdicts if v.target.id in asked},
    }


class Owners(Finding):
    """The letter that asks for what is missing; results.json keeps it as `owed`."""

    def __init__(self, study):
        super().__init__(study, owed=owed(study))


def row(verdict: Verdict, study) -> dict:
    """A target in the counted table: what is asked, the answer and its evidence, the figure that would settle it."""
    target, figure, told = verdict.target, verdict.figure, {**study.told, "units": study.known.units}
    years = lacking(verdict, study.as_of) or [target.by]  # where nothing is late yet: that of the deadline
    unsettled, borrowed = verdict.evidence in OPEN, verdict.borrowed or {}
    owner, trial = (unsettled and _owed(target, study, years)) or {}, borrowed.get("trial") or {}
    ahead = scorecard.share_ahead(study, target)[0] if target.indicator.id == share.INDICATOR else None
    inside = ahead is not None and target.by in ahead.years
    low, high = ahead.interval(0.8).loc[target.by] if inside else (None, None)
    return {
        "place": study.place.slug,
        "origin": target.origin,
        "target": target.id,
        "asked": f"{target.name(study.lang)}: {telling.text('targets.asks', study.lang, told, target)}",
        "status": verdict.status,
        "evidence": verdict.evidence,
        "reason": verdict.reason,
        "figure": figure and figure.value,
        "unit": target.unit,
        "period": figure and figure.period,
        "border": verdict.border or (figure and (figure.border or study.border)),
        **{name: getattr(verdict, name) for name in ("distance", "pace_needed", "pace_seen", "probability")},
        "low80": low,
        "high80": high,
        "members": len(borrowed.get("members", ())) or None,
        "held": trial.get("held"),
        "of": trial.get("of"),
        "body": owner.get(f"body_{study.lang}"),
        "wanted": ";".join(map(str, years)) if unsettled else None,
        "due": owner.get("due"),
    }


def counted(rows: list[dict], without_share: int) -> str:
    """What the counted table comes to: targets by evidence and status, units without a share, targets unanswered."""
    kinds: dict[str, dict[str, int]] = {}
    for one in rows:
        of_kind = kinds.setdefault(one["evidence"] or "void", {})
        of_kind[one["status"]] = of_kind.get(one["status"], 0) + 1
    told = (f"{kind} {sum(n.values())} ({', '.join(f'{s} {k}' for s, k in n.items())})" for kind, n in kinds.items())
    asked = [one for one in rows if one["evidence"]]
    bare = sum(one["evidence"] not in ANSWERED for one in asked)
    share_of = f"{bare} of {len(asked)} ({100 * bare / max(len(asked), 1):.0f} %) with neither verdict nor estimate"
    return f"{len(rows)} targets: {'; '.join(told)}; {share_of}; {without_share} units without a share estimate"
