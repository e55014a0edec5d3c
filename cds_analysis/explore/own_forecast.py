"""Yearly series of one's own: told by kind (level, rate, share, count), forecast, and tried on their own past."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
from tqdm import tqdm

from ..data.provinces import letters
from ..errors import ModelError
from ..forecasting import mean_rate, panel
from ..forecasting.distribution import OPEN, Forecast
from ..forecasting.movement import sample
from ..said import said
from ..series import backtest
from ..shown import InOneLine

LEARNT_ON = 5  # years ahead from which errors are learnt, whatever the horizon: so a year has one forecast
LIMITS = {"rate": OPEN, "share": (0.0, 100.0), "count": (0.0, np.inf)}  # what no figure of a kind passes
RATE_WORDS = "tangtruong tocdotang muctang lamphat growth inflation".split()
SHARE_WORDS = "tytrong tyle tile cocau phantram share percent proportion coverage".split()
SMALL = 30  # figures of this size may be rates
TRIED, TRIED_YEARS, STRONG = 40, 25, 10  # series and years of the past that are tried, and years that make a record


def kinds_of(table: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """The kind of each series (of `vocabulary.KINDS`), and what tells it: its name, a sign, their size; "" for nothing.

    Words of the name speak first, where the figures can be of that kind; figures beyond 100 are levels. The others are
    taken together, as the places of one table are: rates where one is negative, or where most of them are small and go
    up and down without a trend (neighbours differ as much as any two: von Neumann's ratio above one). Else nothing
    tells, and they are taken for levels.
    """
    found, open_ = {}, {}
    for name, rows in table.groupby("series"):
        words, values = letters(name), rows["value"].to_numpy()
        small = np.abs(values).max() <= 100
        if small and any(word in words for word in RATE_WORDS):
            found[name] = ("rate", "name")
        elif small and values.min() >= 0 and any(word in words for word in SHARE_WORDS):
            found[name] = ("share", "name")
        elif small:
            open_[name] = values
        else:
            found[name] = ("level", "size")
    below = any(values.min() < 0 for values in open_.values())
    long = [values for values in open_.values() if len(values) >= mean_rate.LEAST]
    restless = [np.abs(v).max() <= SMALL and (np.diff(v) ** 2).mean() > v.var(ddof=1) > 0 for v in long]
    rates = ("rate", "sign") if below else ("rate", "size") if 2 * sum(restless) > len(long) else ("level", "")
    return found | dict.fromkeys(open_, rates)


def _method(kind: str, bounds: tuple[float, float]) -> backtest.Method:
    """How the figures of a kind are forecast, as a trial on the past takes it."""
    if kind != "rate":
        return partial(backtest.engine, bounds=bounds)
    return lambda values, horizon, real: mean_rate.MeanRates.fit(values, horizon, real).named()


@dataclass(frozen=True)
class Part:
    """The series of one kind and their forecasts, `low` and `high` what no figure passes, `whole` whether it is."""

    names: pd.Index
    found: panel.PanelForecast | mean_rate.MeanRates
    low: float
    high: float
    whole: bool

    def possible(self, values: np.ndarray) -> np.ndarray:
        """Values as they can be: a count is whole and not below zero, a share between 0 and 100."""
        return np.clip(np.rint(values) if self.whole else values, self.low, self.high)


@dataclass(frozen=True)
class Ahead(InOneLine):
    """Forecasts of every series of a long table: `ends` holds the first and last year of each."""

    ends: pd.DataFrame
    parts: tuple[Part, ...]
    horizon: int

    def to_frame(self, levels: tuple[int, ...] = (80, 95)) -> pd.DataFrame:
        """Columns series, year, step, median and low, high of each level (percent), one row a series and year."""
        found = []
        for part in self.parts:
            named = {name: part.possible(array).ravel() for name, array in part.found.named(levels).items()}
            series, step = np.repeat(part.names, self.horizon), np.tile(range(1, self.horizon + 1), len(part.names))
            last = self.ends["max"].loc[series].to_numpy()
            found.append(pd.DataFrame({"series": series, "year": last + step, "step": step} | named))
        return pd.concat(found).sort_values(["series", "step"], ignore_index=True)

    def paths(self, series: str) -> Forecast:
        """Joint sample paths of one series, from which the probability of a target is read."""
        part = next(part for part in self.parts if series in part.names)
        found = part.found.paths(part.names.get_loc(series), int(self.ends.at[series, "max"]))
        return Forecast(found.years, part.possible(found.paths), exact=lambda p: part.possible(found.exact(p)))


def ahead(
    table: pd.DataFrame,
    horizon: int,
    kinds: Mapping[str, str] | None = None,
    *,
    bounds: tuple[float, float] = OPEN,
    progress: bool = False,
) -> Ahead:
    """Forecast every series of a long table `horizon` years beyond its own last year.

    Levels, shares and counts are each pooled over the table; each rate comes back to its own mean. Years without a
    figure are filled in on a straight line to find the movement; they are neither scored nor forecast from.

    Args:
        kinds: Of each series, of `vocabulary.KINDS`; levels where none are said.
        bounds: Hold for every level; see `panel.forecast`.

    Raises:
        ModelError: A value outside the bounds (for a level on one, too), or too few rates.
    """
    ends, parts = table.groupby("series")["year"].agg(["min", "max"]), []
    groups = list(_groups(table, kinds or {}, bounds))
    stages = panel.STAGES * sum(kind != "rate" for kind, _, _ in groups)
    with tqdm(total=stages, desc=said(f"{len(ends):,} series ahead"), unit="", disable=not progress) as bar:
        for kind, within, rows in groups:
            names, values, real = _matrix(rows, ends)
            if kind == "rate":
                if (few := real.sum(axis=1) < mean_rate.LEAST).any():
                    told = f"{names[few][0]}: too few rates ({few.sum()} such series); a mean needs {mean_rate.LEAST}"
                    raise ModelError(f"{told}; add years or leave the series out")
                found = mean_rate.MeanRates.fit(values, horizon, real)
            else:
                options = {"real": real, "bounds": within, "learnt_on": LEARNT_ON}
                found = panel.forecast(values, horizon, **options, got_on=bar.update)
            parts.append(Part(names, found, *LIMITS.get(kind, OPEN), kind == "count"))
    return Ahead(ends, tuple(parts), horizon)


def _groups(table: pd.DataFrame, kinds: Mapping[str, str], bounds) -> Iterator[tuple[str, tuple, pd.DataFrame]]:
    """The rows of each kind, between which bounds they are modelled: shares that touch 0 or 100 only held there."""
    for name, rows in table.groupby(table["series"].map(lambda name: kinds.get(name, "level"))):
        low, high = bounds if name == "level" else LIMITS[name]
        outside = rows["value"].lt(low) | rows["value"].gt(high)
        outside |= rows["value"].isin([low, high]) & (name == "level")
        if outside.any():
            first, remedy = rows[outside].iloc[0], "widen the bounds" if name == "level" else "mend it"
            raise ModelError(
                f"{first['series']}, {first['year']}: {first['value']:g} lies on or outside the bounds {low:g} to "
                f"{high:g} ({outside.sum():,} such value(s)); {remedy} or leave the series out"
            )
        touching = rows["series"].isin(rows.loc[rows["value"].isin([low, high]), "series"]) & (name == "share")
        for part in (rows[~touching], rows[touching]):
            if len(part):
                yield str(name), OPEN if name == "count" or touching[part.index[0]] else (low, high), part


def _matrix(rows: pd.DataFrame, ends: pd.DataFrame) -> tuple[pd.Index, np.ndarray, np.ndarray]:
    """Names, values from the first year of each series on, gaps filled on a straight line, and which are figures."""
    column = rows["year"] - rows["series"].map(ends["min"])
    table = rows.assign(column=column).pivot(index="series", columns="column", values="value")
    values = np.array(table.reindex(columns=range(column.max() + 1)), order="C")
    real, ends = np.isfinite(values), ends.loc[table.index]
    gaps = real.sum(axis=1) <= (ends["max"] - ends["min"]).to_numpy()
    values[gaps] = pd.DataFrame(values[gaps]).interpolate(axis=1, limit_area="inside")
    return table.index, values, real


def record(
    table: pd.DataFrame, horizon: int, kinds: Mapping[str, str], bounds: tuple[float, float] = OPEN
) -> list[dict]:
    """How the file's own past was forecast, kind by kind, from every earlier year of it.

    `against_last` is the mean absolute error of the method in units of that of the last value left as it is, `other`
    that of rates forecast as levels, of all else by a drift; below one is better. `origins` is from how many years, `n`
    how many figures; a record from fewer than STRONG years is `weak`. Nothing of a kind without enough years.
    """
    out, steps = [], min(horizon, LEARNT_ON)
    for kind, within, rows in _groups(table, kinds, bounds):
        values = rows.pivot(index="series", columns="year", values="value")
        values = values.reindex(columns=range(values.columns[0], values.columns[-1] + 1)).iloc[:, -TRIED_YEARS:]
        values = values.iloc[sample(len(values))[:TRIED]]
        other = _method("level", OPEN) if kind == "rate" else backtest.drift
        if np.isfinite(values).sum(axis=1).max() <= backtest.SHORTEST:
            continue  # no year to look back from
        tried = backtest.rolling(values, steps, {"own": _method(kind, within), "other": other})
        error = backtest.relative_error(tried, ["method"])
        if len(error) and np.isfinite(error).all():
            origins, n = tried["origin"].nunique(), int((tried["method"] == "own").sum())
            told = {"against_last": float(error["own"]), "other": float(error["other"])}
            out.append({"kind": kind, **told, "n": n, "origins": origins, "weak": origins < STRONG})
    return out
