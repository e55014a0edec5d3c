"""What moved between two briefs, by what, in numbers that add up as printed."""

from decimal import Decimal
from itertools import pairwise

from .spelling import half_up, listing, lower, number, period, pick, say

SUBJECT = {
    "share": ("tỷ trọng kinh tế số", "digital economy's share"),
    "productivity": ("tốc độ tăng năng suất lao động", "growth of labour productivity"),
}
READING = {
    "median": ("giá trị giữa", "middle"),
    "low80": ("cận dưới của khoảng dự báo 80%", "lower end of the 80% interval"),
    "high80": ("cận trên của khoảng dự báo 80%", "upper end of the 80% interval"),
    "probability": ("xác suất đạt", "probability"),
    "distance": ("chênh lệch so với mục tiêu", "distance to the target"),
}
STEPS = {
    "method": ("phương pháp", "method"),
    "revision": ("số liệu điều chỉnh", "revision"),
    "new_data": ("số liệu mới", "new data"),
    "border": ("địa giới", "border"),
}
DIGITS = 2


def number_name(name: str, target_names: dict[str, str], lang: str) -> str:
    """What a path through results.json means to a reader."""
    part, *rest = name.split(".")
    if part == "target":
        target, reading = ".".join(rest[:-1]), rest[-1]
        return f"{target_names.get(target, target)}: {pick(READING[reading], lang)}"
    subject = pick(SUBJECT[part], lang)
    if rest[0] == "forecast":
        words = ("{s}, dự báo năm {y}: {r}", "{s}, forecast for {y}: {r}")
        return say(words, lang, s=subject, y=rest[1], r=pick(READING[rest[2]], lang))
    return say(("{s}, năm {y}", "{s}, {y}"), lang, s=subject, y=rest[1])


def steps_as_printed(row: dict) -> tuple[Decimal, list[Decimal], Decimal]:
    """Old value, parts and new value of one number, rounded so that the printed parts add up to the last digit.

    Each stage is rounded first and the parts are differences of rounded stages. Probabilities in per cent.
    """
    factor = 100 if row["name"].endswith(".probability") else 1
    stages = [half_up(factor * row[name], DIGITS) for name in ("old", *STEPS)]
    parts = [after - before for before, after in pairwise(stages)]
    return stages[0], parts, stages[-1]


def signed(value, lang: str) -> str:
    """A part with its sign, as tables write it."""
    return ("+" if value > 0 else "") + number(float(value), lang, DIGITS, fixed=True)


def changed(moved: list[dict], same: int, appeared: int, gone: int, days: tuple[str, str], lang: str) -> str:
    """Which briefs are compared, how many numbers moved, by which steps, and how many only one of them has."""
    words = (
        "Báo cáo trước dùng số liệu chốt đến ngày {a:day}, báo cáo sau đến ngày {b:day}.",
        "The earlier brief rests on data as of {a:day}, the later one on data as of {b:day}.",
    )
    out = [say(words, lang, a=days[0], b=days[1])]
    words = ("Trong {n:n0} số có ở cả hai báo cáo, ", "Of {n:n0} numbers that both briefs have, ")
    both = say(words, lang, n=same + len(moved))
    by = [s for i, s in enumerate(STEPS) if any(steps_as_printed(row)[1][i] for row in moved)]
    if not moved:
        out.append(both + pick(("không số nào thay đổi.", "none moved."), lang))
    else:
        names = listing([pick(STEPS[s], lang) for s in by], lang) or pick(("làm tròn", "rounding"), lang)
        out.append(both + say(("{m:n0} số thay đổi, do {by}.", "{m:n0} moved, by {by}."), lang, m=len(moved), by=names))
    words = (
        "Có {a:n0} số chỉ có ở báo cáo sau và {g:n0} số chỉ có ở báo cáo trước.",
        "{a:n0} stand in the later brief alone, {g:n0} in the earlier one alone.",
    )
    return " ".join([*out, say(words, lang, a=appeared, g=gone)])


def one_sided(appeared: list[str], gone: list[str], target_names: dict[str, str], lang: str) -> list[str]:
    """Which numbers only one of two briefs has: a sentence for the later and one for the earlier, where there are any."""
    words = (
        (appeared, ("Chỉ có ở báo cáo sau: {l}.", "Only in the later brief: {l}.")),
        (gone, ("Chỉ có ở báo cáo trước: {l}.", "Only in the earlier brief: {l}.")),
    )
    return [say(word, lang, l="; ".join(_gathered(names, target_names, lang))) for names, word in words if names]


def _gathered(names: list[str], target_names: dict[str, str], lang: str) -> list[str]:
    """Numbers by subject, years and readings together: tỷ trọng kinh tế số, dự báo năm 2026-2028."""
    years: dict[tuple, dict] = {}
    for name in names:
        part, *rest = name.split(".")
        key = (part, ".".join(rest[:-1])) if part == "target" else (part, rest[0])
        years.setdefault(key, {})["" if part == "target" else rest[1]] = None
    out = []
    for (part, kind), found in years.items():
        if part == "target":
            out.append(pick(("mục tiêu ", "target: "), lang) + lower(target_names.get(kind, kind)))
            continue
        span = sorted(found)
        long = len(span) > 2 and int(span[-1]) - int(span[0]) == len(span) - 1
        when = period(f"{span[0]}..{span[-1]}", lang) if long else listing(span, lang)
        words = ("{s}, năm {l}", "{s}, {l}")
        if kind == "forecast":
            words = ("{s}, dự báo năm {l}", "{s}, forecast for {l}")
        out.append(say(words, lang, s=pick(SUBJECT[part], lang), l=when))
    return out
