"""`cds decompose`: a user's own table, worked by hand, adding up to 1e-10, and its refusals."""

import unicodedata
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from cds_analysis.commands.brief import main
from cds_analysis.errors import DataError, ParameterError
from cds_analysis.explore import own_table
from cds_analysis.series import sectors

HEAD = "year,sector,value_added_current,value_added_constant,employed\n"
# Productivity 2 for 100 persons, then 2.6; taxes 20, then 30: 220 and 290 for 100 persons.
OWN = f"""{HEAD}2010,farms,60,60,60
2010,plants,140,140,40
2010,product_taxes,20,20,
2012,farms,66,60,55
2012,plants,170,165,45
2012,product_taxes,,25,
2016,plants,210,200,50
2016,farms,90,60,50
2016,product_taxes,35,30,
"""


@pytest.fixture
def file(tmp_path) -> Path:
    path = tmp_path / "own.csv"
    path.write_text(OWN, encoding="utf-8")
    return path


def run(*words) -> tuple[int, str]:
    result = CliRunner().invoke(main, ("decompose", *map(str, words)))
    return result.exit_code, result.output


def test_two_sectors_by_hand(file, tmp_path):
    out = tmp_path / "parts.csv"
    code, text = run(file, "-o", out, "--lang", "en")
    assert code == 0, text
    parts = pd.read_csv(out, keep_default_na=False).set_index(["method", "sector", "part"])["points"]
    for key, points in {
        ("growth", "", "value_added"): 30,  # 2 to 2.6
        ("growth", "", "taxes"): 100 * (290 / 260 / (220 / 200) - 1) * 1.3,
        ("growth", "", "total"): 100 * (290 / 220 - 1),
        ("shift_share", "farms", "within"): 6,  # 0.6 x 0.2 / 2
        ("shift_share", "plants", "static"): 17.5,  # 0.1 x 3.5 / 2
        ("mcmillan_rodrik", "plants", "structural"): 20,  # 0.1 x 4 / 2
        ("gead", "plants", "size"): 70 * (0.91 * 50 / 40 - 1),
    }.items():
        assert parts[key] == pytest.approx(points, abs=1e-10), key
    for method in ("shift_share", "mcmillan_rodrik", "gead"):
        assert abs(parts[method].sum() - 30) <= 1e-10
    assert "rose by 31.82%" in text and "adding 1.82 percentage points" in text
    assert "workers moving between them 14.00" in text
    assert text.count("\nTotal ") == 3 and "plants   10.00   17.50     2.50  30.00" in text


def test_vietnamese_years_and_a_table_without_taxes(file, tmp_path):
    code, text = run(file, "--to", 2012, "--lang", "vi")
    assert code == 0 and "Từ năm 2010 đến năm 2012" in text and "NỘI BỘ" not in text and "nội bộ ngành" in text
    assert "tăng 12,5%" in text  # 2 to 2.25
    plain = tmp_path / "plain.csv"
    plain.write_text("".join(line for line in OWN.splitlines(True) if "taxes" not in line), encoding="utf-8")
    code, text = run(plain, "--lang", "vi")
    assert code == 0 and "thuế" not in text and "giá trị tăng thêm trên một lao động (giá so sánh) tăng 30%" in text
    assert max(map(len, text.splitlines())) <= 110


@given(
    st.lists(st.tuples(*[st.floats(1, 1000)] * 3, *[st.floats(0.5, 2)] * 3), min_size=1, max_size=10),
    st.tuples(st.floats(-0.2, 0.4), st.floats(-0.2, 0.4)),
)
def test_every_part_of_any_table_adds_up(rows, rates):
    before = pd.DataFrame([row[:3] for row in rows], columns=["current", "constant", "employed"])
    after = before * pd.DataFrame([row[3:] for row in rows], columns=before.columns)
    taxes = tuple(rate * t["constant"].sum() for rate, t in zip(rates, (before, after), strict=True))
    found = sectors.in_all_ways(before, after, taxes)
    levels = [(t["constant"].sum() + tax) / t["employed"].sum() for t, tax in zip((before, after), taxes, strict=True)]
    assert abs(found["total"] - 100 * (levels[1] / levels[0] - 1)) <= 1e-10
    assert abs(found["value_added"] + found["taxes"] - found["total"]) <= 1e-10
    long = own_table.parts(found).set_index("method")["points"]
    for method in ("shift_share", "mcmillan_rodrik", "gead"):
        assert abs(long[[method]].sum() - found["value_added"]) <= 1e-10


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("employed\n", "workers\n", r"own.csv:1: no column employed among .*the columns year, sector, "),
        ("2016,plants,210,200,50\n", "", r"\[sector\]: 'plants' has a row for 2010 and none for 2016; add it"),
        ("2010,product_taxes,20,20,\n", "", r"'product_taxes' has a row for 2016 and none for 2010"),
        (
            "2010,plants,140,140,40",
            "2010,plants,140,140,0",
            r":3 \[employed\]: 2010, plants: '0' is not above zero; join",
        ),
        ("2010,plants,140,140,40", "2010,plants,140,140,-4", r":3 \[employed\]: .*'-4' is not above zero"),
        (
            "2010,plants,140,140,40",
            '2010,plants,140,140,"1,5"',
            r":3 \[employed\]: .*'1,5' is no number; use a decimal",
        ),
        ("2010,plants,140,140,40", "2010,plants,140,,40", r":3 \[value_added_constant\]: .*'' is empty; give"),
        (
            "2010,plants,140,140,40",
            "2010,farms,140,140,40",
            r":3 \[sector\]: 2010, farms: 'farms' stands twice in this",
        ),
        ("2010,plants,140", "in 2010,plants,140", r":3 \[year\]: .*'in 2010' is no year; write it as 2024"),
        ("2010,plants,140", "2010,,140", r":3 \[sector\]: 2010, no sector: '' is empty; name the sector"),
        ("2010,product_taxes,20,20,", "2010,product_taxes,20,20,3", r":4 \[employed\]: .*'3' for product taxes, which"),
        (OWN[len(HEAD) :], "2010,farms,60,60,60\n", r"\[year\]: 1 year\(s\) \(2010\); growth needs two years"),
        (OWN[len(HEAD) :], "", r"0 year\(s\) \(none\)"),
        ("farms,", "product_taxes,", r"stands twice"),
    ],
)
def test_a_faulty_table_is_refused_with_line_and_remedy(file, old, new, says):
    file.write_text(OWN.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError, match=says):
        own_table.ends(own_table.read_sectors(file), file)


def test_refusals_of_the_command(file, tmp_path):
    for words, why in [
        ((file, "--from", 2011), "--from is 2011; " + str(file) + " has 2010, 2012, 2016"),
        ((file, "--from", 2016, "--to", 2012), "--from is 2016 and --to 2012; the second must be later"),
        ((file, "-o", file), "is the input itself"),
        ((tmp_path / "none.csv",), "none.csv"),
        ((tmp_path / "own.ods",), "a .ods file, which is not read; save it as .xlsx or CSV"),
    ]:
        code, text = run(*words)
        assert code == 2 and why in text and "Traceback" not in text, text
    with pytest.raises(ParameterError, match="--to is 2020"):
        own_table.ends(own_table.read_sectors(file), file, None, 2020)


def written(tmp_path: Path, rows: str) -> Path:
    (path := tmp_path / "series.csv").write_text(f"series,year,value\n{rows}", encoding="utf-8")
    return path


def test_names_that_read_as_one_are_one_series(tmp_path):
    names = ("Hòa Bình", unicodedata.normalize("NFD", "Hòa Bình"), "Hòa\u00a0Bình", " Hòa  Bình")
    path = written(tmp_path, "".join(f"{name},{2020 + n},{n}\n" for n, name in enumerate(names)))
    assert own_table.read_series(path)["series"].unique().tolist() == ["Hòa Bình"]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("a,2020,1\na,2021,2\na,2204,3\n", "'2204' is no year"),
        ("a,20,1\na,21,2\n", "'20' is no year; write it as 2024"),
        ("a,2020,1\na,2021,2\na,2042,3\n", "'2042' lies far from the other years"),
        ("Hà Nội,2020,1\nHÀ NỘI,2021,2\n", "differs from another name in capitals alone"),
    ],
)
def test_years_and_names_that_are_slips_are_told(tmp_path, rows, told):
    with pytest.raises(DataError, match=told):
        own_table.read_series(written(tmp_path, rows))


@pytest.mark.parametrize(("name", "value"), [("Tổng số", 201), ("Công nghiệp và xây dựng", 200)])
def test_a_row_of_totals_among_the_sectors_is_refused(tmp_path, name, value):
    (path := tmp_path / "own.csv").write_text(
        f"{HEAD}2010,{name},200,{value},100\n2010,farms,60,60,60\n2010,plants,140,140,40\n", encoding="utf-8"
    )
    with pytest.raises(DataError, match=r"is a total|is the sum of other rows"):
        own_table.read_sectors(path)


def test_a_year_has_one_forecast_whatever_the_horizon(tmp_path):
    values = [78.82, 77.11, 78.56, 77.34, 80.68, 83.11, 80.12, 81.66]
    table = own_table.read_series(written(tmp_path, "".join(f"a,{2016 + n},{v}\n" for n, v in enumerate(values))))
    short, long = (own_table.ahead(table, horizon).table() for horizon in (1, 10))
    pd.testing.assert_frame_equal(short, long[:1])


def test_zeros_take_no_unit_from_a_neighbour(tmp_path):
    rows = [f"z,{2020 + n},0\ng,{2020 + n},{1e12 + 1e11 * n}\n" for n in range(4)]
    found = own_table.ahead(own_table.read_series(written(tmp_path, "".join(rows))), 1).table()
    assert found.set_index("series").loc["z", "hi80"] < 10
