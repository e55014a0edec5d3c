"""Files saved from the World Bank: CSV, Excel and zip of data.worldbank.org, DataBank, JSON of the API."""

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd

from . import archives, base, encodings, grid, numbers, wide
from .base import Incoming, clean, refusal

NAMES = {"country name": "country", "country": "country", "series name": "indicator", "indicator name": "indicator",
         "series": "indicator", "time": "year"}  # fmt: skip
PUBLISHER = "World Bank"


def read_if_one(table: grid.Grid) -> Incoming | None:
    """A table of the World Bank with years among its headings, None for any other."""
    head = _head(table.rows)
    return _grid(table, head) if head is not None and any(map(wide.is_heading_of_year, table.rows[head])) else None


def _head(rows: list[list[str]]) -> int | None:
    """The row of headings."""
    for number, row in enumerate(rows[:12]):
        keys = [cell.lower() for cell in row]
        if "country code" in keys and {"country name", "country"} & set(keys):
            return number
    return None


def _grid(table: grid.Grid, head: int) -> Incoming:
    """A wide table, one column a year: countries and groups of countries as they stand, with their codes."""
    heading = table.rows[head]
    labels = {NAMES[c.lower()]: n for n, c in enumerate(heading) if c.lower() in NAMES}
    coded = max(n for n, c in enumerate(heading) if c.lower() == "country code")
    years = {n: numbers.year_of(c)[0] for n, c in enumerate(heading) if c.lower() not in NAMES and numbers.is_year(c)}
    years |= {n: c[2:] for n, c in enumerate(heading) if re.fullmatch(r"YR\d{4}", c)}
    if not years:
        raise table.refuse(head, "no year among the headings", "choose years as columns when you download it")
    if len(set(years.values())) < len(years):
        raise table.refuse(head, "a year stands twice among the headings", "keep one column a year")
    rows, tail = {}, []
    for number, row in enumerate(table.rows[head + 1 :], head + 1):
        if table.at(number, coded):
            if len(row) < max(years) + 1:
                found = f"{len(row)} cells, the headings have {max(years) + 1}"
                raise table.refuse(number, found, "the file is cut off: download it again")
            rows[number] = row
        elif any(row):
            tail.append(row)
    if not rows:
        raise table.refuse(head, "headings, and no country below them", "download it again")
    beside = {name: [row[n] for row in rows.values()] for name, n in labels.items() if name != "year"}
    parts = base.crossed(table.path, beside, {"year": list(years.values())}, table.sheet)
    found = wide.finish(table, parts, table.figures(list(rows), years), [], kind="world-bank", decimal=".")
    said = _said([*table.rows[:head], *tail]) | {"title": _only(found.cells, "indicator")}
    return replace(found, **said)


def _only(cells: pd.DataFrame, name: str) -> str:
    return str(cells[name].iloc[0]) if name in cells and cells[name].nunique() == 1 else ""


def _said(rows: list[list[str]]) -> dict:
    out = {"source": PUBLISHER, "updated": ""}
    for row in rows:
        line = [cell for cell in row if cell]
        text = ": ".join(line)
        if match := re.match(r"(?:last updated(?: date)?)\s*:\s*(.+)", text, re.I):
            out["updated"] = match[1]
        elif match := re.match(r"(?:data source|data from database)\s*:\s*(.+)", text, re.I):
            out["source"] = f"{PUBLISHER}, {match[1]}"
    return out


def is_api(tree) -> bool:
    """Whether an opened JSON file is an answer of the World Bank's API: [about, rows]."""
    about = tree[0] if isinstance(tree, list) and 1 <= len(tree) <= 2 else {}
    return isinstance(about, dict) and ("message" in about or {"page", "pages", "per_page"} <= set(about))


def read_api(path: Path, tree: list) -> Incoming:
    """An answer of the API in JSON, all on one page."""
    about = tree[0]
    if "message" in about or len(tree) < 2:
        raise refusal(path, "", f"an error of the World Bank's API: {about.get('message', about)}", "mend the address")
    if str(about["pages"]) not in ("1", "0"):
        found = f"page {about['page']} of {about['pages']}, the rest is missing"
        raise refusal(path, "pages", found, "save the address again with &per_page=20000")
    rows = tree[1]
    if not isinstance(rows, list) or not rows:
        raise refusal(path, "", "no rows in the answer", "choose countries and years that have figures")
    base.check_size(path, [len(rows)])
    out = []
    for number, row in enumerate(rows):
        try:
            value = row["value"]
            text = "" if value is None else getattr(value, "plain", lambda v=value: str(v))() or "?"
            labels = (row["country"]["value"], row["indicator"]["value"], row["date"], row.get("unit"))
            out.append((*map(clean, labels), text, row.get("obs_status") or ""))
        except (KeyError, TypeError, AttributeError):
            remedy = "save the answer on one indicator and all countries, with format=json"
            raise refusal(path, f"row {number + 1}", "not of the form of figures of an indicator", remedy) from None
    table = pd.DataFrame(out, columns=["country", "indicator", "year", "unit", "value", "status"], dtype="str")
    parts = {name: table[name] for name in ("country", "indicator", "year")}
    if table["unit"].nunique() > 1:
        parts["unit"] = table["unit"]
    said = {"title": _only(table, "indicator"), "unit": _only(table, "unit"), "source": PUBLISHER}
    said["updated"] = clean(about.get("lastupdated"))
    grades, where = table["status"].map(numbers.status_of).astype("str"), base.numbered("row", len(table))
    return base.incoming("world-bank", path, parts, table["value"], where, status=grades, decimal=".", **said)


def read_zip(path: Path) -> Incoming:
    """The table in a zip as data.worldbank.org hands it out; nothing is unpacked to disk."""
    known = re.compile(r"(API_[\w.-]+|[\w-]{36}_Data|Data_Extract[\w. -]*)\.csv")
    names = list(filter(known.fullmatch, archives.members(path)))
    if len(names) != 1:
        remedy = "unpack it, and import the file with the figures"
        raise refusal(path, "", "a zip archive without one known table", remedy)
    table = grid.text_grid(encodings.decode(archives.unpack(path, names[0]), path), path)
    if (head := _head(table.rows)) is None:
        remedy = "download the CSV file from data.worldbank.org again"
        raise refusal(path, names[0], "no heading 'Country Code'", remedy)
    return _grid(table, head)
