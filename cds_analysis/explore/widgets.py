"""Sliders and lists over `choices`, `view` and `scenarios`: a thin layer, which alone knows ipywidgets.

Every surface is a box with `controls` by name and an HTML widget `view`, whose text is replaced at each change.
"""

import traceback
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from html import escape

import ipywidgets as ipy
import mistune

from ..charts import explorer as figures
from ..data import indicators, own_folder, provinces
from ..data.vocabulary import KINDS
from ..errors import CdsError
from ..findings.scenarios import claims, falls
from ..study.study import Study
from ..words.spelling import cap, day, lexicon, number, typed, word
from ..words.telling import markup, tell
from . import choices, own_series, scenarios, view

WIDE = {"layout": ipy.Layout(width="min(100%, 46em)"), "style": {"description_width": "16em"}}


class Surface(ipy.VBox):
    """Controls above what they show; `controls` holds them by name, `view` the HTML shown.

    What is shown is made anew of their values when a control moves; moves made meanwhile are not followed.
    """

    def __init__(self, controls: dict[str, ipy.Widget], lang: str, make: Callable[..., str]):
        self.controls, self.view, self.lang = controls, ipy.HTML(), lang
        self._make, self._busy = make, False
        super().__init__([*controls.values(), self.view])
        for control in controls.values():
            control.observe(self._moved, "value")
        self._moved()

    def _moved(self, _=None) -> None:
        """Show what is made, or the error on the way: one of ours as its text, any other with its traceback."""
        if self._busy:
            return
        self._busy = True
        try:
            self.view.value = self._make(**{name: control.value for name, control in self.controls.items()})
        except CdsError as error:
            self.view.value = _markdown(view.Refusal("error", detail=str(error)).text(self.lang))
        except Exception:
            self.view.value = f"<pre>{escape(traceback.format_exc())}</pre>"
            raise
        finally:
            self._busy = False


def _markdown(text: str) -> str:
    return str(mistune.html(text))


def _shown(lines: list[str], *charts) -> str:
    return "".join(c._repr_html_() for c in charts if c is not None) + "".join(_markdown(line) for line in lines)


def _taken(shown: view.Shown, data_dir: str, lang: str) -> str:
    """The figures and the forecast as a file, and the code that gives them."""
    form = {"sep": ";", "decimal": ","} if lang == "vi" else {}  # as Excel of that language reads it
    data = b64encode(shown.data().to_csv(**form).encode("utf-8-sig")).decode()
    name, labels = (
        f"{shown.study.place.slug}-{shown.state.indicator}.csv",
        (word("taken", n, lang) for n in ("data", "code")),
    )
    return str(markup("taken", name, data, shown.code(data_dir), *labels))


def _labels(name: str, values: list, state: choices.State, data_dir, lang: str) -> list[tuple[str, object]]:
    """What a list shows for its values, in a reader's words."""
    if name == "province":
        found = [choices.place_of(replace(state, province=v), data_dir) for v in values]
        none = f" ({word('offered', 'no_figures', lang)})"
        shown = [p.name(lang) + none * (not len(choices.about(data_dir, p))) for p in found]
    elif name == "indicator":
        nation = state.province == provinces.NATION
        shown = [indicators.get(v, data_dir).name(lang) for v in values]
        shown = [text.replace("GRDP", "GDP") if nation else text for text in shown]
    elif name == "measure":
        about = {"measures": indicators.measures(data_dir)}
        shown = [tell("explorer.measure", lang, about, v)[0] for v in values]
    elif name == "target":
        goals, about = choices.opened(state, data_dir, lang).goals, {"units": indicators.units(data_dir)}
        none = word("offered", "no_target", lang)
        shown = [tell("explorer.goal", lang, about, goals[v])[0] if v else none for v in values]
    elif name == "as_of":
        shown = [day(v, lang) if v else word("offered", "newest", lang) for v in values]
    else:
        group = {"border": "offered", "scenario": "scenario"}.get(name)
        shown = [word(group, v, lang) if group else str(v) for v in values]
    again = [shown[:at].count(text) for at, text in enumerate(shown)]  # a list may not hold a label twice
    apart = [f"{text} ({n + 1})" if n else text for text, n in zip(shown, again, strict=True)]
    return list(zip(apart, values, strict=True))


def explorer(lang: str = "vi", data_dir: str = "data", **chosen) -> Surface:
    """The explorer: border, place, indicator, measure, day, horizon, target, scenario; chart and verdict at once.

    Args:
        chosen: Where to begin, by the names of `explore.State`; what has no data gives way to what has.
    """
    folder, names = own_folder.opened(data_dir), indicators.load(own_folder.opened(data_dir))
    kinds = {"horizon": partial(ipy.SelectionSlider, continuous_update=False)}
    empty = {"options": [("", 0)], "disabled": True}  # until a list offers something, the state alone counts
    controls = {
        name: kinds.get(name, ipy.Dropdown)(description=word("choice", name, lang), **empty, **WIDE)
        for name in choices.ORDER
    }
    state = choices.State(**chosen)
    wish = state.indicator  # kept where a place lacks it, for the next one that has it

    def made(**values) -> str:
        nonlocal state, wish
        asked = replace(state, **{name: v for name, v in values.items() if not controls[name].disabled})
        wish = asked.indicator if asked.indicator != state.indicator else wish
        asked = replace(asked, indicator=wish)
        before = {name: c.label if c.value == getattr(asked, name) else "" for name, c in controls.items()}
        was, (state, offered) = state.indicator, choices.settle(asked, folder)
        for name, control in controls.items():
            options = tuple(_labels(name, offered[name], state, folder, lang))
            control.disabled = len(options) < 2  # nothing to choose
            if options and tuple(control.options) != options:
                control.options = options
            if options:
                control.value = getattr(state, name)
        same = was == wish == state.indicator  # another one has other measures and targets: that needs no remark
        told = ["province", "indicator", "as_of", "horizon", "scenario", *(["measure", "target"] if same else [])]
        kept = {"", choices.ANY, choices.twin(state.indicator)}
        lost = [n for n in told if getattr(asked, n) not in kept | {getattr(state, n)}]
        before["indicator"] = names[wish].name(lang) if wish in names else wish
        gave_way = [(n, before[n] or str(getattr(asked, n)), controls[n].label) for n in lost]
        remarks = tell("explorer.gave_way", lang, {}, gave_way)
        shown = view.show(state, folder, lang)
        if shown.series is None:
            return _shown([*remarks, *shown.said(lang)])
        remarks += tell("explorer.waiting", lang, {}, *shown.waiting(folder))
        return _shown(remarks) + _shown(shown.said(lang), figures.explored(shown, lang)) + _taken(shown, data_dir, lang)

    return Surface(controls, lang, made)


def _slider(name: str, lang: str, value: float, low: float, high: float, step: float) -> ipy.SelectionSlider:
    """A slider that writes its value as a sentence does, which one of ipywidgets' numbers cannot."""
    steps = [round(low + n * step, 6) for n in range(round((high - low) / step) + 1)]
    return ipy.SelectionSlider(
        options=[(number(v, lang, 1), v) for v in steps],
        value=min(steps, key=lambda v: abs(v - value)),
        description=word("slider", name, lang),
        continuous_update=False,
        **WIDE,
    )


def _years(label: str, value: int, low: int, high: int) -> ipy.IntSlider:
    return ipy.IntSlider(value, min=low, max=high, description=label, continuous_update=False, **WIDE)


def _of_share(name: str, study: Study, lang: str, **sliders: ipy.Widget) -> Surface:
    """A scenario of the share, by its name in `scenarios` and in the words: its sliders, and one for the last year."""
    begin = claims(study)
    if begin["level"] is None:
        return Surface({}, lang, lambda: _shown(tell("scenarios.no_level", lang, study.record)))

    def show(**given) -> str:
        path = getattr(scenarios, name)(study, **given)
        about = {"begin": begin, "path": path, "units": study.known.units, **given}
        lead, ends = tell(f"what_if.{name}", lang, about), scenarios.reached(study, path)
        said = list(dict.fromkeys(lead + tell("what_if.leads", lang, about, ends)))
        marks = [(goal.by, goal.value) for goal, _ in ends]
        return _shown(said, figures.scenario(path, marks, word("what_if", name, lang), said, lang))

    first = begin["level"]["year"]
    until = _years(word("slider", "until", lang), study.horizon, first + 1, first + 15)
    return Surface(sliders | {"until": until}, lang, show)


def downturn(study: Study, lang: str = "vi") -> Surface:
    """A fall of the core, as in 2022-23 to begin with, and how long it takes to come back."""
    seen = max((f["fall"] for f in falls(study.known, study.place)), default=10.0)
    fall = _slider("fall", lang, seen, 0, 50, 0.1)
    recovery = _years(word("slider", "recovery", lang), 0, 0, 10)
    return _of_share("downturn", study, lang, fall=fall, recovery=recovery)


def digitisation(study: Study, lang: str = "vi") -> Surface:
    """More of what is not core becomes digital each year."""
    return _of_share("digitisation", study, lang, points=_slider("points", lang, 1.0, -2, 5, 0.1))


def pace(study: Study, lang: str = "vi") -> Surface:
    """Fixed growth of digital value added and of GRDP."""
    past = (claims(study)["growth"] or {}).get("past")
    grdp = round(past["growth"], 1) if past else 8.0
    digital = _slider("digital", lang, grdp, -10, 30, 0.5)
    return _of_share("pace", study, lang, digital=digital, grdp=_slider("grdp", lang, grdp, -5, 15, 0.1))


def firms(study: Study, lang: str = "vi") -> Surface:
    """Net births a month, from the day of the study on, against the open targets on a count."""
    found = scenarios.births(study)
    if not found:
        return Surface({}, lang, lambda: _shown(tell("what_if.no_firms", lang, {})))
    verdict = found[0]
    goal, need = verdict.target, verdict.births["now"] or verdict.births["a_month"]

    def show(a_month: float) -> str:
        path = scenarios.firms(verdict.births["count"], a_month, study.as_of, goal.by)
        about, reached = {"path": path, "units": study.known.units}, bool(goal.holds(path[goal.by][0]))
        said = tell("what_if.firms", lang, about, verdict, a_month, study.as_of, reached)
        marks = [(v.target.by, v.target.value) for v in found if v.target.indicator == goal.indicator]
        return _shown(said, figures.scenario(path, marks, goal.name(lang), said, lang))

    slider = _slider("a_month", lang, round(need), 0, max(round(2 * need), 10), 1)
    return Surface({"a_month": slider}, lang, show)


def own_data(lang: str = "vi") -> Surface:
    """A reader's own CSV or Excel file: checked, its faults shown by cell, each series forecast, a target judged."""
    names = {name: word("own_file", name, lang) for name in lexicon()["own_file"]}
    kinds = [(cap(word("own_kind", kind, lang)), kind) for kind in ("", *KINDS)]
    senses = [(cap(word("comparator", sign, lang)), sign == "<=") for sign in (">=", "<=")]
    controls = {
        "file": ipy.FileUpload(accept=".csv,.xlsx,.xlsm", multiple=False, description=names["file"]),
        "kind": ipy.Dropdown(options=kinds, description=names["kind"], **WIDE),
        "series": ipy.Dropdown(options=[], description=names["series"], disabled=True, **WIDE),
        "horizon": _years(names["horizon"], 5, 1, 15),
        "at_most": ipy.Dropdown(options=senses, description=names["at_most"], **WIDE),
        "goal": ipy.Text(description=names["goal"], placeholder=names["example"], continuous_update=False, **WIDE),
        "by": ipy.Dropdown(options=[], description=names["by"], disabled=True, **WIDE),
    }

    def made(file, kind, horizon, at_most, goal, **_) -> str:
        """What was read, one series with its forecast, and the verdict on the target typed, if any."""
        if not file:
            return f"<p>{escape(*tell('own_series.form', lang, {}))}</p>"
        own = own_series.upload(file[0]["name"], bytes(file[0]["content"]), horizon, kind=kind)
        series = _refilled(controls["series"], own.series, min(own.series, default=None))
        years = own.ahead.paths(series).years.tolist() if series else []
        year = _refilled(controls["by"], years, max(years, default=None))
        lines, mark = [own_series.said(own, lang)], None
        if series is None:
            return _shown(lines)
        try:
            value = typed(goal, lang)
            if value is not None:
                verdict = own_series.judge(own, series, value, year, at_most=at_most)
                lines += tell("own_series.verdict", lang, {"units": None}, verdict)
                mark = (year, value)
        except (ValueError, CdsError):
            example = number(1234.5, lang).replace("." if lang == "vi" else ",", "")
            lines += tell("own_series.no_number", lang, {}, goal, example)
        return _shown(lines, figures.own_series(own, series, lang, mark))

    return Surface(controls, lang, made)


def _refilled(control: ipy.Dropdown, options: list, otherwise):
    """A list with other options, and what it then holds: what was chosen where that is still offered."""
    before, control.options, control.disabled = control.value, options, not options
    control.value = before if before in options else otherwise
    return control.value
