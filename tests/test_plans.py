"""A plan is checked as a whole before anything runs, and becomes jobs."""

import json
from pathlib import Path

import pytest
import yaml
from conftest import REAL, ROOT
from hypothesis import given
from hypothesis import strategies as st

from cds_analysis.batch import jobs, plans
from cds_analysis.data import provinces


def load(tmp_path: Path, text: str) -> list[jobs.Job]:
    path = tmp_path / "plan.yml"
    path.write_text(text, encoding="utf-8")
    return plans.load(path, data_dir=str(REAL))


def refused(tmp_path: Path, text: str) -> str:
    with pytest.raises(plans.PlanError) as caught:
        load(tmp_path, text)
    return str(caught.value)


def test_the_shipped_plan_makes_all_34_in_both_languages():
    found = plans.load(ROOT / "plans" / "annual.yml", data_dir=str(REAL))
    assert len(found) == 34 and {job.languages for job in found} == {("vi", "en")}
    assert len({job.folder for job in found}) == 34 and found[0].folder.startswith("2026/")


def test_all_of_both_borders_are_97(tmp_path):
    found = load(tmp_path, 'provinces: all\nborders: ["2025", pre-2025]\n')
    assert [sum(job.settled.border == border for job in found) for border in ("2025", "pre-2025")] == [34, 63]
    assert len({job.folder for job in found}) == 97  # no two write the same folder


def test_names_regions_and_slugs_are_found(tmp_path):
    found = load(tmp_path, "provinces: [Thái Nguyên, {region: tây nguyên}, ha-noi]\n")
    highlands = sorted(p.slug for p in provinces.units(REAL, "2025") if p.region == "Tây Nguyên")
    assert highlands == ["dak-lak", "gia-lai", "lam-dong"]
    assert sorted(job.settled.place.slug for job in found) == sorted(["thai-nguyen", "ha-noi", *highlands])


def test_a_day_needs_no_quotes(tmp_path):
    (job,) = load(tmp_path, "provinces: thai-nguyen\nas_of: [2023-12-31]\n")
    assert (str(job.settled.as_of), job.settled.edition, job.settled.border) == ("2023-12-31", 2023, "pre-2025")


def test_exclude_drops_a_language_or_a_whole_run(tmp_path):
    text = "provinces: [thai-nguyen, ha-noi, hue]\nexclude:\n- {province: Hà Nội, language: en}\n- {province: hue}\n"
    assert [(job.settled.place.slug, job.languages) for job in load(tmp_path, text)] == [
        ("thai-nguyen", ("vi", "en")),
        ("ha-noi", ("vi",)),
    ]


def test_include_adds_a_run_of_its_own(tmp_path):
    text = "provinces: [ha-noi]\nlanguages: [vi]\ninclude:\n- {province: bac-kan, border: pre-2025, horizon: 2035}\n"
    added = load(tmp_path, text)[1]
    settled = added.settled
    assert (settled.place.slug, settled.border, settled.horizon) == ("bac-kan", "pre-2025", 2035)
    assert added.languages == ("vi",) and added.folder == "2026/bac-kan~h2035"


def test_all_faults_are_told_together_with_their_lines(tmp_path):
    told = refused(tmp_path, "provnces: all\nlanguages: [vi, fr]\neditions: 2026\n")
    assert "4 fault(s)" in told
    assert "plan.yml:1 [provnces]: no such key; did you mean provinces?" in told
    assert "plan.yml:1 [plan]: provinces is missing" in told
    assert "plan.yml:2 [languages.1]: found 'fr'; use vi, en" in told
    assert "plan.yml:3 [editions]: found 2026 (int); write a list" in told


def test_unknown_names_and_parameters_are_told_together(tmp_path):
    told = refused(
        tmp_path,
        "provinces: [thai-nguyn, ha-noi, {region: Tây Bắc}]\nnotebooks: [09_annual_brief, 10_none]\n"
        "parameters: {09_annual_brief: {otters: x}}\n",
    )
    assert "no province 'thai-nguyn'; closest: thai-nguyen" in told
    assert "no region 'Tây Bắc'; there is" in told
    assert "no notebook '10_none'; there are 00_start_here, 01_data_quality" in told
    assert "has no parameter otters; it has province" in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "the file is empty"),
        ("provinces: [a\n", "write it as valid YAML"),
        ("provinces: all\nprovinces: hue\n", "plan.yml:2 [provinces]: given before, in line 1"),
        ("provinces: hue\nhorizon: [1990]\n", "horizon is 1990; use a year from"),
        ("provinces: hue\nas_of: [2023-13-45]\n", "as_of is '2023-13-45', not a day"),
        ("provinces: hue\nparameters: {05_provinces: {others: all}}\n", "the plan runs no notebook 05_provinces"),
        ("provinces: hue\nparameters: {09_annual_brief: {output_dir: /etc}}\n", "output_dir: set by the plan itself"),
        ("provinces: hue\nexclude: [{province: hue}]\n", "nothing is left to run"),
        ("- a\n- b\n", "write a mapping"),
    ],
)
def test_what_a_plan_cannot_say(tmp_path, text, told):
    assert told in refused(tmp_path, text)


def test_a_file_in_another_encoding_is_named(tmp_path):
    (tmp_path / "plan.yml").write_bytes("provinces: [Thái Nguyên]\n".encode("cp1258", errors="replace") + b"\xff")
    with pytest.raises(plans.PlanError, match="not UTF-8"):
        plans.load(tmp_path / "plan.yml", data_dir=str(REAL))


@given(name=st.text(max_size=30))
def test_no_province_name_leads_out_of_the_outputs(name):
    try:
        found = plans.expand({"provinces": [name]}, data_dir=str(REAL))
    except plans.PlanError:
        return
    for job in found:  # only registered slugs become folders
        assert Path("out", job.folder).resolve().is_relative_to(Path("out").resolve()) and ".." not in job.folder


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "thai-nguyen/../..", "/root", "__import__('os')", "a\nb", "$(id)"]
)
def test_path_tricks_stay_within_the_outputs(tmp_path, name):
    text = yaml.safe_dump({"provinces": [name]}, allow_unicode=True)
    if name.startswith("thai-nguyen"):  # signs do not count in names, so this is a spelling of one
        assert [job.folder for job in load(tmp_path, text)] == ["2026/thai-nguyen"]
    else:
        assert "no province" in refused(tmp_path, text)


def test_the_schema_is_one_for_editors_and_knows_every_key():
    schema = json.loads(plans.SCHEMA.read_text(encoding="utf-8"))
    assert set(plans.DEFAULTS) <= set(schema["properties"])
    assert schema["additionalProperties"] is False
