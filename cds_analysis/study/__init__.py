"""What a notebook opens: data, place, day and targets in one object."""

from .study import LANGUAGES, Study, check_parameters, open_study

__all__ = ["LANGUAGES", "Study", "check_parameters", "open_study"]
