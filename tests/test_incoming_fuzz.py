"""Whatever bytes come, a reader answers with a table or a refusal; what once broke one is read again."""

from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cds_analysis.errors import CdsError
from cds_analysis.files import encodings, numbers, recognise
from cds_analysis.files.base import TAIL, clean

FOLDER = ROOT / "tests" / "data" / "incoming"
SEEDS = sorted((FOLDER / "seeds").iterdir())
BYTES = {path.name: path.read_bytes() for path in sorted((FOLDER / "good").iterdir()) if path.suffix != ".yml"}
CALM = settings(max_examples=60, deadline=5_000, suppress_health_check=[HealthCheck.function_scoped_fixture])


def answers(path: Path) -> None:
    """The file is read by the contract, or refused."""
    mapping = FOLDER / "good" / "yearbook.yml" if path.name.startswith("yearbook") else None
    try:
        found = recognise.read(path, mapping=mapping)
    except CdsError as error:
        assert str(error)
    else:
        assert list(found.cells) == [*found.dimensions, *TAIL]
        assert found.cells["value"].str.fullmatch(r"(-?\d+(\.\d+)?)?").all()


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_what_once_broke_a_reader(path):
    answers(path)


@given(raw=st.binary(max_size=400))
@CALM
def test_any_bytes(raw, tmp_path):
    path = tmp_path / "x"
    path.write_bytes(raw)
    answers(path)


@given(
    text=st.text(alphabet=st.characters(codec="utf-8"), max_size=300),
    head=st.sampled_from(["", "STUB=", "{", "[", "a;2020\n"]),
)
@CALM
def test_any_text(text, head, tmp_path):
    path = tmp_path / "x"
    path.write_text(head + text, encoding="utf-8")
    answers(path)


@given(data=st.data(), name=st.sampled_from(sorted(BYTES)))
@CALM
def test_a_good_file_cut_off_or_with_a_piece_replaced(data, name, tmp_path):
    raw = BYTES[name]
    at = data.draw(st.integers(0, len(raw)))
    piece = data.draw(st.one_of(st.none(), st.binary(max_size=8)))
    path = tmp_path / name
    path.write_bytes(raw[:at] if piece is None else raw[:at] + piece + raw[at + len(piece) :])
    answers(path)


@given(st.text(max_size=80))
def test_cleaning_twice_changes_nothing(text):
    assert clean(clean(text)) == clean(text)


@given(st.text(max_size=80))
def test_a_year_is_four_digits_or_nothing(text):
    year, grade = numbers.year_of(text)
    assert year == "" or (year in text and year.isdigit() and len(year) == 4)
    assert grade == "" or year


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9))
def test_a_figure_in_vietnamese_and_in_english_form_is_the_same_number(number):
    import pandas as pd

    english = f"{number:,.2f}"
    vietnamese = english.translate(str.maketrans(",.", ".,"))
    for text in (english, vietnamese, vietnamese.replace(".", " ")):
        found = numbers.numbers(pd.Series([text]))
        assert found.fault is None and found.value.iloc[0] == f"{number:.2f}"


@given(st.text(alphabet="".join(encodings.TCVN3.values()) + "abcghiklmnopqrstuvxy ,.0123456789", max_size=60))
def test_tcvn3_there_and_back(text):
    back = {letter: mark for mark, letter in encodings.TCVN3.items()}
    assert encodings.from_tcvn3("".join(back.get(letter, letter) for letter in text)) == text
