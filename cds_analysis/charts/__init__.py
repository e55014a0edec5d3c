"""Charts in one house style; this room alone knows matplotlib."""

from .prints import revision_size
from .style import Chart

__all__ = [
    "Chart",
    "revision_size",
]
