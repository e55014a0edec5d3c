"""Forecasts from arrays alone: it knows no files, places or targets."""
