"""Sentences on a rate every year against the same rate on average."""

from .spelling import listing, number, period, pick, say


def both_accounts(accounts: list[dict], lang: str) -> list[str]:
    """For each period and rate: how it stands year by year, how it stands on average, what the open years need."""
    return [_account(row, lang) for row in accounts]


def _account(row: dict, lang: str) -> str:
    values = {
        "span": period(f"{row['since']}..{row['by']}", lang),
        "rate": row["rate"],
        "n": len(row["settled"]),
        "k": len(row["below"]),
        "below": listing(row["below"], lang),
        "mean": row["mean"],
        "needed": row["needed"],
        "open": _years([r["year"] for r in row["open"]], lang),
    }
    head = say(("Giai đoạn {span}, mức {rate:pct}/năm: ", "Over {span}, at {rate:pct} a year: "), lang, **values)
    if not row["settled"]:
        each = (
            "chưa có năm nào có số liệu; tính mỗi năm thì năm nào cũng phải đạt {rate:pct}, tính bình quân thì cả giai đoạn phải đạt {rate:pct}/năm.",
            "no year has a figure yet; counted year by year each has to reach {rate:pct}, on average all of them together.",
        )
        return head + say(each, lang, **values)
    if row["below"]:
        each = (
            "tính mỗi năm thì không đạt, vì năm {below} thấp hơn mức này và không năm nào bù lại được; ",
            "counted year by year it is lost, for {below} fell below and no other year mends that; ",
        )
    elif row["open"]:
        each = (
            "tính mỗi năm thì chưa năm nào thấp hơn mức này; ",
            "counted year by year no year has fallen below so far; ",
        )
    else:
        each = ("tính mỗi năm thì không năm nào thấp hơn mức này; ", "counted year by year no year fell below; ")
    if row["open"]:
        average = (
            "tính bình quân thì {n:n0} năm đã có số liệu{bridged} tăng bình quân {mean:pct1}/năm, nên {open} phải tăng bình quân "
            "{needed:pct1}/năm.",
            "on average the years with figures{bridged} come to {mean:pct1}, so that {open} would need {needed:pct1} a year.",
        )
    else:
        average = (
            "tính bình quân là {mean:pct1}/năm, {word} mức này.",
            "on average it comes to {mean:pct1} a year, {word}.",
        )
        below = row["mean"] < row["rate"]
        values["word"] = pick(("thấp hơn", "below it") if below else ("không thấp hơn", "not below it"), lang)
    bridged = listing(row["bridged"], lang)
    values["bridged"] = pick((f" (năm {bridged} là số nối chuỗi)", f" ({bridged} bridged)"), lang) if bridged else ""
    return head + say(each, lang, **values) + say(average, lang, **values)


def _years(years: list[int], lang: str) -> str:
    """năm 2025; giai đoạn 2023-2025: open years at the end of a period follow one another."""
    if not years:
        return ""
    run = len(years) > 2 and years == list(range(years[0], years[-1] + 1))
    text = period(f"{years[0]}..{years[-1]}", lang) if run else listing(years, lang)
    return pick((f"giai đoạn {text}" if run else f"năm {text}", text), lang)


def rate_asked(value: float, lang: str) -> str:
    """A growth rate in a cell, one decimal, a true minus."""
    return "–" if value is None or value != value else number(value, lang, 1, fixed=True) + "%"


def accounts_caption(base: str, lang: str) -> str:
    """What the columns of the table mean; base is GRDP, or GDP for the nation."""
    template = (
        "Điều kiện để đạt mức nêu ra: lao động tăng không quá mức ghi trong bảng (nếu {base} tăng như cột bên trái), hoặc {base} tăng ít nhất "
        "mức ghi trong bảng (nếu lao động tăng như cột bên trái). † ước lượng của nhóm nghiên cứu; * giả định bằng bình quân ba năm mới nhất",
        "For the rate to hold, employment may grow by at most this (at the growth of {base} on the left), or {base} has to grow by at "
        "least this (at the growth of employment on the left). † our own estimate; * scenario: mean of the newest three years",
    )
    return say(template, lang, base=base)
