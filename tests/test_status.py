"""What is due, late, preliminary or revised, by the release calendar and the table itself."""

import json
from datetime import date

import pandas as pd
import pytest
import yaml
from click.testing import CliRunner
from conftest import REAL, TINY

from cds_analysis.commands.brief import main
from cds_analysis.data import indicators, provinces
from cds_analysis.errors import DataError
from cds_analysis.site import due

PLACE = provinces.find("thai-nguyen", REAL)
ENTRIES = {entry["id"]: entry for entry in due.calendar(REAL)}


def state(name: str, day: str) -> tuple[str, str]:
    found = due.release(ENTRIES[name], REAL, PLACE, date.fromisoformat(day))
    return found["state"], found["period"]


@pytest.mark.parametrize(
    ("day", "wanted"),
    [
        ("2025-01-05", ("due", "2024")),  # the office published on 6 January 2025
        ("2025-01-06", ("held", "2024")),
        ("2026-01-04", ("due", "2025")),
        ("2026-01-05", ("held", "2025")),
        ("2026-12-31", ("held", "2025")),
        ("2027-01-31", ("due", "2026")),
        ("2027-02-01", ("late", "2026")),
    ],
)
def test_the_share_of_the_nation_is_due_until_it_came(day, wanted):
    assert state("nso-digital-share", day) == wanted


def test_targets_of_congress_and_plan_count_when_decided():
    assert state("congress", "2025-09-30") == ("held", "2025")  # of 2020; the next one is of October 2025 here
    assert state("congress", "2025-10-01") == ("held", "2030")
    assert state("annual-plan", "2026-01-15") == ("late", "2026") and state("annual-plan", "2026-02-01")[0] == "held"
    assert state("annual-plan", "2026-12-10") == ("due", "2027")


def test_an_index_is_held_where_all_its_indicators_are():
    found = due.release(ENTRIES["dti"], REAL, PLACE, date(2025, 11, 1))
    assert (found["state"], found["places"], found["missing"]) == ("held", 63, [])
    found = due.release(ENTRIES["dti"], REAL, PLACE, date(2026, 11, 1))
    assert (found["state"], found["newest"], found["missing"]) == ("late", "2024", ["dti_rank", "dti_score"])


def test_quarters_are_those_ended_before_the_release():
    found = dict(due.releases(ENTRIES["nso-quarters"], 2026, 2026))
    assert found == {date(2026, 4, 1): "2026-Q1", date(2026, 7, 1): "2026-Q2", date(2026, 10, 1): "2026-Q3"}


def test_the_calendar_names_registered_things_and_says_what_is_inferred():
    register, measures = indicators.load(REAL), set(indicators.measures(REAL).index)
    for name, entry in ENTRIES.items():
        assert not set(entry["held"].get("indicators", [])) - set(register), name
        assert entry["held"].get("measure", "gso") in measures, name
        assert all(entry[field][lang] for field in ("publisher", "name", "fetch", "remark") for lang in ("vi", "en"))
        assert (entry["basis"] == "inferred") == ("practice" in entry["remark"]["en"] or name == "annual-plan"), name


def test_the_days_the_remarks_name_are_in_the_table():
    """What is called borne out by sources is: the newest days of the share, DTI and PCI stand in the table."""
    rows = pd.read_csv(REAL / "observations.csv", dtype=str, keep_default_na=False)
    for measure, days in [
        ("gso-experimental", ["2025-01-06", "2026-01-05"]),
        ("dti", ["2021-10-19", "2022-08-08", "2023-07-12", "2025-02", "2025-10-21"]),
        ("pci", ["2023-04-11", "2024-05-09", "2025-05-06"]),
        ("papi", ["2021-04-14", "2023-04-12"]),
        ("sipas", ["2023-04", "2024-04-17", "2025-04-06"]),
    ]:
        assert set(days) <= set(rows[rows["measure"] == measure]["vintage"]), measure


def test_what_is_not_final_and_what_was_revised_is_told():
    found = due.of(REAL, PLACE, date(2026, 2, 1), since=date(2024, 12, 31))
    rows = found.not_final.query("indicator == 'digital_economy_share' and measure == 'gso-experimental'")
    assert set(rows[rows["place"] == "thai-nguyen"]["years"]) == {"2025"}
    revised = found.diff.table.query("kind == 'revised' and indicator == 'gdp_growth' and period == '2022'")
    assert revised[["value_old", "value_new"]].values.tolist() == [[8.02, 8.54]]
    assert (
        found.newest.set_index(["indicator", "measure"]).loc[("digital_economy_share", "gso-experimental"), "last"]
        == "2025"
    )


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_command_says_it_in_both_languages(lang):
    out = (
        CliRunner()
        .invoke(main, ["data", "status", "--on", "2026-01-20", "--since", "2025-12-31", "--lang", lang])
        .output
    )
    for words in {
        "vi": ["Tình trạng số liệu đến 20/01/2026: tỉnh Thái Nguyên", "Quá hạn", "Chỉ số năng lực cạnh tranh cấp tỉnh"],
        "en": [
            "State of the data on 20 January 2026",
            "Late",
            "Provincial Competitiveness Index",
            "https://www.nso.gov.vn",
        ],
    }[lang]:
        assert words in out, (words, out)


def test_machines_get_the_same():
    out = CliRunner().invoke(main, ["data", "status", "lam-dong", "--on", "2026-11-24", "--json"]).stdout
    found = json.loads(out)
    assert found["place"] == "lam-dong" and {r["entry"]: r["state"] for r in found["releases"]}["dti"] == "late"


def test_a_folder_without_a_calendar_has_no_releases():
    found = due.of(TINY, provinces.find("thai-nguyen", TINY), date(2026, 2, 1))
    assert found.releases == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"months": [13]}, "calendar.yml:1 [months]: dti: [13]; write months from 1 to 12"),
        ({"figures": "soon"}, "[figures]: dti: soon; write quarter"),
        ({"held": {"place": "moon"}}, "name a place: nation, province or units"),
        ({"held": {"place": "nation"}}, "name indicators, or the origin of targets"),
        ({"basis": "rumour"}, "[basis]: dti: rumour; write sources or inferred"),
    ],
)
def test_a_wrong_entry_is_told_with_its_line(broken, change, told):
    (broken / "calendar.yml").write_text(yaml.safe_dump([ENTRIES["dti"] | change]), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        due.calendar(broken)
    assert told in str(caught.value)
    (broken / "calendar.yml").write_text("- id: x\n", encoding="utf-8")
    with pytest.raises(DataError, match="x: no publisher, name"):
        due.calendar(broken)
