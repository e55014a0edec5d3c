"""What the methods behind the briefs' probabilities would have said at earlier origins, and whether it came true.

`judge` makes the table of statements, data/record.csv (`cds data record`), which `track_record` reads. Thresholds
follow a plain rule and look at nothing after the origin.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import logit
from tqdm import tqdm

from ..data import observations, provinces
from ..data.known import Known, newest
from ..errors import ModelError, SeriesError
from ..forecasting import pooled_share
from ..forecasting.distribution import SEED
from ..forecasting.movement import future
from ..series import backtest, borrowed, outlook, panels, productivity, revisions, share

COLUMNS = [
    "method",
    "indicator",
    "place",
    "origin",
    "kind",  # at_least, every_year, average; year: what came in one; width: as of borrowed.WIDTH
    "steps",  # years ahead: the year asked about, or the length of the span
    "threshold",  # of a year the value that came
    "probability",  # of a year that of no more than came (probability integral transform)
    "came_true",  # of a year whether the 80 % interval held it
    "readings",  # figures or rates of the place itself that the forecast rests on
    "as_known",  # 1: with the figures published by the end of the year after the origin; 0: pseudo-real-time
    "known",  # the day by which every figure of the statement, its outcome included, was published
    "until",  # the last day of the views it is for; none: of all later ones
    "crps",  # of a year: continuous ranked probability score, percentage points
    "usual",  # the same of climatology: the place's newest rates, or of a level that of all places at the origin
]
# The next day the office printed growth of 2018-2025 anew: views up to this one keep their record.
REPRINTED = date(2026, 8, 14)
RATES, SHARE = "growth panel", "state space"
GROWTH = outlook.OF_PANEL
SPAN = 5  # years ahead
FLOOR = 7.0  # percent a year: the target of Resolution 01-NQ/TU for labour productivity
SISTERS = (5, 3)  # years of figures of the two other places of a reference class; its average has as many as the first
DRAWN = 10  # places tried at each origin, drawn with a seed
PATHS = 1_000


@lru_cache(maxsize=4096)
def rates(known: Known, indicator: str, place: provinces.Place) -> pd.DataFrame:
    """Yearly rates, of one of GROWTH, as known on a day: growth, sd, revision, firm (may decide a statement), known.

    `sd` is the error that a bridge and revisions to come (`revision` alone) leave, as known on that day.
    """
    try:
        if indicator == "grdp_growth":
            table = revisions.real_growth(known, place).assign(firm=True)
            table["sd"] = table["revision"]
        else:
            found = productivity.measure(known, place, bridge=True)
            table = found.table.assign(sd=found.errors, firm=found.table["sd"].eq(0.0))
            table = table[table["kind"].isin(productivity.KNOWN)]
    except SeriesError:
        return pd.DataFrame(columns=["growth", "sd", "revision", "firm", "known"])
    table = table[table["growth"].notna()]
    vintages = [[ref.split("|")[1] for ref in refs.split(";")] for refs in table["refs"]]
    days = [min(known.day, max(observations.last_day(v) for v in found)) for found in vintages]
    return table.assign(known=days)[["growth", "sd", "revision", "firm", "known"]]


@lru_cache(maxsize=256)
def known_by(known: Known, indicator: str, origin: int) -> date:
    """The day by which all rates of the panel up to an origin were published."""
    found = [rates(known, indicator, place)["known"].loc[:origin] for place in outlook.everyone(known)]
    return max(days.max() for days in found if len(days))


def of_rates(known: Known, indicator: str, place: provinces.Place) -> Iterator[dict]:
    """Statements of the growth panel about one place, from every origin with 4 rates or more, fitted anew at each.

    Thresholds are the mean of the newest eight rates, one standard deviation below and above it, and FLOOR. An
    origin is seen as of the end of the year after it where that view has its rate and 3 before it, else with the newest
    figures cut at the origin (pseudo-real-time). The outcome is the newest figure; a bridged rate is none.
    """
    latest = rates(known, indicator, place)
    for origin in latest.index[3:-1]:
        day = min(date(int(origin) + 1, 12, 31), known.day)
        past = _window(rates(known.at(day), indicator, place), origin)
        as_known = origin in past.index and len(past) >= 4
        if not as_known:
            past = _window(latest, origin)
        if len(past) < 4:
            continue
        view = known.at(day) if as_known else known
        own, errors = outlook.rates(view, place, indicator)
        cut = (own.index <= origin).nonzero()[0]
        own, errors = own.iloc[cut], errors[np.ix_(cut, cut)]
        drawn = outlook.forecast(view, place, indicator, own, errors, int(origin) + SPAN, int(origin))
        ahead = latest.reindex(drawn.years)
        came = ahead["growth"].where(ahead["firm"].eq(True)).to_numpy(float)
        mean, sd = float(past["growth"].mean()), float(past["growth"].std(ddof=1))
        asked = np.repeat([[mean - sd], [mean], [mean + sd], [FLOOR]], SPAN, axis=1)
        ground = {"method": RATES, "indicator": indicator, "place": place.slug, "origin": int(origin)}
        ground |= {"readings": len(past), "as_known": int(as_known)}
        for said in [
            *backtest.judged(drawn.paths, came, asked, ("every_year", "average")),
            *_years(drawn, came, past["growth"]),
        ]:
            until = ahead["known"].iloc[: said["steps"]].dropna()
            yield ground | said | {"known": max([known_by(view, indicator, int(origin)), *until])}


def of_growth(known: Known, indicator: str, place: provinces.Place) -> Iterator[dict]:
    """The statements of `of_rates` for all views: those up to REPRINTED hold what was known by then."""
    before = of_rates(known.at(REPRINTED), indicator, place) if known.day > REPRINTED else ()
    yield from (said | {"until": REPRINTED.isoformat()} for said in before)
    since = REPRINTED + timedelta(days=1) if known.day > REPRINTED else date.min
    yield from (said | {"known": max(said["known"], since)} for said in of_rates(known, indicator, place))


def _window(table: pd.DataFrame, origin: int) -> pd.DataFrame:
    return table[(table.index > origin - backtest.RATES) & (table.index <= origin)]


def _years(drawn, came: np.ndarray, usual) -> Iterator[dict]:
    """What came in each year ahead, where it lay among the paths, and the scores of these and of some usual values."""
    from scoringrules import crps_ensemble  # its import takes a second that a brief need not wait

    for step, (value, paths) in enumerate(zip(came, drawn.paths.T, strict=True), 1):
        if np.isfinite(value):
            low, high = np.quantile(paths, (0.1, 0.9))
            row = {"kind": "year", "steps": step, "threshold": value, "probability": float(np.mean(paths <= value))}
            row |= {"came_true": bool(low <= value <= high)}
            row |= {"usual": float(crps_ensemble(value, np.asarray(usual, float), estimator="qd"))}
            yield row | {"crps": float(crps_ensemble(value, paths[:PATHS], estimator="qd"))}


def of_share(
    found: panels.History, origin: int, place: int, draw: np.random.Generator, readings: int, loose=(1.0,)
) -> Iterator[dict]:
    """Statements of pooled_share.share_forecast about one place of a bounded panel, in the situation of the share.

    The place has one figure or two (of the origin and of two years before), the reference class is the mean over all
    places, which counts as an average, and two other places drawn at random, with SISTERS years of figures. Thresholds
    are the place's last figure and one typical yearly change of the class, times the root of the step, below and above.
    """
    percent = 100 * found.values / found.indicator.upper
    others = [p for p in range(len(percent)) if p != place and np.isfinite(percent[p, origin - 4 : origin + 1]).all()]
    pair = draw.choice(others, size=2, replace=False)
    span = slice(origin - SISTERS[0] + 1, origin + 1)
    histories = {"average": pd.Series(np.nanmean(percent[:, span], axis=0), index=found.years[span])}
    for name, sister, years in zip("ab", pair, SISTERS, strict=True):
        cut = slice(origin - years + 1, origin + 1)
        histories[name] = pd.Series(percent[sister, cut], index=found.years[cut])
    reference = replace(pooled_share.reference(histories, 0.0, ("average",)), loose=loose)
    own = [origin - 2, origin][2 - readings :]
    given = [pooled_share.Reading(int(found.years[o]), float(percent[place, o]), 0.0, "base") for o in own]
    came = future(percent[[place]], SPAN)[0, origin]
    typical = np.mean([values.diff().abs().mean() for values in histories.values()])
    asked = percent[place, origin] + typical * np.sqrt(np.arange(1, SPAN + 1)) * np.array([[-1.0], [0.0], [1.0]])
    everywhere = percent[:, origin]
    ground = {"method": SHARE, "indicator": found.indicator.id, "place": found.places[place]}
    ground |= {"readings": readings, "as_known": int(found.as_known)}
    before = max(day for day in found.known[:, : origin + 1].ravel() if day is not None)
    for said in _about_a_share(given, reference, came, everywhere[np.isfinite(everywhere)], asked):
        yield ground | said | {"known": max(before, found.known[place, origin + said["steps"]])}


def _about_a_share(
    given: list[pooled_share.Reading], reference: pooled_share.Reference, came: np.ndarray, usual: np.ndarray, asked=()
) -> Iterator[dict]:
    """Whether thresholds were reached and intervals held in the SPAN years after the newest reading, with `_widths`."""
    origin = given[-1].year
    drawn = pooled_share.share_forecast(given, reference, origin + SPAN, start=origin + 1, paths=PATHS)
    judged = backtest.judged(drawn.paths, came, asked, ("at_least",))
    for said in [*judged, *_years(drawn, came, usual), *_widths(drawn, came)]:
        yield said | {"origin": origin}


def _widths(drawn, came: np.ndarray) -> Iterator[dict]:
    """By how much each 80 % interval of a share, on logits, has to be widened about its middle to hold what came."""
    low, middle, high = logit(np.quantile(drawn.paths, (0.1, 0.5, 0.9), axis=0) / 100)
    off = logit(came / 100) - middle
    by = off / np.where(off > 0, high - middle, low - middle)
    for step in np.flatnonzero(np.isfinite(by)):
        row = {"kind": borrowed.WIDTH, "steps": int(step) + 1, "threshold": float(by[step])}
        yield row | {"probability": borrowed.LEVEL, "came_true": bool(by[step] <= 1)}


# Bounded, long enough, of most provinces: two scores and one share.
STAND_INS = (*panels.RECIPES[:2], panels.RATIO)


def of_stand_ins(known: Known, recipe: panels.Recipe, tried: pd.DataFrame | None = None) -> Iterator[dict]:
    """Statements about DRAWN places at every origin with five years of figures; in turn with one reading and two.

    Intervals are as wide as those `tried` from all other origins ask; without any as the model has them.
    """
    found = panels.panel_of(known, recipe)
    if found is None:
        return
    draw = np.random.default_rng(SEED)
    for origin in range(SISTERS[0] - 1, len(found.years) - 1):
        full = np.flatnonzero(np.isfinite(found.values[:, origin - 4 : origin + 1]).all(axis=1))
        loose = (1.0,) if tried is None else borrowed.widths(tried[tried["origin"] != found.years[origin]])
        for turn, place in enumerate(draw.permutation(full)[:DRAWN]):
            yield from of_share(found, origin, int(place), draw, 1 + turn % 2, loose)


def of_own_shares(known: Known, tried: pd.DataFrame) -> Iterator[dict]:
    """Intervals of the share itself, for the few places with three years of it, from the others' figures up to then.

    Always pseudo-real-time: one publication prints all years of a place at once.
    """
    try:
        whole = share.reference_class(known)
    except ModelError:
        return
    table = share.all_figures(known, [*whole.members])
    one_territory = table["border"].eq(provinces.OLD) | table["place"].eq(provinces.NATION)
    table = table[table["measure"].eq(share.BASE) & one_territory].drop_duplicates(["place", "year"], keep="last")
    tables = {slug: rows.set_index("year") for slug, rows in table.groupby("place")}
    for slug, own in tables.items():
        for origin in own.index[:-1]:
            others = {name: rows["value"].loc[:origin] for name, rows in tables.items() if name != slug}
            nation, average = slug == provinces.NATION, (provinces.NATION,)
            try:  # as `share.reference_class` has it
                shock = own["value"].loc[:origin] if nation else None
                reference = pooled_share.reference(others, whole.revision, () if nation else average, shock)
                reference = reference if nation else replace(reference, loose=borrowed.widths(tried))
            except ModelError:
                continue  # fewer than two others had three figures by then
            given = [pooled_share.Reading(int(origin), float(own["value"][origin]), reference.revision, "base")]
            came = own["value"].reindex(origin + np.arange(1, SPAN + 1)).to_numpy(float)
            before = max(rows["known"].loc[:origin].max() for rows in tables.values())
            ground = {"method": SHARE, "indicator": share.INDICATOR, "place": slug, "readings": 1, "as_known": 0}
            everywhere = [*(values.iloc[-1] for values in others.values() if len(values)), own["value"][origin]]
            for said in _about_a_share(given, reference, came, np.array(everywhere)):
                yield ground | said | {"known": max(before, own["known"][origin + said["steps"]])}


def judge(data_dir: Path) -> pd.DataFrame:
    """All statements, in the order and form of data/record.csv."""
    known = newest(data_dir)
    asked = tqdm([(i, place) for i in GROWTH for place in outlook.everyone(known)], unit="place", disable=None)
    rows = [row for indicator, place in asked for row in of_growth(known, indicator, place)]
    return as_table(rows + of_shares(known))


def of_shares(known: Known) -> list[dict]:
    """How wide the stand-ins ask intervals to be, and the statements of such intervals about them and the share."""
    rows = [row for recipe in STAND_INS for row in of_stand_ins(known, recipe) if row["kind"] == borrowed.WIDTH]
    tried = as_table(rows)
    said = [row for recipe in STAND_INS for row in of_stand_ins(known, recipe, tried)]
    return rows + [row for row in [*said, *of_own_shares(known, tried)] if row["kind"] != borrowed.WIDTH]


def as_table(rows: list[dict]) -> pd.DataFrame:
    """Statements in the columns and with the digits in which they are kept."""
    digits = dict.fromkeys(("probability", "threshold", "crps", "usual"), 3)
    return pd.DataFrame(rows, columns=COLUMNS).astype({"came_true": int}).round(digits)
