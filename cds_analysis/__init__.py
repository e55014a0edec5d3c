"""Targets, forecasts and annual briefs on digital transformation in Viet Nam's provinces."""

__version__ = "0.1.0"
