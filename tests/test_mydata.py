"""A reader's own file: read, forecast, judged, each wrong cell told; and the same by the widgets of the explorer."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from conftest import REAL

from cds_analysis.errors import ModelError, ParameterError, UnknownName
from cds_analysis.explore import own_series, widgets
from cds_analysis.study import open_study
from cds_analysis.words import spelling
from cds_analysis.words.spelling import typed
from cds_analysis.words.telling import tell


@pytest.fixture(scope="module")
def study():
    return open_study("thai-nguyen", data_dir=str(REAL))


@pytest.fixture(scope="module", params=["mine.csv", "mine.xlsx"])
def file(request, study, tmp_path_factory):
    return own_series.example(study, tmp_path_factory.mktemp("own") / request.param)


def spoil(path: Path) -> Path:
    """A copy with three usual mistakes: a decimal comma, a year that is none, a year that stands twice."""
    excel, copy = path.suffix == ".xlsx", path.with_stem(path.stem + "-spoilt")
    read = pd.read_excel(path, dtype=object, engine="calamine") if excel else pd.read_csv(path, dtype=str)
    table = read.astype(object)
    table.loc[0, "value"] = str(table.loc[0, "value"]).replace(".", "") + ",5"
    table.loc[1, "year"] = "202x"
    table.loc[3, "year"] = table.loc[2, "year"]
    if excel:
        table.to_excel(copy, index=False, sheet_name="series")
    else:
        table.to_csv(copy, index=False)
    return copy


def test_a_file_is_read_and_forecast_and_its_faults_are_told_by_cell(file):
    own = own_series.read(file, 3)
    assert own.faults == () and set(own.forecast()["step"]) == {1, 2, 3}
    assert "3 chuỗi" in own_series.said(own, "vi")
    bad = own_series.read(spoil(file))
    assert bad.series == [] and len(bad.faults) == 3
    with pytest.raises(UnknownName, match=r"mine-spoilt.* has 0 that can be used"):
        bad.newest()
    place = "mine-spoilt.csv:{}" if file.suffix == ".csv" else "mine-spoilt.xlsx, sheet 'series', row {} "
    assert all(line.startswith(place.format(n)) for line, n in zip(bad.faults, (2, 3, 5), strict=True))
    assert bad.faults[0].split("]")[0].endswith("[value") and str(file.parent) not in own_series.said(bad, "vi")


def test_excel_and_csv_give_the_same_forecast_and_the_same_chance(study, tmp_path):
    both = [own_series.read(own_series.example(study, tmp_path / f"x.{kind}")) for kind in ("csv", "xlsx")]
    pd.testing.assert_frame_equal(both[0].forecast(), both[1].forecast())
    name, by = both[0].series[0], int(both[0].forecast()["year"].max())
    assert len({own_series.judge(own, name, 1.0, by).probability for own in both}) == 1


def test_the_chance_of_a_target_is_the_share_of_the_paths_that_reach_it(file):
    own = own_series.read(file)
    name = own.series[1]
    paths = own.ahead.paths(name)
    by = int(paths.years[-1])
    goal = float(np.quantile(paths.in_year(by), 0.8))
    floor = own_series.judge(own, name, goal, by)
    assert floor.probability == pytest.approx(0.2, abs=0.001) and floor.status == "off_course"
    ceiling = own_series.judge(own, name, goal, by, at_most=True)
    assert ceiling.probability == pytest.approx(0.8, abs=0.001) and ceiling.status == "on_course"
    assert floor.distance == pytest.approx(own.table[own.table["series"] == name]["value"].iloc[-1] - goal)
    assert tell("own_series.verdict", "vi", {"units": None}, floor)[0].startswith(
        "**Ít khả năng đạt** (xác suất 20%): mục tiêu tối thiểu "
    )
    assert (
        f"at most {spelling.number(goal, 'en')} by {by}"
        in tell("own_series.verdict", "en", {"units": None}, ceiling)[0]
    )


def test_the_paths_have_the_intervals_of_the_table(file):
    own = own_series.read(file)
    for name in own.series:
        table = own.forecast().query("series == @name").set_index("year")
        found = own.ahead.paths(name).interval(0.8)
        width = (table["high80"] - table["low80"]).to_numpy()
        assert np.abs(found["low"].to_numpy() - table["low80"]).max() < 0.08 * width.max()
        assert np.abs(found["high"].to_numpy() - table["high80"]).max() < 0.08 * width.max()


def test_what_cannot_be_judged_is_refused(file):
    own = own_series.read(file)
    with pytest.raises(UnknownName, match="no series 'nothing'"):
        own_series.judge(own, "nothing", 1.0, 2030)
    with pytest.raises(ParameterError, match="target by 1999"):
        own_series.judge(own, own.series[0], 1.0, 1999)
    with pytest.raises(ModelError, match="finite"):
        own_series.judge(own, own.series[0], float("nan"), int(own.forecast()["year"].max()))


def test_a_share_stays_below_a_hundred_and_a_value_outside_is_told(tmp_path):
    path = tmp_path / "share.csv"
    rows = [f"a,{2010 + n},{80 + 1.9 * n}" for n in range(11)]
    path.write_text("series,year,value\n" + "\n".join(rows), encoding="utf-8")
    assert own_series.read(path, 10).forecast()["high95"].max() > 100
    own = own_series.read(path, 10, kind="share")
    assert own.forecast()["high95"].max() < 100 and own_series.judge(own, "a", 100.5, 2030).probability == 0
    path.write_text("series,year,value\n" + "\n".join([*rows, "a,2021,101"]), encoding="utf-8")
    assert "a, 2021: 101 lies on or outside the bounds 0 to 100" in own_series.read(path, kind="share").faults[0]


def test_a_file_that_is_too_large_or_not_there_or_no_table_is_told(tmp_path):
    assert own_series.upload("x.csv", b"\xff\xfe\x00").faults and own_series.upload("x.xlsx", b"no").faults
    assert "at most" in own_series.upload("x.csv", b"0" * (own_series.MAX_BYTES + 1)).faults[0]
    assert "No such file" in own_series.read(tmp_path / "none.xlsx").faults[0]


@pytest.mark.parametrize(
    ("text", "lang", "value"),
    [("30,5", "vi", 30.5), ("30.5", "en", 30.5), (" 1234 ", "vi", 1234.0), ("-2", "en", -2.0), ("", "vi", None)],
)
def test_a_number_is_read_in_the_readers_way(text, lang, value):
    assert typed(text, lang) == value


@pytest.mark.parametrize(("text", "lang"), [("30.5", "vi"), ("1.234,5", "vi"), ("30,5", "en"), ("nhiều", "vi")])
def test_a_number_that_may_be_misread_is_refused(text, lang):
    with pytest.raises(ValueError):
        typed(text, lang)


def test_an_uploaded_file_is_checked_drawn_and_judged_as_the_controls_say(file):
    surface = widgets.own_data("vi")
    of = surface.controls
    of["file"].value = (_uploaded(file),)
    views = [surface.view.value]
    assert "<img" in views[0] and len(of["series"].options) == 3 and not of["series"].disabled
    for name, value in (
        ("series", of["series"].options[1]),
        ("horizon", 8),
        ("goal", "1,5"),
        ("at_most", True),
        ("kind", "rate"),
    ):
        of[name].value = value
        views.append(surface.view.value)
    assert "tốc độ tăng, %" in views[5] and "Thử trên số liệu quá khứ của tệp" in views[0]
    assert len(set(views)) == len(views) and "tối thiểu 1,5 đến năm" in views[3] and "không quá 1,5" in views[4]
    assert len(of["by"].options) == 8 and of["series"].value == of["series"].options[1]
    of["goal"].value = "1.5"
    assert "“1.5” không phải là số: viết như 1234,5" in surface.view.value and "<img" in surface.view.value
    of["file"].value = (_uploaded(spoil(file)),)
    assert "mine-spoilt" in surface.view.value and "<img" not in surface.view.value and of["series"].disabled
    of["file"].value = (_uploaded(file),)
    assert "<img" in surface.view.value


def _uploaded(path) -> dict:
    """A file as ipywidgets hands it over."""
    content = path.read_bytes()
    day = datetime(2026, 1, 1, tzinfo=UTC)
    return {"name": path.name, "type": "text/csv", "size": len(content), "content": content, "last_modified": day}
