"""Words, numbers, dates and units in both languages; each function that takes a language is a filter of the templates.

Numbers are rounded half up once, in decimal, and written after the locale (Babel); where Babel's defaults differ from
official practice (docs/methods.md, "Numbers and words") a fixed pattern is used.
"""

import string
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache, partial
from inspect import isfunction, signature
from pathlib import Path

import yaml
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from ..keyed import Keyed, bare, count, mark, plain

LOCALE = {"vi": "vi", "en": "en_GB"}


@lru_cache(maxsize=1)
def lexicon() -> dict[str, dict[str, dict[str, str]]]:
    """The single words of lexicon.yml: group, key, language."""
    return yaml.safe_load(Path(__file__).with_name("lexicon.yml").read_text(encoding="utf-8"))


def word(group: str, key, lang: str) -> str:
    """The word of a key in a group of lexicon.yml."""
    return lexicon()[group][plain(key)][lang]


def pick(pair, lang: str) -> str:
    """The text of a language from a (vi, en) pair."""
    return pair[0] if lang == "vi" else pair[1]


def half_up(value: float, digits: int) -> Decimal:
    """Rounded half up, as offices do; Babel and Python round half to even."""
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def number(value: float, lang: str, digits: int = 2, *, fixed: bool = False) -> str:
    """A number without a sign of its own where it rounds to zero; `fixed` keeps trailing zeros."""
    pattern = "#,##0" + ("." + ("0" if fixed else "#") * digits if digits else "")
    text = format_decimal(half_up(value, digits) or Decimal(0), format=pattern, locale=LOCALE[lang])
    return mark(value, text.replace("-", "\N{MINUS SIGN}"))


def percent(value: float, lang: str, digits: int = 2) -> str:
    """A number of per cent; one decimal place is always written."""
    return number(value, lang, digits, fixed=digits == 1) + "%"


def moved(value: float, lang: str) -> str:
    """The word that carries the sign of a change."""
    return pick(("tăng", "rose") if value >= 0 else ("giảm", "fell"), lang)


def signed(rate: float, word_it: bool = False, *, lang: str) -> str:
    """A rate in prose: Vietnamese says giảm 1,8% and, beside it, tăng 10,2%."""
    if lang == "vi" and (rate < 0 or word_it):
        return f"{moved(rate, lang)} {percent(abs(rate), lang, 1)}"
    return percent(rate, lang, 1)


def points(value: float, lang: str) -> str:
    """tăng 0,3 điểm phần trăm; a rise of 0.3 percentage points."""
    way = pick(("tăng ", "a rise of ") if value >= 0 else ("giảm ", "a fall of "), lang)
    return way + size(value, "percent", None, lang)


def part(weight: float, lang: str) -> str:
    """A weight in whole per cent; what is neither nothing nor all is never written so."""
    if 0 < weight < 0.005 or 0.995 < weight < 1:
        return pick(("dưới 1%", "under 1%") if weight < 0.5 else ("trên 99%", "over 99%"), lang)
    return percent(100 * weight, lang, 0)


def chance(p: float, lang: str) -> str:
    """A probability to 5 in a hundred, never across a third or two thirds, where verdicts turn; the ends as such."""
    if p < 0.1 or p > 0.9:
        return mark(p, pick(("dưới 10%", "less than 10%") if p < 0.5 else ("trên 90%", "more than 90%"), lang))
    shown = 5 * float(half_up(20 * p, 0))
    shown = min(shown, 30.0) if p <= 1 / 3 else max(shown, 70.0) if p >= 2 / 3 else shown
    return mark(p, percent(shown, lang, 0))


def about_chance(p: float, lang: str) -> str:
    """about 80%, and less than 10% without a second hedge."""
    text = chance(p, lang)
    return text if bare(text)[0].isalpha() else pick(("khoảng ", "about "), lang) + text


def ends(pair, digits: int = 1, *, lang: str) -> str:
    """Từ 28,3% đến 28,4%; one value where both round to the same."""
    first, last = (percent(value, lang, digits) for value in pair)
    return first if bare(first) == bare(last) else pick((f"từ {first} đến {last}", f"{first} to {last}"), lang)


def quantity(value: float, unit: str, units, digits: int = 2, *, lang: str) -> str:
    """A value with its unit, named by the unit register, as a table or sentence writes it."""
    text = number(value, lang, digits) + "%" * (unit == "percent")
    if unit in ("percent", "rank", "boolean") or unit.startswith("score"):
        return text
    if lang == "en" and unit == "billion_vnd" and abs(value) >= 1000:
        return f"VND {number(value / 1000, lang, digits + 3)} trillion"
    text = f"{text} {units.at[unit, f'label_{lang}']}"
    return f"VND {text.replace(' VND', '')}" if " VND" in text else text


def amount(value: float, unit: str, units, lang: str) -> str:
    """The same with as many digits as the unit needs: a score between 0 and 1 four."""
    return quantity(value, unit, units, 4 if unit == "score_0_1" else 2, lang=lang)


def size(value: float, unit: str, units, lang: str) -> str:
    """How large a change is, of percentages in points: 1,2 điểm phần trăm."""
    if unit == "percent":
        return number(abs(value), lang) + pick((" điểm phần trăm", " percentage points"), lang)
    return amount(abs(value), unit, units, lang)


def gain(value: float, unit: str, units, lang: str) -> str:
    """The same with its sign: +1,2 điểm phần trăm; none where it rounds to zero."""
    text = size(value, unit, units, lang)
    zero = not any(c in "123456789" for c in text.removeprefix("VND ").split(" ")[0])
    return text if zero else ("+" if value > 0 else "\N{MINUS SIGN}") + text


def compact(value: float, unit: str, lang: str) -> str:
    """A value as a tile or bar of a chart shows it, without its unit."""
    digits = 2 if unit in ("score_0_1", "score_0_10") else 1
    return number(value, lang, digits, fixed=True) + ("%" if unit == "percent" else "")


def asked(goal, units=None, *, lang: str) -> str:
    """The level a target asks: tối thiểu 20%; at least 20%.

    Args:
        goal: A target, or a record with a comparator and a value in per cent.
        units: The unit register, where the target is of another unit.
    """
    said = goal if isinstance(goal, dict) else goal.__dict__
    value = quantity(said["value"], said.get("unit", "percent"), units, lang=lang)
    return f"{word('comparator', said['comparator'], lang)} {value}".strip()


def counted(n: int, noun: str, lang: str) -> str:
    """1 figure, 2 figures: only English has a plural."""
    return f"{number(n, lang, 0)} {noun}{'' if n == 1 else 's'}"


def many(items, noun: str = "", *, lang: str):
    """How many there are, with their name in English."""
    return counted(count(items), noun, lang) if noun else count(items)


def listing(items, lang: str) -> str:
    """A, B và C; A, B and C."""
    return format_list([str(i) for i in items], locale=LOCALE[lang])


def day(value: date | str, lang: str) -> str:
    """01/7/2025 in Vietnamese text (a zero before days below 10 and months 1 and 2), 1 July 2025 in English."""
    on = date.fromisoformat(value) if isinstance(value, str) else value
    if lang == "en":
        return mark(value, format_date(on, "d MMMM y", locale="en_GB"))
    return mark(value, format_date(on, "dd/MM/y" if on.month < 3 else "dd/M/y", locale="vi"))


def span(years, lang: str) -> str:
    """From the first to the last of some years: 2021-2025; 2021–2025."""
    return pick(("{}-{}", "{}–{}"), lang).format(years[0], years[-1])


def _unbroken(years: list[int]) -> bool:
    return len(years) > 2 and years == list(range(years[0], years[-1] + 1))


def run(years: list[int], lang: str) -> str:
    """2023, 2018 và 2019, 2023-2025: a span only where no year is left out."""
    return span(years, lang) if _unbroken(years) else listing(years, lang)


def years(found: list[int], lang: str) -> str:
    """The same as a sentence begins: năm 2023, năm 2018 và 2019, giai đoạn 2023-2025."""
    return pick(("giai đoạn " if _unbroken(found) else "năm ", ""), lang) + run(found, lang)


def period(text: str, lang: str) -> str:
    """A period as a reader writes it: 2025; tháng 10/2023; quý III/2025; giai đoạn 2021-2025; 9 tháng đầu năm 2023."""
    if isinstance(text, Keyed):
        return mark(text, period(plain(text), lang))
    if text == "undated":
        return pick(("không rõ thời điểm", "undated"), lang)
    if ".." in text:
        first, last = text.split("..")
        if len(first) == len(last) == 4:
            return span((first, last), lang)
        year, months = last[:4], last[5:]
        if first == f"{year}-01" and len(last) == 7:
            return pick((f"{int(months)} tháng đầu năm {year}", f"first {int(months)} months of {year}"), lang)
        return pick(("từ {} đến {}", "{} to {}"), lang).format(period(first, lang), period(last, lang))
    if "Q" in text:
        year, quarter = text.split("-Q")
        return pick((f"quý {['I', 'II', 'III', 'IV'][int(quarter) - 1]}/{year}", f"Q{quarter} {year}"), lang)
    if len(text) == 7:
        month = date.fromisoformat(f"{text}-01")
        return pick((f"tháng {month.month}/{month.year}", format_date(month, "MMMM y", locale="en_GB")), lang)
    return day(text, lang) if len(text) == 10 else text


def vintage(text: str, lang: str) -> str:
    """When something was published, as far as it is known."""
    if isinstance(text, Keyed):
        return mark(text, vintage(plain(text), lang))
    if not text:
        return pick(("không rõ ngày công bố", "date of publication unknown"), lang)
    before = {10: ("công bố ngày", "published"), 4: ("công bố năm", "published in")}
    return f"{pick(before.get(len(text), ('công bố', 'published in')), lang)} {period(text, lang)}"


def year_on(row: dict, place: dict, lang: str) -> str:
    """2022 (địa giới cũ): a year, with the border where it is not the place's own."""
    old = row["border"] == "pre-2025" != place["border"]
    return f"{row['year']}{pick((' (địa giới cũ)', ' (old border)'), lang) * old}"


def product(place: dict, lang: str = "") -> str:
    """GDP of the nation, GRDP of every other place."""
    return "GDP" if place["tier"] == "nation" else "GRDP"


def base(place: dict, lang: str) -> str:
    """What shares are taken of: GDP of the nation, else GRDP."""
    if lang == "en":
        return f"{place['en']}'s {product(place)}"
    return "GDP cả nước" if product(place) == "GDP" else f"tổng sản phẩm trên địa bàn (GRDP) của {place['vi']}"


def name(place: dict, lang: str) -> str:
    """A place among others in a sentence; the nation is cả nước there."""
    return place[lang] if place["slug"] != "vn" else pick(("cả nước", "Viet Nam"), lang)


def titled(series, lang: str) -> str:
    """The name of a series' indicator; the product of the nation is GDP."""
    return series.indicator.name(lang).replace("GRDP", "GDP" if series.place.tier == "nation" else "GRDP")


def typed(text: str, lang: str) -> float | None:
    """The number a reader typed in the language's way, None where it is empty.

    Raises:
        ValueError: It is none, or has a separator that a reader of the language may take for the other one.
    """
    sign, other = (",", ".") if lang == "vi" else (".", ",")
    if other in text:
        raise ValueError(text)
    return float(text.replace(sign, ".")) if text.strip() else None


def lower(text: str) -> str:
    """Small first letter for use inside a sentence, unless it starts with an abbreviation."""
    return text if len(text) > 1 and text[1].isupper() else text[:1].lower() + text[1:]


def cap(text: str) -> str:
    """Capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


SHORT = {  # names of filters other than that of the function
    "all": listing,
    "ap": about_chance,
    "cell": lambda x, how, lang: filters(lang)[how](x) if x is not None and x == x else "–",
    "in_year": lambda year, lang: pick((f"năm {year}", str(year)), lang),
    "leaves": lambda records, lang: [found for record in records.values() for found in record.values()],
    "n0": partial(number, digits=0),
    "n1": partial(number, digits=1, fixed=True),
    "n2": number,
    "n2f": partial(number, digits=2, fixed=True),
    "p": chance,
    "pct": percent,
    "pct0": partial(percent, digits=0),
    "pct1": partial(percent, digits=1),
    "per": period,
    "pub": vintage,
    "pub_day": lambda text, lang: vintage(text, lang).removeprefix("công bố ").removeprefix("published "),
    "qty": quantity,
    "tile_chance": lambda p, lang: "<10%" if p < 0.1 else ">90%" if p > 0.9 else chance(p, lang),
    "tenths": partial(number, digits=1),
}


@lru_cache(maxsize=2)
def filters(lang: str) -> dict[str, Callable]:
    """All filters of a language by name: the functions above, what is short for them, the groups of the lexicon."""
    spelt = {of: f for of, f in globals().items() if isfunction(f) and "lang" in signature(f).parameters}
    spelt |= SHORT | {group: partial(word, group) for group in lexicon()}
    return {"cap": cap, "lower": lower} | {of: partial(spell, lang=lang) for of, spell in spelt.items()}


class _Speller(string.Formatter):
    """Format specifications of single sentences are filters: {x:pct} {x:n0} {d:day} {v:pub} {t:per} {l:all}."""

    def __init__(self, lang: str):
        self.filters = filters(lang)

    def format_field(self, value, spec: str) -> str:
        return self.filters[spec](value) if spec in self.filters else super().format_field(value, spec)


def say(pair, lang: str, **values) -> str:
    """One sentence from a (vi, en) pair of templates."""
    return _Speller(lang).format(pick(pair, lang), **values)
