"""Panels of provinces from the observation table: the past on which the methods are tried.

All on the border before 1 July 2025 and of one indicator, one measure, one definition from the first year to the last.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial

import numpy as np
import pandas as pd

from ..data import indicators, provinces
from ..data.known import Known
from ..forecasting.distribution import OPEN
from ..shown import InOneLine
from . import backtest, growth


@dataclass(frozen=True)
class Recipe:
    """Which rows make a panel, and why it begins and ends where it does (docs/methods.md)."""

    indicator: str
    first: int = 0
    last: int = 9999
    vintage: str = ""  # one publication alone, where figures were revised
    least: int = 2  # years a place must have


RECIPES = (
    Recipe("pci_score", last=2021),  # other weights since 2022
    Recipe("pci_transparency", last=2019),  # the last year with all provinces
    Recipe("papi_total_six"),
    Recipe("papi_total"),
    Recipe("papi_transparency"),
    Recipe("papi_egovernance"),
    Recipe("labour_force", first=2007, last=2020, vintage="2023-01-09"),  # none for 2006; another definition from 2021
    Recipe("population", vintage="2019-08-06"),  # revised after the census of 2019
    Recipe("grdp_constant", vintage="2018", least=8),  # one edition of the yearbooks
)
SHOWN = Recipe("dti_score", first=2022)  # three years with all provinces; its components change each year
RATIO = Recipe("employed_population_ratio", first=2007, vintage="2019-08-06")


@dataclass(frozen=True)
class History(InOneLine):
    """One indicator by place and year: arrays of shape (places, years), NaN where no figure is known.

    `known` is the day of each figure; `as_known` whether all stood in publications of the year after their own at the
    latest and were not revised since; else a trial is pseudo-real-time.
    """

    indicator: indicators.Indicator
    places: list[str]
    years: np.ndarray
    values: np.ndarray
    known: np.ndarray
    as_known: bool

    @property
    def table(self) -> pd.DataFrame:
        """The figures, places by years."""
        return pd.DataFrame(self.values, index=self.places, columns=self.years)

    @property
    def bounds(self) -> tuple[float, float]:
        """What the indicator cannot reach, where that is an end on both sides."""
        ends = (self.indicator.lower, self.indicator.upper)
        return ends if np.isfinite(ends).all() else OPEN


def history(about: indicators.Indicator, values: pd.DataFrame, known: pd.DataFrame, as_known: bool = False) -> History:
    """A panel from its figures and their days: a row a place, a column a year that has any."""
    years = range(int(values.columns.min()), int(values.columns.max()) + 1)
    values, known = (table.reindex(index=values.index, columns=years) for table in (values, known))
    days = known.astype(object).where(known.notna(), None).to_numpy()
    return History(about, list(values.index), np.array(years), values.to_numpy(float), days, as_known)


@lru_cache(maxsize=64)
def panel_of(known: Known, recipe: Recipe) -> History | None:
    """The panel of a recipe as published by a day; None where nothing was, or nothing of two years."""
    rows = known.yearly(recipe.indicator)
    rows = rows[rows["comparator"].eq("=")]
    units = {p.slug for p in known.units_of(provinces.OLD)}
    rows = rows[rows["place"].isin(units) & rows["border"].eq(provinces.OLD)]
    rows = rows[~rows["measure"].isin(["press", "wikipedia"])]
    rows = rows.assign(year=rows["period"].astype(int))
    rows = rows[rows["year"].between(recipe.first, recipe.last) & rows["vintage"].eq(recipe.vintage or rows["vintage"])]
    rows = known.newest_figures(rows, ["place", "year"])
    if recipe.indicator == "grdp_constant":
        sound = [key not in growth.BROKEN for key in zip(rows["place"], rows["year"], strict=True)]
        rows = rows[np.array(sound, dtype=bool)]
    rows = rows[rows.groupby("place")["year"].transform("size") >= recipe.least]
    if rows["year"].nunique() < 2:
        return None
    values, days = (rows.pivot(index="place", columns="year", values=name) for name in ("value", "known"))
    in_time = [date(year + 1, 12, 31) for year in rows["year"]]
    return history(known.indicator(recipe.indicator), values, days, not (rows["known"] > in_time).any())


def panels(known: Known) -> list[History]:
    """The panels that can be tried as of a day: those with a year beyond the shortest past."""
    found = [panel_of(known, recipe) for recipe in RECIPES]
    return [h for h in found if h is not None and np.isfinite(h.values).sum(axis=1).max() > backtest.SHORTEST]


def trial(
    found: History,
    horizon: int,
    methods: dict[str, backtest.Method] = backtest.METHODS,
    shortest: int = backtest.SHORTEST,
) -> pd.DataFrame:
    """Forecasts of a panel from all its years (backtest.rolling), with indicator, place and the year of origin."""
    bounded = partial(backtest.engine, bounds=found.bounds)
    methods = {name: bounded if method is backtest.engine else method for name, method in methods.items()}
    return _of(found, backtest.rolling(found.table, horizon, methods, shortest=shortest))


def statements(found: History, horizon: int) -> pd.DataFrame:
    """Statements of the panel forecast about a panel (backtest.level_statements), named likewise."""
    return _of(found, backtest.level_statements(found.table, horizon, bounds=found.bounds))


def _of(found: History, table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(indicator=found.indicator.id).rename(columns={"series": "place"})
