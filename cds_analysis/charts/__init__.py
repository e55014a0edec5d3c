"""Charts in one house style; this room alone knows matplotlib."""

from .productivity import productivity_rates
from .scenarios import growth_needed
from .style import Chart
from .trials import calibration, coverage

__all__ = [
    "Chart",
    "calibration",
    "coverage",
    "growth_needed",
    "productivity_rates",
]
