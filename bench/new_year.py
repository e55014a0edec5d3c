"""The yearly round of docs/new-year.md, from a release to published briefs, each step timed; on a copy of the data.

The release is made up (tests/data/new-year) and never reaches data/. Every step is the command of the guide, in a
process of its own; the copy, its outputs and its ledger lie in a temporary folder.

Usage: python bench/new_year.py [--all] [--own] [--keep FOLDER]
  --all   all 34 provinces instead of Thái Nguyên alone; --own  the release goes into a folder of one's own
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RELEASE = ROOT / "tests" / "data" / "new-year" / "release_2027.csv"
SOURCE = {
    "id": "sample-2027",
    "publisher": "SỐ LIỆU GIẢ ĐỊNH, không phải của Cục Thống kê",
    "title": "SAMPLE, made up: release of January 2027",
    "published": "2027-01-06",
}
RECEIVED, PLACE = "2027-01-08", "thai-nguyen"


def cds(*words: str, allowed: tuple[int, ...] = (0,)) -> str:
    """One command in a process of its own; its output."""
    found = subprocess.run(
        [sys.executable, "-m", "cds_analysis", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if found.returncode not in allowed:
        raise SystemExit(f"cds {' '.join(words)} ended with {found.returncode}:\n{found.stdout}{found.stderr}")
    return found.stdout + found.stderr


def words(data: Path) -> list[str]:
    """The import of the release into a data folder, as one types it."""
    about = ("--source", SOURCE["id"], *(w for k, v in SOURCE.items() if k != "id" for w in (f"--{k}", v)))
    return ["data", "import", str(RELEASE), *about, "--accessed", RECEIVED, "--data", str(data)]


def last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1][:110] if lines else ""


class Round:
    """Steps with their seconds and what each printed."""

    def __init__(self):
        self.steps: list[tuple[str, float]] = []

    def step(self, name: str, call, *, show=last_line) -> str:
        started = time.perf_counter()
        text = call() or ""
        self.steps.append((name, time.perf_counter() - started))
        print(f"{self.steps[-1][1]:8.1f} s  {name:<44}{show(text)}", flush=True)
        return text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--all", action="store_true", help="all 34 provinces")
    parser.add_argument("--own", action="store_true", help="into a folder of one's own, laid over the shipped data")
    parser.add_argument("--keep", type=Path, help="where the copy and its outputs stay")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        run(asked, (asked.keep or Path(scratch)).resolve())


def run(asked: argparse.Namespace, folder: Path) -> None:
    """The round, in a folder."""
    base, out, steps = folder / "data", folder / "outputs", Round()
    shutil.copytree(ROOT / "data", base)
    data = base
    if asked.own:
        data = folder / "mine"
        steps.step("cds data init (a folder of one's own)", lambda: cds("data", "init", str(data), "--base", str(base)))
    use = ("--data", str(data))
    where = (*use, "--out", str(out))
    plan = folder / "plan.yml"
    plan.write_text(f"provinces: {'all' if asked.all else f'[{PLACE}]'}\nlanguages: [vi, en]\n", encoding="utf-8")
    steps.step("last year's briefs (not counted)", lambda: cds("run", str(plan), *where, "--quiet"))
    steps.step("1 status: what is due", lambda: cds("data", "status", PLACE, "--on", RECEIVED, *use))
    steps.step("2 import: what it would do", lambda: cds(*words(data)))
    steps.step("3 import --yes", lambda: cds(*words(data), "--yes"))
    steps.step("4 build", lambda: cds("data", "build", *use))
    steps.step("5 check", lambda: cds("data", "check", *use))
    steps.step("6 diff: what is new and revised", lambda: cds("data", "diff", "2026-12-31", RECEIVED, *use))
    steps.step("7 record of past statements", lambda: cds("data", "record", *use))
    steps.step("8 run: the briefs of the new edition", lambda: cds("run", str(plan), *where, "--quiet"))
    old, new = out / "2026" / PLACE, out / "2027" / PLACE
    steps.step("9 changed: against last year's brief", lambda: cds("changed", str(old), str(new), *use))
    steps.step("10 publish", lambda: cds("publish", "2027", PLACE, "--on", "2027-01-20", *where))
    steps.step("11 export: the data package", lambda: cds("data", "export", str(folder / "package"), *use))
    steps.step("12 status: held now", lambda: cds("data", "status", PLACE, "--on", "2027-01-21", *use))
    print(f"{sum(s for name, s in steps.steps if name[0].isdigit()):8.1f} s  the round, machine time")


if __name__ == "__main__":
    main()
