"""Charts in one house style; this room alone knows matplotlib."""

from .style import Chart

__all__ = ["Chart"]
