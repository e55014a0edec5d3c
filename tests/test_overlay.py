"""A user's own folder laid over the shipped data: it adds, never touches, and says where it is at fault."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
import yaml
from click.testing import CliRunner
from conftest import REAL, TINY
from running import cds

from cds_analysis import paths
from cds_analysis.batch import jobs, ledger
from cds_analysis.commands.brief import main
from cds_analysis.data import observations, own_folder, sources
from cds_analysis.errors import CdsError, DataError
from cds_analysis.study import study

HEAD = "place,border,indicator,year,value,unit,measure,vintage,status,source\n"
ROW = "lam-dong,pre-2025,digital_economy_share,2018,{value},percent,gso-experimental,2025-03-01,final,{source}\n"


@pytest.fixture
def mine(broken: Path, tmp_path: Path) -> Path:
    """An overlay with one figure of its own, over a copy of the tiny data."""
    folder = tmp_path / "mine"
    own_folder.init(folder, str(broken))
    with (folder / "sources.csv").open("a", encoding="utf-8") as file:
        file.write("own-1,press,Báo Ví dụ,Một bài báo,https://example.org,2025-03-01,vi,,\n")
    put(folder, ROW.format(value="5.5", source="own-1"))
    return folder


def put(folder: Path, rows: str, name: str = "raw/own/share.csv", **changed) -> None:
    """Write the raw file of an overlay and its record."""
    path = folder / "raw" / "own" / "share.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD + rows, encoding="utf-8")
    record = {"file": name, "about": "x", "accessed": pd.Timestamp("2025-04-01").date(), "sha256": paths.sha256(path)}
    (folder / "raw.yml").write_text("# mine\n" + yaml.safe_dump([record | changed]), encoding="utf-8")


def snapshot(folder: Path) -> dict:
    return {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in folder.rglob("*") if p.is_file()}


def rows_of(folder: Path) -> pd.DataFrame:
    return pd.read_csv(folder / "observations.csv", dtype=str, keep_default_na=False)


def faults_of(folder: Path, left: int = 0) -> str:
    """All faults of an overlay; as many merged folders are left as earlier openings made."""
    with pytest.raises(DataError) as caught:
        own_folder.opened(folder)
    assert len(list((folder / ".merged").glob("*"))) == left, "a refused overlay leaves nothing behind"
    return "\n".join(str(fault) for fault in caught.value.faults)


def test_own_figures_are_added_and_the_base_is_untouched(mine, broken):
    before = snapshot(broken)
    merged = own_folder.opened(mine)
    assert snapshot(broken) == before
    base, both = rows_of(broken), rows_of(merged)
    new = both.merge(base, how="left", indicator=True).query("_merge == 'left_only'")
    assert len(both) == len(base) + 1 and new[["place", "period", "value", "use"]].values.tolist() == [
        ["lam-dong", "2018", "5.5", "yes"]
    ]
    opened = study.open_study("lam-dong", data_dir=str(mine), border="pre-2025")
    assert opened.series("digital_economy_share", measure="gso-experimental").values[2018] == 5.5


def test_an_own_figure_wins_only_by_the_rules_of_prefer(mine, broken):
    base = rows_of(broken)
    there = base[(base["source"] == "office") & base["use"].eq("yes") & base["measure"].eq("gso-experimental")].iloc[0]
    columns = ["place", "border", "indicator", "period", "value", "unit", "measure", "vintage", "status", "source"]
    row = there[columns].to_dict() | {"source": "own-1", "value": "1"}
    put(mine, ",".join(row.values()) + "\n")
    uses = dict(
        zip(*[rows_of(own_folder.opened(mine)).query("source == 'own-1'")[c] for c in ("value", "use")], strict=True)
    )
    assert uses == {"1": "weaker_source"}  # the press against the office
    text = (mine / "sources.csv").read_text(encoding="utf-8").replace("own-1,press", "own-1,statistics_office")
    (mine / "sources.csv").write_text(text, encoding="utf-8")
    row["value"] = f"{float(there['value']):.2f}11"  # as strong, and printed with more digits
    put(mine, ",".join(row.values()) + "\n")
    merged = rows_of(own_folder.opened(mine))
    key = merged[(merged[columns[:4]] == there[columns[:4]]).all(axis=1) & merged["vintage"].eq(there["vintage"])]
    key = key[key["measure"] == there["measure"]]
    assert key[key["use"] == "yes"]["source"].tolist() == ["own-1"]
    assert set(key["source"]) >= {"own-1", "office"}  # what is not used stays


def test_a_broken_overlay_is_told_with_file_and_line(mine):
    put(
        mine, ROW.format(value="5.5", source="own-1") + ROW.format(value="5,5", source="nobody").replace("5,5", '"5,5"')
    )
    text = faults_of(mine)
    assert "mine/raw/own/share.csv:3 [value]: '5,5'; write a number" in text
    assert "mine/raw/own/share.csv:3 [source]: 'nobody' is not in sources.csv" in text


@pytest.mark.parametrize("base", [TINY, REAL], ids=["which lacks them", "which has them"])
def test_doubts_frame_and_looks_of_ones_own_come_below_those_of_the_base(tmp_path, base):
    mine = tmp_path / "mine"
    own_folder.init(mine, str(base))
    rows = {
        "doubts": {
            "indicator": "digital_economy_share",
            "place": "vn",
            "period": "2025",
            "value": "8.0",
            "vi": "chưa rõ",
            "en": "x",
        },
        "looked_for": {
            "indicator": "digital_economy_share",
            "place": "vn",
            "year": "2019",
            "looked": "2026-11-01",
            "found": "no",
        },
        "frame": {"id": "own", "place": "vn", "date": "2026-10", "in_force": "", "source": "", "seen": "no"},
    }
    for name, row in rows.items():
        pd.DataFrame([row]).to_csv(mine / f"{name}.csv", index=False)
    merged = own_folder.opened(mine)
    for name, row in rows.items():
        found = sources.register(merged, name)
        assert found[:-1] == sources.register(base, name) and found[-1].items() >= row.items()
    assert sources.doubt(merged, "digital_economy_share", "vn", "2025", 8.0) == {"vi": "chưa rõ", "en": "x"}
    (mine / "frame.csv").write_text("id,place,date,seen\nown,mars,2026-10,no\n", encoding="utf-8")
    assert "mine/frame.csv:2 [place]: 'mars' is not in provinces.csv" in faults_of(mine, left=1)


def test_a_register_row_at_fault_is_told_by_its_own_line(mine):
    head = (TINY / "indicators.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    row = {"indicator": "my_share", "unit": "parsecs", "kind": "share", "measure": "gso"}
    text = ",".join(head) + "\n" + ",".join(row.get(c, "") for c in head) + "\n"
    (mine / "indicators.csv").write_text(text, encoding="utf-8")
    assert "mine/indicators.csv:2 [unit]: 'parsecs' is not in units.csv" in faults_of(mine)


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        (
            "sources.csv",
            "id,kind\noffice,press\n",
            "mine/sources.csv:2 [id]: 'office' is in data/sources.csv too, with",
        ),
        ("sources.csv", "id,rank\nx,1\n", "mine/sources.csv:1: no such column: rank; use id, kind"),
        ("sources.csv", "kind\npress\n", "mine/sources.csv:1: no column id"),
        ("sources.csv", 'id,kind\n"x,press\n', "mine/sources.csv"),
        ("bridges.yml", "measures: []\n", "mine/bridges.yml: this file cannot be laid over a base; remove it"),
        ("observations.csv", "a\n", "mine/observations.csv: this file cannot be laid over a base"),
        ("raw.yml", "- file: [\n", "mine/raw.yml:2: not YAML"),
        ("raw.yml", "file: raw/x.csv\n", "mine/raw.yml:1: no list of records"),
        ("raw.yml", "\n- file: raw/../../x.csv\n", "mine/raw.yml:2 [file]: 'raw/../../x.csv' does not lie under raw/"),
        ("raw.yml", "- file: raw/none.csv\n", "mine/raw.yml:1 [file]: raw/none.csv is missing"),
        ("raw.yml", "- file: raw/offices/share.csv\n", "raw/offices/share.csv comes twice, or is a file of data"),
        ("raw.yml", "- file: raw/own/share.csv\n", "mine/raw.yml:1 [sha256]: raw/own/share.csv has another; if it is"),
    ],
)
def test_each_fault_of_an_overlay_names_place_and_remedy(mine, name, text, found):
    (mine / name).write_text(text, encoding="utf-8")
    told = faults_of(mine)
    assert found in told and all("; " in line for line in told.splitlines())


def test_a_link_out_of_the_folder_is_refused(mine, tmp_path):
    outside = tmp_path / "secret.csv"
    outside.write_text(HEAD, encoding="utf-8")
    (mine / "raw" / "own" / "share.csv").unlink()
    (mine / "raw" / "own" / "share.csv").symlink_to(outside)
    assert "leads out of this folder" in faults_of(mine)


def test_a_row_that_the_base_has_meanwhile_is_told_to_be_removed(mine, broken):
    line = (mine / "sources.csv").read_text(encoding="utf-8").splitlines()[1]
    with (broken / "sources.csv").open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    assert "mine/sources.csv:2 [id]: 'own-1' is in data/sources.csv too, word for word; remove your row" in faults_of(
        mine
    )


def test_a_base_changed_underneath_is_merged_anew_and_said(mine, broken):
    said: list[str] = []
    first = own_folder.opened(mine, say=said.append)
    assert (
        own_folder.opened(mine, say=said.append) == first
        and len(said) == 1
        and "1 figures and 1 rows of registers" in said[0]
    )
    text = (broken / "sources.csv").read_text(encoding="utf-8")
    (broken / "sources.csv").write_text(text + "new-1,press,A,B,,2025,en,,\n", encoding="utf-8")
    second = own_folder.opened(mine, say=said.append)
    assert second != first and "new-1" in (second / "sources.csv").read_text(encoding="utf-8")
    assert "has changed since mine was made for it" in said[-1] and f"cds data init {mine}" in said[-1]
    assert jobs.data_files(first) != jobs.data_files(second)
    assert own_folder.init(mine) is False  # notes the present base; nothing else
    assert own_folder.opened(mine) == second


def test_the_hash_of_a_run_covers_base_and_overlay(mine):
    first = own_folder.opened(mine)
    put(mine, ROW.format(value="5.6", source="own-1"))
    second = own_folder.opened(mine)
    assert jobs.data_files(first) != jobs.data_files(second)
    noted = yaml.safe_load((second / "merged.yml").read_text(encoding="utf-8"))
    assert set(noted) == {"base_sha256", "overlay_sha256"}


def test_few_merged_folders_are_kept(mine):
    for tenth in range(5):
        put(mine, ROW.format(value=f"5.{tenth}", source="own-1"))
        newest = own_folder.opened(mine)
    kept = list((mine / ".merged").iterdir())
    assert len(kept) == own_folder.KEPT and newest in kept


def test_a_complete_folder_is_opened_as_it_is():
    assert own_folder.opened(TINY) == TINY and own_folder.own(TINY) == TINY


def test_what_is_published_is_kept_in_the_overlay(mine):
    merged = own_folder.opened(mine)
    assert own_folder.own(merged) == mine
    (mine / "ledger.csv").write_text(",".join(ledger.COLUMNS) + "\n", encoding="utf-8")
    assert own_folder.opened(mine) == merged and list(ledger.load(merged).columns) == ledger.COLUMNS


def test_a_folder_in_use_and_a_base_that_is_none_are_refused(mine, broken, tmp_path):
    with pytest.raises(CdsError, match="not empty and no overlay"):
        own_folder.init(broken)
    with pytest.raises(CdsError, match="no complete data folder"):
        own_folder.init(tmp_path / "a", str(tmp_path))
    with pytest.raises(CdsError, match="an overlay itself"):
        own_folder.init(tmp_path / "a", str(mine))
    shutil.rmtree(broken)
    with pytest.raises(CdsError, match=r"no complete data folder, it lacks indicators\.csv"):
        own_folder.opened(mine)


def test_the_option_goes_before_the_variable_and_both_stand_in_the_help(mine):
    def show(*words, **env):
        return CliRunner().invoke(main, ["data", "show", "digital_economy_share", "lam-dong", *words], env=env).output

    assert "own-1" in show(CDS_DATA=str(mine)) and "own-1" in show("--data", str(mine))
    assert "own-1" not in show("--data", str(TINY), CDS_DATA=str(mine))
    assert "own-1" not in show("--data", "data", CDS_DATA=str(mine))
    assert "CDS_DATA" in CliRunner().invoke(main, ["brief", "--help"]).output


def test_briefs_of_an_own_folder_have_outputs_of_their_own_that_are_no_data(mine):
    merged = own_folder.opened(mine)
    (mine / "outputs" / "2025").mkdir(parents=True)
    (mine / "outputs" / "2025" / "raw.yml").write_text("x", encoding="utf-8")
    assert own_folder.opened(mine) == merged and own_folder.outputs(merged) == mine / "outputs"
    assert own_folder.outputs(TINY) == paths.resolve("outputs")
    done = cds("index", "--data", str(mine), "--out", str(paths.resolve("outputs")))
    assert done.returncode == 2 and f"leave it out, they go to {mine / 'outputs'}" in done.stderr
    assert jobs.own_data({"data_dir": "mine", "inputs": {"data": jobs.data_files(merged)}}) == "mine"
    assert jobs.own_data({"data_dir": "data", "inputs": {"data": jobs.data_files(TINY)}}) == ""


def test_data_that_a_brief_was_made_of_and_are_gone_are_said_to_be(tmp_path):
    record = {"parameters": {}, "data_dir": str(tmp_path / "mine")}
    (tmp_path / "run.json").write_text(json.dumps(record), encoding="utf-8")
    done = cds("changed", str(tmp_path), str(tmp_path))
    assert done.returncode == 2 and f"its data lay in {tmp_path / 'mine'}, which is gone" in done.stderr
    (tmp_path / "mine").mkdir()
    assert jobs.data_of(record, tmp_path) == tmp_path / "mine"


def test_a_notebook_that_names_no_folder_takes_that_of_the_variable(mine, monkeypatch):
    monkeypatch.setenv("CDS_DATA", str(mine))
    found = study.open_study("lam-dong", border="pre-2025")
    assert found.data_dir == own_folder.opened(mine)
    assert "own-1" in set(observations.load(found.data_dir)["source"])
