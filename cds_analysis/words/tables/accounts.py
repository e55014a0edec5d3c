"""What a rate every year, and the same rate on average, ask of employment and GRDP in the years still open."""

from itertools import groupby

import pandas as pd

from ... import words
from ..table import Table


def accounts(found: list[dict], record: dict, lang: str) -> Table | None:
    """Growth needed in each open year under both accounts, or None where no year is open; equal years share a row."""
    rows = []
    for account in found:
        for _, same in groupby(account["open"], key=lambda r: [v for k, v in r.items() if k != "year"]):
            years = list(same)
            first, last, r = years[0]["year"], years[-1]["year"], years[0]
            span = str(first) if first == last else words.period(f"{first}..{last}", lang)
            target = words.period(f"{account['since']}..{account['by']}", lang)
            rows.append(
                [
                    f"{target}: {words.number(account['rate'], lang)}%",
                    span,
                    words.rate_asked(r["grdp_growth"], lang) + ("" if r["grdp_known"] else "*"),
                    words.rate_asked(r["employed_growth"], lang) + ("†" if r["employed_nowcast"] else "*"),
                    words.rate_asked(r["every_year_employed"], lang),
                    words.rate_asked(r["average_employed"], lang),
                    words.rate_asked(r["every_year_grdp"], lang),
                    words.rate_asked(r["average_grdp"], lang),
                ]
            )
    if not rows:
        return None
    base = "GDP" if record["place"]["tier"] == "nation" else "GRDP"
    columns = (
        ("Giai đoạn, mức", "Period, rate"),
        ("Năm", "Year"),
        (f"{base} tăng", f"Growth of {base}"),
        ("Lao động tăng", "Growth of employment"),
        ("Lao động tăng tối đa, tính mỗi năm", "Employment at most, every year"),
        ("Lao động tăng tối đa, tính bình quân", "Employment at most, on average"),
        (f"{base} tăng tối thiểu, tính mỗi năm", f"{base} at least, every year"),
        (f"{base} tăng tối thiểu, tính bình quân", f"{base} at least, on average"),
    )
    caption = words.accounts_caption(base, lang)
    return Table(pd.DataFrame(rows, columns=[words.pick(c, lang) for c in columns]), caption)
