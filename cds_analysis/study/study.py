"""What a notebook opens: data, place, day and targets in one object."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path

import pandas as pd
from IPython import get_ipython
from IPython.display import HTML, Markdown

from .. import paths
from ..data import observations, sources, targets, vocabulary
from ..data.known import Known
from ..errors import ParameterError, SeriesError
from ..forecasting.distribution import Forecast
from ..judging import scorecard
from ..judging.verdict import Verdict
from ..keyed import keyed as with_keys
from ..said import use
from ..series import outlook, productivity, share
from ..shown import watched
from ..words.spelling import word
from . import results
from .citations import Citations
from .place import Place
from .settled import Settled, language, settle
from .shown import Show

HEADLINES = {share.INDICATOR, scorecard.PRODUCTIVITY}  # of which every brief speaks
INTERNAL = set("cite cited keyed made moved record show source_line stands told worded".split())  # Tab leaves them out


@dataclass(frozen=True)
class Study(Settled):
    """One place on one border, as known on one day, with everything the notebooks ask of it."""

    lang: str
    output_dir: Path
    keyed: bool = False
    made: dict = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def cited(self) -> Citations:
        """The documents used so far."""
        return Citations(self.data_dir)

    def __repr__(self) -> str:
        place = f"{self.place.slug} on border {self.place.border}"
        return f"Study({place}, as of {self.as_of}, edition {self.edition}, horizon {self.horizon}, {self.lang})"

    def cite(self, used: Iterable[tuple[str, str]]) -> None:
        """Note that some documents, source and vintage of each, were used, for the list at the end."""
        for source, vintage in used:
            self.cited.add(source, vintage)

    def source_line(self, used, *, own: bool = True) -> str:
        """The line under a table or chart that names its sources; see `Citations.line`."""
        return self.cited.line(used, self.lang, own=own)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__()} - INTERNAL)

    def series(
        self,
        indicator: str,
        *,
        measure: str = "",
        price_basis: str = "",
        level: str = "",
        field: int = 0,
        vintage: str = "",
    ) -> observations.Series:
        """A series of this place as known on this day; see `Known.series`."""
        asked = {"measure": measure, "price_basis": price_basis, "level": level, "field": field, "vintage": vintage}
        found = self.known.series(indicator, self.place, **asked)
        self.cite(zip(found.table["source"], found.table["vintage"], strict=True))
        return found.shown_by(self.show)

    @cached_property
    def show(self) -> Show:
        """By which what the study hands out shows itself in a notebook."""
        return Show(self.lang, self.data_dir)

    @cached_property
    def record(self) -> dict:
        """What every results.json begins with."""
        return {
            "newest_document": self.known.newest_document(self.place),
            "place": results.place_record(self.known, self.place),
            "looked": results.looked_for(self.known, self.place),
            "frame": results.legal_frame(self.known, self.place),
            "edition": self.edition,
            "as_of": self.as_of,
            "horizon": self.horizon,
            "held": {
                "indicators": int(self.held["indicator"].nunique()),
                "figures": int(self.held["figures"].sum()),
            },
        }

    @cached_property
    def told(self) -> dict:
        """The same with the targets by id as `goals`, as sentences are worded: in a brief numbers know their key."""
        if not self.keyed:
            return self.record | {"goals": self.goals}
        told = with_keys(self.record | {"goals": results.of_goals(self.goals)})
        return {**told, "goals": {name: replace(goal, **told["goals"][name]) for name, goal in self.goals.items()}}

    def finish(self, *findings, **parts) -> HTML:
        """Write results.json with the claims of some findings and some parts more; show the documents cited."""
        parts |= {name: part for found in findings for name, part in found.parts.items()}
        parts |= {"goals": results.of_goals(self.goals)} if self.keyed else {}
        documents = {row.pop("source"): row for row in self.cited.records()}
        results.write(self.output_dir, self.record | parts | {"documents": documents})
        return self.stands.sources()

    @cached_property
    def stands(self) -> Place:
        """What stands in every notebook."""
        return Place(self)

    def about(self) -> Markdown:
        """What the place is today, and the day whose publications are used."""
        return self.stands.say("about", "cut_off")

    def cut_off(self) -> Markdown:
        """The day whose publications are used."""
        return self.stands.say("cut_off")

    def holdings(self) -> HTML:
        """Everything the table holds for the place."""
        return self.stands.holdings()

    @cached_property
    def held(self) -> pd.DataFrame:
        """Every indicator the table holds for the place, with its newest figure."""
        return self.known.held(self.place)

    @cached_property
    def share(self) -> share.ShareView:
        """The digital economy's share: figures of all measures, readings, reference class, forecast."""
        view = share.view(self.known, self.place, self.horizon)
        return replace(view, forecast=self._handed(view.forecast, share.INDICATOR))

    @cached_property
    def productivity(self) -> productivity.Productivity | None:
        """Growth of labour productivity, 2021 bridged and employment nowcast, or None where no GRDP growth is known."""
        try:
            return productivity.measure(self.known, self.place, bridge=True, estimate=True)
        except SeriesError:
            return None

    @cached_property
    def productivity_forecast(self) -> Forecast | None:
        """Yearly growth of labour productivity to the horizon, or None where no rate is known."""
        if self.productivity is None:
            return None
        found = outlook.of_productivity(self.known, self.productivity, self.horizon)
        return self._handed(found, scorecard.PRODUCTIVITY)

    def _handed(self, forecast: Forecast | None, indicator: str) -> Forecast | None:
        """A forecast as it is handed out: shown in the study's language, with what it is of."""
        about = {"indicator": indicator, "place": self.place.slug, "border": self.place.border}
        about |= {"unit": self.known.indicator(indicator).unit, "source": f"cds_analysis, as of {self.as_of}"}
        return forecast and replace(forecast, show=self.show, about=about)

    @cached_property
    def targets(self) -> list[targets.Target]:
        """The targets set for this place, as decided by this day, and the nation's goals as a yardstick.

        Of a headline without a target of the place's own the yardstick stands in; the other goals where it has none.
        """
        own = targets.of(self.known, self.place)
        asked = {target.indicator.id for target in own if target.asked}
        held_up = targets.of(self.known, self.place, (targets.YARDSTICK,))
        open_to = {t.indicator.id for t in held_up} if not asked else HEADLINES - asked
        own += [target for target in held_up if target.indicator.id in open_to]
        return [target.shown_by(self.show) for target in own]

    def left(self, shown: Collection[str]) -> dict:
        """How many of the place's own targets are not among some ids: by origin, and by why they are not judged."""
        own = [t for t in targets.load(self.data_dir) if t.place == self.place.slug and "range_upper" not in t.flags]
        why = {t.id: targets.hidden(t, self.known, self.place) or ("" if t.asked else "aside") for t in own}
        by = Counter(why[t.id] or t.origin for t in own if t.id not in shown)
        return {"origins": {name: by[name] for name in vocabulary.ORIGINS if by[name]}} | {
            name: by[name] for name in ("aside", "border", "later")
        }

    @cached_property
    def goals(self) -> dict[str, targets.Target]:
        """The same by id."""
        return {t.id: t for t in self.targets}

    @property
    def rows(self) -> pd.DataFrame:
        """Every row of the table on this place and border known by the day, used or not."""
        return self.known.rows(place=self.place)

    def judge(self, target: targets.Target) -> Verdict:
        """The verdict on one target, found once; its figure's source is cited, what is doubted of that is on it."""
        key = ("judge", target)
        if key not in self.made:
            verdict = scorecard.judge(self, target)
            if (figure := verdict.figure) is not None:
                self.cite([(figure.source, "")])
                said = sources.doubt(self.data_dir, target.indicator.id, self.place.slug, figure.period, figure.value)
                verdict = replace(verdict, figure=replace(figure, doubt=said))
            self.made[key] = verdict.shown_by(self.show)
        return self.made[key]

    def scorecard(self, *origins: str) -> list[Verdict]:
        """The verdicts on all targets of some origins (interview, congress, ...), in the order of the register."""
        asked = [t for t in self.targets if t.origin in origins and t.asked]
        return [self.judge(t) for t in watched(asked, word("running", "targets", self.lang))]

    def headline(self, indicator: str) -> list[targets.Target]:
        """The targets in force on an indicator whose meaning is clear; the upper end of a range is no ceiling."""
        found = [t for t in self.targets if t.indicator.id == indicator and t.standing == "in_force"]
        return [t for t in found if not {"range_upper", "ambiguous"} & set(t.flags)]

    def verdicts(self, indicator: str) -> list[Verdict]:
        """The verdicts on these."""
        return [self.judge(target) for target in self.headline(indicator)]

    def worded(self, target: targets.Target) -> list[dict]:
        """What other sources give as the wording of the same decision for the same year, where it asks otherwise."""
        same = [t for t in self.targets if t.standing == "variant" and t.same_clause(target)]
        return [self.judge(t).as_dict() for t in {t.demand: t for t in same if t.demand != target.demand}.values()]

    @property
    def nation(self) -> Study:
        """The nation as known on the same day, for comparison: opened once for all places, its sources not cited."""
        return _nation(self.known, self.edition, self.horizon, self.lang)


@lru_cache(maxsize=2)
def _nation(known: Known, edition: int, horizon: int, lang: str) -> Study:
    return Study(known, known.nation, edition, horizon, lang, paths.resolve("outputs/_draft"))


def open_study(
    province: str,
    *,
    border: str = "",
    edition: int = 0,
    as_of: str = "",
    horizon: int = 2030,
    lang: str = "vi",
    data_dir: str = "data",
    output_dir: str = "outputs/_draft",
    keyed: bool = False,
) -> Study:
    """Check the parameters of a notebook and open its data; relative folders count from the project's root.

    Args:
        province: Slug or name of a unit, or vn for the nation.
        border: 2025 or pre-2025; by default the one in force on the day.
        edition: The year a brief is of; by default that of the day.
        as_of: The last day whose publications are used, as 2026-06-30; by default the newest of the data.
        horizon: The last year forecast.
        lang: vi or en.
        keyed: Whether each number of a sentence names its key in results.json, as in a brief.

    Raises:
        CdsError: A parameter is wrong; the text says which and what is possible.
    """
    lang = language(lang)
    if get_ipython():
        use(lang)  # what a notebook refuses is said in it; a command has its own language
    settled = settle(province, border, edition, as_of, horizon, data_dir)
    if not isinstance(output_dir, str) or not output_dir:
        raise ParameterError(f"output_dir is {output_dir!r}, not a folder")
    return Study(**settled.__dict__, lang=lang, output_dir=paths.resolve(output_dir), keyed=keyed)
