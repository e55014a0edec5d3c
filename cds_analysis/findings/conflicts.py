"""Figures that contradict each other: who says what of one place and year, by which definition, and what hangs on it.

A later print by one producer on one measure is a revision (`prints`), no contradiction. A measure that names
no producer (press, statements, reports) speaks with a voice for every source.
"""

from dataclasses import replace
from functools import lru_cache
from typing import Protocol

import pandas as pd

from ..data import indicators, observations, prints, provinces, sources, targets
from ..data.known import Known
from ..forecasting import single
from ..judging import progress, scorecard
from ..judging.figure import Figure
from ..judging.progress import Verdict
from ..series import share
from ..study.finding import Finding, once

NAMELESS = ("press", "reported", "provincial-statement", "wikipedia")  # measures that name no producer
OTHER_CONCEPTS = ("econ-sea-gmv",)  # a ratio to GDP of something else than value added answers no target on the share
QUESTION = ["indicator", "border", "level", "price_basis", "field", "year"]
# What a decision says of the measure its target is to be held by; the text stands in the note of the target.
STATED = {"worded_as_value_added": share.BASE, "by_the_ministry": share.CONTEXT}


class Opened(scorecard.View, Protocol):
    """A place opened on a day that judges targets and notes its sources; a Study is one."""

    def judge(self, target: targets.Target) -> Verdict: ...
    def headline(self, indicator: str) -> list[targets.Target]: ...
    def cite(self, source: str, vintage: str) -> None: ...


def _rows(known: Known, place: provinces.Place) -> pd.DataFrame:
    """Yearly figures of a slug known by a day with their voice: both borders for a new unit, the old one for an old.

    Figures marked as contradicting another are kept even where they are not used otherwise; bounds are left out.
    """
    rows = observations.annual(known.rows(place=place.slug))
    if not place.unchanged and place.border == provinces.OLD:
        rows = rows[rows["border"] == provinces.OLD]
    flags = rows["flags"].str.split(";")
    conflict = flags.map(lambda f: "conflict" in f)
    doubtful = flags.map(lambda f: bool(set(f) & set(observations.UNUSABLE)))
    kept = (rows["use"].isin(["yes", "weaker_source"]) | conflict) & ~doubtful & rows["comparator"].isin(["=", "~"])
    rows, conflict, flags = rows[kept], conflict[kept], flags[kept]
    alone = rows["measure"].isin(NAMELESS) | rows["status"].eq("derived") | rows["use"].ne("yes") | conflict
    halves = [prints.half_unit(v, "rounded" in f) for v, f in zip(rows["value"], flags, strict=True)]
    unit = rows["indicator"].map(lambda i: known.indicator(i).unit)
    scale = (indicators.factor(rows["unit"], known.folder) / indicators.factor(unit, known.folder)).to_numpy()
    return rows.assign(
        border="" if place.unchanged else rows["border"],
        year=rows["period"].astype(int),
        field=rows["field"].fillna(0),
        voice=rows["measure"].where(~alone, rows["measure"] + "|" + rows["source"]),
        half=halves * scale,
        value=rows["value"] * scale,
        unit=unit,
    )


def differing(values: pd.Series, halves: pd.Series) -> bool:
    """Whether the ends of some figures lie further apart than the coarser of the two is rounded."""
    low, high = values.idxmin(), values.idxmax()
    return bool(values[high] - values[low] > max(halves[low], halves[high]) * (1 + 1e-9))


@lru_cache(maxsize=32)
def found(known: Known, place: provinces.Place) -> tuple[dict, ...]:
    """Every group of figures of one indicator, border and year on which two voices or more differ, newest year first.

    Of each voice the newest figure is taken, cited from its strongest source.
    """
    rows = _rows(known, place)
    open_ = rows.groupby(QUESTION)["value"].transform("nunique") > 1
    rows = rows[open_]
    if rows.empty:
        return ()
    redefined = [prints.is_redefined(part) for _, part in rows.groupby("indicator")]
    rows = rows.assign(definition=pd.concat(redefined))
    rows = known.newest_figures(rows, [*QUESTION, "voice", "definition"])
    groups = []
    for key, part in rows.groupby(QUESTION):
        part = part.sort_values(["value", "voice"])
        if part["voice"].nunique() + part["definition"].nunique() > 2 and differing(part["value"], part["half"]):
            about = known.indicator(key[0])
            group = dict(zip(QUESTION, key, strict=True)) | {"vi": about.name_vi, "en": about.name_en}
            group |= {"unit": about.unit, "field": int(key[4]), "kind": about.kind, "place": place.slug}
            group["span"] = float(part["value"].iloc[-1] - part["value"].iloc[0])
            group["figures"] = [_record(known, r) for r in part.to_dict("records")]
            groups.append(group)
    return tuple(sorted(groups, key=lambda g: (g["indicator"], g["border"], g["level"], g["price_basis"], -g["year"])))


def _record(known: Known, row: dict) -> dict:
    """One figure as plain values, with the name of its measure and who published it."""
    measure, source = known.measures.loc[row["measure"]], known.sources.loc[row["source"]]
    record = {k: row[k] for k in ("value", "comparator", "status", "measure", "vintage", "source")}
    record |= {"measure_vi": measure["name_vi"], "measure_en": measure["name_en"], "publisher": source["publisher"]}
    record |= {"says_vi": measure["definition_vi"], "says_en": measure["definition_en"]}
    return record | {"nameless": row["measure"] in NAMELESS, "known": row["known"]}


def _readings(view: scorecard.View, border: str) -> dict[int, float]:
    """The share by year on the measure we judge by, on one border (empty: the place's own)."""
    place = view.known.places.get((view.place.slug, border)) if border else view.place
    return share.readings_of(view.known, place) if place else {}


def _against(readings: dict[int, float], year: int) -> int | None:
    """The year whose reading a figure is held against: its own, else the next, else the one before."""
    return next((y for y in (year, year + 1, year - 1) if y in readings), None)


def share_register(view: scorecard.View) -> list[dict]:
    """Every voice on the share by year: figure, its prints, and its difference to the measure we judge by.

    The difference is to the reading of the same year, else of a neighbouring one, which is named; None without either.
    `judged` marks the office's figures and those a bridge lets stand for them.
    """
    figures = view.share.figures
    if figures.empty:
        return []
    alone = figures["measure"].isin(NAMELESS) | figures["flags"].str.contains("conflict")
    figures = figures.assign(
        border="" if view.place.unchanged else figures["border"],
        voice=figures["measure"].where(~alone, figures["measure"] + "|" + figures["source"]),
    )
    key = ["border", "year", "voice"]
    spans = figures.groupby(key)["value"].agg(["min", "max"])
    newest = view.known.newest_figures(figures.assign(place=view.place.slug), key)
    readings = {border: _readings(view, border) for border in newest["border"].unique()}
    out = []
    for row in newest.to_dict("records"):
        own = readings[row["border"]]
        stands = own.get(row["year"]) == row["value"] and row["comparator"] in ("=", "~")
        judged = row["measure"] == share.BASE or (stands and row["measure"] != share.CONTEXT)
        other = row["measure"] in OTHER_CONCEPTS
        year = None if judged or other else _against(own, row["year"])
        span = spans.loc[(row["border"], row["year"], row["voice"])]
        record = _record(view.known, row) | {"year": row["year"], "border": row["border"], "judged": judged}
        record["other_concept"] = other
        record["stands_in"] = judged and row["measure"] != share.BASE
        record |= {"low": float(span["min"]), "high": float(span["max"]), "against": year}
        record |= {"reading": own[year] if year else None, "difference": row["value"] - own[year] if year else None}
        record |= {"note_" + lang: _note(view.known, row["note"], lang) for lang in ("vi", "en")}
        out.append(record)
    return sorted(out, key=lambda r: (r["year"], r["border"], not r["judged"], r["value"]))


def _note(known: Known, note: str, lang: str) -> str:
    return str(sources.notes(known.folder).at[note, lang]) if note else ""


def stated(target: targets.Target) -> tuple[str, str] | None:
    """The measure a decision sets its target on, and how it says so; None where it names none."""
    return next(((STATED[f], f) for f in target.flags if f in STATED), None)


def _series(view: scorecard.View, register: list[dict], measure: str, border: str) -> list[Figure]:
    """What one measure says on one border by year, newest print of each year, oldest year first."""
    rows = [r for r in register if r["measure"] == measure and r["border"] == border]
    newest = {r["year"]: r for r in sorted(rows, key=lambda r: r["known"])}
    other = border if border not in ("", view.place.border) else ""
    return [
        Figure(str(y), r["value"], r["comparator"], r["status"], r["source"], r["known"], border=other)
        for y, r in sorted(newest.items())
    ]


def _reading(view: scorecard.View, target: targets.Target, figures: list[Figure]) -> dict:
    """A target held against one measure's figures by the rules of `progress`: a comparison, without a forecast."""
    exact = pd.Series({f.year: f.value for f in figures if f.comparator in ("=", "~")}, dtype=float)
    seen = single.pace(exact) if len(exact) > 1 else None
    verdict = progress.judge_state(target, figures, None, view.as_of, pace_seen=seen)
    last, settled = verdict.figure, verdict.status in ("met", "missed")
    holds = None if last is None else bool(target.holds(last.value))
    if last is not None and last.comparator not in ("=", "~") and not settled:
        verdict, holds = replace(verdict, distance=None, pace_needed=None), None  # a bound is at no level
    return verdict.as_dict() | {"holds": holds, "years": len(figures)}


def believed(view: Opened, register: list[dict]) -> list[dict]:
    """For the targets in force on the share: our verdict, and what each other measure's newest figure would say.

    Targets that ask the same are one record. With the ministry's figures converted and added, the forecast gives the
    target a probability of its own (`added`).
    """
    others = sorted(
        {(r["border"], r["measure"]) for r in register if not r["judged"] and r["measure"] not in OTHER_CONCEPTS}
    )
    asked: dict[tuple, list[targets.Target]] = {}
    for target in view.headline(share.INDICATOR):
        asked.setdefault((target.by, target.value, target.comparator, target.border, stated(target)), []).append(target)
    return [_believed(view, alike, register, others) for alike in asked.values()]


def _believed(view: Opened, alike: list[targets.Target], register: list[dict], others: list[tuple[str, str]]) -> dict:
    target, context, names = alike[0], view.share.with_context, view.known.measures
    ours, says, rows, added = view.judge(target), stated(target), [], None
    for border, measure in others:
        named = {f"measure_{lang}": names.at[measure, f"name_{lang}"] for lang in ("vi", "en")}
        rows.append({"measure": measure} | named | _reading(view, target, _series(view, register, measure, border)))
    if context is not None and ours.probability is not None and target.by in context.years:
        added = float(target.holds(context.in_year(target.by)).mean())
    return {
        "targets": [t.id for t in alike],
        "stated": says and {"measure": says[0], "how": says[1]},
        "ours": ours.as_dict(),
        "added": added,
        "others": rows,
    }


@once
def claims(view: Opened) -> dict:
    """The register of contradicting figures, for wording and results.json; the sources of the share are cited."""
    register = share_register(view)
    for row in register:
        view.cite(row["source"], row["vintage"])
    groups = found(view.known, view.place)
    return {
        "share": register,
        "believed": believed(view, register),
        "others": [g for g in groups if g["indicator"] != share.INDICATOR],
        "share_years": [
            {"year": g["year"], "border": g["border"], "span": g["span"]}
            for g in groups
            if g["indicator"] == share.INDICATOR
        ],
    }


class Conflicts(Finding):
    """Whom to believe: the figures that contradict each other; results.json keeps them as `conflicts`."""

    topic = "conflicts"

    def __init__(self, study):
        super().__init__(study, conflicts=claims(study))
        self.goals = [study.goals[row["targets"][0]] for row in self.parts["conflicts"]["believed"]]

    @property
    def records(self) -> dict:
        """The same, with what the sentences choose by (`weighed`)."""
        found = super().records
        return found | {"weighed": weighed(found["conflicts"])}

    def draw(self, name: str):
        """The chart `voices`: a row a year, a mark a measure, the targets as lines."""
        from ..charts.conflicts import voices

        rows = self.parts["conflicts"]["share"]
        return voices(self).sourced(self.study.source_line(r["source"] for r in rows)) if rows else None


def weighed(said: dict) -> dict:
    """What the sentences on a register of contradicting figures choose by.

    Returns:
        `voices`: how many speak of the share; `measures`: a row of each; `furthest`: the row furthest from the measure
        we judge by; `asked`: all targets; `stated`: those that say alike of their measure; `otherwise`: the targets of
        which another measure says otherwise, and those whose pace would do by one and not by the other; `indicators`.
    """
    rows = said["share"]
    told = [r for r in rows if r["difference"] is not None]
    named = [(b["stated"] and b["stated"]["how"], b["targets"]) for b in said["believed"]]
    stated = [
        {"how": how, "targets": [t for other, ids in named if other == how for t in ids]} for how in (None, *STATED)
    ]
    once_each = {(r["ours"]["by"], r["ours"]["value"]): r for r in reversed(said["believed"])}  # "30%" and "about 30%"
    otherwise = [r | {"answers": answers(r), "paces": paces(r)} for _, r in sorted(once_each.items())]
    return {
        "voices": len({(r["measure"], r["publisher"] if r["nameless"] else "") for r in rows}),
        "measures": list({r["measure_vi"]: r for r in rows}.values()),
        "furthest": max(told, key=lambda r: (r["against"] == r["year"], abs(r["difference"])), default=None),
        "asked": [t for _, ids in named for t in ids],
        "stated": [kind for kind in stated if kind["targets"]],
        "otherwise": [row for row in otherwise if row["answers"] or row["paces"]],
        "indicators": {g["indicator"] for g in said["others"]},
    }


def answers(row: dict) -> list[dict]:
    """The other measures whose figure says otherwise than ours: settled otherwise, across the level, or at
    it where ours has no figure."""
    ours = row["ours"]
    above = None if ours["distance"] is None else ours["distance"] >= 0
    out = []
    for other in row["others"]:
        settled = {other["status"], ours["status"]} <= {"met", "missed"} and other["status"] != ours["status"]
        newly = other["status"] in ("met", "missed") and ours["status"] not in ("met", "missed")
        side = above is not None and other["distance"] is not None and (other["distance"] >= 0) != above
        alone = above is None and bool(other["holds"])
        if settled or newly or side or alone:
            out.append(other)
    return out


def paces(row: dict) -> list[dict]:
    """The other measures whose pace so far would reach a target that ours would not, or the other way round."""
    ours = row["ours"]
    enough = _enough(ours)
    if ours["status"] in ("met", "missed") or enough is None:
        return []
    return [other for other in row["others"] if _enough(other) == (not enough)]


def _enough(reading: dict) -> bool | None:
    """Whether the pace seen on a measure would do for the pace needed."""
    seen, needed = reading["pace_seen"], reading["pace_needed"]
    return None if seen is None or needed is None else bool(seen >= needed)
