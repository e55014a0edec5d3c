"""Sliders and lists over `choices`, `view` and `scenarios`: a thin layer, which alone knows ipywidgets.

Every surface is a box with `controls` by name and an HTML widget `view`, whose text is replaced at each change.
"""

import traceback
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from html import escape

import ipywidgets as ipy
import mistune

from ..charts import explorer as figures
from ..data import indicators, own_folder, provinces
from ..errors import CdsError
from ..study.study import Study
from ..words.spelling import cap, day, lexicon, number, typed, word
from ..words.telling import tell
from . import choices, own_series, scenarios, view

WIDE = {"layout": ipy.Layout(width="min(100%, 46em)"), "style": {"description_width": "11em"}}


class Surface(ipy.VBox):
    """Controls above what they show; `controls` holds them by name, `view` the HTML shown."""

    def __init__(self, controls: dict[str, ipy.Widget], lang: str = "vi"):
        self.controls, self.view, self.lang = controls, ipy.HTML(), lang
        super().__init__([*controls.values(), self.view])

    def show(self, make: Callable[[], str]) -> None:
        """Show what is made, or the error on the way: one of ours as its text, any other with its traceback."""
        try:
            self.view.value = make()
        except CdsError as error:
            self.view.value = _markdown(view.Refusal("error", detail=str(error)).text(self.lang))
        except Exception:
            self.view.value = f"<pre>{escape(traceback.format_exc())}</pre>"
            raise


def _markdown(text: str) -> str:
    return str(mistune.html(text))


def _shown(lines: list[str], *charts) -> str:
    return "".join(c._repr_html_() for c in charts if c is not None) + "".join(_markdown(line) for line in lines)


def _labels(name: str, values: list, state: choices.State, data_dir, lang: str) -> list[tuple[str, object]]:
    """What a list shows for its values, in a reader's words."""
    if name == "province":
        register = provinces.load(data_dir)
        found = [register.get((v, state.border)) or register[v, provinces.NEW] for v in values]
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
    return list(zip(_told_apart(shown), values, strict=True))


def _told_apart(shown: list[str]) -> list[str]:
    """Equal labels get a number, since a list may not hold one twice."""
    again = [shown[:at].count(text) for at, text in enumerate(shown)]
    return [f"{text} ({n + 1})" if n else text for text, n in zip(shown, again, strict=True)]


def explorer(lang: str = "vi", data_dir: str = "data", **chosen) -> Surface:
    """The explorer: border, place, indicator, measure, day, horizon, target, scenario; chart and verdict at once.

    Args:
        chosen: Where to begin, by the names of `explore.State`; what has no data gives way to what has.
    """
    folder = own_folder.opened(data_dir)
    kinds = {"horizon": partial(ipy.SelectionSlider, continuous_update=False)}
    controls = {
        name: kinds.get(name, ipy.Dropdown)(options=[("", 0)], description=word("choice", name, lang), **WIDE)
        for name in choices.ORDER
    }
    surface, held = Surface(controls, lang), {"busy": False, "state": choices.State(**chosen)}

    def turn(asked: choices.State) -> None:
        held["busy"] = True
        try:
            surface.show(lambda: made(asked))
        finally:
            held["busy"] = False

    def made(asked: choices.State) -> str:
        state, offered = choices.settle(asked, folder)
        before = {name: {value: label for label, value in c.options} for name, c in controls.items()}
        for name, control in controls.items():
            _offer(control, getattr(state, name), _labels(name, offered[name], state, folder, lang))
        held["state"] = state
        remarks = tell("explorer.gave_way", lang, {}, _gave_way(asked, state, before, controls))
        shown = view.show(state, folder, lang)
        chart = figures.explored(shown, lang) if shown.series is not None else None
        return (_markdown(" ".join(remarks)) if remarks else "") + _shown(shown.said(lang), chart)

    def moved(_) -> None:
        if not held["busy"]:
            open_now = {name: control.value for name, control in controls.items() if not control.disabled}
            turn(replace(held["state"], **open_now))

    for control in controls.values():
        control.observe(moved, "value")
    turn(held["state"])
    return surface


def _offer(control: ipy.Widget, value, options: list[tuple[str, object]]) -> None:
    """Let a list offer these; one with nothing to choose is locked."""
    control.disabled = len(options) < 2
    if not options:
        return
    if tuple(control.options) != tuple(options):
        control.options = options
    control.value = value


def _gave_way(asked: choices.State, state: choices.State, before: dict, controls: dict) -> list[tuple[str, str, str]]:
    """Choices that were made and could not be kept: name, what was asked, what is shown.

    Another indicator has other measures and targets, which needs no remark.
    """
    same = asked.indicator == state.indicator
    names = ["province", "indicator", "as_of", "horizon", "scenario", *(["measure", "target"] if same else [])]
    changed = [n for n in names if getattr(asked, n) not in (getattr(state, n), "", choices.ANY)]
    return [(n, str(before[n].get(getattr(asked, n), getattr(asked, n))), controls[n].label) for n in changed]


def _sliders(sliders: dict[str, ipy.Widget], make: Callable[..., str], lang: str) -> Surface:
    surface = Surface(sliders, lang)

    def moved(_=None) -> None:
        surface.show(lambda: make(**{name: slider.value for name, slider in sliders.items()}))

    for slider in sliders.values():
        slider.observe(moved, "value")
    moved()
    return surface


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


def _nothing(text: str) -> Surface:
    surface = Surface({})
    surface.view.value = _markdown(text)
    return surface


def _of_share(name: str, study: Study, lang: str, sliders: Callable[[scenarios.Start], dict]) -> Surface:
    """A scenario of the share, by its name in `scenarios` and in the words: its sliders, and one for the last year."""
    begin = scenarios.start(study)
    if begin.level is None:
        return _nothing(*tell("scenarios.no_level", lang, study.record))

    def show(**given) -> str:
        path = getattr(scenarios, name)(begin, **given)
        about = {"begin": begin, "path": path, "units": study.known.units, **given}
        lead, ends = tell(f"what_if.{name}", lang, about), scenarios.reached(begin, path)
        said = list(dict.fromkeys(lead + tell("what_if.leads", lang, about, ends)))
        marks = [(goal.by, goal.value) for goal, _ in ends]
        return _shown(
            said, figures.scenario(path, marks, word("what_if", name, lang), " ".join(said).replace("**", ""), lang)
        )

    first = begin.level["year"]
    until = _years(word("slider", "until", lang), study.horizon, first + 1, first + 15)
    return _sliders(sliders(begin) | {"until": until}, show, lang)


def downturn(study: Study, lang: str = "vi") -> Surface:
    """A fall of the core, as in 2022-23 to begin with, and how long it takes to come back."""

    def sliders(begin: scenarios.Start) -> dict:
        seen = max((f["fall"] for f in begin.falls), default=10.0)
        recovery = _years(word("slider", "recovery", lang), 0, 0, 10)
        return {"fall": _slider("fall", lang, seen, 0, 50, 0.1), "recovery": recovery}

    return _of_share("downturn", study, lang, sliders)


def digitisation(study: Study, lang: str = "vi") -> Surface:
    """More of what is not core becomes digital each year."""
    return _of_share("digitisation", study, lang, lambda _: {"points": _slider("points", lang, 1.0, -2, 5, 0.1)})


def pace(study: Study, lang: str = "vi") -> Surface:
    """Fixed growth of digital value added and of GRDP."""

    def sliders(begin: scenarios.Start) -> dict:
        grdp = round(begin.growth, 1) if begin.growth is not None else 8.0
        digital = _slider("digital", lang, grdp, -10, 30, 0.5)
        return {"digital": digital, "grdp": _slider("grdp", lang, grdp, -5, 15, 0.1)}

    return _of_share("pace", study, lang, sliders)


def firms(study: Study, lang: str = "vi") -> Surface:
    """Net births a month, from the day of the study on, against the open targets on a count."""
    found = scenarios.births(study)
    if not found:
        return _nothing(*tell("what_if.no_firms", lang, {}))
    verdict = found[0]
    goal, need = verdict.target, verdict.births.now or verdict.births.a_month

    def show(a_month: float) -> str:
        path = scenarios.firms(verdict.births, a_month, study.as_of, goal.by)
        about, reached = {"path": path, "units": study.known.units}, bool(goal.holds(path[goal.by][0]))
        said = tell("what_if.firms", lang, about, verdict, a_month, study.as_of, reached)
        marks = [(v.target.by, v.target.value) for v in found if v.target.indicator == goal.indicator]
        return _shown(said, figures.scenario(path, marks, goal.name(lang), " ".join(said).replace("**", ""), lang))

    slider = _slider("a_month", lang, round(need), 0, max(round(2 * need), 10), 1)
    return _sliders({"a_month": slider}, show, lang)


def own_data(lang: str = "vi") -> Surface:
    """A reader's own CSV or Excel file: checked, its faults shown by cell, each series forecast, a target judged."""
    names = {name: word("own_file", name, lang) for name in lexicon()["own_file"]}
    senses = [(cap(word("comparator", sign, lang)), sign == "<=") for sign in (">=", "<=")]
    controls = {
        "file": ipy.FileUpload(accept=".csv,.xlsx,.xlsm", multiple=False, description=names["file"]),
        "share": ipy.Checkbox(value=False, description=names["share"], indent=False),
        "series": ipy.Dropdown(options=[], description=names["series"], disabled=True, **WIDE),
        "horizon": _years(names["horizon"], 5, 1, 15),
        "at_most": ipy.Dropdown(options=senses, description=names["at_most"], **WIDE),
        "goal": ipy.Text(description=names["goal"], placeholder=names["example"], continuous_update=False, **WIDE),
        "by": ipy.Dropdown(options=[], description=names["by"], disabled=True, **WIDE),
    }
    surface, held = Surface(controls, lang), {"busy": False}
    of = {name: control for name, control in controls.items() if name != "file"}

    def again(change) -> None:
        """The file came, or what is forecast of it changed."""
        if not controls["file"].value:
            return
        file = controls["file"].value[0]
        content, ahead = bytes(file["content"]), of["horizon"].value
        found = held["own"] = own_series.upload(file["name"], content, ahead, share=of["share"].value)
        held["busy"] = True
        before, of["series"].options = of["series"].value, found.series
        of["series"].disabled = not found.series
        of["series"].value = before if before in found.series else next(iter(found.series), None)
        held["busy"] = False
        draw()

    def draw(_=None) -> None:
        found, name = held.get("own"), of["series"].value
        if held["busy"] or found is None:
            return
        if name is None:
            of["by"].options, of["by"].disabled = [], True
            surface.view.value = _markdown(own_series.said(found, lang))
            return
        held["busy"] = True
        years = found.ahead.paths(name).years.tolist()
        before, of["by"].options, of["by"].disabled = of["by"].value, years, False
        of["by"].value = before if before in years else years[-1]
        held["busy"] = False
        surface.show(lambda: _own_html(found, name, of["goal"].value, of["by"].value, of["at_most"].value, lang))

    for name in ("file", "share", "horizon"):
        controls[name].observe(again, "value")
    for name in ("series", "at_most", "goal", "by"):
        controls[name].observe(draw, "value")
    surface.view.value = f"<p>{escape(*tell('own_series.form', lang, {}))}</p>"
    return surface


def _own_html(own: own_series.Own, series: str, goal: str, by: int, at_most: bool, lang: str) -> str:
    """What was read, one series with its forecast, and the verdict on the target typed, if any."""
    lines, mark = [own_series.said(own, lang)], None
    try:
        value = typed(goal, lang)
        if value is not None:
            verdict = own_series.judge(own, series, value, by, at_most=at_most)
            lines += tell("own_series.verdict", lang, {"units": None}, verdict)
            mark = (by, value)
    except (ValueError, CdsError):
        example = number(1234.5, lang).replace("." if lang == "vi" else ",", "")
        lines += tell("own_series.no_number", lang, {}, goal, example)
    return _shown(lines, figures.own_series(own, series, lang, mark))
