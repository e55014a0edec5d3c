"""The ledger: what published briefs said, appended once, and scored by hand-checked numbers when figures arrive."""

import json
import shutil
from datetime import date

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from conftest import REAL

from cds_analysis.batch import ledger
from cds_analysis.commands.brief import main
from cds_analysis.errors import CdsError

ROW = {"low80": 20.0, "high80": 40.0, "low95": 10.0, "high95": 50.0, "median": 30.0}
CLAIMS = {
    "share": {
        "readings": [{"year": 2022}],
        "forecast": {"2022": ROW, "2025": ROW},
        "targets": [
            {"target": "digital_economy_share_grdp_2025", "by": 2025, "probability": 0.7},
            {"target": "digital_economy_share_grdp_2030", "by": 2030, "probability": None},
        ],
    },
    "scorecard": {"verdicts": [{"target": "digital_economy_share_grdp_2025", "by": 2025, "probability": 0.7}]},
}
RUN = {
    "parameters": {"edition": 2024, "province": "thai-nguyen", "border": "2025", "as_of": "2024-12-31"},
    "data_sha256": "aa",
    "code_sha256": "bb",
}


def brief(folder, run=RUN):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "results.json").write_text(json.dumps(CLAIMS), encoding="utf-8")
    (folder / "run.json").write_text(json.dumps(run), encoding="utf-8")
    return folder


def publish(data, folder, day):
    ledger.append(data, ledger.new(data, folder, day))


@pytest.fixture
def data(tmp_path):
    """The real data in a folder of its own, so that its ledger may be written."""
    return shutil.copytree(REAL, tmp_path / "data", ignore=shutil.ignore_patterns("raw", "ledger.csv"))


def test_years_to_come_and_each_target_once_are_entries():
    found = pd.DataFrame(ledger.entries(CLAIMS, RUN, date(2025, 1, 15)))
    assert found["kind"].tolist() == ["interval80", "interval95", "target"]  # 2022 was known; no probability, no entry
    assert found["year"].tolist() == [2025, 2025, 2025] and set(found["published"]) == {"2025-01-15"}


def test_entries_are_appended_and_never_changed(data, tmp_path):
    publish(data, brief(tmp_path / "one"), date(2025, 1, 15))
    assert len(ledger.load(data)) == 3
    before = (data / "ledger.csv").read_bytes()
    publish(data, brief(tmp_path / "two", RUN | {"data_sha256": "cc"}), date(2025, 6, 1))
    assert (data / "ledger.csv").read_bytes().startswith(before) and len(ledger.load(data)) == 6


def test_the_same_brief_is_not_published_twice(data, tmp_path):
    publish(data, brief(tmp_path / "one"), date(2025, 1, 15))
    with pytest.raises(CdsError, match="published on 2025-01-15"):
        publish(data, brief(tmp_path / "one"), date(2025, 1, 16))
    with pytest.raises(CdsError, match=r"no results.json, run.json; make the brief first"):
        publish(data, tmp_path / "none", date(2025, 1, 16))


def test_entries_are_open_until_the_figure_arrives_and_then_scored(data, tmp_path):
    publish(data, brief(tmp_path / "one"), date(2025, 1, 15))
    found = ledger.scored(data)  # 29.53 % of 2025 was published after the brief's last day: met at 20 %
    assert found["outcome"].tolist() == [29.53, 29.53, 1.0]
    assert found["score"].tolist() == [1.0, 1.0, pytest.approx(0.3**2)]
    table = ledger.summary(found)
    assert table.loc["interval80", ["closed", "years", "score"]].tolist() == [1, 1, 1]
    assert table.at["interval80", "bias"] == pytest.approx(29.53 - 30) and np.isnan(table.at["target", "bias"])
    assert ledger.scored(data, "2025-12-31")["outcome"].isna().all()


def test_an_interval_that_missed_scores_nothing(data, tmp_path):
    folder = brief(tmp_path / "one")
    high = {"low80": 31.0, "high80": 35.0, "low95": 29.0, "high95": 36.0, "median": 33.0}
    claims = {"share": {"readings": [], "forecast": {"2025": high}}}
    (folder / "results.json").write_text(json.dumps(claims), encoding="utf-8")
    publish(data, folder, date(2025, 1, 15))
    assert ledger.scored(data)["score"].tolist() == [0.0, 1.0]


def test_without_a_published_brief_the_command_says_so(data):
    ran = CliRunner().invoke(main, ["ledger", "--data", str(data)])
    assert ran.exit_code == 0 and "nothing is published yet" in ran.output


def test_publishing_needs_a_brief_of_the_present_data(data, tmp_path):
    out = str(tmp_path / "out")
    ran = CliRunner().invoke(main, ["publish", "2026", "thai-nguyen", "--data", str(data), "--out", out])
    assert ran.exit_code == 2 and "make it first: cds brief thai-nguyen --edition 2026" in ran.output
    brief(tmp_path / "out" / "2026" / "thai-nguyen")
    ran = CliRunner().invoke(main, ["publish", "2026", "thai-nguyen", "--data", str(data), "--out", out])
    assert ran.exit_code == 2 and "data, code, environment changed since this brief was made" in ran.output
    assert not (data / "ledger.csv").exists()
