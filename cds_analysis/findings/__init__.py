"""What a section of a notebook claims, one file a topic: `share = findings.share(study)`, then `share.say("level")`."""

from .share import Share as share

__all__ = ["share"]
