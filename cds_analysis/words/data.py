"""Sentences on scorecards and on the data themselves."""

from ..keyed import html
from .spelling import cap, number, pick, say


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
