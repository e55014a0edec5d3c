"""Growth to come of a place from all places: who is in its panel, and what moves its forecast."""

from datetime import date

import numpy as np
import pytest
from conftest import REAL

from cds_analysis.data.known import Known, newest
from cds_analysis.series import outlook

KNOWN = newest(REAL)
PLACE = KNOWN.place("thai-nguyen")


def test_a_merged_unit_stands_in_its_panel_instead_of_its_parts():
    found = outlook._others(KNOWN, PLACE)
    assert len(found) == 1 + 63 - 2 and not {"thai-nguyen", "bac-kan"} & {p.slug for p in found}
    assert len(outlook._others(KNOWN, KNOWN.nation)) == 63


def test_the_panel_ends_with_the_place_and_holds_what_is_known_of_the_others():
    own, errors = outlook.rates(KNOWN, PLACE, "grdp_growth")
    panel = outlook._panel(KNOWN, PLACE, "grdp_growth", 2023)
    assert own[2023] == pytest.approx(1.79, abs=0.01) and panel.rates.shape == (63, 15)
    assert np.isnan(panel.rates[0]).all() and panel.narrow.sum() == 1 and panel.narrow[1]
    nation, _ = outlook.rates(KNOWN, KNOWN.nation, "grdp_growth")
    assert panel.rates[1, -1] == nation[2023]
    assert errors.shape == (len(own), len(own))


def test_a_view_has_a_panel_of_its_own_time():
    before = Known(REAL, date(2026, 8, 1))  # the office's table of all provinces came on 14 August
    assert (
        outlook._panel(before, PLACE, "grdp_growth", 2025).seen.sum()
        < outlook._panel(KNOWN, PLACE, "grdp_growth", 2025).seen.sum()
    )


def test_higher_rates_of_its_own_raise_a_forecast():
    own, errors = outlook.rates(KNOWN, PLACE, "grdp_growth")
    found = outlook.forecast(KNOWN, PLACE, "grdp_growth", own, errors, 2028)
    assert found.years.tolist() == [2026, 2027, 2028] and found.paths.shape == (4_000, 3)
    higher = outlook.forecast(KNOWN, PLACE, "grdp_growth", own + 2, errors, 2028)
    assert (higher.median > found.median + 0.5).all()
