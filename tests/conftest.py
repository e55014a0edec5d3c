"""Shared fixtures: the tiny made-up data, a copy to break, and the real data."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from cds_analysis.data import provinces

ROOT = Path(__file__).resolve().parent.parent
TINY = ROOT / "tests" / "data" / "tiny"
REAL = ROOT / "data"
DAY = date(2026, 2, 1)


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A copy of the tiny data for a test to break."""
    folder = tmp_path / "data"
    shutil.copytree(TINY, folder)
    return folder


@pytest.fixture
def thai_nguyen_old() -> provinces.Place:
    return provinces.find("thai-nguyen", TINY, "pre-2025")


@pytest.fixture
def thai_nguyen() -> provinces.Place:
    return provinces.find("thai-nguyen", TINY, "2025")
