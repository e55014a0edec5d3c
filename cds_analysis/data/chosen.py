"""A freely chosen set of units, as a reader writes it: slugs, names, regions, or all of them."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ..errors import ParameterError, UnknownName, unknown
from . import provinces

ALL = ("all", "tất cả")


@dataclass(frozen=True)
class Choice:
    """Slugs of the units of one border that a text names, by administrative code, and what was put in another's place.

    `replaced` holds pairs of slugs: an old unit that has ended and the one of 2025 it became part of.
    """

    slugs: tuple[str, ...]
    replaced: tuple[tuple[str, str], ...]


@lru_cache(maxsize=4)
def _regions(data_dir: Path) -> dict[str, str]:
    """Regions (their Vietnamese names) by every spelling: their names, slugs, with and without the word for region."""
    places = provinces.load(data_dir).values()
    texts = {p.region: p.region for p in places if p.region}
    for p in places:
        if p.tier == "region":
            texts |= {p.slug: p.name_vi, p.name_en: p.name_vi}
    found = {provinces.letters(text): name for text, name in texts.items()}
    return found | {f"vung{spelling}": name for spelling, name in found.items()}


def read(text: str, data_dir: Path, border: str) -> Choice:
    """The units of a border that a text names, separated by commas; each part is a unit, a region or one of `ALL`.

    Names are read as everywhere (`provinces.find`). An old unit that ended on 2025-07-01 stands, on the border of
    2025, for the unit it became part of. An empty text names none.

    Raises:
        ParameterError: It is no text, it holds no name, or a part is neither a unit nor a region.
        UnknownName: A part is in no register, with the closest names.
    """
    if not isinstance(text, str):
        raise ParameterError(
            f"others is {text!r} ({type(text).__name__}), not text; write names in quotes, separated by commas"
        )
    parts = [part.strip() for part in re.split("[,;]", text) if part.strip()]
    if text and not parts:
        raise ParameterError(f"others is '{text}', which names no unit; write names separated by commas, or nothing")
    units, slugs, replaced = provinces.units(data_dir, border), set(), {}
    for part in parts:
        spelling = provinces.letters(part)
        region = _regions(data_dir).get(spelling)
        if region or spelling in [provinces.letters(word) for word in ALL]:
            slugs |= {p.slug for p in units if not region or p.region == region}
            continue
        place = _unit(part, data_dir)
        now = place.slug if (place.slug, border) in provinces.load(data_dir) else place.successor
        if now != place.slug:
            replaced[place.slug] = now
        slugs.add(now)
    return Choice(tuple(p.slug for p in units if p.slug in slugs), tuple(sorted(replaced.items())))


def _unit(part: str, data_dir: Path) -> provinces.Place:
    try:
        place = provinces.find(part, data_dir)
    except UnknownName:
        known = {p.slug for p in provinces.load(data_dir).values() if p.tier == "province"}
        hint = f"write slugs or names of provinces (`cds provinces` lists them), regions, or {ALL[0]}"
        raise unknown("province or region in others:", part, known | set(_regions(data_dir).values()), hint) from None
    if place.tier != "province":
        raise ParameterError(f"others: '{part}' is a {place.kind_en}, only provinces are compared; leave it out")
    return place
