"""The documents that figures come from, and which of two documents is believed for one and the same figure."""

from functools import lru_cache
from pathlib import Path

import pandas as pd

# A figure printed by several documents on one day is taken from the first kind in this list: the producer's own paper
# before a copy of its table, an authority before the press that quotes it.
KINDS = "statistics_office ministry vcci government party copy research press encyclopedia other".split()


@lru_cache(maxsize=8)
def load(data_dir: Path) -> pd.DataFrame:
    """The source register, indexed by id: kind, publisher, title, address, published."""
    return pd.read_csv(data_dir / "sources.csv", dtype=str, keep_default_na=False).set_index("id")


@lru_cache(maxsize=8)
def notes(data_dir: Path) -> pd.DataFrame:
    """Remarks on single rows, indexed by id, in English and Vietnamese."""
    return pd.read_csv(data_dir / "notes.csv", dtype=str, keep_default_na=False).set_index("id")


@lru_cache(maxsize=16)
def register(data_dir: Path, name: str) -> list[dict]:
    """The rows of a register that a folder may lack, such as doubts."""
    path = data_dir / f"{name}.csv"
    return pd.read_csv(path, dtype=str, keep_default_na=False).to_dict("records") if path.is_file() else []


def doubt(data_dir: Path, indicator: str, place: str, period: str, value: float) -> dict | None:
    """What must be said wherever a conclusion rests on a figure, whoever prints it: its clause in both languages."""
    for row in register(data_dir, "doubts"):
        if (row["indicator"], row["place"], row["period"], float(row["value"])) == (indicator, place, period, value):
            return {"vi": row["vi"], "en": row["en"]}
    return None
