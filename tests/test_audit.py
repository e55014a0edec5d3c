"""The audit of the interview and the congress: numbers a reader can work out by hand."""

import pytest
from conftest import TINY
from test_notebooks import run, show_in_process

from cds_analysis import findings
from cds_analysis.findings.audit import described
from cds_analysis.study import open_study

TODAY, THEN = "2026-11-23", "2023-12-31"


def checks(**asked) -> dict:
    """The checks by name, each with its verdict, its evidence, its numbers."""
    return {c["check"]: c for c in findings.audit(open_study(**asked)).parts["audit"]}


@pytest.fixture(scope="module")
def found() -> dict:
    return checks(province="thai-nguyen", border="2025", as_of=TODAY)


def test_97_per_cent_is_96_53_rounded(found):
    check = found["coverage"]
    assert check["verdict"] == "adds_up" and check["numbers"]["missing"] == 1_190_032 - 1_148_705
    assert check["numbers"]["computed"] == pytest.approx(96.527, abs=0.001)


def test_23_2_billion_dollars_need_a_rate_that_is_not_in_the_table(found):
    assert found["exchange_rate"]["verdict"] == "cannot_be_checked"
    assert found["exchange_rate"]["numbers"]["at_most"] == pytest.approx(560_000 / 23.2)


def test_turnover_is_more_than_all_value_added(found):
    assert found["value_added"]["verdict"] == "does_not"
    assert found["value_added"]["numbers"] == {"times": pytest.approx(560 / 146.96), "year": 2022}


def test_turnover_of_the_year_before(found):
    numbers = found["turnover_course"]["numbers"]
    assert numbers["before"] == pytest.approx(560 / 0.94) and numbers["last_quarter"] == pytest.approx(35 - 23.2 / 0.94)


def test_births_needed_a_month_from_the_first_print(found):
    """July 2023 to December 2025 are 29 months, to December 2030 89; more than 3,000 is 3,001."""
    goals = found["firms"]["numbers"]["goals"]
    assert [g["a_month"] for g in goals] == pytest.approx([376 / 29, 2677 / 89])
    assert found["firms"]["verdict"] == "does_not" and found["firms"]["numbers"]["done"] == 15


def test_the_fibre_year_is_2030_or_2025(found):
    numbers = found["fibre"]["numbers"]
    assert (found["fibre"]["verdict"], numbers["said"], numbers["others"]) == ("ambiguous", 2030, [2025])


def test_transparency_ever_higher_meets_years_without_figures(found):
    numbers = found["transparency"]["numbers"]
    assert found["transparency"]["verdict"] == "cannot_be_checked" and numbers["unpublished"] == [2020, 2021, 2022]
    assert (numbers["pairs"], numbers["rose"], numbers["after"]) == (14, 7, 5.56)


def test_the_congress_has_fewer_people_than_there_are(found):
    assert found["congress"]["verdict"] == "does_not"
    assert found["congress"]["numbers"]["implied"] == pytest.approx(361_600 / 220)
    assert found["congress"]["numbers"]["head"] == pytest.approx(361_600 / 1_711.58)  # average population of 2025


def test_the_centre_is_measured_by_the_index_alone(found):
    assert {k: found["centre"]["numbers"][k] for k in ("year", "rank", "field")} == {
        "year": 2024,
        "rank": 1,
        "field": 14,
    }


def test_a_check_waits_for_its_figures():
    then = checks(province="thai-nguyen", border="pre-2025", as_of=THEN)
    assert "congress" not in then and then["firms"]["numbers"]["done"] is None
    assert then["firms"]["verdict"] == "cannot_be_checked" and then["centre"]["numbers"]["rank"] == 2
    assert checks(province="thai-nguyen", border="pre-2025", as_of="2023-06-30") == {}


def test_other_places_and_tiny_data_have_no_checks():
    assert checks(province="bac-kan", as_of=TODAY) == {}
    checks(province="thai-nguyen", data_dir=str(TINY))


@pytest.mark.parametrize("day", [TODAY, THEN])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_check_is_worded_in_both_languages(day, lang):
    audit = findings.audit(open_study("thai-nguyen", border="pre-2025", as_of=day, lang=lang))
    table = audit.table("checks").frame
    assert len(table) == len(audit.parts["audit"]) and table.map(lambda cell: bool(str(cell).strip())).all(axis=None)


def test_every_check_is_described_in_full():
    """No figure that a check asks for is there for nothing."""
    for check in described():
        assert set(check) <= {"check", "figures", "numbers", "verdict", "evidence"}
        asked = str([check["numbers"], check["verdict"], check.get("evidence", list(check["figures"]))])
        assert all(name in asked for name in check["figures"])


def test_the_nation_has_a_row_as_strong_as_another_with_another_value():
    quality = findings.data_quality(open_study("vn", lang="en"))
    assert quality.parts["rows_by_use"]["other_value"] == 1
    assert "1 with another value in a source as strong" in quality.text("uses")


def test_the_notebook_holds_the_audit(tmp_path):
    results, text = run("01_data_quality", tmp_path, province="thai-nguyen", lang="vi")
    assert len(results["audit"]) == 10 and "96,53%" in text and "24.138 đồng/USD" in text and "1.644 nghìn" in text
    elsewhere = show_in_process("01_data_quality", tmp_path, province="ha-noi", lang="en")
    assert "speaks of Thái Nguyên alone" in elsewhere
