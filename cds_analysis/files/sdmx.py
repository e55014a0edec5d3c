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


def is_json(tree) -> bool:
    """Whether an opened JSON file is SDMX-JSON."""
    body = tree.get("data", tree) if isinstance(tree, dict) else {}
    return isinstance(body, dict) and "dataSets" in body and ("structure" in body or "structures" in body)


def is_structure(tree) -> bool:
    """Whether an opened JSON file is SDMX-JSON without figures: code lists, data structures and the like."""
    body = tree.get("data") if isinstance(tree, dict) else None
    return isinstance(body, dict) and bool(body.keys() & {"dataStructures", "dataflows", "codelists", "conceptSchemes"})


def read_json(path: Path, text: str) -> Incoming:
    """A message of SDMX-JSON with figures.

    Raises:
        DataError: As `read`, or a part that every message has is missing.
    """
    try:
        tree = json.loads(text)
        dated = "prepared" in (tree.get("header") or tree.get("meta") or {})
        tree = _bare(tree)
        names = _names(tree["structure"])
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        found = f"SDMX-JSON of a form that is not known here ({type(error).__name__}: {error})"
        raise refusal(path, "", found, OTHER) from None
    found = read(path, json.dumps(tree).encode(), xml=False, names=names)
    return found if dated else Incoming(**{**vars(found), "updated": ""})


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
    """A message of SDMX with figures.

    Args:
        names: Names of codes by dimension, where the message holds them.

    Raises:
        DataError: It is no valid message, of an older version, a structure without figures, or holds several data sets.
    """
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
    try:
        loggers.setLevel(logging.CRITICAL)
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):  # it prints what it cannot read
            warnings.simplefilter("ignore")
            message = sdmx.read_sdmx(io.BytesIO(raw), format="XML" if xml else "JSON")
    except Exception as error:
        found = f"no message of SDMX that sdmx1 reads ({type(error).__name__}: {error})"
        raise refusal(path, "", found, OTHER) from None
    finally:
        loggers.setLevel(level)
    sets = [d for d in getattr(message, "data", []) if len(getattr(d, "obs", ())) and not _takes_back(d)]
    if not sets:
        kind = type(message).__name__
        found = "a message without figures" if kind == "DataMessage" else f"a {kind}, which holds no figures"
        raise refusal(path, "", found, DATA_ITSELF)
    try:
        return _incoming(path, message, [obs for data in sets for obs in data.obs], names or {})
    except (AttributeError, TypeError, KeyError) as error:
        found = f"figures of a form that is not known here ({type(error).__name__}: {error})"
        raise refusal(path, "", found, OTHER) from None


def _takes_back(data) -> bool:
    """Whether a data set names figures that are to be deleted."""
    return getattr(getattr(data, "action", None), "name", "") == "delete"


def _values(key) -> dict[str, str]:
    """Dimensions of a key by name, with their codes."""
    return {} if key is None else {str(name): clean(getattr(v.value, "id", v.value)) for name, v in key.values.items()}


def _incoming(path: Path, message, observations: list, names_of: dict[str, dict[str, str]]) -> Incoming:
    rows, grades, texts, attributes = [], [], [], []
    for obs in observations:
        series = obs.series_key
        row = _values(series) | _values(obs.dimension)
        more = {k: clean(getattr(v.value, "id", v.value)) for k, v in (obs.attached_attribute or {}).items()}
        if series is not None:
            more = {k: clean(getattr(v.value, "id", v.value)) for k, v in series.attrib.items()} | more
        rows.append(row)
        attributes.append(more)
        grades.append(
            numbers.status_of(next((v for k, v in more.items() if k.lower() in ("obs_status", "obs_flag")), ""))
        )
        texts.append(
            ""
            if obs.value is None
            else numbers.of_number(obs.value)
            if isinstance(obs.value, float)
            else clean(obs.value)
        )
    table = pd.DataFrame(rows).fillna("").astype("str")
    names = [name for name in table if not is_attribute(name)]
    if not names or table.duplicated(names).any():
        names = list(table)
    unit = _unit(attributes)
    parts, codes = {}, {}
    for name in names:
        pairs = names_of.get(name, {})
        labels = {code: clean(pairs.get(code, code)) or code for code in table[name].unique()}
        if len(set(labels.values())) < len(labels):
            labels = {code: code for code in labels}
        parts[name] = table[name].map(labels).astype("str")
        codes[name] = {label: code for code, label in labels.items()} if any(k != v for k, v in labels.items()) else {}
    where = "observation " + pd.Series(range(1, len(table) + 1), dtype="str")
    status = pd.Series(grades, dtype="str")
    cells, renamed = base.assemble(parts, pd.Series(texts, dtype="str"), where, path=path, status=status, decimal=".")
    base.once(path, cells, names)
    header = message.header
    sender = getattr(header, "sender", None)
    prepared = getattr(header, "prepared", None)
    return Incoming(
        "sdmx",
        path,
        cells,
        tuple(names),
        base.check_codes(codes, renamed),
        title=clean(getattr(getattr(message, "dataflow", None), "id", "") or ""),
        unit=unit,
        source=clean(getattr(sender, "id", "") or ""),
        updated=prepared.date().isoformat() if hasattr(prepared, "date") else clean(prepared),
    )


def is_attribute(name: str) -> bool:
    """Whether a column is known to say something of figures and to be no part of their key."""
    return name.lower() in ATTRIBUTES or name.lower().endswith(("_date", "_note", "_notes", "_displayed", "_comment"))


def _unit(attributes: list[dict[str, str]]) -> str:
    """The unit of all figures, with its power of ten, where it is one."""
    units = {
        (a.get("UNIT_MEASURE") or a.get("UNIT") or "", a.get("UNIT_MULT") or a.get("POWERCODE") or "")
        for a in attributes
    }
    if len(units) != 1:
        return ""
    unit, power = next(iter(units))
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
