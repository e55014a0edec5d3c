"""Sentences, in Vietnamese and English, computed from the records of results.json and from nothing else.

Nothing here judges: it only words.
"""

from .accounts import accounts_caption, both_accounts, rate_asked
from .changes import changed, one_sided
from .conflicts import asked, believed, measures_told, other_conflicts, share_conflicts, voice, voices, year_on
from .data import (
    bullets,
    final_account,
    joined,
    milestones,
    no_break,
    no_target,
    nothing_computed,
    paragraph,
    paragraphs,
    scorecard_summary,
)
from .merged import published_value, rebuilt_how, rebuilt_summary, rebuilt_value
from .methods import NAMES as METHOD_NAMES
from .methods import methods_differ, methods_summary, reading_text
from .nowcast import nowcast_method, productivity_nowcast
from .peers import beside_others, foreign_industry, two_prices
from .productivity import (
    productivity_break,
    productivity_forecast,
    productivity_growth,
    productivity_level,
    productivity_needed,
    productivity_targets,
)
from .ranks import rank_of, rank_refusal, ranks_meaning
from .record import GRADES, no_record, past_record, past_record_limits, past_record_short
from .sectors import SECTOR, own_sectors, points, sector_split
from .spelling import (
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
from .stability import CHANGES as STABILITY_CHANGES
from .stability import same_of, stability_summary
from .status import by_hand, status_lines
from .terminal import ORIGIN, scorecard_lines
from .trials import KINDS_SHORT, METHODS, index_shown, intervals_held, method_chosen, nothing_tried, statements_held
from .unconfirmed import usual_revision
from .verdicts import births_needed, figure_text, reason_text, target_text
from .vintages import changed_verdicts, difference, question_name, revised_figures, why_changed
from .workbench import SECTORS as DIGITAL_SECTORS
from .workbench import (
    core_part,
    digitisation,
    downturn,
    goal_of,
    growth_needed,
    no_level,
    sector_coefficients,
    share_parts,
)

__all__ = [
    "COMPARATOR",
    "CONGRESS",
    "DIGITAL_SECTORS",
    "GRADES",
    "KINDS_SHORT",
    "METHODS",
    "METHOD_NAMES",
    "ORIGIN",
    "SECTOR",
    "STABILITY_CHANGES",
    "STATUS",
    "VERDICT",
    "accounts_caption",
    "asked",
    "believed",
    "beside_others",
    "births_needed",
    "both_accounts",
    "bullets",
    "by_hand",
    "cap",
    "chance",
    "changed",
    "changed_verdicts",
    "core_part",
    "day",
    "difference",
    "digitisation",
    "downturn",
    "figure_text",
    "final_account",
    "foreign_industry",
    "goal_of",
    "growth_needed",
    "index_shown",
    "intervals_held",
    "joined",
    "listing",
    "lower",
    "measures_told",
    "method_chosen",
    "methods_differ",
    "methods_summary",
    "milestones",
    "no_break",
    "no_level",
    "no_record",
    "no_target",
    "nothing_computed",
    "nothing_tried",
    "nowcast_method",
    "number",
    "one_sided",
    "other_conflicts",
    "own_sectors",
    "paragraph",
    "paragraphs",
    "past_record",
    "past_record_limits",
    "past_record_short",
    "period",
    "pick",
    "points",
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
    "same_of",
    "say",
    "scorecard_lines",
    "scorecard_summary",
    "sector_coefficients",
    "sector_split",
    "share_conflicts",
    "share_parts",
    "stability_summary",
    "statements_held",
    "status_lines",
    "target_text",
    "two_prices",
    "usual_revision",
    "vintage",
    "voice",
    "voices",
    "why_changed",
    "year_on",
]
