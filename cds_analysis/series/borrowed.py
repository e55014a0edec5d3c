"""What a reference class gives: a forecast of one place from what was seen in others, and how such forecasts fared."""

from dataclasses import dataclass, field

from ..forecasting.distribution import Forecast
from ..shown import ShowsItself

LEVEL = 0.8  # of the interval that is tried on the past


@dataclass(frozen=True)
class Trial:
    """How many of some later figures lay in the interval of a level, forecast from earlier years and other places."""

    held: int
    of: int
    level: float = LEVEL


@dataclass(frozen=True)
class Class(ShowsItself):
    """A forecast from the movements of others.

    `kind` is growth (of a count or level), coverage (that fills up), ranks (from the scores of
    all) or floors (the lowest sector, from those of the nation); `pace` the members' mean movement a year: percent of a
    count, points of a coverage at its newest value. `told` holds what one kind alone has to say.
    """

    kind: str
    forecast: Forecast
    members: tuple[str, ...]  # slugs of the places whose movements are used
    changes: int
    trial: Trial | None  # None where no later figure tells: untested
    indicators: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    refs: tuple[str, ...] = ()  # source|vintage
    pace: float | None = None
    told: dict = field(default_factory=dict)

    def __repr__(self) -> str:
        tried = f"{self.trial.held} of {self.trial.of} held" if self.trial else "untested"
        return f"Class({self.kind}: {self.changes} changes of {len(self.members)} places, {tried}, {self.forecast!r})"

    def as_dict(self) -> dict:
        """Plain values for sentences and results.json."""
        plain = ("kind", "changes", "since", "until", "pace")
        lists = {name: list(getattr(self, name)) for name in ("members", "indicators", "refs")}
        trial = self.trial and dict(self.trial.__dict__)
        return {name: getattr(self, name) for name in plain} | lists | {"trial": trial} | self.told
