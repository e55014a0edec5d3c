"""Targets of the reader's own as rows of targets.csv: of `cds target add`, or of a form's sheet of targets."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from ..data import check, indicators, provinces, targets
from ..errors import Fault, UnknownName
from ..files import form
from . import export, template

# The document of a target whose own is not registered: whoever typed it.
TYPED = {"id": "own-targets", "kind": "other", "publisher": "Người dùng", "language": "vi"}
TYPED |= {"title": "Mục tiêu do người dùng tự nhập"}
OPEN = ("since", "decision", "where", "decided")  # cells of a form that may be empty


def completed(given: Mapping[str, str], data_dir: Path, others: Sequence[Mapping] = ()) -> dict[str, str]:
    """A whole row of the register of what is given: border, level, unit, source and id as is usual where they are not.

    The same row keeps the id it has, in the register or among `others`, which are to be written too.

    Raises:
        UnknownName: No such place or indicator, with the closest ones.
    """
    place = provinces.find(given["place"], data_dir, given["border"])
    about = indicators.get(given["indicator"], data_dir)
    usual = {"place": place.slug, "border": place.border, "unit": about.unit, "standing": "in_force"}
    usual |= {"level": "national" if place.tier == "nation" else "province", "source": TYPED["id"]}
    signs = ("comparator", "value")
    said = {name: value if name in signs else export.harmless(value) for name, value in given.items() if value}
    said |= {f"{name}_{lang}": said.get(name, "") for name in ("decision", "name") for lang in ("vi", "en")}
    said |= {"place": place.slug}
    register = targets.table(data_dir)
    row = {name: said.get(name) or usual.get(name, "") for name in register.columns}
    rows = [*register.to_dict("records"), *others]
    taken, stem = {one["id"] for one in rows}, f"own_{place.slug}_{about.id}_{row['by']}".replace("-", "_")
    same = (one["id"] for one in rows if _told(one) == _told(row))
    free = (name for n in range(1, len(rows) + 2) if (name := f"{stem}_{n}" if n > 1 else stem) not in taken)
    return row | {"id": next(same, "") or next(free)}


def _told(row: Mapping[str, str]) -> dict[str, str]:
    """What a row says, but for its name and the marks it got."""
    return {name: text for name, text in row.items() if text and name not in ("id", "flags")}


def of_form(asked: pd.DataFrame, file: str, data_dir: Path) -> tuple[tuple[dict[str, str], ...], list[Fault]]:
    """Rows of targets.csv for the rows of a form's sheet of targets, each once, and the faults of its cells."""
    if asked.empty:
        return (), []
    heads = {name: head for head, name in form.ASKED.items()}
    words = template.words(data_dir)
    ids = {name: {word.lower(): key for key, word in held.items()} for name, held in words.items()}
    faults, rows, lines = [], [], []
    for typed in asked.to_dict("records"):
        given = {name: ids.get(name, {}).get(typed[name].lower(), typed[name]) for name in heads}
        about = indicators.load(data_dir).get(given["indicator"])
        if about and typed["unit"].lower() == words["unit"][about.unit].lower():  # of two that are called the same
            given["unit"] = about.unit
        wrong = [(name, "nothing here", "fill it in") for name in heads if not typed[name] and name not in OPEN]
        for name in ids:
            if typed[name] and given[name] not in words[name]:
                wrong.append((name, f"'{typed[name]}'", "choose one from the list of the cell"))
        if not wrong:
            try:
                rows.append(completed(given, data_dir, rows))
                lines.append(typed["line"])
            except UnknownName as error:
                wrong.append(("place", *str(error).split("; ", 1)))
        faults += [Fault("", typed["line"], *one) for one in wrong]
    if rows:
        faults += check.of_targets(pd.DataFrame(rows).drop(columns="source").assign(_line=lines), data_dir)
    told = []
    for fault in sorted(faults, key=lambda fault: fault.line):
        spoken = words["border"] if fault.column == "place" else words["indicator"] | words["basis"] | words["unit"]
        texts = (_in_words(text, spoken) for text in (fault.found, fault.remedy))
        told.append(Fault(file, fault.line, heads.get(fault.column, fault.column), *texts, asked["sheet"].iat[0]))
    return tuple({row["id"]: row for row in rows}.values()), told


def _in_words(text: str, words: Mapping[str, str]) -> str:
    """A text with the words of a form where it names their ids."""
    return re.sub(r"[a-z][\w-]+", lambda found: words.get(found[0], found[0]), text)
