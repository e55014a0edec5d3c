"""Forecasts of public packages for the benchmark, run in an environment of their own (they need an older pandas).

peers.py WORK HORIZON LEVELS [METHOD ...]: for each WORK/<name>.in.csv (series, year, value) writes WORK/<name>.out.npz,
an array (series, horizon, 1 + 2 a level) a method (mean, then low and high end of each level; levels in percent, as
80,95), and WORK/peers.json with seconds and the number of series each refused.
"""

import json
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from statsforecast import models as sf
from statsmodels.tsa.exponential_smoothing.ets import ETSModel
from statsmodels.tsa.statespace.structural import UnobservedComponents
from tqdm import tqdm

warnings.filterwarnings("ignore")
LEVELS = [int(level) for level in sys.argv[3].split(",")]


def nixtla(model):
    def run(values: np.ndarray, horizon: int) -> np.ndarray:
        found = model.forecast(y=values, h=horizon, level=LEVELS)
        return np.column_stack([found["mean"], *(found[f"{end}-{n}"] for n in LEVELS for end in ("lo", "hi"))])

    return run


def local_linear_trend(values: np.ndarray, horizon: int) -> np.ndarray:
    size = np.abs(values).mean() or 1.0
    fit = UnobservedComponents(values / size, "local linear trend").fit(disp=False)
    found = fit.get_forecast(horizon)
    return size * np.column_stack([found.predicted_mean, *(found.conf_int(alpha=1 - n / 100) for n in LEVELS)])


def damped_ets(values: np.ndarray, horizon: int) -> np.ndarray:
    size = np.abs(values).mean() or 1.0
    fit = ETSModel(pd.Series(values / size), error="add", trend="add", damped_trend=True).fit(disp=False)
    found = fit.get_prediction(start=len(values), end=len(values) + horizon - 1)
    ends = [found.summary_frame(alpha=1 - n / 100)[["pi_lower", "pi_upper"]].to_numpy() for n in LEVELS]
    return size * np.column_stack([found.summary_frame()["mean"], *ends])


SINGLE = {
    "Naive": nixtla(sf.Naive()),
    "drift": nixtla(sf.RandomWalkWithDrift()),
    "AutoETS": nixtla(sf.AutoETS(season_length=1)),
    "AutoARIMA": nixtla(sf.AutoARIMA(season_length=1)),
    "AutoTheta": nixtla(sf.AutoTheta(season_length=1)),
    "DynamicOptimizedTheta": nixtla(sf.DynamicOptimizedTheta(season_length=1)),
    "AutoCES": nixtla(sf.AutoCES(season_length=1)),
    "statsmodels ETS damped": damped_ets,
    "statsmodels local linear trend": local_linear_trend,
}
COMBINED = {
    "mean(AutoETS, AutoARIMA, AutoTheta, AutoCES)": (np.mean, ["AutoETS", "AutoARIMA", "AutoTheta", "AutoCES"]),
    "median(AutoCES, AutoARIMA, AutoETS, DynamicOptimizedTheta)": (
        np.median,
        ["AutoCES", "AutoARIMA", "AutoETS", "DynamicOptimizedTheta"],
    ),
    "mean(AutoETS, DynamicOptimizedTheta, drift)": (np.mean, ["AutoETS", "DynamicOptimizedTheta", "drift"]),
}


def main(work: Path, horizon: int, only: list[str]) -> None:
    seconds, refused = {}, {}
    for path in sorted(work.glob("*.in.csv")):
        window = path.name.removesuffix(".in.csv")
        series = [g["value"].to_numpy(float) for _, g in pd.read_csv(path).groupby("series", sort=True)]
        results = {}
        for name in only or SINGLE:
            run = SINGLE[name]
            SINGLE["Naive"](series[0], horizon)  # what is compiled on first use is compiled now
            start, out, bad = time.perf_counter(), [], 0
            for values in tqdm(series, desc=f"{name}, window {window}", leave=False, disable=not sys.stderr.isatty()):
                try:
                    found = run(values, horizon)
                    if not np.isfinite(found).all():
                        raise ValueError("not finite")
                except Exception:  # a peer may refuse a short series in ways of its own: the last value stands in
                    found, bad = SINGLE["Naive"](values, horizon), bad + 1
                out.append(found)
            results[name] = np.stack(out)
            seconds[f"{window}|{name}"], refused[f"{window}|{name}"] = time.perf_counter() - start, bad
        for name, (combine, parts) in COMBINED.items():
            if set(parts) <= set(results):
                results[name] = combine([results[p] for p in parts], axis=0)
                seconds[f"{window}|{name}"] = sum(seconds[f"{window}|{p}"] for p in parts)
        np.savez(work / f"{window}.out.npz", **results)
    (work / "peers.json").write_text(json.dumps({"seconds": seconds, "refused": refused}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[4:])
