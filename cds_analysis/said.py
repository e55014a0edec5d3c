"""Errors, help and printed lines in the reader's language: English as in the code, Vietnamese by words/messages.vi.yml.

A key of that file is an English text with `{}` for each value; its Vietnamese has {0}, {1} where they belong. A text is
read as one entry or as several behind one another, so that most of its letters are some entry's; a value between single
quotes stays as it is, any other is said in turn where it is an entry itself. What is no entry stays. {0:n} is a number
that the code told by a format with a comma or decimals: it is told the Vietnamese way. Everything else may be typed or
copied (years, days, ids, versions, what a file holds) and stays.
"""

import os
import re
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

LANGUAGES = ("vi", "en")
BETWEEN = re.compile(  # what may part two entries
    r"; |: |, | -> |\s{2,}|(?<=\.) |(?<=[\d']) (?=(?:is|stands|lies|differs|for) |\[)"
)
MOST = 24  # of these in one line; in what follows no end of an entry is looked for
NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?(e[+-]\d+)?%?")
_used: list[str] = []  # the language asked for last
_labels: dict[str, str] = {}


def language() -> str:
    """That asked for, else that of CDS_LANG, else Vietnamese where the locale is."""
    names = ("CDS_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    found = _used[0] if _used else next(filter(None, map(os.environ.get, names)), "")
    return "vi" if found.startswith("vi") else "en"


def use(lang: str) -> None:
    """Speak this language from now on; with an empty text that of the surroundings again."""
    _used[:] = [lang] if lang in LANGUAGES else []


def named(name: str, *labels: str) -> str:
    """An id behind its label, given in Vietnamese and English, as errors name measures and indicators."""
    vietnamese, english = (f"{label} ({name})" for label in labels)
    if _labels.get(english) == vietnamese:
        return english
    _labels[english] = vietnamese
    _best.cache_clear()
    _whole.cache_clear()
    return english


def said(text: object, lang: str = "") -> str:
    """A text in a language, by default the reader's; its lines and the blanks around them stay."""
    if (lang or language()) == "en" or not str(text).strip():
        return str(text)
    return "".join(_best(part)[1] for part in re.split(r"(:?\n\s*|^\s+|:?\s*$)", str(text)))


def heading(name: str) -> str:
    """The name of a column or a kind in the reader's language, as a heading or a word beside a figure."""
    return said(f"heading {name}").removeprefix("heading ")


def number(value: object, form: str = "") -> str:
    """A number told, in the reader's language; the form is that of English."""
    text = format(value, form)
    return f"{_Value(text):n}" if language() == "vi" else text


class _Value(str):
    def __format__(self, form: str) -> str:
        return self.translate(str.maketrans(",.", ".,")) if form and NUMBER.fullmatch(self) else str(self)


@cache
def entries() -> dict[str, str]:
    """What messages.vi.yml holds."""
    import yaml

    text = Path(__file__).with_name("words").joinpath("messages.vi.yml").read_text(encoding="utf-8")
    return yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@cache
def _patterns() -> list[tuple[int, list[str], str]]:
    """Entries with values: how many letters each has, its pieces and its meaning."""
    return [(_letters(key), key.split("{}"), text) for key, text in entries().items() if "{}" in key]


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


@cache
def _pattern(pieces: tuple[str, ...], value: str) -> re.Pattern:
    return re.compile(value.join(map(re.escape, pieces)), re.S)


@lru_cache(maxsize=2_000)
def _whole(text: str) -> tuple[float, str]:
    """How many letters of a text one entry covers, and of its values a little less, and the text said by it."""
    if found := _labels.get(text) or entries().get(text):
        return _letters(text), found
    best = 0, text
    for letters, pieces, meant in _patterns():
        if text.startswith(pieces[0]) and text.endswith(pieces[-1]) and all(piece in text for piece in pieces):
            for match in filter(None, (_pattern(tuple(pieces), v).fullmatch(text) for v in ("(.*?)", "(.*)"))):
                quoted = (before[-1:] == "'" == after[:1] for before, after in pairwise(pieces))
                values = [(0, v) if q else _best(v) for v, q in zip(match.groups(), quoted, strict=True)]
                found = letters + 0.999 * sum(n for n, _ in values)
                best = max(best, (found, meant.format(*(_Value(value) for _, value in values))), key=lambda one: one[0])
    return best


@lru_cache(maxsize=2_000)
def _best(text: str) -> tuple[float, str]:
    """The same with the entries that, behind one another, cover most of the text."""
    if text in entries():
        return _letters(text), entries()[text]
    marks = list(BETWEEN.finditer(text))[:MOST]
    starts, ends = [0, *(m.end() for m in marks)], [*(m.start() for m in marks), len(text)]
    behind = [(0, "")]
    for first in reversed(range(len(starts))):
        found = []
        for last in range(len(ends) - 1, first - 1, -1):
            letters, part = _whole(text[starts[first] : ends[last]])
            rest, after = behind[last - first]
            gap = marks[last].group() if last < len(marks) else ""
            found.append((letters + rest, part + gap + after))
        behind.insert(0, max(found, key=lambda one: one[0]))
    return behind[0]
