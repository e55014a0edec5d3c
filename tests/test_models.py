"""Models: numbers by hand, properties, refusals."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cds_analysis.errors import ModelError
from cds_analysis.forecasting.distribution import Forecast
from cds_analysis.forecasting.single import Drift, pace


@pytest.fixture
def productivity() -> pd.Series:
    return pd.Series([100.0, 104, 110, 112, 120], index=range(2019, 2024))


def width(forecast: Forecast, level: float) -> pd.Series:
    return forecast.interval(level).diff(axis=1)["high"]


shares = st.lists(st.floats(0.5, 99.5), min_size=5, max_size=12)


def test_drift_adds_the_mean_yearly_change(productivity):
    assert Drift().fit(productivity).slope == 5.0  # (120 - 100) / 4


def test_drift_spread_is_that_of_the_changes(productivity):
    assert Drift().fit(productivity).sigma == pytest.approx(np.sqrt(20 / 3))  # changes 4 6 2 8 about 5: 1+1+9+9 over 3


def test_a_gap_counts_as_the_years_it_spans():
    fitted = Drift().fit(pd.Series([0.0, 2, 3, 4, 8], index=[2010, 2012, 2013, 2014, 2018]))
    assert (fitted.slope, fitted.sigma, fitted.span) == (1.0, 0.0, 8.0)


def test_drift_grows_less_certain_each_year(productivity):
    forecast = Drift().fit(productivity).forecast(horizon=6, paths=4_000, seed=1)
    assert width(forecast, 0.8).is_monotonic_increasing


def test_drift_has_student_t_tails(productivity):
    one = Drift().fit(productivity).forecast(horizon=1, paths=200_000, seed=1)
    # sigma sqrt(1 + 1/4) times the 97.5 % point of t with 3 degrees of freedom, 3.182
    half = np.sqrt(20 / 3) * np.sqrt(1.25) * 3.182
    assert width(one, 0.95).iloc[0] / 2 == pytest.approx(half, rel=0.03)


@pytest.mark.parametrize(
    ("spec", "values", "why"),
    [
        (Drift(), [1.0, 2, 3], r"3 year\(s\) \(2020-2022\) of figures, drift needs 5"),
        (Drift(), [1.0], r"1 year\(s\).*drift needs 5"),
        (Drift(), [], r"0 year\(s\) of figures"),
        (Drift(), [1.0, 2, np.nan, 4, 5], "one finite value a year"),
        (Drift(0, 100), [90.0, 95, 100, 100, 100], "100 in 2022 lies on or outside the bounds 0-100"),
    ],
)
def test_a_series_that_a_model_cannot_carry_is_refused(spec, values, why):
    with pytest.raises(ModelError, match=why):
        spec.fit(pd.Series(values, index=range(2020, 2020 + len(values)), dtype=float))


@settings(max_examples=40, deadline=None)
@given(shares)
def test_no_path_of_a_bounded_model_leaves_its_bounds(values):
    series = pd.Series(values, index=range(2010, 2010 + len(values)))
    paths = Drift(0, 100).fit(series).forecast(10, paths=300, seed=1).paths
    assert np.all((paths >= 0) & (paths <= 100))


@settings(max_examples=40, deadline=None)
@given(shares, st.floats(0.01, 0.99))
def test_quantiles_are_ordered_and_probabilities_lie_between_0_and_1(values, p):
    series = pd.Series(values, index=range(2010, 2010 + len(values)))
    forecast = Drift().fit(series).forecast(4, paths=300, seed=1)
    assert (forecast.quantile(0.1) <= forecast.quantile(0.9)).all()
    assert 0 <= forecast.probability(lambda paths: paths[:, -1] > np.quantile(values, p)) <= 1


def test_the_same_seed_gives_the_same_paths(productivity):
    one, two = (Drift().fit(productivity).forecast(3, seed=7).paths for _ in range(2))
    assert np.array_equal(one, two)


def test_a_probability_is_the_share_of_paths():
    forecast = Forecast(np.array([2025, 2026]), np.array([[1.0, 2], [3, 4], [5, 6], [7, 8]]))
    assert np.mean(forecast.in_year(2026) >= 4) == 0.75
    assert forecast.in_year(2026).tolist() == [2, 4, 6, 8]
    with pytest.raises(KeyError, match=r"2030 is outside the forecast \(2025-2026\)"):
        forecast.in_year(2030)


def test_pace_is_the_change_a_year():
    assert pace(pd.Series([10.0, 16], index=[2020, 2023])) == 2.0
