"""What must hold of the registers and of the observation table; every fault found is listed, none stops the search."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from .. import settings
from ..errors import DataError, Fault
from . import build, cells, indicators, owners, provinces, sources, vocabulary
from .observations import COLUMNS, KEY

MERGED = "merged.yml"  # in a folder made of one of the reader's own and its base


def against_schema(table: pd.DataFrame, data_dir: Path) -> list[Fault]:
    """The faults of parsed rows (with the columns _file and _line), all of them."""
    typed = table.assign(
        value=pd.to_numeric(table["value"]).astype(float),
        field=pd.to_numeric(table["field"].replace("", None)),
        vintage=table["vintage"].replace("", "none"),
    ).reset_index(drop=True)
    register = indicators.load(data_dir)

    def about(row: dict) -> str:
        return register[row["indicator"]].named if row["indicator"] in register else row["indicator"]

    faults = [
        Fault(row["_file"], int(row["_line"]), column, found.format_map(row | {"indicator": about(row)}), remedy)
        for rows, column, found, remedy in _rules(typed, data_dir)
        for row in typed[rows.astype(bool)].to_dict("records")
    ]
    return sorted(faults, key=lambda f: (f.file, f.line or 0))


def _rules(table: pd.DataFrame, data_dir: Path) -> Iterator[tuple]:
    """Of each rule the rows that break it, the column, what to say of such a row and what to do."""
    register, dimension = indicators.load(data_dir), indicators.units(data_dir)["dimension"]
    unit, lower, upper, kind = (
        table["indicator"].map({i: getattr(about, name) for i, about in register.items()})
        for name in ("unit", "lower", "upper", "kind")
    )
    what = "{indicator}, {place}, {period}"
    remedy = "give the unit of the source, or register it in units.csv"
    yield table["unit"].map(dimension) != unit.map(dimension), "unit", f"unit {{unit}} does not fit {what}", remedy
    value = table["value"] * indicators.factor(table["unit"], data_dir) / indicators.factor(unit, data_dir)
    outside = (value < lower.astype(float)) | (value > upper.astype(float))
    remedy = "check the printed figure: a lost decimal comma, or another unit"
    yield outside, "value", f"{{value:g}} {{unit}} is outside the bounds of {what}", remedy
    rank = kind.eq("rank") & (table["value"] > table["field"].fillna(0))
    remedy = "a rank needs its field (of how many) not smaller than itself"
    yield rank, "field", f"rank {{value:g}} of {{field:g}} for {what}", remedy
    different = ~table.duplicated([*KEY, "value"])  # the same figure collected twice is no fault, two for one key are
    twice = different & table[different].duplicated(KEY).reindex(table.index, fill_value=False)
    remedy = "one document gives one figure a key: remove a row, or tell them apart by level, measure or vintage"
    yield twice, "", f"the key {what} (measure {{measure}}, vintage {{vintage}}) comes twice", remedy


REGISTERS = {f"{name}.csv": about for name, about in cells.DESCRIBED["tables"].items() if about["key"]}


def held_in(data_dir: Path) -> list[str]:
    """The registers of a folder: all but those that it may lack and does."""
    return [name for name, about in REGISTERS.items() if not about.get("optional") or (data_dir / name).is_file()]


def registers(data_dir: Path) -> tuple[list[Fault], bool]:
    """Faults of the registers: unreadable, a key twice, text not in NFC, cells other than registers.yml says.

    Also whether they can be read at all, each key once, so that raw files can be checked against them.
    """
    faults, tables, readable = [], {}, True
    for name in held_in(data_dir):
        key, full = REGISTERS[name]["key"], REGISTERS[name].get("full", [])
        table, more = build.read_text_table(data_dir / name, name)
        faults += more
        if table is None:
            continue
        tables[name.removesuffix(".csv")] = table
        if missing := [k for k in (*key, *full) if k not in table]:
            faults.append(Fault(name, 1, "", f"no column {', '.join(missing)}", "restore the heading"))
        else:
            twice = table[table.duplicated(key)].to_dict("records")
            readable &= not twice
            faults += [Fault(name, r["_line"], key[0], f"'{r[key[0]]}' comes twice", "keep one row") for r in twice]
    if len(tables) < len(held_in(data_dir)) or any(fault.line == 1 for fault in faults):
        return faults, False
    held = {name: set(table[REGISTERS[f"{name}.csv"]["key"][0]]) for name, table in tables.items()}
    unread, held[owners.CALENDAR] = _yaml_files(data_dir)
    for name, table in tables.items():
        for column in table.columns.drop("_line"):
            about = cells.rules(name, column)
            for text, lines in table.groupby(column, sort=False)["_line"]:
                wrong = list(cells.wrong(text, about, held))
                faults += [Fault(f"{name}.csv", line, column, *one) for line in lines for one in wrong]
    documents = tables["sources"].reindex(columns=[*sources.COLUMNS, "_line"], fill_value="").to_dict("records")
    faults += [Fault("sources.csv", r["_line"], *found) for r in documents if (found := sources.misnamed(r))]
    told = {(fault.file, fault.line) for fault in faults}
    if not {"indicators.csv", "units.csv", "provinces.csv"} & {file for file, _ in told}:
        faults += (fault for fault in _of_targets(tables) if (fault.file, fault.line) not in told)
    return faults + ([] if (data_dir / MERGED).is_file() else list(_unowned(tables))) + unread, readable


def _of_targets(tables: dict[str, pd.DataFrame]) -> Iterator[Fault]:
    """Targets whose cells are sound each and do not go together, so that one would be misread or shown nowhere."""
    asked, units = tables["indicators"].set_index("indicator"), tables["units"].set_index("unit")
    borders = tables["provinces"].groupby("slug")["border"].agg(list)
    for row in tables["targets"].to_dict("records"):
        if row["indicator"] not in asked.index or row["unit"] not in units.index or row["place"] not in borders:
            continue  # told of its cells
        basis, about, unit = row["basis"], asked.loc[row["indicator"]], units.loc[row["unit"]]
        usual, own = units.loc[about["unit"]], borders[row["place"]]
        told = []
        if (row["since"] >= row["by"] or not row["since"]) if basis in vocabulary.PERIODS else row["since"]:
            remedy = f"give the first year, before {row['by']}" if basis in vocabulary.PERIODS else "leave it empty"
            told.append(("since", f"'{row['since']}' with {basis} to {row['by']}", remedy))
        if row["border"] not in own and row["place"] != provinces.NATION:  # the nation's hold on either
            found = f"{row['place']} is no unit of border {row['border']}: no brief would show this target"
            told.append(("border", found, f"use {' or '.join(own)}, or the unit it became part of"))
        if (row["level"] == "national") and row["place"] != provinces.NATION:
            told.append(("level", f"'national' of {row['place']}", "use province, or place vn"))
        if unit["dimension"] != usual["dimension"]:
            fit = " ".join(units.index[units["dimension"] == usual["dimension"]])
            told.append(("unit", f"'{row['unit']}' does not fit {row['indicator']}", f"use one of {fit}"))
        else:
            value = pd.to_numeric(row["value"], errors="coerce") * float(unit["factor"]) / float(usual["factor"])
            if value < float(about["lower"] or "-inf") or value > float(about["upper"] or "inf"):
                found = f"{row['value']} {row['unit']} is outside the bounds of {row['indicator']}"
                told.append(("value", found, "check the printed figure: a lost decimal comma, or another unit"))
        yield from (Fault("targets.csv", row["_line"], *fault) for fault in told)


def _unowned(tables: dict[str, pd.DataFrame]) -> Iterator[Fault]:
    """The indicators of targets whose figures nobody owes, by the register of owners, where there is one."""
    if "owners" not in tables:
        return
    owed = tables["owners"].drop_duplicates("indicator").set_index("indicator")  # of two rows one fault is told above
    remedy = f"name a release of {owners.CALENDAR} in {owners.FILE}"
    nation = tables["targets"]["place"].eq(provinces.NATION).map({True: "nation", False: "province"})
    asked = tables["targets"].assign(whose=nation).drop_duplicates(["indicator", "whose"])
    for name, whose, line in asked[["indicator", "whose", "_line"]].itertuples(index=False):
        if name not in owed.index or not owed.at[name, whose]:
            yield Fault("targets.csv", line, "indicator", f"nobody owes '{name}' ({whose})", remedy)


def _yaml_files(data_dir: Path) -> tuple[list[Fault], set[str]]:
    """Faults of the YAML registers (missing, not YAML, a release that cannot be), and the ids of the calendar."""
    faults, ids = [], {""}  # a register may name no release
    optional = ["scenarios.yml"] if (data_dir / "scenarios.yml").is_file() else []
    for name in ("raw.yml", "corrections.yml", "bridges.yml", *optional):
        try:
            settings.read(data_dir / name)
        except OSError:
            faults.append(Fault(name, None, "", "the file is missing", "restore it; an empty one will do for no entry"))
        except DataError as error:
            faults += error.faults
    try:
        ids |= {entry["id"] for entry in owners.calendar(data_dir)}
    except DataError as error:
        faults += error.faults
    return faults, ids


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


def sound(data_dir: Path) -> None:
    """Refuse data with faults, or whose observations.csv is not what its raw files give.

    Raises:
        DataError: All faults; or the file is missing, or the first line that differs.
    """
    table = checked(data_dir)
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
