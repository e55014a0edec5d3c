"""What is known on a day: the table cut to it, and the series in it."""

from datetime import date, timedelta

import pandas as pd
import pytest
from conftest import DAY, REAL, TINY
from hypothesis import given
from hypothesis import strategies as st

from cds_analysis.data import observations, provinces
from cds_analysis.data.known import Known, newest
from cds_analysis.errors import ParameterError, SeriesError, UnknownName
from cds_analysis.study.settled import settle
from cds_analysis.study.study import open_study


def test_a_vintage_counts_from_its_last_day():
    assert observations.last_day("2025-01-06") == date(2025, 1, 6)
    assert observations.last_day("2023-09") == date(2023, 9, 30)
    assert observations.last_day("2024-02") == date(2024, 2, 29)
    assert observations.last_day("2024") == date(2024, 12, 31)


def test_measures_are_never_mixed_silently(thai_nguyen_old):
    with pytest.raises(
        SeriesError,
        match=r"several measures, never mixed.*ministry estimate \(mic-estimate\) \(1 years.*provincial-statement",
    ):
        Known(TINY, DAY).series("digital_economy_share", thai_nguyen_old)


def test_an_unknown_measure_is_refused_with_those_that_exist(thai_nguyen_old):
    with pytest.raises(SeriesError, match="no measure 'gso'; there is Information ministry estimate"):
        Known(TINY, DAY).series("digital_economy_share", thai_nguyen_old, measure="gso")


def test_an_unknown_indicator_names_the_closest(thai_nguyen_old):
    with pytest.raises(UnknownName, match="closest: digital_economy_share"):
        Known(TINY, DAY).series("digital_economy_shares", thai_nguyen_old)


def test_borders_are_never_mixed(thai_nguyen):
    series = Known(TINY, DAY).series("digital_economy_share", thai_nguyen, measure="gso-experimental")
    assert series.values.to_dict() == {2025: 29.53}


def test_a_day_knows_nothing_published_later():
    nation = provinces.find("vn", TINY)
    on = {"measure": "gso-experimental"}
    before = Known(TINY, date(2025, 1, 5)).series("digital_economy_share", nation, **on)
    after = Known(TINY, date(2025, 1, 6)).series("digital_economy_share", nation, **on)
    assert before.values.to_dict() == {2022: 12.4}
    assert after.values.to_dict() == {2020: 12.0, 2021: 12.5, 2022: 12.9}
    assert after.last == {
        "year": 2022,
        "value": 12.9,
        "comparator": "=",
        "status": "final",
        "vintage": "2025-01-06",
        "source": "office",
    }


def test_nothing_published_yet_is_said_with_the_first_day():
    nation = provinces.find("vn", TINY)
    with pytest.raises(SeriesError, match="nothing published by 2020-01-01; the first figure counts from 2023-09-14"):
        Known(TINY, date(2020, 1, 1)).series("digital_economy_share", nation)


def test_a_single_publication_can_be_asked_for():
    nation = provinces.find("vn", TINY)
    series = Known(TINY, DAY).series("digital_economy_share", nation, measure="gso-experimental", vintage="2024")
    assert series.values.to_dict() == {2022: 12.4}


def test_a_break_is_the_first_year_of_a_marked_run(thai_nguyen_old):
    assert Known(TINY, DAY).series("employed", thai_nguyen_old).breaks == [2021]


def test_a_lower_bound_is_no_value(broken):
    path = broken / "observations.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    table.loc[(table["indicator"] == "labour_productivity"), "comparator"] = ">"
    table.to_csv(path, index=False)
    with pytest.raises(SeriesError, match="only bounds or doubtful figures"):
        Known(broken, DAY).series("labour_productivity", provinces.find("thai-nguyen", broken, "pre-2025"))


@given(st.dates(date(2019, 1, 1), date(2027, 1, 1)), st.dates(date(2019, 1, 1), date(2027, 1, 1)))
def test_a_later_day_never_knows_less(first, second):
    early, late = sorted([first, second])
    assert set(Known(TINY, early).rows().index) <= set(Known(TINY, late).rows().index)


def test_between_two_days_of_news_nothing_that_rests_on_them_changes():
    names, slugs = ("digital_economy_share", "grdp_growth"), ("thai-nguyen", "vn")
    rows = observations.load(REAL)
    rows = rows[rows["indicator"].isin(names) & rows["place"].isin(slugs)].dropna(subset="known")
    for day in (date(2000, 1, 1), date(2023, 6, 30), date(2025, 1, 6), date(2026, 11, 23)):
        found = Known(REAL, day).at_news(names, slugs)
        assert found.day == max((k for k in rows["known"] if k <= day), default=date.min)
        for name in names:
            for slug in slugs:
                assert len(found.rows(name, slug)) == len(Known(REAL, day).rows(name, slug))
    assert Known(REAL, date(2025, 1, 10)).at_news(("digital_economy_share",), ("vn",)).day == date(2025, 1, 6)


def test_a_view_as_of_any_day_up_to_today_and_of_no_day_to_come():
    newest_day, today = newest(REAL).day, date.today()
    assert settle("thai-nguyen").as_of == newest_day  # the default looks at no clock
    for day in {max(newest_day, today), newest_day}:
        settled = settle("thai-nguyen", as_of=day.isoformat())
        assert settled.as_of == day and settled.known.complete
    tomorrow = max(newest_day, today) + timedelta(days=1)
    with pytest.raises(ParameterError, match="a day still to come; use today or an earlier day"):
        settle("thai-nguyen", as_of=tomorrow.isoformat())


def test_after_the_newest_figure_nothing_but_the_day_changes():
    now, at = (open_study("thai-nguyen", as_of=day) for day in ("", max(newest(REAL).day, date.today()).isoformat()))
    assert at.as_of >= now.as_of and at.productivity.growth.equals(now.productivity.growth)
