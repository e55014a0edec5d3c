"""Pages about many briefs: what a batch made and what failed, and the list of all briefs there are."""

import json
import os
from html import escape
from pathlib import Path

from . import jobs, provinces, publish
from .batch import FAILED, KEPT, MADE, PUBLISHED, STOPPED, Outcome

LANG = "vi"
STATES = {
    MADE: "Đã lập",
    KEPT: "Giữ nguyên (đã lập từ cùng số liệu)",
    PUBLISHED: "Đã công bố, giữ nguyên",
    FAILED: "Lỗi",
    STOPPED: "Chưa xong",
}


def _table(head: list[str], rows: list[list[str]]) -> str:
    cells = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>\n" for row in rows)
    return f"<table>\n<thead><tr>{cells}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n"


def _link(path: Path, root: Path, text: str) -> str:
    return f'<a href="{escape(os.path.relpath(path, root).replace(os.sep, "/"))}">{escape(text)}</a>'


def write(outcomes: list[Outcome], out: Path, name: str) -> Path:
    """Write <out>/batch.html on the runs of a batch and index.html on all briefs there are; the path of the first."""
    failed = [outcome for outcome in outcomes if outcome.state == FAILED]
    rows = []
    for outcome in outcomes:
        target = out / outcome.job.folder
        stem = "brief" if outcome.job.notebook == jobs.BRIEF else outcome.job.notebook
        pages = [(lang, target / f"{stem}.{lang}.html") for lang in outcome.job.languages]
        links = ", ".join(_link(page, out, lang) for lang, page in pages if page.is_file())
        seconds = f"{outcome.seconds:.1f}".replace(".", ",")
        rows.append([escape(outcome.job.folder), escape(outcome.job.notebook), STATES[outcome.state], seconds, links])
    body = f"<h1>Kế hoạch {escape(name)}</h1>\n<p>{len(outcomes)} lượt chạy, trong đó {len(failed)} lượt lỗi. "
    body += f"{_link(out / 'index.html', out, 'Danh mục báo cáo')}</p>\n"
    for outcome in failed:
        body += f"<h2>{escape(outcome.job.name)}</h2>\n<p>{escape(outcome.error)}</p>\n"
        body += f"<pre>{escape(outcome.source)}</pre>\n" if outcome.source else ""
    body += _table(["Thư mục", "Sổ tay tính toán", "Kết quả", "Giây", "Trang"], rows)
    footer = "cds_analysis"
    page = publish.page(f"Kế hoạch {name}", body, LANG, heading="Các lượt chạy", footer=footer, marked=False)
    write_index(out)
    return publish.write(page, out / "batch.html")


def briefs_in(out: Path) -> list[tuple[Path, dict]]:
    """Every finished brief below a folder with its record, newest edition first."""
    found = []
    for path in out.glob("[0-9][0-9][0-9][0-9]/*/run.json"):
        if record := jobs.record_of(path.parent):
            found.append((path.parent, record))
    return sorted(found, key=lambda pair: (-int(pair[0].parent.name), pair[0].name))


def write_index(out: Path) -> Path:
    """Write <out>/index.html, the list of all finished briefs."""
    rows = []
    for folder, record in briefs_in(out):
        asked = record["parameters"]
        results = folder / "results.json"
        name = json.loads(results.read_text(encoding="utf-8"))["place"]["vi"] if results.is_file() else folder.name
        name = name[:1].upper() + name[1:]
        border = {provinces.OLD: "trước 01/7/2025", provinces.NEW: "từ 01/7/2025"}[asked["border"]]
        pages = [(lang, folder / f"brief.{lang}.html") for lang in asked["languages"]]
        links = ", ".join(_link(page, out, lang) for lang, page in pages if page.is_file())
        published = record.get("published", "")
        day = "/".join(reversed(published.split("-"))) if published else "dự thảo"
        rows.append([escape(str(asked["edition"])), escape(name), border, escape(day), links])
    body = f"<h1>Danh mục báo cáo</h1>\n<p>{len(rows)} báo cáo.</p>\n"
    body += _table(["Năm", "Địa bàn", "Địa giới", "Công bố", "Trang"], rows)
    if (out / "batch.html").is_file():
        body += f"<p>{_link(out / 'batch.html', out, 'Lượt chạy gần nhất')}</p>\n"
    page = publish.page("Danh mục báo cáo", body, LANG, heading="cds_analysis", footer="cds_analysis", marked=False)
    return publish.write(page, out / "index.html")
