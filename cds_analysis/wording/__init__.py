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
from .methods import NAMES as METHOD_NAMES
from .methods import methods_differ, methods_summary, reading_text
from .movement import share_movement, share_of
from .nowcast import nowcast_method, productivity_nowcast
from .places import about_place, cut_off
from .productivity import (
    productivity_break,
    productivity_forecast,
    productivity_growth,
    productivity_level,
    productivity_needed,
    productivity_targets,
)
from .ranks import rank_of, rank_refusal, ranks_meaning
from .record import GRADES, no_record, past_record
from .shares import measure_pairs, share_forecast, share_level, share_measures, share_targets
from .terminal import ORIGIN, scorecard_lines
from .trials import (
    KINDS_SHORT,
    METHODS,
    index_shown,
    intervals_held,
    method_chosen,
    nothing_tried,
    statements_held,
)
from .verdicts import births_needed, figure_text, reason_text, target_text
from .words import (
    COMPARATOR,
    CONGRESS,
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
    "CONGRESS",
    "GRADES",
    "KINDS_SHORT",
    "METHODS",
    "METHOD_NAMES",
    "ORIGIN",
    "STATUS",
    "VERDICT",
    "about_place",
    "births_needed",
    "cap",
    "chance",
    "cut_off",
    "day",
    "figure_text",
    "flags",
    "holdings",
    "index_shown",
    "intervals_held",
    "listing",
    "lower",
    "measure_pairs",
    "method_chosen",
    "methods_differ",
    "methods_summary",
    "no_break",
    "no_record",
    "no_target",
    "nothing_computed",
    "nothing_tried",
    "nowcast_method",
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
    "productivity_nowcast",
    "productivity_targets",
    "quantity",
    "rank_of",
    "rank_refusal",
    "ranks_meaning",
    "reading_text",
    "reason_text",
    "revisions",
    "rows_by_use",
    "say",
    "scorecard_lines",
    "scorecard_summary",
    "share_context",
    "share_forecast",
    "share_level",
    "share_measures",
    "share_movement",
    "share_of",
    "share_targets",
    "statements_held",
    "target_text",
    "vintage",
]
