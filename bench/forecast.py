"""Our panel forecast and its public peers side by side on sets of yearly series: `make bench`."""

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
import pandas as pd
import scores

from cds_analysis.explore import own_forecast

ROOT = Path(__file__).resolve().parent.parent
OURS = "cds forecast"
LEAST = 4  # a series with fewer values before the forecast is left out
WANTED = """{path}: no such file. The benchmark wants a CSV file (may be .gz) with one row a series and year and the
columns series, t (year), value, split (train or test); every series needs the same number of test rows.
Give its path: make bench DATA=path/to/yearly.csv.gz PANELS=path/to/other.csv.gz (or PANELS= for none)"""
CELL = ["data", "panel", "back", "window"]


@dataclass(frozen=True)
class Cell:
    """One panel as seen from one year: the last values of its series before the test window, and what came."""

    key: tuple[str, str, int, int]
    table: pd.DataFrame
    history: list[np.ndarray]
    actual: np.ndarray


def read(path: Path) -> pd.DataFrame:
    if not path.is_file():
        raise click.ClickException(WANTED.format(path=path))
    table = pd.read_csv(path)
    missing = {"series", "t", "value", "split"} - set(table.columns)
    if missing:
        raise click.ClickException(f"{path}: no column {', '.join(sorted(missing))}; found {', '.join(table.columns)}")
    return table.sort_values(["series", "t"])


def cells(path: Path, apart: bool, backs: list[int], windows: list[int]) -> Iterator[Cell]:
    """Every panel of a file (each category where they are `apart`), its test window moved back, cut to a window."""
    data = read(path)
    horizon = int((data["split"] == "test").groupby(data["series"]).sum().iloc[0])
    for panel, part in data.groupby("category") if apart else [("", data)]:
        groups = {name: g for name, g in part.groupby("series")}
        for back in backs:
            known = {name: len(g) - horizon - back for name, g in groups.items()}
            known = {name: n for name, n in known.items() if n >= LEAST}
            if dropped := len(groups) - len(known):
                click.echo(f"{path.name}, {back} years back: {dropped} of {len(groups)} series too short, left out")
            history = [groups[name]["value"].to_numpy(float)[:n] for name, n in known.items()]
            actual = np.stack([groups[name]["value"].to_numpy(float)[n : n + horizon] for name, n in known.items()])
            for window in windows:
                kept = [groups[name].iloc[max(0, n - window) if window else 0 : n] for name, n in known.items()]
                table = pd.concat(kept, ignore_index=True).rename(columns={"t": "year"})[["series", "year", "value"]]
                yield Cell((path.name.split(".")[0], panel, back, window), table, history, actual)


def ours(table: pd.DataFrame, horizon: int) -> tuple[dict[str, np.ndarray], float]:
    start = time.perf_counter()
    found = own_forecast.ahead(table, horizon).to_frame(scores.LEVELS)
    seconds = time.perf_counter() - start
    return {c: found[c].to_numpy().reshape(-1, horizon) for c in scores.PARTS}, seconds


def run_peers(python: str, work: Path, horizon: int, only: tuple[str, ...] = ()) -> dict:
    script, levels = ROOT / "bench" / "peers.py", ",".join(map(str, scores.LEVELS))
    subprocess.run([python, script, work, str(horizon), levels, *only], check=True, env=os.environ)
    return json.loads((work / "peers.json").read_text())


def of_peers(python: str, found: list[Cell], only: tuple[str, ...]) -> Iterator[tuple[Cell, str, dict, float]]:
    """Forecasts of all public methods for cells of one horizon."""
    with tempfile.TemporaryDirectory() as folder:
        for number, cell in enumerate(found):
            cell.table.to_csv(Path(folder) / f"{number}.in.csv", index=False)
        told = run_peers(python, Path(folder), found[0].actual.shape[1], only)
        for number, cell in enumerate(found):
            for name, array in np.load(Path(folder) / f"{number}.out.npz").items():
                parts = dict(zip(scores.PARTS, np.moveaxis(array, 2, 0), strict=True))
                yield cell, name, parts, told["seconds"][f"{number}|{name}"]
                if refused := told["refused"].get(f"{number}|{name}"):
                    click.echo(f"{name}, {cell.key}: refused {refused} of {len(array)}; the last value stood in")


@click.command()
@click.option("--data", multiple=True, type=Path, metavar="FILE", help="Yearly series, forecast as one panel.")
@click.option("--panels", multiple=True, type=Path, metavar="FILE", help="The same; each category is a panel.")
@click.option("--peers", default="", metavar="PYTHON", help="Python of the environment with the peers; empty: none.")
@click.option("--only", multiple=True, metavar="METHOD", help="Public methods to run; default all (peers.py).")
@click.option("--out", default=str(ROOT / "outputs" / "bench" / "forecast.csv"), show_default=True)
@click.option("--windows", default="0,6,8,12", show_default=True, help="Last training values used; 0 is all.")
@click.option("--backs", default="0,3", show_default=True, help="Years the test window is moved back.")
@click.option("--repeat", default=650, show_default=True, help="Series in the speed comparison with AutoETS.")
def main(
    data: tuple[Path],
    panels: tuple[Path],
    peers: str,
    only: tuple[str],
    out: str,
    windows: str,
    backs: str,
    repeat: int,
) -> None:
    """Accuracy, intervals (coverage, MSIS), quantiles (WQL, CRPS) and seconds of all methods, on one core."""
    ways = ([int(n) for n in backs.split(",")], [int(n) for n in windows.split(",")])
    files = [(path, False) for path in data] + [(path, True) for path in panels]
    if not files:
        raise click.ClickException(WANTED.format(path="neither --data nor --panels"))
    found = [list(cells(path, apart, *ways)) for path, apart in files]
    rows, steps, scored = [], [], {}

    def keep(cell: Cell, method: str, parts: dict[str, np.ndarray], seconds: float) -> None:
        scored[cell.key, method] = scores.per_series(cell.history, cell.actual, parts)
        named = dict(zip(CELL, cell.key, strict=True)) | {"method": method}
        rows.append(named | scores.summary(scored[cell.key, method]) | {"seconds": seconds})

    for of_file in found:
        for cell in of_file:
            parts, seconds = ours(cell.table, cell.actual.shape[1])
            keep(cell, OURS, parts, seconds)
            for level in (80, 95):
                inside = (cell.actual >= parts[f"low{level}"]) & (cell.actual <= parts[f"high{level}"])
                named = dict(zip(CELL, cell.key, strict=True)) | {"level": level}
                steps.append(named | dict(enumerate(100 * inside.mean(axis=0), 1)))
        for one in of_peers(peers, of_file, only) if peers else ():
            keep(*one)
    table = pd.DataFrame(rows)
    target = Path(out)
    target.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(target, index=False, float_format="%.6g")
    with pd.option_context("display.width", 200, "display.max_rows", 900):
        by = ["data", "back", "window"]
        mean = table.groupby([*by, "method"], as_index=False).mean(numeric_only=True)
        click.echo(mean.sort_values([*by, "owa"]).round(3).to_string(index=False))
        click.echo("\ncoverage by step, percent")
        click.echo(pd.DataFrame(steps).groupby([*by, "level"]).mean(numeric_only=True).round(0).to_string())
        if peers:
            ratios(table, scored)
            speed(found[0][0], repeat, peers)
    click.echo(
        f"\n{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores, one used\n{target}"
    )


def ratios(table: pd.DataFrame, scored: dict[tuple[tuple, str], pd.DataFrame]) -> None:
    """How ours stands to the best public method of each window, and of each panel over all windows."""
    click.echo("\nours over the best public method, and OWA less its OWA with the paired standard error")
    for by in (["data", "back", "window"], ["data", "panel"], ["data"]):
        lines = []
        for key, part in table.groupby(by):
            mean = part.groupby("method")[["owa", "msis", "wql", "crps"]].mean()
            mine, others = mean.loc[OURS], mean.drop(OURS)
            best = others["owa"].idxmin()
            keys = [tuple(k) for k in part.loc[part["method"] == OURS, CELL].itertuples(index=False)]
            gaps = np.array([scores.owa_difference(scored[k, OURS], scored[k, best]) for k in keys])
            gap = {"owa less": gaps[:, 0].mean(), "se": np.sqrt((gaps[:, 1] ** 2).sum()) / len(gaps), "best": best}
            lines.append(dict(zip(by, key, strict=True)) | (mine / others.min()).to_dict() | gap)
        click.echo(pd.DataFrame(lines).round(3).to_string(index=False))


def speed(cell: Cell, count: int, peers: str) -> None:
    """Seconds of ours and AutoETS on a panel repeated to `count` series."""
    groups, horizon = [g for _, g in cell.table.groupby("series")], cell.actual.shape[1]
    many = [groups[i % len(groups)].assign(series=f"s{i:05d}") for i in range(count)]
    table = pd.concat(many, ignore_index=True)
    with tempfile.TemporaryDirectory() as folder:
        table.to_csv(Path(folder) / "0.in.csv", index=False)
        _, mine = ours(table, horizon)
        other = run_peers(peers, Path(folder), horizon, ("AutoETS",))["seconds"]["0|AutoETS"]
    click.echo(f"\n{count} series: ours {mine:.2f} s, AutoETS {other:.2f} s, ratio {mine / other:.2f}")


if __name__ == "__main__":
    sys.exit(main())
