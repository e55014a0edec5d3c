"""What an import would do: rows with their source and vintage, and how they compare with what the data hold.

Nothing is written here; `commit` writes what was proposed and agreed.
"""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from .. import paths
from ..data import build, check, indicators, observations, prints, provinces, sources
from ..errors import Fault
from ..files import recognise, table
from ..files.base import Incoming, bounded
from . import received, whole, words
from .export import harmless
from .mapping import Asked, Work

FAR, ALL_FAR, LEAP, GROWTH = 3, 1.5, 300, 60  # times what is held: one figure, most of them; of a year before; percent
LIKENED = ("level", "count", "share", "rate", "index")
ID = re.compile(r"(?!(?:con|prn|aux|nul|com\d|lpt\d)$)[a-z0-9][a-z0-9-]{0,59}")  # of a source; it names a folder
LONG = ["indicator", "place", "border", "level", "period", "value", "unit", "price_basis", "field", "measure", "status",
        "vintage", "source", "where"]  # fmt: skip


@dataclass(frozen=True)
class Source:
    """A record of sources.csv, and whether it is new."""

    id: str
    kind: str
    publisher: str
    title: str
    address: str
    published: str
    language: str
    quotes: str
    about: str
    new: bool


@dataclass(frozen=True)
class Proposal:
    """What an import would write.

    `rows` has the columns LONG and `news` (new, revised, unchanged, earlier), `held`, `held_vintage` (of the newest
    figure the data hold; empty where new); the cells read and the rows understood are not kept beside them. With
    `faults` nothing can be written. `already` is the raw file that holds the very same bytes.
    """

    incoming: Incoming
    understood: Work
    source: Source | None
    vintage: str
    accessed: date
    rows: pd.DataFrame
    faults: tuple[Fault, ...]
    already: str
    beside: str = ""  # what was taken from the record that a fetch leaves beside the file
    sha256: str = ""  # of the file as it was when it was read

    def counts(self) -> dict[str, int]:
        return {news: int((self.rows["news"] == news).sum()) for news in ("new", "revised", "unchanged", "earlier")}


def asked_in(path: Path | None, asked: Asked) -> Asked:
    """What the user settles, with what a mapping file adds; options come before the file."""
    said, fields = table.read_mapping(path) if path else {}, {}
    for name, own in vars(asked).items():
        more = said.get(name) or type(own)()
        fields[name] = {k: str(v) for k, v in more.items()} | own if isinstance(own, dict) else own or type(own)(more)
    return Asked(**fields)


def propose(
    path: Path,
    data_dir: Path,
    *,
    asked: Asked | None = None,
    mapping_file: Path | None = None,
    source: str = "",
    details: dict[str, str] | None = None,
    vintage: str = "",
    today: date | None = None,
) -> Proposal:
    """Read a file and say what its import would do; writes nothing.

    Args:
        source: The id of a source, registered or new.
        details: kind, publisher, title, address, published of a new one; what is not said is taken from the record
            beside a fetched file.
        vintage: The day of publication, if it is not that of the source.
        today: The day the file was received.

    Raises:
        CdsError: The file cannot be read at all.
    """
    today = today or date.today()
    digest = paths.sha256(bounded(path))
    read = recognise.read(path, mapping=mapping_file)
    faults: list[Fault] = []
    fetched, beside = received.details(path) if source not in sources.load(data_dir).index else ({}, "")
    details = fetched | {k: v for k, v in (details or {}).items() if v}
    record = _source(read, source, details, data_dir, path.name, faults)
    day = _vintage(read, vintage, record, today, path.name, faults)
    understood = whole.understand(read, data_dir, asked_in(mapping_file, asked or Asked()), vintage=day)
    read, faults = understood.incoming, [*understood.faults, *faults]
    rows = pd.DataFrame(columns=[*LONG, "news", "held", "held_vintage"])
    if not understood.faults:
        rows = compared(_long(understood.rows, record.id if record else "", day), data_dir)
        understood.rows = pd.DataFrame()  # a million rows weigh
        faults += _checked(rows, path.name, today, data_dir, record)
        faults += _far(rows, path.name, data_dir, understood.asked.far)
    kept = (file for record in build.records(data_dir) for file in build.files(record))
    already = next((file["file"] for file in kept if file.get("sha256") == digest), "")
    return Proposal(read, understood, record, day, today, rows, tuple(faults), already, beside, digest)


def _source(read: Incoming, given: str, details: dict, data_dir: Path, name: str, faults: list) -> Source | None:
    """The record of the source, registered or new."""
    known = sources.load(data_dir).drop(columns="grade")
    said = {"publisher": read.source, "title": read.title, "published": stated(read.updated)}
    if read.kind == "template":
        said["address"] = read.notes[0] if read.notes else ""
    facts = {k: words.tidy(details.get(k, "")) for k in ("kind", "publisher", "title", "address", "published")}

    def wrong(found: str, remedy: str) -> None:
        faults.append(Fault(name, None, "source", found, remedy))

    if given and not ID.fullmatch(given):
        return wrong(f"'{given[:80]}' is no id", "small letters, digits and hyphens: gso-2026")
    if given in known.index:
        return Source(given, **known.loc[given].to_dict(), new=False)
    if given or facts["publisher"] or read.kind == "template":
        facts = {k: v or words.tidy(said.get(k, "")) for k, v in facts.items()}
    if lacking := [k for k in ("publisher", "title", "published") if not facts[k]]:
        remedy = "--source ID of sources.csv, or --publisher, --title, --published (and --address) of a new one"
        return wrong(f"of the source is not known: {', '.join(lacking)}", remedy)
    if not observations.is_vintage(facts["published"]):
        return wrong(f"published '{facts['published']}'", "write 2026-03-31, or as much of it as is known")
    same = known[(known["publisher"] == facts["publisher"]) & (known["title"] == facts["title"])]
    same = same[same["published"] == facts["published"]]
    if len(same) and not given:
        return Source(same.index[0], **same.iloc[0].to_dict(), new=False)
    named = words.plain(facts["publisher"])
    kinds = (kind for text, kind in words.kinds("publishers").items() if f" {text}" in f" {named} ")
    facts["kind"] = facts["kind"] or next(kinds, "other")
    if facts["kind"] not in sources.KINDS:
        return wrong(f"kind '{facts['kind']}'", f"use one of {' '.join(sources.KINDS)}")
    stem = re.sub(r"[^a-z0-9]+", "-", named).strip("-")[:40].strip("-") or "source"
    free = next(name for n in range(1, 100_000) if (name := f"{stem}-{n}") not in known.index)
    facts |= {"language": sources.language(facts["title"]), "about": ""}
    facts["quotes"] = facts["publisher"] if facts["kind"] == "other" else ""  # who imports vouches for the publisher
    return Source(given or free, **facts, new=True)


def stated(updated: str) -> str:
    """The day in a publisher's time of update (20250801 09:00, 2025-08-01T09:00:00Z); without one the text itself.

    9999-12-31, PX-Web's word for never, is no day.
    """
    found = re.search(r"(?<!\d)((?:19|20)\d\d)-?(\d\d)-?(\d\d)(?!\d)", updated)
    return "-".join(found.groups()) if found else "" if updated.startswith("9999") else updated


def _vintage(read: Incoming, given: str, record: Source | None, today: date, name: str, faults: list) -> str:
    """The day of publication: given, that of the source, or the one the file states."""
    told = stated(read.updated)
    day = given or (record.published if record else "") or (told if observations.is_vintage(told) else "")
    if not observations.is_vintage(day):
        found = f"vintage '{day}'" if day else "the day of publication is not known"
        faults.append(Fault(name, None, "vintage", found, "--vintage DAY, written as 2026-03-31"))
        return ""
    if date.fromisoformat((day + "-01-01")[:10]) > today:
        faults.append(Fault(name, None, "vintage", f"{day} is later than today, {today}", "correct the day"))
        return ""
    return day


def _long(rows: pd.DataFrame, source: str, vintage: str) -> pd.DataFrame:
    """Rows in the columns of a raw file."""
    beside = {name: "" for name in ("level", "field") if name not in rows}
    rows = rows.assign(source=source, vintage=vintage, **beside)
    nation = (rows["place"].astype(str) == provinces.NATION).to_numpy()
    rows["level"] = pd.Series(rows["level"].astype(str)).replace("", "province").mask(nation, "all")
    rows["where"] = rows["where"].map(harmless)
    return rows[LONG].astype("str")


def compared(rows: pd.DataFrame, data_dir: Path) -> pd.DataFrame:
    """The rows with what the data hold for each: the newest figure in use, in the unit of the row, and its vintage.

    A figure that differs by no more than the rounding of the coarser print is unchanged, as in `difference`.
    """
    held = observations.load(data_dir)
    held = held[(held["use"] == "yes") & held["indicator"].isin(rows["indicator"].unique())]
    held = held.assign(field=held["field"].astype("string").fillna("").astype("str"))
    held = held.sort_values("known", na_position="first").drop_duplicates(observations.FIGURE, keep="last")
    new = {"value": "held", "unit": "held_unit", "vintage": "held_vintage", "known": "held_known"}
    held = held[[*observations.FIGURE, *new]].rename(columns=new)
    both = rows.merge(held, on=observations.FIGURE, how="left", validate="many_to_one")
    theirs = indicators.factor(both["held_unit"], data_dir) / indicators.factor(both["unit"], data_dir)
    halves = [_halves(both["value"].astype(float), theirs.notna()), _halves(both["held"], theirs.notna()) * theirs]
    both["held"] *= theirs
    same = (both["value"].astype(float) - both["held"]).abs() <= np.maximum(*halves) * (1 + 1e-9)
    news = pd.Series("revised", index=both.index).mask(same, "unchanged").mask(both["held"].isna(), "new")
    vintage = rows["vintage"].iloc[0] if len(rows) else ""
    if vintage:
        later = both["held_known"].notna() & (both["held_known"].fillna(date.min) > observations.last_day(vintage))
        news = news.mask(later & (news == "revised"), "earlier")
    both = both.assign(news=news, held_vintage=both["held_vintage"].fillna(""))
    return both.drop(columns=["held_unit", "held_known"])


def _halves(values: pd.Series, wanted: pd.Series) -> pd.Series:
    """Half a unit of the last printed digit, where it is wanted."""
    return values[wanted].map(lambda value: prints.half_unit(value, False)).reindex(values.index).astype(float)


def _far(rows: pd.DataFrame, name: str, data_dir: Path, settled: tuple[str, ...]) -> list[Fault]:
    """Figures that look like another unit, a part or another thing: far from those held, or from the year before."""
    rows = rows[~rows["indicator"].isin(settled)]
    about, value = rows["indicator"], rows["value"].astype(float)
    kind = about.map({one.id: one.kind for one in indicators.load(data_dir).values()})
    likened = kind.isin(LIKENED) & (value > 0)
    ratio = (value / rows["held"].where(rows["held"] > 0)).where(likened)
    middle = ratio.groupby(about).transform("median")
    far = ratio.gt(FAR) | ratio.lt(1 / FAR) | (ratio.notna() & (middle.gt(ALL_FAR) | middle.lt(1 / ALL_FAR)))
    series = [column for column in observations.FIGURE if column != "period"]
    years = rows[rows["period"].str.len() == 4].assign(value=value).sort_values([*series, "period"])
    before = years.groupby(series)["value"].shift().reindex(rows.index)
    step = (value / before.where(before > 0)).where(likened)
    leap = (step.gt(LEAP) | step.lt(1 / LEAP)) & ~far
    rates = value.abs().where(kind == "growth").groupby(about)
    index = (rates.transform("median") > GROWTH) & (rates.transform("count") > 1)
    faults = []
    for indicator, at in about[far | leap | index].groupby(about, sort=False):
        row = rows.loc[at.index[0]]
        found = f"{row.place}, {row.period}: {row.value} {row.unit}"
        if index[row.name]:
            found += "; an index, of which 100 is to be taken?"
        elif far[row.name]:
            count, of = int(far[at.index].sum()), int((about == indicator).sum())
            found += f", held {row.held:.6g} ({count:,} of {of:,} figures)"
        else:
            found += f" after {before[row.name]:.12g}"
        remedy = "see whether it is another unit, a part or another thing; if not: docs/files.md, `far`"
        faults.append(Fault(name, None, indicator, found, remedy))
    return faults


def _checked(rows: pd.DataFrame, name: str, today: date, data_dir: Path, record: Source | None) -> list[Fault]:
    """The faults of the rows themselves: bounds, units, ranks, two figures for one key."""
    if record is None or not len(rows):
        return []
    own = {"comparator": "=", "use": "", "flags": "", "note": "", "known": today.isoformat()}
    own |= {"_file": name, "_line": range(1, len(rows) + 1)}
    found = check.against_schema(rows[LONG].assign(**own)[[*observations.COLUMNS, "_file", "_line"]], data_dir)
    where = rows["where"]
    return [Fault(f.file, None, f.column, f"{where.iat[f.line - 1]}: {f.found}", f.remedy) for f in found]
