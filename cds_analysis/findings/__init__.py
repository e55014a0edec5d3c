"""What a section of a notebook claims, one file a topic: `share = findings.share(study)`, then `share.say("level")`."""

from .interview import Interview as interview
from .methods import Methods as methods
from .ranks import Ranks as ranks
from .share import Share as share
from .stability import Stability as stability
from .targets import Brief as brief
from .targets import Targets as targets

__all__ = ["brief", "interview", "methods", "ranks", "share", "stability", "targets"]
