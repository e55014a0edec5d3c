"""What a reader meets in a cell, asked of a real kernel: names to complete, short texts, errors told or traced."""

from queue import Empty

import pytest
from conftest import ROOT
from jupyter_client.manager import start_new_kernel

import cds_analysis

OPENED = """
import cds_analysis
from cds_analysis.explore import own_series, widgets
from cds_analysis.study import open_study
study = open_study("thai-nguyen")
series = study.nation.series("digital_economy_share", measure="gso-experimental")
forecast, target = study.share.forecast, study.goals["digital_economy_share_grdp_2030"]
verdict = study.judge(target)
"""


@pytest.fixture(scope="module")
def client():
    manager, client = start_new_kernel(kernel_name="python3", cwd=str(ROOT))
    try:
        assert run(client, OPENED) == []
        yield client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def run(client, code: str) -> list[dict]:
    """Results and errors of one cell."""
    asked, found = client.execute(code), []
    while True:
        try:
            message = client.get_iopub_msg(timeout=60)
        except Empty:
            raise AssertionError("the kernel did not answer within a minute") from None
        if message["parent_header"].get("msg_id") != asked:
            continue
        if message["msg_type"] in ("execute_result", "error"):
            found.append(message["content"])
        if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
            return found


def names(client, code: str) -> set[str]:
    """What Tab offers behind a piece of code."""
    found = client.complete(code, reply=True, timeout=60)["content"]["matches"]
    return {name.rsplit(".", 1)[-1] for name in found}


def test_the_package_offers_its_rooms_and_nothing_else(client):
    assert names(client, "cds_analysis.") == set(cds_analysis.__all__)
    assert "open_study" in names(client, "from cds_analysis import open_")
    for name in cds_analysis.__all__:
        assert getattr(cds_analysis, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = cds_analysis.nothing


@pytest.mark.parametrize(
    ("code", "offered", "hidden"),
    [
        ("study.", {"series", "judge", "share", "targets", "nation", "scorecard", "place"}, set()),
        ("series.", {"values", "years", "last", "table", "measure", "as_of", "breaks"}, {"_repr_html_", "__eq__"}),
        ("forecast.", {"median", "interval", "probability", "table", "years", "quantile"}, {"_repr_html_"}),
        ("target.", {"value", "by", "comparator", "indicator", "holds", "decision"}, {"_repr_html_"}),
        ("verdict.", {"status", "probability", "distance", "figure", "pace_needed"}, {"_repr_html_"}),
        ("own_series.", {"read", "judge", "upload", "example", "Own"}, set()),
        ("widgets.", {"explorer", "downturn", "digitisation", "pace", "firms", "own_data"}, set()),
    ],
)
def test_an_object_offers_what_it_can_tell(client, code, offered, hidden):
    found = names(client, code)
    assert offered <= found and not hidden & found, sorted(found)


def test_objects_show_a_small_chart_and_a_short_text(client):
    for name in ("series", "forecast", "target", "verdict"):
        (shown,) = run(client, name)
        assert "<svg" in shown["data"]["text/html"] and len(shown["data"]["text/plain"]) <= 120
    (listed,) = run(client, "[series, verdict, study]")
    assert listed["data"]["text/plain"].count("\n") <= 2 and "on_course" in listed["data"]["text/plain"]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (
            'study.series("digital_economy_shar")',
            "(UnknownName): không có chỉ tiêu 'digital_economy_shar'; gần nhất: digital_",
        ),
        ('study.nation.series("digital_economy_share")', "nhiều thước đo, không trộn lẫn"),
        ('open_study("nowhere")', "không có tỉnh, thành phố 'nowhere'"),
        ('open_study("thai-nguyen", as_of="soon")', "as_of"),
        ('own_series.judge(own_series.read("none.xlsx"), "a", 1.0, 2030)', "none.xlsx có 0 chuỗi dùng được"),
    ],
)
def test_an_error_of_ours_is_its_text_alone(client, code, said):
    (error,) = run(client, code)
    shown = "\n".join(error["traceback"])
    assert said in shown and "Traceback" not in shown and ".py" not in shown and "\x1b" not in shown
    assert shown.count("\n") <= 3


def test_any_other_error_keeps_the_way_that_led_to_it(client):
    (error,) = run(client, "def half(x):\n    return 1 / x\nhalf(0)")
    shown = "\n".join(error["traceback"])
    assert "Traceback" in shown and "ZeroDivisionError" in shown and "half" in shown


def test_an_error_behind_a_control_is_shown_in_its_place(client):
    code = """
from cds_analysis import errors
from cds_analysis.explore import widgets
def refuse(x):
    if x == 2:
        raise errors.ModelError("two is refused; use one")
    return 1 / (x - 3)
import ipywidgets
surface = widgets.Surface({"x": ipywidgets.IntSlider(1)}, "en", lambda x: str(refuse(x)))
seen = [surface.view.value]
surface.controls["x"].value = 2
seen.append(surface.view.value)
try:
    surface.controls["x"].value = 3
except ZeroDivisionError:
    seen.append(surface.view.value)
seen
"""
    (shown,) = run(client, code)
    text = shown["data"]["text/plain"]
    assert "-0.5" in text and "two is refused; use one" in text and "<pre>Traceback" in text
