"""Between which values a figure that nobody has published must lie: often that is enough to answer a target.

Every bound is a range that published figures have shown, or a bridge named in `data/bridges.yml`, and is told with the
verdict it decides (docs/methods.md, Kinds of evidence).
"""

from dataclasses import dataclass
from functools import lru_cache

from ..data import provinces
from ..data.known import Known
from ..data.targets import Target
from ..series import growth, share
from .figure import Figure

SINCE = 2011  # the first year of the rates looked at
FEWEST = 10  # fewer rates or changes bound nothing
MARGIN = 2.0  # a year moves no further than so many times the largest change published


@dataclass(frozen=True)
class Bounds:
    """Where an unpublished value lies, and by what.

    `kind` is rates (each missing year within all rates published for such units since SINCE), limits (within those of
    the indicator), moves (the target's year, within MARGIN times the largest yearly changes published) or parts (a
    former unit, by the merged one's figure and what the others of it may have). `seen` is the range it rests on: of
    rates, of changes a year, of the share of the others, which the target's edge would put at `edge`.
    """

    kind: str
    low: float
    high: float
    seen: tuple[float, float] = (0.0, 0.0)
    n: int = 0  # rates or changes seen
    nation: bool = False  # whose rates
    year: int = 0
    parts: tuple[dict, ...] = ()  # the names of the others in both languages
    weight: float = 0.0  # their part of joint GRDP, 0-1
    weight_year: int = 0
    edge: float | None = None

    def as_dict(self) -> dict:
        """Plain values for results.json."""
        return self.__dict__ | {"seen": list(self.seen), "parts": list(self.parts), "since": SINCE}


@lru_cache(maxsize=64)
def of_rates(known: Known, indicator: str, nation: bool) -> Bounds | None:
    """The range of all yearly rates published since SINCE for the nation, or for provinces; None where they are few."""
    rows = known.yearly(indicator)
    rows = rows[rows["place"].eq(provinces.NATION) == nation]
    rows = rows[rows["period"].ge(str(SINCE)) & rows["level"].isin(["all", "province", "national"])]
    n = len(rows.drop_duplicates(["place", "border", "period"]))
    if n < FEWEST:
        return None
    low, high = float(rows["value"].min()), float(rows["value"].max())
    return Bounds("rates", low, high, (low, high), n, nation)


def of_years(known: Known, target: Target, place: provinces.Place) -> Bounds | None:
    """Where each missing year of a period lies: amounts within the limits of the indicator, rates as published."""
    if target.basis != "cumulative":
        return of_rates(known, target.indicator.id, place.slug == provinces.NATION)
    ends = target.indicator.lower, target.indicator.upper
    return Bounds("limits", *ends, ends)


def of_moves(known: Known, target: Target, last: Figure) -> Bounds | None:
    """Where a share lies in the target's year, some years after its last figure; None where few changes are known."""
    moves, years = share.movements(known), target.by - last.year
    if target.indicator.id != share.INDICATOR or not last.exact_year or years <= 0 or len(moves) < FEWEST:
        return None
    ends = (last.value + years * MARGIN * move for move in (min(0.0, *moves), max(0.0, *moves)))
    low, high = (min(max(end, 0.0), 100.0) for end in ends)
    return Bounds("moves", low, high, (min(moves), max(moves)), len(moves), year=last.year)


def of_former(known: Known, target: Target, place: provinces.Place, merged: Figure) -> Bounds | None:
    """Where the share of the old unit that set a target lies, by the merged unit's figure and the others' GRDP.

    merged = own weight x own + sum of weight x share of each other, these within the bounds of a named bridge.
    """
    others = {p.slug: share.unpublished(known, p.slug) for p in known.parts_of(place) if p.slug != place.slug}
    weighed = growth.weights(known, place, merged.year)
    if target.indicator.id != share.INDICATOR or not merged.exact_year or weighed is None or None in others.values():
        return None
    weights, weight_year = weighed
    own, rest = weights[place.slug], sum(weights[slug] for slug in others)
    least, most = (sum(weights[slug] * others[slug][end] for slug in others) for end in (0, 1))
    low, high = ((merged.value - end) / own for end in (most, least))
    names = tuple({lang: known.place(slug, provinces.OLD).name(lang) for lang in ("vi", "en")} for slug in others)
    return Bounds(
        "parts",
        max(low, 0.0),
        min(high, 100.0),
        (min(b[0] for b in others.values()), max(b[1] for b in others.values())),
        year=merged.year,
        parts=names,
        weight=rest,
        weight_year=weight_year,
        edge=(merged.value - own * target.threshold) / rest,
    )
