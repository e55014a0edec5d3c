"""The scorecard as plain lines for a terminal."""

from textwrap import wrap

from .data import scorecard_summary
from .verdicts import figure_text, reason_text, target_text
from .words import VERDICT, cap, number, pick, quantity, say

ORIGIN = {
    "interview": ("Mục tiêu nêu trong bài phỏng vấn năm 2023", "Targets given in the 2023 interview"),
    "resolution": ("Mục tiêu khác của nghị quyết", "Other targets of the resolution"),
    "programme": ("Chương trình, kế hoạch chuyển đổi số", "Digital programmes and plans"),
    "congress": ("Mục tiêu của Đại hội Đảng bộ", "Targets of the Party congress"),
    "provincial-plan": ("Quy hoạch và kế hoạch của địa phương", "Provincial plans"),
    "annual-plan": ("Kế hoạch hằng năm", "Annual plans"),
    "national": ("Mục tiêu cấp quốc gia", "National targets"),
    "other-province": ("Mục tiêu của địa phương", "Targets of the province"),
}
WIDTH = 110


def _amount(value: float, target, units, lang: str) -> str:
    """The size of a distance or pace: points for percentages, else the unit."""
    if target.unit == "percent":
        return f"{number(abs(value), lang)} {pick(('điểm phần trăm', 'percentage points'), lang)}"
    if target.unit == "rank":
        return f"{number(abs(value), lang)} {pick(('bậc', 'places'), lang)}"
    return quantity(abs(value), target.unit, units, lang)


def distance_text(verdict: dict, target, units, lang: str) -> str:
    """còn thiếu 2 điểm phần trăm: how far the newest figure is from the target, or empty."""
    if verdict["distance"] is None:
        return ""
    if not verdict["distance"]:
        return pick(("bằng mục tiêu", "equal to the target"), lang)
    word = ("tốt hơn mục tiêu {x}", "better than the target by {x}")
    if target.sense == "floor":
        word = ("cao hơn mục tiêu {x}", "above the target by {x}")
    short = ("còn thiếu {x} so với mục tiêu", "short of the target by {x}")
    if target.sense != "floor":
        short = ("lệch mục tiêu {x}", "off the target by {x}")
    return say(word if verdict["distance"] > 0 else short, lang, x=_amount(verdict["distance"], target, units, lang))


def pace_text(verdict: dict, target, units, lang: str) -> str:
    """mức tăng cần có mỗi năm 0,5 điểm phần trăm; thực tế ...: the paces of one measure, or empty."""
    found = []
    if target.basis == "average":
        for key, word in (
            ("pace_needed", ("các năm còn lại cần bình quân {x:pct}/năm", "the other years need {x:pct} a year")),
            ("pace_seen", ("các năm đã biết đạt bình quân {x:pct}/năm", "the known years had {x:pct} a year")),
        ):
            if verdict[key] is not None:
                found.append(say(word, lang, x=verdict[key]))
        return "; ".join(found)
    for key, word in (
        ("pace_needed", ("mức {way} cần có mỗi năm {x}", "pace needed: a yearly {way} of {x}")),
        ("pace_seen", ("thực tế {way} mỗi năm {x}", "pace seen: a yearly {way} of {x}")),
    ):
        value = verdict[key]
        if value is None or (key == "pace_needed" and (verdict["distance"] or 0) > 0):
            continue  # what is reached already needs no pace
        way = pick(("tăng", "rise") if value >= 0 else ("giảm", "fall"), lang)
        found.append(say(word, lang, way=way, x=_amount(value, target, units, lang)))
    return "; ".join(found)


def scorecard_lines(place: str, told: list[str], groups: dict, units, lang: str, width: int = WIDTH) -> list[str]:
    """The scorecard as lines no longer than `width`.

    Args:
        told: What has to be known of the place and the day first, a sentence each.
        groups: By origin, in the order to print: the record `results.of_scorecard` and its targets by id.
    """
    indent = " " * 4
    out = [cap(place), *wrap(" ".join(told), width)]
    if not groups:
        out += ["", scorecard_summary({"total": 0}, lang)]
    for origin, (card, goals) in groups.items():
        out += ["", pick(ORIGIN[origin], lang).upper(), *wrap(scorecard_summary(card, lang), width)]
        for n, verdict in enumerate(card["verdicts"], start=1):
            target = goals[verdict["target"]]
            head = f"{n:>2}. {target.name(lang)}: {target_text(target, units, lang)}"
            out += ["", *wrap(head, width, subsequent_indent=indent)]
            reason = reason_text(verdict, target.unit, units, lang)
            chance = (
                reason_text(verdict | {"reason": ""}, target.unit, units, lang)
                if verdict["probability"] is not None
                else ""
            )
            told = pick(("xác suất", "probability"), lang) in reason or not chance
            why = "; ".join(part for part in (reason, "" if told else chance) if part)
            status = pick(VERDICT[verdict["status"]], lang).upper()
            body = [f"{status}{': ' if why else ''}{why}"]
            body.append(
                pick(("Số liệu gần nhất: ", "Newest figure: "), lang) + figure_text(verdict, target.unit, units, lang)
            )
            gap = (
                distance_text(verdict, target, units, lang)
                if verdict["status"] not in ("met", "missed") and target.basis != "average"
                else ""
            )
            body.append("; ".join(part for part in (gap, pace_text(verdict, target, units, lang)) if part))
            for text in filter(None, body):
                out += wrap(cap(text), width, initial_indent=indent, subsequent_indent=indent)
    return out
