"""The notebooks themselves, cell by cell in this process, and by papermill in a kernel."""

import json
import subprocess
import sys
from pathlib import Path

import IPython.display
import nbformat
import papermill
import pytest
from conftest import REAL, ROOT
from IPython.core.formatters import DisplayFormatter

from cds_analysis import findings
from cds_analysis.findings.prints import PRINTS_BEHIND
from cds_analysis.study import results, study
from cds_analysis.words.spelling import number


def run(name: str, folder: Path, **parameters) -> tuple[dict, str]:
    """Run a notebook in this process; its results and all it shows."""
    text = show_in_process(name, folder, **parameters)
    return json.loads((folder / "results.json").read_text(encoding="utf-8")), text


def run_in_a_kernel(name: str, folder: Path, **parameters) -> tuple[dict, str]:
    """The same with papermill in a kernel."""
    source, out = ROOT / "notebooks" / f"{name}.ipynb", folder / f"{name}.ipynb"
    parameters = {"output_dir": str(folder), **parameters}
    executed = papermill.execute_notebook(str(source), str(out), parameters=parameters, progress_bar=False)
    return json.loads((folder / "results.json").read_text(encoding="utf-8")), shown(executed)


def shown(notebook) -> str:
    data = [o.get("data", {}) for c in notebook.cells for o in c.get("outputs", [])]
    return "\n".join(d.get("text/html", d.get("text/markdown", "")) for d in data)


def test_the_share_of_thai_nguyen(tmp_path):
    results, text = run_in_a_kernel("02_digital_economy_share", tmp_path, province="thai-nguyen", lang="vi")
    share = results["share"]
    assert (share["latest"]["value"], share["latest"]["year"], share["latest"]["measure"]) == (
        29.53,
        2025,
        "gso-experimental",
    )
    assert (share["pairs"]["pairs"], share["pairs"]["places"]) == (6, 3)
    crossing = share["crossings"][0]
    joining, main = round(51.9037142036 * 326.5041609), round(110.4203805611 * 1350.3450011)  # head x people, 2023
    weight = joining / (joining + main)  # 10.2 %
    assert (crossing["weight"], crossing["weight_year"]) == (pytest.approx(weight), 2023)
    assert crossing["low"] == pytest.approx(31.4 * (1 - weight) + 4 * weight)  # 28.60
    assert crossing["high"] == pytest.approx(31.4 * (1 - weight) + 10 * weight)  # 29.22
    assert "10,2% GRDP của tỉnh mới (năm 2023)" in text and "từ 28,6% đến 29,2%" in text
    verdicts = {v["target"]: v for v in share["targets"]}
    assert verdicts["digital_economy_share_grdp_2025"]["status"] == "met"
    assert 0 < verdicts["digital_economy_share_grdp_2030"]["probability"] < 1
    movement = share["movement"]
    assert 0 < movement["weight"] < 0.5 and [p["slug"] for p in movement["places"]] == ["ho-chi-minh", "lam-dong", "vn"]
    assert movement["joined"]["points"] == pytest.approx(
        movement["weight"] * movement["own"]["points"] + (1 - movement["weight"]) * movement["prior"]["points"]
    )
    last = share["forecast"]["2030"]
    assert last["low95"] < last["low80"] < last["median"] < last["high80"] < last["high95"]
    assert "29,53%" in text and "42,92%" in text and "31,4%" in text and "29.53%" not in text
    assert (tmp_path / "figures" / "share_fan.vi.svg").is_file()


def test_who_says_what_of_the_share(tmp_path):
    text = show_in_process("02b_whom_to_believe", tmp_path, province="thai-nguyen", lang="vi")
    said = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))["conflicts"]
    assert [(r["year"], r["value"], r["judged"]) for r in said["share"]] == [
        (2022, 42.92, False),
        (2023, 31.4, True),
        (2025, 29.53, True),
    ]
    about_35 = next(b for b in said["believed"] if b["ours"]["value"] == 35)
    assert about_35["stated"]["measure"] == "gso-experimental" and about_35["others"][0]["distance"] == 7.92
    share = findings.share(study.open_study("thai-nguyen", data_dir=str(REAL))).parts["share"]
    verdicts = {v["target"]: results.plain(v) for v in share["targets"]}
    worded = {target: [other["target"] for other in v.pop("worded")] for target, v in verdicts.items()}
    assert all(b["ours"] == verdicts[b["targets"][0]] for b in said["believed"])  # one verdict, not two
    assert worded["digital_economy_share_grdp_2030"] == ["r01_digital_economy_share_2030"]  # "more than 30 %"
    assert "cao hơn 11,52 điểm phần trăm" in text and "đã cao hơn mục tiêu 12,92 điểm" in text
    assert (tmp_path / "figures" / "share_conflicts.vi.svg").is_file()


def test_what_it_would_take(tmp_path):
    text = show_in_process("07_what_would_it_take", tmp_path, province="thai-nguyen", lang="vi")
    results = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    bench, levels = results["workbench"], results["advice"]["levels"]
    assert [row["kind"] for row in levels] == ["target", "chance", "chance", "target", "chance"]
    assert results["advice"]["past"]["n"] and all("trillion_vnd" in row for row in levels)
    assert bench["core"]["kind"] == "assumed" and "từ 28,3% đến 28,4% (giả định)" in text
    assert (tmp_path / "figures" / "growth_needed.vi.svg").is_file()


def test_productivity_of_thai_nguyen_on_the_old_border(tmp_path):
    results, text = run("03_labour_productivity", tmp_path, province="thai-nguyen", border="pre-2025", lang="en")
    found = results["productivity"]
    growth, level = found["growth"], found["level"]["2022"]
    assert growth["2021"]["kind"] == "bridged" and growth["2019"]["kind"] == "direct"
    assert growth["2019"]["growth"] == pytest.approx(100 * (1.0719 / (764.8 / 758.0) - 1))  # 6.24
    assert growth["2022"]["growth"] == pytest.approx(100 * (1.0536386 / (602.9 / 589.4) - 1), abs=1e-5)  # 3.00
    assert level["derived"] == pytest.approx(round(108.1401803 * 1335.987) / 602.9)  # per head x population: 239.63
    assert level["official"] == 243.9 and level["gap_percent"] == pytest.approx(100 * (144_474 / 602.9 / 243.9 - 1))
    assert "computed here as GRDP per head times population" in text and "a difference of 1.7%" in text
    lost = next(v for v in found["targets"] if v["target"] == "labour_productivity_growth_2025block")
    assert (lost["status"], lost["years"]) == ("missed", [2022])
    assert "VND 243.9 million" in text and "was missed in 2022" in text
    block = results["accounts"][0]
    assert (block["since"], block["by"], block["below"], block["bridged"]) == (2021, 2025, [2022], [2021])
    asked = [row["average_grdp"] > row["every_year_grdp"] for row in block["open"]]
    assert asked == [True, True, True] and "as a target for every year it is missed, because 2022" in text
    beside = results["peers"]["growth"]  # without Cao Bằng, Điện Biên and Lai Châu, whose employed persons are bridged
    assert (beside["year"], beside["peers"], beside["of"]) == (2022, 10, 13) and "10 had the figures" in text
    prices = results["peers"]["prices"][-1]
    assert (prices["year"], prices["constant"]) == (2022, growth["2022"]["growth"])
    assert prices["current"] == pytest.approx(100 * (144_474 / 602.9 / (round(99.9643472 * 1323.15) / 589.4) - 1))
    assert "92.6% of industrial production value" in text and "no income of its residents" in text
    sectors = results["sectors"]
    assert sectors["own"] is None and "no number of employed persons by sector has been collected" in text
    assert "rose by 30.3%" in text
    assert sectors["nation"]["total"] == pytest.approx(sectors["nation"]["value_added"] + sectors["nation"]["taxes"])


def test_all_interview_targets_and_achievements_stand_in_a_notebook(tmp_path):
    results, text = run("04_targets", tmp_path, province="thai-nguyen", lang="en")
    card = results["interview"]
    assert card["total"] == 18 and results["achieved"] == 27
    assert sum(card["counts"].values()) == 18 and card["counts"]["void"] == 2
    standing = results["ranks"]["standings"][0]
    assert (standing["score"], standing["rank"], standing["refusal"]) == ("dti_score", 6, "too_short")
    assert results["ranks"]["former"] and "no longer ranked" in text and "90% confidence set" in text
    firms = {v["by"]: v["births"] for v in card["verdicts"] if v["target"].startswith("digital_enterprises")}
    assert {by: (b["missing"], b["months"]) for by, b in firms.items()} == {2025: (376, 29), 2030: (2677, 89)}
    assert "324 enterprises" in text and "30 enterprises a month" in text
    assert text.count("paragraph 6") >= 16 and "The clause follows the 2030 sentence" in text
    assert text.count("not collected") > 5 and "1,148,705" in text and "over 68,000" in text
    read = {m["target"]: m for m in results["methods"] if "growth_ratio" in m["reaches"]}  # two levels or more
    assert set(read) == {
        "cong1_grdp_2030",
        "cong1_grdp_per_capita_2030",
        "cong1_industry_share_2030",
        "thai-nguyen_share_agriculture_2030_congress-1",
    }
    seen, needed = (192_385.082 / 136_366.108) ** (1 / 5) - 1, (361_600 / 136_366.108) ** (1 / 10) - 1
    ratio = {r["method"]: r["ratio"] for r in read["cong1_grdp_2030"]["readings"]}["growth_ratio"]
    assert ratio == pytest.approx(seen / needed)  # 0.70: 7.1 % a year from 2020 where 10.2 were needed
    assert "For the other indicators probabilities are read from simulated paths" in text  # GRDP per head has no record
    assert "published methods apply to 5." in text and text.count("no two methods contradict each other") == 2
    nation = next(m for m in results["methods_nation"] if m["target"] == "nat_digital_economy_2030")
    assert len(nation["reaches"]) == 6 and "0.23: limited progress" in text and "4.2 years behind" in text


def test_what_later_prints_did_to_the_nations_figures_and_verdicts(tmp_path):
    results, text = run("06_vintages", tmp_path, province="vn", lang="vi")
    rows = {(r["indicator"], r["measure"], r["year"]): r for r in results["revisions"]["groups"][0]["rows"]}
    share = rows["digital_economy_share", "gso-experimental", 2023]
    assert (share["first"], share["latest"], share["ratio"]) == (12.33, 12.87, 13.5)
    assert rows["gdp_growth", "gso", 2022]["revision"] == pytest.approx(0.52)
    assert ("labour_productivity" not in {r[0] for r in rows}) and ("employed", "gso", 2015) in rows
    history = [r for r in results["verdicts"]["history"] if r["target"] == "nat749_digital_economy_2025"]
    assert [(r["day"], r["after"]) for r in history[1:]] == [
        ("2025-01-06", "off_course"),
        ("2025-12-31", "missed"),  # by arithmetic: 13.17 % in 2024, no share ever rose by more than 1.23 points a year
    ]
    assert history[1]["cause"] == "both" and [p["value"] for p in history[1]["prints"] if p["year"] == 2023] == [12.87]
    assert "12,33%" in text and "13,5" in text and "12,33% → 12,87%" in text
    assert (tmp_path / "figures" / "revision_size.vi.svg").is_file()


def test_the_figures_of_a_merged_unit_are_rebuilt_from_its_parts(tmp_path):
    text = show_in_process("06_vintages", tmp_path, province="thai-nguyen", lang="vi")
    results = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    rebuilt = {r["indicator"]: r for r in results["rebuilt"]}
    assert rebuilt["employed"]["low"] == pytest.approx(750) and rebuilt["dti_rank"]["published"]["field"] == 34
    assert "từ 28,6% đến 29,22% (năm 2023)" in text and "thứ 8/34" in text
    assert [g["border"] for g in results["revisions"]["groups"]] == ["pre-2025", "2025", "2025"]
    borders = {r["border"] for r in results["verdicts"]["history"]}
    assert borders == {"pre-2025", "2025"} and results["verdicts"]["changes"] > 0
    now = {v["target"]: v["status"] for v in results_of_now()}
    last = {r["target"]: r["after"] for r in results["verdicts"]["history"]}
    assert last.items() <= now.items()  # the last verdict of each target is today's


def results_of_now() -> list[dict]:
    """Today's verdicts on the headline targets of Thái Nguyên."""
    opened = study.open_study("thai-nguyen", data_dir=str(REAL))
    return [opened.judge(t).as_dict() for t in opened.targets if t.indicator.id in PRINTS_BEHIND]


def test_the_methods_are_tried_on_the_past(tmp_path):
    results, text = run("08_model_choice", tmp_path, lang="vi")
    trials, said = results["trials"], results["statements"]
    assert {p["indicator"] for p in trials["panels"]} >= {"pci_score", "papi_total", "labour_force", "grdp_constant"}
    assert "dti_score" not in {p["indicator"] for p in trials["panels"]} and results["dti"]["places"] == 63
    assert trials["error"]["last value"] == 1 and set(trials["by_step"]["panel"]) == {"1", "2", "3", "4", "5"}
    held = trials["held"][trials["chosen"]]
    assert trials["chosen"] == min(
        (m for m in trials["methods"] if trials["held"][m]["cov80"] >= trials["least_held"]), key=trials["error"].get
    )
    assert f"{held['cov80']:.1f}%".replace(".", ",") in text
    for kind in ("at_least", "every_year"):
        row = said[kind]
        assert row["n"] == sum(part["n"] for part in row["parts"]) and row["origins"] > 10
        assert f"{row['n']:,}".replace(",", ".") in text
    for by_basis in results["record"].values():
        groups = [group for found in by_basis.values() for group in found["groups"].values()]
        for row in [row for group in groups for row in group["grades"].values()]:
            true, share = number(row["true"], "vi", 0), number(100 * row["true"] / row["n"], "vi", 0)
            assert f"{true} ({share}%)" in text  # 1.095 (70%)
    charts = {"coverage_by_step", "coverage_by_length", "pit", "calibration", "calibration_of_briefs"}
    assert {p.name for p in (tmp_path / "figures").iterdir()} == {f"{name}.vi.svg" for name in charts}


def test_before_there_is_a_past_nothing_is_claimed(tmp_path):
    text = show_in_process("08_model_choice", tmp_path, as_of="2010-12-31", edition=2010, lang="en")
    results = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert results["trials"] is None and results["record"] == {} and text.count("no provincial series long enough") == 3


def test_from_any_working_folder_with_nothing_but_papermill(tmp_path):
    command = [
        sys.executable,
        "-m",
        "papermill",
        str(ROOT / "notebooks" / "02_digital_economy_share.ipynb"),
        "out.ipynb",
        "-p",
        "province",
        "bac-ninh",
        "-p",
        "output_dir",
        str(tmp_path / "out"),
        "--no-progress-bar",
    ]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    results = json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))
    assert results["place"]["slug"] == "bac-ninh" and results["share"]["latest"]["value"] == 46.3


def test_a_wrong_parameter_stops_the_notebook_with_what_to_do(tmp_path):
    with pytest.raises(papermill.PapermillExecutionError, match="horizon là '2030'"):
        run_in_a_kernel("01_data_quality", tmp_path, horizon="2030")


def show_in_process(name: str, folder: Path, **parameters) -> str:
    """Run the code cells of a notebook in this process, where what an earlier one worked out is kept; all it shows."""
    formatter, space, texts = DisplayFormatter(), {}, []

    def show(*values) -> None:
        found = [formatter.format(value)[0] for value in values if value is not None]
        texts.extend(data.get("text/html", data.get("text/markdown", "")) for data in found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(IPython.display, "display", show)
        for cell in nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4).cells:
            if cell.cell_type != "code":
                continue
            *body, last = split_last(cell.source)
            exec("\n".join(body), space)
            if "parameters" in cell.metadata.get("tags", []):
                exec(last, space)
                space.update(parameters, output_dir=str(folder))
                continue
            try:
                last = compile(last, name, "eval")
            except SyntaxError:
                exec(last, space)
            else:
                show(eval(last, space))
    return "\n".join(texts)


def split_last(source: str) -> list[str]:
    """The statements of a cell as source texts."""
    import ast

    return [ast.get_source_segment(source, node) for node in ast.parse(source).body]
