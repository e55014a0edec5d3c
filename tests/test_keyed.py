"""Each number in the prose of a brief names its key in results.json, and is that number."""

import ast
import json
import math
import re
from datetime import date
from html import unescape

import IPython.display
import nbformat
import pytest
from bs4 import BeautifulSoup
from conftest import REAL, ROOT, by_turns
from hypothesis import given
from hypothesis import strategies as st

from cds_analysis import keyed
from cds_analysis.data import targets
from cds_analysis.study import results
from cds_analysis.words.spelling import day, number, period, say, vintage

BRIEF = ROOT / "notebooks" / "09_annual_brief.ipynb"
PLACES = [
    ("thai-nguyen", "2025"),
    ("thai-nguyen", "pre-2025"),
    ("bac-kan", "pre-2025"),
    ("lai-chau", "2025"),
    ("ha-noi", "2025"),
    ("lam-dong", "2025"),
    ("ho-chi-minh", "2025"),
    ("dong-thap", "2025"),
    ("vn", ""),
]
CONSTANT = [  # what no record holds, because no figure changes it
    r"80%",  # the level of the intervals
    r"(từ|trên|dưới) [12]/3|[12] in 3",  # the grades of a probability
    r"01/7/2025|1 July 2025|sau 2025|beyond 2025",  # the day the borders moved
    r"([Nn]ăm|From|year) 2021\b|2020–2021 would|For 2021,",  # employment was redefined
    r"ít nhất 4 năm|at least 4 are needed",  # of a forecast
    r"dưới 1%|trên 99%|(less|more) than 1%|(less|more) than 99%|(under|over) (1|99)%",
    r"hoặc 2 số liệu|1 số liệu|1 figure|1 mục tiêu|1 target",  # said as words, where the record has one alone
    r"phỏng vấn năm 2023|interview of 2023",
    r"Penn World Table 10.01",
    r"5%",  # docs/assumptions.md, A3: what "about" allows
]


def shown_by(place: str, border: str, lang: str, folder, monkeypatch) -> tuple[list[BeautifulSoup], dict]:
    """What the code cells of the brief show as prose, and what results.json holds."""
    several = []
    monkeypatch.setattr(IPython.display, "display", lambda *shown: several.extend(shown))
    given = {"province": place, "border": border, "lang": lang, "output_dir": str(folder)}
    space, prose = {}, []
    for cell in [c for c in nbformat.read(BRIEF, as_version=4).cells if c.cell_type == "code"]:
        tree = ast.parse(cell.source)
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, str(BRIEF), "exec"), space)
        if "parameters" in cell.metadata.get("tags", []):
            space |= given
        shown = eval(compile(ast.Expression(last.value), str(BRIEF), "eval"), space) if last else None
        for part in (*several, shown):
            if type(part).__name__ in ("Markdown", "Box"):
                text = part.data if type(part).__name__ == "Markdown" else part._repr_html_()
                prose.append(BeautifulSoup(text, "html.parser"))
        several.clear()
    return prose, json.loads((folder / "results.json").read_text(encoding="utf-8"))


def worth(key: str, found: dict):
    """The value a key stands for: a place in results.json, or what is computed from such places."""

    def place(match: re.Match) -> str:
        if match[0] in ("abs", "len", "name", "True", "False"):
            return match[0]
        value = found
        for part in match[0].split("."):
            value = value[int(part)] if isinstance(value, list) else value[part]
        return repr(value)

    names = re.sub(r"name\(([^()]*)\)", lambda m: m[1].rsplit(".", 1)[1], key)
    return eval(re.sub(r"[A-Za-z_][\w-]*(\.[\w-]+)*", place, names), {"abs": abs, "len": len})


def numbers(text: str) -> list[int]:
    return sorted(int(n) for n in re.findall(r"\d+", text))


MONTHS = [date(2000, month, 1).strftime("%B") for month in range(1, 13)]


def same(shown: str, value, lang: str) -> bool:
    """Whether a shown number is a value, rounded half up at the last digit shown."""
    if isinstance(value, str):
        if shown == value:
            return True
        for month, name in enumerate(MONTHS, 1):
            shown = shown.replace(name, str(month))
        quarter = {"quý I/": "1 ", "quý II/": "2 ", "quý III/": "3 ", "quý IV/": "4 "}
        for name, digit in quarter.items():
            shown = shown.replace(name, digit)
        return set(numbers(shown)) <= set(numbers(value)) and bool(numbers(shown))
    if shown in ("dưới 10%", "less than 10%"):
        return value < 0.1
    if shown in ("trên 90%", "more than 90%"):
        return value > 0.9
    if shown.endswith("%"):  # a chance, to 5 in a hundred
        return int(shown[:-1]) % 5 == 0 and abs(int(shown[:-1]) - 100 * value) <= 3.4
    plain = shown.replace("\N{MINUS SIGN}", "-")
    plain = plain.replace(".", "").replace(",", ".") if lang == "vi" else plain.replace(",", "")
    digits = len(plain.partition(".")[2])
    return math.isclose(float(plain), value, rel_tol=0, abs_tol=0.5000001 * 10**-digits)


@pytest.mark.parametrize(("place", "border", "lang"), by_turns(*PLACES))
def test_each_number_names_its_key_and_is_what_it_names(place, border, lang, tmp_path, monkeypatch):
    prose, found = shown_by(place, border, lang, tmp_path, monkeypatch)
    documents = {t.decision(lang) for t in targets.load(REAL)}
    told = 0
    for soup in prose:
        for span in soup.select("[data-key]"):
            assert same(span.get_text(), worth(span["data-key"], found), lang), (span, worth(span["data-key"], found))
            span.replace_with("§")
            told += 1
        left = unescape(soup.get_text())
        assert not set(left) & {keyed.OPEN, keyed.BETWEEN, keyed.CLOSE}
        for name in documents:
            left = left.replace(name, "")
        left = re.sub("|".join(CONSTANT), "", left)
        assert not re.search(r"\d", left), left
    assert told > 5


def test_arithmetic_keeps_the_keys():
    found = keyed.keyed({"a": {"b": [2.5, 4]}, "years": {2024: {"x": 1}}})
    b = found["a"]["b"]
    assert (100 * b[0]).key == "(100 * a.b.0)" and keyed.plain(100 * b[0]) == 250
    assert (b[0] - b[1]).key == "(a.b.0 - a.b.1)" and keyed.plain(abs(b[0] - b[1])) == 1.5
    assert keyed.count(b).key == "len(a.b)" and keyed.plain(keyed.count(b)) == 2
    assert max(found["years"]).key == "name(years.2024)" and found["years"][2024]["x"] == 1
    assert keyed.count([1, 2]) == 2 and not isinstance(keyed.count([1, 2]), keyed.Keyed)


def test_what_is_written_of_a_value_is_marked_once():
    found = keyed.keyed({"x": 29.53, "on": date(2026, 11, 23), "of": "2025-01..2025-09", "by": "VTV"})
    text = say(("{x:pct} {on:day} {of:per} {by}",) * 2, "vi", **found)
    assert keyed.bare(text) == "29,53% 23/11/2026 9 tháng đầu năm 2025 VTV"
    shown = '<span data-key="{0}" title="results.json: {0}">{1}</span>'.format
    days = shown("on", "23/11/2026") + " " + shown("of", "9 tháng đầu năm 2025")
    assert keyed.html(text) == f"{shown('x', '29,53')}% {days} VTV"


@given(
    value=st.floats(-1e9, 1e9),
    on=st.dates(date(1990, 1, 1), date(2040, 1, 1)),
    span=st.sampled_from(["2024", "2024-Q3", "2023-10", "2021..2025", "2023-01..2023-09", "2025-06-30"]),
    lang=st.sampled_from(["vi", "en"]),
)
def test_marks_change_nothing_a_reader_sees(value, on, span, lang):
    known = keyed.keyed({"value": value, "on": on, "span": span})
    assert keyed.bare(number(known["value"], lang)) == number(value, lang)
    assert keyed.bare(day(known["on"], lang)) == day(on, lang)
    assert keyed.bare(period(known["span"], lang)) == period(span, lang)
    if ".." not in span:
        assert keyed.bare(vintage(known["span"], lang)) == vintage(span, lang)
    assert results.plain(known) == results.plain({"value": value, "on": on, "span": span})


def test_a_wrong_number_is_found():
    assert same("29,53", 29.534, "vi") and not same("29,53", 29.54, "vi")
    assert same("1.234", 1234, "vi") and not same("1,234", 1.2, "vi")
    assert same("tháng 7/2023", "2023-07", "vi") and not same("tháng 8/2023", "2023-07", "vi")
