"""The yearly round of docs/new-year.md up to the briefs, on its made-up release; bench/new_year.py times it whole."""

import csv
import importlib.util
import json
import re

import pandas as pd
import pytest
from click.testing import CliRunner
from conftest import REAL, ROOT

from cds_analysis.commands.brief import main
from cds_analysis.data import observations, own_folder, provinces
from cds_analysis.site import due

spec = importlib.util.spec_from_file_location("new_year", ROOT / "bench" / "new_year.py")
new_year = importlib.util.module_from_spec(spec)
spec.loader.exec_module(new_year)


@pytest.fixture(scope="module")
def mine(tmp_path_factory):
    """A folder of one's own over the real data, with the made-up release in it."""
    folder = tmp_path_factory.mktemp("round") / "mine"
    own_folder.init(folder)
    found = CliRunner().invoke(main, [*new_year.words(folder), "--yes"])
    assert found.exit_code == 0, found.output
    return folder


def run(*words: str):
    return CliRunner().invoke(main, ["data", *words])


def test_the_release_is_made_up_says_so_and_is_not_in_the_data():
    rows = list(csv.DictReader(new_year.RELEASE.open(encoding="utf-8")))
    assert {row["where"] for row in rows} == {"made up"} and "made up" in new_year.SOURCE["title"]
    shipped = pd.read_csv(REAL / "observations.csv", dtype=str, keep_default_na=False)
    assert not shipped["source"].eq(new_year.SOURCE["id"]).any() and not shipped["where"].eq("made up").any()
    assert "made up" in (ROOT / "docs" / "new-year.md").read_text(encoding="utf-8")


def test_what_was_due_is_held_and_what_moved_is_told(mine):
    release = pd.read_csv(new_year.RELEASE)
    merged = own_folder.opened(mine)
    assert len(observations.load(merged)) == len(observations.load(REAL)) + len(release)
    states = []
    for folder in (REAL, merged):
        found = due.of(folder, provinces.find("thai-nguyen", folder), pd.Timestamp(new_year.RECEIVED).date())
        states.append({r["entry"]["id"]: r["state"] for r in found.releases})
    for name in ("nso-year-end", "nso-digital-share", "nso-digital-share-province"):
        assert (states[0][name], states[1][name]) == ("due", "held")
    assert states[1]["province-year-end"] == "due"  # growth came, levels of GRDP did not
    found = json.loads(run("diff", "2026-12-31", new_year.RECEIVED, "--data", str(mine), "--json").stdout)
    assert {k: found[k] for k in ("new", "revised", "regraded", "gone")} == {
        "new": 13,
        "revised": 3,
        "regraded": 1,
        "gone": 0,
    }
    revised = {
        (r["indicator"], r["place"]): (r["value_old"], r["value_new"])
        for r in found["figures"]
        if r["kind"] == "revised"
    }
    assert revised == {
        ("digital_economy_share", "vn"): (14.02, 14.35),
        ("digital_economy_share", "thai-nguyen"): (29.53, 29.8),
        ("gdp_growth", "vn"): (8.02, 8.11),
    }


def test_the_shipped_folder_and_the_own_one_differ_by_the_release_alone(mine):
    found = json.loads(run("diff", "data", str(mine), "--json").stdout)
    assert found["gone"] == 0 and {f["source_new"] for f in found["figures"]} == {new_year.SOURCE["id"]}


def test_the_guide_names_commands_that_exist():
    text = (ROOT / "docs" / "new-year.md").read_text(encoding="utf-8")
    words = {tuple(found.split()) for found in re.findall(r"^cds ((?:data )?[a-z]+)", text, re.M)}
    assert {("data", "import"), ("data", "status"), ("data", "diff"), ("run",), ("changed",), ("publish",)} <= words
    for command in words:
        assert CliRunner().invoke(main, [*command, "--help"]).exit_code == 0, command
