"""The data package: valid by the frictionless validator, whole, without a cell that becomes a formula."""

import csv
import json
import shutil

import frictionless
import pandas as pd
import pytest
from click.testing import CliRunner
from conftest import REAL, TINY
from hypothesis import given
from hypothesis import strategies as st

from cds_analysis.commands.brief import main
from cds_analysis.errors import CdsError
from cds_analysis.intake import export


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    folder = tmp_path_factory.mktemp("out") / "package"
    result = CliRunner().invoke(main, ["data", "export", str(folder)])
    assert result.exit_code == 0, result.output
    return folder


def faults(folder) -> list:
    return frictionless.validate(str(folder / "datapackage.json")).flatten(["type", "rowNumber", "fieldName"])


def test_the_real_data_pass_the_frictionless_validator(exported):
    report = frictionless.validate(str(exported / "datapackage.json"))
    shipped = {path.stem for path in REAL.glob("*.csv")} - {
        "aliases",
        "former",
        "tiles",
        "record",
        "record_abroad",
        "ledger",
    }
    assert report.valid and {task.name for task in report.tasks} == shipped > {"frame", "looked_for", "doubts"}


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("observations.csv", "\ngdp_growth,vn,", "\ngdp_grwoth,vn,", "foreign-key"),
        ("observations.csv", ",province,2025,10980,", ",province,2025,many,", "type-error"),
        ("observations.csv", ",final,", ",finale,", "constraint-error"),
        ("sources.csv", "\n123docz-10,", "\n123docz-1,", "primary-key"),
        ("units.csv", "\npercent,", "\nper cent,", "hash-count"),
    ],
)
def test_the_validator_finds_what_is_broken(exported, tmp_path, file, old, new, fault):
    """A schema that lets anything pass would be worthless: each break is found."""
    folder = tmp_path / "broken"
    shutil.copytree(exported, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    found = {kind for kind, *_ in faults(folder)}
    assert found & {fault, "hash-count", "byte-count"}
    about = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in about["resources"]:  # and without the checksum, by the schema alone
        resource.pop("hash"), resource.pop("bytes")
    (folder / "datapackage.json").write_text(json.dumps(about), encoding="utf-8")
    if fault != "hash-count":
        assert fault in {kind for kind, *_ in faults(folder)}


def test_nothing_is_lost_on_the_way_out(exported):
    ours = pd.read_csv(REAL / "observations.csv", dtype=str, keep_default_na=False)
    theirs = pd.read_csv(exported / "observations.csv", dtype=str, keep_default_na=False)
    back = {word: sign for sign, word in export.WORDS.items()}
    pd.testing.assert_frame_equal(theirs.assign(comparator=theirs["comparator"].map(back)), ours)


def test_no_text_of_the_package_is_a_formula(exported):
    about = json.loads((exported / "datapackage.json").read_text(encoding="utf-8"))
    for name, fields in [(r["name"], r["schema"]["fields"]) for r in about["resources"]]:
        texts = [f["name"] for f in fields if f["type"] not in ("number", "integer")]
        with (exported / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                assert not any(row[c].startswith(("=", "+", "-", "@", "\t", "\r")) for c in texts), (name, row)


def test_formulas_of_a_source_are_made_harmless(broken, tmp_path):
    with (broken / "sources.csv").open("a", encoding="utf-8") as file:
        file.write('evil,press,@SUM(A1),"=HYPERLINK(""http://x"")",-1+2,2025,en,,\n')
    folder = tmp_path / "out"
    export.export(broken, folder)
    row = pd.read_csv(folder / "sources.csv", dtype=str, keep_default_na=False).set_index("id").loc["evil"]
    assert list(row[["publisher", "title", "address"]]) == ["'@SUM(A1)", '\'=HYPERLINK("http://x")', "'-1+2"]
    assert not faults(folder)


@given(st.text())
def test_harmless_texts_begin_with_no_sign_of_a_formula_and_lose_nothing(text):
    found = export.harmless(text)
    assert not found.lstrip(" ").startswith(export.FORMULA)
    assert found in (text, "'" + text)


def test_a_folder_that_holds_something_is_refused_and_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("x", encoding="utf-8")
    with pytest.raises(CdsError, match="is not empty; name a new folder"):
        export.export(TINY, tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_a_failed_export_leaves_nothing_behind(broken, tmp_path):
    (broken / "notes.csv").unlink()
    with pytest.raises(OSError):
        export.export(broken, tmp_path / "out")
    assert not [p for p in tmp_path.iterdir() if p != broken]


def test_an_empty_folder_is_filled_and_twice_gives_the_same_bytes(tmp_path):
    (tmp_path / "a").mkdir()
    export.export(TINY, tmp_path / "a")
    export.export(TINY, tmp_path / "b")
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_the_readme_says_in_both_languages_what_is_held(exported):
    text = (exported / "README.md").read_text(encoding="utf-8")
    rows = sum(1 for _ in (REAL / "observations.csv").open(encoding="utf-8")) - 1
    assert f"{rows:,} rows" in text and f"{rows:,}".replace(",", ".") + " dòng" in text
    assert "CC BY 4.0" in text and all(f"`{name}`" in text for name in export.MEANING)
