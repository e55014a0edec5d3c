"""The documents a study has used, numbered for its readers: a line under a table or chart names them by number."""

from datetime import date
from pathlib import Path

from ..data import sources
from ..judging.progress import Verdict
from ..words import spelling
from . import results

NAMED = 3  # publishers written out; of more, the numbers alone


class Citations:
    """Documents in the order of their numbers.

    Numbers are given out when first asked for: all documents cited until then in the order of publisher and title,
    later ones after them, so that no number ever changes.
    """

    def __init__(self, data_dir: Path):
        self._data_dir = data_dir
        self._vintages: dict[str, str] = {}
        self._numbered: list[str] = []

    def add(self, source: str, vintage: str) -> None:
        """Note that a source was used; "" is none."""
        if source:
            self._vintages.setdefault(source, vintage)

    def records(self) -> list[dict]:
        """All documents cited so far, as `results.publication` gives them, in the order of their numbers."""
        self._number()
        published = sources.load(self._data_dir)["published"]
        return [
            results.publication(self._data_dir, name, self._vintages[name] or published[name])
            for name in self._numbered
        ]

    def line(self, used, lang: str, *, own: bool = True) -> str:
        """Nguồn: Vietnam.vn [22]; tính toán của nhóm nghiên cứu.

        Args:
            used: Names of sources, or pairs of name and vintage; those never cited before are from now on.
            own: Whether something was computed from them.
        """
        pairs = [(found, "") if isinstance(found, str) else found for found in used]
        for name, vintage in pairs:
            self.add(name, vintage)
        self._number()
        numbers = sorted({self._numbered.index(name) for name, _ in pairs if name})
        publishers = sources.load(self._data_dir)["publisher"]
        shown = [f"[{at + 1}]" for at in numbers]
        if len(numbers) <= NAMED:
            shown = [f"{publishers[self._numbered[at]]} {number}" for at, number in zip(numbers, shown, strict=True)]
        parts = [_ranges(numbers, lang)] if len(numbers) > NAMED else shown
        parts += [spelling.pick(("tính toán của nhóm nghiên cứu", "own calculation"), lang)] if own else []
        return f"{spelling.pick(('Nguồn', 'Source'), lang)}: {'; '.join(parts)}." if parts else ""

    def of(self, verdicts: list[Verdict], as_of: date) -> list[str]:
        """The documents of some targets and of the figures they are judged by; none known to be of a later day."""
        found = [name for v in verdicts for name in (v.target.source, v.figure.source if v.figure else "")]
        published, day = sources.load(self._data_dir)["published"], as_of.isoformat()
        return [name for name in found if name and published[name] <= day[: len(published[name])]]

    def _number(self) -> None:
        register = sources.load(self._data_dir)
        new = [name for name in self._vintages if name not in self._numbered]
        self._numbered += sorted(new, key=lambda name: (register.at[name, "publisher"], register.at[name, "title"]))


def _ranges(numbers: list[int], lang: str) -> str:
    """[1]-[4], [9]: from three in a row on a range."""
    runs: list[list[int]] = []
    for at in numbers:
        if runs and at == runs[-1][-1] + 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    dash = spelling.pick(("-", "\N{EN DASH}"), lang)
    return ", ".join(
        f"[{run[0] + 1}]{dash}[{run[-1] + 1}]" if len(run) > 2 else ", ".join(f"[{at + 1}]" for at in run)
        for run in runs
    )
