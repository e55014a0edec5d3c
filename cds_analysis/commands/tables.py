"""`cds forecast` and `cds decompose`: a table of one's own in, a table out."""

import sys
from pathlib import Path
from textwrap import wrap

import click

from .. import paths
from ..data.vocabulary import KINDS
from ..errors import ParameterError
from ..said import language, said
from . import shared, spoken


def _written(file: Path, output: str) -> Path | None:
    """The file that a table goes to, if one is named; input and folder are looked for before anything is loaded."""
    if not file.is_file():
        raise ParameterError(f"{file}: no such file")
    if output and Path(output).resolve() == file.resolve():
        raise ParameterError(f"-o {output} is the input itself; name another file")
    if output and not Path(output).absolute().parent.is_dir():
        raise ParameterError(f"-o {output}: no folder {Path(output).parent}; make it first")
    return Path(output) if output else None


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--horizon", type=click.IntRange(1, 50), required=True, metavar="H", help="How many years ahead.")
@click.option(
    "--kind",
    type=click.Choice(KINDS),
    help="What the figures are; default: as recognised, and told.",
)
@click.option(
    "--level", type=click.IntRange(50, 99), default=None, metavar="PERCENT", help="A further interval, such as 90."
)
@click.option("--bounds", type=float, nargs=2, default=None, metavar="LOW HIGH", help="What no level can reach.")
@click.option("-o", "--output", default="", metavar="OUT.csv", help="Where the table goes; default: the screen.")
@click.option("--quiet", is_flag=True, help="No progress bar, no trial on the past; what was recognised is still told.")
def forecast(file, horizon, kind, level, bounds, output, quiet) -> None:
    """Forecast every series of a long table: a CSV or .xlsx FILE with the columns series, year, value, one row a year.

    The columns may be called chuỗi, năm, giá trị; CSV as a Vietnamese Excel saves it (semicolons, decimal commas) is
    read as in an import, and a figure that may mean thousands or decimals is asked about. Out come series, year, step,
    median, low80, high80, low95, high95 (and the interval asked for with --level).

    What the figures are decides how they go on. A level moves by steps, may grow on, and stays above zero where all of
    its series is; levels are read as one panel, so that how they move and how far forecasts erred is learnt from all of
    them. A rate (growth, in percent) comes back to the mean of its newest eight figures and is never compounded; it
    needs four. A share stays between 0 and 100, a count is whole and not below 0. Without --kind rates and shares are
    recognised by the name of a series, a figure below zero, and size; what a series was taken for is told on the error
    stream, and asked on a terminal where its name does not tell. --bounds keeps levels between two values.

    Beside it stands how the file's own past would have been forecast: the error of the method in units of that of the
    last value left as it is, and the same of another method, over how many years; from fewer than ten it is weak.

    Series may differ in length, end in different years and have gaps; a level of a single value gets the widest
    interval.
    """
    target = _written(file, output)
    if bounds and not bounds[0] < bounds[1]:
        raise ParameterError(f"--bounds {bounds[0]:g} {bounds[1]:g}: the first must be less than the second")
    if bounds and kind not in (None, "level"):
        raise ParameterError(f"--bounds is for levels; leave it out for --kind {kind}")
    from ..explore import own_forecast, own_series, own_table

    table, kind = own_table.read_series(file), "level" if bounds else kind
    years, person = table.groupby("series").size(), not quiet and shared.at_terminal() and sys.stderr.isatty()
    if not quiet:
        values = f"{years.min()} to {years.max()}" if years.min() < years.max() else f"{years.max()}"
        shared.remark(f"{file}: {len(years):,} series of {values} values")
    taken = {} if kind else own_forecast.kinds_of(table)
    kinds = dict.fromkeys(years.index, kind) if kind else {name: of for name, (of, _) in taken.items()}
    unsure = [name for name, told in taken.items() if told[1] != "name" and told != ("level", "size")]
    if person and unsure:
        asked = f"What are the figures of {', '.join(unsure[:3])}{', ...' if len(unsure) > 3 else ''}"
        chosen = click.prompt(said(asked), type=click.Choice(KINDS), default=kinds[unsure[0]], err=True)
        kinds |= dict.fromkeys(unsure, chosen)
        taken = {name: told for name, told in taken.items() if name not in unsure}
    within = bounds or (float("-inf"), float("inf"))
    found = own_forecast.ahead(table, horizon, kinds, bounds=within, progress=not quiet and sys.stderr.isatty())
    record = None if quiet else own_forecast.record(table, horizon, kinds, within)
    for line in own_series.remarks(taken, record, language()):
        shared.remark(line)
    text = found.to_frame(tuple(sorted({80, 95, level or 80}))).to_csv(index=False, float_format="%.10g")
    if target is None:
        click.echo(text, nl=False)
        return
    with paths.whole(target) as part:
        part.write_text(text, encoding="utf-8")
    click.echo(target)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--from", "first", type=int, metavar="YEAR", help="The earlier year; default: the first of the file.")
@click.option("--to", "last", type=int, metavar="YEAR", help="The later year; default: the last of the file.")
@spoken.option()
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
    target = _written(file, output)
    from ..explore import own_table
    from ..series import sectors
    from ..words import telling

    first, last, before, after, taxes = own_table.ends(own_table.read_sectors(file), file, first, last)
    found = sectors.in_all_ways(before, after, taxes or (0.0, 0.0))
    told = own_table.told(found, first, last, taxes)
    shared.say(wrap(" ".join(telling.tell("sectors.own_growth", lang, told)), shared.WIDTH))
    for way in sectors.WAYS:
        click.echo("\n" + "\n".join(telling.table("sectors.own_table", lang, told, way).lines()))
    if target:
        with paths.whole(target) as part:
            own_table.parts(found).to_csv(part, index=False, lineterminator="\n")
        click.echo(target, err=True)
