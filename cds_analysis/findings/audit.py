"""What figures and statements about a place say of each other: `audit.yml` describes each check, here it is made.

The founding interview of 2023 and the congress of 2025 speak of Thái Nguyên; other places have no checks.
"""

from functools import lru_cache
from pathlib import Path

import pandas as pd
import yaml
from jinja2 import Environment, StrictUndefined

from ..data import observations, provinces, targets
from ..judging.figure import Figure, births
from ..series import ranks
from ..study.finding import Finding, once
from .interview import SOURCE

SPOKEN = 2023  # the year of the interview
KEPT = ("indicator", "border", "period", "value", "comparator", "unit", "source", "vintage", "target")


class Audit(Finding):
    """The checks of the interview and the congress; results.json keeps them as `audit`."""

    topic = "audit"

    def __init__(self, study):
        super().__init__(study, audit=claims(study))


@lru_cache(maxsize=1)
def described() -> list[dict]:
    """The checks as `audit.yml` has them."""
    return yaml.safe_load(Path(__file__).with_name("audit.yml").read_text(encoding="utf-8"))


@once
def claims(study) -> list[dict]:
    """Every check whose figures were known by the day: check, verdict, evidence, numbers.

    None where the interview does not speak of the place.
    """
    table = _Table(study)
    if not (table.rows["source"] == SOURCE).any():
        return []
    return [found for check in described() if (found := table.made(check))]


class _Missing(Exception):
    """A figure the check rests on was not known on the day."""


class _Table:
    """The figures of one place as known on a day, and the formulas over them."""

    def __init__(self, study):
        self.study = study
        rows = study.known.rows(place=study.place.slug)  # on both borders
        self.rows = rows[rows["use"].eq("yes")].sort_values(["period", "known"])
        self.formulas = Environment(undefined=StrictUndefined)
        self.formulas.globals = {"births": self._births, "rises": _rises, "falls": _falls, "standing": self._standing}

    def made(self, check: dict) -> dict | None:
        """One check, or None where a figure it needs is not there."""
        try:
            known = {name: self._asked(**question) for name, question in check["figures"].items()}
            numbers = self._numbers(check["numbers"], known)
        except _Missing:
            return None
        shown = [self._worked_out(text, known | numbers) for text in check.get("evidence", check["figures"])]
        evidence = [row for part in shown if part for row in (part if isinstance(part, list) else [part])]
        verdict = self._worked_out(check["verdict"], known | numbers)
        evidence = [self._named(row) for row in evidence]
        return {"check": check["check"], "verdict": verdict, "evidence": evidence, "numbers": numbers}

    def _worked_out(self, formula: str, known: dict):
        return self.formulas.compile_expression(formula, undefined_to_none=False)(**known)

    def _numbers(self, formulas: dict | str, known: dict) -> dict:
        if isinstance(formulas, str):
            return self._worked_out(formulas, known)
        numbers: dict = {}
        for name, formula in formulas.items():
            numbers[name] = self._worked_out(formula, known | numbers)
        return numbers

    def _asked(self, *, which: str = "last", optional: bool = False, target: str = "", **where):
        """The row or rows that answer a question of `audit.yml`."""
        found = self._goals(target, **where) if target else self._figures(**where)
        if which == "periods":
            found = list({row["period"]: row for row in found}.values())
        if not found and not optional:
            raise _Missing(target or where["indicator"])
        if which in ("all", "periods"):
            return found
        return found[-1 if which == "last" else 0] if found else None

    def _figures(self, *, border: str = provinces.OLD, until: str = "", **where) -> list[dict]:
        rows = self.rows[self.rows["border"].eq(border)]
        for column, wanted in where.items():
            rows = rows[rows[column].eq(wanted)]
        if until:
            rows = observations.annual(rows)
            rows = rows[rows["period"] <= until]
        return [row | {"value": float(row["value"])} for row in rows.to_dict("records")]

    def _goals(self, indicator: str, *, origin: str = "", not_origin: str = "", border: str = "", by: int = 0):
        """What was set on an indicator, by the place or the nation, as decided by the day; earliest deadline first."""
        known = self.study.known
        both = (self.study.place, known.nation)
        found = [t for p in both for t in targets.of(known, p) if t.indicator.id == indicator]
        found = [t for t in found if t.origin == (origin or t.origin) and t.origin != not_origin]
        found = [t for t in found if t.border == (border or t.border) and t.by == (by or t.by)]
        return [_of_target(t) for t in sorted(found, key=lambda t: t.by)]

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
            raise _Missing("digital_enterprises")
        rows = [
            {"by": goal["by"], "value": goal["value"], "months": b.months, "a_month": b.a_month}
            for goal, b in zip(goals, found, strict=True)
        ]
        said = {name: getattr(found[0], name) for name in ("count", "period", "prints")}
        said["last_print"] = found[0].last_print.year
        return said | {"goals": rows, "done": completed and completed["value"]}

    def _standing(self, score: str) -> dict:
        """The rank within the region by a score that all old provinces get."""
        known = self.study.known
        if score not in known.indicators:
            raise _Missing(score)
        old = known.place(self.study.place.slug, provinces.OLD)
        region = [p.slug for p in known.units_of(provinces.OLD) if p.region == old.region]
        scores = ranks.scores(known, score)
        there = scores.loc[scores.index.isin(region)]
        if old.slug not in there.index:
            raise _Missing(score)
        year = int(there.columns[-1])
        order = ranks.rank(there[year].to_numpy(float))
        rank = int(order[there.index.get_loc(old.slug)])
        own = float(there.at[old.slug, year])
        return {"year": year, "rank": rank, "field": len(there), "region": old.region, "score": own}


def _of_target(t: targets.Target) -> dict:
    said = {"indicator": t.indicator.id, "border": t.border, "period": str(t.by), "value": t.value, "unit": t.unit}
    said |= {"comparator": t.comparator, "source": t.source, "vintage": t.decided, "target": t.id}
    return said | {"by": t.by, "goal": t}


def _changes(scores: list[dict]) -> tuple[pd.Series, pd.Series]:
    """Values by year, and the changes between neighbouring years."""
    values = pd.Series({int(row["period"]): row["value"] for row in scores})
    years = pd.Series(values.index, index=values.index)
    return values, values.diff()[years.diff() == 1]


def _rises(scores: list[dict]) -> dict:
    """In how many pairs of neighbouring years a score rose, and what stands before and after the interview."""
    if len(scores) < 2:
        raise _Missing("two years")
    values, change = _changes(scores)
    before = max(y for y in values.index if y < SPOKEN)
    after = values[values.index >= SPOKEN]
    numbers = {
        "pairs": len(change),
        "rose": int((change > 0).sum()),
        "unpublished": [y for y in range(SPOKEN - 3, SPOKEN) if y not in values.index],
        "before_year": before,
        "before": values[before],
        "after_year": None,
    }
    return numbers | ({"after_year": int(after.index[0]), "after": after.iloc[0]} if len(after) else {})


def _falls(scores: list[dict]) -> bool:
    return bool((_changes(scores)[1] < 0).any())
