"""Pages about many briefs: the front page, one page a place, and what a batch made and what failed.

All that stands on them is read from the run.json and results.json of finished briefs; how they look and what they say
stands in the templates and in words.yml.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import quote

from filelock import FileLock

from ..batch.pool import FAILED, Outcome
from ..data import provinces
from ..formats import page as html
from ..formats import write as formats
from ..words import spelling
from . import map as drawn
from .read import LANGUAGES, Brief, all_in, notebooks

HERE = Path(__file__).parent


def page_name(stem: str, lang: str) -> str:
    """index.html and thai-nguyen.html in Vietnamese, index.en.html and thai-nguyen.en.html in English."""
    return f"{stem}.html" if lang == "vi" else f"{stem}.{lang}.html"


def write_index(out: Path, data_dir: Path) -> tuple[list[Path], list[str]]:
    """Write <out>/index.html and <out>/<place>.html on all finished briefs, in both languages.

    Pages of places that have no brief any more are removed. Two at once wait for each other.

    Returns:
        The pages, the front page first, and the folders skipped because their record cannot be read, with the reason.
    """
    (out / ".lock").mkdir(parents=True, exist_ok=True)
    with FileLock(out / ".lock" / "index.lock"):
        briefs, skipped = all_in(out, data_dir)
        by_place = {slug: [b for b in briefs if b.slug == slug] for slug in dict.fromkeys(b.slug for b in briefs)}
        others = notebooks(out, data_dir)
        written = front(out, briefs, skipped, data_dir, others)
        written += [path for own in by_place.values() for path in place(out, own, by_place, others)]
        for slug in {slug for slug, _ in provinces.load(data_dir)} - set(by_place):
            for lang in LANGUAGES:
                (out / page_name(slug, lang)).unlink(missing_ok=True)
    return written, skipped


def _write(out: Path, template: str, stem: str, **values) -> list[Path]:
    """A page on some briefs in both languages."""
    values |= {"drawn": drawn, "stem": stem, "page_name": page_name, "quote": quote, "languages": LANGUAGES}
    values |= {"verdicts": list(spelling.lexicon()["verdict"])}
    frame = {"heading": "cds_analysis", "footer": "cds_analysis", "marked": False, "styles": (HERE / "front.css",)}
    frame["own"] = any(brief.own for brief in values["briefs"])
    pages = {out / page_name(stem, lang): html.page(lang, HERE / template, **frame, **values) for lang in LANGUAGES}
    return [html.write(text, path) for path, text in pages.items()]


def front(out: Path, briefs: Sequence[Brief], skipped: Sequence[str], data_dir: Path, others=()) -> list[Path]:
    """Write the front page of all briefs; `skipped` are the folders whose record cannot be read, with what is wrong."""
    maps = []
    for border in (provinces.NEW, provinces.OLD):
        if own := drawn.shown_on_map(briefs, border):
            count, at = len(provinces.units(data_dir, border)), {brief.slug: brief for brief in own}
            found = {"tiles": drawn.tiles(border, data_dir), "views": drawn.views(own)}
            found |= {"editions": sorted({brief.edition for brief in own})}
            maps.append({"border": border, "briefs": own, "at": at, "count": count} | found)
    found = {
        "briefs": briefs,
        "skipped": skipped,
        "maps": maps,
        "others": others,
        "batch": (out / "batch.html").is_file(),
    }
    return _write(out, "front.html.jinja", "index", **found)


def histories(briefs: Sequence[Brief]) -> dict[tuple, list[tuple[Brief, dict]]]:
    """What was said of each headline target, newest edition first: by kind, year, and id of the target."""
    found: dict[tuple, list] = {}
    for brief in briefs:
        for headline in brief.headlines:
            key = headline["kind"], headline["by"], headline["target"]
            found.setdefault(key, []).append((brief, headline))
    return dict(sorted(found.items(), key=lambda item: (item[0][0] != "share", -item[0][1])))


def relatives(briefs: Sequence[Brief]) -> dict[str, list[dict]]:
    """The old units a place was made of, or the new one it became part of, where those are other than itself."""
    found = {}
    for name in ("made_of", "joined"):
        units = next((b.place[name] for b in briefs if b.place[name]), None)
        units = [units] if isinstance(units, dict) else units or []
        if units and [unit["slug"] for unit in units] != [briefs[0].slug]:
            found[name] = units
    return found


def place(out: Path, briefs: Sequence[Brief], there: Iterable[str], others=()) -> list[Path]:
    """Write the page of one place from all its briefs, newest edition first; `there` are the places with a page."""
    found = {"briefs": briefs, "newest_brief": next((b for b in briefs if b.plain), briefs[0])}
    found |= {"others": [other for other in others if other["place"].slug == briefs[0].slug]}
    found |= {"histories": histories(briefs), "relatives": relatives(briefs), "there": set(there) - {briefs[0].slug}}
    return _write(out, "place.html.jinja", briefs[0].slug, **found)


def write(outcomes: Sequence[Outcome], out: Path, name: str) -> Path:
    """Write <out>/batch.html, in Vietnamese, on the runs of a batch; its path."""

    def links(job) -> list[tuple[str, str]]:
        names = {lang: formats.page_name(job.notebook, lang, "html") for lang in job.languages}
        return [(lang, f"{job.folder}/{name}") for lang, name in names.items() if (out / job.folder / name).is_file()]

    frame = {"heading": "Các lượt chạy", "footer": "cds_analysis", "marked": False}
    frame["own"] = any(outcome.job.settled.own for outcome in outcomes)
    found = {"name": name, "runs": [(outcome, links(outcome.job)) for outcome in outcomes], "failed": FAILED}
    return html.write(html.page("vi", HERE / "batch.html.jinja", **frame, **found), out / "batch.html")
