"""One run of one notebook: parameters checked, a fresh kernel, limits kept; this room alone knows papermill."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import nbformat

from .. import paths
from ..errors import CdsError, ParameterError
from . import kernels

SECRET = re.compile(r"passw|secret|token|credential|api_?key", re.IGNORECASE)
MASK = "***"
ADDED = "injected-parameters"  # the tag of the cell with the values of a run
KINDS = {"str": str, "int": int, "float": (int, float), "bool": bool}


@dataclass(frozen=True)
class Limits:
    """What one run may take; 0 is no limit. Only faults of the machine are tried again, never an error of a cell."""

    cell: float = 0  # seconds of one cell
    run: float = 0  # seconds of the whole run
    memory: int = 0  # bytes a kernel may take beyond what it was forked with
    retries: int = 1  # how often a run whose kernel died is tried again


class RunError(CdsError):
    """A notebook that did not run to its end: where it stopped and why."""

    def __init__(self, notebook: str, cell: int, reason: str, *, source: str = "", again: bool = False):
        self.cell, self.reason, self.source, self.again = cell, reason, source, again
        super().__init__(f"{notebook}, cell {cell}: {reason}")


@lru_cache(maxsize=64)
def _known(notebook: Path, changed: int) -> dict[str, str]:
    """The parameters of a notebook as last changed, and the names of their types."""
    import papermill

    return {name: about["inferred_type_name"] for name, about in papermill.inspect_notebook(str(notebook)).items()}


def faults(notebook: Path, parameters: Mapping) -> list[str]:
    """What is wrong with the parameters given to a notebook: names it lacks, values of another type."""
    kinds, found = _known(notebook, notebook.stat().st_mtime_ns), []
    if unknown := sorted(set(parameters) - set(kinds)):
        found.append(f"{notebook.name} has no parameter {', '.join(unknown)}; it has {', '.join(kinds)}")
    for name, value in parameters.items():
        kind = KINDS.get(kinds.get(name, ""))
        if kind and (not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool)):
            found.append(f"{notebook.name}: {name} is {shown(name, value)!r}, not {kinds[name]}")
    return found


def shown(name: str, value):
    """A parameter's value as it may be printed: one named like a secret is masked."""
    return MASK if SECRET.search(name) else value


def _cleaned(node, hidden: Mapping[str, str]):
    """A text, a notebook or a part of it with some texts replaced in its values; the names of its parts stay."""
    if isinstance(node, dict):
        return {key: _cleaned(value, hidden) for key, value in node.items()}
    if isinstance(node, str):
        for value, instead in hidden.items():
            node = node.replace(value, instead)
    return [_cleaned(value, hidden) for value in node] if isinstance(node, list) else node


def _secrets(parameters: Mapping) -> dict[str, str]:
    """Values of parameters named like secrets, each with what stands for it."""
    return {str(value): MASK for name, value in parameters.items() if SECRET.search(name) and str(value)}


def mask_files(folder: Path, parameters: Mapping) -> None:
    """Mask secrets in the text files a notebook wrote by itself, such as results.json."""
    secrets = _secrets(parameters)
    for path in folder.rglob("*") if secrets else []:
        if path.is_file():
            content = path.read_bytes()
            for value in secrets:
                content = content.replace(value.encode(), MASK.encode())
            path.write_bytes(content)


def execute(
    notebook: Path,
    executed: Path,
    parameters: Mapping,
    *,
    progress: bool = False,
    limits: Limits = Limits(),
    cwd: Path | None = None,
    instead: Mapping[str, str] | None = None,
    kept: Mapping | None = None,
    watch: Callable[[int, int], None] = lambda cell, of: None,
) -> None:
    """Run one notebook in a fresh kernel into `executed`, which appears only when every cell ran.

    What is kept knows nothing of the clock or of this machine: equal runs give equal bytes.

    Args:
        parameters: Values for its parameters; data, never code. Those named like secrets are masked in what is kept.
        cwd: Working folder of the kernel; the project's root by default.
        instead: Texts to be replaced in errors and in what is kept, such as a draft folder by the final one.
        kept: Values that parameters have in the executed notebook alone, such as folders as they are called elsewhere.
        watch: Told the number of each cell that starts, and of how many.

    Raises:
        ParameterError: The notebook lacks a parameter, or it is of another type.
        RunError: A cell failed, took too long, or its kernel died; the notebook as far as it ran is kept beside.
    """
    if found := faults(notebook, parameters):
        raise ParameterError("; ".join(found))
    executed.parent.mkdir(parents=True, exist_ok=True)
    (failed := executed.with_suffix(".failed.ipynb")).unlink(missing_ok=True)
    hidden = _secrets(parameters) | dict(instead or {})
    try:
        with kernels.kernel(cwd or paths.root(), limits.memory, limits.run) as manager:
            done = _run(manager, notebook, failed, parameters, progress, limits, watch)
    except kernels.KernelError as error:
        raise RunError(notebook.name, 0, str(error), again=True) from None
    except RunError as error:
        if failed.is_file():
            nbformat.write(nbformat.from_dict(_cleaned(nbformat.read(failed, as_version=4), hidden)), failed)
        told = _cleaned({"reason": error.reason, "source": error.source}, hidden)
        raise RunError(notebook.name, error.cell, **told, again=error.again) from None
    done = _still(done, notebook, dict(parameters) | dict(kept or {}))
    with paths.whole(executed) as part:
        nbformat.write(nbformat.from_dict(_cleaned(done, hidden)), part)


def _still(done: nbformat.NotebookNode, notebook: Path, parameters: Mapping) -> nbformat.NotebookNode:
    """An executed notebook without the times of its run, its new cells numbered, these parameters in the one added."""
    from papermill.parameterize import translate_parameters

    for part in (done, *done.cells):
        for name in ("papermill", "execution"):
            part.metadata.pop(name, None)
    named = {cell.get("id") for cell in nbformat.read(notebook, as_version=4).cells}
    for number, cell in enumerate(done.cells):
        if cell.id not in named:  # drawn by lot
            cell.id = f"added-{number}"
        if ADDED in cell.metadata.get("tags", []):
            cell.source = translate_parameters(kernels.KERNEL, "python", parameters, "Parameters")
    return done


def _run(manager, notebook: Path, failed: Path, parameters, progress, limits, watch) -> nbformat.NotebookNode:
    """A notebook run to its end in a kernel; as far as it ran it is kept where it failed."""
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    cells = 1 + sum(cell.cell_type == "code" for cell in nbformat.read(notebook, as_version=4).cells)
    number, source = 0, ""

    def note(cell, cell_index):
        nonlocal number, source
        if cell.cell_type == "code":
            number, source = number + 1, cell.source
            watch(number, cells)

    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")  # else each kernel warns about frozen modules
    try:
        done = papermill.execute_notebook(
            str(notebook),
            str(failed),
            parameters=dict(parameters),
            progress_bar=progress,
            kernel_name=kernels.KERNEL,
            execution_timeout=limits.cell or None,
            request_save_on_cell_execute=False,
            km=manager,
            on_cell_start=note,
        )
    except PapermillExecutionError as error:
        reason = f"{error.ename}: {error.evalue}; the notebook as far as it ran: {failed}"
        raise RunError(notebook.name, error.exec_count or number, reason, source=error.source) from None
    except CellTimeoutError:
        reason = f"the cell took more than {limits.cell:g} s"
        raise RunError(notebook.name, number, reason, source=source) from None
    except RuntimeError as error:  # its kernel died, or was never ready
        died = isinstance(error, DeadKernelError)
        reason = f"its kernel died ({manager.death()})" if died else str(error)
        if manager.stopped:
            reason = f"the run took more than {limits.run:g} s"
        raise RunError(notebook.name, number, reason, source=source, again=not manager.stopped) from None
    failed.unlink()  # whole: it goes to its own name
    code = [cell for cell in done.cells if cell.cell_type == "code"]
    for number, cell in enumerate(code, 1):  # an early exit leaves some unfinished, without an error
        if cell.metadata.get("papermill", {}).get("status") != "completed":
            raise RunError(notebook.name, number, "the notebook left before its last cell; a run is whole or fails")
    return done
