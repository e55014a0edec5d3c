"""A plan: many briefs in one file, checked as a whole before anything runs."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import get_close_matches
from itertools import product
from pathlib import Path

import yaml

from ..data import provinces
from ..errors import CdsError, Fault
from ..formats import letterhead, write
from ..study.settled import LANGUAGES, settle
from . import execution, jobs

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


class _Text(yaml.SafeLoader):
    """Safe YAML whose days stay text: 2023-12-31 needs no quotes."""


_Text.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class PlanError(CdsError):
    """All faults found in a plan, together."""

    def __init__(self, faults: Iterable[Fault]):
        self.faults = list(faults)
        super().__init__(f"{len(self.faults)} fault(s) in the plan:\n" + "\n".join(f"  {f}" for f in self.faults))


def _lines(node: yaml.Node | None, path: tuple = ()) -> Iterator[tuple[tuple, int]]:
    """Every part of a YAML file with its line, from 1."""
    if node is None:
        return
    yield path, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*path, key.value, "key"), key.start_mark.line + 1
            yield from _lines(value, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _lines(value, (*path, number))


def read(path: Path) -> dict:
    """A plan file as plain values, valid by `plan.schema.json`.

    Raises:
        PlanError: It is no YAML, or does not follow the schema: all faults, each with its line.
    """
    try:
        text = path.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        plan = yaml.load(text, Loader=_Text)
    except UnicodeDecodeError as error:
        raise PlanError([Fault(path.name, None, "", f"not UTF-8 ({error.reason})", "save it as UTF-8")]) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        found = str(getattr(error, "problem", None) or error)
        raise PlanError([Fault(path.name, mark and mark.line + 1, "", found, "write it as valid YAML")]) from None
    if plan is None:
        raise PlanError([Fault(path.name, None, "", "the file is empty", "name at least provinces: all")])
    where, faults = {}, []
    for part, line in _lines(node):
        if part in where and part[-1:] == ("key",):
            faults.append(Fault(path.name, line, str(part[-2]), f"given before, in line {where[part]}", "leave one"))
        where.setdefault(part, line)
    faults += [fault for error in _against_schema(plan) for fault in _explain(error, path.name, where)]
    if faults:
        raise PlanError(sorted(faults, key=lambda fault: (fault.line or 0, fault.column)))
    return plan


def _against_schema(plan) -> list:
    import jsonschema

    return list(jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).iter_errors(plan))


def _explain(error, file: str, where: dict) -> Iterator[Fault]:
    """A schema's fault in words: where, what was found, what to do."""
    path = tuple(error.absolute_path)
    name = ".".join(str(part) for part in path) or "plan"
    line = where.get(path) or where.get(path[:-1])
    if error.validator == "additionalProperties":
        known = list(error.schema.get("properties", {}))
        for key in [key for key in error.instance if key not in known]:
            close = get_close_matches(str(key), known, 1)
            hint = f"did you mean {close[0]}?" if close else f"there is {', '.join(known)}"
            yield Fault(file, where.get((*path, str(key), "key"), line), str(key), "no such key", hint)
    elif error.validator == "required":
        missing = [key for key in error.validator_value if key not in error.instance]
        yield Fault(file, line, name, f"{', '.join(missing)} is missing", "add it")
    elif error.validator == "enum":
        allowed = ", ".join(str(value) or "''" for value in error.validator_value)
        yield Fault(file, line, name, f"found {error.instance!r}", f"use {allowed}")
    elif error.validator == "oneOf":
        yield Fault(file, line, name, f"found {error.instance!r}", "use all, or a list of names and {region: …}")
    elif error.validator == "type":
        kinds = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
        words = {"array": "a list", "object": "a mapping", "integer": "a whole number", "string": "text in quotes"}
        asked = " or ".join(words.get(kind, kind) for kind in kinds)
        yield Fault(file, line, name, f"found {error.instance!r} ({type(error.instance).__name__})", f"write {asked}")
    elif error.validator == "pattern":
        yield Fault(file, line, name, f"found {error.instance!r}", "write a day as 2023-12-31")
    else:
        yield Fault(file, line, name, error.message, "see plan.schema.json")


def _places(plan: dict, border: str, combination: dict, data_dir: str) -> tuple[list[str], list[str]]:
    """The provinces a plan names, as slugs or as written, for one border and day, and the regions there are not."""
    asked = plan["provinces"]
    folder = Path(data_dir)
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


def _left_out(plan: dict, values: dict, job: jobs.Job | None, data_dir: Path) -> tuple[str, ...]:
    """The languages of a combination that its plan does not exclude."""
    kept = list(values["languages"])
    for rule in plan.get("exclude", []):
        has = values | ({"province": job.settled.place.slug, "border": job.settled.border} if job else {})
        rule = dict(rule)
        language = rule.pop("language", None)
        if "province" in rule:
            rule["province"] = provinces.find(rule["province"], data_dir).slug
        if all(
            has.get(name) == value or (name == "edition" and job and job.settled.edition == value)
            for name, value in rule.items()
        ):
            kept = [lang for lang in kept if language and lang != language]
    return tuple(kept)


def _unfit(notebook: str, parameters: dict) -> list[str]:
    """What is wrong with a notebook's name or its further parameters."""
    try:
        found = execution.faults(jobs.notebook_path(notebook), parameters)
    except CdsError as error:
        return [str(error)]
    if reserved := sorted(set(parameters) & set(jobs.COMMON)):
        found.append(f"{', '.join(reserved)}: set by the plan itself, not among the further parameters")
    return found


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
        if wrong := _unfit(notebook, parameters):
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
