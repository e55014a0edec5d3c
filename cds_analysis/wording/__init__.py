"""Sentences, in Vietnamese and English, computed from the records of results.json and from nothing else.

Nothing here judges: it only words.
"""

from .accounts import accounts_caption, both_accounts, rate_asked
from .audit import AUDIT_VERDICT, audit_summary, claimed
from .audit import found as audit_found
from .changes import changed
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
from .merged import published_value, rebuilt_how, rebuilt_summary, rebuilt_value
from .methods import NAMES as METHOD_NAMES
from .methods import methods_differ, methods_summary, reading_text
from .movement import share_movement, share_of
from .nowcast import nowcast_method, productivity_nowcast
from .peers import beside_others, foreign_industry, two_prices
from .places import about_place, cut_off
from .productivity import (
    productivity_break,
    productivity_forecast,
    productivity_growth,
    productivity_level,
    productivity_needed,
    productivity_targets,
)
from .provinces import (
    bands_meaning,
    compact,
    compared_name,
    comparison,
    comparison_caution,
    no_map,
    nothing_to_rank,
    on_border,
    series_caution,
    shown_value,
)
from .ranks import rank_of, rank_refusal, ranks_meaning
from .record import GRADES, no_record, past_record
from .sectors import SECTOR, sector_split
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
from .unconfirmed import usual_revision
from .verdicts import births_needed, figure_text, reason_text, target_text
from .vintages import changed_verdicts, difference, question_name, revised_figures, why_changed
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
    "AUDIT_VERDICT",
    "COMPARATOR",
    "CONGRESS",
    "GRADES",
    "KINDS_SHORT",
    "METHODS",
    "METHOD_NAMES",
    "ORIGIN",
    "SECTOR",
    "STATUS",
    "VERDICT",
    "about_place",
    "accounts_caption",
    "audit_found",
    "audit_summary",
    "bands_meaning",
    "beside_others",
    "births_needed",
    "both_accounts",
    "cap",
    "chance",
    "changed",
    "changed_verdicts",
    "claimed",
    "compact",
    "compared_name",
    "comparison",
    "comparison_caution",
    "cut_off",
    "day",
    "difference",
    "figure_text",
    "flags",
    "foreign_industry",
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
    "no_map",
    "no_record",
    "no_target",
    "nothing_computed",
    "nothing_to_rank",
    "nothing_tried",
    "nowcast_method",
    "number",
    "on_border",
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
    "published_value",
    "quantity",
    "question_name",
    "rank_of",
    "rank_refusal",
    "ranks_meaning",
    "rate_asked",
    "reading_text",
    "reason_text",
    "rebuilt_how",
    "rebuilt_summary",
    "rebuilt_value",
    "revised_figures",
    "revisions",
    "rows_by_use",
    "say",
    "scorecard_lines",
    "scorecard_summary",
    "sector_split",
    "series_caution",
    "share_context",
    "share_forecast",
    "share_level",
    "share_measures",
    "share_movement",
    "share_of",
    "share_targets",
    "shown_value",
    "statements_held",
    "target_text",
    "two_prices",
    "usual_revision",
    "vintage",
    "why_changed",
]
