"""The share of every unit: the model on arrays, and the draws that are kept of it."""

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from conftest import REAL
from scipy.special import expit, logit
from scipy.stats import norm

from cds_analysis.data import provinces
from cds_analysis.data.known import newest
from cds_analysis.forecasting import unit_shares as model
from cds_analysis.series import growth, modelled, share, unit_shares
from cds_analysis.study import open_study

UNITS, YEARS = 5, 3


def made_up(**given) -> model.Evidence:
    """Five units of equal weight whose nation has 10, 11 and 12 %; the first had 30 % in the second year."""
    row = np.zeros(UNITS * YEARS)
    row[1] = 1.0
    none = np.zeros((0, UNITS * YEARS))
    evidence = {
        "weights": np.full((UNITS, YEARS), 1 / UNITS),
        "nation": np.array([0.10, 0.11, 0.12]),
        "features": np.array([[-1.0], [-1], [0], [1], [1]]) / np.sqrt(0.8),
        "base": 1,
        "mixtures": row[None],
        "readings": np.array([[logit(0.3), 0.02, 0.1]]),
        "counted": none,
        "counts": np.zeros((0, 6)),
    }
    return model.Evidence(**evidence | given)


def members(year: int) -> np.ndarray:
    """The units of one year, a row each."""
    rows = np.zeros((UNITS, UNITS, YEARS))
    rows[range(UNITS), range(UNITS), year] = 1.0
    return rows.reshape(UNITS, -1)


def counts() -> dict[str, np.ndarray]:
    """Two of five above 9 % in the first year, none above 40 % in the last."""
    rows = [(0, logit(0.09), 0.1, 0.2, 2, 0), (UNITS, logit(0.4), 0.1, 0, 0, 1)]
    return {"counted": np.vstack([members(0), members(2)]), "counts": np.array(rows, dtype=float)}


def test_the_gradient_is_that_of_the_density():
    density = model.Density(made_up(**counts()))
    at = 0.5 * np.random.default_rng(2).standard_normal((2, density.size))
    _, gradient = density(at)
    for j in range(density.size):
        step = np.eye(density.size)[j] * 1e-5
        numeric = (density(at + step)[0] - density(at - step)[0]) / 2e-5
        assert numeric == pytest.approx(gradient[:, j], rel=1e-4, abs=2e-3)


def test_units_add_up_to_the_nation_whatever_they_are():
    density = model.Density(made_up())
    found, _ = density.shares(2 * np.random.default_rng(3).standard_normal((4, density.size)))
    assert found.mean(axis=1) == pytest.approx(np.tile([0.10, 0.11, 0.12], (4, 1)), abs=1e-9)


def test_a_count_is_the_chance_of_independent_trials():
    """Five members, each a standard error above the level: 0.841 each, 4.207 of 5 in the mean, variance 0.668."""
    density = model.Density(made_up(counted=members(0), counts=np.array([[0, logit(0.09), 0.1, 0.0, 2, 0]])))
    log, *_ = density._counts(np.full((1, UNITS), logit(0.09) + 0.1), np.zeros((1, 1)))
    variance = 5 * 0.8413447 * 0.1586553 + model.SLACK
    assert log == pytest.approx(-((5 * 0.8413447 - 2) ** 2 / variance + np.log(variance)) / 2, rel=1e-6)


def test_the_sampler_finds_a_known_distribution():
    class Normal:  # two unknowns with means 1 and -2, standard deviations 1 and 10
        size = 2

        def __call__(self, at):
            gap = (at - [1, -2]) / [1, 10]
            return -(gap**2).sum(axis=1) / 2, -gap / [1, 10]

    found = model.sample(Normal(), warm=400, keep=1_000, steps=6)
    rhat, effective = model.convergence(found)
    assert found.mean(axis=(0, 1)) == pytest.approx([1, -2], abs=1)
    assert found.std(axis=(0, 1)) == pytest.approx([1, 10], rel=0.15)
    assert rhat < 1.01 and effective > 300


def test_chains_that_disagree_are_told():
    apart = np.random.default_rng(1).standard_normal((4, 500, 1)) + np.array([0, 0, 0, 3.0])[:, None, None]
    assert model.convergence(apart)[0] > 1.3 and model.convergence(apart - apart.mean(axis=1, keepdims=True))[0] < 1.01


KNOWN = newest(REAL)
OLD, NEW = KNOWN.units_of(provinces.OLD), KNOWN.units_of(provinces.NEW)


def test_the_draws_are_of_what_is_known_and_of_nothing_else():
    assert not modelled.stale(KNOWN)
    before = KNOWN.at(KNOWN.at_news(modelled.BEHIND).day - timedelta(days=1))
    assert modelled.draws(before, OLD[0]) is None and modelled.draws(KNOWN, KNOWN.nation) is None
    assert modelled.draws(KNOWN, OLD[0]).shape == (400, 6)


@pytest.mark.parametrize("units", [OLD, NEW])
def test_the_sum_over_units_is_the_nation_to_the_printed_decimals(units):
    nation = share.values_of(KNOWN, KNOWN.nation, share.BASE)
    weights = unit_shares.weights(KNOWN, list(nation))
    parts = {p.slug: weights.loc[[part.slug for part in KNOWN.parts_of(p)]].sum().to_numpy() for p in units}
    total = sum(modelled.draws(KNOWN, p).to_numpy() * parts[p.slug] for p in units)
    assert np.round(total, 2) == pytest.approx(np.tile([*nation.values()], (400, 1)))


def test_weights_are_those_of_grdp():
    """In 2025 a merged unit's GRDP is split as its parts had it in 2024; unchanged units have their own."""
    weights = unit_shares.weights(KNOWN, [2024, 2025])
    assert weights.sum().to_numpy() == pytest.approx([1, 1])
    place = KNOWN.place("thai-nguyen")
    split, year = growth.weights(KNOWN, place, 2025)
    told = weights.loc[["thai-nguyen", "bac-kan"], 2025]
    assert year == 2024 and (told / told.sum()).to_dict() == pytest.approx(split)
    levels = {p.slug: growth.current_levels(KNOWN, p)["value"][2025] for p in NEW}
    assert told.sum() == pytest.approx(levels["thai-nguyen"] / sum(levels.values()))


def test_the_evidence_holds_the_figures_and_the_counts_of_the_office():
    said = unit_shares.readings(KNOWN)
    of_office = said[said["kind"] != "ministry"].groupby(["place", "border"]).size()
    assert len(of_office) == 13 and of_office["ho-chi-minh", "pre-2025"] == 3
    table = unit_shares.counts(KNOWN, said)
    of_ministry = table["shared"] > 0
    assert table[of_ministry]["none"].all() and "vinh-phuc" in table[of_ministry]["out"].iloc[0]
    assert table[~of_ministry].set_index(["year", "level"])["above"].to_dict() == {
        (2022, 20.0): 5, (2022, 10.0): 12, (2022, 5.0): 56, (2025, 17.34): 0,
        (2022, 46.7): 0, (2022, 13.51): 6, (2023, 31.4): 2, (2024, 8.01): 20,
    }  # fmt: skip


def test_the_model_agrees_with_the_figures_it_was_given():
    """By less than a tenth of the figure, of the office's own that are of the year they say."""
    said = unit_shares.readings(KNOWN)
    for row in said[said["kind"] == "office"].to_dict("records"):
        place = KNOWN.places[row["place"], row["border"]]
        found = modelled.summary(KNOWN, modelled.draws(KNOWN, place), row["year"])
        assert found["median"] == pytest.approx(row["value"], rel=0.1), row


def test_intervals_are_as_wide_as_trials_ask(tmp_path):
    """Three figures that lie two standard errors above the middle double the interval; two of them teach nothing."""
    low, high, off = 100 * expit(-norm.ppf(0.9)), 100 * expit(norm.ppf(0.9)), 100 * expit(2.0)
    columns = ["place", "year", "value", "median", "low80", "high80"]
    for year, rows in ((2025, 3), (2024, 2)):
        table = pd.DataFrame([("a", year, off, 50.0, low, high)] * rows, columns=columns)
        table.to_csv(tmp_path / modelled.TRIALS, index=False)
        loose, held = (pytest.approx(2.0), 3) if rows == 3 else (1.0, 0)
        assert modelled.trial(tmp_path, year) == {"loose": loose, "held": held, "of": held}


def test_the_trials_of_2025_widened_hold_five_of_six():
    found = modelled.trial(REAL, 2025)
    assert (round(found["loose"], 1), found["held"], found["of"]) == (1.9, 5, 6)
    assert modelled.trial(REAL, 2022)["loose"] == 1.0


def test_every_unit_has_a_forecast_of_the_share():
    for place in OLD + NEW:
        view = share.view(KNOWN, place, 2030)
        figures = share.readings_of(KNOWN, place) or view.crossings
        assert view.forecast is not None and view.forecast.years[-1] == 2030 and view.forecast.years[0] <= 2026
        assert view.modelled == (not figures), place


def test_a_brief_says_that_the_level_is_an_estimate():
    from cds_analysis import findings

    said = findings.share(open_study("lai-chau", lang="vi"))
    year, f = said.parts["share"]["modelled"]["year"], said.parts["share"]["forecast"]
    text = said.text("level")
    assert year == 2025 and "ước lượng của nhóm nghiên cứu, không phải số liệu công bố" in text
    assert f"{f[2025]['median']:.1f}%".replace(".", ",") in text
    assert findings.share(open_study("ha-noi")).parts["share"]["modelled"] is None


def test_the_nation_does_not_carry_the_shocks_of_provinces():
    """Its own changes on the logit: 0.019, -0.004, 0.004, 0.026, 0.072; their spread about the mean is 0.029."""
    view = share.view(KNOWN, KNOWN.nation, 2030)
    assert view.reference.sigma == pytest.approx(0.029, abs=0.002) and view.reference.freedom == 4
    assert share.reference_class(KNOWN).sigma > 2 * view.reference.sigma and view.reference.loose == (1.0,)


def test_the_former_units_figures_tell_the_movement_alone():
    view = share.view(KNOWN, KNOWN.place("ho-chi-minh"), 2030)
    former = [r for r in view.own if r.kind == "former"]
    assert [(r.year, r.value) for r in former] == [(2020, 12.61), (2021, 13.84), (2022, 13.51)]
    assert view.forecast.years[0] == 2025 and view.forecast.median[2025] == pytest.approx(13.43, rel=0.03)
