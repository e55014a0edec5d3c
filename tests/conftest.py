"""Shared fixtures: the tiny made-up data, a copy to break, the real data, the brief of one province."""

import os
import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings
from running import cds, once

from cds_analysis.data import provinces
from cds_analysis.formats.write import FORMATS

os.environ["CDS_LANG"] = "en"  # texts are asserted in English unless a test asks for another language
settings.register_profile("any machine", deadline=None)  # these machines are noisy
settings.load_profile("any machine")
ROOT = Path(__file__).resolve().parent.parent
TINY = ROOT / "tests" / "data" / "tiny"
REAL = ROOT / "data"
DAY = date(2026, 2, 1)
REASONS = (  # of verdicts
    "",
    "replaced",  # void: a later decision took its place
    "tier_ended",  # void: what the target speaks of no longer exists
    "deadline_unpublished",  # the deadline has passed and no figure for it is known
    "no_figure",  # no figure at all on this place and border
    "one_measure_too_short",  # too few years on one measure for a forecast
    "years_unpublished",  # some years of a period have no figure
    "lost_in_year",  # an every-year target lost with one year
    "another_field",  # a rank among another number of places than the target's
    "nowcast_years",  # some years are our own estimate, which neither wins nor loses a target
)


@pytest.fixture(scope="session")
def thai_nguyens(tmp_path_factory) -> Path:
    """The brief of Thái Nguyên in both languages and every format, as `cds brief` makes it."""

    def make(out: Path) -> None:
        done = cds("brief", "thai-nguyen", "--format", ",".join(FORMATS), "--out", str(out), "--quiet")
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
