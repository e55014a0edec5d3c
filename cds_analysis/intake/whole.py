"""What holds for a file as a whole: indicator, unit, price basis, measure, border; told by it, given, or asked for."""

from datetime import date
from decimal import Context, Decimal
from pathlib import Path

import numpy as np
import pandas as pd

from ..data import indicators, observations, provinces
from ..data.provinces import NEW, OLD
from ..files.base import Incoming
from . import dimensions, titles, words
from .mapping import Asked, Work, spread


def understand(incoming: Incoming, data_dir: Path, asked: Asked, *, vintage: str) -> Work:
    """Rows of ours for the figures of a file, or what keeps it from giving any.

    Args:
        vintage: Its day of publication, if known: before the new units were announced the border is the old one.
    """
    work = Work(incoming, data_dir, asked, vintage)
    dimensions.picked(work)
    for name in incoming.dimensions:
        dimensions.turned(name, work)
    for role, what in (("place", "places"), ("period", "years")):
        if role not in work.columns:
            work.fault("", f"no dimension of {what}", f"give one under roles in a mapping file (its heading: {role})")
    indicator(work)
    unit(work)
    aligned(work)
    price_basis(work)
    measure(work)
    border(work)
    lessened(work)
    cells, missing = work.cells, work.cells["value"].eq("").to_numpy()
    # the grade a figure states comes before that of its year
    beside = next((work.columns[name].astype(str) for name in ("status", "mark") if name in work.columns), "")
    printed = cells["status"].astype(str).reset_index(drop=True)
    printed = printed.mask(printed == "", beside)
    work.columns["status"] = printed.mask(_final(printed, work), "final").replace("", "reported").astype("category")
    rows = pd.DataFrame({name: column.array for name, column in work.columns.items() if name != "mark"})
    rows["value"], rows["where"] = cells["value"].to_numpy(), cells["where"].to_numpy()
    work.rows = rows[work.keep & ~missing].reset_index(drop=True)
    work.missing, work.figures = int((missing & work.keep).sum()), int((~missing).sum())
    work.cells, work.columns = pd.DataFrame(), {}
    if not len(work.rows) and not work.faults:
        work.fault("", "no figure is left", "see what was left out and why")
    return work


def _constant(work: Work, column: str, value: str, why: str) -> None:
    work.columns[column] = pd.Series(pd.Categorical.from_codes(np.zeros(len(work.cells), dtype="int8"), [value]))
    work.role("", f"{column} = {value}", 1, 1, why)


def indicator(work: Work) -> None:
    """The indicator: given, of the file, or in its title; a title with words we do not know is asked about."""
    if asked := work.asked.indicator:
        indicators.get(asked, work.data_dir)
        found, more, _ = _titled(work)
        if not more and [meaning.indicator for meaning in found] == [asked]:
            work.meaning = found[0]
        return _constant(work, "indicator", asked, "given")
    if "indicator" in work.columns:
        return None
    found, more, text = _titled(work)
    if len(ids := sorted({meaning.indicator for meaning in found})) > 1:
        return work.fault("", f"'{text[:80]}' may be {' or '.join(ids)}", "choose one: --indicator ID")
    if more:
        beside = f"'{more[:80]}' stands in its title beside '{found[0].title}' and may change what it means"
        return work.fault("", beside, f"--indicator ID (and --unit ID): {ids[0]}, if it does not")
    if not found:
        title = f" from the title '{work.incoming.title[:80]}'" if work.incoming.title else ""
        return work.fault("", f"which indicator it is cannot be told{title}", "--indicator ID (`cds data indicators`)")
    work.meaning = found[0]
    _constant(work, "indicator", ids[0], f"named in '{text[:80]}'")
    if work.meaning.nation and "place" in work.columns:
        nation = (work.columns["place"] == provinces.NATION).to_numpy()
        work.columns["indicator"] = spread(nation.astype("int8"), [ids[0], work.meaning.nation])
        if nation.any() and work.meaning.nation != ids[0]:
            work.role("", f"of the nation {work.meaning.nation}", 1, 1, "data/tables.csv, by the title")
    return None


def _titled(work: Work) -> tuple[list[titles.Meaning], str, str]:
    """What the last text that names an indicator means, its words beyond that, and the text."""
    read = ((*titles.read(text, work.incoming.dimensions, work.data_dir), text) for text in work.constants[::-1])
    return next((one for one in read if one[0]), ([], "", ""))


def _named(work: Work) -> list[str]:
    """The indicators that were found."""
    return [i for i in work.columns["indicator"].cat.categories if i] if "indicator" in work.columns else []


def unit(work: Work) -> None:
    if work.asked.unit:
        if not (found := words.unit(work.asked.unit, work.data_dir)):
            return work.fault("", f"no unit '{work.asked.unit}'", "use one of units.csv")
        return _constant(work, "unit", found, "given")
    if "unit" in work.columns:
        return None
    for text, read in [(work.incoming.unit, words.unit), *((text, words.unit_in) for text in work.constants)]:
        if text and (found := read(text, work.data_dir)):
            return _constant(work, "unit", found, f"the file says '{text[:60]}'")
    if work.meaning.unit:
        return _constant(work, "unit", work.meaning.unit, "data/tables.csv, by the title")
    if work.units is not None and "" not in work.units[work.keep].unique():
        work.columns["unit"] = work.units
        return work.role("", "unit", len(work.units.cat.categories), len(work.units.cat.categories), "in its labels")
    said = f"the unit '{work.incoming.unit}' is none we know" if work.incoming.unit else "the file names no unit"
    ours = {indicators.get(i, work.data_dir).unit for i in _named(work)}
    return work.fault("", said, "--unit ID" + (f" (of the indicator: {', '.join(sorted(ours))})" if ours else ""))


def aligned(work: Work) -> None:
    """Where one printed unit stands for several of ours (%), take the one of the indicator."""
    if "unit" not in work.columns or "indicator" not in work.columns:
        return
    table = indicators.units(work.data_dir)
    unit, about = work.columns["unit"].astype(str), work.columns["indicator"].astype(str)
    for name in _named(work):
        own = indicators.get(name, work.data_dir).unit
        same = [u for u in table.index[table["label_vi"] == table.at[own, "label_vi"]] if u != own]
        unit = unit.mask((about == name) & unit.isin(same), own) if same else unit
    work.columns["unit"] = unit.astype("category")


def price_basis(work: Work) -> None:
    """The price basis: given, of the file, in its title, or the only one held; never one of several."""
    remedy = f"use {' '.join(observations.PRICE_BASES)}"
    if _given(work, "price_basis", "price basis", observations.PRICE_BASES, remedy):
        return None
    if work.meaning.price_basis and "price_basis" not in work.columns:
        return _constant(work, "price_basis", work.meaning.price_basis, "data/tables.csv, by the title")
    held = _held(work, "price_basis", dict.fromkeys(_named(work), "none"))
    said = next((b for text in work.constants if (b := words.price_basis(text))), "")
    if said and "price_basis" not in work.columns and all(said in bases for bases in held.values()):
        return _constant(work, "price_basis", said, "the title says so")
    return _filled(work, "price_basis", held, "prices")


def measure(work: Work) -> None:
    """The measure: given, of the file, of its title, or the only one held; never one of several."""
    if _given(work, "measure", "no measure", indicators.measures(work.data_dir).index, "use one of measures.csv"):
        return None
    if work.meaning.measure and "measure" not in work.columns:
        return _constant(work, "measure", work.meaning.measure, "data/tables.csv, by the title")
    usual = {name: indicators.get(name, work.data_dir).measure for name in _named(work)}
    return _filled(work, "measure", _held(work, "measure", usual), "measures")


def _given(work: Work, column: str, said: str, known, remedy: str) -> bool:
    """Whether nothing is left to find out: the user gives one of those known, or there is no indicator."""
    if given := getattr(work.asked, column):
        if given not in known:
            work.fault("", f"{said} '{given}'", remedy)
        _constant(work, column, given, "given")
    return bool(given) or "indicator" not in work.columns


def _held(work: Work, column: str, usual: dict[str, str]) -> dict[str, list[str]]:
    """What the table holds in a column for each indicator found; what is usual where it holds none."""
    table = observations.load(work.data_dir)
    held = {name: sorted(table.loc[table["indicator"] == name, column].unique()) for name in usual}
    return {name: found or [usual[name]] for name, found in held.items()}


def _filled(work: Work, column: str, choices: dict[str, list[str]], what: str) -> None:
    """Fill the empty cells of a column from the indicator, where there is a single choice."""
    given = work.columns[column].astype(str) if column in work.columns else pd.Series([""] * len(work.cells))
    empty = (given == "").to_numpy()
    about = work.columns["indicator"]
    open_ = [name for name in about[empty & work.keep].unique() if name]
    if several := next((name for name in open_ if len(choices[name]) > 1), ""):
        found = f"{several} is held by several {what}, never mixed: {', '.join(choices[several])}"
        in_form = ", or choose one in its column of the form" if work.incoming.kind == "template" else ""
        return work.fault("", found, f"--{column.replace('_', '-')}, one of them{in_form}")
    if not open_:
        return None
    only = [choices[name][0] if name in choices else "" for name in about.cat.categories]
    own = spread(about.cat.codes.to_numpy(), only)
    work.columns[column] = given.mask(empty, own.astype(str)).astype("category")
    shown = sorted({choices[name][0] for name in open_})
    return work.role("", f"{column} = {', '.join(shown)}", len(shown), len(shown), "the only one the data hold")


def lessened(work: Work) -> None:
    """Growth from an index of the year before, exact to the printed digit; `where` keeps the index as printed."""
    if not (less := work.meaning.less):
        return
    printed, exact = work.cells["value"], Context(prec=200)
    number, there = Decimal(less), printed.ne("")
    rates = {text: format(exact.subtract(Decimal(text), number), "f") for text in printed[there].unique()}
    where = work.cells["where"].astype("str")
    where = where.mask(there, where + ": " + printed.astype("str") + f" less {less}")
    work.cells = work.cells.assign(value=printed.map(rates).fillna("").astype("str"), where=where)
    work.role("", f"value = index less {less}", 1, 1, "data/tables.csv, by the title: the year before is 100")


def _final(printed: pd.Series, work: Work) -> pd.Series:
    """Figures without a mark in a table of the office, of years before those it marks as preliminary or estimates."""
    marked = printed.isin(["preliminary", "estimate"]).to_numpy()
    if not work.meaning.measure or "period" not in work.columns or not marked.any():
        return pd.Series(False, index=printed.index)
    years = work.columns["period"].astype(str).reset_index(drop=True)
    return (printed == "") & (years < years[marked].min())


def border(work: Work) -> None:
    """The border, by what was given, the day of publication, or the set of units; else asked for."""
    if work.asked.border and work.asked.border not in provinces.BORDERS:
        return work.fault("", f"border '{work.asked.border}'", "use pre-2025 (63 units) or 2025 (34 units)")
    if not work.matches or ("border" in work.columns and not work.asked.border):
        return None
    border, why = (work.asked.border, "given") if work.asked.border else _told(work)
    places = provinces.load(work.data_dir)
    if border:
        wrong = sorted(s for s, m in work.matches.items() if border not in m.borders)
        regions = [slug for slug in wrong if {places[slug, b].tier for b in work.matches[slug].borders} == {"region"}]
        _other_regions(work, border, regions)
        if wrong := [slug for slug in wrong if slug not in regions]:
            shown = ", ".join(wrong[:5]) + (", ..." if len(wrong) > 5 else "")
            found = f"{len(wrong)} places are no units on the border {border}: {shown}"
            return work.fault("", found, "--border, or `skip` them in a mapping file")
        _constant(work, "border", border, why)
        return _nation_by_year(work)
    versions = [places[slug, b] for slug in work.matches for b in provinces.BORDERS if (slug, b) in places]
    always = all(place.unchanged and place.tier in ("nation", "province") for place in versions)
    if always and "period" in work.columns:
        work.columns["border"] = _by_year(work)
        return work.role("", "border by year", 2, 2, "none of these places changed in 2025")
    return work.fault("", f"63 old or 34 new units? {why}", "--border pre-2025, or --border 2025")


def _by_year(work: Work) -> pd.Series:
    years = work.columns["period"]
    return spread(years.cat.codes.to_numpy(), [NEW if text[:4] >= "2025" else OLD for text in years.cat.categories])


def _nation_by_year(work: Work) -> None:
    """The nation has no other border: its row is kept like those of earlier tables, to be compared with them."""
    nation = (work.columns["place"] == provinces.NATION).to_numpy()
    if nation.any() and "period" in work.columns:
        by_year = _by_year(work).astype(str)
        work.columns["border"] = work.columns["border"].astype(str).mask(nation, by_year).astype("category")


def _other_regions(work: Work, border: str, slugs: list[str]) -> None:
    """Leave out regions that bear the name of one kept on the other border: they are made of other provinces."""
    for slug in slugs:
        other, rows = work.matches.pop(slug).borders[0], (work.columns["place"] == slug).to_numpy()
        why = f"another region than that of this name on the border {other}; the register of places does not keep it"
        work.left.append((provinces.load(work.data_dir)[slug, other].name_vi, int(rows.sum()), why))
        work.keep &= ~rows


def _told(work: Work) -> tuple[str, str]:
    """The border the places or the day of publication leave no doubt of, and why; else empty, and what was found."""
    named = {b: {p.slug for p in provinces.units(work.data_dir, b)} for b in provinces.BORDERS}
    found = set(work.matches) & (named[OLD] | named[NEW])
    only_old = found - named[NEW]
    new_labels = [m for m in work.matches.values() if m.borders == (NEW,)]
    if len(work.vintage) == 10 and date.fromisoformat(work.vintage) < provinces.ANNOUNCED:
        return OLD, f"published on {work.vintage}, before the new units were known"
    if only_old and new_labels:
        return "", f"both old units ({', '.join(sorted(only_old)[:3])}) and new ones ({new_labels[0].slug}) are named"
    if only_old:
        return OLD, f"{len(only_old)} units that ended in 2025, such as {', '.join(sorted(only_old)[:2])}"
    if found == named[NEW]:
        return NEW, f"all {len(found)} units of 2025 and no other"
    return "", f"The {len(found)} units named exist on both ({', '.join(sorted(found)[:3])})"
