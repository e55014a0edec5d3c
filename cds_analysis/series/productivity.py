"""Labour productivity: real GRDP per employed person, its growth, and what a yearly target asks of employment.

From 2021 producers for their own use are no longer employed persons (19th ICLS), so that productivity jumps on paper:
growth across 2020-21 is refused unless it is bridged. A bridged figure carries its uncertainty; so does a year whose
employed persons are our own estimate (nowcast), and a rate that no better graded print has confirmed (revisions).
"""

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import pandas as pd

from ..data import observations, provinces
from ..data.known import Known, cached_by_news
from ..errors import SeriesError
from ..shown import InOneLine
from . import employed, growth, revisions
from .employment import BREAK, DEGREES, ENOUGH, YEARS, Nowcast, estimated

FIRM = ("published", "direct")  # a bridged year decides no statement
KNOWN = (*FIRM, "bridged")  # the kinds of years whose rate rests on published figures
NO_RATE = dict.fromkeys(("employed_growth", "growth", "low", "high"), np.nan)
NO_RATE |= {"sd": 0.0, "revision": 0.0, "across": False} | dict.fromkeys(("formula", "inputs", "refs"), "")


@dataclass(frozen=True)
class Productivity(InOneLine):
    """Growth of labour productivity by year and what it was made of.

    `table` has for each year grdp_growth, employed_growth, growth, sd (points; zero unless bridged or nowcast),
    revision (the usual one of a rate not confirmed yet, points, else zero), low and high (80 %, nowcast years), kind
    (published, direct, bridged, nowcast, break, no employment, no GRDP, other base: growth.BROKEN), across (whether its
    two counts of employed persons stand in no one document), formula, inputs and refs (source|vintage of each input).
    `drawn` holds samples of the rate of nowcast years, `usual` the past revisions behind `revision`, `awaited` the
    years whose growth of GRDP, or whose printed rate, awaits one.
    """

    place: provinces.Place
    table: pd.DataFrame
    employment: Nowcast | None = None
    drawn: dict[int, np.ndarray] = field(default_factory=dict, repr=False)
    usual: revisions.Usual = field(default=revisions.Usual(), repr=False)
    awaited: frozenset[int] = frozenset()

    @property
    def growth(self) -> pd.Series:
        """The years with a growth rate, from published figures, bridged or nowcast."""
        return self.table["growth"].dropna()

    @property
    def errors(self) -> pd.Series:
        """Standard error of each of these rates, percentage points: of a bridge or nowcast and of revisions to come."""
        rated = self.table.loc[self.growth.index]
        return np.hypot(rated["sd"], rated["revision"])


@lru_cache(maxsize=64)
def measure(known: Known, place: provinces.Place, *, bridge: bool = False, estimate: bool = False) -> Productivity:
    """Growth of labour productivity of a place, percent a year at constant prices.

    growth = (1 + real GRDP growth) / (1 + growth of employed persons) - 1, or as an office publishes it (the nation).
    With `bridge` the growth of employment in 2021 on the old definition is the mean of the years before, its standard
    deviation carried into `sd`; without it 2021 has no figure. With `estimate` employed persons not yet published are
    our own estimate (nowcast).

    Raises:
        SeriesError: No real growth of GRDP is known for the place.
    """
    if growth.real_growth(known, place).empty:
        raise SeriesError(
            f"labour productivity, {place.slug} ({place.border}): no real growth of GRDP known by {known.day}"
        )
    learnt = revisions.usual(known, place), revisions.employed(known).rms
    if not estimate:
        return _measured(known, place, bridge, *learnt)
    return _measure(known, place, bridge, *learnt, estimated(known, place))


def _measure(
    known: Known,
    place: provinces.Place,
    bridge: bool,
    usual: revisions.Usual,
    of_jobs: float,
    ours: Nowcast | None = None,
) -> Productivity:
    """The same with what revisions of growth and of employed persons were usual, which others' figures teach."""
    grdp, jobs = revisions.real_growth(known, place, usual), employed.rates(known, place)
    official = growth.published_growth(known, "labour_productivity_growth", place)
    before = jobs.loc[(jobs.index < BREAK) & (jobs.index >= BREAK - YEARS), "growth"].dropna()
    bridge = bridge and len(before) >= ENOUGH
    jobs_revised, rates_revised = {}, {}
    if len(official):  # revised with the growth in it: the nation's own revisions of the rate are too few
        awaited = revisions.published_rate(known, "labour_productivity_growth", place)
        rates_revised = dict.fromkeys(awaited, usual.rms)
    elif len(jobs) and revisions.employed_awaited(known, place, newest := int(jobs.index[-1])):
        jobs_revised = {newest: of_jobs}
    of_grdp = {y for y in grdp.index[grdp["revision"] > 0] if y not in official.index}
    grdp, jobs, official = (table.to_dict("index") for table in (grdp, jobs, official))
    of_ours = ours.table.to_dict("index") if ours else {}
    held = {row["year"] for row in known.told("employed", place)}  # a level alone gives no growth, but is there
    rows, drawn, samples = {}, {}, ours.paths() if ours else {}
    for year in range(min(grdp), max(grdp) + 1):
        row = {"employment_known": year in jobs, "employment_held": year in jobs or year in held}
        row |= {"grdp_growth": grdp[year]["growth"] if year in grdp else np.nan} | NO_RATE
        if np.isnan(row["grdp_growth"]):
            row["kind"] = "other base" if (place.slug, year) in growth.BROKEN else "no GRDP"
        elif year not in jobs and year not in samples:
            row["kind"] = "no employment"
        elif year not in samples and jobs[year]["broken"] and not bridge:
            row["kind"] = "break"
        else:
            row |= _rate(grdp[year], (of_ours if year in samples else jobs)[year], before, jobs_revised.get(year, 0.0))
        if year in official:
            row |= {name: official[year][name] for name in ("growth", "formula", "inputs", "refs", "kind")}
            row |= {"sd": 0.0, "revision": rates_revised.get(year, 0.0), "across": False}
        if row["kind"] == "nowcast":
            revised = usual.by_year({year: row["revision"]}).get(year, 0.0)
            drawn[year] = per_person(row["grdp_growth"] + revised, samples[year])
            row["low"], row["high"] = (float(np.quantile(drawn[year], p)) for p in (0.1, 0.9))
        rows[year] = row
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("year")
    return Productivity(place, table, ours if drawn else None, drawn, usual, frozenset({*of_grdp, *rates_revised}))


BEHIND = (*growth.OF_GROWTH, "employed", "labour_force", "labour_productivity_growth")
_measured = cached_by_news(*BEHIND, of_place=True)(_measure)


def per_person(grdp_growth: float, employed_growth):
    """Growth of GRDP per employed person, percent, from the growth of both.

    So too the growth of employed persons at which GRDP gives just some growth of productivity, from that in its place.
    """
    return 100 * ((1 + grdp_growth / 100) / (1 + employed_growth / 100) - 1)


def _rate(grdp: dict, jobs: dict, before: pd.Series, revised: float) -> dict:
    """The row of a year with growth of both.

    Where employment breaks, its growth is the mean of the years `before`; where it is our estimate, the middle.
    """
    g, e, kind, of_jobs = grdp["growth"], jobs["growth"], "direct", "employed growth"
    sd = float(jobs.get("sd", 0.0) * (1 + g / 100) / (1 + e / 100) ** 2)
    if "scale" in jobs:
        kind, of_jobs = "nowcast", "nowcast of employed growth"
        spread = jobs["scale"] * np.sqrt(DEGREES / (DEGREES - 2))
        sd = float(spread * (1 + g / 100) / (1 + e / 100) ** 2)
    elif jobs["broken"]:
        e, sd, kind = float(before.mean()), float(before.std(ddof=1) * np.sqrt(1 + 1 / len(before))), "bridged"
        sd *= (1 + g / 100) / (1 + e / 100) ** 2  # from the growth of employment to that of productivity
    return {
        "kind": kind,
        "across": bool(jobs.get("across", False)),
        "employed_growth": e,
        "growth": per_person(g, e),
        "sd": sd,
        "revision": float(np.hypot(grdp["revision"], revised)),
        "formula": f"100 ((1 + GRDP growth) / (1 + {of_jobs}) - 1)",
        "inputs": f"{grdp['inputs']}; {jobs['inputs']}",
        "refs": f"{grdp['refs']};{jobs['refs']}",
    }


def official_level(known: Known, place: provinces.Place) -> observations.Series | None:
    """The level at current prices as the central office publishes it, where it does."""
    return known.series_if_any("labour_productivity", place, measure="gso", price_basis="current")


def level(known: Known, place: provinces.Place) -> pd.DataFrame:
    """GRDP at current prices per employed person, million VND, by year, beside the official figure where there is one.

    Columns grdp (billion VND), by_head (whether any of it is from GRDP per head), employed (thousand), derived,
    official, gap_percent, refs (source|vintage of each figure). Levels before and from 2021 are not comparable.
    """
    grdp, parts = growth.current_grdp(known, place)
    jobs = employed.levels(known, place)
    columns = {"grdp": grdp.sum(axis=1), "employed": jobs["value"]}
    table = pd.concat(columns, axis=1, join="inner").sort_index()
    table["by_head"] = [growth.by_head(parts, year) for year in table.index]
    table["derived"] = table["grdp"] / table["employed"]  # billion VND over thousand persons is million VND a person
    official = official_level(known, place)
    table["official"] = official.values.reindex(table.index) if official else np.nan
    table["gap_percent"] = 100 * (table["derived"] / table["official"] - 1)
    behind = [*(part["ref"] for part in parts), jobs["ref"], official.refs if official else {}]
    table["refs"] = [";".join(refs[year] for refs in behind if year in refs) for year in table.index]
    return table.rename_axis("year")
