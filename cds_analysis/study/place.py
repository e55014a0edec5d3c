"""What stands in every notebook: the place and its border, everything the table holds for it, the documents cited."""

from dataclasses import replace

import pandas as pd
from IPython.display import HTML

from ..keyed import html
from ..words.telling import Table, markup
from .finding import Finding, blocks

NAMES_ITS_LEVEL = ("cấp xã", "cấp huyện", "thôn", "xóm")  # in the name of an indicator


class Place(Finding):
    """The place itself; its records stand in every results.json."""

    topic = "study"

    def holdings(self) -> HTML:
        """How much is held for the place, then every indicator with its newest figure, also of the former units."""
        return blocks(f"<p>{html(' '.join(self.sentences('holdings')))}</p>", self.held(), self.held(former=True))

    def held(self, *, former: bool = False, cite: bool = False) -> Table | None:
        """Every indicator with its newest figure, the most general level first; None where there is none.

        Args:
            former: Of the old units of a merged one, each with its name.
            cite: Whether to name the documents below.
        """
        known, place, rows = self.study.known, self.study.place, self.study.held
        if former and not place.merged:
            return None
        if former:
            parts = [known.held(part).assign(unit_name=part.name(self.study.lang)) for part in known.parts_of(place)]
            rows = pd.concat(parts, ignore_index=True)
        used = list(zip(rows["source"], rows["vintage"], strict=True)) if cite else None
        rows = named(rows.sort_values(["indicator", "level"], kind="stable"), self.study, former)
        return self.table("held_rows", rows, former, cite=used, own=False, classes="held")

    def frame(self) -> Table | None:
        """The documents that frame what is asked, each with its source; below them, what is not known of them."""
        named = [row["source"] for row in self.study.record["frame"]]
        self.study.cite((name, "") for name in named)
        found = self.table("frame_rows", self.study.cited.numbers(), cite=named, own=False)
        return found and replace(found, source=f"{found.source} {self.text('frame_note')}".strip())

    def sources(self) -> HTML:
        """The documents cited so far, in the order of their numbers."""
        return HTML(str(markup("sources", self.study.cited.records(), self.study.lang, self.text("no_source"))))


def named(rows: pd.DataFrame, study, former: bool = False) -> list[dict]:
    """Rows of the table with what their names need: the indicator, whether level and measure have to be told."""
    whose = ["indicator", *(["unit_name"] if former else [])]
    measures = study.known.measures[["name_vi", "name_en"]].set_axis(["measure_vi", "measure_en"], axis=1)
    found = rows.join(measures, on="measure").assign(
        several=rows.groupby([*whose, "level"])["measure"].transform("nunique") > 1,
        about=[study.known.indicators[name] for name in rows["indicator"]],
        ranked=rows["field"].notna(),
    )
    tiers = rows.groupby(whose)["level"].transform("nunique") > 1
    below = rows["level"].isin(["district", "commune"])
    told = [any(word in about.name_vi for word in NAMES_ITS_LEVEL) for about in found["about"]]
    found["tiered"] = (tiers | below) & ~(pd.Series(told, index=rows.index) & rows["level"].ne("province"))
    return found.to_dict("records")
