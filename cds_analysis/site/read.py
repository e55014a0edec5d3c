"""What the pages about many briefs know of each: read from its run.json and results.json, nothing computed anew."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ..batch import jobs
from ..data import indicators, provinces, targets
from ..data.observations import last_day
from ..errors import CdsError
from ..formats.page import Phrases
from ..formats.write import FORMATS
from ..study.settled import LANGUAGES
from ..words import spelling, telling

say = Phrases(Path(__file__).with_name("words.yml"))
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
OFFICE = "gso-experimental"  # the measure of the statistics office
KINDS = ("share", "productivity")
UNSAID = {"births": None, "turning": None, "within": None, "upto": None}
UNSAID |= {"years": [], "reason": "", "probability": None, "sense": ""}
UNSAID |= {"evidence": "", "bounds": None, "borrowed": None, "owner": None, "over": False, "border": ""}


@dataclass(frozen=True)
class Brief:
    """A finished brief; `headlines` are its verdicts on the headline targets, as `_headlines` gives them."""

    folder: str  # counted from the outputs
    slug: str
    border: str
    edition: int
    as_of: str
    horizon: int
    published: str  # day; empty: a draft
    place: dict
    figures: list[dict]  # of the share by the statistics office: others would seem to rise or fall against them
    bands: dict[int, tuple[float, float]]  # 80 % intervals of the share by year, from the last reading on
    modelled: dict[int, tuple[float, bool]]  # by year our estimate of the share, (value, True), where it has no figure
    pages: dict[str, list[str]]  # its formats by language
    changed: list[str]  # the languages that say what changed since an earlier brief
    own: str  # the reader's own folder whose figures it holds; empty: none
    headlines: list[dict]

    def name(self, lang: str) -> str:
        """The place, with its kind where Vietnamese wants it."""
        return spelling.cap(self.place[lang])

    @property
    def plain(self) -> bool:
        """Whether it is the brief of its edition and border, none with an earlier day or another horizon."""
        return "~" not in self.folder


def _said(verdict: dict, goal: targets.Target | None, units, lang: str) -> dict[str, str]:
    """What is asked with its year and without it, by which decision, the newest figure, and the reason.

    The numbers of a target are those of the brief, its form that of the register. A reason stands where it is more than
    the plain probability, which stands beside it.
    """

    def tell(macro: str, *more) -> str:
        return telling.text(f"targets.{macro}", lang, {"units": units}, *more)

    level = spelling.asked(verdict, lang=lang)
    asked = f"{level} {spelling.pick(('đến năm', 'by'), lang)} {verdict['by']}"
    if goal is not None:
        asked = tell("asks", replace(goal, **{name: verdict[name] for name in ("value", "by", "comparator", "upto")}))
    if verdict["upto"] is not None:
        low, high = (spelling.number(verdict[end], lang) for end in ("value", "upto"))
        level = f"{low}{spelling.pick(('-', '–'), lang)}{high}%"
    why = tell("reason", verdict, "percent")
    said = {"asked": asked, "level": level, "decision": ""}
    if goal is not None and goal.decision(lang):
        said["decision"] = f"{tell('held_up', goal)} {goal.decision(lang)}".strip()
    said |= {"figure": tell("newest", verdict, "percent")}
    return said | {"reason": "" if why == tell("plain_chance", verdict["probability"]) else why}


def _headlines(results: dict, data_dir: Path) -> Iterator[dict]:
    """The verdicts of results.json on headline targets.

    Each with its kind, the day its target was decided, the 80 % forecast interval of the target's year (`low`, `high`:
    None where the brief has none), and what `_said` gives by language.
    """
    register = targets.load(data_dir) if (data_dir / "targets.csv").is_file() else ()
    goals, units = {target.id: target for target in register}, indicators.units(data_dir)
    for kind in KINDS:
        forecast = results[kind].get("forecast") or {}
        for verdict in ({**UNSAID, **found} for found in results[kind]["targets"]):
            goal = goals.get(verdict["target"])
            interval = {} if verdict["border"] else forecast.get(str(verdict["by"]), {})  # of the merged unit
            if goal is not None and goal.place == provinces.NATION != results["place"]["slug"]:
                goal = replace(goal, origin=targets.YARDSTICK)
            known = verdict["status"] in spelling.lexicon()["verdict"]
            yield verdict | {
                "kind": kind,
                "status": verdict["status"] if known else "cannot_be_judged",
                "low": interval.get("low80"),
                "high": interval.get("high80"),
                "decided": last_day(goal.decided).isoformat() if goal and goal.decided else "",
                "said": {lang: _said(verdict, goal, units, lang) for lang in LANGUAGES},
            }


def read(folder: Path, data_dir: Path) -> Brief:
    """One finished brief.

    Raises:
        ValueError, KeyError, TypeError, OSError: Its record or its results are not those of a brief.
    """
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    results = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    asked = record["parameters"]
    if not SLUG.fullmatch(asked["province"]) or asked["border"] not in provinces.BORDERS:
        raise ValueError(f"no place {asked['province']}, border {asked['border']}")
    place, share = results["place"], results["share"]
    first = max((r["year"] for r in share.get("readings", []) if r["kind"] != "other measure"), default=0)
    years = sorted((int(year), band) for year, band in (share.get("forecast") or {}).items())
    guessed = [share["modelled"]["year"]] if share.get("modelled") else []
    return Brief(
        folder=f"{folder.parent.name}/{folder.name}",
        slug=asked["province"],
        border=asked["border"],
        edition=int(asked["edition"]),
        as_of=last_day(asked["as_of"]).isoformat(),
        horizon=int(asked["horizon"]),
        published=last_day(record["published"]).isoformat() if record.get("published") else "",
        place=place,
        figures=[f for f in share.get("figures", []) if f["measure"] == OFFICE],
        bands={year: (band["low80"], band["high80"]) for year, band in years if year >= first},
        modelled={year: (share["forecast"][str(year)]["median"], True) for year in guessed},
        pages={lang: [kind for kind in FORMATS if (folder / f"brief.{lang}.{kind}").is_file()] for lang in LANGUAGES},
        changed=[lang for lang in LANGUAGES if (folder / f"changed.{lang}.html").is_file()],
        own=jobs.own_data(record),
        headlines=list(_headlines(results, data_dir)),
    )


def notebooks(out: Path, data_dir: Path) -> list[dict]:
    """What other notebooks than the brief made, one's own among them: name, edition, place, pages by language."""
    found = []
    for path in sorted(out.glob("[0-9][0-9][0-9][0-9]/*/*/run.json"), reverse=True):
        name, folder = path.parent.name, path.parent.parent
        try:
            asked = json.loads(path.read_text(encoding="utf-8"))["parameters"]
            place, edition = provinces.find(asked["province"], data_dir, asked["border"]), int(asked["edition"])
        except (KeyError, TypeError, ValueError, OSError, CdsError):
            continue  # no record of a finished run
        pages = {lang: [kind for kind in FORMATS if (folder / f"{name}.{lang}.{kind}").is_file()] for lang in LANGUAGES}
        within = f"{folder.parent.name}/{folder.name}"
        found.append({"name": name, "edition": edition, "place": place, "folder": within, "pages": pages})
    return found


def all_in(out: Path, data_dir: Path) -> tuple[list[Brief], list[str]]:
    """The finished briefs below a folder, newest edition first, and the folders left out, each with the reason.

    Briefs of figures of one's own never stand beside others: they have pages where no other brief is.
    """
    found, skipped = [], []
    for path in sorted(out.glob("[0-9][0-9][0-9][0-9]/*/run.json")):
        try:
            found.append(read(path.parent, data_dir))
        except (KeyError, TypeError, ValueError, AttributeError, OSError) as error:
            skipped.append(f"{path.parent.relative_to(out).as_posix()}: {type(error).__name__} {error}"[:200])
    if official := [b for b in found if not b.own]:
        skipped += [f"{b.folder}: holds figures of {b.own}, not verified" for b in found if b.own]
        found = official
    units = [p.slug for border in (provinces.NEW, provinces.OLD) for p in provinces.units(data_dir, border)]
    order = {slug: at for at, slug in enumerate(dict.fromkeys([provinces.NATION, *units]))}  # by administrative code
    found.sort(key=lambda b: (-b.edition, b.border != provinces.NEW, order.get(b.slug, len(order)), b.folder))
    return found, skipped
