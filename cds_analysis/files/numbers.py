"""Figures and years as publishers print them: decimal marks, signs for missing figures, marks of status, footnotes."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pandas as pd

from .. import settings

SAID = settings.read(Path(__file__).with_name("words.yml")).value
MISSING = set(SAID["missing"])
ASK = "state the decimal mark in a mapping file, `decimal: ','` or `decimal: '.'`"

FORECAST = "forecast"  # a grade of ours for what is no outcome: nothing keeps such figures
_SAYS_NOTHING = re.compile(rf"(?:{'|'.join(SAID['beside_years'])})(?=\s|$)", re.I)
_ANY = "|".join(f"(?P<{name}>{'|'.join(words)})" for name, words in SAID["marks"].items())
_NOTE = r"(?:\s*(?:\(\d{1,2}\)|\(\*{1,3}\)|\[\d{1,2}\]|\*{1,4}|[⁰¹²³⁴-⁹]+))*"
YEAR = r"(?:1[89]|20|21)\d\d"
_YEAR = re.compile(rf"(?<!\d){YEAR}(?!\d)")
_BESIDE = re.compile(r"\(\d{1,2}\)|\[\d{1,2}\]|[⁰¹²³⁴-⁹*]|\[yr\d{4}\]|[\s()\[\]:,./_-]+", re.I)
_WORDS = re.compile(rf"(?:{_ANY})(?=\s|$)", re.I)
_TRAILING = re.compile(rf"(?<=[^\W\d_]){_NOTE}$")
_PART = re.compile(f"^(?:{'|'.join(SAID['parts_of_years'])})$".replace("YEAR", YEAR), re.I)
_NOT_ONE = re.compile("|".join(SAID["no_one_year"]).replace("YEAR", YEAR), re.I)
THOUSANDS = r"^-?[1-9]\d{0,2}\.\d{3}$"
PLAIN = r"^-?\d+(?:\.\d+)?$"
FIGURE = re.compile(
    rf"^(?P<number>[-+−–]?\s?(?:\d[\d.,'’ \u00a0\u202f\u2009]*|[.,]\d+)(?:[eE][-+]?\d{{1,3}})?)\s*%?"
    rf"(?:\s*[(\[]?\s*(?:{_ANY})\s*[)\]]?|\s+(?P<flags>[b-fil-prsuz]{{2,3}}|[bcdfinrsuz]))?{_NOTE}$",
    re.I,
)
_BLANKS, _MINUS = re.compile(r"[ \u00a0\u202f\u2009'’]"), str.maketrans("−–", "--")
_SCIENTIFIC = re.compile(r"^[-+]?\d+(?:[.,]\d+)?[eE][-+]?\d{1,3}$")
_GRADED = re.compile(rf"(?<!\w)(?:{_ANY})(?!\w)", re.I)


def _marked(match: re.Match) -> str:
    """The grade whose word was found, "" for none."""
    return next((name for name in SAID["marks"] if match[name] is not None), "")


def grade(text: str) -> str | None:
    """The grade that a text says and nothing else, "" for an empty one, None where it says none."""
    text = " ".join(unicodedata.normalize("NFC", text).lower().split())
    match = re.fullmatch(_ANY, re.sub(r"^\((\w)\)$", r"\1", text))  # (p) and (e)
    return _marked(match) if match else SAID["grades"].get(text, None if text else "")


def status_of(text: str) -> str:
    """The grade a mark of a figure means, "" where it means none of ours (CL_OBS_STATUS, Eurostat's flags, words)."""
    text = str(text).strip().strip("().").lower()
    found = (SAID["codes"].get(part) or grade(part) for part in (text, *re.split(r"[\s,;]+", text)))
    return next(filter(None, found), "")


def without_grade(text: str) -> tuple[str, str]:
    """A text without the first word of a grade in it, and that grade."""
    match = _GRADED.search(text)
    return (f"{text[: match.start()]} {text[match.end() :]}", _marked(match)) if match else (text, "")


def year_of(text: str) -> tuple[str, str]:
    """The year a label means and its grade; ("", "") where it is no year.

    "Sơ bộ năm 2023", "2023 (Prel.)", "2023p", "ƯTH 2023", "2022 r/", "Năm 2023", "2023 [YR2023]" are years; so is
    "Kế hoạch 2025", with the grade FORECAST. "Nam 2023" may speak of men.
    """
    if len(text) > 60 or not (match := _YEAR.search(text)):
        return "", ""
    before, after = text[: match.start()], text[match.end() :]
    after = re.sub(rf"^\.0$|\[YR{match[0]}\]", "", after)
    grades = set()
    for part in (before, after):
        part = _BESIDE.sub(" ", part.strip()).strip()
        while part:
            word = _WORDS.match(part) or _SAYS_NOTHING.match(part)
            if not word:
                return "", ""
            grades |= {_marked(word)} if word.re is _WORDS else set()
            part = part[word.end() :].strip()
    return (match[0], next(iter(grades), "")) if len(grades) < 2 else ("", "")


def is_year(text: str) -> bool:
    return bool(year_of(text)[0])


def is_figure(text: str) -> bool:
    """Whether a text is a figure as printed, which one that looks like a year may be."""
    return len(text) < 100 and bool(FIGURE.match(text))


def is_part_of_year(text: str) -> bool:
    """Whether a label is a month, a quarter or a half of a year, or a span of years."""
    return len(text) <= 60 and bool(_PART.match(text) or (holds_year(text) and _NOT_ONE.search(text)))


def holds_year(text: str) -> bool:
    """Whether a year stands in a label, whatever stands beside it."""
    return bool(_YEAR.search(text))


def tidy_labels(column: pd.Series, *, footnotes: bool) -> tuple[dict[str, str], dict[str, str]]:
    """For each label of a dimension what stands for it, and the grade its mark says ({} where none has one).

    Labels that would become the same are kept as they are.
    """
    printed = list(column.unique())
    years = {label: year_of(label) for label in printed}
    tidy, marks = {}, {}
    of_years = sum(1 for year, _ in years.values() if year) * 2 >= len(printed)
    for label, (year, mark) in years.items():
        bare = (_TRAILING.sub("", label) or label) if footnotes else label  # without (1), [2], *, ¹
        tidy[label] = year if of_years and year else bare
        if of_years and mark:
            marks[label] = mark
    if len(set(tidy.values())) < len(tidy):
        seen = Counter(tidy.values())
        tidy = {label: new if seen[new] == 1 else label for label, new in tidy.items()}
    return tidy, marks


@dataclass(frozen=True)
class Numbers:
    """Figures as plain texts, their grades, signs for missing ones, and the first fault (position, found, remedy)."""

    value: pd.Series
    status: pd.Series
    missing: pd.Series
    fault: tuple[int, str, str] | None = None


def numbers(texts: pd.Series, *, decimal: str = "", missing: Sequence[str] = ()) -> Numbers:
    """Figures as printed turned into plain numbers; the decimal mark is found out over all of them.

    Args:
        decimal: "." or "," where it is known.
        missing: Further signs for a missing figure.
    """
    texts = texts.fillna("").astype("str").str.strip()
    signs = MISSING | set(missing)
    gone = texts.isin(signs) & texts.ne("")
    if (flagged := texts.str.startswith(":")).any():  # ": c" and the like
        gone |= flagged & texts.str.match(r"^:\s?[a-z]{1,3}$")
    value = texts.mask(gone, "")
    empty = pd.Series("", index=texts.index, dtype="str")
    sign = empty.mask(gone, texts)
    rest = value[value.ne("")]

    def wrong(text: str, found: str, remedy: str = ASK) -> Numbers:
        return Numbers(value, empty, sign, (int((value == text).to_numpy().argmax()), found, remedy))

    if rest.str.match(PLAIN).all() and (decimal == "." or _surely_points(rest)):
        return Numbers(value, empty, sign)
    points = value.str.replace(",", ".")
    if decimal != "." and rest.str.match(r"^-?\d+(?:,\d+)?$").all() and (decimal or _surely_points(points)):
        return Numbers(points, empty, sign)
    odd = {text: FIGURE.match(text) if len(text) < 100 else None for text in rest.unique()}
    for text, match in odd.items():
        if match is None:
            remedy = "mend the cell; a missing figure is left empty or written as '..'"
            return wrong(text, f"'{text[:60]}' is no number", remedy)
    bared = {text: bare(match["number"]) for text, match in odd.items()}
    mark, fault = (decimal, ()) if decimal else decimal_mark(list(bared.values()))
    if fault:
        return wrong(next((text for text, number in bared.items() if number == fault[0]), ""), *fault[1:])
    done = {text: plain(number, mark) for text, number in bared.items()}
    for text, number in done.items():
        if number is None:
            return wrong(text, f"'{text[:60]}' is no number with the decimal mark '{mark}'")
    grades = {text: _marked(match) or status_of(" ".join(match["flags"] or "")) for text, match in odd.items()}
    grades[""] = done[""] = ""
    return Numbers(value.map(done).astype("str"), value.map(grades).astype("str"), sign)


def _surely_points(rest: pd.Series) -> bool:
    """Whether plain texts cannot mean thousands by a point: none looks like 1.234, or another one settles it."""
    if not rest.str.match(THOUSANDS).any():
        return True
    return bool(rest.str.match(r"^-?(?:\d+\.(?:\d{1,2}|\d{4,})|0\.\d+|\d{4,}\.\d+|\d{5,})$").any())


def doubtful(texts: pd.Series, groups: pd.Series) -> pd.Series:
    """Where a text with a point may mean thousands: no other settles it, or whole numbers stand beside it in its group.

    950, 987, 1.012 is a thousand and twelve, whatever other series are written with a point.
    """
    like = texts.str.match(THOUSANDS)
    if not like.any() or not _surely_points(texts):
        return like
    suspect = [
        name for name, own in texts.groupby(groups) if own.str.match(r"^-?\d{3,}$").any() and not _surely_points(own)
    ]
    return like & groups.isin(suspect)


def decimal_mark(texts: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The decimal mark of figures printed alike, or the figure that leaves it open, why, and what to do.

    12,67 and 1.234,5 show a comma; 0.5 and 1,234.5 a point; 1.234.567 shows that the point parts thousands; 12345
    beside 1.234 that none does. Where all figures look like 1.234 it stays open.
    """
    shown: dict[str, str] = {}
    open_ = whole = ""
    for text in texts:
        body = text.lstrip("-")
        if _SCIENTIFIC.match(text):
            continue
        marks = [mark for mark in body if mark in ".,"]
        if not marks:
            whole = whole or (text if len(body) > 4 else "")  # 9250 is printed so beside 10.871, too
        elif len(set(marks)) == 2:
            shown.setdefault(marks[-1], text)
        elif len(marks) > 1:
            shown.setdefault("," if marks[0] == "." else ".", text)
        elif re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", body):
            open_ = open_ or text
        else:
            shown.setdefault(marks[0], text)
    if len(shown) == 2:
        first, second = shown.values()
        return "", (second, f"'{first}' and '{second}' have different decimal marks")
    if shown:
        return next(iter(shown)), ()
    if open_ and whole:
        return ("." if "." in open_ else ","), ()
    if open_:
        other = "." if "," in open_ else ","
        remedy = f"`decimal: '{other}'` in a mapping file if it means {open_.replace('.', '').replace(',', '')}, "
        remedy += f"`decimal: '{'.' if other == ',' else ','}'` if it has three decimals"
        return "", (open_, f"'{open_}' may be a whole number or have decimals, and no other figure settles it", remedy)
    return ".", ()


def bare(text: str) -> str:
    """A figure without blanks between its thousands, its minus as typed."""
    return _BLANKS.sub("", text).translate(_MINUS).lstrip("+")


def plain(text: str, mark: str) -> str | None:
    """A figure without marks of thousands, with a decimal point."""
    other = "," if mark == "." else "."
    body = text.lstrip("-")
    if _SCIENTIFIC.match(text):
        return expand(text.replace(",", "."))
    whole, _, part = body.partition(mark)
    groups = whole.split(other)
    if mark in part or other in part or not (whole or part):
        return None
    if len(groups) > 1 and (not 1 <= len(groups[0]) <= 3 or any(len(g) != 3 for g in groups[1:])):
        return None
    digits = "".join(groups) or "0"
    return ("-" if text.startswith("-") else "") + digits + (f".{part}" if part else "")


def expand(text: str) -> str | None:
    """A number in scientific form as a plain text; None where it is none, or would be endlessly long."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite() or not -40 <= number.adjusted() <= 40 or len(text) > 60:
        return None
    plain = format(number, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def shifted(text: str, power: int) -> str:
    """A plain number times a power of ten, digit by digit."""
    return format(Decimal(text).scaleb(power).normalize(), "f") if power and text else text


def of_number(number: float | int) -> str:
    """A number of a binary format as a plain text: 12.0 as 12, never in scientific form; "" for none at all."""
    if number != number:
        return ""
    text = repr(number)
    if text.endswith(".0"):
        return text[:-2]
    return (expand(text) or text) if "e" in text or "n" in text else text
