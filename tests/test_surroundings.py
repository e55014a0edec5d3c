"""What lies around a command changes nothing it makes: streams, links, settings that YAML reads in its own way."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, TINY
from running import cds

from cds_analysis import paths, settings
from cds_analysis.study import open_study


@pytest.mark.parametrize("closed", ["2>&-", "1>&- 2>&-", "0<&- 1>&- 2>&-"])
def test_a_closed_stream_is_opened_on_nothing(tmp_path, closed):
    told = tmp_path / "told"
    program = (
        "import os, sys; from cds_analysis.commands import process; process.open_streams(); print('ắ');"
        f"print('ắ', file=sys.stderr); open({str(told)!r}, 'w').write(str(all(map(os.fstat, (0, 1, 2)))))"
    )
    subprocess.run(["bash", "-c", f'"{sys.executable}" -c "$0" {closed}', program], cwd=ROOT, check=True, timeout=60)
    assert told.read_text().endswith("True")


def test_every_letter_passes_a_pipe_of_another_encoding():
    words = [sys.executable, "-c", "from cds_analysis.commands import process; process.open_streams(); print('ắ Ðồ')"]
    done = subprocess.run(words, cwd=ROOT, env={**os.environ, "PYTHONIOENCODING": "cp1258"}, capture_output=True)
    assert done.stdout.decode("utf-8").strip() == "ắ Ðồ"


def test_a_file_is_written_through_a_link_keeps_its_mode_and_a_device_stays_one(tmp_path):
    (real := tmp_path / "real").write_text("old")
    real.chmod(0o640)
    (link := tmp_path / "link").symlink_to(real)
    os.mkfifo(pipe := tmp_path / "pipe")
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    for target in (link, pipe):
        with paths.whole(target) as part:
            part.write_text("new")
    assert link.is_symlink() and real.read_text() == "new" and stat.S_IMODE(real.stat().st_mode) == 0o640
    assert os.read(reader, 9) == b"new" and pipe.is_fifo() and len(list(tmp_path.iterdir())) == 3
    os.close(reader)


def test_settings_are_read_as_they_are_typed(tmp_path):
    (path := tmp_path / "a.yml").write_text("a: 012\nb: 12:30\nc: 5\nd: 0.5\ne: 1_000\nf: 0\n", encoding="utf-8")
    assert settings.read(path).value == {"a": "012", "b": "12:30", "c": 5, "d": 0.5, "e": "1_000", "f": 0}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--edition", "-1"), "edition is -1; use a year from 2010 to"),
        (("--edition", "99999"), "edition is 99999; use a year from 2010 to"),
        (("--as-of", "1990-01-01"), "as_of is 1990-01-01; use a day from 2010-01-01 to"),
    ],
)
def test_a_year_or_day_out_of_range_is_told_in_one_line(words, told):
    done = cds("targets", *words, "--data", str(TINY))
    assert done.returncode == 2 and told in done.stderr and done.stderr.count("\n") == 1


def test_a_target_after_the_horizon_is_forecast_to_its_year():
    short, long = (open_study("vn", horizon=horizon) for horizon in (2029, 2030))
    found = [[study.judge(target).status for target in study.targets] for study in (short, long)]
    assert found[0] == found[1]


def test_a_long_subject_is_refused_before_anything_runs(tmp_path):
    text = (ROOT / "docs" / "letterhead.example.yml").read_text(encoding="utf-8")
    lines = [f"summary: {'Tình hình ' * 30}" if line.startswith("summary:") else line for line in text.splitlines()]
    (path := tmp_path / "head.yml").write_text("\n".join(lines), encoding="utf-8")
    done = cds("brief", "thai-nguyen", "--format", "docx", "--letterhead", str(path), "--out", str(tmp_path))
    assert done.returncode == 2 and "[summary]: found" in done.stderr and "at most 255 letters" in done.stderr
    assert [p.name for p in Path(tmp_path).iterdir()] == ["head.yml"]
