"""Click in the reader's language: its own words by the catalogue of `said`, and ours where it lays them out."""

import re
from copy import copy

import click
from click import core, decorators, exceptions, formatting, parser, termui, types

from ..said import entries, language, said, use


def _word(text: str) -> str:
    return entries().get(text, text) if language() == "vi" else text


def _names(text: str) -> str:
    """A usage, with the words in capitals that stand for what is filled in."""
    return re.sub(r"[A-Z]{2,}[A-Z_]*", lambda found: _word(found[0]), text)


class _Formatter(click.HelpFormatter):
    """Says every paragraph and every line of a list."""

    def write_usage(self, prog, args="", prefix=None):
        super().write_usage(prog, _names(args), prefix)

    def write_text(self, text):
        parts = [part if "\b" in part else " ".join(part.split()) for part in text.split("\n\n")]
        super().write_text("\n\n".join(map(said, parts)))

    def write_dl(self, rows, *how, **options):
        super().write_dl([(name, said(about)) for name, about in rows], *how, **options)


_short = click.Command.get_short_help_str


def _shortened(command: click.Command, limit: int = 45) -> str:
    shown = copy(command)
    shown.help = said(" ".join((command.help or "").partition("\n\n")[0].split()))
    return _short(shown, limit)


def _in_capitals(kind: type) -> None:
    """Arguments and values of options under the names of the reader's language, in usage and errors alike."""
    before = kind.make_metavar
    kind.make_metavar = lambda *how, **options: _names(before(*how, **options))


_hint = click.Option.get_error_hint
click.Option.get_error_hint = lambda *how: _hint(*how).replace("env var", _word("env var"))
_in_capitals(click.Argument)
_in_capitals(click.Option)
for _kind in (types.IntParamType, types.IntRange, types.FloatParamType, types.FloatRange):
    _kind.name = property(lambda self, name=_kind.name: _word(name))
_ordered = core.iter_params_for_processing
core.iter_params_for_processing = lambda *how: sorted(  # the language, then help, and only then what may fail
    _ordered(*how), key=lambda one: (not one.is_eager, one.name != "lang", one.name != "help")
)
for _module in (core, decorators, exceptions, formatting, parser, termui, types):
    _module._ = _word
    _module.ngettext = lambda one, many, number: _word(one if number == 1 else many)
click.Command.get_short_help_str = _shortened
click.Context.formatter_class = _Formatter


def option(about: str = "Language: vi or en; default: that of `cds --lang`.", **more):
    """The option --lang: the language of what a command prints and of its errors."""

    def chosen(context, parameter, value):
        if value:
            use(value)
        return language()

    choice = click.Choice(["vi", "en"])
    return click.option("--lang", type=choice, is_eager=True, callback=chosen, help=about, **more)
