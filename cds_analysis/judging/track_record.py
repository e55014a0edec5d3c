"""How often statements of the methods behind the briefs came true: data/record.csv (`statements`) as of a day."""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import pandas as pd

from ..data import provinces
from ..data.known import Known
from ..forecasting.distribution import SEED
from ..series import backtest, borrowed, outlook, share
from .statements import COLUMNS, GROWTH, PATHS, RATES, SHARE, SPAN
from .verdict import Verdict, grade


@lru_cache(maxsize=4)
def load(known: Known) -> pd.DataFrame:
    """The statements whose outcome was known by a day; none where a data folder has no record.csv."""
    table = borrowed.record(known.folder, known.day).reindex(columns=COLUMNS)
    table = table[table["method"].isin(list(LONG))]
    ends = pd.to_datetime(table["until"])
    table = table[ends.isna() | (ends >= pd.Timestamp(known.day))]
    return table.assign(came_true=table["came_true"].astype(bool), grade=table["probability"].map(grade))


KINDS = {"each_year": "every_year", "average": "average", "by_year": "at_least"}  # of a target's basis
LONG = {RATES: 2, SHARE: 3}  # from so many years on a statement counts as one about the longer run


def behind(known: Known, verdicts: list[Verdict]) -> dict:
    """The record behind the probabilities of some verdicts, by indicator and basis of the target.

    Of statements by the same method, about the same kind of question, over the longer run or the next years as the
    target; for the share, of which no panel exists, on the stand-ins.
    """
    out = {}
    for verdict in verdicts:
        indicator, basis = verdict.target.indicator.id, verdict.target.basis
        indicator = {"gdp_growth": "grdp_growth"}.get(indicator, indicator)
        if basis == "in_year":  # a level in one year is one some years later, a rate in it one of every year
            basis = "by_year" if indicator == share.INDICATOR else "each_year"
        if verdict.probability is None or verdict.borrowed or basis not in KINDS:
            continue  # a reference class has its own trial
        found = out.setdefault(indicator, {}).setdefault(basis, summary(known, indicator, basis) | {"asked": []})
        said = (p for p in (verdict.probability, verdict.strict) if p is not None)
        found["asked"] = sorted({*found["asked"], *map(grade, said)})
    return out


def overall(known: Known) -> dict:
    """The whole record known by a day, in the form of `behind`: all grades of every indicator and basis."""
    out = {}
    for indicator, bases in ((share.INDICATOR, ["by_year"]), *((i, ["each_year", "average"]) for i in GROWTH)):
        for basis in bases:
            found = summary(known, indicator, basis)
            if found["n"]:
                grades = {grade for group in found["groups"].values() for grade in group["grades"]}
                out.setdefault(indicator, {})[basis] = found | {"asked": sorted(grades)}
    return out


def tested(known: Known, indicator: str) -> dict:
    """How often the intervals of an indicator's method held the outcome, by the record known on a day.

    interval80 and interval95 with n (0 where nothing was tested), held and places; stand_in: whether others had to.
    """
    found = summary(known, indicator, "by_year" if indicator == share.INDICATOR else "each_year")
    return {name: found[name] for name in ("interval80", "interval95", "stand_in")}


def _held(years: pd.DataFrame, level: int = 80) -> dict:
    """How often central intervals held what came."""
    inside = years["came_true"] if level == 80 else (years["probability"] - 0.5).abs() <= level / 200
    return {"n": len(years), "held": int(inside.sum()), "places": years["place"].nunique()}


@lru_cache(maxsize=64)
def summary(known: Known, indicator: str, basis: str) -> dict:
    """Counts of an indicator's method on one kind of target over the longer run: of provinces and the nation apart.

    The share's are those of its stand-ins; its `own` cases stand apart.
    """
    method, table = SHARE if indicator == share.INDICATOR else RATES, load(known)
    of_method = table[table["method"].eq(method) & (table["indicator"].eq(indicator) | (method == SHARE))]
    own = of_method["indicator"] == share.INDICATOR
    table = of_method[~own & (of_method["steps"] >= LONG[method])]
    said = table[table["kind"] == KINDS[basis]]
    names = [known.indicator(i) for i in said["indicator"].unique()]
    more = {"own": _held(of_method[own & of_method["kind"].eq("year")])} if method == SHARE else {}
    more |= _abroad(known, KINDS[basis]) if indicator == outlook.PRODUCTIVITY else {}
    return more | {
        "kind": KINDS[basis],
        "stand_in": indicator not in set(said["indicator"]),
        "indicators": [{"id": about.id, "vi": about.name_vi, "en": about.name_en} for about in names],
        "n": len(said),
        "as_known": int(said["as_known"].sum()),
        "steps": [] if said.empty else [int(said["steps"].min()), int(said["steps"].max())],
        "groups": {who: _tried(part) | {"grades": _grades(part)} for who, part in _apart(said)},
        **{f"interval{level}": _held(table[table["kind"] == "year"], level) for level in backtest.LEVELS},
    }


def _abroad(known: Known, kind: str) -> dict:
    """The same of the growth of productivity in Asian economies (bench/growth_panel.py), whatever the day.

    `off` is the mean distance of the share that came true from the probability said, over grades.
    """
    path = known.folder / "record_abroad.csv"
    rows = pd.read_csv(path).query("kind == @kind") if path.is_file() else pd.DataFrame()
    if rows.empty:
        return {}
    told = {"n": int(rows["n"].sum()), "places": int(rows["places"].max())}
    told |= {"first": int(rows["first"].min()), "last": int(rows["last"].max())}
    told |= {"off": float((rows["true"] - rows["n"] * rows["said"]).abs().sum() / told["n"])}
    return {"abroad": told | {"grades": rows.set_index("grade")[["n", "true", "said"]].to_dict("index")}}


def _apart(table: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """The rows on provinces and those on the nation, where there are any."""
    nation = table["place"] == provinces.NATION
    yield from ((who, part) for who, part in (("provinces", table[~nation]), ("nation", table[nation])) if len(part))


def _tried(table: pd.DataFrame) -> dict:
    """How much some statements rest on; `episodes` are origins SPAN years apart: others share years that came."""
    origins, apart = sorted(int(year) for year in table["origin"].unique()), []
    for year in origins:
        if not apart or year >= apart[-1] + SPAN:
            apart.append(year)
    return {"n": len(table), "places": table["place"].nunique(), "origins": origins, "episodes": len(apart)}


def _grades(said: pd.DataFrame) -> dict:
    told = {"n": ("origin", "size"), "true": ("came_true", "sum")}
    told |= {"said": ("probability", "mean"), "origins": ("origin", "nunique")}
    return said.groupby("grade").agg(**told).to_dict("index")


@lru_cache(maxsize=4)
def scores(known: Known) -> list[dict]:
    """How good what was said is, by indicator, of provinces and the nation apart, beside climatology.

    Climatology says of each year what was usual (`statements.COLUMNS`), of each statement how many came true at last.
    `skill` is one less the score over that of climatology; `error` the calibration error (mean distance of the share
    that came true from the probability said, in fifths of the latter) with a 90 % range, origin years drawn anew, which
    overlap: rather too narrow, and a mean of distances comes out somewhat too far;
    `pit` how many years came in each tenth of what was forecast.
    """
    out = []
    for indicator, table in load(known).groupby("indicator", sort=False):
        about = known.indicator(indicator)
        for who, part in _apart(table):
            years, kinds = part[part["kind"] == "year"], part[part["kind"].isin(KINDS.values())]
            row = {"indicator": indicator, "vi": about.name_vi, "en": about.name_en, "who": who} | _tried(years)
            row |= {f"interval{level}": _held(years, level) for level in backtest.LEVELS}
            row |= {"crps": years["crps"].mean(), "skill": 1 - years["crps"].mean() / years["usual"].mean()}
            row["pit"] = np.histogram(years["probability"], np.linspace(0, 1, 11))[0].tolist()
            said = kinds[kinds["steps"] >= LONG[table["method"].iloc[0]]].groupby("kind", sort=False)
            out.append(row | {"kinds": {kind: _tried(rows) | _brier(rows) for kind, rows in said}})
    return out


def _brier(said: pd.DataFrame) -> dict:
    """Brier score, its skill against climatology, and the calibration error with its interval."""
    from scoringrules import brier_score

    p, true = said["probability"].to_numpy(), said["came_true"].to_numpy(float)
    fifth = np.minimum((5 * p).astype(int), 4)
    gaps = pd.DataFrame({"gap": true - p, "fifth": fifth, "origin": said["origin"].to_numpy()})
    by = gaps.pivot_table(index="origin", columns="fifth", values="gap", aggfunc="sum", fill_value=0.0).to_numpy()
    n = gaps.groupby("origin").size().to_numpy()
    drawn = np.random.default_rng(SEED).multinomial(len(n), np.full(len(n), 1 / len(n)), PATHS)
    low, high = np.quantile(np.abs(drawn @ by).sum(axis=1) / (drawn @ n), (0.05, 0.95))
    error = float(np.abs(by.sum(axis=0)).sum() / n.sum())
    score, usual = float(brier_score(true, p).mean()), float(true.mean() * (1 - true.mean()))
    return {
        "brier": score,
        "skill": 1 - score / usual if usual else float("nan"),
        "error": error,
        "error_low": min(float(low), error),
        "error_high": float(high),
    }
