"""The ledger: what published briefs said of the future, never changed afterwards, and how it came out.

A brief becomes a published one by `cds publish` alone; its intervals and probabilities are then appended to
data/ledger.csv. Drafts never touch it.
"""

import json
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from ..data import own_folder
from ..errors import CdsError
from ..study import results
from ..study.study import Study, open_study

KEY = ["edition", "place", "border"]
SAID = ["indicator", "year", "kind", "low", "middle", "high", "target", "probability"]
MADE_OF = ["data_sha256", "code_sha256"]
COLUMNS = ["published", *KEY, "as_of", *SAID, *MADE_OF]  # kind: interval80, interval95 (low, middle, high) or target
PARTS = {"share": "digital_economy_share", "productivity": "labour_productivity_growth"}
LEVELS = (80, 95)


def load(data_dir: Path) -> pd.DataFrame:
    """All entries in the order of publication; none where nothing was published."""
    path = own_folder.own(data_dir) / "ledger.csv"
    if not path.is_file():
        return pd.DataFrame(columns=COLUMNS)
    text = ["place", "border", "indicator", "kind", "target", *MADE_OF]
    empty = dict.fromkeys(["low", "middle", "high", "probability"], ("",))
    table = pd.read_csv(path, dtype=dict.fromkeys(text, str), keep_default_na=False, na_values=empty)
    for name in ("published", "as_of"):
        table[name] = pd.to_datetime(table[name]).dt.date
    return table


def entries(claims: dict, run: dict, published: date) -> list[dict]:
    """What a brief said of years to come: an entry for each interval and each target with a probability."""
    asked = run["parameters"]
    ground = {"published": published.isoformat(), "place": asked["province"]}
    ground |= {name: asked[name] for name in ("edition", "border", "as_of")}
    ground |= {name: run[name] for name in MADE_OF}
    found = []
    for part, indicator in PARTS.items():
        newest = max((r["year"] for r in claims.get(part, {}).get("readings", [])), default=0)  # what is known by then
        for year, row in claims.get(part, {}).get("forecast", {}).items():
            for level in LEVELS if int(year) > newest else ():
                ends = {"low": row[f"low{level}"], "middle": row["median"], "high": row[f"high{level}"]}
                found.append(ground | {"indicator": indicator, "year": int(year), "kind": f"interval{level}"} | ends)
    lists = [claims.get(part, {}).get("targets", []) for part in PARTS]
    lists += [claims.get(part, {}).get("verdicts", []) for part in ("scorecard", "congress")]
    for target, verdict in {v["target"]: v for verdicts in lists for v in verdicts}.items():  # each target once
        if verdict["probability"] is not None:
            said = {"target": target, "probability": verdict["probability"], "year": verdict["by"], "kind": "target"}
            found.append(ground | said)
    return found


def new(data_dir: Path, folder: Path, published: date) -> list[dict]:
    """What the brief in a folder adds to the ledger.

    Raises:
        CdsError: There is no whole brief in the folder, or this very brief is in the ledger already.
    """
    paths = [folder / "results.json", folder / "run.json"]
    if missing := [path.name for path in paths if not path.is_file()]:
        raise CdsError(f"{folder}: no {', '.join(missing)}; make the brief first with cds brief")
    claims, run = (json.loads(path.read_text(encoding="utf-8")) for path in paths)
    asked, before = run["parameters"], load(data_dir)
    this = [asked["edition"], asked["province"], asked["border"], *(run[name] for name in MADE_OF)]
    same = before[(before[KEY + MADE_OF] == this).all(axis=1)]
    if len(same):
        raise CdsError(
            f"{asked['province']} {asked['edition']}: this brief was published on {same['published'].iloc[0]} and "
            "stands in data/ledger.csv; a new one needs new data or a new method"
        )
    return entries(claims, run, published)


def append(data_dir: Path, entries: list[dict]) -> None:
    """Add entries to the ledger: all at once, or none where the disk is full."""
    rows = pd.DataFrame([results.plain(row) for row in entries], columns=COLUMNS, dtype=object)
    with (own_folder.own(data_dir) / "ledger.csv").open("ab") as file:
        before = file.tell()
        try:
            file.write(rows.to_csv(header=not before, index=False, lineterminator="\n").encode())
            file.flush()
        except OSError:
            file.truncate(before)
            raise


def scored(data_dir: Path, as_of: str = "") -> pd.DataFrame:
    """The ledger with what came: columns outcome (the figure, or one or zero for a target) and score.

    The score of a target is its Brier score (probability less outcome, squared), that of an interval one if it held the
    figure, else zero. An entry counts once a figure of its year is published that was not known when it was made; for
    an interval the office's own figure on the same border, nothing bridged or estimated by us.
    """
    table = load(data_dir)
    asked = set(zip(table["place"], table["border"], strict=True))
    studies = {key: open_study(key[0], border=key[1], as_of=as_of, data_dir=str(data_dir)) for key in asked}
    outcome = [_outcome(studies[row.place, row.border], row) for row in table.itertuples()]
    table["outcome"] = pd.Series(outcome, dtype=float)
    held = (table["low"] <= table["outcome"]) & (table["outcome"] <= table["high"])
    brier = (table["probability"] - table["outcome"]) ** 2
    table["score"] = np.where(table["kind"] == "target", brier, held.astype(float))
    table.loc[table["outcome"].isna(), "score"] = np.nan
    return table


def _outcome(study: Study, row) -> float:
    """What came of an entry, NaN while it is open."""
    if study.as_of <= row.as_of:
        return np.nan
    if row.kind == "target":
        goal = study.goals.get(row.target)
        verdict = study.judge(goal) if goal is not None else None
        return {"met": 1.0, "missed": 0.0}.get(verdict.status, np.nan) if verdict else np.nan
    if row.indicator == PARTS["share"]:
        base = study.share.base
        return float(base.values.get(row.year, np.nan)) if base is not None else np.nan
    found = study.productivity
    if found is None or row.year not in found.table.index:
        return np.nan
    known = found.table.loc[row.year]
    return float(known["growth"]) if known["kind"] in ("direct", "published") else np.nan


def summary(table: pd.DataFrame) -> pd.DataFrame:
    """Entries by kind: how many, how many are closed, mean score, bias (mean of what came less the middle), years."""
    year = table["year"].where(table["outcome"].notna())
    found = table.assign(year=year, bias=table["outcome"] - table["middle"]).groupby("kind")
    means = {name: (name, "mean") for name in ("score", "bias")}
    counts = {"entries": ("score", "size"), "closed": ("score", "count"), "years": ("year", "nunique")}
    return found.agg(**counts, **means).rename_axis(None)
