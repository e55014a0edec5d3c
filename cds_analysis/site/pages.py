"""Pages about many briefs: the front page, one page a place, and what a batch made and what failed.

All that stands on them is read from the run.json and results.json of finished briefs.
"""

from pathlib import Path

from filelock import FileLock

from ..data import provinces
from ..formats import html_page
from . import front, place
from .done import write
from .parts import page_name
from .read import LANGUAGES, Brief, all_in, briefs_in

__all__ = ["Brief", "all_in", "briefs_in", "write", "write_index"]


def write_index(out: Path, data_dir: Path) -> tuple[list[Path], list[str]]:
    """Write <out>/index.html and <out>/<place>.html on all finished briefs, in both languages.

    Pages of places that have no brief any more are removed. Two at once wait for each other.

    Returns:
        The pages, the front page first, and the folders skipped because their record cannot be read, with the reason.
    """
    (out / ".lock").mkdir(parents=True, exist_ok=True)
    with FileLock(out / ".lock" / "index.lock"):
        return _write_index(out, data_dir)


def _write_index(out: Path, data_dir: Path) -> tuple[list[Path], list[str]]:
    briefs, skipped = all_in(out, data_dir)
    by_place: dict[str, list[Brief]] = {}
    for brief in briefs:
        by_place.setdefault(brief.slug, []).append(brief)
    names = {slug: own[0].name("vi") for slug, own in by_place.items()}
    written, batch = [], (out / "batch.html").is_file()
    for lang in LANGUAGES:
        text = front.page(briefs, skipped, data_dir, lang, batch=batch)
        written.append(html_page.write(text, out / page_name("index", lang)))
    for slug, own in by_place.items():
        for lang in LANGUAGES:
            written.append(html_page.write(place.page(own, names, lang), out / page_name(slug, lang)))
    for slug in {slug for slug, _ in provinces.load(data_dir)} - set(by_place):
        for lang in LANGUAGES:
            (out / page_name(slug, lang)).unlink(missing_ok=True)
    return written, skipped
