"""Errors, help and printed lines in Vietnamese: every text of the code has its entry, every entry its text."""

import ast
import inspect
import os
import re
import zipfile
from functools import cache
from pathlib import Path

import click
import pytest
import yaml
from running import cds

from cds_analysis import errors, said

PACKAGE = Path(said.__file__).parent
CLICK = Path(click.__file__).parent
ELSEWHERE = {"charts", "words", "formats/word.py", "formats/workbook.py"}  # their texts are of two languages already
NAMED = re.compile(r"\{\w*(?::([^}]*))?\}")  # a value of str.format
TOLD = re.compile(
    r"[<>]?\d*(,(\.\d+[fg])?|\.\d+[fg%])"
)  # the format of a number that is told, not of one that was typed
NO_TEXT = re.compile(r"\(\?:|^from \w+[.\w]* import|^\w+ = |</|<\w|\\|^#|^[\w ]*[àáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]|^[\W{}]*$")
PROSE = re.compile(r"[A-Za-z]{2,}\S* .*[A-Za-z]{2}|[a-z]{2,}[,:;]? '?\{\}|\{\}\S* \S*[a-z]{2,}|^(an?|no|is) [a-z]")
NAMES = """
    cds brief|gia tri|ten chuoi|phan theo|observation status|unit multiplier|power code|unit of measure|country code
    last update|country name|series name
    indicator name|World Bank|Viet Nam|Libertinus Serif|New Computer Modern|DejaVu Sans Mono
    Table Style Light 1|min(100%, 46em)|DATA, row|STUB, HEADING|columns, data|data, row|id, size|printed as
    growth panel|state space|last value|sum of parts|as published|current GRDP|GRDP per head x population|other base
    no GRDP|employed growth|nowcast of employed growth|two years|office, old border|other measure|own calculation
    (không rõ tiêu đề)|head right|missing year|the reader's own target
    indicator place border year value comparator unit price_basis measure vintage status source flags
    id origin place border level indicator basis since by comparator value upto unit decision_vi decision_en
    edition place border indicator target year kind low high probability outcome score
    place border level period comparator value unit price_basis measure vintage status source grade use flags
    (không rõ tiêu đề)|{}, ngày {} tháng {} năm {}|{}, row|cds: {}|heading {}|last {}|without {}|current GRDP ({})
    {} {}: targets of the digital transformation|Research brief on {} ({}), as published by {}.
    The code is under MIT. Figures are facts published by the bodies cited. Ask who issued the brief for its text.
    employed {} {} = {}|100 (level {} / level {} - 1)|100 (level {} / level {} - 1), of two publications
    100 ((1 + GRDP growth) / (1 + {}) - 1)|mean of the {} years before|employed growth of the nation {} %{}
    mean of the parts weighted by {} of {} ({})|{} last|{}{} last|{} evidence|{}{} evidence|{} at|{} loose|{} effective
"""  # words of files and fonts, keys and methods: no texts for a reader
MARKS = {name.strip() for line in NAMES.splitlines() for name in line.split("|")}


def template(node: ast.AST) -> str | None:
    """The text of a node, {} for each value, {:n} for a number told; of str.format the names of values are lost."""

    def value(form: str | None) -> str:
        return "{:n}" if TOLD.fullmatch(form or "") else "{}"

    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return NAMED.sub(lambda found: value(found[1]), node.value)
    if isinstance(node, ast.JoinedStr):
        forms = (getattr(part, "format_spec", None) for part in node.values)
        forms = [form and "".join(getattr(one, "value", "") for one in form.values) for form in forms]
        parts = zip(node.values, forms, strict=True)
        return "".join(template(part) if isinstance(part, ast.Constant) else value(form) for part, form in parts)
    return None


def keys(text: str) -> list[str]:
    """The entries that a text of the code asks for: one a line, without what parts it from its neighbours."""
    parts = (re.sub(r"^[\s,;:]+|[\s,;:]+$", "", line) for line in text.split("\n"))
    return [re.sub(r"(\{\}|')(\{\})+$", r"\1", part) for part in parts if part]


def texts(node: ast.AST, named: str = ""):
    """Texts below a node with the line of each; of docstrings only those of commands, by paragraph."""
    body = getattr(node, "body", None)
    holds = isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
    document = body[0] if holds and body and ast.get_docstring(node) is not None else None
    if document and isinstance(node, ast.FunctionDef):
        marks = [ast.unparse(mark) for mark in node.decorator_list]
        if any(re.search(r"\b(command|group)\(", mark) for mark in marks):
            for part in ast.get_docstring(node).split("\n\n"):
                yield node.lineno, "\n".join(part.split("\n")) if "\b" in part else " ".join(part.split())
    if isinstance(node, ast.FunctionDef) and node.name == "__repr__":
        return
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr in ("compile", "query", "split", "fullmatch", "search", "match", "sub") and (
            getattr(node.func.value, "id", "") == "re" or node.func.attr in ("query", "split")
        ):
            return
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "unknown" and template(node.args[0]):
        yield node.lineno, f"no {template(node.args[0])} '{{}}'"
    if (text := template(node)) is not None:
        yield node.lineno, text
    children = [n for n in ast.iter_child_nodes(node) if n is not document]
    if isinstance(node, ast.JoinedStr):
        children = [part for part in node.values if not isinstance(part, ast.Constant)]
    for child in children:
        yield from texts(child)


def remedies(rules):
    """What a schema, or the register of columns, says that one should write."""
    if isinstance(rules, dict):
        limited = any(re.match("pattern|min|max|oneOf", name) for name in rules)
        names = ("remedy", "description") if limited else ("remedy",)
        yield from (rules[name] for name in names if name in rules)
        rules = rules.values()
    for part in rules if not isinstance(rules, str | int | None) else ():
        yield from remedies(part)


@cache
def marked() -> dict[str, str]:
    """Every text of the package, its numbers marked, with the module and line that has it."""
    found = {}
    for path in [*PACKAGE.rglob("*.schema.json"), PACKAGE / "data" / "registers.yml"]:
        for text in remedies(yaml.safe_load(path.read_text(encoding="utf-8"))):
            found[text] = str(path.relative_to(PACKAGE))
    for path in sorted(PACKAGE.rglob("*.py")):
        for line, text in texts(ast.parse(path.read_text(encoding="utf-8"))):
            found |= {key: f"{path.relative_to(PACKAGE)}:{line}" for key in keys(text)}
    return found


@cache
def of_package() -> dict[str, str]:
    """The same, of all values alike."""
    return {key.replace("{:n}", "{}"): where for key, where in marked().items()}


def for_readers() -> dict[str, str]:
    """Those that read like sentences, of folders that speak English."""
    return {
        key: where
        for key, where in of_package().items()
        if PROSE.search(key) and not NO_TEXT.search(key) and key not in MARKS
        if not {where.partition("/")[0], where.partition(":")[0]} & ELSEWHERE
    }


def test_every_text_is_said_in_vietnamese_to_the_last_letter():
    def left(key: str) -> float:
        return said._letters(key) - said._best(key.replace("{}", "17"))[0]

    open_ = {key: where for key, where in for_readers().items() if left(key) > 0}
    assert not open_, "write their Vietnamese into words/messages.vi.yml:\n" + "\n".join(
        f"{where}: {key!r}" for key, where in open_.items()
    )


def test_an_entry_tells_as_numbers_what_every_text_of_it_does():
    of_texts = {}
    for key in marked():
        numbers = {n for n, value in enumerate(re.findall(r"\{(:n)?\}", key)) if value}
        of_texts.setdefault(key.replace("{:n}", "{}"), []).append(numbers)
    for entry in of_texts.keys() & said.entries().keys():
        told = {int(n) for n in re.findall(r"\{(\d+):n\}", said.entries()[entry])}
        assert told == set.intersection(*of_texts[entry]), f"{entry!r}: write these values as {{0:n}}"


def test_no_entry_is_without_its_text():
    longer = [key for key in of_package() if said._letters(key) > 4 and "{}" in key]
    made = [re.compile(re.escape(key).replace(r"\{\}", "(.*)"), re.S) for key in longer]
    source = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    files = [*CLICK.glob("*.py"), *Path(yaml.__file__).parent.glob("*.py"), Path(zipfile.__file__)]
    of_others = "".join(path.read_text(encoding="utf-8") for path in files)
    of_others = re.sub(r'"\s*"', "", of_others).replace("%r", "'{}'") + "\n".join(map(os.strerror, range(64)))
    kinds = {name for name, _ in inspect.getmembers(errors, inspect.isclass)}

    def used(entry: str) -> bool:
        word = re.match(r"[\w-]*", entry.removeprefix("heading "))[0]
        return (
            entry in of_package()
            or entry.startswith(("[Errno", *kinds))
            or (entry.startswith("heading ") and re.search(rf"\b{word}\b", source))
            or entry.replace("\n", "\\n").replace("\t", "\\t") in of_others
            or (entry.isupper() and re.search(rf"\b{entry}\b|\b{entry.lower()}\b", source + of_others))
            or any(pattern.fullmatch(entry) for pattern in made)
        )

    unused = [entry for entry in said.entries() if not used(entry)]
    assert not unused, "\n".join(unused)


def _filled(key: str, values: list[str]) -> str:
    first, *pieces = key.split("{}")
    return first + "".join(value + piece for value, piece in zip(values, pieces, strict=True))


def test_values_stay_as_they_are():
    for key in filter(re.compile(r"\{\}").search, said.entries()):
        values = ["1,234.5", "a-b_c", "/d/e f.csv", "Đắk Lắk", "2024-01", "no more", "x"][: key.count("{}")]
        found = said.said(_filled(key, values), "vi")
        values[0] = "1.234,5" if "{0:n}" in said.entries()[key] else values[0]
        assert all(value in found for value in values), (key, found)


@pytest.mark.parametrize(
    "english, vietnamese",
    [
        ("no indicator 'a is b'; closest: c", "không có chỉ tiêu 'a is b'; gần nhất: c"),
        (
            "x.csv:3 [year]: 'a': '20' is no year; write it as 2024",
            "x.csv:3 [year]: 'a': '20' không phải năm; viết dạng 2024",
        ),
        ("2 faults:\n  x.csv: the file is empty; restore it", "2 lỗi:\n  x.csv: tệp rỗng; khôi phục tệp"),
        ("a: no column b, c among series, d; add it", "a: thiếu cột b, c trong series, d; thêm vào"),
        ("of no entry at all", "of no entry at all"),
        ("a-1.2.csv: 9,924 rows", "a-1.2.csv: 9.924 dòng"),
        ("held 3.5 (9,924 of 10,000 figures)", "đang có 3,5 (9.924 trên 10.000 số liệu)"),
        ("'3.5' is no number", "'3.5' không phải số"),
    ],
)
def test_a_text_of_several_entries_is_said_whole(english, vietnamese):
    assert said.said(english, "vi") == vietnamese and said.said(english, "en") == english


def test_a_measure_is_named_in_the_language_of_the_error():
    english = said.named("gso", "Cơ quan thống kê trung ương", "Central statistics office")
    assert said.said(f"x: several measures, never mixed; choose one: {english} (2 years, 2020-2021)", "vi") == (
        "x: nhiều thước đo, không trộn lẫn; hãy chọn một: Cơ quan thống kê trung ương (gso) (2 năm, 2020-2021)"
    )


@pytest.mark.parametrize(
    "words, of, found",
    [
        (("brief", "nowhere"), {"CDS_LANG": "vi"}, "cds: không có tỉnh, thành phố 'nowhere'; gần nhất: "),
        (("--lang", "vi", "brief", "nowhere"), {"CDS_LANG": "en"}, "không có tỉnh"),
        (("brief", "nowhere"), {"CDS_LANG": "", "LC_ALL": "vi_VN.UTF-8"}, "không có tỉnh"),
        (("brief", "nowhere"), {"CDS_LANG": "", "LC_ALL": "de_DE.UTF-8"}, "no province 'nowhere'"),
        (("targets", "nowhere", "--lang", "vi"), {}, "không có tỉnh"),
        (("forecast", "x.csv", "--horizon", "2.5"), {"CDS_LANG": "vi"}, "'2.5' không phải số nguyên"),
        (("data", "diff"), {"CDS_LANG": "vi"}, "Lỗi: Thiếu đối số 'CŨ'"),
        (("data", "dif"), {"CDS_LANG": "vi"}, "Không có lệnh 'dif'. Có phải là 'diff'?"),
    ],
)
def test_the_command_speaks_the_language_asked_for(words, of, found):
    done = cds(*words, **of)
    assert done.returncode == 2 and found in done.stderr


def commands(group=None, way=()):
    from cds_analysis.commands.brief import main

    for name, command in (group or main).commands.items():
        yield (*way, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*way, name))


@pytest.mark.parametrize("way", list(commands()), ids=" ".join)
def test_help_is_vietnamese_throughout(way):
    english = re.compile(r"\b(the|and|with|which|that|its|your|default|Options|Usage|Show)\b")
    told = cds(*way, "--help", CDS_LANG="vi").stdout
    assert told.startswith("Cách dùng: ") and not english.findall(told)
