"""README and docs: what they print to be typed exists, what they link to is there, both languages print the same."""

import re
import shlex
import unicodedata
from pathlib import Path

import click
import nbformat
import pytest
import yaml
from conftest import ROOT
from running import blocks
from test_wording import OLD_TONE, WORD_FOR_WORD

from cds_analysis.commands.brief import main

DOCUMENTS = [*sorted(ROOT.glob("README*.md")), *sorted((ROOT / "docs").glob("*.md"))]
VIETNAMESE = [path for path in DOCUMENTS if path.name.endswith(".vi.md")]
ALONE = [ROOT / "docs" / f"{name}.md" for name in ("bat-dau", "tu-dien", "mo-rong")]  # of no English text


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("vietnamese", VIETNAMESE, ids=name)
def test_both_languages_print_the_same_code_and_link_to_each_other(vietnamese):
    english = vietnamese.with_name(vietnamese.name.replace(".vi.", "."))
    assert blocks(vietnamese) == blocks(english)
    for here, there in ((vietnamese, english), (english, vietnamese)):
        assert f"({there.name})" in here.read_text(encoding="utf-8")


def commands():
    """Each line that begins with cds, in the code of a document or between backticks."""
    for path in DOCUMENTS:
        lines = [line for kind, lines in blocks(path) if kind.split()[0] in ("sh", "powershell") for line in lines]
        lines += re.findall(r"(?<!`)`(cds [^`\n]+)`(?!`)", path.read_text(encoding="utf-8"))
        yield from ((name(path), line) for line in lines if line.startswith("cds "))


def test_every_command_and_option_printed_exists():
    for where, line in commands():
        command, words = main, shlex.split(line)[1:]
        while isinstance(command, click.Group) and words and not words[0].startswith("-"):
            assert words[0] in command.commands, (where, line)
            command, words = command.commands[words[0]], words[1:]
        with click.Context(command) as context:
            bare = [word for word in words if word.startswith("-")]
            known = {o for p in command.get_params(context) for o in [*p.opts, *p.secondary_opts]}
            assert {word.split("=")[0] for word in bare} <= known | {"-h", "--help", "--version"}, (where, line)


def test_every_link_of_a_document_leads_to_something():
    for path in DOCUMENTS:
        for target in re.findall(r"(?:\]\(|src=\")([^)\"\s]+)", path.read_text(encoding="utf-8")):
            if not re.match(r"https?://|#", target):
                assert (path.parent / target.split("#")[0]).exists(), (name(path), target)


@pytest.mark.parametrize("document", VIETNAMESE + ALONE, ids=name)
def test_vietnamese_documents_are_written_as_the_briefs_are(document):
    text = document.read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text) and not OLD_TONE.search(text)
    said = re.sub(r"```.*?```|`[^`]*`|\([^)]*\.(?:md|png|yml)[^)]*\)", "", text, flags=re.DOTALL)
    assert not [w for w in WORD_FOR_WORD if w in said.lower()]
    assert not re.search(r"\d\.\d{1,2}(?![\d.])|\d ?,\d{3}(?!\d)|\d %", re.sub(r"Python 3\.11|\d/\d+", "", said))


def test_what_can_be_changed_is_told_in_both_languages():
    """docs/mo-rong.md names every file that docs/house.md says to open."""
    house, more = ((ROOT / "docs" / n).read_text(encoding="utf-8") for n in ("house.md", "mo-rong.md"))
    rows = house.partition("| to change | open |")[2].partition("\n\n")[0]
    assert not {path for path in re.findall(r"`([\w/<>*.-]+/[\w/<>*.-]+)`", rows) if f"`{path}`" not in more}


@pytest.mark.parametrize(("readme", "lang"), [("README.md", "en"), ("README.vi.md", "vi")])
def test_readme_has_the_question_of_every_notebook(readme, lang):
    text = (ROOT / readme).read_text(encoding="utf-8")
    for path in sorted((ROOT / "notebooks").glob("*_*.ipynb")):
        titles = [c.source for c in nbformat.read(path, as_version=4).cells if lang in c.metadata.get("tags", [])]
        question = titles[0].splitlines()[0].removeprefix("# ")
        assert f"| {path.stem} | " in text and (path.stem.startswith("00") or f"| {path.stem} | {question}" in text)


def test_the_glossary_has_the_verdicts_as_the_briefs_write_them():
    said = (ROOT / "docs" / "tu-dien.md").read_text(encoding="utf-8")
    words = yaml.safe_load((ROOT / "cds_analysis" / "words" / "lexicon.yml").read_text(encoding="utf-8"))
    for word in words["verdict"].values():
        assert word["vi"] in said and word["en"] in said
