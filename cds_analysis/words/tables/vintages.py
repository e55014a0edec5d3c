"""Revisions of figures, and verdicts as they stood on earlier days."""

import pandas as pd

from ... import words
from ...data.indicators import Indicator
from .. import telling
from ..table import Badge, Table


def revisions(group: dict, units: pd.DataFrame, lang: str) -> Table:
    """A row a revised figure of one place: first and latest print, their distance, the movement of the year."""
    columns = (
        ("Chỉ tiêu", "Indicator"),
        ("Năm", "Year"),
        ("Công bố đầu", "First print"),
        ("Công bố mới nhất", "Latest print"),
        ("Số giá trị khác nhau", "Different prints"),
        ("Mức điều chỉnh", "Revision"),
        ("Chênh lớn nhất", "Span of prints"),
        ("Biến động trong năm", "Movement of the year"),
        ("Chênh/biến động", "Span over movement"),
    )
    rows = []
    for r in group["rows"]:
        moved = r["movement"] is not None and r["movement"] == r["movement"]
        rated = r["ratio"] is not None and r["ratio"] == r["ratio"]
        rows.append(
            [
                words.question_name(r, lang),
                r["year"],
                _printed(r, "first", units, lang),
                _printed(r, "latest", units, lang),
                words.number(r["prints"], lang, 0),
                words.number(r["revision"], lang),
                words.number(r["span"], lang),
                words.number(r["movement"], lang) if moved else "–",
                _ratio(r["ratio"], lang) if rated else "–",
            ]
        )
    border = ""
    if group["split"]:
        old = group["border"] == "pre-2025"
        border = words.pick((", địa giới cũ", ", old border") if old else (", địa giới mới", ", new border"), lang)
    caption = words.say(
        (
            "Số liệu được công bố lại với giá trị khác: {place}{border}. Chênh lệch của tỷ lệ phần trăm tính bằng điểm "
            "phần trăm, của số tuyệt đối theo đơn vị của số liệu",
            "Figures printed again with another value: {place}{border}. Differences of percentages are in percentage "
            "points, of other figures in their own unit",
        ),
        lang,
        place=group[lang],
        border=border,
    )
    return Table(pd.DataFrame(rows, columns=[words.pick(c, lang) for c in columns]), caption)


def _ratio(value: float, lang: str) -> str:
    """With one digit; what is not nothing is never written so."""
    if value < 0.05:
        return words.say(("dưới {x:n1}", "under {x:n1}"), lang, x=0.1)
    return words.number(value, lang, 1, fixed=True)


def _printed(r: dict, which: str, units: pd.DataFrame, lang: str) -> str:
    value = words.quantity(r[which], r["unit"], units, lang)
    return f"{value} ({words.vintage(r[f'{which}_vintage'], lang)})"


def verdict_history(claims: dict, goals: dict, names: dict[str, Indicator], units: pd.DataFrame, lang: str) -> Table:
    """Each verdict of the targets whose verdict changed: from which day on, and by which print."""
    columns = (
        ("Mục tiêu", "Target"),
        ("Mức mục tiêu", "Asked"),
        ("Từ ngày", "From"),
        ("Đánh giá", "Verdict"),
        ("Xác suất", "Probability"),
        ("Do", "By"),
    )
    rows, split = [], len({r["border"] for r in claims["history"]}) > 1
    for r in claims["history"]:
        target = goals[r["target"]]
        why = words.why_changed(r, names, units, lang)
        if split and r["border"] == "pre-2025":
            why += words.pick((" (địa giới cũ)", " (old border)"), lang)
        rows.append(
            [
                target.name(lang),
                telling.text("targets.asks", lang, {"units": units}, target),
                words.day(r["day"], lang),
                Badge(r["after"], words.pick(words.VERDICT[r["after"]], lang)),
                "–" if r["probability"] is None else words.chance(r["probability"], lang),
                why,
            ]
        )
    caption = words.pick(("Đánh giá đã thay đổi theo thời gian", "Verdicts that changed over time"), lang)
    return Table(pd.DataFrame(rows, columns=[words.pick(c, lang) for c in columns]), caption, "history")
