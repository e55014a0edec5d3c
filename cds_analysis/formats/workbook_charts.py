"""Sheets of what results.json holds: the data of each chart and the gaps to the targets, with live formulas.

A formula stands only where results.json states the number it gives; that number is what the cell shows before a program
has computed it anew.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from ..words import STATUS, VERDICT, period, pick, vintage
from . import workbook_words
from .document import Document, Table
from .sheet import NOT_APPLICABLE, NOT_AVAILABLE, Cell, Column, Formula, Link, Sheet

BREAK = 2021  # the definition of employed persons changed
NEAR = 1e-6  # results.json keeps 10 digits
COMPUTED = ("direct", "bridged", "nowcast")  # kinds of rates that are worked out from growth of GRDP and of employment
GROWTH = "100*((1+{grdp_growth}/100)/(1+{employed_growth}/100)-1)"
INTERVALS = ("median", "low80", "high80", "low95", "high95")


def sheets(document: Document, results: Mapping) -> Iterator[Sheet]:
    """The sheets of a brief's results, those without data left out."""
    lang, share, productivity = document.lang, results.get("share") or {}, results.get("productivity") or {}
    last = max((reading["year"] for reading in share.get("readings") or []), default=None)
    yield from _sheet("share", _figures(share, lang), lang)
    yield from _sheet("carried", _carried(share), lang)
    yield from _sheet("share_forecast", _forecast(share, lang, last), lang)
    yield from _sheet("rates", _rates(productivity, lang), lang)
    yield from _sheet("rates_forecast", _forecast(productivity, lang, None), lang)
    level = _level(productivity)
    years = [row[0] for row in level[1]]
    yield from _sheet("level", level, lang, "level_break" if years and years[0] < BREAK <= years[-1] else "")
    yield from _sheet("targets", _targets(document, results), lang)


Found = tuple[Sequence[tuple[str, str]], list[list[Cell]]]  # columns (key, form) and rows


def _sheet(key: str, found: Found, lang: str, further: str = "") -> Iterator[Sheet]:
    columns, rows = found
    if not rows:
        return
    remarks = [pick(workbook_words.REMARKS[k], lang) for k in (key, further) if k]
    yield Sheet(
        name=pick(workbook_words.SHEETS[key], lang),
        title=pick(workbook_words.TITLES[key], lang),
        lines=tuple(remarks),
        columns=tuple(Column(k, pick(workbook_words.COLUMNS[k], lang), form) for k, form in columns),
        rows=rows,
        table=key,
    )


def _known(value: float | None, missing: str = NOT_AVAILABLE) -> Cell:
    return missing if value is None else value


def _figures(share: Mapping, lang: str) -> Found:
    columns = [("year", "year"), ("share", "hundredths"), ("relation", ""), ("measure", ""), ("border", "")]
    columns += [("status", ""), ("published", ""), ("publisher", ""), ("title", "")]
    rows = []
    for row in share.get("figures") or []:
        rows.append(
            [
                row["year"],
                row["value"],
                pick(workbook_words.RELATION[row["comparator"]], lang),
                row[f"measure_{lang}"],
                pick(workbook_words.BORDER[row["border"]], lang),
                pick(STATUS[row["status"]], lang),
                vintage(row["vintage"], lang),
                Link(row["publisher"], row["address"]),
                row["title"],
            ]
        )
    return columns, rows


def _carried(share: Mapping) -> Found:
    columns = [("year", "year"), ("main", "hundredths"), ("weight", "percent"), ("weight_year", "year")]
    columns += [(k, "hundredths") for k in ("part_low", "part_high", "low", "high")]
    formula = "{{main}}*(1-{{weight}})+{{part_{end}}}*{{weight}}"
    rows = [
        [c["year"], c["share"], c["weight"], c["weight_year"], c["part_low"], c["part_high"]]
        + [Formula(formula.format(end=end), c[end]) for end in ("low", "high")]
        for c in share.get("crossings") or []
    ]
    return columns, rows


def _forecast(claims: Mapping, lang: str, last: int | None) -> Found:
    """Median and intervals by year; with the year of the last reading, years up to it are called estimates."""
    columns = [("year", "year"), *((k, "hundredths") for k in INTERVALS), ("nature", "")]
    rows = []
    for year, row in _by_year(claims.get("forecast")):
        nature = "past" if last is not None and year <= last else "ahead"
        rows.append([year, *(row[k] for k in INTERVALS), pick(workbook_words.NATURE[nature], lang)])
    return columns, rows


def _by_year(found: Mapping | None) -> list[tuple[int, Mapping]]:
    return sorted((int(year), row) for year, row in (found or {}).items())


def _rates(productivity: Mapping, lang: str) -> Found:
    columns = [("year", "year"), ("kind", "")]
    columns += [(k, "hundredths") for k in ("grdp_growth", "employed_growth", "growth", "sd", "low80", "high80")]
    rows = []
    for year, row in _by_year(productivity.get("growth")):
        growth = _known(row["growth"])
        if row["kind"] in COMPUTED:
            growth = Formula(GROWTH, row["growth"])
        spread = NOT_APPLICABLE if row["kind"] not in ("bridged", "nowcast") else row["sd"]
        known = [_known(row["grdp_growth"]), _known(row["employed_growth"]), growth, spread]
        ends = [_known(row[end], NOT_APPLICABLE) for end in ("low", "high")]
        rows.append([year, pick(workbook_words.KIND[row["kind"]], lang), *known, *ends])
    return columns, rows


def _level(productivity: Mapping) -> Found:
    columns = [("year", "year"), ("grdp", "tenths"), ("employed", "tenths"), ("derived", "tenths")]
    columns += [("official", "tenths"), ("gap_percent", "hundredths")]
    rows = []
    for year, row in _by_year(productivity.get("level")):
        gap = NOT_APPLICABLE
        if row["gap_percent"] is not None:
            gap = Formula("100*({derived}/{official}-1)", row["gap_percent"])
        derived = Formula("{grdp}/{employed}", row["derived"])
        rows.append([year, row["grdp"], row["employed"], derived, _known(row["official"]), gap])
    return columns, rows


def _targets(document: Document, results: Mapping) -> Found:
    """The targets that the document's tables name, with their figures."""
    lang = document.lang
    columns = [("target", ""), ("asked", ""), ("goal", "fitting"), ("by", "year"), ("figure", "fitting")]
    columns += [("relation", ""), ("period", ""), ("figure_year", "year"), ("border", ""), ("status", "")]
    columns += [("gap", "fitting"), ("pace", "fitting"), ("probability", f"chance_{lang}"), ("verdict", "")]
    rows = []
    for name, asked, verdict in _named(document, results):
        figure, year = verdict["figure"], None
        told: list[Cell] = [NOT_AVAILABLE] * 6
        if figure:
            year = int(re.findall(r"\d{4}", figure["period"])[-1])
            told = [
                figure["value"],
                pick(workbook_words.RELATION[figure["comparator"]], lang),
                period(figure["period"], lang),
            ]
            told += [year, pick(workbook_words.BORDER[figure["border"]], lang), pick(STATUS[figure["status"]], lang)]
        gap, pace = _gap(verdict, figure, year)
        chance = _known(verdict["probability"], NOT_APPLICABLE)
        said = pick(VERDICT[verdict["status"]], lang)
        rows.append([name, asked, verdict["value"], verdict["by"], *told, gap, pace, chance, said])
    return columns, rows


def _gap(verdict: Mapping, figure: Mapping | None, year: int | None) -> tuple[Cell, Cell]:
    """Gap and change needed a year as formulas, where the one figure shown gives what results.json says.

    A mean over years, a rate still needed, the end of a range are other sums: the brief's table tells them in words.
    """
    distance, needed = verdict["distance"], verdict["pace_needed"]
    gap = pace = NOT_APPLICABLE
    if figure and distance is not None and _near(abs(verdict["value"] - figure["value"]), abs(distance)):
        gap = Formula("{goal}-{figure}", verdict["value"] - figure["value"])
        left = verdict["by"] - year
        if needed is not None and left > 0 and _near(gap.value, needed * left):
            pace = Formula("{gap}/({by}-{figure_year})", needed)
    return gap, pace


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= NEAR * max(1.0, abs(other))


def _named(document: Document, results: Mapping) -> Iterator[tuple[str, str, Mapping]]:
    """Name and wording of each target as the brief's own tables print them, with its verdict; each target once.

    A table belongs to the verdicts of results.json whose words it prints row by row, in the order of the brief.
    """
    tables, seen = [b for b in document.blocks if isinstance(b, Table) and len(b.head) == 5], set()
    for part in ("scorecard", "congress"):
        verdicts = (results.get(part) or {}).get("verdicts") or []
        said = [pick(VERDICT[v["status"]], document.lang) for v in verdicts]
        table = next((t for t in tables if said and [row[3] for row in t.rows] == said), None)
        if table is None:
            continue
        tables.remove(table)
        for verdict, row in zip(verdicts, table.rows, strict=True):
            if verdict["target"] not in seen:
                seen.add(verdict["target"])
                yield row[0], row[1], verdict
