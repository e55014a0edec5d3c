"""`cds targets` and `cds ask`: where targets stand, and the letter that asks for what is missing."""

import sys
from pathlib import Path

import click

from .. import paths
from ..errors import ParameterError
from ..said import said
from . import shared, spoken


@click.command()
@shared.of_a_place
@spoken.option()
@click.option("--all", "everywhere", is_flag=True, help="Of all 34 units: those of their briefs, a row each.")
@click.option("-o", "--output", default="", metavar="FILE.csv", help="Where the table of --all goes.")
@shared.folder
def targets(lang, everywhere, output, **asked) -> None:
    """Print every target of a PROVINCE with its newest figure and verdict (default thai-nguyen).

    Each target comes with the reason or the probability behind its verdict, the distance, the pace needed and the pace
    seen. Targets are grouped by where they were set; wordings that repeat another target are left out.

    With --all -o FILE.csv the targets in the briefs of all 34 units become a table, each with the evidence of its
    answer and, where no figure settles it, the body that has the figure and when it is due. The last line counts them.
    """
    if everywhere != bool(output):
        raise ParameterError("--all and -o FILE.csv go together: the table of all units is written to a file")
    if everywhere:
        return _counted(Path(output), lang=lang, **asked)
    from ..study import open_study
    from . import terminal

    shared.say(terminal.scorecard(open_study(**asked, lang=lang)))


def _counted(target: Path, *, province, border, data_dir, **asked) -> None:
    """Write the table of all units, with a bar, and print what it comes to."""
    import pandas as pd

    from ..data import provinces
    from ..findings import owners
    from ..study import open_study

    if border:
        raise ParameterError("--all is of the 34 units; leave out --border")
    if not target.resolve().parent.is_dir():
        raise ParameterError(f"-o {target}: no folder {target.parent}; make it first")
    rows, without = [], 0
    units = provinces.units(paths.data(data_dir), provinces.NEW)
    shown = {"label": said("targets judged"), "item_show_func": lambda place: place and place.slug}
    with click.progressbar(units, **shown, file=sys.stderr) as bar:
        for place in bar:
            study = open_study(place.slug, border=provinces.NEW, data_dir=data_dir, **asked)
            rows += [owners.row(verdict, study) for verdict in owners.of_brief(study)]
            without += study.share.forecast is None
    with paths.whole(target) as part:
        pd.DataFrame(rows).to_csv(part, index=False, float_format="%.6g")
    click.echo(target)
    click.echo(said(owners.counted(rows, without)))


@click.command()
@shared.of_a_place
@click.option("--lang", default="vi", show_default=True, help="Language of the letter: vi or en.")
@click.option("--format", "formats", default="docx,pdf", show_default=True, help="Of docx and pdf, with a comma.")
@click.option("--letterhead", default="", metavar="FILE", help="Of the sender; default: parts to be filled in.")
@click.option("--force", is_flag=True, help="Write a letter anew that is there.")
@shared.folder
@shared.out("Where editions are written; a relative folder counts from the project's root.")
def ask(lang, formats, letterhead, force, out, **asked) -> None:
    """Write the letter that asks for the figures a PROVINCE's targets wait for (default thai-nguyen).

    It lists each figure that would settle a target of the brief, now judged by an estimate or not at all: period,
    border, unit, target, when it is due; a table for each body that has figures (data/owners.csv), what settles most
    first. The letter goes to outputs/EDITION/PROVINCE/ as request.vi.docx and request.vi.pdf, an official letter after
    Decree 30/2020/NĐ-CP; a letterhead (docs/letterhead.example.yml) sets all but its subject and addressees. In English
    it is plain. A letter that is there stays.
    """
    from ..findings.owners import Owners
    from ..formats import letter
    from ..study import open_study

    kinds = [part.strip() for part in formats.split(",") if part.strip()]
    if not kinds or set(kinds) - set(letter.WRITERS):
        raise ParameterError(f"--format is '{formats}'; use docx, pdf or docx,pdf")
    if letterhead and lang != "vi":
        raise ParameterError("--letterhead is for the Vietnamese letter; leave it out, or ask for --lang vi")
    study = open_study(**asked, lang=lang)
    found = Owners(study)
    if not found.parts["owed"]["figures"]:
        told = f"{study.place.slug}: no figure is missing that a body is known to have; no letter is written"
        click.echo(said(told))
        return
    folder = paths.resolve(out) / str(study.edition) / study.place.slug
    shared.say(letter.write(found, folder, kinds, head=letterhead, force=force))
