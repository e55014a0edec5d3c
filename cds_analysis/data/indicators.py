"""What is measured: units, bounds, good direction and the names in both languages."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from ..errors import unknown
from ..said import named
from ..shown import InOneLine


@dataclass(frozen=True)
class Indicator(InOneLine):
    """One indicator; `lower` and `upper` are hard bounds in `unit`, NaN where there is none."""

    id: str
    unit: str
    kind: str  # share, rate, growth, level, count, index, rank, flag
    lower: float
    upper: float
    good: str  # up, down or empty
    pillar: str
    measure: str  # the measure of a row that names none
    name_vi: str
    name_en: str
    definition_vi: str
    definition_en: str

    def name(self, lang: str) -> str:
        return self.name_vi if lang == "vi" else self.name_en

    @property
    def named(self) -> str:
        """The name and the id, as errors say them."""
        return named(self.id, self.name_vi, self.name_en)


@lru_cache(maxsize=8)
def load(data_dir: Path) -> dict[str, Indicator]:
    """The indicator register by id."""
    table = pd.read_csv(data_dir / "indicators.csv", dtype=str, keep_default_na=False)
    table = table.rename(columns={"indicator": "id"})
    for bound in ("lower", "upper"):
        table[bound] = pd.to_numeric(table[bound].replace("", None))
    return {row["id"]: Indicator(**row) for row in table.to_dict("records")}


@lru_cache(maxsize=8)
def units(data_dir: Path) -> pd.DataFrame:
    """The unit register, indexed by unit: dimension, factor to the base of the dimension, labels."""
    return pd.read_csv(data_dir / "units.csv", keep_default_na=False).set_index("unit")


@lru_cache(maxsize=8)
def measures(data_dir: Path) -> pd.DataFrame:
    """The register of measures (who counts, by which definition), indexed by measure."""
    return pd.read_csv(data_dir / "measures.csv", keep_default_na=False).set_index("measure")


def measure_named(measure: str, data_dir: Path) -> str:
    """A measure by its name and its id, as errors say it."""
    register = measures(data_dir)
    return named(measure, *register.loc[measure, ["name_vi", "name_en"]]) if measure in register.index else measure


def aliases(data_dir: Path, kind: str) -> dict[str, str]:
    """Other spellings of a kind (indicator, unit, place, border, measure), and what each stands for."""
    table = pd.read_csv(data_dir / "aliases.csv", dtype=str, keep_default_na=False)
    table = table[table["kind"] == kind]
    return dict(zip(table["alias"], table["canonical"], strict=True))


def get(indicator: str, data_dir: Path) -> Indicator:
    """One indicator.

    Raises:
        UnknownName: It is not registered; the closest ids are named.
    """
    register = load(data_dir)
    if indicator not in register:
        raise unknown("indicator", indicator, register, "`cds data indicators` lists all of them")
    return register[indicator]


def factor(unit: pd.Series, data_dir: Path) -> pd.Series:
    """The factor of each unit to the base of its dimension; numbers also where there is not a single row."""
    return unit.map(units(data_dir)["factor"]).astype(float)
