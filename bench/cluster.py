"""How the overhead of a run grows with the number of runs on a local Dask cluster whose workers are processes.

A trivial notebook is run 100 and 1,000 times in kernels, then 10,000 jobs are simulated: they pass through scheduler,
worker and the way back, but start no kernel.

Usage: python bench/cluster.py [--sizes 100 1000] [--simulated 10000] [--workers 2]
"""

import argparse
import os
import shutil
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parent.parent
CELL = """import pathlib
folder = pathlib.Path(output_dir)
folder.mkdir(parents=True, exist_ok=True)
_ = (folder / "results.json").write_text("{}")
"""


def project(folder: Path) -> Path:
    """A project of a trivial notebook and the tiny data of the tests."""
    shutil.copytree(ROOT / "tests" / "data" / "tiny", folder / "data")
    (folder / "notebooks").mkdir()
    brief = nbformat.read(ROOT / "notebooks" / "09_annual_brief.ipynb", as_version=4)
    parameters = next(cell for cell in brief.cells if "parameters" in cell.metadata.get("tags", []))
    made = nbformat.v4.new_notebook(cells=[parameters, nbformat.v4.new_code_cell(CELL)])
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(made, folder / "notebooks" / "trivial.ipynb")
    return folder


def simulated(job, made, limits, out):
    """The outcome and files of a run that starts no kernel."""
    from cds_analysis.batch import jobs, pool

    work = Path(tempfile.mkdtemp(prefix="cds-simulated-"))
    (work / job.notebook).mkdir()
    (work / job.notebook / "results.json").write_text("{}")
    files = {f"{job.notebook}/results.json": "0" * 64}
    record = {"parameters": job.described(), **made, "notes": {}, "files": files}
    jobs.write_record(jobs.record_path(work, job.notebook), record)
    files = {p.relative_to(work).as_posix(): p.read_bytes() for p in work.rglob("*") if p.is_file()}
    shutil.rmtree(work)
    return pool.Outcome(job, pool.MADE), files


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=[100, 1000])
    parser.add_argument("--simulated", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    folder = project(Path(tempfile.mkdtemp(prefix="cds-bench-")))
    os.environ["CDS_HOME"] = str(folder)
    from distributed import LocalCluster

    from cds_analysis.batch import cluster, jobs, pool

    one = jobs.plan("thai-nguyen", notebook="trivial", languages=("vi",), data_dir=str(folder / "data"))
    options = {"n_workers": asked.workers, "threads_per_worker": 1, "processes": True, "dashboard_address": ":0"}
    with LocalCluster(**options, silence_logs=50) as found:
        warm = [replace(one, folder=f"warm/{n}") for n in range(2 * asked.workers)]
        cluster.run(warm, pool.Batch(folder / "outputs"), address=found.scheduler_address)
        print(f"{asked.workers} workers\n{'runs':>8}{'seconds':>10}{'ms a run and worker':>22}")
        for size, produce in [(n, None) for n in asked.sizes] + [(asked.simulated, simulated)]:
            many = [replace(one, folder=f"{size}/{n}") for n in range(size)]
            more = {"produce": produce} if produce else {}
            started = time.perf_counter()
            outcomes = cluster.run(many, pool.Batch(folder / "outputs"), address=found.scheduler_address, **more)
            seconds = time.perf_counter() - started
            if bad := [outcome for outcome in outcomes if outcome.state != pool.MADE]:
                raise SystemExit(f"{len(bad)} of {size} failed, first: {bad[0].error}")
            note = "  (simulated)" if produce else ""
            print(f"{size:>8}{seconds:>10.1f}{1000 * seconds * asked.workers / size:>22.1f}{note}", flush=True)
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
