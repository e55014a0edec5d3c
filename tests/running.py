"""The command in the process of the tests, and what is made once for all processes of a test run."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from filelock import FileLock

from cds_analysis.commands.brief import main

# The numbers of a text, a span of years or a rank of a field as one; days and the marks of sources are none of them.
DAYS = r"\d{1,2}/\d{1,2}/\d{4}|\d{1,2} (?:January|March|October|November|December) \d{4}"
APART = rf"{DAYS}|\[\d+\]"  # no numbers of the text: days, and the marks of sources
NUMBER = r"\d+(?:[.,/–-]\d+)*"
BLOCK = re.compile(r"^```(\w[^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)  # code of a document
REMARK = re.compile(r"(^|\s+)#(\s.*)?$")


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


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that `make` fills once for all processes of a test run; it is for reading alone."""
    base = factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, done = base / name, base / f"{name}.done"
    with FileLock(base / f"{name}.lock"):
        if not done.exists():
            make(folder)
            done.touch()
    return folder


def blocks(document: Path) -> list[tuple[str, list[str]]]:
    """The code of a document: after ``` a language, and `online` where it needs the internet; lines without remarks."""
    found = BLOCK.findall(document.read_text(encoding="utf-8"))
    return [(kind, [w for line in text.splitlines() if (w := REMARK.sub("", line))]) for kind, text in found]
