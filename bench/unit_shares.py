"""Leave out each place with a figure of the digital share and see whether the 80 % interval of the model holds it.

    python bench/unit_shares.py            every place in turn, then all figures after 2024

Prints the rows of the table in docs/methods.md and writes data/share_trials.csv; a fit takes about a minute.
"""

import csv

import numpy as np
from scipy.special import expit, logit

from cds_analysis import paths
from cds_analysis.data.known import newest
from cds_analysis.series import modelled, unit_shares

SHORT = {"chains": 4, "warm": 800, "keep": 800, "steps": 20}  # enough for an interval
known = newest(paths.resolve("data"))
draw = np.random.default_rng(1)
said = unit_shares.readings(known)
said = said[said["kind"] != "ministry"]


def tell(fit, rows) -> list[tuple]:
    """A line a figure: the model's middle and 80 % interval for it, its own error included."""
    told = []
    for row in rows.to_dict("records"):
        place = known.places[row["place"], row["border"]]
        weights = unit_shares.weights(known, [row["year"]])[row["year"]]
        parts = [p.slug for p in known.parts_of(place)]
        found = sum(fit.draws.loc[p, str(row["year"])].to_numpy() * weights[p] for p in parts) / weights[parts].sum()
        seen = 100 * expit(logit(found / 100) + row["sd"] * draw.standard_normal(len(found)))
        low, middle, high = np.quantile(seen, [0.1, 0.5, 0.9])
        what = f"{place.name_en}, {row['border']} | {row['year']} | {row['value']:.2f}"
        held = "yes" if low <= row["value"] <= high else "no"
        print(f"| {what} | {middle:.1f} | {low:.1f}-{high:.1f} | {held} | R-hat {fit.rhat:.3f}", flush=True)
        shown = f"{row['value']:.2f}", f"{middle:.1f}", f"{low:.1f}", f"{high:.1f}"
        told.append((row["place"], row["border"], row["year"], *shown))
    return told


tried = []
for (slug, border), rows in said.groupby(["place", "border"], sort=False):
    tried += tell(unit_shares.fit(known, SHORT, without=(slug, border)), rows)
with (known.folder / modelled.TRIALS).open("w", encoding="utf-8", newline="") as file:
    head = ["place", "border", "year", "value", "median", "low80", "high80"]
    csv.writer(file, lineterminator="\n").writerows([head, *sorted(tried)])
print("figures up to 2024 and the nation's alone:")
tell(unit_shares.fit(known, SHORT, until=2024), said[said["year"] > 2024])
