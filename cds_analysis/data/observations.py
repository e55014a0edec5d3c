"""The one table of observations, and series cut from it by an explicit question.

A row is what one document said about one indicator, place and period. A vintage is the day of publication; where only
a year or a month is known the row counts from its last day, or from the day the file was received if that is earlier.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import pandas as pd

from ..errors import CdsError
from ..shown import ShowsItself
from . import indicators, provinces

COLUMNS = (
    "indicator place border level period value comparator unit price_basis field measure vintage known status source "
    "where use flags note"
).split()
KEY = [c for c in COLUMNS if c not in ("value", "comparator", "status", "known", "where", "use", "flags", "note")]
FIGURE = "indicator place border level period price_basis field measure".split()
TEXT = pd.StringDtype("python", na_value=float("nan"))  # small parts are cut from it all the time: faster than Arrow
STATUSES = ("final", "preliminary", "estimate", "derived", "reported")  # reported: its source states no grade
COMPARATORS = ("=", ">", ">=", "<", "<=", "~")
PRICE_BASES = ("none", "current", "constant-2010", "constant-1994")
FLAGS = (
    "do_not_use suspect conflict lower_bound upper_bound inferred break ambiguous superseded vintage_inferred "
    "period_assumed third_party_copy rounded price_basis_assumed derived corrected"
).split()
UNUSABLE = ("do_not_use", "suspect")

# The form of a period; that its days exist and that it does not run backwards is checked by is_period.
_PERIOD = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?|-Q[1-4])?"
PERIOD = re.compile(rf"^(undated|{_PERIOD}(\.\.{_PERIOD})?)$")
VINTAGE = re.compile(r"^\d{4}(-\d{2}(-\d{2})?)?$")


def is_period(text: str) -> bool:
    """Whether a text is a period of real days that does not run backwards."""
    if not PERIOD.match(text):
        return False
    ends = text.split("..")
    try:
        days = [end_day(end) for end in ends if end != "undated"]
    except ValueError:
        return False
    return days == sorted(days) or ends[0][:4] == ends[1][:4]


def last_day(vintage: str) -> date:
    """The day from which a vintage counts: 2025-01-06 itself, 2023-09 from the 30th, 2024 from 31 December."""
    year, month, day = ([int(part) for part in vintage.split("-")] + [0, 0])[:3]
    month = month or 12
    return date(year, month, day or monthrange(year, month)[1])


def end_day(period: str) -> date:
    """The last day of a period: of 2024-Q3 and of 2024-01..2024-09 the 30th of September."""
    end = period.split("..")[-1]
    return last_day(f"{end[:4]}-{3 * int(end[-1]):02d}" if "Q" in end else end)


def is_vintage(text: str) -> bool:
    """Whether a text is a day, month or year that there is, written as 2025-01-06, 2023-09 or 2024."""
    try:
        return bool(VINTAGE.match(text)) and bool(last_day(text))
    except ValueError:
        return False


@lru_cache(maxsize=4)
def load(data_dir: Path) -> pd.DataFrame:
    """The committed table, data/observations.csv, with typed value, field and known.

    Raises:
        CdsError: The file is missing.
    """
    path = data_dir / "observations.csv"
    if not path.is_file():
        raise CdsError(f"{path} is missing; `cds data build` makes it from data/raw")
    try:
        table = pd.read_csv(path, dtype=TEXT, keep_default_na=False)
        table["value"] = pd.to_numeric(table["value"])
    except (ValueError, KeyError) as error:
        hint = "saved with semicolons or decimal commas? `cds data build` makes it anew"
        raise CdsError(f"{path} is not the table it should be ({error}); {hint}") from None
    table["field"] = pd.to_numeric(table["field"].replace("", None)).astype("Int64")
    table["known"] = pd.to_datetime(table["known"].replace("", None)).dt.date
    return table


@dataclass(frozen=True)
class Series(ShowsItself):
    """One indicator of one place on one border by one measure, as known on one day.

    `table` has one row a year (index) with value (in `indicator.unit`), comparator, status, vintage, source, flags;
    lower bounds, suspect figures and those superseded by a later vintage stay in the table of observations.
    """

    indicator: indicators.Indicator
    place: provinces.Place
    measure: str
    price_basis: str
    as_of: date
    table: pd.DataFrame

    @property
    def values(self) -> pd.Series:
        """The values by year, as models take them."""
        return self.table["value"]

    def to_frame(self) -> pd.DataFrame:
        """One row a year: what it is of, year, value, comparator, unit, measure, vintage, status, source, flags."""
        about = {"indicator": self.indicator.id, "place": self.place.slug, "border": self.place.border}
        about |= {"unit": self.indicator.unit, "price_basis": self.price_basis, "measure": self.measure}
        columns = "indicator place border year value comparator unit price_basis measure vintage status source flags"
        return self.table.rename_axis("year").reset_index().assign(**about)[columns.split()]

    @property
    def years(self) -> list[int]:
        return [int(year) for year in self.table.index]

    @property
    def refs(self) -> dict[int, str]:
        """The document behind each year, source|vintage."""
        return dict(zip(self.years, self.table["source"] + "|" + self.table["vintage"], strict=True))

    @property
    def last(self) -> dict:
        """The newest point as plain values: year, value, status, vintage, source."""
        row = self.table.iloc[-1]
        return {"year": self.years[-1], "value": float(row["value"])} | {
            k: str(row[k]) for k in ("comparator", "status", "vintage", "source")
        }

    @property
    def breaks(self) -> list[int]:
        """Years whose figure a source marks as not comparable with the year before (the first of a marked run)."""
        marked = flagged(self.table, "break")
        return [int(y) for y in self.table.index[marked & ~marked.shift(fill_value=False)]]

    def __len__(self) -> int:
        return len(self.table)

    def __repr__(self) -> str:
        what = f"{self.indicator.id}, {self.place.slug} on border {self.place.border}, {self.measure}"
        span = f"{self.years[0]}-{self.years[-1]}" if len(self) else "none"
        return f"Series({what}, as of {self.as_of}: {len(self)} years, {span})"


def flagged(rows: pd.DataFrame, *flags: str) -> pd.Series:
    """Which rows have one of some flags."""
    return rows["flags"].str.split(";").map(lambda found: not set(flags).isdisjoint(found)).astype(bool)


def documents(rows: pd.DataFrame) -> list[tuple[str, str]]:
    """The documents (source, vintage) behind some rows, each once."""
    return sorted(set(zip(rows["source"], rows["vintage"], strict=True)))


def annual(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of whole calendar years."""
    return table[table["period"].str.fullmatch(r"\d{4}")]
