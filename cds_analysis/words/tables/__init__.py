"""Tables as a reader sees them: captions, units, words of the language; no number is computed here."""

from ..table import Badge, Table
from .changes import changes
from .merged import rebuilt
from .vintages import revisions, verdict_history

__all__ = ["Badge", "Table", "changes", "rebuilt", "revisions", "verdict_history"]
