"""The parameters of a notebook: checked and settled once, held by a study and by a job."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ..data import known, own_folder, provinces
from ..data.known import Known
from ..errors import ParameterError
from ..said import LANGUAGES

FIRST = date(2010, 1, 1)  # of editions and the days they stand on
TEXT = "text; write it in quotes"


@dataclass(frozen=True)
class Settled:
    """Whose figures, as known on which day, for the brief of which year, forecast until when."""

    known: Known
    place: provinces.Place
    edition: int
    horizon: int

    @property
    def as_of(self) -> date:
        return self.known.day

    @property
    def data_dir(self) -> Path:
        return self.known.folder

    @property
    def own(self) -> bool:
        """Whether the data are a folder of the reader's own laid over others: what is made of them is marked so."""
        return own_folder.own(self.data_dir) != self.data_dir

    @property
    def border(self) -> str:
        return self.place.border

    def moved(self, folder: Path) -> "Settled":
        """The same where the data lie in another folder."""
        return replace(self, known=Known(folder, self.as_of))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ParameterError(f"as_of is '{text}', not a day; write it as 2026-06-30") from None


def _typed(kind: type, what: str, **values) -> None:
    for name, value in values.items():
        if not isinstance(value, kind) or isinstance(value, bool):
            raise ParameterError(f"{name} is {value!r} ({type(value).__name__}), not {what}")


def language(lang: str) -> str:
    """One of LANGUAGES.

    Raises:
        ParameterError: It is none of them.
    """
    _typed(str, TEXT, lang=lang)
    if lang not in LANGUAGES:
        raise ParameterError(f"lang is '{lang}'; use {', '.join(LANGUAGES)}")
    return lang


def settle(
    province: str,
    border: str = "",
    edition: int = 0,
    as_of: str = "",
    horizon: int = 2030,
    data_dir: str = "data",
) -> Settled:
    """Check the parameters every notebook takes and settle them.

    `as_of` defaults to the newest vintage in the table (of the edition's year, if an edition is given), `edition` to
    the year of `as_of`, `border` to the one valid on that day, or the old one where the unit has ended.

    Raises:
        ParameterError: A value of a wrong type or out of range.
        UnknownName: No such province, with the closest ones.
    """
    _typed(str, TEXT, province=province, border=border, as_of=as_of, data_dir=data_dir)
    _typed(int, "a year; write it as 2026", edition=edition, horizon=horizon)
    folder = own_folder.opened(data_dir)
    if not (folder / "indicators.csv").is_file():
        raise ParameterError(f"data_dir is '{data_dir}': no indicators.csv in {folder}")
    newest = known.newest(folder).day
    day = _day(as_of) if as_of else newest
    if day > max(newest, date.today()):
        raise ParameterError(f"as_of is {day}, a day still to come; use today or an earlier day")
    if day < FIRST and not edition:
        raise ParameterError(f"as_of is {day}; use a day from {FIRST} to {newest}")
    last, edition = max(newest, day).year + 1, edition or day.year
    if not FIRST.year <= edition <= last:
        raise ParameterError(f"edition is {edition}; use a year from {FIRST.year} to {last}")
    day = day if as_of else min(newest, date(edition, 12, 31))
    if not edition <= horizon <= edition + 30:
        raise ParameterError(f"horizon is {horizon}; use a year from {edition} to {edition + 30}")
    place = provinces.find(province, folder, border)
    if not border:
        place = provinces.load(folder).get((place.slug, provinces.border_at(day)), place)
    if place.merged and day < provinces.ANNOUNCED:
        raise ParameterError(
            f"border is 2025, which on {day} did not exist yet; use border {provinces.OLD} or a later as_of"
        )
    return Settled(Known(folder, day), place, edition, horizon)
