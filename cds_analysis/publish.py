"""From an executed notebook to one self-contained page; this room alone knows nbconvert."""

import re
from html import escape
from pathlib import Path

import nbformat

STYLE = """
:root { --ink: #1c1c1c; --quiet: #5a5a5a; --line: #d8d8d8; --blue: #1f4e79; --paper: #ffffff; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); line-height: 1.55;
  font-family: "Noto Sans", "Segoe UI", Roboto, "Helvetica Neue", Arial, "DejaVu Sans", sans-serif; font-size: 1.02rem; }
header.top, main, footer { max-width: 47rem; margin: 0 auto; padding: 0 1rem; }
header.top { padding-top: 1rem; color: var(--quiet); font-size: .86rem; display: flex; flex-wrap: wrap; gap: .3rem 1rem;
  justify-content: space-between; border-bottom: 1px solid var(--line); padding-bottom: .5rem; }
.draft { color: #9b1c1c; font-weight: 700; letter-spacing: .04em; }
h1 { font-size: 1.55rem; line-height: 1.25; margin: 1.2rem 0 .4rem; color: var(--blue); }
h2 { font-size: 1.18rem; margin: 2rem 0 .5rem; color: var(--blue); }
h3 { font-size: 1.02rem; margin: 1.3rem 0 .3rem; }
p { margin: .55rem 0; }
figure { margin: 1.1rem 0; }
figure img { width: 100%; max-width: 40rem; height: auto; display: block; }
figcaption, caption { color: var(--quiet); font-size: .88rem; text-align: left; padding: .3rem 0; caption-side: top; }
.wide { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .87rem; line-height: 1.35; }
th, td { text-align: left; vertical-align: top; padding: .38rem .5rem; border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
thead th { border-bottom: 2px solid var(--blue); color: var(--blue); }
tbody th { font-weight: 600; }
ol.sources { padding-left: 1.4rem; font-size: .85rem; } ol.sources li { margin: .25rem 0; }
.address { overflow-wrap: anywhere; color: var(--quiet); font-size: .92em; }
table.scorecard { table-layout: fixed; } table.scorecard th:nth-child(1) { width: 27%; } table.scorecard th:nth-child(2) { width: 18%; }
table.scorecard th:nth-child(3) { width: 21%; } table.scorecard th:nth-child(4) { width: 15%; }
.badge { display: inline-block; padding: .1rem .45rem; border-radius: .3rem; font-weight: 600; border: 1px solid; }
.met, .on_course { background: #e6f2e7; color: #1d5a21; }
.missed, .off_course { background: #fae6e4; color: #8c1d18; }
.uncertain { background: #fdf1dc; color: #6b4300; }
.void, .cannot_be_judged { background: #efefef; color: #444; }
.box { border: 2px solid var(--blue); border-radius: .4rem; padding: .7rem 1rem; margin: 1rem 0; background: #f5f8fb; }
.box ul { padding-left: 1.1rem; margin: .3rem 0; } .box li { margin: .45rem 0; }
footer { color: var(--quiet); font-size: .8rem; border-top: 1px solid var(--line); margin-top: 2rem; padding-top: .6rem; padding-bottom: 2rem;
  overflow-wrap: anywhere; }
@media (max-width: 34rem) {
  body { font-size: 1rem; }
  table.scorecard thead { position: absolute; left: -200vw; }
  table.scorecard, table.scorecard caption, table.scorecard tbody, table.scorecard tr, table.scorecard th, table.scorecard td { display: block; width: 100% !important; }
  table.scorecard tr { border-bottom: 2px solid var(--line); padding: .4rem 0; }
  table.scorecard th, table.scorecard td { border: 0; padding: .1rem 0; }
}
@media print {
  @page { size: A4; margin: 20mm 15mm 20mm 30mm; }
  body { font-size: 9.5pt; line-height: 1.35; } header.top, main, footer { max-width: none; padding: 0; }
  h1 { margin-top: .6rem; } h2 { margin-top: 1rem; } .box { padding: .4rem .8rem; } .box li { margin: .2rem 0; }
  table { font-size: 7.6pt; line-height: 1.2; } th, td { padding: .15rem .3rem; } ol.sources { font-size: 7pt; line-height: 1.2; columns: 2; column-gap: 1.5em; } ol.sources li { margin: .1rem 0; }
  .badge { padding: 0 .25rem; } figure { margin: .5rem 0; } figure img { max-width: 10cm; }
  h2, h3, caption, figcaption { break-after: avoid; } figure, tr, .box { break-inside: avoid; }
  .wide { overflow: visible; } a { color: inherit; text-decoration: none; }
}
"""

WORDS = {
    "vi": {"draft": "DỰ THẢO", "paper": "Tài liệu nghiên cứu, không phải văn bản hành chính."},
    "en": {"draft": "DRAFT", "paper": "A research paper, not an administrative document."},
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


def html(notebook: nbformat.NotebookNode, lang: str, *, heading: str, footer: str) -> str:
    """One page without any reference to another host: styles, charts and text in one file, code left out.

    Args:
        heading: What stands at the top left, such as place and edition.
        footer: Edition, version and data hash.
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
    words = WORDS[lang]
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title_of(notebook))} – {escape(heading)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f'<header class="top"><span>{escape(heading)}</span><span class="draft">{words["draft"]}</span>'
        f"<span>{escape(words['paper'])}</span></header>\n<main>\n{body}\n</main>\n<footer>{escape(footer)}</footer>\n</body>\n</html>\n"
    )


def write_html(executed: Path, target: Path, lang: str, *, heading: str, footer: str) -> Path:
    """Write the page of an executed notebook, replacing the old one only when whole."""
    page = html(nbformat.read(executed, as_version=4), lang, heading=heading, footer=footer)
    part = target.with_suffix(target.suffix + ".part")
    part.write_text(page, encoding="utf-8")
    part.replace(target)
    return target
