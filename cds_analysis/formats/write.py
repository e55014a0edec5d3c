"""The pages of a run: one executed notebook in each format, with a researcher's own notes beside a brief."""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from markupsafe import Markup

from .. import __version__
from ..data import provinces
from ..paths import sha256, sum_of
from . import document, letterhead, page
from .page import said

BRIEF = "09_annual_brief"
SHORT = ("card.pdf", "card.png", "slides.pdf")  # of a brief alone
FORMATS = ("html", "pdf", "docx", "xlsx", *SHORT)
USUAL = ("html",)  # where no format is asked for
OFFICIAL = {"pdf", "docx"}  # formats that carry a letterhead, in Vietnamese


def page_name(notebook: str, lang: str, kind: str) -> str:
    """The file of a page in one language and format, such as brief.vi.docx."""
    return f"brief.{lang}.{kind}" if notebook == BRIEF else f"{notebook}.{lang}.{kind}"


def frame(place: provinces.Place, edition: int, lang: str, made: Mapping[str, str], *, own: bool = False) -> dict:
    """What stands above and below a brief: heading and footer, with what it was made of, and whether of own figures."""
    data, code = (made[name][:12] for name in ("data_sha256", "code_sha256"))
    name = place.full_name("vi") if lang == "vi" else place.name_en
    footer = said("page.footer", lang, v=__version__, y=str(edition), data=data, code=code)
    return {"heading": said("page.heading", lang, y=str(edition), place=name), "footer": footer, "own": own}


def carried(languages: Collection[str], formats: Collection[str]) -> bool:
    """Whether a letterhead has a page to stand on."""
    return "vi" in languages and bool(OFFICIAL & set(formats))


def notes_path(target: Path, lang: str) -> Path:
    """Where a researcher's own paragraphs lie beside a brief; no run ever writes or removes them."""
    return target / f"notes.{lang}.md"


def notes_sound(target: Path, languages: Sequence[str]) -> None:
    """Read the notes beside a brief before anything runs.

    Raises:
        CdsError: Notes that no page can hold; `document.notes` says which.
    """
    for lang in languages:
        document.notes(notes_path(target, lang), lang)


def notes_of(target: Path, notebook: str, languages: Sequence[str]) -> dict[str, str]:
    """SHA-256 of the notes beside a brief, with their pictures, by language; other notebooks take none."""
    found = {lang: notes_path(target, lang) for lang in languages if notebook == BRIEF}
    with_pictures = {lang: [path, *document.pictures(path)] for lang, path in found.items() if path.is_file()}
    hashes = {lang: [sha256(path) for path in some if path.is_file()] for lang, some in with_pictures.items()}
    return {lang: some[0] if len(some) == 1 else sum_of(dict(enumerate(some))) for lang, some in hashes.items()}


def write(
    executed: Path,
    folder: Path,
    notebook: str,
    lang: str,
    formats: Sequence[str],
    frame: Mapping,
    *,
    notes: Path,
    head: str = "",
    published: date | None = None,
) -> list[Path]:
    """Write an executed notebook in each format asked for, with a brief's notes where there are any.

    Args:
        executed: The notebook; results.json lies beside it.
        frame: `heading` and `footer` of the page, and whether it holds `own` figures.
        notes: Where a researcher's own paragraphs may lie.
        head: The settings file of a letterhead; only a Vietnamese PDF or Word file carries one, never a page on the web
            or a workbook.
        published: The day of publication; a draft has none.

    Raises:
        CdsError: Notes or letterhead are faulty, or a format refuses what the notebook shows.
    """
    own = document.notes(notes, lang) if notebook == BRIEF else ()
    pages = {kind: folder / page_name(notebook, lang, kind) for kind in formats}
    if "html" in pages:
        text = document.html(executed, lang, own)
        title = re.search("<h1>(.*?)</h1>", text)
        told = {"title": Markup(title[1]).striptags() if title else "cds_analysis", "body": Markup(text)}
        page.write(page.page(lang, **frame, published=published, **told), pages["html"])
    if set(pages) - {"html"}:
        from . import pdf, word, workbook  # with the libraries each of them needs

        issuer = letterhead.read(Path(head), published=published is not None) if head and lang == "vi" else None
        read = replace(document.read(executed, lang, own), **frame, published=published, letterhead=issuer)
        paper = document.official(read) if issuer else read
        if "pdf" in pages:
            pdf.write_pdf(paper, pages["pdf"])
        if "docx" in pages:
            word.write_docx(paper, pages["docx"])
        if "xlsx" in pages:
            claims = json.loads((executed.parent / "results.json").read_text(encoding="utf-8"))
            workbook.write_xlsx(replace(read, letterhead=None), claims, pages["xlsx"])
        for kind in set(SHORT) & set(pages):
            pdf.write_short(read, pages[kind])
    return list(pages.values())
