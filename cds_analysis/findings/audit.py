"""What figures and statements about a place say of each other: each check is claimed, computed and decided here.

The founding interview of 2023 and the congress of 2025 speak of Thái Nguyên; other places have no checks.
"""

from dataclasses import dataclass, field

import pandas as pd

from ..data import provinces, targets
from ..data.known import Known
from ..judging.figure import Figure, births
from ..series import ranks

INTERVIEW, SPOKEN = "interview-2023", 2023
FITS, CONTRADICTS, AMBIGUOUS, UNTESTED = "adds_up", "does_not", "ambiguous", "cannot_be_checked"


@dataclass(frozen=True)
class Check:
    """One check: the figures it rests on, the numbers that come out, what they decide.

    `evidence` holds rows with indicator, border, period, value, comparator, unit, source, vintage; values as printed.
    """

    name: str
    verdict: str
    evidence: list[dict]
    numbers: dict = field(default_factory=dict)


class _Missing(Exception):
    """A figure the check rests on was not known on the day."""


class _Table:
    """The figures of one place as known on a day."""

    def __init__(self, known: Known, place: provinces.Place):
        self.known, self.place = known, place
        rows = known.rows(place=place.slug)
        self.rows = rows[rows["use"].eq("yes")]

    def all(self, indicator: str, border: str = provinces.OLD, **where: str) -> pd.DataFrame:
        """The rows of an indicator, oldest first; `where` holds values of other columns."""
        rows = self.rows[self.rows["indicator"].eq(indicator) & self.rows["border"].eq(border)]
        for column, wanted in where.items():
            rows = rows[rows[column] == wanted]
        return rows.sort_values(["period", "known"])

    def last(self, indicator: str, border: str = provinces.OLD, **where: str) -> dict:
        """The newest row."""
        rows = self.all(indicator, border, **where)
        if rows.empty:
            raise _Missing(indicator)
        return _row(rows.iloc[-1])

    def said(self, indicator: str) -> dict:
        """The figure of the interview."""
        return self.last(indicator, source=INTERVIEW)

    def targets(self, indicator: str, *origins: str) -> list[targets.Target]:
        """What was set on an indicator, by the place or the nation, as decided by the day; earliest deadline first."""
        both = (self.place, self.known.nation)
        found = [t for p in both for t in targets.of(self.known, p, origins)]
        found = [t for t in found if t.indicator.id == indicator]
        if not found:
            raise _Missing(indicator)
        return sorted(found, key=lambda t: t.by)


def _row(row) -> dict:
    kept = ("indicator", "border", "period", "value", "comparator", "unit", "source", "vintage")
    return {k: row[k] for k in kept} | {"value": float(row["value"])}


def _of_target(t: targets.Target) -> dict:
    return {
        "indicator": t.indicator.id,
        "border": t.border,
        "period": str(t.by),
        "value": t.value,
        "comparator": t.comparator,
        "unit": t.unit,
        "source": t.source,
        "vintage": t.decided,
        "target": t.id,
    }


def _coverage(table: _Table) -> Check:
    """A printed percentage against the two counts printed beside it."""
    printed, part, whole = (
        table.said(f"social_insurance_{name}")
        for name in ("identity_authenticated_share", "identity_authenticated", "participants")
    )
    share = 100 * part["value"] / whole["value"]
    numbers = {"printed": printed["value"], "computed": share, "missing": whole["value"] - part["value"]}
    fits = abs(share - printed["value"]) <= 0.5  # a whole per cent
    return Check("coverage", FITS if fits else CONTRADICTS, [printed, part, whole], numbers)


def _exchange_rate(table: _Table) -> Check:
    """One turnover in two currencies: the rate it implies, VND per USD, an upper end where the dollars are "over"."""
    dong, dollars = table.said("digital_economy_revenue"), table.said("digital_economy_revenue_usd")
    implied = 1000 * dong["value"] / dollars["value"]
    return Check("exchange_rate", UNTESTED, [dong, dollars], {"at_most": implied})


def _turnover_course(table: _Table) -> Check:
    """The turnover of the year before, by the index and by another source; dollars at the rate of the interview."""
    dong, dollars = table.said("digital_economy_revenue"), table.said("digital_economy_revenue_usd")
    index = table.said("digital_economy_revenue_same_period_index")
    before = table.last("digital_economy_revenue_usd", period=str(SPOKEN - 1))
    nine_months = 100 * dong["value"] / index["value"]
    in_dollars = 100 * dollars["value"] / index["value"]
    numbers = {
        "before": nine_months,
        "fall": nine_months - dong["value"],
        "before_usd": in_dollars,
        "last_quarter": before["value"] - in_dollars,
        "quarter": in_dollars / 3,
    }
    return Check("turnover_course", AMBIGUOUS, [dong, dollars, index, before], numbers)


def _value_added(table: _Table) -> Check:
    """Turnover over GRDP at current prices of the newest whole year not later: above one, it is no part of it."""
    turnover = table.said("digital_economy_revenue")
    grdp = table.all("grdp_current", measure="gso", price_basis="current")
    grdp = grdp[grdp["period"].str.fullmatch(r"\d{4}") & (grdp["period"] <= str(SPOKEN))]
    if grdp.empty:
        raise _Missing("grdp_current")
    produced = _row(grdp.iloc[-1])
    times = 1000 * turnover["value"] / produced["value"]
    verdict = CONTRADICTS if times > 1 else UNTESTED
    return Check("value_added", verdict, [turnover, produced], {"times": times, "year": int(produced["period"])})


def _firms(table: _Table) -> Check:
    """A count that is known once and the births a month its targets need from the first print on."""
    rows = table.all("digital_enterprises")
    prints = [
        Figure(r["period"], float(r["value"]), r["comparator"], r["status"], r["source"], r["known"], None, r["border"])
        for r in rows.to_dict("records")
    ]
    goals = [t for t in table.targets("digital_enterprises", "interview") if t.border == provinces.OLD]
    found = [(t, births(t, prints, table.known.day)) for t in goals]
    if not found or any(b is None for _, b in found):
        raise _Missing("digital_enterprises")
    numbers = {
        "count": found[0][1].count,
        "period": found[0][1].period,
        "prints": found[0][1].prints,
        "last_print": found[0][1].last_print.year,
        "goals": [{"by": t.by, "value": t.value, "months": b.months, "a_month": b.a_month} for t, b in found],
        "done": None,
    }
    evidence = [_row(rows.iloc[0]), _row(rows.iloc[-1]), *[_of_target(t) for t in goals]]
    done = table.all("resolution01_targets_completed")
    if len(done):
        numbers["done"] = float(done.iloc[-1]["value"])
        evidence.append(_row(done.iloc[-1]))
    return Check("firms", UNTESTED if done.empty else CONTRADICTS, evidence, numbers)


def _fibre(table: _Table) -> Check:
    """Years that documents give for the same coverage of households."""
    goals = table.targets("fibre_coverage_households")
    own, others = ([t for t in goals if (t.origin == "interview") == said] for said in (True, False))
    if not own or not others:
        raise _Missing("fibre_coverage_households")
    numbers = {"said": own[0].by, "others": sorted({t.by for t in others}), "value": own[0].value}
    same = numbers["others"] == [own[0].by]
    evidence = [_of_target(t) for t in [*own, *others]]
    communes = table.all("fibre_coverage_communes")
    communes = communes[communes["value"] >= 100]
    numbers["communes"] = int(communes.iloc[0]["period"][:4]) if len(communes) else None
    evidence += [_row(communes.iloc[0])] if len(communes) else []
    return Check("fibre", FITS if same else AMBIGUOUS, evidence, numbers)


def _transparency(table: _Table) -> Check:
    """Whether the sub-index rose in every pair of neighbouring years that has two figures."""
    rows = table.all("pci_transparency").drop_duplicates("period", keep="last")
    if len(rows) < 2:
        raise _Missing("pci_transparency")
    values = pd.Series(rows["value"].to_numpy(float), index=rows["period"].astype(int))
    change = values.diff()[pd.Series(values.index, index=values.index).diff() == 1]
    recent = [y for y in range(SPOKEN - 3, SPOKEN) if y not in values.index]
    numbers = {
        "pairs": len(change),
        "rose": int((change > 0).sum()),
        "unpublished": recent,
        "before_year": max(y for y in values.index if y < SPOKEN),
    }
    numbers["before"] = values[numbers["before_year"]]
    after = values[values.index >= SPOKEN]
    numbers |= {"after_year": int(after.index[0]), "after": after.iloc[0]} if len(after) else {"after_year": None}
    evidence = [_row(r) for _, r in rows[rows["period"].astype(int) >= SPOKEN - 5].iterrows()]
    return Check("transparency", UNTESTED if recent else CONTRADICTS if (change < 0).any() else FITS, evidence, numbers)


def _centre(table: _Table) -> Check:
    """Rank within the region by the scores of the DTI: the only measured side of being a "centre"."""
    if "dti_score" not in table.known.indicators:
        raise _Missing("dti_score")
    scores = ranks.scores(table.known, "dti_score")
    old = table.known.place(table.place.slug, provinces.OLD)
    region = [p.slug for p in table.known.units_of(provinces.OLD) if p.region == old.region]
    there = scores.loc[[slug for slug in scores.index if slug in region]]
    if old.slug not in there.index:
        raise _Missing("dti_score")
    year = int(there.columns[-1])
    order = ranks.rank(there[year].to_numpy(float))
    numbers = {
        "year": year,
        "rank": int(order[there.index.get_loc(old.slug)]),
        "field": len(there),
        "region": old.region,
        "score": float(there.at[old.slug, year]),
    }
    return Check("centre", AMBIGUOUS, [table.last("dti_score", period=str(year))], numbers)


def _congress(table: _Table) -> Check:
    """GRDP over GRDP a head, both set for one year, against the population already counted."""
    grdp, head = (
        next((t for t in table.targets(i, "congress") if t.border == provinces.NEW and t.by == 2030), None)
        for i in ("grdp_current", "grdp_per_capita")
    )
    if grdp is None or head is None:
        raise _Missing("grdp_per_capita")
    people = table.last("population", provinces.NEW)
    implied = grdp.value / head.value  # billion over million: thousand persons
    numbers = {
        "implied": implied,
        "people": people["value"],
        "year": people["period"],
        "by": grdp.by,
        "head": grdp.value / people["value"],
    }
    verdict = CONTRADICTS if people["value"] > implied else FITS
    return Check("congress", verdict, [_of_target(grdp), _of_target(head), people], numbers)


def _letters(table: _Table) -> Check:
    """Money saved over documents sent, VND a document."""
    saved, sent = table.said("e_documents_savings"), table.said("e_documents_exchanged")
    return Check("letters", UNTESTED, [saved, sent], {"each": 1e9 * saved["value"] / sent["value"]})


CHECKS = (
    _coverage,
    _exchange_rate,
    _turnover_course,
    _value_added,
    _letters,
    _firms,
    _fibre,
    _transparency,
    _centre,
    _congress,
)


def checks(known: Known, place: provinces.Place) -> list[Check]:
    """Every check whose figures were known by a day; none where the interview does not speak of the place."""
    table, found = _Table(known, place), []
    if not (table.rows["source"] == INTERVIEW).any():
        return found
    for check in CHECKS:
        try:
            found.append(check(table))
        except _Missing:
            continue
    return found


def claims(known: Known, place: provinces.Place) -> list[dict]:
    """The same as plain records for wording and results.json, with the names of indicators and publishers."""
    register, papers = known.indicators, known.sources
    out = []
    for check in checks(known, place):
        evidence = [
            e
            | {
                "vi": register[e["indicator"]].name_vi,
                "en": register[e["indicator"]].name_en,
                "publisher": papers.at[e["source"], "publisher"],
            }
            for e in check.evidence
        ]
        out.append({"check": check.name, "verdict": check.verdict, "evidence": evidence, "numbers": check.numbers})
    return out
