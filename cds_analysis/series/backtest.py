"""How good forecasts were: forecasts made anew from earlier years, beside what came."""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import pandas as pd
from scipy.stats import t as student

from ..forecasting import panel
from ..forecasting.distribution import OPEN, SEED
from ..forecasting.movement import future

LEVELS = (80, 95)
NARROW = 75.0  # per cent of the outcomes that 80 % intervals have to hold for a method to be chosen
RATES = 8  # newest growth rates a mean rests on, as in the briefs
SHORTEST = 4  # years of figures a series needs before it is forecast
Method = Callable[[np.ndarray, int, np.ndarray], dict[str, np.ndarray]]


def known_at(values: np.ndarray, year: int, shortest: int = SHORTEST) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What a forecaster in one year (a column) has: the rows with a figure of that year and enough before it.

    Their numbers, their values up to the year, moved to the first column, and which of these are figures: gaps are
    bridged on a straight line, which looks at nothing after `year`.
    """
    seen = np.isfinite(values[:, : year + 1])
    rows = np.flatnonzero(seen[:, -1] & (seen.sum(axis=1) >= shortest))
    past = np.full((len(rows), year + 1), np.nan)
    real = np.zeros(past.shape, dtype=bool)
    for place, row in enumerate(rows):
        known = np.flatnonzero(seen[row])
        inside = np.arange(known[0], year + 1)
        past[place, : len(inside)] = np.interp(inside, known, values[row, known])
        real[place, known - known[0]] = True
    return rows, past, real


def _origins(values: np.ndarray, shortest: int) -> Iterator[tuple[int, np.ndarray, np.ndarray, np.ndarray]]:
    """Every year but the last from which a series can be forecast, and what `known_at` gives in it."""
    for origin in range(shortest - 1, values.shape[1] - 1):
        rows, past, real = known_at(values, origin, shortest)
        if len(rows):
            yield origin, rows, past, real


def _walk(values: np.ndarray, horizon: int, real: np.ndarray, *, drift: bool) -> dict[str, np.ndarray]:
    """single.Drift, or without `drift` a random walk from the last value, for a whole panel in closed form."""
    count = np.isfinite(values).sum(axis=1)[:, None]
    last = values[np.arange(len(values)), count[:, 0] - 1][:, None]
    changes, step = np.diff(values, axis=1), np.arange(1, horizon + 1)[None, :]
    slope = np.nanmean(changes, axis=1, keepdims=True) if drift else np.zeros((len(values), 1))
    freedom = count - 2 if drift else count - 1
    sigma = np.sqrt(np.nansum((changes - slope) ** 2, axis=1, keepdims=True) / freedom)
    spread = sigma * np.sqrt(step * (1 + step / (count - 1)) if drift else step)
    out = {"median": last + slope * step}
    for level in LEVELS:
        half = student.ppf(0.5 + level / 200, freedom) * spread
        out |= {f"low{level}": out["median"] - half, f"high{level}": out["median"] + half}
    return out


def engine(
    values: np.ndarray, horizon: int, real: np.ndarray, bounds: tuple[float, float] = OPEN
) -> dict[str, np.ndarray]:
    """The panel forecast with its own intervals, pooled over what the panel showed until then."""
    return panel.forecast(values, horizon, real=real, bounds=bounds).named(LEVELS)


last_value, drift = partial(_walk, drift=False), partial(_walk, drift=True)
METHODS: dict[str, Method] = {"panel": engine, "drift": drift, "last value": last_value}


def rolling(
    values: np.ndarray, horizon: int, methods: dict[str, Method] = METHODS, *, shortest: int = SHORTEST
) -> pd.DataFrame:
    """Forecasts from every year of a panel, made with what stood in it up to that year, beside what came.

    Args:
        values: Shape (series, years), NaN where there is no figure.
        methods: By name; each takes values, horizon and which values are figures, and gives median and intervals.

    Returns:
        One row a series, origin (both counted from 0), step and method: length (years from first figure to origin),
        median, low80, high80, low95, high95, actual, last and scale (mean absolute change so far). Steps without a
        figure are left out.
    """
    tables, steps = [], np.arange(1, horizon + 1)
    for origin, rows, past, real in _origins(values, shortest):
        came = future(values, horizon)[rows, origin]
        ground = {
            "series": np.repeat(rows, horizon),
            "origin": origin,
            "step": np.tile(steps, len(rows)),
            "length": np.repeat(np.isfinite(past).sum(axis=1), horizon),
            "actual": came.ravel(),
            "last": np.repeat(values[rows, origin], horizon),
            "scale": np.repeat(np.nanmean(np.abs(np.diff(past, axis=1)), axis=1), horizon),
        }
        for name, method in methods.items():
            found = {column: array.ravel() for column, array in method(past, horizon, real).items()}
            tables.append(pd.DataFrame(ground | {"method": name} | found))
    return pd.concat(tables, ignore_index=True).dropna(subset="actual").reset_index(drop=True)


def relative_error(table: pd.DataFrame, by: list[str]) -> pd.Series:
    """Mean absolute error over that of the last value, both in units of each series' own scale.

    Below one is better than leaving the last value where it is. A series that had never moved is left out.
    """
    moved = table[table["scale"] > 0]
    size = (moved["actual"] - moved["median"]).abs() / moved["scale"]
    naive = (moved["actual"] - moved["last"]).abs() / moved["scale"]
    keys = [moved[column] for column in by]
    return size.groupby(keys).mean() / naive.groupby(keys).mean()


def coverage(table: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """How often intervals held what came, percent, with the number of cases and of distinct origins."""
    for level in LEVELS:
        inside = table["actual"].between(table[f"low{level}"], table[f"high{level}"])
        table = table.assign(**{f"cov{level}": 100.0 * inside})
    told = {f"cov{level}": (f"cov{level}", "mean") for level in LEVELS}
    return table.groupby(by).agg(**told, n=("origin", "size"), origins=("origin", "nunique"))


def judged(paths: np.ndarray, came: np.ndarray, thresholds: np.ndarray, kinds: tuple[str, ...]) -> list[dict]:
    """Statements read from joint paths, and whether they came true.

    Args:
        paths: Shape (paths, horizon).
        came: What came, shape (horizon,); a statement that needs a missing year is left out.
        thresholds: Shape (statements, horizon), set before what came is looked at.
        kinds: at_least (in the last year of a span), every_year (in each year of it), average (of the yearly rates of
            two years or more, percent, geometric, against the first threshold).
    """
    out = []
    for steps in range(1, len(came) + 1):
        for asked in thresholds:
            for kind in kinds:
                needed = came[steps - 1 : steps] if kind == "at_least" else came[:steps]
                if np.isfinite(needed).all() and (kind, steps) != ("average", 1):
                    said, true = (_holds(kind, array[:, :steps], asked) for array in (paths, came[None]))
                    row = {"kind": kind, "steps": steps, "threshold": float(asked[steps - 1])}
                    out.append(row | {"probability": float(said.mean()), "came_true": bool(true[0])})
    return out


def _holds(kind: str, values: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """Whether a statement holds on each row of `values` (rows, steps)."""
    steps = values.shape[1]
    if kind == "at_least":
        return values[:, -1] >= asked[steps - 1]
    if kind == "every_year":
        return (values >= asked[:steps]).all(axis=1)
    return 100 * (np.prod(np.maximum(1 + values / 100, 0), axis=1) ** (1 / steps) - 1) >= asked[0]


def level_statements(
    values: np.ndarray, horizon: int, *, bounds: tuple[float, float] = OPEN, paths: int = 1_000
) -> pd.DataFrame:
    """Statements of the panel forecast about levels, judged by what came.

    Thresholds go on from the last value at the pace so far, and one typical yearly change above and below that; each is
    asked of the last year of a span and of every year of it.
    """
    out, ahead = [], np.arange(1, horizon + 1)
    for origin, rows, past, real in _origins(values, SHORTEST):
        found = panel.forecast(past, horizon, real=real, bounds=bounds)
        came = future(values, horizon)[rows, origin]
        for place, row in enumerate(rows):
            own = past[place][np.isfinite(past[place])]
            pace, typical = (own[-1] - own[0]) / (len(own) - 1), np.abs(np.diff(own)).mean()
            asked = own[-1] + pace * ahead + typical * np.array([[-1.0], [0.0], [1.0]])
            drawn = found.paths(place, origin, paths=paths, seed=SEED).paths
            for said in judged(drawn, came[place], asked, ("at_least", "every_year")):
                out.append({"series": int(row), "origin": origin, "length": len(own)} | said)
    return pd.DataFrame(out)


def calibration(statements: pd.DataFrame) -> pd.DataFrame:
    """Said (mean probability) against seen (share that came true), n and origins, in fifths of 0 to 1."""
    part = np.minimum((statements["probability"] * 5).astype(int), 4)
    told = {"said": ("probability", "mean"), "seen": ("came_true", "mean")}
    told |= {"n": ("origin", "size"), "origins": ("origin", "nunique")}
    return statements.groupby(part).agg(**told).rename_axis("part")


def choice(table: pd.DataFrame) -> str:
    """The method of the smallest error whose 80 % intervals hold NARROW per cent; if none, that which holds most."""
    error, held = relative_error(table, ["method"]), coverage(table, ["method"])["cov80"]
    sound = held.index[held >= NARROW]
    return str(error[sound].idxmin() if len(sound) else held.idxmax())
