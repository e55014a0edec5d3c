"""Settings in YAML: every part with its line, every fault in words."""

import json
from pathlib import Path

import pytest

from cds_analysis import settings
from cds_analysis.errors import DataError

RULES = {
    "additionalProperties": False,
    "properties": {
        "size": {"type": "integer", "minimum": 1, "remedy": "write how many"},
        "kinds": {"type": "array", "items": {"enum": ["round", "square"]}},
        "day": {"$ref": "#/$defs/day"},
    },
    "$defs": {"day": {"pattern": "^2", "description": "A day as 2026-03-31"}},
}


def read(folder: Path, text: str) -> settings.Settings:
    path = folder / "shapes.yml"
    path.write_bytes(text.encode())
    return settings.read(path)


def faults(folder: Path, text: str) -> list[str]:
    schema = folder / "shape.schema.json"
    schema.write_text(json.dumps(RULES), encoding="utf-8")
    return [str(fault) for fault in read(folder, text).faults(schema)]


def test_each_part_has_its_line_and_what_has_none_that_of_what_is_around(tmp_path):
    found = read(tmp_path, "\ufeffa: 1\nb:\n- x\n- {c: 2,\n   d: 3}\n")
    assert found.value == {"a": 1, "b": ["x", {"c": 2, "d": 3}]}
    assert [found.line(*way) for way in [("a",), ("b",), ("b", 1), ("b", 1, "d"), ("b", 1, "none")]] == [1, 2, 4, 5, 4]


def test_days_and_keys_are_texts(tmp_path):
    assert read(tmp_path, "2026: 2026-03-31\n").value == {"2026": "2026-03-31"}


def test_faults_come_by_line_with_the_remedy_of_the_schema(tmp_path):
    assert faults(tmp_path, "siz: 1\nkinds: [round, oval]\nday: x\n") == [
        "shapes.yml:1 [siz]: no such key; did you mean size?",
        "shapes.yml:2 [kinds.1]: found 'oval'; use round, square",
        "shapes.yml:3 [day]: found 'x'; A day as 2026-03-31",
    ]
    assert faults(tmp_path, "size: 0\n") == ["shapes.yml:1 [size]: found 0; write how many"]
    assert faults(tmp_path, "size: many\n") == ["shapes.yml:1 [size]: found 'many' (str); write a whole number"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: 1\na: 2\n", "shapes.yml:2 [a]: given before, in line 1; leave one"),
        ("a: {b: 1,\n b: 2}\n", "shapes.yml:2 [b]: given before, in line 1"),
        ("a: &x 1\nb: *x\n", "shapes.yml:1: anchors or aliases"),
        ("a: [\n", "shapes.yml:2: not YAML: expected"),
        ("a: !!python/name:os.system\n", "shapes.yml:1: could not determine a constructor"),
        ("[" * 50_000, "not YAML"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(tmp_path, text, told):
    with pytest.raises(DataError) as caught:
        read(tmp_path, text)
    assert told in str(caught.value)
