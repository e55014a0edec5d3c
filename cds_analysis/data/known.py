"""What is known on a day: the one table of observations cut to it, and the registers beside it.

Whatever asks for figures as of a day asks a `Known`: no later figure can reach an earlier view.
"""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, wraps
from pathlib import Path

import numpy as np
import pandas as pd

from ..errors import SeriesError
from . import indicators, observations, provinces, sources
from .indicators import Indicator
from .observations import Series, annual, last_day
from .provinces import Place

SEVERAL = {"measure": "several measures", "price_basis": "several price bases", "level": "several levels of government"}
COLUMNS_OF_SERIES = ["value", "comparator", "status", "vintage", "known", "field", "source", "flags", "note"]


@dataclass(frozen=True)
class Known:
    """A data folder as of one day. Equal ones are the same key of a cache."""

    folder: Path
    day: date

    def at(self, day: date) -> "Known":
        """The same folder as of another day."""
        return Known(self.folder, day)

    def at_news(self, names: tuple[str, ...], slugs: tuple[str, ...] = ()) -> "Known":
        """The last day up to this one on which a row on some indicators became known, of some places or of any.

        What rests on these rows alone is the same on both days, so that it need not be worked out again.
        """
        days = _days_of_news(self.folder, names, slugs)
        found = bisect_right(days, self.day)
        return self.at(days[found - 1] if found else date.min)

    @property
    def complete(self) -> bool:
        """Whether this is a view of all data: nothing became known later."""
        return self.day >= newest(self.folder).day

    @property
    def nation(self) -> Place:
        return self.place(provinces.NATION)

    def place(self, name: str, border: str = "") -> Place:
        """One place; see `provinces.find`."""
        return provinces.find(name, self.folder, border)

    @property
    def places(self) -> dict[tuple[str, str], Place]:
        """All places by (slug, border)."""
        return provinces.load(self.folder)

    def units_of(self, border: str) -> list[Place]:
        """The provincial units of one border, by administrative code."""
        return provinces.units(self.folder, border)

    def parts_of(self, place: Place) -> list[Place]:
        """The old units a merged one was made of; any other place is its own."""
        return [self.place(slug, provinces.OLD) for slug in place.predecessors] if place.merged else [place]

    def former(self, place: Place) -> Place | None:
        """The old unit of the name of a merged one, round which it was built."""
        return self.places.get((place.slug, provinces.OLD)) if place.merged else None

    @property
    def indicators(self) -> dict[str, Indicator]:
        """The indicator register by id."""
        return indicators.load(self.folder)

    def indicator(self, name: str) -> Indicator:
        """One indicator; see `indicators.get`."""
        return indicators.get(name, self.folder)

    @property
    def units(self) -> pd.DataFrame:
        return indicators.units(self.folder)

    @property
    def measures(self) -> pd.DataFrame:
        return indicators.measures(self.folder)

    @property
    def sources(self) -> pd.DataFrame:
        return sources.load(self.folder)

    def rows(self, indicator: str = "", place: Place | str = "") -> pd.DataFrame:
        """The rows published by the day, of one indicator, of one place, or all; rows without such a day are left out.

        A place whose territory changed has only the rows on its border; a slug those on both.
        """
        return _part(self.folder, indicator, place, self.day) if indicator or place else _all(self.folder, self.day)

    def yearly(self, indicator: str = "", place: Place | str = "") -> pd.DataFrame:
        """The rows of whole years that may be used and state a value, exact or about."""
        return self.cited(indicator, place)[observations.COLUMNS]

    def cited(self, indicator: str = "", place: Place | str = "") -> pd.DataFrame:
        """The same with year, text and ref (source|vintage) to cite."""
        return _part(self.folder, indicator, place, self.day, _yearly)

    def told(self, indicator: str, place: Place) -> list[dict]:
        """The same of one indicator and place, a dict a row: for rules that go through few rows one by one."""
        return [row for row in _told(self.folder, indicator, place) if row["known"] <= self.day]

    def in_unit(self, value: pd.Series, unit: pd.Series, wanted: str) -> pd.Series:
        """Values converted to one unit of the same dimension."""
        return value * indicators.factor(unit, self.folder) / self.units.at[wanted, "factor"]

    def newest_figures(self, rows: pd.DataFrame, key: list[str]) -> pd.DataFrame:
        """One row for each key: the value known last, cited from the strongest kind of source, in its first print.

        A later text that repeats a figure is no new vintage of it.
        """
        kinds, known = sources.kinds(self.folder), rows["known"].tolist()
        strength = [sources.KINDS.index(kinds[source]) for source in rows["source"]]
        keys, values = list(zip(*(rows[name].tolist() for name in key), strict=True)), rows["value"].tolist()
        told = sorted((i for i, v in enumerate(values) if v == v), key=lambda i: (known[i], -strength[i]))
        last, first = {keys[i]: values[i] for i in told}, {}
        for i in sorted(told, key=lambda i: (strength[i], known[i])):
            if values[i] == last[keys[i]]:
                first.setdefault(keys[i], i)
        return rows.iloc[[first[each] for each in sorted(first)]]

    def newest_document(self, place: Place) -> date | None:
        """The newest day of publication printed on a document with a figure of a place."""
        dated = self.rows(place=place)["vintage"].loc[lambda days: days.str.len() == 10]
        return last_day(dated.max()) if len(dated) else None

    def series(
        self,
        indicator: str,
        place: Place,
        *,
        measure: str = "",
        price_basis: str = "",
        level: str = "",
        field: int = 0,
        vintage: str = "",
    ) -> Series:
        """The yearly figures of one indicator and place on its border by one measure.

        Of each year the newest vintage known is taken; where several documents print that figure the strongest kind of
        source is cited. A unit whose territory did not change has one series across 2025-07-01. With `vintage` only
        figures of that one publication are used.

        Args:
            measure: Needed where the table holds several measures.
            price_basis: Needed where it holds several.
            level: Level of government, needed where it holds several.
            field: Of ranks, among how many places; needed where it holds several.

        Raises:
            UnknownName: The indicator is not registered.
            SeriesError: There are no such figures, or a choice is open; the choices that exist are named.
        """
        asked = self.indicator(indicator)
        what = f"{asked.named}, {place.slug} ({place.border})"
        rows = annual(self.rows(indicator, place))
        if rows.empty:
            raise SeriesError(f"{what}: {self._none_yet(indicator, place)}")
        chosen = {"measure": measure, "price_basis": price_basis, "level": level, "vintage": vintage}
        for column, wanted in chosen.items():
            found = rows[rows[column] == wanted] if wanted else rows
            if found.empty:
                raise SeriesError(f"{what}: no {column} '{wanted}'; there is {self._choices(rows, column)}")
            if not wanted and column != "vintage" and found[column].nunique() > 1:
                raise SeriesError(f"{what}: {SEVERAL[column]}, never mixed; choose one: {self._choices(found, column)}")
            rows = found
        usable = rows["use"].eq("yes") & rows["comparator"].isin(["=", "~"])
        if not usable.any():
            raise SeriesError(f"{what}: only bounds or doubtful figures ({self._choices(rows, 'measure')})")
        rows = rows[usable]
        rows = rows[rows["field"] == field] if field else rows
        if rows.empty:
            raise SeriesError(f"{what}: no rank among {field}")
        if asked.kind == "rank" and rows["field"].nunique() > 1:
            choices = self._choices(rows, "field")
            raise SeriesError(f"{what}: ranks of several fields, never mixed; choose one: {choices}")
        rows = rows.assign(value=self.in_unit(rows["value"], rows["unit"], asked.unit))
        rows = self.newest_figures(rows, ["period"]).astype({"period": int}).set_index("period").rename_axis("year")
        only = {name: rows[name].iloc[0] for name in ("measure", "price_basis")}
        return Series(asked, place, as_of=self.day, table=rows[COLUMNS_OF_SERIES], **only)

    def series_if_any(self, indicator: str, place: Place, **choices) -> Series | None:
        """The same, or None where there are no such figures or a choice is open."""
        try:
            return self.series(indicator, place, **choices)
        except SeriesError:
            return None

    def _none_yet(self, indicator: str, place: Place) -> str:
        """Why there is no yearly figure: none at all, or none by the day."""
        later = annual(_part(self.folder, indicator, place))
        if later.empty:
            return f"no yearly figure in the table; `cds data show {indicator}` lists the places that have"
        return f"nothing published by {self.day}; the first figure counts from {later['known'].dropna().min()}"

    def _choices(self, rows: pd.DataFrame, column: str) -> str:
        parts = []
        for choice, part in rows.groupby(column):
            years = sorted(part["period"])
            name = indicators.measure_named(choice, self.folder) if column == "measure" else choice
            parts.append(f"{name} ({len(set(years))} years, {years[0]}-{years[-1]})")
        return "; ".join(parts)

    def held(self, place: Place) -> pd.DataFrame:
        """Every indicator the table holds for a place, with its newest figure (all kinds of period)."""
        key = ["indicator", "level", "measure"]
        rows = self.rows(place=place).loc[lambda rows: rows["use"].eq("yes")].sort_values([*key, "period", "known"])
        counted = rows.groupby(key).agg(figures=("value", "size"), first=("period", "min"), last=("period", "max"))
        return rows.drop_duplicates(key, keep="last").merge(counted, on=key, validate="one_to_one")


def cached_by_news(*names: str, of_place: bool = False, most: int = 1024) -> Callable:
    """A cache for what rests on rows of some indicators alone: on any day it is worked out as of their last news.

    Args:
        names: The indicators; without any it is the one asked about, the second argument.
        of_place: Whether only rows of the place asked about, the second argument, and of its parts matter.
        most: How many answers are kept.
    """

    def cached(function: Callable) -> Callable:
        kept = lru_cache(maxsize=most)(function)

        @wraps(function)
        def answer(known: Known, *asked):
            slugs = (asked[0].slug, *asked[0].predecessors) if of_place else ()
            return kept(known.at_news(names or asked[:1], slugs), *asked)

        return answer

    return cached


@lru_cache(maxsize=16)
def newest(folder: Path) -> Known:
    """All that a folder holds, as of the last day on which any row of it became known."""
    return Known(folder, observations.load(folder)["known"].dropna().max())


def forget() -> None:
    """Read the tables anew when next asked: for a process that changes them itself."""
    tables = (observations.load, sources.load, sources.kinds, sources.register)
    for cached in (*tables, newest, _yearly, _told, _keys, _apart, _all, _days_of_news):
        cached.cache_clear()


@lru_cache(maxsize=4)
def _yearly(folder: Path) -> pd.DataFrame:
    """The rows of the table for `Known.cited`, whenever known."""
    rows = annual(observations.load(folder))
    rows = rows[rows["use"].eq("yes") & rows["comparator"].isin(["=", "~"])]
    told = rows[["indicator", "place", "period", "value", "measure", "vintage", "source"]].itertuples(index=False)
    text = [f"{name} {p} {year} = {value:g} ({', '.join(of)})" for name, p, year, value, *of in told]
    text = pd.Series(text, rows.index, dtype="str")
    return rows.assign(year=rows["period"].astype(int), text=text, ref=rows["source"] + "|" + rows["vintage"])


@lru_cache(maxsize=4096)
def _told(folder: Path, indicator: str, place: Place) -> list[dict]:
    return _part(folder, indicator, place, date.max, _yearly).to_dict("records")


@lru_cache(maxsize=8)
def _keys(folder: Path, load: Callable) -> tuple[np.ndarray, np.ndarray]:
    """The day from which each row of a table counts, as an ordinal, and its border; rows without a day come last."""
    table = load(folder)
    days = [np.inf if pd.isna(day) else day.toordinal() for day in table["known"]]
    return np.array(days, dtype=float), table["border"].to_numpy(object)


@lru_cache(maxsize=24)
def _apart(folder: Path, load: Callable, *keys: str) -> dict[str | tuple[str, str], np.ndarray]:
    """Where the rows of a table stand by one or two columns, in the order of the table."""
    return load(folder).groupby(list(keys), sort=False).indices


def _where(folder: Path, indicator: str, slug: str, load: Callable = observations.load) -> np.ndarray:
    """Where the rows of one indicator, one place, both or neither stand."""
    asked = {name: wanted for name, wanted in (("indicator", indicator), ("place", slug)) if wanted}
    if not asked:
        return np.arange(len(load(folder)))
    key = tuple(asked.values()) if len(asked) > 1 else indicator or slug
    return _apart(folder, load, *asked).get(key, np.array([], dtype=int))


def _part(
    folder: Path, indicator: str, place: Place | str, day: date | None = None, load: Callable = observations.load
) -> pd.DataFrame:
    """The rows of one indicator, a slug or a place on its border, published by a day or whenever known."""
    found, (days, borders) = _where(folder, indicator, getattr(place, "slug", place), load), _keys(folder, load)
    if day:
        found = found[days[found] <= day.toordinal()]
    if not isinstance(place, str) and not place.unchanged:
        found = found[borders[found] == place.border]
    return load(folder).iloc[found]


@lru_cache(maxsize=8)
def _all(folder: Path, day: date) -> pd.DataFrame:
    return _part(folder, "", "", day)


@lru_cache(maxsize=1024)
def _days_of_news(folder: Path, names: tuple[str, ...], slugs: tuple[str, ...]) -> list[date]:
    days, _ = _keys(folder, observations.load)
    found = {day for n in names for s in slugs or [""] for day in days[_where(folder, n, s)]}
    return [date.fromordinal(int(day)) for day in sorted(found) if day < np.inf]
