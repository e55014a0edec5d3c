"""Tables as a reader sees them: captions, units, words of the language; no number is computed here."""

import pandas as pd

from ... import words
from ...data.indicators import Indicator
from ..spelling import word
from ..table import Badge, Table
from .audit import audit
from .changes import changes
from .merged import rebuilt
from .provinces import provinces, standings
from .vintages import revisions, verdict_history

__all__ = [
    "Badge",
    "Table",
    "audit",
    "changes",
    "flagged",
    "observations",
    "provinces",
    "rebuilt",
    "revisions",
    "standings",
    "verdict_history",
]


def _value(r: dict, about: Indicator, units: pd.DataFrame, lang: str) -> str:
    """A figure as printed: with its bound, its field, its unit."""
    if about.kind == "flag":
        return words.pick(("có", "yes") if r["value"] else ("không", "no"), lang)
    text = words.quantity(r["value"], r["unit"], units, lang, digits=4 if about.upper == 1 else 2)
    if not pd.isna(r["field"]):
        text = f"{words.number(r['value'], lang)}/{r['field']}" if about.kind in ("rank", "count") else text
    return word("bound", r["comparator"], lang) + text


LEVELS = {
    "province": ("cấp tỉnh", "province level"),
    "district": ("cấp huyện", "district level"),
    "commune": ("cấp xã", "commune level"),
    "all": ("toàn tỉnh", "whole province"),
}


def _name(r: dict, about: Indicator, several_levels: bool, lang: str) -> str:
    """The indicator's name, with the level of government where the name does not tell it."""
    name = about.name(lang)
    told = any(word in about.name_vi for word in ("cấp xã", "cấp huyện", "thôn", "xóm"))
    if (several_levels or r["level"] in ("district", "commune")) and not (told and r["level"] != "province"):
        name += f" ({words.pick(LEVELS[r['level']], lang)})"
    return name


def flagged(
    rows: pd.DataFrame, register: dict[str, Indicator], units: pd.DataFrame, notes: pd.DataFrame, lang: str
) -> Table:
    """Figures that a source or we mark as doubtful, conflicting or not comparable, with the remark."""
    columns = (("Chỉ tiêu", "Indicator"), ("Thời kỳ", "Period"), ("Số liệu", "Figure"), ("Nhận xét", "Remark"))
    out = [
        [
            register[r["indicator"]].name(lang),
            words.period(r["period"], lang),
            _value(r, register[r["indicator"]], units, lang),
            notes.at[r["note"], lang] if r["note"] else words.flags(r["flags"], lang),
        ]
        for r in rows.to_dict("records")
    ]
    caption = words.pick(("Số liệu cần lưu ý", "Figures to be careful with"), lang)
    return Table(pd.DataFrame(out, columns=[words.pick(c, lang) for c in columns]), caption)


def observations(
    rows: pd.DataFrame, register: dict[str, Indicator], units: pd.DataFrame, caption: str, lang: str
) -> Table:
    """Single observations as printed, with the place in their document."""
    columns = (
        ("Chỉ tiêu", "Indicator"),
        ("Số liệu", "Figure"),
        ("Thời kỳ", "Period"),
        ("Vị trí trong tài liệu", "Place in the document"),
    )
    out = []
    for r in rows.to_dict("records"):
        about = register[r["indicator"]]
        where = _where(r["where"], lang)
        out.append(
            [_name(r, about, False, lang), _value(r, about, units, lang), words.period(r["period"], lang), where]
        )
    return Table(pd.DataFrame(out, columns=[words.pick(c, lang) for c in columns]), caption)


def _where(text: str, lang: str) -> str:
    return text.replace("paragraph", words.pick(("đoạn", "paragraph"), lang))
