"""What a cell of a table may hold: `registers.yml` says it of each column, for registers and raw files alike."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from .. import settings
from . import observations, provinces, sources, vocabulary

DESCRIBED = settings.read(Path(__file__).with_name("registers.yml")).value
WORDS = {"border": provinces.BORDERS, "kind": sources.KINDS, "flags": ("", *observations.FLAGS)}
WORDS |= {"basis": vocabulary.BASES, "origin": vocabulary.ORIGINS, "standing": vocabulary.STANDINGS}
WORDS |= {"level": vocabulary.LEVELS, "target_level": vocabulary.TARGET_LEVELS, "status": observations.STATUSES}
WORDS |= {"comparator": observations.COMPARATORS, "price_basis": observations.PRICE_BASES}
FORMS = {"number": r"-?\d+(\.\d+)?", "integer": r"\d+", "year": r"\d{4}", "date": r"\d{4}-\d\d-\d\d"}
TIMES = {  # whether a text is one, and what to write
    "period": (observations.is_period, "write 2024, 2024-06, 2024-Q1, 2024-06-30 or two of them with .."),
    "vintage": (observations.is_vintage, "write 2025, 2025-01 or 2025-01-06"),
}


def rules(table: str, column: str) -> dict:
    """What registers.yml says of a column: type, form, `in`, `time`, `one_of` as words, `full` where never empty."""
    about = DESCRIBED["tables"][table]
    found = DESCRIBED["columns"].get(column, {}) | about.get("columns", {}).get(column, {})
    if found.get("in") == table:  # its own key
        del found["in"]
    if isinstance(words := found.get("one_of"), str):
        found["one_of"] = WORDS[words]
    return found | {"full": column in about["key"] or column in about.get("full", [])}


def wrong(text: str, about: dict, held: Mapping[str, Collection[str]]) -> Iterator[tuple[str, str]]:
    """What is wrong with a cell, and what to do; `held` are the ids of each register."""
    if not unicodedata.is_normalized("NFC", text):
        yield "letters with loose diacritics (not NFC)", "save the text as NFC"
    if about["full"] and not text:
        yield "nothing here", "fill it in"
        return
    parts = text.split(about["many"]) if "many" in about else [text]
    if register := about.get("in"):
        remedy = "correct it" if "many" in about else "correct it or register it"
        file = register if "." in register else f"{register}.csv"
        yield from ((f"'{part}' is not in {file}", remedy) for part in parts if part not in held[register])
    if "one_of" in about and not set(parts) <= set(about["one_of"]):
        yield f"'{text}'", f"use one of {' '.join(filter(None, about['one_of']))}"
    if text and "time" in about:
        fits, remedy = TIMES[about["time"]]
        yield from [] if fits(text) else [(f"'{text}'", remedy)]
    elif text and (form := about.get("form") or FORMS.get(about.get("type"))) and not re.fullmatch(form, text):
        number = about.get("type") in ("number", "integer")
        usual = "write a number with a decimal point" if number else "write a year, or a day as 2025-07-01"
        yield f"'{text}'", about.get("remedy", usual)
