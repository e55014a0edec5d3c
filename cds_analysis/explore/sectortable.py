"""A user's own table of value added and employed persons by year and sector, read with care for a decomposition."""

from pathlib import Path

import numpy as np
import pandas as pd

from ..errors import DataError, Fault, ParameterError
from ..files import usertable
from ..series import decompose
from ..series.sectors import TAXES

# The column of the file and the name decompose has for it.
AMOUNTS = {"value_added_current": "current", "value_added_constant": "constant", "employed": "employed"}
COLUMNS = ["year", "sector", *AMOUNTS]
NEEDED = f"the table needs one row a year and sector, with the columns {', '.join(COLUMNS)}"


def read(path: Path) -> pd.DataFrame:
    """Value added and employed persons by year and sector of a CSV or Excel file, in the order of the file.

    The sector product_taxes holds taxes less subsidies on products: it employs nobody, may be negative, and only its
    value at constant prices is used.

    Returns:
        Columns line, year, sector, current, constant, employed (the last missing for product_taxes).

    Raises:
        DataError: A column is missing, an amount is no number or not above zero, a year no whole number, a sector is
            unnamed or stands twice in a year; with the line of each of the first faults.
    """
    own = usertable.read(path, COLUMNS, ["year", *AMOUNTS], NEEDED)
    numbers = {name: own.numbers(name) for name in ("year", *AMOUNTS)}
    if faults := _faults(own, numbers):
        raise DataError(faults, shown=20)
    table = own.rows[["line", "year", "sector"]].assign(**{AMOUNTS[name]: numbers[name] for name in AMOUNTS})
    return table.assign(year=numbers["year"].astype(int)).reset_index(drop=True)


def _faults(own: usertable.UserTable, numbers: dict[str, pd.Series]) -> list[Fault]:
    """What is wrong with single cells and rows."""
    raw, year, taxes = own.rows, numbers["year"], own.rows["sector"] == TAXES
    checks = [
        ("sector", raw["sector"] == "", "is empty", "name the sector"),
        ("year", usertable.no_year(year), "is no year", "write it as 2024"),
        ("sector", raw.assign(year=year).duplicated(["year", "sector"]), "stands twice in this year", "keep one row"),
        ("employed", taxes & (raw["employed"] != ""), "for product taxes, which employ nobody", "leave it empty"),
    ]
    for name in AMOUNTS:
        value, given = numbers[name], raw[name] != ""
        sector = ~taxes
        wanted = sector | (taxes & (name == "value_added_constant"))
        checks += [
            (name, wanted & ~given, "is empty", "give the figure, or join this sector with another in every year"),
            (name, given & ~np.isfinite(value), "is no number", own.as_number),
            (name, sector & (value <= 0), "is not above zero", "join this sector with another in every year"),
        ]
    return own.faults(checks, lambda row: f"{row.year or 'no year'}, {row.sector or 'no sector'}")


def ends(
    table: pd.DataFrame, path: Path, first: int | None = None, last: int | None = None
) -> tuple[int, int, pd.DataFrame, pd.DataFrame, tuple[float, float] | None]:
    """The two years to compare (by default the table's first and last) as `decompose` takes them.

    Returns:
        The years, the frames of the earlier and the later by sector in the order of the earlier, and product taxes at
        constant prices of both, None where the table has none.

    Raises:
        ParameterError: The table does not hold a year asked for, or the later is not after the earlier.
        DataError: There is one year alone, a year has nothing but product taxes, or a sector is in one year only.
    """
    years = sorted(table["year"].unique().tolist())
    if len(years) < 2:
        found = f"{len(years)} year(s) ({', '.join(map(str, years)) or 'none'})"
        raise DataError([Fault(str(path), None, "year", found, "growth needs two years; add another")])
    first, last = first or years[0], last or years[-1]
    for option, year in (("--from", first), ("--to", last)):
        if year not in years:
            raise ParameterError(f"{option} is {year}; {path} has {', '.join(map(str, years))}")
    if last <= first:
        raise ParameterError(f"--from is {first} and --to {last}; the second must be later")
    before, after = (table[table["year"] == year].set_index("sector") for year in (first, last))
    faults = [
        Fault(
            str(path), None, "sector", f"'{sector}' has a row for {has} and none for {lacks}", "add it, or join sectors"
        )
        for one, other, has, lacks in ((before, after, first, last), (after, before, last, first))
        for sector in one.index.difference(other.index, sort=False)
    ]
    if not faults and set(before.index) <= {TAXES}:
        faults = [Fault(str(path), None, "sector", f"{first} has no sector but {TAXES}", NEEDED)]
    if faults:
        raise DataError(faults, shown=20)
    taxes = None
    if TAXES in before.index:
        taxes = (float(before.loc[TAXES, "constant"]), float(after.loc[TAXES, "constant"]))
    names = [sector for sector in before.index if sector != TAXES]
    columns = list(AMOUNTS.values())
    return first, last, before.loc[names, columns], after.loc[names, columns], taxes


def told(found: dict, first: int, last: int, taxes: tuple[float, float] | None) -> dict:
    """What the words on sectors see of a decomposition of one's own: over the span, within and between sectors."""
    moving = sum(row["structural"] for row in found["mcmillan_rodrik"].values())
    parts = {"moving": moving, "within": found["value_added"] - moving, "taxed": taxes is not None}
    growth = {name: found[name] for name in ("value_added", "taxes", "total")}
    return {"own": {"first": first, "last": last} | parts | growth, "own_parts": decompose.sums(found)}


def long(found: dict) -> pd.DataFrame:
    """What `decompose.in_all_ways` gave as rows: method, sector, part, points; the three sums as method growth."""
    rows = [("growth", "", part, found[part]) for part in ("value_added", "taxes", "total")]
    for method in decompose.WAYS:
        rows += [(method, sector, part, x) for sector, parts in found[method].items() for part, x in parts.items()]
    return pd.DataFrame(rows, columns=["method", "sector", "part", "points"])
