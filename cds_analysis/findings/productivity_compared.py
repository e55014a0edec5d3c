"""Labour productivity compared: at two price bases, beside nation and region, a rate every year and on average."""

from itertools import groupby

import numpy as np
import pandas as pd

from ..series import peers, productivity
from ..study.finding import Finding, once
from .productivity import INDICATOR

RECENT = 3  # newest years whose mean stands in for a figure that does not exist yet


class ProductivityCompared(Finding):
    """Peers, prices and both accounts of a rate; results.json keeps them as `peers` and `accounts`."""

    def __init__(self, study):
        super().__init__(study, peers=of_peers(study), accounts=of_accounts(study))

    @property
    def records(self) -> dict:
        """Beside the parts: the open years of each account, those that ask for the same in one row."""
        return super().records | {"spans": [span for account in self.parts["accounts"] for span in _spans(account)]}


@once
def of_peers(study) -> dict:
    """Productivity at two price bases, beside nation and region, and the part of foreign firms; its sources cited."""
    prices, foreign = peers.prices(study.known, study.place), peers.foreign_part(study.known, study.place)
    found = peers.compare(study.known, study.place) | {"prices": prices, "foreign": foreign}
    study.cite(peers.cited(study.known, study.place, found))
    study.cite([(foreign["source"], foreign["vintage"])] if foreign else [])
    return found


@once
def of_accounts(study) -> list[dict]:
    """Both accounts, every year and on average, of each period and rate that a target of productivity names."""
    if study.productivity is None:
        return []
    asked = dict.fromkeys((t.since, t.by, t.value) for t in study.headline(INDICATOR) if t.since)
    return [both(study.productivity.table, *key) for key in asked]


def _spans(account: dict) -> list[dict]:
    asked = {key: account[key] for key in ("since", "by", "rate")}
    groups = [list(same) for _, same in groupby(account["open"], key=lambda r: {**r, "year": 0})]
    return [asked | years[0] | {"first": years[0]["year"], "last": years[-1]["year"]} for years in groups]


def both(rates: pd.DataFrame, since: int, by: int, rate: float) -> dict:
    """Both accounts of a yearly rate from `since` to `by`, and what each asks of the years still open.

    every_year: the firm years below the rate (`below`); one is enough to lose it. average: the geometric mean of the
    settled years (`mean`; a bridged year counts with its middle) and the rate that all open years need for the average
    over the period to come to `rate`:
    needed = 100 (((1 + rate)^N / product of (1 + settled rates))^(1 / open years) - 1).
    Each open year gets the growth of employed persons at which its GRDP growth gives just that rate, and the GRDP
    growth needed at its employment growth. Where the year has no figure of one of them yet, the mean of the newest
    three years stands in: a scenario. `rates` is productivity.Productivity.table.
    """
    years = range(since, by + 1)
    table = rates.reindex(years)
    settled = table[table["kind"].isin(productivity.KNOWN)]
    below = settled["kind"].isin(productivity.FIRM) & (settled["growth"] < rate)
    still = [y for y in years if y not in settled.index]
    product = float(np.prod(1 + settled["growth"] / 100))
    out = {"since": since, "by": by, "rate": rate, "open": [], "needed": None}
    firm = {"settled": settled, "below": settled[below], "bridged": settled[settled["kind"].eq("bridged")]}
    out |= {name: rows.index.tolist() for name, rows in firm.items()}
    out["mean"] = 100 * (product ** (1 / len(settled)) - 1) if len(settled) else None
    if not still:
        return out
    out["needed"] = 100 * (((1 + rate / 100) ** len(years) / product) ** (1 / len(still)) - 1)
    with_rate = rates[rates["growth"].notna() & rates["grdp_growth"].notna()].tail(RECENT)
    implied = productivity.per_person(with_rate["grdp_growth"], with_rate["growth"])  # where only the rate is published
    jobs = with_rate["employed_growth"].fillna(implied).mean()
    output = rates["grdp_growth"].dropna().tail(RECENT).mean()
    for year in still:
        known, ours = table.at[year, "grdp_growth"], table.at[year, "employed_growth"]
        g, e = (output if np.isnan(known) else known), (jobs if np.isnan(ours) else ours)
        row = {"year": year, "grdp_growth": g, "grdp_known": not np.isnan(known), "employed_growth": e}
        row["employed_nowcast"] = not np.isnan(ours)
        for name, asked in (("every_year", rate), ("average", out["needed"])):
            row[f"{name}_employed"] = productivity.per_person(g, asked)
            row[f"{name}_grdp"] = 100 * ((1 + asked / 100) * (1 + e / 100) - 1)
        out["open"].append(row)
    return out
