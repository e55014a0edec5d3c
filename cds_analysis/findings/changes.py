"""What changed since the last brief: each moved number split exactly into method, revision, new data and border.

Four steps lead from the old brief to the present one, each undoing one difference: the present method on what was known
on the old brief's last day; then later prints of the same figures; then figures of years, places and indicators that
had none; then the present border. The parts are differences between neighbouring steps, so they add up by construction.
"""

import json
import shutil
import tempfile
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain, pairwise
from pathlib import Path

import pandas as pd

from ..data import observations
from ..data.known import newest
from ..errors import CdsError, ParameterError
from ..study import results
from ..study.study import Study, open_study
from ..words.spelling import half_up
from .productivity import claims as productivity_claims
from .share import claims as share_claims

STEPS = ("method", "revision", "new_data", "border")
KEY = observations.FIGURE
FORECAST = ("median", "low80", "high80")
OF_VERDICT = ("probability", "distance")
DIGITS = 2  # of the printed numbers


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

    @property
    def records(self) -> dict:
        """What the words see: what moved as printed, by which steps, and what only one of the briefs has."""
        moved = [meaning(row["name"]) | as_printed(row) for row in self.moved.to_dict("records")]
        return {
            "days": (self.old["as_of"], self.new["as_of"]),
            "both": self.same + len(moved),
            "moved": moved,
            "by": [step for n, step in enumerate(STEPS) if any(row["parts"][n] for row in moved)],
            "appeared": self.appeared,
            "appeared_by_subject": by_subject(self.appeared),
            "gone": self.gone,
            "gone_by_subject": by_subject(self.gone),
        }


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
    return {"old": stages[0], "parts": [after - before for before, after in pairwise(stages)], "new": stages[-1]}


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
    lists = [share.get("targets", []), productivity.get("targets", [])]
    lists += [claims.get(part, {}).get("verdicts", []) for part in ("scorecard", "congress")]
    for verdict in chain.from_iterable(lists):
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
    keys = pd.MultiIndex.from_frame(rows[KEY])
    rows[keys.isin(keys[known])].to_csv(folder / "observations.csv", index=False, lineterminator="\n")
    return folder


def _brief(folder: Path) -> tuple[dict[str, float], dict]:
    """The numbers of a brief and its parameters."""
    paths = [folder / "results.json", folder / "run.json"]
    if missing := [path.name for path in paths if not path.is_file()]:
        raise CdsError(f"{folder}: no {' and no '.join(missing)}; name the folder of a brief that cds brief made")
    claims, run = (json.loads(path.read_text(encoding="utf-8")) for path in paths)
    return numbers(claims), run["parameters"]


def between(old_folder: Path, new_folder: Path, data_dir: Path) -> Changes:
    """Split what moved between two briefs of one place; the newer one must stem from the present data and code.

    Raises:
        CdsError: A folder holds no brief.
        ParameterError: The briefs are of two places, or the first is the later one.
    """
    (old, before), (new, after) = _brief(old_folder), _brief(new_folder)
    if before["province"] != after["province"]:
        raise ParameterError(f"{before['province']} and {after['province']}: two briefs of one place are compared")
    if before["as_of"] > after["as_of"]:
        raise ParameterError(f"the first brief knows {before['as_of']}, the second only {after['as_of']}; name them so")
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
    appeared, gone = sorted(set(new) - set(old)), sorted(set(old) - set(new))
    return Changes(moved, appeared, gone, len(names) - len(moved), before, after)
