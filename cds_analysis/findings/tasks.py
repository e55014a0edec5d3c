"""What is to be done, by whom, until when, so that targets can be judged and reached."""

from datetime import date, timedelta

from ..data import owners, provinces
from ..series import share
from .owners import owed

TASKS, NAMED = 5, 2  # at most; figures of one body that are named
FEW = 3  # with fewer the split of the share is asked for too
LEADS = "province-digital", "nation-digital"  # releases of the body in charge of digital transformation


def tasks(study, topics: dict, told: dict) -> list[dict]:
    """What is to be done, by whom, until when: the headline figure, what targets need, figures that settle most.

    A figure that is due later is asked for by the end of its month; what is late, or nobody's routine, by the end of
    the month after the day of the view; measures by the end of the next year's first quarter.
    """
    known, place = study.known, study.place
    year = known.day.year - (known.day < date(known.day.year, 12, 31))  # the last that has ended
    found: list[dict] = []

    def add(kind: str, body: dict | None, **more) -> None:
        if body:
            named = {name: body[name] for name in ("body_vi", "body_en")}
            found.append({"kind": kind, "due": _until(known.day, body.get("due"))} | named | more)

    latest, rates = topics["share"]["latest"], topics["productivity"].get("growth", {})
    whose = owners.owner(known, share.INDICATOR, place, year)
    lead = owners.body(known, LEADS[place.slug == provinces.NATION], place)
    if latest and latest["doubt"]:
        add("confirm", whose)
    elif not latest or latest["year"] < year:
        add("publish", whose)
    if any(v["status"] in ("uncertain", "off_course") and not v["over"] for v in topics["share"]["targets"]):
        add("measures", lead and lead | {"due": f"{known.day.year + 1}-03-31"})
    guessed = [y for y, row in rates.items() if row["kind"] in ("nowcast", "no employment") and y > year - 5]
    if guessed:
        add("employed", owners.owner(known, "employed", place, max(guessed)))
    if told["board"]["counts"]["void"]:
        add("review", lead)
    for body in owed(study)["bodies"]:
        figures = [f for f in body["figures"] if f["indicator"] not in (share.INDICATOR, "labour_productivity_growth")]
        if figures:
            asked = [study.goals[f["targets"][0]] for f in figures]
            names = list(dict.fromkeys((t.name("vi"), t.name("en")) for t in asked))
            more = {"names": [{"vi": vi, "en": en} for vi, en in names[:NAMED]], "more": len(names[NAMED:])}
            add("figures", body["owner"], **more)
    if len(found) < FEW and not (told["needs"] and (told["needs"]["core"] or {}).get("kind") == "published"):
        add("split", whose)
    return found[:TASKS]


def _until(day: date, due: str | None) -> str:
    """The last day of a release's month; where it has passed, or there is none, of the month after a day."""
    if due and due >= day.isoformat():
        return due
    first = (day.replace(day=1) + timedelta(days=31)).replace(day=1)
    return ((first + timedelta(days=31)).replace(day=1) - timedelta(days=1)).isoformat()
