"""How forecasts did on the past, as tables."""

import pandas as pd

from .. import wording
from .base import Table


def trials(claims: dict, lang: str) -> Table:
    """What was forecast anew from earlier years, and how well each method did."""
    others = [m for m in claims["methods"] if m != "last value"]
    columns = [("Chỉ tiêu", "Indicator"), ("Số tỉnh", "Places"), ("Năm", "Years"), ("Số liệu", "Figures")]
    names = [wording.pick(c, lang) for c in columns]
    error = wording.pick(("Sai số, {}", "Error, {}"), lang)
    names += [error.format(wording.pick(wording.METHODS[m], lang)) for m in others]
    held = wording.pick(("Khoảng {}% chứa", "{}% interval held"), lang)
    names += [held.format(level) for level in (80, 95)]
    kinds = ("như đã công bố", "as published"), ("công bố sau", "published later")
    rows = []
    for r in claims["panels"]:
        span = wording.period(f"{r['first']}..{r['last']}", lang)
        row = [r[lang], r["places"], span, wording.pick(kinds[0 if r["as_known"] else 1], lang)]
        row += [wording.number(r["error"][m], lang, 2, fixed=True) for m in others]
        own = r["held"][claims["chosen"]]
        rows.append([*row, *(wording.number(own[f"cov{level}"], lang, 0) + "%" for level in (80, 95))])
    caption = wording.say(
        (
            "Sai số so với việc giữ nguyên số liệu cuối (dưới 1 là tốt hơn); tỷ lệ khoảng dự báo chứa thực tế ({m})",
            "Error relative to leaving the last value as it is (below 1 is better); how often intervals held ({m})",
        ),
        lang,
        m=wording.pick(wording.METHODS[claims["chosen"]], lang),
    )
    return Table(pd.DataFrame(rows, columns=names), caption)


def past_record(records: dict, lang: str) -> Table:
    """How many statements by the methods of the briefs came true, by grade of the probability said."""
    columns = (
        ("Thử trên", "Tried on"),
        ("Dạng nhận định", "Form"),
        ("Xác suất nêu ra", "Probability said"),
        ("Bình quân", "Mean"),
        ("Nhận định", "Statements"),
        ("Đúng", "Came true"),
        ("Năm xuất phát", "Starting years"),
    )
    rows = []
    for found in [found for by_basis in records.values() for found in by_basis.values()]:
        names = wording.listing([wording.lower(i[lang]) for i in found["indicators"]], lang)
        for grade, row in found["grades"].items():
            share = wording.number(100 * row["true"] / row["n"], lang, 0) + "%"
            what = [wording.pick(wording.KINDS_SHORT[found["kind"]], lang), wording.pick(wording.GRADES[grade], lang)]
            counts = [wording.number(row["n"], lang, 0), f"{wording.number(row['true'], lang, 0)} ({share})"]
            rows.append([wording.cap(names), *what, wording.chance(row["said"], lang), *counts, row["origins"]])
    caption = ("Nhận định của các phương pháp dùng trong báo cáo", "Statements by the methods of the brief")
    return Table(pd.DataFrame(rows, columns=[wording.pick(c, lang) for c in columns]), wording.pick(caption, lang))
