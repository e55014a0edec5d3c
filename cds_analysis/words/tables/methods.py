"""The published methods of judging progress side by side."""

import pandas as pd

from ... import words
from ..table import Table


def methods(found: list[dict], goals: dict, units: pd.DataFrame, lang: str) -> Table:
    """What each method says of each target that a published one can read."""
    columns = [words.pick(("Mục tiêu", "Target"), lang), words.pick(("Số liệu dùng", "Figures used"), lang)]
    columns += [words.pick(pair, lang) for pair in words.METHOD_NAMES.values()]
    rows = []
    for record in found:
        if not set(record["reaches"]) - {"probability"}:
            continue
        target, years = goals[record["target"]], sorted(record["points"])
        used = f"{len(years)} ({words.period(f'{years[0]}..{years[-1]}', lang)})" if len(years) > 1 else str(len(years))
        name = f"{target.name(lang)}: {words.target_text(target, units, lang)}"
        rows.append([name, used, *(words.reading_text(r, lang) for r in record["readings"])])
    caption = words.pick(("Các cách đánh giá tiến độ đặt cạnh nhau", "Methods of judging progress, side by side"), lang)
    return Table(pd.DataFrame(rows, columns=columns).drop_duplicates(), caption)
