"""Sentences on scorecards and on the data themselves."""

from ..keyed import html
from .spelling import VERDICT, cap, count_en, lower, number, pick, say


def scorecard_summary(card: dict, lang: str) -> str:
    """How many targets stand where."""
    if not card["total"]:
        return pick(
            ("Sổ mục tiêu chưa có mục tiêu nào của địa phương này.", "The register holds no target of this place."),
            lang,
        )
    found = {status: n for status, n in card["counts"].items() if n}
    whose = card["decision"][lang] if card["decision"] else ""
    of = pick((f" của {whose}" if whose else "", f" of {whose}" if whose else ""), lang)
    values = {"n": card["total"], "of": of, "targets": count_en(card["total"], "target")}
    if len(found) == 1:
        word = lower(pick(VERDICT[next(iter(found))], lang))
        if card["total"] == 1:
            return say(("Có 1 mục tiêu{of}: {w}.", "There is 1 target{of}: {w}."), lang, **values, w=word)
        values["targets"] = "Both targets" if card["total"] == 2 else f"All {values['targets']}"
        return say(("Cả {n:n0} mục tiêu{of} đều {w}.", "{targets}{of}: {w}."), lang, **values, w=word)
    parts = [f"{n} {lower(pick(VERDICT[status], lang))}" for status, n in found.items()]
    return say(("Trong {n:n0} mục tiêu{of} có {l:all}.", "Of {targets}{of}: {l:all}."), lang, **values, l=parts)


def final_account(card: dict, lang: str) -> str:
    """What became of the targets of the newest deadline that has passed; empty where none has."""
    closed = card["closed"]
    if not closed:
        return ""
    words = {
        "met": ("đạt", "met"),
        "missed": ("không đạt", "missed"),
        "void": ("không còn áp dụng", "void"),
        "cannot_be_judged": ("chưa có đủ số liệu công bố để kết luận", "not settled by what is published"),
    }
    found = {status: n for status, n in closed["counts"].items() if n}
    values = {"year": closed["year"], "n": closed["total"], "targets": count_en(closed["total"], "target")}
    if len(found) == 1:
        template = (
            "Thời hạn năm {year} đã qua; cả {n:n0} mục tiêu của năm này đều {w}.",
            "The deadline of {year} has passed; all of its {targets}: {w}.",
        )
        if closed["total"] == 1:
            template = (
                "Thời hạn năm {year} đã qua; mục tiêu duy nhất của năm này {w}.",
                "The deadline of {year} has passed; its one target: {w}.",
            )
        return say(template, lang, **values, w=pick(words[next(iter(found))], lang))
    template = (
        "Thời hạn năm {year} đã qua; trong {n:n0} mục tiêu của năm này có {l:all}.",
        "The deadline of {year} has passed; of its {targets}: {l:all}.",
    )
    return say(template, lang, **values, l=[f"{n} {pick(words[status], lang)}" for status, n in found.items()])


def milestones(card: dict, lang: str) -> list[str]:
    """A sentence for each goal with several milestones still open: the chance of meeting all of them."""
    template = (
        "{name}: xác suất đạt tất cả các mốc năm {l:all} là {p:p}.",
        "{name}: the probability of meeting the milestones of {l:all} together is {p:p}.",
    )
    return [
        say(template, lang, name=found["name"][lang], l=found["years"], p=found["probability"])
        for found in card["milestones"]
    ]


def no_target(lang: str) -> str:
    """Where the register holds no such target."""
    return pick(
        (
            "Sổ mục tiêu chưa có mục tiêu nào về nội dung này cho địa phương này.",
            "The register holds no target on this for this place.",
        ),
        lang,
    )


def nothing_computed(record: dict, lang: str) -> str:
    """Where GRDP or employment is missing."""
    return say(
        (
            "Bảng số liệu chưa có đủ GRDP và lao động có việc làm của {place} theo địa giới này, công bố đến ngày {d:day}, để tính.",
            "The table does not hold enough of GRDP and employment for {place} on this border, published by {d:day}, to compute this.",
        ),
        lang,
        place=record["place"][lang],
        d=record["as_of"],
    )


def no_break(lang: str) -> str:
    """Where the redefinition of 2021 does not bear on the figures at hand."""
    return pick(
        (
            "Từ năm 2021, lao động tự sản tự tiêu không còn được tính là có việc làm; bảng số liệu không có đủ số lao động của địa phương này ở hai phía của thay đổi đó.",
            "From 2021 those who produce only for their own use no longer count as employed; the table does not hold this place's employment on both sides of that change.",
        ),
        lang,
    )


def revisions(first: dict, latest: dict, span: float, lang: str) -> str:
    """How much one figure was revised, against how much the series moved."""
    return say(
        (
            "Số liệu cả nước năm {year} được điều chỉnh từ {a:pct} ({v0:pub}) thành {b:pct} ({v1:pub}): mức điều chỉnh {r:n2} điểm phần trăm, trong khi từ năm đầu của chuỗi đến năm {year}, tỷ trọng thay đổi {s:n2} điểm phần trăm.",
            "The nation's figure for {year} was revised from {a:pct} ({v0:pub}) to {b:pct} ({v1:pub}): a revision of {r:n2} points, while the share moved by {s:n2} from the first year of the series to {year}.",
        ),
        lang,
        year=first["year"],
        a=first["value"],
        b=latest["value"],
        v0=first["vintage"],
        v1=latest["vintage"],
        r=abs(latest["value"] - first["value"]),
        s=abs(span),
    )


FLAGS = {
    "do_not_use": ("không dùng", "not to be used"),
    "suspect": ("nghi vấn", "doubtful"),
    "conflict": ("mâu thuẫn với nguồn khác", "conflicts with another source"),
    "lower_bound": ("mức tối thiểu", "a lower bound"),
    "upper_bound": ("mức tối đa", "an upper bound"),
    "inferred": ("suy ra", "inferred"),
    "break": ("gián đoạn chuỗi", "break in series"),
    "ambiguous": ("chưa rõ nghĩa", "ambiguous"),
    "superseded": ("đã có số liệu mới hơn", "superseded"),
    "vintage_inferred": ("ngày công bố do suy ra", "date of publication inferred"),
    "period_assumed": ("thời kỳ do giả định", "period assumed"),
    "third_party_copy": ("bản sao của bên thứ ba", "copy by a third party"),
    "rounded": ("làm tròn", "rounded"),
    "price_basis_assumed": ("loại giá do giả định", "price basis assumed"),
    "derived": ("tính toán", "derived"),
    "corrected": ("đã đính chính", "corrected"),
}


def flags(text: str, lang: str) -> str:
    """The marks of a row in words."""
    return cap(", ".join(pick(FLAGS[flag], lang) for flag in text.split(";") if flag))


def rows_by_use(counts: dict, lang: str) -> str:
    """How many rows are used and why others are not."""
    words = {
        "yes": ("được dùng", "used"),
        "weaker_source": ("có nguồn mạnh hơn", "with a stronger source for the same figure"),
        "fewer_digits": ("có bản in nhiều chữ số hơn", "printed elsewhere with more digits"),
        "same_again": ("trùng lặp", "the same again"),
        "flagged": ("không dùng vì có nghi vấn", "set aside as doubtful"),
    }
    parts = [f"{number(n, lang, 0)} {pick(words[use], lang)}" for use, n in counts.items() if n]
    return say(("Số dòng: {l:all}.", "Rows: {l:all}."), lang, l=parts)


def joined(sentences) -> str:
    """Sentences one after the other."""
    return " ".join(s for s in sentences if s)


def paragraph(sentences) -> str:
    """Sentences as one Markdown paragraph; each number names its key where the sentences were worded from keyed records."""
    return html(joined(sentences))


def paragraphs(*parts) -> str:
    """Several paragraphs, each from its sentences; an empty one is left out."""
    return "\n\n".join(text for text in map(paragraph, parts) if text)


def bullets(sentences) -> str:
    """The same as a Markdown list."""
    return "\n".join(f"- {html(s)}" for s in sentences if s)
