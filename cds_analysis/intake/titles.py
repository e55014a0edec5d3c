"""What the title of a table says of all its figures: data/tables.csv keeps those that the statistics office prints.

A title is understood only where all its words are: one beside those of a registered title, such as nữ, may change what
the figures mean.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from ..data import indicators
from . import words

CODE = re.compile(r"^\s*(?:(?:pl\.)?[ve]\d\d\.\d\d(?:-\d\d)?|(?:bảng|biểu|table)\s+\d+[a-z]?|\d{1,3})(?=[.:\s])", re.I)
YEARS = re.compile(r"(?<!so sanh )(?<!so sanh nam )(?<!\S)20\d\d(?!\S)")


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
    """The plain words of a title; nam (male) is told from năm (year)."""
    text = unicodedata.normalize("NFC", text).lower()
    return words.plain(re.sub(r"\bnam\b", "male", text))


USUAL = tuple(map(said, words.SAID["usual"]))


@lru_cache(maxsize=8)
def known(data_dir: Path) -> dict[str, Meaning]:
    """Meanings by the words of their titles: names of indicators, and the registered titles of tables."""
    table = pd.read_csv(data_dir / "tables.csv", dtype=str, keep_default_na=False)
    names = words.known("indicator", data_dir).items()
    names = {text: Meaning(indicators.get(meant, data_dir).name_vi, meant) for text, meant in names}
    return names | {said(row["title"]): Meaning(**row) for row in table.to_dict("records")}


def read(title: str, dimensions: tuple[str, ...], data_dir: Path) -> tuple[list[Meaning], str]:
    """The registered titles that stand in a title, those of most letters, and its words beside them and the usual ones.

    Args:
        dimensions: Names of dimensions, which PX-Web writes behind the title.
    """
    whole = f" {YEARS.sub(' ', said(words.without_unit(CODE.sub('', title), data_dir)))} "
    found = {name: meant for name, meant in known(data_dir).items() if f" {name} " in whole}
    longest = max(map(len, found), default=0)
    best = {name: meant for name, meant in found.items() if len(name) == longest}
    prices = [] if any(m.price_basis for m in best.values()) else words.SAID["prices"]
    parts = {*best, *map(said, dimensions), *USUAL, *prices} - {""}
    either = "|".join(map(re.escape, sorted(parts, key=len, reverse=True)))
    return list(best.values()), " ".join(re.sub(rf"(?<!\S)(?:{either})(?!\S)", " ", whole).split())
