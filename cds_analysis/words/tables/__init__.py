"""Tables as a reader sees them: captions, units, words of the language; no number is computed here."""

import math

import pandas as pd

from ... import words
from ..table import Badge, Table
from .accounts import accounts
from .changes import changes
from .peers import two_prices
from .sectors import own_sectors, sector_split
from .trials import past_record, trials
from .workbench import growth_needed, sector_coefficients, share_parts

__all__ = [
    "Badge",
    "Table",
    "accounts",
    "changes",
    "growth_needed",
    "own_sectors",
    "past_record",
    "productivity",
    "sector_coefficients",
    "sector_split",
    "share_parts",
    "trials",
    "two_prices",
]


KINDS = {
    "published": ("cơ quan thống kê công bố", "as published"),
    "direct": ("tính từ số liệu công bố", "from published figures"),
    "bridged": ("nối chuỗi", "bridged"),
    "nowcast": ("ước lượng số lao động, chưa công bố", "employment estimated by us, not published"),
    "break": ("gián đoạn, không tính", "break, not computed"),
    "no employment": ("chưa có số lao động", "no employment in the table"),
    "no GRDP": ("chưa có tốc độ tăng GRDP", "no GRDP growth in the table"),
}


def productivity(claims: dict, lang: str) -> Table:
    """Growth of GRDP, of employment and of productivity by year, and how each came about."""
    columns = (
        ("Năm", "Year"),
        ("GRDP, giá so sánh", "GRDP, constant prices"),
        ("Lao động có việc làm", "Employed persons"),
        ("Năng suất lao động", "Labour productivity"),
        ("Cách tính", "How"),
    )

    def rate(value) -> str:
        return "–" if value is None or value != value else words.number(value, lang, 2, fixed=True) + "%"

    def spread(r) -> str:
        """± 1,45 beside a rate that is bridged, nowcast or not confirmed yet."""
        error = math.hypot(r["sd"], r["revision"])
        return f" ± {words.number(error, lang, 2, fixed=True)}" if error else ""

    rows = [
        [
            year,
            rate(r["grdp_growth"]),
            rate(r["employed_growth"]),
            rate(r["growth"]) + spread(r),
            words.pick(KINDS[r["kind"]], lang),
        ]
        for year, r in claims["growth"].items()
    ]
    caption = words.pick(("Tốc độ tăng so với năm trước", "Growth on the year before"), lang)
    if any(r["sd"] or r["revision"] for r in claims["growth"].values()):
        caption += words.pick((" (± độ lệch chuẩn, điểm phần trăm)", " (± standard deviation, points)"), lang)
    return Table(pd.DataFrame(rows, columns=[words.pick(c, lang) for c in columns]), caption)
