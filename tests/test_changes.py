"""What changed between two briefs: one difference at a time, and parts that add up."""

import json
import shutil
from datetime import date
from decimal import Decimal
from functools import cache
from types import SimpleNamespace

import pandas as pd
import pytest
from conftest import REAL
from hypothesis import given
from hypothesis import strategies as st

from cds_analysis.data import known
from cds_analysis.errors import CdsError, ParameterError
from cds_analysis.findings import changes
from cds_analysis.findings.productivity import claims as productivity_claims
from cds_analysis.findings.share import claims
from cds_analysis.study import open_study, results
from cds_analysis.words import telling

OLD, NEW = "2025-12-31", "2026-11-23"


@pytest.fixture
def data(tmp_path):
    """A copy to change."""
    return shutil.copytree(REAL, tmp_path / "data", ignore=shutil.ignore_patterns("raw"))


@cache
def worked_out(data, as_of, border) -> str:
    study = open_study("thai-nguyen", border=border, as_of=as_of, data_dir=str(data))
    return json.dumps([results.plain(c) for c in (claims(study), productivity_claims(study))])


def brief(folder, data, as_of, border="2025", median_2030=None):
    """A brief's results as the present method gives them, but for the middle of 2030 where one is given."""
    share, productivity = json.loads(worked_out(data, as_of, border))
    if median_2030 is not None:
        share["forecast"]["2030"]["median"] = median_2030
    folder.mkdir(parents=True)
    (folder / "results.json").write_text(json.dumps({"share": share, "productivity": productivity}), encoding="utf-8")
    asked = {"province": "thai-nguyen", "border": border, "edition": 2025, "as_of": as_of, "horizon": 2030}
    (folder / "run.json").write_text(json.dumps({"parameters": asked}), encoding="utf-8")
    return folder


def test_an_earlier_method_is_the_whole_of_a_difference(tmp_path):
    old = brief(tmp_path / "old", REAL, NEW, median_2030=99.0)
    found = changes.between(old, brief(tmp_path / "new", REAL, NEW), REAL)
    row = found.moved.iloc[0]
    assert found.moved["name"].tolist() == ["share.forecast.2030.median"] and row["old"] == 99
    assert row["method"] == row["revision"] == row["new_data"] == row["border"]


def test_a_moved_border_is_the_whole_of_a_difference(tmp_path):
    old = brief(tmp_path / "old", REAL, OLD, border="pre-2025")
    found = changes.between(old, brief(tmp_path / "new", REAL, "2026-02-28"), REAL)  # before growth was printed anew
    rows = found.moved[found.moved["name"].str.startswith("productivity.growth")]
    assert len(rows) and (rows["old"] == rows["new_data"]).all() and (rows["border"] != rows["new_data"]).all()


def test_a_later_print_is_a_revision_and_a_further_year_new_data(data, tmp_path):
    old = brief(tmp_path / "old", data, NEW)
    rows = pd.read_csv(data / "observations.csv", dtype=str, keep_default_na=False)
    share = rows["indicator"].eq("digital_economy_share") & rows["place"].eq("thai-nguyen") & rows["border"].eq("2025")
    printed = rows[share & rows["period"].eq("2025") & rows["measure"].eq("gso-experimental")].tail(1)
    printed = printed.assign(vintage="2027-02-01", known="2027-02-01")
    table = pd.concat([rows, printed.assign(value="27.53"), printed.assign(period="2026", value="31")])
    table.to_csv(data / "observations.csv", index=False, lineterminator="\n")
    known.forget()
    found = changes.between(old, brief(tmp_path / "new", data, "2027-02-01"), data)
    row = found.moved.set_index("name").loc["share.forecast.2030.median"]
    assert row["method"] == row["old"]
    assert row["revision"] < row["old"] - 1  # the figure of 2025 fell by two points
    assert row["new_data"] > row["revision"] + 1 and row["border"] == row["new_data"]
    assert "share.latest.2026" in found.appeared and "share.latest.2025" in found.gone


def test_growth_that_another_body_prints_anew_is_a_revision_whoever_printed_it_first(data, tmp_path):
    folder = changes.revised(data, date(2026, 2, 28), tmp_path / "revised")
    rows = pd.read_csv(folder / "observations.csv", dtype=str, keep_default_na=False)
    rows = rows[rows["indicator"].eq("grdp_growth") & rows["place"].eq("thai-nguyen") & rows["known"].gt("2026-02-28")]
    assert {"2020", "2022", "2024"} <= set(rows["period"]) and not {"2018", "2019"} & set(
        rows.query("border == '2025'")["period"]
    )


def test_briefs_of_two_places_or_in_the_wrong_order_are_refused(tmp_path):
    old, new = brief(tmp_path / "old", REAL, OLD), brief(tmp_path / "new", REAL, NEW)
    with pytest.raises(ParameterError, match="knows 2026-11-23, the second only 2025-12-31"):
        changes.between(new, old, REAL)
    run = json.loads((old / "run.json").read_text(encoding="utf-8"))
    run["parameters"]["province"] = "bac-ninh"
    (old / "run.json").write_text(json.dumps(run), encoding="utf-8")
    with pytest.raises(ParameterError, match="two briefs of one place"):
        changes.between(old, new, REAL)
    with pytest.raises(CdsError, match=r"no results.json, run.json"):
        changes.between(tmp_path / "none", new, REAL)


@given(st.lists(st.floats(-1e4, 1e4), min_size=5, max_size=5), st.booleans())
def test_printed_parts_add_up_to_the_last_digit(stages, probability):
    name = "target.x.probability" if probability else "share.latest.2025"
    row = changes.as_printed({"name": name} | dict(zip(["old", *changes.STEPS], stages, strict=True)))
    assert row["old"] + sum(row["parts"].values(), Decimal(0)) == row["new"]
    assert all(part.as_tuple().exponent >= -2 for part in row["parts"].values())


def verdict(target, status, probability=None, figure=None, reason="", **more):
    """A verdict as results.json keeps it."""
    asked = {"comparator": ">=", "value": 20.0, "upto": None, "by": 2025, "indicator": "digital_economy_share"} | more
    told = {"status": status, "probability": probability, "figure": figure, "reason": reason, "distance": None}
    return {"target": target, **asked, **told}


def printed(value, period="2025", source="paper", border=""):
    return {"period": period, "value": value, "source": source, "border": border}


def worded(before: dict, after: dict, lang="vi") -> list[str]:
    """What is told first of two briefs, with the target of the real register."""
    study = open_study("thai-nguyen", lang=lang)
    days, told = ({"as_of": OLD}, {"as_of": NEW}), (changes.turned(before, after), changes.printed(before, after))
    told = changes.Changes(pd.DataFrame(), [], [], 0, *days, *told).records
    told |= {"goals": study.goals, "units": study.known.units, "sources": {"paper": "Báo X"}}
    told |= {"place": {"tier": "province"}}
    return [s for name in ("verdicts", "figures") for s in telling.tell(f"changes.{name}", lang, told)]


SHARE = "digital_economy_share_grdp_2025"


def test_a_verdict_that_moved_is_told_first_with_the_figure_that_moved_it():
    before = {"share": {"targets": [verdict(SHARE, "cannot_be_judged")]}}
    after = {"share": {"targets": [verdict(SHARE, "met", figure=printed(29.53))]}}
    assert worded(before, after)[0] == (
        "Mục tiêu tỷ trọng kinh tế số trong GRDP (tối thiểu 20% đến năm 2025): từ “chưa đủ số liệu để đánh giá” sang "
        "“đạt”, vì có số liệu năm 2025 là 29,53%; Báo X."
    )
    assert worded(after, after) == ["Không kết luận nào thay đổi."]


def test_a_figure_printed_anew_is_named_with_what_it_was_before():
    before = {"share": {"targets": [verdict(SHARE, "met", figure=printed(20.5))]}}
    after = {"share": {"targets": [verdict(SHARE, "missed", figure=printed(19.5))]}}
    told = worded(before, after, "en")[0]
    assert told.startswith(
        "The target on digital economy's share of GRDP (at least 20% by 2025): from “met” to “missed”, "
    )
    assert told.endswith("because the figure for 2025 was published anew as 19.5% (20.5% before); Báo X.")
    late = {"share": {"targets": [verdict(SHARE, "cannot_be_judged", reason="deadline_unpublished")]}}
    assert worded(before, late)[0].endswith(", vì đã đến hạn mà chưa thu thập được số liệu.")


def test_growth_printed_anew_is_the_cause_of_a_verdict_on_productivity():
    asked = {"indicator": "labour_productivity_growth", "value": 7.0}
    name = "labour_productivity_growth_2025block"
    before, after = (
        {
            "productivity": {
                "targets": [verdict(name, status, **asked)],
                "growth": {
                    year: {"grdp_growth": rate, "refs": "paper|2026-08;other|2025"} for year, rate in growth.items()
                },
            }
        }
        for status, growth in (("uncertain", {"2023": 5.56}), ("missed", {"2018": 9.28, "2019": 7.04, "2023": 1.79}))
    )
    first, *others = worded(before, after)
    assert "từ “chưa chắc chắn” sang “không đạt”, " in first
    assert first.endswith("vì Báo X công bố lại tăng trưởng GRDP năm 2023.")  # by how much is said once, below
    assert others == [
        "Số liệu mới về tăng trưởng GRDP: năm 2018 là 9,28%, năm 2019 là 7,04%; Báo X.",
        "Công bố lại tăng trưởng GRDP: năm 2023 là 1,79% (trước đây 5,56%); Báo X.",
    ]
    ahead = [
        {"productivity": side["productivity"] | {"targets": [verdict(name, "uncertain", p, **asked, by=2030)]}}
        for side, p in ((before, 0.24), (after, 0.14))
    ]  # rates of past years carry the forecast
    assert worded(*ahead)[1].endswith(": từ 25% xuống 15%, vì Báo X công bố lại tăng trưởng GRDP năm 2023.")


def test_a_forecast_that_became_possible_is_no_figure_printed_anew():
    short = {"share": {"targets": [verdict(SHARE, "cannot_be_judged", None, printed(20.5), "one_measure_too_short")]}}
    after = {"share": {"targets": [verdict(SHARE, "off_course", 0.1, printed(19.5))]}}
    assert worded(short, after)[0].endswith(
        "sang “ít khả năng đạt”, vì nay đã đủ số liệu của các năm để dự báo; Báo X."
    )


def test_a_figure_told_with_its_verdict_is_not_told_again():
    before, after = (
        {
            "share": {
                "targets": [verdict(SHARE, status, figure=found and printed(found))],
                "figures": [
                    {
                        "year": 2025,
                        "border": "2025",
                        "measure": "gso-experimental",
                        "value": found,
                        "measure_vi": "Số Cục Thống kê",
                    }
                ]
                if found
                else [],
            }
        }
        for status, found in (("cannot_be_judged", None), ("met", 29.53))
    )
    assert len(worded(before, after)) == 1


def test_rates_on_two_borders_are_no_prints_of_each_other():
    before, after = (
        {
            "place": {"border": border},
            "share": {"targets": [verdict(SHARE, status, figure=printed(growth))]},
            "productivity": {"growth": {"2023": {"grdp_growth": growth}}},
        }
        for border, status, growth in (("pre-2025", "missed", 1.08), ("2025", "met", 21.79))
    )
    (told,) = worded(before, after)
    assert told.endswith("từ “không đạt” sang “đạt”, vì chuyển sang địa giới mới.")


def test_a_chance_that_moved_under_the_same_verdict_comes_after_the_verdicts():
    name = "digital_economy_share_grdp_2030"
    before, after = ({"share": {"targets": [verdict(name, "uncertain", p)]}} for p in (0.551, 0.449))
    assert worded(before, after) == [
        "Không kết luận nào thay đổi.",
        "Khả năng đạt mục tiêu tỷ trọng kinh tế số trong GRDP (khoảng 30% đến năm 2030): từ 55% xuống 45%.",
    ]
    assert changes.turned(before, {"share": {"targets": [verdict(name, "uncertain", 0.5611)]}}) == []  # 55 and 56


def test_a_target_is_the_same_by_what_it_asks_when_its_id_moved():
    old = {"share": {"targets": [verdict("old-name", "uncertain", 0.5), verdict("gone", "met", by=2024)]}}
    new = {"share": {"targets": [verdict("new-name", "met")]}}
    changes.with_present_ids(old, new)
    assert [v["target"] for v in old["share"]["targets"]] == ["new-name", "gone"]
    assert [row["target"] for row in changes.turned(old, new)] == ["new-name"]
    twice = {"share": {"targets": [verdict("a", "met"), verdict("b", "met")]}}
    changes.with_present_ids(twice, new)  # two ask the same: neither is taken for the other
    assert [v["target"] for v in twice["share"]["targets"]] == ["a", "b"]


def test_a_target_in_both_briefs_is_in_neither_alone_whatever_is_known_of_it():
    old, new = {"target.dti.distance": 5.0, "target.gone.distance": 1.0}, {}
    assert changes.only(old, new, {"scorecard": {"verdicts": [verdict("dti", "cannot_be_judged")]}}) == [
        "target.gone.distance"
    ]


def test_verdicts_come_first_and_of_forecasts_the_last_year_alone_at_the_end():
    names = ("share.forecast.2026.median", "share.forecast.2030.median", "share.latest.2025", "target.x.probability")
    stages = dict.fromkeys(["old", *changes.STEPS], 0.5)
    moved = [changes.meaning(name) | changes.as_printed({"name": name} | stages) for name in names]
    assert [(row["of"], row["year"]) for row in changes.few(moved)] == [
        ("target", None),
        ("share", 2025),
        ("share", 2030),
    ]


def records(moved=(), same=0, appeared=(), gone=(), names=None):
    """What the words see of two briefs; targets by the names they have in both languages."""
    days = {"as_of": OLD}, {"as_of": NEW}
    found = changes.Changes(pd.DataFrame(moved), list(appeared), list(gone), same, *days)
    goals = {name: SimpleNamespace(name=lambda lang, text=text: text, by=2030) for name, text in (names or {}).items()}
    return found.records | {"goals": goals}


def test_the_sentence_names_the_steps_that_moved_numbers():
    row = {"name": "share.latest.2025", "old": 1.0, "method": 1.0, "revision": 2.0, "new_data": 2.0, "border": 3.0}
    hidden = row | {"name": "share.latest.2024", "revision": 1.0, "new_data": 1.001, "border": 1.002}
    found = records([row, hidden], 2, gone=["share.latest.2023"])
    vi = [telling.text(f"changes.{name}", "vi", found) for name in ("briefs", "counts")]
    assert "chốt đến ngày 31/12/2025, báo cáo sau đến ngày 23/11/2026" in vi[0]
    assert vi[1] == "Trong 4 số có ở cả hai báo cáo, 1 số thay đổi, do số liệu điều chỉnh và địa giới."  # as printed
    still = telling.text("changes.counts", "en", records(same=2))
    assert still == "Of 2 numbers that both briefs have, none moved."


def test_a_row_of_the_table_names_the_number_and_shows_the_part_of_each_step():
    stages = {"old": 0.5, "method": 0.5, "revision": 0.4, "new_data": 0.612345, "border": 0.612345}
    found = telling.table(
        "changes.rows",
        "vi",
        records(
            [{"name": n} | stages for n in ("target.a.b.probability", "share.forecast.2030.median")],
            names={"a.b": "Số doanh nghiệp số"},
        ),
    )
    assert found.frame.to_numpy().tolist() == [
        ["Số doanh nghiệp số, 2030: xác suất đạt", "50,00", "−10,00", "+21,23", "61,23"],
        ["Tỷ trọng kinh tế số, dự báo năm 2030: mức dự báo", "0,50", "−0,10", "+0,21", "0,61"],
    ]
    assert list(found.frame)[2:4] == [
        "Do số liệu điều chỉnh",
        "Do số liệu mới",
    ]  # steps that moved nothing have no column


def test_numbers_of_one_brief_alone_are_named_once_a_subject():
    appeared = [
        "share.latest.2025",
        *(f"share.forecast.{y}.{r}" for y in (2026, 2027, 2028) for r in ("median", "low80")),
    ]
    appeared += ["target.share_2030.probability", "target.share_2030.distance", "productivity.growth.2024"]
    names = {"share_2030": "Tỷ trọng kinh tế số"}
    assert telling.tell("changes.only", "vi", records(appeared=appeared, names=names)) == [
        "Chỉ có ở báo cáo sau: tỷ trọng kinh tế số, năm 2025; tỷ trọng kinh tế số, dự báo năm 2026-2028; "
        "mục tiêu tỷ trọng kinh tế số, 2030; tốc độ tăng năng suất lao động, năm 2024."
    ]
    assert telling.tell("changes.only", "en", records(gone=["share.latest.2023"])) == [
        "Only in the earlier brief: digital economy's share, 2023."
    ]
