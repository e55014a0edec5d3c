"""Our panel forecast and its public peers side by side on a set of yearly series: `make bench`."""

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click
import numpy as np
import pandas as pd
import scores

from cds_analysis.explore import own_table

ROOT = Path(__file__).resolve().parent.parent
OURS = "cds forecast"
WANTED = """{path}: no such file. The benchmark wants a CSV file (may be .gz) with one row a series and year and the
columns series, t (year), value, split (train or test); every series needs the same number of test rows.
Give its path: make bench DATA=path/to/yearly.csv.gz"""


def read(path: Path) -> pd.DataFrame:
    if not path.is_file():
        raise click.ClickException(WANTED.format(path=path))
    table = pd.read_csv(path)
    missing = {"series", "t", "value", "split"} - set(table.columns)
    if missing:
        raise click.ClickException(f"{path}: no column {', '.join(sorted(missing))}; found {', '.join(table.columns)}")
    return table.sort_values(["series", "t"])


def cut(train: pd.DataFrame, window: int) -> pd.DataFrame:
    kept = train.groupby("series").tail(window) if window else train
    return kept.rename(columns={"t": "year"})[["series", "year", "value"]].reset_index(drop=True)


def ours(table: pd.DataFrame, horizon: int) -> tuple[dict[str, np.ndarray], float]:
    start = time.perf_counter()
    found = own_table.ahead(table, horizon).table()
    seconds = time.perf_counter() - start
    columns = ["mean", "lo80", "hi80", "lo95", "hi95"]
    return {c: found[c].to_numpy().reshape(-1, horizon) for c in columns}, seconds


def repeated(table: pd.DataFrame, count: int) -> pd.DataFrame:
    groups = [g for _, g in table.groupby("series")]
    return pd.concat([groups[i % len(groups)].assign(series=f"s{i:05d}") for i in range(count)], ignore_index=True)


def run_peers(python: str, work: Path, horizon: int, only: tuple[str, ...] = ()) -> dict:
    script = ROOT / "bench" / "peers.py"
    subprocess.run([python, script, work, str(horizon), *only], check=True, env=os.environ)
    return json.loads((work / "peers.json").read_text())


@click.command()
@click.option(
    "--data", "path", required=True, metavar="FILE", help="The yearly series; see the message where it is absent."
)
@click.option("--peers", default="", metavar="PYTHON", help="Python of the environment with the peers; empty: none.")
@click.option("--out", default=str(ROOT / "outputs" / "bench" / "forecast.csv"), show_default=True)
@click.option("--windows", default="0,6,8,12", show_default=True, help="Last training values used; 0 is all.")
@click.option("--repeat", default=650, show_default=True, help="Series in the speed comparison with AutoETS.")
def main(path: str, peers: str, out: str, windows: str, repeat: int) -> None:
    """Accuracy (OWA, MASE, sMAPE), intervals (coverage, MSIS) and seconds of all methods, in one run on one core."""
    data = read(Path(path))
    train, test = data[data["split"] == "train"], data[data["split"] == "test"]
    actual = np.stack([g["value"].to_numpy(float) for _, g in test.groupby("series")])
    history = [g["value"].to_numpy(float) for _, g in train.groupby("series")]
    horizon, rows, steps, scored = actual.shape[1], [], [], {}
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for window in (int(w) for w in windows.split(",")):
            table = cut(train, window)
            table.to_csv(work / f"{window}.in.csv", index=False)
            found, seconds = ours(table, horizon)
            scored[OURS, window] = scores.per_series(history, actual, found)
            rows.append(
                {"method": OURS, "window": window} | scores.summary(scored[OURS, window]) | {"seconds": seconds}
            )
            for level in (80, 95):
                inside = (actual >= found[f"lo{level}"]) & (actual <= found[f"hi{level}"])
                steps.append({"window": window, "level": level} | dict(enumerate(100 * inside.mean(axis=0), 1)))
        if peers:
            told = run_peers(peers, work, horizon)
            for window in (int(w) for w in windows.split(",")):
                for name, array in np.load(work / f"{window}.out.npz").items():
                    parts = dict(zip(["mean", "lo80", "hi80", "lo95", "hi95"], np.moveaxis(array, 2, 0), strict=True))
                    scored[name, window] = scores.per_series(history, actual, parts)
                    seconds = told["seconds"][f"{window}|{name}"]
                    rows.append({"method": name, "window": window} | scores.summary(scored[name, window]))
                    rows[-1]["seconds"] = seconds
            for (where, name), n in ((k.split("|"), n) for k, n in told["refused"].items() if n):
                click.echo(f"{name}, window {where}: refused {n} of {len(history)} series; the last value stood in")
    table = pd.DataFrame(rows).sort_values(["window", "owa"], ignore_index=True)
    target = Path(out)
    target.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(target, index=False, float_format="%.6g")
    with pd.option_context("display.width", 200, "display.max_rows", 500):
        click.echo(table.round(3).to_string(index=False))
        click.echo("\ncoverage by step, percent")
        click.echo(pd.DataFrame(steps).round(0).to_string(index=False))
    if peers:
        ratios(table, scored)
        speed(train, repeat, horizon, peers)
    click.echo(
        f"\n{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores, one used\n{target}"
    )


def ratios(table: pd.DataFrame, scored: dict[tuple[str, int], pd.DataFrame]) -> None:
    """How ours stands to the best public method of each window."""
    click.echo("\nours over the best public method; OWA less that of the best one, with its paired standard error")
    mine, others = table[table["method"] == OURS].set_index("window"), table[table["method"] != OURS]
    for window, group in others.groupby("window"):
        parts = [f"{c} {mine.at[window, c] / group[c].min():.3f}" for c in ("owa", "msis")]
        best = group.sort_values("owa")["method"].iloc[0]
        gap, error = scores.owa_difference(scored[OURS, window], scored[best, window])
        click.echo(f"  window {window}: {', '.join(parts)}; {gap:+.3f} (se {error:.3f}) to {best}")
    mean = others.groupby("method")[["owa", "msis"]].mean().min()
    click.echo(
        f"  on average: owa {mine['owa'].mean() / mean['owa']:.3f}, msis {mine['msis'].mean() / mean['msis']:.3f}"
    )


def speed(train: pd.DataFrame, count: int, horizon: int, peers: str) -> None:
    """Seconds of ours and AutoETS on the set repeated to `count` series of full length."""
    table = repeated(cut(train, 0), count)
    with tempfile.TemporaryDirectory() as folder:
        table.to_csv(Path(folder) / "0.in.csv", index=False)
        _, mine = ours(table, horizon)
        other = run_peers(peers, Path(folder), horizon, ("AutoETS",))["seconds"]["0|AutoETS"]
    click.echo(f"\n{count} series: ours {mine:.2f} s, AutoETS {other:.2f} s, ratio {mine / other:.2f}")


if __name__ == "__main__":
    sys.exit(main())
