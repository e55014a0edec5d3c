"""The one table of observations, and series cut from it by an explicit question.

A row is what one document said about one indicator, place and period. A vintage is the day of publication; where only
a year or a month is known the row counts from its last day, or from the day the file was received if that is earlier.
"""

import re
from bisect import bisect_right
from calendar import monthrange
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date
from functools import lru_cache
from pathlib import Path

import pandas as pd

from ..errors import CdsError, SeriesError
from . import indicators, provinces, sources

COLUMNS = [
    "indicator",
    "place",
    "border",
    "level",
    "period",
    "value",
    "comparator",
    "unit",
    "price_basis",
    "field",
    "measure",
    "vintage",
    "known",
    "status",
    "source",
    "where",
    "use",
    "flags",
    "note",
]
KEY = [c for c in COLUMNS if c not in ("value", "comparator", "status", "known", "where", "use", "flags", "note")]
FIGURE = [
    "indicator",
    "place",
    "border",
    "level",
    "period",
    "price_basis",
    "field",
    "measure",
]  # one figure, many prints
STATUSES = ("final", "preliminary", "estimate", "derived", "reported")  # reported: its source states no grade
COMPARATORS = ("=", ">", ">=", "<", "<=", "~")
LEVELS = ("all", "province", "district", "commune")
PRICE_BASES = ("none", "current", "constant-2010", "constant-1994")
FLAGS = (
    "do_not_use",
    "suspect",
    "conflict",
    "lower_bound",
    "upper_bound",
    "inferred",
    "break",
    "ambiguous",
    "superseded",
    "vintage_inferred",
    "period_assumed",
    "third_party_copy",
    "rounded",
    "price_basis_assumed",
    "derived",
    "corrected",
)
UNUSABLE = ("do_not_use", "suspect")

# The form of a period; that its days exist and that it does not run backwards is checked by is_period.
_PERIOD = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?|-Q[1-4])?"
PERIOD = re.compile(rf"^(undated|{_PERIOD}(\.\.{_PERIOD})?)$")
VINTAGE = re.compile(r"^\d{4}(-\d{2}(-\d{2})?)?$")


def is_period(text: str) -> bool:
    """Whether a text is a period of real days that does not run backwards."""
    if not PERIOD.match(text):
        return False
    if text == "undated":
        return True
    ends = text.split("..")
    try:
        days = [last_day(end) if "Q" not in end else date(int(end[:4]), 3 * int(end[-1]), 1) for end in ends]
    except ValueError:
        return False
    return len(days) == 1 or days[0] <= days[1] or ends[0][:4] == ends[1][:4]


def last_day(vintage: str) -> date:
    """The day from which a vintage counts: 2025-01-06 itself, 2023-09 from the 30th, 2024 from 31 December."""
    year, month, day = ([int(part) for part in vintage.split("-")] + [0, 0])[:3]
    month = month or 12
    return date(year, month, day or monthrange(year, month)[1])


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
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
        table["value"] = pd.to_numeric(table["value"])
    except (ValueError, KeyError) as error:
        hint = "saved with semicolons or decimal commas? `cds data build` makes it anew"
        raise CdsError(f"{path} is not the table it should be ({error}); {hint}") from None
    table["field"] = pd.to_numeric(table["field"].replace("", None)).astype("Int64")
    table["known"] = pd.to_datetime(table["known"].replace("", None)).dt.date
    return table


@lru_cache(maxsize=64)
def on(data_dir: Path, indicator: str) -> pd.DataFrame:
    """Every row on one indicator."""
    rows = load(data_dir)
    return rows[rows["indicator"] == indicator]


@lru_cache(maxsize=4)
def _of_each(data_dir: Path) -> dict[tuple[str, str], pd.DataFrame]:
    """The table taken apart by indicator and place, in its own order."""
    return dict(iter(load(data_dir).groupby(["indicator", "place"], sort=False)))


def forget() -> None:
    """Read the tables anew when next asked: for a process that changes them itself."""
    load.cache_clear()
    on.cache_clear()
    _of_each.cache_clear()
    _days_of_news.cache_clear()


def about(data_dir: Path, indicator: str, place: provinces.Place) -> pd.DataFrame:
    """Every row on one indicator of a place; where its territory changed only those on its border."""
    rows = _of_each(data_dir).get((indicator, place.slug))
    if rows is None:
        return load(data_dir).iloc[:0]
    return rows if place.unchanged else rows[rows["border"] == place.border]


@lru_cache(maxsize=1024)
def _days_of_news(data_dir: Path, names: tuple[str, ...], slugs: tuple[str, ...]) -> list[date]:
    tables = _of_each(data_dir)
    keys = [(n, s) for n in names for s in slugs] if slugs else [key for key in tables if key[0] in names]
    parts = [tables[key]["known"] for key in keys if key in tables]
    return sorted({day for part in parts for day in part.dropna()})


def last_news(data_dir: Path, names: tuple[str, ...], as_of: date, slugs: tuple[str, ...] = ()) -> date:
    """The last day up to `as_of` on which a row on some indicators became known, of some places or of any.

    What rests on these rows alone is the same on both days, so that it need not be worked out again.
    """
    days = _days_of_news(data_dir, names, slugs)
    found = bisect_right(days, as_of)
    return days[found - 1] if found else date.min


def newest_day(table: pd.DataFrame) -> date:
    """The last day on which any row of the table became known."""
    return table["known"].dropna().max()


def newest_document(data_dir: Path, as_of: date) -> date | None:
    """The newest day of publication printed on a document, as known on a day."""
    dated = as_known(load(data_dir), as_of)["vintage"]
    dated = dated[dated.str.len() == 10]
    return last_day(dated.max()) if len(dated) else None


def newest_figures(rows: pd.DataFrame, key: list[str], data_dir: Path) -> pd.DataFrame:
    """One row for each key: the value known last, cited from the strongest kind of source that prints it, first print.

    A later text that repeats a figure is no new vintage of it.
    """
    strength = rows["source"].map(sources.load(data_dir)["kind"]).map(sources.KINDS.index)
    order = rows.assign(strength=strength).sort_values(["known", "strength"], ascending=[True, False])
    order = order[order["value"] == order.groupby(key)["value"].transform("last")]
    return order.sort_values([*key, "strength", "known"]).drop_duplicates(key).drop(columns="strength")


def as_known(table: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The rows published by a day; rows without a date of publication are left out."""
    known = table["known"]
    return table[known.notna() & (known.fillna(date.max) <= as_of)]


@dataclass(frozen=True)
class Series:
    """One indicator of one place on one border by one measure, as known on one day.

    `table` has one row a year (index) with value, comparator, status, vintage, source, flags; `left_out` holds the rows
    that say something but no value (lower bounds, suspect figures, figures superseded by a later vintage stay in the
    table of observations).
    """

    indicator: indicators.Indicator
    place: provinces.Place
    measure: str
    price_basis: str
    as_of: date
    table: pd.DataFrame
    left_out: pd.DataFrame = attribute(repr=False)

    @property
    def values(self) -> pd.Series:
        return self.table["value"]

    @property
    def years(self) -> list[int]:
        return [int(year) for year in self.table.index]

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
        marked = self.table["flags"].str.split(";").map(lambda flags: "break" in flags)
        return [int(y) for y in self.table.index[marked & ~marked.shift(fill_value=False)]]

    def __len__(self) -> int:
        return len(self.table)


def _choices(rows: pd.DataFrame, column: str) -> str:
    parts = []
    for choice, part in rows.groupby(column):
        years = sorted(part["period"])
        parts.append(f"{choice} ({len(set(years))} years, {years[0]}-{years[-1]})")
    return "; ".join(parts)


def annual(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of whole calendar years."""
    return table[table["period"].str.fullmatch(r"\d{4}")]


def series(
    data_dir: Path,
    indicator: str,
    place: provinces.Place,
    *,
    as_of: date,
    measure: str = "",
    price_basis: str = "",
    level: str = "",
    field: int = 0,
    vintage: str = "",
) -> Series:
    """The yearly figures of one indicator and place on its border by one measure, as known on one day.

    Of each year the newest vintage known by `as_of` is taken; where several documents print that figure the strongest
    kind of source is cited. A unit whose territory did not change has one series across 2025-07-01. With `vintage`
    only figures of that one publication are used.

    Args:
        measure: Needed where the table holds several measures.
        price_basis: Needed where it holds several.
        level: Level of government, needed where it holds several.
        field: Of ranks, among how many places; needed where it holds several.

    Raises:
        UnknownName: The indicator is not registered.
        SeriesError: There are no such figures, or a choice is open; the choices that exist are named.
    """
    asked = indicators.get(indicator, data_dir)
    what = f"{indicator}, {place.slug} ({place.border})"
    rows = annual(about(data_dir, indicator, place))
    if rows.empty:
        raise SeriesError(
            f"{what}: no yearly figure in the table; `cds data show {indicator}` lists the places that have"
        )
    everything = rows
    rows = as_known(rows, as_of)
    if rows.empty:
        first = everything["known"].dropna().min()
        raise SeriesError(f"{what}: nothing published by {as_of}; the first figure counts from {first}")
    for column, wanted in (("measure", measure), ("price_basis", price_basis), ("level", level), ("vintage", vintage)):
        found = rows[rows[column] == wanted] if wanted else rows
        if found.empty:
            raise SeriesError(f"{what}: no {column} '{wanted}'; there is {_choices(rows, column)}")
        if not wanted and column != "vintage" and found[column].nunique() > 1:
            raise SeriesError(f"{what}: several {column}s, never mixed; choose one: {_choices(found, column)}")
        rows = found
    usable = rows["use"].eq("yes") & rows["comparator"].isin(["=", "~"])
    left_out, rows = rows[~usable], rows[usable]
    if rows.empty:
        raise SeriesError(f"{what}: only bounds or doubtful figures ({_choices(left_out, 'measure')})")
    if field:
        rows = rows[rows["field"] == field]
    if rows.empty:
        raise SeriesError(f"{what}: no rank among {field}")
    if asked.kind == "rank" and rows["field"].nunique() > 1:
        raise SeriesError(f"{what}: ranks of several fields, never mixed; choose one: {_choices(rows, 'field')}")
    rows = rows.assign(value=indicators.in_unit(rows["value"], rows["unit"], asked.unit, data_dir))
    rows = newest_figures(rows, ["period"], data_dir).astype({"period": int}).set_index("period")
    rows.index.name = "year"
    columns = ["value", "comparator", "status", "vintage", "known", "field", "source", "flags", "note"]
    only = {name: rows[name].iloc[0] for name in ("measure", "price_basis")}
    return Series(asked, place, as_of=as_of, table=rows[columns], left_out=left_out, **only)


def held(data_dir: Path, place: provinces.Place, as_of: date) -> pd.DataFrame:
    """Every indicator the table holds for a place as known on a day, with its newest figure (all kinds of period)."""
    rows = load(data_dir)
    rows = as_known(rows[rows["place"] == place.slug], as_of)
    if not place.unchanged:
        rows = rows[rows["border"] == place.border]
    rows = rows[rows["use"].eq("yes")].sort_values(["indicator", "level", "measure", "period", "known"])
    counted = rows.groupby(["indicator", "level", "measure"]).agg(
        figures=("value", "size"), first=("period", "min"), last=("period", "max")
    )
    newest_row = rows.drop_duplicates(["indicator", "level", "measure"], keep="last")
    return newest_row.merge(counted, on=["indicator", "level", "measure"], validate="one_to_one")
