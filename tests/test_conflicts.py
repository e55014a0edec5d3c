"""Figures that contradict each other, who says them, and what hangs on which is believed."""

import shutil
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from conftest import REAL, TINY

from cds_analysis import findings
from cds_analysis.data import observations, provinces, targets
from cds_analysis.data.known import Known
from cds_analysis.findings.conflicts import claims, found, rivals, share_register, stated
from cds_analysis.judging import progress
from cds_analysis.study import open_study
from cds_analysis.words import telling
from cds_analysis.words.spelling import number


def opened(name: str, border: str = "", **more):
    return open_study(name, border=border, data_dir=str(more.pop("data_dir", REAL)), **more)


def told(macro: str, name: str, border: str = "", **more) -> list[str]:
    return findings.conflicts(opened(name, border, **more)).sentences(macro)


def rows_of(name: str, border: str = "") -> list[dict]:
    return share_register(opened(name, border))


def with_row(folder, **changes) -> None:
    """Add a row to the table of a copy of the data: the first row of the share, changed."""
    path = folder / "observations.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    row = table[(table["indicator"] == "digital_economy_share") & (table["place"] == "lam-dong")].iloc[[0]]
    pd.concat([table, row.assign(**changes)]).to_csv(path, index=False)


def groups(folder, name: str = "lam-dong") -> dict[int, dict]:
    place = provinces.find(name, folder, "pre-2025")
    return {g["year"]: g for g in found(Known(folder, date(2026, 2, 1)), place)}


def test_office_and_ministry_on_one_year_contradict_each_other():
    group = groups(TINY)[2022]  # 6.4 by the office, 8.0 by the ministry
    assert [f["value"] for f in group["figures"]] == [6.4, 8.0] and group["span"] == pytest.approx(1.6)
    assert set(groups(TINY)) == {2022}


def test_a_later_print_of_the_same_producer_is_a_revision(broken):
    with_row(broken, value="6.9", vintage="2026-01-05", known="2026-01-05")
    assert 2020 not in groups(broken)


def test_two_sources_of_a_measure_without_producer_contradict_each_other(broken):
    for source, value in (("paper", "6.1"), ("ministry", "7.5")):
        with_row(broken, value=value, measure="provincial-statement", source=source)
    assert [f["value"] for f in groups(broken)[2020]["figures"]] == [6.0, 6.1, 7.5]


def test_figures_that_differ_by_rounding_alone_do_not(broken):
    with_row(broken, value="6.04", measure="provincial-statement", source="paper")
    assert 2020 not in groups(broken)  # 6.0 is printed with one digit


def test_bounds_and_doubtful_figures_contradict_nothing(broken):
    with_row(broken, value="9", comparator=">", measure="reported", source="paper")
    with_row(broken, value="9.5", measure="reported", source="paper", flags="do_not_use")
    assert 2020 not in groups(broken)


def test_a_bound_stands_beside_figures_that_contradict_each_other():
    study = opened("thai-nguyen")
    groups = [g for g in claims(study)["others"] if (g["indicator"], g["year"]) == ("grdp_growth", 2025)]
    (group,) = groups  # one question, whether a source names the prices or not
    assert {(f["comparator"], f["value"]) for f in group["figures"]} >= {("<", 7.0), ("~", 8.0)}
    assert any(f["value"] == 6.33 for f in group["figures"])
    row = next(r for r in findings.conflicts(study).table("other_rows").frame.to_numpy().tolist() if "2025" in r[1])
    assert "6,33%" in row[2] and "dưới 7% (" in row[2] and "8% (" in row[2]


def test_a_rival_is_named_where_it_would_turn_a_verdict():
    study = opened("thai-nguyen", lang="en")
    goal = study.goals["thai-nguyen_grdp_growth_2025_resolution-november-2025"]
    assert rivals(study, [study.judge(goal)]) == []  # about 8.5: missed by 6.33, by about 8 and by less than 7
    easier = study.judge(replace(goal, value=7.5, comparator=">="))
    (found,) = rivals(study, [easier])
    assert (found["ours"], found["status"], found["value"], found["year"]) == ("missed", "met", 8.0, 2025)
    text = telling.text("conflicts.overturned", "en", study.told | {"units": study.known.units, "rivals": [found]})
    assert (
        found["publisher"] in text
        and "another figure for 2025, about 8%; by that one it would be met, not missed." in text
    )


def test_thai_nguyen_by_three_voices_on_two_borders():
    found = [(r["year"], r["border"], r["value"], r["measure"], r["judged"]) for r in rows_of("thai-nguyen")]
    assert found == [
        (2022, "pre-2025", 42.92, "mic-estimate", False),
        (2023, "pre-2025", 31.4, "provincial-statement", True),  # a named bridge lets it stand for the office's
        (2025, "2025", 29.53, "gso-experimental", True),
    ]
    first = rows_of("thai-nguyen")[0]
    assert (first["against"], first["difference"]) == (2023, pytest.approx(42.92 - 31.4))
    old = rows_of("thai-nguyen", "pre-2025")
    assert {r["border"] for r in old} == {"pre-2025"} and old[0]["difference"] == first["difference"]


def test_the_nation_by_office_and_ministry():
    found = {(r["year"], r["measure"]): r for r in rows_of("vn")}
    office = found[2023, "gso-experimental"]
    assert (office["low"], office["high"], office["value"]) == (12.33, 12.87, 12.87)
    differences = {y: found[y, "mic-estimate"]["difference"] for y in (2021, 2022, 2023, 2024)}
    assert differences == pytest.approx({2021: -0.96, 2022: 1.43, 2023: 3.63, 2024: 5.13})
    assert found[2025, "reported"]["difference"] == pytest.approx(18.72 - 14.02)
    assert found[2019, "econ-sea-gmv"]["other_concept"] and found[2019, "econ-sea-gmv"]["difference"] is None


@pytest.mark.parametrize("name", ["thai-nguyen", "vn", "ho-chi-minh", "da-nang", "bac-ninh", "quang-ninh"])
def test_no_figure_of_the_share_is_lost(name):
    study = opened(name)
    held = observations.load(REAL)
    held = held[held["indicator"].eq("digital_economy_share") & held["place"].eq(study.place.slug)]
    held = held[held["period"].str.fullmatch(r"\d{4}") & held["use"].eq("yes")]
    rows = share_register(study)
    for row in held.to_dict("records"):
        year = [r for r in rows if r["year"] == int(row["period"]) and r["measure"] == row["measure"]]
        assert any(r["low"] <= row["value"] <= r["high"] for r in year), row


def test_ho_chi_minh_missed_2022_by_the_office_and_met_it_by_the_ministry():
    study = opened("ho-chi-minh")
    said = claims(study)
    row = next(b for b in said["believed"] if b["ours"]["by"] == 2022)
    assert row["ours"]["status"] == "missed"
    by = {o["measure"]: o for o in row["others"]}
    assert by["mic-estimate"]["status"] == "met" and by["mic-estimate"]["distance"] == pytest.approx(18.86 - 15)
    assert any("thì kết luận là đạt" in s for s in told("believed", "ho-chi-minh"))


def test_the_ministrys_pace_would_do_where_the_offices_would_not():
    said = claims(opened("vn"))
    row = next(b for b in said["believed"] if (b["ours"]["by"], b["ours"]["comparator"]) == (2030, "="))
    other = next(o for o in row["others"] if o["measure"] == "mic-estimate")
    assert other["pace_seen"] == pytest.approx((18.3 - 11.91) / 3)
    assert other["pace_needed"] == pytest.approx((30 - 18.3) / 6)
    assert other["pace_seen"] > other["pace_needed"] and row["ours"]["pace_seen"] < row["ours"]["pace_needed"]
    en = " ".join(told("believed", "vn", lang="en"))
    assert "2.13 percentage points a year, is no less than what is needed (1.95)" in en


def test_other_measures_are_judged_by_the_rules_of_progress():
    study = opened("thai-nguyen", "pre-2025")
    said = claims(study)
    for row in said["believed"]:
        target = study.goals[row["targets"][0]]
        for other in row["others"]:
            value = other["figure"]["value"]
            assert other["distance"] == progress.distance(target, value) and other["holds"] == target.holds(value)
        assert row["ours"] == study.judge(target).as_dict()
        assert "provincial-statement" not in {o["measure"] for o in row["others"]}  # it stands for the office's already


def test_what_a_decision_says_of_its_measure_is_in_the_register_of_targets():
    said = {t.id: stated(t) for t in targets.load(REAL)}
    assert said["digital_economy_share_grdp_2030"] is None
    assert said["cong1_digital_economy_share_2030"] == ("gso-experimental", "worded_as_value_added")
    named = [t for t, s in said.items() if s and s[1] == "by_the_ministry"]
    assert named == ["dong-thap_digital_economy_share_2025_sector-plan-2025"]
    for target in targets.load(REAL):
        if stated(target):
            assert "value added" in target.note_en or "method of the ministry" in target.note_en


def test_other_indicators_of_thai_nguyen():
    found = {(g["indicator"], g["year"]): g for g in claims(opened("thai-nguyen"))["others"]}
    assert [f["value"] for f in found["pci_rank", 2007]["figures"]] == [43, 52]
    assert found["grdp_current", 2016]["span"] == pytest.approx(78612.2 - 75513.7)
    assert found["employed", 2016]["span"] == pytest.approx(30.1)
    assert ("digital_enterprises", 2023) not in found and not any(i == "digital_economy_share" for i, _ in found)


def test_an_earlier_day_knows_fewer_contradictions():
    later = claims(opened("vn", as_of="2025-12-31", edition=2025))
    earlier = claims(opened("vn", as_of="2023-12-31", edition=2023))
    assert [y["year"] for y in earlier["share_years"]] == [2022]
    assert {2022, 2023, 2024} <= {y["year"] for y in later["share_years"]}


def test_a_place_with_one_measure_or_none_says_so():
    assert "none contradicts another" in told("said", "lam-dong", "pre-2025", lang="en")[0]
    none = findings.conflicts(opened("hoa-binh", "pre-2025"))
    assert none.parts["conflicts"]["share"] == [] and none.chart("voices") is None and none.table("register") is None
    assert "Chưa thu thập được số liệu năm nào" in none.sentences("said")[0]


def test_the_chart_names_every_figure_and_the_tables_hold_them():
    found = findings.conflicts(opened("vn", lang="en"))
    chart, table, rows = found.draw("voices"), found.table("register"), found.parts["conflicts"]["share"]
    assert len(table.frame) == len(rows)
    for row in rows:
        assert f"{row['year']}: {number(row['value'], 'en')}%" in chart.alt
    assert "target 2030: 30%" in chart.alt and "(prints: 12.33% to 12.87%)" in table._repr_html_()


@pytest.mark.parametrize(
    ("how", "targets", "said"),
    [
        ([None], 1, "The target on the digital economy's share names no measure. It is judged by"),
        (["by_the_ministry"], 2, "All 2 targets on the digital economy's share name the ministry's method; they are"),
        (
            [None, "worded_as_value_added"],
            3,
            "Of 6 targets on the digital economy's share: 3 name no measure and 3 speak of",
        ),
    ],
)
def test_what_the_decisions_name_is_counted(how, targets, said):
    found = findings.conflicts(opened("vn", lang="en"))
    first = found.parts["conflicts"]["believed"][0]
    alike = [first | {"stated": h and {"measure": "x", "how": h}, "targets": ["a"] * targets} for h in how]
    found.parts = {"conflicts": found.parts["conflicts"] | {"believed": alike}}
    assert any(line.startswith(said) for line in found.sentences("said"))


def test_a_folder_without_targets_on_the_share_has_nothing_to_believe(tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(TINY, folder)
    path = folder / "targets.csv"
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    said = claims(opened("thai-nguyen", data_dir=folder))
    assert said["believed"] == [] and told("believed", "thai-nguyen", data_dir=folder) == [] and len(said["share"]) == 3


def test_a_bound_is_at_no_level_and_a_measure_alone_is_said_to_be_alone():
    said = claims(opened("dong-thap"))  # "under 7 %" of 2024, against 5 and 15 %; the office has no figure
    readings = [o for b in said["believed"] for o in b["others"]]
    assert readings and all(o["holds"] is None and o["distance"] is None for o in readings)
    assert "no figure to compare" in " ".join(told("believed", "dong-thap", lang="en"))
    early = told("believed", "thai-nguyen", as_of="2023-12-31", edition=2023, lang="en")
    assert "Information and Communications”, 42.92% (2022) is 22.92 percentage points above it" in early[0]
