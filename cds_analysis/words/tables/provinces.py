"""The units compared side by side: their figures, their ranks among themselves, what they gained."""

import pandas as pd

from ... import words
from ..table import Table


def _caption(claims: dict, pairs: tuple, lang: str) -> str:
    """The caption for a region or, in its second pair, for units the reader chose."""
    return words.say(pairs[bool(claims["asked"])], lang, border=words.on_border(claims["border"], lang))


def provinces(claims: dict, units: pd.DataFrame, lang: str) -> Table:
    """A row a unit compared on the place's border, a column an indicator with its measure and year."""
    shown = [row for row in claims["compared"] if row["found"]]
    none = words.pick(("không có số liệu", "no figure"), lang)
    rows = []
    for slug in claims["peers"]:
        row = [claims["names"][slug]]
        for about in shown:
            found = about["found"]
            if slug not in found["values"]:
                row.append(none)
                continue
            value = words.shown_value(found["values"][slug], about["unit"], units, lang)
            row.append(f"{value} ({found['ranks'][slug]}/{len(found['values'])})")
        rows.append(row)
    heads = [f"{words.compared_name(about, lang)}, {about['found']['year']}" for about in shown]
    pairs = (
        (
            "Các tỉnh, thành phố trong vùng {border}; trong ngoặc là thứ hạng trong số đơn vị có số liệu",
            "The units of the region {border}; in brackets the rank among those with a figure",
        ),
        (
            "Các tỉnh, thành phố được chọn {border}; trong ngoặc là thứ hạng trong số mọi đơn vị có số liệu",
            "The units chosen {border}; in brackets the rank among all with a figure",
        ),
    )
    columns = [words.pick(("Đơn vị", "Unit"), lang), *heads]
    return Table(pd.DataFrame(rows, columns=columns), _caption(claims, pairs, lang))


def standings(claims: dict, units: pd.DataFrame, lang: str) -> Table | None:
    """A row a unit compared, an indicator a column: its rank in the set, its figure, its change; None without any."""
    shown = [row for row in claims["compared"] if len(row["group"]["ranks"]) > 1 or row["group"]["changes"]]
    if not shown:
        return None
    rows = [
        [claims["names"][slug], *(words.group_cell(about, slug, units, lang) for about in shown)]
        for slug in claims["peers"]
    ]
    heads = []
    for about in shown:
        head = f"{words.compared_name(about, lang)}, {about['found']['year']}"
        if about["group"]["changes"]:
            pair = ("; thay đổi {span}", "; change {span}")
            head += words.say(pair, lang, span=words.span(about["group"], lang))
        heads.append(head)
    tail = (
        " (trong ngoặc là số liệu) và thay đổi giữa hai năm có cùng cách tính",
        " (in brackets the figure), and change between two years counted alike",
    )
    pairs = (("Thứ hạng trong vùng {border}", "Rank in the region {border}"),)
    pairs += (("Thứ hạng trong nhóm được chọn {border}", "Rank in the set {border}"),)
    pairs = tuple((vi + tail[0], en + tail[1]) for vi, en in pairs)
    columns = [words.pick(("Đơn vị", "Unit"), lang), *heads]
    return Table(pd.DataFrame(rows, columns=columns), _caption(claims, pairs, lang))
