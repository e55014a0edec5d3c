"""`cds targets`: the whole scorecard in the terminal."""

import csv
from collections import Counter

import pytest
from click.testing import CliRunner
from conftest import REAL
from running import cds

from cds_analysis import paths
from cds_analysis.commands import own_target, shared
from cds_analysis.commands.brief import main
from cds_analysis.data import indicators, own_folder, vocabulary
from cds_analysis.findings.targets import ORIGINS, card
from cds_analysis.study import study
from cds_analysis.words import telling


def run(*words: str):
    return CliRunner().invoke(main, ("targets", *words))


@pytest.fixture(scope="module")
def vietnamese() -> str:
    return run("thai-nguyen", "--edition", "2026", "--lang", "vi").output


def test_it_prints_every_target_of_the_scorecard_once(vietnamese):
    opened = study.open_study("thai-nguyen", edition=2026)
    verdicts = opened.scorecard(*ORIGINS)
    numbered = [line for line in vietnamese.splitlines() if line[:3].strip().rstrip(".").isdigit() and line[2] == "."]
    assert len(numbered) == len(verdicts)
    shown = [line[4:] for line in vietnamese.splitlines() if line.startswith("    ")]
    words = Counter(telling.text("targets.judged", "vi", {}, v.as_dict()).upper() for v in verdicts)
    assert sum(words.values()) == sum(card(verdicts)["counts"].values())
    for word, n in words.items():
        assert sum(line == word or line.startswith(word + ":") for line in shown) == n


def test_it_fits_110_columns_and_says_figure_verdict_reason_distance_and_pace(vietnamese):
    assert max(map(len, vietnamese.splitlines())) <= 110
    for text in (
        "Tỷ trọng kinh tế số trong GRDP: khoảng 30% đến năm 2030\n    NHIỀU KHẢ NĂNG ĐẠT: xác suất trên 90%\n"
        "    Số liệu gần nhất: 29,53% (năm 2025, ước tính)\n"
        "    Còn thiếu 0,47 điểm phần trăm so với mục tiêu; cần tăng mỗi năm 0,09 điểm phần trăm\n",
        "KHÔNG ĐẠT: năm 2022 không đạt; mục tiêu đặt cho từng năm",
        "CHỈ TIÊU NGHỊ QUYẾT ĐẠI HỘI ĐẠI BIỂU ĐẢNG BỘ",
    ):
        assert text in vietnamese


def test_english_has_no_vietnamese_words_and_an_earlier_day_no_later_figure():
    out = run("thai-nguyen", "--as-of", "2023-12-31", "--lang", "en").output
    assert max(map(len, out.splitlines())) <= 110
    assert "Newest figure: " in out and "Số liệu" not in out and "2025, estimate" not in out


def test_a_place_without_targets_is_held_against_the_national_yardstick():
    out = run("dien-bien", "--lang", "en").output
    assert "THE NATIONAL YARDSTICK" in out and "nothing the province has promised" in " ".join(out.split())
    assert "20% by 2025" in out and "30% by 2030" in out and "Document: Decision 749/QĐ-TTg" in out
    assert "No target of this place has been collected." not in out
    assert "No target of this place has been collected." in run("dai-tu", "--border", "pre-2025", "--lang", "en").output


def test_wrong_options_are_refused_in_one_line():
    for words, why in [
        (("khong-co",), "no province 'khong-co'; closest: "),
        (("--lang", "fr"), "'fr' is not one of 'vi', 'en'"),
        (("--as-of", "31/12/2023"), "as_of is '31/12/2023', not a day"),
        (("--horizon", "1999"), "horizon is 1999"),
        (("--data", "nowhere"), "nowhere; one of your own is made by `cds data init nowhere`"),
    ]:
        result = run(*words)
        assert result.exit_code == 2 and why in result.output and "Traceback" not in result.output, words


def test_every_origin_of_the_register_has_a_heading():
    import pandas as pd

    assert set(pd.read_csv(paths.resolve("data/targets.csv"))["origin"]) == set(ORIGINS)


ADD = ("add", "thai-nguyen", "--border", "pre-2025", "--indicator", "digital_economy_share", "--by", "2030")
GIVEN = ("--basis", "by_year", "--value", "25", "--origin", "congress", "--decided", "2025-01-05", "--lang", "en")


def test_an_own_target_is_added_to_the_own_folder_judged_and_told(tmp_path, broken):
    mine = tmp_path / "mine"
    own_folder.init(mine, str(broken))
    before = (broken / "targets.csv").read_bytes()
    done = cds("target", *ADD, *GIVEN, "--data", str(mine))
    assert done.returncode == 0 and "25% by 2030" in done.stdout and f"{mine} (a folder of your own" in done.stdout
    assert "2030, origin congress, place thai-nguyen, border pre-2025" in done.stdout
    (row,) = csv.DictReader((mine / "targets.csv").open(encoding="utf-8"))
    assert (row["comparator"], row["level"], row["source"]) == (">=", "province", "own-targets")
    assert (broken / "targets.csv").read_bytes() == before
    written = (mine / "targets.csv").read_bytes()
    same = cds("target", *ADD, *GIVEN, "--data", str(mine))
    assert "This target is there already" in same.stdout and (mine / "targets.csv").read_bytes() == written
    again = cds("target", *ADD, *GIVEN, "--value", "20", "--data", str(mine))  # a second one has an id of its own
    assert again.returncode == 0 and "id own_thai_nguyen_digital_economy_share_2030_2," in again.stdout


def test_on_a_terminal_what_is_missing_is_asked_in_the_readers_language(tmp_path, broken, monkeypatch):
    own_folder.init(tmp_path / "mine", str(broken))
    monkeypatch.setattr(shared, "at_terminal", lambda: True)
    typed = "số trong GRDP\ndigital_economy_share\naverage\n25\n2030\nprogramme\n\n2026\n"
    words = ("--lang", "vi", "target", "add", "thai-nguyen", "--data", str(tmp_path / "mine"))
    done = CliRunner().invoke(main, words, input=typed)
    assert done.exit_code == 0, done.output
    assert "mã, hoặc một từ trong tên" in done.output
    assert "  digital_economy_share  percent  Tỷ trọng kinh tế số" in done.output
    (row,) = csv.DictReader((tmp_path / "mine" / "targets.csv").open(encoding="utf-8"))
    assert [row[name] for name in ("basis", "since", "by", "comparator", "value", "origin")] == (
        ["average", "2026", "2030", ">=", "25", "programme"]
    )


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ((), "targets of your own do not go into the shipped"),
        (("--data", "mine"), "--basis, --value, --origin not given"),
        (("--data", "mine", *GIVEN, "--unit", "rank"), "mine/targets.csv:2 [unit]: 'rank' does not fit"),
        (("--data", "mine", *GIVEN, "--basis", "average"), "[since]: '' with average to 2030; give the first year"),
    ],
)
def test_an_own_target_that_is_none_is_refused_and_nothing_written(tmp_path, broken, monkeypatch, words, why):
    monkeypatch.chdir(tmp_path)  # --data counts from where one stands
    own_folder.init(tmp_path / "mine", str(broken))
    done = cds("target", *ADD, *words)
    assert done.returncode == 2 and why in done.stderr and not (tmp_path / "mine" / "targets.csv").exists()


def test_the_help_of_an_own_target_has_all_words_and_every_indicator_with_its_unit():
    said = cds("target", "add", "--help", CDS_LANG="vi").stdout
    words = [
        *vocabulary.ORIGINS,
        *vocabulary.BASES,
        *vocabulary.TARGET_LEVELS,
        *own_target.COMPARATORS,
        *indicators.load(REAL),
    ]
    assert all(word in said for word in words) and "score_0_100: Điểm PCI" in " ".join(said.split())


def test_what_is_counted_nowhere_is_told():
    old = run("bac-ninh", "--border", "pre-2025", "--lang", "en").output
    assert "not counted here: " in old and "set for the border of 1 July 2025" in old
