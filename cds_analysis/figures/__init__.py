"""Charts in one house style; this room alone knows matplotlib."""

from .base import Chart
from .maps import tile_map
from .productivity import productivity_rates
from .provinces import rank_bands, ranked, small_multiples
from .revisions import revision_size
from .share import share_fan
from .trials import calibration, coverage

__all__ = [
    "Chart",
    "calibration",
    "coverage",
    "productivity_rates",
    "rank_bands",
    "ranked",
    "revision_size",
    "share_fan",
    "small_multiples",
    "tile_map",
]
