"""Fetching a file from its publisher: only when a person asks, one request at a time, into a folder of their choice.

Nothing else in the package uses this module: every other command works offline.
"""

import itertools
import re
import tempfile
import unicodedata
import urllib.parse
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tqdm import tqdm

from .. import paths
from ..errors import CdsError, DataError, ParameterError
from ..files import recognise
from . import http, received

AGE = timedelta(days=1)  # within which an address is not asked again
KEPT = {"etag": "ETag", "modified": "Last-Modified"}  # of an answer, to be asked with the next time
ASKED = {"etag": "If-None-Match", "modified": "If-Modified-Since"}
FORMS = "the table itself (.px, Excel, CSV, JSON-stat), not the page"


@dataclass(frozen=True)
class Wanted:
    """What is fetched: its address, what is known of it, and the way by hand if it cannot be reached."""

    address: str
    publisher: str = ""
    name: str = ""  # of the file
    visit: str = ""  # the page for a browser, if not the address itself
    save: str = FORMS
    interface: bool = False  # made for programs: robots.txt is not asked, and what is no table is not kept


@dataclass(frozen=True)
class Fetched:
    """The file on the disk; news: new, changed (beside the earlier one), unchanged, recent (not asked again)."""

    file: Path
    news: str
    remark: str = ""  # why it is not read as it is


def world_bank(code: str, country: str = "VNM") -> Wanted:
    """An indicator of the World Bank for a country, all years, by its API (version 2, JSON, one page).

    Raises:
        ParameterError: Not the form of a code.
    """
    if not re.fullmatch(r"[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)+", code):
        raise ParameterError(f"'{code}' is no code of the World Bank; write one as NY.GDP.MKTP.CN")
    if not re.fullmatch(r"[A-Za-z0-9]{2,3}", country):
        raise ParameterError(f"--country is '{country}'; write a code of two or three letters: VNM")
    code, country = code.upper(), country.upper()
    address = f"https://api.worldbank.org/v2/country/{country}/indicator/{code}?format=json&per_page=20000"
    visit, save = f"https://data.worldbank.org/indicator/{code}", "the CSV or Excel file under Download"
    return Wanted(address, "World Bank", f"world-bank-{country}-{code}.json", visit, save, interface=True)


def fetch(
    wanted: Wanted,
    folder: Path,
    *,
    say: Callable[[str], None] = print,
    again: bool = False,
    progress: bool = False,
    limits: http.Limits = http.USUAL,
) -> Fetched:
    """Fetch one file and write it, with its record, into a folder; nothing there is overwritten.

    An address asked within a day is not asked again (unless `again`); otherwise the server is asked whether the file
    changed. A changed file gets a name with the day.

    Args:
        say: Told of every wait.

    Raises:
        ParameterError: The address or the folder cannot be used.
        CdsError: Nothing was fetched: why, which address to visit, what to save and what to run then.
    """
    address = http.normal(wanted.address)
    for above in (folder.resolve(), *folder.resolve().parents):  # only an import writes into data
        if (above / "overlay.yml").is_file() or (above / "observations.csv").is_file():
            raise ParameterError(f"--to is '{folder}', within the data in {above}; name a folder outside")
    (held, record), now = _held(address, folder), datetime.now(UTC)
    if held and not again and now - _moment(record.get("asked", "")) < AGE:
        return Fetched(held, "recent")
    try:
        if not wanted.interface:
            http.obey_robots(address, limits, say)
        head = {name: record[k] for k, name in ASKED.items() if held and k in record}
        answer = http.ask(address, head, limits, say)
        if answer is None:
            received.write(held, record | {"asked": now.isoformat(timespec="seconds")})
            return Fetched(held, "unchanged")
        folder.mkdir(parents=True, exist_ok=True)
        with answer, tempfile.TemporaryDirectory(dir=folder, prefix=".fetch-") as beside:
            part = Path(beside) / _name(wanted, address, answer)
            _save(answer, part, limits, progress)
            facts, remark = _facts(part, wanted, answer)
            facts |= {"accessed": now.date().isoformat(), "asked": now.isoformat(timespec="seconds")}
            return _kept(part, folder, held, {"address": address} | facts, remark)
    except http.NotFetched as error:
        raise CdsError(
            f"{address}: not fetched: {error}.\n"
            f"By hand: open {wanted.visit or address} in a browser, save {wanted.save}, and run: "
            "cds data import FILE --data mine"
        ) from None


def _held(address: str, folder: Path) -> tuple[Path | None, dict[str, str]]:
    """The newest file of the address in the folder, unaltered, with its record."""
    found = []
    for path in folder.glob(f"*{received.SUFFIX}"):
        record, file = received.read(path), path.with_name(path.name.removesuffix(received.SUFFIX))
        if record.get("address") == address and file.is_file() and paths.sha256(file) == record.get("sha256"):
            found.append((_moment(record.get("asked", "")), file, record))
    return max(found, key=lambda f: f[0])[1:] if found else (None, {})


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _name(wanted: Wanted, address: str, answer) -> str:
    """A plain name for the file: as wanted, as the server calls it, or the end of its address."""
    said = wanted.name or answer.headers.get_filename() or urllib.parse.unquote(urllib.parse.urlsplit(address).path)
    text = unicodedata.normalize("NFC", said).replace("\\", "/").rstrip("/").rpartition("/")[2]
    stem, dot, suffix = re.sub(r"[^\w.-]+", "-", text).strip(".-").rpartition(".")
    stem, suffix = (stem, suffix) if dot else (suffix, "")
    stem = stem[:80] or re.sub(r"[^\w.-]+", "-", http.host_of(address))
    return f"{stem}.{suffix[:10]}" if suffix else stem


def _save(answer, target: Path, limits: http.Limits, progress: bool) -> None:
    """Write the body of an answer."""
    look = {"unit": "B", "unit_scale": True, "desc": target.name[:40], "delay": 1, "dynamic_ncols": True}
    with tqdm(total=http.length(answer) or None, disable=not progress, **look) as bar, target.open("wb") as file:
        for block in http.blocks(answer, limits):
            file.write(block)
            bar.update(len(block))
    if not target.stat().st_size:
        raise http.NotFetched("the answer is empty")


def _facts(file: Path, wanted: Wanted, answer) -> tuple[dict[str, str], str]:
    """What the record says of the file, read from it and its answer; and why it is not read as it is, if it is not."""
    with file.open("rb") as opened:
        begins = opened.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n")
    if begins.startswith(b"<") and (answer.headers.get_content_type() == "text/html" or b"<html" in begins.lower()):
        raise http.NotFetched("the answer is a page, not a table")
    facts = {"publisher": wanted.publisher} | {k: answer.headers.get(name, "") for k, name in KEPT.items()}
    try:
        read = recognise.read(file)
    except DataError as error:
        found = "; ".join(str(fault) for fault in error.faults[:3])
        if wanted.interface:
            raise http.NotFetched(f"the answer is no table: {found}") from None
        return facts, found
    day = re.search(r"\b\d{4}-\d\d-\d\d\b", read.updated)
    facts |= {"publisher": wanted.publisher or read.source, "title": read.title, "published": day[0] if day else ""}
    return facts, ""


def _kept(part: Path, folder: Path, held: Path | None, facts: dict[str, str], remark: str) -> Fetched:
    """Move the file into place under a name that nothing has; the same bytes as before stay where they are."""
    if held and paths.sha256(held) == paths.sha256(part):
        received.write(held, facts)
        return Fetched(held, "unchanged", remark)
    stem, dot, suffix = part.name.rpartition(".") if "." in part.name else (part.name, "", "")
    dated = f"{stem}-{facts['accessed']}"
    stems = itertools.chain([stem, dated], (f"{dated}-{number}" for number in itertools.count(2)))
    targets = (folder / f"{name}{dot}{suffix}" for name in stems)
    target = next(t for t in targets if not t.exists() and not received.beside(t).exists())
    part.rename(target)
    received.write(target, facts)
    return Fetched(target, "changed" if held else "new", remark)
