"""What stands around the text of a Word file: head and foot of its pages, and the parts of an issued report.

brief.docx holds them, with the styles: the parts after Decree 30/2020/NĐ-CP, Appendix I (issuer, number, addressees,
recipients, signature) around the title, and fields in braces. The fields are filled in, a paragraph whose field has
several lines is repeated, one without any taken out; without a letterhead all parts of an issued report are.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from pathlib import Path

import docx
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

from ..errors import CdsError
from .column_widths import width_of
from .document import Document

TEMPLATE = Path(__file__).with_name("brief.docx")
FIELD = re.compile(r"\{(\w+)\}")
PARTS = ("table", "mark", "kind", "title", "rule", "addressee", "addressed", "addressees", "made_of", "feet", "last")
FOOT = PARTS[-2:]  # recipients on the left, the signature on the right
ISSUER = 70  # mm of the column in which the issuing body stands
GAP = 12  # points below the head


def template():
    """A Word file made of brief.docx, to whose end the text is added; `close` then fills in what stands around it."""
    made = docx.Document(str(TEMPLATE))
    if (found := len(made.element.body) - 1) != len(PARTS):
        raise CdsError(f"{TEMPLATE}: {found} parts where there must be {len(PARTS)}: {', '.join(PARTS)}")
    return made


def close(made, document: Document, title: str, annex=None) -> None:
    """Fills in what stands around the text; all parts of an issued report come with a letterhead alone.

    Args:
        title: Empty where the document has none.
        annex: The heading of the first annex, before which the signature stands.
    """
    head, body = document.letterhead, made.element.body
    parts = dict(zip(PARTS, body, strict=False))
    left = [name for name in PARTS if name != "title"] if not head else [] if head.kind else ["rule"]
    for name in left:
        body.remove(parts.pop(name))
    mark = document.mark("page.own")
    lines = {"title": [title] if title else [], "heading": [document.heading], "footer": [document.footer]}
    lines |= {"mark": [document.mark("page.own_short")], "paper": [document.paper]}
    paragraphs = {name: [Paragraph(p, made._body) for p in part.iter("{*}p")] for name, part in parts.items()}
    if head:
        lines |= head.lines() | {"heading": [""], "paper": [], "footer": [""]}
        lines["made_of"] = [document.footer] if document.footer else []
        rule = Table(parts["table"], made._body).cell(0, 0).paragraphs[-1].paragraph_format
        rule.left_indent = rule.right_indent = Mm((ISSUER - 2 - 0.4 * min(width_of(head.body) * 12, ISSUER)) / 2)
        subject = paragraphs["title"][0].paragraph_format
        subject.space_before = subject.space_after = 0
        after = annex._p if annex is not None else body[-1]  # the last holds the section
        if (last := after.getprevious()).tag.endswith("}p"):
            Paragraph(last, made._body).paragraph_format.keep_with_next = True  # the signature never stands alone
        for name in FOOT:
            after.addprevious(parts[name])
        body[-1].addprevious(parts["made_of"])
    _pages(made.sections[0], lines, document)
    filled = {name: fill(some, lines | {"mark": [mark] if mark else []}) for name, some in paragraphs.items()}
    if head:
        above = [*paragraphs.get("rule", []), *filled["addressee"], *filled["addressed"], *filled["addressees"]]
        above[-1].paragraph_format.space_after = Pt(GAP)


def _pages(section, lines: Mapping[str, Sequence[str]], document: Document) -> None:
    """Head and foot of the pages; below a letterhead the first has no mark, and an issued paper is black."""
    first = lines | {"mark": ["" if document.letterhead else document.mark()]}
    fill(section.first_page_header.paragraphs, first)
    for part in (section.first_page_header, section.header, section.first_page_footer, section.footer):
        fill(part.paragraphs, lines)
        for run in [run for paragraph in part.paragraphs for run in paragraph.runs]:
            if document.letterhead or document.published:
                run.font.color.rgb = RGBColor(0, 0, 0)


def fill(paragraphs: Iterable, lines: Mapping[str, Sequence[str]]) -> list:
    """The paragraphs that stand for others once their fields are filled in: one a line; none where there is none."""
    made = []
    for paragraph in paragraphs:
        names = FIELD.findall(paragraph.text)
        for texts in zip(*(lines[name] for name in names), strict=True) if names else ():
            new = Paragraph(deepcopy(paragraph._p), paragraph._parent)
            paragraph._p.addprevious(new._p)
            line = dict(zip(names, texts, strict=True))
            for run in [run for run in new.runs if FIELD.search(run.text)]:
                run.text = FIELD.sub(lambda found, line=line: line[found[1]], run.text)
            made.append(new)
        if names:
            paragraph._p.getparent().remove(paragraph._p)
    return made
