"""Pages of HTML from Jinja templates beside the code."""

from collections.abc import Iterable
from datetime import date
from functools import cache, cached_property, partial, reduce
from operator import getitem
from pathlib import Path

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from .. import paths
from ..errors import CdsError
from ..said import said as in_words
from ..words.spelling import filters, say

HERE = Path(__file__).parent
OTHER = {"vi": "en", "en": "vi"}


class Phrases:
    """The texts of a words.yml by their names, such as columns.share; an office changes a sentence there."""

    def __init__(self, path: Path):
        self.path = path

    @cached_property
    def _found(self) -> dict:
        return yaml.load(self.path.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))

    def _at(self, name: str) -> dict:
        try:
            return reduce(getitem, name.split("."), self._found)
        except (KeyError, TypeError):
            raise CdsError(f"{self.path}: no text {name}, which pages need; write it again, in vi and en") from None

    def __call__(self, name: str, lang: str, **values) -> str:
        """A text in a language; values are spelt as the text asks: {y}, {x:pct}."""
        found = self._at(name)
        return say((found["vi"], found["en"]), lang, **values)

    def under(self, name: str) -> list[str]:
        """The names in a group, as the file orders them."""
        return list(self._at(name))


said = Phrases(HERE / "words.yml")


@cache
def _templates(folder: Path, lang: str) -> Environment:
    made = Environment(
        loader=FileSystemLoader([folder, HERE]),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals |= {"lang": lang, "other": OTHER[lang], "said": partial(said, lang=lang)}
    made.globals |= {"say": partial(Phrases(folder / "words.yml"), lang=lang)}
    made.filters |= filters(lang) | {"in_words": partial(in_words, lang=lang)}  # errors of the code
    return made


def rendered(template: Path, lang: str, **values) -> str:
    """A template over its values, every text escaped; it may build on those of this folder and say its words.yml."""
    return _templates(template.parent, lang).get_template(template.name).render(**values)


def page(
    lang: str,
    template: Path = HERE / "page.html.jinja",
    *,
    published: date | None = None,
    marked: bool = True,
    own: bool = False,
    styles: Iterable[Path] = (),
    **values,
) -> str:
    """A self-contained page in the style of the briefs.

    Args:
        template: Builds on page.html.jinja and names its title.
        published: The day of publication; a draft, marked so, has none.
        marked: Whether it says that it is a draft or when it was published.
        own: Whether it says that it holds figures of one's own.
        styles: CSS beyond that of the briefs.
        values: What the template needs: at least `heading`, such as place and edition, and `footer`.
    """
    style = Markup("".join(path.read_text(encoding="utf-8") for path in (HERE / "brief.css", *styles)))
    return rendered(template, lang, published=published, marked=marked, own=own, style=style, **values)


def write(text: str, target: Path) -> Path:
    """Write a page, replacing the old one only when whole."""
    with paths.whole(target) as part:
        part.write_text(text, encoding="utf-8")
    return target
