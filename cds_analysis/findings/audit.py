"""What figures and statements about a place say of each other: `audit.yml` describes each check, here it is made.

The founding interview of 2023 and the congress of 2025 speak of Thái Nguyên; other places have no checks.
"""

from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import yaml
from jinja2 import Environment, StrictUndefined

from ..data import provinces, targets
from ..errors import SeriesError
from ..judging.figure import Figure, births
from ..series import ranks
from ..study.finding import Finding, once
from .interview import SOURCE

SPOKEN = 2023  # the year of the interview
KEPT = ("indicator", "border", "period", "value", "comparator", "unit", "source", "vintage", "target")


class Audit(Finding):
    """The checks of the interview and the congress; results.json keeps them as `audit`."""

    def __init__(self, study):
        super().__init__(study, audit=claims(study))


@lru_cache(maxsize=1)
def described() -> list[dict]:
    """The checks as `audit.yml` has them."""
    return yaml.safe_load(Path(__file__).with_name("audit.yml").read_text(encoding="utf-8"))


@once
def claims(study) -> list[dict]:
    """Every check whose figures were known by the day; none where the interview does not speak of the place."""
    table = _Table(study)
    if not any(row["source"] == SOURCE for row in table.figures):
        return []
    return [found for check in described() if (found := table.made(check))]


class _Table:
    """The figures of one place as known on a day, what was set on them, and the formulas over both."""

    def __init__(self, study):
        self.study, known = study, study.known
        rows = known.rows(place=study.place.slug)  # on both borders
        rows = rows[rows["use"].eq("yes")].sort_values(["period", "known"])
        self.figures = [row | {"value": float(row["value"])} for row in rows.to_dict("records")]
        self.goals = []
        for goal in sorted([*targets.of(known, study.place), *targets.of(known, known.nation)], key=lambda g: g.by):
            named = {"indicator": goal.indicator.id, "period": str(goal.by), "vintage": goal.decided}
            self.goals.append(vars(goal) | named | {"target": goal.id, "goal": goal})
        self.formulas = Environment(undefined=StrictUndefined)
        self.formulas.globals = {"births": self._births, "standing": self._standing}
        self.formulas.globals |= {"rises": _rises, "changes": _changes}

    def made(self, check: dict) -> dict | None:
        """One check, or None where a figure it needs is not there."""
        try:
            known = {name: self._asked(**question) for name, question in check["figures"].items()}
            numbers = {}
            if isinstance(check["numbers"], str):
                numbers = self._worked_out(check["numbers"], known)
            else:
                for name, formula in check["numbers"].items():
                    numbers[name] = self._worked_out(formula, known | numbers)
        except SeriesError:  # not known on the day
            return None
        shown = [self._worked_out(text, known | numbers) for text in check.get("evidence", check["figures"])]
        evidence = [row for part in shown if part for row in (part if isinstance(part, list) else [part])]
        verdict = self._worked_out(check["verdict"], known | numbers)
        told = {"check": check["check"], "verdict": verdict, "numbers": numbers}
        return told | {"evidence": [self._named(row) for row in evidence]}

    def _worked_out(self, formula: str, known: dict):
        return self.formulas.compile_expression(formula, undefined_to_none=False)(**known)

    def _asked(self, *, which="last", optional=False, target="", until="", not_origin="", **where):
        """The row or rows that answer a question of `audit.yml`."""
        if target:
            where["indicator"] = target
            rows = [row for row in self.goals if row["origin"] != not_origin]
        else:
            where = {"border": provinces.OLD} | where
            rows = [row for row in self.figures if not until or (len(row["period"]) == 4 and row["period"] <= until)]
        found = [row for row in rows if where.items() <= row.items()]
        if which == "periods":
            found = list({row["period"]: row for row in found}.values())
        if not found and not optional:
            raise SeriesError(where["indicator"])
        if which in ("all", "periods"):
            return found
        return found[-1 if which == "last" else 0] if found else None

    def _named(self, row: dict) -> dict:
        """A row of evidence with the names of its indicator and publisher."""
        about = self.study.known.indicator(row["indicator"])
        names = {"vi": about.name_vi, "en": about.name_en}
        publisher = self.study.known.sources.at[row["source"], "publisher"]
        return {k: row[k] for k in KEPT if k in row} | names | {"publisher": publisher}

    def _births(self, prints: list[dict], goals: list[dict], completed: dict | None) -> dict:
        """A count known once, and what its targets need a month from its first print on."""
        columns = ("period", "value", "comparator", "status", "source", "known")
        figures = [Figure(*(r[k] for k in columns), None, r["border"]) for r in prints]
        found = [births(goal["goal"], figures, self.study.as_of) for goal in goals]
        if None in found:
            raise SeriesError("digital_enterprises")
        said = {name: found[0][name] for name in ("count", "period", "prints")}
        said |= {"last_print": int(found[0]["last_print"][:4]), "done": completed and completed["value"]}
        needed = [{"months": each["months"], "a_month": each["a_month"]} for each in found]
        asked = [{"by": goal["by"], "value": goal["value"]} for goal in goals]
        return said | {"goals": [goal | each for goal, each in zip(asked, needed, strict=True)]}

    def _standing(self, score: str) -> dict:
        """The rank within the region by a score that all old provinces get."""
        known = self.study.known
        old = known.place(self.study.place.slug, provinces.OLD)
        region = [p.slug for p in known.units_of(provinces.OLD) if p.region == old.region]
        scores = ranks.scores(known, score)
        there = scores[scores.index.isin(region)]
        if old.slug not in there.index:
            raise SeriesError(score)
        now = there.iloc[:, -1]
        rank = 1 + int((now > now[old.slug]).sum())
        return {"year": int(now.name), "rank": rank, "field": len(now), "region": old.region, "score": now[old.slug]}


def _changes(scores: list[dict]) -> list[float]:
    """The changes between neighbouring years."""
    years = pairwise((int(row["period"]), row["value"]) for row in scores)
    return [value - before for (year, before), (following, value) in years if following == year + 1]


def _rises(scores: list[dict]) -> dict:
    """In how many pairs of neighbouring years a score rose, and what stands before and after the interview."""
    if len(scores) < 2:
        raise SeriesError("two years")
    values, change = {int(row["period"]): row["value"] for row in scores}, _changes(scores)
    before = max(y for y in values if y < SPOKEN)
    after = min((y for y in values if y >= SPOKEN), default=None)
    numbers = {
        "pairs": len(change),
        "rose": sum(c > 0 for c in change),
        "unpublished": [y for y in range(SPOKEN - 3, SPOKEN) if y not in values],
        "before_year": before,
        "before": values[before],
        "after_year": after,
    }
    return numbers | ({"after": values[after]} if after else {})
