"""Words of the explorer and the tour: names of choices, refusals, and sentences on what a state shows."""

from . import telling
from .spelling import STATUS, VERDICT, cap, day, number, pick, quantity, say

CHOICES = {
    "border": ("Địa giới", "Border"),
    "province": ("Tỉnh, thành phố", "Province"),
    "indicator": ("Chỉ tiêu", "Indicator"),
    "measure": ("Thước đo", "Measure"),
    "as_of": ("Số liệu đến ngày", "As of"),
    "horizon": ("Dự báo đến năm", "Forecast until"),
    "target": ("Mục tiêu", "Target"),
    "scenario": ("Kịch bản", "Scenario"),
}
BORDERS = {
    "2025": ("Từ ngày 01/7/2025 (34 tỉnh, thành phố)", "Since 1 July 2025 (34 units)"),
    "pre-2025": ("Trước ngày 01/7/2025 (63 tỉnh, thành phố)", "Before 1 July 2025 (63 units)"),
}
SCENARIOS = {
    "": ("Không", "None"),
    "downturn": ("Điện tử giảm như năm 2022-2023", "Electronics fall as in 2022–2023"),
    "digitisation": (
        "Ngoài phần lõi, mức số hóa tăng 1 điểm phần trăm mỗi năm",
        "Outside the core, digitisation gains 1 point a year",
    ),
}
BASES = {
    "current": ("giá hiện hành", "current prices"),
    "constant-2010": ("giá so sánh 2010", "constant 2010 prices"),
    "constant-1994": ("giá so sánh 1994", "constant 1994 prices"),
}
LEVELS = {
    "province": ("cấp tỉnh", "provincial level"),
    "district": ("cấp huyện", "district level"),
    "commune": ("cấp xã", "commune level"),
}
NEWEST = ("mới nhất", "newest")
NO_TARGET = ("Không chọn", "None")
REFUSED = {
    "no_figures": (
        "Chưa thấy số liệu cả năm nào của {p} theo địa giới này.",
        "No yearly figure of {p} on this border was found.",
    ),
    "no_figures_but_old": (
        "Chưa thấy số liệu cả năm nào của {p} theo địa giới từ ngày 01/7/2025. Chọn địa giới trước ngày 01/7/2025 để xem số liệu của "
        "các đơn vị trước sắp xếp: {old}.",
        "No yearly figure of {p} on the border since 1 July 2025 was found. Choose the border before that day for the units it was "
        "made of: {old}.",
    ),
    "error": ("Không trả lời được câu hỏi này.", "This question is refused."),
    "other_measure": (
        "Chỉ dự báo theo thước đo của cơ quan thống kê; các thước đo khác dùng để tham khảo.",
        "Only the statistics office's measure is forecast; the other measures are context.",
    ),
    "share": (
        "Chưa dự báo được tỷ trọng kinh tế số của địa phương này.",
        "The digital economy's share of this place cannot be forecast.",
    ),
    "count": (
        "Số đếm ít khi được công bố lại nên không dự báo.",
        "A count is seldom published anew, so it is not forecast.",
    ),
    "rank": (
        "Thứ hạng phụ thuộc vào điểm của mọi tỉnh, thành phố khác; chưa đủ điểm số để mô phỏng.",
        "A rank depends on the scores of all others; there are too few scores to simulate it.",
    ),
    "too_short": (
        "Không dự báo: chuỗi này mới có {n} năm số liệu, dự báo xu thế cần ít nhất {needed} năm.",
        "No forecast: this series has {n} year(s) of figures, a trend needs at least {needed}.",
    ),
    "few_rates": (
        "Không dự báo: cần ít nhất {needed} năm có tốc độ tăng từ năm 2017.",
        "No forecast: at least {needed} growth rates since 2017 are needed.",
    ),
}


def refused(reason: str, values: dict, detail: str, lang: str) -> str:
    """Why something is not shown, and below it in the library's own (English) words what was found and what to do."""
    given = {k: pick(v, lang) if isinstance(v, tuple) else v for k, v in values.items() if k != "lang"}
    told = say(REFUSED[reason], lang, **given)
    return told + (f"\n\n> {detail}" if detail else "")


def measure_text(way: str, names, lang: str) -> str:
    """A way of measuring as a choice: thước đo của cơ quan thống kê; giá hiện hành; cấp xã."""
    measure, basis, level, field = way.split("|")
    name = names.at[measure, f"name_{lang}"] if measure in names.index else measure
    parts = [str(name)] + [pick(known[key], lang) for known, key in ((BASES, basis), (LEVELS, level)) if key in known]
    if field != "0":
        parts.append(pick((f"trong {field} tỉnh, thành phố", f"of {field} units"), lang))
    return cap("; ".join(parts))


def goal_text(target, units, lang: str) -> str:
    """A target as a choice: what it asks, and the decision."""
    decision = target.decision(lang)
    return cap(telling.text("targets.asks", lang, {"units": units}, target)) + (f": {decision}" if decision else "")


NO_FIGURES = ("chưa thấy số liệu", "no figures found")


def gave_way(changes: list[tuple[str, str, str]], lang: str) -> str:
    """What was asked for and is not to be had, each as (name of the choice, asked, shown): one remark."""
    return " ".join(
        say(GAVE_WAY.get(name, NO_SUCH), lang, what=pick(CHOICES[name], lang), was=was, now=now)
        for name, was, now in changes
    )


NO_SUCH = (
    "{what} “{was}” không có số liệu cho lựa chọn này; đang xem “{now}”.",
    "{what} “{was}” has no figures for this choice; shown is “{now}”.",
)
GAVE_WAY = {
    "province": (
        "“{was}” không phải là một đơn vị theo địa giới này; đang xem “{now}”.",
        "“{was}” is no unit on this border; shown is “{now}”.",
    ),
    "horizon": (
        "Chuỗi này không dự báo đến năm {was}; đang xem năm {now}.",
        "This series is not forecast for {was}; shown is {now}.",
    ),
}


def border_text(place, lang: str) -> str:
    """The border a place stands for; the nation has none."""
    if place.tier == "nation":
        return ""
    pair = ("Địa giới không thay đổi ngày 01/7/2025.", "A border that did not change on 1 July 2025.")
    if not place.unchanged:
        pair = ("Địa giới từ ngày 01/7/2025.", "The border since 1 July 2025.")
        if place.border == "pre-2025":
            pair = ("Địa giới trước ngày 01/7/2025.", "The border before 1 July 2025.")
    return pick(pair, lang)


def basis(series, publishers: list[str], lang: str) -> str:
    """Until which day, and by whom the figures of a series were published."""
    shown, more = publishers[:MOST], len(publishers) - MOST
    names = "; ".join(shown) + (say((" và {n} nguồn khác", " and {n} more"), lang, n=more) if more > 0 else "")
    pair = ("Số liệu công bố đến ngày {d:day}. Nguồn: {s}.", "As published by {d:day}. Sources: {s}.")
    return say(pair, lang, d=series.as_of, s=names)


MOST = 3  # publishers named


def name_of(shown, lang: str) -> str:
    """The name of what is shown; the product of the nation is GDP."""
    name = shown.series.indicator.name(lang)
    return name.replace("GRDP", "GDP") if shown.study.place.tier == "nation" else name


def explored(shown, lang: str) -> list[str]:
    """The newest figure, the forecast or why there is none, the verdict, the scenario: a sentence each."""
    if shown.series is None:
        return [shown.refusal.text(lang)]
    out = [_newest(shown, lang)]
    out.append(shown.refusal.text(lang) if shown.forecast is None else _forecast(shown, lang))
    if shown.verdict is not None:
        out += _verdict(shown, lang)
    if shown.path:
        out.append(_path(shown, lang))
    return out


def _newest(shown, lang: str) -> str:
    last, about = shown.series.last, shown.series.indicator
    pair = (
        "{name} của {place} năm {y}: {x} ({status}, {v:pub}).",
        "{name}, {place}, {y}: {x} ({status}, {v:pub}).",
    )
    values = {"y": last["year"], "v": last["vintage"], "status": pick(STATUS[last["status"]], lang)}
    values |= {"x": quantity(last["value"], about.unit, shown.study.units, lang), "name": name_of(shown, lang)}
    return say(pair, lang, place=shown.study.place.full_name(lang), **values)


def _forecast(shown, lang: str) -> str:
    row, about, units = shown.forecast.table().iloc[-1], shown.series.indicator, shown.study.units
    pair = (
        "Dự báo năm {y}: trung vị {m}, khoảng dự báo 80% từ {a} đến {b}.",
        "Forecast for {y}: median {m}, 80% interval {a} to {b}.",
    )
    ends = {k: quantity(row[c], about.unit, units, lang, digits=1) for k, c in zip("mab", COLUMNS, strict=True)}
    return say(pair, lang, y=int(shown.forecast.years[-1]), **ends)


COLUMNS = ("median", "low80", "high80")


def _verdict(shown, lang: str) -> list[str]:
    target, units, plain = shown.target, shown.study.units, shown.verdict.as_dict()
    records = {"units": units}
    why = telling.text("targets.reason", lang, records, plain, target.unit)
    pair = ("**{word}**{why}: mục tiêu {goal}{who}.", "**{word}**{why}: target of {goal}{who}.")
    who = f" ({target.decision(lang)})" if target.decision(lang) else ""
    values = {"word": pick(VERDICT[shown.verdict.status], lang), "why": f" ({why})" if why else ""}
    out = [say(pair, lang, **values, goal=telling.text("targets.asks", lang, records, target), who=who)]
    figure = shown.verdict.figure
    seen = figure is not None and not figure.border and shown.series.values.get(figure.year) == figure.value
    if figure is None and shown.forecast is None and shown.verdict.probability is not None:
        apart = (
            "Đánh giá dựa trên thước đo của cơ quan thống kê, không dựa trên chuỗi đang xem.",
            "The verdict rests on the statistics office's measure, not on the series shown.",
        )
        out.append(pick(apart, lang))
    if figure is not None and not seen:
        other = (
            "Đánh giá dựa trên số liệu khác với chuỗi đang xem: {f}.",
            "The verdict rests on a figure that is not of the series shown: {f}.",
        )
        out.append(say(other, lang, f=telling.text("targets.newest", lang, records, plain, target.unit)))
    return out


def _path(shown, lang: str) -> str:
    year = max(shown.path)
    low, high = (number(v, lang, 1, fixed=True) + "%" for v in shown.path[year])
    span = low if low == high else pick((f"từ {low} đến {high}", f"{low} to {high}"), lang)
    pair = (
        "Kịch bản “{name}”, các phần khác giữ nguyên: tỷ trọng năm {y} là {s}; đây là kịch bản, không phải dự báo.",
        "Scenario “{name}”, all else unchanged: the share of {y} is {s}; a scenario, not a forecast.",
    )
    return say(pair, lang, name=pick(SCENARIOS[shown.state.scenario], lang), y=year, s=span)


def day_text(value: str, lang: str) -> str:
    """A day as a choice; empty is the newest."""
    return day(value, lang) if value else cap(pick(NEWEST, lang))
