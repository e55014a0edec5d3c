"""Figures that contradict each other, and what hangs on which of them is believed."""

import pandas as pd

from ... import words
from ..table import Badge, Table

NONE = "–"


def share_conflicts(claims: dict, record: dict, lang: str) -> Table:
    """A row a voice and year: figure, on which measure, where and when, difference to the measure we judge by."""
    columns = (
        ("Năm", "Year"),
        ("Tỷ trọng", "Share"),
        ("Thước đo", "Measure"),
        ("Loại số liệu", "Status"),
        ("Nơi đăng", "Printed in"),
        ("So với thước đo dùng để đánh giá", "Against the measure we judge by"),
        ("Nhận xét", "Remark"),
    )
    rows = [
        [
            words.year_on(r["year"], r["border"], record["place"], lang),
            _value(r, lang),
            r[f"measure_{lang}"],
            words.pick(words.STATUS[r["status"]], lang),
            f"{r['publisher']}, {words.vintage(r['vintage'], lang)}",
            _against(r, lang),
            r[f"note_{lang}"] or NONE,
        ]
        for r in claims["share"]
    ]
    pair = ("Ai nêu tỷ trọng kinh tế số nào của {p}", "Who gives which digital economy share of {p}")
    caption = words.say(pair, lang, p=record["place"][lang])
    return Table(pd.DataFrame(rows, columns=[words.pick(c, lang) for c in columns]), caption)


def _value(r: dict, lang: str) -> str:
    sign = {">": ("trên ", "over "), "<": ("dưới ", "under "), "~": ("khoảng ", "about ")}.get(
        r["comparator"], ("", "")
    )
    text = words.pick(sign, lang) + words.number(r["value"], lang) + "%"
    if r["low"] == r["high"]:
        return text
    pair = (" (các lần công bố: từ {a:pct} đến {b:pct})", " (prints: {a:pct} to {b:pct})")
    return text + words.say(pair, lang, a=r["low"], b=r["high"])


def _against(r: dict, lang: str) -> str:
    if r["stands_in"]:
        return words.pick(("được dùng thay cho thước đo này", "stands in for that measure"), lang)
    if r["judged"]:
        return words.pick(("là thước đo này", "is that measure"), lang)
    if r["other_concept"]:
        return words.pick(("khái niệm khác, không so sánh", "another concept, not compared"), lang)
    if r["difference"] is None:
        return words.pick(("không có số liệu để so", "no figure to compare with"), lang)
    pair = ("{way} {d:n2} điểm phần trăm{year}", "{d:n2} points {way}{year}")
    way = words.pick(("cao hơn", "above") if r["difference"] > 0 else ("thấp hơn", "below"), lang)
    year = (
        ""
        if r["against"] == r["year"]
        else words.pick((" (số năm {y})", " (that of {y})"), lang).format(y=r["against"])
    )
    return words.say(pair, lang, d=abs(r["difference"]), way=way, year=year)


def believed(claims: dict, lang: str) -> Table:
    """For each target on the share: our verdict, then what each other measure's newest figure would say."""
    columns = (
        ("Mục tiêu", "Target"),
        ("Thước đo theo văn bản", "Measure named by the decision"),
        ("Nếu tin thước đo", "Believing"),
        ("Số liệu mới nhất", "Newest figure"),
        ("So với mức mục tiêu", "Against the level asked"),
        ("Mức tăng mỗi năm: cần có / thực tế", "Gain a year: needed / seen"),
        ("Kết luận", "Verdict"),
    )
    rows = [cells for row in claims["believed"] for cells in _believed(row, lang)]
    caption = words.pick(
        (
            "Kết luận thay đổi thế nào nếu tin thước đo khác; thước đo khác chỉ được so mức, không có dự báo",
            "What changes if one believes the other measure; the others are compared by level, without a forecast",
        ),
        lang,
    )
    return Table(pd.DataFrame(rows, columns=[words.pick(c, lang) for c in columns]), caption)


def _believed(row: dict, lang: str) -> list[list]:
    goal, ours = words.asked(row, lang), row["ours"]
    head = [goal, _stated(row["stated"], lang)]
    office = words.pick(("cơ quan thống kê (dùng để đánh giá)", "statistics office (judged by)"), lang)
    out = [[*head, office, *_evidence(ours, lang), _verdict(ours["status"], ours["probability"], lang)]]
    if row["added"] is not None:
        name = (
            "cơ quan thống kê, thêm ước tính của Bộ đã quy đổi",
            "statistics office, ministry's estimates converted and added",
        )
        added = words.say(("xác suất {p:p}", "probability {p:p}"), lang, p=row["added"])
        out.append([goal, head[1], words.pick(name, lang), NONE, NONE, NONE, added])
    for other in row["others"]:
        settled = other["status"] in ("met", "missed")
        told = _verdict(other["status"], None, lang) if settled else _side(other, lang)
        out.append([goal, head[1], words.lower(other[f"measure_{lang}"]), *_evidence(other, lang), told])
    return out


def _stated(stated: dict | None, lang: str) -> str:
    if stated is None:
        return words.pick(("không nêu", "not stated"), lang)
    worded = ("cách ghi là giá trị tăng thêm: cơ quan thống kê", "worded as value added: the statistics office's")
    named = ("nêu cách tính của Bộ", "the ministry's, named")
    return words.pick(worded if stated["how"] == "worded_as_value_added" else named, lang)


def _verdict(status: str, probability: float | None, lang: str) -> Badge:
    text = words.pick(words.VERDICT[status], lang)
    return Badge(status, text if probability is None else f"{text} ({words.chance(probability, lang)})")


def _side(other: dict, lang: str) -> str:
    if other["holds"] is None:
        return NONE
    pair = (
        ("đã ở mức được tính là đạt", "at a level that counts as met")
        if other["holds"]
        else ("chưa ở mức mục tiêu", "below the level")
    )
    return words.pick(pair, lang)


def _evidence(reading: dict, lang: str) -> list[str]:
    """Newest figure, its distance, the paces: of a verdict as plain values."""
    figure, gap = reading["figure"], reading["distance"]
    shown = NONE if not figure else words.figure_text(reading, "percent", None, lang)
    way = (
        ("cao hơn {d:n2} điểm", "{d:n2} points above")
        if gap is not None and gap >= 0
        else ("thấp hơn {d:n2} điểm", "{d:n2} points short")
    )
    needed, seen = reading["pace_needed"], reading["pace_seen"]
    pace = [
        NONE if p is None else words.number(p, lang) for p in (needed if gap is not None and gap < 0 else None, seen)
    ]
    return [
        shown,
        NONE if gap is None else words.say(way, lang, d=abs(gap)),
        NONE if pace == [NONE, NONE] else " / ".join(pace),
    ]


def other_conflicts(claims: dict, record: dict, units: pd.DataFrame, lang: str) -> Table:
    """Every other indicator and year on which sources differ: the figures, the smallest first, and their span."""
    columns = (("Chỉ tiêu", "Indicator"), ("Năm", "Year"), ("Ai nêu gì", "Who says what"), ("Chênh lệch", "Difference"))
    rows = []
    for g in claims["others"]:
        name = g[lang]
        if g["price_basis"] in ("current", "constant-2010", "constant-1994") and g["kind"] == "level":
            name += f" ({words.pick(BASIS[g['price_basis']], lang)})"
        rows.append(
            [
                name,
                words.year_on(g["year"], g["border"], record["place"], lang),
                words.voices(g, lambda v, g=g: _figure(g, v, units, lang), lang),
                words.difference(g["span"], g["unit"], units, lang),
            ]
        )
    pair = ("Chỉ tiêu khác của {p} có số liệu trái nhau", "Other indicators of {p} with contradicting figures")
    caption = words.say(pair, lang, p=record["place"][lang])
    return Table(pd.DataFrame(rows, columns=[words.pick(c, lang) for c in columns]), caption)


BASIS = {
    "current": ("giá hiện hành", "current prices"),
    "constant-2010": ("giá so sánh 2010", "constant 2010 prices"),
    "constant-1994": ("giá so sánh 1994", "constant 1994 prices"),
}


def _figure(group: dict, value: float, units: pd.DataFrame, lang: str) -> str:
    if group["kind"] == "rank":
        return words.pick((f"thứ {value:.0f}/{group['field']}", f"{value:.0f} of {group['field']}"), lang)
    return words.quantity(value, group["unit"], units, lang)
