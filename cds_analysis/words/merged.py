"""How the figures of a merged unit are rebuilt from those of the units it was made of."""

from .spelling import STATUS, cap, listing, number, period, pick, quantity, say

HOW = {
    "sum": ("cộng số liệu của các đơn vị trước sắp xếp", "sum of the former units"),
    "ratio": (
        "tổng GRDP theo giá hiện hành của các đơn vị trước sắp xếp chia cho tổng lao động có việc làm",
        "GRDP at current prices of all former units over their employed persons",
    ),
    "weighted": (
        "bình quân gia quyền số liệu của các đơn vị trước sắp xếp theo GRDP năm {w}",
        "mean of the former units weighted by their GRDP of {w}",
    ),
}
WHY_NOT = {
    "no_part": ("chưa đơn vị trước sắp xếp nào có số liệu", "no former unit has a figure"),
    "no_weights": (
        "thiếu số liệu hoặc GRDP theo giá hiện hành của ít nhất một đơn vị trước sắp xếp, nên không có quyền số",
        "a former unit lacks the figure or its GRDP at current prices, so there are no weights",
    ),
    "no_denominator": (
        "thiếu GRDP hoặc lao động có việc làm của ít nhất một đơn vị trước sắp xếp",
        "a former unit lacks GRDP or employed persons",
    ),
    "definitions": (
        "các đơn vị trước sắp xếp theo định nghĩa khác nhau trong cùng năm",
        "the former units are on different definitions in the same year",
    ),
    "rank": (
        "thứ hạng trong 63 tỉnh, thành phố không cộng và không lấy bình quân được; phải xếp lại trong 34 đơn vị từ điểm theo địa giới mới",
        "ranks among 63 neither add up nor average; they have to be made anew among 34 from scores on the new border",
    ),
}


def rebuilt_value(row: dict, units, lang: str) -> str:
    """The rebuilt value, its bounds, or that it cannot be computed: từ 28,83% đến 29,4% (2023)."""
    if row["how"] == "cannot":
        return pick(("không tính được", "cannot be computed"), lang)
    low = quantity(row["low"], row["unit"], units, lang)
    if row["exact"]:
        text = low
    elif row["high"] is None:
        text = say(("ít nhất {a}", "at least {a}"), lang, a=low)
    else:
        text = say(("từ {a} đến {b}", "{a} to {b}"), lang, a=low, b=quantity(row["high"], row["unit"], units, lang))
    return f"{text} ({pick(('năm ', ''), lang)}{row['year']})"


def rebuilt_how(row: dict, units, lang: str) -> str:
    """How a value is rebuilt and from what, or why it cannot be."""
    if row["how"] == "cannot":
        return cap(pick(WHY_NOT[row["reason"]], lang))
    parts = []
    for part in row["parts"]:
        text = pick(("chưa có số liệu", "no figure"), lang)
        if part["value"] is not None:
            text = quantity(part["value"], row["unit"], units, lang)
        elif part["assumed"]:
            low, high = (quantity(v, row["unit"], units, lang) for v in part["assumed"])
            text = say(("giả định từ {a} đến {b}", "assumed {a} to {b}"), lang, a=low, b=high)
        if part["weight"] is not None:
            weight = number(100 * part["weight"], lang, 1, fixed=True)
            text += say((", quyền số {w}%", ", weight {w}%"), lang, w=weight)
        parts.append(f"{part[lang]} ({text})")
    return f"{cap(say(HOW[row['how']], lang, w=row['weight_year']))}: {listing(parts, lang)}"


def published_value(row: dict, units, lang: str) -> str:
    """What is published on the new border: 29,53% (năm 2025, ước tính); a rank with the field it is among."""
    found = row["published"]
    if not found:
        return pick(("chưa thấy công bố", "not published (none found)"), lang)
    text = quantity(found["value"], found["unit"], units, lang)
    if row["unit"] == "rank" and found["field"]:
        text = say(("thứ {a:n0}/{b:n0}", "{a:n0} of {b:n0}"), lang, a=found["value"], b=found["field"])
    sign = {">": ("trên ", "over "), "<": ("dưới ", "under "), "~": ("khoảng ", "about ")}
    text = pick(sign.get(found["comparator"], ("", "")), lang) + text
    when = pick(("năm ", ""), lang) + period(found["period"], lang)
    return f"{text} ({when}, {pick(STATUS[found['status']], lang)})"


def rebuilt_summary(rows: list[dict], lang: str) -> list[str]:
    """How many headline figures of a merged unit can be rebuilt, how many only within bounds, how many not."""
    if not rows:
        pair = (
            "Theo địa giới đang xét, địa bàn này không hình thành từ sáp nhập, nên không có số liệu nào phải tính lại từ các đơn vị "
            "trước sắp xếp.",
            "On this border the place was not formed by a merger, so nothing has to be rebuilt from former units.",
        )
        return [pick(pair, lang)]
    exact = sum(r["exact"] for r in rows)
    none = sum(r["how"] == "cannot" for r in rows)
    counted = (
        (exact, ("{k:n0} chỉ tiêu tính lại được", "{k:n0} can be rebuilt")),
        (len(rows) - exact - none, ("{k:n0} chỉ tiêu chỉ xác định được trong một khoảng", "{k:n0} only within bounds")),
        (none, ("{k:n0} chỉ tiêu không tính được", "{k:n0} cannot be computed")),
    )
    parts = [say(pair, lang, k=count) for count, pair in counted if count]
    pair = (
        "Từ số liệu của các đơn vị trước sắp xếp, trong {n:n0} chỉ tiêu chính có {parts:all}.",
        "Of {n:n0} main indicators, from the figures of the former units, {parts:all}.",
    )
    return [say(pair, lang, n=len(rows), parts=parts)]
