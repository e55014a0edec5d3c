"""Growth of labour productivity split by sector, in three ways, and the part of product taxes; each adds up exactly.

All ways take two tables of the same sectors (index), an earlier and a later year: `constant` and `current` (value added
at these prices, one money unit), `employed` (persons, any unit). They give percentage points of the growth of total
productivity between the two, a sector a row, and raise ModelError where sectors differ, a column is missing, or a value
is not a positive number. The sum of all cells is that growth, 100 (Z1 / Z0 - 1) with Z = value added / employed
persons; taxes less subsidies on products belong to no sector, and enter by `product_taxes`.
"""

from functools import lru_cache

import numpy as np
import pandas as pd

from ..data import provinces
from ..data.known import Known
from ..errors import ModelError, SeriesError

SECTORS = ("agriculture", "industry", "services")
COLUMNS = {
    "constant": "{total}_constant_{sector}",
    "current": "{total}_current_{sector}",
    "employed": "employed_{sector}",
}
TAXES = "product_taxes"


def shift_share(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Within, static and dynamic part of each sector; columns used: constant, employed.

    With the share s of a sector in employment and its productivity z:
    within = s0 (z1 - z0) / Z0, static = (s1 - s0) z0 / Z0, dynamic = (s1 - s0)(z1 - z0) / Z0.
    Only the sum over sectors says what moving between them gave. Constant-price value added must add up over sectors
    (fixed base year, not chained).

    Source: Fagerberg, "Technological progress, structural change and productivity growth", Structural Change and
    Economic Dynamics 11 (2000); de Vries, Timmer and de Vries, "Structural transformation in Africa", Journal of
    Development Studies 51 (2015).
    """
    s0, z0, s1, z1 = _shares(before, after)
    total = float(np.sum(s0 * z0))
    parts = {"within": s0 * (z1 - z0), "static": (s1 - s0) * z0, "dynamic": (s1 - s0) * (z1 - z0)}
    return 100 * pd.DataFrame(parts, index=before.index) / total


def mcmillan_rodrik(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Within part and structural change of each sector; columns used: constant, employed.

    within = s0 (z1 - z0) / Z0, structural = (s1 - s0) z1 / Z0: movement between sectors valued at the later year's
    productivity, that is the static and the dynamic part of `shift_share` in one.

    Source: McMillan and Rodrik, "Globalization, structural change and productivity growth", NBER Working Paper 17143
    (2011), equation 1.
    """
    parts = shift_share(before, after)
    return pd.DataFrame({"within": parts["within"], "structural": parts["static"] + parts["dynamic"]})


def gead(before: pd.DataFrame, after: pd.DataFrame, real_totals: tuple[float, float] | None = None) -> pd.DataFrame:
    """Within, relative-size and joint part of each sector; columns used: constant, current, employed.

    The relative size of a sector is r = p s, its price relative to the total's (deflators) times its share in
    employment. With w its share in value added at current prices in the earlier year and g the growth of z:
    within = w g, size = w (r1 / r0 - 1), joint = w g (r1 / r0 - 1). Value added at constant prices need not add up over
    sectors (chained volumes): then give the total of both years in `real_totals`.

    Source: Tang and Wang, "Sources of aggregate labour productivity growth in Canada and the United States", Canadian
    Journal of Economics 37 (2004), 421-444 (the generalised exactly additive decomposition).
    """
    s0, z0, s1, z1 = _shares(before, after)
    _checked(before, after, "current")
    totals = real_totals or (float(before["constant"].sum()), float(after["constant"].sum()))
    price = [
        (t["current"] / t["constant"] / (t["current"].sum() / total)).to_numpy(float)
        for t, total in zip((before, after), totals, strict=True)
    ]
    w = (before["current"] / before["current"].sum()).to_numpy(float)
    g, size = z1 / z0 - 1, price[1] * s1 / (price[0] * s0) - 1
    return 100 * pd.DataFrame({"within": w * g, "size": w * size, "joint": w * g * size}, index=before.index)


def product_taxes(value_added: tuple[float, float], gdp: tuple[float, float], employed: tuple[float, float]) -> dict:
    """Growth of GDP per person (total) as that of value added per person and the part of taxes, percentage points.

    With F = GDP / value added, taxes = (F1 / F0 - 1)(1 + growth of value added per person); total is the exact sum.
    Every pair is (earlier, later).
    """
    if not all(np.isfinite(x) and x > 0 for x in (*value_added, *gdp, *employed)):
        raise ModelError(
            f"product taxes: value added {value_added}, GDP {gdp}, employed {employed}; all must be positive"
        )
    own = value_added[1] / employed[1] / (value_added[0] / employed[0])
    factor = gdp[1] / value_added[1] / (gdp[0] / value_added[0])
    parts = {"value_added": 100 * (own - 1), "taxes": 100 * (factor - 1) * own}
    return parts | {"total": parts["value_added"] + parts["taxes"]}


WAYS = {"shift_share": shift_share, "mcmillan_rodrik": mcmillan_rodrik, "gead": gead}


def in_all_ways(before: pd.DataFrame, after: pd.DataFrame, taxes: tuple[float, float] = (0.0, 0.0)) -> dict:
    """The three decompositions and the part of product taxes, percentage points over the whole span.

    Keys: value_added, taxes and total as in `product_taxes`, with GDP = value added at constant prices + `taxes`
    (earlier, later; same prices); shift_share, mcmillan_rodrik and gead, each a dict of parts by sector. The parts of
    each sum to value_added.
    """
    parts = {name: way(before, after).to_dict("index") for name, way in WAYS.items()}
    value, jobs = (tuple(float(t[column].sum()) for t in (before, after)) for column in ("constant", "employed"))
    gdp = (value[0] + taxes[0], value[1] + taxes[1])
    return product_taxes(value, gdp, jobs) | parts


def sums(found: dict) -> dict[str, dict[str | None, dict[str, float]]]:
    """The parts of each way by sector, with the sum of a sector (part total) and of a part (sector None)."""
    out = {}
    for way in WAYS:
        parts = found[way]
        names = next(iter(parts.values()))
        rows = {**parts, None: {name: sum(row[name] for row in parts.values()) for name in names}}
        out[way] = {sector: row | {"total": sum(row.values())} for sector, row in rows.items()}
    return out


def _checked(before: pd.DataFrame, after: pd.DataFrame, *columns: str) -> None:
    if list(before.index) != list(after.index):
        raise ModelError(f"sectors differ: {list(before.index)} and {list(after.index)}; give both years the same ones")
    for table in (before, after):
        for column in columns:
            if column not in table:
                raise ModelError(f"no column {column}; a decomposition needs constant, employed and, for gead, current")
            values = table[column].to_numpy(float)
            if not (np.isfinite(values).all() and (values > 0).all()):
                wrong = list(table.index[~(values > 0)])
                raise ModelError(f"{column} of {wrong} is missing or not positive; join or leave out such sectors")


def _shares(before: pd.DataFrame, after: pd.DataFrame) -> list[np.ndarray]:
    """Shares in employment and productivity of the sectors, earlier and later: s0, z0, s1, z1."""
    _checked(before, after, "constant", "employed")
    out = []
    for table in (before, after):
        jobs = table["employed"].to_numpy(float)
        out += [jobs / jobs.sum(), table["constant"].to_numpy(float) / jobs]
    return out


def table(known: Known, place: provinces.Place) -> pd.DataFrame:
    """Value added and employed persons by year and sector, of one publication; product taxes as a fourth sector.

    Indexed by year and sector, columns constant, current (billion VND), employed (thousand persons, missing for
    product taxes), refs (source|vintage) and status: the years in which the newest publication with two or more of them
    has every cell.

    Raises:
        SeriesError: There is none: today only the nation's employment is published by sector.
    """
    total = "gdp" if place.slug == provinces.NATION else "grdp"
    asked = [(column, sector) for column in reversed(COLUMNS) for sector in (*SECTORS, TAXES)]
    asked.remove(("employed", TAXES))
    cells = []
    for column, sector in asked:
        indicator = COLUMNS[column].format(total=total, sector=sector)
        rows = known.cited(indicator, place)
        if rows.empty:
            raise SeriesError(f"{indicator}, {place.slug} ({place.border}): no figure known by {known.day}")
        cells.append(rows.assign(column=column, sector=sector))
    cells = pd.concat(cells).drop_duplicates(["year", "column", "sector", "vintage"])
    for _, part in sorted(cells.groupby("vintage"), key=lambda item: item[1]["known"].max(), reverse=True):
        wide = part.pivot(index="year", columns=["column", "sector"], values="value").dropna()
        if len(wide) >= 2 and wide.shape[1] == len(asked):
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
    """`in_all_ways` from the first to the last year of the table, percentage points of the growth over the span.

    With first and last, refs, and the status of the last year.
    """
    found = table(known, place)
    years = found.index.get_level_values("year")
    first, last = int(years.min()), int(years.max())
    before, after = (found.loc[year].loc[list(SECTORS)] for year in (first, last))
    taxes = tuple(float(found.loc[(year, TAXES), "constant"]) for year in (first, last))
    return {
        "first": first,
        "last": last,
        **in_all_ways(before, after, taxes),
        "refs": found["refs"].iloc[0],
        "status": found["status"].iloc[-1],
    }
