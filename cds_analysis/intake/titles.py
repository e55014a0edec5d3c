"""What the title of a table says of all its figures: data/tables.csv keeps those that the statistics office prints.

A title is understood only where all its words are: one beside those of a registered title, such as nữ, may change what
the figures mean.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from ..data import indicators, observations
from . import place_labels, words

CODE = re.compile(
    r"^\s*(?:(?:pl\.)?[ve]\d\d\.\d\d(?:-\d\d)?|(?:bảng|biểu|table)\s+\d+[a-z]?(?=[.:\s])|\d{1,3}[.:])", re.I
)
YEARS = r"(?:19|20)\d\d"
PRICES = rf"(?:(?:tinh )?theo )?(?:gia )?(?:hien hanh|thuc te|so sanh|co dinh)(?: nam)?(?: {YEARS})?"
PRICES += rf"|(?:at )?(?:constant |current |{YEARS} )+prices?(?: of)?(?: {YEARS})?"
MALE = "nam0"  # what nam stands as while năm (year) is nam


@dataclass(frozen=True)
class Meaning:
    """What holds for all figures of a table; empty where its title does not say. Names of indicators say no more."""

    title: str = ""
    indicator: str = ""
    code: str = ""  # of the tables with this title, by ;
    nation: str = ""  # the indicator in the row of the nation
    unit: str = ""
    price_basis: str = ""
    measure: str = ""
    less: str = ""  # of an index of the year before: growth is the printed figure less this


def said(text: str) -> str:
    """The plain words of a title, with nam and năm told apart."""
    text = unicodedata.normalize("NFC", text).lower().replace("_", " ")
    return words.plain(re.sub(r"\bnam\b", MALE, text))


def _either(texts: Iterable[str]) -> str:
    """A pattern for any of some texts, the longest first."""
    return "|".join(map(re.escape, sorted({text for text in map(said, texts) if text}, key=len, reverse=True)))


_TOTAL = frozenset(map(said, words.SAID["total"]))


def is_total(text: str) -> bool:
    """Whether a label says the total, in two languages it may be."""
    parts = [said(part) for part in re.split(r"\s[-–/]\s|[()]", text)]
    return any(parts) and _TOTAL.issuperset(filter(None, parts))


_BY = (
    rf"(?:phan theo|chia theo|theo|by)(?: (?:va|and|phan theo|chia theo|theo|by|{_either(words.SAID['breakdowns'])}))+"
)
_PARTS = re.compile(rf"(?<!\S)(?:{_either(words.SAID['parts'])})(?!\S)")
_NO_PARTS = re.compile(rf"(?<!\S)(?:{_either(words.SAID['no_parts'])})(?!\S)")


@lru_cache(maxsize=8)
def known(data_dir: Path) -> dict[str, Meaning]:
    """Meanings by the words of their titles: names of indicators, and the registered titles of tables."""
    table = pd.read_csv(data_dir / "tables.csv", dtype=str, keep_default_na=False)
    names = words.names("indicator", data_dir).items()
    names = {said(text): Meaning(indicators.get(meant, data_dir).name_vi, meant) for text, meant in names}
    return names | {said(row["title"]): Meaning(**row) for row in table.to_dict("records")}


@lru_cache(maxsize=8)
def _longest(data_dir: Path) -> int:
    return max(name.count(" ") for name in known(data_dir)) + 1


@lru_cache(maxsize=10_000)
def read(
    title: str, data_dir: Path, dimensions: tuple[str, ...] = (), usual: tuple[str, ...] = ()
) -> tuple[tuple[Meaning, ...], str]:
    """The known titles that stand in a text, those of most letters, and its words beside them and the usual ones.

    Args:
        dimensions: Names of dimensions, which PX-Web writes behind the title.
        usual: Words that the user says to change nothing.
    """
    text = words.without_unit(CODE.sub("", title), data_dir)
    whole, names, most = said(text).split(), known(data_dir), _longest(data_dir)
    spans = ((n, m) for n in range(len(whole)) for m in range(n + 1, min(len(whole), n + most) + 1))
    found = {" ".join(whole[n:m]): (n, m) for n, m in spans if " ".join(whole[n:m]) in names}
    place = place_labels.match(text, data_dir).kind in (place_labels.PLACE, place_labels.REGION)
    if not found and (words.unit(text, data_dir) or is_total(text) or (place and not text.strip().isdigit())):
        return (), ""
    longest = max(map(len, found), default=0)
    best = tuple(names[name] for name in found if len(name) == longest)
    ours = {meaning.indicator for meaning in best}
    for name in sorted(found, key=len, reverse=True):  # the same in another language, or in brackets behind it
        if names[name].indicator in ours:
            by = "phan theo" if " phan theo " in name or " by " in name else ". ."
            whole[slice(*found[name])] = ["."] * (name.count(" ") - 1) + (by.split() if " " in name else ["."])
    rest = " ".join(whole)
    usual = _either((*words.SAID["usual"], *dimensions, *usual))
    prices = f"|{PRICES}" if words.price_basis(title) in observations.PRICE_BASES else ""
    if (basis := words.price_basis(title)).startswith("constant") and not prices:
        rest = re.sub(rf"(?<!\S){basis[-4:]}(?!\S)", basis[-4:] + "!", rest)  # is no year of the figures
    beside = re.sub(rf"(?<!\S)(?:{_BY}{prices}|{usual}|{YEARS}|\.)(?!\S)", " ", rest)
    beside = " ".join(beside.split())
    match = place_labels.match(beside.replace(MALE, "nam"), data_dir)
    is_place = match.kind in (place_labels.PLACE, place_labels.REGION) and not beside.isdigit()
    return best, "" if is_place else beside


def part(beside: str, own: str = "") -> str:
    """The first of some words that says a part of the whole, not one year or no outcome; empty where none does.

    Args:
        own: Words of the indicator itself, which say none.
    """
    text = re.sub(r"(?<!\S)\d+(?!\S)", "9", _NO_PARTS.sub(" ", beside))
    return next((match[0] for match in _PARTS.finditer(text) if f" {match[0]} " not in f" {own} "), "")


def shown(beside: str) -> str:
    """Words as they are told."""
    return beside.replace(MALE, "nam").replace("!", "")[:80]
