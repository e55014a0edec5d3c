"""Results of a day do not change when all rows known later are taken out of the table: no view reads ahead."""

import json
import re
import shutil
from datetime import date
from importlib import import_module

import pandas as pd
import pytest
from conftest import REAL

from cds_analysis.data.known import Known
from cds_analysis.data.observations import last_day
from cds_analysis.data.provinces import NEW, OLD
from cds_analysis.findings import audit
from cds_analysis.findings.conflicts import found as contradictions
from cds_analysis.findings.places import claims as compared
from cds_analysis.findings.prints import revisions
from cds_analysis.judging import scorecard, track_record
from cds_analysis.series import growth, merged, panels, ranks
from cds_analysis.study import Study, results

CASES = (
    ("vn", "", date(2023, 12, 31)),
    ("thai-nguyen", OLD, date(2019, 12, 31)),
    ("bac-kan", OLD, date(2023, 12, 31)),
    ("thai-nguyen", NEW, date(2025, 12, 31)),
    ("ha-noi", NEW, date(2025, 3, 31)),
)
TOPICS = ("productivity", "ranks", "sectors", "share")
NOT_YET = re.compile(r"nothing published by [^\"]*|no yearly figure in the table[^\"]*")  # says when one came, if any


@pytest.fixture(scope="module")
def cut(tmp_path_factory):
    """A data folder by day, in which nothing that became known later stands, nor targets without a day up to it.

    A view of all data (`targets.of`), which a folder cut to a day is, counts those too.
    """
    folders = {}

    def of(day: date):
        if day not in folders:
            folders[day] = tmp_path_factory.mktemp(day.isoformat()) / "data"
            shutil.copytree(REAL, folders[day], ignore=shutil.ignore_patterns("raw", "observations.csv"))
            rows = pd.read_csv(REAL / "observations.csv", dtype=str, keep_default_na=False)
            rows = rows[rows["known"].ne("") & rows["known"].le(day.isoformat())]
            rows.to_csv(folders[day] / "observations.csv", index=False)
            goals = pd.read_csv(REAL / "targets.csv", dtype=str, keep_default_na=False)
            published = pd.read_csv(REAL / "sources.csv", dtype=str, keep_default_na=False).set_index("id")["published"]
            told = goals["decided"].where(goals["decided"].ne(""), goals["source"].map(published))
            goals = goals[[bool(known) and last_day(known) <= day for known in told]]
            goals.to_csv(folders[day] / "targets.csv", index=False)
        return folders[day]

    return of


def claims(known: Known, name: str, border: str) -> str:
    """What the notebooks claim of a place, and the series and panels behind it, as text."""
    place = known.place(name, border)
    study = Study(known, place, known.day.year, 2030, "vi", known.folder)
    verdicts = [study.judge(t) for t in study.targets]
    view, found = study.share, study.productivity
    tried = panels.panels(known)
    said = {
        "record": study.record,
        "held": study.held.to_dict("records"),
        "verdicts": [v.as_dict() for v in verdicts],
        "milestones": scorecard.milestones(study, verdicts),
        "methods": [scorecard.by_all_methods(study, v) for v in verdicts if v.status not in ("met", "missed", "void")],
        "behind": track_record.behind(study.known, verdicts),
        "share": [view.figures.to_dict("records"), [r.__dict__ for r in view.readings], view.refusal],
        "share_ahead": view.forecast and results.by_year(view.forecast),
        "productivity": found and found.table.to_dict("index"),
        "productivity_ahead": study.productivity_forecast and results.by_year(study.productivity_forecast),
        "growth": growth.real_growth(known, place).to_dict("index"),
        "ranks": [s | {"forecast": None} for s in ranks.standings(known, place, 2030)],
        "panels": [(h.indicator.id, h.places, h.years.tolist(), h.as_known, h.values.tolist()) for h in tried],
        "merged": merged.claims(known, place),
        "found": {topic: import_module(f"cds_analysis.findings.{topic}").claims(study) for topic in TOPICS},
        "others": compared(known, place),
        "conflicts": contradictions(known, place),
        "audit": audit(study).parts,
        "prints": revisions(study),
    }
    return NOT_YET.sub("none", json.dumps(results.plain(said), sort_keys=True, default=str, indent=0))


@pytest.mark.parametrize(("name", "border", "day"), CASES)
def test_what_became_known_later_changes_nothing_of_an_earlier_day(cut, name, border, day):
    whole, part = (claims(Known(folder, day), name, border).splitlines() for folder in (REAL, cut(day)))
    assert part == whole
