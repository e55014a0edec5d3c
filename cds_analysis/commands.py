"""Commands on a user's own table; heavy libraries are imported by those that need them, as in `__main__`."""

import click


@click.command()
@click.argument("file", type=click.Path(dir_okay=False))
@click.option("--from", "first", type=int, metavar="YEAR", help="The earlier year; default: the first of the file.")
@click.option("--to", "last", type=int, metavar="YEAR", help="The later year; default: the last of the file.")
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", show_default=True, help="Language.")
@click.option("-o", "--output", default="", metavar="OUT.csv", help="Every part in full precision goes there.")
def decompose(file, first, last, lang, output) -> None:
    """Split the growth of labour productivity by sector: a CSV FILE, one row a year and sector, in any money unit.

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

    from . import decompose as ways
    from . import sectortable, tables, wording
    from .errors import ParameterError

    source, target = Path(file), Path(output) if output else None
    if target and target.resolve() == source.resolve():
        raise ParameterError(f"-o {output} is the input itself; name another file")
    first, last, before, after, taxes = sectortable.ends(sectortable.read(source), source, first, last)
    found = ways.in_all_ways(before, after, taxes or (0.0, 0.0))
    for line in wrap(" ".join(wording.own_sectors(found, first, last, taxes is not None, lang)), 110):
        click.echo(line)
    for table in tables.own_sectors(found, lang):
        click.echo("\n" + "\n".join(table.lines()))
    if target:
        sectortable.long(found).to_csv(target, index=False, lineterminator="\n")
        click.echo(target, err=True)
