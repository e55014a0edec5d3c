"""Sentences on the growth of labour productivity by sector."""

from .spelling import moved, number, period, pick, say

SECTOR = {
    "agriculture": ("nông, lâm nghiệp và thủy sản", "agriculture, forestry and fishing"),
    "industry": ("công nghiệp và xây dựng", "industry and construction"),
    "services": ("dịch vụ", "services"),
}


def sector_split(record: dict, claims: dict, lang: str) -> list[str]:
    """What grew inside sectors, what came from moving between them, and what product taxes did; or why there is none."""
    out = []
    if claims["own"] is None:
        template = (
            "Bảng số liệu không có số lao động có việc làm theo ngành của {place} (không tìm thấy trong các tài liệu công bố đến ngày "
            "{d:day}), nên không phân tách được tốc độ tăng năng suất lao động của {place} theo ngành.",
            "The table holds no employed persons by sector for {place} (none found in documents published by {d:day}), so that "
            "its growth of productivity cannot be split by sector.",
        )
        out.append(say(template, lang, place=record["place"][lang], d=record["as_of"]))
    found = claims["own"] or claims["nation"]
    if found is None:
        return out
    if claims["own"] is None:
        out.append(
            pick(
                (
                    "Dưới đây là kết quả của cả nước, không suy ra cho địa phương.",
                    "What follows is the nation's; it says nothing about the province.",
                ),
                lang,
            )
        )
    parts = found["shift_share"]
    sums = {name: sum(row[name] for row in parts.values()) for name in ("within", "static", "dynamic")}
    top = max(parts, key=lambda s: parts[s]["within"])
    sizes = {sector: sum(row.values()) for sector, row in found["gead"].items()}
    largest = max(sizes, key=sizes.get)
    moving = sums["static"] + sums["dynamic"]
    values = {
        "span": period(f"{found['first']}..{found['last']}", lang),
        "a": found["first"],
        "b": found["last"],
        "total": found["total"],
        "va": found["value_added"],
        "tax": points(abs(found["taxes"]), lang),
        "sign": pick(("đóng góp", "adding") if found["taxes"] >= 0 else ("làm giảm", "taking off"), lang),
        "grade": pick((f"; số liệu năm {found['last']} là sơ bộ", f"; {found['last']} preliminary"), lang)
        if "preliminary" in found["status"]
        else "",
        "within": points(sums["within"], lang),
        "moving": points(moving, lang),
        "static": points(sums["static"], lang),
        "dynamic": points(sums["dynamic"], lang),
        "sector": pick(SECTOR[top], lang),
        "most": points(parts[top]["within"], lang),
        "largest": pick(SECTOR[largest], lang),
        "size": points(sizes[largest], lang),
        "share": 100 * moving / found["value_added"],
    }
    templates = (
        (
            "Từ năm {a} đến năm {b}, GDP trên một lao động của cả nước tăng {total:pct1} (giá so sánh năm 2010; lao động theo định nghĩa trước năm 2021{grade}): giá trị tăng thêm trên một lao động tăng "
            "{va:pct1}, thuế sản phẩm trừ trợ cấp sản phẩm {sign} {tax} điểm phần trăm.",
            "From {a} to {b} the nation's GDP per employed person rose by {total:pct1} (constant 2010 prices, employed persons on the definition before 2021{grade}): value added per person by "
            "{va:pct1}, product taxes less subsidies {sign} {tax} points.",
        ),
        (
            "Trong mức tăng {va:pct1} đó, tăng năng suất trong nội bộ các ngành đóng góp {within} điểm phần trăm, nhiều nhất là {sector} "
            "({most} điểm); lao động dịch chuyển giữa các ngành đóng góp {moving} điểm (tĩnh {static}, động {dynamic}), tức {share:pct0} mức tăng.",
            "Of these {va:pct1}, growth inside the sectors gave {within} points, the largest part in {sector} ({most}); workers moving "
            "between sectors gave {moving} points (static {static}, dynamic {dynamic}), or {share:pct0} of the growth.",
        ),
        (
            "Khi tính cả giá tương đối (cách của Tang và Wang), ngành đóng góp nhiều nhất là {largest}: {size} điểm phần trăm.",
            "With relative prices counted in (Tang and Wang) the largest contribution is that of {largest}: {size} points.",
        ),
    )
    return out + [say(template, lang, **values) for template in templates]


def points(value: float, lang: str, digits: int = 1) -> str:
    """Percentage points with fixed decimals, a true minus before what counts against growth."""
    return number(value, lang, digits, fixed=True)


def own_sectors(found: dict, first: int, last: int, taxed: bool, lang: str) -> list[str]:
    """How productivity grew in a user's own table, and what came from inside the sectors; how to read the tables."""
    moving = sum(row["structural"] for row in found["mcmillan_rodrik"].values())
    values = {
        "a": first,
        "b": last,
        "x": abs(found["value_added"]),
        "moved": moved(found["value_added"], lang),
        "total": abs(found["total"]),
        "whole": moved(found["total"], lang),
        "tax": points(abs(found["taxes"]), lang, 2),
        "sign": pick(("đóng góp", "adding") if found["taxes"] >= 0 else ("làm giảm", "taking off"), lang),
        "within": points(found["value_added"] - moving, lang, 2),
        "moving": points(moving, lang, 2),
    }
    plain = (
        "Từ năm {a} đến năm {b}, giá trị tăng thêm trên một lao động (giá so sánh) {moved} {x:pct}.",
        "From {a} to {b} value added per employed person (constant prices) {moved} by {x:pct}.",
    )
    with_taxes = (
        "Từ năm {a} đến năm {b}, tổng sản phẩm trên một lao động (giá so sánh) {whole} {total:pct}: giá trị tăng thêm trên một "
        "lao động {moved} {x:pct}, thuế sản phẩm trừ trợ cấp sản phẩm {sign} {tax} điểm phần trăm.",
        "From {a} to {b} the product per employed person (constant prices) {whole} by {total:pct}: value added per employed "
        "person {moved} by {x:pct}, taxes less subsidies on products {sign} {tax} percentage points.",
    )
    parts = (
        "Đóng góp của thay đổi năng suất trong nội bộ các ngành là {within} điểm phần trăm, của lao động dịch chuyển giữa các "
        "ngành là {moving} điểm phần trăm.",
        "Change inside the sectors gave {within} percentage points, workers moving between them {moving}.",
    )
    unit = (
        "Dưới đây là đóng góp vào mức tăng giá trị tăng thêm trên một lao động, tính bằng điểm phần trăm của cả giai đoạn; "
        "do làm tròn, tổng có thể lệch ở chữ số cuối.",
        "Below: contributions to the growth of value added per employed person, in percentage points over the whole span; "
        "rounded, so that the last digit of a sum may differ.",
    )
    return [say(template, lang, **values) for template in (with_taxes if taxed else plain, parts, unit)]
