"""The letterhead of an issuing body, from a settings file: Decree 30/2020/NĐ-CP, article 8 and Appendix I.

Off unless a file is given: its parts make a paper look issued, so they come all together, set by that body, or not at
all. Only Vietnamese papers in PDF and for Word carry it: a page on the web is never issued.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from ..errors import ParameterError

REQUIRED = ("body", "number", "symbol", "place", "date", "recipients", "signature")
OPTIONAL = ("superior", "kind", "summary", "addressees")
SIGNATURE = ("by", "position", "name")
KIND = "BÁO CÁO"
WHERE = "only a Vietnamese PDF or Word file carries one"
GAP = "\u2003\u2003"  # left to be filled in by hand


@dataclass(frozen=True)
class Letterhead:
    """What an issuing body sets: who issues, number, place and day, to whom it goes, who signs.

    A draft may lack number and day (empty text, None); a published paper may not.
    """

    body: str
    number: str
    symbol: str
    place: str
    day: date | None
    recipients: tuple[str, ...]
    position: str
    name: str
    by: tuple[str, ...] = ()  # such as TM. ỦY BAN NHÂN DÂN
    superior: str = ""
    kind: str = KIND
    summary: str = ""
    addressees: tuple[str, ...] = ()

    @property
    def numbered(self) -> str:
        """Number and symbol as printed."""
        return f"Số: {self.number or GAP}/{self.symbol}"

    @property
    def dated(self) -> str:
        """Place and day as printed: a zero before days below 10 and before months 1 and 2 only."""
        if not self.day:
            return f"{self.place}, ngày {GAP} tháng {GAP} năm {GAP}"
        month = f"{self.day.month:02d}" if self.day.month < 3 else str(self.day.month)
        return f"{self.place}, ngày {self.day.day:02d} tháng {month} năm {self.day.year}"


def closed(lines: tuple[str, ...]) -> list[str]:
    """Lines of a list as the decree closes them: each with a semicolon, the last with a full stop."""
    bare = [line.rstrip(";. ") for line in lines]
    return [f"{line};" for line in bare[:-1]] + [f"{line}." for line in bare[-1:]]


def read(path: Path, *, published: bool = False) -> Letterhead:
    """The letterhead of a settings file; docs/letterhead.example.yml shows all keys.

    Args:
        published: Whether the paper is published: number and date must then be filled in.

    Raises:
        ParameterError: The file is missing or no YAML, a key is unknown, missing, or of a wrong kind.
    """
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ParameterError(f"letterhead {path}: cannot be read ({error.strerror})") from None
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
        raise ParameterError(f"letterhead {path}: not valid YAML: {' '.join(str(error).split())}") from None
    where = f"letterhead {path}"
    _keys(found, where, REQUIRED, OPTIONAL)
    _keys(found["signature"], f"{where}, signature", SIGNATURE[1:], SIGNATURE[:1])
    number, day = found["number"], found["date"]
    if isinstance(number, int) and not isinstance(number, bool) and number > 0:
        number = f"{number:02d}"
    if not isinstance(number, str | None):
        raise ParameterError(f'{where}: number is {number!r}; write it as 5 or "05", or "" while not given yet')
    if day not in (None, "") and type(day) is not date:
        raise ParameterError(f"{where}: date is {day!r}, not a day; write it as 2026-11-30, or leave it empty")
    if published and not (number and day):
        raise ParameterError(f"{where}: number and date must be filled in before a brief is published with it")
    return Letterhead(
        body=_text(found, "body", where),
        number=_nfc(number or ""),
        symbol=_text(found, "symbol", where),
        place=_text(found, "place", where),
        day=day or None,
        recipients=_texts(found, "recipients", where),
        position=_text(found["signature"], "position", f"{where}, signature"),
        name=_text(found["signature"], "name", f"{where}, signature"),
        by=_texts({"by": []} | found["signature"], "by", f"{where}, signature", empty=True),
        superior=_text({"superior": ""} | found, "superior", where, empty=True),
        kind=_text({"kind": KIND} | found, "kind", where),
        summary=_text({"summary": ""} | found, "summary", where, empty=True),
        addressees=_texts({"addressees": []} | found, "addressees", where, empty=True),
    )


def _keys(found: object, where: str, required: tuple[str, ...], optional: tuple[str, ...]) -> None:
    if not isinstance(found, Mapping):
        raise ParameterError(f"{where}: found {type(found).__name__}, not keys; there must be {', '.join(required)}")
    known = ", ".join([*required, *(f"{name} (optional)" for name in optional)])
    if wrong := [str(name) for name in found if name not in (*required, *optional)]:
        raise ParameterError(f"{where}: unknown key {', '.join(wrong)}; known are {known}")
    if missing := [name for name in required if name not in found]:
        raise ParameterError(f"{where}: no key {', '.join(missing)}; it must have {known}")


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _text(found: Mapping, name: str, where: str, *, empty: bool = False) -> str:
    value = found[name]
    if not isinstance(value, str) or not (empty or value.strip()):
        raise ParameterError(f"{where}: {name} is {value!r}; it must be a text")
    return _nfc(value)


def _texts(found: Mapping, name: str, where: str, *, empty: bool = False) -> tuple[str, ...]:
    value = found[name]
    if not isinstance(value, list) or not (empty or value) or not all(isinstance(v, str) and v.strip() for v in value):
        raise ParameterError(f"{where}: {name} is {value!r}; it must be a list of texts")
    return tuple(_nfc(v) for v in value)
