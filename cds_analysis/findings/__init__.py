"""What a section of a notebook claims, one file a topic: `share = findings.share(study)`, then `share.say("level")`."""

from .conflicts import Conflicts as conflicts
from .productivity import Productivity as productivity
from .productivity_compared import ProductivityCompared as productivity_compared
from .sectors import Sectors as sectors
from .share import Share as share
from .track_record import TrackRecord as track_record
from .trials import Trials as trials

__all__ = ["conflicts", "productivity", "productivity_compared", "sectors", "share", "track_record", "trials"]
