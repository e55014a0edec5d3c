"""SDMX-ML 2.1 and 3.0 and SDMX-JSON 1.0 and 2.0, read by sdmx1; SDMX-CSV is a long table and read in `long`.

Worked round: sdmx1 wants the structure of a structure-specific file, which offices hand out apart from it. Where the
file alone is given, its dimensions are those attributes of series and figures that tell figures apart. Of SDMX-JSON it
reads the draft of 1.0, without the envelope of the standard (`_bare` takes it off), and drops the names (`_names`).
"""

import contextlib
import io
import json
import logging
import re
import warnings
from dataclasses import replace
from pathlib import Path

import pandas as pd

from . import archives, base, numbers
from .base import Incoming, clean, refusal

MESSAGE = re.compile(rb"SDMX/resources/SDMXML|sdmx\.org/resources/sdmxml", re.I)
OLD = re.compile(rb"schemas/v2_0/|schemas/v1_0/", re.I)
MOST = 500_000  # figures of one message, for which sdmx1 takes some 40 seconds and 2 GB
DATA_ITSELF = "download the data, not the structure"
OTHER = "download the data as SDMX-ML 2.1, SDMX-CSV or JSON-stat"
ATTRIBUTES = set(
    "obs_status obs_flag obs_conf conf_status decimals unit_mult unit_multiplier time_format title title_compl "
    "collection source_agency publ_public publ_mu publ_ecb compilation obs_pre_break obs_com comment_obs comment_ts "
    "breaks embargo_date update_date base_per time_per_collect coll_method coverage dom_ser_ids conf_redist "
    "scale overlap series_name methodology".split()
)


UNITS = (("UNIT_MEASURE", "UNIT"), ("UNIT_MULT", "POWERCODE"))


def is_json(tree) -> bool:
    """Whether an opened JSON file is SDMX-JSON."""
    body = tree.get("data", tree) if isinstance(tree, dict) else {}
    return isinstance(body, dict) and "dataSets" in body and ("structure" in body or "structures" in body)


def is_structure(tree) -> bool:
    """Whether an opened JSON file is SDMX-JSON without figures: code lists, data structures and the like."""
    body = tree.get("data") if isinstance(tree, dict) else None
    return isinstance(body, dict) and bool(body.keys() & {"dataStructures", "dataflows", "codelists", "conceptSchemes"})


def read_json(path: Path, text: str) -> Incoming:
    """A message of SDMX-JSON with figures."""
    try:
        tree = json.loads(text)
        dated = "prepared" in (tree.get("header") or tree.get("meta") or {})
        tree = _bare(tree)
        names = _names(tree["structure"])
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        found = f"SDMX-JSON of a form that is not known here ({type(error).__name__}: {error})"
        raise refusal(path, "", found, OTHER) from None
    found = read(path, json.dumps(tree).encode(), xml=False, names=names)
    return found if dated else replace(found, updated="")


def _bare(tree: dict) -> dict:
    """A message as sdmx1 reads it: header, structure and dataSets at the top, every part that it asks for there.

    Attributes of data sets and series become those of figures: sdmx1 mixes the two up.
    """
    body = tree.get("data", tree)
    about = tree.get("header") or tree.get("meta") or {}
    header = {"id": "", "prepared": about.get("prepared", "1970-01-01"), "sender": {"id": _sender(about)}}
    structures = [body["structure"]] if "structure" in body else list(body["structures"])
    if len(structures) != 1:
        raise KeyError(f"{len(structures)} structures")
    dimensions = {level: [_part(d) for d in parts] for level, parts in structures[0]["dimensions"].items()}
    levels = structures[0].get("attributes") or {}
    own, of_series, of_set = (levels.get(name) or [] for name in ("observation", "series", "dataSet"))
    attributes = {"observation": [_part(a) for a in (*own, *of_series, *of_set)]}
    sets = []
    for data in body["dataSets"]:
        last = data.get("attributes") or []
        series = {
            key: {"observations": _attached(one, len(own), [*_padded(one.get("attributes"), len(of_series)), *last])}
            for key, one in (data.get("series") or {}).items()
        }
        bare = _attached(data, len(own), [*_padded([], len(of_series)), *last])
        sets.append({"action": data.get("action", "Information"), "series": series, "observations": bare})
    return {"header": header, "structure": {"dimensions": dimensions, "attributes": attributes}, "dataSets": sets}


def _sender(about: dict) -> str:
    sender = about.get("sender") or {}
    return clean((sender[0] if isinstance(sender, list) else sender).get("id", ""))


def _part(part: dict) -> dict:
    """A dimension or an attribute with its values, each with an id and one name."""
    values = []
    for value in part.get("values") or []:
        name = _text(value.get("names") or value.get("name"))
        code = next((value[key] for key in ("id", "value") if value.get(key) is not None), name)
        values.append({"id": str(code), "name": name})
    return {"id": part["id"], "name": "", "keyPosition": part.get("keyPosition", -1), "values": values}


def _padded(indices: list | None, width: int) -> list:
    return [*(indices or []), *[None] * width][:width]


def _attached(holder: dict, width: int, more: list) -> dict[str, list]:
    """Figures with the attributes of their own, and of what they belong to, behind them."""
    found = (holder.get("observations") or {}).items()
    return {key: [*_padded(obs, 1), *_padded(list(obs)[1:], width), *more] for key, obs in found}


def read(path: Path, raw: bytes, *, xml: bool = True, names: dict[str, dict[str, str]] | None = None) -> Incoming:
    """A message of SDMX with figures; `names` are those of codes by dimension, where it holds them."""
    import sdmx

    if (count := len(re.findall(rb"<(?:[\w.-]+:)?Obs[\s>/]", raw)) if xml else raw.count(b"[")) > MOST:
        found = f"{count:,} figures, more than the {MOST:,} that are read of SDMX"
        raise refusal(path, "", found, "download it as SDMX-CSV, which may be larger, or choose fewer places or years")
    if xml:
        if OLD.search(raw[:5000]):
            raise refusal(path, 1, "SDMX-ML 2.0, which is not read", OTHER)
        archives.check_xml(path, io.BytesIO(raw), whole=True)
    loggers = logging.getLogger("sdmx")
    level = loggers.level
    loggers.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):  # it prints what it cannot read
            warnings.simplefilter("ignore")
            message = sdmx.read_sdmx(io.BytesIO(raw), format="XML" if xml else "JSON")
    except Exception as error:
        found = f"no message of SDMX that sdmx1 reads ({type(error).__name__}: {error})"
        raise refusal(path, "", found, OTHER) from None
    finally:
        loggers.setLevel(level)
    data = [d for d in getattr(message, "data", []) if getattr(getattr(d, "action", None), "name", "") != "delete"]
    sets = [d for d in data if len(getattr(d, "obs", ()))]
    if not sets:
        kind = type(message).__name__
        found = "a message without figures" if kind == "DataMessage" else f"a {kind}, which holds no figures"
        raise refusal(path, "", found, DATA_ITSELF)
    try:
        return _incoming(path, message, [obs for data in sets for obs in data.obs], names or {})
    except (AttributeError, TypeError, KeyError) as error:
        found = f"figures of a form that is not known here ({type(error).__name__}: {error})"
        raise refusal(path, "", found, OTHER) from None


def _values(held) -> dict[str, str]:
    """Parts of a key, or attributes, by name with their codes."""
    return {str(name): clean(getattr(v.value, "id", v.value)) for name, v in (held or {}).items()}


def _incoming(path: Path, message, observations: list, names_of: dict[str, dict[str, str]]) -> Incoming:
    rows, attributes, texts = [], [], []
    for obs in observations:
        series, value = obs.series_key, obs.value
        rows.append(_values(getattr(series, "values", None)) | _values(getattr(obs.dimension, "values", None)))
        attributes.append(_values(getattr(series, "attrib", None)) | _values(obs.attached_attribute))
        texts.append(numbers.of_number(value) if isinstance(value, float) else clean(value))
    marks = (next((v for k, v in more.items() if k.lower() in ("obs_status", "obs_flag")), "") for more in attributes)
    table = pd.DataFrame(rows).fillna("").astype("str")
    names = [name for name in table if not is_attribute(name)]
    if not names or table.duplicated(names).any():
        names = list(table)
    parts, codes = {}, {}
    for name in names:
        parts[name], codes[name] = named(table[name], {k: clean(v) for k, v in names_of.get(name, {}).items()})
    header = message.header
    prepared = getattr(header, "prepared", None)
    return base.incoming(
        "sdmx",
        path,
        parts,
        pd.Series(texts, dtype="str"),
        base.numbered("observation", len(table)),
        codes=codes,
        status=pd.Series(map(numbers.status_of, marks), dtype="str"),
        decimal=".",
        keyed=True,
        title=clean(getattr(getattr(message, "dataflow", None), "id", "") or ""),
        unit=_unit(attributes),
        source=clean(getattr(getattr(header, "sender", None), "id", "") or ""),
        updated=prepared.date().isoformat() if hasattr(prepared, "date") else clean(prepared),
    )


def named(column: pd.Series, names: dict[str, str]) -> tuple[pd.Series, dict[str, str]]:
    """The names of codes, and {name: code} where one differs; where two codes have one name the codes themselves."""
    labels = {code: names.get(code) or code for code in column.unique()}
    if len(set(labels.values())) < len(labels) or all(code == label for code, label in labels.items()):
        return column, {}
    return column.map(labels).astype("str"), {label: code for code, label in labels.items()}


def is_attribute(name: str) -> bool:
    """Whether a column is known to say something of figures and to be no part of their key."""
    return name.lower() in ATTRIBUTES or name.lower().endswith(("_date", "_note", "_notes", "_displayed", "_comment"))


def _unit(attributes: list[dict[str, str]]) -> str:
    """The unit of all figures, with its power of ten, where it is one."""
    said = [[a.get(first) or a.get(other) or "" for a in attributes] for first, other in UNITS]
    units = set(zip(*said, strict=True))
    return with_power(*units.pop()) if len(units) == 1 else ""


def with_power(unit: str, power: str) -> str:
    return f"{unit} x 10^{power}" if unit and power not in ("", "0") else unit


def _names(structure: dict) -> dict[str, dict[str, str]]:
    """Names of codes by dimension, as SDMX-JSON brings them along; periods keep their codes."""
    dimensions = [
        d for level in structure["dimensions"].values() for d in level if d["id"] not in ("TIME_PERIOD", "TIME")
    ]
    return {d["id"]: {value["id"]: value["name"] for value in d["values"]} for d in dimensions}


def _text(name) -> str:
    """A name in Vietnamese or English, where there are several."""
    if not isinstance(name, dict):
        return clean(name)
    return clean(name.get("vi") or name.get("en") or next(iter(name.values()), ""))
