"""`cds new-notebook` and `cds lab`: a notebook of one's own, and JupyterLab with the settings of the project."""

import os
import subprocess
import sys

import click

from .. import paths
from . import shared


@click.command("new-notebook")
@click.argument("name")
def new_notebook(name) -> None:
    """Write a small notebook of your own, notebooks/own/NAME.ipynb, which runs at once.

    It runs in JupyterLab (cds lab), by papermill, as pages (cds brief --notebook NAME) and in a plan (notebooks:
    [NAME]), and is linked from the front page once it ran. What it must keep (docs/batch.md): one cell tagged
    parameters that holds the eight parameters, a Python kernel, and study.finish(...) at the end, which writes
    results.json; --dry-run of cds brief and cds run checks that, and names the cell. git leaves notebooks/own aside.
    """
    from ..batch import contract

    click.echo(contract.new(name))
    shared.remark(f"run it: cds lab, or cds brief thai-nguyen --notebook {name}")


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def lab(context, options) -> None:
    """Start JupyterLab on the tour of the notebooks, with the project's settings; OPTIONS are JupyterLab's own."""
    root = paths.root()
    page = [] if any(option.endswith(".ipynb") for option in options) else [str(root / "notebooks/00_start_here.ipynb")]
    folder = str(root / "jupyter")
    settings = [f"--LabApp.{what}={folder}" for what in ("app_settings_dir", "extra_labextensions_path")]
    command = [sys.executable, "-m", "jupyterlab", f"--notebook-dir={root}", *settings]
    os.chdir(root)
    if os.name == "posix":
        os.execv(sys.executable, [*command, *options, *page])  # so every signal is JupyterLab's own
    context.exit(subprocess.call([*command, *options, *page]))
