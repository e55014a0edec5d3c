"""Growth of many places as one panel: exact where it can be, and what all share moves all."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy.special import expit
from scipy.stats import multivariate_normal

from cds_analysis.errors import ModelError
from cds_analysis.forecasting import growth_panel as model

GAP = np.nan
RATES = np.array([[7.0, 6.0, 8.0, 7.5], [GAP, 12.0, 9.0, 10.0], [4.0, 5.0, 3.0, GAP], [6.0, 6.5, 6.2, 6.8]])
NOISE = np.zeros((4, 4, 4))
NOISE[1, 2:, 2:] = [[1.0, 0.5], [0.5, 1.0]]  # errors of two years that go together
NARROW = np.array([False, False, False, True])
AT, LOOSE = model.MIDDLE[None] + 0.1, np.array([[0.5, 2.0, 1.0, 1.5]])
PANEL = model.Panel(RATES, NOISE, NARROW)


def dense(panel: model.Panel, more: int = 0) -> np.ndarray:
    """The covariance of every place and year, term by term."""
    places, years = panel.rates.shape[0], panel.rates.shape[1] + more
    sizes = dict(zip(model.NAMES, [*np.exp(AT[0, :6]), expit(AT[0, 6])], strict=True))
    out = np.zeros((places, years, places, years))
    for i, s, j, t in np.ndindex(out.shape):
        out[i, s, j, t] = model.VAGUE**2 + sizes["walk"] ** 2 * min(s, t) + sizes["common"] ** 2 * (s == t)
        if i == j:
            small = sizes["narrow"] if panel.narrow[i] else 1.0
            own = sizes["lasting"] ** 2 * sizes["fading"] ** abs(s - t) + sizes["shock"] ** 2 * LOOSE[0, i] * (s == t)
            out[i, s, j, t] += sizes["between"] ** 2 + small**2 * own
            past = panel.rates.shape[1]
            out[i, s, j, t] += panel.noise[i, s, t] if max(s, t) < past else 0.0
    return out


def likely(panel: model.Panel, loose: np.ndarray = LOOSE) -> float:
    return float(model.log_likelihood(panel, AT, *panel.blocks(AT, loose))[0])


def test_the_likelihood_is_that_of_one_normal_of_all_rates():
    seen = PANEL.seen.ravel()
    whole = dense(PANEL).reshape(16, 16)[np.ix_(seen, seen)]
    exact = multivariate_normal(np.full(seen.sum(), model.LEVEL), whole).logpdf(RATES.ravel()[seen])
    assert likely(PANEL) == pytest.approx(exact, abs=1e-8)


def fixed(panel: model.Panel, loose: np.ndarray = LOOSE) -> model.Fitted:
    return model.Fitted(AT, loose, *panel.told(AT, loose), 1.0)


def ahead(fit: model.Fitted, panel: model.Panel, row: int, horizon: int, **asked) -> np.ndarray:
    """Paths of a place of the panel."""
    return fit.forecast(panel.rows([row]), fit.loose[:, [row]], horizon, **asked)


@pytest.mark.parametrize("row", range(4))
def test_paths_have_the_mean_and_spread_of_the_closed_form(row):
    drawn = ahead(fixed(PANEL), PANEL, row, 2, each=40_000, seed=1)
    whole, seen = dense(PANEL, 2), np.hstack([PANEL.seen, np.zeros((4, 2), bool)]).ravel()
    asked = np.zeros((4, 6), bool)
    asked[row, np.flatnonzero(PANEL.seen[row])[-1] + 1 :] = (
        True  # of the third place the last year of the panel as well
    )
    whole, asked = whole.reshape(24, 24), asked.ravel()
    weight = whole[np.ix_(asked, seen)] @ np.linalg.inv(whole[np.ix_(seen, seen)])
    mean = model.LEVEL + weight @ (RATES[PANEL.seen] - model.LEVEL)
    left = whole[np.ix_(asked, asked)] - weight @ whole[np.ix_(seen, asked)]
    np.testing.assert_allclose(drawn.mean(axis=0), mean, atol=0.08)
    np.testing.assert_allclose(np.cov(drawn.T), left, atol=0.45)


def test_a_place_that_stands_in_for_others_is_forecast_as_if_it_had_been_there():
    other = model.Panel(np.array([[1.0, 2.0, GAP, 3.0]]), np.zeros((1, 4, 4)), np.array([False]))
    there = model.Panel(np.vstack([other.rates, RATES[2:]]), NOISE[[0, 2, 3]], NARROW[[0, 2, 3]])
    exact = ahead(fixed(there, LOOSE[:, [0, 2, 3]]), there, 0, 2)
    instead = PANEL.rows([0, 1]), LOOSE[:, :2]
    np.testing.assert_allclose(fixed(PANEL).forecast(other, LOOSE[:, [0]], 2, instead), exact, atol=1e-8)


@pytest.fixture(scope="module")
def fitted():
    """Ten places at 7 % but for shocks, one without a figure, in ten years."""
    draw = np.random.default_rng(3)
    rates = 7 + draw.standard_normal((11, 10))
    rates[10] = GAP
    panel = model.Panel(rates, np.zeros((11, 10, 10)), np.zeros(11, bool))
    return model.fit(panel), panel


def test_a_place_without_figures_is_forecast_as_the_panel_goes_and_less_surely(fitted):
    fit, panel = fitted
    drawn = np.stack([ahead(fit, panel, row, 3) for row in range(11)])
    assert drawn.shape == (11, 4_000, 3)
    assert drawn[10].mean() == pytest.approx(7, abs=0.5) == drawn[:10].mean()
    assert (drawn[10].std(axis=0) > 1.1 * drawn[:10].std(axis=1).mean(axis=0)).all()


def test_a_common_rise_of_the_last_years_raises_every_forecast(fitted):
    fit, panel = fitted
    higher = model.Panel(panel.rates + np.where(np.arange(10) >= 7, 4.0, 0.0), panel.noise, panel.narrow)
    risen = model.Fitted(fit.at, fit.loose, *higher.told(fit.at, fit.loose), 1.0)
    for row in range(11):
        assert ahead(risen, higher, row, 3).mean() > ahead(fit, panel, row, 3).mean() + 0.3


def test_the_looseness_of_a_new_place_goes_with_its_rates(fitted):
    fit, _ = fitted
    swings = np.where(np.arange(10) % 2, 12.0, 2.0)[None]
    calm, wild = (
        fit.looseness(model.Panel(rates, np.zeros((1, 10, 10)), np.array([False])))
        for rates in (swings * 0 + 7, swings)
    )
    assert calm.shape == (400, 1) and np.median(calm) < 1 < np.median(wild)


def test_the_same_seed_gives_the_same_draws(fitted):
    fit, panel = fitted
    again = model.fit(panel)
    np.testing.assert_array_equal(again.at, fit.at)
    np.testing.assert_array_equal(ahead(again, panel, 3, 2), ahead(fit, panel, 3, 2))
    assert fit.effective > 50


def test_a_lively_panel_is_told_from_a_calm_one():
    draw, noise = np.random.default_rng(5), np.zeros((20, 10, 10))
    spread = []
    for size in (0.8, 5.0):
        panel = model.Panel(7 + size * draw.standard_normal((20, 10)), noise, np.zeros(20, bool))
        fit = model.fit(panel)
        spread.append(np.stack([ahead(fit, panel, row, 1) for row in range(20)]).std())
    assert spread[0] < 2.0 < 4.0 < spread[1]


def test_a_rate_beyond_the_cut_counts_as_one_on_it():
    wild, cut = RATES.copy(), RATES.copy()
    wild[1, 1], cut[1, 1] = 90.0, 25.0
    assert likely(model.Panel(wild, NOISE, NARROW)) == likely(model.Panel(cut, NOISE, NARROW))


def test_a_panel_without_a_rate_is_refused():
    with pytest.raises(ModelError, match="no rate"):
        model.fit(model.Panel(np.full((2, 3), GAP), np.zeros((2, 3, 3)), np.zeros(2, bool)))


@settings(max_examples=25)
@given(arrays.arrays(float, (4, 4), elements=st.floats(-14, 24) | st.just(GAP)), st.permutations(range(4)))
def test_neither_the_order_of_places_nor_one_without_figures_matters(rates, order):
    before = likely(model.Panel(rates, NOISE, NARROW))
    turned = model.Panel(rates[order], NOISE[order], NARROW[order])
    assert likely(turned, LOOSE[:, order]) == pytest.approx(before, abs=1e-7)
    more = np.vstack([rates, np.full(4, GAP)])
    wider = model.Panel(more, np.concatenate([NOISE, np.zeros((1, 4, 4))]), np.append(NARROW, False))
    assert likely(wider, np.append(LOOSE, [[1.0]], axis=1)) == pytest.approx(before, abs=1e-7)
