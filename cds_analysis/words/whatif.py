"""Words of the scenarios with a reader's own numbers."""

from .spelling import ends, number, pick, quantity, say
from .verdicts import target_text

DOWNTURN = ("Tỷ trọng kinh tế số nếu phần lõi giảm, %", "The share if the core falls, %")
DIGITISATION = ("Tỷ trọng kinh tế số nếu các ngành khác số hóa thêm, %", "The share if the rest digitises, %")
PACE = ("Tỷ trọng kinh tế số theo tốc độ tăng, %", "The share at these rates of growth, %")
FALL = ("Phần lõi giảm, %", "Fall of the core, %")
RECOVERY = ("Số năm phục hồi", "Years to recover")
UNTIL = ("Đến năm", "Until")
POINTS = ("Số hóa thêm mỗi năm, điểm %", "Points gained a year")
DIGITAL = ("Kinh tế số tăng, % mỗi năm", "Digital growth, % a year")
GRDP = ("GRDP tăng, % mỗi năm", "GRDP growth, % a year")
A_MONTH = ("Tăng thêm mỗi tháng", "Net births a month")
NO_FIRMS = (
    "Chưa có mục tiêu còn hiệu lực nào về số doanh nghiệp mà mới có một số liệu, nên không có gì để thử.",
    "No open target on a count with a single known figure, so there is nothing to try.",
)


def end(path: dict, lang: str) -> str:
    """Where a path of the share ends."""
    year = max(path)
    pair = ("Năm {y}, tỷ trọng là {s}.", "In {y} the share is {s}.")
    return say(pair, lang, y=year, s=ends(path[year], lang))


def goals(begin, path: dict, lang: str) -> list[str]:
    """Whether a path reaches the open targets within its years, each once."""
    out = []
    for goal in begin.goals:
        if goal.by not in path:
            continue
        low, high = (bool(goal.holds(v)) for v in path[goal.by])
        word = ("tùy phần lõi", "depends on the core")
        if low == high:
            word = ("đạt", "reached") if low else ("không đạt", "not reached")
        pair = ("Mục tiêu {g}: **{w}**.", "Target of {g}: **{w}**.")
        out.append(say(pair, lang, g=target_text(goal, begin.study.units, lang), w=pick(word, lang)))
    return list(dict.fromkeys(out))


def _core(begin, lang: str) -> str:
    core = begin.core
    part = ends((core["part_low"], core["part_high"]), lang, 0)
    if core["kind"] == "published":
        return say(("phần lõi theo số liệu công bố: {q}", "core as published: {q}"), lang, q=part)
    if core["kind"] == "assumed":
        return say(("phần lõi là giả định của người đọc: {q}", "core as the reader assumes: {q}"), lang, q=part)
    return say(("phần lõi chưa biết: {q}", "core unknown: {q}"), lang, q=part)


def downturn(begin, fall: float, recovery: int, lang: str) -> str:
    """The fall assumed, and what the core is taken to be."""
    pair = (
        "Giả sử phần lõi giảm {f:pct1} trong năm {y} {r} ({c} giá trị tăng thêm của kinh tế số).",
        "If the core falls by {f:pct1} in {y} {r} ({c} of digital value added).",
    )
    back = ("và không phục hồi", "and stays down")
    if recovery:
        back = (f"rồi phục hồi đều trong {recovery} năm", f"and comes back in even steps over {recovery} year(s)")
    return say(pair, lang, f=fall, y=begin.level["year"] + 1, r=pick(back, lang), c=_core(begin, lang))


def digitisation(begin, points: float, lang: str) -> str:
    """The digitisation assumed."""
    pair = (
        "Giả sử ngoài phần lõi, phần số trong giá trị tăng thêm {w} {p} điểm phần trăm mỗi năm ({c} giá trị tăng thêm của kinh tế số).",
        "If outside the core the digital part of value added {w} by {p} points a year ({c} of digital value added).",
    )
    word = pick(("tăng", "rises") if points >= 0 else ("giảm", "falls"), lang)
    return say(pair, lang, w=word, p=number(abs(points), lang, 1), c=_core(begin, lang))


def pace(begin, digital: float, grdp: float, lang: str) -> str:
    """The rates assumed."""
    pair = (
        "Giả sử mỗi năm giá trị tăng thêm của kinh tế số {d} và GRDP {g}, cùng loại giá.",
        "If each year digital value added {d} and GRDP {g}, at the same prices.",
    )
    return say(pair, lang, d=_rate(digital, lang), g=_rate(grdp, lang))


def _rate(rate: float, lang: str) -> str:
    word = pick(("tăng", "grows by") if rate >= 0 else ("giảm", "falls by"), lang)
    return say(("{w} {x:pct1}", "{w} {x:pct1}"), lang, w=word, x=abs(rate))


def firms(study, verdict, a_month: float, path: dict, lang: str) -> list[str]:
    """The count known, where the births assumed take it, and what is needed."""
    target, found, units = verdict.target, verdict.births, study.units
    last = path[target.by][0]
    pair = (
        "Số liệu duy nhất: {x} ({d:per}). Nếu đến {t:day} vẫn như vậy và từ đó tăng thêm {m:n0} mỗi tháng (số mới trừ số ngừng hoạt "
        "động), cuối năm {y} có {z}.",
        "The one figure known: {x} ({d:per}). If it still stands on {t:day} and gains a net {m:n0} a month from then on, there are "
        "{z} at the end of {y}.",
    )
    values = {"x": quantity(found.count, target.unit, units, lang), "d": found.period, "t": study.as_of, "m": a_month}
    out = [say(pair, lang, **values, y=target.by, z=quantity(last, target.unit, units, lang, digits=0))]
    word = pick(("đạt", "reached") if target.holds(last) else ("không đạt", "not reached"), lang)
    goal = target_text(target, units, lang)
    out.append(say(("Mục tiêu {g}: **{w}**.", "Target of {g}: **{w}**."), lang, g=goal, w=word))
    return out
