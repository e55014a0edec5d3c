"""How the templates spell what the records hold: each filter by the name a sentence gives it."""

import string
from functools import partial

from ..keyed import bare, count
from .spelling import (
    about_chance,
    amount,
    cap,
    chance,
    compact,
    count_en,
    day,
    gain,
    lexicon,
    listing,
    lower,
    moved,
    number,
    period,
    pick,
    quantity,
    size,
    vintage,
    word,
    year_span,
)


def _points(value: float, lang: str) -> str:
    """tăng 0,3 điểm phần trăm; a rise of 0.3 points."""
    word = pick(("tăng", "a rise of") if value >= 0 else ("giảm", "a fall of"), lang)
    return f"{word} {number(abs(value), lang)} {pick(('điểm phần trăm', 'points'), lang)}"


def _part(weight: float, lang: str) -> str:
    """A weight in whole per cent; what is neither nothing nor all is never written so."""
    if 0 < weight < 0.005 or 0.995 < weight < 1:
        return pick(("dưới 1%", "under 1%") if weight < 0.5 else ("trên 99%", "over 99%"), lang)
    return number(100 * weight, lang, 0) + "%"


def _percent(value: float, lang: str, digits: int) -> str:
    return number(value, lang, digits, fixed=digits == 1) + "%"


def _many(items, noun: str = "", *, lang: str):
    n = count(items)
    return f"{n} {noun}{'s' if n != 1 else ''}" if noun else n


def asked(goal, lang: str, units=None) -> str:
    """The level a target asks: tối thiểu 20%; at least 20%.

    Args:
        goal: A target, or a record with a comparator and a value in per cent.
        units: The unit register, where the target is of another unit.
    """
    said = goal if isinstance(goal, dict) else goal.__dict__
    value = quantity(said["value"], said.get("unit", "percent"), units, lang)
    return f"{word('comparator', said['comparator'], lang)} {value}".strip()


def ends(pair, lang: str, digits: int = 1) -> str:
    """Từ 28,3% đến 28,4%; one value where both round to the same."""
    first, last = (_percent(value, lang, digits) for value in pair)
    return first if bare(first) == bare(last) else pick((f"từ {first} đến {last}", f"{first} to {last}"), lang)


def year_on(row: dict, place: dict, lang: str) -> str:
    """2022 (địa giới cũ): a year, with the border where it is not the place's own."""
    old = row["border"] == "pre-2025" != place["border"]
    return f"{row['year']}{pick((' (địa giới cũ)', ' (old border)'), lang) * old}"


def base_name(place: dict, lang: str) -> str:
    """What shares are taken of: GDP of the nation, else GRDP."""
    base = product(place, lang)
    whose = f"tổng sản phẩm trên địa bàn (GRDP) của {place['vi']}" if base == "GRDP" else "GDP cả nước"
    return whose if lang == "vi" else f"{place['en']}'s {base}"


def product(place: dict, lang: str = "") -> str:
    """GDP of the nation, GRDP of every other place."""
    return "GDP" if place["tier"] == "nation" else "GRDP"


def _name(place: dict, lang: str) -> str:
    """A place among others in a sentence; the nation is cả nước there."""
    return place[lang] if place["slug"] != "vn" else pick(("cả nước", "the nation"), lang)


def series_title(series, lang: str) -> str:
    """The name of a series' indicator; the product of the nation is GDP."""
    name = series.indicator.name(lang)
    return name.replace("GRDP", "GDP") if series.place.tier == "nation" else name


def _unbroken(years: list[int]) -> bool:
    return len(years) > 2 and years == list(range(years[0], years[-1] + 1))


def _run(years: list[int], lang: str) -> str:
    """2023, 2018 và 2019, 2023-2025: a span only where no year is left out."""
    return year_span(years[0], years[-1], lang) if _unbroken(years) else listing(years, lang)


def _years(years: list[int], lang: str) -> str:
    """The same as a sentence begins: năm 2023, năm 2018 và 2019, giai đoạn 2023-2025."""
    before = "" if lang == "en" else "giai đoạn " if _unbroken(years) else "năm "
    return before + _run(years, lang)


def _signed(rate: float, word_it: bool = False, *, lang: str) -> str:
    """A rate in prose: Vietnamese says giảm 1,8% and, beside it, tăng 10,2%."""
    if lang == "vi" and (rate < 0 or word_it):
        return f"{moved(rate, lang)} {_percent(abs(rate), lang, 1)}"
    return _percent(rate, lang, 1)


FILTERS = {  # of the templates: value, arguments, lang
    "all": listing,
    "amount": amount,
    "ap": about_chance,
    "asked": lambda goal, units=None, *, lang: asked(goal, lang, units),
    "base": base_name,
    "cap": lambda text, lang: cap(text),
    "counted": lambda n, noun, lang: count_en(n, noun),
    "compact": compact,
    "day": day,
    "ends": lambda pair, digits=1, *, lang: ends(pair, lang, digits),
    "gain": gain,
    "leaves": lambda records, lang: [found for part in records.values() for found in part.values()],
    "lower": lambda text, lang: lower(text),
    "many": _many,
    "moved": moved,
    "n0": lambda x, lang: number(x, lang, 0),
    "n1": lambda x, lang: number(x, lang, 1, fixed=True),
    "n2": number,
    "n2f": lambda x, lang: number(x, lang, 2, fixed=True),
    "name": _name,
    "p": chance,
    "part": _part,
    "pct": lambda x, lang: _percent(x, lang, 2),
    "pct0": lambda x, lang: _percent(x, lang, 0),
    "pct1": lambda x, lang: _percent(x, lang, 1),
    "per": period,
    "points": _points,
    "product": product,
    "run": _run,
    "size": size,
    "tenths": lambda x, lang: number(x, lang, 1),
    "span": lambda years, lang: year_span(*years, lang),
    "pub": vintage,
    "pub_day": lambda text, lang: vintage(text, lang).removeprefix("công bố ").removeprefix("published "),
    "qty": lambda x, unit, units, digits=2, *, lang: quantity(x, unit, units, lang, digits=digits),
    "signed": _signed,
    "titled": series_title,
    "year_on": year_on,
    "years": _years,
} | {group: partial(word, group) for group in lexicon()}


class _Speller(string.Formatter):
    """Format specifications of single sentences are filters: {x:pct} {x:n0} {d:day} {v:pub} {t:per} {l:all}."""

    def __init__(self, lang: str):
        self.lang = lang

    def format_field(self, value, spec: str) -> str:
        return FILTERS[spec](value, lang=self.lang) if spec in FILTERS else super().format_field(value, spec)


def say(pair, lang: str, **values) -> str:
    """One sentence from a (vi, en) pair of templates."""
    return _Speller(lang).format(pick(pair, lang), **values)
