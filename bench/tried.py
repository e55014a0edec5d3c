"""How the class of each indicator that targets ask fared on the past, as docs/methods.md has it.

    python bench/tried.py

For a place without a series of its own; a class that only one series has is tried on that series' own past.
"""

from pathlib import Path

import pandas as pd

from cds_analysis.data import known, targets
from cds_analysis.series import classes, growth, share

DATA = Path(__file__).resolve().parent.parent / "data"


def overview(known, asked: tuple[targets.Target, ...]) -> pd.DataFrame:
    """Series, changes, held and of, as they came, for a place without a series of its own.

    Left out are indicators without a class, and the share, which has a model.
    """
    rows = []
    for about, level in dict.fromkeys((t.indicator, t.level) for t in asked if classes.scale(t.indicator)):
        said = set(known.rows(about.id)["measure"]) if about.id != share.INDICATOR else set()
        for measure in sorted({"gso" if m in growth.MEASURES else m for m in said}):
            found = classes._from(classes.sisters(known, about, measure, level), "", known)
            if found:
                trial = classes.try_on_past(found) or {"held": 0, "of": 0}
                changes = sum(w.changes for h in found if (w := classes._walk(h)))
                rows.append((about.id, measure, len(found), changes, trial["held"], trial["of"]))
    columns = ["indicator", "measure", "series", "changes", "held", "of"]
    return pd.DataFrame(rows, columns=columns).drop_duplicates(["indicator", "measure"], ignore_index=True)


if __name__ == "__main__":
    print(overview(known.newest(DATA), targets.load(DATA)).to_string(index=False))
