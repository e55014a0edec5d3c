"""What the methods said before and whether it came true: by whom, of which years, known since when."""

from datetime import date
from itertools import islice

import numpy as np
import pandas as pd
import pytest
from conftest import DAY, REAL
from scipy.special import expit

from cds_analysis.data import provinces
from cds_analysis.data.known import Known, newest
from cds_analysis.forecasting.distribution import Forecast
from cds_analysis.judging import statements, track_record
from cds_analysis.series import borrowed, panels
from cds_analysis.words import telling

NEWEST, THEN = newest(REAL).day, date(2026, 2, 28)


def same(rows: list[dict], method: str, **chosen) -> None:
    """The committed table holds just these statements."""
    found = statements.as_table(rows).astype({"known": str})
    kept = pd.read_csv(REAL / "record.csv")
    kept = kept[(kept["method"] == method) & np.logical_and.reduce([kept[c] == v for c, v in chosen.items()])]
    pd.testing.assert_frame_equal(found, kept.reset_index(drop=True), check_dtype=False, atol=0.002)


def test_the_committed_table_is_what_the_methods_say_about_growth():
    """Where this fails after a change of data or method: `cds data record`."""
    place = provinces.find("thai-nguyen", REAL, provinces.OLD)
    rows = list(statements.of_rates(Known(REAL, statements.REPRINTED), "labour_productivity_growth", place))
    rows = [row | {"until": statements.REPRINTED.isoformat()} for row in rows]
    chosen = {"indicator": "labour_productivity_growth", "place": "thai-nguyen", "until": rows[0]["until"]}
    same(rows, statements.RATES, **chosen)
    kept = pd.read_csv(REAL / "record.csv")
    nation, old = provinces.find(provinces.NATION, REAL), place
    for indicator, slug, place in (("grdp_growth", "vn", nation), (chosen["indicator"], chosen["place"], old)):
        since = kept[kept["indicator"].eq(indicator) & kept["place"].eq(slug) & kept["until"].isna()].head(8)
        first = list(islice(statements.of_rates(Known(REAL, NEWEST), indicator, place), 8))  # of the first origin
        found = statements.as_table(first)["probability"].to_numpy()
        assert found == pytest.approx(since["probability"].to_numpy(), abs=0.002)


def test_the_committed_table_is_what_the_methods_say_about_shares():
    """Where this fails after a change of data or method: `cds data record`."""
    known, kept = Known(REAL, NEWEST), borrowed.record(REAL, NEWEST)
    rows = [row for row in statements.of_stand_ins(known, panels.RATIO) if row["kind"] == borrowed.WIDTH]
    rows += [row for row in statements.of_stand_ins(known, panels.RATIO, kept) if row["kind"] != borrowed.WIDTH]
    same(rows, statements.SHARE, indicator="employed_population_ratio")
    own = [row for row in statements.of_own_shares(known, kept) if row["kind"] != borrowed.WIDTH]
    same(own, statements.SHARE, indicator="digital_economy_share")


def test_a_view_before_the_office_printed_growth_anew_keeps_its_record():
    then, now = (track_record.summary(Known(REAL, day), statements.GROWTH[1], "each_year") for day in (THEN, NEWEST))
    assert then["groups"]["provinces"]["origins"] == [2014, 2015, 2016]
    assert now["groups"]["provinces"]["origins"] == list(range(2014, 2021)) and now["n"] > 2 * then["n"]


def test_a_brief_of_an_earlier_day_counts_fewer_statements():
    sizes = [len(track_record.load(Known(REAL, day))) for day in (date(2015, 12, 31), date(2019, 12, 31), NEWEST)]
    assert 0 < sizes[0] < sizes[1] < sizes[2]
    table = track_record.load(Known(REAL, date(2019, 12, 31)))
    assert table["known"].max() <= date(2019, 12, 31)
    assert (table["origin"] + 1 <= 2019).all()
    later = track_record.load(Known(REAL, NEWEST))
    assert all(day.year > origin for day, origin in zip(later["known"], later["origin"], strict=True))


def test_a_forecast_of_the_stand_in_does_not_see_what_comes_after():
    found = panels.panel_of(Known(REAL, NEWEST), panels.RATIO)
    spoilt = panels.History(found.indicator, found.places, found.years, found.values.copy(), found.known, False)
    spoilt.values[:, 6:] = np.where(np.arange(spoilt.values.shape[1])[6:] % 2, 1.0, 99.0)
    one, other = (
        pd.DataFrame(statements.of_share(panel, 5, 0, np.random.default_rng(1), 2)).query("kind == 'at_least'")
        for panel in (found, spoilt)
    )
    pd.testing.assert_frame_equal(one.drop(columns="came_true"), other.drop(columns="came_true"))


def test_the_width_is_that_at_which_four_in_five_past_intervals_would_have_held():
    needed = np.arange(31) / 30  # 0, 1/30, ... 1: four in five lie up to 0.8
    steps = np.repeat([1, 2], 31)
    tried = pd.DataFrame({"kind": "width", "steps": steps, "threshold": [*needed, *needed / 2]})
    assert borrowed.widths(tried) == (pytest.approx(0.8), pytest.approx(0.4))
    assert borrowed.widths(tried.iloc[2:]) == (1.0,)  # 29 outcomes of the first step tell nothing


def test_what_an_interval_lacks_is_in_its_own_half_widths():
    """Quantiles -1, 0 and 2 on logits: 1 lies halfway to the upper end, -1.5 half as far again as the lower one."""
    paths = 100 * expit(np.repeat([[-1.0], [0], [2]], [200, 601, 200], axis=0))
    forecast = Forecast(np.array([2023, 2024]), np.hstack([paths, paths]))
    found = list(statements._widths(forecast, 100 * expit(np.array([1, -1.5]))))
    assert [row["threshold"] for row in found] == [pytest.approx(0.5), pytest.approx(1.5)]
    assert [row["came_true"] for row in found] == [True, False]


def test_panels_keep_to_one_definition():
    found = {p.indicator.id: p for p in panels.panels(Known(REAL, NEWEST))}
    assert (found["pci_score"].years[-1], found["pci_score"].as_known) == (2021, True)  # other weights since 2022
    assert (found["labour_force"].years[-1], found["labour_force"].as_known) == (2020, False)
    assert found["papi_total_six"].years[-1] < found["papi_total"].years[0]
    grdp = found["grdp_constant"]
    assert "ha-noi" not in grdp.places and np.isfinite(grdp.values).all() and grdp.values.shape[1] >= 8
    assert "dti_score" not in found
    growth = statements.rates(Known(REAL, NEWEST), "grdp_growth", provinces.find("bac-giang", REAL, provinces.OLD))
    assert 2016 in growth.index and 2017 not in growth.index


def test_a_panel_as_of_a_day_holds_nothing_later():
    panel = panels.panel_of(Known(REAL, date(2014, 12, 31)), panels.RECIPES[0])
    assert panel.years[-1] == 2013 and max(d for d in panel.known.ravel()) <= date(2014, 12, 31)
    assert panels.panel_of(Known(REAL, date(2005, 12, 31)), panels.RECIPES[0]) is None


ROWS = """growth panel,grdp_growth,vn,2015,every_year,2,7,0.2,0,4,1,2018-12-31
growth panel,grdp_growth,vn,2020,every_year,3,7,0.3,1,4,1,2023-12-31
growth panel,grdp_growth,hue,2015,every_year,2,7,0.1,0,4,0,2018-12-31
growth panel,grdp_growth,hue,2015,every_year,2,3,0.9,1,4,0,2018-12-31
growth panel,grdp_growth,hue,2015,every_year,1,3,0.9,0,4,0,2018-12-31
growth panel,grdp_growth,hue,2015,year,1,6.5,0.62,1,4,0,2018-12-31,,0.5,1.5
growth panel,grdp_growth,hue,2015,year,2,2.5,0.97,0,4,0,2018-12-31,,1.5,2.5
growth panel,grdp_growth,hue,2030,every_year,2,3,0.9,0,4,0,2032-12-31
"""


@pytest.fixture
def counted(broken):
    (broken / "record.csv").write_text(",".join(statements.COLUMNS) + "\n" + ROWS, encoding="utf-8")
    indicators = broken / "indicators.csv"
    line = "grdp_growth,percent,growth,-100,,up,macro,reported,Tốc độ tăng GRDP,GRDP growth,,\n"
    if "grdp_growth" not in indicators.read_text(encoding="utf-8"):
        indicators.write_text(indicators.read_text(encoding="utf-8") + line, encoding="utf-8")
    return broken


def test_counts_by_hand(counted):
    found = track_record.overall(Known(counted, DAY))["grdp_growth"]["each_year"]
    provinces, nation = found["groups"]["provinces"], found["groups"]["nation"]
    assert (found["n"], found["as_known"]) == (4, 2)  # the statement of one year is left out
    assert (provinces["n"], provinces["places"], provinces["origins"], provinces["episodes"]) == (2, 1, [2015], 1)
    assert provinces["grades"]["on_course"]["true"] == 1 and provinces["grades"]["off_course"]["true"] == 0
    assert nation["origins"] == [2015, 2020] and nation["episodes"] == 2  # five years apart
    assert nation["grades"] == {"off_course": {"n": 2, "true": 1, "said": 0.25, "origins": 2}}
    assert found["interval80"] == {"n": 1, "held": 0, "places": 1}
    assert found["interval95"] == {"n": 1, "held": 1, "places": 1}


def test_origins_within_five_years_are_one_episode(counted):
    table = track_record.load(Known(counted, DAY)).head(1)
    years = [2010, 2011, 2015, 2019, 2020]
    assert track_record._tried(pd.concat([table.assign(origin=y) for y in years]))["episodes"] == 3  # 2010, 2015, 2020


def test_scores_by_hand(counted):
    nation, hue = sorted(track_record.scores(Known(counted, DAY)), key=lambda row: row["n"])
    assert (nation["n"], hue["n"], hue["who"]) == (0, 2, "provinces")
    assert (hue["crps"], hue["skill"]) == (1.0, 0.5)  # of 0.5 and 1.5, beside 1.5 and 2.5
    assert hue["pit"] == [0, 0, 0, 0, 0, 0, 1, 0, 0, 1] and hue["interval95"]["held"] == 2
    said = hue["kinds"]["every_year"]  # 0.1 and 0.9, false and true
    assert (said["brier"], said["skill"], said["error"]) == pytest.approx((0.01, 1 - 0.01 / 0.25, 0.1))


def test_sentences_state_these_counts(counted):
    found = track_record.overall(Known(counted, DAY))
    found["grdp_growth"]["each_year"]["asked"] = ["off_course"]
    vi, en = (telling.tell("track_record.said", lang, {"record": found})[0] for lang in ("vi", "en"))
    one, two = (f"dự báo lập tại {n} năm khác nhau (gồm {n} giai đoạn không trùng nhau)" for n in (1, 2))
    assert f"với 1 tỉnh, thành phố, {one}: trong 1 nhận định" in vi
    assert f"với cả nước, {two}: trong 2 nhận định" in vi
    assert "có xác suất từ 1/3 trở xuống (bình quân 25%), 1 nhận định đúng (50%)" in vi and "0/1 trường hợp" in vi
    assert "for Viet Nam, from 2 starting years (2 non-overlapping periods): of 2 statements" in en
    assert "where the probability given was 1 in 3 or less, statements came true 25 percentage points more often" in en
    assert "Of the 4 statements tried, 2 rest on figures as published at the time, 2 on later ones" in en


def test_productivity_is_told_beside_the_record_abroad():
    found = track_record.summary(Known(REAL, NEWEST), statements.GROWTH[1], "each_year")
    grades = {"off_course": {"n": 10, "true": 1, "said": 0.084}, "uncertain": {"n": 4, "true": 3, "said": 0.5}}
    abroad = found["abroad"] | {"grades": grades}
    assert found["abroad"]["n"] == 25_152 and abroad["places"] == 38
    assert "abroad" not in track_record.summary(Known(REAL, NEWEST), statements.GROWTH[0], "each_year")
    told = {"record": {"x": {"each_year": found | {"asked": ["off_course"], "abroad": abroad}}}}
    vi, en = ("\n".join(telling.tell("track_record.said", lang, told)) for lang in ("vi", "en"))
    assert "năng suất lao động của 38 nền kinh tế châu Á, kể cả Việt Nam (dự báo lập từ năm 1963 đến năm 2017;" in vi
    assert "of 10 statements of the form “at least x% every year” with a probability of 1 in 3 or less (8%" in en


def test_without_a_record_the_brief_says_so(broken):
    assert track_record.load(Known(broken, DAY)).empty and track_record.overall(Known(broken, DAY)) == {}
    empty = track_record.summary(Known(broken, DAY), "digital_economy_share", "by_year")
    assert empty["n"] == 0
    told = telling.tell("track_record.said", "en", {"record": {"x": {"by_year": empty}}})
    assert told == telling.tell("track_record.no_record", "en", {}) and "could not be tested" in told[0]
