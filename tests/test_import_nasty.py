"""Nasty files through `cds data import --yes`: an exit code, place and remedy, no traceback, the data as they were."""

import os
import re

import pytest
from click.testing import CliRunner
from conftest import TINY
from test_incoming_bad import TEXTS

from cds_analysis.commands.brief import main

HEAD = "Tỉnh,Năm,Phân tổ,value\n"
ROW = "Bắc Kạn,2023,Dân số trung bình (Nghìn người),326.5\n"
SAID = ("--publisher", "Cục", "--title", "Dân số", "--published", "2026-01-31", "--measure", "gso", "--yes")


def taken(*args) -> tuple[int, str]:
    """Exit code and all that is said of an import into the tiny data, which must not change by a byte."""
    before = {path: path.read_bytes() for path in TINY.rglob("*") if path.is_file()}
    run = CliRunner().invoke(main, ["data", "import", "--data", str(TINY), *SAID, *args])
    assert {path: path.read_bytes() for path in TINY.rglob("*") if path.is_file()} == before
    assert run.exception is None or isinstance(run.exception, SystemExit), run.exception
    assert "Traceback" not in run.output and "\x1b" not in run.output
    return run.exit_code, run.output


@pytest.mark.parametrize("name", TEXTS)
def test_a_nasty_file_changes_nothing_and_says_where_and_what_to_do(name, tmp_path):
    raw, says = TEXTS[name]
    (tmp_path / name).write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    code, output = taken(str(tmp_path / name))
    assert code == 2 and re.search(says, output, re.S)
    assert re.search(rf"{re.escape(name)}.*: .+; .+", output)


@pytest.mark.parametrize(
    "args, says",
    [
        (["--source", "../../x"], "'../../x' is no id"),
        (["--source", "CON"], "'CON' is no id"),
        (["--source", "nul"], "'nul' is no id"),
        (["--vintage", "2099"], "2099 is later than today"),
        (["--published", "=1"], "published '=1'"),
        (["--pick", "a=b"], "no such dimension"),
        (["--unit", "=x"], "no unit '=x'"),
        (["--border", "../2025"], "use pre-2025"),
    ],
)
def test_a_nasty_option_changes_nothing(args, says, tmp_path):
    (tmp_path / "x.csv").write_text(HEAD + ROW, encoding="utf-8")
    code, output = taken(str(tmp_path / "x.csv"), *args)
    assert code == 1 and says in output


@pytest.mark.parametrize(
    "text, says",
    [
        ("places: !!python/object/apply:os.system ['exit']\n", "m.yml:1: could not determine a constructor"),
        ("places: {a: skip}\nplaces: {b: skip}\n", "m.yml:2 [places]: given before, in line 1"),
        ("a: " + "[" * 50_000, "m.yml"),
        ("first_row: 9999999\nlabel_columns: {A: place}\n", "m.yml:1 [first_row]"),
        ("header_rows: {1: year}\nfirst_row: 900\nlabel_columns: {A: place}\n", "figures in rows 900 to"),
    ],
)
def test_a_nasty_mapping_changes_nothing(text, says, tmp_path):
    (tmp_path / "x.csv").write_text(HEAD + ROW, encoding="utf-8")
    (tmp_path / "m.yml").write_text(text)
    code, output = taken(str(tmp_path / "x.csv"), "--mapping", str(tmp_path / "m.yml"))
    assert code == 2 and says in output


def test_what_is_no_file_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    for path in (tmp_path / "pipe.csv", "/dev/zero", "-", tmp_path / "none.csv"):
        code, output = taken(str(path))
        assert code == 2 and "is no file that exists; name one file" in output


@pytest.mark.parametrize("name", ["\x1b[31m.csv", "a\u202egpj.csv", "a\nb.csv"])
def test_marks_in_the_name_of_a_file_are_not_printed(name, tmp_path):
    (tmp_path / name).write_text(HEAD + ROW, encoding="utf-8")
    code, output = taken(str(tmp_path / name), "--vintage", "2099")
    assert code == 1 and "\u202e" not in output and "csv: long" in output


def test_of_many_unknown_labels_the_number_is_told(tmp_path):
    lines = "".join(f"T{n},2023,Dân số trung bình (Nghìn người),1\n" for n in range(20_000))
    (tmp_path / "x.csv").write_text(HEAD + lines, encoding="utf-8")
    code, output = taken(str(tmp_path / "x.csv"))
    assert code == 1 and "19,800 more labels that are nothing we know" in output and "no unit is called 'T0'" in output
