"""What several commands ask or say."""

import os
import sys
from pathlib import Path

import click

from .. import paths
from ..errors import ParameterError
from ..said import heading, language, said

WIDTH = 110  # of what is printed
OWN = "make a folder of your own with `cds data init mine` and add --data mine (--data data: the shipped one)"


def at_terminal() -> bool:
    """Whether somebody is there to be asked."""
    return sys.stdin.isatty()


def remark(text: str) -> None:
    """Something said beside the result, on the error stream."""
    click.echo(said(text), err=True)


def say(lines) -> None:
    """A result, line by line."""
    for line in lines:
        click.echo(line)


def table(frame, **how) -> str:
    """A table of pandas in the reader's language: its headings, and the comma of decimals."""
    frame = frame.rename(columns=heading).rename_axis(index=heading, columns=heading)
    return frame.to_string(decimal="," if language() == "vi" else ".", **how)


def typed(text) -> Path:
    """A path typed on a command line: it counts from the working folder. The name `data` is the shipped folder."""
    return paths.resolve(text) if str(text) == paths.DATA else Path(os.path.abspath(Path(text).expanduser()))


class Names:
    """What indicators, measures and units of a folder are called in the reader's language; others stay ids."""

    def __init__(self, folder):
        from ..data import indicators

        lang = language()
        self._about = {about.id: about.name(lang) for about in indicators.load(folder).values()}
        self._measures = indicators.measures(folder)[f"name_{lang}"].to_dict()
        self._units = indicators.units(folder)[f"label_{lang}"].to_dict()

    def indicator(self, name: str) -> str:
        return self._about.get(name, name)

    def measure(self, name: str) -> str:
        return self._measures.get(name, name)

    def unit(self, name: str) -> str:
        return self._units.get(name, name)


def opened(text):
    """The complete folder that a text means: an overlay becomes the folder merged of it and its base."""
    from ..data import own_folder

    return own_folder.opened(typed(text), say=remark)


def given(context, name: str) -> bool:
    """Whether an option is given, on the command line or by the environment."""
    return context.get_parameter_source(name) is not click.core.ParameterSource.DEFAULT


def named(folder: Path) -> str:
    """A data folder that is written into: where it lies, and whose it is."""
    from ..data import own_folder

    whose = "the shipped data" if folder == paths.resolve(paths.DATA) else "a complete folder, not the shipped one"
    whose = "a folder of your own, the shipped data stay as they are" if own_folder.is_overlay(folder) else whose
    return f"{folder} ({whose})"


def unmerged(context, parameter, value: str) -> Path:
    """The folder meant by --data, counted from the working folder, or by CDS_DATA, from the project's root."""
    typed_here = context.get_parameter_source(parameter.name) is click.core.ParameterSource.COMMANDLINE
    folder = typed(value) if typed_here else paths.resolve(value)
    if not folder.is_dir():
        raise ParameterError(f"no data folder {folder}; one of your own is made by `cds data init {value}`")
    return folder


def _opened(context, parameter, value: str) -> str:
    """The data folder meant by --data or CDS_DATA."""
    return str(opened(unmerged(context, parameter, value))) if given(context, parameter.name) else value


def as_path(context, parameter, value: str):
    """The same as a path."""
    return paths.resolve(_opened(context, parameter, value))


def data_option(name: str, callback):
    """The option --data, with what makes of its value the folder that a command gets under a name."""
    return click.option(
        "--data",
        name,
        default="data",
        envvar="CDS_DATA",
        show_envvar=True,
        show_default=True,
        metavar="FOLDER",
        callback=callback,
        is_eager=True,  # --out asks where it lies
        help="The data to use: a complete folder, or one of your own laid over the shipped one.",
    )


folder, data = data_option("data_dir", _opened), data_option("folder", as_path)


def _outputs(context, parameter, text: str) -> str:
    """A folder that is there or can be made: what is misspelt is told before anything is loaded."""
    from ..data import own_folder

    data = context.params.get("data_dir") or context.params["folder"]
    usual, told = own_folder.outputs(paths.resolve(data)), typed(text) if text else None
    if told == paths.resolve(own_folder.OUTPUTS) != usual:
        raise ParameterError(f"--out {text} is for briefs of published data alone; leave it out, they go to {usual}")
    if told and told.exists() and not told.is_dir():
        raise ParameterError(f"--out {text}: a file, no folder")
    if told and not told.exists() and not told.parent.is_dir():
        raise ParameterError(f"--out {text}: no folder {told.parent}; make it first")
    return str(told or usual)


def out(about: str):
    """The option --out of a command that writes or reads briefs; briefs of an own folder have outputs of their own."""
    shown = "outputs; --data mine: mine/outputs"
    return click.option("--out", default="", show_default=shown, metavar="FOLDER", callback=_outputs, help=about)


def _last_day(context, parameter, text: str):
    from ..data import observations

    if text and not observations.is_vintage(text):
        raise ParameterError(f"{parameter.opts[0]} is '{text}', not a day; write it as 2026-12-31")
    return observations.last_day(text) if text else None


def day(option: str, name: str, about: str):
    """An option that takes a day, a month (its last day) or a year; None where it is not given."""
    return click.option(option, name, default="", metavar="DAY", callback=_last_day, help=about)


def renew_index(out, data_dir) -> list:
    """Write the front page and the pages of places anew; their paths. What is left out is said on the error stream."""
    from ..data import own_folder
    from ..site import pages

    written, skipped = pages.write_index(paths.resolve(out), own_folder.opened(data_dir))
    for fault in skipped:
        remark(f"left out of index.html: {fault}")
    return written


def of_a_place(command):
    """What commands about one place ask: the place, its border, the edition, the day, the horizon."""
    for name, default, metavar, about in (
        ("--horizon", 2030, "YEAR", "Last year forecast."),
        ("--as-of", "", "DAY", "Use only what was published by this day (2023-12-31)."),
        ("--edition", 0, "YEAR", "Year of the brief; default: that of --as-of."),
        ("--border", "", "pre-2025|2025", "63 old or 34 new units; default: valid at --as-of."),
    ):
        command = click.option(name, default=default, show_default=bool(default), metavar=metavar, help=about)(command)
    return click.argument("province", default="thai-nguyen")(command)
