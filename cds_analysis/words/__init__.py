"""Sentences, in Vietnamese and English, computed from the records of results.json and from nothing else.

Nothing here judges: it only words.
"""

from .accounts import accounts_caption, both_accounts, rate_asked
from .changes import changed, one_sided
from .data import (
    bullets,
    joined,
    no_break,
    no_target,
    nothing_computed,
    paragraph,
    paragraphs,
)
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
from .record import GRADES, no_record, past_record, past_record_limits, past_record_short
from .sectors import SECTOR, own_sectors, points, sector_split
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
from .trials import KINDS_SHORT, METHODS, index_shown, intervals_held, method_chosen, nothing_tried, statements_held
from .unconfirmed import usual_revision
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
    "DIGITAL_SECTORS",
    "GRADES",
    "KINDS_SHORT",
    "METHODS",
    "SECTOR",
    "STATUS",
    "VERDICT",
    "accounts_caption",
    "beside_others",
    "both_accounts",
    "bullets",
    "by_hand",
    "cap",
    "chance",
    "changed",
    "core_part",
    "day",
    "digitisation",
    "downturn",
    "foreign_industry",
    "goal_of",
    "growth_needed",
    "index_shown",
    "intervals_held",
    "joined",
    "listing",
    "lower",
    "method_chosen",
    "no_break",
    "no_level",
    "no_record",
    "no_target",
    "nothing_computed",
    "nothing_tried",
    "nowcast_method",
    "number",
    "one_sided",
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
    "quantity",
    "rate_asked",
    "say",
    "sector_coefficients",
    "sector_split",
    "share_parts",
    "statements_held",
    "status_lines",
    "two_prices",
    "usual_revision",
    "vintage",
]
