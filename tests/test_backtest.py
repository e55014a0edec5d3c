"""Scores by hand: one series, two steps."""

import numpy as np
import pandas as pd
import pytest

from bench import scores
from cds_analysis.forecasting import single
from cds_analysis.forecasting.distribution import Forecast
from cds_analysis.series import backtest

TRAIN = [np.array([10.0, 12.0, 16.0])]  # mean absolute change 3
ACTUAL = np.array([[18.0, 20.0]])


def test_errors_are_scaled_by_the_mean_change_before_the_forecast():
    row = scores.per_series(TRAIN, ACTUAL, {"median": np.array([[18.0, 17.0]])}).iloc[0]
    assert row["mase"] == pytest.approx((0 + 3 / 3) / 2)
    assert row["smape"] == pytest.approx((0 + 200 * 3 / 37) / 2)
    assert row["mase_naive"] == pytest.approx((2 / 3 + 4 / 3) / 2)


def test_interval_score_is_width_plus_forty_times_the_miss():
    bounds = {"low80": [[17, 17]], "high80": [[19, 19]], "low95": [[16, 16]], "high95": [[19, 19]]}
    found = {"median": np.array([[18.0, 18.0]])} | {k: np.array(v, dtype=float) for k, v in bounds.items()}
    row = scores.per_series(TRAIN, ACTUAL, found).iloc[0]
    assert row["cov80"] == row["cov95"] == 50
    assert row["msis"] == pytest.approx((3 / 3 + (3 + 40 * 1) / 3) / 2)


def test_quantiles_are_scored_by_their_pinball_loss_over_the_scale_and_over_what_came():
    found = scores.per_series(TRAIN, ACTUAL, dict.fromkeys(scores.PARTS, np.array([[16.0, 20.0]])))
    loss = 2 * np.mean(np.arange(1, 10) / 10) * 2  # the first value lies 2 above all nine deciles, the second on them
    assert found["crps"].iloc[0] == pytest.approx(loss / 2 / 3)
    assert scores.summary(found)["wql"] == pytest.approx(loss / (18 + 20))


def test_the_last_value_scores_an_owa_of_one():
    found = scores.per_series(TRAIN, ACTUAL, {"median": np.array([[16.0, 16.0]])})
    assert scores.summary(found)["owa"] == pytest.approx(1)


def test_a_series_that_never_moved_has_no_scaled_error_but_counts_in_smape():
    row = scores.per_series([np.array([5.0, 5.0])], np.array([[5.0, 6.0]]), {"median": np.full((1, 2), 5.0)}).iloc[0]
    assert np.isnan(row["mase"]) and row["smape"] == pytest.approx(100 / 11)


def test_difference_of_two_owas_and_its_standard_error():
    columns = ["smape", "mase", "smape_naive", "mase_naive"]
    ours = pd.DataFrame([[8, 1, 10, 2], [12, 2, 10, 2]], columns=columns, dtype=float)
    other = pd.DataFrame([[10, 2, 10, 2], [12, 2, 10, 2]], columns=columns, dtype=float)
    gap, error = scores.owa_difference(ours, other)  # series by series 0.5 (-2/10 - 1/2) = -0.35, and 0
    assert gap == pytest.approx(-0.175) and error == pytest.approx(0.175)
    assert gap == pytest.approx(scores.summary(ours)["owa"] - scores.summary(other)["owa"])


GROWING = np.array([[10.0, 12, 14, 16, 20]])  # two a year, then four


def test_rolling_origins_by_hand():
    table = backtest.rolling(GROWING, 2, {"drift": backtest.drift, "last value": backtest.last_value})
    assert table[["origin", "step", "length"]].drop_duplicates().to_numpy().tolist() == [[3, 1, 4]]
    drift, last = (table[table["method"] == name].iloc[0] for name in ("drift", "last value"))
    assert (drift["median"], drift["low80"], drift["high80"], drift["actual"]) == (18, 18, 18, 20)
    assert last["median"] == 16 and last["high80"] == pytest.approx(
        16 + 2 * 1.638, abs=0.01
    )  # t with 3 degrees of freedom
    assert last["high95"] == pytest.approx(16 + 2 * 3.182, abs=0.01)
    held = backtest.coverage(table, ["method"])
    assert held.loc["last value", ["cov80", "cov95", "n"]].tolist() == [0, 100, 1]
    assert backtest.relative_error(table, ["method"]).to_dict() == {"drift": 0.5, "last value": 1}
    named = backtest.rolling(pd.DataFrame(GROWING, index=["a"], columns=range(2019, 2024)), 2)
    assert set(zip(named["series"], named["origin"], strict=True)) == {("a", 2022)}
    assert backtest.choice(table) == "drift"  # neither holds enough: the one that holds most, the first of equals


def test_what_comes_after_the_origin_is_not_looked_at():
    rng = np.random.default_rng(1)
    values = 50 + rng.normal(size=(6, 9)).cumsum(axis=1)
    values[2, 3] = np.nan
    spoilt = values.copy()
    spoilt[:, 6:] = [[1e6, -1e6, np.nan]]
    clean, dirty = (
        backtest.rolling(v, 2).query("origin <= 5 and step == 1 and origin + step <= 5") for v in (values, spoilt)
    )
    pd.testing.assert_frame_equal(clean, dirty)
    at_five = [backtest.rolling(v, 1).query("origin == 5").drop(columns="actual") for v in (values, spoilt)]
    pd.testing.assert_frame_equal(*at_five, check_names=False)


def test_a_gap_is_bridged_by_figures_before_the_origin_alone():
    values = np.array([[1.0, np.nan, 3, 4, 5, 6], [np.nan, 2.0, 3, 4, 5, np.nan]])
    rows, past, real = backtest.known_at(values, 4)
    assert rows.tolist() == [0, 1] and past[0].tolist() == [1, 2, 3, 4, 5] and not real[0, 1]
    assert past[1, :4].tolist() == [2, 3, 4, 5] and np.isnan(past[1, 4])
    assert backtest.known_at(values, 5)[0].tolist() == [0]  # the second has no figure of that year


def from_the_last_value(values: pd.Series, horizon: int, paths: int, seed: int) -> Forecast:
    """A random walk without drift whose shock is estimated from the changes about zero."""
    draw, n = np.random.default_rng(seed), len(values) - 1
    sigma = np.sqrt((values.diff() ** 2).sum() / draw.chisquare(n, size=(paths, 1)))
    walked = values.iloc[-1] + (sigma * draw.standard_normal((paths, horizon))).cumsum(axis=1)
    return Forecast(values.index[-1] + np.arange(1, horizon + 1), walked)


@pytest.mark.parametrize("name", ["last value", "drift"])
def test_closed_forms_are_the_models(name):
    method = {"last value": backtest.last_value, "drift": backtest.drift}[name]
    values = np.array([6.0, 9, 7, 8, 12])
    series, asked = pd.Series(values, index=range(2015, 2020)), {"horizon": 3, "paths": 200_000, "seed": 1}
    if name == "last value":
        drawn = from_the_last_value(series, **asked)
    else:
        drawn = single.Drift().fit(series).forecast(**asked)
    found = method(values[None], 3, np.ones((1, 5), dtype=bool))
    assert name != "last value" or found["median"][0].tolist() == [12, 12, 12]
    for level in (80, 95):
        interval = drawn.interval(level / 100)
        assert found[f"low{level}"][0] == pytest.approx(interval["low"].to_numpy(), abs=0.15 if level == 80 else 0.4)
        assert found[f"high{level}"][0] == pytest.approx(interval["high"].to_numpy(), abs=0.15 if level == 80 else 0.4)


def test_statements_are_shares_of_joint_paths():
    paths = np.array([[8.0, 6], [6, 8], [8, 8], [2, 2]])
    said = backtest.judged(paths, np.array([8.0, 7]), np.array([[7.0, 7]]), ("at_least", "every_year", "average"))
    found = {(row["kind"], row["steps"]): (row["probability"], row["came_true"]) for row in said}
    assert found == {
        ("at_least", 1): (0.5, True),
        ("at_least", 2): (0.5, True),
        ("every_year", 1): (0.5, True),
        ("every_year", 2): (0.25, True),
        ("average", 2): (0.25, True),  # 8 and 6 a year are 6.995 on average
    }
    gap = backtest.judged(paths, np.array([np.nan, 7]), np.array([[7.0, 7]]), ("at_least", "every_year"))
    assert [(row["kind"], row["steps"]) for row in gap] == [("at_least", 2)]


def test_calibration_counts_what_came_true_by_probability():
    said = pd.DataFrame(
        {"probability": [0.1, 0.1, 0.9, 1.0], "came_true": [False, True, True, True], "origin": [1, 2, 1, 1]}
    )
    found = backtest.calibration(said)
    assert found[["said", "seen", "n", "origins"]].to_numpy().tolist() == [[0.1, 0.5, 2, 2], [0.95, 1, 2, 1]]


def test_thresholds_of_levels_go_on_at_the_pace_so_far():
    said = backtest.level_statements(np.array([[10.0, 12, 11, 16, 20], [10, 11, 13, 13, 15]]), 1, paths=200)
    first = said[(said["series"] == 0) & (said["kind"] == "at_least")]
    assert first["threshold"].tolist() == pytest.approx([18 - 8 / 3, 18, 18 + 8 / 3])  # pace 2, typical change 8/3
    assert first["came_true"].tolist() == [True, True, False]
