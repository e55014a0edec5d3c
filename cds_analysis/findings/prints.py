"""What later prints did: revisions of a place's figures, and verdicts as they stood on earlier days."""

from datetime import date
from functools import lru_cache

import pandas as pd
from IPython.display import HTML

from ..data import prints, provinces
from ..data.known import Known
from ..data.targets import Target
from ..series import merged, share
from ..shown import watched
from ..study.finding import Finding, blocks, once
from ..words.spelling import word

_RATES = ("gdp_growth", "gdp_constant", "grdp_growth", "grdp_constant")
PRINTS_BEHIND = {  # a headline indicator: the figures of the place itself that its verdicts rest on
    share.INDICATOR: (share.INDICATOR,),
    "gdp_growth": _RATES,
    "grdp_growth": _RATES,
    "labour_productivity_growth": ("labour_productivity_growth", "employed", *_RATES),
}
SHARE_MEASURES = (share.BASE, "provincial-statement")  # those a forecast of the share may rest on
CAUSES = ("revision", "figure", "both", "border", "deadline", "others")  # of a changed verdict
OF_THE_NATION = (share.INDICATOR, "gdp_growth", "labour_productivity_growth")  # shown beside a province's own


class Prints(Finding):
    """Revisions, verdicts on earlier days and figures rebuilt from parts, as `revisions`, `verdicts` and `rebuilt`."""

    def __init__(self, study):
        super().__init__(study, revisions=revisions(study), verdicts=verdicts(study), rebuilt=rebuilt(study))

    @property
    def records(self) -> dict:
        """With the register of indicators, whose names the prints behind a verdict take."""
        return super().records | {"register": self.study.known.indicators}

    def revised(self, *, own: bool) -> HTML | None:
        """A table of revised figures a border of the place itself, or that of the nation beside a province."""
        groups = [g for g in self.parts["revisions"]["groups"] if (g["slug"] == self.study.place.slug) == own]
        return blocks(*(self.table("revision_rows", g) for g in groups if g["rows"]))


@once
def revisions(study) -> dict:
    """Revised figures of the place, of the old unit it was built round, and of the nation.

    Each group has its place, how many yearly figures there are, how many were printed anew with another value, and a
    row a revised figure.
    """
    places = [p for p in (study.known.former(study.place), study.place) if p]
    groups = [_group(study, place, prints.HEADLINES) for place in places]
    if study.place.slug != provinces.NATION:
        groups.append(_group(study, study.known.nation, OF_THE_NATION))
    return {"groups": groups}


def _group(study, place: provinces.Place, names: tuple[str, ...]) -> dict:
    measures, rows, figures = study.known.measures, [], 0
    for found in prints.of(study.known, place, names):
        table, about = found.revisions(), found.indicator
        figures += len(table)
        revised = table[table["prints"] > 1].reset_index()
        said = {"indicator": about.id, "vi": about.name_vi, "en": about.name_en, "unit": about.unit}
        said |= {name: getattr(found, name) for name in ("measure", "price_basis", "redefined")}
        said |= {f"measure_{lang}": measures.at[found.measure, f"name_{lang}"] for lang in ("vi", "en")}
        rows += [said | row for row in revised.to_dict("records")]
        shown = found.table[found.table["year"].isin(revised["year"]) & found.table["new"]]
        study.cite(zip(shown["source"], shown["vintage"], strict=True))
    moved = [r for r in rows if r["ratio"] == r["ratio"]]
    beyond, largest = sum(r["ratio"] > 1 for r in moved), max(moved, key=lambda r: r["ratio"], default=None)
    named = {"slug": place.slug, "border": place.border, "split": not place.unchanged}
    named |= {lang: place.full_name(lang) for lang in ("vi", "en")}
    counts = {"figures": figures, "revised": len(rows), "compared": len(moved), "beyond": beyond}
    return named | counts | {"largest": largest, "rows": rows}


@once
def verdicts(study) -> dict:
    """How the verdicts on the headline targets stood on earlier days, for wording and results.json.

    A target is judged anew on each day on which a figure it rests on was first printed or revised, at the end of the
    year it is due, and on the last day; `history` has a row for each verdict that differs from the one before it, with
    the prints that came in between and a cause: first, revision, figure, both, border, deadline, or others (figures of
    other places, which carry the forecasts too). For a merged unit the days before 2025-07-01 are judged on the old
    unit of its name.
    """
    history, judged, days = _history(study.known, study.place, study.edition, study.horizon, study.lang)
    changes = [row for row in history if row["before"]]
    causes = {cause: sum(r["cause"] == cause for r in changes) for cause in CAUSES}
    moved = {row["target"] for row in changes}
    study.cite((found["source"], found["vintage"]) for row in changes for found in row["prints"])
    counts = {"judged": judged, "changed": len(moved), "changes": len(changes), "causes": causes}
    return counts | {"days": days, "history": [row for row in history if row["target"] in moved]}


@once
def rebuilt(study) -> list[dict]:
    """How the headline figures of a merged unit follow from its parts; what they rest on is cited."""
    rows = merged.claims(study.known, study.place)
    for row in rows:
        study.cite(ref.split("|") for ref in row["refs"])
        if row["published"]:
            study.cite([(row["published"]["source"], row["published"]["vintage"])])
    return rows


@lru_cache(maxsize=128)
def _history(
    known: Known, place: provinces.Place, edition: int, horizon: int, lang: str
) -> tuple[list[dict], int, list[date]]:
    """Rows of changed verdicts, the number of targets judged on the last day, and the days that were looked at."""
    from ..study.study import Study

    former = known.former(place)
    news = _news(known, [former, place] if former else [place])

    def view(day: date):
        at = former if former and day < provinces.CHANGE else place
        return Study(known.at(day), at, edition, horizon, "vi", known.folder)

    def asked(study) -> list[Target]:
        return [t for name in PRINTS_BEHIND for t in study.headline(name)]

    now = asked(view(known.day))
    ends = {date(t.by, 12, 31) for t in now if date(t.by, 12, 31) < known.day}
    seen: dict[str, tuple[str, date, str]] = {}  # target: verdict, day, border
    history, days = [], sorted({*news["known"], *ends, known.day})
    for day in watched(days, word("running", "days", lang)):
        study = view(day)
        for target in asked(study):
            mine = news[news["indicator"].isin(PRINTS_BEHIND[target.indicator.id])]
            status, since, border = seen.get(target.id, ("", date.min, ""))
            due = day == known.day or day == date(target.by, 12, 31) or study.place.border != border
            came = mine[(mine["known"] > since) & (mine["known"] <= day)]
            if not due and came.empty:
                continue
            verdict = study.judge(target)
            if verdict.status != status:
                cause = _cause(status, came, study.place.border != border, day >= date(target.by, 12, 31))
                row = {"target": target.id, "day": day, "before": status, "after": verdict.status, "cause": cause}
                row |= {"reason": verdict.reason, "probability": verdict.probability, "border": study.place.border}
                history.append(row | {"prints": came.to_dict("records") if status else []})
            seen[target.id] = (verdict.status, day, study.place.border)
    order = {t.id: i for i, t in enumerate(now)}
    history = sorted((r for r in history if r["target"] in order), key=lambda r: (order[r["target"]], r["day"]))
    return history, len(now), days


def _cause(before: str, came: pd.DataFrame, crossed: bool, due: bool) -> str:
    if not before:
        return "first"
    if len(came):
        revised = came["before"].notna()
        return "revision" if revised.all() else "both" if revised.any() else "figure"
    return "border" if crossed else "deadline" if due else "others"


def _news(known: Known, places: list[provinces.Place]) -> pd.DataFrame:
    """Every print that said something new, with the value it replaced (`before`, missing for a first print)."""
    names = tuple(dict.fromkeys(name for behind in PRINTS_BEHIND.values() for name in behind))
    tables = []
    for found in (said for place in places for said in prints.of(known, place, names)):
        if found.indicator.id == share.INDICATOR and found.measure not in SHARE_MEASURES:
            continue
        table = found.table[found.table["new"]]
        table = table.assign(before=table.groupby("year")["value"].shift(), indicator=found.indicator.id)
        tables.append(table.assign(measure=found.measure, border=found.place.border).drop(columns="new"))
    columns = ["year", "value", "known", "vintage", "status", "source", "before", "indicator", "measure", "border"]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=columns)
