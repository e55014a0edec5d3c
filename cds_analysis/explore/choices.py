"""What an explorer offers: choices that have data, each depending on those before it.

Pure functions of a state and the data, for a notebook or any other surface; nothing that has no data is offered.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import pandas as pd

from ..data import indicators, provinces
from ..data.known import newest
from ..findings.scenarios import falls, level
from ..series import share
from ..study.study import Study, open_study

WAY = ["measure", "price_basis", "level", "field"]
FIRST = date(2010, 1, 1)  # day of publication
AHEAD = 10  # years beyond the last figure that may be asked for
ANY = "?"  # a target still to be chosen


@dataclass(frozen=True)
class State:
    """What was chosen; empty is the newest day, no target, no scenario. `measure` is a way of measuring: see `WAY`."""

    border: str = provinces.NEW
    province: str = "thai-nguyen"
    indicator: str = share.INDICATOR
    measure: str = ""
    as_of: str = ""
    horizon: int = 2030
    target: str = ANY
    scenario: str = ""


@lru_cache(maxsize=256)  # every unit of both borders
def about(data_dir: Path, place: provinces.Place) -> pd.DataFrame:
    """The yearly figures of a place on its border, as far as a view of a day may hold them, with kind and way."""
    rows = newest(data_dir).yearly(place=place)
    rows = rows.assign(kind=rows["indicator"].map({i.id: i.kind for i in indicators.load(data_dir).values()}))
    since = provinces.ANNOUNCED if place.merged else FIRST
    rows = rows[rows["kind"].ne("flag") & (rows["known"] >= since)]
    field = rows["field"].where(rows["kind"].eq("rank")).fillna(0).astype(int).astype(str)
    return rows.assign(way=rows["measure"] + "|" + rows["price_basis"] + "|" + rows["level"] + "|" + field)


def place_of(state: State, data_dir: Path) -> provinces.Place:
    """The place of a state on its border, or on the one of 2025 where its territory did not change."""
    register = provinces.load(data_dir)
    return register.get((state.province, state.border)) or provinces.find(state.province, data_dir)


def opened(state: State, data_dir: Path, lang: str = "vi") -> Study:
    """The study of a state."""
    place = place_of(state, data_dir)
    day = {"as_of": state.as_of, "horizon": state.horizon, "lang": lang, "data_dir": str(data_dir)}
    return open_study(place.slug, border=place.border, **day)


def held(state: State, data_dir: Path) -> pd.DataFrame:
    """The usable figures of a state's place on its border."""
    return about(data_dir, place_of(state, data_dir))


def _rows(state: State, data_dir: Path) -> pd.DataFrame:
    """Those of its indicator and way of measuring."""
    rows = held(state, data_dir)
    return rows[(rows["indicator"] == state.indicator) & (rows["way"] == state.measure)]


def places(state: State, data_dir: Path) -> list[str]:
    """Slugs of the nation and of the units of a border, by administrative code; some have no figure."""
    return [provinces.NATION, *(p.slug for p in provinces.units(data_dir, state.border))]


def subjects(state: State, data_dir: Path) -> list[str]:
    """Indicators with a figure for the place: the headline ones, then those with the longest series."""
    years = held(state, data_dir).groupby("indicator")["period"].nunique()
    first = [i for i in (share.INDICATOR, "grdp_growth", "gdp_growth") if i in years.index]
    return first + [i for i in years.sort_values(ascending=False, kind="stable").index if i not in first]


def measures(state: State, data_dir: Path) -> list[str]:
    """Ways of measuring an indicator of the place: the office's measure first, then the longest series."""
    rows = held(state, data_dir)
    rows = rows[rows["indicator"] == state.indicator]
    years = rows.groupby("way")["period"].nunique().sort_values(ascending=False, kind="stable")
    return sorted(years.index, key=lambda way: not way.startswith(share.BASE + "|"))


def days(state: State, data_dir: Path) -> list[str]:
    """The newest day, and every earlier one on which a figure of the series became known, newest first.

    A day between two of them that is asked for is offered too.
    """
    known = sorted({day.isoformat() for day in _rows(state, data_dir)["known"]}, reverse=True)
    asked = {state.as_of} if state.as_of >= known[-1] else set()
    return ["", *sorted(asked | set(known[1:]), reverse=True)]


def horizons(state: State, data_dir: Path) -> list[int]:
    """Last years a forecast may have: from the year after the newest figure on."""
    day = state.as_of or newest(data_dir).day.isoformat()
    rows = _rows(state, data_dir)
    last = rows.loc[rows["known"].map(str) <= day, "period"].max()
    first = max(int(last) + 1, int(day[:4]))
    return list(range(first, first + AHEAD + 1))


def goals(state: State, data_dir: Path) -> list[str]:
    """Targets on the indicator as decided by the day, those in force and the latest first; none may be chosen."""
    asked = [t for t in opened(state, data_dir).targets if t.indicator.id == state.indicator and t.asked]
    return [t.id for t in sorted(asked, key=lambda t: (t.standing != "in_force", -t.by, t.value))] + [""]


def scenarios(state: State, data_dir: Path) -> list[str]:
    """Scenarios of the share on the office's measure: those whose numbers the table holds."""
    if state.indicator != share.INDICATOR or not state.measure.startswith(share.BASE + "|"):
        return [""]
    study = opened(state, data_dir)
    if level(study) is None:
        return [""]
    return ["", *(["downturn"] if falls(study.known, study.place) else []), "digitisation"]


ORDER: dict[str, Callable[[State, Path], list]] = {  # each choice depends on those before it alone
    "border": lambda state, data_dir: [provinces.NEW, provinces.OLD],
    "province": places,
    "indicator": subjects,
    "measure": measures,
    "as_of": days,
    "horizon": horizons,
    "target": goals,
    "scenario": scenarios,
}


def settle(state: State, data_dir: Path) -> tuple[State, dict[str, list]]:
    """A state whose every choice has data, and what may be chosen: one that is not offered gives way to the first.

    A horizon gives way to the nearest year offered, a unit that has ended to the one it became part of. Of a place
    without figures nothing further is offered, and the other choices stay as they are.
    """
    offered = {}
    for name, options in ORDER.items():
        offered[name] = options(state, data_dir)
        now = getattr(state, name)
        if now not in offered[name]:
            state = replace(state, **{name: _instead(name, now, offered[name], data_dir)})
        if name == "province" and held(state, data_dir).empty:
            return state, offered | {later: [] for later in ORDER if later not in offered}
    return state, offered


def twin(indicator: str) -> str:
    """What a province's GRDP is of the nation, its GDP, and the other way round."""
    return indicator.replace("grdp_", "gdp_") if indicator.startswith("grdp_") else indicator.replace("gdp_", "grdp_")


def _instead(name: str, asked, offered: list, data_dir: Path):
    """What is chosen where what was asked for is not offered."""
    if name == "horizon":
        return min(offered, key=lambda year: abs(year - asked))
    if name == "indicator":
        return twin(asked) if twin(asked) in offered else offered[0]
    ended = provinces.load(data_dir).get((asked, provinces.OLD)) if name == "province" else None
    return ended.successor if ended is not None and ended.successor in offered else offered[0]
