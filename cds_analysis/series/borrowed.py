"""What a reference class gives: a forecast of one place from what was seen in others, and how such forecasts fared."""

from datetime import date
from functools import lru_cache
from pathlib import Path

import pandas as pd

LEVEL = 0.8  # of the interval that is tried on the past
CASES = 30  # outcomes of a step, fewer of which tell nothing of the width of intervals
WIDTH = "width"  # kind of statement: its threshold is by how much an interval is to be widened to just hold what came


@lru_cache(maxsize=4)
def record(folder: Path, until: date) -> pd.DataFrame:
    """The statements about the past that a folder keeps (`track_record`), known by a day; none where it keeps none."""
    path = folder / "record.csv"
    table = pd.read_csv(path) if path.is_file() else pd.DataFrame(columns=["kind", "steps", "threshold", "known"])
    table = table.assign(known=pd.to_datetime(table["known"]).dt.date)
    return table[table["known"] <= until]


def widths(statements: pd.DataFrame) -> tuple[float, ...]:
    """By how much to widen borrowed movement 1, 2, ... years ahead, so that of past intervals LEVEL would have held."""
    needed = statements[statements["kind"] == WIDTH].groupby("steps")["threshold"]
    return tuple(needed.quantile(LEVEL)) if len(needed) and needed.size().min() >= CASES else (1.0,)


def trial(held: int, of: int) -> dict | None:
    """How many of some later figures lay in the interval of LEVEL, forecast from earlier years and other places."""
    return {"held": held, "of": of, "level": LEVEL} if of else None
