"""Axes of charts: whole numbers, none of them twice."""

import matplotlib.pyplot as plt
import pytest

from cds_analysis.charts import style


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(("low", "high"), [(2016.9, 2017.1), (2016.5, 2017.5), (2016, 2018), (2010, 2030)])
def test_no_year_and_no_percentage_stands_twice_on_an_axis(low, high, lang):
    with style.drawing("Tên", lang) as (figure, axes):
        axes.set_xlim(low, high)
        axes.set_ylim(low - 2015, high - 2015)
        figure.canvas.draw()
        for axis, ends in ((axes.xaxis, (low, high)), (axes.yaxis, (low - 2015, high - 2015))):
            shown = [
                label.get_text()
                for label in axis.get_ticklabels()
                if ends[0] <= label.get_position()[axis is axes.yaxis] <= ends[1]
            ]
            assert shown and len(shown) == len(set(shown))
    plt.close(figure)
