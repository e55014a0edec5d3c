"""What the table holds of a place, what of it is doubtful, how far the most printed series was revised."""

from ..data import provinces, sources
from ..series import share
from ..study.finding import Finding, once
from ..study.place import named

DOUBTS = "conflict|suspect|do_not_use|ambiguous|break"  # flags of figures to be careful with


class DataQuality(Finding):
    """Rows by use, doubtful rows, the largest revision of the nation's share."""

    def __init__(self, study):
        self.doubtful, self.revision = doubtful(study), revised(study)
        parts = {
            "rows_by_use": study.rows["use"].value_counts().to_dict(),
            "doubtful_rows": len(self.doubtful),
            "largest_revision": self.revision and {name: self.revision[name] for name in ("first", "latest")},
        }
        super().__init__(study, **parts)

    @property
    def records(self) -> dict:
        """With the rows behind the counts, and how far the revision goes."""
        return super().records | {"doubts": self.doubtful, "revision": self.revision}


@once
def doubtful(study) -> list[dict]:
    """Rows that a source or we mark as conflicting, suspect, ambiguous or broken, with the remark on each."""
    rows = study.rows[study.rows["flags"].str.contains(DOUBTS)].drop_duplicates(["indicator", "period", "value"])
    notes = sources.notes(study.data_dir).to_dict("index")
    return [row | {"remark": notes.get(row["note"])} for row in named(rows.sort_values(["indicator", "period"]), study)]


@once
def revised(study) -> dict | None:
    """The largest revision of the nation's share: first and latest print, their distance, how far the series moved."""
    rows = share.all_figures(study.known, [provinces.NATION])
    rows = rows[rows["measure"] == share.BASE].sort_values("known")
    first, latest = (rows.drop_duplicates("year", keep=end).set_index("year") for end in ("first", "last"))
    size = (latest["value"] - first["value"]).abs()
    if not len(size) or not size.max() > 0:
        return None
    year = size.idxmax()
    before, after = ({"year": int(year), **t.loc[year, ["value", "vintage"]].to_dict()} for t in (first, latest))
    until = latest["value"].loc[:year]
    return {"first": before, "latest": after, "size": size[year], "moved": abs(until.iloc[-1] - until.iloc[0])}
