"""The request for missing figures as an official letter (công văn) after Decree 30/2020/NĐ-CP; in English plain."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ..errors import ParameterError
from ..findings.owners import Owners
from . import letterhead, pdf, word
from .blocks import Heading, Paragraph, Table
from .document import Document

EMPTY = Path(__file__).with_name("request.yml")
WRITERS = {"docx": word.write_docx, "pdf": pdf.write_pdf}


def document(asked: Owners, head: str = "") -> Document:
    """The letter as a document; a draft until its letterhead has number and day.

    Args:
        head: The settings file of a letterhead; its kind, summary and addressees are those of the letter.
    """
    lang, own, subject = asked.study.lang, asked.study.own, asked.text("subject")
    bodies = asked.parts["owed"]["bodies"]
    to = tuple(body["owner"][f"body_{lang}"] for body in bodies)
    tables = [asked.table("figures", body) for body in bodies]
    blocks = [Paragraph(asked.text(part)) for part in ("opening", "request")]
    blocks += [Table(t.caption, tuple(t.frame), tuple(map(tuple, t.frame.to_numpy()))) for t in tables]
    blocks += [Paragraph(asked.text(part)) for part in ("order", "closing")]
    if lang != "vi":
        return Document(lang, (Heading(1, subject), *blocks), own=own)
    issuer = replace(letterhead.read(Path(head or EMPTY)), kind="", summary=subject, addressees=to)
    day = issuer.day if issuer.number else None
    return Document(lang, tuple(blocks), published=day, letterhead=issuer, own=own)


def write(asked: Owners, folder: Path, formats: Sequence[str], *, head: str = "", force: bool = False) -> list[Path]:
    """Write the letter in each format; the paths.

    Raises:
        ParameterError: A file is there and `force` is not given, or the letterhead is faulty.
    """
    pages = {kind: folder / f"request.{asked.study.lang}.{kind}" for kind in formats}
    if (there := [str(path) for path in pages.values() if path.exists()]) and not force:
        raise ParameterError(f"{', '.join(there)}: there already; --force writes it anew, --out names another folder")
    letter = document(asked, head)
    folder.mkdir(parents=True, exist_ok=True)
    return [WRITERS[kind](letter, path) for kind, path in pages.items()]
