"""`cds decompose`: a user's own table, worked by hand, adding up to 1e-10, and its refusals."""

import shutil
import unicodedata
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from cds_analysis.commands.brief import main
from cds_analysis.errors import DataError, ModelError, ParameterError
from cds_analysis.explore import own_forecast, own_table
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
            '2010,plants,140,140,"1,5 tr"',
            r":3 \[employed\]: .*'1,5 tr' is no number; use a decimal",
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
        ((shutil.copy(file, file.with_suffix(".ods")),), "a .ods file, which is not read; save it as .xlsx or CSV"),
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
    short, long = (own_forecast.ahead(table, horizon).to_frame() for horizon in (1, 10))
    pd.testing.assert_frame_equal(short, long[:1])


def test_zeros_take_no_unit_from_a_neighbour(tmp_path):
    rows = [f"z,{2020 + n},0\ng,{2020 + n},{1e12 + 1e11 * n}\n" for n in range(4)]
    found = own_forecast.ahead(own_table.read_series(written(tmp_path, "".join(rows))), 1).to_frame()
    assert found.set_index("series").loc["z", "high80"] < 10


RATES = [7.1, 6.9, 2.9, 2.6, 8.0, 5.1, 7.1, 8.0]


def of(**series) -> pd.DataFrame:
    rows = [(name, 2018 + n, value) for name, values in series.items() for n, value in enumerate(values)]
    return pd.DataFrame(rows, columns=own_table.SERIES)


def test_a_rate_comes_back_to_its_mean_and_is_not_compounded():
    found = own_forecast.ahead(of(a=RATES), 5, {"a": "rate"})
    last = found.to_frame().iloc[-1]
    assert last["median"] == pytest.approx(sum(RATES) / 8)
    assert (last["low80"], last["high80"]) == pytest.approx((1.75, 10.17), abs=0.01)  # Student-t with 7 degrees
    assert found.paths("a").interval(0.8).iloc[-1].tolist() == pytest.approx([1.75, 10.17], abs=0.3)
    for values in (RATES, [*RATES[:2], -0.1, *RATES[3:]]):  # one year below zero turns nothing round
        assert own_forecast.kinds_of(of(a=values))["a"][0] == "rate"
        assert own_forecast.ahead(of(a=values), 5, {"a": "rate"}).to_frame()["high80"].max() < 12
    with pytest.raises(ModelError, match=r"a: too few rates \(1 such series\); a mean needs 4; add years or leave"):
        own_forecast.ahead(of(a=RATES[:3]), 5, {"a": "rate"})


@pytest.mark.parametrize(
    ("name", "values", "kind"),
    [
        ("GRDP", RATES, ("rate", "size")),
        ("x", [-0.1, 2, 3], ("rate", "sign")),
        ("Tốc độ tăng trưởng GRDP", [1, 2, 3], ("rate", "name")),
        ("grdp_growth", [101, 102, 103], ("level", "size")),
        ("Tỷ trọng kinh tế số", [12.1, 12.9, 100], ("share", "name")),
        ("digital_economy_share", [-1, 2, 3], ("rate", "sign")),
        ("x", [12.1, 12.7, 13.5, 14.1, 15], ("level", "")),
        ("Thương mại", [-900, 20, 30], ("level", "size")),
    ],
)
def test_rates_and_shares_are_recognised_by_name_sign_and_size(name, values, kind):
    assert own_forecast.kinds_of(of(**{name: values}))[name] == kind


def test_places_of_one_table_are_one_kind():
    assert {of for of, _ in own_forecast.kinds_of(of(a=RATES, b=[1, 2, 3, 4, 5], c=[-0.1, 2, 3, 4])).values()} == {
        "rate"
    }


def test_shares_and_counts_keep_their_limits_and_kinds_do_not_mix():
    table = of(a=[90.0, 95, 99, 99.5], b=[90.0, 99, 100, 100], c=[3.0, 1, 0, 1], d=[3.0, 1, 2, 1])
    found = own_forecast.ahead(table, 5, dict(a="share", b="share", c="count")).to_frame().set_index("series")
    assert found.loc[["a", "b"], "high95"].max() <= 100 and found.loc["a", "high95"].max() < 100
    counts = found.loc["c", ["median", "low80", "high80", "low95", "high95"]]
    assert counts.min().min() == 0 and (counts % 1 == 0).all().all()
    alone = own_forecast.ahead(of(d=[3.0, 1, 2, 1]), 5).to_frame().set_index("series")
    pd.testing.assert_frame_equal(found.loc[["d"]], alone)
    with pytest.raises(ModelError, match="a, 2018: 120 lies on or outside the bounds 0 to 100"):
        own_forecast.ahead(of(a=[120, 90]), 1, {"a": "share"})


def test_the_files_own_past_is_tried_and_a_weak_record_called_so(tmp_path):
    (told,) = own_forecast.record(of(a=RATES), 5, {"a": "rate"})
    assert told["against_last"] < 1 < told["other"] and (told["origins"], told["n"], told["weak"]) == (4, 10, True)
    path = written(tmp_path, "".join(f"GRDP,{2018 + n},{v}\n" for n, v in enumerate(RATES)))
    ran = CliRunner().invoke(main, ["forecast", str(path), "--horizon", "5"])
    assert ran.exit_code == 0 and "5.9625,1.750069752,10.17493025" in ran.stdout
    assert "GRDP: forecast as rate of growth, % (it comes back to its mean and is not compounded)" in ran.stderr
    assert "0.65 times the error of leaving the last value as it is" in ran.stderr and "a weak record" in ran.stderr
    ran = CliRunner().invoke(main, ["forecast", str(path), "--horizon", "5", "--kind", "rate", "--quiet"])
    assert ran.stderr == "" and "5.9625" in ran.stdout
    for words, why in [
        (("none.csv",), "cds: none.csv: no such file\n"),
        ((str(path), "-o", "none/x.csv"), "cds: -o none/x.csv: no folder none; make it first\n"),
        ((str(path), "--kind", "rate", "--bounds", "0", "9"), "--bounds is for levels; leave it out for --kind rate"),
    ]:
        ran = CliRunner().invoke(main, ["forecast", *words, "--horizon", "5"])
        assert ran.exit_code == 2 and why in ran.stderr
