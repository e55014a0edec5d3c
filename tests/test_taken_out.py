"""What a reader takes out of the library: frames, Excel sheets, charts, one short line."""

import matplotlib
import numpy as np
import pandas as pd
import pytest
from conftest import TINY

from cds_analysis import findings
from cds_analysis.errors import CdsError
from cds_analysis.explore import own_forecast
from cds_analysis.study import open_study

ROWS = pd.DataFrame({"series": "a", "year": range(2010, 2020), "value": np.arange(1.0, 11)})
INTERVALS = ["median", "low80", "high80", "low95", "high95"]


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return open_study("thai-nguyen", data_dir=str(TINY), output_dir=str(tmp_path_factory.mktemp("taken")))


@pytest.fixture(scope="module")
def things(study) -> dict:
    target = study.headline("digital_economy_share")[0]
    found = {"series": study.series("digital_economy_share", measure="gso-experimental"), "target": target}
    found |= {"forecast": study.share.forecast, "verdict": study.judge(target)}
    return found | {"finding": findings.share(study)}


@pytest.fixture(scope="module")
def panel() -> own_forecast.Ahead:
    return own_forecast.ahead(ROWS, 3)


@pytest.fixture
def pyplot(monkeypatch):
    from matplotlib import pyplot

    pyplot.switch_backend("agg")
    yield pyplot
    pyplot.close("all")


def cell(value):
    """A value as it stands in a sheet: numbers are numbers, nothing is nothing."""
    if pd.isna(value) or value == "":
        return None
    return round(float(value), 9) if isinstance(value, int | float) else value


KEYS = {
    "series": "indicator place border year value unit measure vintage source",
    "forecast": f"indicator place border unit source year {' '.join(INTERVALS)}",
    "target": "id indicator place border by comparator value unit source",
    "verdict": "id indicator place border by value unit source status probability figure_value figure_source",
    "finding": "place border as_of key value",
}


@pytest.mark.parametrize("name", KEYS)
def test_what_a_study_hands_out_goes_to_excel_with_what_it_is_of(things, name, tmp_path):
    frame, path = things[name].to_frame(), tmp_path / "out.xlsx"
    assert set(KEYS[name].split()) <= set(frame.columns) and len(frame)
    assert things[name].to_excel(path) == path
    pd.testing.assert_frame_equal(
        *(f.astype(object).map(cell) for f in (frame, pd.read_excel(path, dtype=object, engine="calamine")))
    )
    with pytest.raises(CdsError, match="is there already; name another file, or say overwrite=True"):
        things[name].to_excel(path)
    before = path.read_bytes()
    with pytest.raises(CdsError, match="no folder"):
        things[name].to_excel(tmp_path / "none" / "out.xlsx")
    with pytest.raises(CdsError, match=r"end it in \.xlsx"):
        things[name].to_excel(tmp_path / "out.csv")
    assert path.read_bytes() == before and things[name].to_excel(path, overwrite=True).is_file()
    assert [p.name for p in tmp_path.iterdir()] == ["out.xlsx"]


def test_a_number_of_a_finding_is_a_number_under_its_name(things):
    told = things["finding"].to_frame().set_index("key")["value"]
    assert told["share.latest.value"] == things["finding"].parts["share"]["latest"]["value"]


@pytest.mark.parametrize("name", KEYS)
def test_what_is_plotted_belongs_to_pyplot_or_to_the_axes_given(things, name, pyplot):
    own = matplotlib.rcParams.copy()
    axes = things[name].plot()
    assert pyplot.get_fignums() == [axes.figure.number] and (axes.lines or axes.collections)
    _, given = pyplot.subplots()
    assert things[name].plot(ax=given) is given and len(pyplot.get_fignums()) == 2
    assert given.lines or given.collections
    assert matplotlib.rcParams == own


def test_series_forecast_and_target_share_axes_wide_enough_for_all(things, pyplot):
    axes = things["series"].plot(lang="en")
    for name in ("forecast", "target"):
        things[name].plot(axes, lang="en")
    first, last = axes.get_xlim()
    assert first < min(things["forecast"].years[0], things["series"].years[0]) and last > things["forecast"].years[-1]
    assert {"95% forecast", "target"} <= {text.get_text() for text in axes.get_legend().texts}


def test_a_finding_says_which_charts_it_has(things, study):
    with pytest.raises(CdsError, match="no chart of share 'fann'; closest: fan; it has fan"):
        things["finding"].plot("fann")
    with pytest.raises(CdsError, match="no chart of audit ''; it has none"):
        findings.audit(study).plot()


def test_lines_of_text_are_short(study, things, panel):
    assert repr(panel) == "Ahead(ends=DataFrame of 1 x 2, parts=tuple of 1, horizon=3)"
    for thing in (study, study.share, study.place, study.series, panel.parts[0].found, *things.values()):
        assert len(repr(thing)) < 500


def test_tables_of_forecasts_have_one_set_of_names(things, panel):
    assert list(things["forecast"].table) == INTERVALS
    assert list(panel.to_frame()) == [
        "series",
        "year",
        "step",
        *INTERVALS,
    ]
    exact = panel.paths("a").table  # of its paths the quantiles are those of the panel's table
    assert exact.to_numpy() == pytest.approx(panel.to_frame()[INTERVALS].to_numpy())
