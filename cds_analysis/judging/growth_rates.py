"""What a target on growth is held against: rates by year, their forecast, and what revisions may do to a verdict."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

import numpy as np
import pandas as pd

from ..data import provinces, targets
from ..data.known import Known
from ..forecasting.distribution import PATHS, SEED, Forecast
from ..series import growth, outlook, productivity, revisions, share
from . import progress
from .bounds import of_years
from .figure import Figure
from .verdict import Verdict

SAME = 0.005  # points, within which two prints of a rate say the same
NEAR = 2.0  # usual revisions within which a figure lies near the target
PRODUCTIVITY = outlook.PRODUCTIVITY
GROWTHS = (PRODUCTIVITY, outlook.GRDP, "gdp_growth")


class View(Protocol):
    """What is known of a place on a day; a Study is one."""

    known: Known
    place: provinces.Place
    as_of: date
    horizon: int
    share: share.ShareView
    productivity: productivity.Productivity | None
    productivity_forecast: Forecast | None


def rate_forecast(
    view: View, rates: dict[int, Figure], errors: dict[int, float], usual: revisions.Usual | None, until: int = 0
) -> Forecast | None:
    """Growth of GRDP to the horizon or a later year from rates and the revision each awaits; None without a rate."""
    values = pd.Series({y: f.value for y, f in sorted(rates.items())}, dtype=float)
    carried = pd.Series({y: errors.get(y, 0.0) for y in values.index}, dtype=float)
    noise = outlook.covariance(usual, carried, carried)
    return outlook.forecast(view.known, view.place, outlook.GRDP, values, noise, max(view.horizon, until))


def ahead(view: View, target: targets.Target, behind: "Growth", until: int = 0) -> Forecast | None:
    """The forecast a target on growth is judged by, to the horizon or a later year; None without a rate."""
    if target.indicator.id != PRODUCTIVITY:
        return rate_forecast(view, behind.rates, behind.errors, behind.usual, until)
    if view.productivity_forecast is None or until <= view.horizon:
        return view.productivity_forecast
    return outlook.of_productivity(view.known, view.productivity, until)


@dataclass(frozen=True)
class Growth:
    """What a target on growth is held against: rates by year, the bridged ones, samples of years that are nowcast.

    `errors` holds, in points, the revision each rate may still see.
    """

    rates: dict[int, Figure]
    bridged: frozenset[int] = frozenset()
    drawn: dict[int, np.ndarray] = field(default_factory=dict)
    errors: dict[int, float] = field(default_factory=dict)
    usual: revisions.Usual | None = None
    bounds: dict | None = None
    printed: Figure | None = None  # the mean of the target's period as the central office prints it, final

    def judge(self, target: targets.Target, forecast: Forecast | None, as_of: date) -> Verdict:
        """The verdict on a target for each year or on average, with a forecast of the rate."""
        revised = self.usual.by_year(self.errors) if self.usual else {}
        more = {"estimated": self.bridged, "drawn": self.drawn, "revised": revised}
        more |= {"bounds": self.bounds, "printed": self.printed}
        verdict = progress.judge_period(target, self.rates, forecast, as_of, **more)
        return verdict if verdict.figure is self.printed else replace(verdict, turning=self.turning(verdict))

    def turning(self, verdict: Verdict) -> dict | None:
        """Whether revisions of the usual size could turn a verdict; None where that is out of reach.

        Keys years (whose figures await a better graded print), gap (the way of the figure judged to the target's edge),
        usual (the usual revision of a year's growth), past (revisions that size and chance are learnt from) and
        probability.

        The verdict itself stays by what is published. Within NEAR usual revisions of the target's edge the published
        rates are drawn anew with the errors they await (Usual.by_year): the probability is the part of draws on
        which the target would be answered the other way. Of a target for every year the rate furthest on the losing
        side is looked at (bridged years decide nothing), of an average the mean.
        """
        target, basis = verdict.target, verdict.target.basis
        settled = verdict.status in ("met", "missed") and basis in ("each_year", "average", "in_year")
        if self.usual is None or not settled:
            return None
        each = basis == "each_year"
        asked = range(target.since or target.by, target.by + 1)
        years = [y for y in asked if y in self.rates and not (each and y in self.bridged)]
        sizes = np.array([self.errors.get(y, 0.0) for y in years])
        if not sizes.any():
            return None
        values = np.array([self.rates[y].value for y in years])
        least, most = target.band
        inside = np.minimum(values - least, most - values)
        worst, mean = int(np.argmin(inside)), float(progress.over_period(basis, values))
        gap = abs(float(inside[worst] if each else min(mean - least, most - mean)))
        size = float(sizes[worst]) if each else self.usual.of_mean(years, sizes)
        if gap >= NEAR * size:
            return None
        drawn = self.usual.by_year(dict(zip(years, sizes.tolist(), strict=True)))
        revised = [np.broadcast_to(self.rates[y].value + drawn.get(y, 0.0), PATHS) for y in years]
        paths = np.column_stack(revised)
        hit = target.holds(paths).all(axis=1) if each else target.holds(progress.over_period(basis, paths))
        other = float(np.mean(hit != (verdict.status == "met")))
        awaited = [y for y, size_of_year in zip(years, sizes, strict=True) if size_of_year]
        told = {"years": awaited, "gap": gap, "usual": self.usual.rms, "past": len(self.usual.sizes)}
        return told | {"probability": other}


def _grade(said: list[dict], year: int, row: pd.Series) -> str:
    """The best grade under which a rate was printed; of one that is computed, that it is."""
    if row["kind"] != "published":
        return "derived"
    same = [p["status"] for p in said if p["year"] == year and abs(p["value"] - row["growth"]) < SAME]
    return max(same, key=lambda status: revisions.GRADES.get(status, 0), default="estimate")


def _printed_mean(view: View, target: targets.Target) -> Figure | None:
    """The mean of a target's whole period as the central office prints it, where that is final."""
    rows = view.known.rows(target.indicator.id, view.place)
    rows = rows[rows["period"].eq(f"{target.since}..{target.by}") & rows["use"].eq("yes") & rows["comparator"].eq("=")]
    rows = rows[rows["measure"].eq("gso") & rows["status"].eq("final")].sort_values("known")
    if rows.empty or target.basis != "average":
        return None
    return Figure(*rows[["period", "value", "comparator", "status", "source", "known"]].to_dict("records")[-1].values())


def growth_behind(view: View, target: targets.Target) -> Growth:
    """The rates a target on growth is held against: where both are known those on the border the target was set on."""
    old = view.known.former(view.place) if target.border == provinces.OLD else None  # it had set the target
    places = [view.place, old] if old else [view.place]
    if target.indicator.id != PRODUCTIVITY:
        tables = [revisions.real_growth(view.known, place) for place in places]
        samples, usual = [{}, {}], revisions.usual(view.known, view.place)
    elif view.productivity is None:
        return Growth({})
    else:
        found = [view.productivity]
        found += [productivity.measure(view.known, old, bridge=True, estimate=True)] if old else []
        tables = [each.table[each.table["kind"].isin(productivity.KNOWN)] for each in found]
        samples, usual = [each.drawn for each in found], view.productivity.usual
    table, drawn = tables[0].assign(border=""), samples[0]
    if old:
        change = provinces.CHANGE.year  # of that year figures on both borders are printed
        before = tables[1][tables[1].index <= change].assign(border=provinces.OLD)
        ours = {y: d for y, d in samples[1].items() if y <= change}
        table = growth.completed(before, table[(table.index >= change) & ~table.index.isin(list(ours))])
        drawn = ours | {y: d for y, d in drawn.items() if y >= change and y not in ours and y not in before.index}
    rates, said = {}, [view.known.cited(target.indicator.id, place).to_dict("records") for place in places]
    for year, row in table.iterrows():
        status = _grade(said[bool(row["border"])], int(year), row)
        of_year = (str(year), float(row["growth"]), "=", status, row["refs"].split("|")[0], view.as_of)
        rates[int(year)] = Figure(*of_year, border=row["border"])
    bridged = frozenset(int(y) for y in table.index[table["kind"] == "bridged"])
    if target.basis == "average":  # beside years that are our estimate a bridged one is drawn like them
        noise = {y: np.random.default_rng([SEED, y]).standard_normal(PATHS) for y in bridged}
        drawn = drawn | {y: rates[y].value + float(table.at[y, "sd"]) * noise[y] for y in bridged}
    errors = {int(y): float(e) for y, e in table["revision"].items()}
    within = of_years(view.known, target, view.place)
    return Growth(rates, bridged, drawn, errors, usual, within, _printed_mean(view, target))
