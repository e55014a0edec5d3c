"""What an explorer offers and shows: choices that have data, and for one state of them figures, forecast, verdict.

Pure functions of a state and the data, for a notebook or any other surface; nothing that has no data is offered, and
what cannot be shown is a refusal with its reason, never an error.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import pandas as pd

from ..data import indicators, observations, provinces
from ..data.targets import Target
from ..errors import CdsError, ModelError
from ..findings.scenarios import falls, level
from ..forecasting import single
from ..forecasting.distribution import Forecast
from ..judging import scorecard, track_record
from ..judging.progress import Verdict
from ..series import ranks, share
from ..study.study import Study, open_study
from ..words.telling import tell
from . import scenarios as what_if

WAY = ["measure", "price_basis", "level", "field"]
AHEAD = 10  # years beyond the last figure that may be asked for
POINT = 1.0  # of the scenario of digitisation: percentage points a year
LEAST = {"drift": 5, "mean rate": 4}
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


@dataclass(frozen=True)
class Refusal:
    """Why something is not shown: a reason with its values, and what the library said."""

    reason: str
    values: dict
    detail: str = ""
    lang: str = "vi"  # in which a cell shows it

    def text(self, lang: str) -> str:
        """The reason, and below it in the library's own (English) words what was found and what to do."""
        told = tell("explorer.refused", lang, {}, self.reason, self.values)[0]
        return told + (f"\n\n> {self.detail}" if self.detail else "")

    def _repr_markdown_(self) -> str:
        return self.text(self.lang)


@dataclass(frozen=True)
class Shown:
    """What a state shows: the series, and where there is one the forecast, the verdict and the scenario's path.

    `path` holds lowest and highest value by year; without a forecast `refusal` says why.
    """

    state: State
    study: Study
    series: observations.Series | None
    forecast: Forecast | None = None
    target: Target | None = None
    verdict: Verdict | None = None
    path: dict | None = None
    refusal: Refusal | None = None

    def said(self, lang: str) -> list[str]:
        """The newest figure, the forecast or why there is none, the verdict, the scenario: a sentence each."""
        if self.series is None:
            return [self.refusal.text(lang)]
        about = {"shown": self, "units": self.study.units}
        out = tell("explorer.newest", lang, about)
        if self.forecast is None:
            out.append(self.refusal.text(lang))
        else:
            out += tell("explorer.forecast", lang, about, self.forecast.table().iloc[-1])
        out += tell("explorer.verdict", lang, about) if self.verdict is not None else []
        return out + (tell("explorer.path", lang, about) if self.path else [])

    @property
    def tested(self) -> dict:
        """How often intervals of the method held the outcome on the past, as `record.tested` gives it."""
        return track_record.tested(self.study.known, self.state.indicator)


@lru_cache(maxsize=4)
def usable(data_dir: Path) -> pd.DataFrame:
    """Every exact figure of a whole year that may be used and whose day of publication is known, with its way."""
    rows = observations.annual(observations.load(data_dir))
    rows = rows[rows["use"].eq("yes") & rows["comparator"].isin(["=", "~"]) & rows["known"].notna()]
    kinds = {i.id: i.kind for i in indicators.load(data_dir).values()}
    rows = rows[rows["indicator"].map(kinds).ne("flag")]
    ranked = rows["indicator"].map(kinds).eq("rank")
    field = rows["field"].where(ranked).fillna(0).astype(int).astype(str)
    rows = rows.assign(way=rows["measure"] + "|" + rows["price_basis"] + "|" + rows["level"] + "|" + field)
    return rows[rows["known"].map(lambda day: day.year >= 2010)]


@lru_cache(maxsize=256)  # every unit of both borders
def about(data_dir: Path, place: provinces.Place) -> pd.DataFrame:
    """The usable figures of a place on its border, as far as a view of a day may hold them."""
    rows = usable(data_dir)
    rows = rows[rows["place"] == place.slug]
    if place.unchanged:
        return rows
    rows = rows[rows["border"] == place.border]
    return rows[rows["known"] >= provinces.ANNOUNCED] if place.border == provinces.NEW else rows


def place_of(state: State, data_dir: Path) -> provinces.Place:
    """The place of a state on its border, or on the one of 2025 where its territory did not change."""
    register = provinces.load(data_dir)
    return register.get((state.province, state.border)) or provinces.find(state.province, data_dir)


def opened(state: State, data_dir: Path, lang: str = "vi") -> Study:
    """The study of a state."""
    place = place_of(state, data_dir)
    day = {"as_of": state.as_of, "horizon": state.horizon, "lang": lang, "data_dir": str(data_dir)}
    return open_study(place.slug, border=place.border, **day)


def _rows(state: State, data_dir: Path) -> pd.DataFrame:
    """The figures of a state's place, indicator and way of measuring."""
    rows = about(data_dir, place_of(state, data_dir))
    return rows[(rows["indicator"] == state.indicator) & (rows["way"] == state.measure)]


def borders(state: State, data_dir: Path) -> list[str]:
    """The borders: the one valid now first."""
    return [provinces.NEW, provinces.OLD]


def places(state: State, data_dir: Path) -> list[str]:
    """Slugs of the nation and of the units of a border, by administrative code; some have no figure."""
    return [provinces.NATION, *(p.slug for p in provinces.units(data_dir, state.border))]


def subjects(state: State, data_dir: Path) -> list[str]:
    """Indicators with a figure for the place: the headline ones, then those with the longest series."""
    years = about(data_dir, place_of(state, data_dir)).groupby("indicator")["period"].nunique()
    first = [i for i in (share.INDICATOR, "grdp_growth", "gdp_growth") if i in years.index]
    return first + [i for i in years.sort_values(ascending=False, kind="stable").index if i not in first]


def measures(state: State, data_dir: Path) -> list[str]:
    """Ways of measuring an indicator of the place: the office's measure first, then the longest series."""
    rows = about(data_dir, place_of(state, data_dir))
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
    study = opened(replace(state, horizon=_some_horizon(state, data_dir)), data_dir)
    rows = _rows(state, data_dir)
    rows = rows[rows["known"] <= study.as_of]
    first = max(int(rows["period"].max()) + 1, study.edition)
    return list(range(first, max(first, study.edition) + AHEAD + 1))


def _some_horizon(state: State, data_dir: Path) -> int:
    newest = observations.newest_day(observations.load(data_dir)).year
    return int(state.as_of[:4] or newest) + AHEAD


def goals(state: State, data_dir: Path) -> list[str]:
    """Targets on the indicator as decided by the day, those in force and the latest first; none may be chosen."""
    study = opened(state, data_dir)
    asked = [t for t in study.targets if t.indicator.id == state.indicator and "range_upper" not in t.flags]
    asked = [t for t in asked if t.standing not in ("variant", "context")]
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
    "border": borders,
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
        if name == "province" and bare(state, data_dir):
            return state, offered | {later: [] for later in ORDER if later not in offered}
    return state, offered


def _instead(name: str, asked, offered: list, data_dir: Path):
    """What is chosen where what was asked for is not offered."""
    if name == "horizon":
        return min(offered, key=lambda year: abs(year - asked))
    if name == "indicator":  # of the nation it is GDP
        twin = asked.replace("grdp_", "gdp_") if asked.startswith("grdp_") else asked.replace("gdp_", "grdp_")
        return twin if twin in offered else offered[0]
    ended = provinces.load(data_dir).get((asked, provinces.OLD)) if name == "province" else None
    return ended.successor if ended is not None and ended.successor in offered else offered[0]


def bare(state: State, data_dir: Path) -> bool:
    """Whether the place of a state has no figure on its border."""
    return not len(about(data_dir, place_of(state, data_dir)))


def show(state: State, data_dir: Path, lang: str = "vi") -> Shown:
    """What a settled state shows."""
    study = opened(state, data_dir, lang)
    if bare(state, data_dir):
        return Shown(state, study, None, refusal=_no_figures(study))
    way = dict(zip(WAY, state.measure.split("|"), strict=True))
    try:
        series = study.series(state.indicator, **(way | {"field": int(way["field"])}))
    except CdsError as error:
        return Shown(state, study, None, refusal=Refusal("error", {}, str(error)))
    target = study.goals.get(state.target)
    forecast = forecast_of(study, series, target)
    refusal = forecast if isinstance(forecast, Refusal) else None
    asked = (
        study if target is None or target.by <= state.horizon else None
    )  # the chart may end before the target's year
    asked = asked or opened(replace(state, horizon=target.by), data_dir, lang)
    return Shown(
        state,
        study,
        series,
        None if refusal else forecast,
        target,
        asked.judge(target) if target else None,
        path_of(study, state.scenario) if state.scenario else None,
        refusal,
    )


def _no_figures(study: Study) -> Refusal:
    """That a place has no figure on its border, and which of the units it was made of have some."""
    register, place = provinces.load(study.data_dir), study.place
    old = [register[slug, provinces.OLD] for slug in place.predecessors if place.border == provinces.NEW]
    old = [p for p in old if len(about(study.data_dir, p))]
    named = {lang: ", ".join(p.name(lang) for p in old) for lang in ("vi", "en")}
    values = {"place": {lang: place.full_name(lang) for lang in named}, "old": named}
    return Refusal("no_figures_but_old" if old else "no_figures", values)


def forecast_of(study: Study, series: observations.Series, target: Target | None = None) -> Forecast | Refusal:
    """The forecast behind the verdicts on a series, or why there is none."""
    about, values = series.indicator, series.values
    if about.id == share.INDICATOR:
        if series.measure != share.BASE:
            return Refusal("other_measure", {})
        return study.share.forecast or Refusal("share", {}, study.share.refusal)
    if about.kind == "count":
        return Refusal("count", {})
    if about.kind == "rank":
        found = ranks.of_rank(study.known, about.id, study.place, study.horizon)
        fits = found is not None and found.field == int(series.table["field"].iloc[-1])
        return (found.forecast if fits else None) or Refusal("rank", {})
    if about.kind == "growth":
        return _rates(study, series, target)
    if len(values) < LEAST["drift"]:
        return Refusal("too_short", {"n": len(values), "needed": LEAST["drift"]})
    try:
        return single.Drift(about.lower, about.upper).fit(values).forecast(study.horizon - int(values.index[-1]))
    except ModelError as error:
        return Refusal("error", {}, str(error))


def _rates(study: Study, series: observations.Series, target: Target | None) -> Forecast | Refusal:
    """The forecast of a growth rate: the one its targets are judged by where there is one."""
    forecast, about = None, series.indicator.id
    if about == scorecard.PRODUCTIVITY:
        return study.productivity_forecast or Refusal("few_rates", {"needed": LEAST["mean rate"]})
    if target is not None and about in ("grdp_growth", "gdp_growth"):
        growth = scorecard.growth_behind(study, target)
        forecast = scorecard.rate_forecast(study, growth.rates, growth.errors)
    values = series.values[series.values.index >= scorecard.RATES_SINCE]
    if forecast is None and len(values) >= LEAST["mean rate"]:
        forecast = single.MeanRate().fit(values).forecast(study.horizon - int(values.index[-1]))
    return forecast or Refusal("few_rates", {"needed": LEAST["mean rate"]})


def path_of(study: Study, scenario: str) -> dict[int, tuple[float, float]]:
    """Lowest and highest share by year if a scenario came true after the present level."""
    begin = what_if.start(study)
    if scenario == "downturn":
        return what_if.downturn(begin, max(f["fall"] for f in begin.falls), 0, study.horizon)
    return what_if.digitisation(begin, POINT, study.horizon)


def ask(question: Callable, *given, lang: str = "vi", **choices):
    """What a question of the library gives, or its refusal to be read: for a lesson, not for a result."""
    try:
        return question(*given, **choices)
    except CdsError as error:
        return Refusal("error", {}, str(error), lang)
