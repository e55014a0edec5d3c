"""Employed persons by the best measure there is, and their growth; never across a change of definition."""

import numpy as np
import pandas as pd

from ..data import observations, provinces
from ..data.known import Known, cached_by_news
from ..errors import SeriesError
from . import growth

MEASURES = ("gso", "provincial-statistics-office", "derived-gso")  # the best first
REDEFINED = 2021  # from here on producers for their own use are no longer employed persons
FAR = 10.0  # percent a year: more than any province's employed moved within one publication since 2011


def series(known: Known, place: provinces.Place) -> observations.Series:
    """Employed persons of a place by the best measure there is, thousand persons.

    Raises:
        SeriesError: No figure is known by the day.
    """
    for measure in MEASURES:
        if found := known.series_if_any("employed", place, measure=measure):
            return found
    raise SeriesError(f"employed, {place.slug} ({place.border}): no figure known by {known.day}")


def publication(known: Known, place: provinces.Place) -> pd.DataFrame:
    """Employed persons of a place as one publication gives them: the one with most years, the newest of several.

    Indexed by year, with value, ref and whether the figure is on the definition of 2021 (`new`).

    Raises:
        SeriesError: No figure is known by the day.
    """
    rows = known.cited("employed", place)
    if rows.empty:
        raise SeriesError(f"employed, {place.slug} ({place.border}): no figure known by {known.day}")
    part = growth.fullest(rows, rows["year"] >= rows["year"].max() - 10, ["last", "years", "known"])
    new = observations.flagged(part, "break")
    return part.assign(new=new)[["value", "ref", "new"]]


def levels(known: Known, place: provinces.Place) -> pd.DataFrame:
    """Employed persons by year, thousand (`value`), with the documents behind them (`ref`).

    For a merged unit the sum of its parts, each from one publication, all on one definition (`new`: that of 2021).

    Raises:
        SeriesError: The place, or a part of it, has no figure.
    """
    if not place.merged:
        own = series(known, place)
        return pd.DataFrame({"value": own.values, "ref": pd.Series(own.refs)})
    parts = [publication(known, part) for part in known.parts_of(place)]
    rows = {}
    for year in sorted(set.intersection(*(set(part.index) for part in parts))):
        new = {bool(part.at[year, "new"]) for part in parts}
        if len(new) == 1:  # parts on different definitions do not add up
            refs = ";".join(dict.fromkeys(part.at[year, "ref"] for part in parts))
            rows[year] = {"value": sum(float(part.at[year, "value"]) for part in parts), "new": new.pop(), "ref": refs}
    return pd.DataFrame.from_dict(rows, orient="index", columns=["value", "new", "ref"]).rename_axis("year")


@cached_by_news("employed", "labour_force", of_place=True)
def rates(known: Known, place: provinces.Place) -> pd.DataFrame:
    """Growth of employed persons, percent, by year, of a merged unit that of the sum of its parts.

    `broken` where the definition of 2021 lies between two years; `across` where the two counts, or the figures they
    were computed from, stand in no one document, `broken` too where that is beyond FAR; `sd` is the error of a rate
    across two publications (the nation).
    """
    own = _rates(known, place)
    if not place.merged:
        return own
    try:
        total = levels(known, place)
    except SeriesError:
        return own
    names = " + ".join(p.slug for p in known.parts_of(place))
    said = {"measure": "sum of parts", "price_basis": "none", "unit": "thousand_persons"}
    said |= {"vintage": known.day.isoformat()}
    rows = [
        said | row | {"flags": "break" * row["new"], "text": f"employed {names} {row['year']} = {row['value']:g}"}
        for row in total.reset_index().to_dict("records")
    ]
    found = growth.growth_within_publications(rows).assign(sd=0.0)
    of_parts = [_rates(known, part)["across"] for part in known.parts_of(place)]
    return found.assign(across=[any(bool(part.get(year)) for part in of_parts) for year in found.index])


def _rates(known: Known, place: provinces.Place) -> pd.DataFrame:
    force: dict[int, set[str]] = {}
    for row in known.told("labour_force", place):
        force.setdefault(row["year"], set()).add(row["source"])
    rows = [
        row | {"behind": force[row["year"]]} if row["measure"] == "derived-gso" and row["year"] in force else row
        for row in known.told("employed", place)
    ]
    found = growth.growth_within_publications(rows, MEASURES).assign(sd=0.0)
    found["broken"] |= found["across"] & (found["growth"].abs() > FAR)
    across = _across(known, found) if place.slug == provinces.NATION else found[:0]
    return growth.completed(found, across).infer_objects() if len(across) else found


def _across(known: Known, within: pd.DataFrame) -> pd.DataFrame:
    """Growth of the nation's employed since the redefinition in years not printed beside the year before.

    From the newest figures of both, with the usual revision of such a figure as standard error.
    """
    rows = known.cited("employed", known.nation)
    rows = rows[rows["measure"] == "gso"]
    rows = rows.assign(value=known.in_unit(rows["value"], rows["unit"], "thousand_persons"))
    first, last = growth.printed_again(rows)
    newest_of, found = known.newest_figures(rows, ["year"]).set_index("year"), {}
    sd = 100 * float(np.sqrt(np.mean(np.log(last / first) ** 2))) if len(first) else 0.0
    for year in [y for y in newest_of.index if y > REDEFINED and y - 1 in newest_of.index and y not in within.index]:
        before, now = newest_of.loc[year - 1], newest_of.loc[year]
        row = {"growth": 100 * (now["value"] / before["value"] - 1), "broken": False, "across": True, "sd": sd}
        row |= {"formula": f"100 (level {year} / level {year - 1} - 1), of two publications"}
        found[year] = row | {"inputs": f"{before['text']}; {now['text']}", "refs": f"{before['ref']};{now['ref']}"}
    return pd.DataFrame.from_dict(found, orient="index", columns=within.columns).rename_axis("year")
