"""Sentences on how often statements of the same method came true."""

from ..keyed import count
from .spelling import cap, count_en, listing, lower, number, pick, say

GRADES = {
    "on_course": ("từ 2/3 trở lên", "2 in 3 or more"),
    "uncertain": ("trên 1/3 và dưới 2/3", "more than 1 in 3, less than 2 in 3"),
    "off_course": ("từ 1/3 trở xuống", "1 in 3 or less"),
}
KINDS = {
    "every_year": ("nhận định dạng “ít nhất x% mỗi năm”", "statements of the form “at least x% every year”"),
    "average": (
        "nhận định dạng “bình quân ít nhất x% mỗi năm”",
        "statements of the form “at least x% a year on average”",
    ),
    "at_least": (
        "nhận định dạng “đạt ít nhất x sau một số năm”",
        "statements of the form “at least x some years later”",
    ),
}
APART = 0.1  # said and seen further apart than this are spoken of
FEW = 10  # distinct years; fewer, and the sentence says so


def years(first_and_last: list[int], lang: str) -> str:
    """2-5 năm; 2 to 5 years: how far ahead."""
    first, last = first_and_last
    if first == last:
        return pick((f"{first} năm", count_en(first, "year")), lang)
    return pick((f"{first}-{last} năm", f"{first} to {last} years"), lang)


def tried_on(found: dict, lang: str) -> str:
    """What was forecast, for how many provinces, from how many different years, how far ahead."""
    names = listing([lower(i[lang]) for i in found["indicators"]], lang)
    parts = []
    if found["provinces"]:
        parts.append(
            say(
                ("của {n:n0} tỉnh, thành phố từ {y:n0} năm xuất phát khác nhau", "{p} from {s}"),
                lang,
                n=found["provinces"],
                y=count(found["origins"]),
                p=count_en(found["provinces"], "province"),
                s=count_en(count(found["origins"]), "different starting year"),
            )
        )
    if found["origins_of_nation"]:
        n = count(found["origins_of_nation"])
        words = ("của cả nước từ {n:n0} năm xuất phát", "the nation from {s}")
        parts.append(say(words, lang, n=n, s=count_en(n, "starting year")))
    values = {"names": names, "who": listing(parts, lang), "h": years(found["steps"], lang)}
    return say(("{names} {who}, dự báo trước {h}", "{names}: {who}, {h} ahead"), lang, **values)


def tally(found: dict, grades: list[str], lang: str) -> str:
    """Of N such statements k came true, by grade of probability, with the mean probability said."""
    parts = []
    for grade in [g for g in GRADES if g in grades]:
        row = found["grades"].get(grade)
        words = (
            "trong {n:n0} {what} có xác suất {g} (bình quân {p:p}; {y:n0} năm xuất phát), {k:n0} nhận định đúng ({s})",
            "of {n:n0} {what} with a probability of {g} ({p:p} on average; {years}), {k:n0} came true ({s})",
        )
        if row is None:
            words = ("chưa có {what} nào có xác suất {g}", "there is none among {what} with a probability of {g}")
            row = {"n": 0, "true": 0, "said": 0.0, "origins": 0}
        share = number(100 * row["true"] / row["n"], lang, 0) + "%" if row["n"] else ""
        what, words_of_grade = pick(KINDS[found["kind"]], lang), pick(GRADES[grade], lang)
        values = {"n": row["n"], "k": row["true"], "p": row["said"], "s": share, "y": row["origins"]}
        values["years"] = count_en(row["origins"], "starting year")
        parts.append(say(words, lang, what=what, g=words_of_grade, **values))
    return "; ".join(parts)


def _apart(found: dict, lang: str) -> list[str]:
    """Where the share that came true was far from the probability said."""
    out = []
    for grade in [g for g in GRADES if g in found["asked"] and g in found["grades"]]:
        row = found["grades"][grade]
        gap = row["true"] / row["n"] - row["said"]
        if abs(gap) < APART:
            continue
        words = (
            "Với xác suất {g}, tỷ lệ đúng {w} hơn xác suất bình quân đã nêu {d:n0} điểm phần trăm, nên cần thận trọng khi đọc xác suất này.",
            "With probabilities of {g} the share that came true was {d:n0} points {w} than the mean probability said: read these with caution.",
        )
        word = pick(("cao", "higher") if gap > 0 else ("thấp", "lower"), lang)
        out.append(say(words, lang, g=pick(GRADES[grade], lang), w=word, d=100 * abs(gap)))
    return out


def _few(found: dict, lang: str) -> list[str]:
    tried = sorted({*found["origins"], *found["origins_of_nation"]})
    words = (
        "Số năm xuất phát còn ít và các tỉnh cùng chịu những biến động chung, nên nhiều nhận định chưa hẳn là nhiều bằng chứng.",
        "The starting years are few and provinces share their shocks, so that many statements are not much evidence.",
    )
    return [pick(words, lang)] if len(found["origins"] or tried) < FEW else []


def _tuned(found: dict, lang: str) -> list[str]:
    words = (
        "Mức dao động của tốc độ bình quân trong mô hình được chọn trên chính các số liệu này, nên kết quả thử có phần thuận lợi hơn thực tế.",
        "How far the mean rate may move was set on these same figures, which flatters the record somewhat.",
    )
    return [pick(words, lang)] if found["kind"] in ("every_year", "average") else []


def _reliable(found: dict, lang: str) -> list[str]:
    """What weakens a record: few distinct years, figures of a later day."""
    out = _few(found, lang)
    later = found["n"] - found["as_known"]
    if later and found["as_known"]:
        words = (
            "Trong {n:n0} nhận định đã thử, {a:n0} nhận định dựa trên số liệu đúng như đã công bố khi đó, {b:n0} nhận định dựa trên số liệu công bố sau nhưng chỉ lấy đến năm xuất phát.",
            "Of the {n:n0} statements tried, {a:n0} rest on figures as published at the time, {b:n0} on later ones cut at the starting year (pseudo-real-time).",
        )
        out.append(say(words, lang, n=found["n"], a=found["as_known"], b=later))
    elif later:
        words = (
            "Các nhận định đã thử dựa trên số liệu công bố sau nhưng chỉ lấy đến năm xuất phát.",
            "The statements tried rest on figures published later, cut at the starting year (pseudo-real-time).",
        )
        out.append(pick(words, lang))
    return out + _tuned(found, lang)


def _interval(found: dict, lang: str) -> list[str]:
    row = found["interval80"]
    if not row["n"]:
        return []
    words = (
        "Khoảng dự báo 80% chứa số liệu thực tế trong {k:n0}/{n:n0} trường hợp ({p:pct0}).",
        "The 80% interval held the outcome in {k:n0} of {n:n0} cases ({p:pct0}).",
    )
    return [say(words, lang, k=row["held"], n=row["n"], p=100 * row["held"] / row["n"])]


def _stand_in(found: dict, lang: str) -> list[str]:
    """Where the indicator has no panel: the same method on others, in the same situation."""
    if not found["stand_in"]:
        return []
    return [
        pick(
            (
                "Tỷ trọng kinh tế số chưa có chuỗi số liệu cấp tỉnh đủ dài để thử; thay vào đó, chính phương pháp đó được thử trên chỉ tiêu khác trong tình huống tương tự: một hoặc hai số liệu của địa phương, mức thay đổi mỗi năm lấy theo hai tỉnh khác và bình quân các tỉnh.",
                "For the digital economy's share no provincial series is long enough to test; the same method was tested on stand-ins in the same situation instead: one or two figures of the place itself, yearly movement borrowed from two other provinces and the mean of all.",
            ),
            lang,
        )
    ]


def _own(found: dict, lang: str) -> list[str]:
    """The few cases of the indicator itself where others stand in for it."""
    own = found.get("own", {"n": 0})
    if not own["n"]:
        return []
    words = (
        "Với chính tỷ trọng kinh tế số, mới thử được {n:n0} trường hợp ở {m:n0} địa bàn: khoảng dự báo 80% chứa số liệu thực tế trong {k:n0}/{n:n0} trường hợp.",
        "On the share itself only {c} in {places} could be tried: the 80% interval held the outcome in {k:n0} of {n:n0}.",
    )
    values = {"n": own["n"], "k": own["held"], "m": own["places"]}
    return [say(words, lang, **values, c=count_en(own["n"], "case"), places=count_en(own["places"], "place"))]


def past_record(records: dict, lang: str) -> list[str]:
    """How often statements of the same method came true: a paragraph for each indicator and kind of target."""
    out = []
    for found in [found for by_basis in records.values() for found in by_basis.values()]:
        if not found["n"]:
            out.append(no_record(lang))
            continue
        head = ("Khi thử trên số liệu quá khứ ({t}), ", "Tested on the past ({t}), ")
        said = say(head, lang, t=tried_on(found, lang)) + tally(found, found["asked"], lang) + "."
        parts = (_apart, _interval, _reliable, _own)
        out.append(" ".join([*_stand_in(found, lang), said, *(s for part in parts for s in part(found, lang))]))
    return list(dict.fromkeys(out))


def past_record_short(records: dict, lang: str) -> list[str]:
    """A line for each method a table of the same record stands below: its intervals, and where its words were off."""
    out = []
    for found in [found for by_basis in records.values() for found in by_basis.values() if found["n"]]:
        row, about = found["interval80"], tried_on(found, lang)
        words = (
            "{about}{sep} khoảng dự báo 80% chứa số liệu thực tế trong {k:n0}/{n:n0} trường hợp ({p:pct0}).",
            "{about}{sep} the 80% interval held the outcome in {k:n0} of {n:n0} cases ({p:pct0}).",
        )
        values = {"k": row["held"], "n": row["n"], "p": 100 * row["held"] / row["n"] if row["n"] else 0}
        values |= {"about": about, "sep": ";" if found["stand_in"] else ":"}
        line = say(words, lang, **values) if row["n"] else f"{about}."
        if found["stand_in"]:
            instead = (
                "Tỷ trọng kinh tế số chưa có chuỗi số liệu cấp tỉnh đủ dài, nên phương pháp được thử trên chỉ tiêu khác trong "
                "tình huống tương tự: {line}",
                "No provincial series of the digital economy's share is long enough, so its method was tested on other "
                "indicators in the same situation: {line}",
            )
            line = say(instead, lang, line=line)
        out.append(" ".join([cap(line), *_apart(found, lang), *_own(found, lang)]))
    return list(dict.fromkeys(out))


def past_record_limits(records: dict, lang: str) -> list[str]:
    """What weakens the tests, said once for all methods; that there is none, where nothing could be tested."""
    tried = [found for by_basis in records.values() for found in by_basis.values() if found["n"]]
    if not tried:
        return [no_record(lang)] if records else []
    out = [s for found in tried for s in _few(found, lang)]
    if any(found["n"] > found["as_known"] for found in tried):
        words = (
            "Nhiều nhận định được thử trên số liệu công bố sau, chỉ lấy đến năm xuất phát.",
            "Many statements were tried on figures published later, cut at the starting year (pseudo-real-time).",
        )
        out.append(pick(words, lang))
    return list(dict.fromkeys([*out, *(s for found in tried for s in _tuned(found, lang))]))


def no_record(lang: str) -> str:
    """Where nothing could be tested by the day."""
    return pick(
        (
            "Xác suất được tính từ các quỹ đạo mô phỏng của mô hình; đến ngày chốt số liệu, phương pháp này chưa thể thử trên số liệu quá khứ.",
            "Probabilities are read from the model's simulated paths; by the cut-off day the method could not be tested on the past.",
        ),
        lang,
    )
