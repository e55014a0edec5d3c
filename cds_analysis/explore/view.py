"""What an explorer shows of one state of its choices: figures, forecast, verdict, scenario.

What cannot be shown is a refusal with its reason, never an error.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from ..data import observations
from ..data.targets import Target
from ..errors import CdsError, ModelError
from ..findings.scenarios import falls
from ..forecasting import single
from ..forecasting.distribution import Forecast
from ..judging import growth_rates, track_record
from ..judging.verdict import Verdict
from ..said import said
from ..series import outlook, ranks, share
from ..shown import InOneLine
from ..study.study import Study
from ..words.telling import tell
from . import choices
from . import scenarios as what_if

POINT = 1.0  # of the scenario of digitisation: percentage points a year
LEAST = 5  # figures for single.Drift


@dataclass(frozen=True)
class Refusal:
    """Why something is not shown: a reason with its values, and what the library said."""

    reason: str
    values: dict = field(default_factory=dict)
    detail: str = ""
    lang: str = "vi"  # in which a cell shows it

    def text(self, lang: str) -> str:
        """The reason, and below it what the library found and what to do."""
        told = tell("explorer.refused", lang, {}, self.reason, self.values)[0]
        return told + (f"\n\n> {said(self.detail, lang)}" if self.detail else "")

    def _repr_markdown_(self) -> str:
        return self.text(self.lang)


@dataclass(frozen=True)
class Shown(InOneLine):
    """What a state shows: the series, and where there is one the forecast, the verdict and the scenario's path.

    `path` holds lowest and highest value by year; without a forecast `refusal` says why.
    """

    state: choices.State
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
        about = {"shown": self, "units": self.study.known.units}
        out = tell("explorer.newest", lang, about)
        if self.forecast is None:
            out.append(self.refusal.text(lang))
        else:
            out += tell("explorer.forecast", lang, about, self.forecast.table.iloc[-1])
        further = [name for name in ("verdict", "path") if getattr(self, name)]
        return out + [line for name in further for line in tell(f"explorer.{name}", lang, about)]

    def code(self, data_dir: str) -> str:
        """The lines of Python that give what is shown, for a notebook of one's own."""
        state, study, goal = self.state, self.study, self.target
        given = {"border": study.place.border, "as_of": study.as_of.isoformat(), "horizon": study.horizon}
        given |= {"lang": study.lang} | ({"data_dir": data_dir} if data_dir != "data" else {})
        way = {name: of for name, of in zip(choices.WAY, state.measure.split("|"), strict=True) if of != "0"}
        way |= {"field": int(way["field"])} if "field" in way else {}
        lines = [
            "from cds_analysis import open_study",
            "from cds_analysis.explore import scenarios, view",
            "",
            f"study = open_study({_call(study.place.slug, given)})",
            f"series = study.series({_call(state.indicator, way)})",
            f"target = study.goals[{_text(goal.id)}]" if goal else "target = None",
            "forecast = view.forecast_of(study, series, target)  # or why there is none",
        ]
        if goal:
            later = f"open_study({_call(study.place.slug, given | {'horizon': goal.by})})"
            lines.append(f"verdict = {'study' if goal.by <= study.horizon else later}.judge(target)")
        if self.path:
            lines.append(
                f"path = scenarios.{state.scenario}(study, {', '.join(map(str, assumed(state, study)))}, study.horizon)"
            )
        return "\n".join(lines)

    def data(self) -> pd.DataFrame:
        """The figures, then the forecast by year."""
        figures = self.series.table[["value", "status", "vintage", "source"]]
        return pd.concat([figures, *([] if self.forecast is None else [self.forecast.table])]).rename_axis("year")

    def waiting(self, data_dir: Path) -> tuple[list, int]:
        """The former units of a merged one that hold indicators it has no figure of yet, and how many such figures."""
        if not self.study.place.merged:
            return [], 0
        new = set(choices.held(self.state, data_dir)["indicator"])
        rows = {part: choices.about(data_dir, part) for part in self.study.known.parts_of(self.study.place)}
        rows = {part: table[~table["indicator"].isin(new)] for part, table in rows.items()}
        return [part for part, table in rows.items() if len(table)], sum(map(len, rows.values()))

    @property
    def tested(self) -> dict:
        """How often intervals of the method held the outcome on the past, as `track_record.tested` gives it."""
        return track_record.tested(self.study.known, self.state.indicator)


def show(state: choices.State, data_dir: Path, lang: str = "vi") -> Shown:
    """What a settled state shows."""
    study = choices.opened(state, data_dir, lang)
    if choices.held(state, data_dir).empty:
        old = [p for p in study.known.parts_of(study.place) if len(choices.about(data_dir, p))]
        return Shown(state, study, None, refusal=Refusal("no_figures", {"place": study.place, "old": old}))
    way = dict(zip(choices.WAY, state.measure.split("|"), strict=True))
    try:
        series = study.series(state.indicator, **(way | {"field": int(way["field"])}))
    except CdsError as error:
        return Shown(state, study, None, refusal=Refusal("error", detail=str(error)))
    target, judged = study.goals.get(state.target), study
    if target is not None and target.by > state.horizon:  # the chart may end before the target's year
        judged = choices.opened(replace(state, horizon=target.by), data_dir, lang)
    verdict = judged.judge(target) if target else None
    path = getattr(what_if, state.scenario)(study, *assumed(state, study), study.horizon) if state.scenario else None
    found = forecast_of(study, series, target)
    ahead = {"refusal": found} if isinstance(found, Refusal) else {"forecast": found}
    return Shown(state, study, series, target=target, verdict=verdict, path=path, **ahead)


def assumed(state: choices.State, study: Study) -> tuple:
    """What the scenario of a state assumes: the largest fall on record, which stays, or the points gained a year."""
    if state.scenario == "digitisation":
        return (POINT,)
    return max(f["fall"] for f in falls(study.known, study.place)), 0


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # in double quotes, as code is written here


def _call(first: str, named: dict) -> str:
    """What stands in the brackets of a call."""
    return ", ".join([_text(first), *(f"{n}={_text(v) if isinstance(v, str) else v}" for n, v in named.items())])


def forecast_of(study: Study, series: observations.Series, target: Target | None = None) -> Forecast | Refusal:
    """The forecast behind the verdicts on a series, or why there is none."""
    about, values = series.indicator, series.values
    if about.id == share.INDICATOR:
        if series.measure != share.BASE:
            return Refusal("other_measure")
        return study.share.forecast or Refusal("share", detail=study.share.refusal)
    if about.kind == "count":
        return Refusal("count")
    if about.kind == "rank":
        field = int(series.table["field"].iloc[-1])
        return ranks.of_rank(study.known, about.id, study.place, study.horizon, field) or Refusal("rank")
    if about.kind == "growth":
        return _rates(study, series, target)
    if len(values) < LEAST:
        return Refusal("too_short", {"n": len(values), "needed": LEAST})
    try:
        return single.Drift(about.lower, about.upper).fit(values).forecast(study.horizon - int(values.index[-1]))
    except ModelError as error:
        return Refusal("error", detail=str(error))


def _rates(study: Study, series: observations.Series, target: Target | None) -> Forecast | Refusal:
    """The forecast of a growth rate: the one its targets are judged by where there is one."""
    about = series.indicator.id
    if about == growth_rates.PRODUCTIVITY:
        found = study.productivity_forecast
    elif about not in growth_rates.GROWTHS:
        found = None
    elif target is None:
        asked = study.known, study.place, outlook.GRDP
        found = outlook.forecast(*asked, *outlook.rates(*asked), study.horizon)
    else:
        growth = growth_rates.growth_behind(study, target)
        found = growth_rates.rate_forecast(study, growth.rates, growth.errors, growth.usual)
    return found or Refusal("rates")


def ask(question: Callable, *given, lang: str = "vi", **choices):
    """What a question of the library gives, or its refusal to be read: for a lesson, not for a result."""
    try:
        return question(*given, **choices)
    except CdsError as error:
        return Refusal("error", detail=str(error), lang=lang)
