"""Sentences on forecasts made anew from earlier years, and on the method chosen."""

from .spelling import count_en, listing, lower, number, pick, say

METHODS = {
    "panel": ("dự báo gộp", "panel forecast"),
    "mean rate": ("tốc độ bình quân", "mean rate"),
    "drift": ("mức thay đổi bình quân", "drift"),
    "last value": ("giữ nguyên số liệu cuối", "last value"),
}
KINDS_SHORT = {
    "at_least": ("ít nhất x trong năm cuối", "at least x in the last year"),
    "every_year": ("ít nhất x mỗi năm", "at least x every year"),
    "average": ("bình quân ít nhất x", "at least x on average"),
}
NEAR = 5.0  # percentage points between what intervals promise and what they held


def method_chosen(trials: dict, lang: str) -> list[str]:
    """Which method has the smallest error of those whose intervals hold what they promise, in numbers."""
    chosen = trials["chosen"]
    name, rest = pick(METHODS[chosen], lang), [m for m in trials["methods"] if m not in (chosen, "last value")]
    out = [
        say(
            (
                "Phương pháp được chọn: {m}, với điều kiện khoảng dự báo 80% chứa ít nhất {c:pct0} số liệu thực tế.",
                "Chosen: {m}, on the condition that 80% intervals hold at least {c:pct0} of the outcomes.",
            ),
            lang,
            m=name,
            c=trials["least_held"],
        )
    ]
    if chosen == "last value":
        words = (
            "Không phương pháp nào khác thỏa điều kiện này mà có sai số nhỏ hơn việc giữ nguyên số liệu cuối.",
            "No other method meets it with an error smaller than that of leaving the last value as it is.",
        )
        out.append(pick(words, lang))
    else:
        words = (
            "Sai số của phương pháp này bằng {e:n2} lần sai số khi giữ nguyên số liệu cuối; sai số nhỏ hơn ở {k:n0}/{n:n0} chỉ tiêu{names}.",
            "Its error is {e:n2} times that of leaving the last value as it is; it is smaller on {k:n0} of {n:n0} indicators{names}.",
        )
        better = [lower(row[lang]) for row in trials["panels"] if row["error"][chosen] < 1]
        values = {"e": trials["error"][chosen], "k": len(better), "n": len(trials["panels"])}
        out.append(say(words, lang, **values, names=f" ({listing(better, lang)})" if better else ""))
    if rest:
        parts = [f"{pick(METHODS[m], lang)} {number(trials['error'][m], lang)}" for m in rest]
        words = ("Để so sánh: {l}.", "For comparison: {l}.")
        out.append(say(words, lang, l=listing(parts, lang)))
    return out


def intervals_held(trials: dict, lang: str) -> list[str]:
    """How often the intervals of the chosen method held what came, and whether that is what they promise."""
    row = trials["held"][trials["chosen"]]
    out = []
    for level in (80, 95):
        gap = row[f"cov{level}"] - level
        verdict = (
            ("đúng với mức danh nghĩa", "as promised")
            if abs(gap) <= NEAR
            else ("rộng hơn mức cần thiết", "wider than need be")
            if gap > 0
            else ("hẹp hơn mức cần thiết", "too narrow")
        )
        out.append(
            say(
                (
                    "Khoảng dự báo {l}% chứa {c:pct1} số liệu thực tế ({n:n0} trường hợp): {v}.",
                    "The {l}% interval held {c:pct1} of the outcomes ({n:n0} cases): {v}.",
                ),
                lang,
                l=str(level),
                c=row[f"cov{level}"],
                n=int(row["n"]),
                v=pick(verdict, lang),
            )
        )
    held = {row[lang]: row["held"][trials["chosen"]]["cov80"] for row in trials["panels"]}
    narrow = [f"{lower(name)} ({number(c, lang, 0)}%)" for name, c in held.items() if c < 80 - NEAR]
    if narrow:
        words = ("Khoảng dự báo 80% còn hẹp với {l}.", "80% intervals are too narrow on {l}.")
        out.append(say(words, lang, l=listing(narrow, lang)))
    words = (
        "Các trường hợp này thuộc {o:n0} năm xuất phát; các tỉnh cùng chịu những biến động chung.",
        "These cases come from {years}; provinces share their shocks.",
    )
    tried = len(trials["origins"])
    return [*out, say(words, lang, o=tried, years=count_en(tried, "different starting year"))]


def statements_held(said: dict, lang: str) -> list[str]:
    """How many statements of each kind came true, against the mean probability said."""
    words = (
        "Trong {n:n0} nhận định “{what}” ({o:n0} năm xuất phát), xác suất bình quân nêu ra là {p:p}, tỷ lệ đúng là {s:p}.",
        "Of {n:n0} statements “{what}” ({years}) the mean probability said was {p:p}, the share that came true {s:p}.",
    )
    return [
        say(
            words,
            lang,
            n=row["n"],
            what=pick(KINDS_SHORT[kind], lang),
            o=row["origins"],
            years=count_en(row["origins"], "starting year"),
            p=row["said"],
            s=row["true"] / row["n"],
        )
        for kind, row in said.items()
        if row["n"]
    ]


def nothing_tried(lang: str) -> str:
    """Where the table holds no panel long enough by the day."""
    words = (
        "Đến ngày chốt số liệu, bảng số liệu chưa có chỉ tiêu cấp tỉnh nào đủ dài để thử.",
        "By the cut-off day the table holds no provincial indicator long enough to be tried.",
    )
    return pick(words, lang)


def index_shown(shown: dict | None, lang: str) -> str:
    """The digital transformation index: too short to calibrate on, so it is only shown."""
    if not shown:
        words = ("Đến ngày chốt số liệu, DTI chưa có đủ ba năm.", "By the cut-off day the DTI has not three years.")
        return pick(words, lang)
    words = (
        "DTI của {n:n0} tỉnh, thành phố mới có số liệu đầy đủ cho giai đoạn {a}-{b}. Từ hai năm đầu, dự báo gộp có sai số bằng {e:n2} lần sai số khi giữ nguyên số liệu cuối, và khoảng dự báo 80% chứa {c:pct0} số liệu thực tế; đây là một năm duy nhất nên không dùng để hiệu chỉnh.",
        "The DTI of {n:n0} provinces is complete for {a}–{b} only. From its first two years the panel forecast erred {e:n2} times as much as leaving the last value as it is, and 80% intervals held {c:pct0} of the outcomes; that is a single year, so that nothing is calibrated on it.",
    )
    values = {"n": shown["places"], "a": str(shown["first"]), "b": str(shown["last"])}
    return say(words, lang, **values, e=shown["error"], c=shown["cov80"])
