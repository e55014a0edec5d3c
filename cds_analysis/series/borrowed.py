"""What a reference class gives: a forecast of one place from what was seen in others, and how such forecasts fared."""

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

import pandas as pd

from ..forecasting.distribution import Forecast

LEVEL = 0.8  # of the interval that is tried on the past
CASES = 30  # outcomes of a step, fewer of which tell nothing of the width of intervals
WIDTH = "width"  # kind of statement: its threshold is by how much an interval is to be widened to just hold what came


@lru_cache(maxsize=4)
def record(folder: Path, until: date) -> pd.DataFrame:
    """The statements about the past that a folder keeps (`track_record`), known by a day; none where it keeps none."""
    path = folder / "record.csv"
    table = pd.read_csv(path) if path.is_file() else pd.DataFrame(columns=["kind", "steps", "threshold", "known"])
    table = table.assign(known=pd.to_datetime(table["known"]).dt.date)
    return table[table["known"] <= until]


def widths(statements: pd.DataFrame) -> tuple[float, ...]:
    """By how much to widen borrowed movement 1, 2, ... years ahead, so that of past intervals LEVEL would have held."""
    needed = statements[statements["kind"] == WIDTH].groupby("steps")["threshold"]
    return tuple(needed.quantile(LEVEL)) if len(needed) and needed.size().min() >= CASES else (1.0,)


def trial(held: int, of: int) -> dict | None:
    """How many of some later figures lay in the interval of LEVEL, forecast from earlier years and other places."""
    return {"held": held, "of": of, "level": LEVEL} if of else None


@dataclass(frozen=True)
class Class:
    """A forecast from the movements of others.

    `kind` is growth (of a count or level), coverage (that fills up), ranks (from the scores of
    all) or floors (the lowest sector, from those of the nation); `pace` the members' mean movement a year: percent of a
    count, points of a coverage at its newest value. `told` holds what one kind alone has to say.
    """

    kind: str
    forecast: Forecast
    members: tuple[str, ...]  # slugs of the places whose movements are used
    changes: int
    trial: dict | None  # None where no later figure tells: untested
    indicators: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    refs: tuple[str, ...] = ()  # source|vintage
    pace: float | None = None
    told: dict = field(default_factory=dict)

    def __repr__(self) -> str:
        tried = f"{self.trial['held']} of {self.trial['of']} held" if self.trial else "untested"
        return f"Class({self.kind}: {self.changes} changes of {len(self.members)} places, {tried}, {self.forecast!r})"

    def as_dict(self) -> dict:
        """Plain values for sentences and results.json."""
        plain = ("kind", "changes", "since", "until", "pace", "trial")
        lists = {name: list(getattr(self, name)) for name in ("members", "indicators", "refs")}
        return {name: getattr(self, name) for name in plain} | lists | self.told
