"""notes.vi.md beside a brief: in every format, before the sources, and never touched by a run."""

import json
import zipfile
from pathlib import Path

import nbformat
import pytest
from running import cds
from test_batch import RESULT, new_project, parameters

from cds_analysis.errors import CdsError
from cds_analysis.formats import document
from cds_analysis.formats.document import Document, Heading, Items, Paragraph, Table

NOTES = """\ufeff# Về số liệu

Sở đã *rà soát*, xem [công văn](https://a.vn/x?b=1&copy=2) và <https://b.vn>.

- a_b
- c | d

| Năm | Giá trị |
|---|---|
| 2024 | 12,5 |

<script>alert(1)</script>
"""
READ = (
    Heading(2, "Ghi chú của người nghiên cứu"),
    Heading(3, "Về số liệu"),
    Paragraph("Sở đã rà soát, xem công văn (https://a.vn/x?b=1&copy=2) và https://b.vn."),
    Items(("a_b", "c | d")),
    Table("", ("Năm", "Giá trị"), (("2024", "12,5"),)),
    Paragraph("<script>alert(1)</script>"),
)


@pytest.fixture
def notes(tmp_path) -> Path:
    path = tmp_path / "notes.vi.md"
    path.write_text(NOTES, encoding="utf-8")
    return path


def noted(folder: Path, text: str, own: tuple) -> Document:
    """The document of a notebook of one cell and a researcher's own notes."""
    executed = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text)])
    nbformat.write(executed, folder / "brief.ipynb")
    return document.read(folder / "brief.ipynb", "vi", own)


def test_notes_come_before_the_sources(notes, tmp_path):
    blocks = (Heading(1, "A"), Paragraph("B"), Heading(2, "V. Nguồn số liệu"), Items(("C",)))
    found = noted(tmp_path, "# A\n\nB\n\n## V. Nguồn số liệu\n\n- C\n", document.notes(notes, "vi"))
    assert found.blocks == (*blocks[:2], *READ, *blocks[2:])


def test_notes_come_last_where_there_are_no_sources(tmp_path):
    assert noted(tmp_path, "B", READ).blocks == (Paragraph("B"), *READ)


def test_no_notes_change_nothing(tmp_path):
    assert document.notes(tmp_path / "notes.vi.md", "vi") == ()
    (tmp_path / "notes.vi.md").write_text(" \n", encoding="utf-8")
    assert document.notes(tmp_path / "notes.vi.md", "vi") == ()
    assert noted(tmp_path, "B", ()) == Document("vi", (Paragraph("B"),))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"![](https://a.vn/a.png)", "<img> has no place in notes; use headings"),
        (b"    code", "<pre> has no place"),
        ("Sở".encode("utf-16"), "no text in UTF-8"),
    ],
)
def test_what_has_no_place_in_notes_is_named(tmp_path, content, told):
    path = tmp_path / "notes.vi.md"
    path.write_bytes(content)
    with pytest.raises(CdsError, match=told):
        document.notes(path, "vi")


def test_in_a_page_notes_are_text_and_fetch_nothing(notes, tmp_path):
    nbformat.write(nbformat.v4.new_notebook(), tmp_path / "empty.ipynb")
    page = document.html(tmp_path / "empty.ipynb", "vi", document.notes(notes, "vi"))
    assert "<h2>Ghi chú của người nghiên cứu</h2>\n<h3>Về số liệu</h3>" in page
    assert "&lt;script&gt;" in page and "<script" not in page and "href" not in page
    assert '<td data-label="Giá trị">12,5</td>' in page


@pytest.fixture
def project(tmp_path) -> Path:
    """A project whose brief is a small notebook."""
    folder = new_project(tmp_path / "project")
    cells = [nbformat.v4.new_markdown_cell(text) for text in ("# Báo cáo", "Một câu.", "## Nguồn số liệu")]
    cells += [nbformat.v4.new_code_cell(source) for source in (parameters(), "import json, pathlib", RESULT)]
    cells[3].metadata["tags"] = ["parameters"]
    made = nbformat.v4.new_notebook(cells=cells)
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(made, folder / "notebooks" / "09_annual_brief.ipynb")
    plan = "provinces: [thai-nguyen]\nborders: ['2025']\nlanguages: [vi]\nnotebooks: [09_annual_brief]\nformats: [{}]\n"
    for name, formats in (("both", "html, docx"), ("html", "html"), ("docx", "docx")):
        (folder / f"{name}.yml").write_text(plan.format(formats), encoding="utf-8")
    return folder


def run(project: Path, plan: str, how: str) -> str:
    """Run a plan; the state its one brief ended in."""
    done = cds("run", str(project / f"{plan}.yml"), how, "--json", CDS_HOME=str(project))
    assert done.returncode == 0, done.stderr
    (state,) = json.loads(done.stdout.splitlines()[-1])["states"]
    return state


def word_of(folder: Path) -> str:
    with zipfile.ZipFile(folder / "brief.vi.docx") as parts:
        return parts.read("word/document.xml").decode()


def pages(folder: Path) -> tuple[str, str]:
    return (folder / "brief.vi.html").read_text(encoding="utf-8"), word_of(folder)


def test_notes_survive_every_rerun_and_go_into_every_format(project):
    assert run(project, "both", "--force") == "made"
    (folder,) = (path.parent for path in (project / "outputs").rglob("run.json"))
    assert all("Ghi chú" not in page for page in pages(folder))
    (folder / "notes.vi.md").write_text(NOTES, encoding="utf-8")
    for how, state in (("--resume", "made"), ("--resume", "kept"), ("--force", "made")):
        assert run(project, "both", how) == state
        assert (folder / "notes.vi.md").read_text(encoding="utf-8") == NOTES
        for page in pages(folder):
            assert page.index("Một câu.") < page.index("Sở đã rà soát") < page.index("Nguồn số liệu")
    (folder / "notes.vi.md").unlink()
    assert run(project, "both", "--resume") == "made"
    assert all("Ghi chú" not in page for page in pages(folder))


def test_formats_of_the_same_run_stay_together_and_those_of_other_notes_go(project):
    assert run(project, "html", "--force") == "made"
    assert run(project, "docx", "--resume") == "made"
    assert [run(project, plan, "--resume") for plan in ("html", "docx", "both")] == ["kept", "kept", "kept"]
    (folder,) = (path.parent for path in (project / "outputs").rglob("run.json"))
    (folder / "notes.vi.md").write_text(NOTES, encoding="utf-8")
    assert run(project, "docx", "--resume") == "made"
    assert not (folder / "brief.vi.html").exists()
    assert "Sở đã rà soát" in word_of(folder)
