"""The one intermediate text: a document as Markdown in which every sign of the text is only itself."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from math import ceil, sqrt
from pathlib import Path
from string import punctuation

from .document import Block, Document, Figure, Heading, Items, Paragraph, Table, opened

READER = (
    "markdown_strict+all_symbols_escapable+bracketed_spans+fenced_divs+grid_tables+header_attributes+implicit_figures"
    "+link_attributes+table_captions+fancy_lists+startnum"
)
ADDRESS = re.compile(r"https?://[^\s<>\"\\]*[^\s<>\"\\.,;:!?)\]}'’”]")
SIGNS = set(punctuation) - set(",;%/?")  # what may mean something to pandoc's Markdown
NUMBER = re.compile(r"[-−+]?[\d.,]+ ?%?")
LINE = 84  # signs of a table's letters side by side on A4
WORD = 24  # a longer word, such as an address, may be broken
DOTS = 220  # of a picture per inch as printed
WIDEST, HIGHEST = 6.1, 7.6  # inches a picture may take on A4
GROWN = 1.12  # charts are drawn for a phone, with letters of 10 points
POINTS = re.compile(rb"<svg[^>]*?\bwidth=\"([\d.]+)pt\"[^>]*?\bheight=\"([\d.]+)pt\"", re.S)


def markdown(document: Document, folder: Path) -> str:
    """A document as pandoc's Markdown; its charts are written to the folder as PNG.

    Every sign that could mean something to Markdown is escaped, so the text comes out of pandoc as it went in.
    """
    charts = (folder / f"figure_{number}.png" for number in range(1, len(document.blocks) + 1))
    return "\n\n".join(part for block in document.blocks for part in _sourced(block, charts)) + "\n"


def _sourced(block: Block, charts: Iterator[Path]) -> Iterator[str]:
    """A block; below a table or chart the line of its sources."""
    yield _block(block, charts)
    if isinstance(block, Table | Figure) and block.source:
        yield f'::: {{custom-style="Source Line"}}\n{_linked(block.source)}\n:::'


def _block(block: Block, charts: Iterator[Path]) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {_escaped(block.text)}"
    if isinstance(block, Paragraph):
        return _linked(block.text)
    if isinstance(block, Items):
        return _items(block)
    if isinstance(block, Table):
        return _table(block)
    return _figure(block, next(charts))


def _escaped(text: str) -> str:
    """Words parted by one space each, signs of Markdown with a backslash before them."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    return "".join(f"\\{sign}" if sign in SIGNS else sign for sign in text)


def _linked(text: str) -> str:
    """Escaped text in which web addresses can be followed."""
    parts, at = [], 0
    for found in ADDRESS.finditer(text):
        parts += [_escaped("x" + text[at : found.start()] + "x")[1:-1], f"[{_escaped(found[0])}](<{found[0]}>)"]
        at = found.end()
    return "".join([*parts, _escaped("x" + text[at:] + "x")[1:-1]]).strip()


def _items(block: Items) -> str:
    """A list; its title is a heading, so that a reader finds it, and the verdicts of its items are bold."""
    signs = [f"{number}." if block.ordered else "-" for number in range(1, len(block.items) + 1)]
    texts = [_concluded(item) if block.title else _linked(item) for item in block.items]
    text = "\n".join(sign.ljust(4) + item for sign, item in zip(signs, texts, strict=True))
    return f"## {_escaped(block.title)}\n\n{text}" if block.title else text


def _concluded(item: str) -> str:
    verdict, rest = opened(item)
    return f"**{_escaped(verdict)}** {_linked(rest)}" if verdict else _linked(item)


def _table(block: Table) -> str:
    """A grid table: caption above, columns as wide as their words need."""
    count = max(map(len, [block.head, *block.rows]))
    rows = [[_linked(cell) for cell in row] + [""] * (count - len(row)) for row in [block.head, *block.rows]]
    widths = _widths([block.head, *block.rows], rows, count)
    right = [all(NUMBER.fullmatch(row[at]) for row in block.rows if row[at]) and bool(at) for at in range(count)]
    rule = "+" + "+".join("-" * (width + 2) for width in widths) + "+"
    under = (
        "+"
        + "+".join("=" * (width + 1) + (":" if end else "=") for width, end in zip(widths, right, strict=True))
        + "+"
    )
    lines = [rule, *_row(rows[0], widths), under]
    for row in rows[1:]:
        lines += [*_row(row, widths), rule]
    return "\n".join([*lines, "", f"Table: {_escaped(block.caption)}"] if block.caption else lines)


def _widths(texts: Sequence[Sequence[str]], escaped: Sequence[Sequence[str]], count: int) -> list[int]:
    """Signs of each column: first room for its longest word, the rest of the line by the root of its longest cell.

    All are then widened alike until escaped words and addresses fit too: only proportions reach the page.
    """
    columns = [[row[at] if at < len(row) else "" for row in texts] for at in range(count)]
    words = [min(max(len(word) for cell in column for word in [*cell.split(), ""]), WORD) + 3 for column in columns]
    shares = [sqrt(max(4, *map(len, column))) for column in columns]
    room = max(0, LINE - sum(words))
    widths = [word + room * share / sum(shares) for word, share in zip(words, shares, strict=True)]
    longest = [max(_wide(word) for row in escaped for word in [*row[at].split(" "), ""]) for at in range(count)]
    larger = max(2.0, *(length / width for length, width in zip(longest, widths, strict=True)))
    return [ceil(width * larger) for width in widths]


def _row(cells: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    """The lines of one row of a grid table."""
    columns = [_wrapped(cell, width) for cell, width in zip(cells, widths, strict=True)]
    for at in range(max(map(len, columns))):
        parts = [column[at] if at < len(column) else "" for column in columns]
        yield (
            "| "
            + " | ".join(part + " " * (width - _wide(part)) for part, width in zip(parts, widths, strict=True))
            + " |"
        )


def _wrapped(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        lines[-1:] = [longer] if _wide(longer) <= width else [lines[-1], word]
    return lines


def _wide(text: str) -> int:
    """Columns a text takes as pandoc counts them."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text
    )


def _figure(block: Figure, path: Path) -> str:
    """A picture with its alt text, its caption below."""
    width = _picture(block.svg, path)
    alt = "".join(f"\\{sign}" if sign in '"\\' else sign for sign in " ".join(block.alt.split()))
    return f'![{_linked(block.caption)}]({path.name}){{alt="{alt}" width={width:.2f}in}}'


def _picture(svg: bytes, path: Path) -> float:
    """Draw an SVG as PNG, sharp in print; the inches it is wide."""
    import resvg_py

    found = POINTS.search(svg)
    if not found:
        raise ValueError(f"{path.name}: the chart does not say how many points it is wide and high")
    wide, high = (float(found[at]) / 72 for at in (1, 2))
    width = wide * min(GROWN, WIDEST / wide, HIGHEST / high)
    path.write_bytes(resvg_py.svg_to_bytes(svg_string=svg.decode(), dpi=DOTS * width / wide, background="white"))
    return width
