"""A brief can be checked years later: the same bytes, `cds verify`, schemas of its records, a crate for an archive."""

import json
import os
import shutil
import subprocess
import sys
import zipfile

import pytest
from conftest import ROOT, TINY
from jsonschema import Draft202012Validator
from running import cds

from cds_analysis.batch import crate, jobs, verifying
from cds_analysis.errors import CdsError
from cds_analysis.formats.write import FORMATS


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A brief of the tiny data, in Vietnamese and HTML alone."""
    out = tmp_path_factory.mktemp("small")
    done = cds("brief", "thai-nguyen", "--data", str(TINY), "--lang", "vi", "--out", str(out), "--quiet")
    assert done.returncode == 0, done.stderr
    return out / "2026" / "thai-nguyen"


@pytest.fixture
def copy(small, tmp_path):
    return shutil.copytree(small, tmp_path / "thai-nguyen")


def test_another_run_gives_the_same_bytes(thai_nguyens, tmp_path):
    """Whatever the zone, locale, hash seed and number of workers; in one language, for its cost."""
    plan = tmp_path / "plan.yml"
    plan.write_text(f"provinces: [thai-nguyen]\nlanguages: [en]\nformats: [{', '.join(FORMATS)}]", encoding="utf-8")
    other = {"TZ": "America/Los_Angeles", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    words = ["run", str(plan), "--workers", "2", "--out", str(tmp_path), "--quiet"]
    done = subprocess.run([sys.executable, "-m", "cds_analysis", *words], env=os.environ | other, capture_output=True)
    assert done.returncode == 0, done.stderr
    again = tmp_path / "2026" / "thai-nguyen"
    made = sorted(p.relative_to(again).as_posix() for p in again.rglob("*") if p.is_file())
    there = sorted(p.relative_to(thai_nguyens).as_posix() for p in thai_nguyens.rglob("*") if p.is_file())
    assert made == [name for name in there if ".vi." not in name] and len(made) == 14
    differ = [name for name in made if (again / name).read_bytes() != (thai_nguyens / name).read_bytes()]
    assert differ == ["run.json"]  # of which the languages alone
    one, both = (jobs.record_of(folder) for folder in (again, thai_nguyens))
    assert both.pop("files").items() >= one.pop("files").items()
    assert [record["parameters"].pop("languages") for record in (one, both)] == [["en"], ["vi", "en"]] and one == both


def test_a_brief_that_follows(small):
    done = cds("verify", str(small / "brief.vi.html"), "--quiet")
    assert done.returncode == 0 and "its 7 files made anew are the same, byte for byte" in done.stdout, done.stdout


def test_a_digit_changed_in_the_data_is_found(small, broken):
    table = broken / "observations.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("29.53", "29.58"), encoding="utf-8")
    done = cds("verify", str(small), "--data", str(broken), "--quiet")
    assert done.returncode == 2
    assert done.stdout.startswith("data file observations.csv: another\n09_annual_brief/")
    assert "  share.latest.value: 29.53, would be 29.58\n" in done.stdout and "29,53%" in done.stdout
    assert "it cannot be judged" in done.stdout.splitlines()[-1] and "code file" not in done.stdout


def test_a_digit_changed_in_the_brief_and_in_its_results_is_found(small, copy):
    digits = {"brief.vi.html": ("29,53</span>%", "29,58</span>%"), "results.json": ('"value": 29.53', '"value": 29.58')}
    for name, (old, new) in digits.items():
        text = (copy / name).read_text(encoding="utf-8")
        (copy / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    record = jobs.record_of(copy)
    changed = [f"{name}: changed after it was made, or in run.json" for name in digits]
    assert list(verifying.contradictions(copy, record)) == changed
    told = list(verifying.differing(copy, small, record))
    heads = [line for line in told if not line.startswith(" ")]
    assert heads == ["brief.vi.html: would be another", "results.json: would be another"]
    assert any(line.endswith(".value: 29,58, would be 29,53") for line in told), told
    assert any(line.endswith(".value: 29.58, would be 29.53") for line in told), told
    assert any("“" in line and "29,58%" in line and "would be" in line for line in told), told
    assert verifying.Told(7, [], told, True).verdict == verifying.NOT


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_a_digit_changed_in_a_word_file_or_workbook_is_found(tmp_path, suffix):
    for folder, share in (("here", "29,58"), ("made", "29,53")):
        (tmp_path / folder).mkdir()
        with zipfile.ZipFile(tmp_path / folder / f"brief.vi{suffix}", "w") as file:
            file.writestr("text.xml", f"<w:t>Năm 2025</w:t><w:t>Tỷ trọng {share}%</w:t>")
    record = {"files": {f"brief.vi{suffix}": "0"}}
    told = list(verifying.differing(tmp_path / "here", tmp_path / "made", record))
    assert told == [f"brief.vi{suffix}: would be another", "  “Tỷ trọng 29,58%” would be “Tỷ trọng 29,53%”"]


def test_what_it_was_made_of_and_is_not_here_is_named(small, copy):
    record, job = jobs.record_of(copy), jobs.plan("thai-nguyen", languages=["vi"], data_dir=str(TINY))
    assert list(verifying.lacking(job, record, copy)) == []
    (copy / "notes.vi.md").write_text("Một nhận xét.", encoding="utf-8")
    record["inputs"]["environment"] |= {"pandas": "0.1"}
    record["inputs"]["code"]["cds_analysis/lost.py"] = "0"
    record["parameters"] |= {"letterhead": "0", "earlier": {"folder": "2025/thai-nguyen", "sha256": "0"}}
    record["lock_sha256"] = "0"
    record["git"] = {"commit": "c0ffee", "changed": True}
    told = list(verifying.lacking(job, record, copy))
    assert told[0] == "code file cds_analysis/lost.py: missing" and told[1].startswith("package pandas: 0.1 then, ")
    assert told[2:] == [
        "code: that of commit c0ffee, and changed since",
        "requirements.lock: another",
        "notes.vi.md: another",
        "letterhead: it has one; give it with --letterhead FILE",
        "earlier edition 2025/thai-nguyen: not beside it",
    ]


def test_a_record_that_was_changed_is_told(copy):
    record = jobs.record_of(copy)
    record["inputs"]["data"]["targets.csv"] = "0" * 64
    assert "data_sha256 is not that of the files it lists" in next(verifying.contradictions(copy, record))


@pytest.mark.parametrize("name", ["results", "run"])
def test_records_follow_their_published_schema(thai_nguyens, small, name):
    schema = json.loads((ROOT / "docs" / f"{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    for folder in (thai_nguyens, small):
        found = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        assert not [f"{e.json_path}: {e.message}" for e in Draft202012Validator(schema).iter_errors(found)]
    assert name == "results" or schema["$id"] == found["schema"]


def test_a_published_brief_becomes_a_crate(small, copy, tmp_path):
    with pytest.raises(CdsError, match="a draft; publish it first"):
        crate.export(small)
    record = jobs.record_of(copy) | {"published": "2026-11-30"}
    jobs.write_record(copy / "run.json", record)
    done = cds("export-crate", str(copy))
    assert done.stdout.strip() == str(tmp_path / "thai-nguyen.crate.zip"), done.stderr
    with zipfile.ZipFile(tmp_path / "thai-nguyen.crate.zip") as parts:
        graph = {e["@id"]: e for e in json.loads(parts.read("ro-crate-metadata.json"))["@graph"]}
        assert set(parts.namelist()) == {*record["files"], "run.json", "ro-crate-metadata.json"}
    assert graph["ro-crate-metadata.json"]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.2"}
    root = graph["./"]
    assert root["datePublished"] == "2026-11-30" and root["license"] and root["name"].startswith("Thái Nguyên 2026")
    assert {"@id": "results.json"} in root["hasPart"] and {"@id": "results.json"} in graph["#run"]["result"]
    assert graph["brief.vi.html"]["sha256"] == record["files"]["brief.vi.html"]
    assert len(root["citation"]) > 3 and all(link["@id"] in graph for link in root["citation"])
    before = (tmp_path / "thai-nguyen.crate.zip").read_bytes()
    assert crate.export(copy).read_bytes() == before
    (copy / "results.json").write_text("{}", encoding="utf-8")
    with pytest.raises(CdsError, match=r"not as it was published: results\.json: changed after it was made"):
        crate.export(copy)
