"""Sentences on the audit: what was said, what the figures say of it."""

from .spelling import listing, number, period, pick, say

AUDIT_VERDICT = {
    "adds_up": ("Khớp", "Adds up"),
    "does_not": ("Không khớp", "Does not add up"),
    "ambiguous": ("Chưa rõ nghĩa", "Ambiguous"),
    "cannot_be_checked": ("Không kiểm tra được", "Cannot be checked"),
}
CLAIMED = {
    "coverage": (
        "Tỷ lệ người tham gia bảo hiểm đã xác thực danh tính: {printed:pct}",
        "Insured people with identity authenticated: {printed:pct}",
    ),
    "exchange_rate": ("Doanh thu kinh tế số tính bằng hai đồng tiền", "Digital turnover in two currencies"),
    "turnover_course": (
        "Doanh thu kinh tế số giảm so với cùng kỳ năm 2022",
        "Digital turnover fell against the same months of 2022",
    ),
    "value_added": (
        "Doanh thu kinh tế số là quy mô của kinh tế số",
        "Digital turnover as the size of the digital economy",
    ),
    "letters": ("Số tiền tiết kiệm nhờ văn bản điện tử", "Money saved by electronic documents"),
    "firms": ("Số doanh nghiệp công nghệ số và mục tiêu đề ra", "Digital enterprises and what is set for them"),
    "fibre": ("Thời hạn phủ cáp quang đến hộ gia đình", "The year of fibre to households"),
    "transparency": ("Điểm Tính minh bạch của PCI ngày càng cao", "The PCI's Transparency scores ever higher"),
    "centre": ("Trở thành trung tâm chuyển đổi số của vùng", "To be the region's centre of digital transformation"),
    "congress": (
        "GRDP và GRDP bình quân đầu người năm {by} theo Đại hội",
        "The congress's GRDP and GRDP a head for {by}",
    ),
}
FOUND = {
    "coverage": (
        "Hai số người nêu kèm cho tỷ lệ {computed:pct}, còn thiếu {missing:n0} người; chỉ bằng {printed:pct} khi làm tròn đến phần trăm.",
        "The two counts beside it give {computed:pct}, with {missing:n0} people missing; {printed:pct} only as rounded to a whole per cent.",
    ),
    "exchange_rate": (
        "Hai số liệu chỉ phù hợp với nhau khi tỷ giá không quá {at_most:n0} đồng/USD, vì số tính bằng USD được nêu là mức trên. Bảng số liệu không có tỷ giá để đối chiếu.",
        "The two agree if a dollar was worth at most {at_most:n0} VND, since the dollars are given as a lower end. The table holds no exchange rate to compare.",
    ),
    "turnover_course": (
        "Suy ra 9 tháng đầu năm 2022 đạt {before:n1} nghìn tỷ đồng, tức giảm {fall:n1} nghìn tỷ đồng. Theo tỷ giá ngầm định, đó là {before_usd:n1} tỷ USD; để cả năm "
        "2022 đạt mức nguồn khác nêu, riêng quý IV phải trên {last_quarter:n1} tỷ USD, trong khi ba quý đầu bình quân {quarter:n1} tỷ USD. Hai nguồn có thể không tính cùng phạm vi.",
        "The first nine months of 2022 were then VND {before:n1} trillion, a fall of {fall:n1}. At the implied rate that is USD {before_usd:n1} billion; for the whole of "
        "2022 as another source has it the last quarter alone would need over {last_quarter:n1} billion, against {quarter:n1} in the average of the first three. The two may not count the same firms.",
    ),
    "value_added": (
        "Doanh thu 9 tháng bằng {times:n1} lần GRDP cả năm {year} của tỉnh, nên không thể là một phần của GRDP: doanh thu khác giá trị tăng thêm, và không tính được tỷ trọng trong GRDP từ doanh thu.",
        "Nine months of turnover are {times:n1} times the province's GRDP of the whole of {year}, so they cannot be part of it: turnover is not value added, and no share of GRDP follows from it.",
    ),
    "letters": (
        "Tương đương {each:n0} đồng mỗi văn bản. Đó có thể là một mức chi phí cố định nhân với số văn bản; không có số liệu nào khác để kiểm tra.",
        "That is VND {each:n0} a document. It may be a flat cost multiplied by the number of documents; there is no other figure to test it.",
    ),
    "fibre": (
        "Bài phỏng vấn đặt mức {value:pct} số hộ trong câu nói về năm {said}; các văn bản khác nêu cùng mức đó cho năm {years}.",
        "The interview has {value:pct} of households in its sentence on {said}; other documents set the same level for {years}.",
    ),
    "centre": (
        "Không có thước đo nào cho vai trò trung tâm. Theo điểm chuyển đổi số (DTI) năm {year}, tỉnh xếp thứ {rank:n0}/{field:n0} trong vùng (theo địa giới cũ).",
        "Nothing measures a centre. By the Digital Transformation Index of {year} the province was {rank:n0} of {field:n0} in its region (old borders).",
    ),
    "congress": (
        "Hai mục tiêu này ứng với dân số {implied:n0} nghìn người, trong khi dân số năm {year} đã trên {people:n0} nghìn người. Với số dân đó, GRDP bình quân đầu người chỉ khoảng {head:n1} triệu đồng.",
        "The two imply a population of {implied:n0} thousand, while there were over {people:n0} thousand people in {year}. With those, GRDP a head would be about VND {head:n1} million.",
    ),
}


def claimed(record: dict, lang: str) -> str:
    """What was said, in a few words."""
    return say(CLAIMED[record["check"]], lang, **record["numbers"])


def found(record: dict, lang: str) -> str:
    """What the figures say of it."""
    n = record["numbers"]
    if record["check"] == "firms":
        return _firms(n, lang)
    if record["check"] == "transparency":
        return _transparency(n, lang)
    values = n | {"years": listing(n["others"], lang)} if record["check"] == "fibre" else n
    text = say(FOUND[record["check"]], lang, **values)
    if n.get("communes"):
        more = (
            " Từ năm {communes}, tất cả các xã đã được báo cáo là có cáp quang.",
            " All communes were already reported to have fibre in {communes}.",
        )
        text += say(more, lang, **n)
    return text


def _firms(n: dict, lang: str) -> str:
    needs = [
        say(
            (
                "{a:n0} doanh nghiệp mỗi tháng để đạt {v:n0} vào cuối năm {by}",
                "{a:n0} a month to reach {v:n0} by the end of {by}",
            ),
            lang,
            a=g["a_month"],
            v=g["value"],
            by=g["by"],
        )
        for g in n["goals"]
    ]
    text = say(
        (
            "Số {count:n0} doanh nghiệp được nêu cho {at} và nhắc lại đến năm {last_print}. Tính từ lần nêu đầu, số doanh nghiệp cần tăng thêm (số mới trừ số ngừng hoạt động) {needs:all}.",
            "The count of {count:n0} was given for {at} and repeated until {last_print}. From the first print on it would have to gain, net of closures, {needs:all}.",
        ),
        lang,
        **(n | {"at": period(n["period"], lang), "needs": needs}),
    )
    if n["done"]:
        more = (
            " Dù vậy, tỉnh được báo cáo đã cơ bản hoàn thành {done:n0} mục tiêu của Nghị quyết; có thể khi đánh giá đã tính loại doanh nghiệp rộng hơn.",
            " Yet {done:n0} targets of the resolution were reported as largely complete; a wider kind of enterprise may have been counted.",
        )
        text += say(more, lang, **n)
    return text


def _transparency(n: dict, lang: str) -> str:
    text = say(
        (
            "Trong {pairs:n0} lần có điểm của hai năm liền nhau, {rose:n0} lần điểm tăng; năm {before_year} đạt {before:n2} điểm.",
            "Of {pairs:n0} pairs of neighbouring years with figures, {rose:n0} rose; {before_year} had {before:n2} points.",
        ),
        lang,
        **n,
    )
    if n["unpublished"]:
        more = (
            " Bảng số liệu không có điểm của năm {years:all}, là những năm ngay trước bài phỏng vấn.",
            " The table holds no score for {years:all}, the years just before the interview.",
        )
        text += say(more, lang, years=n["unpublished"])
    if n["after_year"]:
        more = (
            " Năm {after_year}, điểm là {after:n2}; cách tính PCI đã thay đổi từ năm 2021 sang năm 2022, nên không so sánh trực tiếp được.",
            " In {after_year} it was {after:n2}; the PCI changed its weights between 2021 and 2022, so that the two do not compare directly.",
        )
        text += say(more, lang, **n)
    return text


def audit_summary(records: list[dict], lang: str) -> str:
    """How many checks there are and how they came out; a sentence of its own where there are none."""
    if not records:
        return pick(
            (
                "Bài phỏng vấn chỉ nói về tỉnh Thái Nguyên, nên không có nội dung nào để đối chiếu cho địa phương này.",
                "The interview speaks of Thái Nguyên alone, so there is nothing to check for this place.",
            ),
            lang,
        )
    counts = [(v, sum(r["verdict"] == v for r in records)) for v in AUDIT_VERDICT]
    parts = [f"{pick(AUDIT_VERDICT[v], lang).lower()}: {number(n, lang, 0)}" for v, n in counts if n]
    pair = ("{n:n0} nội dung được đối chiếu ({parts}).", "{n:n0} checks ({parts}).")
    return say(pair, lang, n=len(records), parts="; ".join(parts))
