"""The page about a batch: what it made and what failed."""

import os
from html import escape
from pathlib import Path

from ..batch import jobs
from ..batch.pool import FAILED, KEPT, MADE, PUBLISHED, STOPPED, Outcome
from ..formats import html_page

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
    labels = [escape(name, quote=True) for name in head]
    body = "".join(
        "<tr>" + "".join(f'<td data-label="{a}">{c}</td>' for a, c in zip(labels, row, strict=True)) + "</tr>\n"
        for row in rows
    )
    return f"<table>\n<thead><tr>{cells}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n"


def _link(path: Path, root: Path, text: str) -> str:
    return f'<a href="{escape(os.path.relpath(path, root).replace(os.sep, "/"))}">{escape(text)}</a>'


def write(outcomes: list[Outcome], out: Path, name: str) -> Path:
    """Write <out>/batch.html on the runs of a batch; its path."""
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
    page = html_page.page(f"Kế hoạch {name}", body, LANG, heading="Các lượt chạy", footer=footer, marked=False)
    return html_page.write(page, out / "batch.html")
