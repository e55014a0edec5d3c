"""The brief as a workbook (XLSX): every table and every chart's data on a sheet of its own, with live formulas.

After the UK Government Analysis Function's guidance on statistics in spreadsheets: a cover sheet, notes and sources,
one table a sheet starting in column A, real tables with a heading row, no merged cells, no empty cell without a reason.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from ..words import day, pick
from . import workbook_charts, workbook_words
from .document import Block, Document, Figure, Heading, Items, Paragraph, Table
from .page import mark, said
from .sheet import NOT_APPLICABLE, NOT_AVAILABLE, Cell, Column, Link, Sheet, save

__all__ = ["write_xlsx"]

ADDRESS = re.compile(r"\s*(https?://\S+)$")
YEAR, WHOLE = re.compile(r"(19|20)\d\d"), re.compile(r"0|[1-9]\d{0,2}|(19|20)\d\d")  # no sign of any language in them


def write_xlsx(
    document: Document,
    results: Mapping,
    target: Path,
    *,
    heading: str,
    footer: str,
    published: date | None = None,
    contact: str = "",
) -> Path:
    """Write a brief as a workbook, replacing the old one only when whole; equal briefs give equal bytes.

    Args:
        results: What results.json holds; a part it lacks has no sheet.
        heading: Place and edition, as above the page.
        footer: Edition, version and hashes, as below the page.
        published: The day of publication; a draft, marked so, has none.
        contact: Whom to ask; left out where empty.

    Raises:
        CdsError: A text is longer than a cell can hold.
    """
    lang = document.lang
    body = [*_tables(document), *workbook_charts.sheets(document, results)]
    sources = list(_sources(document))
    inner = [_notes(document), *body, *sources]
    cover = _cover(document, results, inner, heading, footer, published, contact)
    created = datetime.fromisoformat(results.get("as_of") or "2000-01-01")
    mark = pick(workbook_words.FRAME["draft"], lang).split(":")[0] if published is None else ""
    return save(
        [cover, *(_framed(sheet, lang) for sheet in inner)],
        target,
        properties={"title": document.title, "subject": heading, "author": "cds_analysis", "comments": footer},
        created=created,
        header=f"{heading}{' – ' + mark if mark else ''}",
        lang=lang,
    )


def _framed(sheet: Sheet, lang: str) -> Sheet:
    """A sheet with what stands above every table: one table, where shorthand is explained, the way back."""
    back = Link(pick(workbook_words.FRAME["back"], lang), f"internal:'{pick(workbook_words.SHEETS['cover'], lang)}'!A1")
    about = " ".join(pick(workbook_words.FRAME[k], lang) for k in ("one_table", "shorthand"))
    lines = (*sheet.lines, about, back)
    return Sheet(sheet.name, sheet.title, lines, sheet.columns, sheet.rows, sheet.table)


def _cover(
    document: Document,
    results: Mapping,
    sheets: list[Sheet],
    heading: str,
    footer: str,
    published: date | None,
    contact: str,
) -> Sheet:
    lang = document.lang
    frame = {key: pick(pair, lang) for key, pair in workbook_words.FRAME.items()}
    lines = [heading, said("page.paper", lang)]
    lines.append(f"{mark(lang, published)}." if published else frame["draft"])
    lines += [frame[k].format(day=day(results[k], lang)) for k in ("as_of", "newest_document") if results.get(k)]
    if contact:
        lines.append(f"{frame['contact']} {contact}")
    lines.append(footer)
    columns = (Column("sheet", frame["contents"]), Column("about", frame["about"]))
    rows = [[Link(s.name, f"internal:'{s.name}'!A1"), s.title] for s in sheets]
    return Sheet(pick(workbook_words.SHEETS["cover"], lang), document.title, tuple(lines), columns, rows, "contents")


def _notes(document: Document) -> Sheet:
    """Shorthand and words, then what the brief itself says of borders, measures and its limits."""
    lang = document.lang
    rows: list[list[Cell]] = [[pick(item, lang), pick(meaning, lang)] for item, meaning in workbook_words.NOTES]
    brief, own = _parted(document)
    rows += [[pick(workbook_words.FROM_BRIEF, lang), text] for text in _cautions(brief)]
    rows += [[said("page.notes", lang), text] for block in own for text in _prose(block)]
    columns = (
        Column("item", pick(workbook_words.FRAME["item"], lang)),
        Column("meaning", pick(workbook_words.FRAME["meaning"], lang)),
    )
    title, remark = pick(workbook_words.TITLES["notes"], lang), pick(workbook_words.REMARKS["notes"], lang)
    return Sheet(pick(workbook_words.SHEETS["notes"], lang), title, (remark,), columns, rows, "notes")


def _parted(document: Document) -> tuple[Document, tuple[Block, ...]]:
    """The document without a researcher's own notes, and these."""
    blocks, heads = document.blocks, [i for i, block in enumerate(document.blocks) if isinstance(block, Heading)]
    start = next((i for i in heads if blocks[i].text == said("page.notes", document.lang)), len(blocks))
    end = next((i for i in heads if i > start and blocks[i].level <= blocks[start].level), len(blocks))
    return replace(document, blocks=blocks[:start] + blocks[end:]), blocks[start + 1 : end]


def _prose(block: Block) -> Iterator[str]:
    """The sentences of a heading, paragraph or list."""
    if isinstance(block, Heading | Paragraph):
        yield block.text
    elif isinstance(block, Items):
        yield from block.items


def _sections(document: Document) -> list[list]:
    """The document cut at its headings."""
    parts: list[list] = [[]]
    for block in document.blocks:
        if isinstance(block, Heading):
            parts.append([])
        else:
            parts[-1].append(block)
    return [part for part in parts if part]


def _lists_sources(block) -> bool:
    return isinstance(block, Items) and bool(block.items) and block.ordered and any(map(ADDRESS.search, block.items))


def _cautions(document: Document) -> Iterator[str]:
    """The brief's own sentences: its opening, what stands under each chart, and the section before its sources."""
    sections = _sections(document)
    opening = sections[0] if sections else []
    yield from (block.text for block in opening if isinstance(block, Paragraph))
    yield from (block.caption for block in document.blocks if isinstance(block, Figure) and block.caption)
    at = next((i for i, part in enumerate(sections) if any(map(_lists_sources, part))), 0)
    for block in sections[at - 1] if at > 1 else []:
        yield from _prose(block)


def _tables(document: Document) -> Iterator[Sheet]:
    """One sheet a table of the document, its texts as they stand; years and counts become numbers."""
    lang, heading, number = document.lang, document.title, 0
    for block in document.blocks:
        if isinstance(block, Heading):
            heading = block.text
        if not isinstance(block, Table):
            continue
        number += 1
        wide = max([len(block.head), *map(len, block.rows)])
        forms = [_form(block, j) for j in range(wide)]
        columns = [Column(f"c{j}", head, forms[j]) for j, head in enumerate(_heads(block, wide, lang))]
        rows = [[_cell(row[j] if j < len(row) else "", forms[j]) for j in range(wide)] for row in block.rows]
        name = f"{pick(workbook_words.SHEETS['table'], lang)} {number}"
        lines = (block.source,) if block.source else ()
        yield Sheet(name, block.caption or heading, lines, tuple(columns), rows, f"table_{number}")


def _heads(table: Table, wide: int, lang: str) -> list[str]:
    """Headings, each there and each once, as a table object needs them."""
    heads: list[str] = []
    for j in range(wide):
        head = table.head[j] if j < len(table.head) else ""
        head = head or f"{pick(workbook_words.FRAME['unnamed'], lang)} {j + 1}"
        heads.append(head if head.lower() not in map(str.lower, heads) else f"{head} ({j + 1})")
    return heads


def _form(table: Table, j: int) -> str:
    """The form of a column that holds years or small counts and nothing else; other columns are texts."""
    cells = [row[j] if j < len(row) else "" for row in table.rows]
    if not cells or not all(map(WHOLE.fullmatch, cells)):
        return ""
    return "year" if all(map(YEAR.fullmatch, cells)) else "whole"


def _cell(text: str, form: str) -> Cell:
    return int(text) if form else text or NOT_APPLICABLE


def _sources(document: Document) -> Iterator[Sheet]:
    lang, rows = document.lang, []
    for block in filter(_lists_sources, document.blocks):
        for item in block.items:
            found = ADDRESS.search(item)
            if not found:
                rows.append([item, NOT_AVAILABLE, NOT_AVAILABLE])
                continue
            link = Link(pick(workbook_words.FRAME["open"], lang).format(n=len(rows) + 1), found[1])
            rows.append([item[: found.start()].strip() or found[1], found[1], link])
    if not rows:
        return
    columns = tuple(Column(k, pick(workbook_words.COLUMNS[k], lang)) for k in ("source", "address", "open"))
    title, remark = pick(workbook_words.TITLES["sources"], lang), pick(workbook_words.REMARKS["sources"], lang)
    yield Sheet(pick(workbook_words.SHEETS["sources"], lang), title, (remark,), columns, rows, "sources")
