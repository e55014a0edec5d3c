"""Sentences on scorecards and on the data themselves."""

from ..keyed import html
from .spelling import pick, say


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
