"""Labour productivity at current and at constant prices."""

import pandas as pd

from ... import words
from ..table import Table


def two_prices(claims: dict, lang: str) -> Table | None:
    """Level and growth by year at both prices, or None where there is no level."""
    if not claims["prices"]:
        return None

    def level(value: float | None) -> str:
        return "–" if value is None else words.number(value, lang, 1, fixed=True)

    rows = [
        [
            row["year"],
            level(row["level_current"]),
            words.rate_asked(row["current"], lang),
            level(row["level_constant"]),
            words.rate_asked(row["constant"], lang),
        ]
        for row in claims["prices"]
    ]
    columns = (
        ("Năm", "Year"),
        ("Mức, giá hiện hành", "Level, current prices"),
        ("Tốc độ tăng, giá hiện hành", "Growth, current prices"),
        ("Mức, giá so sánh 2010", "Level, constant 2010 prices"),
        ("Tốc độ tăng, giá so sánh", "Growth, constant prices"),
    )
    caption = words.pick(
        ("Năng suất lao động (mức: triệu đồng/lao động)", "Labour productivity (levels: VND million a person)"), lang
    )
    return Table(pd.DataFrame(rows, columns=[words.pick(c, lang) for c in columns]), caption)
