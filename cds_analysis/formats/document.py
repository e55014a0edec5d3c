"""The document behind every format: an executed notebook as headings, paragraphs, lists, tables and figures.

Word, PDF and workbooks are made from this, never from the notebook, so that no computed sentence and no table is lost
on the way and all formats say the same.
"""

import base64
import mimetypes
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import mistune
import nbformat
from markupsafe import Markup

from .. import paths
from ..errors import CdsError
from ..words.spelling import day
from .blocks import Block, Figure, Heading, Items, NoPlaceError, Table, blocks_of, parsed
from .letterhead import Letterhead
from .page import HERE, OTHER, rendered, said

OPENING = re.compile(r"[^:.\d]{2,40}:(?= )")  # the verdict with which a conclusion begins
RICHEST = ("text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg", "text/plain")
WIDGET = "application/vnd.jupyter.widget-view+json"  # moves in JupyterLab alone
DELIMITER = re.compile(r" {0,3}\|?( *:?-+:? *\|)+( *:?-+:? *)?")  # below the head of a table in Markdown
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
LOCAL = re.compile(r'(<img [^>]*?src=")(?!data:|https?:)([^"]+)')  # a picture beside a notebook
COLOURS = re.compile(r"\x1b\[[\d;]*m")  # of a terminal


@dataclass(frozen=True)
class Document:
    """A brief in one language, ready for any format, with what stands around it.

    `heading` and `footer` are those of a page on the web; a draft has no day of publication; only a Vietnamese paper in
    PDF or Word carries a letterhead; `own`: made of a folder of the reader's own.
    """

    lang: str
    blocks: tuple[Block, ...]
    heading: str = ""
    footer: str = ""
    published: date | None = None
    letterhead: Letterhead | None = None
    own: bool = False

    @property
    def head(self) -> Heading | None:
        """The first heading, which is the title."""
        return next((block for block in self.blocks if isinstance(block, Heading)), None)

    @property
    def title(self) -> str:
        """The text of the first heading."""
        return self.head.text if self.head else "cds_analysis"

    @property
    def text(self) -> list[Block]:
        """All blocks but the title."""
        return [block for block in self.blocks if block is not self.head]

    def mark(self, own: str = "") -> str:
        """What pages say: draft, or when published where no letterhead does; by the words `own`, of whose figures."""
        told = [] if self.published else [said("page.draft", self.lang)]
        if self.published and not self.letterhead:
            told = [f"{said('page.published', self.lang)} {day(self.published, self.lang)}"]
        return " – ".join([*told, *([said(own, self.lang)] if self.own and own else [])])

    @property
    def paper(self) -> str:
        """What the first page says it is, and of whose figures."""
        return " ".join([said("page.paper", self.lang), *([f"{said('page.own', self.lang)}."] if self.own else [])])


def _pieces(executed: Path, lang: str) -> Iterator[tuple[int, str]]:
    """The number of each cell and what it shows in one language, output by output."""
    for number, cell in enumerate(nbformat.read(executed, as_version=4).cells, 1):
        tags = set(cell.metadata.get("tags", []))
        if {OTHER[lang], "parameters", "injected-parameters"} & tags:
            continue
        prose = [{"data": {"text/markdown": cell.source}}] if cell.cell_type == "markdown" else []
        found = [_richest(output, lang) for output in prose or cell.get("outputs", [])]
        begun = " ".join(tag for tag in ("page", "annex") if tag in tags)
        found = [found[0].replace("<h2>", f'<h2 class="{begun}">', 1)] if begun else found
        try:
            yield from ((number, LOCAL.sub(_embedded, piece)) for piece in found)
        except OSError as error:
            what = f"the picture {error.filename} cannot be read ({error.strerror})"
            raise CdsError(f"{executed.name}, cell {number}: {what}; name it from the folder notebooks/") from None


def _embedded(picture: re.Match) -> str:
    """A picture beside a notebook carried in the page, which may lie anywhere."""
    content = (paths.root() / "notebooks" / picture[2]).read_bytes()
    return f"{picture[1]}data:{mimetypes.guess_type(picture[2])[0]};base64,{base64.b64encode(content).decode()}"


def html(executed: Path, lang: str, own: tuple[Block, ...] = ()) -> str:
    """What an executed notebook shows, in one language, and a researcher's own paragraphs before its sources."""
    whole = "\n".join(piece for _, piece in _pieces(executed, lang))
    sources = re.search(rf"<h2[^>]*>[^<]*{said('page.sources', lang)}</h2>", whole)
    at = sources.start() if sources else len(whole)
    more = rendered(HERE / "blocks.html.jinja", "vi", blocks=[(type(block).__name__, block) for block in own])
    return whole[:at] + more + whole[at:]


def _richest(output: Mapping, lang: str) -> str:
    """The richest form in which an output can stand in a page; printed lines are plain text, pictures go along.

    What can stand in none, such as controls, is said to be left out.
    """
    data = {"text/plain": output["text"]} if "text" in output else output.get("data", {})
    kind = next((kind for kind in RICHEST if kind in data and WIDGET not in data), "")
    shown = data[kind] if kind else said("page.left", lang) if data else ""
    match kind or "text/markdown":
        case "text/html":
            return shown
        case "text/markdown":
            return mistune.html(shown)
        case "text/plain":
            return Markup('<pre class="cell-output">{}</pre>').format(COLOURS.sub("", shown))
    encoded = base64.b64encode(shown.encode()).decode() if kind == "image/svg+xml" else "".join(shown.split())
    picture = Markup('<img class="cell-output" src="data:{};base64,{}" alt="{}">')
    return picture.format(kind, encoded, data.get("text/plain", ""))


def read(executed: Path, lang: str, own: tuple[Block, ...] = ()) -> Document:
    """The document of an executed notebook and a researcher's own paragraphs: what `html` says, as blocks.

    Raises:
        CdsError: Something has no place in a document; it names the cell.
    """
    try:
        return Document(lang, tuple(blocks_of(parsed(html(executed, lang, own)))))
    except NoPlaceError:
        for number, piece in _pieces(executed, lang):
            try:
                list(blocks_of(parsed(piece)))
            except NoPlaceError as error:
                remedy = "show it in another way, or ask for html alone"
                raise CdsError(f"{executed.name}, cell {number}: {error} in PDF and Word; {remedy}") from None
        raise


def official(document: Document) -> Document:
    """A brief in the parts of an issued report: assessment, shortcomings, measures, requests; then its annexes.

    A document without annexes stays as it is.
    """
    blocks = document.text
    starts = [i for i, block in enumerate(blocks) if isinstance(block, Heading)]
    annex = next((i for i in starts if blocks[i].annex), None)
    if annex is None:
        return document
    before = [i for i in starts if i < annex]
    first, needed, targets, changed = (blocks[a:b] for a, b in pairwise([0, *before, annex]))
    asked = [block for block in first if isinstance(block, Table)]
    assessed = [replace(b, title="") if isinstance(b, Items) else b for b in first if b not in asked]
    parts = {"assessed": assessed + targets[1:], "lacking": changed[1:], "measures": needed[1:], "asked": asked}
    made = [b for name, part in parts.items() for b in (Heading(2, said(f"parts.{name}", document.lang)), *part)]
    return replace(document, blocks=(*filter(None, [document.head]), *made, *blocks[annex:]))


def opened(item: str) -> tuple[str, str]:
    """The verdict that opens a conclusion, with its colon, and what follows; without one, nothing and the whole."""
    found = OPENING.match(item)
    return (found[0], item[found.end() :]) if found else ("", item)


def own_notes(document: Document) -> tuple[Document, tuple[Block, ...]]:
    """The document without a researcher's own paragraphs, and these."""
    blocks, heads = document.blocks, [i for i, block in enumerate(document.blocks) if isinstance(block, Heading)]
    start = next((i for i in heads if blocks[i].text == said("page.notes", document.lang)), len(blocks))
    end = next((i for i in heads if i > start and blocks[i].level <= blocks[start].level), len(blocks))
    return replace(document, blocks=blocks[:start] + blocks[end:]), blocks[start + 1 : end]


def notes(path: Path, lang: str) -> tuple[Block, ...]:
    """A researcher's own paragraphs under a heading of their own; none where there is no file or nothing in it.

    Args:
        path: A Markdown file.

    Raises:
        CdsError: It is no text in UTF-8, or holds more than headings, paragraphs, lists, tables and pictures beside it.
    """
    remedy = "use headings, paragraphs, lists, tables and pictures that lie beside the notes"
    try:
        text = path.read_text(encoding="utf-8-sig") if path.is_file() else ""
    except UnicodeDecodeError as error:
        raise CdsError(f"{path}: no text in UTF-8 ({error}); save it as UTF-8") from None
    text = COMMENT.sub("", text)
    if "<!--" in text:
        raise CdsError(f"{path}: a comment <!-- that is never closed; end it with -->")
    soup = parsed(mistune.create_markdown(escape=True, plugins=["table"])(_even(text, path)))
    if other := soup.find(["pre", "hr"]):
        raise CdsError(f"{path}: <{other.name}> has no place in notes; {remedy}")
    for picture in soup.find_all("img"):
        picture["src"] = _beside(path, picture["src"])
    for link in soup.find_all("a"):
        shown, address = link.get_text(), link.get("href", "")
        link.replace_with(shown if shown == address else f"{shown} ({address})")
    try:
        blocks = list(blocks_of(soup))
    except NoPlaceError as error:
        raise CdsError(f"{path}: {error}; {remedy}") from None
    top = min((block.level for block in blocks if isinstance(block, Heading)), default=1)
    lower = [replace(b, level=min(b.level - top + 3, 4)) if isinstance(b, Heading) else b for b in blocks]
    lower = [replace(b, caption=b.alt) if isinstance(b, Figure) else b for b in lower]
    return (Heading(2, said("page.notes", lang)), *lower) if lower else ()


def pictures(path: Path) -> list[Path]:
    """The pictures that notes name, whether they are there or not."""
    text = COMMENT.sub("", path.read_text(encoding="utf-8-sig")) if path.is_file() else ""
    found = parsed(mistune.create_markdown(escape=True)(text)).find_all("img")
    return [path.parent / Path(unquote(picture["src"])).name for picture in found]


def _beside(notes: Path, address: str) -> str:
    """A picture beside the notes as a page carries it."""
    path = notes.parent / (name := unquote(address))
    if Path(name).name != name or path.suffix.lower() not in (".png", ".svg"):
        raise CdsError(
            f"{notes}: the picture {name} has no place; put a .png or .svg beside the notes and name it alone"
        )
    if not path.is_file():
        raise CdsError(f"{notes}: the picture {name} is not beside the notes; put it there, or take it out of the text")
    kind = mimetypes.guess_type(path.name)[0]
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"


def _even(text: str, path: Path) -> str:
    """Markdown whose tables have as many cells in every row as in their heads; what a row lacks is empty."""
    lines, cells = text.split("\n"), 0
    for at, line in enumerate(lines):
        row = line.strip().removeprefix("|").removesuffix("|")
        here = len(re.findall(r"(?<!\\)\|", row)) + 1
        if at + 1 < len(lines) and "|" in line and DELIMITER.fullmatch(lines[at + 1].rstrip()):
            cells = here
        elif "|" not in line:
            cells = 0
        if cells and here > cells:
            raise CdsError(f"{path}, line {at + 1}: {here} cells below a head of {cells}; give each column a head")
        lines[at] = f"|{row}" + " |" * (cells - here + 1) if cells else line
    return "\n".join(lines)
