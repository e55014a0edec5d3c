"""The units of a region side by side."""

import pandas as pd

from .. import wording
from .base import Table


def provinces(claims: dict, units: pd.DataFrame, lang: str) -> Table:
    """A row a unit of the region on the place's border, a column an indicator with its measure and year."""
    shown = [row for row in claims["compared"] if row["found"]]
    none = wording.pick(("không có số liệu", "no figure"), lang)
    rows = []
    for slug in claims["peers"]:
        row = [claims["names"][slug]]
        for about in shown:
            found = about["found"]
            if slug not in found["values"]:
                row.append(none)
                continue
            value = wording.shown_value(found["values"][slug], about["unit"], units, lang)
            row.append(f"{value} ({found['ranks'][slug]}/{len(found['values'])})")
        rows.append(row)
    heads = [f"{wording.compared_name(about, lang)}, {about['found']['year']}" for about in shown]
    caption = wording.say(
        (
            "Các tỉnh, thành phố trong vùng {border}; trong ngoặc là thứ hạng trong số đơn vị có số liệu",
            "The units of the region {border}; in brackets the rank among those with a figure",
        ),
        lang,
        border=wording.on_border(claims["border"], lang),
    )
    return Table(pd.DataFrame(rows, columns=[wording.pick(("Đơn vị", "Unit"), lang), *heads]), caption)
