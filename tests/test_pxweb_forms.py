"""One table in every form that Vietnam's PX-Web hands out: the rows are the same.

The figures are those of the statistical yearbook of 2022, as `data/` holds them; the day of update is made up.
"""

import json
import unicodedata
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from conftest import REAL

from cds_analysis.data import observations
from cds_analysis.errors import DataError
from cds_analysis.intake import propose
from cds_analysis.intake.mapping import Asked

TITLE = "Dân số trung bình phân theo địa phương (Nghìn người)"
PLACES = {"04": "Cao Bằng", "06": "Bắc Kạn", "19": "Thái Nguyên"}
YEARS = {"2021": "2021", "2022": "Sơ bộ 2022"}
FIGURES = [["542.2", "543.1"], ["323.7", "324.4"], ["1323.2", "1336.0"]]
SOURCE, UPDATED = "Cục Thống kê", "20240630 09:00"
ROWS = [
    (
        slug,
        year,
        float(value),
        "thousand_persons",
        "preliminary" if year == "2022" else "final",
        "pre-2025",
        "population",
    )
    for slug, of_place in zip(("cao-bang", "bac-kan", "thai-nguyen"), FIGURES, strict=True)
    for year, value in zip(YEARS, of_place, strict=True)
]
MARKS = "\u0323\u0300\u0301\u0303\u0309"  # tones, which Windows-1258 writes behind the letter


def windows_1258(text: str) -> bytes:
    def apart(letter: str) -> str:
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(c for c in parts if c in MARKS)
        return unicodedata.normalize("NFC", "".join(c for c in parts if c not in MARKS)) + tone

    return "".join(map(apart, text)).encode("cp1258")


def px(codepage: str) -> str:
    def quoted(texts) -> str:
        return ",".join(f'"{text}"' for text in texts)

    return (
        f'CHARSET="ANSI";\nAXIS-VERSION="2013";\nCODEPAGE="{codepage}";\nLANGUAGE="vi";\nDECIMALS=1;\nMATRIX="V02.01";\n'
        f'TITLE="{TITLE}";\nCONTENTS="Dân số trung bình";\nUNITS="Nghìn người";\nSTUB="Địa phương";\nHEADING="Năm";\n'
        f'VALUES("Địa phương")={quoted(PLACES.values())};\nVALUES("Năm")={quoted(YEARS.values())};\n'
        f'CODES("Địa phương")={quoted(PLACES)};\nCODES("Năm")={quoted(YEARS)};\n'
        f'SOURCE="{SOURCE}";\nLAST-UPDATED="{UPDATED}";\nDATA=\n' + "\n".join(map(" ".join, FIGURES)) + ";\n"
    )


def table(mark: str, decimal: str = ".") -> str:
    lines = [mark.join(f'"{text}"' for text in ("Địa phương", *YEARS.values()))]
    lines += [
        mark.join([f'"{name}"', *(f.replace(".", decimal) for f in row)])
        for name, row in zip(PLACES.values(), FIGURES, strict=True)
    ]
    return "\r\n".join([f'"{TITLE}"', "", *lines, ""])


def json_stat(version: int) -> str:
    def dimension(name: str, labels: dict[str, str]) -> dict:
        return {"label": name, "category": {"index": {c: n for n, c in enumerate(labels)}, "label": labels}}

    dimensions = {"Địa phương": dimension("Địa phương", PLACES), "Năm": dimension("Năm", YEARS)}
    shape = {"id": list(dimensions), "size": [len(PLACES), len(YEARS)]}
    dimensions["Chỉ tiêu"] = {
        "label": "Chỉ tiêu",
        "category": {
            "index": {"P": 0},
            "label": {"P": "Dân số trung bình"},
            "unit": {"P": {"base": "Nghìn người", "decimals": 1}},
        },
    }
    shape = {"id": [*shape["id"], "Chỉ tiêu"], "size": [len(PLACES), len(YEARS), 1]}
    about = {"label": TITLE, "source": SOURCE, "updated": "2024-06-30T09:00:00Z"}
    values = [float(figure) for row in FIGURES for figure in row]
    if version == 1:
        return json.dumps({"dataset": about | {"dimension": dimensions | shape, "value": values}}, ensure_ascii=False)
    head = {"class": "dataset", "version": "2.0"}
    return json.dumps(head | about | shape | {"dimension": dimensions, "value": values}, ensure_ascii=False)


def px_json() -> str:
    columns = [("Địa phương", "d"), ("Năm", "t"), ("Dân số trung bình", "c")]
    return json.dumps(
        {
            "columns": [{"code": name, "text": name, "type": kind} for name, kind in columns],
            "comments": [],
            "data": [
                {"key": [code, year], "values": [figure]}
                for code, row in zip(PLACES, FIGURES, strict=True)
                for year, figure in zip(YEARS, row, strict=True)
            ],
            "metadata": [{"label": TITLE, "source": SOURCE, "updated": "2024-06-30T09:00:00Z"}],
        },
        ensure_ascii=False,
    )


def workbook(path: Path) -> None:
    book = openpyxl.Workbook()
    for row in ([TITLE], [], ["", *YEARS.values()]):
        book.active.append(row)
    for name, row in zip(PLACES.values(), FIGURES, strict=True):
        book.active.append([name, *map(float, row)])
    book.active.append([])
    book.active.append([f"Nguồn: {SOURCE}"])
    book.save(path)


FORMS = {
    "utf-8.px": lambda: px("utf-8").encode(),
    "windows-1258.px": lambda: windows_1258(px("windows-1258")),
    "semicolons.csv": lambda: table(";", ",").encode("utf-8-sig"),
    "commas.csv": lambda: table(",").encode(),
    "tabs.csv": lambda: table("\t").encode("utf-16"),
    "windows-1258.csv": lambda: windows_1258(table(";")),
    "1.json": lambda: json_stat(1).encode() + b"\0",
    "2.json": lambda: json_stat(2).encode() + b"\0",
}


def rows(path: Path, mapping: Path | None = None) -> list[tuple]:
    said = {"publisher": SOURCE, "title": TITLE, "published": "2024-06-30"}
    asked = Asked(measure="gso")
    found = propose.propose(path, REAL, asked=asked, details=said, mapping_file=mapping, today=date(2026, 11, 24))
    assert not found.faults, list(map(str, found.faults))
    columns = ["place", "period", "value", "unit", "status", "border", "indicator"]
    return list(found.rows.astype({"value": float})[columns].itertuples(index=False, name=None))


@pytest.mark.parametrize("name", [*FORMS, "tables.xlsx"])
def test_every_form_of_px_web_gives_the_same_rows(name, tmp_path):
    path = tmp_path / name
    workbook(path) if name.endswith("xlsx") else path.write_bytes(FORMS[name]())
    assert rows(path) == ROWS


def test_the_form_without_labels_is_asked_about_and_says_what_it_lacks(tmp_path):
    path, mapping = tmp_path / "px.json", tmp_path / "px.yml"
    path.write_text(px_json(), encoding="utf-8")
    mapping.write_text("roles: {Địa phương: place}\n", encoding="utf-8")
    with pytest.raises(AssertionError, match=r"bare numbers \(04, 06, 19\): codes of which register"):
        rows(path)
    assert rows(path, mapping) == [(*row[:4], "reported", *row[5:]) for row in ROWS]
    assert any("Sơ bộ" in note for note in propose.recognise.read(path).notes)


def test_a_year_printed_as_preliminary_and_as_final_is_taken_as_final(tmp_path):
    path = tmp_path / "both.px"
    text = px("utf-8").replace('="2021","Sơ bộ 2022";', '="Sơ bộ 2022","2022";')
    path.write_text(text, encoding="utf-8")
    held = [(*row[:4], "reported", *row[5:]) for row in ROWS if row[1] == "2022"]
    assert rows(path) == held
    only = "\n".join(" ".join((first, '".."')) for first, _ in FIGURES)  # the final ones are still to come
    path.write_text(text.partition("DATA=")[0] + f"DATA=\n{only};\n", encoding="utf-8")
    assert [row[4] for row in rows(path)] == ["preliminary"] * 3


def test_running_numbers_of_px_web_are_never_taken_for_codes_of_provinces(tmp_path):
    path = tmp_path / "px.json"
    path.write_text(px_json().replace('"2021"', '"9"').replace('"2022"', '"10"'), encoding="utf-8")
    with pytest.raises(DataError, match="keys without labels, and none is a year"):
        propose.recognise.read(path)


def test_the_figures_are_those_held():
    held = observations.load(REAL).query("indicator == 'population' and measure == 'gso' and vintage == '2024'")
    held = held.set_index(["place", "period"])["value"]
    assert [row[2] for row in ROWS] == [held[row[:2]] for row in ROWS]


def test_the_day_of_update_is_the_day_of_publication(tmp_path):
    for name in ("utf-8.px", "2.json"):
        path = tmp_path / name
        path.write_bytes(FORMS[name]())
        found = propose.propose(path, REAL, asked=Asked(measure="gso"), details={"publisher": SOURCE})
        assert (found.source.published, found.vintage) == ("2024-06-30", "2024-06-30")
