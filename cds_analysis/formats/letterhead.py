"""The letterhead of an issuing body, from a settings file: Decree 30/2020/NĐ-CP, article 8 and Appendix I.

Off unless a file is given: its parts make a paper look issued, so they come all together, set by that body, or not at
all. Only Vietnamese papers in PDF and for Word carry it: a page on the web is never issued.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from .. import settings
from ..errors import DataError, ParameterError
from ..words import spelling

SCHEMA = Path(__file__).with_name("letterhead.schema.json")
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
    kind: str = "BÁO CÁO"  # empty: an official letter (công văn), whose summary stands below the number
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
        day, month, year = spelling.day(self.day, "vi").split("/")
        return f"{self.place}, ngày {day} tháng {month} năm {year}"

    def lines(self) -> dict[str, list[str]]:
        """What a paper prints of it: the lines of each part, none of one that is not there."""
        several = len(self.addressees) > 1
        named = {name: [getattr(self, name)] for name in ("body", "dated", "name")}
        return named | {
            "numbered": [self.numbered, *([] if self.kind else [f"V/v {self.summary}"])],
            "kind": [self.kind] if self.kind else [],
            "superior": [self.superior] if self.superior else [],
            "addressee": [] if several else list(self.addressees),
            "addressed": ["Kính gửi:"] if several else [],
            "addressees": closed(self.addressees) if several else [],
            "recipients": closed(self.recipients),
            "signature": [*self.by, self.position],
        }


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
    where = f"letterhead {path}"
    try:
        found = settings.read(path)
    except OSError as error:
        raise ParameterError(f"{where}: cannot be read ({error.strerror})") from None
    except DataError as error:
        raise ParameterError(f"letterhead {path.parent / str(error.faults[0])}") from None
    if faults := found.faults(SCHEMA):
        raise ParameterError(f"letterhead {path.parent}/{'; '.join(map(str, faults[:3]))}")
    said = _tidy(found.value)
    number, day, signature = said.pop("number"), said.pop("date"), said.pop("signature")
    if published and not (number and day):
        raise ParameterError(f"{where}: number and date must be filled in before a brief is published with it")
    number = f"{number:02d}" if isinstance(number, int) else number or ""
    try:
        return Letterhead(number=number, day=date.fromisoformat(day) if day else None, **said, **signature)
    except ValueError:
        remedy = "write it as 2026-11-30, or leave it empty"
        raise ParameterError(f"{where}: date is {day!r}, not a day; {remedy}") from None


def _tidy(value):
    """Texts in NFC without doubled blanks; lists as tuples."""
    if isinstance(value, dict):
        return {name: _tidy(one) for name, one in value.items()}
    if isinstance(value, list):
        return tuple(_tidy(one) for one in value)
    return unicodedata.normalize("NFC", " ".join(value.split())) if isinstance(value, str) else value
