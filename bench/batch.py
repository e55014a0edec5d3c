"""Many runs of the annual brief: `cds run`'s way beside stock papermill, same notebooks, same number at once.

Each way runs the same places in a process of its own; ways alternate, so that a slow minute of the machine hits all.
Core-seconds are those of the process and of all it started, orphans included. Work is what the cells take in a kernel
that has all libraries and tables ready, by a clock inside the kernel; overhead is everything else: interpreters,
imports, reading tables anew, messages, waiting kernels. The stricter count, in which what the first cell imports is
work of that cell, is printed too.

With --annual it takes the yearly round instead: 34 provinces in two languages, by `cds run` with its pages and by stock
papermill without any, with the peak of the memory all processes hold together (proportional set size).

Usage: python bench/batch.py [--runs 24] [--workers 2] [--rounds 1] [--annual]
"""

import argparse
import ctypes
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOK = ROOT / "notebooks" / "09_annual_brief.ipynb"
WAYS = ("ours", "stock at once", "stock loop")
CLOCK = """
import json, os, time
_spent = {"cells": 0.0, "from": 0.0}
def _begin(info): _spent["from"] = time.process_time()
def _end(result):
    _spent["cells"] += time.process_time() - _spent["from"]
    with open(os.path.join(os.environ["BENCH_CLOCK"], f"{os.getpid()}.json"), "w") as file:
        json.dump(_spent, file)
get_ipython().events.register("pre_run_cell", _begin)
get_ipython().events.register("post_run_cell", _end)
"""


def cases(runs: int) -> list[tuple[str, str]]:
    """The first places of the 34, in both languages in turn."""
    from cds_analysis.data import provinces

    places = [place.slug for place in provinces.units(ROOT / "data", provinces.NEW)]
    return [(places[n // 2 % len(places)], ("vi", "en")[n % 2]) for n in range(runs)]


def parameters(case: tuple[str, str], folder: Path) -> dict[str, str]:
    return {"province": case[0], "lang": case[1], "output_dir": str(folder / f"{case[0]}.{case[1]}")}


def ours(found: list, workers: int, folder: Path) -> None:
    """The kernels of `cds run`: forked, one a run."""
    from cds_analysis.batch import execution as runs
    from cds_analysis.batch import kernels

    kernels.prepare(ROOT / "data")

    def one(case):
        runs.execute(NOTEBOOK, folder / f"{case[0]}.{case[1]}.ipynb", parameters(case, folder))

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(one, found))


def stock_loop(found: list, workers: int, folder: Path) -> None:
    """papermill as its documentation shows it: one process, one notebook after the other."""
    import papermill

    for case in found:
        papermill.execute_notebook(
            str(NOTEBOOK),
            str(folder / f"{case[0]}.{case[1]}.ipynb"),
            parameters=parameters(case, folder),
            progress_bar=False,
            cwd=str(ROOT),
            kernel_name="python3",
        )


def stock_at_once(found: list, workers: int, folder: Path) -> None:
    """The command papermill, as many at once as workers."""

    def one(case):
        given = [word for pair in parameters(case, folder).items() for word in ("-p", *pair)]
        out = str(folder / f"{case[0]}.{case[1]}.ipynb")
        command = [str(Path(sys.executable).with_name("papermill")), str(NOTEBOOK), out, "-k", "python3", *given]
        subprocess.run([*command, "--no-progress-bar", "--cwd", str(ROOT)], check=True, capture_output=True)

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(one, found))


def cds_run(found: list, workers: int, folder: Path) -> None:
    """The whole of it: pages, records, summary."""
    plan = ROOT / "plans" / "annual.yml"
    command = [sys.executable, "-m", "cds_analysis", "run", str(plan), "--out", str(folder), "--workers", str(workers)]
    subprocess.run([*command, "--quiet"], check=True)


def held_together(root: int) -> int:
    """Bytes held by a process and all below it, shared ones counted once."""
    import psutil

    total = 0
    for process in [psutil.Process(root), *psutil.Process(root).children(recursive=True)]:
        try:
            total += process.memory_full_info().pss
        except psutil.Error:
            pass
    return total


def annual(workers: int) -> None:
    """The yearly round by both ways, one after the other."""
    found, rows = cases(68), []
    for way, run in (("cds run", cds_run), ("stock at once", stock_at_once)):
        folder = Path(tempfile.mkdtemp(prefix="cds-bench-"))
        peak, stop = [0], threading.Event()

        def watch(peak=peak, stop=stop):
            while not stop.wait(0.5):
                peak[0] = max(peak[0], held_together(os.getpid()))

        watcher = threading.Thread(target=watch)
        started = time.perf_counter()
        watcher.start()
        run(found, workers, folder)
        minutes = (time.perf_counter() - started) / 60
        stop.set()
        watcher.join()
        rows.append(f"{way:<16}{minutes:>10.1f}{peak[0] / 1024**3:>10.2f}")
        shutil.rmtree(folder)
    print(f"34 provinces x 2 languages, {workers} at once\n{'':<16}{'minutes':>10}{'GiB':>10}", *rows, sep="\n")


def measured(way: str, found: list, workers: int) -> dict[str, float]:
    """Seconds, core-seconds and core-seconds inside cells of one way, from a process of its own."""
    folder = Path(tempfile.mkdtemp(prefix="cds-bench-"))
    startup = folder / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "clock.py").write_text(CLOCK, encoding="utf-8")
    (folder / "clock").mkdir()
    env = {**os.environ, "IPYTHONDIR": str(folder / "ipython"), "BENCH_CLOCK": str(folder / "clock")}
    command = [sys.executable, __file__, "--way", way, "--workers", str(workers), "--folder", str(folder)]
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, input=json.dumps(found), text=True, env=env, capture_output=True)
    if done.returncode:
        raise SystemExit(f"{way} failed:\n{done.stderr[-3000:]}")
    seconds = time.perf_counter() - started
    while True:  # what outlived its parent came to us
        try:
            os.wait()
        except ChildProcessError:
            break
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cells = [json.loads(path.read_text())["cells"] for path in (folder / "clock").glob("*.json")]
    whole = [path for path in folder.glob("*.ipynb") if '"failed"' not in path.read_text(encoding="utf-8")]
    if len(whole) != len(found) or len(cells) != len(found):
        raise SystemExit(f"{way}: {len(found)} runs asked, {len(whole)} notebooks and {len(cells)} clocks found")
    shutil.rmtree(folder)
    used = sum(getattr(after, name) - getattr(before, name) for name in ("ru_utime", "ru_stime"))
    return {"seconds": seconds, "core": used, "cells": sum(cells), "runs": len(found)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=24, help="runs of each way in each round")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--annual", action="store_true", help="the yearly round, minutes and memory")
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.way:
        run = {"ours": ours, "stock at once": stock_at_once, "stock loop": stock_loop}[asked.way]
        run([tuple(case) for case in json.load(sys.stdin)], asked.workers, asked.folder)
        return
    if asked.annual:
        annual(asked.workers)
        return
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER: orphans of a way become ours, and are counted
    found = cases(asked.runs)
    total = {way: {"seconds": 0.0, "core": 0.0, "cells": 0.0, "runs": 0} for way in WAYS}
    for number in range(asked.rounds):
        for way in WAYS if number % 2 == 0 else WAYS[::-1]:
            for name, value in measured(way, found, asked.workers).items():
                total[way][name] += value
            print(f"round {number + 1}, {way}: done", file=sys.stderr, flush=True)
    work = total["ours"]["cells"] / total["ours"]["runs"]
    print(
        f"{asked.runs} runs x {asked.rounds} rounds, {asked.workers} at once; cells take {work:.2f} core-seconds a run"
    )
    print(f"{'':<16}{'runs/minute':>12}{'core-s/run':>12}{'overhead':>10}{'outside own cells':>19}")
    overhead, pace = {}, {}
    for way, sums in total.items():
        runs = sums["runs"]
        overhead[way], pace[way] = sums["core"] / runs - work, 60 * runs / sums["seconds"]
        strict = (sums["core"] - sums["cells"]) / runs
        print(f"{way:<16}{pace[way]:>12.1f}{sums['core'] / runs:>12.2f}{overhead[way]:>10.2f}{strict:>19.2f}")
    print(f"ours/stock throughput: {pace['ours'] / pace['stock at once']:.1f}")
    print(f"stock/ours overhead: {overhead['stock at once'] / overhead['ours']:.1f}")


if __name__ == "__main__":
    main()
