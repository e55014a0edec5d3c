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


def turned(verdict: dict, lang: str) -> str:
    """With which probability a revision of the usual size would turn a verdict; empty where that is out of reach."""
    found = verdict.get("turning")
    if not found:
        return ""
    return say(
        (
            "Đánh giá này theo số liệu đã công bố; bảng số liệu chưa có số liệu chính thức của năm {years}. Số liệu cách ngưỡng của mục tiêu "
            "{g:n2} điểm phần trăm, trong khi mức điều chỉnh thường thấy là {s:n2} điểm phần trăm (theo {n:n0} lần điều chỉnh trước đây); "
            "xác suất kết luận thay đổi sau điều chỉnh là {p:p}.",
            "This goes by what is published; the table holds no final figure for {years}. It lies {g:n2} points from the edge of the "
            "target, and a revision is usually {s:n2} points ({n:n0} past revisions); the probability that one turns the verdict is {p:p}.",
        ),
        lang,
        years=listing(found["years"], lang),
        g=found["gap"],
        s=found["usual"],
        n=found["past"],
        p=found["probability"],
    )


def turned_short(verdict: dict, lang: str) -> str:
    """The same as the end of a table cell: ; xác suất đảo chiều do điều chỉnh 5%."""
    found = verdict.get("turning")
    if not found:
        return ""
    words = (
        "; chưa có số liệu chính thức, xác suất kết luận thay đổi sau điều chỉnh {p:p}",
        "; no final figure yet, probability {p:p} that a revision turns it",
    )
    return say(words, lang, p=found["probability"])
