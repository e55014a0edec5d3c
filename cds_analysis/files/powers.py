"""Powers of ten that stand apart from the figures they belong to: UNIT_MULT, SCALE, POWERCODE, multiplier."""

import re
import unicodedata

import pandas as pd

from . import numbers

POWERS, UNITS = set(numbers.SAID["powers"]), set(numbers.SAID["units"])  # headings of columns
_WORDS = numbers.SAID["power"]
_NAMED = {3: "thousand", 6: "million", 9: "billion", 12: "trillion"}


_IN_TITLE = re.compile(r"\((?:in |đơn vị(?: tính)?: )?(thousands?|millions?|billions?|nghìn|ngàn|triệu|tỷ)\)", re.I)


def _says_power(unit: str) -> bool:
    return any(re.search(rf"\b{word}", unit.lower()) for word, power in _WORDS.items() if power > 2)


def key_of(name: str) -> str:
    """A column's name for comparison: lower case, in SDMX-CSV without what follows the colon."""
    return unicodedata.normalize("NFC", name.split(":")[0]).strip().lower()


def _power(text: str) -> int | None:
    """The power of ten that a text says: 6, "6: Millions", Millions, 1000000, 10^6 are 6; None where it says none."""
    text = text.partition(":")[0].strip().lower()
    if re.fullmatch(r"10{2,15}", text):
        return len(text) - 1
    if match := re.fullmatch(r"(?:10\^)?(-?\d{1,2})(?:\.0)?", text):
        return int(match[1])
    return _WORDS.get(text.removesuffix("s"), None if text else 0)


def _in_words(unit: str, power: int) -> str:
    """A unit and its power of ten, "million USD"; a unit whose words say the power has it already."""
    words = _NAMED.get(power, f"10^{power}" if power else "")
    return unit if words in unit.lower() else f"{words} {unit or '(no unit named)'}"


def _dimension(parts: dict[str, pd.Series]) -> tuple[str, dict[str, int | None]]:
    """The dimension of powers of ten, and what its labels say."""
    name = next((n for n in parts if key_of(n) in POWERS and len(parts) > 1), "")
    return name, {label: _power(label) for label in parts[name].unique()} if name else {}


def odd(parts: dict[str, pd.Series]) -> tuple[str, str] | None:
    """The dimension of powers of ten and what stands there that is none, if anything does."""
    name, labels = _dimension(parts)
    wrong = next((label for label, power in labels.items() if power is None), None)
    return None if wrong is None or key_of(name) == "scale" else (name, f"'{wrong[:60]}' is no power of ten")


def applied(parts: dict[str, pd.Series], value: pd.Series, where: pd.Series, said: dict) -> tuple[pd.Series, pd.Series]:
    """Figures whose powers of ten stand in a dimension: all of one unit in one power, which its name then tells."""
    if (power := _IN_TITLE.search(said.get("title", ""))) and said.get("unit") and not _says_power(said["unit"]):
        said["unit"] += f" (the title says {power[1]})"  # asked about, as no unit is called so
    name, labels = _dimension(parts)
    if not name or None in labels.values():
        return value, where
    own = parts.pop(name).map(labels)
    beside = next((n for n in parts if key_of(n) in UNITS), "")
    units = parts[beside] if beside else pd.Series(said.get("unit", ""), index=own.index, dtype="str")
    least = own.groupby(units).transform("min")
    if (more := (own > least) & value.ne("")).any():
        where = where.mask(more, where + ", printed as " + value + " x 10^" + own.astype("str"))
        shifted = [numbers.shifted(v, p) for v, p in zip(value, own - least, strict=True)]
        value = pd.Series(shifted, index=value.index, dtype="str")
    pairs = list(zip(units, least, strict=True))
    named = {pair: _in_words(*pair) for pair in set(pairs)}
    united = pd.Series([named[pair] for pair in pairs], index=own.index, dtype="str")
    if len(set(named.values())) == 1:
        said["unit"] = united.iloc[0]
        parts.pop(beside, None)
    else:
        parts[beside or "unit"] = united
    return value, where
