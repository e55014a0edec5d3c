"""The scorecard as plain lines for a terminal."""

from textwrap import wrap

from .data import final_account, milestones, paragraph, scorecard_summary
from .spelling import VERDICT, cap, pick, quantity, say
from .verdicts import figure_text, points_or_quantity, reason_text, target_text

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
# What the other years of a period need and what the known ones gave.
PERIOD = {
    "each_year": (
        ("mỗi năm còn lại cần tối thiểu {x}", "each of the other years needs {x}"),
        ("các năm đã biết đạt bình quân {x}/năm", "the known years had {x} a year"),
    ),
    "average": (
        ("các năm còn lại cần bình quân {x}/năm", "the other years need {x} a year"),
        ("các năm đã biết đạt bình quân {x}/năm", "the known years had {x} a year"),
    ),
    "cumulative": (
        ("các năm còn lại cần bình quân {x} mỗi năm", "the other years need {x} a year"),
        ("các năm đã biết đạt bình quân {x} mỗi năm", "the known years had {x} a year"),
    ),
    "unpublished": (
        ("các năm chưa có số liệu phải đạt bình quân {x}/năm", "the years without a figure must have {x} a year"),
        ("các năm đã biết đạt bình quân {x}/năm", "the known years had {x} a year"),
    ),
}


def distance_text(verdict: dict, target, units, lang: str) -> str:
    """còn thiếu 2 điểm phần trăm: how far the newest figure is from the target, or empty."""
    if verdict["distance"] is None:
        return ""
    if not verdict["distance"]:
        inside = target.sense == "equal" and target.upto is not None
        words = ("trong khoảng mục tiêu", "within the range") if inside else ("bằng mục tiêu", "equal to the target")
        return pick(words, lang)
    word = ("tốt hơn mục tiêu {x}", "better than the target by {x}")
    if target.sense == "floor":
        word = ("cao hơn mục tiêu {x}", "above the target by {x}")
    short = ("còn thiếu {x} so với mục tiêu", "short of the target by {x}")
    if target.sense != "floor":
        short = ("lệch mục tiêu {x}", "off the target by {x}")
    return say(
        word if verdict["distance"] > 0 else short,
        lang,
        x=points_or_quantity(verdict["distance"], target.unit, units, lang),
    )


def pace_text(verdict: dict, target, units, lang: str) -> str:
    """mức tăng cần có mỗi năm 0,5 điểm phần trăm; thực tế ...: the paces of one measure, or empty."""
    found = []
    if target.basis in PERIOD:
        words = PERIOD[target.basis if verdict["reason"] != "years_unpublished" else "unpublished"]
        for key, word in zip(("pace_needed", "pace_seen"), words, strict=True):
            if verdict["pace_seen"] is not None and (value := verdict[key]) is not None:
                found.append(say(word, lang, x=quantity(value, target.unit, units, lang)))
        return "; ".join(found)
    for key, word in (
        ("pace_needed", ("mức {way} cần có mỗi năm {x}", "pace needed: a yearly {way} of {x}")),
        ("pace_seen", ("thực tế {way} mỗi năm {x}", "pace seen: a yearly {way} of {x}")),
    ):
        value = verdict[key]
        reached = verdict["distance"] is not None and verdict["distance"] >= 0
        none = reached or verdict["reason"] == "deadline_unpublished" or verdict["births"]
        if value is None or (key == "pace_needed" and none):
            continue  # what is reached needs no pace, what is over can have none, births are told a month
        up = value <= 0 if target.unit == "rank" else value >= 0  # a rank rises towards the first
        way = pick(("tăng", "rise") if up else ("giảm", "fall"), lang)
        found.append(say(word, lang, way=way, x=points_or_quantity(value, target.unit, units, lang)))
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
        summary = [scorecard_summary(card, lang), final_account(card, lang), *milestones(card, lang)]
        several = len({goals[v["target"]].decision(lang) for v in card["verdicts"]}) > 1
        out += ["", pick(ORIGIN[origin], lang).upper(), *wrap(paragraph(summary), width)]
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
            if verdict["figure"] or (verdict["reason"] != "no_figure" and verdict["status"] != "void"):
                newest = pick(("Số liệu gần nhất: ", "Newest figure: "), lang)
                body.append(newest + figure_text(verdict, target.unit, units, lang))
            gap = (
                distance_text(verdict, target, units, lang)
                if verdict["status"] not in ("met", "missed") and target.basis not in ("average", "each_year")
                else ""
            )
            body.append("; ".join(part for part in (gap, pace_text(verdict, target, units, lang)) if part))
            if several and target.decision(lang):
                body.append(pick(("Văn bản: ", "Document: "), lang) + target.decision(lang))
            for text in filter(None, body):
                out += wrap(cap(text), width, initial_indent=indent, subsequent_indent=indent)
    return out
