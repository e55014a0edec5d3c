"""The brief as a user makes it: `cds brief`, both languages, on real data."""

import json
import re
import shutil
import zipfile
from datetime import date
from html import unescape

import nbformat
import pandas as pd
import pytest
from click.testing import CliRunner
from conftest import REAL, ROOT, TINY
from running import cds

from cds_analysis.batch import execution, jobs, ledger
from cds_analysis.commands import shared
from cds_analysis.commands.brief import main
from cds_analysis.errors import CdsError
from cds_analysis.formats import blocks, document
from cds_analysis.judging.verdict import grade
from cds_analysis.words import spelling


@pytest.fixture
def brief(thai_nguyens):
    return thai_nguyens


def test_the_front_page_leads_to_it(brief):
    page = (brief.parents[1] / "index.html").read_text(encoding="utf-8")
    assert 'href="2026/thai-nguyen/brief.vi.html"' in page and 'href="thai-nguyen.html"' in page
    assert (brief.parents[1] / "thai-nguyen.en.html").is_file()


def words_of(path) -> str:
    page = re.sub(r"<(style|script)\b.*?</\1>|<img[^>]*>", "", path.read_text(encoding="utf-8"), flags=re.S)
    page = re.sub(r"</?span[^>]*>", "", page)  # around a number, naming its key
    return unescape(re.sub(r"<[^>]+>", " ", page))


def office_words(path) -> str:
    """All text of a Word file, heads and feet of pages too."""
    with zipfile.ZipFile(path) as parts:
        texts = [
            parts.read(name).decode() for name in sorted(parts.namelist()) if re.match(r"word/[a-z0-9]+\.xml", name)
        ]
    return unescape(" ".join(re.sub(r"<[^>]+>", "", re.sub(r"</w:p>", " ", text)) for text in texts))


def test_the_word_file_says_all_the_notebook_says(brief):
    for lang in ("vi", "en"):
        read = document.read(brief / "09_annual_brief" / f"09_annual_brief.{lang}.ipynb", lang)
        said = " ".join(office_words(brief / f"brief.{lang}.docx").split())
        texts = [text for block in read.blocks for text in texts_of(block)]
        assert len(texts) > 150 and not [text for text in texts if text not in said]


def texts_of(block) -> list[str]:
    """Every text of a block, in the order of its fields."""
    values = [value for value in vars(block).values() if isinstance(value, (str, tuple))]
    flat = [part for value in values for part in (value if isinstance(value, tuple) else (value,))]
    cells = [cell for part in flat for cell in (part if isinstance(part, tuple) else (part,))]
    return [cell for cell in cells if cell and not (isinstance(block, blocks.Figure) and cell == block.alt)]


def test_the_files_are_where_the_readme_says(brief):
    assert {
        "brief.vi.html",
        "brief.en.html",
        "brief.vi.docx",
        "brief.en.docx",
        "results.json",
        "run.json",
        "09_annual_brief",
    } <= {p.name for p in brief.iterdir()}
    assert not list(brief.rglob("*.part")) and not list(brief.rglob("*.failed.ipynb"))


def test_numbers_are_written_in_the_language(brief):
    vi, en = words_of(brief / "brief.vi.html"), words_of(brief / "brief.en.html")
    assert "29,53%" in vi and "29.53%" not in vi
    assert "29.53%" in en and "29,53%" not in en
    assert "Số liệu chốt đến ngày 23/11/2026" in vi and "Data as of 23 November 2026" in en


def test_each_language_stands_alone(brief):
    vi, en = words_of(brief / "brief.vi.html"), words_of(brief / "brief.en.html")
    assert "The digital economy made up" not in vi and "I. The digital economy" not in vi
    assert "Kinh tế số chiếm" not in en and "I. Kinh tế số" not in en


def test_one_file_without_requests_or_code_of_the_notebook(brief):
    for path in brief.glob("*.html"):
        page = path.read_text(encoding="utf-8")
        assert not re.search(r"<(link|iframe)\b|@import|url\(|<script[^>]* src|fetch|XMLHttp|import\(", page)
        assert all(src.startswith("data:") for src in re.findall(r'src="([^"]*)"', page))
        assert "open_study" not in page and "import " not in words_of(path)
        assert '<meta name="viewport"' in page and "@media print" in page
        assert all(alt for alt in re.findall(r'<img[^>]* alt="([^"]*)"', page)) and page.count("<img") == page.count(
            " alt="
        )


def test_every_number_of_the_headlines_is_in_results(brief):
    results = json.loads((brief / "results.json").read_text(encoding="utf-8"))
    en = words_of(brief / "brief.en.html")
    last = results["share"]["forecast"]["2030"]
    for key in ("low80", "high80", "median"):
        assert f"{last[key]:.1f}%" in en
    for verdict in results["share"]["targets"]:
        if verdict["probability"]:
            assert f"probability {spelling.about_chance(verdict['probability'], 'en')}" in en


def test_the_brief_quotes_the_record_behind_each_probability(brief):
    results = json.loads((brief / "results.json").read_text(encoding="utf-8"))
    en, record = words_of(brief / "brief.en.html"), results["record"]
    printed = results["share"]["targets"] + results["productivity"]["targets"] + results["congress"]["verdicts"]
    assert any(v["probability"] is not None for v in printed)
    own = [v for v in printed if v["probability"] is not None and not v["borrowed"]]
    assert set(record) == {v["indicator"] for v in own}
    assert (
        record["digital_economy_share"]["by_year"]["stand_in"] and "No provincial series of the digital economy" in en
    )
    untried = [found for by_basis in record.values() for found in by_basis.values() if not found["n"]]
    assert [found["kind"] for found in untried] == ["at_least"]  # GRDP per head
    for found in [found for by_basis in record.values() for found in by_basis.values() if found["n"]]:
        for asked in found["asked"]:
            for row in [group["grades"][asked] for group in found["groups"].values() if asked in group["grades"]]:
                assert re.search(rf"\b{row['n']:,}\s+{row['true']:,} \({100 * row['true'] / row['n']:.0f}%\)", en)
        assert f"{found['interval80']['held']:,} of {found['interval80']['n']:,} cases" in en
    for claims in (results["share"], results["productivity"]):
        graded = {v["status"] for v in claims["targets"] if v["probability"] is not None}
        graded |= {grade(v["strict"]) for v in claims["targets"] if v["strict"] is not None}
        assert {g for found in claims["record"].values() for row in found.values() for g in row["asked"]} == graded


def test_the_run_is_recorded(brief):
    run = json.loads((brief / "run.json").read_text(encoding="utf-8"))
    assert run["parameters"]["province"] == "thai-nguyen" and run["parameters"]["border"] == "2025"
    assert len(run["data_sha256"]) == len(run["code_sha256"]) == 64 and run["inputs"]["environment"]["pandas"]


def test_a_brief_of_2023_knows_nothing_published_later(tmp_path):
    done = cds("brief", "thai-nguyen", "--as-of", "2023-12-31", "--lang", "vi", "--out", str(tmp_path), "--quiet")
    assert done.returncode == 0, done.stderr
    folder = tmp_path / "2023" / "thai-nguyen"
    results = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    assert results["share"]["latest"] is None and results["place"]["border"] == "pre-2025"
    known = [f for f in results["share"]["figures"]]
    assert [(f["year"], f["value"]) for f in known] == [(2022, 42.92)]
    assert all(f["vintage"] <= "2023-12-31" for f in known)
    text = words_of(folder / "brief.vi.html")
    assert "42,92%" in text and "29,53%" not in text and "31,4%" not in text
    assert not re.search(r"công bố (năm|ngày \d\d/\d\d?/|tháng \d+/)(2024|2025|2026)", text)


def assert_ends_well(folder, slug, border):
    """Both pages of a brief read as pages should: language, heading, verdicts, no leftovers, decimals, merger first."""
    results = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    assert (results["place"]["slug"], results["place"]["border"]) == (slug, border)
    graded = [v for part in ("share", "productivity") for v in results[part]["targets"]] + results["congress"][
        "verdicts"
    ]
    for n, lang in enumerate(("vi", "en")):
        path = folder / f"brief.{lang}.html"
        page, text = path.read_text(encoding="utf-8"), words_of(path)
        assert f'<html lang="{lang}">' in page and len(re.findall(r"<h1[^>]*>\w[^<]*\?</h1>", page)) == 1
        assert results["place"][lang] in text and str(results["edition"]) in text
        own, _ = re.split(
            r"(?:Phụ lục|Annex) D\. (?:Nguồn số liệu|Sources)", text
        )  # titles of sources stay in their language
        assert not re.search(r"\bnan\b|\bNaN\b|\bNaT\b|\bNone\b|\binf\b|[{}]|Traceback", own), own
        assert not re.search((r"\d\.\d{1,2}%", r"\d,\d{1,2}%")[n], own)
        for status in {v["status"] for v in graded}:
            assert spelling.word("verdict", status, lang) in text
        if joined := results["place"].get("joined"):
            merger = ("Từ ngày 01/7/2025, ", f"On 1 July 2025 {results['place'][lang]} became part of ")[n]
            assert text.index(merger) < text.index(("Kết luận chính", "Key messages")[n]) and joined[lang] in text
    return results


def test_the_merged_unit_ends_well(brief):
    results = assert_ends_well(brief, "thai-nguyen", "2025")
    assert {v["status"] for v in results["share"]["targets"]} >= {"met", "on_course"}


@pytest.mark.parametrize(
    ("slug", "border", "what"),
    [("bac-kan", "pre-2025", "vanished"), ("lai-chau", "2025", "few data"), ("bac-ninh", "2025", "merged")],
)
def test_a_sample_of_the_other_units_ends_well(slug, border, what, others):
    """All 97 are made by `make briefs-all`; these three and Thái Nguyên stand for them."""
    (folder,) = [path for path in others.glob(f"{slug}*") if path.is_dir()]
    results = assert_ends_well(folder, slug, border)
    held = results["share"].get("forecast") or results["share"]["targets"]
    assert {
        "vanished": (results["place"].get("joined") or {}).get("slug") == "thai-nguyen",
        "few data": results["share"]["latest"] is None and results["scorecard"]["origin"] == "yardstick",
        "merged": not results["place"].get("joined") and bool(held),
    }[what]


def test_no_brief_is_made_of_faulty_data(tmp_path, broken):
    table = broken / "observations.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("29.53", "92.53"), encoding="utf-8")
    done = cds("brief", "thai-nguyen", "--data", str(broken), "--out", str(tmp_path), "--quiet")
    assert done.returncode == 2 and "is not what data/raw gives" in done.stderr
    assert not list(tmp_path.rglob("brief.*.html"))


def test_a_failing_cell_is_named_and_nothing_half_is_left(tmp_path):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 0")])
    nbformat.write(notebook, tmp_path / "zero.ipynb")
    with pytest.raises(CdsError, match=r"zero.ipynb, cell 1: ZeroDivisionError: division by zero; .*as far as it ran"):
        execution.execute(tmp_path / "zero.ipynb", tmp_path / "out" / "zero.ipynb", {}, progress=False)
    assert not (tmp_path / "out" / "zero.ipynb").exists()


def test_a_misspelt_parameter_is_refused(tmp_path):
    notebook = ROOT / "notebooks" / "09_annual_brief.ipynb"
    with pytest.raises(CdsError, match="has no parameter provinc; it has province, border"):
        execution.execute(notebook, tmp_path / "out.ipynb", {"provinc": "bac-ninh"}, progress=False)


def test_a_folder_never_mixes_two_runs(tmp_path):
    words = ("brief", "ha-noi", "--data", str(TINY), "--out", str(tmp_path), "--quiet")
    assert cds(*words, "--lang", "vi").returncode == 0
    folder = tmp_path / "2026" / "ha-noi"
    run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    (folder / "run.json").write_text(json.dumps(run | {"data_sha256": "other"}), encoding="utf-8")
    assert cds(*words, "--lang", "en").returncode == 0
    assert [p.name for p in folder.glob("brief.*.html")] == ["brief.en.html"]


def test_the_tiny_data_carries_a_whole_brief(tmp_path):
    done = cds("brief", "thai-nguyen", "--data", str(TINY), "--out", str(tmp_path), "--quiet")
    assert done.returncode == 0, done.stderr
    results = json.loads((tmp_path / "2026" / "thai-nguyen" / "results.json").read_text(encoding="utf-8"))
    assert results["share"]["latest"]["value"] == 29.53


def test_a_published_brief_loses_its_draft_mark_and_is_not_replaced_unasked(brief, tmp_path, monkeypatch):
    folder = shutil.copytree(brief, tmp_path / "out" / "2026" / "thai-nguyen")
    record = jobs.record_of(folder)  # pages and Word files alone, for their cost
    kept = {name: value for name, value in record["files"].items() if not name.endswith((".pdf", ".xlsx", ".png"))}
    jobs.write_record(folder / "run.json", record | {"files": kept})
    data = shutil.copytree(REAL, tmp_path / "data", ignore=shutil.ignore_patterns("raw", "ledger.csv"))
    where = ("--data", str(data), "--out", str(tmp_path / "out"))
    assert "DỰ THẢO" in words_of(brief / "brief.vi.html") and "DỰ THẢO" in office_words(brief / "brief.vi.docx")
    (tmp_path / "out" / "2026" / "thai-nguyen" / "notes.vi.md").write_text("Sở đã rà soát.", encoding="utf-8")
    as_of = json.loads((brief / "run.json").read_text(encoding="utf-8"))["parameters"]["as_of"]
    on, vi_day, en_day = ("--on", as_of), *(spelling.day(date.fromisoformat(as_of), lang) for lang in ("vi", "en"))
    for wrong in ("2099-01-01", "2019-05-01"):
        assert "must lie between" in cds("publish", "2026", "thai-nguyen", "--on", wrong, *where).stderr
    with monkeypatch.context() as full:  # a fault at the last step: the next call makes it whole
        full.setattr(ledger, "append", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        assert "No space left" in cds("publish", "2026", "thai-nguyen", *on, *where, "--yes").stderr
    assert not (data / "ledger.csv").exists()
    done = cds("publish", "2026", "thai-nguyen", *on, *where)
    assert "nothing is published; add --yes" in done.stderr and not (data / "ledger.csv").exists()
    with monkeypatch.context() as person:
        person.setattr(shared, "at_terminal", lambda: True)
        told = CliRunner().invoke(main, ["publish", "2026", "thai-nguyen", *on, *where], input="n\n").output
    assert "Publish it?" in told and "nothing is published" in told and not (data / "ledger.csv").exists()
    done = cds("publish", "2026", "thai-nguyen", *on, *where, "--dry-run")
    assert "2030 interval80 digital_economy_share: " in done.stderr and not (data / "ledger.csv").exists()
    for slip in (True, False):
        done = cds("publish", "2026", "thai-nguyen", *on, *where, "--yes")
        assert done.returncode == 0, done.stderr
        if slip:
            done = cds("publish", "2026", "thai-nguyen", "--undo", *where)
            folder = tmp_path / "out" / "2026" / "thai-nguyen"
            assert "a draft again" in done.stderr and "DỰ THẢO" in words_of(folder / "brief.vi.html")
            assert pd.read_csv(data / "ledger.csv").empty and "published" not in jobs.record_of(folder)
    vi, en = (words_of(tmp_path / "out" / "2026" / "thai-nguyen" / f"brief.{lang}.html") for lang in ("vi", "en"))
    assert "DỰ THẢO" not in vi and f"Công bố ngày {vi_day}" in vi
    assert "DRAFT" not in en and f"Published {en_day}" in en
    vi_word, en_word = (
        office_words(tmp_path / "out" / "2026" / "thai-nguyen" / f"brief.{lang}.docx") for lang in ("vi", "en")
    )
    assert "DỰ THẢO" not in vi_word and f"Công bố ngày {vi_day}" in vi_word and f"Published {en_day}" in en_word
    assert "Sở đã rà soát." in vi and "Sở đã rà soát." in vi_word and "Sở đã rà soát." not in en_word
    entries = pd.read_csv(data / "ledger.csv")
    last = json.loads((brief / "results.json").read_text(encoding="utf-8"))["share"]["forecast"]["2030"]
    row = entries.query("kind == 'interval80' and year == 2030 and indicator == 'digital_economy_share'").iloc[0]
    assert (row["low"], row["middle"], row["high"]) == (last["low80"], last["median"], last["high80"])
    assert cds("publish", "2026", "thai-nguyen", *where).returncode == 2
    refused = cds("brief", "thai-nguyen", "--quiet", "--out", str(tmp_path / "out"))
    assert refused.returncode == 0 and f"published on {as_of}; it stays as it is. --again" in refused.stderr
