"""What must hold of the registers and of the observation table; every fault found is listed, none stops the search."""

import re
import unicodedata
from pathlib import Path

import pandas as pd

from .. import settings
from ..errors import DataError, Fault
from . import build, indicators, observations, provinces, sources
from .observations import COLUMNS, KEY

REMEDY = {
    "bounds": "check the printed figure: a lost decimal comma, or another unit",
    "dimension": "give the unit of the source, or register it in units.csv",
    "twice": "one document gives one figure a key: remove a row, or tell them apart by level, measure or vintage",
    "rank": "a rank needs its field (of how many) not smaller than itself",
}
LIMITS = ("unit", "lower", "upper")


def _outside(table: pd.DataFrame, data_dir: Path) -> pd.Series:
    register = indicators.load(data_dir)
    about = {name: table["indicator"].map({i: getattr(a, name) for i, a in register.items()}) for name in LIMITS}
    own = indicators.factor(about["unit"], data_dir)
    value = table["value"] * indicators.factor(table["unit"], data_dir) / own
    return (value < about["lower"].astype(float)) | (value > about["upper"].astype(float))


def schema(data_dir: Path):
    """The pandera schema; its checks carry the names of REMEDY."""
    import pandera.pandas as pa

    dimension = indicators.units(data_dir)["dimension"]
    register = indicators.load(data_dir)

    def right_dimension(table):
        wanted = table["indicator"].map({i: dimension.get(about.unit) for i, about in register.items()})
        return table["unit"].map(dimension) == wanted

    def rank_within(table):
        rank = table["indicator"].map({i: about.kind == "rank" for i, about in register.items()})
        return ~rank | (table["value"] <= table["field"].fillna(0))

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
        value=pd.to_numeric(table["value"]).astype(float), field=pd.to_numeric(table["field"].replace("", None))
    ).reset_index(drop=True)
    try:
        schema(data_dir).validate(typed, lazy=True)
        return []
    except pandera.errors.SchemaErrors as error:
        cases = error.failure_cases.drop_duplicates(["check", "index"])
        if cases["index"].isna().any():  # the check itself broke: never a clean bill
            raise
    faults = []
    for check, index in zip(cases["check"], cases["index"].astype(int), strict=True):
        row = typed.loc[index]
        place = f"{row['indicator']}, {row['place']}, {row['period']}"
        found = {
            "bounds": f"{row['value']:g} {row['unit']} is outside the bounds of {place}",
            "dimension": f"unit {row['unit']} does not fit {place}",
            "twice": f"the key {place} (measure {row['measure']}, vintage {row['vintage'] or 'none'}) comes twice",
            "rank": f"rank {row['value']:g} of {row['field']:g} for {place}",
        }[check]
        column = {"bounds": "value", "dimension": "unit", "twice": "", "rank": "field"}[check]
        faults.append(Fault(row["_file"], int(row["_line"]), column, found, REMEDY[check]))
    return sorted(faults, key=lambda f: (f.file, f.line or 0))


REGISTERS = {  # file: its key
    "indicators.csv": ["indicator"],
    "units.csv": ["unit"],
    "measures.csv": ["measure"],
    "aliases.csv": ["kind", "alias"],
    "provinces.csv": ["slug", "border"],
    "sources.csv": ["id"],
    "notes.csv": ["id"],
    "targets.csv": ["id"],
}


def registers(data_dir: Path) -> tuple[list[Fault], bool]:
    """Faults of the registers: unreadable, a key twice, text not in NFC, a name that another register does not hold.

    Also whether they can be read at all, so that raw files can be checked against them.
    """
    faults, tables = [], {}
    optional = {"former.csv": ["name"]} if (data_dir / "former.csv").is_file() else {}
    for name, key in (REGISTERS | optional).items():
        table, more = build.read_text_table(data_dir / name, name)
        faults += more
        if table is None:
            continue
        tables[name] = table
        if missing := [k for k in key if k not in table]:
            faults.append(Fault(name, 1, "", f"no column {', '.join(missing)}", "restore the heading"))
            continue
        for row in table[table.duplicated(key)].to_dict("records"):
            faults.append(Fault(name, row["_line"], key[0], f"'{row[key[0]]}' comes twice", "keep one row"))
        for column in table.columns.drop("_line"):
            for row in table[[column, "_line"]][
                table[column].map(lambda t: not unicodedata.is_normalized("NFC", t))
            ].to_dict("records"):
                faults.append(
                    Fault(name, row["_line"], column, "letters with loose diacritics (not NFC)", "save the text as NFC")
                )
    if not set(REGISTERS) <= set(tables) or any(fault.line == 1 for fault in faults):
        return faults, False
    known = {
        "indicator": (set(tables["indicators.csv"]["indicator"]), "indicators.csv"),
        "unit": (set(tables["units.csv"]["unit"]), "units.csv"),
        "measure": (set(tables["measures.csv"]["measure"]), "measures.csv"),
        "source": (set(tables["sources.csv"]["id"]), "sources.csv"),
        "place": (set(tables["provinces.csv"]["slug"]), "provinces.csv"),
        "border": (set(provinces.BORDERS), "pre-2025 or 2025"),
    }
    for name in ("indicators.csv", "targets.csv"):
        for column in [c for c in known if c in tables[name]]:
            wrong = tables[name][~tables[name][column].isin(known[column][0])]
            for row in wrong.to_dict("records"):
                faults.append(
                    Fault(
                        name,
                        row["_line"],
                        column,
                        f"'{row[column]}' is not in {known[column][1]}",
                        "correct it or register it",
                    )
                )
    for row in tables["sources.csv"][~tables["sources.csv"]["kind"].isin(sources.KINDS)].to_dict("records"):
        faults.append(
            Fault("sources.csv", row["_line"], "kind", f"'{row['kind']}'", f"use one of {' '.join(sources.KINDS)}")
        )
    if "former.csv" in tables:
        faults += _former(tables["former.csv"], known["place"][0])
    return faults + _targets(tables["targets.csv"]) + _yaml_files(data_dir), True


WORDS_OF_TARGETS = {
    "basis": ("by_year", "in_year", "each_year", "average", "cumulative"),
    "standing": ("in_force", "superseded", "variant", "context"),
    "comparator": observations.COMPARATORS,
}
FORM_OF_TARGETS = {"value": r"-?\d+(\.\d+)?", "by": r"\d{4}", "since": r"(\d{4})?", "void_from": r"(\d{4}-\d\d-\d\d)?"}


def _former(table: pd.DataFrame, places: set[str]) -> list[Fault]:
    """Faults of the register of units that ended: what they became, and when."""
    name, faults = "former.csv", []
    for row in table.to_dict("records"):
        if wrong := [slug for slug in row["became"].split(";") if slug not in places]:
            faults.append(Fault(name, row["_line"], "became", f"'{wrong[0]}' is not in provinces.csv", "correct it"))
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", row["until"]):
            faults.append(Fault(name, row["_line"], "until", f"'{row['until']}'", "write a day, as 2008-08-01"))
    return faults


def _targets(table: pd.DataFrame) -> list[Fault]:
    """Faults of single cells of the target register."""
    faults = []
    for column, allowed in WORDS_OF_TARGETS.items():
        for row in table[~table[column].isin(allowed)].to_dict("records"):
            faults.append(
                Fault("targets.csv", row["_line"], column, f"'{row[column]}'", f"use one of {' '.join(allowed)}")
            )
    for column, form in FORM_OF_TARGETS.items():
        for row in table[~table[column].str.fullmatch(form)].to_dict("records"):
            remedy = (
                "write a number with a decimal point" if column == "value" else "write a year, or a day as 2025-07-01"
            )
            faults.append(Fault("targets.csv", row["_line"], column, f"'{row[column]}'", remedy))
    return faults


def _yaml_files(data_dir: Path) -> list[Fault]:
    """Faults of the YAML registers: missing, or not YAML."""
    faults = []
    optional = [name for name in ("scenarios.yml", "calendar.yml") if (data_dir / name).is_file()]
    for name in ("raw.yml", "corrections.yml", "bridges.yml", *optional):
        try:
            settings.read(data_dir / name)
        except OSError:
            faults.append(Fault(name, None, "", "the file is missing", "restore it; an empty one will do for no entry"))
        except DataError as error:
            faults += error.faults
    return faults


def checked(data_dir: Path) -> pd.DataFrame:
    """The tidy table made anew from data/raw.

    Raises:
        DataError: With all faults of all files.
    """
    faults, readable = registers(data_dir)
    if not readable or any(fault.file.endswith(".yml") for fault in faults):
        raise DataError(faults)
    table, more = build.read_all(data_dir)
    faults += more + against_schema(table, data_dir)
    if faults:
        raise DataError(faults)
    return table[COLUMNS]


def against_committed(table: pd.DataFrame, data_dir: Path) -> None:
    """Compare a table made anew with data/observations.csv.

    Raises:
        DataError: They differ, or the file is missing; the first line that differs is named.
    """
    path, name = data_dir / "observations.csv", "observations.csv"
    remedy = "run `cds data build`, read the difference and commit it"
    if not path.is_file():
        raise DataError([Fault(name, None, "", "the file is missing", remedy)])
    fresh = table.to_csv(index=False, lineterminator="\n").splitlines()
    committed = path.read_text(encoding="utf-8").splitlines()
    for line, (ours, theirs) in enumerate(zip(fresh, committed, strict=False), start=1):
        if ours != theirs:
            raise DataError([Fault(name, line, "", f"is not what data/raw gives: {theirs[:80]}", remedy)])
    if len(fresh) != len(committed):
        raise DataError([Fault(name, None, "", f"{len(committed)} lines, data/raw gives {len(fresh)}", remedy)])


def sound(data_dir: Path) -> None:
    """Refuse data with faults, or whose observations.csv is not what its raw files give.

    Raises:
        DataError: All faults, or the first line that differs.
    """
    against_committed(checked(data_dir), data_dir)
