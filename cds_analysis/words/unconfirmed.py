"""Sentences on figures that no better graded print has confirmed yet and what a revision may do to them."""

from .spelling import listing, say


def usual_revision(claims: dict, lang: str) -> list[str]:
    """Which rates are not confirmed yet, and the past revisions from which their errors are drawn."""
    found, years = claims.get("usual_revision", {}), claims.get("rates_used", {}).get("unconfirmed", [])
    if not years or not found["n"]:
        return []
    nation = found["places"] == 1
    return [
        say(
            (
                "Trong bảng số liệu, tốc độ tăng năm {years} mới dựa trên số ước tính, sơ bộ hoặc số liệu không ghi rõ loại. Tốc độ tăng đó "
                "được tính kèm sai số theo {n:n0} lần điều chỉnh tốc độ tăng {what} trước đây{who}: mức điều chỉnh thường thấy (căn bậc hai của trung "
                "bình bình phương) là {s:n2} điểm phần trăm.",
                "In the table growth in {years} rests on estimates, preliminary figures or figures of no stated grade. Such growth carries an "
                "error as {n:n0} past revisions of {what} growth had it{who}: the usual size (root mean square) is {s:n2} points.",
            ),
            lang,
            years=listing(years, lang),
            n=found["n"],
            what="GDP" if nation else "GRDP",
            who="" if nation else say((" ở {p:n0} tỉnh, thành phố", " in {p:n0} provinces"), lang, p=found["places"]),
            s=found["points"],
        )
    ]
