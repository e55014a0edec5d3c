"""What several commands ask or say."""

import click

from .. import paths
from ..errors import ParameterError
from ..said import language, said

WIDTH = 110  # of what is printed


def remark(text: str) -> None:
    """Something said beside the result, on the error stream."""
    click.echo(said(text), err=True)


def say(lines) -> None:
    """A result, line by line."""
    for line in lines:
        click.echo(line)


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

    return own_folder.opened(paths.resolve(text), say=remark)


def _opened(context, parameter, value: str) -> str:
    """The data folder meant by --data or CDS_DATA, as written where nothing has to be merged."""
    said = context.get_parameter_source(parameter.name) is not click.core.ParameterSource.DEFAULT
    if said and (paths.resolve(value) / "overlay.yml").is_file():
        return str(opened(value))
    return str(paths.resolve(value)) if said and value == paths.DATA else value


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
        help="The data to use: a complete folder, or one of your own laid over the shipped one.",
    )


folder, data = data_option("data_dir", _opened), data_option("folder", as_path)


def out(about: str):
    """The option --out of a command that writes or reads briefs."""
    return click.option("--out", default="outputs", show_default=True, metavar="FOLDER", help=about)


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
    from ..site import pages

    written, skipped = pages.write_index(paths.resolve(out), paths.resolve(data_dir))
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
