"""Tables as a reader sees them: captions, units, words of the language; no number is computed here."""

import math
from dataclasses import dataclass
from html import escape

import pandas as pd

from ... import words
from ...data.indicators import Indicator
from ...keyed import html
from ..table import Badge, Table, _cell
from .accounts import accounts
from .audit import audit
from .changes import changes
from .merged import rebuilt
from .methods import methods
from .peers import two_prices
from .provinces import provinces, standings
from .ranks import ranks
from .sectors import own_sectors, sector_split
from .stability import stability
from .trials import past_record, trials
from .vintages import revisions, verdict_history

__all__ = [
    "Badge",
    "Box",
    "Table",
    "accounts",
    "audit",
    "changes",
    "flagged",
    "methods",
    "observations",
    "own_sectors",
    "past_record",
    "productivity",
    "provinces",
    "ranks",
    "rebuilt",
    "revisions",
    "scorecard",
    "sector_split",
    "stability",
    "standings",
    "target_notes",
    "trials",
    "two_prices",
    "verdict_box",
    "verdict_history",
]


@dataclass(frozen=True)
class Box:
    """The verdicts on the first page: one line each, the verdict's word before its sentence."""

    lines: list[tuple[Badge | None, str]]
    title: str

    def _repr_html_(self) -> str:
        items = "".join(
            f"<li>{_cell(badge) + ': ' if badge else ''}{html(escape(text))}</li>" for badge, text in self.lines
        )
        title = escape(self.title, quote=True)
        return f'<section class="box" aria-label="{title}"><strong>{title}</strong><ul>{items}</ul></section>'


def verdict_box(statuses: list[str], sentences: list[str], lang: str) -> Box:
    """The box from verdicts and their sentences; an empty status gives a line without a verdict."""
    badges = [Badge(s, words.pick(words.VERDICT[s], lang)) if s else None for s in statuses]
    return Box(list(zip(badges, sentences, strict=True)), words.pick(("Kết luận", "In short"), lang))


def _value(r: dict, about: Indicator, units: pd.DataFrame, lang: str) -> str:
    """A figure as printed: with its bound, its field, its unit."""
    if about.kind == "flag":
        return words.pick(("có", "yes") if r["value"] else ("không", "no"), lang)
    sign = {
        ">": ("trên ", "over "),
        ">=": ("từ ", "at least "),
        "<": ("dưới ", "under "),
        "<=": ("tối đa ", "at most "),
        "~": ("khoảng ", "about "),
    }
    text = words.quantity(r["value"], r["unit"], units, lang, digits=4 if about.upper == 1 else 2)
    if not pd.isna(r["field"]):
        text = f"{words.number(r['value'], lang)}/{r['field']}" if about.kind in ("rank", "count") else text
    return words.pick(sign.get(r["comparator"], ("", "")), lang) + text


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


def _decision(target, several: bool, lang: str) -> str:
    """The decision behind a target, where a table holds targets of several."""
    if not several:
        return ""
    return f" ({target.decision(lang) or words.pick(('chưa rõ văn bản', 'document not known'), lang)})"


def scorecard(verdicts: list, units: pd.DataFrame, lang: str, caption: str = "") -> Table:
    """Targets, published figures, verdicts and why."""
    columns = (
        ("Mục tiêu", "Target"),
        ("Mức mục tiêu", "Asked"),
        ("Số liệu gần nhất", "Newest figure"),
        ("Đánh giá", "Verdict"),
        ("Căn cứ", "Why"),
    )
    rows, several = [], len({v.target.decision_vi for v in verdicts}) > 1
    for v in verdicts:
        record = v.as_dict()
        rows.append(
            [
                v.target.name(lang) + _decision(v.target, several, lang),
                words.target_text(v.target, units, lang),
                words.figure_text(record, v.target.unit, units, lang),
                Badge(v.status, words.pick(words.VERDICT[v.status], lang)),
                words.reason_text(record, v.target.unit, units, lang),
            ]
        )
    caption = caption or words.pick(("Các mục tiêu và tình hình thực hiện", "Targets and where they stand"), lang)
    return Table(pd.DataFrame(rows, columns=[words.pick(c, lang) for c in columns]), caption, "scorecard")


def target_notes(verdicts: list, units: pd.DataFrame, lang: str) -> Table:
    """What has to be known of targets before they are judged: where they stand, and remarks on their wording."""
    columns = (
        ("Mục tiêu", "Target"),
        ("Mức mục tiêu", "Asked"),
        ("Vị trí trong tài liệu", "Place in the document"),
        ("Nhận xét", "Remark"),
    )
    rows = [
        [
            v.target.name(lang),
            words.target_text(v.target, units, lang),
            _where(v.target.where, lang),
            v.target.note(lang),
        ]
        for v in verdicts
    ]
    caption = words.pick(("Nhận xét về cách nêu mục tiêu", "Remarks on how the targets are worded"), lang)
    return Table(pd.DataFrame(rows, columns=[words.pick(c, lang) for c in columns]), caption)


def _where(text: str, lang: str) -> str:
    return text.replace("paragraph", words.pick(("đoạn", "paragraph"), lang))


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
