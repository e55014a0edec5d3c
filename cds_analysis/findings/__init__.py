"""What a section of a notebook claims, one file a topic: `share = findings.share(study)`, then `share.say("level")`."""

from .audit import Audit as audit
from .data_quality import DataQuality as data_quality
from .places import Places as places
from .share import Share as share

__all__ = ["audit", "data_quality", "places", "share"]
