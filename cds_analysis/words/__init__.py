"""Sentences, in Vietnamese and English, computed from the records of results.json and from nothing else.

Nothing here judges: it only words.
"""

from .changes import changed, one_sided
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

__all__ = [
    "COMPARATOR",
    "STATUS",
    "VERDICT",
    "cap",
    "chance",
    "changed",
    "day",
    "listing",
    "lower",
    "number",
    "one_sided",
    "period",
    "pick",
    "quantity",
    "say",
    "vintage",
]
