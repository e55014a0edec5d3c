"""What is doubted is said where a conclusion rests on it: of figures, of targets, of documents nobody saw."""

import shutil

import pandas as pd
import pytest
from conftest import REAL, TINY

from cds_analysis import findings
from cds_analysis.data import check, sources, targets
from cds_analysis.study import open_study
from cds_analysis.words import telling


def box(place: str, lang: str = "vi", **more) -> list[str]:
    """What a brief says in full of its targets: of the share, of productivity, of all."""
    study = open_study(place, lang=lang, **more)
    share, productivity = findings.share(study), findings.productivity(study)
    every = findings.brief(study, share, productivity).programme.sentences("summary", "account")
    return [*share.sentences("targets"), *productivity.sentences("targets"), " ".join(every)]


@pytest.fixture(scope="module")
def thai_nguyen() -> dict[str, list[str]]:
    return {lang: box("thai-nguyen", lang) for lang in ("vi", "en")}


def test_a_doubt_is_said_in_full_once_and_recalled_wherever_the_figure_carries_a_sentence(thai_nguyen):
    vi, en = thai_nguyen["vi"], thai_nguyen["en"]
    clause = "; số 29,53% lấy từ một bài báo, vừa ghi là của năm 2025 vừa ghi là của giai đoạn 2021-2025."
    assert vi[0].endswith(clause) and sum(clause in sentence for sentence in vi) == 1
    assert all(sentence.endswith("; cùng lưu ý về số 29,53% nêu trên.") for sentence in vi[1:3])
    assert en[0].endswith("; the 29.53% comes from one article, which gives it for 2025 and for 2021–2025 alike.")
    assert not any("29,53" in sentence for sentence in vi[3:])


def test_every_figure_of_that_article_carries_the_doubt_and_hanois_does_not():
    found = sources.register(REAL, "doubts")
    assert {row["place"] for row in found} == {"bac-ninh", "hai-phong", "ho-chi-minh", "phu-tho", "thai-nguyen"}
    held = pd.read_csv(REAL / "observations.csv", dtype=str, keep_default_na=False)
    for row in found:  # each is about a figure that stands in the table
        same = held[
            (held[["indicator", "place", "period"]] == [row[k] for k in ("indicator", "place", "period")]).all(axis=1)
        ]
        assert float(row["value"]) in same["value"].astype(float).tolist()
    said = findings.share(open_study("phu-tho")).text("level")  # no target, so the section says it
    assert "Số 22,71% lấy từ một bài báo" in said
    assert "bài báo" not in findings.share(open_study("ha-noi")).text("level")


def test_another_print_of_the_figure_keeps_the_doubt_and_a_new_value_loses_it():
    asked = ("digital_economy_share", "thai-nguyen", "2025")
    assert sources.doubt(REAL, *asked, 29.53)["en"].startswith("comes from one article")
    assert sources.doubt(REAL, *asked, 29.6) is None and sources.doubt(TINY, *asked, 29.53) is None


def test_a_doubt_needs_its_whole_key(broken):
    (broken / "doubts.csv").write_text("indicator,place,period,value,vi,en\n,,2025,1,a,b\n,,2025,1,a,b\n", "utf-8")
    told = [str(fault) for fault in check.registers(broken)[0]]
    assert any("comes twice" in fault for fault in told)


def test_the_targets_of_the_interview_are_its_reading_of_the_resolution(thai_nguyen):
    vi, en = thai_nguyen["vi"], thai_nguyen["en"]
    assert "(Nghị quyết số 01-NQ/TU ngày 31/12/2020 theo bài phỏng vấn năm 2023)" in vi[0]
    assert vi[-1].startswith("Trong 18 mục tiêu của Nghị quyết số 01-NQ/TU ngày 31/12/2020 theo bài phỏng vấn năm 2023")
    assert (
        "The verdicts on 18 targets of Resolution 01-NQ/TU of 31 December 2020 as read in an interview of 2023"
        in en[-1]
    )
    assert "phỏng vấn" not in vi[2]  # the congress's own


def test_another_wording_of_the_resolution_stands_beside_with_what_it_would_mean(thai_nguyen):
    study = open_study("thai-nguyen")
    (other,) = study.worded(study.goals["digital_economy_share_grdp_2030"])
    assert (other["comparator"], other["value"], other["target"]) == (">", 30, "r01_digital_economy_share_2030")
    assert 0.8 < other["probability"] < 0.95  # more than 30 %, where "about 30 %" counts from 28.5 %
    assert (
        f"nguồn khác ghi trên 30%, theo đó xác suất đạt khoảng {5 * round(20 * other['probability'])}%"
        in thai_nguyen["vi"][1]
    )
    assert study.worded(study.goals["digital_economy_share_grdp_2025"]) == []  # "20 %" asks what "at least 20 %" asks


def test_seven_per_cent_to_2030_may_be_a_slip_and_says_so(thai_nguyen):
    told = [sentence for sentence in thai_nguyen["vi"] if "2026-2030" in sentence and "năng suất" in sentence]
    assert len(told) == 1 and told[0].endswith("có thể do nhầm lẫn của bài phỏng vấn.")
    assert sum("nhầm lẫn" in sentence for sentence in thai_nguyen["vi"]) == 1


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_no_bracket_is_empty_where_no_document_is_known(lang):
    unknown = {"vi": "(chưa rõ văn bản)", "en": "(document not known)"}[lang]
    named = {t.place for t in targets.load(REAL) if not t.decision_vi} & {"bac-ninh", "ho-chi-minh"}
    for place in sorted(named):
        told = " ".join(findings.share(open_study(place, lang=lang)).sentences("targets"))
        assert "()" not in told and unknown in told


def test_a_city_is_called_a_city_and_an_old_figure_old():
    told = " ".join(findings.share(open_study("hai-phong")).sentences("targets"))
    assert "mục tiêu do thành phố Hải Phòng trước sắp xếp đặt ra" in told and "do tỉnh" not in told
    of_2022 = next(s for s in findings.share(open_study("ho-chi-minh")).sentences("targets") if "năm 2022" in s)
    assert of_2022.endswith("số liệu sơ bộ là 13,51% theo địa giới cũ.")


def test_the_note_on_the_border_names_the_resolution_and_that_its_text_was_not_seen():
    vi, en = (open_study("thai-nguyen", lang=lang).stands.text("about") for lang in ("vi", "en"))
    assert "gồm Thái Nguyên và Bắc Kạn trước đây (Nghị quyết số 202/2025/QH15, có hiệu lực từ ngày 12/6/2025, " in vi
    assert "chưa đối chiếu văn bản); đơn vị mới hoạt động từ ngày 01/7/2025." in vi
    assert ", by Resolution 202/2025/QH15 (in force from 12 June 2025, text not seen); the new unit" in en
    assert "(" not in open_study("thai-nguyen", data_dir=str(TINY)).stands.text("about").split("trước đây")[-1]


def test_the_frame_is_told_of_a_place_as_known_on_the_day():
    told = open_study("thai-nguyen").stands.frame()
    rows = told.frame.set_index("Văn bản")["Nội dung"]
    law = "Luật Chuyển đổi số số 148/2025/QH15, có hiệu lực từ ngày 01/7/2026"
    assert rows[law] == "Khung pháp lý về chuyển đổi số"  # no source is on record
    assert rows["Nghị quyết số 57-NQ/TW ngày 22/12/2024"].endswith(
        "về chuyển đổi số [2]"
    )  # by publisher: Báo, Cổng, ...
    assert "Quyết định số 1893/QĐ-UBND ngày 14/11/2025" in rows.index
    assert told.source.startswith("Nguồn: [1]-[6]. Chưa đối chiếu được với toàn văn của văn bản nào trong bảng. ")
    early = open_study("thai-nguyen", as_of="2025-01-31").stands.frame().frame["Văn bản"].tolist()
    assert early[-1] == "Kế hoạch số 25/KH-UBND ngày 24/01/2025" and not any("1893" in name for name in early)
    assert "1893" not in " ".join(open_study("ha-noi").stands.frame().frame["Văn bản"])


def test_a_document_of_the_frame_is_cited_from_the_register_or_from_none():
    known = {"", *pd.read_csv(REAL / "sources.csv", dtype=str)["id"]}
    assert {row["source"] for row in sources.register(REAL, "frame")} <= known
    assert open_study("thai-nguyen", data_dir=str(TINY)).stands.frame() is None


def test_without_a_record_of_the_last_look_a_figure_is_not_collected_and_nobody_is_blamed():
    vi, en = (findings.productivity(open_study("thai-nguyen", lang=lang)).text("nowcast") for lang in ("vi", "en"))
    assert "chưa thu thập được số lao động có việc làm năm 2023, 2024 và 2025 của tỉnh Thái Nguyên. Nhóm" in vi
    assert "the number of employed persons for 2023, 2024 and 2025 in Thái Nguyên has not been collected. Our" in en


@pytest.fixture
def looked(tmp_path):
    """A copy of the data in which the office was asked for employed persons, in vain until the last look at 2025."""
    folder = shutil.copytree(REAL, tmp_path / "data", ignore=shutil.ignore_patterns("raw"))
    rows = [f"employed,thai-nguyen,{year},Cục Thống kê,National Statistics Office,2026-11-20,no" for year in YEARS]
    with (folder / "looked_for.csv").open("a", encoding="utf-8") as file:
        file.write("\n".join(rows) + "\n")
    return folder


YEARS = (2023, 2024, 2025)


def test_what_was_looked_for_in_vain_is_not_published_and_the_day_is_named(looked):
    vi, en = (
        findings.productivity(open_study("thai-nguyen", lang=lang, data_dir=str(looked))).text("nowcast")
        for lang in ("vi", "en")
    )
    assert (
        "Cục Thống kê chưa công bố số lao động có việc làm năm 2023, 2024 và 2025 của tỉnh Thái Nguyên (tra cứu lần"
        in vi
    )
    assert "(tra cứu lần cuối ngày 20/11/2026). Nhóm" in vi
    assert "has not been published by the National Statistics Office (last looked for on 20 November 2026)." in en


def test_a_look_counts_from_its_day_and_the_last_one_decides(looked):
    def years(as_of):
        study = open_study("thai-nguyen", as_of=as_of, data_dir=str(looked))
        return [row["year"] for row in study.record["looked"] if row["indicator"] == "employed"]

    assert years("2026-11-19") == [] and years("2026-11-20") == [*YEARS]
    with (looked / "looked_for.csv").open("a", encoding="utf-8") as file:
        file.write("employed,thai-nguyen,2025,Cục Thống kê,National Statistics Office,2026-11-22,yes\n")
    sources.register.cache_clear()
    assert years("2026-11-23") == [2023, 2024]


def test_a_count_that_is_held_is_never_called_not_collected():
    told = findings.productivity(open_study("vn", lang="en"))
    assert "been collected" not in told.text("growth")  # 52,400 thousand in 2025, of another publication than 2024
    alone = {"employment_known": False, "employment_held": True, "kind": "no employment"}
    told.parts["productivity"]["growth"][2025].update(alone)
    text = "\n".join(telling.tell("productivity.growth", "en", told.records))
    assert "been collected" not in text
    assert "employed persons for 2025 in Viet Nam is known, but not from one" in text
