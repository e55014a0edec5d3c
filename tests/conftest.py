"""Shared fixtures: the tiny made-up data, a copy to break, the real data, the brief of one province."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from running import cds, once

from cds_analysis.data import provinces

ROOT = Path(__file__).resolve().parent.parent
TINY = ROOT / "tests" / "data" / "tiny"
REAL = ROOT / "data"
DAY = date(2026, 2, 1)


@pytest.fixture(scope="session")
def thai_nguyens(tmp_path_factory) -> Path:
    """The brief of Thái Nguyên in both languages and every format, as `cds brief` makes it."""

    def make(out: Path) -> None:
        done = cds("brief", "thai-nguyen", "--format", "html,pdf,docx,xlsx", "--out", str(out), "--quiet")
        assert done.returncode == 0, done.stderr

    return once(tmp_path_factory, "thai-nguyen", make) / "2026" / "thai-nguyen"


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
