"""Sentences, in Vietnamese and English, computed from the records of results.json and from nothing else.

Nothing here judges: it only words.
"""

from .data import (
    flags,
    holdings,
    no_break,
    no_target,
    nothing_computed,
    paragraph,
    revisions,
    rows_by_use,
    scorecard_summary,
    share_context,
)
from .places import about_place, cut_off
from .productivity import (
    productivity_break,
    productivity_forecast,
    productivity_growth,
    productivity_level,
    productivity_needed,
    productivity_targets,
)
from .record import GRADES, no_record, past_record
from .shares import measure_pairs, share_forecast, share_level, share_measures, share_targets
from .verdicts import figure_text, reason_text, target_text
from .words import (
    COMPARATOR,
    CONGRESS,
    STATUS,
    VERDICT,
    chance,
    day,
    listing,
    number,
    period,
    pick,
    quantity,
    say,
    vintage,
)

__all__ = [
    "COMPARATOR",
    "CONGRESS",
    "GRADES",
    "STATUS",
    "VERDICT",
    "about_place",
    "chance",
    "cut_off",
    "day",
    "figure_text",
    "flags",
    "holdings",
    "listing",
    "measure_pairs",
    "no_break",
    "no_record",
    "no_target",
    "nothing_computed",
    "number",
    "paragraph",
    "past_record",
    "period",
    "pick",
    "productivity_break",
    "productivity_forecast",
    "productivity_growth",
    "productivity_level",
    "productivity_needed",
    "productivity_targets",
    "quantity",
    "reason_text",
    "revisions",
    "rows_by_use",
    "say",
    "scorecard_summary",
    "share_context",
    "share_forecast",
    "share_level",
    "share_measures",
    "share_targets",
    "target_text",
    "vintage",
]
