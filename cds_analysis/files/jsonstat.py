"""JSON-stat 1.x and 2.0: a dataset, or a bundle or collection that holds one; and how any JSON file is opened here."""

import json
import re
from pathlib import Path

import pandas as pd

from . import base, numbers
from .base import Incoming, clean, refusal

AGAIN = "download it again"
BROKEN = "mend the file, or download it again"


class _Wrong(ValueError):
    """What was found that is valid JSON to Python, and what to do."""


def _once(pairs: list[tuple]) -> dict:
    out = dict(pairs)
    if len(out) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _Wrong(f"the key '{base.shorten(twice, 60)}' stands twice in one object", BROKEN)
    return out


def _no_number(name: str):
    raise _Wrong(f"{name}, which is no number in JSON", "write null where there is no figure")


def load(path: Path, text: str):
    """A JSON file without NaN, Infinity or keys given twice; its numbers stay texts of the class `Number`."""
    options = {"parse_float": Number, "parse_int": Number, "parse_constant": _no_number, "object_pairs_hook": _once}
    where = ""
    try:
        return json.loads(text.strip("\ufeff \t\r\n\0"), **options)
    except json.JSONDecodeError as error:
        where, found, remedy = error.lineno, f"no valid JSON: {error.msg} at column {error.colno}", AGAIN
    except _Wrong as error:
        found, remedy = error.args
    except RecursionError:
        found, remedy = "nested so deeply that it is no table", "download the table as JSON-stat or CSV"
    raise refusal(path, where, found, remedy)


class Number(str):
    """A number of a JSON file as written there."""

    __slots__ = ()

    def plain(self) -> str | None:
        """The number without an exponent; None where it would be endlessly long."""
        return str(self) if re.fullmatch(r"-?\d{1,60}(\.\d{1,60})?", self) else numbers.expand(str(self))


def is_jsonstat(tree) -> bool:
    """Whether an opened JSON file is JSON-stat of any version."""
    if not isinstance(tree, dict):
        return False
    if _is_dataset(tree) or tree.get("class") in ("dataset", "collection", "dimension", "bundle"):
        return True
    return any(_is_dataset(part) for part in list(tree.values())[:100])


def _is_dataset(part) -> bool:
    return isinstance(part, dict) and isinstance(part.get("dimension"), dict) and "value" in part


def _datasets(tree: dict) -> dict[str, dict]:
    if _is_dataset(tree):
        return {"": tree}
    found = {name: part for name, part in tree.items() if _is_dataset(part)}
    link = tree.get("link") if isinstance(tree.get("link"), dict) else {}
    for items in link.values():
        for number, part in enumerate(items if isinstance(items, list) else []):
            if _is_dataset(part):
                found[str(part.get("label") or part.get("href") or number)] = part
    return found


def read(path: Path, tree, dataset: str = "") -> Incoming:
    """A JSON-stat file, or the one dataset named of a bundle."""
    found = _datasets(tree)
    if not found:
        kind = tree.get("class", "response")
        raise refusal(path, "", f"a {kind} of JSON-stat without any figures in it", "download the dataset itself")
    if dataset and dataset not in found:
        raise refusal(path, dataset, f"no such dataset; there is {', '.join(map(repr, list(found)[:10]))}", "name one")
    if len(found) > 1 and not dataset:
        names = ", ".join(repr(base.shorten(name, 40)) for name in list(found)[:10])
        raise refusal(path, "", f"{len(found)} datasets: {names}", "name one in a mapping file, as `dataset: name`")
    return _dataset(path, found[dataset] if dataset else next(iter(found.values())))


def _ids(path: Path, part: dict) -> tuple[list[str], list[int]]:
    dimension = part["dimension"]
    ids, sizes = (part.get(key, dimension.get(key)) for key in ("id", "size"))
    if not (isinstance(ids, list) and isinstance(sizes, list)) or len(ids) != len(sizes):
        raise refusal(path, "id, size", "not two lists of equal length", BROKEN)
    base.check_dimensions(path, len(ids), "id")
    if not all(isinstance(i, str) for i in ids) or not all(isinstance(s, Number) and s.isdigit() for s in sizes):
        raise refusal(path, "id, size", "not names and whole numbers", BROKEN)
    if any(len(size) > 8 for size in sizes):
        raise refusal(path, "size", f"{max(sizes, key=len)[:20]} values of one dimension", base.SMALLER)
    return ids, [int(size) for size in sizes]


def _category(path: Path, name: str, dimension, size: int) -> tuple[list[str], dict[str, tuple[str, str]]]:
    """Labels of a dimension in the order of its index (an array, or an object of positions), and their units if any.

    A unit comes with the power of ten by which its figures are to be multiplied.
    """
    where = f"dimension.{name}.category"
    category = dimension.get("category") if isinstance(dimension, dict) else None
    if not isinstance(category, dict):
        raise refusal(path, where, "missing", BROKEN)
    index, labels = category.get("index"), category.get("label") or {}
    if index is None:
        index = list(labels) if isinstance(labels, dict) else None
    if isinstance(index, dict):
        try:
            codes = sorted(index, key=lambda code: int(index[code]))
            places = [int(index[code]) for code in codes]
        except (TypeError, ValueError):
            raise refusal(path, where + ".index", "a position that is no whole number", BROKEN) from None
        if places != list(range(len(codes))):
            raise refusal(path, where + ".index", "positions that are not 0, 1, 2, …", BROKEN)
    else:
        codes = index
    if not isinstance(codes, list) or len(codes) != size or not all(isinstance(code, str) for code in codes):
        held = len(codes) if isinstance(codes, list) else "no"
        raise refusal(path, where, f"{held} values, the size says {size}", BROKEN)
    texts = [clean(labels.get(c, c) if isinstance(labels, dict) else c) or clean(c) for c in codes]
    codes = [clean(code) for code in codes]
    if (told := base.told_apart(texts, codes)) is None:
        raise refusal(path, where, "a value stands twice", BROKEN)
    if not isinstance(units := category.get("unit"), dict) or not units:
        return told, {}
    held = (units[code] if isinstance(units.get(code), dict) else {} for code in codes)
    return told, dict(zip(told, map(_unit, held), strict=True))


def _at(values, count: int, path: Path, key: str) -> dict[int, object]:
    """An array, or an object of positions, as {position: entry}."""
    if values is None:
        return {}
    if isinstance(values, list):
        if (key == "value" and len(values) != count) or len(values) > count:
            found = f"{len(values):,} entries, the sizes ask for {count:,}"
            raise refusal(path, key, found, "the file is cut off or wrong: download it again")
        return dict(enumerate(values))
    if isinstance(values, dict):
        out = {}
        for place, entry in values.items():
            if not (place.isascii() and place.isdigit() and len(place) < 12 and int(place) < count):
                found = f"the position '{base.shorten(place, 40)}' is outside 0 to {count - 1:,}"
                raise refusal(path, key, found, BROKEN)
            out[int(place)] = entry
        return out
    if key == "status" and isinstance(values, str):
        return dict.fromkeys(range(count), values)
    raise refusal(path, key, "neither an array nor an object", BROKEN)


def _printed(value, path: Path, place: int) -> str:
    if value is None:
        return ""
    text = value.plain() if isinstance(value, Number) else value if isinstance(value, str) else None
    if text is None:
        raise refusal(path, f"value {place}", f"'{base.shorten(value, 40)}' is no number that can be kept", BROKEN)
    return text


def _dataset(path: Path, part: dict) -> Incoming:
    ids, sizes = _ids(path, part)
    count = base.check_size(path, sizes, "size")
    if not ids or not count:
        raise refusal(path, "size", "a dataset without figures", "choose places and years when you download it")
    read = [_category(path, i, part["dimension"].get(i), size) for i, size in zip(ids, sizes, strict=True)]
    shown = [clean(part["dimension"][i].get("label") or i) for i in ids]
    names = base.unique_names(shown if len(set(shown)) == len(shown) else list(map(clean, ids)), path, "id")
    values = _at(part.get("value"), count, path, "value")
    status = _at(part.get("status"), count, path, "status")
    signs = pd.Series([s if isinstance(s := status.get(p), str) else "" for p in range(count)], dtype="str")
    known = {mark: numbers.status_of(mark) for mark in signs.unique()}
    parts = base.spread({name: labels for name, (labels, _) in zip(names, read, strict=True)}, path)
    name, units = next(((name, units) for name, (_, units) in zip(names, read, strict=True) if units), ("", {}))
    unit = base.unit_of(parts, name, {label: text for label, (text, _) in units.items()})
    if any(power not in ("", "0") for _, power in units.values()):
        parts["unit_mult"] = parts[name].map({label: power for label, (_, power) in units.items()}).astype("str")
    said = {"source": part.get("source"), "updated": part.get("updated"), "title": part.get("label")}
    found = base.incoming(
        "json-stat",
        path,
        parts,
        pd.Series([_printed(values.get(place), path, place) for place in range(count)], dtype="str"),
        base.numbered("value", count, first=0),
        status=signs.map(known).astype("str"),
        decimal=".",
        unit=unit,
        **{key: clean(text) for key, text in said.items() if isinstance(text, str)},
    )
    cells = found.cells
    gone = cells["value"].eq("") & cells["missing"].eq("") & signs.ne("")
    cells["missing"] = cells["missing"].mask(gone, signs)
    return found


def _unit(said: dict) -> tuple[str, str]:
    """A unit in words, its base or label, and its power of ten."""
    words = {key: clean(said[key]) for key in ("base", "label", "type", "symbol") if isinstance(said.get(key), str)}
    return next(filter(None, words.values()), ""), clean(said.get("multiplier") or "")
