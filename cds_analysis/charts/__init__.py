"""Charts in one house style; this room alone knows matplotlib."""

from .prints import revision_size
from .scenarios import growth_needed
from .style import Chart

__all__ = [
    "Chart",
    "growth_needed",
    "revision_size",
]
