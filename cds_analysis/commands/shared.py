"""Commands beside those on one place; heavy libraries are imported by those that need them, as in `__main__`."""

import click


def _opened(context, parameter, value: str) -> str:
    """The data folder meant by --data or CDS_DATA; an overlay becomes the folder merged of it and its base."""
    from .. import paths

    said = context.get_parameter_source(parameter.name) is not click.core.ParameterSource.DEFAULT
    if said and (paths.resolve(value) / "overlay.yml").is_file():
        from ..data import own_folder

        return str(own_folder.opened(paths.resolve(value), say=lambda text: click.echo(text, err=True)))
    return str(paths.resolve(value)) if said and value == paths.DATA else value


def data_option(callback):
    """The option --data, with what makes of its value the folder that a command gets."""
    return click.option(
        "--data",
        "data_dir",
        default="data",
        envvar="CDS_DATA",
        show_envvar=True,
        show_default=True,
        metavar="FOLDER",
        callback=callback,
        help="The data to use: a complete folder, or one of your own laid over the shipped one.",
    )


folder = data_option(_opened)


def day(text: str, option: str):
    """A day, month (its last day) or year given to an option."""
    from ..data import observations
    from ..errors import ParameterError

    if observations.is_vintage(text):
        return observations.last_day(text)
    raise ParameterError(f"{option} is '{text}', not a day; write it as 2026-12-31")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False))
@click.option("--from", "first", type=int, metavar="YEAR", help="The earlier year; default: the first of the file.")
@click.option("--to", "last", type=int, metavar="YEAR", help="The later year; default: the last of the file.")
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", show_default=True, help="Language.")
@click.option("-o", "--output", default="", metavar="OUT.csv", help="Every part in full precision goes there.")
def decompose(file, first, last, lang, output) -> None:
    """Split the growth of labour productivity by sector: a FILE, CSV or .xlsx, one row a year and sector, in any money.

    \b
    year,sector,value_added_current,value_added_constant,employed
    2010,farms,60,60,60
    2010,plants,140,140,40
    2010,product_taxes,20,20,
    2016,farms,90,60,50
    2016,plants,210,200,50
    2016,product_taxes,35,30,

    Three ways (shift-share; McMillan and Rodrik; Tang and Wang, with relative prices), each adding up exactly to the
    growth of value added per employed person; its constant prices are those of one fixed year. The rows product_taxes
    (taxes less subsidies on products) may be left out. OUT.csv has the columns method, sector, part, points.
    """
    from pathlib import Path
    from textwrap import wrap

    from ..errors import ParameterError
    from ..explore import own_table
    from ..series import sectors
    from ..words import telling

    source, target = Path(file), Path(output) if output else None
    if target and target.resolve() == source.resolve():
        raise ParameterError(f"-o {output} is the input itself; name another file")
    first, last, before, after, taxes = own_table.ends(own_table.read_sectors(source), source, first, last)
    found = sectors.in_all_ways(before, after, taxes or (0.0, 0.0))
    told = own_table.told(found, first, last, taxes)
    for line in wrap(" ".join(telling.tell("sectors.own_growth", lang, told)), 110):
        click.echo(line)
    for way in sectors.WAYS:
        click.echo("\n" + "\n".join(telling.table("sectors.own_table", lang, told, way).lines()))
    if target:
        own_table.parts(found).to_csv(target, index=False, lineterminator="\n")
        click.echo(target, err=True)


@click.command()
@click.argument("plan", type=click.Path(dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Check the plan and show what would run.")
@click.option("--resume", is_flag=True, help="Keep what is made of the same data, code, parameters and packages.")
@click.option("--force", is_flag=True, help="Make all anew.")
@click.option("--again", is_flag=True, help="Put new drafts in the place of published briefs too.")
@click.option("--workers", type=click.IntRange(1, 256), default=None, metavar="N", help="Runs at once; default: cores.")
@click.option("--cluster", default="", metavar="ADDRESS", help="Run on a Dask cluster: tcp://host:8786.")
@click.option("--cell-limit", type=float, default=600, show_default=True, metavar="SECONDS", help="Of one cell.")
@click.option("--run-limit", type=float, default=1800, show_default=True, metavar="SECONDS", help="Of one notebook.")
@click.option("--memory", type=float, default=0, metavar="GIB", help="Of one kernel; default: no limit.")
@click.option("--retries", type=int, default=1, show_default=True, help="Of a run whose kernel died.")
@folder
@click.option("--out", default="outputs", show_default=True, metavar="FOLDER", help="Where editions are written.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for machines.")
@click.option("--quiet", is_flag=True, help="Only failures and the summary.")
@click.pass_context
def run(context, plan, as_json, quiet, dry_run, **options) -> None:
    """Run every brief and notebook of a PLAN, a YAML file such as plans/annual.yml.

    The plan and all its parameters are checked before anything runs. What is finished appears at its place only when
    whole; --resume goes on after a stop. The page outputs/batch.html shows what ran and what failed. Exit code 0 means
    that everything is there, 1 that a run failed, 130 that it was stopped.
    """
    from . import together

    context.exit(together.run(plan, dry_run=dry_run, as_json=as_json, quiet=quiet, **options))


def renew_index(out: str, data_dir: str) -> list:
    """Write the front page and the pages of places anew; their paths. What is left out is said on the error stream."""
    from .. import paths
    from ..site import pages

    written, skipped = pages.write_index(paths.resolve(out), paths.resolve(data_dir))
    for fault in skipped:
        click.echo(f"left out of index.html: {fault}", err=True)
    return written


@click.command()
@folder
@click.option("--out", default="outputs", show_default=True, metavar="FOLDER", help="Where the briefs are.")
def index(data_dir, out) -> None:
    """Write the front page anew: outputs/index.html on all finished briefs, and a page for each place.

    The other commands do so themselves; this one is for briefs copied or removed by hand.
    """
    click.echo(renew_index(out, data_dir)[0])
