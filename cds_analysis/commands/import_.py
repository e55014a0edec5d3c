"""`cds data import` and `cds data template`; heavy libraries are imported by the commands that need them."""

import re
from pathlib import Path

import click

from ..errors import ParameterError
from ..said import heading, language, number, said
from . import shared

SHOWN = 4  # rows of each kind of news


def _pairs(texts: tuple[str, ...]) -> dict[str, str]:
    if wrong := next((text for text in texts if "=" not in text), ""):
        raise ParameterError(f"--pick is '{wrong}'; write DIMENSION=LABEL")
    return dict(text.split("=", 1) for text in texts)


@click.command("import")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--indicator", default="", metavar="ID", help="If the file does not tell.")
@click.option("--measure", default="", metavar="ID", help="Who counts, by which definition.")
@click.option("--unit", default="", metavar="ID", help="If the file does not tell.")
@click.option("--price-basis", default="", metavar="BASIS", help="current, constant-2010, constant-1994, none.")
@click.option("--border", default="", metavar="pre-2025|2025", help="63 old or 34 new units.")
@click.option("--pick", multiple=True, metavar="DIMENSION=LABEL", help="Keep one label of a dimension.")
@click.option("--source", default="", metavar="ID", help="Of sources.csv, or the id of a new one.")
@click.option("--publisher", default="", help="Of a new source.")
@click.option("--title", default="", help="Of a new source.")
@click.option("--address", default="", help="Of a new source.")
@click.option("--published", default="", metavar="DAY", help="Of a new source.")
@click.option("--source-kind", default="", metavar="KIND", help="Of a new source: statistics_office, ministry, ...")
@click.option("--vintage", default="", metavar="DAY", help="Day of publication, if not that of the source.")
@shared.day("--accessed", "accessed", "The day the file was received; default: today.")
@click.option("--mapping", default=None, type=click.Path(dir_okay=False), help="What labels mean: YAML.")
@shared.data_option("own_folder", shared.unmerged)
@click.option("--yes", is_flag=True, help="Write, without a question.")
@click.pass_context
def import_file(context, file, own_folder, mapping, source, vintage, accessed, yes, pick, source_kind, **asked) -> None:
    """Bring a FILE as its publisher hands it out into the data; shows first what it would do.

    Places, years, unit, border, measure and indicator are read off the file where it names them, and asked for where
    it does not; so are words that may say a part or no outcome, and figures far from those held. No option overrules
    what the file says (docs/files.md); what is left out is listed. Nothing is written without --yes or an answer on
    the terminal; then raw file, hash, source and rows are written in one go, or not at all: into a folder of your own
    where --data or CDS_DATA names one (`cds data init mine`, then --data mine). The shipped data take --data data, or
    two answers. An earlier vintage is never overwritten. Exit code 1: something is open.
    """
    from ..intake import commit, propose
    from ..intake.mapping import Asked

    unnamed = not shared.given(context, "own_folder")
    if unnamed and yes:
        raise ParameterError(f"--yes alone would write into the shipped {own_folder}; {shared.OWN}")
    details = {name: asked.pop(name) for name in ("publisher", "title", "address", "published")} | {"kind": source_kind}
    commit.settle(own_folder)
    proposal = propose.propose(
        file,
        folder := shared.opened(own_folder),
        asked=Asked(**asked, pick=_pairs(pick)),
        mapping_file=Path(mapping) if mapping else None,
        source=source,
        details=details,
        vintage=vintage,
        today=accessed,
    )
    if unnamed and len(proposal.incoming.targets):
        raise ParameterError(f"targets of your own do not go into the shipped {own_folder}; {shared.OWN}")
    shared.say(told(proposal, folder))
    if proposal.nothing:
        click.echo(said("\nEvery target is there already; nothing to do."))
        return
    click.echo(said(f"\nIt goes into {shared.named(own_folder)}"))
    if proposal.already:
        return
    if proposal.faults:
        context.exit(1)
    if not yes and not (shared.at_terminal() and click.confirm(said("\nWrite this into the data?")) and _sure(unnamed)):
        how = f"{shared.OWN}, then" if unnamed else "add"
        click.echo(said(f"\nNothing is written (a dry run); to write: {how} --yes"))
        return
    shared.say(["", *map(said, commit.write(proposal, own_folder))])


def _sure(shipped: bool) -> bool:
    """Asked a second time where it is the shipped data that would change and nobody named them."""
    return not shipped or click.confirm(
        said(f"These are the shipped data, which others rely on ({shared.OWN}). Go on?")
    )


def told(proposal, folder: Path):
    """What an import would do, line by line, in the reader's language."""
    from ..intake import propose, words

    names = shared.Names(folder)
    read, understood = proposal.incoming, proposal.understood
    kind = heading(read.kind)
    yield said(f"{words.tidy(read.path.name)}: {kind}, {understood.figures:,} figures, {understood.missing:,} missing")
    for what in ("title", "unit", "source", "updated"):
        if text := getattr(read, what):
            yield f"  {heading(what):<9} {text[:100]}"
    if understood.roles:
        yield said("\nUnderstood")
    for role in understood.roles:
        counted = said(f"{role.known} of {role.labels} labels") + "; " if role.dimension else ""
        name, _, value = role.role.partition(" = ")
        taken = heading(name) + (value and f" = {value}")
        yield f"  {role.dimension[:30] or said('(whole file)'):<31}-> {taken:<22} {counted}{said(role.why)[:90]}"
    yield from (f"  {said(remark)}" for remark in read.told)
    if (record := proposal.source) and propose.ID.fullmatch(record.id):
        new = said("new source") if record.new else heading("source")
        yield f"  {new} {record.id}: {record.publisher}, {record.title} ({record.published}); {heading(record.kind)}"
        if proposal.vintage:
            yield said(f"  vintage {proposal.vintage}")
    if proposal.beside:
        yield said(f"  {proposal.beside}")
    rows = proposal.rows
    if len(rows):
        years = sorted(rows["period"].unique())
        borders = ", ".join(sorted(rows["border"].unique()))
        yield said(f"  {rows['place'].nunique()} places ({borders}), {len(years)} periods ({years[0]} to {years[-1]})")
    if understood.left:
        yield said("\nLeft out")
        for label, count, why in understood.left[:12]:
            yield f"  {label[:60]}: " + said(f"{count:,} figures; {why}")
        if len(understood.left) > 12:
            yield said(f"  ... and {len(understood.left) - 12:,} more labels")
    if proposal.already:
        yield said(f"\nThis very file is in already: {proposal.already}; nothing to do.")
    elif proposal.faults:
        yield said("\nOpen: nothing can be written before this is settled")
        yield from (f"  {said(fault)}" for fault in proposal.faults[:12])
        if len(proposal.faults) > 12:
            yield said(f"  ... and {len(proposal.faults) - 12:,} more")
    else:
        yield from _news(proposal, names)
        yield from _targets(proposal, folder)


NEWS = {"unchanged": "as held", "earlier": "other than held, but of an earlier vintage (kept beside it)"}


def _news(proposal, names: shared.Names):
    """How the figures compare with what the data hold."""
    if len(proposal.rows):
        yield said("\nAgainst the data")
    for news, count in proposal.counts().items():
        if not count:
            continue
        yield f"  {number(count, ','):>9} {said(NEWS[news]) if news in NEWS else heading(news)}"
        part = proposal.rows[proposal.rows["news"] == news]
        for row in part.head(SHOWN).itertuples():
            before = f", held {row.held:.12g} ({row.held_vintage or 'no vintage'})" if news != "new" else ""
            what = f"{names.indicator(row.indicator)} ({row.indicator}), {row.place}, {row.period}"
            value = f"{number(row.value)} {names.unit(row.unit)} ({heading(row.status)})"
            yield f"            {what}: {value}{said(before)}"
        if count > SHOWN:
            yield said(f"            ... and {count - SHOWN:,} more")


def _targets(proposal, folder: Path):
    """The targets of a form, as `cds targets` says what one asks, and whether each is held already."""
    from ..data import indicators, provinces, targets
    from ..words import spelling, telling

    if proposal.targets:
        yield said("\nTargets")
    lang, units = language(), indicators.units(folder)
    for goal in targets.of_rows(proposal.targets, folder):
        news = said("as held") if goal.id in proposal.there else heading("new")
        place = provinces.find(goal.place, folder, goal.border).name(lang)
        what = f"{goal.name(lang)} ({goal.indicator.id}), {place} ({spelling.word('border', goal.border, lang)})"
        asks = telling.text("targets.asks", lang, {"units": units}, goal)
        yield f"  {news:>9} {what}: {asks}; {spelling.word('origin', goal.origin, lang)}"


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="INDICATOR...")
@click.option("--border", default="2025", show_default=True, metavar="pre-2025|2025", help="63 old or 34 new units.")
@click.option("--years", default="", metavar="YEARS", help="2024,2025 or 2020-2025; default: the newest of the data.")
@click.option("--measure", default="", metavar="ID", help="Filled in for all rows.")
@click.option("--out", default="", metavar="FILE", help="Default: bieu-nhap-so-lieu.xlsx in the working folder.")
@shared.data
def template(names, border, years, measure, out, folder) -> None:
    """Write an Excel file to fill in for one or several INDICATORs, which `cds data import` reads without questions."""
    from ..intake import template as form

    target = Path(out or "bieu-nhap-so-lieu.xlsx")
    if target.suffix.lower() != ".xlsx":
        raise ParameterError(f"--out is '{out}'; a template is an .xlsx file")
    if target.exists():
        raise ParameterError(f"{target} is there already, perhaps filled in; name another with --out")
    click.echo(form.write(names, target, folder, border=border, years=_years(years), measure=measure))


def _years(text: str) -> list[int]:
    """The years of 2024,2025 or 2020-2025."""
    years = []
    if match := re.fullmatch(r"(\d{4})-(\d{4})", text):
        years = list(range(int(match[1]), int(match[2]) + 1))
    elif re.fullmatch(r"\d{4}(,\d{4})*", text):
        years = [int(year) for year in text.split(",")]
    if text and not all(1900 <= year <= 2100 for year in years or [0]):
        raise ParameterError(f"--years is '{text}'; write 2025, or 2024,2025, or 2020-2025")
    return years
