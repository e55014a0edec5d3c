"""Axes of charts: whole numbers, none of them twice."""

import subprocess
import sys

import matplotlib
import pytest

from cds_analysis.charts import style


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(("low", "high"), [(2016.9, 2017.1), (2016.5, 2017.5), (2016, 2018), (2010, 2030)])
def test_no_year_and_no_percentage_stands_twice_on_an_axis(low, high, lang):
    with style.drawing("Tên", lang) as (figure, axes):
        axes.set_xlim(low, high)
        axes.set_ylim(low - 2015, high - 2015)
        figure.draw_without_rendering()
        for axis, ends in ((axes.xaxis, (low, high)), (axes.yaxis, (low - 2015, high - 2015))):
            shown = [
                label.get_text()
                for label in axis.get_ticklabels()
                if ends[0] <= label.get_position()[axis is axes.yaxis] <= ends[1]
            ]
            assert shown and len(shown) == len(set(shown))


def test_a_readers_own_charts_stay_as_set(monkeypatch):
    monkeypatch.setitem(matplotlib.rcParams, "axes.facecolor", "yellow")
    with style.drawing("Tên", "vi") as (figure, axes):
        assert axes.get_facecolor() == (1, 1, 1, 1)
    svg = style.finish(figure, "", "", "").svg
    assert matplotlib.rcParams["axes.facecolor"] == "yellow" and "#ffff00" not in svg


def test_the_library_chooses_no_backend():
    """Else a chart by pyplot would be shown nowhere."""
    lines = ["import sys", "from cds_analysis.charts import brief, conflicts, explorer, maps, places, share, trials"]
    code = "; ".join([*lines, "sys.exit('matplotlib.pyplot' in sys.modules)"])
    subprocess.run([sys.executable, "-c", code], check=True)
