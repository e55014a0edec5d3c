"""The schema of the observation table: what must hold of rows that could be read."""

from pathlib import Path

import pandas as pd

from . import indicators
from .errors import Fault
from .observations import KEY

REMEDY = {
    "bounds": "check the printed figure: a lost decimal comma, or another unit",
    "dimension": "give the unit of the source, or register it in units.csv",
    "twice": "one document gives one figure a key: remove a row, or tell them apart by level, measure or vintage",
    "rank": "a rank needs its field (of how many) not smaller than itself",
}


def _outside(table: pd.DataFrame, data_dir: Path) -> pd.Series:
    register = indicators.load(data_dir)
    about = table["indicator"].map(register)
    value = indicators.in_unit(table["value"], table["unit"], "percent", data_dir)  # only the ratio of factors matters
    factor = indicators.units(data_dir)["factor"]
    value = value * factor["percent"] / about.map(lambda a: a.unit).map(factor)
    low, high = about.map(lambda a: a.lower), about.map(lambda a: a.upper)
    return (value < low) | (value > high)


def schema(data_dir: Path):
    """The pandera schema; its checks carry the names of REMEDY."""
    import pandera.pandas as pa

    dimension = indicators.units(data_dir)["dimension"]
    register = indicators.load(data_dir)

    def right_dimension(table):
        wanted = table["indicator"].map(lambda i: dimension[register[i].unit])
        return table["unit"].map(dimension) == wanted

    def rank_within(table):
        rank = table["indicator"].map(lambda i: register[i].kind == "rank") & table["field"].notna()
        return ~rank | (table["value"] <= table["field"])

    def said_once(table):  # the same figure collected twice is no fault, two figures for one key are
        different = ~table.duplicated([*KEY, "value"])
        return ~(different & table[different].duplicated(KEY).reindex(table.index, fill_value=False))

    return pa.DataFrameSchema(
        {"value": pa.Column(float), "known": pa.Column(str)},
        checks=[
            pa.Check(right_dimension, name="dimension"),
            pa.Check(lambda t: ~_outside(t, data_dir), name="bounds"),
            pa.Check(rank_within, name="rank"),
            pa.Check(said_once, name="twice"),
        ],
    )


def against_schema(table: pd.DataFrame, data_dir: Path) -> list[Fault]:
    """The faults of parsed rows (with the columns _file and _line), all of them."""
    import pandera.errors

    typed = table.assign(
        value=pd.to_numeric(table["value"]), field=pd.to_numeric(table["field"].replace("", None))
    ).reset_index(drop=True)
    try:
        schema(data_dir).validate(typed, lazy=True)
        return []
    except pandera.errors.SchemaErrors as error:
        cases = error.failure_cases.dropna(subset=["index"]).drop_duplicates(["check", "index"])
    faults = []
    for check, index in zip(cases["check"], cases["index"].astype(int), strict=True):
        row = typed.loc[index]
        place = f"{row['indicator']}, {row['place']}, {row['period']}"
        found = {
            "bounds": f"{row['value']:g} {row['unit']} is outside the bounds of {place}",
            "dimension": f"unit {row['unit']} does not fit {place}",
            "twice": f"the key {place} (measure {row['measure']}, vintage {row['vintage'] or 'none'}) comes twice",
            "rank": f"rank {row['value']:g} of {row['field']} for {place}",
        }[check]
        column = {"bounds": "value", "dimension": "unit", "twice": "", "rank": "field"}[check]
        faults.append(Fault(row["_file"], int(row["_line"]), column, found, REMEDY[check]))
    return sorted(faults, key=lambda f: (f.file, f.line or 0))
