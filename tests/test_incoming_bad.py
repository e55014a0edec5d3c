"""Truncated, huge, hostile and wrong files end in an error that says where, what and what to do, soon and in little memory."""

import struct
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT

from cds_analysis.errors import CdsError, DataError
from cds_analysis.files import base, recognise

GOOD = ROOT / "tests" / "data" / "incoming" / "good"
SDMX = 'xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
JSON = '{"class":"dataset","id":["t"],"size":[1],"dimension":{"t":{"category":{"index":["2020"]}}},"value":[%s]}'

TEXTS = {  # name of the one fault: the file, what the error says
    "empty.csv": ("", r"empty \(0 bytes\); download it again"),
    "blank-lines.csv": ("\n\n  \n", r"no line has two cells"),
    "binary.csv": (bytes(range(256)) * 100, r"full of control bytes"),
    "nothing-but-nul.csv": (b"\0" * 1000, r"no line has two cells"),
    "a-web-page.csv": ("<!DOCTYPE html><html><body>Error 500</body></html>", r"a web page, not a table"),
    "a-pdf.px": (b"%PDF-1.7 ...", r"a PDF file, which is not read; save the table as"),
    "million-columns.csv": (",".join(map(str, range(1_000_000))) + "\n", r"columns, more than the 20,000"),
    "heading-twice.csv": ("Tỉnh,2020,2020\nHN,1,2\n", r"twice.csv:1: the heading '2020' stands twice"),
    "dimension-twice.csv": ("Tỉnh,Tỉnh,năm,value\nHN,a,2020,2\n", r"the heading 'Tỉnh' stands more than once"),
    "key-twice.csv": ("tinh,nam,value\nHN,2020,1\nHN,2020,2\n", r"line 3\]: 'HN, 2020' stands twice"),
    "two-encodings.csv": ("Tỉnh;2020\nHà Nội;1\nThái;2\n".encode() + b"H\xe0;3\n", r":4: mostly UTF-8, but byte 0xe0"),
    "cut-inside-a-letter.csv": ("Tỉnh;2020\nHà Nội;1\nThừa;2\nHuế".encode()[:-1], r":4: mostly UTF-8"),
    "open-quote.csv": ('Tỉnh,2020\n"HN,1\nx,2\n', r":3: not a table \(unexpected end of data\); close the quotation"),
    "open-quote-long.csv": ('tinh,nam,value\nHN,2020,1\n"HN,2021,1\n', r"not a table .*close"),
    "cut-row.csv": ("Tỉnh,2020,2021\nHN,1,2\nTN,1", r":3: 2 cells, the headings have 3"),
    "cut-row-long.csv": ("tinh,nam,value\nHN,2020,1\nTN,20", r":3: 2 cells, the headings have 3; the file is cut off"),
    "cut-year.csv": ("nam,tinh,value\n2020,HN,1\n20,HN,2\n", r"line 3\]: '20' is no year"),
    "row-far-too-long.csv": ("tinh,nam,value\nHN,2020,1,,5\n", r":2: more cells than the 3 headings"),
    "marks-piled-up.csv": ("tinh,nam,value\nH" + "\u0301\u0323" * 60_000 + ",2020,y\n", r"'y' is no number"),
    "row-too-long.csv": ("tinh,nam,value\nHN,2020,1,5\n", r":2: more cells than the 3 headings"),
    "text-for-a-figure.csv": ("tinh,nam,value\nHN,2020,nhiều\n", r"line 2\]: 'nhiều' is no number"),
    "two-decimal-marks.csv": ("tinh;2020;2021\nHN;1.234,5;1.5\n", r"different decimal marks"),
    "thousands-or-decimals.csv": ("tinh;2020\nHN;1.234\n", r"'1.234' may be a whole number"),
    "quarters-only.csv": ("tinh,quy,value\nHN,2020Q1,1\nHN,2020Q2,2\n", r"parts of years .*choose the yearly table"),
    "no-years.csv": ("tinh;nganh;value\nHN;a;1,5\n", r"no dimension of years among 'tinh', 'nganh'"),
    "headings-only.csv": ("tinh,nam,value\n", r"headings, and no row below them"),
    "no-figures.csv": ("tinh,2020,2021\nHN,..,..\n", r"a table without a single figure"),
    "nan.json": (JSON % "NaN", r"NaN, which is no number in JSON; write null"),
    "infinity.json": (JSON % "-Infinity", r"-Infinity, which is no number"),
    "endless-number.json": (JSON % ("9" * 100_000), r"value 0\].* no number that can be kept"),
    "huge-exponent.json": (JSON % "1e999999999", r"value 0\]"),
    "key-twice.json": ('{"class":"dataset","class":"dataset"}', r"the key 'class' stands twice"),
    "deep-lists.json": ("[" * 100_000 + "]" * 100_000, r"nested so deeply"),
    "deep-objects.json": ('{"a":' * 100_000 + "1" + "}" * 100_000, r"nested so deeply"),
    "cut.json": (JSON[:30], r":1: no valid JSON"),
    "too-few-values.json": (JSON.replace("[%s]", "[]"), r"value\]: 0 entries, the sizes ask for 1"),
    "huge-size.json": (JSON.replace("[1]", "[99999999]") % 1, r"figures, more than the 5,000,000"),
    "position-outside.json": (JSON.replace("[%s]", '{"7":1}'), r"the position '7' is outside 0 to 0"),
    "other.json": ('{"hello": 1}', r"neither JSON-stat, SDMX-JSON nor"),
    "page-1-of-3.json": ('[{"page":1,"pages":3,"per_page":50,"total":120},[]]', r"page 1 of 3.*per_page=20000"),
    "api-error.json": ('[{"message":[{"id":"120","key":"k","value":"v"}]}]', r"an error of the World Bank's API"),
    "half-letters.json": (JSON.replace("2020", "\\ud800") % 1, r"halves of letters that stand alone"),
    "many-dimensions.json": (
        f'{{"id":[{",".join([chr(34) * 2] * 101)}],"size":{[1] * 101},"dimension":{{}},"value":[1]}}', r"101 dimensions"),
    "long-comment.xml": (f"<m:GenericData {SDMX}><!--{'x' * 9_000_000}--></m:GenericData>", r"a message without figures"),
    "many-attributes.xml": (
        f"<m:GenericData {SDMX}><a " + " ".join(f'a{n}="1"' for n in range(200_000)) + "/></m:GenericData>", r"no message",
    ),
    "laughs.xml": (f'<!DOCTYPE a [<!ENTITY l0 "l">{LAUGHS}]><m:GenericData {SDMX}>&l9;</m:GenericData>', r":1: a DOCTYPE"),
    "external-entity.xml": (f'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><m:G {SDMX}>&x;</m:G>', r"a DOCTYPE"),
    "deep.xml": (f"<m:GenericData {SDMX}>" + "<a>" * 100_000, r"elements more than 200 deep"),
    "cut.xml": (f"<m:GenericData {SDMX}>\n<m:Header>", r":2: not well-formed XML"),
    "other.xml": ("<a><b/></a>", r"XML, but no message of SDMX"),
    "old-sdmx.xml": ('<CompactData xmlns="http://www.SDMX.org/resources/SDMXML/schemas/v2_0/message"/>', r"SDMX-ML 2.0"),
    "structure-only.xml": (
        f'<m:Structure {SDMX}><m:Header><m:ID>a</m:ID><m:Test>false</m:Test><m:Prepared>2020-01-01T00:00:00</m:Prepared>'
        '<m:Sender id="x"/></m:Header><m:Structures/></m:Structure>',
        r"holds no figures; download the data, not the structure",
    ),
    "cut-data.px": ('STUB="a";HEADING="c";VALUES("a")="x","y";VALUES("c")="2020";DATA=\n1', r"1 figures, .* 2 x 1 = 2; the file is cut"),
    "no-data.px": ('STUB="a";HEADING="c";VALUES("a")="x";VALUES("c")="2020";', r"the keyword DATA is missing"),
    "open-quote.px": ('STUB="a";\nHEADING="c', r":2: a quotation mark that is never closed"),
    "no-values.px": ('STUB="a";HEADING="c";VALUES("c")="2020";DATA=1;', r"VALUES\(a\)\]: the variable has no values"),
    "brackets.px": ("STUB=TLIST" + "(" * 100_000, r"brackets within brackets"),
    "unknown-key.px": ('STUB="a";HEADING="c";VALUES("a")="x";KEYS("a")=VALUES;VALUES("c")="2020";DATA="z" 1;', r"the key 'z'"),
    "huge.px": (
        f'STUB="a","b";HEADING="c";VALUES("a")={",".join(f"{chr(34)}{n}{chr(34)}" for n in range(3000))};'
        f'VALUES("b")={",".join(f"{chr(34)}{n}{chr(34)}" for n in range(3000))};VALUES("c")="2020";DATA=1;',
        r"3,000 x 3,000 x 1 = 9,000,000 figures, more than",
    ),
    "many-variables.px": ("STUB=" + ",".join(f'"s{n}"' for n in range(100_000)) + ";DATA=1;", r"100,000 dimensions"),
    "long-label-often.px": (
        f'STUB="a";HEADING="c";VALUES("a")="{"x" * 100_000}";VALUES("c")={",".join(f"{chr(34)}{n}{chr(34)}" for n in range(5000))};'
        "DATA=" + "1 " * 5000 + ";", r"letters in all its cells, more than the 400,000,000",
    ),
    "cut.parquet": (b"PAR1abcd", r"a broken Parquet file"),
    "cut.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, r"not readable as an old Excel file"),
    "cut.xlsx": ((GOOD / "wide.xlsx").read_bytes()[:2000], r"broken or cut off"),
}  # fmt: skip


def refused(path: Path) -> str:
    began = time.monotonic()
    with pytest.raises(DataError) as error:
        recognise.read(path)
    assert time.monotonic() - began < 5
    fault = error.value.faults[0]
    assert fault.file == path.name and fault.found and fault.remedy
    assert (len(str(error.value)) < 1500 and str(error.value).isprintable()) or "\n" in str(error.value)
    return str(error.value)


@pytest.mark.parametrize("name", TEXTS)
def test_a_file_with_one_fault_is_refused_with_place_and_remedy(name, tmp_path):
    import re

    raw, says = TEXTS[name]
    path = tmp_path / name
    path.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    assert re.search(says, refused(path), re.S), refused(path)


def zipped(source: Path, out: Path, **changed: bytes) -> Path:
    """A zip-based file with some parts in place of its own."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {**dict.fromkeys(old.namelist()), **changed}:
            new.writestr(name, changed[name] if name in changed else old.read(name))
    return out


def test_zip_bombs_entities_and_names_that_lead_outside(tmp_path):
    xlsx, out = GOOD / "wide.xlsx", tmp_path / "x.xlsx"
    sheet = "xl/worksheets/sheet1.xml"
    own = zipfile.ZipFile(xlsx).read(sheet)
    far = own.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
    rels = "xl/_rels/workbook.xml.rels"
    elsewhere = zipfile.ZipFile(xlsx).read(rels).replace(b"worksheets/sheet1.xml", b"other/s.dat")
    rows = b"".join(b"<row>" + b'<c t="s"><v>0</v></c>' * 20 + b"</row>" for _ in range(1000))
    strings = b"<sst><si><t>" + bytes(range(97, 123)) * 1000 + b"</t></si></sst>"
    cases = {
        "it may be a zip bomb": {"xl/big.xml": b"<a>" + b" " * 50_000_000},
        "a DOCTYPE": {sheet: b'<!DOCTYPE a [<!ENTITY x "y">]>' + own},
        "a name that leads outside": {"../../evil.xml": b"<a/>"},
        "not well-formed XML": {sheet: own[:-40]},
        "1,048,576 rows and 16,384 columns": {sheet: far},
        "1,048,576 rows and 16,384 columns,": {sheet: far.replace(b"XFD", b"xfd")},
        "more than 5,000,000 cells": {sheet: far.replace(b"1048576", b"4294967295")},
        "s.dat]: 1,048,576 rows": {"xl/other/s.dat": far, rels: elsewhere},
        "520,000,000 letters": {
            sheet: own.replace(b"</sheetData>", rows + b"</sheetData>"),
            "xl/sharedStrings.xml": strings,
        },
        "x.xlsx [xl/worksheets/sheet1.xml]": {sheet: far, "docProps/custom.xml": b"<a>cds-template</a>"},
    }
    for says, changed in cases.items():
        assert says in refused(zipped(xlsx, out, **changed))
    row = b'<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" '
    row += b'office:value-type="float" office:value="1"/></table:table-row></table:table>'
    content = zipfile.ZipFile(GOOD / "wide.ods").read("content.xml").replace(b"</table:table>", row)
    assert "rows and 16,384 columns" in refused(
        zipped(GOOD / "wide.ods", tmp_path / "x.ods", **{"content.xml": content})
    )


@pytest.mark.parametrize("times", ["1000000000", "18446744073709551615"])
def test_a_cell_repeated_without_end(times, tmp_path):
    row = f'<table:table-row table:number-rows-repeated="{times}"><table:table-cell office:value-type="string"/>'
    raw = zipfile.ZipFile(GOOD / "wide.ods").read("content.xml")
    raw = raw.replace(b"</table:table>", row.encode() + b"</table:table-row></table:table>")
    assert "more than 5,000,000 cells" in refused(zipped(GOOD / "wide.ods", tmp_path / "x.ods", **{"content.xml": raw}))


def test_few_long_texts_in_many_rows_of_parquet(tmp_path):
    """A dictionary of 2,000 letters, by number in each of 300,000 rows."""
    import pyarrow as pa
    import pyarrow.parquet

    places = pa.DictionaryArray.from_arrays(pa.array([0] * 300_000, "int32"), ["x" * 2000])
    pa.parquet.write_table(pa.table({"tinh": places, "value": [1] * 300_000}), tmp_path / "x.parquet")
    assert "600,000,000 letters" in refused(tmp_path / "x.parquet")


def test_categories_of_pandas_are_texts(tmp_path):
    import pandas as pd

    table = pd.DataFrame({"tinh": pd.Categorical(["HN", "HP"]), "nam": [2020, 2020], "value": [1, 2]})
    table.to_parquet(tmp_path / "x.parquet")
    assert recognise.read(tmp_path / "x.parquet").cells["tinh"].tolist() == ["HN", "HP"]


@pytest.mark.parametrize("name", ["rot13", "zip", "idna", "punycode", "no such"])
def test_what_is_no_encoding_of_texts_is_passed_over(name, tmp_path):
    path = tmp_path / "x.px"
    path.write_text(f'CODEPAGE="{name}";STUB="a";HEADING="c";VALUES("a")="Huế";VALUES("c")="2020";DATA=1;', "utf-8")
    assert recognise.read(path).cells["a"].tolist() == ["Huế"]


def test_a_zip_that_lies_about_its_size_is_refused(tmp_path):
    """The size in its list says 100 bytes; what it unpacks to is another matter."""
    path = zipped(
        GOOD / "wide.xlsx", tmp_path / "x.xlsx", **{"xl/worksheets/sheet1.xml": b"<a>" + b" " * 20_000_000 + b"</a>"}
    )
    raw = bytearray(path.read_bytes())
    size = struct.pack("<I", 20_000_007)
    while (at := raw.find(size)) >= 0:
        raw[at : at + 4] = struct.pack("<I", 100)
    path.write_bytes(raw)
    refused(path)


def test_a_file_above_the_bound_is_not_opened(tmp_path, monkeypatch):
    path = tmp_path / "x.csv"
    path.write_text("tinh,2020\nHN,1\n" * 10)
    monkeypatch.setattr(base, "MAX_BYTES", 100)
    with pytest.raises(DataError, match="150 bytes, more than the 100 that are read; choose fewer"):
        base.bounded(path, base.MAX_BYTES)


def test_a_folder_and_a_missing_file_are_refused(tmp_path):
    for path, says in ((tmp_path, "is a folder"), (tmp_path / "none.csv", "is no file that exists")):
        with pytest.raises(CdsError, match=says):
            recognise.read(path)


def test_marks_of_direction_do_not_part_names(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("T\u200fỉnh,\u202e2020\nHà \u202bNội,1\n", encoding="utf-8")
    found = recognise.read(path)
    assert found.cells.iloc[0].tolist()[:3] == ["Hà Nội", "2020", "1"]


def test_messages_hold_no_control_characters(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("tinh,nam,value\nHN,2020,\x1b[31mred\u202e\n", encoding="utf-8")
    assert "\x1b" not in refused(path) and "\u202e" not in refused(path)


def test_a_mapping_with_aliases_is_refused(tmp_path):
    """YAML's own billion laughs."""
    mapping = tmp_path / "m.yml"
    for text in ("a: &a [x,x]\nb: &b [*a,*a]\nsheet: *b\n", "missing: &1 ['*']\ncolumns: *1\n"):
        mapping.write_text(text)
        with pytest.raises(DataError, match=r"m.yml:1: anchors or aliases"):
            recognise.read(GOOD / "wide.xlsx", mapping=mapping)


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_a_long_table_of_many_rows_takes_little_time_and_memory(suffix, tmp_path):
    """200,000 rows here; bench/incoming.py measures a million."""
    import pandas as pd

    n = 200_000
    table = pd.DataFrame({"tinh": [f"Tỉnh {i % 63}" for i in range(n)], "nam": [2000 + i // 63 % 20 for i in range(n)]})
    table = table.assign(chi_tieu=[f"c{i // 1260}" for i in range(n)], value=[i + 0.5 for i in range(n)])
    path = tmp_path / f"x.{suffix}"
    table.to_csv(path, index=False) if suffix == "csv" else table.to_parquet(path)
    code = (
        "import sys, pathlib, time; from cds_analysis.files import recognise; began = time.monotonic();"
        "cells = recognise.read(pathlib.Path(sys.argv[1])).cells;"
        "print(len(cells), cells['value'].iloc[-1], time.monotonic() - began,"
        "[line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')][0])"
    )
    run = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True, cwd=ROOT)
    rows, last, seconds, peak = run.stdout.split()  # in kB; what getrusage tells is that of the process that forked
    assert (int(rows), last) == (n, f"{n - 1}.5")
    assert float(seconds) < 20 and int(peak) < 1_000_000
