"""Every print of a yearly figure: what was said first, what is said now, what was known on a day, and how far they lie
apart.

Prints are compared only within one question: one indicator, place, border, measure, price basis, level and definition.
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import pandas as pd

from ..shown import InOneLine
from . import indicators, provinces, sources
from .known import Known
from .observations import flagged

# What the briefs rest on. Levels of labour productivity are left out: nothing in the table tells the prints made on
# re-evaluated GDP from those made before.
HEADLINES = (
    "digital_economy_share",
    "gdp_growth",
    "grdp_growth",
    "gdp_constant",
    "grdp_constant",
    "gdp_current",
    "grdp_current",
    "employed",
    "labour_force",
    "labour_productivity_growth",
)
LAST_RESORT = ("encyclopedia", "other")  # kinds of sources that count only where no other document has the year
QUOTING = ("provincial-statistics-office", "press")  # measures of growth of GRDP that quote the central office
QUESTION = ["measure", "price_basis", "level", "redefined", "computed"]


@dataclass(frozen=True)
class Prints(InOneLine):
    """All prints of one question, oldest first.

    `table` has one row a print: year, value (unit of the indicator), known, vintage, status, source, and `new`, False
    where it only repeats the print before it, if with more or fewer digits.
    """

    indicator: indicators.Indicator
    place: provinces.Place
    measure: str
    price_basis: str
    level: str
    redefined: bool  # from the year on from which a source marks figures as not comparable with those before
    table: pd.DataFrame

    def first(self) -> pd.DataFrame:
        """The first print of each year (index)."""
        return self.table.drop_duplicates("year", keep="first").set_index("year").sort_index()

    def latest(self) -> pd.DataFrame:
        """The latest print of each year that says something new."""
        said = self.table[self.table["new"]]
        return said.drop_duplicates("year", keep="last").set_index("year").sort_index()

    def as_known(self, day: date) -> "Prints":
        """The prints of the same question that were out by a day."""
        return replace(self, table=self.table[self.table["known"] <= day])

    def movement(self) -> pd.Series:
        """Change on the year before, by year, each within the newest publication (vintage) that prints both years."""
        found = {}
        for _, part in self.table.groupby(["known", "vintage"]):  # sorted: a newer publication replaces an older one
            values = part.drop_duplicates("year", keep="last").set_index("year")["value"]
            found |= {y: float(values[y] - values[y - 1]) for y in values.index if y - 1 in values.index}
        return pd.Series(found, dtype=float).sort_index()

    def revisions(self) -> pd.DataFrame:
        """A row a year: first and latest print with their days, number of different prints, revision, movement, ratio.

        `revision` is latest less first, `span` the largest less the smallest print, `movement` as above (missing where
        no publication prints the year before), `ratio` the span over the size of the movement.
        """
        first, latest, movement = self.first(), self.latest(), self.movement()
        said = self.table[self.table["new"]].groupby("year")["value"]
        table = pd.DataFrame(
            {
                "first": first["value"],
                "first_vintage": first["vintage"],
                "latest": latest["value"],
                "latest_vintage": latest["vintage"],
                "prints": said.size(),
                "revision": latest["value"] - first["value"],
                "span": said.max() - said.min(),
                "movement": movement.reindex(first.index),
            }
        )
        moved = table["movement"].abs()
        table["ratio"] = (table["span"] / moved).where(moved > 0)
        return table


def half_unit(value: float, rounded: bool) -> float:
    """Half a unit of the last digit a figure is printed with; a figure marked as rounded ends before its zeros."""
    text = f"{value:.10g}"
    if "." in text and "e" not in text:
        return 0.5 * 10.0 ** -len(text.split(".")[1])
    zeros = len(text) - len(text.rstrip("0")) if rounded and value else 0
    return 0.5 * 10.0**zeros


def halves(rows: pd.DataFrame) -> pd.Series:
    """The same for the value of each row, by its flags."""
    found = [half_unit(v, r) for v, r in zip(rows["value"], flagged(rows, "rounded"), strict=True)]
    return pd.Series(found, rows.index, dtype=float)


def says_more(table: pd.DataFrame) -> pd.Series:
    """Of prints in order of time, which differ from their year's one before by more than the coarser one's rounding."""
    before = table.groupby("year")[["value", "half"]].shift()
    coarser = table["half"].where(table["half"] > before["half"], before["half"])
    return before["value"].isna() | ((table["value"] - before["value"]).abs() > coarser * (1 + 1e-9))


def is_redefined(rows: pd.DataFrame) -> pd.Series:
    """Whether a print is on the definition that came with a marked break.

    So it is from the first marked year of its publication on, and from the last such year of all publications on: a
    later publication that starts behind the break has no reason to mark it.
    """
    years = rows["period"].astype(int)
    marked = years.where(flagged(rows, "break"))
    starts = marked.groupby([rows["measure"], rows["vintage"]]).transform("min")
    last = starts.groupby(rows["measure"]).transform("max")
    return (years >= starts) | (years >= last)


@lru_cache(maxsize=64)
def of(known: Known, place: provinces.Place, names: tuple[str, ...] = HEADLINES) -> tuple[Prints, ...]:
    """Every question on some indicators that a place has yearly figures on, as known on a day, in the order of `names`.

    Bounds, doubtful figures and rows without a day of publication are left out. Of one day's prints of one value the
    strongest source is cited.
    """
    rows = known.yearly(place=place)
    rows = rows[rows["indicator"].isin(names)]
    found = []
    for name in [n for n in names if (rows["indicator"] == n).any()]:
        about, part = known.indicator(name), rows[rows["indicator"] == name]
        part = part.assign(redefined=is_redefined(part), year=part["period"].astype(int))
        part = _by_the_office(known, part) if name in ("gdp_growth", "grdp_growth") else part
        part["computed"] = part["source"].where(part["status"].eq("derived"), "")  # no print: each by its own formula
        in_unit = known.in_unit(part["value"], part["unit"], about.unit)
        half = halves(part) * in_unit / part["value"].where(part["value"] != 0, 1.0)
        part = part.assign(value=in_unit, half=half)
        for (measure, basis, level, redefined, _), group in part.groupby(QUESTION):
            table = known.newest_figures(group, ["year", "known", "value"])
            table = table.sort_values(["year", "known", "vintage"], ignore_index=True)
            table = table.assign(new=says_more(table))[["year", "value", "known", "vintage", "status", "source", "new"]]
            found.append(Prints(about, place, measure, basis, level, bool(redefined), table))
    return tuple(found)


def _by_the_office(known: Known, rows: pd.DataFrame) -> pd.DataFrame:
    """Growth of GRDP where a year that the central office's own table prints is one question, whoever told it first."""
    own = rows["source"].map(known.sources["kind"]).eq(sources.KINDS[0]) & rows["measure"].eq("gso")
    quoted = rows["measure"].isin(QUOTING) & rows["year"].isin(rows["year"][own & rows["price_basis"].ne("none")])
    return rows.assign(
        measure=rows["measure"].where(~quoted, "gso"), price_basis=rows["price_basis"].where(~quoted, "constant-2010")
    )


def newest(known: Known, said: pd.DataFrame, measures: tuple[str, ...]) -> pd.DataFrame:
    """Of each year the newest of some prints, by day of publication, then by measure (`measures`, the best first).

    A text of the press that repeats what was said before is no new print: it counts from the day its figure was first
    out. Of the prints that say the same as the newest, but for rounding, the strongest source is cited, then the best
    measure, then the first.

    Args:
        said: A row a print: year, value, half a unit of its last digit, measure, known, source and what else is kept.
    """
    kind_of, by_year = known.sources["kind"].to_dict(), {}
    for at, told in enumerate(said[["year", "value", "half", "measure", "known", "source"]].to_dict("records")):
        kind, rank = kind_of[told["source"]], measures.index(told["measure"])
        told |= {"at": at, "last": kind in LAST_RESORT, "rank": rank, "strength": sources.KINDS.index(kind)}
        by_year.setdefault(told["year"], []).append(told)
    return said.iloc[[_newest(by_year[year])["at"] for year in sorted(by_year)]]


def _newest(said: list[dict]) -> dict:
    """The newest print of one year; of ranks and strengths of measures and sources 0 is the best."""
    told = [each for each in said if each["last"] == min(s["last"] for s in said)]

    def like(one: dict) -> list[dict]:  # but for rounding
        return [o for o in told if abs(o["value"] - one["value"]) <= max(o["half"], one["half"]) * (1 + 1e-9)]

    counts = [min(o["known"] for o in like(t)) if t["measure"] == "press" else t["known"] for t in told]
    newest = [each for each, day in zip(told, counts, strict=True) if day == max(counts)]
    first = min(newest, key=lambda each: each["rank"])
    return min(like(first), key=lambda each: (each["strength"], each["rank"], each["known"]))
