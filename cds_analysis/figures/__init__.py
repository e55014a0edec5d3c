"""Charts in one house style; this room alone knows matplotlib."""

from .base import Chart
from .conflicts import share_conflicts
from .maps import tile_map
from .productivity import productivity_rates
from .provinces import rank_bands, ranked, small_multiples
from .revisions import revision_size
from .share import share_fan
from .trials import calibration, coverage
from .workbench import growth_needed

__all__ = [
    "Chart",
    "calibration",
    "coverage",
    "growth_needed",
    "productivity_rates",
    "rank_bands",
    "ranked",
    "revision_size",
    "share_conflicts",
    "share_fan",
    "small_multiples",
    "tile_map",
]
