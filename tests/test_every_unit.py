"""Every notebook, cell by cell, for units that between them ask all that any unit asks, as bench/kinds.txt names them.

What a unit asks of the notebooks are its border and merger, each kind of figure, reading and rate it has, each verdict
with its reason. `python tests/test_every_unit.py` names them anew.
"""

import itertools
import json
import re
from functools import cache

import pytest
from conftest import REAL, ROOT
from markupsafe import escape
from test_notebooks import show_in_process

from cds_analysis.data import indicators, observations, provinces
from cds_analysis.data.known import Known
from cds_analysis.series import ranks
from cds_analysis.study import open_study
from cds_analysis.words import telling

NAMES = [
    "01_data_quality",
    "02_digital_economy_share",
    "02b_whom_to_believe",
    "03_labour_productivity",
    "04_targets",
    "05_provinces",
    "06_vintages",
    "07_what_would_it_take",
    "09_annual_brief",
]
KINDS = ROOT / "bench" / "kinds.txt"
UNITS = [(place.slug, place.border) for border in provinces.BORDERS for place in provinces.units(REAL, border)]


@cache
def asks(slug: str, border: str) -> frozenset[tuple]:
    """What a unit asks of the notebooks, one by one."""
    opened = open_study(slug, border=border, data_dir=str(REAL))
    place, share, rates = opened.place, opened.share, opened.productivity
    verdicts = opened.scorecard("interview", "programme", "congress", "national")
    parts = {
        "unit": [(border, place.unchanged, len(place.predecessors) > 1, place.successor == slug)],
        "readings": [(reading.kind, share.forecast is None) for reading in share.readings] or [share.forecast is None],
        "figures": zip(share.figures["measure"], share.figures["border"], share.figures["status"], strict=True),
        "ranks": [standing["refusal"] for standing in ranks.standings(opened.known, place, opened.horizon)],
        "rates": rates.table["kind"] if rates else ["none"],
        "verdicts": [(verdict.status, verdict.reason, verdict.probability is None) for verdict in verdicts],
    }
    return frozenset((part, border, found) for part, several in parts.items() for found in several)


def few() -> list[tuple[str, str]]:
    """Few units that ask all that any asks: again and again the one that asks most of what is not asked yet."""
    left, chosen = set().union(*(asks(*unit) for unit in UNITS)), []
    while left:
        chosen.append(max(UNITS, key=lambda unit: len(asks(*unit) & left)))
        left -= asks(*chosen[-1])
    return chosen


CHOSEN = [tuple(line.split()) for line in KINDS.read_text(encoding="utf-8").splitlines()] if KINDS.is_file() else []


def test_all_that_units_ask_is_tried():
    tried = set().union(*(asks(*unit) for unit in CHOSEN))
    missing = [unit for unit in UNITS if not asks(*unit) <= tried]
    assert not missing, f"run python {__file__}: what {missing} ask is asked by no unit in {KINDS}"


@pytest.fixture
def in_both_languages(monkeypatch):
    """What is told in one language is told in the other too: a name that the records lack is found in either."""
    tell = telling.tell

    def told(what: str, lang: str, records, *more) -> list[str]:
        tell(what, "en" if lang == "vi" else "vi", records, *more)
        return tell(what, lang, records, *more)

    monkeypatch.setattr(telling, "tell", told)


@pytest.mark.usefixtures("in_both_languages")
@pytest.mark.parametrize(("slug", "border"), CHOSEN)
def test_every_notebook_has_an_answer_and_shows_all_that_is_held(slug, border, tmp_path):
    for lang, name in zip(itertools.cycle(["vi", "en"]), NAMES, strict=False):
        text = show_in_process(name, tmp_path, province=slug, border=border, lang=lang)
        assert "Traceback" not in text and "nan" not in text.lower().replace("nam", "").split()
        results = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
        assert (results["place"]["slug"], results["place"]["border"]) == (slug, border)
        if name not in ("02b_whom_to_believe", "06_vintages", "07_what_would_it_take", "09_annual_brief"):
            place = provinces.find(slug, REAL, border)
            held = Known(REAL, max(observations.load(REAL)["known"].dropna())).held(place)
            for indicator in held["indicator"].unique():
                assert escape(indicators.get(indicator, REAL).name(lang)) in re.sub("</?span[^>]*>", "", text)


if __name__ == "__main__":
    KINDS.write_text("".join(f"{slug} {border}\n" for slug, border in few()), encoding="utf-8")
