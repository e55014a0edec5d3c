"""Where the yearly movement of a forecast comes from."""

import pandas as pd

from ... import words
from .base import Table


def share_movement(record: dict, claims: dict, lang: str) -> Table:
    """The movement of the share by itself, in each sister place, pooled and joined: percentage points a year."""
    found = claims["movement"]

    def points(value) -> str:
        return "–" if value is None else words.number(value, lang, 2, fixed=True)

    def row(name: str, part: dict, weight: float | None) -> list[str]:
        return [
            name,
            points(part["points"]),
            points(part["sd"]),
            "–" if weight is None else words.share_of(weight, lang),
        ]

    rows = [row(words.cap(record["place"][lang]), found["own"], found["weight"])]
    for place in found["places"]:
        years = words.period(f"{place['first']}..{place['last']}", lang)
        rows.append([f"{words.cap(place[lang])}, {years}", points(place["points"]), "–", "–"])
    pooled = words.pick(("Các địa bàn tham chiếu, gộp lại", "Reference class, pooled"), lang)
    joined = words.pick(("Dùng trong dự báo", "Used in the forecast"), lang)
    rows += [row(pooled, found["prior"], 1 - found["weight"]), row(joined, found["joined"], None)]
    columns = (
        ("Nguồn", "From"),
        ("Mức thay đổi mỗi năm", "Movement a year"),
        ("Độ lệch chuẩn", "Standard deviation"),
        ("Trọng số", "Weight"),
    )
    caption = words.say(
        (
            "Mức thay đổi mỗi năm của tỷ trọng, điểm phần trăm (tại mức {x:pct1} của năm {y})",
            "Yearly movement of the share, percentage points (at the level of {x:pct1} in {y})",
        ),
        lang,
        x=found["level"],
        y=found["year"],
    )
    return Table(pd.DataFrame(rows, columns=[words.pick(c, lang) for c in columns]), caption)
