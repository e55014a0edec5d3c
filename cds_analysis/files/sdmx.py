"""SDMX-ML 2.1 and 3.0, read by sdmx1, and SDMX-JSON 1.0 and 2.0; SDMX-CSV is a long table, unfolded here for `long`.

Worked round: sdmx1 wants the structure of a structure-specific file, which offices hand out apart from it. Where the
file alone is given, its dimensions are those attributes of series and figures that tell figures apart. SDMX-JSON is
read here: sdmx1 knows the draft of 1.0 alone, without the envelope of the standard, and drops the names.
"""

import contextlib
import io
import json
import logging
import re
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd

from . import archives, base, numbers, powers
from .base import Incoming, clean, refusal

MESSAGE = re.compile(rb"SDMX/resources/SDMXML|sdmx\.org/resources/sdmxml", re.I)
OLD = re.compile(rb"schemas/v2_0/|schemas/v1_0/", re.I)
MOST = 500_000  # figures of one message, for which sdmx1 takes some 40 seconds and 2 GB
_DATASET = re.compile(rb"<(?:[\w.-]+:)?DataSet\s([^>]*)>")
DATA_ITSELF = "download the data, not the structure"
OTHER = "download the data as SDMX-ML 2.1, SDMX-CSV or JSON-stat"
ATTRIBUTES, DROP = set(numbers.SAID["attributes"]), set(numbers.SAID["dropped"])
KEPT = {"obs_value", "obs_status", "obs_flag"}
_ID = re.compile(r"^[A-Z][A-Z0-9_]*(\[\])?$")
UNITS = (("UNIT_MEASURE", "UNIT"), ("UNIT_MULT", "POWERCODE", "UNIT_MULTIPLIER", "SCALE"))


def is_json(tree) -> bool:
    """Whether an opened JSON file is SDMX-JSON."""
    body = tree.get("data", tree) if isinstance(tree, dict) else {}
    return isinstance(body, dict) and "dataSets" in body and ("structure" in body or "structures" in body)


def is_structure(tree) -> bool:
    """Whether an opened JSON file is SDMX-JSON without figures: code lists, data structures and the like."""
    body = tree.get("data") if isinstance(tree, dict) else None
    return isinstance(body, dict) and bool(body.keys() & {"dataStructures", "dataflows", "codelists", "conceptSchemes"})


def read_json(path: Path, text: str) -> Incoming:
    """A message of SDMX-JSON with figures and the names of codes."""
    try:
        tree = json.loads(text)
        about, body = tree.get("header") or tree.get("meta") or {}, tree.get("data", tree)
        structures = [body["structure"]] if "structure" in body else list(body["structures"])
        if len(structures) != 1:
            raise KeyError(f"{len(structures)} structures")
        held = [one for data in body["dataSets"] for one in (data, *(data.get("series") or {}).values())]
        _check_count(path, sum(len(one.get("observations") or {}) for one in held))
        figures = list(_figures(body["dataSets"], structures[0]))
        if not figures:
            raise refusal(path, "", "a message without figures", DATA_ITSELF)
        dimensions = [d for level in structures[0]["dimensions"].values() for d in level]
        names = {d["id"]: _codes(d) for d in dimensions if d["id"] not in ("TIME_PERIOD", "TIME")}
        sender = about.get("sender") or {}
        source = clean((sender[0] if isinstance(sender, list) else sender).get("id", ""))
        updated = pd.Timestamp(about["prepared"]).date().isoformat() if "prepared" in about else ""
        return _incoming(path, figures, names, source=source, updated=updated)
    except (KeyError, TypeError, AttributeError, IndexError, ValueError) as error:
        found = f"SDMX-JSON of a form that is not known here ({type(error).__name__}: {error})"
        raise refusal(path, "", found, OTHER) from None


def _figures(sets: list[dict], structure: dict) -> Iterator[tuple[dict, dict, object]]:
    """Key, attributes and value of each figure that is not taken back."""
    dimensions, attributes = (
        {level: [(part["id"], list(_codes(part))) for part in parts] for level, parts in (held or {}).items()}
        for held in (structure["dimensions"], structure.get("attributes"))
    )
    order = {d["id"]: d.get("keyPosition", -1) for level in structure["dimensions"].values() for d in level}
    order = {name: place if place >= 0 else len(order) for name, place in order.items()}
    whole = _meant(dimensions.get("dataSet"), [0] * len(dimensions.get("dataSet") or []))
    for data in sets:
        if data.get("action", "").lower() == "delete":
            continue
        last = _meant(attributes.get("dataSet"), data.get("attributes"))
        groups = _groups(data, structure, attributes.get("dimensionGroup"))
        for at, held in [*(data.get("series") or {}).items(), ("", data)]:
            series = _meant(dimensions.get("series"), [int(n) for n in at.split(":") if n])
            more = last | (_meant(attributes.get("series"), held.get("attributes")) if at else {})
            for place, printed in (held.get("observations") or {}).items():
                value, *marks = printed or [None]
                own = _meant(dimensions.get("observation"), [int(n) for n in place.split(":") if n])
                parts = [whole | series, own] if at else [whole | own]
                key = {n: part[n] for part in parts for n in sorted(part, key=order.get)}
                of_group = {
                    n: code
                    for names, held in groups.items()
                    for n, code in held.get(tuple(map(key.get, names)), {}).items()
                }
                yield key, of_group | more | _meant(attributes.get("observation"), marks), value


def _groups(data: dict, structure: dict, attributes: list | None) -> dict[tuple, dict[tuple, dict[str, str]]]:
    """Attributes of groups of figures by the dimensions that tell the groups apart, and the codes of these."""
    parts = [part for level in structure["dimensions"].values() for part in level]
    parts = [(part["id"], list(_codes(part))) for part in sorted(parts, key=lambda part: part.get("keyPosition", 99))]
    out: dict[tuple, dict[tuple, dict[str, str]]] = {}
    for at, held in (data.get("dimensionGroupAttributes") or {}).items():
        key = _meant(parts, [int(place) if place else None for place in at.split(":")])
        out.setdefault(tuple(key), {})[tuple(key.values())] = _meant(attributes, held)
    return out


def _meant(parts: list[tuple[str, list[str]]] | None, places: list | None) -> dict[str, str]:
    """The codes of dimensions or attributes by their places in the lists of values."""
    pairs = zip(parts or [], places or [], strict=False)
    return {name: codes[place] for (name, codes), place in pairs if place is not None}


def _codes(part: dict) -> dict[str, str]:
    """The codes of a dimension or an attribute, each with its name in Vietnamese or English."""
    out = {}
    for value in part.get("values") or []:
        name = value.get("names") or value.get("name")
        if isinstance(name, dict):
            name = name.get("vi") or name.get("en") or next(iter(name.values()), "")
        code = next((value[key] for key in ("id", "value") if value.get(key) is not None), clean(name))
        out[str(code)] = clean(name)
    return out


def _check_count(path: Path, count: int) -> None:
    if count > MOST:
        found = f"{count:,} figures, more than the {MOST:,} that are read of SDMX"
        raise refusal(path, "", found, "download it as SDMX-CSV, which may be larger, or choose fewer places or years")


def read(path: Path, raw: bytes) -> Incoming:
    """A message of SDMX-ML with figures."""
    import sdmx

    _check_count(path, len(re.findall(rb"<(?:[\w.-]+:)?Obs[\s>/]", raw)))
    if OLD.search(raw[:5000]):
        raise refusal(path, 1, "SDMX-ML 2.0, which is not read", OTHER)
    archives.check_xml(path, io.BytesIO(raw), whole=True)
    loggers = logging.getLogger("sdmx")
    level = loggers.level
    loggers.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):  # it prints what it cannot read
            warnings.simplefilter("ignore")
            message = sdmx.read_sdmx(io.BytesIO(raw), format="XML")
    except Exception as error:
        found = f"no message of SDMX that sdmx1 reads ({type(error).__name__}: {error})"
        raise refusal(path, "", found, OTHER) from None
    finally:
        loggers.setLevel(level)
    data = [d for d in getattr(message, "data", []) if getattr(getattr(d, "action", None), "name", "") != "delete"]
    observations = [obs for d in data for obs in getattr(d, "obs", ())]
    if not observations:
        kind = type(message).__name__
        found = "a message without figures" if kind == "DataMessage" else f"a {kind}, which holds no figures"
        raise refusal(path, "", found, DATA_ITSELF)
    try:
        whole = _of_all(raw)
        figures = ((key, whole | more, value) for key, more, value in map(_figure, observations))
        return _incoming(path, figures, {}, **_said(message))
    except (AttributeError, TypeError, KeyError) as error:
        found = f"figures of a form that is not known here ({type(error).__name__}: {error})"
        raise refusal(path, "", found, OTHER) from None


def _of_all(raw: bytes) -> dict[str, str]:
    """The unit and power of ten that the one set of figures of a structure-specific message has; sdmx1 drops them."""
    sets = _DATASET.findall(raw)
    found = re.findall(rb'(?<![\w:.-])([A-Z_]+)\s*=\s*["\']([^"\']*)["\']', sets[0]) if len(sets) == 1 else []
    pairs = ((name.decode("ascii"), clean(text.decode("utf-8", "replace"))) for name, text in found)
    return {name: text for name, text in pairs if powers.key_of(name) in powers.POWERS | powers.UNITS}


def _figure(obs) -> tuple[dict, dict, object]:
    """Key, attributes and value of a figure of sdmx1."""
    series = obs.series_key
    key = _values(getattr(series, "values", None)) | _values(getattr(obs.dimension, "values", None))
    return key, _values(obs.attrib), obs.value


def _said(message) -> dict[str, str]:
    header = message.header
    prepared = getattr(header, "prepared", None)
    return {
        "title": clean(getattr(getattr(message, "dataflow", None), "id", "") or ""),
        "source": clean(getattr(getattr(header, "sender", None), "id", "") or ""),
        "updated": prepared.date().isoformat() if hasattr(prepared, "date") else clean(prepared),
    }


def _values(held) -> dict[str, str]:
    """Parts of a key, or attributes, by name with their codes."""
    return {str(name): clean(getattr(v.value, "id", v.value)) for name, v in (held or {}).items()}


def _incoming(path: Path, figures: Iterable[tuple[dict, dict, object]], names_of: dict, **said) -> Incoming:
    rows, attributes, values = zip(*figures, strict=True)
    texts = [numbers.of_number(value) if isinstance(value, float) else clean(value) for value in values]
    marks = (next((v for k, v in more.items() if k.lower() in ("obs_status", "obs_flag")), "") for more in attributes)
    table = pd.DataFrame(rows).fillna("").astype("str")
    parts = {name: _named(table[name], names_of.get(name, {})) for name in _told(table, list(table))}
    for name, *others in UNITS:
        held = pd.Series([next(filter(None, map(more.get, (name, *others))), "") for more in attributes], dtype="str")
        if {name, *others} & parts.keys() or not held.ne("").any():
            continue
        if name == "UNIT_MEASURE" and held.nunique() == 1:
            said["unit"] = held.iloc[0]
        else:
            parts[name] = held
    figures, where = pd.Series(texts, dtype="str"), base.numbered("observation", len(table))
    said["status"] = pd.Series(map(numbers.status_of, marks), dtype="str")
    return base.incoming("sdmx", path, parts, figures, where, decimal=".", keyed=True, **said)


def _named(column: pd.Series, names: dict[str, str]) -> pd.Series:
    """The names of codes; where two codes have one name with the codes behind it, or the codes alone."""
    codes = list(column.unique())
    labels = base.told_apart([names.get(code) or code for code in codes], codes) or codes
    return column.map(dict(zip(codes, labels, strict=True))).astype("str")


def _told(table: pd.DataFrame, names: list[str]) -> list[str]:
    """The columns that tell figures apart, and what says their power of ten.

    Those known to say something of figures alone are left out where the others tell them apart.
    """
    ends = ("_date", "_note", "_notes", "_displayed", "_comment")
    key = [name for name in names if name.lower() not in ATTRIBUTES and not name.lower().endswith(ends)]
    whole = not key or table.duplicated(key).any()
    return [name for name in names if whole or name in key or powers.key_of(name) in powers.POWERS]


def is_csv(names: list[str]) -> bool:
    """Whether headings are those of SDMX-CSV."""
    keys = {name.partition(":")[0].strip().lower() for name in names}
    return "obs_value" in keys and bool(keys & {"dataflow", "structure_id"})


def unfold(table: pd.DataFrame) -> pd.DataFrame:
    """Dimensions, figures, statuses and powers of ten alone.

    Names stand in the cell ("VN: Viet Nam") or in the column behind that of the code (REF_AREA, Reference area).
    Attributes that are known to be none of the key are left out where the key is whole without them, and rows that
    take figures back (ACTION is D).
    """
    headings = list(table)
    for name in headings:
        if name.lower() == "action":
            table = table[~table[name].str.upper().isin(["D", "DELETE"])]
    if table.empty:
        return table
    named = any(name.lower() == "structure_name" for name in headings)
    out, skip = {}, set()
    for at, heading in enumerate(headings):
        name = heading.partition(":")[0].strip()
        if at in skip or re.sub(r"\[.*\]$", "", name).lower() in DROP:
            continue
        behind = headings[at + 1] if at + 1 < len(headings) else ""
        names = table[heading].str.partition(": ")[2]
        own = table[heading].str.partition(": ")[0]
        if named and _ID.match(name) and behind and not _ID.match(behind):
            skip.add(at + 1)
            own, names = table[heading], table[behind]
        out[name] = own if name.lower() in KEPT else _named(own, dict(zip(own, names, strict=True)))
    frame = pd.DataFrame(out)
    told = _told(frame, [name for name in out if name.lower() not in KEPT])
    return frame[[name for name in out if name in told or name.lower() in KEPT]]
