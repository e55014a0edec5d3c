"""What holds for a file as a whole: indicator, unit, price basis, measure, border; told by it, given, or asked for."""

import re
from decimal import Context, Decimal
from functools import partial
from pathlib import Path

import pandas as pd

from ..data import indicators, observations, provinces
from ..files import numbers
from ..files.base import Incoming
from . import borders, dimensions, titles, words
from .mapping import Asked, Work, spread

REGISTERED = "its title in tables.csv"
BEFORE = re.compile(r"(?:truoc|previous) 100$")  # an index of the year before


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
    borders.border(work)
    lessened(work)
    cells, missing = work.cells, work.cells["value"].eq("").to_numpy()
    # the grade a figure states comes before that of its year
    beside = next((work.columns[name].astype(str) for name in ("status", "mark") if name in work.columns), "")
    printed = cells["status"].astype(str).reset_index(drop=True)
    printed = printed.mask(printed == "", beside)
    marks = work.columns["mark"].astype(str).to_numpy() if "mark" in work.columns else ""
    plans = printed.eq(numbers.FORECAST).to_numpy() | (marks == numbers.FORECAST)
    planned = plans & work.keep & cells["value"].ne("").to_numpy()
    if planned.any() and "period" in work.columns:
        years = ", ".join(sorted(set(work.columns["period"][planned].astype(str))))
        work.left.append((f"plans or forecasts of {years}", int(planned.sum()), "no outcomes"))
    work.keep &= ~plans
    work.columns["status"] = printed.mask(_final(printed, work), "final").replace("", "reported").astype("category")
    rows = pd.DataFrame({name: column.array for name, column in work.columns.items() if name != "mark"})
    rows["value"], rows["where"] = cells["value"].to_numpy(), cells["where"].to_numpy()
    work.rows = rows[work.keep & ~missing].reset_index(drop=True)
    work.missing, work.figures = int((missing & work.keep).sum()), int((~missing).sum())
    work.cells, work.columns = pd.DataFrame(), {}
    if not len(work.rows) and not work.faults:
        work.fault("", "no figure is left", "see what was left out and why")
    return work


def indicator(work: Work) -> None:
    """The indicator: given, of the file, or in a text that holds for all of it; words beside it are asked about."""
    read = [(constant, *work.read(constant.text)) for constant in work.constants]
    naming = next((one for one in read[::-1] if one[1]), None)
    asked, told = work.asked.indicator, "indicator" in work.columns
    named, found = naming[0].text if naming else "", naming[1] if naming else ()
    ids = sorted({meaning.indicator for meaning in found})
    registered = (names[0] for _, names, beside in read if names and names[0].nation and not beside)
    meaning = next((one for one in registered if [one.indicator] == ids), found[0] if found else titles.Meaning())
    own = {asked} if asked else set(_named(work)) if told else set(ids)
    get = partial(indicators.get, data_dir=work.data_dir)
    abouts = list(map(get, own))
    ours = " ".join(titles.said(text) for a in abouts for text in (a.id, a.name_vi, a.name_en))
    growth = bool(asked) and get(asked).kind == "growth"
    index = next((one[2] for one in read if growth and BEFORE.search(one[2])), "")
    for constant, names, beside in read:
        part, own_name = titles.part(beside, ours), bool(names) and constant is naming[0]
        where, text = constant.where, constant.text[:80]
        if part and beside != index:
            found_ = f"'{titles.shown(beside)}' in {where} '{text}' may say a part, another period or no outcome"
        elif beside and own_name and not told and (not asked or asked in ids) and beside != index:
            found_ = f"'{titles.shown(beside)}' in {where} '{text}' may change what '{found[0].title}' means"
        elif beside and (constant.kind == "label" or (constant.kind == "name" and naming and not own_name)):
            found_ = f"{where} '{text}' holds for all figures and may change what they mean"
        else:
            continue
        work.fault("", found_, dimensions.WHOLE if part else dimensions.OTHER)
    if asked or told:
        if asked and naming and not naming[2] and asked not in {*ids, *(m.nation for m in found)} and not growth:
            kinds = {indicators.units(work.data_dir).at[about.unit, "dimension"] for about in [*abouts, *map(get, ids)]}
            if len(kinds) == 1:  # in another unit it may well be another indicator
                return work.fault("", f"'{named[:80]}' is {', '.join(ids)}, --indicator says {asked}", "leave it out")
        same = bool(naming) and not naming[2] and ids == sorted(own)
        if found and (same or growth):  # an index stays an index, whatever its growth is called
            work.meaning = meaning if same else titles.Meaning(less=meaning.less or ("100" if index else ""))
        elif index:
            work.meaning = titles.Meaning(less="100")
        return work.constant("indicator", asked, "given") if asked else None
    if len(ids) > 1:
        return work.fault("", f"'{named[:80]}' may be {', '.join(ids)}", "choose one: --indicator ID")
    if not found:
        around = [c.text for c in work.constants if c.text and c.kind != "label" and c.where != "its tab"]
        texts = [f" from '{text[:80]}'" for text in around]
        told = f"which indicator it is cannot be told{texts[-1] if texts else ''}"
        return work.fault("", told, "--indicator ID (`cds data indicators`)")
    work.meaning = meaning
    work.constant("indicator", ids[0], f"named in '{named[:80]}'")
    if provinces.NATION in work.matches and (of_nation := work.meaning.nation) not in ("", ids[0]):
        work.columns["indicator"] = spread(work.of_nation().astype("int8"), [ids[0], of_nation])
        work.role("", f"of the nation {of_nation}", 1, 1, REGISTERED)
    return None


def _named(work: Work) -> list[str]:
    """The indicators that were found."""
    return [i for i in work.columns["indicator"].cat.categories if i] if "indicator" in work.columns else []


def unit(work: Work) -> None:
    """The unit: given, of the file or the title registered; what the file says is never overruled."""
    texts = [constant.text for constant in work.constants]
    read = [(text, words.unit(text, work.data_dir) or words.unit_in(text, work.data_dir)) for text in texts]
    read = [one for one in [(work.incoming.unit, words.unit(work.incoming.unit, work.data_dir)), *read] if one[1]]
    table = indicators.units(work.data_dir)
    said = {table.at[found, "label_vi"]: (found, text) for text, found in reversed(read)}
    shown = ", ".join(f"'{text[:60]}'" for _, text in said.values())
    if len(said) > 1:
        return work.fault("", f"two units: {shown}", "keep one; unit and title can be said in a mapping file")
    if work.asked.unit:
        if not (found := words.unit(work.asked.unit, work.data_dir)):
            return work.fault("", f"no unit '{work.asked.unit}'", "use one of units.csv")
        ours, theirs = table.at[found, "label_vi"], work.incoming.unit
        if (said and ours not in said) or (theirs and not said and words.power(theirs) != words.power(ours)):
            return work.fault("", f"the file says {shown or repr(theirs)}, --unit {found}", "leave --unit out")
        return work.constant("unit", found, "given")
    if "unit" in work.columns:
        return None
    if work.units is not None:  # those in the labels of indicators go before one of all
        general = next(iter(said.values()), ("", ""))[0]
        own = work.units.astype(str).replace("", general)
        if (own[work.keep] != "").all():
            work.columns["unit"] = own.astype("category")
            return work.role(
                "", "unit", len(work.units.cat.categories), len(work.units.cat.categories), "in its labels"
            )
    elif said:
        (found, text), *_ = said.values()
        return work.constant("unit", found, f"the file says '{text[:60]}'")
    if work.meaning.unit and not work.incoming.unit:
        return work.constant("unit", work.meaning.unit, REGISTERED)
    if any(fault.column in work.incoming.dimensions for fault in work.faults) and not work.incoming.unit:
        return None  # labels of another unit may be left out yet
    if work.incoming.unit and not said:
        remedy = (
            "if units.csv has it in other words: a row of aliases.csv (kind unit), or --unit ID of its power of ten"
        )
        return work.fault("", f"the unit '{work.incoming.unit}' is none we know", remedy)
    return work.fault("", "the file names no unit", "--unit ID of units.csv, as its publisher says it")


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
    """The price basis: given, of the file or its title, or the only one held; never one of several."""
    remedy = f"use {' '.join(observations.PRICE_BASES)}"
    said = next((basis for constant in work.constants[::-1] if (basis := words.price_basis(constant.text))), "")
    held = _held(work, "price_basis", dict.fromkeys(_named(work), "none"))
    given = work.asked.price_basis
    if said and said not in observations.PRICE_BASES:
        return work.fault("", f"prices of {said[-4:]}: not kept in the data", "choose the table at prices of 2010")
    if given and said and given != said:
        return work.fault("", f"the file says {said} prices, --price-basis {given}", "leave --price-basis out")
    if not _given(work, "price_basis", "price basis", observations.PRICE_BASES, remedy):
        if said and "price_basis" not in work.columns and any(said in bases for bases in held.values()):
            work.constant("price_basis", said, "the title says so")
        else:
            _filled(work, "price_basis", held, "held at several prices")
    if "price_basis" not in work.columns or "indicator" not in work.columns or given:
        return None
    pairs = pd.DataFrame({name: work.columns[name].astype(str) for name in ("indicator", "price_basis")})[work.keep]
    bases = said and pd.DataFrame({"indicator": _named(work), "price_basis": said})
    pairs = pd.concat([pairs, bases]) if said else pairs
    for name, basis in pairs.drop_duplicates().itertuples(index=False):
        if name in held and basis != "none" and basis not in held[name] and held[name] != ["none"]:
            found = f"{name} at {basis} prices; it is held at {', '.join(held[name])}, never mixed"
            return work.fault("", found, "see which indicator and which prices the table has")
    return None


def measure(work: Work) -> None:
    """The measure: given, of the file or its title, or the only one held; never one of several."""
    if not _given(work, "measure", "no measure", indicators.measures(work.data_dir).index, "use one of measures.csv"):
        usual = {name: indicators.get(name, work.data_dir).measure for name in _named(work)}
        _filled(work, "measure", _held(work, "measure", usual), "held by several measures")


def _given(work: Work, column: str, said: str, known, remedy: str) -> bool:
    """Whether nothing is left to find out: the user gives one of those known, the title does, or no indicator is."""
    if given := getattr(work.asked, column):
        if given not in known:
            work.fault("", f"{said} '{given}'", remedy)
        work.constant(column, given, "given")
    elif column not in work.columns and (given := getattr(work.meaning, column)):
        work.constant(column, given, REGISTERED)
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
        names = [indicators.measure_named(name, work.data_dir) for name in choices[several]]
        about = indicators.get(several, work.data_dir).named
        found = f"{about}: {what}, never mixed: {', '.join(names)}"
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
    work.role("", f"value = index less {less}", 1, 1, f"{REGISTERED}; the year before is {less}")


def _final(printed: pd.Series, work: Work) -> pd.Series:
    """Figures without a mark in a table of the office, of years before those it marks as preliminary or estimates."""
    marked = printed.isin(["preliminary", "estimate"]).to_numpy()
    if not work.meaning.nation or "period" not in work.columns or not marked.any():
        return pd.Series(False, index=printed.index)
    years = work.columns["period"].astype(str).reset_index(drop=True)
    return (printed == "") & (years < years[marked].min())
