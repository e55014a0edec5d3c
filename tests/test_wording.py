"""Numbers, dates and sentences in both languages."""

import ast
import re
import unicodedata

import nbformat
import pandas as pd
import pytest
import yaml
from conftest import REAL, ROOT
from hypothesis import given
from hypothesis import strategies as st

from cds_analysis.words import spelling, telling

# The old place of the tone mark (hoà, thuỷ); spares quý, toàn, ngoài (docs/methods.md, "Numbers and words").
OLD_TONE = re.compile(r"(?<!q)u[ỳýỷỹỵ]\b|o[àáảãạèéẻẽẹ]\b", re.IGNORECASE)
WORD_FOR_WORD = (
    "đường ray",
    "bỏ lỡ",
    "tiên đoán",
    "cổ điển",
    "biên giới",
    "chia sẻ của",
    "tăng -",
    "khoảng từ",
    " được công bố bởi ",
)

NOT_SAID = {  # words of a laboratory, of a store of figures, of another language (docs/methods.md, "Numbers and words")
    "vi": (
        "thước đo",
        "bảng số liệu",
        "giá trị giữa",
        "bù lại",
        "đủ căn cứ",
        "thời hạn[^.;]*đã qua",
        "lượt thay đổi",
        "số liệu liền nhau",
        "năm xuất phát",
        "sổ mục tiêu",
        "bàn tính",
        "do nguồn nêu",
        "tại đây",
        "tính cả cả nước",
        "giả định của người đọc",
        "đại hội đảng bộ",
        "chưa thấy",
        "theo mô hình, xác suất",
    ),
    "en": (
        "void",
        "¦ asked",
        "the nation(?!al)",
        "by the model",
        "mend",
        "lost with",
        "edge of",
        "too close to call",
        "among the first",
        "the table holds",
        "joined, ",
        "neither win nor lose",
        "turns it",
        "stand-in",
        "the reader's assumption",
        "information ministry",
        "billion vnd",
        "trillion vnd",
        "million vnd",
    ),
}
QUOTED = re.compile(r'"([^"]*)"')
POINTS = re.compile(r"(?<!percentage )\bpoints?\b(?! in time)", re.IGNORECASE)
CAPTIONS = re.compile(r"_?(caption|alt|title|axis|axes|key)s?$")  # of charts


@pytest.mark.parametrize(
    ("value", "digits", "fixed", "vi", "en"),
    [
        (13.17, 2, False, "13,17", "13.17"),
        (1234567.89, 2, False, "1.234.567,89", "1,234,567.89"),
        (29.5, 2, False, "29,5", "29.5"),
        (33.0, 1, True, "33,0", "33.0"),
        (2.5, 0, False, "3", "3"),  # half up, not to even
        (66.5, 0, False, "67", "67"),
        (-0.42, 2, False, "−0,42", "−0.42"),
        (-0.004, 2, False, "0", "0"),  # no negative zero
        (2025, 0, False, "2.025", "2,025"),
    ],
)
def test_numbers(value, digits, fixed, vi, en):
    assert (spelling.number(value, "vi", digits, fixed=fixed), spelling.number(value, "en", digits, fixed=fixed)) == (
        vi,
        en,
    )


@given(st.floats(-1e9, 1e9), st.integers(0, 4))
def test_both_languages_show_the_same_digits(value, digits):
    vi, en = (spelling.number(value, lang, digits) for lang in ("vi", "en"))
    assert vi.translate(str.maketrans(",.", ".,")) == en


def test_percent_stands_close_and_chances_never_reach_0_or_100():
    assert spelling.say(("{x:pct}", "{x:pct}"), "vi", x=13.17) == "13,17%"
    assert spelling.chance(0.9999, "vi") == "trên 90%" and spelling.chance(0.0, "en") == "less than 10%"
    assert [spelling.chance(p, "vi") for p in (0.1, 0.125, 0.635, 0.9)] == ["10%", "15%", "65%", "90%"]
    assert [spelling.chance(p, "vi") for p in (0.33, 0.34, 0.66, 0.67)] == ["30%", "35%", "65%", "70%"]  # by verdict


def test_a_small_chance_is_not_hedged_twice():
    assert spelling.say(("xác suất {p:ap}", "at {p:ap}"), "vi", p=0.81) == "xác suất khoảng 80%"
    assert spelling.say(("xác suất {p:ap}", "at {p:ap}"), "vi", p=0.001) == "xác suất dưới 10%"


@pytest.mark.parametrize(
    ("day", "vi", "en"),
    [
        ("2025-07-01", "01/7/2025", "1 July 2025"),
        ("2020-01-05", "05/01/2020", "5 January 2020"),
        ("2026-11-23", "23/11/2026", "23 November 2026"),
    ],
)
def test_dates_follow_the_decree(day, vi, en):
    assert (spelling.day(day, "vi"), spelling.day(day, "en")) == (vi, en)


@pytest.mark.parametrize(
    ("period", "vi", "en"),
    [
        ("2025", "2025", "2025"),
        ("2021..2025", "2021-2025", "2021–2025"),
        ("2023-10", "tháng 10/2023", "October 2023"),
        ("2024-Q3", "quý III/2024", "Q3 2024"),
        ("2023-01..2023-09", "9 tháng đầu năm 2023", "first 9 months of 2023"),
        ("2021..2023-10", "từ 2021 đến tháng 10/2023", "2021 to October 2023"),
        ("undated", "không rõ thời điểm", "undated"),
    ],
)
def test_periods(period, vi, en):
    assert (spelling.period(period, "vi"), spelling.period(period, "en")) == (vi, en)


def test_a_publication_is_dated_as_far_as_it_is_known():
    assert spelling.vintage("2025-01-06", "vi") == "công bố ngày 06/01/2025"
    assert spelling.vintage("2023-09", "en") == "published in September 2023"
    assert spelling.vintage("", "vi") == "không rõ ngày công bố"


def test_lists():
    assert spelling.listing(["A", "B", "C"], "vi") == "A, B và C"
    assert spelling.listing([2017, 2020], "en") == "2017 and 2020"


def vietnamese_texts():
    for path in (ROOT / "cds_analysis").rglob("*.py"):
        if path.name == "encodings.py":
            continue  # tables of characters, no Vietnamese
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield path.name, node.value
    for kind in ("*.jinja", "*.yml"):
        for path in sorted((ROOT / "cds_analysis").rglob(kind)):
            for line in path.read_text(encoding="utf-8").splitlines():
                yield path.name, line
    for path in sorted((ROOT / "notebooks").rglob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            yield path.name, cell.source
    for path in sorted(REAL.glob("*.csv")):
        if path.name != "observations.csv" and path.name != "sources.csv":
            table = pd.read_csv(path, dtype=str, keep_default_na=False)
            for column in table:
                yield from ((f"{path.name} {column}", text) for text in table[column].unique())


def test_vietnamese_is_nfc_with_tone_marks_in_the_house_style():
    for where, text in vietnamese_texts():
        assert unicodedata.is_normalized("NFC", text), where
        assert not OLD_TONE.search(text), (where, OLD_TONE.search(text)[0], text[:80])
        assert "Ð" not in text or text.startswith("  bytes: "), where  # U+00D0 looks like Đ; it is a letter of TCVN3


def test_no_sentence_is_translated_word_for_word():
    for where, text in vietnamese_texts():
        assert not [w for w in WORD_FOR_WORD if w in text.lower()], (where, text[:80])


def said(lang: str):
    """What templates and lists of words say in a language, code aside, a line or an entry at a time."""
    for path in sorted((ROOT / "cds_analysis" / "words").glob("*.jinja")):
        deep, mine = 0, False
        for line in path.read_text(encoding="utf-8").splitlines():
            if heading := telling.HEADING.match(line):
                mine, drawn = False, CAPTIONS.search(heading["name"])
            elif found := telling.LINE.match(line):
                deep, mine = len(found["indent"]), found["lang"] in ("", lang) and not drawn
            elif len(line) - len(line.lstrip()) <= deep:
                mine = False
            if mine:  # of what stands in braces only the texts in quotes are words
                shown = re.sub(r"\{\{.*?(\}\}|$)|^.*?\}\}", quoted, line)
                yield f"{path.name}: {line.strip()}", re.sub(r"^ *(vi|en)?[|+]", "", shown)
    for name in ("words/lexicon", "formats/words", "site/words"):
        yield from in_list(
            name, yaml.safe_load((ROOT / "cds_analysis" / f"{name}.yml").read_text(encoding="utf-8")), lang
        )


def quoted(code: re.Match) -> str:
    """The texts in quotes, without single words, by which texts are chosen."""
    return " ".join(text for text in QUOTED.findall(code[0]) if not text.isidentifier())


def in_list(where: str, part: dict, lang: str):
    for key, text in part.items():
        if isinstance(text, dict):
            yield from in_list(f"{where}: {key}", text, lang)
        elif key == lang:
            yield where, text


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_no_word_stands_that_an_official_or_a_native_reader_would_strike_out(lang):
    seen = list(said(lang))
    assert len(seen) > 1000
    for where, text in seen:
        words = " ".join(text.lower().split())
        assert not [w for w in NOT_SAID[lang] if re.search(rf"(?<!\w){w}", words)], where
        assert lang == "vi" or not POINTS.search(text), where


def test_measures_indicators_and_targets_are_named_as_officially():
    for name in ("measures", "indicators", "targets", "frame"):
        table = pd.read_csv(REAL / f"{name}.csv", dtype=str, keep_default_na=False)
        for column in table.filter(regex="_(vi|en)$"):
            for text in table[column].unique():
                for word in ("thước đo", "do nguồn nêu", "đại hội đảng bộ", "the nation ", "information ministry"):
                    assert word not in text.lower(), (name, column, text)


def test_money_in_english_is_written_in_one_way():
    units = pd.read_csv(REAL / "units.csv").set_index("unit")
    written = [spelling.quantity(x, "billion_vnd", units, lang="en") for x in (15, 361600, 192385, 999.5)]
    assert written == ["VND 15 billion", "VND 361.6 trillion", "VND 192.385 trillion", "VND 999.5 billion"]
    assert spelling.quantity(112.4, "million_vnd", units, lang="en") == "VND 112.4 million"
    assert spelling.quantity(361600, "billion_vnd", units, lang="vi") == "361.600 tỷ đồng"
    assert spelling.gain(-2000, "billion_vnd", units, "en") == "\N{MINUS SIGN}VND 2 trillion"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Quyết định số 411/QĐ-TTg ngày 31/3/2022, Chiến lược quốc gia", "Quyết định số 411/QĐ-TTg"),
        ("Resolution 12/NQ-CP of January 2026", "Resolution 12/NQ-CP"),
        (
            "Resolution of the 14th National Party Congress of 23 January 2026",
            "Resolution of the 14th National Party Congress",
        ),
    ],
)
def test_a_document_is_named_shortly_by_its_number_or_title(name, short):
    assert telling.document_short(name) == short


def test_every_indicator_and_measure_has_both_names():
    for name in ("indicators", "measures"):
        table = pd.read_csv(REAL / f"{name}.csv", dtype=str, keep_default_na=False)
        for column in ("name_vi", "name_en", "definition_vi", "definition_en"):
            assert (table[column].str.len() > 2).all(), (name, column)
