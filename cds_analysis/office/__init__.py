"""A document for Word: one Markdown text, read by pandoc; this room alone knows pandoc, python-docx and resvg.

The look (styles, page, tables) is built from pandoc's own template at run time: nothing is kept that cannot be remade.
"""

import subprocess
import tempfile
from datetime import date
from pathlib import Path

from ..document import Document
from .look import reference
from .marked import READER, markdown
from .page import finish

LANGUAGE = {"vi": "vi-VN", "en": "en-GB"}

__all__ = ["markdown", "write_docx"]


def write_docx(document: Document, target: Path, *, heading: str, footer: str, published: date | None = None) -> Path:
    """Write a document as an editable Word file on A4, replacing the old file only when whole.

    Headings, captions, lists and tables have real styles; charts are pictures with their alt text. Margins, font and
    place of the page number are those of Decree 30/2020/NĐ-CP; the national heading and the signature block, which an
    administrative document would have, are left out.

    Args:
        heading: What stands at the top of the first page, such as place and edition.
        footer: Edition, version and data hash.
        published: The day of publication; a draft, marked so on every page, has none.

    Raises:
        RuntimeError: pandoc refused the text; its own words are told.
    """
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        made = _pandoc(document, folder)
        finish(
            made, document.lang, language=LANGUAGE[document.lang], heading=heading, footer=footer, published=published
        )
        part = target.with_suffix(target.suffix + ".part")
        part.write_bytes(made.read_bytes())
    part.replace(target)
    return target


def _pandoc(document: Document, folder: Path) -> Path:
    """The document as pandoc writes it with our template."""
    import pypandoc

    made = folder / "made.docx"
    words = [pypandoc.get_pandoc_path(), f"--from={READER}", "--to=docx+native_numbering", f"--output={made}"]
    words += [f"--metadata=lang:{LANGUAGE[document.lang]}", "--shift-heading-level-by=-1"]
    words += [f"--reference-doc={reference(folder / 'look.docx')}"]
    text = markdown(document, folder)
    done = subprocess.run(words, input=text, capture_output=True, text=True, encoding="utf-8", cwd=folder, check=False)
    if done.returncode or done.stderr.strip():
        raise RuntimeError(f"pandoc, {document.title}: {done.stderr.strip() or f'exit code {done.returncode}'}")
    return made
