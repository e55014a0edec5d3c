"""Which unit a printed label means: any spelling, old and new codes, and why some labels are none of the units we keep.

A label is never bent to fit: `provinces.find` is for what a user types, this is for what a publisher printed.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from ..data import indicators, provinces
from ..data.provinces import NEW, OLD, letters
from . import words

PLACE, DISTRICT, FORMER, REGION, UNKNOWN = "place", "district", "former", "region", "unknown"
BEFORE, BEHIND, GLUED = map(words.kinds, ("before", "behind", "glued"))
CODE = re.compile(r"\d{1,2}")


@dataclass(frozen=True)
class Match:
    """What a label means: the slug of a unit kept, or why it is none; `borders` on which the label can be meant."""

    kind: str
    slug: str = ""
    borders: tuple[str, ...] = ()
    why: str = ""


def _words(text: str) -> str:
    """The words of a label, small and without diacritics, one space between them; marks and digits go."""
    return " ".join(re.findall("[a-z]+", words.plain(text)))


_REGIONS = frozenset(letters(_words(region)) for region in words.SAID["regions"])


def _parts(said: str) -> list[tuple[str, str]]:
    """The name as it stands and without the word for its kind, each with that kind."""
    found = [(said, "")]
    for word, kind in BEFORE.items():
        if said.startswith(word + " "):
            found.append((said[len(word) + 1 :], kind))
    for word, kind in BEHIND.items():
        found += [(name[: -len(word) - 1], kind) for name, had in found[:] if name.endswith(" " + word) and not had]
    return found


@lru_cache(maxsize=8)
def _names(data_dir: Path) -> dict[str, str]:
    """Slugs by the letters of names, slugs and registered aliases."""
    texts = list(indicators.aliases(data_dir, "place").items())
    texts += [(text, p.slug) for p in provinces.load(data_dir).values() for text in (p.slug, p.name_vi, p.name_en)]
    return {letters(_words(text)): slug for text, slug in texts}


@lru_cache(maxsize=8)
def former(data_dir: Path) -> dict[str, dict]:
    """Units that ended before 2025, data/former.csv, by the letters of their names; none without the file."""
    if not (path := data_dir / "former.csv").is_file():
        return {}
    rows = pd.read_csv(path, dtype=str, keep_default_na=False).to_dict("records")
    return {letters(_words(name)): row for row in rows for name in (row["name"], *row["aliases"].split(";")) if name}


def _ended(row: dict, data_dir: Path) -> str:
    """What became of a unit that ended."""
    places = provinces.load(data_dir)
    now = " and ".join(places[slug, OLD].name_vi for slug in row["became"].split(";") if (slug, OLD) in places)
    return f"{row['name']} ended: {row['resolution_en']} ({row['until']}); its land is that of {now} ({row['source']})"


def match(label: str, data_dir: Path, border: str = "") -> Match:
    """What a label means, on whichever borders it can be meant; a border settles what a bare code means.

    A city's word before or behind the name of a province whose own kind is tỉnh (TP. Thái Nguyên) means the town of
    that name, a unit of the district tier, and is refused as such.
    """
    text = unicodedata.normalize("NFC", label).strip()
    if CODE.fullmatch(text):
        return by_code(text, data_dir, border)
    said, places, names = _words(text), provinces.load(data_dir), _names(data_dir)
    parts = _parts(said)
    glued = [(said.removeprefix(w), kind) for w, kind in GLUED.items() if said.startswith(w)]
    for name, kind in parts + glued:
        if slug := names.get(letters(name)):
            return _of_kind(slug, kind, text, places)
    for name, _ in parts:
        if row := former(data_dir).get(letters(name.removesuffix(" cu"))):  # "Hà Tây (cũ)": the former Hà Tây
            return Match(FORMER, why=_ended(row, data_dir))
        if letters(name) in _REGIONS:
            return Match(REGION, why=f"{text} is a region that the register of places does not keep")
    if any(kind in ("district", "zone") for _, kind in parts) or BEFORE.get(said) == "district":
        return Match(DISTRICT, why=f"{text} is of the district or commune tier; yearly figures of provinces are kept")
    both = [match(part, data_dir, border) for part in re.split(r"\s+[-–/]\s+", text) if part != text]
    if both and UNKNOWN not in {one.kind for one in both} and len({(one.kind, one.slug) for one in both}) == 1:
        return both[0]  # in two languages
    return Match(UNKNOWN, why=f"no unit is called '{text}'")


def _of_kind(slug: str, kind: str, text: str, places: dict) -> Match:
    versions = {border: places[slug, border] for border in provinces.BORDERS if (slug, border) in places}
    tiers = {place.tier for place in versions.values()}
    if "district" in tiers or (kind == "district" and "province" in tiers):
        return Match(DISTRICT, why=f"{text} is of the district tier; yearly figures of provinces are kept")
    if "nation" in tiers:
        return Match(PLACE, slug, provinces.BORDERS)
    fits = tuple(b for b, p in versions.items() if kind != "city" or p.kind_en == "city" or p.tier == "region")
    if not fits:
        return Match(DISTRICT, why=f"{text} is the town, a unit of the district tier, not the province of that name")
    return Match(PLACE, slug, fits)


def by_code(code: str, data_dir: Path, border: str = "") -> Match:
    """The unit of an administrative code; where old and new register give one code to two units both are said."""
    units = (p for p in provinces.load(data_dir).values() if p.code == code.zfill(2) and border in ("", p.border))
    found = {p.border: p.slug for p in units}
    if not found:
        return Match(UNKNOWN, why=f"no unit has the code {code}")
    if len(set(found.values())) == 1:
        return Match(PLACE, next(iter(found.values())), tuple(found))
    return Match(UNKNOWN, why=f"code {code} is {found[OLD]} before and {found[NEW]} after 2025-07-01: give the border")
