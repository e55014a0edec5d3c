"""What moved between two briefs, number by number."""

import pandas as pd

from ... import words as wording
from .. import changes as words
from ..table import Table


def changes(moved: pd.DataFrame, target_names: dict[str, str], lang: str) -> Table:
    """A row a number: old value, the part of each step, new value; the printed parts add up."""
    heads = {
        "vi": ["Số", "Báo cáo trước", "Phương pháp", "Số liệu điều chỉnh", "Số liệu mới", "Địa giới", "Báo cáo sau"],
        "en": ["Number", "Earlier brief", "Method", "Revision", "New data", "Border", "Later brief"],
    }[lang]
    rows = []
    for row in moved.to_dict("records"):
        old, parts, new = words.steps_as_printed(row)
        name = words.number_name(row["name"], target_names, lang)
        ends = [wording.number(float(v), lang, words.DIGITS, fixed=True) for v in (old, new)]
        rows.append([name[:1].upper() + name[1:], ends[0], *(words.signed(p, lang) for p in parts), ends[1]])
    caption = {
        "vi": "Thay đổi so với báo cáo trước (%, điểm phần trăm hoặc đơn vị của chỉ tiêu)",
        "en": "Changes since the earlier brief (%, percentage points or the indicator's unit)",
    }[lang]
    return Table(pd.DataFrame(rows, columns=heads), caption)
