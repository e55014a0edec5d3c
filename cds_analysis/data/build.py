"""From files as received under data/raw to the tidy table: rename, type, check; no arithmetic, no filling.

Every raw file is a long table; `data/raw.yml` has a record for each with its hash, the day it was received and the
values that stand for a column the file lacks. Spellings are settled by `data/aliases.csv`, known errors by
`data/corrections.yml`, repeated keys by `prefer`. Faults are collected, never raised one by one.
"""

import csv
import re
from datetime import date
from io import StringIO
from pathlib import Path

import numpy as np
import pandas as pd

from .. import paths, settings
from ..errors import DataError, Fault
from . import cells, indicators, observations, provinces, sources
from .observations import COLUMNS, KEY, flagged

RENAME = {"geo": "place", "boundary": "border", "year": "period", "n_ranked": "field", "paragraph": "where"}
OPTIONAL = {"level": "province", "comparator": "=", "price_basis": "none", "status": "estimate"}
OPTIONAL |= dict.fromkeys(("field", "measure", "where", "flags", "note", "vintage"), "")
NEEDED = ("indicator", "place", "border", "period", "value", "unit", "source")


def records(data_dir: Path) -> list[dict]:
    """The register of raw files, data/raw.yml."""
    return settings.read(data_dir / "raw.yml").value or []


def tidy_period(text: str) -> str:
    """The spellings of periods that occur: 2019-2022 and 2023-6m become 2019..2022 and 2023-01..2023-06."""
    if match := re.fullmatch(r"(\d{4})-(\d{4})", text):
        return f"{match[1]}..{match[2]}"
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})m", text):
        return f"{match[1]}-01..{match[1]}-{int(match[2]):02d}"
    return text


def read_text_table(path: Path, name: str) -> tuple[pd.DataFrame | None, list[Fault]]:
    """A CSV file as text cells with the line number of each row, or the fault that keeps it from being read."""
    try:
        text = (raw := path.read_bytes()).decode("utf-8-sig")
    except FileNotFoundError:
        return None, [Fault(name, None, "", "the file is missing", "restore it or remove its record from raw.yml")]
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        found = f"not UTF-8: byte 0x{raw[error.start]:02x}"
        return None, [
            Fault(name, line, "", found, "save the file as UTF-8 (it looks like Latin-1 or a Windows code page)")
        ]
    reader, share = csv.reader(StringIO(text, newline=""), strict=True), {}.setdefault
    try:
        rows = [(reader.line_num, [share(cell, cell) for cell in row]) for row in reader if row]
    except csv.Error as error:
        return None, [Fault(name, reader.line_num, "", f"not a table: {error}", "close the quotation mark")]
    if not rows:
        return None, [Fault(name, None, "", "the file is empty", "restore it")]
    heading = rows[0][1]
    if doubled := sorted({column for column in heading if heading.count(column) > 1}):
        return None, [Fault(name, 1, "", f"column {', '.join(doubled)} twice", "keep one")]
    remedy = "each row needs as many cells as the heading; put text with commas in quotation marks"
    faults = [
        Fault(name, line, "", f"{len(row)} cells, the heading has {len(heading)}", remedy)
        for line, row in rows[1:]
        if len(row) != len(heading)
    ]
    good = [(line, row) for line, row in rows[1:] if len(row) == len(heading)]
    table = pd.DataFrame([row for _, row in good], columns=heading, dtype="str")
    return table.assign(_line=[line for line, _ in good]), faults


def read_long(path: Path, record: dict, data_dir: Path, other: dict[str, dict]) -> tuple[pd.DataFrame, list[Fault]]:
    """One raw file as observations, and its faults; rows with a fault are left out.

    `other` has the other spellings of each kind (`indicators.aliases`). Values keep the printed number. A figure with
    no date of publication keeps an empty vintage.
    """
    name, received = record["file"], date.fromisoformat(record["accessed"])
    table, faults = read_text_table(path, name)
    if table is None:
        return pd.DataFrame(columns=COLUMNS), faults
    table = table.rename(columns=RENAME)
    for column, value in (OPTIONAL | record.get("defaults", {})).items():
        table[column] = table[column].replace("", str(value)) if column in table else str(value)
    if missing := [column for column in NEEDED if column not in table]:
        found = f"no column {', '.join(missing)} (found {', '.join(c for c in table if c != '_line')})"
        fault = Fault(name, 1, "", found, "add it, or give it under defaults in raw.yml")
        return pd.DataFrame(columns=COLUMNS), [fault]
    special = [f"{i}[{u}]" for i, u in zip(table["indicator"], table["unit"], strict=True)]
    for column in ("indicator", "unit"):  # an alias may hold for one of the two only
        table[column] = [other[column].get(s, text) for s, text in zip(special, table[column], strict=True)]
    good = pd.Series(True, index=table.index)
    table = table.assign(**{c: [names.get(t, t) for t in table[c]] for c, names in other.items()})
    table["period"] = table["period"].map(tidy_period)
    measures, notes = indicators.measures(data_dir).index, sources.notes(data_dir).index
    held = {"indicators": indicators.load(data_dir), "units": indicators.units(data_dir).index}
    held |= {"provinces": {slug for slug, _ in provinces.load(data_dir)}, "sources": sources.load(data_dir).index}
    held |= {"measures": {"", *measures}, "notes": {"", *notes}}  # a row may name none
    for column in [name for name in table if name in COLUMNS]:
        about, texts = cells.rules("observations", column), set(table[column])
        unfit = {text: told for text in texts if (told := list(cells.wrong(text, about, held)))}
        if column == "vintage":
            for text in (t for t in texts if is_day(t) and t > received.isoformat()):
                found = f"vintage {text} is later than {received}, when the file was received"
                unfit[text] = [(found, "correct one of the two days")]
        wrong = table[column].isin(list(unfit))
        for line, text in zip(table.loc[wrong, "_line"], table.loc[wrong, column], strict=True):
            faults += [Fault(name, line, column, *told) for told in unfit[text]]
        good &= ~wrong

    table, register = table[good].copy(), indicators.load(data_dir)
    table["level"] = table["level"].mask(table["place"].eq(provinces.NATION), "all")  # it has no tier of its own
    table["measure"] = [m or register[i].measure for m, i in zip(table["measure"], table["indicator"], strict=True)]
    known = {v: min(observations.last_day(v), received).isoformat() for v in table["vintage"].unique() if v}
    table["known"] = table["vintage"].map(known | {"": ""}).astype("str")
    return table.assign(use="", _file=name)[[*COLUMNS, "_file", "_line"]], faults


def correct(table: pd.DataFrame, data_dir: Path) -> tuple[pd.DataFrame, list[Fault]]:
    """Apply data/corrections.yml: known errors of sources, each with its reason and what it expects to find.

    A correction that finds nothing is a fault: the producer has mended the figure, and the entry is to be removed.
    """
    faults = []
    for entry in settings.read(data_dir / "corrections.yml").value or []:
        rows, given = pd.Series(True, index=table.index), {*entry.get("set", {})}
        if unknown := sorted({*entry["match"], *given} - set(COLUMNS) | (given & {"vintage", "known"})):
            found = f"no column {', '.join(unknown)} to match or set"
            faults.append(Fault("corrections.yml", None, "", found, f"use {' '.join(COLUMNS)}; a vintage is never set"))
            continue
        for column, value in entry["match"].items():
            rows &= table[column] == str(value)
        if not rows.any():
            what = ", ".join(f"{k} {v}" for k, v in entry["match"].items())
            mended = "the source was mended: remove the entry"
            faults.append(Fault("corrections.yml", None, "", f"nothing matches {what}", mended))
        elif entry["action"] == "drop":
            table = table[~rows]
        else:
            table = table.copy()
            for column, value in entry["set"].items():
                table.loc[rows, column] = str(value)
            table.loc[rows, "flags"] = [";".join(filter(None, [f, "corrected"])) for f in table.loc[rows, "flags"]]
    return table, faults


def prefer(table: pd.DataFrame, data_dir: Path) -> pd.DataFrame:
    """Mark which of several rows for one key is used, and why the others are not.

    `use` becomes yes, or the reason: flagged (its source or we doubt it), weaker_source (a stronger kind of document
    prints the same key), fewer_digits, other_value (as strong a document prints another), same_again, or no_body (no
    office, newspaper or quoted body stands behind the document; `sources.bodiless`). Nothing is dropped.
    """
    bodiless = table["source"].isin(sources.bodiless(data_dir))
    order = table.assign(
        doubt=np.where(bodiless | flagged(table, *observations.UNUSABLE), 2, flagged(table, "conflict", "inferred")),
        derived=flagged(table, "derived"),
        strength=table["source"].map(sources.load(data_dir)["kind"]).map(sources.KINDS.index),
        digits=-table["value"].map(lambda t: len((t.rstrip("0") if "." in t else t).strip("-.").replace(".", ""))),
        bound=~table["comparator"].isin(["=", "~"]),
        ungraded=table["status"].eq("reported"),
    ).sort_values(["doubt", "bound", "derived", "strength", "digits", "ungraded", "source", "_file", "_line"])
    key = [c for c in KEY if c not in ("source", "field")]
    best = order.groupby(key)[["doubt", "derived", "strength", "digits"]].transform("first")
    first = ~order.duplicated(key)
    same = order["value"].astype(float).eq(order.groupby(key)["value"].transform("first").astype(float))
    reason = pd.Series("same_again", index=order.index).mask(~same, "other_value")
    reason = reason.mask(order["digits"] > best["digits"], "fewer_digits")
    weaker = (order["strength"] > best["strength"]) | (order["derived"] & ~best["derived"].astype(bool))
    reason = reason.mask(weaker, "weaker_source")
    reason = reason.mask(first, "yes")
    reason = reason.mask((order["doubt"] == 2) | (~first & (order["doubt"] > best["doubt"])), "flagged")
    return table.assign(use=reason.mask(bodiless, "no_body"))


def is_day(said) -> bool:
    """Whether a part of a record is a day, written as 2025-01-06."""
    return isinstance(said, str) and len(said) == 10 and observations.is_vintage(said)


def files(record: dict) -> list[dict]:
    """The files of a record, each with its hash: the table that is read, and the file an import made it from."""
    return [record, record["received"]] if isinstance(record.get("received"), dict) else [record]


def read_all(data_dir: Path) -> tuple[pd.DataFrame, list[Fault]]:
    """Every raw file, corrected and preferred, with the columns _file and _line kept, and all faults."""
    parts, faults = [], []
    other = {kind: indicators.aliases(data_dir, kind) for kind in ("indicator", "unit", "place", "border")}
    for record in records(data_dir):
        if not is_day(record.get("accessed")):
            found = f"no day for {record['file']}"
            faults.append(Fault("raw.yml", None, "accessed", found, "give the day it was received"))
            continue
        for kept in files(record):
            remedy = "restore it, or record the new file's sha256 in raw.yml"
            if (data_dir / kept["file"]).is_file() and paths.sha256(data_dir / kept["file"]) != kept["sha256"]:
                found = "the file is not the one received (sha256 differs)"
                faults.append(Fault(kept["file"], None, "", found, remedy))
        part, more = read_long(data_dir / record["file"], record, data_dir, other)
        parts.append(part)
        faults += more
    if not parts:
        raise DataError(faults)
    table, more = correct(pd.concat(parts, ignore_index=True), data_dir)
    order = "indicator place border level measure price_basis period vintage source _file _line".split()
    return prefer(table, data_dir).sort_values(order, ignore_index=True), faults + more


def write(table: pd.DataFrame, path: Path) -> None:
    """Write a table as committed: UTF-8, one line a row, by a temporary file that replaces the old one when whole."""
    with paths.whole(path) as part:
        table.to_csv(part, index=False, lineterminator="\n")
