"""From a file as its publisher meant it to rows of ours: what the user settles, the roles given, the rows understood.

Nothing is guessed silently: each role says why it was given, each label that is none of ours is named with what to do,
and what stays open (border, indicator, unit, measure) is asked for.
"""

from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd

from ..data import provinces
from ..errors import Fault
from ..files.base import Incoming
from . import place_labels, titles

FAULTS = 200  # told one by one of each dimension


@dataclass(frozen=True)
class Asked:
    """What the user settles: ids of our registers, one label of a dimension, what single labels or dimensions mean."""

    indicator: str = ""
    measure: str = ""
    border: str = ""
    unit: str = ""
    price_basis: str = ""
    pick: dict[str, str] = field(default_factory=dict)  # dimension: its one label to keep
    roles: dict[str, str] = field(default_factory=dict)  # dimension: role
    places: dict[str, str] = field(default_factory=dict)  # label: slug, or "skip"
    indicators: dict[str, str] = field(default_factory=dict)  # label: indicator, or "skip"
    usual: tuple[str, ...] = ()  # words that change nothing
    far: tuple[str, ...] = ()  # indicators whose figures may be far from those held


@dataclass(frozen=True)
class Constant:
    """A text that holds for all figures of a file, and where it stands.

    `kind` is title (or tab), name (what may say which indicator it is: the heading of a column of figures, say) or
    label (of a dimension that has no other, of one picked, of a row over others).
    """

    kind: str
    where: str
    text: str


@dataclass(frozen=True)
class Role:
    """What a dimension, or the file as a whole (empty name), was taken for, and why."""

    dimension: str
    role: str
    labels: int
    known: int
    why: str


class Work:
    """What is understood of one file: columns of ours by name, in the end `rows`; roles, and all that was not.

    `left` has one entry a label left out, with its number of figures and the reason; with `faults` nothing is written.
    """

    def __init__(self, incoming: Incoming, data_dir: Path, asked: Asked, vintage: str):
        self.cells, self.data_dir, self.asked, self.vintage = incoming.cells, data_dir, asked, vintage
        self.incoming = replace(incoming, cells=pd.DataFrame())  # a million cells weigh; `whole` lets go of them
        self.roles: list[Role] = []
        self.faults: list[Fault] = []
        self.left = list(incoming.left)
        self.rows, self.missing, self.figures = pd.DataFrame(), 0, 0
        self.keep = np.ones(len(self.cells), dtype=bool)
        self.columns: dict[str, pd.Series] = {}
        around = [] if incoming.kind == "template" else [("its tab", incoming.sheet), ("its title", incoming.title)]
        self.constants = [Constant("title", what, text) for what, text in around if text]
        self.constants += [Constant("label", "a row over others", text) for text in incoming.over]
        self.units: pd.Series | None = None  # that the labels of the indicators name
        self.matches: dict[str, place_labels.Match] = {}
        self.meaning = titles.Meaning()  # that the title of the table gives its figures

    def fault(self, column: str, found: str, remedy: str) -> None:
        self.faults.append(Fault(self.incoming.path.name, None, column, found, remedy))

    def read(self, text: str) -> tuple[tuple[titles.Meaning, ...], str]:
        """What a text names, and its words beside that which may change what it means."""
        return titles.read(text, self.data_dir, self.incoming.dimensions, self.asked.usual)

    def some(self, dimension: str, wrong: list[int]) -> list[int]:
        """The labels that are told one by one of all that are wrong; of the others a fault says how many they are."""
        if len(wrong) > FAULTS:
            more = f"{len(wrong) - FAULTS:,} more labels that are nothing we know"
            self.fault(dimension, more, "see whether this is the right table and the right `roles`")
        return wrong[:FAULTS]

    def role(self, dimension: str, role: str, labels_: int, known: int, why: str) -> None:
        self.roles.append(Role(dimension, role, labels_, known, why))

    def constant(self, column: str, value: str, why: str) -> None:
        """A column with one value for all figures."""
        codes = np.zeros(len(self.cells), dtype="int8")
        self.columns[column] = pd.Series(pd.Categorical.from_codes(codes, [value]))
        self.role("", f"{column} = {value}", 1, 1, why)

    def of_nation(self) -> np.ndarray:
        return (self.columns["place"] == provinces.NATION).to_numpy()

    def distinct(self, name: str) -> tuple[np.ndarray, list[str]]:
        codes, texts = pd.factorize(self.cells[name])
        return codes, [str(text) for text in texts]


def spread(codes: np.ndarray, values: list[str]) -> pd.Series:
    """A column that repeats few texts, held once each."""
    places, kept = pd.factorize(np.array(values, dtype=object))
    return pd.Series(pd.Categorical.from_codes(places[codes], list(kept)))
