"""What a brief is for: where the place stands, what is to be done by whom, what its targets take, how sure that is."""

import json

from IPython.display import Markdown

from .. import paths
from ..data import provinces, targets
from ..errors import CdsError
from ..series import across, share
from ..series.share_arithmetic import needed_growth
from ..study import results
from ..study.finding import Finding
from ..study.study import HEADLINES
from ..words.telling import Box, Table
from . import changes, scenarios
from .advice import priced, start
from .conflicts import rivals
from .places import estimated, peers, tiles
from .targets import Targets, congress, programme
from .tasks import tasks
from .track_record import TrackRecord

DRAWN, NEAREST = 8, 3  # places beside one another, the nation among them; of these the nearest
FALLBACK = (8.0, 10.0)  # growth of GRDP, % a year, where none is known or planned
BOARD = ("settled", "estimated", "reached", "short", "no_figure", "void")  # how a target stands, in this order
NEAR = (0.95, 1.05)  # of the nation's level: about as high


class Brief(Finding):
    """What the brief says before its annex, and the scorecards and the record that stand in that.

    Args:
        share, productivity: The findings of its two topics.
        earlier: The folder of an earlier brief of the place, to say what changed; empty: none.
    """

    def __init__(self, study, share: Finding, productivity: Finding, earlier: str = ""):
        self.topics = share, productivity
        self.headlines = [verdict for found in self.topics for verdict in found.parts[found.topic]["targets"]]
        self.programme, later = Targets(study, "scorecard", programme(study)), congress(study)
        self.congress = Targets(study, "congress", later, closed=False)
        judged = [*(study.judge(study.goals[v["target"]]) for v in self.headlines), *self.programme.verdicts, *later]
        judged = list({v.target.id: v for v in judged}.values())
        self.past = TrackRecord(study, judged)
        told = self.programme.parts | self.congress.parts | self.past.parts
        of_topics = share.parts | productivity.parts
        told |= {"board": board([v.as_dict() for v in judged]) | {"left": study.left({v.target.id for v in judged})}}
        told |= {"position": position(study, share.parts["share"])}
        told |= {"plan": plan(study, productivity.parts["productivity"]), "needs": needs(study, share.parts["share"])}
        told["told"] = {name: first(of_topics[name]["targets"]) for name in ("share", "productivity")}
        told["told"]["chances"] = chances(study, told["board"]["rows"], told["plan"])
        told["tasks"] = tasks(study, of_topics, told)
        super().__init__(study, **told, rivals=rivals(study, judged), since=since(study, of_topics | told, earlier))

    @property
    def records(self) -> dict:
        """With what is claimed of its topics, and what changed as the page of changes tells it."""
        told = super().records | {name: found.records[name] for found in self.topics for name in found.parts}
        if told["since"]:
            publishers = self.study.known.sources["publisher"].to_dict()
            told |= changes.told(told["since"]["turned"], told["since"]["printed"]) | {"sources": publishers}
        return told

    def box(self) -> Box:
        """At most five sentences: level, share and productivity against their targets, all targets, growth."""
        told = [self.sentences(*parts) for parts in (["stand"], ["aims"], ["pace"], ["counts", "chances"], ["growth"])]
        lines = [" ".join(sentences) for sentences in told if sentences]
        return Box([tuple(line.split(": ", 1)) for line in lines], self.text("box_title"))

    def changed(self) -> list[Markdown | None]:
        """What changed since the earlier brief: verdicts, then figures; that there is none."""
        since = self.parts["since"] is not None
        return [self.say("changed"), self.points("changes.verdicts", "changes.figures") if since else None]

    def to_do(self) -> Table | None:
        """What is to be done, by whom, until when."""
        return self.table("to_do", classes="tasks")

    def by_year(self) -> Table | None:
        """The share and the money that the hardest target takes, year by year."""
        return self.table("by_year", classes="years")

    def scoreboard(self) -> Table | None:
        """Every target in a line, the settled first, the void last."""
        return self.table("scoreboard", classes="board")


def first(verdicts: list[dict]) -> list[int]:
    """Which verdicts the conclusions tell: of the newest deadline that has passed, then open ones, each demand once."""
    last = max((v["by"] for v in verdicts if v["over"]), default=0)
    told = [n for n, v in enumerate(verdicts) if not v["over"] or v["by"] == last]
    asks = {(verdicts[n]["value"], verdicts[n]["by"]): n for n in reversed(told)}
    return sorted(asks.values(), key=lambda n: (verdicts[n]["by"], verdicts[n]["value"]))


def chances(study, rows: list[dict], plan: dict | None) -> list[int]:
    """Which rows of the board have a probability on what the place set itself and no other conclusion tells.

    Those of the reader's own folder alone where there are any; else none if they are more than the page has room for.
    """
    planned = {v["target"] for v in ((plan or {}).get("then"), (plan or {}).get("next")) if v}
    found = []
    for n, verdict in enumerate(row["verdict"] for row in rows):
        goal = study.goals[verdict["target"]]
        told = goal.indicator.id in HEADLINES or goal.id in planned or goal.origin == targets.YARDSTICK
        if verdict["probability"] is not None and not verdict["over"] and not told:
            found.append(n)
    own = [n for n in found if targets.OWN in study.goals[rows[n]["verdict"]["target"]].flags]
    return own or (found if len(found) <= 2 else [])


def position(study, told: dict) -> dict | None:
    """The share of the place, of the nation and of the places around it in the newest year with estimates.

    Published where there is a figure, else the median of the model of all units with its 80 % interval; None where
    nothing is known of the place. `rank` counts among the places with a published figure.
    """
    known, place = study.known, study.place
    model, found = estimated(known, place.border), across.cross(known, share.INDICATOR, share.BASE, place.border)
    year = model["years"][-1] if model["years"] else (found or {}).get("year")
    values = found["values"] if found and found["year"] == year else {}
    nation = share.values_of(known, known.nation, share.BASE).get(year)
    if place.tier == "nation" or (place.slug not in values and place.slug not in model["units"]):
        return None

    def row(unit: provinces.Place) -> dict:
        named = {"slug": unit.slug, "vi": unit.name("vi"), "en": unit.name("en")}
        if unit.slug in values:
            return named | {"value": values[unit.slug], "printed": True}
        now = model["units"][unit.slug]["now"]
        return named | {"value": now["median"], "low80": now["low80"], "high80": now["high80"], "printed": False}

    held = {unit.slug: unit for unit in known.units_of(place.border) if unit.slug in {*values, *model["units"]}}
    near = [slug for slug in _around(study, place) if slug in held]
    shown = list(dict.fromkeys([place.slug, *near[:NEAREST], *values, *near]))
    rows = [row(held[slug]) for slug in shown[: DRAWN - (nation is not None)]]
    own = rows[0]
    if nation is not None:
        rows.append({"slug": provinces.NATION, "vi": "Cả nước", "en": "Viet Nam", "value": nation, "printed": True})
    ratio = nation and own["value"] / nation
    against = ratio and ("below" if ratio < NEAR[0] else "above" if ratio > NEAR[1] else "level")
    rank = {"rank": found["ranks"][place.slug], "of": len(values)} if place.slug in values and len(values) > 1 else None
    out = {"year": year, "own": own, "nation": nation, "ratio": ratio, "against": against, "rank": rank}
    sources = [ref for ref in (found or {}).get("sources", ()) if values]
    study.cite(sources)
    return out | {
        "sources": sources,
        "rows": sorted(rows, key=lambda r: -r["value"]),
        "status": (told["latest"] or {}).get("status"),
    }


def _around(study, place) -> list[str]:
    """The other units of the border, those of the region first, the nearest on the map before others."""
    known, at = study.known, {}
    if (study.data_dir / "tiles.csv").is_file():
        rows = tiles(study.data_dir)
        at = {t.slug: (t.row, t.column) for t in rows[rows["border"] == place.border].itertuples()}
    region = {p.slug for p in peers(known, place, place.border)}

    def far(slug: str) -> float:
        ends = zip(at[slug], at[place.slug], strict=True) if {slug, place.slug} <= set(at) else ()
        return sum(abs(a - b) for a, b in ends)

    others = [p.slug for p in known.units_of(place.border) if p.slug != place.slug]
    return sorted(others, key=lambda slug: (slug not in region, far(slug), slug))


def board(verdicts: list[dict]) -> dict:
    """How each target stands (`BOARD`), in that order, and how many of them there are."""

    def how(v: dict) -> str:
        if v["status"] == "void":
            return "void"
        if v["evidence"] in ("figures", "arithmetic", "own_border"):
            return "settled"
        if v["evidence"] == "estimate":
            return "estimated"
        if v["figure"] is None:
            return "no_figure"
        return "short" if v["distance"] is None or v["distance"] < 0 else "reached"

    rows = [{"how": how(v), "verdict": v} for v in verdicts]
    rows = sorted(rows, key=lambda row: (BOARD.index(row["how"]), row["verdict"]["by"]))
    good = sum(v["status"] in ("met", "on_course") for v in verdicts)
    bad = sum(v["status"] in ("missed", "off_course") for v in verdicts)
    counts = {name: sum(row["how"] == name for row in rows) for name in BOARD}
    unjudged = counts["reached"] + counts["short"] + counts["no_figure"]
    told = {"total": len(rows), "good": good, "bad": bad, "unjudged": unjudged}
    return told | {"counts": counts, "rows": rows}


def plan(study, told: dict) -> dict | None:
    """Growth of GRDP in the newest year against that year's plan, and what becomes of the plan after it."""
    rates = {year: row["grdp_growth"] for year, row in told.get("growth", {}).items() if row["grdp_growth"] is not None}
    rates = {year: rate for year, rate in rates.items() if rate == rate}
    if not rates:
        return None
    year, indicator = max(rates), "gdp_growth" if study.place.slug == provinces.NATION else "grdp_growth"
    asked = [t for t in study.headline(indicator) if t.basis == "in_year" and t.by in (year, year + 1)]
    newest = {t.by: study.judge(t).as_dict() for t in sorted(asked, key=lambda t: t.decided)}
    return {"year": year, "growth": rates[year], "then": newest.get(year), "next": newest.get(year + 1)}


def needs(study, told: dict) -> dict | None:
    """What the most a target asks of the share takes by year, at two rates of growth of GRDP, in money and by part.

    Money at the prices of the year it starts from: GRDP of that year times growth in volume. The share rises evenly.
    """
    ahead = told.get("forecast")
    now = start(study, min(ahead), ahead[min(ahead)]["median"]) if ahead else scenarios.level(study)
    asked = [t for t in study.headline(share.INDICATOR) if now and t.by > now["year"] and t.sense == "floor"]
    if not asked:
        return None
    goal = max(asked, key=lambda t: (t.by <= study.horizon, t.by if t.by <= study.horizon else -t.by, t.value))
    core, years = scenarios.core_now(study, now, scenarios.parts(study)), goal.by - now["year"]
    past = scenarios.growth_needed(study, now)["past"]
    levels = priced(study)
    base = float(levels["value"][now["year"]]) / 1000 if now["year"] in levels.index else None
    rates = _rates(study, past and past["growth"], goal.by)
    if base:
        study.cite(ref.split("|") for ref in levels.at[now["year"], "ref"].split(";"))

    shares = {now["year"] + s: now["value"] + (goal.value - now["value"]) * s / years for s in range(1, years + 1)}

    def column(rate: float) -> dict:
        grown = {year: (1 + rate / 100) ** (year - now["year"]) for year in (shares if base else ())}
        money = {year: shares[year] / 100 * base * times for year, times in grown.items()}
        return {"rate": rate, "growth": needed_growth(now["value"], goal.value, years, rate), "by_year": money}

    columns = [column(rate) for rate in rates]
    known_core, kept = core["kind"] != "bounds", None
    if known_core and base:  # what the core comes to if it keeps its part of GRDP, and what is left to the others
        ends = [(found["by_year"][goal.by], found["by_year"][goal.by] / goal.value) for found in columns]
        kept = {"core": {"low": core["low"] * ends[0][1], "high": core["high"] * ends[-1][1]}}
        kept["rest"] = {"low": ends[0][0] - core["high"] * ends[0][1], "high": ends[-1][0] - core["low"] * ends[-1][1]}
    rest = scenarios.digitisation(study, now, core)
    held = [row for row in scenarios.downturn(study, now, core)["goals"] if row["low"] is not None]
    return {
        "now": now,
        "goal": goal.id,
        "money": base and now["value"] / 100 * base,
        "shares": shares,
        "columns": columns,
        "kept": kept,
        "core": core if known_core else None,
        "rest": next((r for r in rest["goals"] if (r["by"], r["value"]) == (goal.by, goal.value)), None),
        "rest_now": {end: rest[end] for end in scenarios.ENDS},
        "falls": sorted(held, key=lambda row: -row["threshold"])[:1] if known_core else [],
        "gap": (goal.value - now["value"]) / years,
    }


def _rates(study, past: float | None, by: int) -> list[float]:
    """Two rates of growth of GRDP, % a year: as so far and as asked of the years ahead; round ones for want of them."""
    indicator = "gdp_growth" if study.place.slug == provinces.NATION else "grdp_growth"
    asked = [t.value for t in study.targets if t.indicator.id == indicator and t.basis == "average" and t.by >= by]
    found = [rate for rate in (past, max(asked, default=None)) if rate is not None and rate > 0]
    found += [rate for rate in FALLBACK if all(abs(rate - other) >= 1 for other in found)]
    return sorted(found[:2])


def since(study, told: dict, earlier: str) -> dict | None:
    """Which verdicts moved since an earlier brief of the place, which figures are new or were printed anew.

    Raises:
        CdsError: The folder holds no results.json.
    """
    if not earlier:
        return None
    path = paths.resolve(earlier) / "results.json"
    if not path.is_file():
        raise CdsError(f"{path}: not there; `earlier` names the folder of a brief, such as outputs/2025/thai-nguyen")
    old = json.loads(path.read_text(encoding="utf-8"))
    new = results.plain(study.record | told)
    changes.with_present_ids(old, new)
    return {"day": old["as_of"], "turned": changes.turned(old, new), "printed": changes.printed(old, new)}
