"""`cds advise`: what level to set."""

from pathlib import Path
from textwrap import wrap

import click

from .. import paths
from ..errors import ModelError, ParameterError
from . import shared, spoken


@click.command()
@click.argument("province")
@click.argument("indicator")
@click.option("--year", type=int, default=2030, show_default=True, metavar="YEAR", help="The year to set a level for.")
@click.option("--level", type=float, metavar="X", help="A level of your own, in the unit of the indicator.")
@click.option("--as-of", default="", metavar="DAY", help="Use only what was published by this day (2023-12-31).")
@click.option("--border", default="", metavar="pre-2025|2025", help="63 old or 34 new units; default: by --as-of.")
@spoken.option()
@click.option("-o", "--output", default="", metavar="OUT.csv", help="Every level in full precision goes there.")
@shared.folder
def advise(province, indicator, year, level, output, **asked) -> None:
    """Advise on a target: levels of an INDICATOR of a PROVINCE for a year, and what each takes.

    \b
    cds advise thai-nguyen digital_economy_share --year 2030 --level 40
    cds advise ha-noi grdp_growth --year 2028

    Out come the levels with a chance of 90, 50 and 10 %, those that targets ask for the year and your own: the first
    year with an even chance, and what it takes a year beyond the middle of the forecast. Growth is asked on average
    from the first year ahead. For the digital economy's share: value added in money, and how far core industries or
    the others would have to move. The forecast is the one of the briefs; how often levels of even chance were reached
    in the past is told. `cds data indicators` lists indicators.
    """
    from .. import findings
    from ..study import open_study

    study = open_study(province, **asked)
    study.known.indicator(indicator)  # an unknown one is refused before anything else
    if not study.edition <= year <= study.edition + 30:
        raise ParameterError(f"--year is {year}; use a year from {study.edition} to {study.edition + 30}")
    if year > study.horizon:
        study = open_study(province, **asked, horizon=year)
    found = findings.advice(study, indicator, year, level)
    if refusal := found.parts["advice"]["refusal"]:
        raise ModelError(refusal)
    shared.say(wrap(" ".join(found.sentences("levels", "asked")), shared.WIDTH))
    for name in ("rows", "share_rows"):
        if table := found.table(name):
            shared.say(["", *table.lines()])
    shared.say(["", *wrap(" ".join(found.sentences("means", "past")), shared.WIDTH)])
    if output:
        with paths.whole(Path(output)) as part:
            found.frame.to_csv(part, index=False)
        click.echo(output, err=True)
