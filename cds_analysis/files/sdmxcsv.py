"""SDMX-CSV 1.0 and 2.0 as a plain long table: codes and names in one cell or side by side, attributes set aside."""

import re

import pandas as pd

from . import sdmx

DROP = {"dataflow", "structure", "structure_id", "structure_name", "action", "series_key", "obs_key", "last update"}
DROP |= {"last_update", "updated"}
KEPT = {"obs_value", "obs_status", "obs_flag"}
UNITS = ("unit_measure", "unit")
_ID = re.compile(r"^[A-Z][A-Z0-9_]*(\[\])?$")


def is_one(names: list[str]) -> bool:
    """Whether headings are those of SDMX-CSV."""
    keys = {name.partition(":")[0].strip().lower() for name in names}
    return "obs_value" in keys and bool(keys & {"dataflow", "structure_id"})


def unfold(table: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Dimensions, figures and statuses alone, and the unit if it is one.

    Names stand in the cell ("VN: Viet Nam") or in the column behind that of the code (REF_AREA, Reference area).
    Attributes that are known to be none of the key are left out where the key is whole without them, and rows that
    take figures back (ACTION is D).
    """
    headings = list(table)
    for name in headings:
        if name.lower() == "action":
            table = table[~table[name].str.upper().isin(["D", "DELETE"])]
    named = any(name.lower() == "structure_name" for name in headings)
    out, skip, unit, power = {}, set(), "", ""
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
        out[name] = own if name.lower() in KEPT else sdmx.named(own, dict(zip(own, names, strict=True)))
        if own.nunique() == 1:
            unit = unit or (str(out[name].iloc[0]) if name.lower() in UNITS else "")
            power = power or (str(own.iloc[0]) if name.lower() == "unit_mult" else "")
    frame = pd.DataFrame(out)
    key = [name for name in out if name.lower() not in KEPT]
    fewer = [name for name in key if not sdmx.is_attribute(name)]
    if fewer and not frame.duplicated(fewer).any():
        frame = frame.drop(columns=[name for name in key if name not in fewer])
    return frame, sdmx.with_power(unit, "" if power == "Units" else power)
