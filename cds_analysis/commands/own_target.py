"""`cds target add`: a target of one's own, with the words it takes offered."""

import click

from ..data.vocabulary import BASES, ORIGINS, PERIODS, TARGET_LEVELS
from ..errors import ParameterError
from ..said import language, said
from . import shared, spoken

COMPARATORS = {"at-least": ">=", "at-most": "<=", "about": "~", "equal": "=", "more-than": ">", "less-than": "<"}


@click.group()
def target() -> None:
    """Targets of your own."""


class _WithIndicators(click.Command):
    """Its help ends with the indicators of the shipped data."""

    def format_epilog(self, context, formatter) -> None:
        from .. import paths
        from ..data import indicators

        found = indicators.load(paths.resolve(paths.DATA)).values()
        with formatter.section(said("Indicators, units")):
            formatter.write_dl([(about.id, f"{about.unit}: {about.name(language())}") for about in found])


def _one_of(words):
    return click.Choice(list(words))


@target.command(cls=_WithIndicators)
@click.argument("place", metavar="PROVINCE")
@click.option("--indicator", default="", metavar="ID", help="Of the list below.")
@click.option("--basis", type=_one_of(BASES), help="How it is read.")
@click.option("--comparator", type=_one_of(COMPARATORS), help="What is asked of the value; default: at-least.")
@click.option("--value", default="", metavar="NUMBER", help="With a decimal point.")
@click.option("--unit", default="", metavar="ID", help="Of units.csv; default: that of the indicator.")
@click.option("--since", default="", metavar="YEAR", help="The first year of a period.")
@click.option("--by", default="", metavar="YEAR", help="The year, or the last of a period.")
@click.option("--origin", type=_one_of(ORIGINS), help="Where it was set; other-province: any other document.")
@click.option("--border", default="", metavar="pre-2025|2025", help="Of the unit that set it; default: the newest.")
@click.option("--level", type=_one_of(TARGET_LEVELS), help="Of government; default: province, of vn national.")
@click.option("--decision", default="", help="The document that sets it, as a brief is to name it.")
@click.option("--where", default="", help="Article or page.")
@click.option("--decided", default="", metavar="DAY", help="Default: not known, it counts in a view of all data alone.")
@click.option("--source", default="", metavar="ID", help="Of sources.csv; default: typed in by yourself.")
@click.option("--name", default="", help="Another name than that of the indicator.")
@shared.data_option("own_folder", shared.unmerged)
@spoken.option()
@click.pass_context
def add(context, own_folder, lang, decision, name, **given) -> None:
    """Add a target of a PROVINCE to a folder of your own, and print where it stands.

    What is not given is asked for on a terminal. The row goes into targets.csv of the folder that --data or CDS_DATA
    names (`cds data init mine`, then --data mine); a brief made of that folder counts it and is marked on every page.

    \b
    by_year     a level reached by the year --by
    in_year     the figure of the year --by alone
    each_year   every year from --since to --by; lost with the first miss
    average     the mean yearly rate from --since to --by
    cumulative  the sum of the years from --since to --by
    """
    from ..data import targets
    from ..intake import commit, own_target

    if not shared.given(context, "own_folder"):
        raise ParameterError(f"targets of your own do not go into the shipped {own_folder}; {shared.OWN}")
    merged = shared.opened(own_folder)
    _ask_for_the_rest(given, merged)
    given["comparator"] = COMPARATORS[given["comparator"] or "at-least"]
    row = own_target.completed(given | {"decision": decision, "name": name}, merged)
    if row["id"] in {goal.id for goal in targets.load(merged)}:
        click.echo(said("This target is there already; nothing to do."))
    else:
        written = commit.targets([row], own_folder)
        click.echo(f"{said(shared.named(own_folder))}: {', '.join(path.name for path in written)}")
    click.echo("  " + ", ".join(f"{column} {value}" for column, value in row.items() if value))
    shared.say(_stands(row, shared.opened(own_folder), lang))


def _ask_for_the_rest(given: dict, merged) -> None:
    """Fill in on the terminal what a target cannot be without.

    Raises:
        ParameterError: Something is missing and nobody can be asked.
    """
    needed = ["indicator", "basis", "value", "by", "origin"]
    if lacking := [name for name in needed if not given[name]]:
        if not shared.at_terminal():
            told = ", ".join(f"--{name}" for name in lacking)
            raise ParameterError(f"{told} not given; `cds target add --help` lists what they take")
        if "indicator" in lacking:
            given["indicator"] = _indicator(merged)
        choices = {"basis": BASES, "origin": ORIGINS}
        for name in [name for name in lacking if name != "indicator"]:
            given[name] = click.prompt(f"--{name}", type=_one_of(choices[name]) if name in choices else str)
        if not given["comparator"]:
            given["comparator"] = click.prompt("--comparator", type=_one_of(COMPARATORS), default="at-least")
    if given["basis"] in PERIODS and not given["since"] and shared.at_terminal():
        given["since"] = click.prompt("--since")


def _indicator(merged) -> str:
    """The id of an indicator, found by a word of its id or name."""
    from ..data import indicators

    register = indicators.load(merged)
    asked = said("--indicator (an id, or a word of its name)")
    while (typed := click.prompt(asked)) not in register:
        for about in register.values():
            if typed.lower() in f"{about.id} {about.name_vi} {about.name_en}".lower():
                click.echo(f"  {about.id}  {about.unit}  {about.name(language())}")
    return typed


def _stands(row: dict, merged, lang: str):
    """The verdict on a new target as `cds targets` prints it, or why no brief counts it."""
    from ..findings.owners import of_brief
    from ..findings.targets import Targets
    from ..study import open_study
    from . import terminal

    study = open_study(row["place"], border=row["border"], lang=lang, data_dir=str(merged))
    goal = study.goals[row["id"]]
    yield from terminal.entries(Targets(study, "own", [study.judge(goal)], closed=False).records, lang)
    if row["id"] not in {verdict.target.id for verdict in of_brief(study)}:
        yield said(f"not counted in the brief of {study.edition}: of the congress it has the targets from that year on")
