"""Ranks among all provinces: confidence sets and joint forecasts."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from conftest import REAL
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cds_analysis.data import indicators, provinces, targets
from cds_analysis.data.known import Known
from cds_analysis.series import ranks
from cds_analysis.study import open_study

DAY = date(2026, 11, 23)
OLD, NEW = (provinces.find("thai-nguyen", REAL, border) for border in ("pre-2025", "2025"))


def test_the_highest_score_is_first_and_ties_share_a_rank():
    assert ranks.rank(np.array([[3.0, 9, 3, 1], [1, 2, 3, 4]])).tolist() == [[2, 1, 2, 4], [4, 3, 2, 1]]


@given(arrays(float, (4, 3, 2), elements=st.floats(-5, 5)))
def test_on_every_path_the_ranks_of_all_places_fit_together(paths):
    found = np.stack([ranks.rank_paths(paths, row) for row in range(4)])
    assert (found >= 1).all() and (found <= 4).all()
    for path in range(3):
        for year in range(2):
            column = np.sort(found[:, path, year])
            assert column[0] == 1 and (column <= np.arange(1, 5)).all()  # 1..n, but for ties
            if len(np.unique(paths[:, path, year])) == 4:
                assert column.tolist() == [1, 2, 3, 4]


def test_noise_is_what_moves_against_the_common_movement():
    """Both rise by 2 on average; one by 3, the other by 1: 1 and -1 apart, over root two."""
    table = pd.DataFrame({2020: [10.0, 20.0], 2021: [13.0, 21.0]})
    assert sorted(ranks.noises(table)) == pytest.approx([-1 / np.sqrt(2), 1 / np.sqrt(2)])
    assert len(ranks.noises(pd.DataFrame({2020: [1.0, 2.0], 2022: [2.0, 1.0]}))) == 0  # a gap is no yearly change


def test_places_far_apart_have_one_rank_and_equal_ones_may_have_any():
    errors = np.array([-0.1, 0.1])
    assert ranks.confidence_set(np.array([1.0, 2, 3]), 1, errors) == (2, 2)
    assert ranks.confidence_set(np.array([2.0, 2, 2]), 1, errors) == (1, 3)
    # differences of two errors are 0 or 0.2: 2.1 is not surely above 2.0, 2.3 is
    assert ranks.confidence_set(np.array([2.3, 2.0, 2.1]), 1, errors) == (2, 3)


@given(st.integers(0, 9), st.floats(0.01, 2), st.integers(0, 50))
def test_a_set_holds_the_rank_itself_and_grows_with_the_noise(row, noise, seed):
    draw = np.random.default_rng(seed)
    scores, errors = draw.normal(0, 1, 10), draw.normal(0, 1, 50)
    small, large = (ranks.confidence_set(scores, row, noise * k * errors) for k in (1, 2))
    assert large[0] <= small[0] <= ranks.rank(scores)[row] <= small[1] <= large[1]


def test_sets_hold_the_true_rank_as_often_as_they_say():
    draw = np.random.default_rng(3)
    truth = np.linspace(0, 3, 12)
    errors, held = draw.normal(0, 0.4, 2_000), []
    for _ in range(150):
        low, high = ranks.confidence_set(truth + draw.normal(0, 0.4, 12), 5, errors)
        held.append(low <= ranks.rank(truth)[5] <= high)
    assert np.mean(held) >= 0.88


def test_computed_ranks_agree_with_printed_ones():
    found = {s["score"]: s for s in ranks.standings(Known(REAL, DAY), OLD, 2030)}
    assert [found["pci_score"][part] for part in ("rank", "field", "year")] == [25, 63, 2022]
    assert found["dti_score"]["rank"] == 6
    assert all(s["best"] <= s["rank"] <= s["worst"] <= s["field"] for s in found.values())


def test_a_forecast_of_ranks_is_within_the_field_and_grows_less_certain():
    found = ranks.standing(Known(REAL, DAY), "pci_score", OLD, 2030)["forecast"]
    assert found.years.tolist() == list(range(2023, 2031))
    assert found.paths.min() >= 1 and found.paths.max() <= 63 and (found.paths % 1 == 0).all()
    widths = found.interval(0.8).diff(axis=1)["high"]
    assert widths[2030] > widths[2023]


def test_why_a_rank_is_not_forecast():
    found = {s["score"]: s["refusal"] for s in ranks.standings(Known(REAL, DAY), OLD, 2030)}
    assert (found["dti_score"], found["pci_transparency"], found["pci_score"]) == ("too_short", "too_old", "")
    assert ranks.standing(Known(REAL, DAY), "pci_score", NEW, 2030)["refusal"] == "field_ended"
    assert ranks.standing(Known(REAL, DAY), "papi_total", OLD, 2024)["refusal"] == "reached"


def test_only_scores_known_on_the_day_are_ranked():
    assert ranks.scores(Known(REAL, date(2018, 12, 31)), "pci_score").columns[-1] < 2019
    assert ranks.standings(Known(REAL, date(2005, 1, 1)), OLD, 2030) == []


def goal(**more) -> targets.Target:
    found = next(t for t in targets.load(REAL) if t.id == "dti_rank_2030")
    return replace(found, indicator=indicators.get("pci_rank", REAL), value=20.0, **more)


def test_a_rank_target_gets_a_probability_where_field_and_border_allow():
    old, new = (open_study("thai-nguyen", border=border) for border in ("pre-2025", "2025"))
    verdict = old.judge(goal())
    assert verdict.probability == np.mean(
        ranks.standing(Known(REAL, old.as_of), "pci_score", OLD, 2030)["forecast"].in_year(2030) <= 20
    )
    among = [old.judge(goal(border="2025")), new.judge(goal())]  # among 34, by the scores of all
    assert all(v.borrowed["kind"] == "ranks" and v.borrowed["field"] == 34 for v in among)


def test_intervals_of_ranks_held_on_the_past():
    """Rolling origins on the PCI, 63 provinces: the 80 % interval holds about 80 % up to 8 years ahead."""
    found = ranks.trial(Known(REAL, DAY), "pci_score")
    assert 0.75 < found["held"] / found["cases"] < 0.87 and found["years"] == 11
    assert ranks.trial(Known(REAL, DAY), "dti_score")["cases"] == 0


def test_a_gap_is_bridged_and_later_beginners_start_with_their_first_figure():
    draw = np.random.default_rng(4)
    table = pd.DataFrame(draw.normal(50, 5, (8, 1)) + draw.normal(0, 1, (8, 9)), columns=range(2010, 2019))
    table.loc[0, 2014], table.loc[1, 2010] = np.nan, np.nan
    found = ranks.joint_paths(table, 3, paths=200)
    assert found.shape == (8, 200, 3) and np.isfinite(found).all()
