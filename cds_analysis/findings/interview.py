"""What the interview gave as figures of the place, beside what was published."""

from ..study.finding import Finding
from ..study.place import named
from ..words.telling import Table

SOURCE = "interview-2023"


class Interview(Finding):
    """The interview's figures on the place; results.json keeps how many there are under a name."""

    def __init__(self, study, part: str):
        rows = study.known.rows(place=study.place.slug)
        self.rows = rows[rows["source"].eq(SOURCE)]
        super().__init__(study, **{part: len(self.rows)})

    def figures(self) -> Table | None:
        """The figures as given, with their paragraph; None where the interview speaks of another place."""
        achieved = "achieved" in self.parts
        return self.table("figures", named(self.rows, self.study), achieved) if len(self.rows) else None
