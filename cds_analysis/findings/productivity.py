"""Growth of labour productivity: what is computed, estimated and bridged, its forecast, how each target fares."""

from functools import cached_property
from math import hypot

import numpy as np

from ..errors import SeriesError
from ..judging import track_record
from ..keyed import count
from ..series import outlook, productivity
from ..series.employed import REDEFINED
from ..study import results
from ..study.finding import Finding, once

INDICATOR = "labour_productivity_growth"
TOLD = "grdp_growth employed_growth employment_known employment_held growth sd revision low high kind".split()
TOLD += ["formula", "inputs", "refs"]
# Years whose employed persons are no published figure: their growth at which the floor is just held is told.
UNCOUNTED = ("no employment", "break", "nowcast")
FEW = 10  # years; fewer are all drawn


class Productivity(Finding):
    """Growth of labour productivity and its targets; results.json keeps it as `productivity`."""

    def __init__(self, study):
        super().__init__(study, productivity=claims(study))
        told = self.parts["productivity"]
        self.floor = told.get("needed", {}).get("floor")
        # The standard deviation of each rate, points: of a bridge or an estimate, and of revisions to come.
        self.errors = {year: hypot(row["sd"], row["revision"]) for year, row in told.get("growth", {}).items()}

    @property
    def records(self) -> dict:
        """Beside the parts: errors by year (points), the weight of the place's own years (percent), what is drawn and
        told in the chart's title."""
        found = super().records
        nowcast = found["productivity"].get("nowcast")
        if nowcast:
            n = count(nowcast["own_years"])
            found["own_weight"] = 100 * n / (n + nowcast["strength"])
        return found | {"errors": self.errors, "drawn": self.drawn, "redefined": REDEFINED, "headline": self.headline}

    @property
    def headline(self) -> dict[str, dict | None]:
        """The verdicts of the chart's title, whose targets are drawn: of the past one that figures decided."""
        found = results.headline(self.parts["productivity"]["targets"], self.study.horizon)
        settled = found["past"] and found["past"]["status"] in ("met", "missed")
        return found if settled else found | {"past": None}

    @cached_property
    def drawn(self) -> dict[str, list[int]]:
        """The years of the chart: all shown, those with a rate, bridged, estimated by us, and missing."""
        told, forecast = self.parts["productivity"], self.study.productivity_forecast
        rates = told.get("growth", {})
        shown = [y for y in rates if y >= told["rates_used"]["since"] or len(rates) < FEW]
        rated = [y for y in shown if rates[y]["growth"] is not None and rates[y]["growth"] == rates[y]["growth"]]
        found = {kind: [y for y in rated if rates[y]["kind"] == kind] for kind in ("bridged", "nowcast")}
        missing = [y for y in shown if y not in rated and (forecast is None or y not in forecast.years)]
        return {"shown": shown, "rated": rated, "missing": missing} | found


@once
def claims(study) -> dict:
    """What is said about labour productivity; the sources of the rates used are cited."""
    verdicts = study.verdicts(INDICATOR)
    floor = next((v.target.value for v in verdicts if v.target.basis == "each_year"), None)
    told = {
        "refusal": "no real growth of GRDP",
        "targets": [v.as_dict() | {"worded": study.worded(v.target)} for v in verdicts],
        "record": track_record.behind(study.known, verdicts),
        "sources": [],
        "tested": track_record.tested(study.known, INDICATOR),
    }
    if study.productivity is not None:
        told |= {"refusal": ""} | _of_rates(study, study.productivity, floor)
    if study.productivity_forecast is not None:
        told["forecast"] = results.by_year(study.productivity_forecast)
    return told


def _of_rates(study, found: productivity.Productivity, floor: float | None) -> dict:
    rates, past = found.growth, found.usual
    newest = outlook.newest(study.known, outlook.PRODUCTIVITY)
    rates = rates[rates.index > max([newest, *rates.index]) - outlook.YEARS]
    refs = dict.fromkeys(";".join(found.table.loc[rates.index, "refs"]).split(";"))
    used = [ref.split("|") for ref in refs if ref]
    study.cite(used)
    told: dict = {"sources": list(dict.fromkeys(source for source, _ in used))}
    told["growth"] = {int(year): row for year, row in found.table[TOLD].to_dict("index").items()}
    if floor is not None:
        bare = found.table.loc[found.table["kind"].isin(UNCOUNTED), "grdp_growth"].dropna()
        needed = {y: {"grdp_growth": g, "employment": productivity.per_person(g, floor)} for y, g in bare.items()}
        told["needed"] = {"floor": floor, "years": needed}
    try:
        level = productivity.level(study.known, found.place).drop(columns="refs")
        told["level"] = {int(y): row for y, row in level.to_dict("index").items()}
    except SeriesError:
        told["level"] = {}
    told["computed"] = len(found.growth) > 0
    told["rates_used"] = {
        "since": int(rates.index[0]) if len(rates) else 0,
        "years": [int(y) for y in rates.index],
        "nowcast": [int(y) for y in rates.index if found.table.at[y, "kind"] == "nowcast"],
        "unconfirmed": [int(y) for y in rates.index if y in found.awaited],
    }
    told["across"] = [int(y) for y in found.table.index[found.table["across"].astype(bool)]]
    told["usual_revision"] = {"n": len(past.sizes), "places": past.places, "anew": past.anew, "points": past.rms}
    if (ours := found.employment) is not None:
        told["nowcast"] = {"own_years": ours.own, "strength": ours.rule.strength, "scale": ours.rule.scale}
        rows = ours.table[["nation", "growth", "low", "high"]].to_dict("index")
        employed = {int(y): row for y, row in rows.items() if y in found.drawn}
        told["nowcast"] |= {"employed": employed, "trial": ours.trial}
        if floor is not None:
            told["nowcast"]["floor_held"] = {y: float(np.mean(d >= floor)) for y, d in found.drawn.items()}
    return told
