"""The command `cds`. Heavy libraries are imported by the commands that need them, so that help is quick."""

import sys

import click

from .. import __version__
from ..errors import CdsError
from . import shared
from .data import data

# Where this package is there, jsonschema has a grammar of web addresses compiled on import, a second of each command;
# nothing here asks for that check, and without the package jsonschema leaves it out.
sys.modules.setdefault("rfc3987_syntax", None)


class _Group(click.Group):
    """Errors of this package are printed as one message, without a traceback, with exit code 2."""

    def invoke(self, context: click.Context):
        try:
            return super().invoke(context)
        except BrokenPipeError:  # the reader of a pipe had enough
            sys.stdout = None
            context.exit(0)
        except (CdsError, OSError) as error:
            click.echo(f"cds: {error}", err=True)
            context.exit(2)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="cds")
def main() -> None:
    """Where do Viet Nam's provinces stand with digital transformation, will they get there, how sure can we be?"""


def _of_a_place(command):
    """What commands about one place ask: the place, its border, the edition, the day, the horizon."""
    for option in (
        click.option(
            "--horizon", type=int, default=2030, show_default=True, metavar="YEAR", help="Last year forecast."
        ),
        click.option(
            "--as-of", default="", metavar="DAY", help="Use only what was published by this day (2023-12-31)."
        ),
        click.option(
            "--edition", type=int, default=0, metavar="YEAR", help="Year of the brief; default: that of --as-of."
        ),
        click.option(
            "--border", default="", metavar="pre-2025|2025", help="63 old or 34 new units; default: valid at --as-of."
        ),
        click.argument("province", default="thai-nguyen"),
    ):
        command = option(command)
    return command


@main.command()
@_of_a_place
@click.option("--lang", default="vi,en", show_default=True, help="Languages, separated by commas.")
@click.option("--format", "formats", default="html", show_default=True, help="Of html, pdf, docx, xlsx, with commas.")
@click.option("--letterhead", default="", metavar="FILE", help="Of the issuing body: Vietnamese PDF, DOCX.")
@shared.folder
@click.option(
    "--out",
    default="outputs",
    show_default=True,
    metavar="FOLDER",
    help="Where editions are written; a relative folder counts from the project's root.",
)
@click.option("--again", is_flag=True, help="Put a new draft in the place of a published brief.")
@click.option("--quiet", is_flag=True, help="No progress bar, only the paths written.")
def brief(province, border, edition, as_of, horizon, lang, formats, letterhead, data_dir, out, again, quiet) -> None:
    """Write the annual brief of a PROVINCE (a slug or a name; default thai-nguyen).

    The brief goes to outputs/EDITION/PROVINCE/ as brief.vi.html and brief.en.html (or .pdf, .docx, .xlsx), with
    results.json (every number a sentence states) and run.json (parameters, hashes, versions). A brief of the same name
    is written anew. What a researcher writes to notes.vi.md or notes.en.md beside it comes before the sources, in every
    format.

    A letterhead gives the Vietnamese PDF and Word file the parts of an official report after Decree 30/2020/NĐ-CP:
    docs/letterhead.example.yml. A page on the web and a workbook never carry it.
    """
    from ..batch import briefs
    from ..errors import ParameterError
    from ..study import LANGUAGES

    languages = [part.strip() for part in lang.split(",") if part.strip()]
    if not languages or set(languages) - set(LANGUAGES):
        raise ParameterError(f"--lang is '{lang}'; use vi, en or vi,en")
    written = briefs.make(
        province,
        border=border,
        edition=edition,
        as_of=as_of,
        horizon=horizon,
        languages=languages,
        formats=[part.strip() for part in formats.split(",") if part.strip()],
        data_dir=data_dir,
        out=out,
        letterhead=letterhead,
        again=again,
        progress=not quiet and sys.stderr.isatty(),
        say=(lambda text: None) if quiet else (lambda text: click.echo(text, err=True)),
    )
    for path in written:
        click.echo(path)
    shared.renew_index(out, data_dir)


@main.command()
@click.argument("edition", type=int)
@click.argument("province", default="thai-nguyen")
@click.option("--border", default="", metavar="pre-2025|2025", help="63 old or 34 new units; default: valid now.")
@click.option("--on", "day", default="", metavar="DAY", help="The day of publication; default: today.")
@shared.folder
@click.option("--out", default="outputs", show_default=True, metavar="FOLDER", help="Where the brief is.")
@click.option("--letterhead", default="", metavar="FILE", help="That of the draft, number and date filled in.")
def publish(edition, province, border, day, data_dir, out, letterhead) -> None:
    """Make the brief of an EDITION for a PROVINCE a published one.

    Its draft mark goes, and what it says of years to come (intervals, probabilities) is appended to data/ledger.csv,
    which is committed and never changed: `cds ledger` holds it against the figures as they arrive. Drafts never touch
    it.
    """
    from datetime import date

    from ..batch import briefs
    from ..errors import ParameterError

    try:
        on = date.fromisoformat(day) if day else date.today()
    except ValueError:
        raise ParameterError(f"--on is '{day}', not a day; write it as 2026-11-30") from None
    pages, added = briefs.publish_brief(
        edition, province, border=border, day=on, data_dir=data_dir, out=out, letterhead=letterhead
    )
    for path in pages:
        click.echo(path)
    click.echo(f"{added} entries added to ledger.csv; commit it", err=True)
    shared.renew_index(out, data_dir)


@main.command()
@click.argument("old", type=click.Path(file_okay=False))
@click.argument("new", type=click.Path(file_okay=False))
@shared.folder
def changed(old, new, data_dir) -> None:
    """What changed between two briefs of a place: OLD and NEW are their folders (outputs/2025/thai-nguyen).

    Each moved number is split into method, later prints of the same figures, new figures, and border, in this order;
    the parts add up as printed. The pages changed.vi.html and changed.en.html go beside the newer brief.
    """
    from pathlib import Path

    from ..batch import briefs

    for path in briefs.changed(Path(old), Path(new), data_dir=data_dir):
        click.echo(path)
    if (outputs := Path(new).resolve().parent.parent).joinpath("index.html").is_file():  # a folder that has such a page
        shared.renew_index(str(outputs), data_dir)


@main.command("ledger")
@click.option("--as-of", default="", metavar="DAY", help="Score with what was published by this day; default: all.")
@shared.folder
def show_ledger(as_of, data_dir) -> None:
    """Hold published forecasts against the figures that came: Brier score, coverage of intervals, bias.

    The score of targets is the Brier score (0 best, 0.25 for always saying one half), that of intervals the share that
    held the figure; bias is the mean of what came less the middle of the interval.
    """
    from .. import paths
    from ..batch import ledger

    table = ledger.scored(paths.resolve(data_dir), as_of)
    if table.empty:
        click.echo("nothing is published yet: cds publish EDITION PROVINCE")
        return
    click.echo(ledger.summary(table).round(3).to_string(na_rep="open"))
    closed = table[table["outcome"].notna()]
    if len(closed):
        columns = ["edition", "place", "border", "indicator", "target", "year", "kind", "low", "high", "probability"]
        click.echo("\n" + closed[[*columns, "outcome", "score"]].round(3).to_string(index=False, na_rep=""))


@main.command()
@click.argument("file", type=click.Path(dir_okay=False))
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
    from pathlib import Path

    from .. import paths
    from ..errors import ParameterError
    from ..explore import own_table

    source, target = Path(file), Path(output) if output else None
    if target and target.resolve() == source.resolve():
        raise ParameterError(f"-o {output} is the input itself; name another file")
    if target and not target.parent.is_dir():
        raise ParameterError(f"-o {output}: no folder {target.parent}; make it first")
    if bounds and not bounds[0] < bounds[1]:
        raise ParameterError(f"--bounds {bounds[0]:g} {bounds[1]:g}: the first must be less than the second")
    table = own_table.read_series(source)
    count, years = table["series"].nunique(), table.groupby("series").size()
    if not quiet:
        click.echo(f"{source}: {count:,} series of {years.min()} to {years.max()} values", err=True)
    found = own_table.forecast(
        table,
        horizon,
        tuple(sorted({80, 95, level or 80})),
        bounds=bounds or (float("-inf"), float("inf")),
        progress=not quiet and sys.stderr.isatty(),
    )
    text = found.to_csv(index=False, float_format="%.10g")
    if target is None:
        click.echo(text, nl=False)
        return
    with paths.whole(target) as part:
        part.write_text(text, encoding="utf-8")
    click.echo(target)


@main.command()
@_of_a_place
@click.option("--lang", default="vi", show_default=True, help="Language: vi or en.")
@shared.folder
def targets(province, border, edition, as_of, horizon, lang, data_dir) -> None:
    """Print every target of a PROVINCE with its newest figure and verdict (default thai-nguyen).

    Each target comes with the reason or the probability behind its verdict, the distance, the pace needed and the pace
    seen. Targets are grouped by where they were set; wordings that repeat another target are left out.
    """
    from ..findings.targets import ORIGINS, Targets
    from ..study import open_study
    from ..study.place import Place
    from . import terminal

    study = open_study(
        province, border=border, edition=edition, as_of=as_of, horizon=horizon, lang=lang, data_dir=data_dir
    )
    found = {origin: Targets(study, origin) for origin in ORIGINS}
    cards = {origin: card.records for origin, card in found.items() if card.verdicts}
    place, told = study.record["place"][lang], Place(study).sentences("about", "cut_off")
    for line in terminal.scorecard(place, told, cards, lang):
        click.echo(line)


main.add_command(shared.decompose)
main.add_command(shared.run)
main.add_command(shared.index)


@main.command("provinces")
@click.option("--border", type=click.Choice(["pre-2025", "2025"]), help="Only the 63 old or the 34 new units.")
@click.option("--plain", is_flag=True, help="Slugs alone, one a line, for scripts.")
@shared.folder
def list_provinces(border, plain, data_dir) -> None:
    """List the 63 old and 34 new units: slug, name, what became of it."""
    from .. import paths
    from ..data import provinces

    folder = paths.resolve(data_dir)
    for version in [border] if border else provinces.BORDERS:
        found = provinces.units(folder, version)
        if not plain:
            click.echo(f"# border {version}: {len(found)} units")
        for place in found:
            other = place.successor if version == provinces.OLD else ", ".join(place.predecessors)
            tail = (
                f"  -> {other}"
                if version == provinces.OLD and other != place.slug
                else f"  = {other}"
                if "," in other
                else ""
            )
            click.echo(place.slug if plain else f"{place.slug:<18}{place.full_name('vi')}{tail}")


main.add_command(data)
