"""A finding: what one section of a notebook claims, and the sentences, tables and charts that say it.

Its parts are written to results.json under their names; sentences and tables are worded from them by the template of
its topic, charts are drawn from them by the module of the same name. What has nothing to say shows nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import wraps
from importlib import import_module
from typing import ClassVar

import IPython.display
from IPython.display import HTML, Markdown

from .. import keyed
from ..words import telling


def once(work_out: Callable) -> Callable:
    """Claims of a study are worked out once, however many findings ask for them."""

    @wraps(work_out)
    def found(study, *asked):
        key = (work_out.__module__, work_out.__qualname__, *asked)
        if key not in study.made:
            study.made[key] = work_out(study, *asked)
        return study.made[key]

    return found


class Finding:
    """The claims of a topic about one place; `topic`, the name of the module, names its template and its charts."""

    topic: ClassVar[str]

    def __init_subclass__(cls):
        cls.topic = cls.__dict__.get("topic", cls.__module__.rpartition(".")[2])

    def __init__(self, study, **parts):
        self.study, self.parts = study, parts

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
        drawn = getattr(import_module(f"cds_analysis.charts.{self.topic}"), name, None)
        if drawn is None:
            raise LookupError(f"{self.topic} has no chart '{name}'")
        return drawn(self)

    def chart(self, name: str):
        """A chart of the topic, kept under figures/ of the output folder."""
        found = self.draw(name)
        if found is not None:
            found.save(self.study.output_dir)
        return found


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
