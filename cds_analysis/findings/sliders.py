"""Sliders of a brief's page: level, year and growth of GRDP, and at once the chance, the interval, the growth needed.

The page holds how many paths reach each level by each year, and every text: its script looks up what `Sliders.answer`
says, and works out the growth needed alone. On paper and in workbooks there is nothing of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from ..data import provinces
from ..data.targets import Target
from ..errors import ModelError
from ..forecasting.distribution import Forecast
from ..judging import advice
from ..judging.growth_rates import PRODUCTIVITY
from ..judging.verdict import grade
from ..series import outlook, share
from ..series.share_arithmetic import needed_growth
from ..study.finding import Finding, blocks
from ..words.spelling import about_chance, half_up, lower, percent, word
from ..words.telling import markup, tell
from .advice import start

STEPS = 10  # levels a percentage point
TAILS = [0.01, 0.99]  # levels are offered between these quantiles, and as far as targets go
FASTEST = 15.0  # growth of GRDP, percent a year
USUAL = 8.0  # where none is forecast


@dataclass(frozen=True)
class Question:
    """What is asked of an indicator: a state by a year or, of growth, its mean or its lowest from the first year on."""

    about: Target  # of nobody, it names the indicator
    basis: str
    since: int  # the first year forecast, from which growth is asked
    ahead: Forecast  # in the years that are not over
    goals: tuple[Target, ...]  # of the place that ask so by then, the last and highest at the end
    now: dict | None = None  # from where the share has to grow

    @cached_property
    def table(self) -> pd.DataFrame:
        """Median and intervals by year."""
        return self.ahead.table

    @property
    def opening(self) -> tuple[float, int]:
        """Level and year of the last and highest target, else of an even chance in the last year."""
        if self.goals:
            return float(self.goals[-1].threshold), self.goals[-1].by
        return round(float(self.table["median"].iloc[-1]) * STEPS) / STEPS, int(self.ahead.years[-1])

    @property
    def levels(self) -> list[float]:
        """What the slider offers, and from where targets count as met."""
        asked = [self.opening[0], *(float(goal.threshold) for goal in self.goals)]
        ends = [*np.quantile(self.ahead.paths, TAILS, axis=0).ravel(), *asked]
        whole = np.arange(np.floor(min(ends) * STEPS), np.ceil(max(ends) * STEPS) + 1) / STEPS
        return sorted({*(v for v in whole.tolist() if not self.now or 0 < v < 100), *asked})

    def left(self, year: int) -> int:
        """Years in which the share has to grow; none of growth."""
        return year - self.now["year"] if self.now else 0


def questions(study) -> list[Question]:
    """Those about the headlines of a place that have a forecast; of every year only where a target asks so."""
    found, product = [], "gdp_growth" if study.place.slug == provinces.NATION else outlook.GRDP
    for name in (share.INDICATOR, PRODUCTIVITY, product):
        about = advice.question(study, study.known.indicator(name), study.horizon)
        try:
            rates, _ = advice.coming(study, about)
        except ModelError:
            continue
        first, now = int(rates.years[0]), None
        forms = {"average": advice.averaged(rates)}
        forms["each_year"] = Forecast(rates.years, np.minimum.accumulate(rates.paths, axis=1))
        if name == share.INDICATOR:
            forms, now = {"by_year": rates}, start(study, first, float(rates.median[first]))
        coming = rates.years >= study.as_of.year
        floors = [t for t in study.headline(name) if t.sense == "floor" and t.by in rates.years[coming]]
        for basis, drawn in forms.items():
            ahead = Forecast(drawn.years[coming], drawn.paths[:, coming])
            goals = [t for t in floors if t.basis == basis and (now or t.since == first)]
            if goals or basis != "each_year":
                goals = sorted(goals, key=lambda t: (t.by, t.threshold))
                found.append(Question(about, basis, first, ahead, tuple(goals), now))
    return found


def filled(p: float) -> int:
    """How many of 50 dots a probability fills, by the rules of `spelling.chance`; at the ends neither none nor all."""
    shown = int(half_up(50 * p, 0))
    if p < 0.1 or p > 0.9:
        return min(max(shown, 1), 4) if p < 0.5 else min(max(shown, 46), 49)
    return min(shown, 16) if p <= 1 / 3 else max(shown, 34) if p >= 2 / 3 else shown


def turns(told: Callable, first: int, last: int) -> list[int]:
    """After the first, the whole numbers at which what is told of them changes, which never turns back."""
    if told(first) == told(last):
        return []
    middle = (first + last) // 2
    return [last] if middle == first else turns(told, first, middle) + turns(told, middle, last)


class Sliders(Finding):
    """The questions with what they open with; results.json keeps that as `sliders`."""

    def __init__(self, study):
        self.questions = questions(study)
        of_product = (q for q in self.questions if q.about.indicator.id != PRODUCTIVITY and q.basis == "average")
        growth = next((q.opening[0] for q in of_product), USUAL)
        self.grdp = round(min(max(growth, 0.0), FASTEST), 1)
        super().__init__(study, sliders=[self.claims(q, *q.opening, self.grdp) for q in self.questions])

    @cached_property
    def records(self) -> dict:
        """What is told of the place, without keys: no text of the sliders is marked."""
        return self.study.record | {"units": self.study.known.units}

    def claims(self, asked: Question, level: float, year: int, grdp: float) -> dict:
        """What a setting gives: chance, 80 % interval and, of the share, the growth of digital value added it takes."""
        chance, left = float(np.mean(asked.ahead.in_year(year) >= level)), asked.left(year)
        told = {"indicator": asked.about.indicator.id, "basis": asked.basis, "level": level, "year": year, "grdp": grdp}
        growth = needed_growth(asked.now["value"], level, left, grdp) if left else None
        return told | {"probability": chance, "growth": growth} | asked.table.loc[year].to_dict()

    def answer(self, asked: Question, level: float, year: int, grdp: float) -> str:
        """The same in words, as the page has it."""
        found, lang = self.claims(asked, level, year, grdp), self.study.lang
        told = dict(zip(("chance", "verdict", "dots"), self._chance(found["probability"])[1:], strict=True))
        told |= {"level": self._level(asked, level), "takes": "", **self._year(asked, year)}
        if (growth := found["growth"]) is not None:
            shown = percent(abs(growth), lang, 1)
            way = int(np.sign(growth)) if shown != percent(0, lang, 1) else 0
            told["takes"] = self._takes(asked, way, percent(grdp, lang, 1), shown)
        return self._answer(asked, told)

    def panel(self):
        """The sliders and the answer they open with; None where nothing is forecast."""
        if not self.questions:
            return None
        first = self.questions[0]
        said, dots = self.answer(first, *first.opening, self.grdp), filled(self.parts["sliders"][0]["probability"])
        form = dict(zip(("title", "about", "level", "year", "grdp"), self.sentences("form"), strict=True))
        form |= {"comma": "," if self.study.lang == "vi" else ".", "fastest": FASTEST}
        return blocks(markup("sliders", form, self.held, said, dots, self.dots[dots]))

    @cached_property
    def held(self) -> dict:
        """What the script of the page looks up."""
        (n,) = {len(asked.ahead.paths) for asked in self.questions}
        rows = [[k, *self._chance(k / n)] for k in [0, *turns(lambda k: self._chance(k / n), 0, n)]]
        told = {"rows": rows, "level": self.text("level", "{level}", None), "grdp": self.grdp}
        return told | {"questions": [self._question(asked) for asked in self.questions]}

    def _question(self, asked: Question) -> dict:
        levels, (level, year) = asked.levels, asked.opening
        slots = {name: f"{{{name}}}" for name in ("when", "level", "chance", "verdict", "dots", "spread", "takes")}
        told = {"name": self.text("named", asked.about, asked.basis), "answer": self._answer(asked, slots)}
        told |= {"levels": levels, "opens": [levels.index(level), int(year - asked.ahead.years[0])]}
        told["goals"] = {levels.index(g.threshold): self._level(asked, g.threshold) for g in asked.goals}
        told["years"] = [self._year(asked, y) | {"left": asked.left(y)} for y in asked.ahead.years.tolist()]
        for row, drawn in zip(told["years"], np.sort(asked.ahead.paths, axis=0).T, strict=True):
            row["reached"] = (len(drawn) - np.searchsorted(drawn, levels)).tolist()
        takes = [self._takes(asked, way, "{grdp}", "{rate}") for way in (-1, 0, 1)] if asked.now else None
        return told | {"takes": takes, "now": asked.now and asked.now["value"]}

    def _answer(self, asked: Question, told: dict) -> str:
        return "\n".join(self._told(tell, "answer", asked.about, told))

    def _takes(self, asked: Question, way: int, grdp: str, rate: str) -> str:
        return self.text("takes", way, grdp, rate, asked.now["year"])

    def _level(self, asked: Question, level: float) -> str:
        """A level in words, with the target that is met from there."""
        return self.text("level", level, next((goal for goal in asked.goals if goal.threshold == level), None))

    def _year(self, asked: Question, year: int) -> dict:
        """How a question names a year, and between what its paths lie."""
        when = self.text("when", asked.basis, (asked.since, year))
        return {"when": when, "spread": self.text("spread", asked.basis, asked.table.loc[year].to_dict())}

    def _chance(self, p: float) -> tuple:
        """How many dots a probability fills; its words, those of the verdict, those of the dots."""
        dots, lang = filled(p), self.study.lang
        return dots, about_chance(p, lang), lower(word("verdict", grade(p), lang)), self.dots[dots]

    @cached_property
    def dots(self) -> list[str]:
        """What is said of so many dots."""
        return [self.text("dots", n) for n in range(51)]
