"""Between which values a figure that nobody has published must lie: often that is enough to answer a target.

Every bound is a range that published figures have shown, or a bridge named in `data/bridges.yml`, and is told with the
verdict it decides (docs/methods.md, Kinds of evidence).
"""

from collections.abc import Sequence
from functools import lru_cache

from ..data import provinces
from ..data.known import Known
from ..data.targets import Target
from ..series import growth, share
from .figure import Figure

SINCE = 2011  # the first year of the rates looked at
FEWEST = 10  # fewer rates or changes bound nothing
MARGIN = 2.0  # a year moves no further than so many times the largest change published


def between(kind: str, low: float, high: float, seen: Sequence[float] = (0.0, 0.0), n: int = 0, **more) -> dict:
    """Where an unpublished value lies, and by what: plain values.

    `kind` is rates (each missing year within all rates published for such units since SINCE: of the nation, or not),
    limits (within those of the indicator), moves (the target's year, within MARGIN times the largest yearly changes
    published, from `year` on) or parts (a former unit, by the merged one's figure of `year` and what the others of it,
    `parts` by name, may have; `weight` is theirs in the joint GRDP of weight_year, 0-1). `seen` is the range it rests
    on: of `n` rates or changes a year, of the share of the others, which the target's edge would put at `edge`.
    """
    found = {"kind": kind, "low": low, "high": high, "seen": list(seen), "n": n, "since": SINCE, "nation": False}
    return found | {"year": 0, "parts": [], "weight": 0.0, "weight_year": 0, "edge": None} | more


@lru_cache(maxsize=64)
def of_rates(known: Known, indicator: str, nation: bool) -> dict | None:
    """The range of all yearly rates published since SINCE for the nation, or for provinces; None where they are few."""
    rows = known.yearly(indicator)
    rows = rows[rows["place"].eq(provinces.NATION) == nation]
    rows = rows[rows["period"].ge(str(SINCE)) & rows["level"].isin(["all", "province", "national"])]
    n = len(rows.drop_duplicates(["place", "border", "period"]))
    if n < FEWEST:
        return None
    low, high = float(rows["value"].min()), float(rows["value"].max())
    return between("rates", low, high, (low, high), n, nation=nation)


def of_years(known: Known, target: Target, place: provinces.Place) -> dict | None:
    """Where each missing year of a period lies: amounts within the limits of the indicator, rates as published."""
    if target.basis != "cumulative":
        return of_rates(known, target.indicator.id, place.slug == provinces.NATION)
    ends = target.indicator.lower, target.indicator.upper
    return between("limits", *ends, ends)


def of_moves(known: Known, target: Target, last: Figure) -> dict | None:
    """Where a share lies in the target's year, some years after its last figure; None where few changes are known."""
    moves, years = share.movements(known), target.by - last.year
    if target.indicator.id != share.INDICATOR or not last.exact_year or years <= 0 or len(moves) < FEWEST:
        return None
    ends = (last.value + years * MARGIN * move for move in (min(0.0, *moves), max(0.0, *moves)))
    low, high = (min(max(end, 0.0), 100.0) for end in ends)
    return between("moves", low, high, (min(moves), max(moves)), len(moves), year=last.year)


def of_former(known: Known, target: Target, place: provinces.Place, merged: Figure) -> dict | None:
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
    names = [{lang: known.place(slug, provinces.OLD).name(lang) for lang in ("vi", "en")} for slug in others]
    return between(
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
