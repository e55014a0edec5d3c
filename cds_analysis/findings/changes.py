"""What changed since the last brief: each moved number split exactly into method, revision, new data and border.

Four steps lead from the old brief to the present one, each undoing one difference: the present method on what was known
on the old brief's last day; then later prints of the same figures; then figures of years, places and indicators that
had none; then the present border. The parts are differences between neighbouring steps, so they add up by construction.
"""

import json
import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import chain, groupby, pairwise
from pathlib import Path

import pandas as pd

from ..data import observations
from ..data.known import newest
from ..errors import CdsError, ParameterError
from ..study import results
from ..study.study import Study, open_study
from ..words.spelling import chance, half_up
from .productivity import claims as productivity_claims
from .share import claims as share_claims

STEPS = ("method", "revision", "new_data", "border")
KEY = observations.FIGURE
FORECAST = ("median", "low80", "high80")
OF_VERDICT = ("probability", "distance")
ASKED = ("indicator", "comparator", "value", "upto", "by")  # what makes two targets one, whatever their ids
PERIOD = 5  # years of a target on growth that names none
DIGITS = 2  # of the printed numbers
FELT = 0.02  # by which a chance has to move to be told
GROWTH = ["grdp_growth", "gdp_growth"]  # of one place and year one question, on whatever border and by whomever


@dataclass(frozen=True)
class Changes:
    """Numbers of two briefs of one place.

    `moved` has a row for each number that differs: name (a path through results.json), old, and the value after each
    step (method, revision, new_data, border); the last is that of the new brief. `appeared` and `gone` name those that
    only one of the briefs has, `same` counts those that did not move.
    """

    moved: pd.DataFrame
    appeared: list[str]
    gone: list[str]
    same: int
    old: dict  # parameters of the two briefs
    new: dict
    verdicts: list[dict] = field(default_factory=list)  # as `turned` gives them
    figures: list[dict] = field(default_factory=list)  # as `printed` gives them

    @property
    def records(self) -> dict:
        """What the words see: what moved as printed, by which steps, and what only one of the briefs has."""
        rows = [meaning(row["name"]) | as_printed(row) for row in self.moved.to_dict("records")]
        by = [step for step in STEPS if any(row["parts"][step] for row in rows)]
        moved = [row for row in rows if any(row["parts"].values())]  # others moved beyond the printed digits alone
        return told(self.verdicts, self.figures) | {
            "days": (self.old["as_of"], self.new["as_of"]),
            "few": few(moved),
            "both": self.same + len(rows),
            "moved": moved,
            "by": by,
            "appeared": by_subject(self.appeared),
            "gone": by_subject(self.gone),
        }


def told(verdicts: list[dict], figures: list[dict]) -> dict:
    """What the words see of `turned` verdicts and of `printed` figures: those behind a verdict are told with it."""
    behind = [row["because"]["figure"] for row in verdicts if "figure" in row["because"]]
    said = {(figure["period"], figure["value"]) for figure in behind}
    return {"turned": verdicts, "printed": together([r for r in figures if (str(r["year"]), r["new"]) not in said])}


def border_of(claims: dict) -> str:
    """The border of a brief's place."""
    return claims.get("place", {}).get("border", "")


def few(moved: list[dict]) -> list[dict]:
    """Of what moved the verdicts, then the figures, then the forecasts of the last year alone."""
    last = max((row["year"] for row in moved if row["kind"] == "forecast"), default=None)
    kept = [row for row in moved if row["kind"] != "forecast" or row["year"] == last]
    return sorted(kept, key=lambda row: (row["kind"] == "forecast", row["of"] != "target"))


def verdicts(claims: dict) -> list[dict]:
    """The verdicts of a brief, those of its topics first; a target may come twice."""
    topics = [claims.get(part, {}).get("targets", []) for part in ("share", "productivity")]
    return list(chain(*topics, *(claims.get(part, {}).get("verdicts", []) for part in ("scorecard", "congress"))))


def with_present_ids(old: dict, new: dict) -> None:
    """Give targets of an old brief the id they have in the new one, where one alone in each asks the same."""
    asks = [{v["target"]: tuple(v.get(part) for part in ASKED) for v in verdicts(claims)} for claims in (old, new)]
    before, after = ({i: a for i, a in side.items() if i not in other} for side, other in (asks, asks[::-1]))
    alone = {a: i for i, a in after.items() if list(after.values()).count(a) == 1}
    for verdict in verdicts(old):
        ask = before.get(verdict["target"])
        if ask in alone and list(before.values()).count(ask) == 1:
            verdict["target"] = alone[ask]


def turned(old: dict, new: dict) -> list[dict]:
    """Targets with another verdict, then those whose chance moved as printed, by FELT or more, and by which print."""
    before, out = {v["target"]: v for v in verdicts(old)}, {}
    rates, crossed = printed(old, new), border_of(old) != border_of(new)
    for now in verdicts(new):
        then = before.get(now["target"])
        chances = [v and v["probability"] for v in (then, now)]
        moved = None not in chances and abs(chances[0] - chances[1]) >= FELT
        moved = moved and chance(chances[0], "en") != chance(chances[1], "en")
        if then and (then["status"] != now["status"] or moved):
            told = {"target": now["target"], "old": then["status"], "new": now["status"], "chances": chances}
            out[now["target"]] = told | {"by": now["by"], "because": because(then, now, rates, crossed)}
    return sorted(out.values(), key=lambda row: row["old"] == row["new"])


def because(then: dict, now: dict, rates: list[dict], crossed: bool) -> dict:
    """What turned a verdict: a print of its figure anew, of GRDP growth behind it, a new figure, its deadline.

    A brief that has `crossed` to another border has all its figures on that; a later year than before is told as such.
    """
    was, found, indicator = then["figure"], now["figure"], now.get("indicator")
    later = indicator != "labour_productivity_growth" and found and (not was or was["period"] < found["period"])
    estimated = now["probability"] is not None and (later or then["probability"] is None)  # what came by figures
    if now["reason"] == "deadline_unpublished" and not estimated:
        return {"kind": "deadline"}
    if crossed and not later:
        return {"kind": "border"}
    if indicator == "labour_productivity_growth" or (indicator in GROWTH and not found):
        years = {*then.get("years", ()), *now.get("years", ())} or range(now["by"] - PERIOD + 1, now["by"] + 1)
        anew = [row for row in rates if row["of"] == "grdp_growth" and row["old"] is not None]
        anew = [row for row in anew if row["year"] in years] or anew  # of other years, they carry the forecast
        return {"kind": "growth", "rows": anew} if anew else {"kind": "model"}
    if then["reason"] == "one_measure_too_short" and now["probability"] is not None:
        return {"kind": "enough", "figure": found}
    if found and (not was or (was["period"], was.get("border")) != (found["period"], found.get("border"))):
        return {"kind": "figure", "figure": found}
    if found and was["value"] != found["value"]:
        return {"kind": "print", "figure": found, "before": was["value"]}
    return {"kind": "model"}


def printed(old: dict, new: dict) -> list[dict]:
    """Figures behind the briefs that are new or printed anew: of what, year, old value or none, new, who prints it."""

    def held(claims: dict) -> dict[tuple, dict]:
        shares = {
            ("share", f["year"], f["border"], f["measure"]): f for f in claims.get("share", {}).get("figures", [])
        }
        rates = {} if border_of(old) != border_of(new) else claims.get("productivity", {}).get("growth", {})
        rates = {int(year): row for year, row in rates.items() if row.get("grdp_growth") is not None}
        told = {y: {"value": r["grdp_growth"], "source": r.get("refs", "").split("|")[0]} for y, r in rates.items()}
        return shares | {("grdp_growth", year, "", ""): row for year, row in told.items()}

    before, out = held(old), []
    for key, row in held(new).items():
        was = before.get(key, {}).get("value")
        if was is None or half_up(was, DIGITS) != half_up(row["value"], DIGITS):
            told = {"of": key[0], "year": key[1], "old": was, "new": row["value"], "source": row.get("source")}
            out.append(told | {"measure": {lang: row.get(f"measure_{lang}") for lang in ("vi", "en")}})
    return sorted(out, key=lambda row: (*map(str, whose(row)), row["year"]))


def whose(row: dict) -> tuple:
    """What figures told in one sentence have in common: new or anew, of what, by which measure, from which document."""
    return row["old"] is not None, row["of"], row["measure"], row["source"]


def together(rows: list[dict]) -> list[dict]:
    """Figures by the sentence that tells them."""
    return [
        dict(zip(("anew", "of", "measure", "source"), k, strict=True), rows=list(g)) for k, g in groupby(rows, whose)
    ]


def meaning(name: str) -> dict:
    """What a path through results.json is of: the target or kind of figure, the year and reading it has."""
    of, *rest = name.split(".")
    if of == "target":
        return {"of": of, "kind": ".".join(rest[:-1]), "year": None, "reading": rest[-1]}
    return {"of": of, "kind": rest[0], "year": int(rest[1]), "reading": rest[2] if len(rest) > 2 else None}


def as_printed(row: dict) -> dict:
    """Old value, parts and new value of one number, rounded so that the printed parts add up to the last digit.

    Each stage is rounded first and the parts are differences of rounded stages. Probabilities in per cent.
    """
    factor = 100 if row["name"].endswith(".probability") else 1
    stages: list[Decimal] = [half_up(factor * row[name], DIGITS) for name in ("old", *STEPS)]
    parts = [after - before for before, after in pairwise(stages)]
    return {"old": stages[0], "parts": dict(zip(STEPS, parts, strict=True)), "new": stages[-1]}


def by_subject(names: list[str]) -> list[dict]:
    """Numbers by what they are of, with all their years: a target or the forecast of the share, 2026 to 2028."""
    years: dict[tuple, set] = {}
    for found in map(meaning, names):
        years.setdefault((found["of"], found["kind"]), set()).add(found["year"])
    return [{"of": of, "kind": kind, "years": sorted(y)} for (of, kind), y in years.items()]


def numbers(claims: dict) -> dict[str, float]:
    """The headline numbers of results.json by path: newest figures, rates, forecasts by year, verdicts by target."""
    share, productivity = claims.get("share", {}), claims.get("productivity", {})
    found = {}
    if share.get("latest"):
        found[f"share.latest.{share['latest']['year']}"] = share["latest"]["value"]
    for year, row in productivity.get("growth", {}).items():
        found[f"productivity.growth.{year}"] = row["growth"]
    for part, told in (("share", share), ("productivity", productivity)):
        for year, row in told.get("forecast", {}).items():
            found |= {f"{part}.forecast.{year}.{name}": row[name] for name in FORECAST}
    for verdict in verdicts(claims):
        found |= {f"target.{verdict['target']}.{name}": verdict[name] for name in OF_VERDICT}
    return {name: float(value) for name, value in found.items() if value is not None}


def claims_of(study: Study, names: set[str]) -> dict[str, float]:
    """Those of some numbers that a study states, as results.json would keep them."""
    targets = [t for t in study.targets if any(n.startswith(f"target.{t.id}.") for n in names)]
    found = {"share": share_claims(study), "productivity": productivity_claims(study)}
    found["scorecard"] = {"verdicts": [study.judge(t).as_dict() for t in targets]}
    return {name: value for name, value in numbers(results.plain(found)).items() if name in names}


def revised(data_dir: Path, day: date, folder: Path) -> Path:
    """A copy of the data that knows later prints of figures known on a day, and no other later figure."""
    shutil.copytree(data_dir, folder, ignore=shutil.ignore_patterns("raw"))
    rows = pd.read_csv(data_dir / "observations.csv", dtype=str, keep_default_na=False)
    known = rows["known"].ne("") & rows["known"].le(day.isoformat())
    asked = rows[KEY].mask(rows["indicator"].isin(GROWTH), rows[KEY].assign(border="", price_basis="", measure=""))
    keys = pd.MultiIndex.from_frame(asked)
    rows[keys.isin(keys[known])].to_csv(folder / "observations.csv", index=False, lineterminator="\n")
    return folder


def _brief(folder: Path) -> tuple[dict, dict]:
    """The claims of a brief and its parameters."""
    paths = [folder / "results.json", folder / "run.json"]
    if missing := [path.name for path in paths if not path.is_file()]:
        raise CdsError(f"{folder}: no {', '.join(missing)}; name the folder of a brief that cds brief made")
    claims, run = (json.loads(path.read_text(encoding="utf-8")) for path in paths)
    return claims, run["parameters"]


def between(old_folder: Path, new_folder: Path, data_dir: Path) -> Changes:
    """Split what moved between two briefs of one place; the newer one must stem from the present data and code.

    Raises:
        CdsError: A folder holds no brief.
        ParameterError: The briefs are of two places, or the first is the later one.
    """
    (then, before), (now, after) = _brief(old_folder), _brief(new_folder)
    if before["province"] != after["province"]:
        raise ParameterError(f"{before['province']} and {after['province']}: two briefs of one place are compared")
    if before["as_of"] > after["as_of"]:
        raise ParameterError(f"the first brief knows {before['as_of']}, the second only {after['as_of']}; name them so")
    with_present_ids(then, now)
    old, new = numbers(then), numbers(now)
    names = set(old) & set(new)
    day, place = date.fromisoformat(before["as_of"]), after["province"]
    horizon, stages = max(before["horizon"], after["horizon"]), [old]
    with tempfile.TemporaryDirectory() as scratch:
        views = [
            (data_dir, before["border"], before["as_of"]),
            (revised(data_dir, day, Path(scratch) / "data"), before["border"], ""),
            (data_dir, before["border"], after["as_of"]),
        ]
        for folder, border, as_of in views:
            known = as_of or min(after["as_of"], newest(folder).day.isoformat())
            study = open_study(
                place, border=border, as_of=known, edition=int(known[:4]), horizon=horizon, data_dir=str(folder)
            )
            stages.append(stages[-1] | claims_of(study, names))  # a number a step cannot give moves with the next one
    stages.append(new)
    table = pd.DataFrame(stages, index=["old", *STEPS])[sorted(names)].T.rename_axis("name").reset_index()
    moved = table[table["old"] != table[STEPS[-1]]].reset_index(drop=True)
    appeared, gone = only(new, old, then), only(old, new, now)
    told = turned(then, now), printed(then, now)
    return Changes(moved, appeared, gone, len(names) - len(moved), before, after, *told)


def only(one: dict, other: dict, claims: dict) -> list[str]:
    """The numbers that one brief alone has; a target that the other has too is in both, whatever is known of it."""
    both = tuple(f"target.{verdict['target']}." for verdict in verdicts(claims))
    return sorted(name for name in set(one) - set(other) if not name.startswith(both))
