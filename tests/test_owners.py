"""Who owes which figure and when, what is asked for first, the letter, the table that is counted."""

import re
import shutil
from dataclasses import replace
from datetime import date

import docx
import pandas as pd
import pypdf
import pytest
from click.testing import CliRunner
from conftest import REAL, ROOT

from cds_analysis.commands.brief import main
from cds_analysis.data import check, owners, provinces, sources, targets
from cds_analysis.data.known import Known
from cds_analysis.findings import owners as wanted
from cds_analysis.formats import letter
from cds_analysis.judging.figure import Figure
from cds_analysis.judging.verdict import Verdict
from cds_analysis.study import open_study
from cds_analysis.words import telling

TODAY = Known(REAL, date(2026, 11, 28))
THAI_NGUYEN, NATION = TODAY.place("thai-nguyen"), TODAY.nation
GOALS = {target.id: target for target in targets.load(REAL)}
SHARE, GROWTH = "digital_economy_share_grdp_{}", "labour_productivity_growth_{}block"


def whose(indicator: str, place=THAI_NGUYEN, **asked):
    return owners.owner(TODAY, indicator, place, **asked)


def test_every_target_has_a_body_that_owes_its_figure():
    for target in GOALS.values():
        assert whose(target.indicator.id, TODAY.place(target.place)), target.id


@pytest.mark.parametrize(
    ("indicator", "slug", "body"),
    [
        ("digital_enterprises", "thai-nguyen", "Sở Khoa học và Công nghệ tỉnh Thái Nguyên"),
        ("labour_productivity_growth", "da-nang", "Thống kê thành phố Đà Nẵng"),
        ("labour_productivity_growth", "vn", "Cục Thống kê (Bộ Tài chính)"),
        ("dossiers_processed_online_share", "ha-noi", "Văn phòng Ủy ban nhân dân thành phố Hà Nội"),
        ("dti_rank", "hue", "Bộ Khoa học và Công nghệ"),
        ("grdp_growth", "bac-kan", "Thống kê tỉnh Thái Nguyên"),  # Bắc Kạn's figures went there
    ],
)
def test_a_body_has_its_name_of_today_and_the_place_in_it(indicator, slug, body):
    assert whose(indicator, TODAY.place(slug))["body_vi"] == body


@pytest.mark.parametrize(
    ("indicator", "day", "year", "due"),
    [
        ("dti_rank", "2026-10-15", 0, "2026-10-31"),  # comes out in October
        ("dti_rank", "2026-11-01", 0, "2027-10-31"),
        ("dti_rank", "2026-11-28", 2025, "2026-10-31"),  # that of 2025 should be out
        ("labour_productivity_growth", "2026-11-28", 2026, "2027-08-31"),  # the province's yearbook
        ("digital_economy_share", "2026-11-28", 2030, "2031-01-31"),
        ("grdp_growth_q1", "2026-01-05", 2026, "2026-04-30"),
        ("grdp_growth_q4", "2026-01-05", 2026, "2027-01-31"),  # comes with the year
    ],
)
def test_the_day_a_figure_is_due_is_the_last_of_its_month(indicator, day, year, due):
    found = owners.owner(Known(REAL, date.fromisoformat(day)), indicator, THAI_NGUYEN, year)
    assert found["due"] == due


def test_nobody_owes_what_the_register_does_not_name():
    assert whose("gdp_growth") is None  # of a province
    assert whose("pci_score") is None


def test_what_is_called_borne_out_by_sources_is():
    """A document held here quotes or is of that body for that indicator; a month likewise is of the calendar."""
    said = sources.load(REAL)[["quotes", "publisher"]].agg(" ".join, axis=1)
    rows = pd.read_csv(REAL / "observations.csv", dtype=str, keep_default_na=False)
    rows = rows.assign(said=rows["source"].map(said))
    for row in (row for row in sources.register(REAL, "owners") if row["basis"] == "sources"):
        body = "Khoa học và Công nghệ" if row["province"] == "dti" else "Thống kê"
        assert rows[rows["indicator"] == row["indicator"]]["said"].str.contains(body).any(), row
    assert whose("dti_rank")["basis"] == "sources" and whose("digital_enterprises")["basis"] == "inferred"
    assert whose("labour_productivity_growth")["basis"] == "inferred"  # the body is, the month of a yearbook is not


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("\ndti_rank,dti,dti,", "\ndti_rank,dti,dtt,", "owners.csv:{} [province]: 'dtt' is not in calendar.yml"),
        ("\ndti_rank,dti,dti,", "\ndti_rank,dti,,", "targets.csv:2 [indicator]: nobody owes 'dti_rank' (province)"),
        ("\nfdi,,province-finance,inferred\n", "\n", "[indicator]: nobody owes 'fdi' (province); name a release of"),
        (
            "\nfdi,,province-finance,",
            "\nfdi,,province-finance,\nfdi,,province-finance,",
            "[indicator]: 'fdi' comes twice",
        ),
        ("\ndti_rank,dti,dti,sources", "\ndti_rank,dti,dti,rumour", "[basis]: 'rumour'; use one of sources inferred"),
    ],
)
def test_a_register_with_a_gap_is_refused(tmp_path, old, new, told):
    folder = tmp_path / "data"
    shutil.copytree(REAL, folder, ignore=shutil.ignore_patterns("raw", "observations.csv", "record.csv"))
    text = (folder / "owners.csv").read_text(encoding="utf-8")
    line = text[: text.index(old)].count("\n") + 2
    (folder / "owners.csv").write_text(text.replace(old, new), encoding="utf-8")
    assert told.format(line) in "\n".join(map(str, check.registers(folder)[0]))
    assert not check.registers(REAL)[0]


def test_the_clause_says_whose_the_figure_is_and_the_month():
    vi, en = (telling.text("owners.holder", lang, {}, whose("dti_rank")) for lang in ("vi", "en"))
    assert vi == "cơ quan cung cấp số liệu: Bộ Khoa học và Công nghệ; kỳ có số liệu: tháng 10/2027"
    assert en == "the figure would come from the Ministry of Science and Technology; due in October 2027"
    vi = telling.text("owners.holder", "vi", {}, whose("digital_enterprises"))
    assert vi.endswith("tỉnh Thái Nguyên; kỳ có số liệu: tháng 1/2027, theo thông lệ")
    vi = telling.text("owners.holder", "vi", {}, whose("digital_enterprises", year=2025))
    assert vi.endswith("; đã đến kỳ có số liệu: tháng 1/2026, theo thông lệ")
    assert telling.text("owners.holder", "vi", {}, None) == ""


# What is wanted


class View:
    """What `wanted` asks of a study."""

    known, place, as_of = TODAY, THAI_NGUYEN, TODAY.day


def verdict(goal: str, figure: str = "", p: float | None = None, kind: str = "", of: str = "", years=()) -> Verdict:
    """A verdict on a target with a figure of a year, a probability, its kind of evidence."""
    status = {"figures": "met", "void": "void"}.get(kind, "uncertain" if p else "cannot_be_judged")
    found = Figure(figure, 10.0, "=", "final", "x", date(2026, 1, 6), border=of) if figure else None
    made = Verdict(GOALS[goal], status, figure=found, probability=p, years=years)
    told = kind.replace("void", "") if kind else "estimate" if p else "stands_at" if figure else "owner"
    return replace(made, evidence=told)


@pytest.mark.parametrize(
    ("found", "years"),
    [
        (verdict(SHARE.format(2025)), [2025]),  # past, no figure
        (verdict(SHARE.format(2030), "2023"), [2025]),  # the newest year that has ended
        (verdict(SHARE.format(2030), "2025"), []),
        (verdict(SHARE.format(2030), "2025", of="pre-2025"), [2025]),  # of the old border alone
        (verdict(GROWTH.format(2025), "2024", years=(2023, 2025)), [2023, 2025]),
        (verdict(GROWTH.format(2025)), [2021, 2022, 2023, 2024, 2025]),
        (
            verdict(GROWTH.format(2030), "2025", years=(2026, 2027, 2028, 2029, 2030)),
            [],
        ),  # none of them has ended
    ],
)
def test_a_verdict_lacks_the_years_that_ended_without_a_figure(found, years):
    assert wanted.lacking(found, TODAY.day) == years


def test_a_settled_target_wants_nothing():
    for kind in ("figures", "void"):
        assert wanted.wanted(verdict(SHARE.format(2025), kind=kind), View) == []


def test_figures_of_two_borders_are_two():
    found = wanted.wanted(verdict(GROWTH.format(2025), p=0.25, years=(2024, 2025), figure="2023"), View)
    assert [(one["border"], one["years"]) for one in found] == [("pre-2025", [2024]), ("2025", [2025])]
    assert {one["change"] for one in found} == {0.375}  # 2 x 0.25 x 0.75
    assert [one["owner"]["late"] for one in found] == [True, True]  # August 2025 and 2026


def test_a_unit_that_has_ended_is_asked_about_on_its_old_border():
    asked = GOALS["backan_fibre_hamlets_2025"]
    assert wanted.border(asked, TODAY.place("bac-kan"), 2025) == "pre-2025"
    assert wanted.border(asked, TODAY.place("ha-noi"), 2025) == ""  # unchanged


def test_what_settles_most_comes_first_and_what_is_not_known_last():
    figures = [
        *wanted.wanted(verdict("fibre_coverage_communes_2030"), View),  # no probability
        *wanted.wanted(verdict(SHARE.format(2030), "2023", p=0.5), View),  # one figure of 2025 brings 0.5 at most
        *wanted.wanted(verdict("dti_rank_2025", p=0.9), View),  # decides: 0.18
        *wanted.wanted(verdict("digital_enterprises_2025", p=0.5), View),  # decides: 0.5
        *wanted.wanted(verdict("digital_enterprises_2030", p=0.1), View),  # the same figure, for a later target
    ]
    found = wanted.joined(figures)
    assert [one["indicator"] for one in found] == [
        "digital_enterprises",
        "dti_rank",
        "digital_economy_share",
        "fibre_coverage_communes",
    ]
    assert found[0]["targets"] == ["digital_enterprises_2025", "digital_enterprises_2030"]
    assert [one["change"] for one in found] == [0.5, pytest.approx(0.18), 0.5, None]


# The letter


def run(*words: str):
    return CliRunner().invoke(main, words)


@pytest.fixture(scope="module")
def asked():
    return wanted.Owners(open_study("thai-nguyen", as_of="2026-11-23"))


@pytest.fixture(scope="module")
def written(asked, tmp_path_factory):
    head = ROOT / "docs" / "letterhead.example.yml"
    return letter.write(asked, tmp_path_factory.mktemp("ask"), ["docx", "pdf"], head=str(head))


def test_the_letter_has_the_parts_of_an_official_letter(written, asked):
    word = docx.Document(str(written[0]))
    head, *tables, foot = word.tables
    left = [p.text for p in head.rows[1].cells[0].paragraphs if p.text]
    assert left[0].startswith("Số:") and left[0].endswith("/BC-VD") and left[1].startswith("V/v cung cấp số liệu")
    texts = [p.text for p in word.paragraphs]
    assert not {"BÁO CÁO", "Title"} & {*texts, *(p.style.name for p in word.paragraphs)}
    to = [text.strip("-;. ") for text in texts if text.startswith("- ")]
    bodies = [body["owner"]["body_vi"] for body in asked.parts["owed"]["bodies"]]
    assert to == bodies and "Sở Khoa học và Công nghệ tỉnh Thái Nguyên" in bodies
    assert len(tables) == len(bodies)
    assert [p.text for p in foot.rows[0].cells[0].paragraphs][:2] == ["Nơi nhận:", "- Như trên;"]
    assert any(text.endswith("./.") for text in texts) and texts[0].strip() == "DỰ THẢO"
    whole = " ".join(page.extract_text() for page in pypdf.PdfReader(written[1]).pages)
    assert "Kính gửi:" in whole and "V/v cung cấp số liệu" in whole and "BÁO CÁO" not in whole


def test_each_missing_figure_stands_in_it_once_with_period_border_unit_target_and_day(written, asked):
    _, *tables, _ = docx.Document(str(written[0])).tables
    rows = [[cell.text for cell in row.cells] for table in tables for row in table.rows[1:]]
    assert len(rows) == asked.parts["owed"]["figures"] > 5
    assert len({tuple(row[1:3]) for row in rows}) == len(rows)
    (firms,) = [row for row in rows if row[1].startswith("Số doanh nghiệp")]
    assert firms[1].endswith("(doanh nghiệp)") and firms[2] == "Năm 2025, địa giới từ 01/7/2025"
    assert "700" in firms[3] and "đến năm 2025" in firms[3]
    assert re.fullmatch(r"Tháng 1/2026, theo thông lệ \(đã đến kỳ\)", firms[4])


def test_english_is_plain_and_an_old_letter_stays(tmp_path):
    where = ("ask", "thai-nguyen", "--out", str(tmp_path), "--as-of", "2026-11-23")
    done = run(*where, "--lang", "en", "--format", "docx")
    path = tmp_path / "2026" / "thai-nguyen" / "request.en.docx"
    assert done.exit_code == 0 and done.output.strip() == str(path)
    text = "\n".join(p.text for p in docx.Document(str(path)).paragraphs)
    assert text.startswith("Request for figures") and "Kính gửi" not in text and "địa giới" not in text
    before = path.read_bytes()
    done = run(*where, "--lang", "en", "--format", "docx")
    assert done.exit_code == 2 and "there already; --force" in done.output and path.read_bytes() == before
    assert run(*where, "--lang", "en", "--format", "docx", "--force").exit_code == 0


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("ask", "--format", "html"), "--format is 'html'; use docx, pdf or docx,pdf"),
        (("ask", "--lang", "en", "--letterhead", "x.yml"), "--letterhead is for the Vietnamese letter"),
        (("ask", "khong-co"), "no province 'khong-co'"),
        (("targets", "--all"), "--all and -o FILE.csv go together"),
        (("targets", "-o", "x.csv"), "--all and -o FILE.csv go together"),
        (("targets", "--all", "-o", "nowhere/x.csv"), "no folder nowhere; make it first"),
        (("targets", "--all", "-o", "x.csv", "--border", "pre-2025"), "leave out --border"),
    ],
)
def test_wrong_words_are_refused_in_one_line(words, why):
    done = run(*words)
    assert done.exit_code == 2 and why in done.output and "Traceback" not in done.output


# The table that is counted


def test_the_counted_table_has_every_target_of_the_briefs(tmp_path, monkeypatch):
    units = [TODAY.place(slug, provinces.NEW) for slug in ("thai-nguyen", "lai-chau")]
    monkeypatch.setattr(provinces, "units", lambda folder, border: units)
    path = tmp_path / "all.csv"
    done = run("targets", "--all", "-o", str(path), "--as-of", "2026-11-23", "--lang", "vi")
    assert done.exit_code == 0, done.output
    table = pd.read_csv(path, dtype=str)
    study = open_study("thai-nguyen", as_of="2026-11-23")
    of_place = table[table["place"] == "thai-nguyen"].set_index("target")
    assert list(of_place.index) == [v.target.id for v in wanted.of_brief(study)]
    one = of_place.loc["digital_enterprises_2025"]
    assert one["asked"].endswith("700 doanh nghiệp đến năm 2025")
    assert (one["wanted"], one["due"]) == ("2025", "2026-01-31")
    assert one["body"] == "Sở Khoa học và Công nghệ tỉnh Thái Nguyên"
    assert of_place.loc[of_place["status"].isin(["met", "missed", "void"]), ["body", "due"]].isna().all(axis=None)
    assert done.output.splitlines()[-1].startswith(f"{len(table)} mục tiêu: ")


def test_the_last_line_counts_by_evidence_and_status():
    rows = [
        {"evidence": "figures", "status": "met"},
        {"evidence": "estimate", "status": "uncertain"},
        {"evidence": "stands_at", "status": "cannot_be_judged"},
        {"evidence": "owner", "status": "cannot_be_judged"},
        {"evidence": "", "status": "void"},
    ]
    assert wanted.counted(rows, 3) == (
        "5 targets: figures 1 (met 1); estimate 1 (uncertain 1); stands_at 1 (cannot_be_judged 1); "
        "owner 1 (cannot_be_judged 1); void 1 (void 1); 2 of 4 (50 %) with neither verdict nor estimate; "
        "3 units without a share estimate"
    )
