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


def test_paths_of_drift_have_the_tails_of_its_quantiles(productivity):
    one = Drift().fit(productivity).forecast(horizon=1, paths=200_000, seed=1)
    assert width(one, 0.95).iloc[0] / 2 == pytest.approx(np.sqrt(20 / 3) * np.sqrt(1.25) * 3.182, rel=1e-3)
    assert np.quantile(one.paths, [0.025, 0.975], axis=0) == pytest.approx(one.interval(0.95).T, rel=0.01)


def by_year(values, first: int = 2020) -> pd.Series:
    return pd.Series(values, index=range(first, first + len(values)))


FIVE = [1.0, 2, 4, 3, 6]
DAYS = [f"{year}-12-31" for year in range(2019, 2024)]


@pytest.mark.parametrize(
    ("values", "why"),
    [
        (by_year([1.0, 2, 3]), r"3 year\(s\) \(2020-2022\) of figures, drift needs 5"),
        (by_year([1.0]), r"1 year\(s\).*drift needs 5"),
        (pd.Series([], dtype=float), r"0 year\(s\) of figures"),
        (by_year([1.0, 2, np.nan, 4, 5]), "2022 is nan, no finite number; leave a year without a figure out"),
        (by_year([1, 2, pd.NA, 4, 5]).astype("Int64"), "2022 is <NA>, no finite number"),
        (by_year([1.0, 2, np.inf, 4, 5]), "2022 is inf, no finite number"),
        (by_year(["1", 2, 3, 4, 5]), "2020 is '1', no finite number"),
        (by_year(FIVE, 0), "0 in the index is no year"),
        (pd.Series(FIVE, index=list("abcde")), "'a' in the index is no year"),
        (pd.Series(FIVE, index=[2019, 2020, 2020, 2021, 2022]), "2020 stands twice; drift needs one value a year"),
        (pd.Series(FIVE, index=pd.period_range("2020-01", periods=5, freq="M")), "2020 stands twice"),
        (FIVE, "a list is given, drift needs a pandas Series of numbers indexed by year"),
        (pd.DataFrame({"value": FIVE}), "a DataFrame is given, .*; of a table take one column"),
    ],
)
def test_values_that_a_model_cannot_take_are_refused_in_words(values, why):
    with pytest.raises(ModelError, match=why):
        Drift().fit(values)


def test_a_value_at_a_bound_is_refused():
    with pytest.raises(ModelError, match="100 in 2022 lies on or outside the bounds 0-100"):
        Drift(0, 100).fit(by_year([90.0, 95, 100, 100, 100]))


@pytest.mark.parametrize("index", [pd.to_datetime(DAYS), pd.PeriodIndex(DAYS, freq="Y"), range(2019, 2024)])
def test_of_dates_the_years_count_in_any_order(productivity, index):
    values = pd.Series(productivity.to_numpy(), index=index)
    for told in (values, values[::-1]):
        assert Drift().fit(told) == Drift().fit(productivity)


def test_quantiles_of_drift_are_those_of_its_formula_for_any_seed(productivity):
    one, two = (Drift().fit(productivity).forecast(2, seed=seed) for seed in (1, 2))
    assert one.median.tolist() == two.median.tolist() == [125, 130]
    half = 2.353363 * np.sqrt(20 / 3) * np.sqrt([1 * (1 + 1 / 4), 2 * (1 + 2 / 4)])  # t with 3 degrees, 95 % below
    assert one.quantile(0.95).to_numpy() == pytest.approx(half + one.median)
    bounded = Drift(0, 200).fit(productivity).forecast(2)
    assert bounded.quantile(0.1).to_numpy() == pytest.approx(np.quantile(bounded.paths, 0.1, axis=0), rel=0.02)


@pytest.mark.parametrize(
    ("ask", "why"),
    [
        (lambda f: f.forecast(0), "horizon 0: give a whole number of years"),
        (lambda f: f.forecast(2.5), "horizon 2.5: give a whole number of years"),
        (lambda f: f.forecast(2).interval(80), "level 80: give a number between 0 and 1, such as 0.8 for 80 %"),
        (lambda f: f.forecast(2).quantile(1), "quantile 1: give a number between 0 and 1$"),
    ],
)
def test_a_level_or_horizon_out_of_range_is_refused(productivity, ask, why):
    with pytest.raises(ModelError, match=why):
        ask(Drift().fit(productivity))


@settings(max_examples=40)
@given(shares)
def test_no_path_of_a_bounded_model_leaves_its_bounds(values):
    series = pd.Series(values, index=range(2010, 2010 + len(values)))
    paths = Drift(0, 100).fit(series).forecast(10, paths=300, seed=1).paths
    assert np.all((paths >= 0) & (paths <= 100))


@settings(max_examples=40)
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
