"""The command `cds`. Heavy libraries are imported by the commands that need them, so that help is quick."""

import sys
from datetime import date
from pathlib import Path

import click

from .. import __version__
from ..errors import CdsError, ParameterError
from ..said import heading, language, number, said, use
from . import advise, notebook, own_target, process, run, shared, spoken, tables, targets
from .data import data


class _Group(click.Group):
    """Errors of this package are printed as one message, without a traceback, with exit code 2."""

    def main(self, *args, **options):
        process.open_streams()
        use("")
        return super().main(*args, **options)

    def invoke(self, context: click.Context):
        try:
            with process.stoppable(context.meta):
                return super().invoke(context)
        except KeyboardInterrupt:
            click.echo("cds: stopped", err=True)
            context.exit(context.meta.get(process.STOP, 130))
        except BrokenPipeError:  # the reader of a pipe had enough
            sys.stdout = None
            context.exit(0)
        except (CdsError, OSError) as error:
            click.echo(f"cds: {said(error)}", err=True)
            context.exit(2)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": shared.WIDTH})
@click.version_option(__version__, prog_name="cds")
@spoken.option(
    "Language: vi or en; default: that of the locale.", envvar="CDS_LANG", show_envvar=True, expose_value=False
)
def main() -> None:
    """Where do Viet Nam's provinces stand with digital transformation, will they get there, how sure can we be?"""


@main.command()
@shared.of_a_place
@click.option("--lang", default="vi,en", show_default=True, help="Languages, separated by commas.")
@click.option(
    "--format",
    "formats",
    default="html",
    show_default=True,
    help="Of html, pdf, docx, xlsx, card.pdf and card.png (a card of A5), slides.pdf, with commas.",
)
@click.option("--letterhead", default="", metavar="FILE", help="Of the issuing body: Vietnamese PDF, DOCX.")
@click.option("--notebook", default="09_annual_brief", metavar="NAME", help="Another notebook, also one's own.")
@click.option("--dry-run", is_flag=True, help="Check all that is asked, and the notebook; run nothing.")
@shared.folder
@shared.out("Where editions are written.")
@click.option("--again", is_flag=True, help="Put a new draft in the place of a published brief.")
@click.option("--quiet", is_flag=True, help="No progress bar, only the paths written.")
def brief(lang, formats, dry_run, again, data_dir, out, quiet, **asked) -> None:
    """Write the annual brief of a PROVINCE (a slug or a name; default thai-nguyen).

    The brief goes to outputs/EDITION/PROVINCE/ as brief.vi.html and brief.en.html (or .pdf, .docx, .xlsx), with
    results.json (every number a sentence states) and run.json (parameters, hashes, versions). A brief of the same name
    is written anew; a published one stays, and --again puts a draft in its place. What a researcher writes to
    notes.vi.md or notes.en.md beside it comes before the sources, in every format, with pictures that lie there.

    A letterhead gives the Vietnamese PDF and Word file the parts of an official report after Decree 30/2020/NĐ-CP:
    docs/letterhead.example.yml. A page on the web and a workbook never carry it.

    With --notebook another notebook is run in the place of the brief, its pages are called NAME.vi.html and so on; one
    of your own (cds new-notebook NAME) is checked first, and told by the cell where it lacks what a run needs.
    """
    from ..batch import briefs
    from ..study import LANGUAGES

    languages, kinds = ([part.strip() for part in text.split(",") if part.strip()] for text in (lang, formats))
    if not languages or set(languages) - set(LANGUAGES):
        raise ParameterError(f"--lang is '{lang}'; use vi, en or vi,en")
    asked |= {"languages": languages, "formats": kinds, "data_dir": data_dir, "out": out}
    if dry_run:
        shared.say([briefs.planned(**asked)[0].line])
        return
    written = briefs.make(
        **asked,
        again=again,
        progress=not quiet and sys.stderr.isatty(),
        say=(lambda text: None) if quiet else shared.remark,
        stays=shared.remark,
    )
    shared.say(written)
    shared.renew_index(out, data_dir)


@main.command()
@click.argument("edition", type=int)
@click.argument("province", default="thai-nguyen")
@click.option("--border", default="", metavar="pre-2025|2025", help="63 old or 34 new units; default: valid now.")
@click.option("--on", "day", default="", metavar="DAY", help="The day of publication; default: today.")
@shared.folder
@shared.out("Where the brief is.")
@click.option("--letterhead", default="", metavar="FILE", help="That of the draft, number and date filled in.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--dry-run", is_flag=True, help="Show what would be written; write nothing.")
@click.option("--undo", is_flag=True, help="Make a brief published by mistake a draft again.")
def publish(edition, province, day, data_dir, yes, dry_run, undo, **asked) -> None:
    """Make the brief of an EDITION for a PROVINCE a published one.

    Its draft mark goes, and what it says of years to come (intervals, probabilities) is appended to data/ledger.csv,
    which is committed and never changed: `cds ledger` holds it against the figures as they arrive. Drafts never touch
    it. All this is shown first, and asked about.

    A slip can be undone (--undo) as long as nothing rests on it: no later brief of the place is published, and its rows
    are not committed to git (where git does not keep the ledger: on the same day). The pages get their draft mark
    again; after that the rows stay for good.
    """
    from ..batch import briefs

    try:
        on = date.fromisoformat(day) if day else date.today()
    except ValueError:
        raise ParameterError(f"--on is '{day}', not a day; write it as 2026-11-30") from None
    asked |= {"edition": edition, "province": province, "data_dir": data_dir}
    if undo:
        pages, lost = briefs.unpublish(**asked)
        shared.say(pages)
        shared.remark(f"a draft again; {lost} entries taken out of ledger.csv")
        shared.renew_index(asked["out"], data_dir)
        return
    found = briefs.publication(**asked, day=on)
    shared.remark(f"published on {on}, without the draft mark from then on:")
    shared.say(found.pages)
    shared.remark(f"{len(found.said)} entries for ledger.csv, which stay for good:")
    for row in found.said if dry_run else ():
        ends = [number(row[name], ".3g") for name in ("low", "high", "probability") if name in row]
        what = row.get("target") or row["indicator"]
        shared.remark(f"  {row['year']} {heading(row['kind'])} {what}: {'–'.join(ends)}")
    if dry_run:
        shared.remark("nothing is written (a dry run)")
    elif yes or (shared.at_terminal() and click.confirm(said("Publish it?"), err=True)):
        found.write(asked["out"])
        shared.remark("published; commit ledger.csv. Until then a slip can be undone: --undo")
        shared.renew_index(asked["out"], data_dir)
    else:
        shared.remark("nothing is published; add --yes to publish")


_where = click.option(
    "--data",
    "data_dir",
    default="",
    metavar="FOLDER",
    callback=lambda context, parameter, text: text and str(shared.typed(text)),
    help="Where its data lie; default: where they lay.",
)


@main.command()
@click.argument("brief", type=click.Path(exists=True, path_type=Path))
@_where
@click.option("--letterhead", default="", metavar="FILE", help="That of the brief's Vietnamese PDF and Word file.")
@click.option("--quiet", is_flag=True, help="Only what differs.")
@click.pass_context
def verify(context, brief, quiet, **asked) -> None:
    """Whether a BRIEF (its folder, or a page in it) follows from what its run.json names.

    It is made anew in a folder of its own, offline, and compared file by file: printed are the files of data and code
    and the packages that are not those it was made of, the files of the brief that would be others, and of results.json
    the keys, of a page the numbers and sentences that differ. Exit code 0: it follows. 1: it does not. 2: it cannot be
    judged, for it was made of other data, code or packages than are here; what differs is told all the same.
    """
    from ..batch import verifying

    told = verifying.verify(brief, **asked, say=(lambda text: None) if quiet else shared.remark)
    shared.say(map(said, told.lines()))
    context.exit(told.verdict)


@main.command("export-crate")
@click.argument("brief", type=click.Path(exists=True, path_type=Path))
@click.option("-o", "target", type=click.Path(dir_okay=False, path_type=Path), help="Default: beside the folder.")
def export_crate(brief, target) -> None:
    """A published BRIEF (its folder, or a page in it) as one zip file for an archive: an RO-Crate.

    It holds the pages, the notebook, results.json and run.json, and an account for machines of data, code, sources
    cited and the day of publication (ro-crate-metadata.json).
    """
    from ..batch import crate

    click.echo(crate.export(brief, target))


@main.command()
@click.argument("old", type=click.Path(file_okay=False, path_type=Path))
@click.argument("new", type=click.Path(file_okay=False, path_type=Path))
@_where
def changed(old, new, data_dir) -> None:
    """What changed between two briefs of a place: OLD and NEW are their folders (outputs/2025/thai-nguyen).

    Each moved number is split into method, later prints of the same figures, new figures, and border, in this order;
    the parts add up as printed. The pages changed.vi.html and changed.en.html go beside the newer brief.
    """
    from ..batch import briefs, jobs

    data_dir = data_dir or jobs.data_of(jobs.record_of(new), new)
    shared.say(briefs.changed(old, new, data_dir=data_dir))
    if (outputs := new.resolve().parent.parent).joinpath("index.html").is_file():  # a folder that has such a page
        shared.renew_index(str(outputs), data_dir)


@main.command("ledger")
@click.option("--as-of", default="", metavar="DAY", help="Score with what was published by this day; default: all.")
@shared.data
def show_ledger(as_of, folder) -> None:
    """Hold published forecasts against the figures that came: Brier score, coverage of intervals, bias.

    The score of targets is the Brier score (0 best, 0.25 for always saying one half), that of intervals the share that
    held the figure; bias is the mean of what came less the middle of the interval.
    """
    from ..batch import ledger

    table = ledger.scored(folder, as_of)
    if table.empty:
        click.echo(said("nothing is published yet: cds publish EDITION PROVINCE"))
        return
    click.echo(shared.table(ledger.summary(table).round(3).rename(index=heading), na_rep=heading("open")))
    closed = table[table["outcome"].notna()]
    if len(closed):
        columns = "edition place border indicator target year kind low high probability outcome score"
        click.echo("\n" + shared.table(closed[columns.split()].round(3), index=False, na_rep=""))


@main.command()
@shared.folder
@shared.out("Where the briefs are.")
def index(data_dir, out) -> None:
    """Write the front page anew: outputs/index.html on all finished briefs, and a page for each place.

    The other commands do so themselves; this one is for briefs copied or removed by hand.
    """
    click.echo(shared.renew_index(out, data_dir)[0])


@main.command("provinces")
@click.option("--border", type=click.Choice(["pre-2025", "2025"]), help="Only the 63 old or the 34 new units.")
@click.option("--plain", is_flag=True, help="Slugs alone, one a line, for scripts.")
@shared.data
def list_provinces(border, plain, folder) -> None:
    """List the 63 old and 34 new units: slug, name, what became of it."""
    from ..data import provinces

    for version in [border] if border else provinces.BORDERS:
        found = provinces.units(folder, version)
        if not plain:
            click.echo(said(f"# border {version}: {len(found)} units"))
        for place in found:
            tail = f"  = {', '.join(place.predecessors)}" if place.merged else ""
            if place.successor not in ("", place.slug):
                tail = f"  -> {place.successor}"
            click.echo(place.slug if plain else f"{place.slug:<18}{place.full_name(language())}{tail}")


OWN = (notebook.new_notebook, notebook.lab, own_target.target, tables.forecast, tables.decompose)
for command in (advise.advise, data, run.run, targets.targets, targets.ask, *OWN):
    main.add_command(command)
