"""Figures that contradict each other: who says what of one place and year, by which definition, and what hangs on it.

A later print by one producer on one measure is a revision (`prints`), no contradiction. A measure that names
no producer (press, statements, reports) speaks with a voice for every source.
"""

from dataclasses import replace
from functools import lru_cache

import pandas as pd

from ..data import indicators, observations, prints, provinces, sources, targets
from ..data.known import Known
from ..forecasting import single
from ..judging import progress
from ..judging.figure import Figure
from ..judging.verdict import Verdict
from ..series import share
from ..study.finding import Finding, once
from ..study.study import Study

NAMELESS = ("press", "reported", "provincial-statement", "wikipedia")  # measures that name no producer
OTHER_CONCEPTS = ("econ-sea-gmv",)  # a ratio to GDP of something else than value added answers no target on the share
QUESTION = ["indicator", "border", "level", "price_basis", "field", "year"]
SAID = {"name_vi": "measure_vi", "name_en": "measure_en", "definition_vi": "says_vi", "definition_en": "says_en"}
PRINTED = ["value", "comparator", "status", "measure", "vintage", "source", "known"]
FIGURE = [*PRINTED, *SAID.values(), "publisher", "nameless"]
# What a decision says of the measure its target is to be held by; the text stands in the note of the target.
STATED = {"worded_as_value_added": share.BASE, "by_the_ministry": share.CONTEXT}
EXACT = ("=", "~")
SETTLED = ("met", "missed")


@lru_cache(maxsize=32)
def voices(known: Known, place: provinces.Place) -> pd.DataFrame:
    """Yearly figures of a slug known by a day with their voice: both borders for a new unit, the old one for an old.

    Figures marked as contradicting another are kept even where they are not used otherwise. `value` and `half`, half a
    unit of its last digit, are in the unit of the indicator; the columns FIGURE go into results.json.
    """
    rows = observations.annual(known.rows(place=place.slug))
    if not place.unchanged and place.border == provinces.OLD:
        rows = rows[rows["border"] == provinces.OLD]
    conflict, doubtful = observations.flagged(rows, "conflict"), observations.flagged(rows, *observations.UNUSABLE)
    alone = rows["measure"].isin(NAMELESS) | rows["status"].eq("derived") | rows["use"].ne("yes") | conflict
    unit = rows["indicator"].map(lambda i: known.indicator(i).unit)
    growth = rows["indicator"].map(lambda i: known.indicator(i).kind == "growth")
    scale = (indicators.factor(rows["unit"], known.folder) / indicators.factor(unit, known.folder)).to_numpy()
    rows = rows.assign(
        border="" if place.unchanged else rows["border"],
        price_basis=rows["price_basis"].where(~growth, "none"),  # a rate names its prices or not, it is the same rate
        year=rows["period"].astype(int),
        field=rows["field"].fillna(0),
        voice=rows["measure"].where(~alone, rows["measure"] + "|" + rows["source"]),
        half=prints.halves(rows) * scale,
        value=rows["value"] * scale,
        nameless=rows["measure"].isin(NAMELESS),
    )
    rows = rows.join(known.measures[list(SAID)].rename(columns=SAID), on="measure")
    rows = rows.join(known.sources["publisher"], on="source")
    rows = rows.join(sources.notes(known.folder).add_prefix("note_"), on="note").fillna({"note_vi": "", "note_en": ""})
    return rows[(rows["use"].isin(["yes", "weaker_source"]) | conflict) & ~doubtful]


@lru_cache(maxsize=32)
def found(known: Known, place: provinces.Place) -> tuple[dict, ...]:
    """Every group of figures of one indicator, border and year on which two voices or more differ, newest year first.

    They differ where the ends lie further apart than the coarser of the two is rounded. Of each voice the newest figure
    is taken, cited from its strongest source; bounds alone contradict nothing and stand beside those that do.
    """
    rows = voices(known, place)
    exact = rows["comparator"].isin(EXACT)
    bounds, rows = rows[~exact], rows[exact]
    rows = rows[rows.groupby(QUESTION)["value"].transform("nunique") > 1]
    if rows.empty:
        return ()
    redefined = [prints.is_redefined(part) for _, part in rows.groupby("indicator")]
    rows = rows.assign(definition=pd.concat(redefined))
    rows = known.newest_figures(rows, [*QUESTION, "voice", "definition"])
    groups = []
    for key, part in rows.sort_values(["value", "voice"]).groupby(QUESTION):
        low, high = part.iloc[0], part.iloc[-1]
        span, alike = float(high["value"] - low["value"]), max(low["half"], high["half"]) * (1 + 1e-9)
        if part["voice"].nunique() + part["definition"].nunique() > 2 and span > alike:
            about = known.indicator(key[0])
            asked = dict(zip(QUESTION, key, strict=True)) | {"field": int(low["field"]), "place": place.slug}
            named = {"vi": about.name_vi, "en": about.name_en, "unit": about.unit, "kind": about.kind}
            beside = bounds[(bounds[QUESTION] == list(key)).all(axis=1)]
            said = pd.concat([part, beside]).sort_values("value", kind="stable")[FIGURE].to_dict("records")
            groups.append(asked | named | {"span": span, "figures": said})
    return tuple(sorted(groups, key=lambda g: (g["indicator"], g["border"], g["level"], g["price_basis"], -g["year"])))


def share_register(study: Study) -> list[dict]:
    """Every voice on the share by year: figure, its prints, and its difference to the measure we judge by.

    The difference is to the reading of the same year, else of a neighbouring one, which is named; None without either.
    `judged` marks the office's figures and those a bridge lets stand for them.
    """
    known, place, key = study.known, study.place, ["border", "year", "voice"]
    rows = voices(known, place)
    rows = rows[rows["indicator"].eq(share.INDICATOR) & rows["use"].eq("yes")]
    prints_of = rows.groupby(key)["value"]
    rows = rows.assign(low=prints_of.transform("min"), high=prints_of.transform("max"))
    units = {border: known.places[place.slug, border] if border else place for border in rows["border"].unique()}
    readings = {border: share.readings_of(known, unit) for border, unit in units.items()}
    out = []
    for row in known.newest_figures(rows, key).to_dict("records"):
        own, year, measure = readings[row["border"]], row["year"], row["measure"]
        stands_in = measure not in (share.BASE, share.CONTEXT) and row["comparator"] in EXACT
        stands_in = stands_in and own.get(year) == row["value"]
        judged, other = measure == share.BASE or stands_in, measure in OTHER_CONCEPTS
        near = [] if judged or other else [y for y in (year, year + 1, year - 1) if y in own]
        against, reading = (near[0], own[near[0]]) if near else (None, None)
        record = {k: row[k] for k in (*FIGURE, "year", "border", "low", "high", "note_vi", "note_en")}
        record |= {"judged": judged, "stands_in": stands_in, "other_concept": other, "against": against}
        out.append(record | {"reading": reading, "difference": row["value"] - reading if near else None})
    return sorted(out, key=lambda r: (r["year"], r["border"], not r["judged"], r["value"]))


def stated(target: targets.Target) -> tuple[str, str] | None:
    """The measure a decision sets its target on, and how it says so; None where it names none."""
    return next(((STATED[f], f) for f in target.flags if f in STATED), None)


def believed(study: Study, register: list[dict]) -> list[dict]:
    """For the targets in force on the share: our verdict, and what each other measure's newest figure would say.

    Targets that ask the same are one record. With the ministry's figures converted and added, the forecast gives the
    target a probability of its own (`added`).
    """
    said: dict[tuple[str, str], list[dict]] = {}
    for row in register:
        if not row["other_concept"]:
            said.setdefault((row["border"], row["measure"]), []).append(row)
    others = [rows for _, rows in sorted(said.items()) if not all(r["judged"] for r in rows)]
    asked: dict[tuple, list[targets.Target]] = {}
    for target in study.headline(share.INDICATOR):
        asked.setdefault((target.by, target.value, target.comparator, target.border, stated(target)), []).append(target)
    context, out = study.share.with_context, []
    for target, *more in asked.values():
        ours, says, added = study.judge(target), stated(target), None
        of_merged = context is not None and ours.probability is not None and not ours.border
        if of_merged and target.by in context.years:
            added = float(target.holds(context.in_year(target.by)).mean())
        row = {"targets": [t.id for t in (target, *more)], "ours": ours.as_dict(), "added": added}
        row["stated"] = says and {"measure": says[0], "how": says[1]}
        out.append(row | {"others": [_reading(study, target, rows) for rows in others]})
    return out


def rivals(study: Study, verdicts: list[Verdict]) -> list[dict]:
    """Figures of the very key a settled target rests on by which it would be answered the other way.

    Of a target for one year: the same indicator, border and year, of the share the same measure.
    """
    out = []
    for verdict in verdicts:
        target, figure = verdict.target, verdict.figure
        if verdict.evidence != "figures" or target.basis not in ("by_year", "in_year") or not figure.exact_year:
            continue
        rows = voices(study.known, study.place)
        here = rows["border"].isin(["", figure.border or study.place.border])
        rows = rows[here & rows["level"].isin([target.level, "all"])]
        rows = rows[rows["indicator"].eq(target.indicator.id) & rows["year"].eq(figure.year)]
        if target.indicator.id == share.INDICATOR:
            rows = rows[rows["measure"] == share.BASE]
        for row in study.known.newest_figures(rows, ["voice", "value", "comparator"]).to_dict("records"):
            status = progress.account(target, replace(figure, value=row["value"], comparator=row["comparator"]))
            if status not in (None, verdict.status):
                said = {k: row[k] for k in ("year", "value", "comparator", "publisher", "source", "vintage")}
                out.append({"target": target.id, "ours": verdict.status, "status": status} | said)
    study.cite((row["source"], row["vintage"]) for row in out)
    return out


def _reading(study: Study, target: targets.Target, rows: list[dict]) -> dict:
    """A target held against what one measure says on one border, by the rules of `progress`: a comparison, without a
    forecast. Of each year the newest print is taken."""
    newest = {r["year"]: r for r in sorted(rows, key=lambda r: r["known"])}
    border = rows[0]["border"] if rows[0]["border"] != study.place.border else ""
    of = ("value", "comparator", "status", "source", "known")
    figures = [Figure(str(year), *(r[k] for k in of), border=border) for year, r in sorted(newest.items())]
    exact = pd.Series({f.year: f.value for f in figures if f.comparator in EXACT}, dtype=float)
    seen = single.pace(exact) if len(exact) > 1 else None
    verdict = progress.judge_state(target, figures, None, study.as_of, pace_seen=seen)
    last = verdict.figure
    holds = None if last is None else bool(target.holds(last.value))
    if last is not None and last.comparator not in EXACT and verdict.status not in SETTLED:
        verdict, holds = replace(verdict, distance=None, pace_needed=None), None  # a bound is at no level
    named = {k: rows[0][k] for k in ("measure", "measure_vi", "measure_en")}
    return named | verdict.as_dict() | {"holds": holds, "years": len(figures)}


@once
def claims(study: Study) -> dict:
    """The register of contradicting figures, for wording and results.json; the sources of the share are cited."""
    register, groups = share_register(study), found(study.known, study.place)
    study.cite((row["source"], row["vintage"]) for row in register)
    years = [{k: g[k] for k in ("year", "border", "span")} for g in groups if g["indicator"] == share.INDICATOR]
    others = [g for g in groups if g["indicator"] != share.INDICATOR]
    told = {"share": register, "believed": believed(study, register), "others": others, "share_years": years}
    return told | {"rivals": rivals(study, [study.judge(target) for target in study.targets if target.asked])}


class Conflicts(Finding):
    """Whom to believe: the figures that contradict each other; results.json keeps them as `conflicts`."""

    def __init__(self, study):
        super().__init__(study, conflicts=claims(study))
        self.goals = [study.goals[row["targets"][0]] for row in self.parts["conflicts"]["believed"]]

    @property
    def records(self) -> dict:
        """The same, with what the sentences choose by (`weighed`)."""
        found = super().records
        return found | {"weighed": weighed(found["conflicts"])}


def weighed(said: dict) -> dict:
    """What the sentences on a register of contradicting figures choose by.

    Returns:
        `voices`: how many speak of the share; `measures`: a row of each; `furthest`: the row furthest from the measure
        we judge by; `asked`: all targets; `stated`: those that say alike of their measure; `otherwise`: the targets of
        which another measure says otherwise, and those whose pace would do by one and not by the other; `indicators`.
    """
    rows, judged = said["share"], said["believed"]
    told = [r for r in rows if r["difference"] is not None]
    hows: dict[str | None, list] = {how: [] for how in (None, *STATED)}
    for row in judged:
        hows[row["stated"] and row["stated"]["how"]] += row["targets"]
    once_each = {(r["ours"]["by"], r["ours"]["value"]): r for r in reversed(judged)}  # "30%" and "about 30%"
    otherwise = [r | _otherwise(r["ours"], r["others"]) for _, r in sorted(once_each.items())]
    return {
        "voices": len({(r["measure"], r["publisher"] if r["nameless"] else "") for r in rows}),
        "measures": list({r["measure_vi"]: r for r in rows}.values()),
        "furthest": max(told, key=lambda r: (r["against"] == r["year"], abs(r["difference"])), default=None),
        "asked": [target for row in judged for target in row["targets"]],
        "stated": [{"how": how, "targets": targets} for how, targets in hows.items() if targets],
        "otherwise": [row for row in otherwise if row["answers"] or row["paces"]],
        "indicators": {g["indicator"] for g in said["others"]},
    }


def _otherwise(ours: dict, others: list[dict]) -> dict:
    """Whose figure answers otherwise than ours (settled otherwise, across the level, or at it where ours has no
    figure), and whose pace so far would reach an open target that ours would not, or the other way round."""

    def answers(other: dict) -> bool:
        if other["status"] in SETTLED and other["status"] != ours["status"]:
            return True
        if ours["distance"] is None:
            return bool(other["holds"])
        return other["distance"] is not None and (other["distance"] >= 0) != (ours["distance"] >= 0)

    def enough(reading: dict) -> bool | None:
        seen, needed = reading["pace_seen"], reading["pace_needed"]
        return None if seen is None or needed is None else bool(seen >= needed)

    reached = None if ours["status"] in SETTLED else enough(ours)
    paces = [other for other in others if reached is not None and enough(other) == (not reached)]
    return {"answers": [other for other in others if answers(other)], "paces": paces}
