"""One run of one notebook: parameters checked, a fresh kernel, limits kept; this room alone knows papermill."""

import os
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import nbformat

from .. import paths
from ..errors import CdsError, ParameterError
from . import kernels

SECRET = re.compile(r"passw|secret|token|credential|api_?key", re.IGNORECASE)
MASK = "***"
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
        self.notebook, self.cell, self.reason, self.source, self.again = notebook, cell, reason, source, again
        super().__init__(f"{notebook}, cell {cell}: {reason}")


@lru_cache(maxsize=64)
def _known(notebook: Path, _changed: int) -> dict[str, str]:
    import papermill

    return {name: about["inferred_type_name"] for name, about in papermill.inspect_notebook(str(notebook)).items()}


def known(notebook: Path) -> dict[str, str]:
    """The parameters of a notebook and the names of their types."""
    return _known(notebook, notebook.stat().st_mtime_ns)


def faults(notebook: Path, parameters: Mapping) -> list[str]:
    """What is wrong with the parameters given to a notebook: names it lacks, values of another type."""
    kinds, found = known(notebook), []
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


def _clean(text: str, hidden: Mapping[str, str]) -> str:
    for value, instead in hidden.items():
        text = text.replace(value, instead)
    return text


def _cleaned(node, hidden: Mapping[str, str]):
    """A notebook, or a part of it, with some texts replaced in its values; the names of its parts stay."""
    if isinstance(node, str):
        return _clean(node, hidden)
    if isinstance(node, dict):
        return {key: _cleaned(value, hidden) for key, value in node.items()}
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


def _unfinished(notebook: nbformat.NotebookNode) -> int | None:
    """The first code cell that did not run to its end, counted from 1; an early exit leaves some, without an error."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    states = [cell.metadata.get("papermill", {}).get("status") for cell in code]
    return next((n for n, state in enumerate(states, 1) if state != "completed"), None)


def execute(
    notebook: Path,
    executed: Path,
    parameters: Mapping,
    *,
    progress: bool = False,
    limits: Limits = Limits(),
    cwd: Path | None = None,
    instead: Mapping[str, str] | None = None,
    watch: Callable[[int, int], None] = lambda cell, of: None,
) -> None:
    """Run one notebook in a fresh kernel into `executed`, which appears only when every cell ran.

    Args:
        parameters: Values for its parameters; data, never code. Those named like secrets are masked in what is kept.
        cwd: Working folder of the kernel; the project's root by default.
        instead: Texts to be replaced in what is kept, such as a draft folder by the final one.
        watch: Told the number of each cell that starts, and of how many.

    Raises:
        ParameterError: The notebook lacks a parameter, or it is of another type.
        RunError: A cell failed, took too long, or its kernel died; the notebook as far as it ran is kept beside.
    """
    if found := faults(notebook, parameters):
        raise ParameterError("; ".join(found))
    executed.parent.mkdir(parents=True, exist_ok=True)
    hidden, at = _secrets(parameters) | dict(instead or {}), _Place()
    try:
        with kernels.kernel(cwd or paths.root(), limits.memory or None) as manager:
            with _stopwatch(limits.run, manager, at):
                done = _run(notebook, executed, parameters, manager, progress, limits, at, watch)
    except kernels.KernelError as error:
        raise RunError(notebook.name, 0, str(error), again=True) from None
    except RunError as error:
        if (failed := executed.with_suffix(".failed.ipynb")).is_file():
            nbformat.write(nbformat.from_dict(_cleaned(nbformat.read(failed, as_version=4), hidden)), failed)
        told = {"source": _clean(error.source, hidden), "again": error.again}
        raise RunError(error.notebook, error.cell, _clean(error.reason, hidden), **told) from None
    with paths.whole(executed) as part:
        nbformat.write(nbformat.from_dict(_cleaned(done, hidden)), part)


class _Place:
    """Where a run stands, and why it was stopped."""

    cell, source, stopped = 0, "", ""


@contextmanager
def _stopwatch(seconds: float, manager, at: _Place) -> Iterator[None]:
    """Kill the kernel when the whole run took too long."""

    def stop():
        at.stopped = f"the run took more than {seconds:g} s"
        kernels.kill(manager)

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    if seconds:
        timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _run(notebook, executed, parameters, manager, progress, limits, at, watch) -> nbformat.NotebookNode:
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    cells = 1 + sum(cell.cell_type == "code" for cell in nbformat.read(notebook, as_version=4).cells)

    def note(cell, cell_index):
        if cell.cell_type == "code":
            at.cell, at.source = at.cell + 1, cell.source
            watch(at.cell, cells)

    (failed := executed.with_suffix(".failed.ipynb")).unlink(missing_ok=True)
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
        raise RunError(notebook.name, error.exec_count or at.cell, reason, source=error.source) from None
    except CellTimeoutError:
        reason = f"the cell took more than {limits.cell:g} s"
        raise RunError(notebook.name, at.cell, reason, source=at.source) from None
    except RuntimeError as error:  # its kernel died, or was never ready
        died = isinstance(error, DeadKernelError)
        reason = at.stopped or (f"its kernel died ({kernels.death(manager)})" if died else str(error))
        raise RunError(notebook.name, at.cell, reason, source=at.source, again=not at.stopped) from None
    failed.unlink()  # whole: it goes to its own name
    if cell := _unfinished(done):
        raise RunError(notebook.name, cell, "the notebook left before its last cell; a run is whole or fails")
    return done
