"""What a notebook opens: data, place, day and targets in one object."""

from .settled import LANGUAGES, Settled, settle
from .study import Study, open_study

__all__ = ["LANGUAGES", "Settled", "Study", "open_study", "settle"]
