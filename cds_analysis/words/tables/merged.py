"""How the headline figures of a merged unit are rebuilt."""

import pandas as pd

from ... import words
from ..table import Table


def rebuilt(rows: list[dict], record: dict, units: pd.DataFrame, lang: str) -> Table:
    """Each headline indicator: rebuilt value or bounds, how and from what, and what is published on the new border."""
    columns = (
        ("Chỉ tiêu", "Indicator"),
        ("Tính từ các đơn vị trước sắp xếp", "Rebuilt from the former units"),
        ("Cách tính", "How"),
        ("Công bố theo địa giới mới", "Published on the new border"),
    )
    cells = [
        [
            row[lang],
            words.rebuilt_value(row, units, lang),
            words.rebuilt_how(row, units, lang),
            words.published_value(row, units, lang),
        ]
        for row in rows
    ]
    pair = ("Số liệu của {place} tính từ các đơn vị trước sắp xếp", "Figures of {place} rebuilt from the former units")
    caption = words.say(pair, lang, place=record["place"][lang])
    return Table(pd.DataFrame(cells, columns=[words.pick(c, lang) for c in columns]), caption)
