"""Shared by the tests: the tiny made-up data, a copy to break, the real data, the command in process, one brief."""

import os
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from filelock import FileLock

from cds_analysis.commands.brief import main
from cds_analysis.data import provinces

ROOT = Path(__file__).resolve().parent.parent
TINY = ROOT / "tests" / "data" / "tiny"
REAL = ROOT / "data"
DAY = date(2026, 2, 1)


@dataclass(frozen=True)
class Done:
    """How a command ended, as subprocess tells it."""

    returncode: int
    stdout: str
    stderr: str


def cds(*words: str, **environment: str) -> Done:
    """The command as a user gives it, in this process: the libraries and the process that kernels fork from are warm.

    Tests of signals, of plain starts and of what a crash leaves start a process of their own.
    """
    done = CliRunner().invoke(main, words, env=environment, prog_name="cds")
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Done(done.exit_code, done.stdout, done.stderr)


def once(factory: pytest.TempPathFactory, name: str, make) -> Path:
    """A folder that `make` fills once for all processes of a test run; it is for reading alone."""
    base = factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, done = base / name, base / f"{name}.done"
    with FileLock(base / f"{name}.lock"):
        if not done.exists():
            make(folder)
            done.touch()
    return folder


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
