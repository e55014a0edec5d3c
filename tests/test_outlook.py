"""Growth to come of a place from all places: what its panel holds, what is kept of it, what moves a forecast."""

from datetime import date

import numpy as np
import pandas as pd
from conftest import REAL

from cds_analysis.data.known import Known, newest
from cds_analysis.forecasting import growth_panel
from cds_analysis.series import outlook

KNOWN = newest(REAL)
PLACE = KNOWN.place("thai-nguyen")


def test_a_merged_unit_stands_in_for_its_parts_and_any_other_place_for_itself(monkeypatch):
    asked = []
    monkeypatch.setattr(outlook.Fitted, "forecast", lambda self, *given: asked.append(given) or np.zeros((1, 9)))
    for place in (PLACE, KNOWN.place("ha-noi"), KNOWN.nation):
        own, errors = outlook.rates(KNOWN, place, "grdp_growth")
        outlook.forecast(KNOWN, place, "grdp_growth", own, errors, 2028)
    inside = [instead for *_, instead in asked]
    assert [len(panel.rates) for panel, _ in inside] == [2, 1, 1]
    mine, itself = asked[1][0], inside[1][0]
    np.testing.assert_array_equal(mine.rates, itself.rates)
    assert inside[2][0].narrow.all() and not mine.narrow.any()


def test_the_panel_holds_what_is_known_of_all():
    panel = outlook.panel(KNOWN, "grdp_growth", 2023)
    assert panel.rates.shape == (64, 15) and panel.narrow.tolist() == [True, *[False] * 63]
    nation, errors = outlook.rates(KNOWN, KNOWN.nation, "grdp_growth")
    assert panel.rates[0, -1] == nation[2023] and errors.shape == (len(nation), len(nation))
    assert outlook.panel(KNOWN, "grdp_growth", 2008).rates.shape == (64, 4)  # from 2005, the first year of any


def test_a_view_has_a_panel_of_its_own_time():
    before = Known(REAL, date(2026, 8, 1))  # the office's table of all provinces came on 14 August
    then, now = (outlook.panel(known, "grdp_growth", 2025).seen.sum() for known in (before, KNOWN))
    assert then < now


def test_what_is_kept_is_what_is_fitted_and_serves_the_newest_view_alone():
    """Where this fails after a change of data or model: `cds data growth`."""
    kept = outlook._kept(KNOWN)
    assert kept is not None and outlook._kept(Known(REAL, date(2026, 8, 1))) is None
    for name in outlook.OF_PANEL:
        last = outlook.newest(KNOWN, name)
        again, fit = growth_panel.fit(outlook.panel(KNOWN, name, last)), outlook.fitted(KNOWN, name, last)
        np.testing.assert_allclose(fit.at, again.at, atol=1e-5)
        np.testing.assert_allclose(fit.precision, again.precision, atol=1e-3)


def test_an_earlier_view_has_the_sizes_of_the_year_before_it_and_its_own_rates():
    then, before = Known(REAL, date(2026, 8, 1)), Known(REAL, date(2025, 12, 31))
    last = outlook.newest(before, "grdp_growth")
    fit, sizes = outlook.fitted(then, "grdp_growth", 2025), outlook.fitted(before, "grdp_growth", last, True)
    np.testing.assert_allclose(fit.at, sizes.at, atol=1e-5)
    told = outlook.panel(then, "grdp_growth", 2025).told(fit.at, fit.loose)
    np.testing.assert_allclose(fit.pull, told[1])


def test_nothing_is_forecast_without_a_rate_or_beyond_its_end():
    none = pd.Series(dtype=float), np.zeros((0, 0))
    assert outlook.forecast(KNOWN, PLACE, "grdp_growth", *none, 2030) is None
    own = outlook.rates(KNOWN, PLACE, "grdp_growth")
    assert outlook.forecast(KNOWN, PLACE, "grdp_growth", *own, 2025) is None


def test_higher_rates_of_its_own_raise_a_forecast():
    own, errors = outlook.rates(KNOWN, PLACE, "grdp_growth")
    found = outlook.forecast(KNOWN, PLACE, "grdp_growth", own, errors, 2028)
    assert found.years.tolist() == [2026, 2027, 2028] and found.paths.shape == (4_000, 3)
    higher = outlook.forecast(KNOWN, PLACE, "grdp_growth", own + 2, errors, 2028)
    assert (higher.median > found.median + 0.5).all()


def test_a_place_may_end_before_the_panel_or_after_it():
    own, errors = outlook.rates(KNOWN, PLACE, "grdp_growth")
    few = own[own.index <= 2022]
    early = outlook.forecast(KNOWN, PLACE, "grdp_growth", few, errors[: len(few), : len(few)], 2024)
    assert early.years.tolist() == [2023, 2024] and early.paths.shape == (4_000, 2)  # others are known to 2025
    longer = pd.concat([own, pd.Series({2026: 30.0})])
    late = outlook.forecast(KNOWN, PLACE, "grdp_growth", longer, np.pad(errors, (0, 1)), 2028)
    assert late.years.tolist() == [2027, 2028] and late.paths.shape == (4_000, 2)
    old = pd.Series({1990: 7.0})
    assert outlook.forecast(KNOWN, PLACE, "grdp_growth", old, np.zeros((1, 1)), 2028) is None  # before the window
