"""Targets, forecasts and annual briefs on digital transformation in Viet Nam's provinces.

In a notebook: `from cds_analysis import open_study`, or `import cds_analysis as cds` and `cds.` with Tab. What is
listed is imported when it is first used, so that the command line starts at once.
"""

from importlib import import_module

__version__ = "0.1.0"

WHERE = {  # each name and the module, or the object of a module, that it stands for
    "CdsError": "errors:CdsError",
    "State": "explore.choices:State",
    "charts": "charts",
    "decompose": "series.sectors",
    "indicators": "data.indicators",
    "models": "forecasting.single",
    "observations": "data.observations",
    "open_study": "study:open_study",
    "own_forecast": "explore.own_forecast",
    "own_series": "explore.own_series",
    "own_table": "explore.own_table",
    "provinces": "data.provinces",
    "scenarios": "explore.scenarios",
    "targets": "data.targets",
    "widgets": "explore.widgets",
    "words": "words",
}
__all__ = list(WHERE)


def __getattr__(name: str):
    if name in WHERE:
        module, _, found = WHERE[name].partition(":")
        there = import_module(f".{module}", __name__)
        return getattr(there, found) if found else there
    raise AttributeError(f"module 'cds_analysis' has no attribute '{name}'")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
