"""What a place is today and how its GRDP is called."""

from .spelling import listing, pick, say


def base_name(place: dict, lang: str) -> str:
    base = "GDP" if place["tier"] == "nation" else "GRDP"
    return pick(
        (
            f"tổng sản phẩm trên địa bàn (GRDP) của {place['vi']}" if base == "GRDP" else "GDP cả nước",
            f"{place['en']}'s {base}",
        ),
        lang,
    )


def about_place(record: dict, lang: str) -> list[str]:
    """What the place is today, where its border moved; first in every notebook and brief."""
    place, out = record["place"], []
    if place["joined"]:
        whole = place["joined"]
        out.append(_joined(place, whole, lang))
    elif place["made_of"]:
        parts = listing([p["short"] for p in place["made_of"]], lang)
        out.append(
            say(
                (
                    "Số liệu theo địa giới mới của {name} ({parts} trước sắp xếp), có hiệu lực từ ngày 01/7/2025; không so sánh trực "
                    "tiếp được với số liệu theo địa giới cũ.",
                    "Figures are on {name}'s new border (the former {parts}), in force since 1 July 2025; they do not compare directly "
                    "with figures on the old border.",
                ),
                lang,
                name=place[lang],
                parts=parts,
            )
        )
    return out


def _joined(place: dict, whole: dict, lang: str) -> str:
    parts = listing([p["short"] for p in whole["made_of"]], lang)
    if place["slug"] == whole["slug"]:
        return say(
            (
                "Báo cáo này dùng địa giới của {old} trước ngày 01/7/2025; từ ngày đó, {new} gồm {parts} trước sắp xếp. Số liệu "
                "hai địa giới không so sánh trực tiếp được với nhau.",
                "This report uses the border of {old} before 1 July 2025; since that day {new} has consisted of the former {parts}. "
                "Figures on the two borders do not compare directly.",
            ),
            lang,
            old=place[lang],
            new=whole[lang],
            parts=parts,
        )
    return say(
        (
            "Từ ngày 01/7/2025, {old} không còn là đơn vị hành chính riêng: {parts} được sắp xếp thành {new} mới. Báo cáo này dùng địa giới của {old} trước "
            "sắp xếp; số liệu không so sánh trực tiếp được với số liệu theo địa giới mới, và dự báo cho các năm sau 2025 giả định đơn vị cũ vẫn tồn tại.",
            "On 1 July 2025 {old} became part of {new}, now made up of the former {parts}. This report uses the border "
            "before the merger; its figures do not compare directly with those on the new border, and forecasts beyond 2025 suppose that the old unit went on.",
        ),
        lang,
        old=place[lang],
        new=whole[lang],
        parts=parts,
    )


def cut_off(record: dict, lang: str) -> str:
    """The day whose publications are used, and the newest dated document among them."""
    if record["newest_document"] is None:
        return say(("Số liệu chốt đến ngày {d:day}.", "Data as of {d:day}."), lang, d=record["as_of"])
    return say(
        (
            "Số liệu chốt đến ngày {d:day}; tài liệu có ghi ngày mới nhất là ngày {n:day}.",
            "Data as of {d:day}; the newest dated document is of {n:day}.",
        ),
        lang,
        d=record["as_of"],
        n=record["newest_document"],
    )
