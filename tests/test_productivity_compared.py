"""A rate every year and the same rate on average, by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cds_analysis.findings.productivity_compared import both
from cds_analysis.series import productivity


def rates(**years) -> pd.DataFrame:
    """Rows of a year: kind, growth of GRDP, of employment, of productivity."""
    columns = ["kind", "grdp_growth", "employed_growth", "growth"]
    return pd.DataFrame.from_dict({int(y[1:]): row for y, row in years.items()}, orient="index", columns=columns)


def test_one_bad_year_loses_every_year_and_not_the_average():
    found = both(rates(y2021=("direct", 12, 1, 10.0), y2022=("direct", 5, 0, 5.0)), 2021, 2023, 7)
    assert found["below"] == [2022] and found["settled"] == [2021, 2022]
    assert found["needed"] == pytest.approx(100 * (1.07**3 / (1.10 * 1.05) - 1))  # 6.07 % in 2023 is enough
    assert found["open"][0]["grdp_growth"] == 8.5 and not found["open"][0]["grdp_known"]  # mean of 12 and 5


def test_a_bridged_year_counts_in_the_average_and_loses_nothing():
    found = both(rates(y2021=("bridged", 5, 1, 4.0), y2022=("direct", 9, 0, 9.0)), 2021, 2022, 7)
    assert found["below"] == [] and found["bridged"] == [2021] and found["open"] == []
    assert found["mean"] == pytest.approx(100 * (np.sqrt(1.04 * 1.09) - 1)) and found["needed"] is None


@given(st.floats(-10, 20), st.floats(0, 15), st.floats(-5, 20))
def test_what_is_needed_makes_both_accounts_true(first, rate, grdp):
    table = rates(y2021=("direct", first, 0.0, first), y2022=("nowcast", grdp, 1.0, grdp))
    found = both(table, 2021, 2022, rate)
    row = found["open"][0]
    assert productivity.per_person(grdp, row["every_year_employed"]) == pytest.approx(rate)
    assert productivity.per_person(row["every_year_grdp"], 1.0) == pytest.approx(rate)
    last = productivity.per_person(row["average_grdp"], 1.0)
    assert (1 + first / 100) * (1 + last / 100) == pytest.approx((1 + rate / 100) ** 2)
