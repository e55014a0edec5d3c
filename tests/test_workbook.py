"""A brief as a workbook, opened again: its sheets, its tables, its formulas, and texts that would be formulas."""

import json
import re
from dataclasses import replace
from datetime import date

import formulas
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cds_analysis import paths
from cds_analysis.batch import jobs
from cds_analysis.errors import CdsError
from cds_analysis.formats import document, workbook
from cds_analysis.formats.blocks import Heading, Items, Paragraph, Table
from cds_analysis.formats.document import Document

FRAME = {"heading": "Báo cáo nghiên cứu năm 2026 – tỉnh Thái Nguyên", "footer": "cds_analysis · số liệu 0123"}
HOSTILE = ("=cmd|'/c calc'!A1", "+1", "-1", "@x", "=1+1", "{=1}", '=HYPERLINK("http://x","y")')


def made(folder) -> dict:
    """A brief that was made: documents by language, and its results."""
    found = {lang: document.read(folder / jobs.BRIEF / f"{jobs.BRIEF}.{lang}.ipynb", lang) for lang in ("vi", "en")}
    return found | {"results": json.loads((folder / "results.json").read_text(encoding="utf-8"))}


@pytest.fixture(scope="module")
def briefs(thai_nguyens, others) -> dict:
    """Thái Nguyên; a place without a share and without targets; an old border without a share; the nation."""
    slugs = ("lai-chau", "bac-kan", "vn")
    folders = [path for path in others.iterdir() for slug in slugs if path.is_dir() and path.name.startswith(slug)]
    return {path.name.partition("@")[0]: made(path) for path in (thai_nguyens, *folders)}


def write(brief: dict, lang: str, folder, **more):
    return workbook.write_xlsx(replace(brief[lang], **FRAME, **more), brief["results"], folder / f"brief.{lang}.xlsx")


def rows_of(page) -> list[list]:
    """The heading and the rows of a sheet's one table."""
    (table,) = page.tables.values()
    return [[cell.value for cell in row] for row in page[table.ref]]


def column(page, head: str) -> list:
    found = rows_of(page)
    return [row[found[0].index(head)] for row in found[1:]]


def computed(path) -> dict[tuple[str, str], float]:
    """Every formula of a workbook, worked out by a program that is not ours, by sheet and cell."""
    model = formulas.ExcelModel().loads(str(path)).finish()
    values = {}
    for key, found in model.calculate().items():
        cell = re.fullmatch(r"'\[[^]]*\](.+)'!([A-Z]+\d+)", str(key))
        if cell and hasattr(found, "value") and found.value.shape == (1, 1):
            values[cell[1].upper(), cell[2]] = found.value[0, 0]
    return values


PLACES = (("thai-nguyen", "vi"), ("thai-nguyen", "en"), ("lai-chau", "vi"), ("bac-kan", "en"), ("vn", "vi"))


@pytest.mark.parametrize(("slug", "lang"), PLACES)
def test_every_sheet_holds_one_real_table_from_column_a_without_a_gap(briefs, slug, lang, tmp_path):
    book = openpyxl.load_workbook(write(briefs[slug], lang, tmp_path))
    for page in book:
        assert len(page.title) <= 31 and not re.search(r"[\[\]:*?/\\]", page.title)
        (table,) = page.tables.values()
        first, last = table.ref.split(":")
        assert table.headerRowCount == 1 and first[0] == "A" and not first[1].isalpha()
        assert not page.merged_cells.ranges
        assert page.dimensions.split(":")[1] == last  # nothing beside or below it
        assert page.freeze_panes == f"B{int(first[1:]) + 1}"
        cells = rows_of(page)
        assert all(isinstance(head, str) and head for head in cells[0]) and len(set(cells[0])) == len(cells[0])
        assert [c.name for c in table.tableColumns] == cells[0]
        assert all(value not in (None, "") for row in cells for value in row)
        above = [page.cell(row, 1).value for row in range(1, int(first[1:]))]
        assert all(above)


@pytest.mark.parametrize(("slug", "lang"), PLACES)
def test_every_table_of_the_brief_has_its_sheet_with_all_rows(briefs, slug, lang, tmp_path):
    book = openpyxl.load_workbook(write(briefs[slug], lang, tmp_path))
    tables = [block for block in briefs[slug][lang].blocks if isinstance(block, Table)]
    assert tables
    word = {"vi": "Bảng", "en": "Table"}[lang]
    assert sum(name.startswith(word) for name in book.sheetnames) == len(tables)
    for n, table in enumerate(tables, start=1):
        page = book[f"{word} {n}"]
        assert page["A1"].value == table.caption
        assert [[str(v) for v in row] for row in rows_of(page)] == [list(row) for row in (table.head, *table.rows)]


def test_the_cover_lists_and_links_every_sheet(briefs, tmp_path):
    book = openpyxl.load_workbook(write(briefs["thai-nguyen"], "vi", tmp_path))
    assert book.sheetnames[:3] == ["Bìa", "Kết luận chính", "Ghi chú"] and book.sheetnames[-1] == "Nguồn"
    cover = book["Bìa"]
    assert column(cover, "Trang tính") == book.sheetnames[1:]
    linked = {row[0].hyperlink.location for row in cover.iter_rows() if row[0].hyperlink}
    assert linked == {f"'{name}'!A1" for name in book.sheetnames[1:]}
    above = [row[0].value for row in cover["A1:A8"]]
    assert above[0] == briefs["thai-nguyen"]["vi"].title and FRAME["heading"] in above
    assert "Số liệu chốt đến ngày 23/11/2026." in above and any(t.startswith("DỰ THẢO") for t in above)


def test_a_published_brief_bears_its_day_and_no_draft_mark(briefs, tmp_path):
    page = openpyxl.load_workbook(write(briefs["vn"], "vi", tmp_path, published=date(2026, 12, 1)))["Bìa"]
    text = "\n".join(str(row[0].value) for row in page["A1:A9"])
    assert "Công bố ngày 01/12/2026" in text
    assert "DỰ THẢO" not in text and "DỰ THẢO" not in page.oddHeader.left.text


@pytest.mark.parametrize(("slug", "lang"), PLACES)
def test_every_formula_gives_the_number_the_cell_shows(briefs, slug, lang, tmp_path):
    path = write(briefs[slug], lang, tmp_path)
    live, shown, values = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True), computed(path)
    cells = [c for page in live for row in page.iter_rows() for c in row if c.data_type == "f"]
    assert cells
    for cell in cells:
        wanted = shown[cell.parent.title][cell.coordinate].value
        assert values[cell.parent.title.upper(), cell.coordinate] == pytest.approx(wanted, rel=1e-6, abs=1e-6), cell


def test_what_the_cells_show_is_what_results_json_says(briefs, tmp_path):
    results = briefs["thai-nguyen"]["results"]
    path = write(briefs["thai-nguyen"], "vi", tmp_path)
    book = openpyxl.load_workbook(path, data_only=True)
    rates, growth = book["Năng suất - tốc độ tăng"], results["productivity"]["growth"]
    for year, shown in zip(column(rates, "Năm"), column(rates, "Tốc độ tăng năng suất lao động (%)"), strict=True):
        assert shown == (growth[str(year)]["growth"] if growth[str(year)]["growth"] is not None else "[x]")
    level = rows_of(book["Năng suất - mức"])
    for row in level[1:]:
        assert row[3] == results["productivity"]["level"][str(row[0])]["derived"]
    fan = {row[0]: row[1:6] for row in rows_of(book["Tỷ trọng - dự báo"])[1:]}
    for year, row in results["share"]["forecast"].items():
        assert fan[int(year)] == [row[k] for k in ("median", "low80", "high80", "low95", "high95")]
    gaps = book["Mục tiêu - khoảng cách"]
    verdicts = results["scorecard"]["verdicts"] + results["congress"]["verdicts"]
    assert column(gaps, "Mức mục tiêu") == [v["value"] for v in verdicts]
    for gap, verdict in zip(column(gaps, "Khoảng cách (mục tiêu trừ số liệu)"), verdicts, strict=True):
        assert (gap == "[z]") if verdict["distance"] is None else abs(gap) == pytest.approx(abs(verdict["distance"]))
    for pace, verdict in zip(column(gaps, "Mức cần thay đổi mỗi năm"), verdicts, strict=True):
        given = verdict["distance"] is not None and verdict["pace_needed"] is not None
        assert pace == (verdict["pace_needed"] if given else "[z]")


def test_the_share_of_thai_nguyen_and_its_gap_by_hand(briefs, tmp_path):
    path = write(briefs["thai-nguyen"], "en", tmp_path)
    book = openpyxl.load_workbook(path)
    gaps = rows_of(book["Targets - gaps"])
    row = next(r for r in gaps if r[1] == "about 35% by 2030")
    at = gaps.index(row) + int(next(iter(book["Targets - gaps"].tables.values())).ref.split(":")[0][1:])
    assert row[2:5] == [35, 2030, 29.53] and row[10] == f"=C{at}-E{at}" and row[11] == f"=K{at}/(D{at}-H{at})"
    values = computed(path)
    assert values["TARGETS - GAPS", f"K{at}"] == pytest.approx(5.47)  # 35 - 29.53
    assert values["TARGETS - GAPS", f"L{at}"] == pytest.approx(1.094)  # over the five years to 2030


def test_targets_are_named_as_in_the_brief(briefs, tmp_path):
    for slug in ("thai-nguyen", "vn"):
        page = openpyxl.load_workbook(write(briefs[slug], "vi", tmp_path))["Mục tiêu - khoảng cách"]
        said = {row[0] for block in briefs[slug]["vi"].blocks if isinstance(block, Table) for row in block.rows}
        assert set(column(page, "Mục tiêu")) <= said and "[x]" not in column(page, "Mức mục tiêu, bằng lời")


def test_numbers_are_numbers_and_what_is_missing_says_why(briefs, tmp_path):
    book = openpyxl.load_workbook(write(briefs["thai-nguyen"], "vi", tmp_path), data_only=True)
    for name in (n for n in book.sheetnames if " - " in n):
        (table,) = book[name].tables.values()
        head, *rows = book[name][table.ref]
        for j in range(len(head)):
            kinds = {type(row[j].value) for row in rows}
            texts = {row[j].value for row in rows if isinstance(row[j].value, str)}
            assert kinds == {str} or texts <= {"[x]", "[z]"}, (name, head[j].value)
            assert not [t for t in texts if re.fullmatch(r"-?[\d.,]+%?", t)] or head[j].value == "Thời kỳ của số liệu"
    explained = {row[0] for row in rows_of(book["Ghi chú"])}
    assert {"Ký hiệu [x]", "Ký hiệu [z]"} <= explained


def test_the_notes_carry_the_briefs_own_cautions(briefs, tmp_path):
    for slug in ("thai-nguyen", "lai-chau", "vn"):
        brief = briefs[slug]["vi"]
        notes = [row[1] for row in rows_of(openpyxl.load_workbook(write(briefs[slug], "vi", tmp_path))["Ghi chú"])]
        opening = next(block.text for block in brief.blocks if isinstance(block, Paragraph))
        assert opening in notes
        at = [i for i, b in enumerate(brief.blocks) if isinstance(b, Heading) and "phương pháp và hạn chế" in b.text]
        assert next(b.text for b in brief.blocks[at[0] :] if isinstance(b, Paragraph)) in notes


def test_sources_are_listed_with_their_addresses(briefs, tmp_path):
    page = openpyxl.load_workbook(write(briefs["thai-nguyen"], "vi", tmp_path))["Nguồn"]
    sources = [block for block in briefs["thai-nguyen"]["vi"].blocks if isinstance(block, Items)][-1].items
    assert len(sources) > 20
    listed = [f"{row[0]} {row[1]}" if row[1].startswith("http") else row[0] for row in rows_of(page)[1:]]
    assert listed == list(sources)
    (table,) = page.tables.values()
    linked = [row[2].hyperlink.target for row in page[table.ref][1:] if row[2].hyperlink]
    assert linked == [address for address in column(page, "Địa chỉ") if address.startswith("http")]


def small(*texts: str) -> Document:
    table = Table("=1+1", ("=head", "", "=head"), tuple((text, text, text) for text in texts))
    return Document("vi", (Heading(1, "+84"), Paragraph("@x"), table), **FRAME)


def test_texts_never_become_formulas(tmp_path):
    hostile = replace(small(*HOSTILE), heading="=1", footer="-2")
    path = workbook.write_xlsx(hostile, {}, tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(path)
    cells = [cell for page in book for row in page.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert column(book["Bảng 1"], "=head") == list(HOSTILE)
    assert all(c.quotePrefix for c in cells if str(c.value)[0] in "=+-@" and c.row > 4 and c.parent.title == "Bảng 1")


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1), min_size=1))
def test_any_text_comes_back_as_it_was(tmp_path, texts):
    path = workbook.write_xlsx(small(*texts), {}, tmp_path / "x.xlsx")
    page = openpyxl.load_workbook(path)["Bảng 1"]
    assert [str(v) for v in column(page, "=head")] == texts


def test_a_text_too_long_for_a_cell_is_refused(tmp_path):
    with pytest.raises(CdsError, match="32768 characters, a cell holds 32767"):
        workbook.write_xlsx(small("x" * 32_768), {}, tmp_path / "x.xlsx")
    assert not list(tmp_path.iterdir())


def test_equal_briefs_give_equal_bytes_and_no_leftovers(briefs, tmp_path):
    (tmp_path / "a").mkdir()
    one, other = (write(briefs["thai-nguyen"], "vi", folder) for folder in (tmp_path, tmp_path / "a"))
    assert one.read_bytes() == other.read_bytes()
    assert not list(tmp_path.rglob("*.part"))


def test_a_forecast_or_a_share_that_is_missing_leaves_its_sheet_out(briefs, tmp_path):
    names = openpyxl.load_workbook(write(briefs["lai-chau"], "vi", tmp_path)).sheetnames
    assert [n for n in names if n.startswith("Tỷ trọng")] == ["Tỷ trọng - dự báo"]  # an estimate, no figure of its own
    assert "Năng suất - tốc độ tăng" in names and "Mục tiêu - khoảng cách" in names
    empty = replace(briefs["lai-chau"]["vi"], blocks=())
    path = workbook.write_xlsx(empty, {}, tmp_path / "empty.xlsx")
    assert openpyxl.load_workbook(path).sheetnames == ["Bìa", "Ghi chú"]


def test_a_brief_without_its_workbook_is_not_done(tmp_path):
    job = jobs.plan("lai-chau", edition=2026, languages=("vi",), formats=("html", "xlsx"))
    page, book = (tmp_path / job.folder / f"brief.vi.{form}" for form in job.formats)
    page.parent.mkdir(parents=True)
    for path in (page, book):
        path.write_text(path.name, encoding="utf-8")
        files = {p.name: paths.sha256(p) for p in page.parent.iterdir() if p.name != "run.json"}
        jobs.write_record(page.parent / "run.json", {"parameters": job.described(), "files": files})
        assert jobs.is_done(job, tmp_path, {}) == (path == book)


@pytest.mark.parametrize(("slug", "lang"), PLACES)
def test_rows_hold_their_texts_and_keep_off_the_rule(briefs, slug, lang, tmp_path):
    for page in openpyxl.load_workbook(write(briefs[slug], lang, tmp_path)):
        (table,) = page.tables.values()
        head = int(re.sub(r"\D", "", table.ref.split(":")[0]))
        assert page.row_dimensions[head - 1].height >= 24  # room above the table, which has no empty row
        assert page.cell(head, 1).alignment.vertical in (None, "bottom")
        assert page.page_setup.orientation == "landscape"
        assert page.page_setup.fitToHeight == (None if table.name == "contents" else 0)  # None: 1
        assert page.sheet_properties.pageSetUpPr.fitToPage and page.print_title_rows == f"${head}:${head}"
        for row in page.iter_rows(min_row=head + 1):
            texts = [c for c in row if isinstance(c.value, str) and c.alignment.wrap_text]
            for cell in texts:
                assert cell.alignment.vertical == "center"
                wide = next(d.width for d in page.column_dimensions.values() if d.min <= cell.column <= d.max)
                least = len(cell.value) * 0.8 / wide * 14  # letters are narrower than digits
                assert page.row_dimensions[cell.row].height >= min(least, 409), (page.title, cell.value)
