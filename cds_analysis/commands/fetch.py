"""`cds data fetch`, the one command that asks for anything online."""

import sys
import time
from pathlib import Path
from textwrap import wrap

import click

from ..errors import ParameterError, unknown
from ..said import said
from . import shared, spoken

WORLD_BANK = "world-bank"


@click.command()
@click.argument("what")
@click.argument("codes", nargs=-1, metavar="[CODE]...")
@click.option("--country", default="VNM", show_default=True, metavar="ISO", help="Of the World Bank's figures.")
@click.option("--to", "folder", default="downloads", show_default=True, metavar="FOLDER", help="Where files go.")
@click.option("--again", is_flag=True, help="Ask the server though it was asked within a day.")
@spoken.option()
@shared.data_option("data_dir", shared.as_path)
@click.pass_context
def fetch(context, what, codes, country, folder, again, lang, data_dir) -> None:
    """Fetch a publisher's file and a record of its source into a folder, or say how to get it by hand.

    \b
    cds data fetch world-bank NY.GDP.MKTP.CN    an indicator by the World Bank's API, or several
    cds data fetch https://...                  a file whose address you have
    cds data fetch nso-year-end                 a release of data/calendar.yml
    cds data fetch pxweb                        tables of the statistics office

    Nothing is imported: look at the file, then run `cds data import FILE`, which takes publisher, title, address and
    day from the record beside it. One request goes out at a time; an address asked within a day is not asked again, and
    a file that did not change is not sent again. A relative FOLDER counts from the working folder; no file in it is
    overwritten. Exit code 1: a browser is needed; 2: it could not be reached, with what to do.
    """
    if what != WORLD_BANK and codes:
        raise ParameterError(f"a code is for {WORLD_BANK} alone, not for '{what}'; leave out {' '.join(codes)}")
    if what == WORLD_BANK and not codes:
        raise ParameterError(f"{WORLD_BANK} needs the code of an indicator: cds data fetch world-bank NY.GDP.MKTP.CN")
    if what == WORLD_BANK or "://" in what:
        return _online(what, codes, country, folder, again)
    from .. import settings
    from ..site import due
    from ..words import telling

    entries = {entry["id"]: entry for entry in [*due.calendar(data_dir), *settings.read(due.FURTHER).value]}
    if what not in entries:
        hint = f"give an address (https://...), {WORLD_BANK} CODE, or one of {', '.join(entries)}"
        raise unknown("release", what, entries, hint)
    head, *told = telling.tell("status.by_hand", lang, {}, entries[what])
    lines = (line for text in told for line in wrap(text, shared.WIDTH, break_on_hyphens=False))
    shared.say([head, *(f"  {line}" for line in lines)])
    context.exit(1)


def _online(what: str, codes: tuple[str, ...], country: str, folder: str, again: bool) -> None:
    """Fetch one file after the other, and say what came."""
    from ..intake import fetch as fetching

    wanted = [fetching.world_bank(code, country) for code in codes] or [fetching.Wanted(what)]
    told = {
        "new": "fetched",
        "changed": "changed since; the earlier file stays",
        "unchanged": "unchanged",
        "recent": "asked within a day, not asked again (--again does)",
    }
    for number, one in enumerate(wanted):
        if number:
            time.sleep(1)
        target, progress = Path(folder).expanduser(), sys.stderr.isatty()
        found = fetching.fetch(one, target, say=shared.remark, again=again, progress=progress)
        click.echo(said(f"{found.file}: {told[found.news]}"))
        if found.remark:
            shared.remark(f"  not read as it is: {found.remark}")
