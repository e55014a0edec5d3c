"""Scores by hand: one series, two steps."""

import numpy as np
import pandas as pd
import pytest

from cds_analysis import backtest

TRAIN = [np.array([10.0, 12.0, 16.0])]  # mean absolute change 3
ACTUAL = np.array([[18.0, 20.0]])


def test_errors_are_scaled_by_the_mean_change_before_the_forecast():
    row = backtest.per_series(TRAIN, ACTUAL, {"mean": np.array([[18.0, 17.0]])}).iloc[0]
    assert row["mase"] == pytest.approx((0 + 3 / 3) / 2)
    assert row["smape"] == pytest.approx((0 + 200 * 3 / 37) / 2)
    assert row["mase_naive"] == pytest.approx((2 / 3 + 4 / 3) / 2)


def test_interval_score_is_width_plus_forty_times_the_miss():
    bounds = {"lo80": [[17, 17]], "hi80": [[19, 19]], "lo95": [[16, 16]], "hi95": [[19, 19]]}
    found = {"mean": np.array([[18.0, 18.0]])} | {k: np.array(v, dtype=float) for k, v in bounds.items()}
    row = backtest.per_series(TRAIN, ACTUAL, found).iloc[0]
    assert row["cov80"] == row["cov95"] == 50
    assert row["msis"] == pytest.approx((3 / 3 + (3 + 40 * 1) / 3) / 2)


def test_the_last_value_scores_an_owa_of_one():
    scores = backtest.per_series(TRAIN, ACTUAL, {"mean": np.array([[16.0, 16.0]])})
    assert backtest.summary(scores)["owa"] == pytest.approx(1)


def test_a_series_that_never_moved_has_no_scaled_error_but_counts_in_smape():
    row = backtest.per_series([np.array([5.0, 5.0])], np.array([[5.0, 6.0]]), {"mean": np.full((1, 2), 5.0)}).iloc[0]
    assert np.isnan(row["mase"]) and row["smape"] == pytest.approx(100 / 11)


def test_difference_of_two_owas_and_its_standard_error():
    columns = ["smape", "mase", "smape_naive", "mase_naive"]
    ours = pd.DataFrame([[8, 1, 10, 2], [12, 2, 10, 2]], columns=columns, dtype=float)
    other = pd.DataFrame([[10, 2, 10, 2], [12, 2, 10, 2]], columns=columns, dtype=float)
    gap, error = backtest.owa_difference(ours, other)  # series by series 0.5 (-2/10 - 1/2) = -0.35, and 0
    assert gap == pytest.approx(-0.175) and error == pytest.approx(0.175)
    assert gap == pytest.approx(backtest.summary(ours)["owa"] - backtest.summary(other)["owa"])
