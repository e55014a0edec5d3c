"""What shows itself in a notebook, in the words of whoever handed it out."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class ShowsItself:
    """What a study hands out: `show` gives its HTML; without one a cell shows its one line of text."""

    show: Callable | None = field(default=None, kw_only=True, compare=False, repr=False)

    def shown_by(self, show: Callable):
        """The same, shown by something else."""
        return replace(self, show=show)

    def _repr_html_(self) -> str | None:
        return self.show(self) if self.show else None
