"""What every notebook imports, imported once: kernels are forked from the process that imports this room.

Nothing here belongs to a run: only libraries, and tables read from the data that no run changes.
"""

import contextlib
import gc
import importlib
import os
import sys
from pathlib import Path

from ..errors import CdsError

DATA = "CDS_WARM_DATA"  # environment variable of the process that forks: the folder of the data to read ahead
LIBRARIES = (
    "ipykernel.kernelapp",
    "ipykernel.debugger",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.display",
    "IPython.extensions.storemagic",
    "statsmodels.regression.linear_model",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_svg",
    "cds_analysis.study",
    "cds_analysis.findings.prints",
)


def read_ahead(data_dir: Path) -> None:
    """Open the nation and one province as of the newest day: what they share with all others is then at hand."""
    from .. import findings
    from ..data import provinces
    from ..study import open_study

    for name in (provinces.NATION, provinces.units(data_dir, provinces.NEW)[0].slug):
        opened = open_study(name, data_dir=str(data_dir))
        _ = opened.held
        for finding in (findings.share, findings.productivity, findings.productivity_compared, findings.ranks):
            finding(opened)
        opened.scorecard("programme", "congress", "national")


def load() -> None:
    """Import the libraries and read the data ahead; a fault of the data is left to the notebook, which names it."""
    # matplotlib reads these when it is imported; a kernel of its own sets the first before that
    os.environ |= {"MPLBACKEND": "module://matplotlib_inline.backend_inline", "MATPLOTLIBRC": os.devnull}
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")  # else the debugger warns about frozen modules
    for name in LIBRARIES:
        importlib.import_module(name)
    sys.modules["matplotlib"].rcdefaults()  # the working folder may hold a matplotlibrc too
    if folder := os.environ[DATA]:
        with contextlib.suppress(CdsError, OSError):
            read_ahead(Path(folder))
    gc.collect()
    gc.freeze()  # what is shared stays shared: no kernel's collector touches it


if DATA in os.environ:  # a plain import does nothing
    load()
