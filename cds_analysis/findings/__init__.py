"""What a section of a notebook claims, one file a topic: `share = findings.share(study)`, then `share.say("level")`."""

from .conflicts import Conflicts as conflicts
from .scenarios import Scenarios as scenarios
from .share import Share as share

__all__ = ["conflicts", "scenarios", "share"]
