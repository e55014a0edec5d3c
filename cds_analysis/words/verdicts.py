"""A target, its figure and its verdict as the cells of a table."""

from .spelling import COMPARATOR, STATUS, listing, number, period, pick, quantity, say, year_span
from .unconfirmed import turned_short


def target_text(target, units, lang: str) -> str:
    """What a target asks, as a table cell: tối thiểu 20% đến năm 2025."""
    word = pick(COMPARATOR[target.comparator], lang)
    if target.indicator.kind == "rank" and target.comparator == "<=":
        what = say(("trong nhóm {n:n0} tỉnh, thành phố dẫn đầu", "among the first {n:n0}"), lang, n=target.value)
    elif target.upto is not None:
        low, high = (quantity(v, target.unit, units, lang) for v in (target.value, target.upto))
        what = pick((f"từ {low} đến {high}", f"{low} to {high}"), lang)
    else:
        what = f"{word} {quantity(target.value, target.unit, units, lang)}".strip()
    span = year_span(target.since, target.by, lang)
    until = "đến" if target.upto is None else "vào"  # từ 50% đến 55% vào năm 2030
    when = {
        "by_year": (f"{until} năm {target.by}", f"by {target.by}"),
        "in_year": (f"năm {target.by}", f"in {target.by}"),
        "each_year": (f"mỗi năm giai đoạn {span}", f"every year, {span}"),
        "average": (f"bình quân mỗi năm giai đoạn {span}", f"a year on average, {span}"),
        "cumulative": (f"cộng dồn giai đoạn {span}", f"in all, {span}"),
    }[target.basis]
    return f"{what} {pick(when, lang)}"


def figure_text(verdict: dict, unit: str, units, lang: str) -> str:
    """The published figure beside a target: 29,53% (năm 2025, ước tính)."""
    f = verdict["figure"]
    if not f:
        return pick(("chưa thấy công bố", "not published (none found)"), lang)
    sign = {">": ("trên ", "over "), "<": ("dưới ", "under "), "~": ("khoảng ", "about ")}.get(
        f["comparator"], ("", "")
    )
    value = quantity(f["value"], unit, units, lang)
    if unit == "rank" and f["of"]:
        value = say(("thứ {a:n0}/{b:n0}", "{a:n0} of {b:n0}"), lang, a=f["value"], b=f["of"])
    when = period(f["period"], lang)
    if lang == "vi" and len(f["period"]) == 4:
        when = f"năm {when}"
    old = pick(("địa giới cũ, ", "old border, "), lang) if f["border"] else ""
    return f"{pick(sign, lang)}{value} ({old}{when}, {pick(STATUS[f['status']], lang)})"


def _probability(verdict: dict, lang: str) -> str:
    """; xác suất 12%, where a verdict that cannot be given has one."""
    p = verdict.get("probability")
    return "" if p is None else say(("; xác suất đạt {p:p}", "; probability {p:p}"), lang, p=p)


def _births(births: dict | None, unit: str, units, lang: str) -> str:
    """; cần tăng thêm bình quân 30 doanh nghiệp mỗi tháng kể từ tháng 7/2023."""
    if not births:
        return ""
    return say(
        (
            "; cần tăng thêm bình quân {x} mỗi tháng kể từ {since}",
            "; needs a net {x} a month from {since} on",
        ),
        lang,
        x=quantity(births["a_month"], unit, units, lang, digits=0),
        since=_end_of(births["period"], lang),
    )


def _end_of(text: str, lang: str) -> str:
    """cuối năm 2025, tháng 7/2023: from when a rate is needed."""
    when = period(text.split("..")[-1], lang)
    return pick(("cuối năm ", "the end of "), lang) + when if len(when) == 4 else when


def births_needed(card: dict, goals: dict, units, lang: str) -> list[str]:
    """A sentence for each target on a count that is known once: how often it was printed and what it would take."""
    out, told = [], set()
    for verdict in card["verdicts"]:
        if not (found := verdict["births"]):
            continue
        target = goals[verdict["target"]]
        values = {
            "name": target.name(lang),
            "x": quantity(found["count"], target.unit, units, lang),
            "of": pick(("năm ", ""), lang) * (len(found["period"]) == 4) + period(found["period"], lang),
            "since": _end_of(found["period"], lang),
            "old": pick((" theo địa giới cũ", " on the old border"), lang) if verdict["figure"]["border"] else "",
            "last": found["last_print"][:4],
            "goal": target_text(target, units, lang),
            "m": quantity(found["a_month"], target.unit, units, lang, digits=0),
            "now": found["now"] and quantity(found["now"], target.unit, units, lang, digits=0),
        }
        once = (
            "{name} mới có một số liệu{old} là {x}, của {of}, nên không dự báo.",
            "{name}: one figure{old}, {x}, of {of}, so there is no forecast.",
        )
        again = (
            "{name} mới có một số liệu{old} là {x}, nêu lần đầu cho {of} và được nhắc lại nguyên như vậy đến năm {last}; không thấy "
            "thay đổi nào giữa hai lần đó nên không dự báo. Số nhắc lại không phải lần đếm mới, vì vậy mức cần tăng tính từ lần nêu đầu.",
            "{name}: one figure{old}, {x}, first given for {of} and reprinted unchanged until {last}; no movement is seen between "
            "the two, so there is no forecast. A reprint is no new count: the gain needed is counted from the first print.",
        )
        passed = (
            "Mục tiêu {goal} đã qua thời hạn mà chưa thấy số liệu cuối kỳ để kết luận; muốn đạt, số này phải tăng thêm (số mới "
            "trừ số ngừng hoạt động) bình quân {m} mỗi tháng kể từ {since}.",
            "The target of {goal} is past its deadline without a figure to close the account; it took a net gain of {m} a "
            "month from {since} on.",
        )
        ahead = (
            "Để đạt mục tiêu {goal}, số này phải tăng thêm (số mới trừ số ngừng hoạt động) bình quân {m} mỗi tháng kể từ {since}",
            "The target of {goal} takes a net gain of {m} a month from {since} on",
        )
        still = (
            "; nếu đến nay vẫn là {x} thì từ nay phải tăng thêm {now} mỗi tháng.",
            ", or {now} a month from now on if the count still stands.",
        )
        if values["name"] not in told:
            out.append(say(again if found["prints"] > 1 else once, lang, **values))
            told.add(values["name"])
        need = say(passed if found["over"] else ahead, lang, **values)
        out.append(need if found["over"] else need + (say(still, lang, **values) if values["now"] else "."))
    return out


def reason_text(verdict: dict, unit: str, units, lang: str) -> str:
    """Why a verdict is as it is, as a table cell."""
    reason, asked = verdict["reason"], verdict["years"]
    long = len(asked) > 3 and asked[-1] - asked[0] == len(asked) - 1
    span = year_span(asked[0], asked[-1], lang) if long else listing(asked, lang)
    words = {
        "another_field": (
            "thứ hạng được tính trong số tỉnh, thành phố khác với khi đặt mục tiêu",
            "ranked among another number of provinces than the target was set for",
        ),
        "replaced": ("mục tiêu đã được thay bằng mục tiêu khác", "replaced by a later target"),
        "tier_ended": ("cấp huyện đã kết thúc hoạt động từ ngày 01/7/2025", "the district tier ended on 1 July 2025"),
        "deadline_unpublished": (
            f"chưa thấy công bố số liệu năm {verdict['by']}",
            f"no figure for {verdict['by']} found published",
        ),
        "running_year": (
            f"mới có số liệu trong năm {verdict['by']}, chưa thấy số liệu đến hết năm",
            f"a figure from within {verdict['by']}, none found for its end",
        ),
        "no_figure": ("chưa thấy số liệu công bố", "no published figure found"),
        "one_measure_too_short": ("chưa đủ số năm có số liệu trên cùng một thước đo", "too few years on one measure"),
        "years_unpublished": (
            f"chưa có số liệu cả năm {'của giai đoạn ' * long}{span}",
            f"no whole-year figure for {span}",
        ),
        "nowcast_years": (
            f"năng suất lao động năm {span} mới là ước lượng, chưa có số liệu công bố{_probability(verdict, 'vi')}",
            f"productivity in {span} is our own estimate, not published yet{_probability(verdict, 'en')}",
        ),
        "lost_in_year": (
            f"không đạt ngay từ năm {span}, các năm sau không bù lại được",
            f"lost with {span}; later years cannot mend it",
        ),
        "old_border_only": (
            "chỉ có số liệu theo địa giới trước ngày 01/7/2025",
            "figures only on the border before 1 July 2025",
        ),
    }
    figure = verdict.get("figure")
    if reason == "deadline_unpublished" and figure and figure["period"][:4] == str(verdict["by"]):
        reason = "running_year"
    if reason:
        return (
            pick(words[reason], lang) + _births(verdict.get("births"), unit, units, lang) + turned_short(verdict, lang)
        )
    if verdict["probability"] is not None:
        return _chance(verdict, lang)
    return _past(verdict, unit, units, lang)


def _chance(verdict: dict, lang: str) -> str:
    """What the probability of a verdict is one of: the target, both ends of a range, or a level give or take."""
    p, words = verdict["probability"], ("xác suất {p:p}", "probability {p:p}")
    if verdict["within"] is not None:
        words = (
            "xác suất đạt cận dưới là {p:p}, trong đó vượt cận trên là {q:p}",
            "probability of the lower end {p:p}, of more than the upper end {q:p}",
        )
        return say(words, lang, p=p, q=p - verdict["within"])
    if verdict["sense"] == "equal":
        words = ("xác suất lệch không quá 5% mức mục tiêu là {p:p}", "probability of 5% off the level at most: {p:p}")
        if verdict["upto"] is not None:
            words = ("xác suất nằm giữa hai cận là {p:p}", "probability of lying between the two ends {p:p}")
    return say(words, lang, p=p)


def points_or_quantity(value: float, unit: str, units, lang: str) -> str:
    """The size of a distance: 1 điểm phần trăm for a percentage, places for a rank, else with its unit."""
    text = number(abs(value), lang)
    if unit == "percent":
        return f"{text} {pick(('điểm phần trăm', 'percentage point' + 's' * (text != '1')), lang)}"
    if unit == "rank":
        return f"{text} {pick(('bậc', 'place' + 's' * (text != '1')), lang)}"
    return quantity(abs(value), unit, units, lang)


def _past(verdict: dict, unit: str, units, lang: str) -> str:
    """How far the figure that closed the account is from the target."""
    if verdict["distance"] is None:
        return ""
    size = points_or_quantity(verdict["distance"], unit, units, lang)
    if verdict["sense"] == "equal":
        word = ("lệch mục tiêu {s}", "{s} off target")
        if not verdict["distance"]:
            word = ("bằng mục tiêu", "equal to the target")
            word = word if verdict["upto"] is None else ("trong khoảng mục tiêu", "within the range")
        elif verdict["status"] == "met":
            word = ("lệch mục tiêu {s}, trong biên độ cho phép 5%", "{s} off target, within the 5% allowed")
    elif verdict["status"] == "met" and verdict["distance"] < 0:
        word = (
            "thấp hơn mục tiêu {s}, trong biên độ cho phép của mức “khoảng”",
            "{s} below target, within what “about” allows",
        )
        if verdict["sense"] == "ceiling":
            word = (word[0].replace("thấp", "cao"), word[1].replace("below", "above"))
    else:
        good = ("tốt hơn", "better than") if verdict["sense"] == "ceiling" else ("cao hơn", "above")
        bad = ("kém", "short of") if verdict["sense"] == "ceiling" else ("thấp hơn", "below")
        way = good if verdict["distance"] >= 0 else bad
        word = (f"{way[0]} mục tiêu {{s}}", f"{{s}} {way[1]} target")
        if not verdict["distance"]:
            word = ("bằng mục tiêu", "equal to the target")
    if verdict["figure"] and verdict["figure"]["comparator"] in (">", "<"):
        size = pick(("hơn ", "more than "), lang) + size
    return say(word, lang, s=size) + turned_short(verdict, lang)
