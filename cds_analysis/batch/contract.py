"""What a notebook must be to run in JupyterLab, by papermill, as pages and in a plan (docs/batch.md), and a new one."""

import ast
import re
from functools import lru_cache
from pathlib import Path

import nbformat

from .. import paths
from ..errors import ParameterError

COMMON = ("province", "border", "edition", "as_of", "horizon", "lang", "data_dir", "output_dir")  # of every notebook
RESULTS = re.compile(r"\.finish\(|results\.json")  # by which a cell is known that writes them
NEW = Path(__file__).with_name("own_notebook.ipynb")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


def known() -> dict[str, Path]:
    """The notebooks there are by name: those of the suite, then one's own in notebooks/own."""
    folder = paths.root() / "notebooks"
    suite, own = ({p.stem: p for p in sorted(there.glob("*.ipynb"))} for there in (folder, folder / "own"))
    return suite | {name: path for name, path in own.items() if name not in suite}


def broken(notebook: Path) -> list[str]:
    """Where a notebook does not keep the contract, each with its cell (counted from 1) and what to do."""
    return list(_broken(notebook, notebook.stat().st_mtime_ns))


@lru_cache(maxsize=64)
def _broken(notebook: Path, changed: int) -> tuple[str, ...]:
    try:
        found = nbformat.read(notebook, as_version=4)
    except (ValueError, KeyError, AttributeError, nbformat.ValidationError) as error:
        return (f"{notebook.name}: no notebook ({str(error).splitlines()[0][:80]}); save it anew in JupyterLab",)
    told, kernel = [], found.metadata.get("kernelspec", {})
    if not kernel.get("name") or kernel.get("language", "python") != "python":
        told.append("its metadata name no Python kernel (kernelspec); open it in JupyterLab, choose Python 3, save it")
    tagged = [n for n, cell in enumerate(found.cells, 1) if "parameters" in cell.metadata.get("tags", [])]
    if len(tagged) == 1:
        told += _parameters(tagged[0], found.cells[tagged[0] - 1].source)
    else:
        which = f"cells {', '.join(map(str, tagged))} are" if tagged else "no cell is"
        told.append(f"{which} tagged parameters; tag the one that holds {', '.join(COMMON)}")
    code = [cell for n, cell in enumerate(found.cells, 1) if cell.cell_type == "code" and n not in tagged]
    if not any(RESULTS.search(cell.source) for cell in code):
        told.append(f"none of its {len(found.cells)} cells writes results.json; end with study.finish(...)")
    return tuple(f"{notebook.name}: {each}" for each in told)


def _parameters(number: int, source: str) -> list[str]:
    """What is wrong with the cell of parameters."""
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        return [f"cell {number} (parameters), line {error.lineno}: {error.msg}; mend it"]
    targets = [t for s in tree.body for t in getattr(s, "targets", [getattr(s, "target", None)])]
    names = [t.id for t in targets if isinstance(t, ast.Name)]
    if lacking := [name for name in COMMON if name not in names]:
        return [f"cell {number} (parameters) lacks {', '.join(lacking)}; it has {', '.join(names) or 'none'}"]
    return []


def new(name: str) -> Path:
    """Write a small notebook of one's own that keeps the contract, notebooks/own/NAME.ipynb.

    Raises:
        ParameterError: The name is no plain one, or taken.
    """
    if not NAME.fullmatch(name):
        raise ParameterError(f"a notebook '{name}': use letters without marks, digits, - and _ alone")
    if name in (there := known()):
        raise ParameterError(f"{paths.from_root(there[name])} is there already; take another name")
    target = paths.root() / "notebooks" / "own" / f"{name}.ipynb"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(NEW.read_text(encoding="utf-8").replace("NAME", name), encoding="utf-8")
    return target
