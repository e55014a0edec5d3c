"""Growth of labour productivity by sector where an office publishes employment by sector: today the nation alone."""

from functools import lru_cache

import pandas as pd

from ..data import provinces
from ..data.known import Known
from ..errors import SeriesError
from . import decompose, published_growth

SECTORS = ("agriculture", "industry", "services")
COLUMNS = {
    "constant": "{total}_constant_{sector}",
    "current": "{total}_current_{sector}",
    "employed": "employed_{sector}",
}
TAXES = "product_taxes"


def table(known: Known, place: provinces.Place) -> pd.DataFrame:
    """Value added and employed persons by year and sector, of one publication; product taxes as a fourth sector.

    Indexed by year and sector, columns constant, current (billion VND), employed (thousand persons, missing for
    product taxes), refs (source|vintage) and status. Of several publications the newest with two years or more is
    taken, in the years in which it has every cell.

    Raises:
        SeriesError: Employment by sector, or another column, is not in the table for two years.
    """
    total = "gdp" if place.slug == provinces.NATION else "grdp"
    cells = []
    for column, name in reversed(COLUMNS.items()):
        for sector in (*SECTORS, TAXES):
            if (column, sector) == ("employed", TAXES):
                continue
            indicator = name.format(total=total, sector=sector)
            rows = published_growth.usable(known, indicator, place)
            if rows.empty:
                raise SeriesError(f"{indicator}, {place.slug} ({place.border}): no figure known by {known.day}")
            cells.append(
                rows[["year", "value", "vintage", "ref", "known", "status"]].assign(column=column, sector=sector)
            )
    cells = pd.concat(cells).drop_duplicates(["year", "column", "sector", "vintage"])
    for _, part in sorted(cells.groupby("vintage"), key=lambda item: item[1]["known"].max(), reverse=True):
        wide = part.pivot(index="year", columns=["column", "sector"], values="value").dropna()
        if len(wide) >= 2 and wide.shape[1] == 3 * len(SECTORS) + 2:
            long = wide.stack("sector", future_stack=True)
            return long[list(COLUMNS)].assign(
                refs=";".join(dict.fromkeys(part["ref"])),
                status=[";".join(dict.fromkeys(part.loc[part["year"] == y, "status"])) for y, _ in long.index],
            )
    raise SeriesError(
        f"sectors, {place.slug} ({place.border}): no publication has all columns for two years by {known.day}"
    )


@lru_cache(maxsize=8)
def split(known: Known, place: provinces.Place) -> dict:
    """The decompositions from the first to the last year of the table, percentage points of the growth over the span.

    Keys: first, last, value_added, taxes and total (decompose.product_taxes), shift_share, mcmillan_rodrik and gead by
    sector, refs, status (of the last year). The three split the growth of value added per person; total is the growth
    of GDP per person.

    Raises:
        SeriesError: As in `table`.
    """
    found = table(known, place)
    years = found.index.get_level_values("year")
    first, last = int(years.min()), int(years.max())
    before, after = (found.loc[year].loc[list(SECTORS)] for year in (first, last))
    taxes = tuple(float(found.loc[(year, TAXES), "constant"]) for year in (first, last))
    return {
        "first": first,
        "last": last,
        **decompose.in_all_ways(before, after, taxes),
        "refs": found["refs"].iloc[0],
        "status": found["status"].iloc[-1],
    }


def claims(known: Known, place: provinces.Place) -> dict:
    """What is said about sectors: the place's own decomposition or its refusal, and the nation's beside it."""
    out: dict = {"own": None, "refusal": "", "nation": None}
    nation = known.nation
    for key, whose in (("own", place), ("nation", nation)):
        try:
            out[key] = split(known, whose)
        except SeriesError as error:
            out["refusal"] = out["refusal"] or str(error)
    return out
