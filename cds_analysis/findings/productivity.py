"""Growth of labour productivity: what is computed, estimated and bridged, its forecast, how each target fares."""

from functools import cached_property
from math import hypot

import numpy as np

from ..errors import SeriesError
from ..judging import track_record
from ..judging.progress import Verdict
from ..judging.scorecard import RATES_SINCE
from ..keyed import count
from ..series import productivity
from ..study import results
from ..study.finding import Finding, once

INDICATOR = "labour_productivity_growth"
TOLD = ["grdp_growth", "employed_growth", "employment_known", "growth", "sd", "revision", "low", "high", "kind"]
TOLD += ["formula", "inputs"]
UNCOUNTED = ("no employment", "break", "nowcast")  # years whose employed persons are no published figure
FEW = 10  # years; fewer are all drawn


class Productivity(Finding):
    """Growth of labour productivity and its targets; results.json keeps it as `productivity`."""

    topic = "productivity"

    def __init__(self, study):
        super().__init__(study, productivity=claims(study))
        self.floor = self.parts["productivity"].get("needed", {}).get("floor")

    @property
    def records(self) -> dict:
        """Beside the parts: errors by year (points), the weight of the place's own years (percent), what is drawn."""
        found = super().records
        nowcast = found["productivity"].get("nowcast")
        if nowcast:
            n = count(nowcast["own_years"])
            found["own_weight"] = 100 * n / (n + nowcast["strength"])
        return found | {"errors": self.errors, "drawn": self.drawn}

    @cached_property
    def errors(self) -> dict[int, float]:
        """The standard deviation of each rate, points: of a bridge or an estimate, and of revisions to come."""
        rates = self.parts["productivity"].get("growth", {})
        return {year: hypot(row["sd"], row["revision"]) for year, row in rates.items()}

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
    found, used = study.productivity, []
    if found is not None:
        rated = found.table.loc[lambda t: (t.index >= RATES_SINCE) & t["growth"].notna(), "refs"]
        used = [ref.split("|") for ref in dict.fromkeys(";".join(rated).split(";")) if ref]
    for source, vintage in used:
        study.cite(source, vintage)
    told = {
        "refusal": "" if found is not None else "no real growth of GRDP",
        "targets": [v.as_dict() for v in verdicts],
        "record": track_record.behind(study.known, verdicts),
        "sources": list(dict.fromkeys(source for source, _ in used)),
        "tested": track_record.tested(study.known, INDICATOR),
    }
    told |= {} if found is None else _of_rates(study, found, _floor(verdicts))
    if study.productivity_forecast is not None:
        told["forecast"] = results.by_year(study.productivity_forecast)
    return told


def _floor(verdicts: list[Verdict]) -> float | None:
    """What a target asks of every year."""
    return next((v.target.value for v in verdicts if v.target.basis == "each_year"), None)


def _of_rates(study, found: productivity.Productivity, floor: float | None) -> dict:
    rates, past = found.growth[found.growth.index >= RATES_SINCE], found.usual
    told: dict = {"growth": {int(year): row for year, row in found.table[TOLD].to_dict("index").items()}}
    if floor is not None:
        told["needed"] = {"floor": floor, "years": _needed(found, floor)}
    try:
        level = productivity.level(study.known, found.place)
        told["level"] = {int(y): row for y, row in level.to_dict("index").items()}
    except SeriesError as error:
        told |= {"level": {}, "level_refusal": str(error)}
    told["computed"] = bool(found.growth.notna().any())
    told["rates_used"] = {
        "since": RATES_SINCE,
        "years": [int(y) for y in rates.index],
        "nowcast": [int(y) for y in rates.index if found.table.at[y, "kind"] == "nowcast"],
        "unconfirmed": [int(y) for y in rates.index if found.table.at[y, "revision"]],
    }
    told["usual_revision"] = {"n": len(past.sizes), "places": past.places, "anew": past.anew, "points": past.rms}
    if found.employment is not None:
        told["nowcast"] = _nowcast(found)
        if floor is not None:
            told["nowcast"]["floor_held"] = {y: float(np.mean(d >= floor)) for y, d in found.drawn.items()}
    return told


def _needed(found: productivity.Productivity, floor: float) -> dict:
    """In each year without a count: the growth of employed persons at which its GRDP growth gives just the floor."""
    bare = found.table[found.table["kind"].isin(UNCOUNTED) & found.table["grdp_growth"].notna()]
    return {
        int(y): {"grdp_growth": g, "employment": productivity.per_person(g, floor)}
        for y, g in bare["grdp_growth"].items()
    }


def _nowcast(found: productivity.Productivity) -> dict:
    ours, tried = found.employment, found.employment.trial
    rows = ours.table[["nation", "growth", "low", "high"]].to_dict("index")
    return {
        "employed": {int(y): row for y, row in rows.items() if y in found.drawn},
        "own_years": ours.own,
        "strength": ours.rule.strength,
        "scale": ours.rule.scale,
        "trial": {
            "held": sum(tried.held.values()),
            "cases": sum(tried.cases.values()),
            "places": tried.places,
            "years": {y: {"held": tried.held[y], "cases": n} for y, n in tried.cases.items()},
        },
    }
