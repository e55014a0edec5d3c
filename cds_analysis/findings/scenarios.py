"""What would have to be true of the digital economy's share: growth needed, a downturn, digitisation of the rest.

Scenarios, no forecasts. All arithmetic is on value added in percent of GRDP; what no source publishes for a place is
the reader's assumption (`data/scenarios.yml`) and marked so.
"""

from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from ..data import provinces
from ..data.known import Known
from ..data.targets import Target
from ..judging import scorecard
from ..judging.figure import over
from ..series import growth, share
from ..series.share_arithmetic import after_fall, break_even, mean_coefficient, needed_growth, share_from_sectors
from ..study.finding import Finding, once
from .conflicts import Opened

CORE, DIGITISED = "digital_economy_core_share", "digital_economy_digitalised_share"
GROWTH = (5.0, 6.0, 7.0, 8.0, 10.0, 12.0)  # round rates of GRDP growth beside the place's own and the planned ones
RATES = 4  # fewer years make no mean rate
DOWNTURN = (2022, 2023)  # the years of the fall in electronics
TURNOVER = ("digital_economy_revenue", "ict_industry_revenue", "ict_industry_revenue_usd", "export_value")
INDEX = "digital_economy_revenue_same_period_index"
DIGITAL_POINTS = {"agriculture": "agriculture", "industry_construction": "industry", "services": "services"}
SECTORS = ("agriculture", "industry_construction", "services", "services_and_taxes", "product_taxes")


@lru_cache(maxsize=8)
def assumptions(data_dir: Path) -> dict:
    """The reader's assumptions in data/scenarios.yml; none where there is no such file."""
    path = data_dir / "scenarios.yml"
    return (yaml.safe_load(path.read_text(encoding="utf-8")) or {}) if path.is_file() else {}


def parts(view: Opened) -> list[dict]:
    """Core and digitised parts by year and measure, in points of GRDP, each year from one publication.

    On the office's measure a part that is not printed is the share of the same publication less the other one.
    """
    tables = {i: _printed(view, i) for i in (CORE, DIGITISED, share.INDICATOR)}
    key = ["year", "measure", "vintage"]
    both = pd.concat([tables[CORE].assign(part="core"), tables[DIGITISED].assign(part="digitised")])
    out = {}
    for (year, measure, vintage), rows in both.sort_values("known").groupby(key, sort=False):
        printed = {r["part"]: float(r["value"]) for r in rows.to_dict("records")}
        whole = tables[share.INDICATOR]
        whole = whole[(whole["year"] == year) & (whole["measure"] == measure) & (whole["vintage"] == vintage)]
        total, computed = (float(whole["value"].iloc[-1]) if len(whole) else None), ""
        if len(printed) == 1 and total is not None and measure == share.BASE:
            computed = "digitised" if "core" in printed else "core"
            printed[computed] = total - sum(printed.values())
        if len(printed) == 1 and measure != share.BASE:
            continue  # another split of the ministry's: neither core nor digitised in the office's sense
        row = {"year": int(year), "measure": measure, "vintage": vintage, "source": rows["source"].iloc[-1]}
        out[year, measure] = row | {"core": None, "digitised": None} | printed | {"total": total, "computed": computed}
    return [out[k] for k in sorted(out)]


def _printed(view: Opened, indicator: str) -> pd.DataFrame:
    return growth.usable(view.known, indicator, view.place)


def level(view: Opened) -> dict | None:
    """The newest reading on the office's measure: its own, one that stands for it, or one carried over."""
    if view.share.base is not None:
        last = view.share.base.last
        return {"year": last["year"], "value": last["value"], "kind": "base"}
    readings = [r for r in view.share.readings if r.kind != "other measure"]
    return {"year": readings[-1].year, "value": readings[-1].value, "kind": readings[-1].kind} if readings else None


def core_now(view: Opened, now: dict, split: list[dict]) -> dict:
    """The core's part of GRDP at the present level, points: published, the reader's assumption, or only bounds.

    Where nothing is known the core lies between nothing and the whole digital economy.
    """
    known = [r for r in split if r["measure"] == share.BASE and r["core"] is not None and r["total"]]
    if known:
        part = known[-1]["core"] / known[-1]["total"]
        exact = now["value"] * part
        bounds = {"low": exact, "high": exact, "part_low": 100 * part, "part_high": 100 * part}
        return {"kind": "published", "year": known[-1]["year"]} | bounds
    for entry in assumptions(view.data_dir).get("core_part") or []:
        if entry["place"] == view.place.slug and _known(view, entry):
            low, high = float(entry["low"]), float(entry["high"])
            bounds = {"low": now["value"] * low / 100, "high": now["value"] * high / 100}
            reasons = {lang: entry[f"reason_{lang}"] for lang in ("vi", "en")}
            named = {"source": entry["source"], "reason": reasons, "part_low": low, "part_high": high}
            return {"kind": "assumed", "year": None} | bounds | named
    return {"kind": "bounds", "low": 0.0, "high": now["value"], "year": None, "part_low": 0.0, "part_high": 100.0}


def _known(view: Opened, entry: dict) -> bool:
    """Whether the source an assumption rests on was out by the day of the view."""
    return not entry.get("source") or bool(view.known.rows()["source"].eq(entry["source"]).any())


def growth_needed(view: Opened, now: dict) -> dict:
    """Growth of digital value added that each open target needs at each growth of GRDP, and what both were so far."""
    goals = [
        t
        for t in view.headline(share.INDICATOR)
        if t.by > now["year"] and not over(t, view.as_of) and t.sense == "floor"
    ]
    asked = sorted({(t.by, t.value): t.comparator for t in reversed(goals)}.items())
    real = growth.real_growth(view.known, view.place)["growth"].dropna()
    real = real[real.index >= scorecard.RATES_SINCE]
    past = {"growth": _mean(real), "years": [int(y) for y in real.index]} if len(real) >= RATES else None
    plans = _plans(view, now["year"], max((by for (by, _), _ in asked), default=0))
    rates = [("plan", v, i) for v, i in plans.items()] + ([("past", past["growth"], "")] if past else [])
    rates += [("round", g, "") for g in GROWTH if all(abs(g - other) >= 0.05 for _, other, _ in rates)]
    rows = [
        {"kind": kind, "grdp": g, "target": target}
        | {"needed": [needed_growth(now["value"], value, by - now["year"], g) for (by, value), _ in asked]}
        for kind, g, target in sorted(rates, key=lambda r: (r[1], r[0]))
    ]
    return {
        "goals": [{"value": value, "by": by, "comparator": c} for (by, value), c in asked],
        "rows": rows if asked else [],
        "past": past,
        "seen": _seen(view, real),
    }


def _mean(rates: pd.Series) -> float:
    return float(100 * (np.prod(1 + rates / 100) ** (1 / len(rates)) - 1))


def _plans(view: Opened, first: int, last: int) -> dict[float, str]:
    """Average growth of GRDP that targets in force ask for years ahead on this border: value to the target's id."""
    own = ("gdp_growth",) if view.place.slug == provinces.NATION else ("grdp_growth",)
    found = [t for name in own for t in view.headline(name) if t.basis == "average" and first < t.by and t.by >= last]
    return {t.value: t.id for t in reversed(found) if view.place.unchanged or t.border == view.place.border}


def _seen(view: Opened, real: pd.Series) -> dict | None:
    """Growth of digital value added a year as one publication's shares and the growth of GRDP between them imply it.

    Of the publications with two years or more the one with the longest span, the newest of several.
    """
    figures = view.share.figures
    figures = figures[(figures["measure"] == share.BASE) & figures["comparator"].eq("=")]
    if not view.place.unchanged:
        figures = figures[figures["border"] == view.place.border]
    best = None
    for _, part in figures.sort_values("known").groupby("vintage", sort=False):
        values = part.drop_duplicates("year", keep="last").set_index("year")["value"].sort_index()
        if len(values) > 1 and (best is None or values.index[-1] - values.index[0] >= best.index[-1] - best.index[0]):
            best = values
    if best is None:
        return None
    first, last = int(best.index[0]), int(best.index[-1])
    between = real.reindex(range(first + 1, last + 1))
    if between.isna().any():
        return None
    grdp = _mean(between)
    digital = needed_growth(float(best.iloc[0]), float(best.iloc[-1]), last - first, grdp)
    seen = {"first": first, "last": last, "from": float(best.iloc[0]), "to": float(best.iloc[-1])}
    return seen | {"grdp": grdp, "digital": digital}


def falls(known: Known, place: provinces.Place) -> list[dict]:
    """Falls in turnover or exports of the downturn that the table holds: of the place on either border, of the nation.

    Published against the same months of the year before, or computed from two figures of the same months; a figure
    printed as a lower bound makes the fall an upper bound. Turnover is no value added: it stands in for its fall.
    """
    rows = known.rows()
    slugs = dict.fromkeys([place.slug, provinces.NATION])
    rows = rows[rows["indicator"].isin([*TURNOVER, INDEX]) & rows["place"].isin(slugs)]
    if place.border == provinces.OLD:
        rows = rows[rows["border"].eq(provinces.OLD) | rows["place"].eq(provinces.NATION)]
    rows = rows[rows["use"].eq("yes") & rows["period"].ne("undated")].sort_values("known")
    out = []
    for r in rows[rows["indicator"].eq(INDEX)].to_dict("records"):
        if int(r["period"][:4]) in DOWNTURN and r["value"] < 100:
            out.append(_fall(known, r, 100 - r["value"], r["comparator"]))
    for _, part in rows[rows["indicator"].isin(TURNOVER)].groupby(["place", "indicator", "unit"], sort=False):
        newest = {r["period"]: r for r in part.to_dict("records")}
        for period, r in newest.items():
            before = newest.get(period.replace(str(DOWNTURN[1]), str(DOWNTURN[0])))
            if period[:4] != str(DOWNTURN[1]) or before is None or before["comparator"] not in ("=", "~"):
                continue
            if (fall := 100 * (1 - r["value"] / before["value"])) > 0:
                out.append(_fall(known, r, fall, r["comparator"]) | {"before": before["value"], "now": r["value"]})
    return sorted(out, key=lambda f: (f["place"] != place.slug, f["fall"]))


def _fall(known: Known, row: dict, fall: float, comparator: str) -> dict:
    bound = {">": "at_most", ">=": "at_most", "<": "at_least", "<=": "at_least"}.get(comparator, "")
    publisher = known.sources.at[row["source"], "publisher"]
    kept = {k: row[k] for k in ("indicator", "place", "period", "source", "vintage", "unit")}
    return kept | {"fall": float(fall), "bound": bound, "publisher": publisher, "before": None, "now": None}


def downturn(view: Opened, now: dict, core: dict) -> dict:
    """What the falls seen would do to the share if they struck its core, and how large a fall each target survives."""
    seen = falls(view.known, view.place)
    for fall in seen:
        ends = sorted(after_fall(now["value"], core[end], fall["fall"]) for end in ("low", "high"))
        fall |= {"low": ends[0], "high": ends[1]}
    floors = [t for t in view.headline(share.INDICATOR) if t.sense == "floor"]
    goals = [_survives(t, now, core) for _, t in sorted({(t.by, t.threshold): t for t in reversed(floors)}.items())]
    return {"falls": seen, "goals": goals}


def _survives(target: Target, now: dict, core: dict) -> dict:
    """Between which falls of the core the share comes down to what counts as met; None where it is short already, and
    no upper end where the core may be nothing."""
    row = {"value": target.value, "by": target.by, "comparator": target.comparator, "threshold": target.threshold}
    if now["value"] <= target.threshold:
        return row | {"low": None, "high": None}
    ends = [break_even(now["value"], core[end], target.threshold) if core[end] else None for end in ("high", "low")]
    return row | {"low": ends[0], "high": ends[1]}


def digitisation(view: Opened, now: dict, core: dict) -> dict:
    """The mean digital part of the rest of the economy that the share implies, and that each open target needs."""
    ends = (core["low"], core["high"])
    implied = sorted(mean_coefficient(now["value"], c) for c in ends)
    floors = [t for t in view.headline(share.INDICATOR) if t.sense == "floor" and not over(t, view.as_of)]
    goals = []
    for (by, value), comparator in sorted({(t.by, t.value): t.comparator for t in reversed(floors)}.items()):
        needed = sorted(max(mean_coefficient(value, c), 0.0) for c in ends)
        goals.append({"value": value, "by": by, "comparator": comparator, "low": needed[0], "high": needed[1]})
    return {"low": implied[0], "high": implied[1], "goals": goals}


def sectors(view: Opened) -> dict:
    """Published sector shares of GRDP of the newest year with all of them, digital points of the same years, and what
    the reader's coefficients give on them."""
    tables = {s: _newest(view, f"share_{s}") for s in SECTORS}
    whole = [set(tables["agriculture"]) & set(tables["industry_construction"]) & set(tables[s]) for s in SECTORS[2:4]]
    years = sorted(whole[0] | whole[1])
    digital = {s: _digital_parts(view, s, tables) for s in DIGITAL_POINTS}
    if not years:
        return {"year": None, "shares": {}, "digital": digital, "coefficients": {}, "share": None}
    year = years[-1]
    shares = {s: table[year]["value"] for s, table in tables.items() if year in table}
    for table in tables.values():
        if year in table:
            view.cite(table[year]["source"], table[year]["vintage"])
    given = [
        e
        for e in assumptions(view.data_dir).get("coefficients") or []
        if e["place"] == view.place.slug and e.get("border", view.place.border) == view.place.border
    ]
    chosen = {k: float(v) for k, v in given[-1].items() if k not in ("place", "border")} if given else {}
    result = share_from_sectors(shares, chosen) if chosen else None
    return {"year": year, "shares": shares, "digital": digital, "coefficients": chosen, "share": result}


def _digital_parts(view: Opened, sector: str, tables: dict[str, dict]) -> list[dict]:
    """The digital part of a sector's value added in the years with both its digital points and its share of GRDP."""
    points = _newest(view, f"digital_economy_share_{DIGITAL_POINTS[sector]}", share.BASE)
    rows = [(y, p["value"], tables[sector][y]["value"]) for y, p in points.items() if y in tables[sector]]
    return [{"year": y, "points": p, "sector": whole, "part": 100 * p / whole} for y, p, whole in sorted(rows)]


def _newest(view: Opened, indicator: str, measure: str = "") -> dict[int, dict]:
    """The newest figure by year of an indicator on the place's border."""
    rows = growth.usable(view.known, indicator, view.place).sort_values("known")
    rows = rows[rows["measure"] == measure] if measure else rows
    return {r["year"]: r for r in rows.to_dict("records")}


@once
def claims(view: Opened) -> dict:
    """All scenarios of a place, for wording and results.json; their sources are cited."""
    split, now = parts(view), level(view)
    found: dict = {"parts": split, "level": now, "sectors": sectors(view)}
    for row in split:
        view.cite(row["source"], row["vintage"])
    if now is None:
        return found | {"core": None, "growth": None, "downturn": None, "digitisation": None}
    core = core_now(view, now, split)
    view.cite(core.get("source", ""), "")
    found |= {"core": core, "growth": growth_needed(view, now), "downturn": downturn(view, now, core)}
    for fall in found["downturn"]["falls"]:
        view.cite(fall["source"], fall["vintage"])
    return found | {"digitisation": digitisation(view, now, core)}


class Scenarios(Finding):
    """What it would take: growth needed, a downturn, digitisation; results.json keeps them as `workbench`."""

    topic = "scenarios"

    def __init__(self, study):
        super().__init__(study, workbench=claims(study))

    @property
    def records(self) -> dict:
        """The same, with the core's part of both parts of the newest year that has both (`core_of_both`)."""
        newest = (self.parts["workbench"]["parts"] or [{}])[-1]
        both = (newest.get("core"), newest.get("digitised"))
        part = None if None in both else 100 * both[0] / sum(both)
        return super().records | {"core_of_both": part}

    def draw(self, name: str):
        """The chart `growth`: a line a target, by growth of GRDP."""
        from ..charts.scenarios import growth_needed

        found = self.parts["workbench"]["growth"]
        return growth_needed(self) if found and found["rows"] else None
