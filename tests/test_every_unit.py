"""Every notebook, cell by cell, for a unit of each kind, as bench/kinds.txt names them; no kind is missing there.

Units are of one kind where they ask the same of the notebooks: the same border and merger, figures, readings and rates
of the same kinds, verdicts with the same reasons. `python tests/test_every_unit.py` names them anew.
"""

import itertools
import json
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
def kind(slug: str, border: str) -> tuple:
    """What a unit asks of the notebooks."""
    opened = open_study(slug, border=border, data_dir=str(REAL))
    place, share, rates = opened.place, opened.share, opened.productivity
    verdicts = opened.scorecard("interview", "programme", "congress", "national")
    return (
        (border, place.unchanged, len(place.predecessors) > 1, place.successor == slug),
        frozenset(reading.kind for reading in share.readings),
        frozenset((row.measure, row.border, row.status) for row in share.figures.itertuples()),
        frozenset(standing.refusal for standing in ranks.standings(opened.known, place, opened.horizon)),
        share.forecast is None,
        frozenset(rates.table["kind"]) if rates else None,
        frozenset((verdict.status, verdict.reason, verdict.probability is None) for verdict in verdicts),
    )


def of_each_kind() -> list[tuple[str, str]]:
    """The first unit of each kind."""
    return list({kind(*unit): unit for unit in reversed(UNITS)}.values())[::-1]


CHOSEN = [tuple(line.split()) for line in KINDS.read_text(encoding="utf-8").splitlines()] if KINDS.is_file() else []


def test_no_kind_of_unit_is_missing():
    tried = {kind(*unit) for unit in CHOSEN}
    missing = [unit for unit in UNITS if kind(*unit) not in tried]
    assert not missing, f"run python {__file__}: no unit in {KINDS} is of the kind of {missing}"


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
def test_every_kind_of_unit_has_an_answer_and_shows_all_that_is_held(slug, border, tmp_path):
    for lang, name in zip(itertools.cycle(["vi", "en"]), NAMES, strict=False):
        text = show_in_process(name, tmp_path, province=slug, border=border, lang=lang)
        assert "Traceback" not in text and "nan" not in text.lower().replace("nam", "").split()
        results = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
        assert (results["place"]["slug"], results["place"]["border"]) == (slug, border)
        if name not in ("02b_whom_to_believe", "06_vintages", "07_what_would_it_take", "09_annual_brief"):
            place = provinces.find(slug, REAL, border)
            held = Known(REAL, max(observations.load(REAL)["known"].dropna())).held(place)
            for indicator in held["indicator"].unique():
                assert escape(indicators.get(indicator, REAL).name(lang)) in text


if __name__ == "__main__":
    KINDS.write_text("".join(f"{slug} {border}\n" for slug, border in of_each_kind()), encoding="utf-8")
