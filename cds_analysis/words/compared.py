"""Sentences on the set of units compared: who is in it, how they rank among themselves, what charts of them show."""

from .provinces import _provinces_only, compared_name, on_border, shown_value
from .spelling import listing, lower, moved, number, pick, quantity, say

NAMED = 10  # so many units are named, more are counted


def chosen_few(claims: dict) -> bool:
    """True where the reader chose the set and it is not all units: only then does it stand out among all."""
    return bool(claims["asked"]) and len(claims["peers"]) < len(claims["names"])


def compared_set(claims: dict, lang: str) -> list[str]:
    """Who is compared, and which old units were put in place of by the units they became part of."""
    slugs, border = claims["peers"], on_border(claims["border"], lang)
    if not slugs:
        return []
    if len(slugs) == len(claims["names"]):
        pair = ("Nhóm so sánh: toàn bộ {n:n0} tỉnh, thành phố {border}.", "Compared: all {n:n0} units {border}.")
    elif not claims["asked"]:
        pair = (
            "Nhóm so sánh: {n:n0} tỉnh, thành phố thuộc vùng {region} {border}.",
            "Compared: the {n:n0} units of the region {region} {border}.",
        )
    elif len(slugs) <= NAMED:
        pair = ("Nhóm so sánh {border}: {names}.", "Compared {border}: {names}.")
    else:
        pair = (
            "Nhóm so sánh: {n:n0} tỉnh, thành phố được chọn {border}.",
            "Compared: the {n:n0} units chosen, {border}.",
        )
    region = claims["region"] if lang == "vi" else claims["region_en"]
    names = listing([claims["names"][s] for s in slugs], lang)
    out = [say(pair, lang, n=len(slugs), region=region, border=border, names=names)]
    for row in claims["replaced"]:
        pair = (
            "{old} nay thuộc {new} nên được thay bằng {new}; muốn so sánh theo địa giới cũ, đặt border là pre-2025.",
            "{old} is now part of {new}, which stands in its place; for the old borders set border to pre-2025.",
        )
        out.append(say(pair, lang, old=row["name"], new=claims["names"][row["to"]]))
    return out


def signed(value: float, unit: str, units, lang: str) -> str:
    """A change with its sign, points for percentages: +1,2 điểm phần trăm."""
    if unit == "percent":
        text = number(abs(value), lang, 2) + pick((" điểm phần trăm", " points"), lang)
    else:
        text = quantity(abs(value), unit, units, lang, digits=4 if unit == "score_0_1" else 2)
    zero = not any(c in "123456789" for c in text.split(" ")[0])
    return text if zero else ("+" if value > 0 else "\N{MINUS SIGN}") + text


def span(row: dict, lang: str) -> str:
    """The years of a change: 2016-2021, 2016–2021."""
    return f"{row['since']}{pick(('-', '–'), lang)}{row['until']}"


def group_standing(record: dict, claims: dict, units, lang: str) -> list[str]:
    """A sentence for each indicator: the place's rank in the set, where another unit has a figure, and its change."""
    out = []
    for row in claims["compared"]:
        group, name = row["group"], compared_name(row, lang)
        own = next((s for s in claims["own"] if s in group["ranks"] or s in group["changes"]), None)
        ranked = own in group["ranks"] and len(group["ranks"]) > 1
        place = record["place"][lang]
        if ranked:
            pair = (
                "{name}, năm {year}: {place} xếp thứ {r:n0}/{n:n0} đơn vị có số liệu trong nhóm",
                "{name}, {year}: {place} ranks {r:n0} among the {n:n0} units of the set with a figure",
            )
            values = {"name": name, "year": row["found"]["year"], "place": place}
            text = say(pair, lang, r=group["ranks"][own], n=len(group["ranks"]), **values)
        else:
            text = f"{name}: {place}"
        if own in group["changes"]:
            joint = pick(("; ", "; it "), lang) if ranked else " "
            out.append(f"{text}{joint}{_gained(row, own, units, lang)}.")
        elif ranked:
            out.append(text + ".")
    if not claims["own"]:
        return [_provinces_only(lang)]
    none = (
        "Không có chỉ tiêu nào mà địa phương này và một đơn vị khác trong nhóm cùng có số liệu.",
        "There is no indicator for which the place and another unit of the set both have a figure.",
    )
    return out or [pick(none, lang)]


def _gained(row: dict, own: str, units, lang: str) -> str:
    """giai đoạn 2016-2021 tăng 2,99, thứ 12/14 về mức thay đổi; rose by 2.99 over 2016–2021, rank 12 of 14 by change"""
    group = row["group"]
    change = group["changes"][own]
    size = signed(change, row["unit"], units, lang)
    if size[0] in "+\N{MINUS SIGN}":
        how = say(("{w} {x}", "{w} by {x}"), lang, w=moved(change, lang), x=size[1:])
    else:
        how = pick(("không đổi", "did not change"), lang)
    text = say(("giai đoạn {span} {how}", "{how} over {span}"), lang, span=span(group, lang), how=how)
    if len(group["changes"]) < 2:
        return text
    place = 1 + sum(v > change for v in group["changes"].values())
    pair = (", thứ {r:n0}/{n:n0} về mức thay đổi", ", rank {r:n0} of {n:n0} by change")
    return text + say(pair, lang, r=place, n=len(group["changes"]))


def group_caution(lang: str) -> str:
    """Between which years a change is told."""
    return pick(
        (
            "Thay đổi chỉ được tính giữa hai năm có cùng cách tính: không tính qua các lần đổi trọng số hoặc chỉ số thành phần của "
            "PCI và DTI, đổi định nghĩa lao động có việc làm, và không tính cho số liệu do địa phương tự nêu. Cách tính điểm Tính minh bạch "
            "cũng đã được điều chỉnh mà chưa rõ năm, nên thay đổi của điểm này chỉ để tham khảo. Năng suất lao động tính theo giá "
            "hiện hành.",
            "Changes are told only between two years counted alike: not across new weights or components of the PCI and the DTI or "
            "the new definition of the employed, and not for figures that provinces state themselves. The method of Transparency was revised "
            "as well, in a year not known, so its change is context only. Labour productivity is at current prices.",
        ),
        lang,
    )


def group_cell(row: dict, slug: str, units, lang: str) -> str:
    """A unit's rank in the set and its change, as a cell of the table says it."""
    group = row["group"]
    parts = []
    if slug in group["ranks"]:
        value = shown_value(row["found"]["values"][slug], row["unit"], units, lang)
        pair = ("thứ {r:n0} ({x})", "{r:n0} ({x})")
        several = len(group["ranks"]) > 1
        parts.append(say(pair, lang, r=group["ranks"][slug], x=value) if several else value)
    if slug in group["changes"]:
        parts.append(signed(group["changes"][slug], row["unit"], units, lang))
    return "; ".join(parts) or pick(("không có số liệu", "no figure"), lang)


def map_caption(about: dict, claims: dict, record: dict, framed: bool, lang: str) -> str:
    """What a tile map shows: measure, how many units have a figure, which frames, and that nothing was averaged."""
    found, merged = about["found"], claims["merged"]
    known = [s for s in merged if s in found["values"]]
    text = say(
        (
            "Thước đo: {measure}; {n:n0}/{field:n0} đơn vị {border} có số liệu. Mỗi ô là một tỉnh, thành phố, đặt gần đúng vị trí; "
            "ô gạch chéo: không có số liệu ({m:n0} đơn vị).",
            "Measure: {measure}; {n:n0} of {field:n0} units {border} have a figure. A tile a unit, roughly where it lies; "
            "hatched: no figure ({m:n0} units).",
        ),
        lang,
        measure=lower(about[f"measure_{lang}"]),
        border=on_border(claims["border"], lang),
        n=len(found["values"]),
        field=found["field"],
        m=found["field"] - len(found["values"]),
    )
    if claims["own"]:
        text += say((" Khung cam: {place}.", " Orange frame: {place}."), lang, place=record["place"][lang])
    if framed:
        text += pick((" Khung đen: các đơn vị được chọn để so sánh.", " Black frames: the units chosen."), lang)
    if merged and not known:
        text += pick(
            (
                " Các đơn vị có số liệu đều không thay đổi địa giới; số liệu của các tỉnh cũ không được lấy bình quân cho đơn vị mới "
                "hình thành sau sắp xếp.",
                " All units with a figure kept their territory; figures of old provinces are not averaged for the merged ones.",
            ),
            lang,
        )
    elif merged:
        pair = (
            " Trong đó {k:n0} đơn vị mới hình thành sau sắp xếp có số liệu công bố riêng; số liệu của các tỉnh cũ không được lấy bình quân.",
            " Of the merged units {k:n0} have a figure of their own; figures of old provinces are not averaged.",
        )
        text += say(pair, lang, k=len(known))
    return text


def ranked_caption(about: dict, claims: dict, record: dict, bold: bool, lang: str) -> str:
    """What ranked dots show."""
    found = about["found"]
    text = say(
        (
            "Chỉ gồm {n:n0}/{m:n0} đơn vị có số liệu {border} theo thước đo này; hình thoi: {place}.",
            "Only the {n:n0} of {m:n0} units with a figure {border} by this measure; diamond: {place}.",
        ),
        lang,
        n=len(found["values"]),
        m=found["field"],
        border=on_border(claims["border"], lang),
        place=record["place"][lang],
    )
    more = (" Tên in đậm: các đơn vị được chọn để so sánh.", " Names in bold: the units chosen.")
    return text + (pick(more, lang) if bold else "")
