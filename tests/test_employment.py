"""Employed persons of years not published yet: our own estimate and its test."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from conftest import REAL
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student

from cds_analysis.data import provinces
from cds_analysis.data.known import Known
from cds_analysis.errors import ModelError
from cds_analysis.series import employment, productivity
from cds_analysis.series.employment import Nowcast, Rule

DAY = date(2026, 11, 23)
OLD = provinces.find("thai-nguyen", REAL, "pre-2025")


def table(years: dict[int, float]) -> pd.DataFrame:
    rows = {
        y: {"nation": g, "refs": "a|2025", "growth": g, "scale": 1.0, "low": 0.0, "high": 0.0} for y, g in years.items()
    }
    return pd.DataFrame.from_dict(rows, orient="index")


def test_the_usual_difference_is_drawn_to_zero():
    expected, scale = Rule(strength=2.0, scale=1.0).expect(np.array([3.0, 1.0]))
    assert (expected, scale) == (1.0, pytest.approx(np.sqrt(1.25)))  # 2 / (2 + 2) of the mean 2; 1 + 1 / 4


@given(st.integers(0, 20), st.floats(0.5, 100), st.floats(0.1, 5))
def test_fewer_years_give_a_wider_interval(n, strength, scale):
    rule = Rule(strength, scale)
    assert rule.expect(np.zeros(n))[1] > rule.expect(np.zeros(n + 1))[1] > scale


def test_places_that_differ_always_alike_are_hardly_drawn_to_zero():
    draw = np.random.default_rng(1)
    steady = draw.normal(0, 3, (20, 1)) + draw.normal(0, 0.1, (20, 8))
    loose = draw.normal(0, 1, (20, 8))
    rules = [employment.fit(pd.DataFrame(v, columns=range(2011, 2019))) for v in (steady, loose)]
    assert rules[0].strength == min(employment.STRENGTHS) and rules[1].strength >= 20


def test_the_scale_is_the_likeliest_one():
    """As SciPy searches it; of errors all of one size that size, as (4 + 1) x 9 / (4 + 9 / 9) is 9."""
    errors = np.random.default_rng(3).standard_t(4, 500)
    searched = student.fit(errors, fdf=4, floc=0)[2]
    assert employment.likeliest_scale(errors) == pytest.approx(searched, rel=1e-4)
    assert employment.likeliest_scale(np.array([3.0, -3.0])) == pytest.approx(3)


def test_its_trial_uses_earlier_years_alone_and_counts_cases_by_year():
    draw = np.random.default_rng(2)
    values = pd.DataFrame(draw.standard_t(4, (40, 8)), columns=range(2011, 2019))
    found = employment.trial(values)
    # two years are known before a first error, one year of errors before a first trial
    assert set(found["years"]) == set(range(2014, 2019)) and found["places"] == 40
    assert found["cases"] == sum(row["cases"] for row in found["years"].values())
    assert 0.72 < found["held"] / found["cases"] < 0.88
    changed = values.assign(**{"2018": 0}).drop(columns="2018")
    changed[2018] = 99.0
    again = employment.trial(changed)
    assert all(again["years"][y]["held"] == found["years"][y]["held"] for y in (2014, 2017))


def test_too_few_province_years_teach_no_error():
    with pytest.raises(ModelError, match="province-years"):
        employment.fit(pd.DataFrame(np.zeros((3, 4)), columns=range(2011, 2015)))


def test_paths_have_the_interval_of_each_year_and_share_the_error_of_the_usual_difference():
    few = Nowcast(table({2023: 1.0, 2024: 2.0}), (2022,), Rule(1.0, 1.0), {})
    paths = few.paths(paths=40_000)
    assert np.quantile(paths[2023], 0.9) == pytest.approx(1 + employment.HALF, abs=0.03)
    assert np.mean(np.abs(paths[2024] - 2) <= employment.HALF) == pytest.approx(0.8, abs=0.01)
    assert 0.2 < np.corrcoef(paths[2023].argsort().argsort(), paths[2024].argsort().argsort())[0, 1] < 0.4  # about 1/3


def test_growth_of_the_nation_across_two_publications_carries_the_usual_revision():
    found = employment.nation_growth(Known(REAL, DAY))
    assert found.at[2024, "sd"] == 0 and found.at[2025, "sd"] > 0
    before = [0.442474, 0.680657, 1.068544, 0.693962, -1.920299]  # 2016-2020, which stand in for the year of the break
    assert found.at[2021, "growth"] == pytest.approx(sum(before) / 5, abs=1e-5)
    assert found.at[2025, "growth"] == pytest.approx(100 * (52400 / 51860.3 - 1))


def test_nothing_is_estimated_before_the_nation_is_published():
    assert employment.estimated(Known(REAL, date(2025, 6, 30)), OLD) is None
    assert list(employment.estimated(Known(REAL, date(2025, 12, 31)), OLD).table.index) == [2023, 2024]
    assert list(employment.estimated(Known(REAL, date(2026, 1, 31)), OLD).table.index) == [2023, 2024, 2025]


def test_a_place_nobody_has_counted_since_the_redefinition_grows_as_the_nation_with_a_wide_error():
    known = Known(REAL, DAY)
    found, own = employment.estimated(known, provinces.find("dak-lak", REAL, "2025")), employment.estimated(known, OLD)
    assert found.own == () and list(found.table.index) == [2021, 2022, 2023, 2024, 2025]
    assert found.table["growth"].equals(employment.nation_growth(known)["growth"].loc[2021:])
    assert found.table.at[2024, "scale"] > own.table.at[2024, "scale"]
    early = employment.estimated(Known(REAL, date(2023, 12, 31)), OLD)  # the table of that day ended in 2016
    assert early is None or min(early.table.index) >= 2021


def test_the_merged_province_is_estimated_from_the_sum_of_its_parts():
    found = employment.estimated(Known(REAL, DAY), provinces.find("thai-nguyen", REAL, "2025"))
    assert found.own == (2017, 2018, 2019, 2020, 2022)
    assert found.table["low"].lt(found.table["growth"]).all() and found.table["growth"].lt(found.table["high"]).all()


def test_productivity_of_a_nowcast_year_says_so_and_carries_its_error():
    found = productivity.measure(Known(REAL, DAY), OLD, bridge=True, estimate=True)
    row = found.table.loc[2024]
    assert (row["kind"], round(row["grdp_growth"], 2)) == ("nowcast", 3.37)
    assert row["growth"] == pytest.approx(
        100 * ((1 + row["grdp_growth"] / 100) / (1 + row["employed_growth"] / 100) - 1)
    )
    assert row["low"] < row["growth"] < row["high"] and row["sd"] > 0
    assert np.quantile(found.drawn[2024], 0.1) == pytest.approx(row["low"], abs=0.2)
    assert productivity.measure(Known(REAL, DAY), OLD, bridge=True).table.at[2024, "kind"] == "no employment"
