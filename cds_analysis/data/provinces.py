"""Places, sets of them as a reader writes them, and the borders of 2025-07-01, when 63 provinces became 34."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import pandas as pd

from ..errors import ParameterError, UnknownName, unknown
from ..shown import InOneLine
from . import indicators

OLD, NEW = "pre-2025", "2025"
BORDERS = (OLD, NEW)
ANNOUNCED = date(2025, 6, 12)  # the day that resolution was passed: before it nobody speaks of the new units
CHANGE = date(2025, 7, 1)  # Resolution 202/2025/QH15 on the reorganisation of provincial units
NATION = "vn"


@dataclass(frozen=True)
class Place(InOneLine):
    """One version of one unit: the slug alone does not say which border is meant."""

    slug: str
    border: str
    tier: str  # nation, region, province, district
    kind_vi: str
    kind_en: str
    name_vi: str
    name_en: str
    region: str
    predecessors: tuple[str, ...]  # slugs of the old units it was made of
    successor: str  # slug of the new unit it became part of
    code: str  # of the official register

    @property
    def unchanged(self) -> bool:
        """True where the border of 2025 is the old one, so that its series run on."""
        return self.tier != "province" or (self.predecessors == (self.slug,))

    @property
    def merged(self) -> bool:
        """True for a unit of 2025 on new ground, whose earlier figures are those of old units."""
        return self.border == NEW and not self.unchanged

    def name(self, lang: str) -> str:
        return self.name_vi if lang == "vi" else self.name_en

    def full_name(self, lang: str) -> str:
        """With its kind, as official Vietnamese wants it: tỉnh Thái Nguyên."""
        return f"{self.kind_vi} {self.name_vi}".strip() if lang == "vi" else self.name_en


@lru_cache(maxsize=8)
def load(data_dir: Path) -> dict[tuple[str, str], Place]:
    """All places by (slug, border)."""
    columns = list(Place.__dataclass_fields__)
    table = pd.read_csv(data_dir / "provinces.csv", dtype=str, keep_default_na=False, usecols=columns)
    table["predecessors"] = [tuple(filter(None, text.split(";"))) for text in table["predecessors"]]
    return {(row["slug"], row["border"]): Place(**row) for row in table.to_dict("records")}


def border_at(day: date) -> str:
    """The border valid on a day."""
    return NEW if day >= CHANGE else OLD


KIND_WORDS = ("tinh", "thanhpho", "thuphu", "tp", "province", "city")


def letters(text: str) -> str:
    """The letters and digits of a name alone, for a code is no name: small, without diacritics, đ as d."""
    text = unicodedata.normalize("NFD", text.lower().replace("đ", "d").replace("ð", "d"))  # Đ is also typed as Ð
    return "".join(c for c in text if c.isascii() and c.isalnum())


def _spellings(text: str) -> set[str]:
    """The letters of a name, with and without the word for its kind before or behind it."""
    found = {letters(text)}
    for word in KIND_WORDS:
        found |= {name.removeprefix(word) for name in found} | {name.removesuffix(word) for name in found}
    return found - {""}


@lru_cache(maxsize=8)
def _names(data_dir: Path) -> dict[str, str]:
    """Slugs by every spelling of slugs, names and registered aliases; the plain name wins over a shortened one."""
    texts = [(text, p.slug) for p in load(data_dir).values() for text in (p.slug, p.name_vi, p.name_en)]
    texts += indicators.aliases(data_dir, "place").items()
    short = {spelling: slug for text, slug in texts for spelling in _spellings(text)}
    return short | {letters(text): slug for text, slug in texts}


def find(name: str, data_dir: Path, border: str = "") -> Place:
    """The place of a slug or name; with no border the one of 2025, or the old one where the unit has ended.

    Diacritics, capitals, hyphens and the word for the kind (tỉnh, thành phố, TP.) make no difference.

    Raises:
        UnknownName: No such place, or it did not exist on that border.
    """
    places, names = load(data_dir), _names(data_dir)
    longest_first = sorted(_spellings(name), key=len, reverse=True)
    slug = next((names[spelling] for spelling in longest_first if spelling in names), None)
    if slug is None:
        raise unknown("province", name, {p for p, _ in places}, "`cds provinces` lists all of them")
    if border and border not in BORDERS:
        raise unknown("border", border, BORDERS, f"use {OLD} (63 units) or {NEW} (34 units)")
    for wanted in [border] if border else [NEW, OLD]:
        if (slug, wanted) in places:
            return places[slug, wanted]
    other = places[slug, OLD if border == NEW else NEW]
    joined = f"now part of {other.successor}; " if other.successor != slug else ""
    raise UnknownName(f"no province '{slug}' on border {border}; {joined}use border {other.border}")


def region_names(data_dir: Path, region: str) -> dict[str, str]:
    """The name of a region in both languages; only some regions stand in the register with an English name."""
    named = (p for p in load(data_dir).values() if p.tier == "region" and p.name_vi == region)
    return {"vi": region, "en": next((p.name_en for p in named), region)}


def units(data_dir: Path, border: str) -> list[Place]:
    """The provincial units of one border, by administrative code."""
    return [p for (_, b), p in load(data_dir).items() if b == border and p.tier == "province"]


EVERY = ("all", "tất cả")


@lru_cache(maxsize=4)
def _regions(data_dir: Path) -> dict[str, str]:
    """Regions (their Vietnamese names) by every spelling: their names, slugs, with and without the word for region."""
    places = load(data_dir).values()
    texts = {p.region: p.region for p in places if p.region}
    for p in places:
        if p.tier == "region":
            texts |= {p.slug: p.name_vi, p.name_en: p.name_vi}
    found = {letters(text): name for text, name in texts.items()}
    return found | {f"vung{spelling}": name for spelling, name in found.items()}


def choose(text: str, data_dir: Path, border: str) -> tuple[tuple[str, ...], dict[str, str]]:
    """The units of a border that a text names, separated by commas; each part is a unit, a region or one of `EVERY`.

    Their slugs by administrative code, and what was put in another's place: on the border of 2025 an old unit that has
    ended stands for the one it became part of. Names are read as everywhere (`find`); an empty text names none.

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
    there, slugs, replaced = units(data_dir, border), set(), {}
    for part in parts:
        spelling = letters(part)
        region = _regions(data_dir).get(spelling)
        if region or spelling in [letters(word) for word in EVERY]:
            slugs |= {p.slug for p in there if not region or p.region == region}
            continue
        place = _unit(part, data_dir)
        now = place.slug if (place.slug, border) in load(data_dir) else place.successor
        if now != place.slug:
            replaced[place.slug] = now
        slugs.add(now)
    return tuple(p.slug for p in there if p.slug in slugs), dict(sorted(replaced.items()))


def _unit(part: str, data_dir: Path) -> Place:
    try:
        place = find(part, data_dir)
    except UnknownName:
        known = {p.slug for p in load(data_dir).values() if p.tier == "province"}
        hint = f"write slugs or names of provinces (`cds provinces` lists them), regions, or {EVERY[0]}"
        raise unknown("province or region", part, known | set(_regions(data_dir).values()), hint) from None
    if place.tier != "province":
        raise ParameterError(f"others: '{part}' is a {place.kind_en}, only provinces are compared; leave it out")
    return place
