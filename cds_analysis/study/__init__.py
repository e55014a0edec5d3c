"""What a notebook opens: data, place, day and targets in one object."""

from . import lab  # noqa: F401 - completes names inside quotes
from .settled import LANGUAGES, Settled, settle
from .study import Study, open_study

__all__ = ["LANGUAGES", "Settled", "Study", "open_study", "settle"]
