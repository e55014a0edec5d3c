"""The JSON form of PX-Web itself (columns, comments, data), which its servers give where no other is asked for."""

from pathlib import Path

import pandas as pd

from . import base, numbers
from .base import Incoming, clean, refusal

BROKEN = "download the table as JSON-stat, CSV or .px"
NOTE = "this form has no labels, so that Sơ bộ or Ước tính beside years is not known; JSON-stat, CSV and .px say it"


def is_pxjson(tree) -> bool:
    """Whether an opened JSON file is an answer of PX-Web in its own form."""
    return isinstance(tree, dict) and isinstance(tree.get("columns"), list) and isinstance(tree.get("data"), list)


def read(path: Path, tree: dict) -> Incoming:
    """An answer of PX-Web: labels of values are not in it, so that codes stand for them."""
    try:
        columns = [(clean(c.get("text") or c["code"]), str(c.get("type", "d"))) for c in tree["columns"]]
        dims = [name for name, kind in columns if kind != "c"]
        contents = [name for name, kind in columns if kind == "c"]
        keys = [[clean(key) for key in row["key"]] for row in tree["data"]]
        values = [["" if v is None else str(v) for v in row["values"]] for row in tree["data"]]
    except (KeyError, TypeError, AttributeError):
        raise refusal(path, "columns, data", "not of the form of PX-Web", BROKEN) from None
    several = len(contents) > 1
    names = base.unique_names([*dims, *(["contents"] if several else [])], path, "columns")
    if not keys or not contents or not dims:
        raise refusal(path, "data", "no figures", "choose places and years when you download it")
    for number, (key, row) in enumerate(zip(keys, values, strict=True), 1):
        if len(key) != len(dims) or len(row) != len(contents):
            found = f"{len(key)} keys and {len(row)} values, the columns ask for {len(dims)} and {len(contents)}"
            raise refusal(path, f"data, row {number}", found, "download it again")
    rows = dict(zip(names, zip(*keys, strict=True), strict=False))
    parts = base.crossed(path, rows, {names[-1]: contents} if several else {}, "data")
    printed = pd.Series([value for row in values for value in row], dtype="str")
    where = base.numbered("data, row", len(keys), each=len(contents))
    if not any(map(numbers.is_year, {key for row in keys for key in row})):
        shown = ", ".join(f"{name} {key}" for name, key in zip(dims, keys[0], strict=True))
        raise refusal(path, "data", f"keys without labels, and none is a year ({shown})", BROKEN)
    about = next((part for part in tree.get("metadata") or [] if isinstance(part, dict)), {})
    said = {key: clean(about.get(key)) for key in ("source", "updated")} | {"notes": (NOTE,)}
    title = clean(about.get("label")) or (contents[0] if not several else "")
    return base.incoming("px", path, parts, printed, where, decimal=".", keyed=True, title=title, **said)
