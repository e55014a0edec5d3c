"""Charts in one house style; this room alone knows matplotlib."""

from .maps import tile_map
from .prints import revision_size
from .provinces import rank_bands, ranked, small_multiples
from .style import Chart

__all__ = [
    "Chart",
    "rank_bands",
    "ranked",
    "revision_size",
    "small_multiples",
    "tile_map",
]
