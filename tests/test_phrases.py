"""The words of pages stand in words.yml: in both languages, with the same values, and a changed one is said."""

import re
from string import Formatter

import pytest
import yaml
from conftest import ROOT

from cds_analysis.errors import CdsError
from cds_analysis.formats import page

FILES = [ROOT / "cds_analysis" / room / "words.yml" for room in ("formats", "site")]


def pairs(found: dict, *way: str):
    """Each text by the way to it."""
    for name, part in found.items():
        if set(part) == {"vi", "en"} and isinstance(part["vi"], str):
            yield ".".join((*way, name)), part
        else:
            yield from pairs(part, *way, name)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_every_text_stands_in_both_languages_with_the_same_values(path):
    found = dict(pairs(yaml.safe_load(path.read_text(encoding="utf-8"))))
    assert len(found) > 50
    for name, text in found.items():
        values = [sorted((part[1], part[2]) for part in Formatter().parse(text[lang]) if part[1]) for lang in text]
        assert values[0] == values[1] and all(text.values()), name


def test_names_of_sheets_are_such_as_excel_takes():
    for lang in ("vi", "en"):
        names = [page.said(f"sheets.{name}", lang) for name in page.said.under("sheets")]
        assert len(set(names)) == len(names)
        assert not [name for name in names if len(name) > 31 - len(" 99") or re.search(r"[\[\]:*?/\\]", name)]


def test_no_text_of_the_site_is_left_over():
    site = ROOT / "cds_analysis" / "site"
    used = "".join(
        path.read_text(encoding="utf-8") for kind in ("*.py", "*.jinja") for path in site.glob(kind)
    ).replace("'", '"')
    names = yaml.safe_load((site / "words.yml").read_text(encoding="utf-8"))
    assert [name for name in names if f'"{name}"' not in used and f'"{name}.' not in used] == []


def test_a_changed_sentence_is_said_and_a_lost_one_is_named(tmp_path):
    (tmp_path / "words.yml").write_text('title: {vi: "Tên {y}", en: "Name {y}"}\n', encoding="utf-8")
    (tmp_path / "a.html.jinja").write_text('<p>{{ say("title", y="<1>") }}</p>{{ say("lost") }}', encoding="utf-8")
    say = page.Phrases(tmp_path / "words.yml")
    assert (say("title", "vi", y=2), say("title", "en", y=2)) == ("Tên 2", "Name 2")
    with pytest.raises(CdsError, match=r"words.yml: no text lost, which pages need"):
        page.rendered(tmp_path / "a.html.jinja", "vi")
    (tmp_path / "b.html.jinja").write_text('<p>{{ say("title", y="<1>") }}</p>', encoding="utf-8")
    assert page.rendered(tmp_path / "b.html.jinja", "vi") == "<p>Tên &lt;1&gt;</p>"
