"""A million rows of a long table: seconds and memory of reading it, from CSV, CSV with decimal commas and Parquet.

    python bench/incoming.py --rows 1000000
    python bench/incoming.py --import    # the whole way of `cds data import`, into a copy of data/

The figures are made up. One imported table is as public mirrors of PX-Web are, communes by sex, of which provinces are
kept; of the other every row is kept: each indicator, province and year.
"""

import argparse
import itertools
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from cds_analysis.data import indicators, provinces

DATA = Path(__file__).resolve().parent.parent / "data"
CODE = """
import pathlib, resource, sys, time
from cds_analysis.files import recognise
began = time.monotonic()
cells = recognise.read(pathlib.Path(sys.argv[1])).cells
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(f"{pathlib.Path(sys.argv[1]).name}: {len(cells):,} rows, {time.monotonic() - began:.1f} s, {peak:,.0f} MB")
"""
MEASURED = """
import resource, subprocess, sys, time
began = time.monotonic()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
print(f"{time.monotonic() - began:.1f} s, {peak:,.0f} MB")
"""


def mirror(rows: int) -> pd.DataFrame:
    """Population of the country, the provinces and made-up communes by year and sex."""
    sexes, years = ["Tổng số", "Nam", "Nữ"], range(2004, 2024)
    names = ["Cả nước", *(p.name_vi for p in provinces.units(DATA, provinces.OLD))]
    letters = itertools.product("bcdghklmnpqrstvx", "aeiouy", "bcdghklmnpqrstvx", "aeiouy", "ntmp")
    names += [f"Xã {''.join(word)}" for word in itertools.islice(letters, rows // 60 - 64)]
    table = pd.MultiIndex.from_product([names, years, sexes], names=["Địa phương", "Năm", "Giới tính"]).to_frame(
        index=False
    )
    return table.assign(**{"Chỉ tiêu": "Dân số trung bình (Nghìn người)", "value": np.arange(len(table)) % 9000 + 0.5})


def every(rows: int) -> pd.DataFrame:
    """Each indicator but ranks in each province and year, as many years as make up the rows."""
    about = {i.id: i for i in indicators.load(DATA).values() if i.kind != "rank"}
    places = [provinces.NATION, *(p.slug for p in provinces.units(DATA, provinces.OLD))]
    years = range(2023 - rows // (len(about) * len(places)), 2024)
    table = pd.MultiIndex.from_product([about, places, years], names=["indicator", "place", "period"]).to_frame(
        index=False
    )
    low = {i: max(a.lower, -50) if np.isfinite(a.lower) else 0 for i, a in about.items()}
    high = {i: min(a.upper, low[i] + 1000) if np.isfinite(a.upper) else low[i] + 1000 for i, a in about.items()}
    draw = np.random.default_rng(1).random(len(table))
    low, high = table["indicator"].map(low), table["indicator"].map(high)
    columns = {
        name: table["indicator"].map({i: getattr(a, name) for i, a in about.items()}) for name in ("unit", "measure")
    }
    return table.assign(**columns, price_basis="none", value=(low + (high - low) * draw).round(2)).head(rows)


def imports(rows: int) -> None:
    said = ["--publisher", "Made up", "--title", "Made up", "--published", "2024-06-30", "--border", provinces.OLD]
    mine = {"mirror": ["--measure", "gso", "--pick", "Giới tính=Tổng số"], "every": []}
    with tempfile.TemporaryDirectory() as folder:
        settled = Path(folder) / "settled.yml"  # made-up figures are far from those held, and this is known
        settled.write_text(f"far: [{', '.join(indicators.load(DATA))}]\n", encoding="utf-8")
        said += ["--mapping", str(settled)]
        for (name, more), suffix in itertools.product(mine.items(), (".csv", ".parquet")):
            path = Path(folder) / (name + suffix)
            table = {"mirror": mirror, "every": every}[name](rows)
            table.to_csv(path, index=False) if suffix == ".csv" else table.to_parquet(path)
            for yes in ([], ["--yes"]):
                data = Path(folder) / "data"
                shutil.rmtree(data, ignore_errors=True)
                shutil.copytree(DATA, data)
                command = [sys.executable, "-m", "cds_analysis", "data", "import", str(path), "--data", str(data)]
                print(f"{path.name}, {len(table):,} rows{', --yes' * bool(yes)}: ", end="", flush=True)
                subprocess.run([sys.executable, "-c", MEASURED, *command, *said, *more, *yes], check=True)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--import", action="store_true", dest="whole", help="import into a copy of data/")
    asked = options.parse_args()
    if asked.whole:
        return imports(asked.rows)
    rows = asked.rows
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
