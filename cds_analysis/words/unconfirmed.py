"""What a revision may do to a verdict on figures that no better graded print has confirmed yet."""

from .spelling import say


def turned_short(verdict: dict, lang: str) -> str:
    """The end of a table cell: ; xác suất kết luận thay đổi sau điều chỉnh 5%."""
    found = verdict.get("turning")
    if not found:
        return ""
    words = (
        "; chưa có số liệu chính thức, xác suất kết luận thay đổi sau điều chỉnh {p:p}",
        "; no final figure yet, probability {p:p} that a revision turns it",
    )
    return say(words, lang, p=found["probability"])
