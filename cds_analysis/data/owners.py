"""Who has which figure and when it is due: the release calendar, and the register that names a release an indicator."""

from datetime import date
from functools import lru_cache
from pathlib import Path

from .. import settings
from ..errors import DataError, Fault
from .known import Known
from .observations import last_day
from .provinces import NATION, Place
from .sources import register

FILE, CALENDAR = "owners.csv", "calendar.yml"
SCHEMA = Path(__file__).with_name("calendar.schema.json")
ASKED = {"vi": "tỉnh", "en": "the province"}  # at the end of a publisher: the place asked for


def owner(known: Known, indicator_id: str, place: Place, year: int = 0) -> dict | None:
    """Who has the figures of an indicator for a place: plain values; None where the register names nobody.

    Keys body_* and release_* (the body as it is called today, the release that brings the figure, in both languages),
    due (the last day of its month), late (whether that has passed), and basis: sources, where documents held here bear
    out body and month, or inferred, where common practice does.

    Args:
        year: Of the figure that is meant: `due` is then the day on which it should be out, which may have passed; none:
            the next release from the day of the view on.
    """
    entries, said_of = _known(known.folder)
    said = said_of.get(indicator_id, {})
    release = said.get("nation" if place.slug == NATION else "province", "")
    if (found := body(known, release, place)) is None:
        return None
    entry = entries[release]
    found |= {f"release_{lang}": entry["name"][lang] for lang in ASKED}
    first = year or known.day.year
    periods = {str(year), f"{year}-{indicator_id[-2:].upper()}"}
    ends = [(last_day(f"{day:%Y-%m}"), period) for day, period in releases(entry, first - 1, first + 6)]
    due = [end for end, period in ends if (period in periods if year else end >= known.day)]
    firm = entry["basis"] == said["basis"] == "sources"
    found |= {"due": due[0].isoformat() if due else None, "basis": "sources" if firm else "inferred"}
    return found | {"late": bool(due) and due[0] < known.day}


def body(known: Known, release: str, place: Place) -> dict | None:
    """The names of the body that publishes a release of the calendar, by its id; None where there is no such entry."""
    entry, today = _known(known.folder)[0].get(release), known.place(place.successor) if place.successor else place
    return entry and {f"body_{lang}": _named(entry["publisher"][lang], lang, today) for lang in ASKED}


def _named(publisher: str, lang: str, place: Place) -> str:
    """A publisher with the name of the place where it is one of a province: Thống kê thành phố Hà Nội."""
    whose = publisher.removesuffix(ASKED[lang])
    return publisher if whose == publisher else whose + place.full_name(lang)


@lru_cache(maxsize=8)
def _known(folder: Path) -> tuple[dict[str, dict], dict[str, dict]]:
    """The calendar by id and the register by indicator; empty where a folder has none."""
    return {e["id"]: e for e in calendar(folder)}, {row["indicator"]: row for row in register(folder, "owners")}


def calendar(data_dir: Path) -> list[dict]:
    """The release calendar; empty where a folder has none.

    Raises:
        DataError: An entry lacks a field, or says something that cannot be.
    """
    path = data_dir / CALENDAR
    if not path.is_file():
        return []
    found, told = settings.read(path), {}  # each field of an entry is told once, in the line of the entry
    for error, remedy in found.errors(SCHEMA) if found.value else ():
        number, column, *_ = [*error.absolute_path, "", ""]
        entry = found.value[number] if number != "" else None
        if entry is None:
            fault = "", "no list of entries", "write each as - id: ..."
        elif column:
            fault = column, f"{entry['id']}: {entry[column]}", remedy
        elif error.validator == "type":
            fault = "", "no entry", f"write {', '.join(error.schema['required'])}"
        else:
            missing = [name for name in error.validator_value if name not in entry]
            fault = missing[0], f"{entry.get('id', 'an entry')}: no {', '.join(missing)}", "add it"
        told.setdefault((number, fault[0]), Fault(CALENDAR, found.line(number) or 1, *fault))
    if told:
        raise DataError(list(told.values()))
    return found.value or []


def releases(entry: dict, first: int, last: int) -> list[tuple[date, str]]:
    """The first day of each month of release from one year to another, and the period it brings."""
    every, since = entry.get("every", 1), entry.get("first", first)
    out = []
    for year in [y for y in range(min(first, since), last + 1) if (y - since) % every == 0]:
        for month in entry["months"]:
            period = f"{year}-Q{(month - 1) // 3}" if month > 3 else f"{year - 1}-Q4"
            if entry["figures"] != "quarter":
                period = str(year + entry["figures"])
            out.append((date(year, month, 1), period))
    return sorted(out)
