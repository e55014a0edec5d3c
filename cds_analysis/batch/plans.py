"""A plan: many briefs in one file, checked as a whole before anything runs."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

from .. import settings
from ..data import provinces
from ..errors import CdsError, DataError, Fault
from ..formats import letterhead, write
from ..study.settled import LANGUAGES, settle
from . import jobs

SCHEMA = Path(__file__).with_name("plan.schema.json")
DEFAULTS = {
    "borders": [""],
    "editions": [0],
    "as_of": [""],
    "horizon": [jobs.HORIZON],
    "languages": list(LANGUAGES),
    "notebooks": [jobs.BRIEF],
    "formats": list(jobs.USUAL),
}
ONE = {"borders": "border", "editions": "edition", "as_of": "as_of", "horizon": "horizon", "notebooks": "notebook"}


class PlanError(CdsError):
    """All faults found in a plan, together."""

    def __init__(self, faults: Iterable[Fault]):
        self.faults = list(faults)
        super().__init__(f"{len(self.faults)} fault(s) in the plan:\n" + "\n".join(f"  {f}" for f in self.faults))


def _places(asked, values: dict, data_dir: str, wrong: Callable) -> list[str]:
    """The provinces a plan names, as slugs or as written, for one border and day."""
    nation = settle(provinces.NATION, edition=values["edition"], as_of=values["as_of"], data_dir=data_dir)
    found = provinces.units(Path(data_dir), values["border"] or provinces.border_at(nation.as_of))
    out = []
    for one in [asked] if isinstance(asked, str) else asked:
        if one == "all":
            out += [place.slug for place in found]
        elif isinstance(one, str):
            out.append(one)
        else:
            region = one["region"].strip().casefold()
            out += (within := [place.slug for place in found if place.region.casefold() == region])
            if not within:
                known = ", ".join(sorted({place.region for place in found}))
                wrong("provinces", f"no region '{one['region']}'; there is {known}", "mend it")
    return out


def _runs(plan: dict, lists: dict, data_dir: str, wrong: Callable) -> Iterator[dict]:
    """What each run of a plan asks for: every list combined with every other, then those included."""
    for combination in product(*(lists[name] for name in ONE)):
        values = dict(zip(ONE.values(), combination, strict=True)) | {"languages": lists["languages"]}
        try:
            places = _places(plan["provinces"], values, data_dir, wrong)
        except CdsError as error:
            wrong("provinces", error, "mend it")
            continue
        yield from (values | {"province": place} for place in places)
    for extra in plan.get("include", []):
        yield {one: lists[name][0] for name, one in ONE.items()} | {"languages": lists["languages"]} | extra


def _left_out(plan: dict, values: dict, job: jobs.Job, data_dir: Path) -> tuple[str, ...]:
    """The languages of a run that its plan does not exclude."""
    kept, edition = list(values["languages"]), job.settled.edition
    has = values | {"province": job.settled.place.slug, "border": job.settled.border}
    for rule in plan.get("exclude", []):
        asked = {name: value for name, value in rule.items() if name != "language"}
        if "province" in rule:
            asked["province"] = provinces.find(rule["province"], data_dir).slug
        if all(has.get(name) == value or (name == "edition" and edition == value) for name, value in asked.items()):
            kept = [lang for lang in kept if lang != rule.get("language", lang)]
    return tuple(kept)


def _letterhead(head: str, formats: list[str], wrong: Callable) -> str:
    """The letterhead of a plan, empty where it cannot be used."""
    if head and not write.carried(["vi"], formats):
        wrong("letterhead", letterhead.WHERE, "add docx or pdf to formats, or leave it out")
        return ""
    try:
        if head:
            letterhead.read(Path(head))
    except CdsError as error:
        wrong("letterhead", error)
        return ""
    return head


def expand(plan: dict, *, data_dir: str, file: str = "plan") -> list[jobs.Job]:
    """The jobs of a plan in its order, every parameter checked; the same job twice is one.

    Raises:
        PlanError: All unknown provinces, notebooks, regions and parameters, and values out of range, together.
    """
    lists, further, found, faults = DEFAULTS | plan, plan.get("parameters", {}), {}, {}

    def wrong(where: str, what: object, remedy: str = "mend it, or leave it out") -> None:
        faults[where, str(what)] = Fault(file, None, where, str(what), remedy)

    head = _letterhead(plan.get("letterhead", ""), lists["formats"], wrong)
    if unused := sorted(set(further) - set(lists["notebooks"]) - {i.get("notebook") for i in plan.get("include", [])}):
        wrong("parameters", f"the plan runs no notebook {', '.join(unused)}", "name it under notebooks, or remove it")
    for values in _runs(plan, lists, data_dir, wrong):
        notebook = values["notebook"]
        parameters = further.get(notebook, {}) | values.get("parameters", {})
        if unfit := jobs.unfit(notebook, parameters):
            for text in unfit:
                wrong(f"notebook {notebook}", text)
            notebook, parameters = jobs.BRIEF, {}  # so that the rest of the values is checked too
        asked = {name: values[name] for name in ("province", "border", "edition", "as_of", "horizon", "languages")}
        asked |= {"formats": lists["formats"], "data_dir": data_dir, "parameters": parameters}
        asked |= {"head": head if notebook == jobs.BRIEF and "vi" in values["languages"] else ""}
        try:
            job = jobs.plan(notebook=notebook, **asked)
            job = replace(job, languages=_left_out(plan, values, job, Path(data_dir)))
        except CdsError as error:
            wrong(values["province"], error)
            continue
        known = found.setdefault((job.folder, job.notebook), job) if job.languages else job
        if known != job and not faults:
            wrong(job.name, "two runs of the plan would write the same folder", "leave one out")
    if head and not any(job.letterhead and "vi" in job.languages for job in found.values()):
        wrong("letterhead", "no Vietnamese brief among the runs", "add one, or leave it out")
    if not found and not faults:
        wrong("exclude", "nothing is left to run", "exclude less")
    if faults:
        raise PlanError(faults.values())
    return list(found.values())


def load(path: Path, *, data_dir: str) -> list[jobs.Job]:
    """The jobs of a plan file, which follows `plan.schema.json`; its letterhead counts from the file's folder.

    Raises:
        PlanError: All faults together, before anything runs; those of the schema each with its line.
    """
    try:
        found = settings.read(path)
    except DataError as error:
        raise PlanError(error.faults) from None
    plan = found.value
    if plan is None:
        raise PlanError([Fault(path.name, None, "", "the file is empty", "name at least provinces: all")])
    if faults := found.faults(SCHEMA):
        raise PlanError(faults)
    if head := plan.get("letterhead"):
        plan |= {"letterhead": str(path.resolve().parent / head)}
    return expand(plan, data_dir=data_dir, file=path.name)
