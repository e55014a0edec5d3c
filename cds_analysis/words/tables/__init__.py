"""Tables as a reader sees them: captions, units, words of the language; no number is computed here."""

from ..table import Badge, Table
from .changes import changes

__all__ = ["Badge", "Table", "changes"]
