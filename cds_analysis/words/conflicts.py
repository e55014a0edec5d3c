"""Sentences on figures that contradict each other."""

from .spelling import COMPARATOR, VERDICT, cap, count_en, listing, lower, number, pick, say

SHORT = {  # beside a mark in a chart
    "gso-experimental": ("cơ quan thống kê", "statistics office"),
    "mic-estimate": ("ước tính của Bộ", "ministry's estimate"),
    "provincial-statement": ("địa phương nêu", "province's statement"),
    "hids-estimate": ("viện nghiên cứu", "research institute"),
    "econ-sea-gmv": ("kinh tế internet", "internet economy"),
    "reported": ("báo chí nêu", "as reported"),
    "derived-gso-experimental": ("tính từ cơ quan thống kê", "derived, statistics office"),
}
OLD = "pre-2025"


def voice(measure: str, lang: str) -> str:
    """A measure in two or three words."""
    return pick(SHORT[measure], lang) if measure in SHORT else measure


def year_on(year, border: str, place: dict, lang: str) -> str:
    """2022 (địa giới cũ): a year, with the border where it is not the place's own."""
    old = border == OLD and place["border"] != OLD
    return f"{year}{pick((' (địa giới cũ)', ' (old border)'), lang) if old else ''}"


def share_conflicts(record: dict, claims: dict, lang: str) -> list[str]:
    """How many years have contradicting figures, where they lie furthest apart, and which measure we judge by."""
    rows, place = claims["share"], record["place"]
    if not rows:
        pair = (
            "Bảng số liệu chưa có số liệu năm nào về tỷ trọng kinh tế số của {p}, nên không có số liệu để đối chiếu.",
            "The table holds no yearly figure on the digital economy's share of {p}, so there is nothing to compare.",
        )
        return [say(pair, lang, p=place[lang])]
    if len({(r["measure"], r["publisher"] if r["nameless"] else "") for r in rows}) == 1:
        pair = (
            "Mọi số liệu về tỷ trọng kinh tế số của {p} đều theo một thước đo ({m}); không có số liệu trái nhau.",
            "All figures on the digital economy's share of {p} are on one measure ({m}); none contradicts another.",
        )
        one = say(pair, lang, p=place[lang], m=lower(rows[0][f"measure_{lang}"]))
        return [one, *_which(claims, lang)]
    return [_years(claims, place, lang), *_apart(claims, place, lang), *_which(claims, lang)]


def _years(claims: dict, place: dict, lang: str) -> str:
    years = claims["share_years"]
    if not years:
        pair = (
            "Không năm nào có hai số liệu để đối chiếu trực tiếp; các thước đo chỉ có số liệu ở những năm khác nhau.",
            "No year has two figures to compare directly; the measures have figures of different years only.",
        )
        return pick(pair, lang)
    pair = (
        "Các nguồn nêu tỷ trọng khác nhau cho cùng một năm trong {n} năm: {l:all}.",
        "For {ns} the sources give different shares of one and the same year: {l:all}.",
    )
    named = [year_on(y["year"], y["border"], place, lang) for y in sorted(years, key=lambda y: y["year"])]
    return say(pair, lang, n=len(years), ns=count_en(len(years), "year"), l=named)


def _apart(claims: dict, place: dict, lang: str) -> list[str]:
    """The figure furthest from the measure we judge by."""
    told = [r for r in claims["share"] if r["difference"] is not None]
    if not told:
        return []
    r = max(told, key=lambda r: (r["against"] == r["year"], abs(r["difference"])))
    pair = (
        "Chênh nhiều nhất là số liệu năm {y} của {m}: {x:pct}, {way} {d:n2} điểm phần trăm so với mức {b:pct} theo thước đo "
        "dùng để đánh giá{other}.",
        "Furthest apart is the figure for {y} of {m}: {x:pct}, {d:n2} points {way} the {b:pct} on the measure we judge by"
        "{other}.",
    )
    way = pick(("cao hơn", "above") if r["difference"] > 0 else ("thấp hơn", "below"), lang)
    other = "" if r["against"] == r["year"] else pick((f" (năm {r['against']})", f" ({r['against']})"), lang)
    name = pick((f"thước đo “{r['measure_vi']}”", f"“{r['measure_en']}”"), lang)
    values = {"y": year_on(r["year"], r["border"], place, lang), "m": name, "x": r["value"], "b": r["reading"]}
    return [say(pair, lang, **values, d=abs(r["difference"]), way=way, other=other)]


def measures_told(claims: dict, lang: str) -> list[str]:
    """Who counts, by which definition: a line a measure that has a figure here."""
    told = {r[f"measure_{lang}"]: r[f"says_{lang}"] for r in claims["share"]}
    return [f"{cap(name)}: {lower(says)}." for name, says in told.items()]


def _which(claims: dict, lang: str) -> list[str]:
    """What the decisions say of the measure their targets are to be held by."""
    asked = claims["believed"]
    if not asked:
        return []
    silent = sum(len(b["targets"]) for b in asked if not b["stated"])
    worded = sum(len(b["targets"]) for b in asked if b["stated"] and b["stated"]["how"] == "worded_as_value_added")
    ministry = sum(len(b["targets"]) for b in asked if b["stated"] and b["stated"]["how"] == "by_the_ministry")
    parts = [
        (silent, ("{n} mục tiêu không nêu thước đo", "{n} name no measure")),
        (
            worded,
            (
                "{n} mục tiêu ghi theo giá trị tăng thêm, như cách của cơ quan thống kê",
                "{n} speak of value added, as the office does",
            ),
        ),
        (ministry, ("{n} mục tiêu ghi theo cách tính của Bộ", "{n} name the ministry's method")),
    ]
    told = [say(pair, lang, n=n) for n, pair in parts if n]
    total = silent + worded + ministry
    if total == 1:
        how = next(b["stated"] and b["stated"]["how"] for b in asked)
        pair = {
            None: ("không nêu thước đo", "names no measure"),
            "worded_as_value_added": (
                "ghi theo giá trị tăng thêm, như cách của cơ quan thống kê",
                "speaks of value added, as the office does",
            ),
            "by_the_ministry": ("ghi theo cách tính của Bộ", "names the ministry's method"),
        }[how]
        head = (
            "Mục tiêu về tỷ trọng kinh tế số {w}. Mục tiêu này được đánh giá theo thước đo của cơ quan thống kê, vì tỷ trọng trong GRDP phải "
            "tính theo giá trị tăng thêm, đúng như thước đo này; lựa chọn này là một giả định (A1).",
            "The target on the digital economy's share {w}. It is judged by the statistics office's measure, because a share of GRDP has "
            "to count value added, as that measure does; the choice is an assumption (A1).",
        )
        return [say(head, lang, w=pick(pair, lang))]
    if len(told) == 1:
        words = next(pair for n, pair in parts if n)
        head = (
            f"Cả {{t}} mục tiêu về tỷ trọng kinh tế số đều {words[0].removeprefix('{n} mục tiêu ')}; ",
            f"All {{ts}} on the digital economy's share {words[1].removeprefix('{n} ')}; ",
        )
        tail = (
            "tất cả được đánh giá theo thước đo của cơ quan thống kê, vì tỷ trọng trong GRDP phải tính theo giá trị tăng thêm, đúng như "
            "thước đo này; lựa chọn này là một giả định (A1).",
            "they are judged by the statistics office's measure, because a share of GRDP has to count value added, as that measure does; "
            "the choice is an assumption (A1).",
        )
        return [say(head, lang, t=total, ts=count_en(total, "target")) + pick(tail, lang)]
    pair = (
        "Trong {t} mục tiêu về tỷ trọng kinh tế số: {l:all}. Tất cả được đánh giá theo thước đo của cơ quan thống kê, vì "
        "tỷ trọng trong GRDP phải tính theo giá trị tăng thêm, đúng như thước đo này; lựa chọn này là một giả định (A1).",
        "Of {ts} on the digital economy's share: {l:all}. All are judged by the statistics office's measure, because a share "
        "of GRDP has to count value added, as that measure does; the choice is an assumption (A1).",
    )
    return [say(pair, lang, t=total, ts=count_en(total, "target"), l=told)]


def asked(row: dict, lang: str) -> str:
    """What a group of targets asks: khoảng 30% đến năm 2030."""
    ours = row["ours"]
    word = pick(COMPARATOR[ours["comparator"]], lang)
    goal = f"{word} {number(ours['value'], lang)}%".strip()
    return pick((f"{goal} đến năm {ours['by']}", f"{goal} by {ours['by']}"), lang)


def answers(row: dict) -> list[dict]:
    """The other measures whose figure says otherwise than ours: settled otherwise, on the other side of the level, or at
    it where ours has no figure."""
    ours = row["ours"]
    above = None if ours["distance"] is None else ours["distance"] >= 0
    out = []
    for other in row["others"]:
        settled = {other["status"], ours["status"]} <= {"met", "missed"} and other["status"] != ours["status"]
        newly = other["status"] in ("met", "missed") and ours["status"] not in ("met", "missed")
        side = above is not None and other["distance"] is not None and (other["distance"] >= 0) != above
        alone = above is None and bool(other["holds"])
        if settled or newly or side or alone:
            out.append(other)
    return out


def _enough(reading: dict) -> bool | None:
    """Whether the pace seen on a measure would do for the pace needed."""
    seen, needed = reading["pace_seen"], reading["pace_needed"]
    return None if seen is None or needed is None else seen >= needed


def _paces(row: dict, lang: str) -> list[str]:
    """The measures whose pace so far would reach a target that ours would not, or the other way round."""
    ours, out = row["ours"], []
    for other in row["others"]:
        if ours["status"] in ("met", "missed") or None in (_enough(ours), _enough(other)):
            continue
        if _enough(ours) == _enough(other):
            continue
        pair = (
            "Mục tiêu {goal}: theo thước đo “{m}”, mức tăng thực tế {a:n2} điểm phần trăm mỗi năm {enough} mức cần có ({b:n2}); theo "
            "thước đo dùng để đánh giá, mức tăng thực tế là {c:n2}, mức cần có là {d:n2}.",
            "The target of {goal}: by “{m}” the gain seen, {a:n2} points a year, is {enough} what is needed ({b:n2}); by the "
            "measure we judge by {c:n2} was seen and {d:n2} is needed.",
        )
        enough = ("không thấp hơn", "no less than") if _enough(other) else ("thấp hơn", "less than")
        values = {"a": other["pace_seen"], "b": other["pace_needed"], "c": ours["pace_seen"], "d": ours["pace_needed"]}
        values |= {"goal": asked(row, lang), "m": other[f"measure_{lang}"], "enough": pick(enough, lang)}
        out.append(say(pair, lang, **values))
    return out


def believed(claims: dict, lang: str) -> list[str]:
    """A sentence for each target on which another measure says otherwise, or one that none does."""
    rows = claims["believed"]
    if not rows or not any(r["others"] for r in rows):
        return []
    once = {(r["ours"]["by"], r["ours"]["value"]): r for r in reversed(rows)}  # "30%" and "about 30%" say it once
    out = [s for _, row in sorted(once.items()) for s in [*_otherwise(row, lang), *_paces(row, lang)]]
    if not out and any(r["ours"]["distance"] is None for r in rows):
        pair = (
            "Theo thước đo dùng để đánh giá chưa có số liệu để so; theo các thước đo khác, chưa số liệu nào ở mức mục tiêu.",
            "By the measure we judge by there is no figure to compare; by the others no figure is at the level asked.",
        )
        return [pick(pair, lang)]
    if not out:
        pair = (
            "Không thước đo nào khác cho kết luận khác về các mục tiêu này; khoảng cách đến mục tiêu thì khác nhau.",
            "No other measure says otherwise of these targets; only the distances differ.",
        )
        return [pick(pair, lang)]
    return out


def _otherwise(row: dict, lang: str) -> list[str]:
    out = []
    for other in answers(row):
        figure = other["figure"]
        border = pick((" theo địa giới cũ", " on the old border"), lang) if figure["border"] else ""
        values = {"goal": asked(row, lang), "m": other[f"measure_{lang}"], "x": figure["value"], "y": figure["period"]}
        values |= {"border": border, "word": lower(pick(VERDICT.get(other["status"], ("", "")), lang))}
        values |= {"ours": lower(pick(VERDICT[row["ours"]["status"]], lang)), "d": abs(other["distance"])}
        way = pick(("cao hơn", "above") if other["distance"] >= 0 else ("thấp hơn", "short of"), lang)
        if other["status"] in ("met", "missed"):
            pair = (
                "Mục tiêu {goal}: nếu tin thước đo “{m}” ({x:pct}, năm {y}{border}) thì kết luận là {word}; theo thước đo dùng để "
                "đánh giá: {ours}.",
                "The target of {goal}: believing “{m}” ({x:pct}, {y}{border}) it is {word}; by the measure we judge by: {ours}.",
            )
        elif row["ours"]["distance"] is None:
            pair = (
                "Mục tiêu {goal}: nếu tin thước đo “{m}” thì mức {x:pct} (năm {y}{border}) đã {way} mục tiêu {d:n2} điểm phần trăm; "
                "theo thước đo dùng để đánh giá chưa có số liệu để so; kết luận: {ours}.",
                "The target of {goal}: believing “{m}”, {x:pct} ({y}{border}) is {d:n2} points {way} it; by the measure we judge by "
                "there is no figure to compare: {ours}.",
            )
        else:
            pair = (
                "Mục tiêu {goal}: nếu tin thước đo “{m}” thì mức {x:pct} (năm {y}{border}) đã {way} mục tiêu {d:n2} điểm phần "
                "trăm; theo thước đo dùng để đánh giá, số liệu mới nhất chưa ở mức mục tiêu; kết luận: {ours}."
                if other["distance"] >= 0
                else "Mục tiêu {goal}: nếu tin thước đo “{m}” thì mức {x:pct} (năm {y}{border}) còn {way} mục tiêu {d:n2} điểm "
                "phần trăm; theo thước đo dùng để đánh giá: {ours}.",
                "The target of {goal}: believing “{m}”, {x:pct} ({y}{border}) is {d:n2} points {way} it; by the measure we "
                "judge by: {ours}.",
            )
        out.append(say(pair, lang, **values, way=way))
    return out


def other_conflicts(record: dict, claims: dict, lang: str) -> str:
    """How many groups of figures on other indicators contradict each other."""
    groups = claims["others"]
    if not groups:
        pair = (
            "Ngoài tỷ trọng kinh tế số, bảng số liệu không có chỉ tiêu nào của {p} mà hai nguồn nêu số liệu khác nhau cho cùng một năm.",
            "Beside the digital economy's share the table holds no indicator of {p} on which two sources differ for one year.",
        )
        return say(pair, lang, p=record["place"][lang])
    kinds = len({g["indicator"] for g in groups})
    pair = (
        "Ngoài tỷ trọng kinh tế số, có {n} trường hợp ở {k} chỉ tiêu mà các nguồn nêu số liệu khác nhau cho cùng một năm (không tính các "
        "lần một cơ quan điều chỉnh số liệu của chính mình).",
        "Beside the digital economy's share, sources differ for one year in {ns} on {ks} (revisions by one and the same body aside).",
    )
    return say(pair, lang, n=len(groups), k=kinds, ns=count_en(len(groups), "case"), ks=count_en(kinds, "indicator"))


def voices(group: dict, text, lang: str) -> str:
    """12,6% (báo chí dẫn lại); 12,81% (cơ quan thống kê trung ương): the figures of a group, the smallest first."""
    told: dict[str, list[str]] = {}
    for f in group["figures"]:
        who = lower(f[f"measure_{lang}"])
        if f["nameless"]:
            who += f", {f['publisher']}"
        elif f["status"] == "derived" and not f["measure"].startswith("derived"):
            who += pick((", tính lại", ", recomputed"), lang)
        told.setdefault(text(f["value"]), []).append(who)
    return "; ".join(f"{value} ({listing(dict.fromkeys(who), lang)})" for value, who in told.items())
