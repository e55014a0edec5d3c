"""What stands around the text of a Word file: head and foot of its pages, and the parts of an issued report.

brief.docx holds them, with the styles: the parts after Decree 30/2020/NĐ-CP, Appendix I (issuer, number, addressees,
recipients, signature) around the title, and fields in braces. The fields are filled in, a paragraph whose field has
several lines is repeated, one without any taken out; without a letterhead all parts of an issued report are.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from datetime import date
from pathlib import Path

from ..errors import CdsError
from .column_widths import width_of
from .letterhead import Letterhead, closed
from .page import mark, said

TEMPLATE = Path(__file__).with_name("brief.docx")
FIELD = re.compile(r"\{(\w+)\}")
PARTS = ("table", "mark", "kind", "title", "rule", "addressee", "addressed", "addressees", "made_of", "feet", "last")
ISSUER = 70  # mm of the column in which the issuing body stands
GAP = 12  # points below the head


class Frame:
    """A Word file made of brief.docx: the text is added to `made`, then the frame is closed around it."""

    def __init__(self, lang: str, head: Letterhead | None, *, heading: str, footer: str, published: date | None):
        import docx

        self.made, self.head = docx.Document(str(TEMPLATE)), head
        found = list(self.made.element.body)[:-1]
        if len(found) != len(PARTS):
            raise CdsError(f"{TEMPLATE}: {len(found)} parts where there must be {len(PARTS)}: {', '.join(PARTS)}")
        self.parts = dict(zip(PARTS, found, strict=True))
        for part in found[PARTS.index("made_of") :]:
            self.made.element.body.remove(part)
        self.lines: dict[str, Sequence[str]] = {"mark": [mark(lang, published)], "footer": [footer], "made_of": []}
        self.lines |= {"heading": [heading], "paper": [said("page.paper", lang)]}
        if head:
            self.lines |= _official(head) | {"heading": [""], "paper": [], "footer": [""], "made_of": [footer]}
            self.lines["mark"] = [] if published else self.lines["mark"]
        self._pages(black=bool(head or published))

    def _pages(self, *, black: bool) -> None:
        """Later pages: their number, as the decree asks, and the mark; the first: what it is, where that is said."""
        from docx.shared import RGBColor

        section = self.made.sections[0]
        lines = self.lines | {"mark": self.lines["mark"] or [""]}
        if self.head:
            fill(section.first_page_header.paragraphs, lines | {"mark": [""]})
        for part in (section.first_page_header, section.header, section.first_page_footer, section.footer):
            fill(part.paragraphs, lines)
            for run in [run for paragraph in part.paragraphs for run in paragraph.runs if black]:
                run.font.color.rgb = RGBColor(0, 0, 0)

    def close(self, title: str) -> None:
        """Fills in what stands in the text itself, and sets the foot below it.

        Args:
            title: Empty where the document has none.
        """
        body, head, parts = self.made.element.body, self.head, self.parts
        official = [parts[name] for name in PARTS if name not in ("title", "made_of", "feet", "last")]
        if not head:
            for part in official:
                body.remove(part)
        fill(self._paragraphs("title"), {"title": [title] if title else []})
        if head:
            self._open(head)
            self._sign()

    def _paragraphs(self, *names: str) -> list:
        from docx.text.paragraph import Paragraph

        return [Paragraph(self.parts[name], self.made._body) for name in names]

    def _cells(self, name: str) -> Iterable:
        from docx.table import Table

        return [cell for row in Table(self.parts[name], self.made._body).rows for cell in row.cells]

    def _open(self, head: Letterhead) -> None:
        """The parts above the text, around the title, which is the subject of the report."""
        from docx.shared import Mm, Pt

        issuer, *cells = self._cells("table")
        room = ISSUER - 2
        rule = issuer.paragraphs[-1].paragraph_format
        rule.left_indent = rule.right_indent = Mm((room - 0.4 * min(width_of(head.body) * 12, ISSUER)) / 2)
        for cell in (issuer, *cells):
            fill(cell.paragraphs, self.lines)
        title = next(paragraph for paragraph in self.made.paragraphs if paragraph.style.name == "Title")
        title.paragraph_format.space_before = title.paragraph_format.space_after = 0
        below = self._paragraphs("rule") + fill(self._paragraphs("addressee", "addressed", "addressees"), self.lines)
        below[-1].paragraph_format.space_after = Pt(GAP)
        fill(self._paragraphs("mark", "kind"), self.lines)

    def _sign(self) -> None:
        """Below the text: of which data it was made, recipients on the left, the signature on the right, not alone."""
        body = self.made.element.body
        self.made.paragraphs[-1].paragraph_format.keep_with_next = True
        for name in ("made_of", "feet", "last"):
            body.insert(len(body) - 1, self.parts[name])
        fill(self._paragraphs("made_of"), self.lines)
        for cell in self._cells("feet"):
            fill(cell.paragraphs, self.lines)


def _official(head: Letterhead) -> dict[str, Sequence[str]]:
    several = len(head.addressees) > 1
    named = {name: [getattr(head, name)] for name in ("body", "numbered", "dated", "kind", "name")}
    return named | {
        "superior": [head.superior] if head.superior else [],
        "addressee": [] if several else head.addressees,
        "addressed": ["Kính gửi:"] if several else [],
        "addressees": closed(head.addressees) if several else [],
        "recipients": closed(head.recipients),
        "signature": [*head.by, head.position],
    }


def fill(paragraphs: Iterable, lines: Mapping[str, Sequence[str]]) -> list:
    """The paragraphs that stand for others once their fields are filled in: one a line; none where there is none."""
    from docx.text.paragraph import Paragraph

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
