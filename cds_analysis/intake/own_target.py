"""A target of the reader's own as a row of targets.csv, all or nothing: `cds target add`."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from ..data import indicators, provinces, sources, targets
from . import commit, export

# The document of a target whose own is not registered: whoever typed it.
TYPED = {"id": "own-targets", "kind": "other", "publisher": "Người dùng", "language": "vi"}
TYPED |= {"title": "Mục tiêu do người dùng tự nhập"}


def completed(given: Mapping[str, str], data_dir: Path) -> dict[str, str]:
    """A whole row of what is given: border, level, unit, source and id as is usual where they are not.

    Raises:
        UnknownName: No such place or indicator, with the closest ones.
    """
    place = provinces.find(given["place"], data_dir, given["border"])
    about = indicators.get(given["indicator"], data_dir)
    usual = {"place": place.slug, "border": place.border, "unit": about.unit, "standing": "in_force"}
    usual |= {"level": "national" if place.tier == "nation" else "province", "source": TYPED["id"]}
    signs = ("comparator", "value")
    said = {name: value if name in signs else export.harmless(value) for name, value in given.items() if value}
    row = usual | said | {"place": place.slug}
    taken, stem = {t.id for t in targets.load(data_dir)}, f"own_{place.slug}_{about.id}_{row['by']}".replace("-", "_")
    ids = (stem, *(f"{stem}_{n}" for n in range(2, len(taken) + 3)))
    return {"id": next(name for name in ids if name not in taken)} | row


def write(row: Mapping[str, str], data_dir: Path, merged: Path) -> list[Path]:
    """Add a row to the targets of a folder, with its source where that is not registered; the paths written.

    Args:
        data_dir: A folder of the reader's own, or a complete one.
        merged: The complete folder that it gives.

    Raises:
        DataError: The row has faults; nothing is written.
    """

    def into(stage: Path) -> list[str]:
        heads = {name: pd.read_csv(merged / name, nrows=0).columns for name in ("targets.csv", "sources.csv")}
        rows = {"targets.csv": row}
        if row["source"] == TYPED["id"] and TYPED["id"] not in sources.load(merged).index:
            rows |= {"sources.csv": TYPED}
        for name, one in rows.items():
            if not (stage / name).is_file():
                (stage / name).write_text(",".join(heads[name]) + "\n", encoding="utf-8")
            commit.add_row(stage / name, one)
        return list(rows)

    return commit.put(data_dir, into)
