"""results.json: every number a sentence states, as plain values, the same for both languages.

Sentences are worded from these records and from nothing else, so that a reader goes from sentence to number to source
and next year's brief can say what changed.
"""

import json
import math
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from .. import keyed, paths
from ..data import provinces, sources
from ..data.known import Known
from ..data.observations import last_day
from ..data.targets import Target
from ..forecasting.distribution import Forecast

NUMBERS = ("value", "upto", "since", "by")  # of a target


def plain(value):
    """Plain JSON values: floats to 10 significant digits, missing as null, dates in ISO form, keys as text."""
    if isinstance(value, dict):
        return {str(keyed.plain(k)): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(v) for v in value]
    value = keyed.plain(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return None if math.isnan(value) else float(f"{value:.10g}")
    return None if value is pd.NA else value


def leaves(value, key: str = "") -> Iterator[tuple[str, object]]:
    """The values of a record by their keys, as sentences name them: share.targets.0.value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if not inner:
        yield key, value
    for name, part in inner:
        yield from leaves(part, f"{key}.{name}" if key else str(name))


def of_goals(goals: dict[str, Target]) -> dict:
    """What targets ask: their numbers, by id."""
    return {name: {part: getattr(goal, part) for part in NUMBERS} for name, goal in goals.items()}


def write(folder: Path, claims: dict) -> None:
    """Write results.json of a folder, sorted, so that equal results give equal bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(plain(claims), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    with paths.whole(folder / "results.json") as part:
        part.write_text(text, encoding="utf-8")


def by_year(forecast: Forecast) -> dict:
    """Median and intervals by year."""
    return {int(year): row.to_dict() for year, row in forecast.table.iterrows()}


def headline(verdicts: list[dict], horizon: int) -> dict[str, dict | None]:
    """What the title of a chart speaks of: `ahead` of the targets still open and `past` of the others, the last one.

    Of several for one year it is the highest; one that cannot be judged stands behind all that can.
    """
    within = [v for v in verdicts if v["by"] <= horizon and v["status"] != "void"]

    def last(over: bool) -> dict | None:
        found = (v for v in within if v["over"] == over)
        return max(found, key=lambda v: (v["status"] != "cannot_be_judged", v["by"], v["value"]), default=None)

    return {"ahead": last(False), "past": last(True)}


def publication(register: pd.DataFrame, source: str, vintage: str) -> dict:
    """How a figure is cited: publisher, title, address, who stands behind it, day as far as it is known."""
    return {"source": source, **register.loc[source].drop(["kind", "published"]).to_dict(), "vintage": vintage}


def legal_frame(known: Known, place: provinces.Place) -> list[dict]:
    """The documents that frame what is asked of a place, as decided or in force by the day, newest last."""
    found = []
    for row in sources.register(known.folder, "frame"):
        day = min(last_day(text) for text in (row["date"], row["in_force"]) if text)
        if row["place"] in (provinces.NATION, place.slug) and day <= known.day:
            found.append((day, row))
    return [row for _, row in sorted(found, key=lambda pair: pair[0])]


def looked_for(known: Known, place: provinces.Place) -> list[dict]:
    """What was looked for by the day and not found, by the last look: indicator, year, whose figure it is, the day."""
    said = [row for row in sources.register(known.folder, "looked_for") if row["looked"] <= known.day.isoformat()]
    said = sorted((row for row in said if row["place"] == place.slug), key=lambda row: row["looked"])
    last = {(row["indicator"], row["year"]): row for row in said}
    return [row | {"year": int(row["year"])} for row in last.values() if row["found"] == "no"]


def place_record(known: Known, place: provinces.Place) -> dict:
    """Names of a place and, where borders moved, of what it was made of or went into."""
    ended = place.tier == "province" and place.border == provinces.OLD and not place.unchanged
    ended &= known.day >= provinces.ANNOUNCED  # an older view knows of no merger
    joined = known.places[place.successor, provinces.NEW] if ended else None
    return _names(place) | {
        "border": place.border,
        "tier": place.tier,
        "unchanged": place.unchanged,
        "made_of": [] if place.unchanged else _parts(known, place),
        "joined": joined and _names(joined) | {"made_of": _parts(known, joined)},
    }


def _names(place: provinces.Place) -> dict:
    return {"slug": place.slug, "vi": place.full_name("vi"), "en": place.full_name("en"), "short": place.name_vi}


def _parts(known: Known, place: provinces.Place) -> list[dict]:
    return [_names(known.places[slug, provinces.OLD]) for slug in place.predecessors]
