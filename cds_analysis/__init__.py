"""Targets, forecasts and annual briefs on digital transformation in Viet Nam's provinces.

In a notebook: `from cds_analysis import open_study`, or `import cds_analysis as cds` and `cds.` with Tab. What is
listed is imported when it is first used, so that the command line starts at once.
"""

from importlib import import_module

__version__ = "0.1.0"

FROM_ROOMS = {"open_study": "study", "State": "explore", "CdsError": "errors"}
__all__ = [
    "CdsError",
    "State",
    "decompose",
    "explore",
    "figures",
    "indicators",
    "longtable",
    "models",
    "mydata",
    "observations",
    "open_study",
    "provinces",
    "tables",
    "targets",
    "whatif",
    "widgets",
    "wording",
]


def __getattr__(name: str):
    if name in __all__:
        room = import_module(f".{FROM_ROOMS.get(name, name)}", __name__)
        return getattr(room, name) if name in FROM_ROOMS else room
    raise AttributeError(f"module 'cds_analysis' has no attribute '{name}'")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
