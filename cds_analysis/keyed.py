"""Values that know their key in results.json, so that each number in a sentence tells where it comes from.

`keyed` wraps the values of a record; arithmetic keeps the keys ("100*share.targets.0.probability"). Where such a value
is written, marks no reader sees stand around the text; `html` turns them into elements that name the key.
"""

import operator
import re
from collections.abc import Callable
from datetime import date
from html import escape

import numpy as np

OPEN, BETWEEN, CLOSE = "\ue000", "\ue001", "\ue002"  # of Unicode's private use
MARKED = re.compile(f"{OPEN}([^{BETWEEN}]*){BETWEEN}([^{CLOSE}]*){CLOSE}")


class Keyed:
    """What all keyed values share: a key, and marks around what is written of them."""

    key = ""

    def __format__(self, spec: str) -> str:
        return mark(self, format(self.bare(), spec))

    def __str__(self) -> str:
        return mark(self, str(self.bare()))

    def __reduce__(self):
        return (plain, (self.bare(),))


class Text(Keyed, str):
    """A text such as a period or the day of a publication."""

    bare = str.__str__

    def __getitem__(self, at) -> str:
        return _with_key(self.bare()[at], self.key)

    def split(self, *how) -> list[str]:
        """Its parts, each with the key of the whole."""
        return [_with_key(part, self.key) for part in self.bare().split(*how)]


class Day(Keyed, date):
    """A day."""

    def bare(self) -> date:
        """The plain day."""
        return date(self.year, self.month, self.day)


class Number(Keyed):
    """What keyed whole and real numbers share."""

    def __abs__(self):
        return _with_key(abs(self.bare()), f"abs({self.key})")

    def __neg__(self):
        return _with_key(-self.bare(), f"(- {self.key})")


def _operation(apply: Callable, sign: str, mirrored: bool) -> Callable:
    """An operation of numbers whose result is keyed by both sides."""

    def operate(self, other):
        first, second = (other, self) if mirrored else (self, other)
        return _with_key(apply(plain(first), plain(second)), f"({key_of(first)} {sign} {key_of(second)})")

    return operate


for _name, _sign in (("add", "+"), ("sub", "-"), ("mul", "*"), ("truediv", "/")):
    for _side in ("", "r"):
        setattr(Number, f"__{_side}{_name}__", _operation(getattr(operator, _name), _sign, _side == "r"))


class Whole(Number, int):
    """A whole number, such as a year."""

    bare = int.__int__


class Real(Number, float):
    """A real number."""

    bare = float.__float__


class Items(list):
    """A list that knows its key, for `count`."""


class Parts(dict):
    """A mapping that knows its key, for `count`."""


KINDS = {int: Whole, float: Real, str: Text, date: lambda day: Day.fromordinal(day.toordinal())}


def plain(value):
    """A value without its key."""
    return value.bare() if isinstance(value, Keyed) else value


def key_of(value) -> str:
    """The key of a value, or the value itself where it is none of results.json."""
    return value.key if isinstance(value, Keyed) else repr(value)


def _with_key(value, key: str):
    value = value.item() if isinstance(value, np.generic) else plain(value)
    if (kind := KINDS.get(type(value))) is None:  # such as True, which tells no number
        return value
    found = kind(value)
    found.key = key
    return found


def keyed(value, key: str = ""):
    """A record whose values know their key: names and places in lists joined by dots, as in share.targets.0.value."""
    before = f"{key}." if key else ""
    if isinstance(value, dict):
        names = {n: _with_key(n, f"name({before}{n})") if isinstance(n, int) else n for n in value}
        found = Parts({names[name]: keyed(part, f"{before}{name}") for name, part in value.items()})
    elif isinstance(value, list | tuple):
        found = Items(keyed(part, f"{before}{at}") for at, part in enumerate(value))
    else:
        return _with_key(value, key)
    found.key = key
    return found


def count(items):
    """How many there are; keyed where the items are a list of a record."""
    key = items.key if isinstance(items, Items | Parts) else ""
    return _with_key(len(items), f"len({key})") if key else len(items)


def mark(value, text: str) -> str:
    """A text written of a value, with marks where the value is keyed and the text holds a digit outside of marks."""
    if not isinstance(value, Keyed) or OPEN in text or not any(sign.isdigit() for sign in text):
        return text
    return f"{OPEN}{value.key}{BETWEEN}{text}{CLOSE}"


def html(text: str) -> str:
    """Marks as elements that name the key, to a program and to whoever points at the number."""

    def element(found) -> str:
        key = escape(found[1])
        return f'<span data-key="{key}" title="results.json: {key}">{found[2]}</span>'

    return MARKED.sub(element, text)


def bare(text: str) -> str:
    """The text a reader sees."""
    return MARKED.sub(r"\2", text)
