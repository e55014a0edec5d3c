"""Scores of forecasts: after the M4 competition's definitions, and of their quantiles."""

import numpy as np
import pandas as pd
import scoringrules

LEVELS = (20, 40, 60, 80, 95)  # percent, of the intervals scored; the ends of the first four are deciles
PARTS = ("median", *(f"{end}{level}" for level in LEVELS for end in ("low", "high")))
DECILES = ("low80", "low60", "low40", "low20", "median", "high20", "high40", "high60", "high80")


def per_series(train: list[np.ndarray], actual: np.ndarray, forecasts: dict[str, np.ndarray]) -> pd.DataFrame:
    """Scores of each series, averaged over its steps.

    Args:
        train: The values before the forecast, one array a series; their mean absolute change is the scale.
        actual: What came, shape (series, horizon).
        forecasts: median, and low80, high80, low95, high95 where there are intervals, or all of PARTS, each of the
            shape of `actual`.

    Returns:
        Columns smape (percent), mase, smape_naive, mase_naive, and cov80, cov95 (percent), msis where there are
        intervals; mase, msis and crps of a series that never moved are missing (Makridakis, Spiliotis and
        Assimakopoulos, The M4 Competition, 2020). Where there are all parts: loss, the continuous ranked
        probability score from nine deciles (the median in the middle) in units of the series, crps, the same over the
        scale, and size, the mean absolute value that came.
    """
    scale = np.array([np.abs(np.diff(values)).mean() if len(values) > 1 else np.nan for values in train])[:, None]
    scale = np.where(scale > 0, scale, np.nan)
    naive = np.array([values[-1] for values in train])[:, None]

    def smape(mean: np.ndarray) -> np.ndarray:
        size = np.abs(actual) + np.abs(mean)
        return np.divide(200 * np.abs(actual - mean), size, out=np.zeros_like(actual, dtype=float), where=size > 0)

    scores = {
        "smape": smape(forecasts["median"]),
        "mase": np.abs(actual - forecasts["median"]) / scale,
        "smape_naive": smape(np.broadcast_to(naive, actual.shape)),
        "mase_naive": np.abs(actual - naive) / scale,
    }
    if "low95" in forecasts:
        for level in (80, 95):
            inside = (actual >= forecasts[f"low{level}"]) & (actual <= forecasts[f"high{level}"])
            scores[f"cov{level}"] = 100.0 * inside
        low, high = forecasts["low95"], forecasts["high95"]
        outside = np.maximum(low - actual, 0) + np.maximum(actual - high, 0)
        scores["msis"] = (high - low + 2 / 0.05 * outside) / scale
    if "low20" in forecasts:
        deciles = np.stack([forecasts[name] for name in DECILES], axis=-1)
        loss = scoringrules.crps_quantile(actual, deciles, np.arange(1, 10) / 10)
        scores |= {"loss": loss, "crps": loss / scale, "size": np.abs(actual)}
    return pd.DataFrame({name: values.mean(axis=1) for name, values in scores.items()})


def summary(scores: pd.DataFrame) -> dict[str, float]:
    """Mean scores over series; owa: sMAPE and MASE over the last value's, averaged; wql: all loss over all size."""
    mean = scores.mean()
    owa = 0.5 * (mean["smape"] / mean["smape_naive"] + mean["mase"] / mean["mase_naive"])
    wql = mean.get("loss", np.nan) / mean.get("size", np.nan)
    names = ("mase", "smape", "cov80", "cov95", "msis", "crps")
    return {"owa": owa} | {c: mean.get(c, np.nan) for c in names} | {"wql": wql}


def owa_difference(ours: pd.DataFrame, other: pd.DataFrame) -> tuple[float, float]:
    """OWA of one set of scores (`per_series`) less that of another on the same series, and its standard error.

    Over series, with the scores of the last value taken as fixed.
    """
    naive = ours[["smape_naive", "mase_naive"]].mean()
    each = 0.5 * (
        (ours["smape"] - other["smape"]) / naive["smape_naive"] + (ours["mase"] - other["mase"]) / naive["mase_naive"]
    )
    return float(each.mean()), float(each.std(ddof=1) / np.sqrt(each.count()))
