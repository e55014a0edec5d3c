"""Names completed inside quotes: places, indicators, all a study knows. What JupyterLab shows is in jupyter/cds."""

import re

from IPython import get_ipython
from IPython.core.completer import CompletionContext, SimpleCompletion, context_matcher

from ..data import known, own_folder, provinces
from .settled import LANGUAGES, Settled

NAMED = re.compile(r"(?P<name>\w+)(?: *: *str)? *= *[\"'](?P<begun>[^\"'\n]*)$")  # measure="gs
FIRST = re.compile(r"(?P<call>\w+)\(\s*[\"'](?P<begun>[^\"'\n]*)$")  # study.series("dig
SERIES = re.compile(r"(?P<owner>\w+)(?P<nation>\.nation)?\.series\(\s*(?:[\"'](?P<indicator>\w+)[\"'][^()]*)?[^()]*$")
FIRST_OF = {"open_study": "province", "series": "indicator", "headline": "indicator", "verdicts": "indicator"}


def offered(code: str, names: dict) -> tuple[str, list[str]]:
    """What has been typed inside the quotes in which some code ends, and what may stand there.

    Args:
        names: Those of the notebook, by which the study asked is found.
    """
    if found := NAMED.search(code):
        name = found["name"]
    elif found := FIRST.search(code):
        name = FIRST_OF.get(found["call"], "")
    else:
        return "", []
    choices = _choices(name, code, names)
    return found["begun"], [choice for choice in choices if choice.startswith(found["begun"])]


def _choices(name: str, code: str, names: dict) -> list[str]:
    folder = own_folder.opened("data")
    if name == "province":
        return sorted({slug for slug, _ in provinces.load(folder)})
    fixed = {"border": provinces.BORDERS, "lang": LANGUAGES}
    if name not in ("indicator", "measure", "price_basis", "level"):
        return [*fixed.get(name, ())]
    asked = SERIES.search(code)
    study = names.get(asked["owner"]) if asked else None
    if isinstance(study, Settled):
        place = study.known.nation if asked["nation"] else study.place
        rows = study.known.yearly(place=place)
    else:
        rows = known.newest(folder).yearly()
    if name != "indicator" and asked and asked["indicator"]:
        rows = rows[rows["indicator"] == asked["indicator"]]
    return sorted(rows[name].unique())


@context_matcher()
def complete(context: CompletionContext) -> dict:
    """The same as IPython asks for it: names of files are not offered beside."""
    before = context.full_text.split("\n")[: context.cursor_line]
    begun, choices = offered("\n".join([*before, context.text_until_cursor]), get_ipython().user_ns)
    found = [SimpleCompletion(text=choice, type="value") for choice in choices]
    return {"completions": found, "matched_fragment": begun, "suppress": bool(found)}


if (shell := get_ipython()) is not None:
    shell.Completer.custom_matchers.append(complete)
