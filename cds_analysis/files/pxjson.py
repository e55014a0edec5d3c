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
    """An answer of PX-Web: labels of values are not in it, so that codes stand for them.

    Raises:
        DataError: A row has not as many keys or values as there are columns, or a key stands twice.
    """
    try:
        columns = [(clean(c.get("text") or c["code"]), str(c.get("type", "d"))) for c in tree["columns"]]
        dims = [name for name, kind in columns if kind != "c"]
        contents = [name for name, kind in columns if kind == "c"]
        keys = [[clean(key) for key in row["key"]] for row in tree["data"]]
        values = [["" if v is None else str(v) for v in row["values"]] for row in tree["data"]]
    except (KeyError, TypeError, AttributeError):
        raise refusal(path, "columns, data", "not of the form of PX-Web", BROKEN) from None
    names = list(base.unique_names([*dims, *(["contents"] if len(contents) > 1 else [])], path, "columns"))
    if not keys or not contents or not dims:
        raise refusal(path, "data", "no figures", "choose places and years when you download it")
    base.check_size(path, [len(keys), len(contents)], "data")
    for number, (key, row) in enumerate(zip(keys, values, strict=True), 1):
        if len(key) != len(dims) or len(row) != len(contents):
            found = f"{len(key)} keys and {len(row)} values, the columns ask for {len(dims)} and {len(contents)}"
            raise refusal(path, f"data, row {number}", found, "download it again")
    parts = {
        name: pd.Series([key[place] for key in keys for _ in contents], dtype="str")
        for place, name in enumerate(names[: len(dims)])
    }
    if len(contents) > 1:
        parts[names[-1]] = pd.Series(contents * len(keys), dtype="str")
    printed = pd.Series([value for row in values for value in row], dtype="str")
    where = pd.Series([f"data, row {n}" for n in range(1, len(keys) + 1) for _ in contents], dtype="str")
    cells, _ = base.assemble(parts, printed, where, path=path, decimal=".")
    base.once(path, cells, names)
    if not any(map(numbers.is_year, {key for row in keys for key in row})):
        shown = ", ".join(f"{name} {key}" for name, key in zip(dims, keys[0], strict=True))
        raise refusal(path, "data", f"keys without labels, and none is a year ({shown})", BROKEN)
    about = next((part for part in tree.get("metadata") or [] if isinstance(part, dict)), {})
    said = {
        key: clean(about.get(name)) for key, name in (("title", "label"), ("source", "source"), ("updated", "updated"))
    }
    title = said.pop("title") or (contents[0] if len(contents) == 1 else "")
    return Incoming("px", path, cells, tuple(parts), {}, title=title, notes=(NOTE,), **said)
