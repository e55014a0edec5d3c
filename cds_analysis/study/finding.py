"""A finding: what one section of a notebook claims, and the sentences, tables and charts that say it.

Its parts are written to results.json under their names; sentences and tables are worded from them by the template of
its topic, charts are drawn from them by the module of the same name. What has nothing to say shows nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import wraps
from importlib import import_module
from importlib.util import find_spec
from inspect import Parameter, isclass, signature
from typing import ClassVar

import IPython.display
import pandas as pd
from IPython.display import HTML, Markdown

from .. import keyed
from ..errors import unknown
from ..shown import TakenOut
from ..words import telling
from . import results


def once(work_out: Callable) -> Callable:
    """Claims of a study are worked out once, however many findings ask for them."""

    @wraps(work_out)
    def found(study, *asked):
        key = (work_out.__module__, work_out.__qualname__, *asked)
        if key not in study.made:
            study.made[key] = work_out(study, *asked)
        return study.made[key]

    return found


class Finding(TakenOut):
    """The claims of a topic about one place; `topic`, the name of the module, names its template and its charts."""

    topic: ClassVar[str]

    def __init_subclass__(cls):
        cls.topic = cls.__dict__.get("topic", cls.__module__.rpartition(".")[2])

    def __init__(self, study, **parts):
        self.study, self.parts = study, parts

    def to_frame(self) -> pd.DataFrame:
        """One row a number or text that it claims: place, border, as_of, key (its name in results.json), value."""
        study = self.study
        about = {"place": study.place.slug, "border": study.place.border, "as_of": str(study.as_of)}
        told = [(key, value) for key, value in results.leaves(results.plain(self.parts)) if value not in (None, [], {})]
        return pd.DataFrame(told, columns=["key", "value"], dtype=object).assign(**about)[[*about, "key", "value"]]

    @property
    def records(self) -> dict:
        """What the topic's template sees, by the names of results.json: the study's record, the parts, goals, units."""
        told = keyed.keyed(self.parts) if self.study.keyed else self.parts
        return {**self.study.told, **told, "units": self.study.known.units}

    def _told(self, tell: Callable, macro: str, *more):
        """What a macro tells as sentences or as a table; one of another topic is named with it."""
        return tell(macro if "." in macro else f"{self.topic}.{macro}", self.study.lang, self.records, *more)

    def sentences(self, *macros: str) -> list[str]:
        """What some macros of the topic say, in their order; a macro of another topic is named with it."""
        return [line for macro in macros for line in self._told(telling.tell, macro)]

    def text(self, macro: str, *more) -> str:
        """What a macro says as a bare text, such as the caption of a chart.

        Args:
            more: What the macro asks for beside the records, such as which of several charts it is for.
        """
        return keyed.bare(self._told(telling.text, macro, *more))

    def say(self, *macros: str) -> Markdown | None:
        """Sentences as one paragraph."""
        return shown(" ".join(self.sentences(*macros)))

    def paragraphs(self, *macros: str) -> Markdown | None:
        """What each macro says as a paragraph of its own."""
        return shown("\n\n".join(filter(None, (" ".join(self.sentences(macro)) for macro in macros))))

    def points(self, *macros: str) -> Markdown | None:
        """Sentences as a list."""
        return shown("\n".join(f"- {sentence}" for sentence in self.sentences(*macros)))

    def table(
        self, macro: str, *more, cite: Iterable | None = None, own: bool = True, classes: str = ""
    ) -> telling.Table | None:
        """A table of the topic; None where it has no rows.

        Args:
            more: What the macro asks for beside the records.
            cite: The sources named below it, by default none.
            own: Whether something in it was computed.
            classes: Of the HTML table, by which the page's style knows it.
        """
        if (found := self._told(telling.table, macro, *more)) is None:
            return None
        source = "" if cite is None else self.study.source_line(cite, own=own)
        return replace(found, classes=classes, source=source)

    def draw(self, name: str):
        """The chart of a name, by the function of that name in charts/<topic>.py; None where nothing is to be drawn."""
        charts = self._charts()
        if name not in charts:
            raise unknown(f"chart of {self.topic}", name, charts, f"it has {', '.join(charts) or 'none'}")
        return charts[name](self)

    def _charts(self) -> dict[str, Callable]:
        """The charts of the topic by name: what of its module needs a finding and nothing else."""
        if not find_spec(where := f"cds_analysis.charts.{self.topic}"):
            return {}
        public = {name: found for name, found in vars(import_module(where)).items() if name[0] != "_"}
        return {
            name: found
            for name, found in public.items()
            if callable(found) and not isclass(found) and [p.name for p in _needed(found)] == ["finding"]
        }

    def plot(self, name: str = "", *, ax=None):
        """Draw a chart of the topic by matplotlib's pyplot, so that a notebook shows it; its file is left as it is.

        Args:
            name: Which; need not be said where there is one alone.
            ax: Axes to draw on; title and legend are those of their figure. Without, a new figure.

        Returns:
            The matplotlib Axes; None where nothing is to be drawn.

        Raises:
            UnknownName: There is no such chart, or several and none is named.
        """
        charts = self._charts()
        with import_module("cds_analysis.charts.style").drawn_for_a_reader(ax) as drawn:
            self.draw(name or (next(iter(charts)) if len(charts) == 1 else name))
        return drawn[0] if drawn else None

    def chart(self, name: str):
        """A chart of the topic, kept under figures/ of the output folder."""
        found = self.draw(name)
        if found is not None:
            found.save(self.study.output_dir)
        return found


def _needed(function: Callable) -> list[Parameter]:
    return [p for p in signature(function).parameters.values() if p.default is Parameter.empty]


def show(*parts) -> None:
    """Several sentences, tables and charts below one another in one cell; what is None shows nothing."""
    IPython.display.display(*(part for part in parts if part is not None))


def shown(text: str) -> Markdown | None:
    """A text as a notebook shows it, each number with the key it has in results.json; None where it is empty."""
    return Markdown(keyed.html(text)) if text else None


def blocks(*parts) -> HTML | None:
    """Several things that one cell shows, one below the other, but for those that are None; texts are HTML."""
    found = [part if isinstance(part, str) else part._repr_html_() for part in parts if part is not None]
    return HTML("".join(found)) if found else None
