"""Scenarios of the digital economy's share: parts, growth needed, sectors."""

import pandas as pd

from ... import words
from ..table import Table

NONE = "–"


def share_parts(claims: dict, record: dict, lang: str) -> Table:
    """Core and digitised parts by year, in points of GRDP, each year from one publication."""
    columns = (
        ("Năm", "Year"),
        ("Kinh tế số lõi", "Core"),
        ("Số hóa các ngành khác", "Digitalisation of other industries"),
        ("Cộng", "Total"),
        ("Công bố", "Published"),
    )
    rows = [
        [
            r["year"],
            _part(r, "core", lang),
            _part(r, "digitised", lang),
            _percent(r["total"], lang),
            words.vintage(r["vintage"], lang),
        ]
        for r in claims["parts"]
    ]
    base = "GDP" if record["place"]["tier"] == "nation" else "GRDP"
    pair = (
        "Hai phần của kinh tế số, % {b}; mỗi năm lấy từ một lần công bố, hai phần làm tròn riêng",
        "The two parts of the digital economy, % of {b}; each year from one publication, rounded apart",
    )
    caption = words.say(pair, lang, b=base)
    return Table(pd.DataFrame(rows, columns=[words.pick(c, lang) for c in columns]), caption)


def _percent(value: float | None, lang: str, digits: int = 2) -> str:
    return NONE if value is None else words.number(value, lang, digits, fixed=digits == 1) + "%"


def _part(r: dict, name: str, lang: str) -> str:
    text = _percent(r[name], lang)
    return text + (words.pick((" (hiệu số)", " (difference)"), lang) if r["computed"] == name else "")


def growth_needed(claims: dict, record: dict, lang: str) -> Table:
    """Yearly growth of digital value added that each open target needs, a row a growth of GRDP."""
    found, base = claims["growth"], "GDP" if record["place"]["tier"] == "nation" else "GRDP"
    names = {
        "round": ("", ""),
        "past": (" (bình quân thực tế)", " (mean so far)"),
        "plan": (" (theo mục tiêu)", " (as a target asks)"),
    }
    columns = [words.pick((f"{base} tăng mỗi năm", f"{base} grows a year"), lang)]
    columns += [words.cap(words.goal_of(g, lang)) for g in found["goals"]]
    rows = [
        [
            _percent(r["grdp"], lang, 1) + words.pick(names[r["kind"]], lang),
            *[_percent(x, lang, 1) for x in r["needed"]],
        ]
        for r in found["rows"]
    ]
    pair = (
        "Giá trị tăng thêm của kinh tế số cần tăng mỗi năm, từ mức {x:pct} năm {y}; cùng chỉ số giảm phát với {b}",
        "Growth of digital value added needed a year, from {x:pct} in {y}; one deflator for it and {b}",
    )
    caption = words.say(pair, lang, x=claims["level"]["value"], y=claims["level"]["year"], b=base)
    return Table(pd.DataFrame(rows, columns=columns), caption)


def sector_coefficients(claims: dict, record: dict, lang: str) -> Table:
    """Each sector's share of GRDP, the digital part of its value added where published, the reader's coefficient."""
    found, base = claims["sectors"], "GDP" if record["place"]["tier"] == "nation" else "GRDP"
    columns = (
        ("Khu vực", "Sector"),
        (f"Tỷ trọng trong {base} năm {found['year']}", f"Share of {base}, {found['year']}"),
        ("Phần số trong khu vực, tính từ số liệu công bố", "Digital part of the sector, from published figures"),
        ("Hệ số, giả định của người đọc", "Coefficient, the reader's assumption"),
    )
    rows = []
    for sector, share in found["shares"].items():
        digital = [
            words.say(("{x:pct1} (năm {y})", "{x:pct1} ({y})"), lang, x=d["part"], y=d["year"])
            for d in found["digital"].get(sector, [])
        ]
        given = found["coefficients"].get(sector)
        rows.append(
            [
                words.pick(words.DIGITAL_SECTORS[sector], lang),
                _percent(share, lang),
                "; ".join(digital) or NONE,
                _percent(given, lang),
            ]
        )
    pair = (
        "Cơ cấu {b} theo khu vực và phần số trong từng khu vực",
        "Structure of {b} by sector and the digital part of each sector",
    )
    return Table(pd.DataFrame(rows, columns=[words.pick(c, lang) for c in columns]), words.say(pair, lang, b=base))
