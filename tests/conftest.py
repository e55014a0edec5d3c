"""Shared fixtures: the tiny made-up data, a copy to break, the real data, the brief of one province."""

import os
import shutil
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings
from running import cds, once

from cds_analysis.batch import briefs, kernels
from cds_analysis.data import check, provinces
from cds_analysis.formats.write import FORMATS

os.environ["CDS_LANG"] = "en"  # texts are asserted in English unless a test asks for another language
settings.register_profile("any machine", deadline=None)  # these machines are noisy
settings.load_profile("any machine")
ROOT = Path(__file__).resolve().parent.parent
TINY = ROOT / "tests" / "data" / "tiny"
REAL = ROOT / "data"
DAY = date(2026, 2, 1)
KINDS = [tuple(line.split()) for line in (ROOT / "bench" / "kinds.txt").read_text(encoding="utf-8").splitlines()]
ALL = [(place.slug, place.border) for border in provinces.BORDERS for place in provinces.units(REAL, border)]
# `make test` tries the units that between them ask all that any asks, `make test-every` the others
UNITS = [pytest.param(*unit, marks=() if unit in KINDS else pytest.mark.every) for unit in ALL]
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


def by_turns(*cases: tuple) -> list:
    """Each case in a language by turns, the first in both; what is left out here `make test-every` tries."""
    return [
        pytest.param(*case, lang, marks=pytest.mark.every if n and n % 2 == (lang == "vi") else ())
        for n, case in enumerate(cases)
        for lang in ("vi", "en")
    ]


@pytest.fixture(scope="session", autouse=True)
def _once():
    """The real data, which no test changes, are checked once a process and read before kernels are forked from one."""
    prepare, sound, of_real = kernels.prepare, check.sound, cache(check.sound)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernels, "prepare", lambda _=None: prepare(REAL))
        patch.setattr(check, "sound", lambda folder: (of_real if folder == REAL else sound)(folder))
        yield


@pytest.fixture(scope="session")
def thai_nguyens(tmp_path_factory) -> Path:
    """The brief of Thái Nguyên in both languages and every format, as `cds brief` makes it."""

    def make(out: Path) -> None:
        done = cds("brief", "thai-nguyen", "--format", ",".join(FORMATS), "--out", str(out), "--quiet")
        assert done.returncode == 0, done.stderr

    return once(tmp_path_factory, "thai-nguyen", make) / "2026" / "thai-nguyen"


@pytest.fixture(scope="session")
def others(tmp_path_factory) -> Path:
    """Briefs as pages: the nation, a place with figures on both borders, one with few data, one that is no more."""

    def make(out: Path) -> None:
        for slug, border in (("vn", ""), ("bac-ninh", ""), ("lai-chau", "2025"), ("bac-kan", "pre-2025")):
            briefs.make(slug, border=border, edition=2026, out=str(out), progress=False)

    return once(tmp_path_factory, "others", make) / "2026"


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
