"""What a section of a notebook claims, one file a topic: `share = findings.share(study)`, then `share.say("level")`."""

from ..study.finding import show
from .advice import Advice as advice
from .audit import Audit as audit
from .brief import Brief as brief
from .conflicts import Conflicts as conflicts
from .data_quality import DataQuality as data_quality
from .interview import Interview as interview
from .methods import Methods as methods
from .places import Places as places
from .prints import Prints as prints
from .productivity import Productivity as productivity
from .productivity_compared import ProductivityCompared as productivity_compared
from .ranks import Ranks as ranks
from .scenarios import Scenarios as scenarios
from .sectors import Sectors as sectors
from .share import Share as share
from .sliders import Sliders as sliders
from .stability import Stability as stability
from .targets import Targets as targets
from .track_record import TrackRecord as track_record
from .trials import Trials as trials

__all__ = ["advice", "audit", "brief", "conflicts", "data_quality", "interview", "methods", "places", "prints"]
__all__ += ["productivity", "productivity_compared", "ranks", "scenarios", "sectors", "share", "show", "sliders"]
__all__ += ["stability", "targets", "track_record", "trials"]
