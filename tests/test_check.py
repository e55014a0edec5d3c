"""Faulty data: every fault is listed at once, with file, line, column, what was found and what to do."""

import shutil

import pandas as pd
import pytest
from click.testing import CliRunner
from conftest import REAL, ROOT, TINY

from cds_analysis import paths
from cds_analysis.commands.brief import main
from cds_analysis.data import build, check
from cds_analysis.errors import DataError


def faults_of(folder) -> list[str]:
    with pytest.raises(DataError) as caught:
        check.sound(folder)
    return [str(fault) for fault in caught.value.faults]


def add_row(folder, name, text) -> int:
    path = folder / "raw" / "offices" / name
    path.write_text(path.read_text(encoding="utf-8") + text + "\n", encoding="utf-8")
    return len(path.read_text(encoding="utf-8").splitlines())


def test_the_real_data_is_as_its_raw_files_say_and_the_command_is_silent():
    result = CliRunner().invoke(main, ["data", "check"])
    assert (result.exit_code, result.output) == (0, "")


def test_all_faults_of_a_broken_copy_are_reported_at_once(broken):
    rows = [
        "vn,pre-2025-07,digital_economy_share,2020,295,percent,gso-experimental,2025-01-07,final,office,,",
        'vn,pre-2025-07,digital_economy_share,2020,"12,5",percent,gso-experimental,2025-01-08,final,office,,',
        "atlantis,pre-2025-07,digital_economy_share,2020,12.5,percent,gso-experimental,2025-01-08,final,office,,",
        "vn,pre-2025-07,digital_economy_share,2020,12.5,billion VND,gso-experimental,2025-01-09,final,office,,",
        "vn,pre-2025-07,digital_economy_share,2020,12.5,percent,gso-experimental,2025-01-10,final,,,",
        "vn,pre-2025-07,digital_economy_share,2020,99,percent,gso-experimental,2025-01-06,final,office,,",
        "vn,pre-2025-07,digital_economy_share,20-20,12.5,percent,gso-experimental,2025-01-11,final,office,,",
        "vn,pre-2025-07,digital_economy_share,2020,12.5,percent,gso-experimental,2025-02-30,final,office,,",
        "vn,pre-2025-07,digital_economy_share,2020,12.5,percent,guess,2025-01-12,final,office,,",
    ]
    lines = [add_row(broken, "share.csv", row) for row in rows]
    text = "\n".join(faults_of(broken))
    for line, column, found in [
        (lines[0], "value", "295 percent is outside the bounds of Digital economy's share"),
        (lines[1], "value", "'12,5'"),
        (lines[2], "place", "'atlantis' is not in provinces.csv"),
        (lines[3], "unit", "unit billion_vnd does not fit Digital"),
        (lines[4], "source", "nothing here"),
        (lines[6], "period", "'20-20'"),
        (lines[7], "vintage", "'2025-02-30'"),
        (lines[8], "measure", "'guess' is not in measures.csv"),
    ]:
        assert f"raw/offices/share.csv:{line} [{column}]: {found}" in text
    assert f"share.csv:{lines[5]}: the key " in text and "comes twice" in text
    assert "sha256 differs" in text
    assert all("; " in fault for fault in text.splitlines())  # each says what to do


def test_a_target_that_would_be_misread_or_shown_nowhere_is_a_fault(broken):
    path = broken / "targets.csv"
    head, row = path.read_text(encoding="utf-8").splitlines()[:2]
    sound = dict(zip(head.split(","), row.split(","), strict=True))
    rows = {
        "origin": {"origin": "mine"},
        "origin ": {"origin": ""},
        "since": {"basis": "average", "since": ""},
        "since ": {"basis": "each_year", "since": "2025"},
        "since  ": {"since": "2021"},  # of a level by a year
        "border": {"place": "bac-kan", "border": "2025"},
        "level": {"level": "tinh"},
        "level ": {"level": "national"},
        "unit": {"unit": "rank"},
        "value": {"value": "300"},
    }
    with path.open("a", encoding="utf-8") as file:
        for n, changed in enumerate(rows.values()):
            file.write(",".join((sound | {"id": f"t{n}"} | changed).values()) + "\n")
    first = len((TINY / "targets.csv").read_text(encoding="utf-8").splitlines()) + 1
    told = {line.split("]")[0] for line in faults_of(broken)}
    assert told == {f"targets.csv:{first + n} [{column.strip()}" for n, column in enumerate(rows)}


def test_the_command_exits_with_an_error(broken):
    add_row(
        broken,
        "share.csv",
        "vn,pre-2025-07,digital_economy_share,2020,x,percent,gso-experimental,2025-01-07,final,office,,",
    )
    result = CliRunner().invoke(main, ["data", "check", "--data", str(broken)])
    assert result.exit_code == 2 and "'x'; write a number" in result.output


@pytest.mark.parametrize(("name", "key"), [("sources.csv", "office"), ("units.csv", "percent"), ("notes.csv", "n1")])
def test_a_doubled_id_of_a_register_is_told_before_anything_is_looked_up_by_it(broken, name, key):
    lines = (broken / name).read_text(encoding="utf-8").splitlines()
    row = next((line for line in lines if line.startswith(f"{key},")), lines[-1])
    (broken / name).write_text("\n".join([*lines, row]) + "\n", encoding="utf-8")
    for command in ("build", "check"):
        result = CliRunner().invoke(main, ["data", command, "--data", str(broken)])
        told = (
            f"{name}:{len(lines) + 1} [{check.REGISTERS[name]['key'][0]}]: '{row.split(',')[0]}' comes twice; keep one"
        )
        assert result.exit_code == 2 and told in result.output


def test_a_latin_1_file_is_named_with_its_line(broken):
    path = broken / "raw" / "offices" / "share.csv"
    path.write_bytes(path.read_bytes() + "vn,,,,,,,,,,,thử\n".replace("ử", "ü").encode("latin-1"))
    line = len(path.read_bytes().splitlines())
    assert any(f"share.csv:{line}: not UTF-8: byte 0xfc" in fault for fault in faults_of(broken))


def test_a_missing_column_names_those_found(broken):
    path = broken / "raw" / "offices" / "share.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",value,", ",figure,", 1), encoding="utf-8")
    assert any("no column value (found place, border" in fault for fault in faults_of(broken))


def test_a_ragged_file_is_a_fault_and_no_crash(broken):
    line = add_row(broken, "share.csv", "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o")
    assert any(f"share.csv:{line}: 15 cells, the heading has 12" in fault for fault in faults_of(broken))


def test_a_missing_raw_file_is_a_fault(broken):
    (broken / "raw" / "offices" / "share.csv").unlink()
    assert any("the file is missing" in fault for fault in faults_of(broken))


def test_a_correction_that_finds_nothing_is_a_fault(broken):
    path = broken / "raw" / "offices" / "share.csv"
    text = "".join(row for row in path.read_text(encoding="utf-8").splitlines(keepends=True) if ",2019," not in row)
    path.write_text(text, encoding="utf-8")
    assert any("nothing matches indicator digital_economy_share" in fault for fault in faults_of(broken))


def test_a_stale_table_is_a_fault(broken):
    path = broken / "observations.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("29.53", "29.54"), encoding="utf-8")
    assert any("is not what data/raw gives" in fault for fault in faults_of(broken))


def test_registers_are_checked_too(broken):
    path = broken / "targets.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace(",paper,in_force", ",nobody,in_force", 1), encoding="utf-8"
    )
    assert any("targets.csv:2 [source]: 'nobody' is not in sources.csv" in fault for fault in faults_of(broken))


def test_targets_and_yaml_files_are_checked_cell_by_cell(broken):
    path = broken / "targets.csv"
    text = path.read_text(encoding="utf-8").replace("by_year,,2025,>=,20", "by_yeer,,2025,>=,hai mươi", 1)
    path.write_text(text, encoding="utf-8")
    (broken / "corrections.yml").unlink()
    (broken / "bridges.yml").write_text("measures: [", encoding="utf-8")
    text = "\n".join(faults_of(broken))
    assert "targets.csv:2 [basis]: 'by_yeer'" in text and "targets.csv:2 [value]: 'hai mươi'" in text
    assert "corrections.yml: the file is missing" in text and "bridges.yml:1: not YAML" in text


def test_loose_diacritics_are_a_fault(broken):
    path = broken / "sources.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Cục", "Cu\u0323c"), encoding="utf-8")
    assert any("not NFC" in fault for fault in faults_of(broken))


def test_one_row_of_a_key_is_preferred_and_the_others_say_why():
    table, _ = build.read_all(TINY)
    rows = table[(table["place"] == "vn") & (table["period"] == "2022") & (table["vintage"] == "2025-01-06")]
    assert dict(zip(rows["source"], rows["use"], strict=True)) == {"office": "yes", "paper": "weaker_source"}


def test_a_dropped_row_is_gone_and_a_set_one_is_marked():
    table, _ = build.read_all(TINY)
    assert not ((table["place"] == "lam-dong") & (table["period"] == "2019")).any()
    real = pd.read_csv(REAL / "observations.csv", dtype=str, keep_default_na=False)
    moved = real[(real["place"] == "thai-nguyen") & (real["value"] == "29.53")]
    assert set(moved["period"]) == {"2025"} and moved["flags"].str.contains("corrected").sum() == 1


def test_building_twice_gives_the_same_bytes(broken):
    for _ in range(2):
        build.write(check.checked(broken), broken / "observations.csv")
        assert (broken / "observations.csv").read_bytes() == (TINY / "observations.csv").read_bytes()


def test_a_fault_leaves_the_old_table_alone(broken):
    add_row(
        broken,
        "share.csv",
        "vn,pre-2025-07,digital_economy_share,2020,x,percent,gso-experimental,2025-01-07,final,office,,",
    )
    before = (broken / "observations.csv").read_bytes()
    assert CliRunner().invoke(main, ["data", "build", "--data", str(broken)]).exit_code == 2
    assert (broken / "observations.csv").read_bytes() == before


def test_the_raw_files_are_those_received(tmp_path):
    shutil.copytree(REAL, tmp_path / "data")
    for record in build.records(tmp_path / "data"):
        assert paths.sha256(ROOT / "data" / record["file"]) == record["sha256"]


def test_the_register_of_ended_units_is_checked(broken):
    (broken / "former.csv").write_text(
        "name,aliases,became,until\nHà Tây,,ha-noi;atlantis,2008\nHà Tây,,ha-noi,2008-08-01\n"
    )
    faults = [str(fault) for fault in check.registers(broken)[0]]
    assert "former.csv:2 [became]: 'atlantis' is not in provinces.csv; correct it" in faults
    assert any(f.startswith("former.csv:2 [until]: '2008'") for f in faults)
    assert any(f.startswith("former.csv:3 [name]: 'Hà Tây' comes twice") for f in faults)
