"""Where the table stands, as lines for a terminal."""

from textwrap import wrap

from .filters import say
from .spelling import STATUS, count_en, day, number, period, pick

WIDTH = 110
STATE = {
    "late": ("Quá hạn, chưa có trong bảng", "Late: should be out, not in the table"),
    "due": ("Đến kỳ công bố trong tháng này", "Due this month"),
    "held": ("Đã có", "Held"),
    "coming": ("Chưa đến kỳ", "Still to come"),
}
BASIS = {
    "sources": ("", ""),
    "inferred": (", theo thông lệ", ", inferred from practice"),
}


def release_lines(release, lang: str) -> list[str]:
    """One release: what, whose, for which period; what is missing and where to get it."""
    entry = release.entry
    head = f"{entry['name'][lang]}, {entry['publisher'][lang]}: {period(release.period, lang)}"
    head += f" ({period(release.month, lang)}{pick(BASIS[entry['basis']], lang)})"
    lines = [f"  - {line}" if not n else f"    {line}" for n, line in enumerate(wrap(head, WIDTH))]
    if release.state == "held":
        return lines
    newest = release.newest or pick(("chưa có", "none"), lang)
    what = ", ".join(release.missing)
    told = [
        say(
            ("Còn thiếu: {what}; mới nhất đang có: {y}.", "Missing: {what}; newest held: {y}."),
            lang,
            what=what,
            y=newest,
        ),
        say(("Cần lấy: {f}. {a}", "Fetch: {f}. {a}"), lang, f=entry["fetch"][lang], a=entry["address"]).strip(),
        entry["remark"][lang],
    ]
    return lines + [f"    {line}" for text in told for line in wrap(text, WIDTH)]


def status_lines(found, lang: str, everything: bool = False) -> list[str]:
    """The whole report: releases by state, what is not final, what was revised, how new the figures are."""
    on, place = day(found.day, lang), found.place.full_name(lang)
    out = [say(("Tình trạng số liệu đến {d}: {p}", "State of the data on {d}: {p}"), lang, d=on, p=place)]
    for state, title in STATE.items():
        if part := [r for r in found.releases if r.state == state]:
            out += ["", f"{pick(title, lang)} ({len(part)})"]
            out += [line for r in part for line in release_lines(r, lang)]
    return [
        *out,
        "",
        *_not_final(found, lang, everything),
        "",
        *_moved(found, lang),
        "",
        *_newest(found, lang, everything),
    ]


def _not_final(found, lang: str, everything: bool) -> list[str]:
    """Figures that may still be replaced; of the last five years unless all are asked for."""
    first = "" if everything else str(found.edition - 5)
    out, hidden = [], 0
    for row in found.not_final.to_dict("records"):
        years = row["years"].split(", ")
        shown = [y for y in years if y >= first]
        hidden += len(years) - len(shown)
        if shown:
            grade = pick(STATUS[row["status"]], lang)
            out.append(f"  {row['indicator']:<36}{row['place']:<16}{row['measure']:<30}{grade}: {', '.join(shown)}")
    title = pick(("Còn là số sơ bộ hoặc ước tính", "Still preliminary or an estimate"), lang)
    older = ("và {n} số liệu cũ hơn, xem bằng --all", "and {n} older, told with --all")
    return [title, *out, *(["  " + say(older, lang, n=str(hidden))] if hidden else [])]


def _moved(found, lang: str) -> list[str]:
    counts, since = found.diff.counts(), day(found.since, lang)
    head = (
        "Từ {d}: {new} số liệu mới, {revised} số liệu được tính lại, {regraded} số liệu chuyển trạng thái (ước tính, sơ bộ, chính thức)",
        "Since {d}: {new}, {revised} revised, {regraded} with another grade",
    )
    new = pick((str(counts["new"]), count_en(counts["new"], "new figure")), lang)
    out = [say(head, lang, d=since, new=new, revised=str(counts["revised"]), regraded=str(counts["regraded"]))]
    rows = found.diff.table
    for row in rows[rows["kind"] == "revised"].to_dict("records"):
        what = f"{row['indicator']}, {row['place']}, {row['period']} ({row['measure']})"
        values = " -> ".join(number(row[side], lang, 4) for side in ("value_old", "value_new"))
        out.append(f"  {what}: {values} {row['unit_new']}, {row['source_new']}")
    return out


def _newest(found, lang: str, everything: bool) -> list[str]:
    """How many indicators of the place reach which year."""
    years = found.newest["last"].value_counts().sort_index(ascending=False)
    title = ("Năm mới nhất của các chỉ tiêu (báo cáo năm {y})", "Newest year of the indicators (edition {y})")
    out = [say(title, lang, y=str(found.edition))]
    out.append("  " + ("; ".join(f"{year}: {n}" for year, n in years.items()) or "-"))
    if everything:
        rows = found.newest.sort_values(["last", "indicator"]).to_dict("records")
        out += [f"  {row['last']}  {row['indicator']:<46}{row['measure']}" for row in rows]
    return out


def by_hand(entry: dict, lang: str) -> list[str]:
    """How to get a release that only a browser reaches: where, what to look for, what to do with it."""
    ways = (
        (
            "Chưa có giao diện tự động dùng được; cần tải tệp bằng trình duyệt.",
            "No working interface for programs; get the file with a browser.",
        ),
        ("Mở: {a}", "Open: {a}"),
        ("Tìm: {f}", "Look for: {f}"),
        (
            "Lưu nguyên tệp như được công bố (.px, Excel, CSV), không chỉnh sửa, rồi chạy: cds data import TỆP",
            "Save the file as it is handed out (.px, Excel, CSV), unedited, then run: cds data import FILE",
        ),
    )
    if entry["held"].get("targets"):
        by_row = (
            "Ghi từng mục tiêu vào targets.csv (docs/new-year.md).",
            "Write each target into targets.csv (docs/new-year.md).",
        )
        ways = (*ways[:3], by_row)
    own_site = ("trang thông tin điện tử của tỉnh", "the site of the province")
    address = entry["address"] or pick(own_site, lang)
    told = [say(way, lang, a=address, f=entry["fetch"][lang]) for way in ways]
    lines = [line for text in (*told, entry["remark"][lang]) for line in wrap(text, WIDTH, break_on_hyphens=False)]
    return [f"{entry['name'][lang]}, {entry['publisher'][lang]}", *(f"  {line}" for line in lines)]
