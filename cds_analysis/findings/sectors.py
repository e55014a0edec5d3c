"""Growth of labour productivity by sector: what grew inside sectors, what came from moving between them."""

from ..errors import SeriesError
from ..series import sectors
from ..study.finding import Finding, once


class Sectors(Finding):
    """The decomposition of the place where there is one, and the nation's; results.json keeps it as `sectors`."""

    def __init__(self, study):
        super().__init__(study, sectors=claims(study))

    @property
    def records(self) -> dict:
        """Beside the part: the decomposition shown with its sums (`split`), its parts by sector (`totals`)."""
        found = self.parts["sectors"]["own"] or self.parts["sectors"]["nation"]
        totals = found and sectors.sums(found)
        return super().records | {"split": found and found | _sums(found, totals), "totals": totals}


@once
def claims(study) -> dict:
    """The place's own decomposition or its refusal, the nation's beside it; the sources of the one shown are cited."""
    found: dict = {"own": None, "refusal": "", "nation": None}
    for key, whose in (("own", study.place), ("nation", study.known.nation)):
        try:
            found[key] = sectors.split(study.known, whose)
        except SeriesError as error:
            found["refusal"] = found["refusal"] or str(error)
    shown = found["own"] or found["nation"]
    study.cite(ref.split("|") for ref in (shown["refs"].split(";") if shown else []))
    return found


def _sums(found: dict, totals: dict) -> dict:
    """What a sentence says of all sectors together, and of the one that gave most."""
    inside, sizes, sums = found["shift_share"], totals["gead"], totals["shift_share"][None]
    top = max(inside, key=lambda sector: inside[sector]["within"])
    largest = max(found["gead"], key=lambda sector: sizes[sector]["total"])
    moving = sums["static"] + sums["dynamic"]
    return {
        **{part: sums[part] for part in ("within", "static", "dynamic")},
        "moving": moving,
        "share": 100 * moving / found["value_added"],
        "top": top,
        "most": inside[top]["within"],
        "largest": largest,
        "size": sizes[largest]["total"],
        "preliminary": "preliminary" in found["status"],
    }
