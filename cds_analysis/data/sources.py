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
