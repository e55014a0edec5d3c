"""Sentences on where the yearly movement of a forecast comes from."""

from ..keyed import count
from .spelling import listing, number, pick, say


def share_of(weight: float, lang: str) -> str:
    """A weight in whole per cent; what is neither nothing nor all is never written so."""
    if 0 < weight < 0.005 or 0.995 < weight < 1:
        return pick(("dưới 1%", "under 1%") if weight < 0.5 else ("trên 99%", "over 99%"), lang)
    return number(100 * weight, lang, 0) + "%"


def _points(value: float, lang: str) -> str:
    """tăng 0,21 điểm phần trăm; a rise of 0.21 points."""
    word = pick(("tăng", "a rise of") if value >= 0 else ("giảm", "a fall of"), lang)
    return f"{word} {number(abs(value), lang)} {pick(('điểm phần trăm', 'points'), lang)}"


def share_carry(record: dict, claims: dict, lang: str) -> list[str]:
    """In one sentence what the figures can carry."""
    if "forecast" not in claims or "reference" not in claims:
        return []
    ref, n = claims["reference"], count(claims["base_years"])
    names = listing(
        [p[lang] if p["slug"] != "vn" else pick(("cả nước", "the nation"), lang) for p in ref["places"]], lang
    )
    crossed = count(claims["crossings"])
    own = []
    if n:
        own.append(
            (
                f"{n} số liệu theo thước đo của cơ quan thống kê",
                f"{n} figure{'s' if n != 1 else ''} on the office's measure",
            )
        )
    if crossed:
        own.append(
            (
                f"{crossed} số liệu quy đổi từ địa giới cũ",
                f"{crossed} figure{'s' if crossed != 1 else ''} carried over from the old border",
            )
        )
    elif claims["stand_in"]:
        own.append(("1 số liệu do địa phương nêu", "1 figure stated by the province"))
    weight = claims["movement"]["weight"]
    how = ("", "") if weight == 0 else ("chủ yếu ", "mostly ") if weight < 0.5 else ("một phần ", "partly ")
    return [
        say(
            (
                "Với {place}, dự báo chỉ dựa trên {own}; mức thay đổi mỗi năm {how}lấy theo số liệu của {names} ({k} lượt thay đổi), nên dự báo chỉ "
                "cho biết khoảng giá trị có thể xảy ra, không phải một xu thế đã quan sát được tại đây.",
                "The forecast rests on {own} for {place}; its yearly movement is {how}borrowed from {names} ({k} yearly changes): "
                "it shows the range of what may come, not a trend that was measured here.",
            ),
            lang,
            own=listing([pick(pair, lang) for pair in own], lang),
            place=record["place"][lang],
            names=names,
            k=ref["changes"],
            how=pick(how, lang),
        )
    ]


def share_movement(record: dict, claims: dict, lang: str) -> list[str]:
    """How much of the yearly movement is the place's own and how much its sisters'."""
    found = claims.get("movement")
    if not found:
        return []
    values = {
        "place": record["place"][lang],
        "prior": _points(found["prior"]["points"], lang),
        "joined": _points(found["joined"]["points"], lang),
        "w": share_of(found["weight"], lang),
        "rest": share_of(1 - found["weight"], lang),
    }
    if found["own"]["points"] is None:
        return [
            say(
                (
                    "Số liệu của {place} mới ở một thời điểm, chưa cho biết mức thay đổi mỗi năm (trọng số {w}); mức {prior} mỗi năm "
                    "dùng trong dự báo lấy hoàn toàn theo các địa bàn tham chiếu.",
                    "The figures of {place} are of one point in time and tell no yearly movement (weight {w}); the forecast's "
                    "{prior} a year is wholly borrowed from the reference class.",
                ),
                lang,
                **values,
            )
        ]
    return [
        say(
            (
                "Riêng số liệu của {place} cho thấy tỷ trọng {own} mỗi năm, độ lệch chuẩn {sd:n2} điểm phần trăm, nên được tính với "
                "trọng số {w}; phần còn lại ({rest}) theo các địa bàn tham chiếu ({prior}). Kết hợp lại, dự báo dùng mức {joined} mỗi năm.",
                "By themselves the figures of {place} show {own} a year with a standard deviation of {sd:n2} points, so that "
                "their weight is {w}; the other {rest} goes to the reference class ({prior}). Joined, the forecast uses {joined} a year.",
            ),
            lang,
            **values,
            own=_points(found["own"]["points"], lang),
            sd=found["own"]["sd"],
        )
    ]
