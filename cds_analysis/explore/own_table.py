"""A reader's own table, read with care: yearly series, forecast as one panel, or sectors to decompose growth by."""

import unicodedata
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from tqdm import tqdm

from ..data.provinces import letters
from ..errors import DataError, Fault, ModelError, ParameterError
from ..files import usertable
from ..forecasting import panel
from ..forecasting.distribution import Forecast
from ..said import said
from ..series import sectors
from ..series.sectors import TAXES

FAR = 10  # years
LEARNT_ON = 5  # years ahead from which errors are learnt, whatever the horizon: so a year has one forecast
TOTALS = "tong tongso tongcong toantinh toannganh toanbo canuoc chung grdp gdp total allsectors".split()
SLACK = 5e-4  # by which a sum may be off, as printed
SERIES = ["series", "year", "value"]
SERIES_NEEDED = "the table needs one row a series and year, with the columns series, year and value"
# The column of the file and the name a decomposition has for it.
AMOUNTS = {"value_added_current": "current", "value_added_constant": "constant", "employed": "employed"}
SECTORS = ["year", "sector", *AMOUNTS]
SECTORS_NEEDED = f"the table needs one row a year and sector, with the columns {', '.join(SECTORS)}"


def read_series(path: Path) -> pd.DataFrame:
    """Series, year and value of a CSV or Excel file, sorted; rows with an empty value are years without a figure.

    Raises:
        DataError: A column is missing, a value is no finite number, a year no whole number, a series is unnamed, or a
            series has two values for one year; with the series and the line of each of the first faults.
    """
    own = usertable.read(path, SERIES, SERIES[1:], SERIES_NEEDED)
    raw, year, value = _named(own.rows, "series"), own.numbers("year"), own.numbers("value")
    twice = raw.assign(year=year).duplicated(["series", "year"]) & year.notna()
    checks = [
        ("series", raw["series"] == "", "is empty", "name the series"),
        ("series", _alike(raw["series"]), "differs from another name in capitals alone", "write both in one way"),
        ("year", usertable.no_year(year), "is no year", "write it as 2024"),
        ("value", raw["value"].ne("") & value.isna(), "is no number", own.as_number),
        ("value", value.abs() == np.inf, "is not finite", "leave it empty where there is no figure"),
        ("year", twice, "stands twice in this series", "keep one row"),
        (
            "year",
            _far(raw.assign(year=year.mask(usertable.no_year(year)))),
            "lies far from the other years of this series",
            "mend it or leave it out",
        ),
    ]
    if faults := own.faults(checks, lambda row: f"series '{row.series}'"):
        raise DataError(faults, shown=20)
    table = raw.assign(year=year.astype(int), value=value).dropna(subset="value")
    if table.empty:
        raise DataError([Fault(own.file, None, "value", "no value at all", SERIES_NEEDED, own.sheet)])
    return table[SERIES].sort_values(["series", "year"], kind="stable", ignore_index=True)


def _named(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """Rows whose names are one where they read as one, however letters are composed and words are parted."""
    names = [unicodedata.normalize("NFC", " ".join(name.split())) for name in rows[column]]
    return rows.assign(**{column: pd.Series(names, rows.index, dtype=rows[column].dtype)})


def _alike(names: pd.Series) -> pd.Series:
    """Where a name differs from another in capitals alone."""
    written = names.drop_duplicates()
    double = written[written.str.casefold().duplicated(keep=False)]
    return names.isin(double)


def _far(rows: pd.DataFrame) -> pd.Series:
    """Where a year is parted from the others by more than FAR and more than they span: 2042 after 2020-2024."""
    out = pd.Series(False, index=rows.index)
    for _, years in rows["year"].groupby(rows["series"]):
        known = np.sort(years.dropna().to_numpy())
        for end, near, other in ((-1, -2, 0), (0, 1, -1)) if len(known) > 2 else ():
            if abs(known[end] - known[near]) > max(FAR, abs(known[near] - known[other])):
                out[years.index[years == known[end]]] = True
    return out


@dataclass(frozen=True)
class Ahead:
    """Forecasts of every series of a long table: `ends` holds the first and last year of each."""

    ends: pd.DataFrame
    found: panel.PanelForecast
    horizon: int

    def table(self, levels: tuple[int, ...] = (80, 95)) -> pd.DataFrame:
        """Columns series, year, step, mean and lo, hi of each level (percent), one row a series and year."""
        step = np.tile(np.arange(1, self.horizon + 1), len(self.ends))
        last = np.repeat(self.ends["max"].to_numpy(), self.horizon)
        out = {"series": np.repeat(self.ends.index, self.horizon), "year": last + step, "step": step}
        out |= {"mean": self.found.mean.ravel()}
        for level in levels:
            low, high = self.found.interval(level / 100)
            out |= {f"lo{level}": low.ravel(), f"hi{level}": high.ravel()}
        return pd.DataFrame(out)

    def paths(self, series: str) -> Forecast:
        """Joint sample paths of one series, from which the probability of a target is read."""
        row = self.ends.index.get_loc(series)
        return self.found.paths(row, int(self.ends["max"].iloc[row]))


def ahead(
    table: pd.DataFrame, horizon: int, *, bounds: tuple[float, float] = (-np.inf, np.inf), progress: bool = False
) -> Ahead:
    """Forecast every series of a long table `horizon` years beyond its own last year, pooling over the table.

    Years without a figure are filled in on a straight line to find the movement; they are neither scored nor forecast
    from. `bounds` holds for every series; see `panel.forecast`.

    Raises:
        ModelError: A value on or outside a bound.
    """
    low, high = bounds
    if (outside := table[(table["value"] <= low) | (table["value"] >= high)]).shape[0]:
        first = outside.iloc[0]
        raise ModelError(
            f"{first['series']}, {first['year']}: {first['value']:g} lies on or outside the bounds {low:g} to {high:g} "
            f"({len(outside):,} such value(s)); widen the bounds or leave the series out"
        )
    ends = table.groupby("series")["year"].agg(["min", "max"])
    column = table["year"] - table["series"].map(ends["min"])
    values = table.assign(column=column).pivot(index="series", columns="column", values="value")
    values = np.array(values.reindex(columns=range(column.max() + 1)), order="C")
    real = np.isfinite(values)
    gaps = real.sum(axis=1) <= (ends["max"] - ends["min"]).to_numpy()
    values[gaps] = pd.DataFrame(values[gaps]).interpolate(axis=1, limit_area="inside")
    with tqdm(total=panel.STAGES, desc=said(f"{len(ends):,} series ahead"), unit="", disable=not progress) as bar:
        found = panel.forecast(values, horizon, real=real, bounds=bounds, learnt_on=LEARNT_ON, got_on=bar.update)
    return Ahead(ends, found, horizon)


def read_sectors(path: Path) -> pd.DataFrame:
    """Value added and employed persons by year and sector of a CSV or Excel file, in the order of the file.

    The sector product_taxes holds taxes less subsidies on products: it employs nobody, may be negative, and only its
    value at constant prices is used.

    Returns:
        Columns line, year, sector, current, constant, employed (the last missing for product_taxes).

    Raises:
        DataError: A column is missing, an amount is no number or not above zero, a year no whole number, a sector is
            unnamed or stands twice in a year; with the line of each of the first faults.
    """
    own = usertable.read(path, SECTORS, ["year", *AMOUNTS], SECTORS_NEEDED)
    raw, year = _named(own.rows, "sector"), own.numbers("year")
    taxes = raw["sector"] == TAXES
    table = raw[["line", "year", "sector"]].assign(**{short: own.numbers(name) for name, short in AMOUNTS.items()})
    checks = [
        ("sector", raw["sector"] == "", "is empty", "name the sector"),
        ("year", usertable.no_year(year), "is no year", "write it as 2024"),
        ("sector", raw.assign(year=year).duplicated(["year", "sector"]), "stands twice in this year", "keep one row"),
        ("sector", raw["sector"].map(letters).isin(TOTALS), "is a total", "leave it out: its parts are there"),
        ("sector", _alike(raw["sector"]), "differs from another name in capitals alone", "write both in one way"),
        ("employed", taxes & (raw["employed"] != ""), "for product taxes, which employ nobody", "leave it empty"),
    ]
    for name, short in AMOUNTS.items():
        value, given = table[short], raw[name] != ""
        wanted = ~taxes | (short == "constant")
        checks += [
            (name, wanted & ~given, "is empty", "give the figure, or join this sector with another in every year"),
            (name, given & ~np.isfinite(value), "is no number", own.as_number),
            (name, ~taxes & (value <= 0), "is not above zero", "join this sector with another in every year"),
        ]
    if faults := own.faults(checks, lambda row: f"{row.year or 'no year'}, {row.sector or 'no sector'}"):
        raise DataError(faults, shown=20)
    table = table.assign(year=year.astype(int)).reset_index(drop=True)
    if found := _sums(table):
        remedy = "leave out rows of totals: their parts are there"
        told = [Fault(own.file, line, "sector", f"'{name}' is the sum of other rows", remedy) for line, name in found]
        raise DataError(told, shown=20)
    return table


def _sums(table: pd.DataFrame) -> list[tuple[int, str]]:
    """Line and name of each row that is, in every year, the sum of two or more rows in a row before or behind it."""
    names = table["sector"].drop_duplicates().tolist()
    by_year = [rows.set_index("sector")[["constant", "employed"]] for _, rows in table.groupby("year")]
    years = [rows.reindex(names).fillna(0).to_numpy() for rows in by_year]
    before = [np.vstack([np.zeros(2), rows.cumsum(axis=0)]) for rows in years]
    last, found = len(names), []
    for at in range(last):
        spans = [(at + 1, end) for end in range(at + 3, last + 1)] + [(first, at) for first in range(at - 1)]
        if any(
            all(np.allclose(sums[b] - sums[a], rows[at], rtol=SLACK) for sums, rows in zip(before, years, strict=True))
            for a, b in spans
        ):
            found.append((int(table["line"].iloc[at]), names[at]))
    return found


def ends(
    table: pd.DataFrame, path: Path, first: int | None = None, last: int | None = None
) -> tuple[int, int, pd.DataFrame, pd.DataFrame, tuple[float, float] | None]:
    """The two years to compare (by default the table's first and last) as `sectors.in_all_ways` takes them.

    Returns:
        The years, the frames of the earlier and the later by sector in the order of the earlier, and product taxes at
        constant prices of both, None where the table has none.

    Raises:
        ParameterError: The table does not hold a year asked for, or the later is not after the earlier.
        DataError: There is one year alone, a year has nothing but product taxes, or a sector is in one year only.
    """
    years, file = sorted(table["year"].unique().tolist()), str(path)
    if len(years) < 2:
        found = f"{len(years)} year(s) ({', '.join(map(str, years)) or 'none'})"
        raise DataError([Fault(file, None, "year", found, "growth needs two years; add another")])
    first, last = first or years[0], last or years[-1]
    for option, year in (("--from", first), ("--to", last)):
        if year not in years:
            raise ParameterError(f"{option} is {year}; {path} has {', '.join(map(str, years))}")
    if last <= first:
        raise ParameterError(f"--from is {first} and --to {last}; the second must be later")
    before, after = (table[table["year"] == year].set_index("sector") for year in (first, last))
    faults = [
        Fault(file, None, "sector", f"'{sector}' has a row for {has} and none for {lacks}", "add it, or join sectors")
        for one, other, has, lacks in ((before, after, first, last), (after, before, last, first))
        for sector in one.index.difference(other.index, sort=False)
    ]
    if not faults and set(before.index) <= {TAXES}:
        faults = [Fault(file, None, "sector", f"{first} has no sector but {TAXES}", SECTORS_NEEDED)]
    if faults:
        raise DataError(faults, shown=20)
    taxes = None
    if TAXES in before.index:
        taxes = (float(before.loc[TAXES, "constant"]), float(after.loc[TAXES, "constant"]))
    names = before.index.drop(TAXES, errors="ignore")
    columns = list(AMOUNTS.values())
    return first, last, before.loc[names, columns], after.loc[names, columns], taxes


def told(found: dict, first: int, last: int, taxes: tuple[float, float] | None) -> dict:
    """What the words on sectors see of a decomposition of one's own: over the span, within and between sectors."""
    moving = sum(row["structural"] for row in found["mcmillan_rodrik"].values())
    said = {"moving": moving, "within": found["value_added"] - moving, "taxed": taxes is not None}
    growth = {name: found[name] for name in ("value_added", "taxes", "total")}
    return {"own": {"first": first, "last": last} | said | growth, "own_parts": sectors.sums(found)}


def parts(found: dict) -> pd.DataFrame:
    """What `sectors.in_all_ways` gave as rows: method, sector, part, points; the three sums as method growth."""
    rows = [("growth", "", part, found[part]) for part in ("value_added", "taxes", "total")]
    for method in sectors.WAYS:
        rows += [(method, sector, part, x) for sector, parts in found[method].items() for part, x in parts.items()]
    return pd.DataFrame(rows, columns=["method", "sector", "part", "points"])
