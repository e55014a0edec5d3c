"""What would have to be true of the digital economy's share: growth needed, a downturn, digitisation of the rest.

Scenarios, no forecasts. All arithmetic is on value added in percent of GRDP; what no source publishes for a place is
the reader's assumption (`data/scenarios.yml`) and marked so.
"""

from functools import lru_cache
from pathlib import Path

import pandas as pd
import yaml

from ..data import provinces
from ..data.known import Known
from ..data.targets import YARDSTICK, Target
from ..judging.figure import over
from ..judging.progress import over_period
from ..series import growth, share
from ..series.share_arithmetic import after_fall, break_even, mean_coefficient, needed_growth, share_from_sectors
from ..study.finding import Finding, once
from ..study.study import Study

PARTS = {"core": "digital_economy_core_share", "digitised": "digital_economy_digitalised_share"}
GROWTH = (5.0, 6.0, 7.0, 8.0, 10.0, 12.0)  # round rates of GRDP growth beside the place's own and the planned ones
RATES = 4  # fewer years make no mean rate
RATES_SINCE = 2017  # before it the electronics plants of 2014-15 arrived, and GRDP was of another system
DOWNTURN = ("2022", "2023")  # the years of the fall in electronics
TURNOVER = ("digital_economy_revenue", "ict_industry_revenue", "ict_industry_revenue_usd", "export_value")
INDEX = "digital_economy_revenue_same_period_index"
SECTORS = ("agriculture", "industry_construction", "services", "services_and_taxes", "product_taxes")
ENDS = ("low", "high")  # of what the core's part of GRDP may be


@lru_cache(maxsize=8)
def assumptions(data_dir: Path) -> dict:
    """The reader's assumptions in data/scenarios.yml; none where there is no such file."""
    path = data_dir / "scenarios.yml"
    return (yaml.safe_load(path.read_text(encoding="utf-8")) or {}) if path.is_file() else {}


def _assumed(study: Study, kind: str) -> list[dict]:
    """Those of a kind on the place and border of a study, each from the day on which the source it rests on was out."""
    place, sources = study.place, {None, "", *study.known.rows()["source"]}
    entries = [e for e in assumptions(study.data_dir).get(kind) or [] if e["place"] == place.slug]
    return [e for e in entries if e.get("border", place.border) == place.border and e.get("source") in sources]


def parts(study: Study) -> list[dict]:
    """Core and digitised parts by year and measure, in points of GRDP, each year from one publication.

    On the office's measure a part that is not printed is the share of the same publication less the other one.
    """
    names = PARTS | {"total": share.INDICATOR}
    tables = [study.known.cited(name, study.place).assign(part=part) for part, name in names.items()]
    out = {}
    rows = pd.concat(tables).sort_values("known")
    for (year, measure, vintage), group in rows.groupby(["year", "measure", "vintage"], sort=False):
        printed = dict(zip(group["part"], map(float, group["value"]), strict=True))
        total, computed = printed.pop("total", None), ""
        if not printed or (len(printed) == 1 and measure != share.BASE):
            continue  # another split of the ministry's: neither core nor digitised in the office's sense
        if len(printed) == 1 and total is not None:
            computed = "digitised" if "core" in printed else "core"
            printed[computed] = total - sum(printed.values())
        source = group.loc[group["part"] != "total", "source"].iloc[-1]
        row = {"year": int(year), "measure": measure, "vintage": vintage, "source": source}
        out[year, measure] = row | dict.fromkeys(PARTS) | printed | {"total": total, "computed": computed}
    return [out[k] for k in sorted(out)]


def level(study: Study) -> dict | None:
    """The newest reading on the office's measure: its own, one that stands for it, or one carried over."""
    if study.share.base is not None:
        last = study.share.base.last
        return {"year": last["year"], "value": last["value"], "kind": "base"}
    readings = [] if study.share.modelled else sorted(study.share.own, key=lambda reading: reading.year)
    return {k: getattr(readings[-1], k) for k in ("year", "value", "kind")} if readings else None


def core_now(study: Study, now: dict, split: list[dict]) -> dict:
    """The core's part of GRDP at the present level, points: published, the reader's assumption, or only bounds.

    Where nothing is known the core lies between nothing and the whole digital economy. `part_low` and `part_high` are
    percent of digital value added.
    """
    found = {"kind": "bounds", "year": None, "part_low": 0.0, "part_high": 100.0}
    known = [r for r in split if r["measure"] == share.BASE and r["core"] is not None and r["total"]]
    if known:
        part = 100 * known[-1]["core"] / known[-1]["total"]
        found |= {"kind": "published", "year": known[-1]["year"], "part_low": part, "part_high": part}
    elif assumed := _assumed(study, "core_part"):
        reason = {lang: assumed[0][f"reason_{lang}"] for lang in ("vi", "en")}
        found |= {"kind": "assumed", "source": assumed[0]["source"], "reason": reason}
        found |= {f"part_{end}": float(assumed[0][end]) for end in ENDS}
    return found | {end: now["value"] * (found[f"part_{end}"] / 100) for end in ENDS}


def _floors(study: Study, kind: str = "value") -> list[Target]:
    """The targets in force on the share that are floors, one of each year and value (or threshold)."""
    floors = [t for t in study.headline(share.INDICATOR) if t.sense == "floor"]
    found = {(t.by, getattr(t, kind)): t for t in reversed(floors)}
    return [found[key] for key in sorted(found)]


def _asked(target: Target) -> dict:
    return {"value": target.value, "by": target.by, "comparator": target.comparator}


def growth_needed(study: Study, now: dict) -> dict:
    """Growth of digital value added that each open target needs at each growth of GRDP, and what both were so far."""
    goals = [t for t in _floors(study) if t.by > now["year"] and not over(t, study.as_of)]
    real = growth.real_growth(study.known, study.place)["growth"].dropna()
    real = real[real.index >= RATES_SINCE]
    years = [int(y) for y in real.index]
    past = {"growth": float(over_period("average", real.to_numpy())), "years": years} if len(years) >= RATES else None
    place, last = study.place, max((t.by for t in goals), default=0)
    planned = study.headline("gdp_growth" if place.slug == provinces.NATION else "grdp_growth")
    planned = [t for t in planned if t.basis == "average" and now["year"] < t.by and t.by >= last]
    planned = [t for t in planned if t.origin != YARDSTICK]  # nobody planned that for the place
    plans = {t.value: t.id for t in reversed(planned) if place.unchanged or t.border == place.border}
    rates = [(g, "plan", target) for g, target in plans.items()] + ([(past["growth"], "past", "")] if past else [])
    rates += [(g, "round", "") for g in GROWTH if all(abs(g - other) >= 0.05 for other, *_ in rates)]
    rows = []
    for g, kind, target in sorted(rates) if goals else []:
        needed = [needed_growth(now["value"], t.value, t.by - now["year"], g) for t in goals]
        rows.append({"kind": kind, "grdp": g, "target": target, "needed": needed})
    seen = _seen(study, real)
    return {"goals": [_asked(t) for t in goals], "rows": rows, "past": past, "seen": seen}


def _seen(study: Study, real: pd.Series) -> dict | None:
    """Growth of digital value added a year as one publication's shares and the growth of GRDP between them imply it.

    Of the publications with two years or more the one with the longest span, the newest of several.
    """
    figures = study.share.figures
    figures = figures[(figures["measure"] == share.BASE) & figures["comparator"].eq("=")]
    if not study.place.unchanged:
        figures = figures[figures["border"] == study.place.border]
    found = [
        part.drop_duplicates("year", keep="last").set_index("year")["value"].sort_index()
        for _, part in figures.sort_values("known").groupby("vintage", sort=False)
    ]
    best = max(reversed(found), key=lambda values: values.index[-1] - values.index[0], default=())
    if len(best) < 2:
        return None
    first, last, start, end = int(best.index[0]), int(best.index[-1]), float(best.iloc[0]), float(best.iloc[-1])
    between = real.reindex(range(first + 1, last + 1))
    if between.isna().any():
        return None
    grdp = float(over_period("average", between.to_numpy()))
    digital = needed_growth(start, end, last - first, grdp)
    return {"first": first, "last": last, "from": start, "to": end, "grdp": grdp, "digital": digital}


def falls(known: Known, place: provinces.Place) -> list[dict]:
    """Falls in turnover or exports of the downturn that the table holds: of the place on either border, of the nation.

    Published against the same months of the year before, or computed from two figures of the same months; a figure
    printed as a lower bound makes the fall an upper bound. Turnover is no value added: it stands in for its fall.
    """
    rows = known.rows()
    rows = rows[rows["indicator"].isin([*TURNOVER, INDEX]) & rows["place"].isin([place.slug, provinces.NATION])]
    if place.border == provinces.OLD:
        rows = rows[rows["border"].eq(provinces.OLD) | rows["place"].eq(provinces.NATION)]
    rows = rows[rows["use"].eq("yes") & rows["period"].str.startswith(DOWNTURN)].sort_values("known")
    index = rows[rows["indicator"].eq(INDEX)]
    out = [_fall(known, row, 100 - row["value"]) for row in index.to_dict("records")]
    first, second = DOWNTURN
    for _, part in rows[rows["indicator"].isin(TURNOVER)].groupby(["place", "indicator", "unit"], sort=False):
        newest = {r["period"]: r for r in part.to_dict("records")}
        for period, row in newest.items():
            before = newest.get(period.replace(second, first))
            if period.startswith(second) and before and before["comparator"] in ("=", "~"):
                fall = 100 * (1 - row["value"] / before["value"])
                out.append(_fall(known, row, fall, before["value"], row["value"]))
    return sorted((f for f in out if f["fall"] > 0), key=lambda f: (f["place"] != place.slug, f["fall"]))


def _fall(known: Known, row: dict, fall: float, before: float | None = None, now: float | None = None) -> dict:
    bound = {">": "at_most", ">=": "at_most", "<": "at_least", "<=": "at_least"}.get(row["comparator"], "")
    kept = {k: row[k] for k in ("indicator", "place", "period", "source", "vintage", "unit")}
    publisher = known.sources.at[row["source"], "publisher"]
    return kept | {"fall": fall, "bound": bound, "publisher": publisher, "before": before, "now": now}


def downturn(study: Study, now: dict, core: dict) -> dict:
    """What the falls seen would do to the share if they struck its core, and how large a fall each target survives.

    Between `low` and `high` the share comes down to what counts as met: None where it is short already, and no upper
    end where the core may be nothing.
    """
    seen, goals = falls(study.known, study.place), []
    for fall in seen:
        fall["low"], fall["high"] = sorted(after_fall(now["value"], core[end], fall["fall"]) for end in ENDS)
    for target in _floors(study, "threshold"):
        row = _asked(target) | {"threshold": target.threshold, "low": None, "high": None}
        if now["value"] > target.threshold:
            for end, of_core in (("low", core["high"]), ("high", core["low"])):
                row[end] = break_even(now["value"], of_core, target.threshold) if of_core else None
        goals.append(row)
    return {"falls": seen, "goals": goals}


def digitisation(study: Study, now: dict, core: dict) -> dict:
    """The mean digital part of the rest of the economy that the share implies, and that each open target needs."""

    def rest(value: float) -> dict:
        found = sorted(max(mean_coefficient(value, core[end]), 0.0) for end in ENDS)
        return dict(zip(ENDS, found, strict=True))

    goals = [t for t in _floors(study) if not over(t, study.as_of)]
    return rest(now["value"]) | {"goals": [_asked(t) | rest(t.value) for t in goals]}


def sectors(study: Study) -> dict:
    """Published sector shares of GRDP of the newest year with all of them, digital points of the same years, and what
    the reader's coefficients give on them."""
    tables = {sector: _newest(study, f"share_{sector}") for sector in SECTORS}
    agriculture, industry, *services = (set(tables[sector]) for sector in SECTORS[:4])
    year = max(agriculture & industry & set.union(*services), default=None)
    found = {sector: table[year] for sector, table in tables.items() if year in table}
    study.cite((row["source"], row["vintage"]) for row in found.values())
    shares, digital = {sector: row["value"] for sector, row in found.items()}, {}
    for sector, name in share.SECTORS.items():
        points = _newest(study, f"digital_economy_share_{name}", share.BASE)
        both = [(y, points[y]["value"], tables[sector][y]["value"]) for y in sorted(points) if y in tables[sector]]
        digital[sector] = [{"year": y, "points": p, "sector": s, "part": 100 * p / s} for y, p, s in both]
    given = (shares and _assumed(study, "coefficients")) or [{}]
    chosen = {k: float(v) for k, v in given[-1].items() if k not in ("place", "border")}
    result = share_from_sectors(shares, chosen) if chosen else None
    return {"year": year, "shares": shares, "digital": digital, "coefficients": chosen, "share": result}


def _newest(study: Study, indicator: str, measure: str = "") -> dict[int, dict]:
    """The newest figure by year of an indicator on the place's border."""
    rows = study.known.cited(indicator, study.place).sort_values("known")
    rows = rows[rows["measure"] == measure] if measure else rows
    return {r["year"]: r for r in rows.to_dict("records")}


@once
def claims(study: Study) -> dict:
    """All scenarios of a place, for wording and results.json; their sources are cited."""
    split, now = parts(study), level(study)
    found = {"parts": split, "level": now, "sectors": sectors(study)}
    study.cite((row["source"], row["vintage"]) for row in split)
    if now is None:
        return found | dict.fromkeys(("core", "growth", "downturn", "digitisation"))
    core = core_now(study, now, split)
    fallen = downturn(study, now, core)
    study.cite([(core.get("source", ""), ""), *((fall["source"], fall["vintage"]) for fall in fallen["falls"])])
    needed = {"growth": growth_needed(study, now), "digitisation": digitisation(study, now, core)}
    return found | {"core": core, "downturn": fallen} | needed


class Scenarios(Finding):
    """What it would take: growth needed, a downturn, digitisation; results.json keeps them as `workbench`."""

    def __init__(self, study):
        super().__init__(study, workbench=claims(study))

    @property
    def records(self) -> dict:
        """The same, with the core's part of both parts of the newest year that has both (`core_of_both`)."""
        newest = (self.parts["workbench"]["parts"] or [{}])[-1]
        both = (newest.get("core"), newest.get("digitised"))
        part = None if None in both else 100 * both[0] / sum(both)
        return super().records | {"core_of_both": part}
