"""`cds forecast` and `cds decompose`: a table of one's own in, a table out."""

import sys
from pathlib import Path
from textwrap import wrap

import click

from .. import paths
from ..errors import ParameterError
from . import shared, spoken


def _other_than(file: Path, output: str) -> Path | None:
    """The file that a table goes to, if one is named."""
    if output and Path(output).resolve() == file.resolve():
        raise ParameterError(f"-o {output} is the input itself; name another file")
    return Path(output) if output else None


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--horizon", type=click.IntRange(1, 50), required=True, metavar="H", help="How many years ahead.")
@click.option(
    "--level", type=click.IntRange(50, 99), default=None, metavar="PERCENT", help="A further interval, such as 90."
)
@click.option(
    "--bounds", type=float, nargs=2, default=None, metavar="LOW HIGH", help="What no value can reach: 0 100 for shares."
)
@click.option("-o", "--output", default="", metavar="OUT.csv", help="Where the table goes; default: the screen.")
@click.option("--quiet", is_flag=True, help="No progress bar, no remarks.")
def forecast(file, horizon, level, bounds, output, quiet) -> None:
    """Forecast every series of a long table: a CSV or .xlsx FILE with the columns series, year, value, one row a year.

    Out come series, year, step, mean, lo80, hi80, lo95, hi95 (and the interval asked for with --level). All series of
    the file are read as one panel: how they move and how far forecasts erred is learnt from all of them. Series may
    differ in length, end in different years and have gaps; one of a single value gets the widest interval. A series
    without a value at or below zero is kept above zero; --bounds keeps all of them between two values.
    """
    from ..explore import own_table

    target = _other_than(file, output)
    if target and not target.parent.is_dir():
        raise ParameterError(f"-o {output}: no folder {target.parent}; make it first")
    if bounds and not bounds[0] < bounds[1]:
        raise ParameterError(f"--bounds {bounds[0]:g} {bounds[1]:g}: the first must be less than the second")
    table = own_table.read_series(file)
    years = table.groupby("series").size()
    if not quiet:
        shared.remark(f"{file}: {len(years):,} series of {years.min()} to {years.max()} values")
    within = bounds or (float("-inf"), float("inf"))
    found = own_table.ahead(table, horizon, bounds=within, progress=not quiet and sys.stderr.isatty())
    text = found.table(tuple(sorted({80, 95, level or 80}))).to_csv(index=False, float_format="%.10g")
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
    from ..explore import own_table
    from ..series import sectors
    from ..words import telling

    target = _other_than(file, output)
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
