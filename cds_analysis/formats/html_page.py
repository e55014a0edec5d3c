"""From an executed notebook to one self-contained page; this room alone knows nbconvert."""

import re
from datetime import date
from html import escape
from pathlib import Path

import nbformat

from .. import paths
from .. import words as wording

STYLE = Path(__file__).with_name("brief.css")

VOID = re.compile(r"(<(?:img|br|hr)\b[^<>]*?)\s*/>")  # nbconvert closes them as in XML, which is nothing in HTML

WORDS = {
    "vi": {
        "draft": "DỰ THẢO",
        "published": "Công bố ngày",
        "paper": "Tài liệu nghiên cứu, không phải văn bản hành chính.",
        "notes": "Ghi chú của người nghiên cứu",
        "sources": "Nguồn số liệu",
    },
    "en": {
        "draft": "DRAFT",
        "published": "Published",
        "paper": "A research paper, not an administrative document.",
        "notes": "Researcher's notes",
        "sources": "Sources",
    },
}


def only(notebook: nbformat.NotebookNode, lang: str) -> nbformat.NotebookNode:
    """The notebook with the prose of one language, without parameter cells and without cells that show nothing."""
    other = {"vi": "en", "en": "vi"}[lang]
    kept = []
    for cell in notebook.cells:
        tags = set(cell.metadata.get("tags", []))
        if tags & {other, "parameters", "injected-parameters"} or (cell.cell_type == "code" and not cell.outputs):
            continue
        kept.append(cell)
    return nbformat.from_dict({**notebook, "cells": kept})


def title_of(notebook: nbformat.NotebookNode) -> str:
    """The first heading of the notebook's prose."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and (found := re.search(r"^# (.+)$", cell.source, re.MULTILINE)):
            return found[1].strip()
    return "cds_analysis"


def html(
    notebook: nbformat.NotebookNode,
    lang: str,
    *,
    heading: str,
    footer: str,
    published: date | None = None,
    notes: str = "",
) -> str:
    """One page without any reference to another host: styles, charts and text in one file, code left out.

    Args:
        heading: What stands at the top left, such as place and edition.
        footer: Edition, version and data hash.
        published: The day of publication; a draft, marked so, has none.
        notes: HTML that comes before the sources.
    """
    from nbconvert import HTMLExporter

    notebook = only(notebook, lang)
    exporter = HTMLExporter(
        template_name="basic",
        exclude_input=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        exclude_anchor_links=True,
    )
    body, _ = exporter.from_notebook_node(notebook)
    body = VOID.sub(r"\1>", body)
    sources = re.search(rf"<h2[^>]*>[^<]*{WORDS[lang]['sources']}\s*</h2>", body)
    at = sources.start() if sources else len(body)
    body = body[:at] + notes + body[at:]
    return page(title_of(notebook), body, lang, heading=heading, footer=footer, published=published)


def page(
    title: str,
    body: str,
    lang: str,
    *,
    heading: str,
    footer: str,
    published: date | None = None,
    marked: bool = True,
    style: str = "",
) -> str:
    """A self-contained page in the style of the briefs from the HTML of its body.

    Args:
        marked: Whether it says that it is a draft or when it was published.
        style: CSS beyond that of the briefs.
    """
    words = WORDS[lang]
    mark = f'<span class="draft">{words["draft"]}</span>'
    if not marked:
        mark = ""
    elif published:
        mark = f"<span>{words['published']} {wording.day(published, lang)}</span>"
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)} – {escape(heading)}</title>\n"
        f"<style>\n{STYLE.read_text(encoding='utf-8')}{style}</style>\n</head>\n<body>\n"
        f'<header class="top"><span>{escape(heading)}</span>{mark}'
        f"<span>{escape(words['paper'])}</span></header>\n<main>\n{body}\n</main>\n"
        f"<footer>{escape(footer)}</footer>\n</body>\n</html>\n"
    )


def write_html(executed: Path, target: Path, lang: str, **frame) -> Path:
    """Write the page of an executed notebook (framed as in `html`), replacing the old one only when whole."""
    return write(html(nbformat.read(executed, as_version=4), lang, **frame), target)


def write(text: str, target: Path) -> Path:
    """Write a page, replacing the old one only when whole."""
    with paths.whole(target) as part:
        part.write_text(text, encoding="utf-8")
    return target
