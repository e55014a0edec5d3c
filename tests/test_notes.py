"""notes.vi.md beside a brief: in every format, before the sources, and never touched by a run."""

import json
import zipfile
from base64 import b64decode, b64encode
from io import BytesIO
from pathlib import Path

import nbformat
import pytest
from PIL import ExifTags, Image
from running import cds
from test_batch import RESULT, new_project, parameters

from cds_analysis.errors import CdsError
from cds_analysis.formats import document, workbook, write
from cds_analysis.formats.blocks import Figure, Heading, Items, Lines, Paragraph, Table
from cds_analysis.formats.document import Document

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
        (b"![](https://a.vn/a.png)", "the picture https://a.vn/a.png has no place; put a .png, .jpg or .svg beside"),
        (b"![](../a.png)", "the picture ../a.png has no place"),
        (b"![](a.gif)", "the picture a.gif has no place"),
        (b"![](notes.vi.jpg)", "notes.vi.jpg: no picture in JPEG"),
        (b"![](a.png)", "the picture a.png is not beside the notes; put it there"),
        (b"- ![](notes.vi.svg)", "<img> has no place"),
        (b"    code", "<pre> has no place"),
        ("Sở".encode("utf-16"), "no text in UTF-8"),
        (b"| a |\n|---|\n| 1 | 2 |", "line 3: 2 cells below a head of 1"),
        (b"a <!-- b", "a comment <!-- that is never closed"),
    ],
)
def test_what_has_no_place_in_notes_is_named(tmp_path, content, told):
    path = tmp_path / "notes.vi.md"
    path.write_bytes(content)
    for kind in ("svg", "jpg"):
        (tmp_path / f"notes.vi.{kind}").write_text("<svg/>", encoding="utf-8")
    with pytest.raises(CdsError, match=told):
        document.notes(path, "vi")


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("- a\n  - b\n  - c\n- d\n", Items(("a", "d"), below=((0, Items(("b", "c"))),))),
        ("3. a\n4. b\n", Items(("a", "b"), ordered=True, start=3)),
        ("<!-- nội bộ:\nđừng in -->\n\nCâu.\n", Paragraph("Câu.")),
        ("| a | b |\n|---|---|\n| 1 |\n| 1 | 2 |\n", Table("", ("a", "b"), (("1", ""), ("1", "2")))),
        ("a | b\n--|--\n1\\|2 |\n", Table("", ("a", "b"), (("1|2", ""),))),
        ("##### Tiểu mục\n", Heading(3, "Tiểu mục")),
    ],
)
def test_notes_are_markdown_as_readers_know_it(tmp_path, text, block):
    (tmp_path / "notes.vi.md").write_text(text, encoding="utf-8")
    own = document.notes(tmp_path / "notes.vi.md", "vi")
    assert own[1:] == (block,)
    assert noted(tmp_path, "B", own).blocks[2:] == (block,)  # through the page


def drawn(kind: str, size: tuple[int, int] = (40, 20), **more) -> bytes:
    Image.new("RGB", size).save(made := BytesIO(), kind, **more)
    return made.getvalue()


PNG = b64encode(drawn("PNG")).decode()


@pytest.mark.parametrize(
    ("data", "kind", "holds"),
    [
        ({"text/html": "<style>x</style><table><tr><th rowspan='2'>a</th><th>b</th></tr><tr><td>1</td></tr></table>"},
         Table, "rows=(('', '1'),)"),
        ({"text/plain": "4\n 2"}, Lines, "4\\n 2"),
        ({"text/markdown": "~~~\nx\n~~~"}, Lines, "x"),
        ({"text/markdown": "---"}, Paragraph, "* * *"),
        ({"text/html": "<div>chữ <b>đậm</b> rời</div>"}, Paragraph, "chữ đậm rời"),
        ({"image/png": PNG}, Figure, 'width="30.0pt" height="15.0pt"'),
        ({"image/jpeg": b64encode(drawn("JPEG")).decode()}, Figure, 'width="30.0pt" height="15.0pt"'),
        ({"image/png": PNG[:20]}, None, "brief.ipynb, cell 2: <img"),
        ({"text/html": "<iframe></iframe>"}, None, "brief.ipynb, cell 2: <iframe> has no place"),
        ({"text/markdown": "![](none.png)"}, None, "brief.ipynb, cell 2: the picture .*none.png cannot be read"),
    ],
)  # fmt: skip
def test_what_a_notebook_shows_has_its_place_or_is_named_with_its_cell(tmp_path, data, kind, holds):
    cells = [nbformat.v4.new_markdown_cell("# A"), nbformat.v4.new_code_cell("")]
    cells[1].outputs = [nbformat.v4.new_output("display_data", data)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "brief.ipynb")
    if kind is None:
        with pytest.raises(CdsError, match=holds):
            document.read(tmp_path / "brief.ipynb", "vi")
    else:
        block = document.read(tmp_path / "brief.ipynb", "vi").blocks[1]
        assert isinstance(block, kind) and holds in str(block)


def test_a_picture_beside_the_notes_goes_into_the_page_and_its_change_is_another_note(tmp_path):
    path = tmp_path / "notes.vi.md"
    path.write_text("![Cổng *dịch vụ*](c%E1%BB%95ng.png)\n", encoding="utf-8")
    (tmp_path / "cổng.png").write_bytes(b64decode(PNG))
    own = document.notes(path, "vi")
    assert (own[1].alt, own[1].caption) == ("Cổng dịch vụ",) * 2 and b'width="30.0pt"' in own[1].svg
    assert noted(tmp_path, "B", own).blocks[2:] == own[1:]
    before = write.notes_of(tmp_path, write.BRIEF, ["vi"])
    (tmp_path / "cổng.png").write_bytes(b64decode(PNG) + b" ")
    assert write.notes_of(tmp_path, write.BRIEF, ["vi"]) != before


def test_a_photograph_stands_upright_and_tells_neither_place_nor_device(tmp_path):
    told = Image.Exif()
    told[ExifTags.Base.Orientation], told[ExifTags.Base.Make] = 6, "Camera"  # lies on its side
    (tmp_path / "ảnh.jpg").write_bytes(drawn("JPEG", (4_000, 3_000), exif=told))
    (tmp_path / "notes.vi.md").write_text("![Ảnh](ảnh.jpg)\n", encoding="utf-8")
    _, figure = own = document.notes(tmp_path / "notes.vi.md", "vi")
    photo = b64decode(figure.svg.partition(b"base64,")[2].partition(b'"')[0])
    assert b'width="1125.0pt" height="1500.0pt"' in figure.svg and b"Camera" not in photo
    with zipfile.ZipFile(workbook.write_xlsx(noted(tmp_path, "B", own), {}, tmp_path / "a.xlsx")) as parts:
        assert [name for name in parts.namelist() if name.startswith("xl/media/")] == ["xl/media/image1.png"]


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
