"""Sentences on a place among the others."""

from .spelling import listing, lower, number, pick, quantity, say

AMONG_NEW = ("theo địa giới mới", "on the new borders")
AMONG_OLD = ("theo địa giới cũ", "on the old borders")


def on_border(border: str, lang: str) -> str:
    return pick(AMONG_NEW if border == "2025" else AMONG_OLD, lang)


def shown_value(value: float, unit: str, units, lang: str) -> str:
    """A compared value with its unit; a score between 0 and 1 needs four digits."""
    return quantity(value, unit, units, lang, digits=4 if unit == "score_0_1" else 2)


def compared_name(row: dict, lang: str) -> str:
    """The indicator, with its measure where several exist."""
    name = row[lang]
    return f"{name} ({lower(row[f'measure_{lang}'])})" if row["indicator"] == "digital_economy_share" else name


def _provinces_only(lang: str) -> str:
    return pick(("Chỉ so sánh các tỉnh, thành phố với nhau.", "Only provinces are compared with each other."), lang)


def comparison(record: dict, claims: dict, units, lang: str) -> list[str]:
    """A sentence for each compared indicator: how many have a figure, where the place stands, or that it has none."""
    if not claims["own"]:
        return [_provinces_only(lang)]
    out = []
    for row in claims["compared"]:
        found, name = row["found"], compared_name(row, lang)
        if found is None:
            pair = (
                "{name}: không có số liệu của đơn vị nào {border}.",
                "{name}: no figure of any unit {border}.",
            )
            out.append(say(pair, lang, name=name, border=on_border(claims["border"], lang)))
            continue
        values = {
            "name": name,
            "year": found["year"],
            "n": len(found["values"]),
            "field": found["field"],
            "border": on_border(claims["border"], lang),
            "place": record["place"][lang],
        }
        own = next((s for s in claims["own"] if s in found["values"]), None)
        if own is None:
            pair = (
                "{name}, năm {year}: {n:n0}/{field:n0} tỉnh, thành phố {border} có số liệu; không có số liệu của {place}.",
                "{name}, {year}: figures for {n:n0} of {field:n0} units {border}; {place} has none.",
            )
        else:
            pair = (
                "{name}, năm {year}: {n:n0}/{field:n0} tỉnh, thành phố {border} có số liệu; {place} đạt {x}, xếp thứ {r:n0} trong số đó.",
                "{name}, {year}: figures for {n:n0} of {field:n0} units {border}; {place} has {x}, rank {r:n0} among them.",
            )
            if len(found["values"]) == 1:
                pair = (
                    "{name}, năm {year}: trong {field:n0} tỉnh, thành phố {border}, chỉ {place} có số liệu ({x}).",
                    "{name}, {year}: of {field:n0} units {border} only {place} has a figure ({x}).",
                )
            values |= {
                "x": shown_value(found["values"][own], row["unit"], units, lang),
                "r": found["ranks"][own],
            }
        out.append(say(pair, lang, **values))
    if claims["printed"]:
        pair = (
            "Thứ hạng chuyển đổi số (DTI) được công bố gần nhất: thứ {rank:n0}/{field:n0}, năm {year}.",
            "The newest published rank by the Digital Transformation Index: {rank:n0} of {field:n0}, {year}.",
        )
        computed = (
            "Thứ hạng chuyển đổi số (DTI) gần nhất: thứ {rank:n0}/{field:n0}, năm {year}, tính từ điểm số, không phải thứ hạng công bố.",
            "The newest rank by the Digital Transformation Index: {rank:n0} of {field:n0}, {year}, worked out from the scores, not "
            "published.",
        )
        out.append(say(computed if claims["printed"]["status"] == "derived" else pair, lang, **claims["printed"]))
    return out


def comparison_caution(claims: dict, lang: str) -> str:
    """What not to do with the shares of three measures, and what a merged unit lacks."""
    text = pick(
        (
            "Tỷ trọng kinh tế số theo các thước đo khác nhau không so sánh được với nhau, nên mỗi thước đo được xếp riêng.",
            "Shares by different measures do not compare, so each measure stands alone.",
        ),
        lang,
    )
    if claims["border"] == "2025":
        more = (
            " Theo địa giới mới, phần lớn chỉ tiêu mới chỉ có số liệu của các đơn vị không thay đổi địa giới.",
            " On the new borders most indicators have figures only for the units whose territory did not change.",
        )
        text += pick(more, lang)
    return text


def bands_meaning(claims: dict, lang: str) -> str:
    """How firm the ranks of the units compared are."""
    bands = claims["bands"]
    if not claims["peers"]:
        return _provinces_only(lang)
    if not bands["units"]:
        return pick(
            (
                "Chưa đủ điểm DTI của các tỉnh, thành phố để tính khoảng tin cậy của thứ hạng.",
                "There are too few DTI scores to tell how firm the ranks are.",
            ),
            lang,
        )
    named = {u["slug"]: u for u in bands["units"]}
    rows = [named[s] for s in claims["own_old"] if s in named]
    parts = [
        say(
            ("{name} thứ {r:n0} (từ {a:n0} đến {b:n0})", "{name} {r:n0} ({a:n0} to {b:n0})"),
            lang,
            name=claims["names_old"][u["slug"]],
            r=u["rank"],
            a=u["best"],
            b=u["worst"],
        )
        for u in rows
    ]
    text = say(
        (
            "Thứ hạng DTI năm {year} tính từ điểm của {field:n0} tỉnh, thành phố theo địa giới cũ, với khoảng tin cậy {level:pct0}",
            "DTI ranks of {year} from the scores of {field:n0} units on the old borders, with {level:pct0} confidence sets",
        ),
        lang,
        **{k: bands[k] for k in ("year", "field", "level")},
    )
    text += ": " + listing(parts, lang) + "." if parts else "."
    first, *rest = bands["units"]
    if not rest:
        return text
    overlap = sum(u["best"] <= first["worst"] for u in rest)
    more = (
        " Điểm dao động nhiều giữa các năm: khoảng tin cậy của {k:n0}/{n:n0} đơn vị còn lại trong biểu đồ chồng lấn với khoảng của đơn vị đứng đầu.",
        " Scores move much from year to year: the sets of {k:n0} of the other {n:n0} units shown overlap with the first one's.",
    )
    return text + say(more, lang, k=overlap, n=len(rest))


def series_caution(claims: dict, lang: str) -> str:
    """What small multiples show and where their break is."""
    if not claims["peers"]:
        return _provinces_only(lang)
    if not claims["series"]:
        return pick(("Bảng số liệu không có điểm PCI.", "The table holds no PCI scores."), lang)
    text = pick(
        (
            "Trọng số của PCI thay đổi từ năm 2021 sang năm 2022, nên đường biểu diễn được ngắt ở đó; năm không có số liệu để trống.",
            "The PCI's weights changed between 2021 and 2022, so the lines break there; years without a figure stay empty.",
        ),
        lang,
    )
    if claims["border"] == "2025":
        more = (
            " Bảng số liệu chỉ có điểm theo địa giới cũ.",
            " The table holds scores on the old borders only.",
        )
        text += pick(more, lang)
    return text


def no_map(lang: str) -> str:
    return pick(("Không có số liệu để vẽ bản đồ.", "There are no figures for a map."), lang)


def compact(value: float, unit: str, lang: str) -> str:
    """A value as a tile or bar shows it, without its unit."""
    digits = 2 if unit in ("score_0_1", "score_0_10") else 1
    return number(value, lang, digits, fixed=True) + ("%" if unit == "percent" else "")


def nothing_to_rank(lang: str) -> str:
    return pick(
        ("Chưa có thước đo nào có số liệu của từ hai đơn vị trở lên.", "No measure has figures of two units or more."),
        lang,
    )
