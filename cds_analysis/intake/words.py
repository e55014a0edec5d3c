"""What printed labels mean apart from places: years with their marks, units, price bases, indicators."""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from .. import settings
from ..data import indicators, observations
from ..files import numbers

SAID = settings.read(Path(__file__).with_name("words.yml")).value
QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
PERIODS = {re.compile(text.replace("YEAR", r"(?:19|20)\d\d")): form for text, form in SAID["periods"].items()}

BEFORE_UNIT = r"(?:đơn vị(?: tính)?|đvt|unit)\s*:\s*"


def kinds(name: str) -> dict[str, str]:
    """The words under a name of words.yml, each with the kind it stands for."""
    return {word: kind for kind, texts in SAID[name].items() for word in texts}


def plain(text: str) -> str:
    """Small letters, digits and the marks of units without diacritics, one space between words."""
    text = unicodedata.normalize("NFKD", text.lower().replace("đ", "d").replace("ð", "d"))
    text = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^a-z0-9%/]+", " ", text).split())


def period(text: str) -> tuple[str, str] | None:
    """A period as the table writes it, and the status that stands beside it; None where the text is no period."""
    year, mark = numbers.year_of(text)
    if year:
        return year, mark
    words, mark = numbers.without_grade(" ".join(unicodedata.normalize("NFC", text).lower().split()))
    words = re.sub(r"\((\d{1,2}|\*+)\)|[*()]", " ", words)
    words = " ".join(re.sub(r"\b(năm|nam|year)\b", " ", words).split())
    found = _period(words)
    return (found, mark) if found and observations.is_period(found) else None


def _period(words: str) -> str:
    for pattern, form in PERIODS.items():
        if match := pattern.fullmatch(words):
            parts = match.groupdict("")
            return form.format(**parts | {"quarter": QUARTERS.get(parts.get("quarter"))})
    return words.replace("q", "Q")


BASE = re.compile(
    r"\b(?:so sanh|co dinh|theo gia|constant)(?: nam)? ((?:19|20)\d\d)\b|\b((?:19|20)\d\d) (?:us )?prices?\b"
)


def price_basis(text: str) -> str:
    """The price basis a text names, constant-2020 also where we keep none such; empty where it names none."""
    if text in observations.PRICE_BASES:
        return text
    words = plain(text)
    if match := BASE.search(words):
        return f"constant-{match[1] or match[2]}"
    return next((basis for word, basis in SAID["prices"].items() if word in words), "")


def names(kind: str, data_dir: Path) -> dict[str, str]:
    """Ids of units or indicators by their names and other spellings, but for those of one raw file alone."""
    found = {text: meant for text, meant in indicators.aliases(data_dir, kind).items() if "[" not in text}
    if kind == "unit":
        own = [(row.label_en, row.label_vi, row.Index) for row in indicators.units(data_dir).itertuples()]
    else:
        own = [(about.name_en, about.name_vi, about.id) for about in indicators.load(data_dir).values()]
    return found | {text: texts[-1] for texts in own for text in texts}


@lru_cache(maxsize=8)
def _units(data_dir: Path) -> dict[str, str]:
    return {plain(text): meant for text, meant in names("unit", data_dir).items()} | {"%": "percent"}


def unit(text: str, data_dir: Path) -> str:
    """The id of the unit a text names, in two languages it may be; empty where it names none."""
    if text in indicators.units(data_dir).index:
        return text
    known, parts = _units(data_dir), re.split(rf"\s+[-–]\s+|\s*{BEFORE_UNIT}", text, flags=re.I)
    found = {known.get(plain(part), "") for part in parts if plain(part)}
    return (plain(text) and known.get(plain(text))) or (found.pop() if len(found) == 1 else "")


UNITS = re.compile(rf"\(([^()]*)\)|{BEFORE_UNIT}(.+)$", re.I)  # where a heading may name one


def _unit_of(match: re.Match, data_dir: Path) -> str:
    return unit(re.sub(f"^{BEFORE_UNIT}", "", (match[1] or match[2] or "").strip(), flags=re.I), data_dir)


def unit_in(title: str, data_dir: Path) -> str:
    """The unit a heading names in brackets or behind "Đơn vị tính:", empty where it names none."""
    return next(filter(None, (_unit_of(match, data_dir) for match in UNITS.finditer(title))), "")


def power(unit: str) -> int:
    """The power of ten that the words of a unit say."""
    said = plain(unit)
    written = re.search(r"x 10 (\d{1,2})\b", said)
    return sum(SAID["powers"].get(word, 0) for word in re.split("[ /]", said)) + int(written[1] if written else 0)


def without_unit(title: str, data_dir: Path) -> str:
    """A heading without the unit it names and marks of footnotes."""
    title = re.sub(r"\((\d{1,2}|\*+)\)", " ", title)
    return UNITS.sub(lambda match: " " if _unit_of(match, data_dir) else match[0], title)


def tidy(text: str) -> str:
    """A text of a record: NFC, one line, no invisible marks."""
    text = unicodedata.normalize("NFC", str(text))
    return " ".join("".join(c if c.isprintable() else " " for c in text if unicodedata.category(c) != "Cf").split())
