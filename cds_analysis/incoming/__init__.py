"""Files as publishers hand them out, each kind with a reader of its own."""

from pathlib import Path

from . import long, template
from .base import Incoming

__all__ = ["Incoming", "read"]


def read(path: Path, *, mapping: Path | None = None) -> Incoming:
    """A file as its publisher meant it, its kind recognised by its content.

    Raises:
        DataError: It cannot be read; the text says where, what was found and what to do.
    """
    return template.read(path) if template.is_one(path) else long.read(path)
