"""`cds data`: checked, built and looked at; your own folder, what differs, the data package, the yearly round."""

import json
from datetime import date
from pathlib import Path

import click

from .. import paths
from ..errors import SeriesError
from ..said import heading, language, number, said
from . import fetch, import_, shared, spoken

_json = click.option("--json", "as_json", is_flag=True, help="As JSON, for machines.")


@click.group()
def data() -> None:
    """Build, check and look at the data."""


def _dump(found) -> None:
    click.echo(json.dumps(found, ensure_ascii=False, indent=2, default=str))


@data.command()
@click.argument("folder", type=click.Path(file_okay=False))
@click.option("--base", default="data", show_default=True, metavar="FOLDER", help="The complete folder below it.")
def init(folder, base) -> None:
    """Make a FOLDER of your own, to be laid over the shipped data, which stay as they are.

    What you import or write there (raw.yml, raw files, sources.csv, aliases.csv, rows of other registers) is used
    together with the base by every command given --data FOLDER, or by all of them while CDS_DATA names it; --data goes
    before CDS_DATA. Its briefs go to FOLDER/outputs and are marked on every page. On a folder made earlier it notes the
    base as it is now.
    """
    from ..data import own_folder

    target = shared.typed(folder)
    new = own_folder.init(target, paths.from_root(shared.typed(base)).as_posix())
    click.echo(f"{target}: " + said("made; use it with --data or CDS_DATA" if new else "the present base is noted"))


@data.command("list")
@click.argument("province", default="")
@shared.day("--as-of", "as_of", "Only what was published by this day.")
@_json
@shared.data
def held(province, as_of, as_json, folder) -> None:
    """List what is held: a line an indicator and measure, with places, years, figures and the newest vintage.

    With a PROVINCE only what is held on it (a slug or a name; vn is the nation).
    """
    from ..data import known, observations, provinces

    rows = known.Known(folder, as_of).rows() if as_of else observations.load(folder)
    if province:
        rows = rows[rows["place"] == provinces.find(province, folder).slug]
    rows = rows.assign(year=rows["period"].str.extract(r"(\d{4})\D*$", expand=False))
    grouped = rows.groupby(["indicator", "measure"])
    table = grouped.agg(
        places=("place", "nunique"), first=("year", "min"), last=("year", "max"), figures=("value", "size")
    )
    table["newest"] = grouped["vintage"].max()
    table = table.fillna("").reset_index()
    if as_json:
        return _dump(table.to_dict("records"))
    names = shared.Names(folder)
    table["name"] = table["indicator"].map(names.indicator) + "; " + table["measure"].map(names.measure)
    click.echo(shared.table(table, index=False) if len(table) else said("nothing is held"))
    shared.remark(f"{len(rows):,} figures on {table['indicator'].nunique()} indicators")


@data.command()
@click.argument("words", nargs=-1)
@_json
@shared.data
def sources(words, as_json, folder) -> None:
    """List the documents with the number of their figures and of those used; WORDS narrow the list down.

    A document is listed if its id, publisher, title, remark and the body it quotes hold every one of WORDS, capitals
    aside. Beside its kind stands who is behind it: office, provincial, copy, quoting (a body) or other.
    """
    from ..data import observations, sources

    rows, table = observations.load(folder), sources.load(folder)
    counted = rows.groupby("source")["use"].agg(figures="size", used=lambda use: int(use.eq("yes").sum()))
    table = table.join(counted).fillna({"figures": 0, "used": 0}).astype({"figures": int, "used": int}).reset_index()
    text = table[["id", "publisher", "title", "quotes", "about"]].agg(" ".join, axis=1).str.lower()
    for word in words:
        table = table[text[table.index].str.contains(word.lower(), regex=False)]
    if as_json:
        return _dump(table.to_dict("records"))
    for row in table.sort_values(["figures", "id"], ascending=[False, True]).to_dict("records"):
        about = f"{row['published'] or '-'}  {heading(row['kind'])}, {heading(row['grade'])}"
        click.echo(f"{row['figures']:>6}{row['used']:>6}  {row['id']}  {about}")
        click.echo(f"{'':14}{row['publisher']}: {row['title']}")
        for more in filter(None, (row["quotes"], row["about"])):
            click.echo(f"{'':14}{more}")
        if row["address"]:
            click.echo(f"{'':14}{row['address']}")
    shared.remark(f"{len(table)} documents, {table['figures'].sum():,} figures, {table['used'].sum():,} used")


@data.command()
@click.argument("old")
@click.argument("new")
@click.option("--csv", "target", default="", metavar="FILE", help="Every figure that differs, old and new.")
@click.option("--rows", default=20, show_default=True, metavar="N", help="How many revised figures are printed.")
@_json
@shared.data
def diff(old, new, target, rows, as_json, folder) -> None:
    """What differs between OLD and NEW: two days of knowledge, or two data folders.

    \b
    cds data diff 2025-12-31 2026-06-30       what was published in between
    cds data diff data mine --csv moved.csv   what a folder of your own changes

    A figure is the newest print that is used of an indicator, place, border, period and measure. It is new, gone,
    revised (by more than the rounding of the coarser print) or regraded (the same value, preliminary before, final
    now).
    """
    from ..intake import difference

    found = difference.between(*(difference.state(text, folder, shared.opened) for text in (old, new)))
    if target:
        found.write(Path(target))
        click.echo(target, err=True)
    if as_json:
        return _dump(found.counts() | {"same": found.same, "figures": found.table.to_dict("records")})
    counts = [f"{number(n, ',')} {heading(kind)}" for kind, n in found.counts().items()]
    click.echo(", ".join([*counts, said(f"{found.same:,} as they were")]))
    names = shared.Names(folder)
    if len(found.table):
        labels = found.by_indicator().rename(index=lambda name: f"{names.indicator(name)} ({name})")
        click.echo("\n" + shared.table(labels))
    revised = found.table[found.table["kind"].isin(["revised", "gone"])]
    for row in revised.head(rows).to_dict("records"):
        now = f"{number(row['value_new'], ',.10g')} {names.unit(row['unit_new'])} ({row['source_new']})"
        now = heading("gone") if row["kind"] == "gone" else now
        what = f"{names.indicator(row['indicator'])} ({row['indicator']}), {row['place']} ({row['border']})"
        what = f"{what}, {row['period']}, {names.measure(row['measure'])} ({row['measure']})"
        click.echo(f"{what}: {number(row['value_old'], ',.10g')} -> {now}")
    if len(revised) > rows:
        click.echo(said(f"... and {len(revised) - rows:,} more: --rows, or --csv FILE"))


@data.command()
@click.argument("target", metavar="FOLDER", type=click.Path(file_okay=False, path_type=Path))
@shared.data
def export(target, folder) -> None:
    """Write all data as a Frictionless data package into a new FOLDER, so that others can use them without cds.

    It has CSV tables, datapackage.json (types, keys, units, licences, sources, missing values) and a README in
    Vietnamese and English. Texts that a spreadsheet would take for formulas get an apostrophe before them. A folder
    that holds anything is refused.
    """
    from ..intake import export

    for name, rows in export.export(folder, target).items():
        shared.remark(f"{target / name}.csv: {rows:,} rows")
    click.echo(target / "datapackage.json")


@data.command()
@click.argument("province", default="thai-nguyen")
@shared.day("--on", "day", "The day to judge by; default: today.")
@shared.day("--since", "since", "Tell what moved since; default: as of the last published brief.")
@spoken.option()
@click.option("--all", "everything", is_flag=True, help="Older preliminary figures and every indicator too.")
@_json
@shared.data
def status(province, day, since, lang, everything, as_json, folder) -> None:
    """What is due, late, preliminary or revised, for a PROVINCE and the nation.

    Releases are those of data/calendar.yml: who publishes what in which month, what to fetch and where. A release is
    late when its month is over and the table lacks its figures. Then come figures that are still preliminary or an
    estimate, what was revised since the last published brief (or a year ago), and how new the figures are.
    """
    from ..data import provinces
    from ..site import due as state
    from . import terminal

    found = state.of(folder, provinces.find(province, folder), day or date.today(), since=since)
    if as_json:
        return _dump(found.plain())
    shared.say(terminal.status(found, lang, everything))


@data.command()
@shared.data
def check(folder) -> None:
    """Check registers and raw files, and that observations.csv is what they give; silent if all is well."""
    from ..data import check, known
    from ..series import modelled, outlook

    check.sound(folder)
    for kept, command in ((modelled, "shares"), (outlook, "growth")):
        if kept.stale(known.newest(folder)):
            shared.remark(f"{kept.FILE} was fitted to other figures and is not used: run `cds data {command}`")


@data.command()
@shared.data
def build(folder) -> None:
    """Make data/observations.csv anew from data/raw; refuses, with a list of all faults, if there are any."""
    from ..data import build, check

    table = check.checked(folder)
    build.write(table, folder / "observations.csv")
    click.echo(said(f"{folder / 'observations.csv'}: {len(table):,} rows"))


@data.command()
@shared.data
def record(folder) -> None:
    """Make data/record.csv anew: what the methods said at earlier origins and whether it came true (three minutes)."""
    from ..data import build, own_folder
    from ..judging import statements

    table, path = statements.judge(folder), own_folder.own(folder) / "record.csv"
    build.write(table, path)
    click.echo(said(f"{path}: {len(table):,} statements"))


@data.command()
@shared.data
def shares(folder) -> None:
    """Make data/shares.parquet anew: draws of the digital economy's share of every unit (some minutes)."""
    from ..data import known, own_folder
    from ..series import modelled, unit_shares

    found, path = unit_shares.fit(known.newest(folder)), own_folder.own(folder) / modelled.FILE
    found.draws.to_parquet(path, compression="zstd")
    tau, sigma = found.sizes.mean(axis=0)
    shared.say(
        map(
            said,
            (
                f"{path}: {len(found.draws):,} draws, R-hat below {found.rhat:.4f}, effective {found.effective:,.0f}",
                f"levels spread by {tau:.2f}, yearly movement by {sigma:.3f} (logit)",
            ),
        )
    )


@data.command()
@shared.data
def growth(folder) -> None:
    """Make data/growth.npz anew: the panels of growth of all places, from which growth is forecast (a minute)."""
    from ..data import known, own_folder
    from ..series import outlook

    path = own_folder.own(folder) / outlook.FILE
    for name, found in outlook.keep(known.newest(folder), path).items():
        click.echo(said(f"{path}: {name}, {len(found.at)} draws, worth {found.effective:.0f} independent ones"))


@data.command()
@shared.data
def indicators(folder) -> None:
    """List the indicators: id, unit, name."""
    from ..data import indicators

    for about in indicators.load(folder).values():
        click.echo(f"{about.id:<46}{about.unit:<26}{about.name(language())}")


@data.command()
@click.argument("indicator")
@click.argument("province", default="")
@shared.data
def show(indicator, province, folder) -> None:
    """Show every figure of an INDICATOR, of one PROVINCE or of all, with measure, vintage and whether it is used.

    The grade says who stands behind the source: office, provincial, copy, quoting (a body) or other.
    """
    from ..data import indicators, observations, provinces, sources
    from ..words.spelling import lexicon

    indicators.get(indicator, folder)
    rows = observations.load(folder)
    rows = rows[rows["indicator"] == indicator]
    if province:
        rows = rows[rows["place"] == provinces.find(province, folder).slug]
    if rows.empty:
        raise SeriesError(f"{indicator}, {province}: no figure in the table; leave the province out to see who has one")
    rows = rows.join(sources.load(folder)["grade"], on="source")
    asked = "place border level period comparator value unit price_basis measure vintage status source grade use flags"
    if language() == "vi":  # what no option takes; ids stay, and are told below
        for column, group in {"level": "level", "status": "status", "grade": "source_grade", "use": "use"}.items():
            rows[column] = [lexicon()[group].get(cell, {"vi": cell})["vi"] for cell in rows[column]]
    click.echo(shared.table(rows[asked.split()], index=False))
    names = shared.Names(folder)
    for kind, label in (("measure", names.measure), ("unit", names.unit)):
        shared.remark(f"{heading(kind)}: {'; '.join(f'{name} = {label(name)}' for name in rows[kind].unique())}")


for command in (import_.import_file, import_.template, fetch.fetch):
    data.add_command(command)
