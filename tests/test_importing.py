"""From a file to rows of the data: what is understood, asked for and refused; what is written, and never half of it."""

import hashlib
import os
import signal
import sys
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from conftest import REAL
from filelock import FileLock

from cds_analysis import paths
from cds_analysis.commands import shared
from cds_analysis.commands.brief import main
from cds_analysis.data import check, known, observations
from cds_analysis.errors import CdsError, DataError
from cds_analysis.intake import commit
from cds_analysis.intake import propose as importing
from cds_analysis.intake.export import harmless
from cds_analysis.intake.mapping import Asked

HEAD = "Tỉnh,Năm,Phân tổ,value\n"
WHAT = "Dân số trung bình (Nghìn người)"
OLD_FILE = HEAD + f"CẢ NƯỚC,2023,{WHAT},100309.2\nBắc Kạn,2023,{WHAT},326.5\nBắc Kạn,Sơ bộ 2024,{WHAT},328.6\n"
SAID = {"publisher": "Cục Thống kê", "title": "Dân số", "published": "2026-06-30"}
TODAY = date(2026, 11, 24)
GSO = Asked(measure="gso")


def hashes(folder: Path) -> dict[str, str]:
    files = [p for p in folder.rglob("*") if p.is_file()]
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


@pytest.fixture
def data(tmp_path) -> Path:
    import shutil

    return Path(shutil.copytree(REAL, tmp_path / "data"))


@pytest.fixture
def file(tmp_path):
    def write(text: str, name: str = "dan-so.csv") -> Path:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / name

    return write


def propose(path: Path, data: Path, asked: Asked = GSO, **more) -> importing.Proposal:
    return importing.propose(path, data, asked=asked, today=TODAY, **{"details": SAID} | more)


def test_rows_say_what_the_file_says(file):
    rows = propose(file(OLD_FILE), REAL).rows
    assert rows[["indicator", "place", "border", "level", "period", "value", "unit", "status"]].values.tolist() == [
        ["population", "vn", "pre-2025", "all", "2023", "100309.2", "thousand_persons", "reported"],
        ["population", "bac-kan", "pre-2025", "province", "2023", "326.5", "thousand_persons", "reported"],
        ["population", "bac-kan", "pre-2025", "province", "2024", "328.6", "thousand_persons", "preliminary"],
    ]
    assert set(rows["measure"]) == {"gso"} and set(rows["vintage"]) == {"2026-06-30"}


@pytest.mark.parametrize(
    "text, asked, found",
    [
        (HEAD + f"Thái Nguyên,2023,{WHAT},1350.3\n", GSO, "63 old or 34 new units?"),
        (HEAD + f"Bắc Kạn,2023,{WHAT},1350.3\n", Asked(), "(population): held by several measures"),
        (HEAD + f"Bắc Kạn,2023,{WHAT},1\n", Asked(measure="gso", border="2025"), "no units on the border 2025"),
        (HEAD + "Bắc Kạn,2023,Dân số trung bình,1\n", GSO, "names no unit"),
        (HEAD + "Bắc Kạn,2023,Số con trâu (Nghìn người),1\n", GSO, "which indicator it is cannot be told"),
        (HEAD + f"Atlantis,2023,{WHAT},1\n", GSO, "no unit is called 'Atlantis'"),
        ("Tỉnh,Năm,Phân tổ,Giới tính,value\n" + f"Bắc Kạn,2023,{WHAT},Nam,1\nBắc Kạn,2023,{WHAT},Nữ,2\n", GSO,
         "2 labels that are nothing we know ('Nam', 'Nữ')"),
        (HEAD + f"Bắc Kạn,2023,{WHAT},1\nTỉnh Bắc Kạn,2023,{WHAT},2\n", GSO, "comes twice"),
        (HEAD + f"Bắc Kạn,2023,{WHAT},-5\n", GSO, "outside the bounds"),
        (HEAD + f"Hà Tây,2007,{WHAT},2543\n", GSO, "no figure is left"),
    ],
)  # fmt: skip
def test_what_is_open_is_asked_for(file, text, asked, found):
    proposal = propose(file(text), REAL, asked)
    assert any(found in str(fault) for fault in proposal.faults), list(map(str, proposal.faults))
    with pytest.raises(DataError):
        commit.write(proposal, REAL)


def test_the_border_is_told_by_the_units(file):
    from cds_analysis.data import provinces

    for border in provinces.BORDERS:
        lines = [f"{p.name_vi},2025,{WHAT},1000" for p in provinces.units(REAL, border)]
        assert set(propose(file(HEAD + "\n".join(lines)), REAL).rows["border"]) == {border}


def test_places_without_a_change_get_the_border_of_the_year(file):
    text = HEAD + f"Cả nước,2024,{WHAT},1\nHà Nội,2025,{WHAT},2\n"
    assert propose(file(text), REAL).rows["border"].tolist() == ["pre-2025", "2025"]


def test_a_publication_before_the_new_units_means_the_old_ones(file):
    text = HEAD + f"Thái Nguyên,2023,{WHAT},1350.3\n"
    rows = propose(file(text), REAL, details=SAID | {"published": "2024-06-30"}).rows
    assert rows["border"].tolist() == ["pre-2025"]


def test_missing_signs_are_no_figures(file):
    proposal = propose(file(OLD_FILE + f"Hà Giang,2023,{WHAT},..\nHà Nam,2023,{WHAT},-\n"), REAL)
    assert (len(proposal.rows), proposal.understood.missing) == (3, 2)


def test_one_label_of_a_dimension_is_kept(file):
    text = "Tỉnh,Năm,Phân tổ,Giới tính,value\n" + f"Bắc Kạn,2023,{WHAT},Nam,164\nBắc Kạn,2023,{WHAT},Tổng số,326.5\n"
    proposal = propose(file(text), REAL, Asked(measure="gso", pick={"Giới tính": "Tổng số"}))
    assert not proposal.faults and proposal.rows["value"].tolist() == ["326.5"]


def test_a_mapping_file_says_what_labels_mean(file, tmp_path):
    (tmp_path / "m.yml").write_text(
        "measure: gso\nplaces: {TỔNG SỐ: skip, Xứ Lạng: lang-son}\nborder: pre-2025\n", "utf-8"
    )
    text = HEAD + f"TỔNG SỐ,2023,{WHAT},9\nXứ Lạng,2023,{WHAT},800\n"
    proposal = propose(file(text), REAL, Asked(), mapping_file=tmp_path / "m.yml")
    assert not proposal.faults and proposal.rows["place"].tolist() == ["lang-son"]
    assert [label for label, *_ in proposal.understood.left] == ["TỔNG SỐ"]


def test_a_dry_run_changes_nothing(file, data):
    before = hashes(data)
    args = ["data", "import", str(file(OLD_FILE)), "--data", str(data), "--measure", "gso"]
    run = CliRunner().invoke(
        main, [*args, "--publisher", "Cục Thống kê", "--title", "Dân số", "--published", "2026-06-30"]
    )
    assert run.exit_code == 0 and "1 revised" in run.output and "2 as held" in run.output
    assert "Nothing is written" in run.output
    assert CliRunner().invoke(main, args).exit_code == 1  # no source: something is open
    assert hashes(data) == before


def test_the_shipped_folder_takes_its_name_or_a_second_answer(file, data, tmp_path, monkeypatch):
    args = ["data", "import", str(file(OLD_FILE)), "--measure", "gso", "--publisher", "Cục Thống kê"]
    args += ["--title", "Dân số", "--published", "2026-06-30"]

    def done(*more: str, answers: str = "") -> str:
        return CliRunner().invoke(main, [*args, *more], input=answers).output

    monkeypatch.setattr(paths, "root", lambda: tmp_path)
    assert data == paths.resolve("data")
    before = hashes(data)
    told = done("--yes")
    assert f"--yes alone would write into the shipped {data}" in told and told.count("\n") == 1
    assert "`cds data init mine`" in told and "--data mine" in told
    assert f"It goes into {data} (the shipped data)" in done()
    with monkeypatch.context() as asked:
        asked.setattr(shared, "at_terminal", lambda: True)
        assert "Go on? [y/N]: n" in done(answers="y\nn\n")
        assert hashes(data) == before
        assert "raw.yml" in done(answers="y\ny\n")


def test_an_import_is_whole_and_sound_and_goes_in_once(file, data):
    before, path = hashes(data), file(OLD_FILE)
    written = commit.write(propose(path, data), data)
    after = hashes(data)
    assert (
        {name for name in after if before.get(name) != after[name]}
        == {
            "raw/cuc-thong-ke-1/dan-so-2026-06-30.csv",
            "raw/cuc-thong-ke-1/dan-so-2026-06-30.tidy.csv",
            "sources.csv",
            "raw.yml",
            "observations.csv",
        }
        == {p.relative_to(data).as_posix() for p in written}
    )
    assert (data / "raw/cuc-thong-ke-1/dan-so-2026-06-30.csv").read_bytes() == path.read_bytes()
    check.sound(data)
    assert len(observations.load(data)) == len(observations.load(REAL)) + 3
    again = propose(path, data)
    assert again.already == "raw/cuc-thong-ke-1/dan-so-2026-06-30.csv" and again.counts()["unchanged"] == 3
    with pytest.raises(CdsError, match="in already"):
        commit.write(again, data)
    assert hashes(data) == after


def test_a_later_vintage_revises_and_the_earlier_stays(file, data):
    commit.write(propose(file(OLD_FILE), data), data)
    text = OLD_FILE.replace("Sơ bộ 2024", "2024").replace("328.6", "329.1")
    later = propose(file(text, "dan-so-2.csv"), data, details=SAID | {"published": "2026-10-30"})
    assert later.counts() == {"new": 0, "revised": 1, "unchanged": 2, "earlier": 0}
    row = later.rows[later.rows["news"] == "revised"].iloc[0]
    assert (row["value"], row["held"], row["held_vintage"]) == ("329.1", 328.6, "2026-06-30")
    commit.write(later, data)
    table = observations.load(data)
    ours = table[(table["place"] == "bac-kan") & (table["indicator"] == "population") & (table["period"] == "2024")]
    assert ours[ours["measure"] == "gso"][["value", "vintage"]].values.tolist() == [
        [329.312, "2026-04-10"],
        [328.6, "2026-06-30"],
        [329.1, "2026-10-30"],
    ]
    early = propose(file(text.replace("329.1", "327"), "b.csv"), data, details=SAID | {"published": "2026-01-30"})
    assert early.counts()["earlier"] == 1


def test_another_value_for_the_same_vintage_is_refused_and_nothing_changes(file, data):
    commit.write(propose(file(OLD_FILE), data), data)
    before = hashes(data)
    with pytest.raises(DataError, match="comes twice"):
        commit.write(propose(file(OLD_FILE.replace("328.6", "400"), "x.csv"), data), data)
    assert hashes(data) == before


def test_a_file_that_changes_after_it_was_read_is_not_taken(file, data):
    before, path = hashes(data), file(OLD_FILE)
    proposal = propose(path, data)
    path.write_text(OLD_FILE.replace("328.6", "999"), encoding="utf-8")
    with pytest.raises(CdsError, match="changed since it was read"):
        commit.write(proposal, data)
    assert hashes(data) == before


def write_for(steps: int, proposal, data: Path) -> int:
    """Write an import in a process that is killed before it has made so many changes and one more; how it ended."""
    pid = os.fork()
    if pid:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    left = [None] * steps

    def stop(event, _):
        if event in ("os.rename", "shutil.copyfile", "os.mkdir", "os.remove"):
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
            left.pop()

    try:
        sys.addaudithook(stop)
        commit.write(proposal, data)
    finally:
        os._exit(sys.exc_info()[0] is not None)


@pytest.mark.parametrize("further", [(11, 13, 24), pytest.param((0, *range(10, 17), 24), marks=pytest.mark.every)])
def test_a_run_that_is_killed_leaves_all_or_nothing(file, data, further):
    before, proposal = hashes(data), propose(file(OLD_FILE), data)
    whole = None
    ends = []
    copies = sum(path.is_file() or path.parent.name == "raw" for path in data.rglob("*"))  # made beside the data
    for steps in (0, *(copies + n for n in further)):
        assert write_for(steps, proposal, data) in (0, -signal.SIGKILL)
        commit.settle(data)
        after = hashes(data)
        if after != before:  # finished by itself or by the next run
            whole = whole or after
            assert after == whole
            known.forget()  # what this process has read before
            check.sound(data)
            for name in after.keys() - before.keys():
                (data / name).unlink()
            for name in ("sources.csv", "raw.yml", "observations.csv"):
                (data / name).write_bytes((REAL / name).read_bytes())
            (data / "raw/cuc-thong-ke-1").rmdir()
        ends.append(after != before)
    assert set(ends) == {False, True} and ends == sorted(ends)


def test_an_import_at_work_is_not_cleared_away(data):
    folder = data / ".import" / "other"
    folder.mkdir(parents=True)
    with FileLock(folder / commit.LOCK), pytest.raises(CdsError, match="another import is at work"):
        commit.settle(data)
    commit.settle(data)
    assert not (data / ".import").exists()


@pytest.mark.parametrize("source", ["../evil", "a/b", "/etc", "..", "A", "a b", "-x", "=cmd", "nul"])
def test_a_source_id_never_leaves_the_folder(file, source):
    proposal = propose(file(OLD_FILE), REAL, source=source)
    assert any("is no id" in str(fault) for fault in proposal.faults)


@pytest.mark.parametrize(
    "name", ["..\\..\\x.csv", "=cmd|' '!A1.csv", ".hidden.csv", "Niên giám (bản cuối).csv", "a..b.csv"]
)
def test_raw_files_get_plain_names(file, data, name):
    paths = commit.write(propose(file(OLD_FILE, name), data), data)
    raw = paths[0].relative_to(data / "raw" / "cuc-thong-ke-1")
    assert (
        len(raw.parts) == 1 and raw.name[0].isalnum() and set(raw.name) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-")
    )


def test_no_cell_that_goes_out_is_a_formula(file, data):
    said = SAID | {"title": "=HYPERLINK(1)", "publisher": "@cục", "address": "+84"}
    commit.write(propose(file(OLD_FILE), data, details=said, source="x-1"), data)
    line = pd.read_csv(data / "sources.csv", dtype=str, keep_default_na=False).set_index("id").loc["x-1"]
    assert line[["publisher", "title", "address"]].tolist() == ["'@cục", "'=HYPERLINK(1)", "'+84"]
    assert line[["kind", "language", "quotes", "about"]].tolist() == ["other", "en", "'@cục", ""]
    rows = pd.read_csv(data / "observations.csv", dtype=str, keep_default_na=False)
    assert "yes" in set(rows.loc[rows["source"] == "x-1", "use"])  # a publisher of no known kind stands for itself
    assert [harmless(t) for t in ("=1", "+1", "-1", "@a", "\t=1", "a=1", "")] == [
        "'=1", "'+1", "'-1", "'@a", "'\t=1", "a=1", ""]  # fmt: skip


@pytest.mark.parametrize("vintage", ["2027-01-01", "2026-12", "2099"])
def test_a_vintage_from_the_future_is_refused(file, vintage):
    faults = propose(file(OLD_FILE), REAL, vintage=vintage).faults
    assert any("later than today" in str(fault) for fault in faults)
