"""Where the table stands on a day: which releases are due or late, what is not final yet, what was revised since."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from ..batch import ledger
from ..data import observations, provinces, targets
from ..data.known import Known
from ..data.owners import calendar, releases
from ..intake import difference

FURTHER = Path(__file__).with_name("further.yml")  # what has no month of release and only a browser reaches
STATES = ("late", "due", "held", "coming")
NOT_FINAL = ("preliminary", "estimate")


@dataclass(frozen=True)
class Status:
    """The state of the table for a place on a day."""

    day: date
    edition: int
    place: provinces.Place
    releases: list[dict]  # each as `release` gives it
    not_final: pd.DataFrame  # indicator, place, measure, status, years whose newest print may still be replaced
    since: date
    diff: difference.Diff  # of what was known on `since`
    newest: pd.DataFrame  # indicator, measure, last: the newest year held for the place

    def plain(self) -> dict:
        """For machines."""
        columns = [*difference.KEY, "value_old", "value_new", "source_new"]
        return {
            "day": self.day.isoformat(),
            "edition": self.edition,
            "place": self.place.slug,
            "border": self.place.border,
            "releases": [found | {"entry": found["entry"]["id"]} for found in self.releases],
            "not_final": self.not_final.to_dict("records"),
            "since": self.since.isoformat(),
            "changed": self.diff.counts(),
            "revised": self.diff.table.query("kind == 'revised'")[columns].to_dict("records"),
            "newest": self.newest.to_dict("records"),
        }


def _held(entry: dict, data_dir: Path, place: provinces.Place, day: date) -> pd.DataFrame:
    """What of an entry is held on a day: indicator, place, period."""
    held = entry["held"]
    where = provinces.NATION if held["place"] == "nation" else place.slug
    if origin := held.get("targets"):
        found = [t for t in targets.load(data_dir) if t.origin == origin and t.place == where]
        found = [t for t in found if not t.decided or observations.last_day(t.decided) <= day]
        rows = [{"indicator": origin, "place": t.place, "period": str(t.by)} for t in found]
        return pd.DataFrame(rows, columns=["indicator", "place", "period"])
    rows = Known(data_dir, day).rows()
    rows = rows[rows["indicator"].isin(held["indicators"]) & rows["use"].eq("yes")]
    if held.get("measure"):
        rows = rows[rows["measure"] == held["measure"]]
    return rows[rows["level"].eq("province") if held["place"] == "units" else rows["place"].eq(where)]


def release(entry: dict, data_dir: Path, place: provinces.Place, day: date) -> dict:
    """How one release of the calendar stands on a day.

    The last one that should have begun to come out is meant: held where each indicator of the entry has a figure for
    its period, due in the month of release, late after it; coming where none should be out yet.

    Returns:
        entry, state (of STATES), month of the release, period it brings (a year or quarter), newest such period held or
        empty, how many places have the period, missing (indicators without a figure for it), next (month).
    """
    every = entry.get("every", 1)
    found = releases(entry, day.year - max(2, every), day.year + max(1, every))
    past, ahead = [r for r in found if r[0] <= day], [r for r in found if r[0] > day]
    held = _held(entry, data_dir, place, day)
    month, period = past[-1] if past else ahead[0]
    form = r"\d{4}-Q\d|\d{4}-01\.\.\d{4}-\d\d" if entry["figures"] == "quarter" else r"\d{4}"
    spelt = [period]
    if "-Q" in period:  # a quarter may stand alone or in the sum since January
        spelt.append(f"{period[:4]}-01..{period[:4]}-{3 * int(period[-1]):02d}")
    there = held[held["period"].isin(spelt)]
    wanted = [entry["held"]["targets"]] if entry["held"].get("targets") else entry["held"]["indicators"]
    missing = [name for name in wanted if name not in set(there["indicator"])]
    return {
        "entry": entry,
        "state": "coming" if not past else "held" if not missing else "due" if day.replace(day=1) <= month else "late",
        "month": f"{month:%Y-%m}",
        "period": period,
        "newest": max(held[held["period"].str.fullmatch(form)]["period"], default=""),
        "places": there["place"].nunique(),
        "missing": missing,
        "next": f"{ahead[0][0]:%Y-%m}" if ahead else "",
    }


def of(data_dir: Path, place: provinces.Place, day: date, *, edition: int = 0, since: date | None = None) -> Status:
    """The state of the table for a place on a day.

    Args:
        since: The day to compare with; none: that whose publications the last published brief used, else a year before.
    """
    found = [release(entry, data_dir, place, day) for entry in calendar(data_dir)]
    if not since:
        entries = ledger.load(data_dir)
        entries = entries[(entries["place"] == place.slug) & (entries["published"].map(lambda d: d <= day))]
        since = max(entries["as_of"], default=day - timedelta(days=365))
    figures, held = difference.figures(data_dir, day), observations.annual(Known(data_dir, day).rows(place=place))
    held = held[held["use"].eq("yes")].groupby(["indicator", "measure"])["period"].max()
    near = figures["place"].isin([place.slug, provinces.NATION]) & figures["status"].isin(NOT_FINAL)
    grouped = observations.annual(figures[near]).groupby(["indicator", "place", "measure", "status"])["period"]
    years = grouped.agg(lambda years: ", ".join(sorted(set(years))))
    return Status(
        day=day,
        edition=edition or day.year,
        place=place,
        releases=sorted(found, key=lambda one: STATES.index(one["state"])),
        not_final=years.rename("years").reset_index(),
        since=since,
        diff=difference.between(difference.figures(data_dir, since), figures),
        newest=held.rename("last").reset_index(),
    )
