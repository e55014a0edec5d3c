"""The documents a study has used, numbered for its readers: a line under a table or chart names them by number."""

from datetime import date
from itertools import groupby
from pathlib import Path

from ..data import sources
from ..judging.verdict import Verdict
from ..words.spelling import pick
from . import results

NAMED = 3  # publishers written out; of more, the numbers alone


class Citations:
    """Documents in the order of their numbers.

    Numbers are given out when first asked for: all documents cited until then in the order of publisher and title,
    later ones after them, so that no number ever changes.
    """

    def __init__(self, data_dir: Path):
        self._register = sources.load(data_dir)
        self._vintages: dict[str, str] = {}
        self._numbered: list[str] = []

    def add(self, source: str, vintage: str) -> None:
        """Note that a source was used; "" is none."""
        if source:
            self._vintages.setdefault(source, vintage)

    def records(self) -> list[dict]:
        """All documents cited so far, as `results.publication` gives them, in the order of their numbers."""
        published = self._register["published"]
        days = {name: self._vintages[name] or published[name] for name in self._in_order()}
        return [results.publication(self._register, name, day) for name, day in days.items()]

    def numbers(self) -> dict[str, int]:
        """The number of each document cited so far."""
        return {name: number for number, name in enumerate(self._in_order(), 1)}

    def line(self, used, lang: str, *, own: bool = True) -> str:
        """Nguồn: Vietnam.vn [22]; tính toán của nhóm nghiên cứu.

        Args:
            used: Names of sources, or pairs of name and vintage; those never cited before are from now on.
            own: Whether something was computed from them.
        """
        pairs = [(found, "") if isinstance(found, str) else found for found in used]
        for name, vintage in pairs:
            self.add(name, vintage)
        order = self._in_order()
        numbers = sorted({order.index(name) + 1 for name, _ in pairs if name})
        parts = [f"{self._register.at[order[n - 1], 'publisher']} [{n}]" for n in numbers]
        if len(numbers) > NAMED:
            parts = [_ranges(numbers, lang)]
        parts += [pick(("tính toán của nhóm nghiên cứu", "own calculation"), lang)] if own else []
        return f"{pick(('Nguồn', 'Source'), lang)}: {'; '.join(parts)}." if parts else ""

    def of(self, verdicts: list[Verdict], as_of: date) -> list[str]:
        """The documents of some targets and of the figures they are judged by; none known to be of a later day."""
        found = [name for v in verdicts for name in (v.target.source, v.figure.source if v.figure else "")]
        published, day = self._register["published"], as_of.isoformat()
        return [name for name in found if name and published[name] <= day[: len(published[name])]]

    def _in_order(self) -> list[str]:
        """The names of all documents cited so far; those not numbered yet go to the end."""
        new = [name for name in self._vintages if name not in self._numbered]
        self._numbered += sorted(new, key=lambda name: tuple(self._register.loc[name, ["publisher", "title"]]))
        return self._numbered


def _ranges(numbers: list[int], lang: str) -> str:
    """[1]-[4], [9]: from three in a row on a range."""
    dash, parts = pick(("-", "\N{EN DASH}"), lang), []
    for _, row in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):  # alike for numbers in a row
        run = [f"[{number}]" for _, number in row]
        parts += [f"{run[0]}{dash}{run[-1]}"] if len(run) > 2 else run
    return ", ".join(parts)
