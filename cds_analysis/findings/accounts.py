"""A rate "every year" against the same rate "on average": both accounts of a period, and what makes each true."""

import numpy as np
import pandas as pd

from ..series.productivity import employment_needed

SETTLED = ("published", "direct", "bridged")  # a bridged year counts in the average with its middle
FIRM = ("published", "direct")
RECENT = 3  # newest years whose mean stands in for a figure that does not exist yet


def both(rates: pd.DataFrame, since: int, by: int, rate: float) -> dict:
    """Both accounts of a yearly rate from `since` to `by`, and what each asks of the years still open.

    every_year: the firm years below the rate (`below`); one is enough to lose it. average: the geometric mean of the
    settled years (`mean`) and the rate that all open years need for the average over the period to come to `rate`,
    needed = 100 (((1 + rate)^N / product of (1 + settled rates))^(1 / open years) - 1). Each open year gets the growth
    of employed persons at which its GRDP growth gives just that rate, and the GRDP growth needed at its employment
    growth. Where the year has no figure of one of them yet, the mean of the newest three years stands in: a scenario.

    Args:
        rates: productivity.Productivity.table.
    """
    years = range(since, by + 1)
    table = rates.reindex(years)
    settled = table[table["kind"].isin(SETTLED)]
    below = [int(y) for y, r in settled.iterrows() if r["kind"] in FIRM and r["growth"] < rate]
    still = [y for y in years if y not in settled.index]
    product = float(np.prod(1 + settled["growth"] / 100))
    out = {"since": since, "by": by, "rate": rate, "settled": [int(y) for y in settled.index], "below": below}
    out |= {"bridged": [int(y) for y in settled.index[settled["kind"].eq("bridged")]], "open": [], "needed": None}
    out["mean"] = 100 * (product ** (1 / len(settled)) - 1) if len(settled) else None
    if not still:
        return out
    out["needed"] = 100 * (((1 + rate / 100) ** len(years) / product) ** (1 / len(still)) - 1)
    with_rate = rates[rates["growth"].notna() & rates["grdp_growth"].notna()].tail(RECENT)
    implied = employment_needed(with_rate["grdp_growth"], with_rate["growth"])  # where only the rate is published
    jobs = with_rate["employed_growth"].fillna(implied).mean()
    output = rates["grdp_growth"].dropna().tail(RECENT).mean()
    for year in still:
        known, ours = table.at[year, "grdp_growth"], table.at[year, "employed_growth"]
        g, e = (output if np.isnan(known) else known), (jobs if np.isnan(ours) else ours)
        row = {"year": year, "grdp_growth": g, "grdp_known": not np.isnan(known), "employed_growth": e}
        row["employed_nowcast"] = not np.isnan(ours)
        for name, asked in (("every_year", rate), ("average", out["needed"])):
            row[f"{name}_employed"] = employment_needed(g, asked)
            row[f"{name}_grdp"] = 100 * ((1 + asked / 100) * (1 + e / 100) - 1)
        out["open"].append(row)
    return out
