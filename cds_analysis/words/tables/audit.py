"""The audit: what was said, the figures, what comes out."""

import pandas as pd

from ... import words
from ..table import Badge, Table

BADGES = {"adds_up": "met", "does_not": "missed", "ambiguous": "uncertain", "cannot_be_checked": "cannot_be_judged"}


def audit(records: list[dict], units: pd.DataFrame, lang: str) -> Table:
    """A row a check, with every figure it rests on and who says it."""

    def figure(e: dict) -> str:
        sign = words.pick(words.COMPARATOR[e["comparator"]], lang)
        digits = 4 if e["unit"] == "score_0_1" else 2
        value = f"{sign} {words.quantity(e['value'], e['unit'], units, lang, digits=digits)}".strip()
        what = words.pick(("mục tiêu: ", "target: "), lang) if "target" in e else ""
        return f"{what}{words.lower(e[lang])}, {words.period(e['period'], lang)}: {value} ({e['publisher']})"

    columns = (
        ("Nội dung", "What is said"),
        ("Kết quả đối chiếu", "Result"),
        ("Số liệu cho thấy", "What the figures say"),
        ("Số liệu dùng để đối chiếu", "Figures used"),
    )
    rows = [
        [
            words.claimed(r, lang),
            Badge(BADGES[r["verdict"]], words.pick(words.AUDIT_VERDICT[r["verdict"]], lang)),
            words.audit_found(r, lang),
            "; ".join(dict.fromkeys(figure(e) for e in r["evidence"])),
        ]
        for r in records
    ]
    caption = words.pick(("Đối chiếu các số liệu và nhận định", "Figures and statements checked"), lang)
    return Table(pd.DataFrame(rows, columns=[words.pick(c, lang) for c in columns]), caption)
