"""Ranks by every score that all provinces get."""

import pandas as pd

from ... import words
from ..table import Table


def ranks(claims: dict, units: pd.DataFrame, lang: str) -> Table:
    """Rank now, its confidence set, its forecast and the chance of being among the leaders."""
    values = {"l": 100 * claims["level"], "y": claims["until"], "k": claims["leaders"]}
    columns = (
        ("Điểm số", "Score"),
        ("Năm", "Year"),
        ("Điểm", "Value"),
        ("Thứ hạng", "Rank"),
        ("Khoảng tin cậy {l:pct0}", "{l:pct0} confidence set"),
        ("Khoảng dự báo 80% cho năm {y}", "80% forecast interval, {y}"),
        ("Xác suất trong nhóm {k:n0} dẫn đầu", "Probability of the first {k:n0}"),
    )

    def span(low: int, high: int) -> str:
        pair = ("từ {a:n0} đến {b:n0}", "{a:n0} to {b:n0}")
        return words.say(pair, lang, a=low, b=high) if low < high else words.number(low, lang, 0)

    rows = []
    for r in claims["standings"]:
        f = r["forecast"]
        rows.append(
            [
                r[lang],
                r["year"],
                words.quantity(r["value"], r["unit"], units, lang, digits=4 if r["unit"] == "score_0_1" else 2),
                words.rank_of(r["rank"], r["field"], lang),
                span(r["best"], r["worst"]),
                span(f["low80"], f["high80"]) if f else words.rank_refusal(r, claims["until"], lang),
                words.chance(f["leaders"], lang) if f else "–",
            ]
        )
    caption = words.pick(("Thứ hạng và độ chắc chắn", "Ranks and how firm they are"), lang)
    return Table(pd.DataFrame(rows, columns=[words.say(c, lang, **values) for c in columns]), caption)
