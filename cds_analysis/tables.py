"""Tables as a reader sees them: captions, units, words of the language; no number is computed here."""

from dataclasses import dataclass
from html import escape

import pandas as pd

from . import wording
from .indicators import Indicator


@dataclass(frozen=True)
class Table:
    """A table of texts with a caption; it shows itself in a notebook and as HTML with real heading cells."""

    frame: pd.DataFrame
    caption: str
    classes: str = ""

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col">{escape(str(c))}</th>' for c in self.frame.columns)
        rows = []
        for row in self.frame.itertuples(index=False):
            cells = [f'<th scope="row">{escape(str(row[0]))}</th>'] + [f"<td>{_cell(v)}</td>" for v in row[1:]]
            rows.append("<tr>" + "".join(cells) + "</tr>")
        return (
            f'<div class="wide"><table class="{self.classes}"><caption>{escape(self.caption)}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
        )


def _cell(value) -> str:
    if isinstance(value, Badge):
        return f'<span class="badge {value.status}">{escape(value.text)}</span>'
    return escape(str(value))


@dataclass(frozen=True)
class Badge:
    """A verdict in a cell: its word, coloured by its status."""

    status: str
    text: str


@dataclass(frozen=True)
class Box:
    """The verdicts on the first page: one line each, the verdict's word before its sentence."""

    lines: list[tuple[Badge | None, str]]
    title: str

    def _repr_html_(self) -> str:
        items = "".join(f"<li>{_cell(badge) + ' ' if badge else ''}{escape(text)}</li>" for badge, text in self.lines)
        return f'<section class="box" aria-label="{escape(self.title, quote=True)}"><strong>{escape(self.title)}</strong><ul>{items}</ul></section>'


def verdict_box(pairs: list[tuple[str, str]], lang: str) -> Box:
    """The box from (status, sentence) pairs; an empty status gives a line without a verdict."""
    lines = [(Badge(s, wording.pick(wording.VERDICT[s], lang)) if s else None, text) for s, text in pairs]
    return Box(lines, wording.pick(("Kết luận", "In short"), lang))


def flagged(rows: pd.DataFrame, register: dict[str, Indicator], units: pd.DataFrame, notes: pd.DataFrame, lang: str) -> Table:
    """Figures that a source or we mark as doubtful, conflicting or not comparable, with the remark."""
    columns = (("Chỉ tiêu", "Indicator"), ("Thời kỳ", "Period"), ("Số liệu", "Figure"), ("Nhận xét", "Remark"))
    out = [
        [register[r["indicator"]].name(lang), wording.period(r["period"], lang), wording.quantity(r["value"], r["unit"], units, lang),
         notes.at[r["note"], lang] if r["note"] else r["flags"].replace(";", ", ").replace("_", " ")]
        for r in rows.to_dict("records")
    ]  # fmt: skip
    caption = wording.pick(("Số liệu cần lưu ý", "Figures to be careful with"), lang)
    return Table(pd.DataFrame(out, columns=[wording.pick(c, lang) for c in columns]), caption)


def observations(rows: pd.DataFrame, register: dict[str, Indicator], units: pd.DataFrame, caption: str, lang: str) -> Table:
    """Single observations as printed, with the place in their document."""
    columns = (("Chỉ tiêu", "Indicator"), ("Số liệu", "Figure"), ("Thời kỳ", "Period"), ("Vị trí trong tài liệu", "Place in the document"))
    out = []
    for r in rows.to_dict("records"):
        about = register[r["indicator"]]
        value = wording.quantity(r["value"], r["unit"], units, lang)
        if about.kind == "flag":
            value = wording.pick(("có", "yes") if r["value"] else ("không", "no"), lang)
        elif not pd.isna(r["field"]):
            value = f"{wording.number(r['value'], lang)}/{r['field']}"
        sign = wording.pick({">": ("trên ", "over "), "~": ("khoảng ", "about ")}.get(r["comparator"], ("", "")), lang)
        level = {"district": ("cấp huyện", "district level"), "commune": ("cấp xã", "commune level")}.get(r["level"])
        name = about.name(lang) + (f" ({wording.pick(level, lang)})" if level else "")
        where = r["where"].replace("paragraph", wording.pick(("đoạn", "paragraph"), lang))
        out.append([name, sign + value, wording.period(r["period"], lang), where])
    return Table(pd.DataFrame(out, columns=[wording.pick(c, lang) for c in columns]), caption)


def scorecard(verdicts: list, units: pd.DataFrame, lang: str, caption: str = "") -> Table:
    """Targets, published figures, verdicts and why."""
    columns = (("Mục tiêu", "Target"), ("Yêu cầu", "Asked"), ("Số liệu công bố gần nhất", "Newest published figure"),
               ("Đánh giá", "Verdict"), ("Căn cứ", "Why"))  # fmt: skip
    rows = []
    for v in verdicts:
        record = v.as_dict()
        rows.append([
            v.target.name(lang), wording.target_text(v.target, units, lang), wording.figure_text(record, v.target.unit, units, lang),
            Badge(v.status, wording.pick(wording.VERDICT[v.status], lang)), wording.reason_text(record, v.target.unit, units, lang),
        ])  # fmt: skip
    caption = caption or wording.pick(("Các mục tiêu và tình hình thực hiện", "Targets and where they stand"), lang)
    return Table(pd.DataFrame(rows, columns=[wording.pick(c, lang) for c in columns]), caption, "scorecard")


def share_figures(claims: dict, lang: str) -> Table:
    """Every figure of the share with its measure, border, status and publication."""
    border = {"pre-2025": ("trước 01/7/2025", "before 1 July 2025"), "2025": ("từ 01/7/2025", "since 1 July 2025")}
    columns = (("Năm", "Year"), ("Tỷ trọng", "Share"), ("Thước đo", "Measure"), ("Địa giới", "Border"), ("Loại số liệu", "Status"), ("Nguồn", "Source"))
    rows = [
        [f["year"], wording.number(f["value"], lang) + "%", f[f"measure_{lang}"], wording.pick(border[f["border"]], lang),
         wording.pick(wording.STATUS[f["status"]], lang), f"{f['publisher']}, {wording.vintage(f['vintage'], lang)}"]
        for f in claims["figures"]
    ]  # fmt: skip
    caption = wording.pick(("Tỷ trọng kinh tế số theo các thước đo: không so sánh được với nhau", "The share by measure: not comparable with one another"), lang)
    return Table(pd.DataFrame(rows, columns=[wording.pick(c, lang) for c in columns]), caption)


KINDS = {
    "direct": ("tính từ số liệu công bố", "from published figures"),
    "bridged": ("nối chuỗi", "bridged"),
    "break": ("gián đoạn, không tính", "break, not computed"),
    "no employment": ("chưa có số lao động", "employment not published"),
    "no GRDP": ("chưa có tốc độ tăng GRDP", "GRDP growth not published"),
}


def productivity(claims: dict, lang: str) -> Table:
    """Growth of GRDP, of employment and of productivity by year, and how each came about."""
    columns = (("Năm", "Year"), ("GRDP, giá so sánh", "GRDP, constant prices"), ("Lao động có việc làm", "Employed persons"), ("Năng suất lao động", "Labour productivity"), ("Cách tính", "How"))

    def rate(value) -> str:
        return "–" if value is None or value != value else wording.number(value, lang, 2, fixed=True) + "%"

    rows = [
        [year, rate(r["grdp_growth"]), rate(r["employed_growth"]), rate(r["growth"]), wording.pick(KINDS[r["kind"]], lang)]
        for year, r in claims["growth"].items()
    ]
    caption = wording.pick(("Tốc độ tăng so với năm trước", "Growth on the year before"), lang)
    return Table(pd.DataFrame(rows, columns=[wording.pick(c, lang) for c in columns]), caption)


def held(rows: pd.DataFrame, register: dict[str, Indicator], units: pd.DataFrame, measures: pd.DataFrame, lang: str) -> Table:
    """Every indicator the table holds for a place, with its newest figure; the measure is named where there are several.

    With a column unit_name (old units of a merged one) the unit stands beside the indicator.
    """
    columns = (("Chỉ tiêu", "Indicator"), ("Số liệu mới nhất", "Newest figure"), ("Thời kỳ", "Period"), ("Loại số liệu", "Status"), ("Số lượng", "Figures"))
    out = []
    parts = "unit_name" in rows
    several = rows.groupby(["indicator", "level", *(["unit_name"] if parts else [])])["measure"].transform("nunique") > 1
    for r in rows.assign(several=several).sort_values(["indicator", "level"], kind="stable").to_dict("records"):
        about = register[r["indicator"]]
        sign = {">": ("trên ", "over "), "<": ("dưới ", "under "), "~": ("khoảng ", "about ")}.get(r["comparator"], ("", ""))
        value = wording.quantity(r["value"], r["unit"], units, lang, digits=4 if about.upper == 1 else 2)
        if about.kind == "rank" and not pd.isna(r["field"]):
            value = f"{value}/{r['field']}"
        if about.kind == "flag":
            value = wording.pick(("có", "yes") if r["value"] else ("không", "no"), lang)
        level = {"district": ("cấp huyện", "district level"), "commune": ("cấp xã", "commune level")}.get(r["level"])
        name = about.name(lang) + (f" ({wording.pick(level, lang)})" if level else "")
        if r["several"]:
            name += f" – {measures.at[r['measure'], f'name_{lang}']}"
        cells = [name, wording.pick(sign, lang) + value, wording.period(r["period"], lang), wording.pick(wording.STATUS[r["status"]], lang), r["figures"]]
        out.append([cells[0], r["unit_name"], *cells[1:]] if parts else cells)
    if parts:
        columns = (columns[0], ("Đơn vị cũ", "Former unit"), *columns[1:])
    caption = wording.pick(
        ("Các chỉ tiêu có số liệu theo địa giới trước ngày 01/7/2025", "Indicators with figures on the border before 1 July 2025") if parts
        else ("Các chỉ tiêu có số liệu", "Indicators with figures"), lang)  # fmt: skip
    return Table(pd.DataFrame(out, columns=[wording.pick(c, lang) for c in columns]), caption, "held")


@dataclass(frozen=True)
class SourceList:
    """The documents cited, one line each, with the address where each was seen."""

    lines: list[tuple[str, str, str, str]]  # publisher, title, date, address

    def _repr_html_(self) -> str:
        items = "".join(
            f"<li><b>{escape(publisher)}</b>, <i>{escape(title)}</i>{', ' + escape(day) if day else ''}"
            f"{'. <span class=address>' + escape(address) + '</span>' if address else '.'}</li>"
            for publisher, title, day, address in self.lines
        )
        return f'<ol class="sources">{items}</ol>'


def sources(records: list[dict], lang: str) -> SourceList:
    """The documents cited, by publisher."""
    seen = {r["source"]: r for r in sorted(records, key=lambda r: r["vintage"])}
    ordered = sorted(seen.values(), key=lambda r: (r["publisher"], r["title"]))
    return SourceList([(r["publisher"], r["title"], wording.vintage(r["vintage"], lang), r["address"]) for r in ordered])
