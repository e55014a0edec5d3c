"""What level to set for a year: levels with their chances, and for the share what they mean in money and in sectors."""

from collections.abc import Callable

import pandas as pd

from ..data import provinces
from ..errors import ModelError
from ..judging import advice
from ..series import growth, share
from ..series.share_arithmetic import core_needed, mean_coefficient, needed_growth
from ..study.finding import Finding, once
from .scenarios import ENDS, core_now, level, parts

PRICED_SINCE = 2018  # GRDP at current prices grew as since then, or since the first year later that the border has


class Advice(Finding):
    """Levels of an indicator (by default the digital share) for a year; results.json keeps them as `advice`."""

    def __init__(self, study, indicator: str = share.INDICATOR, year: int = 0, level: float | None = None):
        super().__init__(study, advice=claims(study, indicator, year or study.horizon, level))

    @property
    def frame(self) -> pd.DataFrame:
        """A row a level, as a file."""
        rows = self.parts["advice"]["levels"]
        return pd.json_normalize(rows, sep="_").assign(indicator=self.parts["advice"]["indicator"])


@once
def claims(study, indicator: str, year: int, asked: float | None) -> dict:
    """The levels, or `refusal`: why there is no forecast to read them from."""
    goals = {t.demand: t for t in study.headline(indicator) if t.by == year and t.sense != "equal"}
    try:
        found = advice.advice(study, study.known.indicator(indicator), year, goals.values(), asked)
    except ModelError as error:
        return {"refusal": str(error), "levels": []}
    found |= {"refusal": "", "money": None}
    return found | (of_share(study, found) if indicator == share.INDICATOR else {})


def of_share(study, found: dict) -> dict:
    """What the levels of the share take of digital value added, of core industries and of the rest of the economy.

    GRDP at current prices grows on as so far; where nothing is known of the core both ends of it are tried.
    """
    year, split = found["year"], parts(study)
    now = start(study, found["first"], found["start"])
    core, money = core_now(study, now, split), _money(study, year)
    left, rows = year - now["year"], []

    def between(part: Callable, *given: float) -> dict:
        found = sorted(max(part(*given, core[end]), 0.0) for end in ENDS)
        return dict(zip(ENDS, found, strict=True))

    for row in found["levels"]:
        goal = row["value"]
        more = {"core": between(core_needed, goal, now["value"]), "rest": between(mean_coefficient, goal)}
        if money:
            more["trillion_vnd"] = goal / 100 * money["grdp"]
            more["growth"] = needed_growth(now["value"], goal, left, money["rate"]) if left else None
        rows.append(row | more)
    today = between(mean_coefficient, now["value"])
    return {"levels": rows, "now": now, "core": core, "rest": today, "money": money}


def start(study, year: int, middle: float) -> dict:
    """From where the share has to grow: the newest reading, else the middle of the forecast of its first year."""
    return level(study) or {"year": year, "value": middle, "kind": "model"}


def priced(study) -> pd.DataFrame:
    """GRDP at current prices by year, of the nation GDP, billion VND: value and ref, as `growth.current_levels`."""
    if study.place.slug != provinces.NATION:
        return growth.current_levels(study.known, study.place)
    rows = study.known.cited("gdp_current", study.place)
    return study.known.newest_figures(rows, ["year"]).set_index("year")


def _money(study, year: int) -> dict | None:
    """GRDP at current prices of a year, trillion VND, if it grows on as between the first and the last known year."""
    levels = priced(study)
    values = levels["value"][levels.index >= PRICED_SINCE] / 1000
    if len(values) < 2:
        return None
    first, last = int(values.index[0]), int(values.index[-1])
    rate = 100 * ((values[last] / values[first]) ** (1 / (last - first)) - 1)
    study.cite(ref.split("|") for y in (first, last) for ref in levels.at[y, "ref"].split(";"))
    told = {"first": first, "last": last, "from": float(values[first]), "to": float(values[last])}
    return told | {"rate": float(rate), "grdp": float(values[last] * (1 + rate / 100) ** (year - last))}
