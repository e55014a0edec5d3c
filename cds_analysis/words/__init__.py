"""Sentences, in Vietnamese and English, computed from the records of results.json and from nothing else.

Nothing here judges: it only words.
"""

from .changes import changed, one_sided
from .data import bullets, joined, paragraph, paragraphs
from .merged import published_value, rebuilt_how, rebuilt_summary, rebuilt_value
from .spelling import (
    COMPARATOR,
    STATUS,
    VERDICT,
    cap,
    chance,
    day,
    listing,
    lower,
    number,
    period,
    pick,
    quantity,
    say,
    vintage,
)
from .status import by_hand, status_lines
from .vintages import changed_verdicts, difference, question_name, revised_figures, why_changed

__all__ = [
    "COMPARATOR",
    "STATUS",
    "VERDICT",
    "bullets",
    "by_hand",
    "cap",
    "chance",
    "changed",
    "changed_verdicts",
    "day",
    "difference",
    "joined",
    "listing",
    "lower",
    "number",
    "one_sided",
    "paragraph",
    "paragraphs",
    "period",
    "pick",
    "published_value",
    "quantity",
    "question_name",
    "rebuilt_how",
    "rebuilt_summary",
    "rebuilt_value",
    "revised_figures",
    "say",
    "status_lines",
    "vintage",
    "why_changed",
]
