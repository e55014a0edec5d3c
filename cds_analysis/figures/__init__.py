"""Charts in one house style; this room alone knows matplotlib."""

from .base import Chart
from .productivity import productivity_rates
from .revisions import revision_size
from .share import share_fan
from .trials import calibration, coverage

__all__ = ["Chart", "calibration", "coverage", "productivity_rates", "revision_size", "share_fan"]
