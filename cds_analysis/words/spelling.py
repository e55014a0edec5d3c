"""Words, numbers, dates and units in both languages.

Numbers are rounded half up once, in decimal, and written after the locale (Babel); where Babel's defaults differ from
official practice (docs/methods.md, "Numbers and words") a fixed pattern is used.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from pathlib import Path

import yaml
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from ..keyed import bare, mark, plain

LOCALE = {"vi": "vi", "en": "en_GB"}

UNITS_WITHOUT_NAME = ("percent", "rank", "boolean")


@lru_cache(maxsize=1)
def lexicon() -> dict[str, dict[str, dict[str, str]]]:
    """The single words of lexicon.yml: group, key, language."""
    return yaml.safe_load(Path(__file__).with_name("lexicon.yml").read_text(encoding="utf-8"))


def _pairs(group: str) -> dict[str, tuple[str, str]]:
    return {key: (words["vi"], words["en"]) for key, words in lexicon()[group].items()}


def word(group: str, key, lang: str) -> str:
    """The word of a key in a group of lexicon.yml."""
    return lexicon()[group][plain(key)][lang]


STATUS, VERDICT, COMPARATOR = _pairs("status"), _pairs("verdict"), _pairs("comparator")


def pick(pair, lang: str) -> str:
    """The text of a language from a (vi, en) pair."""
    return pair[0] if lang == "vi" else pair[1]


def moved(value: float, lang: str) -> str:
    """The word that carries the sign of a change."""
    return pick(("tăng", "rose") if value >= 0 else ("giảm", "fell"), lang)


def half_up(value: float, digits: int) -> Decimal:
    """Rounded half up, as offices do; Babel and Python round half to even."""
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def number(value: float, lang: str, digits: int = 2, *, fixed: bool = False) -> str:
    """A number without a sign of its own where it rounds to zero; `fixed` keeps trailing zeros."""
    rounded = half_up(value, digits)
    pattern = "#,##0" + ("." + ("0" if fixed else "#") * digits if digits else "")
    text = format_decimal(rounded + 0 if rounded else Decimal(0), format=pattern, locale=LOCALE[lang])
    return mark(value, text.replace("-", "\N{MINUS SIGN}"))


def day(value: date | str, lang: str) -> str:
    """01/7/2025 in Vietnamese text (a zero before days below 10 and months 1 and 2), 1 July 2025 in English."""
    on = date.fromisoformat(value) if isinstance(value, str) else value
    if lang == "en":
        return mark(value, format_date(on, "d MMMM y", locale="en_GB"))
    month = f"{on.month:02d}" if on.month < 3 else str(on.month)
    return mark(value, f"{on.day:02d}/{month}/{on.year}")


def period(text: str, lang: str) -> str:
    """A period as a reader writes it: 2025; tháng 10/2023; quý III/2025; giai đoạn 2021-2025; 9 tháng đầu năm 2023."""
    return mark(text, _period(plain(text), lang))


def _period(text: str, lang: str) -> str:
    if text == "undated":
        return pick(("không rõ thời điểm", "undated"), lang)
    if ".." in text:
        first, last = text.split("..")
        if len(first) == 4 and len(last) == 4:
            return f"{first}-{last}" if lang == "vi" else f"{first}–{last}"
        if first.endswith("-01") and first[:4] == last[:4] and len(last) == 7:
            months = int(last[5:])
            return pick((f"{months} tháng đầu năm {last[:4]}", f"first {months} months of {last[:4]}"), lang)
        return pick(
            (f"từ {period(first, lang)} đến {period(last, lang)}", f"{period(first, lang)} to {period(last, lang)}"),
            lang,
        )
    if "Q" in text:
        year, quarter = text.split("-Q")
        return pick((f"quý {['I', 'II', 'III', 'IV'][int(quarter) - 1]}/{year}", f"Q{quarter} {year}"), lang)
    if len(text) == 7:
        year, month = int(text[:4]), int(text[5:])
        return pick((f"tháng {month}/{year}", format_date(date(year, month, 1), "MMMM y", locale="en_GB")), lang)
    return day(text, lang) if len(text) == 10 else text


def vintage(text: str, lang: str) -> str:
    """When something was published, as far as it is known."""
    return mark(text, _vintage(plain(text), lang))


def _vintage(text: str, lang: str) -> str:
    if not text:
        return pick(("không rõ ngày công bố", "date of publication unknown"), lang)
    if len(text) == 10:
        return pick((f"công bố ngày {day(text, lang)}", f"published {day(text, lang)}"), lang)
    if len(text) == 4:
        return pick((f"công bố năm {text}", f"published in {text}"), lang)
    return pick((f"công bố {period(text, lang)}", f"published in {period(text, lang)}"), lang)


def year_span(first: int, last: int, lang: str) -> str:
    """A span of years: 2021-2025; 2021–2025."""
    return f"{first}-{last}" if lang == "vi" else f"{first}–{last}"


def count_en(n: int, noun: str) -> str:
    """1 figure, 2 figures: only English has a plural."""
    return f"{number(n, 'en', 0)} {noun}{'' if n == 1 else 's'}"


def listing(items, lang: str) -> str:
    """A, B và C; A, B and C."""
    return format_list([str(i) for i in items], locale=LOCALE[lang])


def chance(p: float, lang: str) -> str:
    """A probability in whole per cent, never 0 or 100."""
    if p < 0.01 or p > 0.99:
        return mark(p, pick(("dưới 1%", "less than 1%") if p < 0.5 else ("trên 99%", "more than 99%"), lang))
    return number(100 * p, lang, 0) + "%"


def about_chance(p: float, lang: str) -> str:
    """about 81%, and less than 1% without a second hedge."""
    text = chance(p, lang)
    return text if bare(text)[0].isalpha() else pick(("khoảng ", "about "), lang) + text


def typed(text: str, lang: str) -> float | None:
    """The number a reader typed in the language's way, None where it is empty.

    Raises:
        ValueError: It is none, or has a separator that a reader of the language may take for the other one.
    """
    sign, other = (",", ".") if lang == "vi" else (".", ",")
    text = text.strip()
    if other in text:
        raise ValueError(text)
    return float(text.replace(sign, ".")) if text else None


def quantity(value: float, unit: str, units, lang: str, *, digits: int = 2) -> str:
    """A value with its unit as a table or sentence writes it."""
    if unit == "percent":
        return number(value, lang, digits) + "%"
    text = number(value, lang, digits)
    if unit in UNITS_WITHOUT_NAME or unit.startswith("score"):
        return text
    return f"{text} {units.at[unit, 'label_vi' if lang == 'vi' else 'label_en']}"


def amount(value: float, unit: str, units, lang: str) -> str:
    """The same with as many digits as the unit needs: a score between 0 and 1 four."""
    return quantity(value, unit, units, lang, digits=4 if unit == "score_0_1" else 2)


def size(value: float, unit: str, units, lang: str) -> str:
    """How large a change is, of percentages in points: 1,2 điểm phần trăm."""
    if unit == "percent":
        return number(abs(value), lang) + pick((" điểm phần trăm", " points"), lang)
    return amount(abs(value), unit, units, lang)


def gain(value: float, unit: str, units, lang: str) -> str:
    """The same with its sign: +1,2 điểm phần trăm; none where it rounds to zero."""
    text = size(value, unit, units, lang)
    zero = not any(c in "123456789" for c in text.split(" ")[0])
    return text if zero else ("+" if value > 0 else "\N{MINUS SIGN}") + text


def compact(value: float, unit: str, lang: str) -> str:
    """A value as a tile or bar of a chart shows it, without its unit."""
    digits = 2 if unit in ("score_0_1", "score_0_10") else 1
    return number(value, lang, digits, fixed=True) + ("%" if unit == "percent" else "")


def lower(text: str) -> str:
    """Small first letter for use inside a sentence, unless it starts with an abbreviation."""
    return text if len(text) > 1 and text[1].isupper() else text[:1].lower() + text[1:]


def cap(text: str) -> str:
    """Capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]
