"""Tables as a reader sees them: captions, units, words of the language; no number is computed here."""

from ..table import Badge, Table
from .changes import changes
from .merged import rebuilt
from .vintages import revisions, verdict_history
from .workbench import growth_needed, sector_coefficients, share_parts

__all__ = [
    "Badge",
    "Table",
    "changes",
    "growth_needed",
    "rebuilt",
    "revisions",
    "sector_coefficients",
    "share_parts",
    "verdict_history",
]
