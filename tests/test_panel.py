"""The panel engine and `cds forecast`: hand-checked numbers, promises kept on panels whose truth is known, refusals."""

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from cds_analysis.commands.brief import main
from cds_analysis.errors import DataError, ModelError
from cds_analysis.explore import own_forecast, own_table
from cds_analysis.forecasting import movement, panel, spread


def random_walks(series: int, years: int, seed: int, drift: float = 0.5) -> np.ndarray:
    draw = np.random.default_rng(seed)
    steps = drift + draw.standard_normal((series, years))
    return 100 + np.exp(draw.normal(0, 1, (series, 1))) * steps.cumsum(axis=1)


def as_table(values: np.ndarray) -> pd.DataFrame:
    rows = [(f"s{i}", 2000 + j, value) for i, row in enumerate(values) for j, value in enumerate(row)]
    return pd.DataFrame([row for row in rows if np.isfinite(row[2])], columns=["series", "year", "value"])


def write(tmp_path, text: str):
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_scale_of_a_series_is_its_mean_change_drawn_to_the_panels_share_of_its_level():
    values = np.array([[100.0, 110.0, 100.0, 110.0], [10.0, 11.0, 10.0, 11.0]])
    ratio = 10 / 105  # both series: mean change 10 on a mean level of 105
    scale = movement.scales(values)
    assert scale[0, -1] == pytest.approx((2 * ratio * 105 + 3 * 10) / 5)
    assert scale[0, 0] == pytest.approx(ratio * 100)  # one value: the panel's share alone


def test_filter_of_a_random_walk_repeats_the_last_value_and_its_variance_grows_by_one_a_year():
    walk = movement.Movement(error=1e-12, drifts=1e-12, passing=1e-12, fading=0.5, drift=0.0)
    forecasts, variances = walk.filter(np.array([[3.0, 5.0, 4.0]]), np.ones((1, 3)), 3)
    assert forecasts[0, -1] == pytest.approx([4, 4, 4])
    assert variances[-1] == pytest.approx([1, 2, 3])


def test_filter_with_an_open_mind_about_the_drift_takes_the_mean_change():
    drift = movement.Movement(error=1e-12, drifts=1e9, passing=1e-12, fading=0.5, drift=0.0)
    forecasts, _ = drift.filter(np.array([[100.0, 104.0, 110.0, 112.0, 120.0]]), np.ones((1, 5)), 2)
    assert forecasts[0, -1] == pytest.approx([125, 130], rel=1e-6)  # (120 - 100) / 4


def test_damped_trend_goes_on_with_a_straight_line_but_flattens():
    found = panel.damped_trends(np.arange(10.0, 20.0)[None, :], 3)[0, -1]
    assert 19 < found[0] < found[1] < found[2] <= 22


def test_the_member_that_was_right_gets_nearly_all_the_weight_and_nothing_known_leaves_what_was_expected():
    values = np.random.default_rng(1).standard_normal((50, 8, 1)).cumsum(axis=1)
    members = [values + 1, values + 2, values, values + 3]
    found = panel.learnt(members, values[:, :, 0], values, np.ones(50))  # each year came what the year before had
    assert found.sum() == pytest.approx(1) and found[2] > 0.8
    nothing = panel.learnt(members, values[:, :, 0], np.full(values.shape, np.nan), np.ones(50))
    assert nothing.tolist() == panel.EXPECTED.tolist()


def test_series_that_moved_much_and_erred_little_lean_against_their_scale():
    scale, error = np.array([[1.0], [-1.0]]), np.exp([[[-1.0]], [[1.0]]])
    assert spread.volatility(np.full((2, 1, 1), np.nan), scale) == 0
    assert spread.volatility(error, scale) == pytest.approx(-2 / (2 + spread.VOLATILITY_PRIOR))


def test_errors_to_come_are_wider_the_fewer_errors_were_seen():
    error = np.full((2, 5, 1), np.nan)
    error[:, :3] = 1.0  # six errors, and three of each of five series more
    assert spread.unseen(error, 8) == pytest.approx(np.sqrt(1 + 16 / 21))


def test_quantiles_of_a_panel_that_errs_little_do_not_come_from_what_was_assumed():
    errors, weight = spread.pooled(np.full((95, 1, 1), 0.01))  # 95 series beside the 5 assumed
    assert np.interp(0.5, weight, errors) == 0.01 and np.interp(0.99, weight, errors) < 0.1


@pytest.mark.parametrize("years", [6, 8, 12])
def test_intervals_hold_what_they_promise_on_random_walks(years):
    held = {80: [], 95: []}
    for seed in range(4):
        values = random_walks(250, years + 4, seed)
        found = panel.forecast(values[:, :years], 4)
        for level, hits in held.items():
            low, high = found.interval(level / 100)
            hits.append((low <= values[:, years:]) & (values[:, years:] <= high))
    assert 76 < 100 * np.mean(held[80]) < 86
    assert 92.5 < 100 * np.mean(held[95]) < 98


def test_errors_of_a_panel_too_small_to_tell_go_together_as_a_random_walks_do():
    found = np.sign(spread.courses(np.full((3, 5, 3), np.nan)))
    agree = [np.mean(found[:, 0] == found[:, step]) for step in (1, 2)]
    assert agree == pytest.approx([1 - np.arccos(1 / np.sqrt(h)) / np.pi for h in (2, 3)], abs=0.03)  # of normals


def test_own_record_of_a_series_is_its_past_errors_beside_the_panels():
    error = np.full((2, 4, 1), np.nan)
    error[0, :3, 0], error[1, :3, 0] = 1.0, 3.0  # typical is 2, so half and one and a half of it
    m = spread.MEMORY
    seen = 1 + m + m**2  # three errors had come true by the last year, older ones fading
    record = spread.own_record(error)
    assert record[:, 0].tolist() == [1, 1]
    assert record[0, 3] == pytest.approx((spread.OWN_PRIOR + 0.5 * seen) / (spread.OWN_PRIOR + seen))
    assert record[1, 3] == pytest.approx((spread.OWN_PRIOR + 1.5 * seen) / (spread.OWN_PRIOR + seen))


def test_a_smooth_series_beside_a_noisy_one_gets_the_narrower_interval():
    draw = np.random.default_rng(3)
    values = 100 + np.cumsum(np.full((40, 14), 2.0), axis=1)  # all rise by two a year on average
    values[::2] += draw.normal(0, 0.05, (20, 14))
    values[1::2] += draw.normal(0, 2.0, (20, 14))
    found = panel.forecast(values, 3)
    width = np.subtract(*found.interval(0.8)[::-1])
    assert np.median(width[::2]) < 0.7 * np.median(width[1::2])


def test_courses_longer_than_the_panel_remembers_go_on_with_changes_of_their_own():
    error = np.full((200, 5, 4), np.nan)
    error[:, 2, :2] = [1.0, 3.0]  # each course is known for two years and rises by one, then by two
    found = spread.courses(error)
    assert (found[:, :2] == [1, 3]).all()
    assert set(np.unique(np.diff(found, axis=1)[:, 1:])) == {1.0, 2.0}


@pytest.mark.parametrize("last_value", [50.0, 0.3, 99.5])
def test_no_path_leaves_the_bounds(last_value):
    draw = np.random.default_rng(1)
    values = 100 / (1 + np.exp(-(draw.normal(0, 2, (30, 1)) + draw.normal(0, 0.4, (30, 10)).cumsum(axis=1))))
    values[0, -1] = last_value
    found = panel.forecast(values, 5, bounds=(0, 100))
    paths = found.paths(0, 2024).paths
    assert 0 <= paths.min() and paths.max() <= 100  # a path far out may round to a bound
    low, high = found.interval(0.95)
    assert (0 <= low).all() and (low < found.median).all() and (found.median < high).all() and (high <= 100).all()


def test_a_value_on_a_bound_is_refused():
    with pytest.raises(ModelError, match="100 lies on or outside the bounds 0 to 100"):
        panel.forecast(np.array([[98.0, 99.0, 100.0]]), 1, bounds=(0, 100))


def test_quantiles_of_the_paths_are_the_intervals():
    found = panel.forecast(random_walks(60, 10, 5), 4)
    paths = found.paths(7, 2024, paths=40_000)
    low, high = found.interval(0.8)
    width = high[7] - low[7]
    assert list(paths.years) == [2025, 2026, 2027, 2028]
    assert paths.interval(0.8)["low"].to_numpy() == pytest.approx(low[7], abs=0.03 * width.max())
    assert paths.interval(0.8)["high"].to_numpy() == pytest.approx(high[7], abs=0.03 * width.max())


@pytest.mark.parametrize("noise", [0.0, 3.0])
def test_a_statement_about_every_year_keeps_its_promise_on_random_walks(noise):
    """Chances to stay above the last value, and to rise, in each of 3 years, against how often they did."""
    said, came = [], []
    for seed in range(3):
        values = random_walks(200, 13, seed) + noise * np.random.default_rng(seed).standard_normal((200, 13))
        found = panel.forecast(values[:, :10], 3)
        for row in range(0, 200, 2):
            paths, last = found.paths(row, 2024, paths=1_000).paths, values[row, 9]
            rises = [np.diff(x, axis=1, prepend=last) > 0 for x in (paths, values[row : row + 1, 10:])]
            said.append([(paths > last).all(axis=1).mean(), rises[0].all(axis=1).mean()])
            came.append([(values[row, 10:] > last).all(), rises[1].all()])
    assert np.abs(np.mean(said, axis=0) - np.mean(came, axis=0)).max() < 0.08


def test_departure_and_its_inverse_agree_and_a_positive_series_stays_positive():
    mean, positive = np.array([[[5.0, 5.0, 5.0]]]), np.array([True])
    moved = panel.departed(mean[0], np.array([[-50.0, 0.0, 7.0]]), positive)
    assert moved[0] == pytest.approx([5 * np.exp(-10), 5, 12])
    assert panel.departures(mean, moved[None], positive)[0, 0] == pytest.approx([-50, 0, 7])


@settings(max_examples=25)
@given(
    st.lists(
        st.lists(st.floats(-1e6, 1e6, allow_nan=False).map(lambda x: round(x, 3)), min_size=1, max_size=9),
        min_size=1,
        max_size=5,
    )
)
def test_any_finite_panel_gets_finite_nested_intervals_around_the_forecast(series):
    width = max(map(len, series))
    values = np.array([row + [np.nan] * (width - len(row)) for row in series])
    found = own_forecast.ahead(as_table(values), 3).to_frame((80, 90, 95))
    assert np.isfinite(found.select_dtypes("number")).all().all()
    order = found[["low95", "low90", "low80", "median", "high80", "high90", "high95"]].to_numpy()
    assert (np.diff(order, axis=1) >= -1e-9 * np.abs(order).max()).all()


def test_scaling_a_panel_scales_its_forecasts():
    values = random_walks(20, 8, 1)
    small, large = (own_forecast.ahead(as_table(k * values), 2).to_frame() for k in (1, 1000))
    columns = ["median", "low80", "high80", "low95", "high95"]
    assert 1000 * small[columns].to_numpy() == pytest.approx(large[columns].to_numpy(), rel=1e-3)


def test_series_of_one_value_three_values_and_a_constant_get_an_answer_of_their_own(tmp_path):
    rows = as_table(random_walks(30, 10, 2)).values.tolist()
    rows += [["one", 2024, 50.0], *[["three", y, v] for y, v in ((2022, 5.0), (2023, 6.0), (2024, 7.5))]]
    rows += [["constant", y, 20.0] for y in range(2010, 2020)]
    table = pd.DataFrame(rows, columns=["series", "year", "value"])
    found = own_forecast.ahead(table, 2).to_frame().set_index(["series", "step"])
    assert found.loc[("one", 1), "year"] == 2025 and found.loc[("constant", 2), "year"] == 2021
    assert found.loc[("constant", 2), "median"] == pytest.approx(20, abs=0.5)
    assert (found["high95"] > found["low95"]).all()


def test_a_year_without_figure_moves_no_year_and_rows_may_come_in_any_order():
    table = as_table(random_walks(15, 9, 3))
    gap = table.drop(index=4)
    found = own_forecast.ahead(gap, 2).to_frame()
    assert found.groupby("series")["year"].min().eq(2009).all()
    again = own_forecast.ahead(gap.sample(frac=1, random_state=1).sort_values(["series", "year"]), 2)
    pd.testing.assert_frame_equal(found, again.to_frame())


def test_command_writes_the_columns_asked_for_and_leaves_no_draft(tmp_path):
    source = write(tmp_path, "year,series,other,value\n" + "".join(f"{y},a,x,{y % 7 + 1}\n" for y in range(2010, 2020)))
    target = tmp_path / "out.csv"
    result = CliRunner().invoke(main, ["forecast", str(source), "--horizon", "3", "--level", "90", "-o", str(target)])
    assert result.exit_code == 0, result.output
    columns = ["series", "year", "step", "median", "low80", "high80", "low90", "high90", "low95", "high95"]
    found = pd.read_csv(target)
    assert list(found.columns) == columns and list(found["year"]) == [2020, 2021, 2022]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.csv", "table.csv"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("series,year,value\na,2020,1\na,2021,1.234,5\n", ":3: more cells than the 3 headings"),
        ("series,year,value\na,2020,1\na,2021,many\n", ":3 [value]: series 'a': 'many' is no number"),
        ("series,year,value\na,2020,1\na,2020,2\n", ":3 [year]: series 'a': '2020' stands twice"),
        ("series,year,value\na,2020,inf\n", ":2 [value]: series 'a': 'inf' is not finite"),
        ("series,year,value\na,2020.5,1\n", ":2 [year]: series 'a': '2020.5' is no year"),
        ("series,year,value\n,2020,1\n", "'' is empty"),
        ("series,jahr,value\na,2020,1\n", "no column year among series, jahr, value"),
        ("series,year,value\na,2020,\n", "no value at all"),
        ("", "nothing but empty rows"),
    ],
)
def test_a_faulty_table_is_refused_with_series_and_line_and_nothing_is_written(tmp_path, text, said):
    source, target = write(tmp_path, text), tmp_path / "out.csv"
    with pytest.raises(DataError, match="fault"):
        own_table.read_series(source)
    result = CliRunner().invoke(main, ["forecast", str(source), "--horizon", "2", "-o", str(target)])
    assert result.exit_code == 2 and said in result.output
    assert not target.exists()


def test_the_command_keeps_shares_between_bounds_and_names_what_lies_outside(tmp_path):
    path = write(tmp_path, "series,year,value\n" + "".join(f"a,{2015 + i},{90 + i}\n" for i in range(9)))
    out = tmp_path / "out.csv"
    ran = CliRunner().invoke(main, ["forecast", str(path), "--horizon", "5", "--bounds", "0", "100", "-o", str(out)])
    assert ran.exit_code == 0 and pd.read_csv(out)["high95"].max() <= 100
    refused = CliRunner().invoke(main, ["forecast", str(path), "--horizon", "5", "--bounds", "0", "98"])
    assert refused.exit_code == 2 and "a, 2023: 98 lies on or outside the bounds 0 to 98" in refused.output
