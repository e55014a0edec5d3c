"""The brief as a workbook (XLSX): every table and every chart's data on a sheet of its own, with live formulas.

After the UK Government Analysis Function's guidance on statistics in spreadsheets: a cover sheet, notes and sources,
one table a sheet starting in column A, real tables with a heading row, no merged cells, no empty cell without a reason.
A formula stands only where results.json states the number it gives; that number is what the cell shows before a program
has computed it anew.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import count, groupby
from math import isclose
from pathlib import Path

from .. import settings
from ..words.spelling import day, period, vintage, word
from ..words.telling import headline, text
from .blocks import Block, Figure, Heading, Items, Paragraph, Table
from .document import Document, opened, own_notes
from .page import said
from .sheet import NOT_APPLICABLE, Cell, Column, Formula, Link, Sheet, save

ADDRESS = re.compile(r"\s*(https?://\S+)$")
YEAR, WHOLE = re.compile(r"(19|20)\d\d"), re.compile(r"0|[1-9]\d{0,2}|(19|20)\d\d")  # no sign of any language in them
BREAK = 2021  # the definition of employed persons changed
_same = partial(isclose, rel_tol=1e-6, abs_tol=1e-6)  # results.json keeps 10 digits
COMPUTED = ("direct", "bridged", "nowcast")  # kinds of rates that are worked out from growth of GRDP and of employment
SAID = settings.read(Path(__file__).with_name("workbook.yml")).value  # columns, their forms, formulas
FORM = {column: form for form, columns in SAID["forms"].items() for column in columns}
INTERVALS = ("median", "low80", "high80", "low95", "high95")


def write_xlsx(document: Document, results: Mapping, target: Path) -> Path:
    """Write a brief as a workbook, replacing the old one only when whole; equal briefs give equal bytes.

    Args:
        results: What results.json holds; a part it lacks has no sheet.

    Raises:
        CdsError: A text is longer than a cell can hold.
    """
    lang = document.lang
    say = partial(said, lang=lang)
    further = _of_results(document, results) | {"sources": _sources(document)}
    inner = [
        *_named({"messages": _messages(document), "notes": _notes(document)}, lang),
        *_tables(document),
        *_named(further, lang),
    ]
    heading, draft = document.heading, say("frame.draft")
    known = [name for name in ("as_of", "newest_document") if results.get(name)]
    known = [say(f"frame.{name}", day=day(results[name], lang)) for name in known]
    own = (f"{say('page.own')}.",) if document.own else ()
    first = (f"{document.mark('page.own')}.",) if document.published else (draft, *own)
    lines = heading, say("page.paper"), *first, *known, document.footer
    columns = (Column("sheet", say("frame.contents")), Column("about", say("frame.about")))
    links = [[Link(s.name, f"internal:'{s.name}'!A1"), s.title] for s in inner]
    cover = Sheet(say("sheets.cover"), document.title, lines, columns, links, "contents")
    about = " ".join(say(f"frame.{name}") for name in ("one_table", "shorthand"))
    back = Link(say("frame.back"), f"internal:'{cover.name}'!A1")
    sheets = [cover, *(replace(sheet, lines=(*own, *sheet.lines, about, back)) for sheet in inner)]
    properties = {"title": document.title, "subject": heading, "author": "cds_analysis", "comments": document.footer}
    properties["created"] = datetime.fromisoformat(results.get("as_of") or "2000-01-01")
    header = heading if document.published and not document.own else f"{heading} – {document.mark('page.own_short')}"
    return save(sheets, target, properties=properties, header=header, lang=lang)


def _named(found: Mapping[str, Iterable[Sequence[Cell]]], lang: str) -> Iterator[Sheet]:
    """A sheet for each set of rows, by its name; those without rows left out."""
    for key, rows in ((key, list(rows)) for key, rows in found.items()):
        if rows:
            named = [(name, FORM.get(name, "hundredths").format(lang=lang)) for name in SAID["sheets"][key]]
            columns = tuple(Column(name, said(f"columns.{name}", lang), form) for name, form in named)
            broken = ["level_break"] if key == "level" and rows[0][0] < BREAK <= rows[-1][0] else []
            remarks = tuple(said(f"remarks.{name}", lang) for name in (key, *broken))
            yield Sheet(said(f"sheets.{key}", lang), said(f"titles.{key}", lang), remarks, columns, rows, key)


def _notes(document: Document) -> Iterator[list[Cell]]:
    """Shorthand and words, then what the brief itself says of borders, measures and its limits."""
    say = partial(said, lang=document.lang)
    brief, own = own_notes(document)
    yield from ([say(f"notes.{name}.item"), say(f"notes.{name}.meaning")] for name in said.under("notes"))
    yield from ([say("from_brief"), text] for text in _cautions(brief))
    yield from ([say("page.notes"), text] for block in own for text in _prose(block))


def _prose(block: Block) -> Iterator[str]:
    """The sentences of a heading, paragraph or list; of a picture what stands below it."""
    if isinstance(block, Heading | Paragraph):
        yield block.text
    elif isinstance(block, Figure):
        yield block.caption
    elif isinstance(block, Items):
        for at, item in enumerate(block.items):
            yield item
            yield from (text for place, inner in block.below if place == at for text in _prose(inner))


def _lists_sources(block) -> bool:
    return isinstance(block, Items) and block.ordered and any(map(ADDRESS.search, block.items))


def _cautions(document: Document) -> Iterator[str]:
    """The brief's own sentences: its opening, what stands under each chart, and the section before its sources."""
    parts = groupby(document.blocks, lambda block: isinstance(block, Heading))
    sections = [list(blocks) for headings, blocks in parts if not headings] or [[]]
    yield from (block.text for block in sections[0] if isinstance(block, Paragraph))
    yield from (block.caption for block in document.blocks if isinstance(block, Figure) and block.caption)
    at = next((i for i, part in enumerate(sections) if any(map(_lists_sources, part))), 0)
    for block in sections[at - 1] if at > 1 else []:
        yield from _prose(block)


def _tables(document: Document) -> Iterator[Sheet]:
    """One sheet a table of the document, its texts as they stand; years and counts become numbers."""
    lang, heading, numbers = document.lang, document.title, count(1)
    for block in document.blocks:
        if isinstance(block, Heading):
            heading = block.text
        if not isinstance(block, Table):
            continue
        number, head, rows = next(numbers), block.head, block.rows
        forms = [_form([row[j] for row in rows]) for j in range(len(head))]
        columns = [Column(f"c{j}", name, forms[j]) for j, name in enumerate(_heads(head, lang))]
        cells = [[int(c) if form else c or NOT_APPLICABLE for c, form in zip(r, forms, strict=True)] for r in rows]
        name, lines = f"{said('sheets.table', lang)} {number}", (block.source,) if block.source else ()
        yield Sheet(name, block.caption or heading, lines, tuple(columns), cells, f"table_{number}")


def _heads(head: Sequence[str], lang: str) -> list[str]:
    """Headings, each there and each once, as a table object needs them."""
    heads: list[str] = []
    for number, name in enumerate(head, start=1):
        name = name or f"{said('frame.unnamed', lang)} {number}"
        heads.append(name if name.lower() not in map(str.lower, heads) else f"{name} ({number})")
    return heads


def _form(cells: Sequence[str]) -> str:
    """The form of a column that holds years or small counts and nothing else; other columns are texts."""
    if not cells or not all(map(WHOLE.fullmatch, cells)):
        return ""
    return "year" if all(map(YEAR.fullmatch, cells)) else "whole"


def _sources(document: Document) -> Iterator[list[Cell]]:
    items = [item for block in filter(_lists_sources, document.blocks) for item in block.items]
    for number, item in enumerate(items, start=1):
        if found := ADDRESS.search(item):
            link = Link(said("frame.open", document.lang, n=number), found[1])
            yield [item[: found.start()].strip() or found[1], found[1], link]
        else:
            yield [item, None, None]


def _of_results(document: Document, results: Mapping) -> dict[str, Iterator[list[Cell]]]:
    """The data of each chart and the gaps to the targets."""
    lang, share, productivity = document.lang, results.get("share") or {}, results.get("productivity") or {}
    last = max((reading["year"] for reading in share.get("readings") or []), default=None)
    return {
        "neighbours": _neighbours(results.get("position"), lang),
        "needs": _needs(results.get("needs")),
        "share": _figures(share, lang),
        "carried": _carried(share),
        "share_forecast": _forecast(share, lang, last),
        "rates": _rates(productivity, lang),
        "rates_forecast": _forecast(productivity, lang, None),
        "level": _level(productivity),
        "targets": _targets(document, results),
    }


def _formula(name: str, value: float) -> Formula:
    return Formula(SAID["formulas"][name], value)


def _messages(document: Document) -> Iterator[list[Cell]]:
    """The conclusions of the first page: what each is about, and its sentence."""
    for block in document.blocks:
        if isinstance(block, Items) and block.title:
            yield from ([about.rstrip(":"), said.strip()] for about, said in map(opened, block.items))


def _neighbours(position: Mapping | None, lang: str) -> Iterator[list[Cell]]:
    """The places of the chart: a published share, or an estimate with its interval."""
    for row in (position or {}).get("rows", ()):
        ends = [NOT_APPLICABLE if row["printed"] else row[end] for end in ("low80", "high80")]
        yield [row[lang], row["value"], *ends, said(f"nature.{'printed' if row['printed'] else 'past'}", lang)]


def _needs(needs: Mapping | None) -> Iterator[list[Cell]]:
    """The share and the value added that the hardest target takes, by growth of GRDP and year."""
    for column in (needs or {}).get("columns", ()):
        for year, value in _by_year(column["by_year"]):
            yield [year, needs["shares"][str(year)], column["rate"], value]


def _figures(share: Mapping, lang: str) -> Iterator[list[Cell]]:
    for row in share.get("figures") or []:
        relation, border = said(f"relation.{row['comparator']}", lang), said(f"border.{row['border']}", lang)
        told = [word("status", row["status"], lang), vintage(row["vintage"], lang)]
        told += [Link(row["publisher"], row["address"]), headline(row["title"], lang)]
        yield [row["year"], row["value"], relation, row[f"measure_{lang}"], border, *told]


def _carried(share: Mapping) -> Iterator[list[Cell]]:
    for c in share.get("crossings") or []:
        given = [c[name] for name in ("year", "share", "weight", "weight_year", "part_low", "part_high")]
        yield given + [_formula(f"carried_{end}", c[end]) for end in ("low", "high")]


def _forecast(claims: Mapping, lang: str, last: int | None) -> Iterator[list[Cell]]:
    """Median and intervals by year; with the year of the last reading, years up to it are called estimates."""
    for year, row in _by_year(claims.get("forecast")):
        nature = "past" if last is not None and year <= last else "ahead"
        yield [year, *(row[k] for k in INTERVALS), said(f"nature.{nature}", lang)]


def _by_year(found: Mapping | None) -> list[tuple[int, Mapping]]:
    return sorted((int(year), row) for year, row in (found or {}).items())


def _rates(productivity: Mapping, lang: str) -> Iterator[list[Cell]]:
    for year, row in _by_year(productivity.get("growth")):
        growth = _formula("growth", row["growth"]) if row["kind"] in COMPUTED else row["growth"]
        spread = row["sd"] if row["kind"] in ("bridged", "nowcast") else NOT_APPLICABLE
        ends = [NOT_APPLICABLE if row[end] is None else row[end] for end in ("low", "high")]
        kind = said(f"kind.{row['kind']}", lang)
        yield [year, kind, row["grdp_growth"], row["employed_growth"], growth, spread, *ends]


def _level(productivity: Mapping) -> Iterator[list[Cell]]:
    for year, row in _by_year(productivity.get("level")):
        gap = NOT_APPLICABLE if row["gap_percent"] is None else _formula("level_gap", row["gap_percent"])
        derived = _formula("level", row["derived"])
        yield [year, row["grdp"], row["employed"], derived, row["official"], gap]


def _targets(document: Document, results: Mapping) -> Iterator[list[Cell]]:
    """The targets that the document's tables name, with their figures."""
    lang = document.lang
    for name, asked, verdict in _judged(document, results):
        figure, year, told = verdict["figure"], None, [None] * 6
        if figure:
            year = int(re.findall(r"\d{4}", figure["period"])[-1])
            relation = said(f"relation.{figure['comparator']}", lang)
            told = [figure["value"], relation, period(figure["period"], lang), year]
            told += [said(f"border.{figure['border']}", lang), word("status", figure["status"], lang)]
        chance = NOT_APPLICABLE if verdict["probability"] is None else verdict["probability"]
        rest = [*_gap(verdict, figure, year), chance, text("targets.judged", lang, {}, verdict)]
        source = results["documents"].get(figure["source"]) if figure else None
        cited = [NOT_APPLICABLE] * 3
        if source:
            who = Link(source["publisher"], source["address"]) if source["address"] else source["publisher"]
            cited = [who, word("source_grade", source["grade"], lang), headline(source["title"], lang)]
        yield [name, asked, verdict["value"], verdict["by"], *told, *rest, *cited]


def _gap(verdict: Mapping, figure: Mapping | None, year: int | None) -> tuple[Cell, Cell]:
    """Gap and change needed a year as formulas, where the one figure shown gives what results.json says.

    A mean over years, a rate still needed, the end of a range are other sums: the brief's table tells them in words.
    """
    distance, needed = verdict["distance"], verdict["pace_needed"]
    gap = pace = NOT_APPLICABLE
    if figure and distance is not None and _same(abs(verdict["value"] - figure["value"]), abs(distance)):
        gap = _formula("gap", verdict["value"] - figure["value"])
        left = verdict["by"] - year
        if needed is not None and left > 0 and _same(gap.value, needed * left):
            pace = _formula("pace", needed)
    return gap, pace


def _judged(document: Document, results: Mapping) -> Iterator[tuple[str, str, Mapping]]:
    """Name and wording of each target as the brief's own tables print them, with its verdict; each target once.

    A table belongs to the verdicts of results.json whose words it prints row by row, in the order of the brief.
    """
    tables, seen = [b for b in document.blocks if isinstance(b, Table) and len(b.head) == 5], set()
    for part in ("scorecard", "congress"):
        verdicts = (results.get(part) or {}).get("verdicts") or []
        words = [text("targets.judged", document.lang, {}, v) for v in verdicts]
        table = next((t for t in tables if words and [row[3] for row in t.rows] == words), None)
        if table is None:
            continue
        tables.remove(table)
        for verdict, row in zip(verdicts, table.rows, strict=True):
            if verdict["target"] not in seen:
                seen.add(verdict["target"])
                yield row[0], row[1], verdict
