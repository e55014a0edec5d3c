"""Sentences, in Vietnamese and English, computed from the records of results.json and from nothing else.

Numbers are rounded half up once, in decimal, and written after the locale (Babel); where Babel's defaults differ from
official practice (docs/methods.md, "Numbers") a fixed pattern is used. Nothing here judges: it only words.
"""

import string
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

LOCALE = {"vi": "vi", "en": "en_GB"}

STATUS = {
    "final": ("chính thức", "final"),
    "preliminary": ("sơ bộ", "preliminary"),
    "estimate": ("ước tính", "estimate"),
    "derived": ("tính toán", "derived"),
    "reported": ("báo cáo nêu", "as reported"),
}
VERDICT = {
    "met": ("Đạt", "Met"),
    "missed": ("Không đạt", "Missed"),
    "on_course": ("Nhiều khả năng đạt", "On course"),
    "uncertain": ("Chưa chắc chắn", "Uncertain"),
    "off_course": ("Ít khả năng đạt", "Off course"),
    "void": ("Không còn áp dụng", "Void"),
    "cannot_be_judged": ("Không đủ căn cứ đánh giá", "Cannot be judged"),
}
COMPARATOR = {
    ">=": ("tối thiểu", "at least"),
    ">": ("trên", "more than"),
    "=": ("", ""),
    "~": ("khoảng", "about"),
    "<=": ("không quá", "at most"),
    "<": ("dưới", "less than"),
}
CONGRESS = ("Mục tiêu của Đại hội Đảng bộ tỉnh", "Targets of the provincial Party congress")
UNITS_WITHOUT_NAME = ("percent", "rank", "boolean")


def pick(pair, lang: str) -> str:
    """The text of a language from a (vi, en) pair."""
    return pair[0] if lang == "vi" else pair[1]


def half_up(value: float, digits: int) -> Decimal:
    """Rounded half up, as offices do; Babel and Python round half to even."""
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def number(value: float, lang: str, digits: int = 2, *, fixed: bool = False) -> str:
    """A number without a sign of its own where it rounds to zero; `fixed` keeps trailing zeros."""
    rounded = half_up(value, digits)
    pattern = "#,##0" + ("." + ("0" if fixed else "#") * digits if digits else "")
    text = format_decimal(rounded + 0 if rounded else Decimal(0), format=pattern, locale=LOCALE[lang])
    return text.replace("-", "\N{MINUS SIGN}")


def day(value: date | str, lang: str) -> str:
    """01/7/2025 in Vietnamese text (a zero before days below 10 and months 1 and 2), 1 July 2025 in English."""
    if isinstance(value, str):
        value = date.fromisoformat(value)
    if lang == "en":
        return format_date(value, "d MMMM y", locale="en_GB")
    month = f"{value.month:02d}" if value.month < 3 else str(value.month)
    return f"{value.day:02d}/{month}/{value.year}"


def period(text: str, lang: str) -> str:
    """A period as a reader writes it: 2025; tháng 10/2023; quý III/2025; giai đoạn 2021-2025; 9 tháng đầu năm 2023."""
    if text == "undated":
        return pick(("không rõ thời điểm", "undated"), lang)
    if ".." in text:
        first, last = text.split("..")
        if len(first) == 4 and len(last) == 4:
            return f"{first}-{last}" if lang == "vi" else f"{first}–{last}"
        if first.endswith("-01") and first[:4] == last[:4] and len(last) == 7:
            months = int(last[5:])
            return pick((f"{months} tháng đầu năm {last[:4]}", f"first {months} months of {last[:4]}"), lang)
        return pick((f"từ {period(first, lang)} đến {period(last, lang)}", f"{period(first, lang)} to {period(last, lang)}"), lang)
    if "Q" in text:
        year, quarter = text.split("-Q")
        return pick((f"quý {['I', 'II', 'III', 'IV'][int(quarter) - 1]}/{year}", f"Q{quarter} {year}"), lang)
    if len(text) == 7:
        year, month = int(text[:4]), int(text[5:])
        return pick((f"tháng {month}/{year}", format_date(date(year, month, 1), "MMMM y", locale="en_GB")), lang)
    return day(text, lang) if len(text) == 10 else text


def vintage(text: str, lang: str) -> str:
    """When something was published, as far as it is known."""
    if not text:
        return pick(("không rõ ngày công bố", "date of publication unknown"), lang)
    if len(text) == 10:
        return pick((f"công bố ngày {day(text, lang)}", f"published {day(text, lang)}"), lang)
    if len(text) == 4:
        return pick((f"công bố năm {text}", f"published in {text}"), lang)
    return pick((f"công bố {period(text, lang)}", f"published in {period(text, lang)}"), lang)


def count_en(n: int, noun: str) -> str:
    """1 figure, 2 figures: only English has a plural."""
    return f"{number(n, 'en', 0)} {noun}{'' if n == 1 else 's'}"


def listing(items, lang: str) -> str:
    """A, B và C; A, B and C."""
    return format_list([str(i) for i in items], locale=LOCALE[lang])


def chance(p: float, lang: str) -> str:
    """A probability in whole per cent, never 0 or 100."""
    if p < 0.01 or p > 0.99:
        return pick(("dưới 1%", "less than 1%") if p < 0.5 else ("trên 99%", "more than 99%"), lang)
    return number(100 * p, lang, 0) + "%"


class _Speller(string.Formatter):
    """Format specifications of the sentences: {x:pct} {x:pct1} {x:n0} {x:n1} {x:n2} {d:day} {v:pub} {t:per} {l:all}."""

    def __init__(self, lang: str):
        self.lang = lang

    def format_field(self, value, spec: str) -> str:
        lang = self.lang
        if spec in ("pct", "pct1", "pct0"):
            digits = int(spec[3:] or 2)
            return number(value, lang, digits, fixed=digits == 1) + "%"
        if spec in ("n0", "n1", "n2"):
            return number(value, lang, int(spec[1]), fixed=spec == "n1")
        words = {"day": day, "pub": vintage, "per": period, "all": listing, "p": chance}
        return words[spec](value, lang) if spec in words else super().format_field(value, spec)


def say(pair, lang: str, **values) -> str:
    """One sentence from a (vi, en) pair of templates."""
    return _Speller(lang).format(pick(pair, lang), **values)


def quantity(value: float, unit: str, units, lang: str, *, digits: int = 2) -> str:
    """A value with its unit as a table or sentence writes it."""
    if unit == "percent":
        return number(value, lang, digits) + "%"
    text = number(value, lang, digits)
    if unit in UNITS_WITHOUT_NAME or unit.startswith("score"):
        return text
    return f"{text} {units.at[unit, 'label_vi' if lang == 'vi' else 'label_en']}"


def _lower(text: str) -> str:
    """Small first letter for use inside a sentence, unless it starts with an abbreviation."""
    return text if len(text) > 1 and text[1].isupper() else text[:1].lower() + text[1:]


def cap(text: str) -> str:
    """Capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def _base_name(place: dict, lang: str) -> str:
    base = "GDP" if place["tier"] == "nation" else "GRDP"
    return pick((f"{base} của {place['vi'] or place['short']}" if base == "GRDP" else "GDP cả nước", f"{place['en']}'s {base}"), lang)


# --- place and border -------------------------------------------------------------------------------------------------


def about_place(record: dict, lang: str) -> list[str]:
    """What the place is today, where its border moved; first in every notebook and brief."""
    place, out = record["place"], []
    if place["joined"]:
        whole = place["joined"]
        out.append(_joined(place, whole, lang))
    elif place["made_of"]:
        parts = listing([p["short"] for p in place["made_of"]], lang)
        out.append(say((
            "Số liệu theo địa giới mới của {name} ({parts} trước sắp xếp), có hiệu lực từ ngày 01/7/2025; không so sánh trực "
            "tiếp được với số liệu theo địa giới cũ.",
            "Figures are on {name}'s new border (the former {parts}), in force since 1 July 2025; they do not compare directly "
            "with figures on the old border."), lang, name=place[lang], parts=parts))  # fmt: skip
    return out


def _joined(place: dict, whole: dict, lang: str) -> str:
    parts = listing([p["short"] for p in whole["made_of"]], lang)
    if place["slug"] == whole["slug"]:
        return say((
            "Báo cáo này dùng địa giới của {old} trước ngày 01/7/2025; từ ngày đó, {new} gồm {parts} trước sắp xếp. Số liệu "
            "hai địa giới không so sánh trực tiếp được với nhau.",
            "This report uses the border of {old} before 1 July 2025; since that day {new} has consisted of the former {parts}. "
            "Figures on the two borders do not compare directly."), lang, old=place[lang], new=whole[lang], parts=parts)  # fmt: skip
    return say((
        "Từ ngày 01/7/2025, {old} đã sắp xếp vào {new}, đơn vị mới gồm {parts} trước sắp xếp. Báo cáo này dùng địa giới trước "
        "sắp xếp; số liệu không so sánh trực tiếp được với số liệu theo địa giới mới.",
        "On 1 July 2025 {old} became part of {new}, now made up of the former {parts}. This report uses the border "
        "before the merger; its figures do not compare directly with those on the new border."), lang,
        old=place[lang], new=whole[lang], parts=parts)  # fmt: skip


def cut_off(record: dict, lang: str) -> str:
    """The day whose publications are used."""
    return say(("Số liệu chốt đến ngày {d:day}.", "Data as of {d:day}."), lang, d=record["as_of"])


# --- the digital economy's share --------------------------------------------------------------------------------------


def _status_words(figure: dict, lang: str) -> str:
    return pick(STATUS[figure["status"]], lang)


def share_level(record: dict, claims: dict, lang: str) -> list[str]:
    """Where the share stands, on which measure, by whom."""
    place, latest = record["place"], claims["latest"]
    if latest is None and claims["stand_in"]:
        f = claims["stand_in"]
        return [say((
            "Thước đo của cơ quan thống kê chưa có số liệu nào cho {place} theo địa giới này. Số liệu gần nhất là {x:pct} năm "
            "{year} do địa phương nêu ({publisher}, {v:pub}), có cách diễn đạt trùng với chỉ tiêu của cơ quan thống kê.",
            "The statistics office has published no figure for {place} on this border. The nearest is {x:pct} for {year}, "
            "stated by the province ({publisher}, {v:pub}) in the words of the office's indicator."), lang,
            place=place[lang], x=f["value"], year=f["year"], publisher=f["publisher"], v=f["vintage"])]  # fmt: skip
    if latest is None:
        out = [say((
            "Tính đến ngày {d:day}, cơ quan thống kê chưa công bố tỷ trọng kinh tế số của {place}.",
            "As of {d:day} the statistics office has published no digital economy share for {place}."), lang,
            d=record["as_of"], place=place[lang])]  # fmt: skip
        if claims["other_measures"]:
            out.append(_other_measures(claims, lang))
        return out
    return [say((
        "Năm {year}, kinh tế số chiếm {x:pct} {base} (số liệu {status}, thước đo của cơ quan thống kê; {publisher}, {v:pub}).",
        "In {year} the digital economy made up {x:pct} of {base} ({status}, the statistics office's measure; {publisher}, {v:pub})."),
        lang, year=latest["year"], x=latest["value"], base=_base_name(place, lang), status=_status_words(latest, lang),
        publisher=latest["publisher"], v=latest["vintage"])]  # fmt: skip


def _other_measures(claims: dict, lang: str) -> str:
    parts = [
        say(("{x:pct} (năm {year}, {m})", "{x:pct} ({year}, {m})"), lang, x=f["value"], year=f["year"], m=_lower(f[f"measure_{lang}"]))
        for f in claims["other_measures"]
    ]
    return say((
        "Số liệu theo thước đo khác, chỉ để tham khảo: {l}.",
        "Figures on other measures, for context only: {l}."), lang, l="; ".join(parts))  # fmt: skip


def share_measures(record: dict, claims: dict, lang: str) -> list[str]:
    """Why the published figures do not compare, and what a border does to one of them."""
    out, latest = [], claims["latest"]
    others = claims["other_measures"]
    if latest and others:
        high = max(others, key=lambda f: f["value"])
        out.append(_other_measures(claims, lang))
        if high["value"] > latest["value"] and high["year"] < latest["year"]:
            out.append(say((
                "Mức giảm từ {a:pct} (năm {y0}) xuống {b:pct} (năm {y1}) chủ yếu do thay đổi thước đo{border}, không cho thấy kinh tế số thu hẹp.",
                "The fall from {a:pct} ({y0}) to {b:pct} ({y1}) is mostly a change of measure{border}, no sign of a smaller digital economy."),
                lang, a=high["value"], b=latest["value"], y0=high["year"], y1=latest["year"],
                border=pick((" và địa giới", " and border"), lang) if high["border"] != latest["border"] else ""))  # fmt: skip
    register = {p["slug"]: p for p in record["place"]["made_of"]}
    for c in claims["crossings"]:
        out.append(say((
            "Đưa số {x:pct} năm {year} của {main} trước sắp xếp về địa giới mới, với {part} chiếm {w:pct1} GRDP chung (năm "
            "{wy}) và giả định kinh tế số chiếm từ {lo:pct} đến {hi:pct} GRDP của {part}, được từ {a:pct1} đến {b:pct1}.",
            "Carried to the new border, the former {main}'s {x:pct} of {year} becomes {a:pct1} to {b:pct1}: {part} makes up "
            "{w:pct1} of joint GRDP ({wy}), and the digital share of its own GRDP is assumed to lie between {lo:pct} and {hi:pct}."),
            lang, x=c["share"], year=c["year"], main=record["place"]["short"], part=register[c["part"]]["short"],
            w=100 * c["weight"], wy=c["weight_year"], lo=c["part_low"], hi=c["part_high"], a=c["low"], b=c["high"]))  # fmt: skip
    return out


def share_forecast(record: dict, claims: dict, lang: str) -> list[str]:
    """The interval at the horizon and what it rests on, or why there is none."""
    if "forecast" not in claims:
        return [say((
            "Chưa thể dự báo: {why}.", "No forecast can be made: {why}."), lang, why=_refusal(claims, lang))]  # fmt: skip
    year = max(int(y) for y in claims["forecast"])
    f = claims["forecast"][year]
    out = [say((
        "Khoảng dự báo 80% cho năm {year} là từ {lo:pct1} đến {hi:pct1}; giá trị giữa là {m:pct1}.",
        "The 80% forecast interval for {year} runs from {lo:pct1} to {hi:pct1}, its middle at {m:pct1}."),
        lang, year=year, lo=f["low80"], hi=f["high80"], m=f["median"])]  # fmt: skip
    return out + share_carry(record, claims, lang)


def share_carry(record: dict, claims: dict, lang: str) -> list[str]:
    """In one sentence what the figures can carry."""
    if "forecast" not in claims or "reference" not in claims:
        return []
    ref, n = claims["reference"], len(claims["base_years"])
    names = listing([p[lang] if p["slug"] != "vn" else pick(("cả nước", "the nation"), lang) for p in ref["places"]], lang)
    crossed = len(claims["crossings"])
    own = []
    if n:
        own.append((f"{n} số liệu theo thước đo của cơ quan thống kê", f"{n} figure{'s' if n != 1 else ''} on the office's measure"))
    if crossed:
        own.append((f"{crossed} số liệu đưa từ địa giới cũ sang", f"{crossed} figure{'s' if crossed != 1 else ''} carried over from the old border"))
    elif claims["stand_in"]:
        own.append(("1 số liệu do địa phương nêu", "1 figure stated by the province"))
    return [say((
        "Dự báo chỉ dựa trên {own} của {place}; mức thay đổi mỗi năm lấy theo {names} ({k} lần thay đổi), trong đó không có "
        "tỉnh nào dựa nhiều vào công nghiệp điện tử, nên dự báo cho biết khoảng có thể xảy ra, không cho biết một xu thế đã đo được.",
        "The forecast rests on {own} for {place}; its yearly movement is borrowed from {names} ({k} yearly changes), none of them a "
        "province built on electronics: it shows the range of what may come, not a trend that was measured."),
        lang, own=listing([pick(pair, lang) for pair in own], lang), place=record["place"][lang], names=names, k=ref["changes"])]  # fmt: skip


def _refusal(claims: dict, lang: str) -> str:
    reason = claims["refusal"]
    if "reference class" in reason:
        return pick(("đến ngày chốt số liệu, chưa đủ nơi có ba năm số liệu theo thước đo của cơ quan thống kê",
                     "by the cut-off day too few places had three years on the office's measure"), lang)  # fmt: skip
    return pick(("chưa có số liệu nào theo thước đo của cơ quan thống kê, cũng không có cách nối được nêu rõ từ thước đo khác",
                 "there is no figure on the office's measure and no named bridge from another one"), lang)  # fmt: skip


def measure_pairs(claims: dict, lang: str) -> list[str]:
    """How many pairs of the two measures exist and how their ratio drifts."""
    if "pairs" not in claims:
        return []
    pairs = claims["pairs"]
    nation = {int(y): r for y, r in pairs["nation"].items()}
    if len(nation) < 2:
        return []
    first, last = min(nation), max(nation)
    return [say((
        "Chỉ có {k} cặp số liệu cùng năm của bộ và của cơ quan thống kê, ở {n} nơi; với cả nước, tỷ số giữa hai thước đo đi từ "
        "{a:n2} (năm {y0}) đến {b:n2} (năm {y1}), không ổn định. Vì vậy ước tính của bộ chỉ để tham khảo.",
        "The ministry's and the office's figure exist for the same year in only {k} cases, in {n} places; for the nation their "
        "ratio went from {a:n2} ({y0}) to {b:n2} ({y1}) and is not stable. The ministry's estimates are therefore context only."),
        lang, k=pairs["pairs"], n=pairs["places"], a=nation[first], b=nation[last], y0=first, y1=last)]  # fmt: skip


# --- verdicts ---------------------------------------------------------------------------------------------------------


def target_text(target, units, lang: str) -> str:
    """What a target asks, as a table cell: tối thiểu 20% đến năm 2025."""
    word = pick(COMPARATOR[target.comparator], lang)
    if target.indicator.kind == "rank" and target.comparator == "<=":
        what = say(("trong nhóm {n:n0} dẫn đầu", "among the first {n:n0}"), lang, n=target.value)
    else:
        what = f"{word} {quantity(target.value, target.unit, units, lang)}".strip()
    span = f"{target.since}-{target.by}" if lang == "vi" else f"{target.since}–{target.by}"
    when = {
        "by_year": (f"đến năm {target.by}", f"by {target.by}"),
        "in_year": (f"năm {target.by}", f"in {target.by}"),
        "each_year": (f"mỗi năm, {span}", f"every year, {span}"),
        "average": (f"bình quân năm, {span}", f"a year on average, {span}"),
        "cumulative": (f"cộng dồn {span}", f"in all, {span}"),
    }[target.basis]
    return f"{what} {pick(when, lang)}"


def figure_text(verdict: dict, unit: str, units, lang: str) -> str:
    """The published figure beside a target: 29,53% (năm 2025, ước tính)."""
    f = verdict["figure"]
    if not f:
        return pick(("chưa công bố", "not published"), lang)
    sign = {">": ("trên ", "over "), "<": ("dưới ", "under "), "~": ("khoảng ", "about ")}.get(f["comparator"], ("", ""))
    value = quantity(f["value"], unit, units, lang)
    if unit == "rank" and f["of"]:
        value = say(("thứ {a:n0}/{b:n0}", "{a:n0} of {b:n0}"), lang, a=f["value"], b=f["of"])
    when = period(f["period"], lang)
    if lang == "vi" and len(f["period"]) == 4:
        when = f"năm {when}"
    old = pick(("địa giới cũ, ", "old border, "), lang) if f["border"] else ""
    return f"{pick(sign, lang)}{value} ({old}{when}, {pick(STATUS[f['status']], lang)})"


def reason_text(verdict: dict, unit: str, units, lang: str) -> str:
    """Why a verdict is as it is, as a table cell."""
    reason, years = verdict["reason"], verdict["years"]
    span = listing(years, lang) if len(years) < 4 else period(f"{years[0]}..{years[-1]}", lang)
    words = {
        "tier_ended": ("cấp huyện đã kết thúc hoạt động từ ngày 01/7/2025", "the district tier ended on 1 July 2025"),
        "deadline_unpublished": (f"chưa công bố số liệu cuối năm {verdict['by']}", f"no figure for the end of {verdict['by']} is published"),
        "no_figure": ("chưa có số liệu công bố", "no figure is published"),
        "one_measure_too_short": ("quá ít năm số liệu trên cùng một thước đo", "too few years on one measure"),
        "years_unpublished": (f"chưa có số liệu năm {span}", f"no figure for {span}"),
        "lost_in_year": (f"không đạt ngay từ năm {span}, các năm sau không bù lại được", f"lost with {span}; later years cannot mend it"),
        "old_border_only": ("chỉ có số liệu theo địa giới trước ngày 01/7/2025", "figures only on the border before 1 July 2025"),
    }  # fmt: skip
    if reason:
        return pick(words[reason], lang)
    if verdict["probability"] is not None:
        return say(("xác suất {p:p}", "probability {p:p}"), lang, p=verdict["probability"])
    if verdict["distance"] is None:
        return ""
    size = quantity(abs(verdict["distance"]), unit, units, lang)
    if unit == "percent":
        points = number(abs(verdict["distance"]), lang)
        size = f"{points} {pick(('điểm phần trăm', 'percentage points'), lang)}"
    word = ("cao hơn mục tiêu {s}", "{s} above target") if verdict["distance"] >= 0 else ("còn thiếu {s}", "{s} short")
    return say(word, lang, s=size)


def share_target(record: dict, verdict: dict, target, lang: str) -> str:
    """One sentence on one target for the share."""
    word = pick(COMPARATOR[target.comparator], lang)
    goal = f"{word} {number(target.value, lang)}%".strip()
    values = {"goal": goal, "by": target.by, "decision": target.decision(lang), "p": verdict["probability"]}
    if verdict["status"] in ("met", "missed"):
        f = verdict["figure"]
        word = pick({"met": ("đã đạt", "met"), "missed": ("không đạt", "missed")}[verdict["status"]], lang)
        return say((
            "Mục tiêu {goal} đến năm {by} ({decision}) {word}: số liệu {status} là {x:pct}.",
            "The target of {goal} by {by} ({decision}) was {word}: the {statusen} is {x:pct}."), lang, **values, word=word,
            status=_status_words(f, lang), statusen="estimate" if f["status"] == "estimate" else f"{f['status']} figure", x=f["value"])  # fmt: skip
    if verdict["probability"] is None:
        reason = reason_text(verdict, "percent", None, lang)
        return say((
            "Mục tiêu {goal} đến năm {by} ({decision}): không đủ căn cứ đánh giá, {reason}.",
            "The target of {goal} by {by} ({decision}) cannot be judged: {reason}."), lang, **values, reason=reason)  # fmt: skip
    grade = {
        "on_course": ("nhiều khả năng đạt, xác suất khoảng {p:p}", "likely to be met, at about {p:p}"),
        "uncertain": ("chưa thể nghiêng về kết luận nào, xác suất đạt khoảng {p:p}", "too close to call, at about {p:p}"),
        "off_course": ("ít khả năng đạt, xác suất khoảng {p:p}", "unlikely to be met, at about {p:p}"),
    }[verdict["status"]]  # fmt: skip
    text = say(("Mục tiêu {goal} đến năm {by} ({decision}): ", "The target of {goal} by {by} ({decision}) is "), lang, **values)
    text += say(grade, lang, **values)
    if verdict["pace_needed"] is not None and verdict["distance"] < 0:
        text += say((
            "; cần tăng bình quân {a:n2} điểm phần trăm mỗi năm từ mức năm {y}",
            "; it needs a gain of {a:n2} points a year from the level of {y}"), lang,
            a=verdict["pace_needed"], y=verdict["figure"]["period"])  # fmt: skip
    return text + "."


def share_targets(record: dict, claims: dict, goals: dict, lang: str) -> list[str]:
    """A sentence for each target of the share."""
    return [share_target(record, v, goals[v["target"]], lang) for v in claims["targets"]]


def no_record(lang: str) -> str:
    """What backs a probability so far."""
    return pick((
        "Xác suất đọc từ các quỹ đạo mô phỏng của mô hình; khoảng dự báo của chỉ tiêu này chưa được kiểm nghiệm trên số liệu quá khứ vì chưa có chuỗi số liệu cấp tỉnh đủ dài.",
        "Probabilities are read from the model's simulated paths; the intervals of this indicator have not been tested on the past, because no provincial series is long enough."), lang)  # fmt: skip


# --- labour productivity ----------------------------------------------------------------------------------------------


def productivity_level(record: dict, claims: dict, lang: str) -> list[str]:
    """The level worked out from GRDP and employment, and how it compares with the official one."""
    levels = {int(y): row for y, row in claims.get("level", {}).items()}
    if not levels:
        return []
    year = max(levels)
    row = levels[year]
    out = [say((
        "Năm {year}, mỗi lao động có việc làm tạo ra {x:n1} triệu đồng GRDP (giá hiện hành): {g:n0} tỷ đồng chia cho {e:n1} nghìn người.",
        "In {year} each employed person produced VND {x:n1} million of GRDP (current prices): VND {g:n0} billion over {e:n1} thousand persons."),
        lang, year=year, x=row["derived"], g=row["grdp"], e=row["employed"])]  # fmt: skip
    if row["official"] is not None and row["official"] == row["official"]:
        out.append(say((
            "Số do cơ quan thống kê công bố là {x:n1} triệu đồng, chênh {d:n2}%.",
            "The statistics office publishes {x:n1} million, a difference of {d:n2}%."), lang, x=row["official"], d=abs(row["gap_percent"])))  # fmt: skip
    return out


def productivity_break(claims: dict, lang: str) -> list[str]:
    """What the redefinition of 2021 did to the count of employed persons."""
    levels = {int(y): row for y, row in claims.get("level", {}).items()}
    growth = {int(y): row for y, row in claims.get("growth", {}).items()}
    if not {2020, 2021} <= set(levels) or growth.get(2021, {}).get("kind") not in ("bridged", "break"):
        return []
    before, after = levels[2020]["employed"], levels[2021]["employed"]
    out = [say((
        "Từ năm 2021, người sản xuất chỉ để tự dùng không còn được tính là có việc làm: số lao động giảm từ {a:n1} xuống {b:n1} "
        "nghìn người, nên mức tăng năng suất năm 2021 tính thẳng từ hai số này là không có thật.",
        "From 2021 those who produce only for their own use no longer count as employed: the number falls from {a:n1} to {b:n1} "
        "thousand, so that a growth of productivity computed straight across 2020-21 would be spurious."), lang, a=before, b=after)]  # fmt: skip
    row = growth[2021]
    if row["kind"] == "bridged":
        out.append(say((
            "Năm 2021 được nối bằng giả định số lao động theo định nghĩa cũ thay đổi như các năm trước; sai số của phép nối là {s:n1} điểm phần trăm.",
            "The year 2021 is bridged by assuming that employment on the old definition moved as in the years before; the bridge's standard error is {s:n1} points."),
            lang, s=row["sd"]))  # fmt: skip
    return out


def productivity_growth(record: dict, claims: dict, lang: str) -> list[str]:
    """The rates that can be computed, and for which years there is none and why."""
    growth = {int(y): row for y, row in claims.get("growth", {}).items()}
    direct = {y: r for y, r in growth.items() if r["kind"] == "direct"}
    out = []
    if direct:
        year = max(direct)
        r = direct[year]
        out.append(say((
            "Năm {year}, năng suất lao động {word} {x:pct1} (giá so sánh): GRDP {gw} {g:pct}, số lao động {ew} {e:pct1}.",
            "In {year} labour productivity {word} by {x:pct1} (constant prices): GRDP {gw} by {g:pct}, employed persons {ew} by {e:pct1}."), lang,
            year=year, x=abs(r["growth"]), g=abs(r["grdp_growth"]), e=abs(r["employed_growth"]), word=_moved(r["growth"], lang),
            gw=_moved(r["grdp_growth"], lang), ew=_moved(r["employed_growth"], lang)))  # fmt: skip
    bare = sorted(y for y, r in growth.items() if r["kind"] == "no employment")
    if bare and (not direct or bare[-1] > max(direct)):
        bare = [y for y in bare if not direct or y > max(direct)]
        span = listing(bare, lang) if len(bare) < 3 else period(f"{bare[0]}..{bare[-1]}", lang)
        out.append(say((
            "Tính đến ngày {d:day}, bảng số liệu chưa có số lao động có việc làm năm {span} của {place}, nên chưa tính được năng suất các năm đó.",
            "As of {d:day} the table holds no number of employed persons for {span} in {place}, so that productivity cannot be computed."),
            lang, d=record["as_of"], span=span, place=record["place"][lang]))  # fmt: skip
    return out


def _moved(value: float, lang: str) -> str:
    return pick(("tăng", "rose") if value >= 0 else ("giảm", "fell"), lang)


def productivity_needed(claims: dict, lang: str) -> list[str]:
    """What employment would have had to do for the floor to hold in the newest years without a figure."""
    needed = claims.get("needed")
    if not needed or not needed["years"]:
        return []
    years = {int(y): row for y, row in needed["years"].items() if int(y) > 2021}
    parts = []
    for year in sorted(years)[-3:]:
        row = years[year]
        parts.append(say((
            "năm {y} (GRDP tăng {g:pct}) phải {w} {e:pct}", "in {y} (GRDP up {g:pct}) to {w} {e:pct}"), lang, y=year,
            g=row["grdp_growth"], e=abs(row["employment"]),
            w=pick(("giảm", "fall by") if row["employment"] < 0 else ("tăng không quá", "rise by no more than"), lang)))  # fmt: skip
    if not parts:
        return []
    return [say((
        "Để năng suất tăng {f:pct} mỗi năm, số lao động có việc làm {l:all}.",
        "For productivity to have grown by {f:pct} each year, employment would have had {l:all}."), lang, f=needed["floor"], l=parts)]  # fmt: skip


def productivity_target(verdict: dict, target, lang: str) -> str:
    """One sentence on one target for the growth of productivity."""
    goal = f"{pick(COMPARATOR[target.comparator], lang)} {number(target.value, lang)}%".strip()
    span = period(f"{target.since}..{target.by}", lang)
    basis = pick(("mỗi năm", "every year") if target.basis == "each_year" else ("bình quân mỗi năm", "a year on average"), lang)
    values = {"goal": goal, "span": span, "basis": basis, "p": verdict["probability"], "decision": target.decision(lang)}
    if verdict["reason"] == "lost_in_year":
        return say((
            "Mục tiêu tăng {goal} {basis} giai đoạn {span} ({decision}) đã không đạt ngay từ năm {y} ({x:pct1}, tính toán từ số liệu công bố); các năm sau không bù lại được.",
            "The target of {goal} {basis} over {span} ({decision}) was missed with {y} ({x:pct1}, computed from published figures); later years cannot mend it."),
            lang, **values, y=verdict["years"][0], x=verdict["figure"]["value"])  # fmt: skip
    if verdict["probability"] is not None:
        grade = {
            "on_course": ("nhiều khả năng đạt, xác suất khoảng {p:p}", "likely to be met, at about {p:p}"),
            "uncertain": ("chưa thể nghiêng về kết luận nào, xác suất khoảng {p:p}", "too close to call, at about {p:p}"),
            "off_course": ("ít khả năng đạt, xác suất khoảng {p:p}", "unlikely to be met, at about {p:p}"),
        }[verdict["status"]]  # fmt: skip
        head = ("Mục tiêu tăng {goal} {basis} giai đoạn {span} ({decision}): ", "The target of {goal} {basis} over {span} ({decision}) is ")
        return say(head, lang, **values) + say(grade, lang, **values) + "."
    word = {"met": ("đã đạt", "was met"), "missed": ("không đạt", "was missed")}.get(verdict["status"])
    if word:
        return say(("Mục tiêu tăng {goal} {basis} giai đoạn {span} ({decision}) {w}.", "The target of {goal} {basis} over {span} ({decision}) {w}."), lang, **values, w=pick(word, lang))  # fmt: skip
    return say((
        "Mục tiêu tăng {goal} {basis} giai đoạn {span} ({decision}): không đủ căn cứ đánh giá, {r}.",
        "The target of {goal} {basis} over {span} ({decision}) cannot be judged: {r}."), lang, **values, r=reason_text(verdict, "percent", None, lang))  # fmt: skip


def productivity_targets(claims: dict, goals: dict, lang: str) -> list[str]:
    """A sentence for each target of the growth of productivity."""
    return [productivity_target(v, goals[v["target"]], lang) for v in claims["targets"]]


def productivity_forecast(claims: dict, lang: str) -> list[str]:
    """The interval of the yearly rate and what it rests on, or that there is none."""
    used = claims.get("rates_used", {"years": []})
    if "forecast" not in claims:
        return [say((
            "Chưa thể dự báo tốc độ tăng năng suất lao động: mới tính được {n:n0} năm từ năm {y} trở lại đây, cần ít nhất 4 năm.",
            "The growth of labour productivity cannot be forecast: rates exist for {many} since {y}, at least 4 are needed."), lang,
            n=len(used["years"]), many=count_en(len(used["years"]), "year"), y=used.get("since", ""))] if "growth" in claims else []  # fmt: skip
    year = max(int(y) for y in claims["forecast"])
    f = claims["forecast"][year]
    return [say((
        "Từ {n:n0} tốc độ tăng đã tính được ({years:all}), khoảng dự báo 80% cho tốc độ tăng năm {y} là từ {lo} đến {hi:pct1}; giá trị giữa là {m:pct1}.",
        "From the {n:n0} rates that can be computed ({years:all}) the 80% forecast interval for growth in {y} runs from {lo} to {hi:pct1}, its middle at {m:pct1}."),
        lang, n=len(used["years"]), years=used["years"], y=year, lo=number(f["low80"], lang, 1, fixed=True) + "%", hi=f["high80"], m=f["median"])]  # fmt: skip


# --- scorecard and data -----------------------------------------------------------------------------------------------


def scorecard_summary(card: dict, lang: str) -> str:
    """How many targets stand where."""
    if not card["total"]:
        return pick(("Sổ mục tiêu chưa có mục tiêu nào của nơi này.", "The register holds no target of this place."), lang)
    parts = [
        f"{n} {_lower(pick(VERDICT[status], lang))}" for status, n in card["counts"].items() if n
    ]
    return say(("Trong {n:n0} mục tiêu: {l:all}.", "Of {n:n0} targets: {l:all}."), lang, n=card["total"], l=parts)


def holdings(record: dict, lang: str) -> str:
    """How much the table holds for the place."""
    held = record["held"]
    return say((
        "Bảng số liệu có {f:n0} số liệu của {n:n0} chỉ tiêu cho {place} theo địa giới này, đã công bố đến ngày {d:day}.",
        "The table holds {fs} on {ns} for {place} on this border, published by {d:day}."), lang,
        f=held["figures"], n=held["indicators"], fs=count_en(held["figures"], "figure"), ns=count_en(held["indicators"], "indicator"), place=record["place"][lang], d=record["as_of"])  # fmt: skip


def no_target(lang: str) -> str:
    """Where the register holds no such target."""
    return pick(("Sổ mục tiêu chưa có mục tiêu nào về nội dung này cho nơi này.", "The register holds no target on this for this place."), lang)


def nothing_computed(record: dict, lang: str) -> str:
    """Where GRDP or employment is missing."""
    return say((
        "Bảng số liệu chưa có đủ GRDP và lao động có việc làm của {place} theo địa giới này, công bố đến ngày {d:day}, để tính.",
        "The table does not hold enough of GRDP and employment for {place} on this border, published by {d:day}, to compute this."), lang,
        place=record["place"][lang], d=record["as_of"])  # fmt: skip


def no_break(lang: str) -> str:
    """Where the redefinition of 2021 does not bear on the figures at hand."""
    return pick((
        "Từ năm 2021, người sản xuất chỉ để tự dùng không còn được tính là có việc làm; bảng số liệu không có đủ số lao động của nơi này ở hai phía của thay đổi đó.",
        "From 2021 those who produce only for their own use no longer count as employed; the table does not hold this place's employment on both sides of that change."), lang)  # fmt: skip


def share_context(year: int, f: dict | None, lang: str) -> str:
    """The forecast with the ministry's estimates added as context."""
    if f is None:
        return pick(("Không có ước tính nào của bộ quy đổi được cho nơi này.", "There is no estimate of the ministry to convert for this place."), lang)
    return say((
        "Khoảng dự báo 80% cho năm {y} khi thêm ước tính của bộ: từ {lo:pct1} đến {hi:pct1}; giá trị giữa là {m:pct1}.",
        "80% forecast interval for {y} with the ministry's estimates added: {lo:pct1} to {hi:pct1}, its middle at {m:pct1}."), lang,
        y=year, lo=f["low80"], hi=f["high80"], m=f["median"])  # fmt: skip


def revisions(first: dict, latest: dict, span: float, lang: str) -> str:
    """How much one figure was revised, against how much the series moved."""
    return say((
        "Số liệu cả nước năm {year} được điều chỉnh từ {a:pct} ({v0:pub}) thành {b:pct} ({v1:pub}): mức điều chỉnh {r:n2} điểm phần trăm, trong khi cả giai đoạn chỉ thay đổi {s:n2} điểm.",
        "The nation's figure for {year} was revised from {a:pct} ({v0:pub}) to {b:pct} ({v1:pub}): a revision of {r:n2} points, while the whole period moved by {s:n2}."),
        lang, year=first["year"], a=first["value"], b=latest["value"], v0=first["vintage"], v1=latest["vintage"],
        r=abs(latest["value"] - first["value"]), s=abs(span))  # fmt: skip


def rows_by_use(counts: dict, lang: str) -> str:
    """How many rows are used and why others are not."""
    words = {
        "yes": ("được dùng", "used"), "weaker_source": ("có nguồn mạnh hơn", "with a stronger source for the same figure"),
        "fewer_digits": ("có bản in nhiều chữ số hơn", "printed elsewhere with more digits"),
        "same_again": ("trùng lặp", "the same again"), "flagged": ("không dùng vì có nghi vấn", "set aside as doubtful"),
    }  # fmt: skip
    parts = [f"{number(n, lang, 0)} {pick(words[use], lang)}" for use, n in counts.items() if n]
    return say(("Số dòng: {l:all}.", "Rows: {l:all}."), lang, l=parts)


def paragraph(sentences) -> str:
    """Sentences as one Markdown paragraph."""
    return " ".join(s for s in sentences if s)
