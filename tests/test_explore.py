"""The explorer: what it offers has data, what it shows is what the library says, a moved control changes the view."""

import json
import shutil
from dataclasses import replace

import nbformat
import pandas as pd
import pytest
from conftest import REAL, ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbclient import NotebookClient

from cds_analysis.batch import execution
from cds_analysis.charts import explorer as figures
from cds_analysis.data import provinces
from cds_analysis.errors import CdsError, ModelError
from cds_analysis.explore import choices, scenarios, view, widgets
from cds_analysis.findings.scenarios import claims
from cds_analysis.judging.verdict import Verdict
from cds_analysis.series import share
from cds_analysis.study import open_study
from cds_analysis.study import shown as display
from cds_analysis.words import spelling

FOLDER = ROOT / "notebooks" / "explore"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
BASE = f"{share.BASE}|none|province|0"


@pytest.fixture(scope="module")
def study():
    return open_study("thai-nguyen", data_dir=str(REAL))


def settled(**chosen):
    return choices.settle(choices.State(**chosen), REAL)


def test_it_begins_with_the_share_of_thai_nguyen_and_a_target_in_force(study):
    state, offered = settled()
    assert (state.measure, state.target) == (BASE, "digital_economy_share_grdp_2030")
    assert (
        "bac-kan" not in offered["province"]
        and len(offered["province"]) == 35
        and offered["province"][0] == provinces.NATION
    )
    shown = view.show(state, REAL)
    assert shown.series.last["value"] == 29.53
    assert shown.forecast is shown.study.share.forecast
    assert shown.verdict == study.judge(study.goals[state.target])
    text = " ".join(shown.said("vi"))
    assert "29,53%" in text and f"xác suất {spelling.chance(shown.verdict.probability, 'vi')}" in text


def test_what_is_not_offered_gives_way_to_what_is():
    state, offered = settled(province="bac-kan", indicator="no_such", horizon=1999, scenario="boom")
    assert state.province == "thai-nguyen" and state.indicator in offered["indicator"]  # Bắc Kạn became part of it
    assert state.horizon == min(offered["horizon"]) and state.scenario == ""
    assert settled(border="pre-2025", province="bac-kan")[0].province == "bac-kan"


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_every_choice_offered_shows_figures_and_no_error(data):
    state, offered = settled()
    for name in choices.ORDER:
        if offered[name]:
            choice = {name: data.draw(st.sampled_from(offered[name]))}
            state, offered = choices.settle(replace(state, **choice), REAL)
    shown = view.show(state, REAL, "vi")
    if choices.held(state, REAL).empty:
        assert shown.series is None and shown.refusal.reason.startswith("no_figures") and offered["indicator"] == []
        return
    assert len(shown.series) > 0 and (shown.forecast is None) != (shown.refusal is None)
    assert choices.settle(state, REAL)[0] == state
    for lang in ("vi", "en"):
        assert all("{" not in line and line for line in shown.said(lang))


def test_an_earlier_day_knows_only_what_was_published(study):
    state, offered = settled(border="pre-2025", indicator="grdp_growth")
    assert len(offered["as_of"]) > 1
    earlier = choices.settle(replace(state, as_of=offered["as_of"][-1]), REAL)[0]
    shown = view.show(earlier, REAL)
    assert shown.series.table["known"].max().isoformat() == earlier.as_of


def test_a_short_series_is_refused_in_words():
    state = settled(border="2025", province="thai-nguyen", indicator="online_dossiers_share")[0]
    shown = view.show(state, REAL)
    assert shown.series.indicator.id == "online_dossiers_share" and shown.refusal.reason == "too_short"
    assert "mới có 1 năm số liệu" in shown.refusal.text("vi") and "1 year" in shown.refusal.text("en")


def test_the_ministrys_measure_is_not_forecast_and_the_verdict_says_on_what_it_rests():
    state = settled(border="pre-2025", measure="mic-estimate|none|province|0")[0]
    shown = view.show(state, REAL)
    assert shown.refusal.reason == "other_measure" and shown.series.last["value"] == 42.92
    assert any("không dựa trên chuỗi đang xem" in line for line in shown.said("vi"))


def test_the_explorers_chart_tells_its_numbers():
    state = settled(scenario="downturn")[0]
    chart = figures.explored(view.show(state, REAL), "vi")
    assert "29,53%" in chart.alt and "kịch bản" in chart.alt and chart.svg.startswith("<?xml")


@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"scenario": "downturn"},
        {"scenario": "digitisation", "horizon": 2027},
        {"indicator": "grdp_growth", "border": "pre-2025", "province": "bac-kan"},
        {"province": "vn", "as_of": "2026-02-02", "target": ""},
    ],
)
def test_its_code_gives_what_it_shows(chosen):
    shown, given = view.show(settled(**chosen)[0], REAL), {}
    exec(shown.code("data"), given)
    assert given["series"].values.equals(shown.series.values) and given.get("verdict") == shown.verdict
    ahead = given["forecast"]
    assert ahead.table.equals(shown.forecast.table) if shown.forecast else ahead == shown.refusal
    assert given.get("path") == shown.path
    data = shown.data()
    assert data["value"].dropna().tolist() == shown.series.values.tolist()
    assert data["median"].dropna().index.tolist() == list(shown.forecast.years if shown.forecast else [])


def test_an_indicator_a_place_lacks_is_told_and_kept_for_the_next():
    surface = widgets.explorer("vi", str(REAL), province="thai-nguyen", indicator="digital_economy_share")
    assert "download=" in surface.view.value and "study.series(" in surface.view.value
    surface.controls["province"].value = "can-tho"
    said = surface.view.value
    assert "“Tỷ trọng kinh tế số trong GRDP” không có số liệu cho lựa chọn này" in said
    assert "số liệu về các chỉ tiêu khác theo địa giới trước ngày 01/7/2025, của" in said and "Hậu Giang" in said
    surface.controls["province"].value = "thai-nguyen"
    assert surface.controls["indicator"].value == share.INDICATOR and "không có số liệu cho" not in surface.view.value


def test_a_downturn_falls_and_comes_back(study):
    path = scenarios.downturn(study, 50.0, 2, 2030)
    core = claims(study)["core"]["high"]
    assert path[2026][0] == pytest.approx(100 * (29.53 - core / 2) / (100 - core / 2))
    assert path[2025] == (29.53, 29.53) and path[2028] == pytest.approx((29.53, 29.53))
    assert path[2026][0] < path[2027][0] < 29.53
    with pytest.raises(ModelError):
        scenarios.downturn(study, 101.0, 0, 2030)


def test_digitisation_adds_its_points_of_what_is_not_core(study):
    low, high = scenarios.digitisation(study, 1.0, 2030)[2030]
    ends = sorted(29.53 + 5 * (100 - claims(study)["core"][end]) / 100 for end in ("low", "high"))
    assert (low, high) == pytest.approx(tuple(ends))


def test_equal_growth_keeps_the_share_and_faster_growth_raises_it(study):
    assert scenarios.pace(study, 7.0, 7.0, 2030)[2030] == pytest.approx((29.53, 29.53))
    assert scenarios.pace(study, 10.0, 7.0, 2026)[2026][0] == pytest.approx(29.53 * 1.10 / 1.07)
    assert scenarios.pace(study, 1000.0, 0.0, 2030)[2030][0] == 100.0


def test_the_births_needed_reach_the_target_and_one_less_does_not(study):
    verdict = scenarios.births(study)[0]
    need, months, count = verdict.births["now"], 49, verdict.births["count"]  # December 2026 to December 2030
    path = scenarios.firms(count, need, study.as_of, 2030)
    assert verdict.target.holds(round(path[2030][0], 6)) and path[2030][0] == pytest.approx(324 + need * months)
    assert not verdict.target.holds(scenarios.firms(count, need - 1, study.as_of, 2030)[2030][0])


def test_a_place_without_a_share_has_no_scenario_and_says_so():
    place = open_study("bac-kan", border="pre-2025", data_dir=str(REAL))
    assert claims(place)["level"] is None
    surface = widgets.downturn(place, "vi")
    assert surface.controls == {} and "<img" not in surface.view.value
    assert "Chưa" in surface.view.value


def test_the_four_objects_show_themselves_in_both_languages(study):
    series = study.nation.series("digital_economy_share", measure=share.BASE)
    target = study.goals["digital_economy_share_grdp_2030"]
    verdict = study.judge(target)
    assert (
        "14,02%" in series._repr_html_() and "<svg" in series._repr_html_() and "GDP, Việt Nam" in series._repr_html_()
    )
    assert "khoảng 30% đến năm 2030" in target._repr_html_().lower()
    assert spelling.chance(verdict.probability, "vi") in verdict._repr_html_() and "<svg" in verdict._repr_html_()
    middle = spelling.number(study.share.forecast.median[2030], "vi", 1, fixed=True)
    assert f"<td>{middle}</td>" in study.share.forecast._repr_html_()
    english = open_study("thai-nguyen", data_dir=str(REAL), lang="en")
    assert "14.02%" in english.nation.series("digital_economy_share", measure=share.BASE)._repr_html_()
    assert "On course" in english.show(Verdict(target, "on_course")) and "14,02%" in series._repr_html_()
    assert (
        "số liệu"
        in english.nation.series("digital_economy_share", measure=share.BASE).shown_by(study.show)._repr_html_().lower()
    )


def test_what_no_study_handed_out_is_its_line_of_text(study):
    target = next(t for t in study.targets if t.indicator.kind == "count")
    assert target.unit in repr(target) and target.shown_by(None)._repr_html_() is None
    assert target.shown_by(None) == target and hash(target.shown_by(None)) == hash(target)


def test_what_is_shown_is_escaped(study):
    target = replace(study.goals["digital_economy_share_grdp_2030"], name_vi="<b>&\"'", decision_vi="<script>")
    for shown in (target, replace(study.judge(study.goals[target.id]), target=target)):
        html = shown._repr_html_()
        assert "<b>" not in html and "<script>" not in html and "&lt;b&gt;&amp;&#34;" in html


def test_a_sparkline_keeps_every_point_inside():
    svg = display.sparkline({2020: 5.0, 2021: -3.0}, "a", band={2022: (-9.0, 9.0)})
    numbers = [float(n) for part in svg.split('points="')[1:] for n in part.split('"')[0].replace(",", " ").split()]
    assert min(numbers) >= display.EDGE and max(numbers[::2]) <= display.WIDTH - display.EDGE
    assert max(numbers[1::2]) <= display.HEIGHT - display.EDGE


def test_an_error_in_a_cell_is_its_text_alone():
    assert CdsError("first\nsecond")._render_traceback_() == ["CdsError: first", "second"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
@pytest.mark.parametrize("place", [("thai-nguyen", ""), ("bac-kan", "pre-2025")], ids=lambda p: p[0])
def test_the_notebooks_to_explore_run_to_their_end(path, place, tmp_path):
    given = {"output_dir": str(tmp_path), "province": place[0], "border": place[1], "lang": "en"}
    execution.execute(path, tmp_path / path.name, given)
    done = nbformat.read(tmp_path / path.name, as_version=4)
    shown = [o["data"] for c in done.cells for o in c.get("outputs", []) if "data" in o]
    assert sum("application/vnd.jupyter.widget-view+json" in data for data in shown) >= 2


@pytest.mark.parametrize(("province", "border"), [("vn", ""), ("bac-kan", "pre-2025"), ("ha-noi", ""), ("ca-mau", "")])
def test_the_tour_answers_everywhere(province, border, tmp_path):
    path = ROOT / "notebooks" / "00_start_here.ipynb"
    execution.execute(path, tmp_path / path.name, {"output_dir": str(tmp_path), "province": province, "border": border})
    found = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert "several measures, never mixed" in found["refusal"] and len(found["own"]) == 15
    assert found["mine"]["probability"] is not None
    done = nbformat.read(tmp_path / path.name, as_version=4)
    text = "".join(o["data"].get("text/markdown", "") for c in done.cells for o in c.get("outputs", []) if "data" in o)
    assert "example.xlsx" in text


def test_a_place_without_figures_is_offered_and_says_so_and_where_to_look(tmp_path):
    folder = shutil.copytree(REAL, tmp_path / "data", ignore=shutil.ignore_patterns("raw"))
    rows = pd.read_csv(folder / "observations.csv", dtype=str, keep_default_na=False)
    rows[rows["place"].ne("tuyen-quang") | rows["border"].ne("2025")].to_csv(folder / "observations.csv", index=False)
    surface = widgets.explorer("vi", str(folder), province="tuyen-quang")
    said = surface.view.value
    assert "Chưa thu thập được số liệu cả năm nào của tỉnh Tuyên Quang" in said
    assert "Hà Giang" in said and "<img" not in said
    assert surface.controls["province"].label == "Tuyên Quang (chưa thu thập được số liệu)"
    assert [c.disabled for c in surface.controls.values()] == [False, False] + [True] * 6
    surface.controls["border"].value = "pre-2025"
    assert "<img" in surface.view.value and not surface.controls["indicator"].disabled


@pytest.mark.parametrize("border", provinces.BORDERS)
def test_every_place_of_both_borders_shows_a_chart_or_says_why_not(border):
    state = settled(border=border, indicator="grdp_growth")[0]
    for slug in choices.places(state, REAL):
        shown = view.show(choices.settle(replace(state, province=slug), REAL)[0], REAL)
        assert (shown.series is None) == (not len(choices.about(REAL, shown.study.place)))
        assert all(shown.said(lang) for lang in ("vi", "en"))


def test_a_choice_that_cannot_be_kept_is_told():
    surface = widgets.explorer("vi", str(REAL), border="pre-2025", province="bac-kan", indicator="grdp_growth")
    surface.controls["border"].value = "2025"
    assert surface.controls["province"].value == "thai-nguyen"
    assert "“Bắc Kạn” không phải là một đơn vị theo địa giới này; đang xem “Thái Nguyên”." in surface.view.value
    surface.controls["province"].value = "vn"
    assert surface.controls["indicator"].value == "gdp_growth" and "không" not in surface.view.value[:200]
    surface = widgets.explorer("en", str(REAL), province="thai-nguyen", horizon=1999)
    assert "This series is not forecast for 1999; shown is 2026." in surface.view.value


def test_a_day_between_two_publications_is_kept_and_not_silently_the_newest():
    state, offered = settled(as_of="2026-02-02")
    assert state.as_of == "2026-02-02" and offered["as_of"][1] == "2026-02-02"
    assert settled(as_of="1999-01-01")[0].as_of == ""
    assert "Số liệu đến ngày “1999-01-01” không có số liệu" in widgets.explorer("vi", as_of="1999-01-01").view.value


def test_the_verdict_does_not_hang_on_where_the_chart_ends(study):
    shown = view.show(settled(horizon=2027)[0], REAL)
    assert shown.forecast.years[-1] == 2027
    assert shown.verdict == study.judge(study.goals["digital_economy_share_grdp_2030"])


def test_border_day_and_source_stand_under_the_chart():
    chart = figures.explored(
        view.show(settled(border="pre-2025", measure="mic-estimate|none|province|0")[0], REAL), "vi"
    )
    assert "Địa giới trước ngày 01/7/2025. Số liệu công bố đến ngày" in chart.caption and "Nguồn: " in chart.caption
    nation = figures.explored(view.show(settled(province="vn")[0], REAL), "en")
    assert "border" not in nation.caption and "As published by" in nation.caption
    unchanged = figures.explored(view.show(settled(province="ha-noi")[0], REAL), "vi")
    assert "Địa giới không thay đổi ngày 01/7/2025." in unchanged.caption


MOVES = {
    "explorer": """
before = explorer.view.value
explorer.controls["province"].value = "vn"
place = explorer.view.value
explorer.controls["horizon"].value = 2033
until = explorer.view.value
explorer.controls["scenario"].value = "downturn"
explorer.controls["measure"].value = "mic-estimate|none|all|0"
facts = {"views": [before, place, until, explorer.view.value], "scenario": explorer.controls["scenario"].value}
""",
    "scenarios": """
views = [downturn.view.value]
downturn.controls["fall"].value = 20.0
views.append(downturn.view.value)
downturn.controls["recovery"].value = 3
views.append(downturn.view.value)
firms.controls["a_month"].value = 1.0
facts = {"views": views, "firms": firms.view.value}
""",
}


@pytest.mark.parametrize("name", MOVES)
def test_a_moved_control_changes_what_is_shown(name):
    """In a real kernel, by the widgets themselves; what they show is read back as JSON."""
    notebook = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    tell = MOVES[name] + "import json\nprint(json.dumps(facts))"
    notebook.cells.append(nbformat.v4.new_code_cell(tell))
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(ROOT)}}).execute()
    facts = json.loads(notebook.cells[-1].outputs[0]["text"])
    assert len(set(facts["views"])) == len(facts["views"]) and all("<img" in v for v in facts["views"])
    if name == "explorer":
        assert "29,53%" in facts["views"][0] and "14,02%" in facts["views"][1] and "năm 2033" in facts["views"][2]
        assert "Chỉ dự báo theo phương pháp" in facts["views"][3] and facts["scenario"] == ""
    else:
        assert "giảm 20,0%" in facts["views"][1] and "phục hồi đều trong 3 năm" in facts["views"][2]
        assert "không đạt" in facts["firms"]
