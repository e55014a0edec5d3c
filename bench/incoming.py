"""A million rows of a long table: seconds and memory of reading it, from CSV, CSV with decimal commas and Parquet.

python bench/incoming.py --rows 1000000
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

CODE = """
import pathlib, resource, sys, time
from cds_analysis import incoming
began = time.monotonic()
cells = incoming.read(pathlib.Path(sys.argv[1])).cells
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(f"{pathlib.Path(sys.argv[1]).name}: {len(cells):,} rows, {time.monotonic() - began:.1f} s, {peak:,.0f} MB")
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=1_000_000)
    rows = options.parse_args().rows
    number = np.arange(rows)
    table = pd.DataFrame(
        {
            "tinh": [f"Tỉnh {n}" for n in number % 63],
            "nam": 2005 + number // 63 % 20,
            "chi_tieu": [f"Chỉ tiêu {n}" for n in number // 1260],
            "gia_tri": np.random.default_rng(1).lognormal(5, 2, rows).round(3),
        }
    )
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("long.csv", "comma.csv", "long.parquet")]
        table.to_csv(paths[0], index=False)
        table.to_csv(paths[1], index=False, sep=";", decimal=",")
        table.to_parquet(paths[2])
        for path in paths:
            subprocess.run([sys.executable, "-c", CODE, str(path)], check=True)


if __name__ == "__main__":
    main()
