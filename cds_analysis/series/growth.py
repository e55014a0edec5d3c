"""Figures computed from published ones; every derived row names its formula and its inputs.

Growth is taken within one publication only, so that no revision, base year or change of definition passes for movement.
"""

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from ..data import prints, provinces
from ..data.known import Known, cached_by_news
from ..data.observations import last_day
from ..errors import SeriesError

PUBLICATION = ("measure", "price_basis", "unit", "vintage")


def by_publication(rows: pd.DataFrame) -> dict[tuple[str, ...], dict[int, dict]]:
    """The rows of each publication by year, as they come; of several of a year the last."""
    found: dict[tuple[str, ...], dict[int, dict]] = {}
    for row in rows.to_dict("records"):
        found.setdefault(tuple(row[name] for name in PUBLICATION), {})[row["year"]] = row
    return found


def growth_within_publications(rows: pd.DataFrame, measures: tuple[str, ...] = ()) -> pd.DataFrame:
    """Yearly growth of a level in percent, each from two neighbouring years of one publication (measure and vintage).

    Of the publications that hold both years one without a break is taken, then the best measure (`measures`, the best
    first), then the newest. Where only the second year is marked as a break, `broken` is True and growth missing;
    `across` tells that no document has both figures.

    Args:
        rows: Usable observations of one level, with the columns year, text, ref (source|vintage) and, of figures
            computed from others, the documents that print these (`behind`).
    """
    found = []
    rows = rows if "behind" in rows else rows.assign(behind=[{ref.split("|")[0]} for ref in rows["ref"]])
    order = rows.assign(day=rows["vintage"].map(last_day)).sort_values("day")
    order_of = {measure: rank for rank, measure in enumerate(measures)}
    for (measure, *_), part in by_publication(order).items():
        for year in sorted(y for y in part if y - 1 in part):
            before, now = part[year - 1], part[year]
            marked = ["break" in each["flags"].split(";") for each in (before, now)]
            broken = marked == [False, True]  # both marked: both on the new side of it
            row = {
                "growth": float("nan") if broken else 100 * (now["value"] / before["value"] - 1),
                "broken": broken,
                "across": before["behind"].isdisjoint(now["behind"]),
                "formula": f"100 (level {year} / level {year - 1} - 1)",
                "inputs": f"{before['text']}; {now['text']}",
                "refs": now["ref"],
            }
            found.append(((not broken, -order_of.get(measure, len(measures)), now["day"]), year, row))
    best = {year: row for _, year, row in sorted(found, key=lambda each: each[0])}
    columns = ["growth", "broken", "across", "formula", "inputs", "refs"]
    return pd.DataFrame.from_dict(best, orient="index", columns=columns).sort_index().rename_axis("year")


MEASURES = ("provincial-statistics-office", "gso", "press")  # of GRDP, all three quote the statistics office
BROKEN = {("ha-noi", 2017), ("lai-chau", 2017), ("bac-giang", 2017)}  # the step from 2016 follows another base
BASIS_SINCE = {"grdp_growth": 2018}  # a provincial rate without a price basis is at 2010 prices only since then


def printed_rates(known: Known, indicator: str, place: provinces.Place) -> pd.DataFrame:
    """Every usable print of growth by `MEASURES`, but those at 1994 prices or, before `BASIS_SINCE`, of no basis."""
    rows = known.cited(indicator, place)
    rows = rows[rows["price_basis"].ne("constant-1994") & rows["measure"].isin(MEASURES)]
    return rows[rows["price_basis"].eq("constant-2010") | (rows["year"] >= BASIS_SINCE.get(indicator, 0))]


def published_growth(known: Known, indicator: str, place: provinces.Place) -> pd.DataFrame:
    """Growth at constant prices as published (`printed_rates`): of each year the newest print (`prints.newest`)."""
    return _newest(known, _as_published(known, indicator, place))


def _as_published(known: Known, indicator: str, place: provinces.Place) -> pd.DataFrame:
    rows = printed_rates(known, indicator, place)
    told = rows[["year", "measure", "known", "source"]].assign(value=rows["value"], half=prints.halves(rows))
    return told.assign(formula="as published", inputs=rows["text"], refs=rows["ref"], kind="published")


def _newest(known: Known, said: pd.DataFrame) -> pd.DataFrame:
    found = prints.newest(known, said, MEASURES).set_index("year").rename(columns={"value": "growth"})
    return found[["growth", "formula", "inputs", "refs", "kind"]]


OF_CURRENT = ("grdp_current", "grdp_per_capita", "population")  # what GRDP at current prices rests on
OF_GROWTH = ("gdp_constant", "gdp_growth", "grdp_constant", "grdp_growth", *OF_CURRENT)


@cached_by_news(*OF_GROWTH, of_place=True)
def real_growth(known: Known, place: provinces.Place) -> pd.DataFrame:
    """Growth of GRDP (of GDP for the nation) at constant prices, percent, by year, with formula, inputs and kind.

    From constant-price levels of one publication (kind levels) or as published (published), whichever is the newest
    print; for the years a merged unit has no own figure from its parts (parts). A year with none is absent: the segment
    breaks there, as it does at the steps of BROKEN.
    """
    own, joint = _own_real_growth(known, place), of_parts(known, place, _own_real_growth)
    return own if joint is None else completed(own, joint)


def _own_real_growth(known: Known, place: provinces.Place) -> pd.DataFrame:
    name = "gdp" if place.slug == provinces.NATION else "grdp"
    chained = growth_within_publications(known.cited(f"{name}_constant", place)).drop(columns=["broken", "across"])
    source, vintage = (chained["refs"].str.split("|").str[i] for i in (0, 1))
    levels = {"measure": MEASURES[0], "known": vintage.map(last_day), "source": source, "half": 0.0, "kind": "levels"}
    chained = chained.assign(**levels).rename(columns={"growth": "value"}).reset_index()
    said = [chained, _as_published(known, f"{name}_growth", place)]
    said = pd.concat([table for table in said if len(table)] or said, ignore_index=True)
    sound = np.array([(place.slug, year) not in BROKEN for year in said["year"]], dtype=bool)
    return _newest(known, said[sound])


def completed(better: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """The rows of one table by year, and those of another for the years it lacks."""
    return pd.concat([better, other[~other.index.isin(better.index)]]).sort_index().rename_axis("year")


def of_parts(known: Known, place: provinces.Place, own: Callable[[Known, provinces.Place], pd.DataFrame]):
    """Growth of a merged unit from that of its parts (`own` gives it); None for any other, or without weights.

    The mean of the parts' growth weighted by their newest levels of an earlier year (Laspeyres), which the formula
    names; `part_of` has the weights (0-1) by slug.
    """
    if not place.merged:
        return None
    try:
        grdp, levels = current_grdp(known, place)
    except SeriesError:
        return None
    parts = {part.slug: own(known, part) for part in known.parts_of(place)}
    rows = {}
    for year in sorted(set.intersection(*(set(p.index[p["growth"].notna()]) for p in parts.values()))):
        before = grdp[grdp.index < year]
        if before.empty:
            continue
        base, level = before.index[-1], before.iloc[-1]
        total = sum(level)
        part_of = (level / total).to_dict()
        shares = ", ".join(f"{s} {100 * w:.2f} %" for s, w in part_of.items())
        weight = f"current GRDP ({HEAD})" if by_head(levels, base) else "current GRDP"
        rows[year] = {
            "growth": sum(table.at[year, "growth"] * level[s] / total for s, table in parts.items()),
            "formula": f"mean of the parts weighted by {weight} of {base} ({shares})",
            "inputs": "; ".join(p.at[year, "inputs"] for p in parts.values()),
            "refs": ";".join(p.at[year, "refs"] for p in parts.values()),
            "kind": "parts",
            "part_of": part_of,
        }
    columns = ["growth", "formula", "inputs", "refs", "kind", "part_of"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("year")


HEAD = "GRDP per head x population"  # million VND times thousand persons: billion VND


def _of_office(known: Known, indicator: str) -> pd.DataFrame:
    """The central office's newest figures at current prices by ground and year, and the last `day` each was printed.

    A ground is the slug of a place whose territory did not change, else slug and border.
    """
    rows = known.cited(indicator)
    rows = rows[rows["measure"].eq("gso") & ~rows["price_basis"].str.startswith("constant")]
    if len(rows):  # a folder may lack the indicator
        rows = rows.assign(value=known.in_unit(rows["value"], rows["unit"], known.indicator(indicator).unit))
    key, slugs = ["ground", "year"], rows["place"]
    same = {place.slug for place in known.places.values() if place.unchanged}
    rows = rows.assign(ground=slugs.where(slugs.isin(same), slugs + "|" + rows["border"]))
    rows = rows.assign(day=rows.groupby(key)["known"].transform("max"))
    return known.newest_figures(rows, key).set_index(key, drop=False).drop(columns="ground")


@cached_by_news("grdp_per_capita", "population", most=16)
def _per_head(known: Known) -> pd.DataFrame:
    """`per_head_times_population` of all places, by ground and year."""
    head, people = _of_office(known, "grdp_per_capita"), _of_office(known, "population")
    both = head.join(people[["value", "known", "text", "ref"]].add_suffix("_people"), how="inner")
    made = {
        "value": (both["value"] * both["value_people"]).round(),  # as offices print totals: whole billions
        "known": both["known"].where(both["known"] > both["known_people"], both["known_people"]),
        "text": both["text"] + " x " + both["text_people"],
        "ref": both["ref"] + ";" + both["ref_people"],
    }
    return both.assign(**made, indicator="grdp_current", unit="billion_vnd", status="derived")[head.columns]


@cached_by_news(*OF_CURRENT, most=16)
def _levels(known: Known) -> pd.DataFrame:
    """`current_levels` of all places, by ground and year."""
    printed, derived = _of_office(known, "grdp_current"), _per_head(known)
    derived = derived[derived["day"] > printed["day"].reindex(derived.index).fillna(date.min)]
    derived = derived.assign(kind="derived", formula=HEAD)
    printed = printed[~printed.index.isin(derived.index)].assign(kind="published", formula="as published")
    return pd.concat([derived, printed]).sort_index()


def _of_ground(table: pd.DataFrame, place: provinces.Place) -> pd.DataFrame:
    """The rows of one place, by year."""
    ground = place.slug if place.unchanged else f"{place.slug}|{place.border}"
    return table.loc[ground] if ground in table.index else table.iloc[:0].droplevel("ground")


def per_head_times_population(known: Known, place: provinces.Place) -> pd.DataFrame:
    """GRDP at current prices of each year with both figures on the place's border, newest prints: as `Known.cited`.

    Each stands under the publication (vintage, day) of its figure per head and is known once both are; text and ref
    name both.
    """
    return _of_ground(_per_head(known), place)


@cached_by_news(*OF_CURRENT)
def current_levels(known: Known, place: provinces.Place) -> pd.DataFrame:
    """GRDP at current prices of a place on its border by year, billion VND: value, status, kind, formula, text and ref.

    As the central office publishes it (kind published); per head times population (derived) where it publishes no total
    of the year, or none as new as its figure per head.
    """
    return _of_ground(_levels(known), place)


def current_grdp(known: Known, place: provinces.Place) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    """GRDP at current prices, billion VND: a row a year that all have, a column a part of a merged unit, or the place.

    With it what each column comes from (`current_levels`).

    Raises:
        SeriesError: The place, or a part of it, has none.
    """
    found = {part.slug: current_levels(known, part) for part in known.parts_of(place)}
    if without := [slug for slug, each in found.items() if each.empty]:
        raise SeriesError(f"grdp_current, {', '.join(without)}: known by {known.day} neither whole nor per head")
    values = {slug: each["value"] for slug, each in found.items()}
    return pd.concat(values, axis=1, join="inner").sort_index(), [*found.values()]


def by_head(levels: list[pd.DataFrame], year: int) -> bool:
    """Whether the GRDP of a year, of any of some parts (`current_levels`), is worked out from GRDP per head."""
    return any(part["kind"].get(year) == "derived" for part in levels)


def weights(known: Known, place: provinces.Place, year: int = 9999) -> tuple[dict[str, float], int] | None:
    """The parts of the joint current GRDP in a year, else the newest earlier one, else the first later one."""
    try:
        table, _ = current_grdp(known, place)
    except SeriesError:
        return None
    if table.empty:
        return None
    at = max((y for y in table.index if y <= year), default=table.index[0])
    return (table.loc[at] / sum(table.loc[at])).to_dict(), int(at)


def fullest(rows: pd.DataFrame, counted=slice(None), by: list[str] | None = None) -> pd.DataFrame:
    """The rows of one publication, by year: of that with most years among those `counted`, the newest of several."""
    found: dict[tuple[str, str], list[tuple]] = {}
    for *key, year, day in rows.loc[counted, ["measure", "vintage", "year", "known"]].itertuples(index=False):
        found.setdefault(tuple(key), []).append((year, day))
    sizes = {
        key: {"last": max(told)[0], "years": len({y for y, _ in told}), "known": max(day for _, day in told)}
        for key, told in found.items()
    }
    measure, vintage = max(sizes, key=lambda key: ([sizes[key][name] for name in by or ["years", "known"]], key))
    part = rows[(rows["measure"] == measure) & (rows["vintage"] == vintage)]
    return part.drop_duplicates("year").set_index("year").sort_index()


def linked(shares: pd.DataFrame) -> pd.Series:
    """Shares (percent) of several publications as one series, by year.

    It is the `fullest`. What others print of later years goes on, on logits, from the newest year that both print; the
    first such step holds what the later publication moved by beyond the earlier one in the years between.
    """
    line = logit(fullest(shares)["value"] / 100)
    for _, told in shares.sort_values("year").groupby(["known", "vintage"]):
        said = logit(told.groupby("year")["value"].last() / 100)
        if len(both := line.index.intersection(said.index)):
            line = pd.concat([line, (said + line[both[-1]] - said[both[-1]]).loc[line.index[-1] + 1 :]])
    return 100 * expit(line)


def printed_again(rows: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """The first and the newest value of each year that several rows print."""
    prints = rows.sort_values("known").groupby("year")["value"]
    again = prints.size() > 1
    return prints.first()[again], prints.last()[again]
