"""A document for Word: one Markdown text, read by pandoc; this room alone knows pandoc, python-docx and resvg.

The look (styles, page, tables) is built from pandoc's own template at run time: nothing is kept that cannot be remade.
"""

import subprocess
import tempfile
from datetime import date
from pathlib import Path

from ..paths import whole
from .document import Document, titled
from .letterhead import Letterhead
from .word_look import reference
from .word_marked import READER, markdown
from .word_page import finish

LANGUAGE = {"vi": "vi-VN", "en": "en-GB"}

__all__ = ["markdown", "write_docx"]


def write_docx(
    document: Document,
    target: Path,
    *,
    heading: str,
    footer: str,
    published: date | None = None,
    letterhead: Letterhead | None = None,
) -> Path:
    """Write a document as an editable Word file on A4, replacing the old file only when whole.

    Headings, captions, lists and tables have real styles; charts are pictures with their alt text. Margins, font and
    place of the page number are those of Decree 30/2020/NĐ-CP; the parts of an issued report (national name, issuing
    body, number, recipients, signature) come with a letterhead alone.

    Args:
        heading: What stands at the top of the first page, such as place and edition.
        footer: Edition, version and data hash.
        published: The day of publication; a draft, marked so on every page, has none.
        letterhead: The issuing body's; only a Vietnamese paper carries it, and then neither `heading` nor the line that
            it is no administrative document.

    Raises:
        RuntimeError: pandoc refused the text; its own words are told.
    """
    head = letterhead if document.lang == "vi" else None
    if head:
        document = titled(document, head.summary or document.title)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        made = _pandoc(document, folder)
        frame = {"heading": heading, "footer": footer, "published": published}
        finish(made, document, language=LANGUAGE[document.lang], **frame, head=head)
        with whole(target) as part:
            part.write_bytes(made.read_bytes())
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
