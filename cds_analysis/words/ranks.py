"""Sentences on ranks: how firm they are and why some are not forecast."""

from .spelling import count_en, lower, number, pick, say


def rank_refusal(row: dict, until: int, lang: str) -> str:
    """Why a rank is not forecast, as a table cell."""
    words = {
        "too_short": ("mới có {n:n0} năm điểm", "only {n:n0} years of scores"),
        "too_old": ("điểm gần đủ các tỉnh chỉ đến năm {y}", "nearly all provinces have scores until {y} only"),
        "field_ended": ("không còn xếp hạng theo địa giới cũ", "the old border is no longer ranked"),
        "reached": ("điểm đã có đến năm {u}", "scores reach {u} already"),
    }
    return say(words[row["refusal"]], lang, n=row["years"], y=row["year"], u=until)


def ranks_meaning(record: dict, claims: dict, lang: str) -> list[str]:
    """What the ranks, their sets and their forecasts are, and on which border."""
    place, out = record["place"], []
    if place["tier"] == "nation":
        return [pick(("Chỉ tỉnh, thành phố mới được xếp hạng.", "Only provinces are ranked."), lang)]
    if claims["former"]:
        out.append(
            say(
                (
                    "Bảng số liệu chưa có điểm của cả 34 tỉnh, thành phố nên không mô phỏng được thứ hạng theo địa giới mới; điểm của tỉnh mới cũng không "
                    "phải là bình quân điểm của các tỉnh cũ. Các thứ hạng dưới đây là của {name} trước sắp xếp, không so sánh được với thứ hạng trong 34 tỉnh, thành phố.",
                    "The table does not hold scores of all 34 provinces, so that ranks on the new border cannot be simulated; nor is the new "
                    "province's score a mean of the old ones'. The ranks below are those of the former {name} and do not compare with ranks among 34.",
                ),
                lang,
                name=place["short"],
            )
        )
    if not claims["standings"]:
        return [
            *out,
            say(
                (
                    "Bảng số liệu không có điểm số nào để tính thứ hạng của {place} trong số tất cả các tỉnh, thành phố.",
                    "The table holds no score from which {place} could be ranked among all provinces.",
                ),
                lang,
                place=place[lang],
            ),
        ]
    first = claims["standings"][0]
    out += [
        say(
            (
                "Thứ hạng được tính từ điểm của tất cả tỉnh, thành phố có điểm. Khoảng tin cậy {l:pct0} gồm những thứ hạng chưa thể loại trừ, vì "
                "điểm số có sai số: theo {score} năm {y}, thứ {r:n0}/{n:n0} có thể là bất kỳ thứ hạng nào từ {a:n0} đến {b:n0}.",
                "Ranks are computed from the scores of all provinces that have one. The {l:pct0} confidence set holds the ranks that cannot be "
                "excluded, since scores have errors: by the {score} of {y}, {r:n0} of {n:n0} may be any rank from {a:n0} to {b:n0}.",
            ),
            lang,
            l=100 * claims["level"],
            score=lower(first[lang]),
            y=first["year"],
            r=first["rank"],
            n=first["field"],
            a=first["best"],
            b=first["worst"],
        ),
        pick(
            (
                "Không cơ quan nào công bố sai số chuẩn của điểm số; ở đây mức thay đổi mỗi năm của các tỉnh, sau khi trừ mức thay đổi chung, được dùng thay "
                "cho sai số. Mức đó gồm cả thay đổi thực, nên khoảng tin cậy thiên về rộng.",
                "No publisher prints standard errors of its scores; what provinces move from year to year beyond the common movement stands in for them. "
                "That holds true change as well, so that the sets are rather too wide.",
            ),
            lang,
        ),
    ]
    tried = [row for row in claims["standings"] if row["trial"] and row["trial"]["cases"]]
    if any(row["forecast"] for row in claims["standings"]):
        out.append(
            pick(
                (
                    "Dự báo thứ hạng mô phỏng điểm của tất cả tỉnh, thành phố cùng lúc rồi xếp hạng trên từng quỹ đạo, với giả định địa giới cũ vẫn giữ nguyên.",
                    "The forecast simulates the scores of all provinces together and ranks them on each path, supposing the old borders went on.",
                ),
                lang,
            )
        )
    if tried:
        parts = [
            say(
                (
                    "{k:n0}/{n:n0} trường hợp theo {score} ({m:n0} năm)",
                    "{k:n0} of {n:n0} cases by the {score} ({years})",
                ),
                lang,
                k=row["trial"]["held"],
                n=row["trial"]["cases"],
                m=row["trial"]["years"],
                years=count_en(row["trial"]["years"], "distinct year"),
                score=lower(row[lang]),
            )
            for row in tried
        ]
        out.append(
            say(
                (
                    "Khi thử trên số liệu quá khứ, khoảng dự báo 80% chứa thứ hạng thực tế trong {l:all}.",
                    "Tested on the past, the 80% interval held the rank that came in {l:all}.",
                ),
                lang,
                l=parts,
            )
        )
    return out


def rank_of(value: int, field: int, lang: str) -> str:
    """8/63; 8 of 63."""
    return say(("{a}/{b}", "{a} of {b}"), lang, a=number(value, lang, 0), b=number(field, lang, 0))
