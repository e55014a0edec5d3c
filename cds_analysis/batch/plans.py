"""A plan: many briefs in one file, checked as a whole before anything runs."""

from collections.abc import Iterable
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
ALL = "all"
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


def read(path: Path) -> dict:
    """A plan file as plain values, valid by `plan.schema.json`.

    Raises:
        PlanError: It is no YAML, or does not follow the schema: all faults, each with its line.
    """
    try:
        found = settings.read(path)
    except DataError as error:
        raise PlanError(error.faults) from None
    if found.value is None:
        raise PlanError([Fault(path.name, None, "", "the file is empty", "name at least provinces: all")])
    if faults := found.faults(SCHEMA):
        raise PlanError(faults)
    return found.value


def _places(plan: dict, border: str, combination: dict, data_dir: str) -> tuple[list[str], list[str]]:
    """The provinces a plan names, as slugs or as written, for one border and day, and the regions there are not."""
    asked, folder = plan["provinces"], Path(data_dir)
    any_place = settle(provinces.NATION, edition=combination["edition"], as_of=combination["as_of"], data_dir=data_dir)
    found = provinces.units(folder, border or provinces.border_at(any_place.as_of))
    if asked == ALL:
        return [place.slug for place in found], []
    out, wrong = [], []
    for one in [asked] if isinstance(asked, str) else asked:
        if isinstance(one, str):
            out += [place.slug for place in found] if one == ALL else [one]
            continue
        region = [place.slug for place in found if place.region.casefold() == one["region"].strip().casefold()]
        if not region:
            known = ", ".join(sorted({place.region for place in found}))
            wrong.append(f"no region '{one['region']}'; there is {known}")
        out += region
    return out, wrong


def _left_out(plan: dict, values: dict, job: jobs.Job, data_dir: Path) -> tuple[str, ...]:
    """The languages of a combination that its plan does not exclude."""
    kept = list(values["languages"])
    for rule in plan.get("exclude", []):
        has = values | {"province": job.settled.place.slug, "border": job.settled.border}
        rule = dict(rule)
        language = rule.pop("language", None)
        if "province" in rule:
            rule["province"] = provinces.find(rule["province"], data_dir).slug
        if all(
            has.get(name) == value or (name == "edition" and job.settled.edition == value)
            for name, value in rule.items()
        ):
            kept = [lang for lang in kept if language and lang != language]
    return tuple(kept)


def _letterhead(plan: dict, formats: list[str]) -> tuple[str, dict]:
    """The letterhead of a plan, empty where it cannot be used, and what is then wrong with it."""
    head = plan.get("letterhead", "")
    if head and not write.carried(["vi"], formats):
        return "", {("letterhead", letterhead.WHERE): "add docx or pdf to formats, or leave it out"}
    try:
        if head:
            letterhead.read(Path(head))
    except CdsError as error:
        return "", {("letterhead", str(error)): "mend it, or leave it out"}
    return head, {}


def expand(plan: dict, *, data_dir: str, file: str = "plan") -> list[jobs.Job]:
    """The jobs of a plan in its order, every parameter checked; the same job twice is one.

    Raises:
        PlanError: All unknown provinces, notebooks, regions and parameters, and values out of range, together.
    """
    lists = {name: plan.get(name, default) for name, default in DEFAULTS.items()}
    further, found = plan.get("parameters", {}), {}
    head, faults = _letterhead(plan, lists["formats"])
    if unused := sorted(set(further) - set(lists["notebooks"]) - {i.get("notebook") for i in plan.get("include", [])}):
        faults[("parameters", f"the plan runs no notebook {', '.join(unused)}")] = (
            "name it under notebooks, or remove it"
        )

    def add(values: dict, parameters: dict) -> None:
        notebook = values["notebook"]
        if wrong := jobs.unfit(notebook, parameters):
            faults.update({(f"notebook {notebook}", text): "mend it, or leave it out" for text in wrong})
            notebook, parameters = jobs.BRIEF, {}  # so that the rest of the values is checked too
        asked = {name: values[name] for name in ("border", "edition", "as_of", "horizon", "languages")}
        given = {"formats": lists["formats"], "data_dir": data_dir, "parameters": parameters}
        given |= {"head": head if notebook == jobs.BRIEF and "vi" in values["languages"] else ""}
        try:
            job = jobs.plan(values["province"], notebook=notebook, **asked, **given)
            languages = _left_out(plan, values, job, Path(data_dir))
        except CdsError as error:
            faults[(str(values["province"]), str(error))] = "mend it, or leave it out"
            return
        if languages:
            known = found.setdefault((job.folder, job.notebook), replace(job, languages=languages))
            if known != replace(job, languages=languages) and not faults:
                faults[(job.name, "two runs of the plan would write the same folder")] = "leave one out"

    axes = [lists[name] for name in ONE]
    for combination in product(*axes):
        values = dict(zip(ONE.values(), combination, strict=True)) | {"languages": lists["languages"]}
        try:
            places, wrong = _places(plan, values["border"], values, data_dir)
        except CdsError as error:
            faults[("provinces", str(error))] = "mend it"
            continue
        faults |= {("provinces", text): "mend it" for text in wrong}
        for place in places:
            add(values | {"province": place}, further.get(values["notebook"], {}))
    for extra in plan.get("include", []):
        values = {ONE[name]: lists[name][0] for name in ONE} | {"languages": lists["languages"]} | extra
        parameters = {**further.get(values["notebook"], {}), **extra.get("parameters", {})}
        add(values, parameters)
    if head and not any(job.letterhead and "vi" in job.languages for job in found.values()):
        faults[("letterhead", "no Vietnamese brief among the runs")] = "add one, or leave it out"
    if faults:
        raise PlanError(Fault(file, None, where, what, remedy) for (where, what), remedy in faults.items())
    if not found:
        raise PlanError([Fault(file, None, "exclude", "nothing is left to run", "exclude less")])
    return list(found.values())


def load(path: Path, *, data_dir: str) -> list[jobs.Job]:
    """The jobs of a plan file; its letterhead counts from the file's folder.

    Raises:
        PlanError: All faults together, before anything runs.
    """
    plan = read(path)
    if head := plan.get("letterhead"):
        plan |= {"letterhead": str(path.resolve().parent / head)}
    return expand(plan, data_dir=data_dir, file=path.name)
