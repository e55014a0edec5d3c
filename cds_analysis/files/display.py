"""What the formats of cells make of what they hold: 0.0512 shown as 5.12 %, 326500 as 326.5, a raised digit."""

import operator
import re

from . import numbers

YEAR = "yyyy"  # of a day of which the cell shows the year alone
BUILT_IN = {"9": "0%", "10": "0.00%"}  # number formats that no file spells out
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|[_*].')
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[\d.]+)\]")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_TEST = {"<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge, "=": operator.eq, "<>": operator.ne}


def raised(text: str) -> str:
    """A raised text in plain letters: digits of a footnote or of km² as raised ones, letters of grades as they are."""
    if digits := "".join(c for c in text if c in "0123456789"):
        return digits.translate(_RAISED)
    return text if "*" in text or numbers.status_of(text) else ""


def shows(code: str, value: float) -> int | str:
    """What a number format of Excel makes of a number: the power of ten by which it is shown, or a year with its grade.

    0.0% shows 0.01 as 1.0 (2), #,##0.0, shows 1000 as 1.0 (-3); "Sơ bộ "0 shows 2023 with its grade.
    """
    section = _section(code, value)
    bare = re.sub(r"\[[^\]]*\]", "", _LITERAL.sub("", section))
    power = 2 * bare.count("%") - 3 * sum(len(commas) for commas in re.findall(r"[0#?](,+)(?![0#?,])", bare))
    if power or value != int(value) or not 1800 <= value < 2200:
        return power
    said = re.sub(r"\[[^\]]*\]", "", _LITERAL.sub(lambda match: match[1] or match[2] or "", section))
    text = re.sub(r"[0#?][0#?,.]*|General", str(int(value)), said, count=1)
    return text if numbers.year_of(text)[1] else 0


def _section(code: str, value: float) -> str:
    """The part of a number format that holds for a number: each may state its condition, else by its sign."""
    parts = [""]
    for piece in re.findall(r'"[^"]*"|\\.|\[[^\]]*\]|.', code):
        parts = [*parts, ""] if piece == ";" else [*parts[:-1], parts[-1] + piece]
    for part in parts:
        if (match := _CONDITION.search(part)) and _TEST[match[1]](value, float(match[2])):
            return part
    free = [part for part in parts if not _CONDITION.search(part)] or parts
    if len(free) < len(parts) or value > 0 or len(free) == 1 or (value == 0 and len(free) == 2):
        return free[0]
    return free[1] if value < 0 else free[2]


def matters(code: str) -> bool:
    """Whether a format may show another number than the cell holds, a year with its grade, or of a day the year."""
    return is_year(code) or bool(re.search(r'%|[0#?],+(?![0#?,])|"[^"]*[^\W\d_]', code))


def is_year(code: str) -> bool:
    """Whether a format shows of a day its year alone."""
    return bool(re.fullmatch(r"\s*[ye]{2,4}\s*", re.sub(r"\[[^\]]*\]", "", _LITERAL.sub("", code.split(";")[0])), re.I))


def held_by(code: str, value: str) -> int | str:
    """How a format shows the text of a number, or that it shows of a day the year alone."""
    try:
        return YEAR if is_year(code) else shows(code, float(value))
    except (ValueError, OverflowError):
        return 0
