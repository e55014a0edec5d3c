"""Sentences, in Vietnamese and English, computed from the records of results.json and from nothing else.

Nothing here judges: it only words.
"""

from .data import bullets, joined, paragraph, paragraphs
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

__all__ = [
    "COMPARATOR",
    "STATUS",
    "VERDICT",
    "bullets",
    "by_hand",
    "cap",
    "chance",
    "day",
    "joined",
    "listing",
    "lower",
    "number",
    "paragraph",
    "paragraphs",
    "period",
    "pick",
    "quantity",
    "say",
    "status_lines",
    "vintage",
]
