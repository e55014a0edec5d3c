"""Sentences on what later prints did: how far figures were revised, and which verdicts changed."""

from .spelling import count_en, lower, number, pick, quantity, say, vintage

CAUSES = {
    "revision": ("số liệu được điều chỉnh", "revised figures"),
    "figure": ("số liệu mới", "new figures"),
    "both": ("số liệu mới cùng số liệu được điều chỉnh", "new and revised figures together"),
    "border": ("chuyển sang địa giới mới", "the new border"),
    "deadline": ("đến hạn mà chưa có số liệu", "the deadline, without a figure"),
    "others": ("số liệu của địa bàn khác", "figures of other places"),
}
PRICES = {
    "current": ("giá hiện hành", "current prices"),
    "constant-2010": ("giá so sánh 2010", "constant 2010 prices"),
    "constant-1994": ("giá so sánh 1994", "constant 1994 prices"),
}


def question_name(row: dict, lang: str) -> str:
    """An indicator with all that keeps its prints apart: its measure, its price basis, its definition."""
    more = [row[f"measure_{lang}"]]
    if row["price_basis"] in PRICES and not row["indicator"].endswith(("_current", "_constant")):
        more.append(pick(PRICES[row["price_basis"]], lang))
    if row["redefined"]:
        more.append(pick(("định nghĩa mới", "new definition"), lang))
    return f"{row[lang]} ({', '.join(more)})"


def difference(value: float, unit: str, units, lang: str) -> str:
    """A difference of two figures: 0,54 điểm phần trăm; 30,1 nghìn người."""
    if unit == "percent":
        return f"{number(value, lang)} {pick(('điểm phần trăm', 'percentage points'), lang)}"
    return quantity(value, unit, units, lang)


def revised_figures(claims: dict, units, lang: str) -> list[str]:
    """How many figures of each group were revised, how often by more than they moved, and the largest."""
    return [sentence for group in claims["groups"] for sentence in _group(group, units, lang)]


def _where(group: dict, lang: str) -> str:
    if group["slug"] == "vn":
        return pick(("cả nước", "the nation"), lang)
    return group[lang]


def _border(group: dict, lang: str) -> str:
    if not group["split"]:
        return ""
    old = group["border"] == "pre-2025"
    return pick(
        (" theo địa giới trước ngày 01/7/2025", " on the border before 1 July 2025")
        if old
        else (" theo địa giới mới", " on the new border"),
        lang,
    )


def _group(group: dict, units, lang: str) -> list[str]:
    values = {"place": _where(group, lang), "border": _border(group, lang), "n": group["figures"]}
    if not group["figures"]:
        pair = (
            "Bảng số liệu chưa có số liệu năm nào về các chỉ tiêu chính của {place}{border}.",
            "The table holds no yearly figure on the main indicators for {place}{border}.",
        )
        return [say(pair, lang, **values)]
    if not group["revised"]:
        pair = (
            "Trong {n:n0} số liệu năm về các chỉ tiêu chính của {place}{border}, không có số liệu nào được công bố lại với "
            "giá trị khác.",
            "None of the {figures} on the main indicators for {place}{border} was printed again with another value.",
        )
        return [say(pair, lang, figures=count_en(group["figures"], "yearly figure"), **values)]
    pair = (
        "Trong {n:n0} số liệu năm về các chỉ tiêu chính của {place}{border}, {k:n0} số liệu đã được công bố lại với giá trị khác.",
        "Of the {figures} on the main indicators for {place}{border}, {k:n0} {was} printed again with another value.",
    )
    was = "was" if group["revised"] == 1 else "were"
    out = [say(pair, lang, figures=count_en(group["figures"], "yearly figure"), k=group["revised"], was=was, **values)]
    if not group["compared"]:
        return out
    pair = (
        "So được với biến động của chính năm đó ở {m:n0} số liệu; ở {j:n0} trong số này, các lần công bố chênh nhau nhiều hơn "
        "mức biến động trong năm.",
        "For {m:n0} of them the movement of the same year is known; for {j:n0} the prints lie further apart than the figure "
        "moved in the year.",
    )
    out.append(say(pair, lang, m=group["compared"], j=group["beyond"]))
    row = group["largest"]
    pair = (
        "Chênh nhiều nhất so với biến động: {name} năm {year}, công bố lần đầu {a} ({v0:pub}), mới nhất {b} ({v1:pub}); các lần "
        "công bố chênh nhau {span}, trong khi năm đó chỉ tiêu thay đổi {move}, tức gấp {ratio:n1} lần.",
        "Furthest apart against the movement: {name}, {year}, first printed as {a} ({v0:pub}), last as {b} ({v1:pub}); the "
        "prints lie {span} apart while the indicator moved by {move} in that year, a ratio of {ratio:n1}.",
    )
    out.append(
        say(
            pair,
            lang,
            name=lower(row[lang]),
            year=row["year"],
            a=quantity(row["first"], row["unit"], units, lang),
            b=quantity(row["latest"], row["unit"], units, lang),
            v0=row["first_vintage"],
            v1=row["latest_vintage"],
            span=difference(row["span"], row["unit"], units, lang),
            move=difference(abs(row["movement"]), row["unit"], units, lang),
            ratio=row["ratio"],
        )
    )
    return out


def changed_verdicts(claims: dict, lang: str) -> list[str]:
    """How many verdicts changed since they were first given, and what brought it."""
    if not claims["judged"]:
        pair = (
            "Địa phương này không có mục tiêu nào về các chỉ tiêu chính, nên không có đánh giá nào để xem lại.",
            "No target on the main indicators is set for this place, so there is no verdict to look back on.",
        )
        return [pick(pair, lang)]
    if not claims["changed"]:
        pair = (
            "Trong {n:n0} mục tiêu về các chỉ tiêu chính, chưa có đánh giá nào thay đổi khi số liệu được công bố.",
            "Of the {targets} on the main indicators no verdict has changed as figures were published.",
        )
        return [say(pair, lang, n=claims["judged"], targets=count_en(claims["judged"], "target"))]
    pair = (
        "Trong {n:n0} mục tiêu về các chỉ tiêu chính, {k:n0} mục tiêu đã có đánh giá thay đổi, tổng cộng {m:n0} lần.",
        "Of the {targets} on the main indicators, {k:n0} changed {verdict}, {m} in all.",
    )
    out = [
        say(
            pair,
            lang,
            n=claims["judged"],
            targets=count_en(claims["judged"], "target"),
            k=claims["changed"],
            verdict="verdict" if claims["changed"] > 1 else "its verdict",
            m=claims["changes"] if lang == "vi" else count_en(claims["changes"], "time"),
        )
    ]
    causes = [f"{pick(CAUSES[c], lang)} ({number(n, lang, 0)})" for c, n in claims["causes"].items() if n]
    out.append(say(("Nguyên nhân: {c:all}.", "What brought it: {c:all}."), lang, c=causes))
    return out


def print_text(found: dict, name: str, unit: str, units, lang: str) -> str:
    """One print as a table cell: tỷ trọng kinh tế số năm 2023: 12,33% → 12,87% (công bố ngày 06/01/2025)."""
    value = quantity(found["value"], unit, units, lang)
    if found["before"] == found["before"] and found["before"] is not None:
        value = f"{quantity(found['before'], unit, units, lang)} → {value}"
    year = pick((f"năm {found['year']}", str(found["year"])), lang)
    return f"{lower(name)} {year}: {value} ({vintage(found['vintage'], lang)})"


def why_changed(row: dict, names: dict, units, lang: str) -> str:
    """By which prints a verdict changed, at most three of them named."""
    if row["cause"] == "first":
        return pick(("đánh giá đầu tiên", "first verdict"), lang)
    if not row["prints"]:
        return pick(CAUSES[row["cause"]], lang)
    told = {}
    for found in sorted(row["prints"], key=lambda f: (f["before"] != f["before"], -f["year"])):
        about = names[found["indicator"]]
        told.setdefault(print_text(found, about.name(lang), about.unit, units, lang), None)
    lines = list(told)
    more = len(lines) - 3
    if more > 0:
        lines = [*lines[:3], say(("và {n:n0} số liệu khác", "and {n:n0} more"), lang, n=more)]
    return "; ".join(lines)
