"""Words on a reader's own file: what may come, what was read, what is wrong with it, the verdict on its target."""

from . import telling
from .spelling import COMPARATOR, VERDICT, number, pick, say

UPLOAD = ("Chọn tệp", "Choose a file")
SERIES = ("Chuỗi", "Series")
SHARE = ("Là tỷ lệ %, từ 0 đến 100", "Percentages, 0 to 100")
AHEAD = ("Dự báo thêm, năm", "Years ahead")
SENSE = ("Mục tiêu", "Target")
GOAL = ("Mức mục tiêu", "Level asked for")
BY = ("Đến năm", "By")
EXAMPLE = ("ví dụ: 30,5", "such as 30.5")
FORM = (
    "Tệp Excel (.xlsx) hoặc CSV (UTF-8) gồm ba cột series, year, value; mỗi dòng là một chuỗi và một năm, ô trống là năm không có số liệu.",
    "An Excel file (.xlsx) or CSV (UTF-8) with the columns series, year, value; one row a series and year, an empty cell is a "
    "year without a figure.",
)
SENSES = {False: COMPARATOR[">="], True: COMPARATOR["<="]}


def faults(found, lang: str) -> str:
    """What is wrong with a reader's own file, cell by cell."""
    pair = (
        "Không dùng được **{f}**. Sửa các lỗi sau rồi thử lại (sau tên tệp là số dòng, trong ngoặc vuông là tên cột):",
        "**{f}** cannot be used. Mend these faults and try again (after the file: the row; in square brackets: the column):",
    )
    rest = say(("- và {n} lỗi khác", "- and {n} more"), lang, n=found.more)
    return "\n".join(
        [say(pair, lang, f=found.name), "", *(f"- `{line}`" for line in found.faults)] + [rest] * bool(found.more)
    )


def read(found, lang: str) -> str:
    """What was read of a reader's own file."""
    pair = (
        "Đã đọc **{f}**: {n:n0} chuỗi, {m:n0} số liệu, từ năm {a} đến năm {b}.",
        "**{f}**: {n:n0} series, {m:n0} figures, {a} to {b}.",
    )
    t = found.table
    return say(pair, lang, f=found.name, n=t["series"].nunique(), m=len(t), a=t["year"].min(), b=t["year"].max())


def verdict(found, lang: str) -> str:
    """The verdict on a target the reader set on a series of the file."""
    goal, word = found.target, pick(COMPARATOR[found.target.comparator], lang)
    pair = ("**{v}** ({why}): mục tiêu {w} {x:n2} đến năm {y}.", "**{v}** ({why}): target of {w} {x:n2} by {y}.")
    why = telling.text("targets.reason", lang, {"units": None}, found.as_dict(), goal.unit)
    return say(pair, lang, v=pick(VERDICT[found.status], lang), why=why, w=word, x=goal.value, y=goal.by)


def typed(text: str, lang: str) -> float | None:
    """The number a reader typed in the language's way, None where it is empty.

    Raises:
        ValueError: It is none, or has a separator that a reader of the language may take for the other one.
    """
    mark, other = (",", ".") if lang == "vi" else (".", ",")
    text = text.strip()
    if not text:
        return None
    if other in text:
        raise ValueError(text)
    return float(text.replace(mark, "."))


def no_number(text: str, lang: str) -> str:
    """That what was typed is no number, and how to write one."""
    pair = (
        "“{t}” không phải là số: viết như {x}, không có dấu phân cách hàng nghìn.",
        "“{t}” is no number: write it as {x}, without thousands separators.",
    )
    return say(pair, lang, t=text, x=number(1234.5, lang).replace("." if lang == "vi" else ",", ""))
