"""The published methods side by side, worded."""

from .spelling import chance, count_en, lower, number, pick, say
from .verdicts import target_text

NAMES = {
    "growth_ratio": (
        "Tỷ số tốc độ tăng (Eurostat, Cơ quan Thống kê Canada)",
        "Growth ratio (Eurostat, Statistics Canada)",
    ),
    "projection_ratio": (
        "Tỷ số ngoại suy (Cơ quan Thống kê Liên hợp quốc)",
        "Projection ratio (UN Statistics Division)",
    ),
    "current_status": ("Hiện trạng (ESCAP)", "Current status (ESCAP)"),
    "anticipated_progress": ("Khoảng cách dự kiến (ESCAP)", "Anticipated gap (ESCAP)"),
    "time_distance": ("Khoảng cách thời gian theo đường thẳng", "Time distance on a straight line"),
    "probability": ("Xác suất theo dự báo của báo cáo này", "Probability on our forecast"),
}
LABELS = {
    "achieved": ("đã đạt mức mục tiêu", "target level reached"),
    "on_track": ("đúng tiến độ", "on track"),
    "acceleration_needed": ("có tiến bộ, cần tăng tốc", "acceleration needed"),
    "limited": ("tiến bộ hạn chế", "limited progress"),
    "deterioration": ("xấu đi", "deterioration"),
    "fair": ("tiến bộ khá", "fair progress"),
    "no_progress": ("không tiến bộ", "no progress"),
    "regressed": ("thụt lùi so với năm đầu", "regressed since the first year"),
    "ahead": ("sớm hơn lộ trình", "ahead of the path"),
    "behind": ("chậm hơn lộ trình", "behind the path"),
    "will_meet": ("sẽ đạt", "will be met"),
    "accelerate": ("cần tăng tốc", "accelerate"),
    "reverse": ("cần đảo chiều", "reverse the trend"),
    "on_course": ("nhiều khả năng đạt", "on course"),
    "uncertain": ("chưa chắc chắn", "uncertain"),
    "off_course": ("ít khả năng đạt", "off course"),
    "cannot_be_judged": ("không đủ căn cứ đánh giá", "cannot be judged"),
}
REASONS = {
    "growth_rate": ("mục tiêu là tốc độ tăng", "the target is a growth rate"),
    "rank": ("thứ hạng không có tốc độ tăng", "a rank has no growth rate"),
    "period": (
        "mục tiêu đặt cho cả giai đoạn hoặc riêng một năm",
        "the target is set for a period or a single year alone",
    ),
    "one_point": (
        "chưa có hai năm số liệu trên cùng một thước đo và địa giới",
        "fewer than two years on one measure and border",
    ),
    "sign_change": ("giá trị bằng không hoặc đổi dấu", "a value is zero or changes sign"),
    "base_at_target": ("năm đầu đã ở hoặc vượt mức mục tiêu", "the first year was at or past the target"),
    "deadline_reached": ("số liệu đã đến năm mục tiêu", "the figures have come to the target's year"),
    "no_probability": ("không có dự báo", "no forecast"),
}
WHY = {
    "equality": (
        "mục tiêu về cơ cấu là giữ xấp xỉ mức này, trong khi các cách đã công bố coi vượt mức là đạt",
        "a target on structure asks for about this level, while the published methods take more for reached",
    ),
    "to_date": (
        "hiện trạng và khoảng cách thời gian chỉ xét quãng đường đã đi, các cách khác xét cả những năm còn lại",
        "current status and time distance look only at the way come so far, the others also at the years left",
    ),
    "curve": (
        "hai tỷ số giả định tốc độ tăng giữa năm đầu và năm cuối giữ nguyên, ESCAP kẻ đường thẳng qua mọi năm",
        "the two ratios let the growth between the first and last year go on, ESCAP draws a straight line through all years",
    ),
    "near": (
        "có cách tính mức hụt nhỏ vẫn là đạt",
        "some count a near miss as reached",
    ),
    "spread": (
        "xác suất tính cả mức dao động của chuỗi số liệu, các cách khác chỉ nối dài xu thế đã thấy",
        "the probability counts how far such series wander, the others only extend the trend seen",
    ),
}


def reading_text(reading: dict, lang: str) -> str:
    """One method on one target, as a table cell: 0,13: tiến bộ hạn chế."""
    if not reading["label"]:
        return say(("không áp dụng: {w}", "does not apply: {w}"), lang, w=pick(REASONS[reading["reason"]], lang))
    word, ratio = pick(LABELS[reading["label"]], lang), reading["ratio"]
    if reading["method"] == "probability":
        return f"{chance(ratio, lang)}: {word}"
    if reading["method"] == "time_distance" and reading["label"] != "achieved":
        way = (
            ("sớm {x} năm so với lộ trình", "{x} years ahead")
            if ratio >= 0
            else ("chậm {x} năm so với lộ trình", "{x} years behind")
        )
        return say(way, lang, x=number(abs(ratio), lang, 1))
    return word if reading["method"] == "time_distance" else f"{number(ratio, lang)}: {word}"


def methods_summary(found: list[dict], lang: str) -> str:
    """On how many open targets a published method says anything, and why not on the others."""
    if not found:
        return pick(("Không có mục tiêu nào còn thời hạn mà chưa có kết luận.", "No target is open."), lang)
    read = [r for r in found if any(x["label"] for x in r["readings"][:-1])]
    reasons = [next(x["reason"] for x in r["readings"]) for r in found if r not in read]
    parts = [
        f"{number(reasons.count(code), lang, 0)} ({pick(REASONS[code], lang)})"
        for code in sorted(set(reasons), key=lambda c: -reasons.count(c))
    ]
    first = say(
        (
            "Trong {n:n0} mục tiêu còn thời hạn và chưa có kết luận, các cách đánh giá đã công bố áp dụng được cho {k:n0} mục tiêu.",
            "Of {targets} not yet settled and not past their year, published methods apply to {k:n0}.",
        ),
        lang,
        n=len(found),
        k=len(read),
        targets=count_en(len(found), "target"),
    )
    rest = say(("Không áp dụng được cho: {l:all}.", "They do not apply to: {l:all}."), lang, l=parts) if parts else ""
    ours = sum(r["readings"][-1]["label"] != "" for r in found if r not in read)
    alone = say(
        (
            "Trong số đó, dự báo của báo cáo này vẫn cho xác suất với {n:n0} mục tiêu.",
            "For {n:n0} of these our forecast still gives a probability.",
        ),
        lang,
        n=ours,
    )
    return " ".join(part for part in (first, rest, alone if ours else "") if part)


def methods_differ(found: list[dict], goals: dict, units, lang: str) -> list[str]:
    """A sentence for each target on which the methods contradict each other: who says what, and why."""
    out = []
    for record in found:
        if not record["why"]:
            continue
        target = goals[record["target"]]
        yes, no = (
            [lower(pick(NAMES[m], lang)) for m, says in record["reaches"].items() if says is value]
            for value in (True, False)
        )
        out.append(
            say(
                (
                    "{name} ({goal}): theo {yes:all} thì đạt, theo {no:all} thì không, vì {why}.",
                    "{name} ({goal}): reached by {yes:all}, not by {no:all}, because {why}.",
                ),
                lang,
                name=target.name(lang),
                goal=target_text(target, units, lang),
                yes=yes,
                no=no,
                why="; ".join(pick(WHY[code], lang) for code in record["why"]),
            )
        )
    out = list(dict.fromkeys(out))
    if not out and any(len(record["reaches"]) > 1 for record in found):
        out.append(
            pick(
                (
                    "Ở các mục tiêu này không có hai cách đánh giá nào trái ngược nhau.",
                    "On these targets no two methods contradict each other.",
                ),
                lang,
            )
        )
    return out
